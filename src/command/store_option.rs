//! The options that all commands on a store share.

use std::path::PathBuf;

use anyhow::Result;
use tidings::resolve::decisions::Log;
use tidings::revise::is_current;
use tidings::store::{Mode, Store};

/// Which store.
#[derive(Debug, clap::Args)]
pub struct StoreOption {
    /// The store: a file (NAME.nq.gz or NAME.nq), or a folder in builds with the feature rocksdb
    #[arg(long, value_name = "STORE", default_value = "tidings.nq.gz")]
    pub store: PathBuf,
}

impl StoreOption {
    /// A log that the store does not follow yet (after a pull, or an edit by hand) is worth a word.
    fn tell_of_decisions(&self, store: &Store) {
        let path = Log::beside(&self.store);
        let follows = |log: Log| is_current(store, &log).unwrap_or(true);
        if path.exists() && Log::read(&path).is_ok_and(|log| !follows(log)) {
            eprintln!("tidings: note: not all decisions of {} are applied; `tidings resolve` does so", path.display());
        }
    }

    /// Opens it, and prints what the user should know about that.
    pub fn open(&self, mode: Mode) -> Result<Store> {
        let store = Store::open(&self.store, mode)?;
        if mode == Mode::Read {
            self.tell_of_decisions(&store);
        }
        for note in store.notes() {
            eprintln!("tidings: note: {}: {note}", self.store.display());
        }
        Ok(store)
    }
}
