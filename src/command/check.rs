//! `tidings check`: all data files and the tests inside them.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use tidings::lexicon::Ontology;
use tidings::pipeline::{Tidings, load_frames};

/// Check the frames, cues and other data files and run the tests that stand inside them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings check
  tidings check --data my-data        # my-data/frames/*.toml, my-data/cues/*.toml")]
pub struct Args {
    /// Data folder with `frames/*.toml` and `cues/*.toml` to use instead of the files built in
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Only the failures of this frame or cue
    #[arg(long, value_name = "ID")]
    frame: Option<String>,
}

/// Run the command; exit code 1 where anything is wrong.
pub fn run(args: Args) -> Result<ExitCode> {
    let ontology = Ontology::embedded()?;
    let (frames, errors) = load_frames(args.data.as_deref(), &ontology)?;
    for error in &errors {
        eprintln!("{error}");
    }
    if !errors.is_empty() {
        eprintln!("{} mistakes in the frames; their tests were not run", errors.len());
        return Ok(ExitCode::FAILURE);
    }
    let patterns: usize = frames.frames.iter().map(|f| f.patterns.len()).sum();
    let triggers: std::collections::BTreeSet<&str> =
        frames.frames.iter().flat_map(|f| &f.patterns).flat_map(|p| &p.trigger).map(String::as_str).collect();
    let tests: usize = frames.frames.iter().map(|f| f.tests.len()).sum();
    let tidings = Tidings::with_data(args.data.as_deref())?;
    let mut failures = tidings::check::frames(&tidings)?;
    let failed_frames = failures.len();
    failures.extend(tidings::check::cues(&tidings)?);
    let failed_cues = failures.len() - failed_frames;
    let failed_nouns = {
        let of_nouns = tidings::check::nouns(&tidings)?;
        let count = of_nouns.len();
        failures.extend(of_nouns);
        count
    };
    if let Some(id) = &args.frame {
        failures.retain(|f| f.rule == *id);
    }
    for failure in &failures {
        println!("{}:{}: {}: {}\n    {}", failure.file, failure.line, failure.rule, failure.message, failure.text);
    }
    println!(
        "{} frames, {patterns} patterns, {} trigger words, {tests} tests, {failed_frames} failed",
        frames.frames.len(),
        triggers.len()
    );
    println!("{} cues, {} tests, {failed_cues} failed", tidings.cues().entries().len(), tidings.cues().tests().count());
    println!("{} nouns, {} tests, {failed_nouns} failed", tidings.roles().len(), tidings.roles().tests().count());
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
