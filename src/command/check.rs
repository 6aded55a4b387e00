//! `tidings check`: all data files and the tests inside them.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tidings::lexicon::Ontology;
use tidings::lexicon::frames::Frame;
use tidings::pipeline::{Tidings, load_frames};

/// Check the frames, cues and other data files and run the tests that stand inside them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings check
  tidings check --frame arrest        # one frame, in a second
  tidings check --unfired             # patterns that still want a test
  tidings check --data my-data        # my-data/frames/*.toml, my-data/cues/*.toml")]
pub struct Args {
    /// Data folder with `frames/*.toml` and `cues/*.toml` to use instead of the files built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    /// Run only the tests of this frame or cue (`nouns`: those of offices, kinship and parties)
    #[arg(long, value_name = "ID")]
    frame: Option<String>,
    /// List the patterns that fire in no test (with --frame, those that fire in none of its own); they are no failures
    #[arg(long)]
    unfired: bool,
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
    if let Some(id) = &args.frame
        && !frames.frames.iter().any(|f| f.id == *id)
        && !tidings.cues().tests().any(|test| test.entry == *id)
        && id != "nouns"
    {
        bail!("no frame or cue is called `{id}`");
    }
    let only = args.frame.as_deref();
    let mut failures = tidings::check::frames(&tidings, only)?;
    let failed_frames = failures.len();
    failures.extend(tidings::check::cues(&tidings, only)?);
    let failed_cues = failures.len() - failed_frames;
    if only.is_none_or(|id| id == "nouns") {
        failures.extend(tidings::check::nouns(&tidings)?);
    }
    let failed_nouns = failures.len() - failed_cues - failed_frames;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for failure in &failures {
        writeln!(
            out,
            "{}:{}: {}: {}\n    {}",
            failure.file, failure.line, failure.rule, failure.message, failure.text
        )?;
    }
    if args.unfired {
        let unfired = tidings::check::unfired(&tidings, only)?;
        for u in &unfired {
            writeln!(out, "{}:{}: {}: `{}` fires in no test", u.file, u.line, u.rule, u.pattern)?;
        }
        let is_wanted = |frame: &&Frame| only.is_none_or(|id| frame.id == id);
        let patterns: usize = frames.frames.iter().filter(is_wanted).map(|f| f.patterns.len()).sum();
        writeln!(out, "{} of {patterns} patterns fire in no test", unfired.len())?;
    }
    if let Some(id) = only {
        writeln!(out, "{id}: {} tests failed", failures.len())?;
    } else {
        writeln!(
            out,
            "{} frames, {patterns} patterns, {} trigger words, {tests} tests, {failed_frames} failed",
            frames.frames.len(),
            triggers.len()
        )?;
        let (cues, tests) = (tidings.cues().entries().len(), tidings.cues().tests().count());
        writeln!(out, "{cues} cues, {tests} tests, {failed_cues} failed")?;
        let (nouns, tests) = (tidings.roles().len(), tidings.roles().tests().count());
        writeln!(out, "{nouns} nouns, {tests} tests, {failed_nouns} failed")?;
    }
    out.flush().context("standard output")?;
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
