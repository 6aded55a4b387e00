//! `tidings extract`: claims to standard output, without a store.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use tidings::claim::{Base, jsonl, quads};
use tidings::pipeline::{Reading, Tidings};

use super::batch::for_each_reading;
use super::gazetteer_option::GazetteerOption;

/// Read articles and print their claims; nothing is stored.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings extract --format table article.txt
  tidings extract news.jsonl > claims.jsonl
  cat page.html | tidings extract -")]
pub struct Args {
    /// jsonl: one claim a line, offsets in Unicode characters of title, blank line and text; nquads: as `ingest`
    /// stores them; table: for people
    #[arg(long, default_value = "jsonl")]
    format: Format,
    /// Base IRI of the data, for nquads
    #[arg(long, default_value = "urn:tidings:")]
    base: String,
    /// Use frames and cues of this folder (`frames/*.toml`, `cues/*.toml`) instead of those built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Also claims whose verb no frame knows, with predicates `open/VERB`
    #[arg(long)]
    open: bool,
    /// Leave out claims that are less likely to be right than this, 0 to 1; 0 gives all [default: the threshold
    /// of data/confidence]
    #[arg(long, value_name = "NUMBER", value_parser = super::probability)]
    min_confidence: Option<f32>,
    /// With jsonl: also what the confidence of each claim rests on, name and value, as training/calibrate.py reads it
    #[arg(long, hide = true)]
    factors: bool,
    /// Leave out claims that no frame or rule makes but only the learned relation head (rule `relation-head`)
    #[arg(long)]
    rules_only: bool,
    /// Files or folders (.txt .md .html .json .jsonl .csv, also .gz); `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Jsonl,
    Nquads,
    Table,
}

/// Run the command. Articles that cannot be read are named on standard error and make the exit code 1.
pub fn run(args: Args) -> Result<ExitCode> {
    let mut tidings = Tidings::with_data(args.data.as_deref())?
        .with_gazetteers(&args.gazetteer.gazetteer)?
        .with_rules_only(args.rules_only)
        .with_open_claims(args.open);
    if let Some(minimum) = args.min_confidence {
        tidings = tidings.with_min_confidence(minimum);
    }
    let base = Base::new(&args.base)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let code = for_each_reading(&tidings, &args.paths, |reading| print(reading, &args, &base, &tidings, &mut out))?;
    out.flush()?;
    Ok(code)
}

fn print(reading: &Reading, args: &Args, base: &Base, tidings: &Tidings, out: &mut impl Write) -> Result<()> {
    match args.format {
        Format::Jsonl => jsonl::write(reading.article_claims(), args.factors, out)?,
        Format::Table => super::table::claims(reading, out)?,
        Format::Nquads => {
            let quads = quads(reading.article_claims(), base, tidings.ontology());
            for quad in &quads.quads {
                writeln!(out, "{quad} .")?;
            }
        }
    }
    Ok(())
}
