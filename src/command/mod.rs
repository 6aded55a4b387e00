//! The subcommands, one file each. Printing and anyhow live here and nowhere else.

mod batch;
mod changes;
mod check;
mod decide;
mod decisions_option;
mod dump;
mod explain;
mod export;
mod extract;
mod gazetteer;
mod gazetteer_option;
mod ingest;
mod load;
mod mentions;
mod parse;
mod query;
mod resolve;
mod review;
mod stats;
mod store_option;
mod table;
mod wikidata_dump;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Turn news articles into a knowledge graph of claims: who did what to whom, who says so, how sure, and the
/// exact words.
#[derive(Debug, Parser)]
#[command(name = "tidings", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(ingest::Args),
    Extract(extract::Args),
    Query(query::Args),
    Export(export::Args),
    Review(review::Args),
    Decide(Box<decide::Args>),
    Resolve(resolve::Args),
    Stats(stats::Args),
    Dump(dump::Args),
    Load(load::Args),
    Explain(explain::Args),
    Check(check::Args),
    Gazetteer(gazetteer::Args),
    Parse(parse::ParseArgs),
    Mentions(mentions::Args),
}

impl Cli {
    /// Run the chosen command. Each returns its exit code: not 0 where part of the input failed.
    pub fn run(self) -> Result<ExitCode> {
        match self.command {
            Command::Ingest(args) => ingest::run(args),
            Command::Extract(args) => extract::run(args),
            Command::Query(args) => query::run(args),
            Command::Export(args) => export::run(args),
            Command::Review(args) => review::run(args),
            Command::Decide(args) => decide::run(*args),
            Command::Resolve(args) => resolve::run(args),
            Command::Stats(args) => stats::run(args),
            Command::Dump(args) => dump::run(args),
            Command::Load(args) => load::run(args),
            Command::Explain(args) => explain::run(args),
            Command::Check(args) => check::run(args),
            Command::Mentions(args) => mentions::run(args),
            Command::Gazetteer(args) => gazetteer::run(args),
            Command::Parse(args) => parse::run(&args).map(|()| ExitCode::SUCCESS),
        }
    }
}

/// The value of `--data`: a folder that holds `frames` or `cues`.
fn data_folder(path: &str) -> Result<PathBuf, String> {
    let folder = PathBuf::from(path);
    if folder.join("frames").is_dir() || folder.join("cues").is_dir() {
        Ok(folder)
    } else {
        Err("there is no folder `frames` or `cues` in it".into())
    }
}

/// The value of `--min-confidence`.
fn probability(text: &str) -> Result<f32, String> {
    text.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| "a number from 0 to 1 is needed".into())
}

/// Is it a closed pipe on standard output?
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|e| e.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe))
}
