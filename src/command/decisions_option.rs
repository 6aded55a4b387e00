//! The option of all commands that apply decisions.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tidings::resolve::decisions::Log;

/// Which log of decisions.
#[derive(Debug, clap::Args)]
pub struct DecisionsOption {
    /// The log of decisions, a CSV file; by default it lies beside the store: NAME.decisions.csv for NAME.nq.gz or NAME.db/
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
}

impl DecisionsOption {
    /// Reads the log of this store.
    pub fn read(&self, store: &Path) -> Result<Log> {
        let path = self.decisions.clone().unwrap_or_else(|| Log::beside(store));
        Ok(Log::read(&path)?)
    }
}
