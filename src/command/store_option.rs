//! The options that all commands on a store share.

use std::path::PathBuf;

use anyhow::Result;
use tidings::store::{Mode, Store};

/// Which store.
#[derive(Debug, clap::Args)]
pub struct StoreOption {
    /// The store: a file (NAME.nq.gz or NAME.nq), or a folder in builds with the feature rocksdb
    #[arg(long, value_name = "STORE", default_value = "tidings.nq.gz")]
    pub store: PathBuf,
}

impl StoreOption {
    /// Opens it, and prints what the user should know about that.
    pub fn open(&self, mode: Mode) -> Result<Store> {
        let store = Store::open(&self.store, mode)?;
        for note in store.notes() {
            eprintln!("tidings: note: {}: {note}", self.store.display());
        }
        Ok(store)
    }
}
