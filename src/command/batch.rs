//! Articles read a batch at a time, on all threads, and handed on in their order.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use rayon::prelude::*;
use tidings::corpus::{Article, read_paths};
use tidings::pipeline::{Reading, Tidings};

/// Articles read at a time: enough to keep all threads busy, few enough to keep memory small.
const BATCH: usize = 32;

/// Read all articles of `paths` and give each reading to `take`. Articles that cannot be read are named on standard
/// error and make the exit code 1.
///
/// # Errors
/// What `take` says.
pub fn for_each_reading(
    tidings: &Tidings,
    paths: &[PathBuf],
    mut take: impl FnMut(&Reading) -> Result<()>,
) -> Result<ExitCode> {
    let mut articles = read_paths(paths);
    let mut code = ExitCode::SUCCESS;
    loop {
        let batch: Vec<_> = articles.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(code);
        }
        let read = |article: tidings::Result<Article>| article.and_then(|a| tidings.read(a));
        let readings: Vec<tidings::Result<Reading>> = batch.into_par_iter().map(read).collect();
        for reading in readings {
            match reading {
                Ok(reading) => take(&reading)?,
                Err(error) => {
                    code = ExitCode::FAILURE;
                    eprintln!("tidings: {error}");
                }
            }
        }
    }
}
