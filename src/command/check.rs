//! `tidings check`: all data files and the tests inside them.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tidings::lexicon::Ontology;
use tidings::pipeline::{Tidings, load_frames};

/// Check the frames, cues and other data files and run the tests that stand inside them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings check
  tidings check --unfired             # patterns that still want a test
  tidings check --data my-data        # my-data/frames/*.toml, my-data/cues/*.toml")]
pub struct Args {
    /// Data folder with `frames/*.toml` and `cues/*.toml` to use instead of the files built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    /// Only the failures of this frame or cue (`nouns`: those of offices, kinship and parties)
    #[arg(long, value_name = "ID")]
    frame: Option<String>,
    /// List the patterns that fire in no test (with --frame, of this frame); they are no failures
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
    let mut out = BufWriter::new(std::io::stdout().lock());
    for failure in &failures {
        writeln!(
            out,
            "{}:{}: {}: {}\n    {}",
            failure.file, failure.line, failure.rule, failure.message, failure.text
        )?;
    }
    if args.unfired {
        let all = tidings::check::unfired(&tidings)?;
        let listed = all.iter().filter(|u| args.frame.as_ref().is_none_or(|id| u.rule == *id));
        for u in listed {
            writeln!(out, "{}:{}: {}: `{}` fires in no test", u.file, u.line, u.rule, u.pattern)?;
        }
        writeln!(out, "{} of {patterns} patterns fire in no test", all.len())?;
    }
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
    out.flush().context("standard output")?;
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
