//! The part of `tidings gazetteer build` that reads a Wikidata dump: options, progress, broken lines.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tidings::lexicon::{Builder, DumpEvent, DumpProgress, Selection, read_wikidata_dump};

/// Broken lines that are named one by one; the others are counted.
const SHOWN: u64 = 20;
/// How often a line of progress is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(30);

/// What to take from a dump.
#[derive(Debug, clap::Args)]
pub struct DumpOptions {
    /// A full Wikidata JSON dump (latest-all.json, plain, .gz or .bz2), or `-` for one on standard input
    #[arg(long, value_name = "FILE")]
    pub wikidata_dump: Option<PathBuf>,
    /// Languages of names, by their codes in Wikidata; the first that an entity has gives its label [default: en]
    #[arg(long, value_name = "CODES", value_delimiter = ',', requires = "wikidata_dump")]
    languages: Vec<String>,
    /// Which entities to keep: a file in the form of `tidings gazetteer selection`
    #[arg(long, value_name = "FILE", requires = "wikidata_dump")]
    selection: Option<PathBuf>,
    /// Keep only entities that have at least so many pages in Wikipedia and its sisters
    #[arg(long, value_name = "N", requires = "wikidata_dump")]
    min_sitelinks: Option<u32>,
    /// Write a gazetteer even where the dump is cut off or damaged, of what comes before
    #[arg(long, requires = "wikidata_dump")]
    allow_truncated: bool,
}

impl DumpOptions {
    /// Read the dump, if one is given, into `builder`. Number of broken lines.
    pub fn read_into(&self, builder: &mut Builder) -> Result<u64> {
        let Some(path) = &self.wikidata_dump else { return Ok(0) };
        let selection = self.selection()?;
        let mut report = Report::new(path);
        let threads = rayon::current_num_threads();
        let end = read_wikidata_dump(path, &selection, threads, |event| match event {
            DumpEvent::Kept(record) => builder.add(record),
            DumpEvent::Broken(error) => report.broken(&error),
            DumpEvent::Progress(progress) => report.progress(&progress),
        })?;
        report.finish(&end.progress);
        match end.cut_off {
            Some(error) if !self.allow_truncated => {
                Err(error).context("nothing is written; with --allow-truncated what was read is kept")
            }
            Some(error) => {
                eprintln!("tidings: note: {error}; what was read is kept");
                Ok(end.progress.broken)
            }
            None => Ok(end.progress.broken),
        }
    }

    fn selection(&self) -> Result<Selection> {
        let mut selection = match &self.selection {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
                Selection::parse(&text, &path.display().to_string())?
            }
            None => Selection::embedded()?,
        };
        if !self.languages.is_empty() {
            selection.languages.clone_from(&self.languages);
        }
        if selection.languages.iter().any(|l| l.trim().is_empty()) {
            bail!("a language in --languages is empty");
        }
        if let Some(at_least) = self.min_sitelinks {
            selection.require_sitelinks(at_least);
        }
        Ok(selection)
    }
}

/// Tells on standard error how far the reading is: a bar on a terminal, else a line now and then.
struct Report {
    name: String,
    bar: ProgressBar,
    start: Instant,
    last: Instant,
    broken: u64,
}

impl Report {
    fn new(path: &Path) -> Report {
        let is_terminal = std::io::stderr().is_terminal();
        let target = if is_terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        let form = "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left, {msg}";
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        let now = Instant::now();
        Report { name: path.display().to_string(), bar, start: now, last: now, broken: 0 }
    }

    fn broken(&mut self, error: &tidings::Error) {
        self.broken += 1;
        if self.broken <= SHOWN {
            self.bar.suspend(|| eprintln!("tidings: {error}; passed over"));
        }
    }

    fn progress(&mut self, progress: &DumpProgress) {
        if let Some(size) = progress.size {
            self.bar.set_length(size);
        }
        self.bar.set_position(progress.read);
        self.bar.set_message(format!("{} lines, {} kept", progress.lines, progress.kept));
        if self.bar.is_hidden() && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            eprintln!("tidings: {}", self.line(progress));
        }
    }

    fn line(&self, progress: &DumpProgress) -> String {
        let seconds = self.start.elapsed().as_secs_f64().max(1e-3);
        let mega = |bytes: u64| bytes as f64 / 1e6;
        let of = progress.size.map_or_else(String::new, |size| format!(" of {:.1}", mega(size)));
        format!(
            "{}: {:.1}{of} MB read, {:.0} MB/s of text, {} lines, {} parsed, {} kept, {} broken, {seconds:.1} s",
            self.name,
            mega(progress.read),
            mega(progress.text) / seconds,
            progress.lines,
            progress.parsed,
            progress.kept,
            progress.broken,
        )
    }

    fn finish(&self, progress: &DumpProgress) {
        self.bar.finish_and_clear();
        if self.broken > SHOWN {
            eprintln!("tidings: {}: {} further broken lines passed over", self.name, self.broken - SHOWN);
        }
        eprintln!("tidings: {}", self.line(progress));
    }
}
