//! The option of all commands that link names.

use std::path::PathBuf;

/// Which gazetteers, on top of the one built in.
#[derive(Debug, clap::Args)]
pub struct GazetteerOption {
    /// A gazetteer of your own on top of the built-in one: a table (.csv with the columns name, type, wikidata, country,
    /// aliases) or a file of `tidings gazetteer build`. May be given several times; of an entity that several have, the
    /// last one's type and label hold, and the names of all
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Vec<PathBuf>,
}
