//! `tidings query`: a SPARQL query comes in, its result is printed.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use tidings::claim::Base;
use tidings::store::Mode;
use tidings::store::query::{self, Options};

use super::store_option::StoreOption;

/// Ask a store in SPARQL
///
/// The prefixes td: wd: prov: schema: skos: oa: rdfs: rdf: xsd: owl: and, for the data, entity: article: claim: are
/// known. The default graph is the union of all; GRAPH ?article { … } tells which article says it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings query 'SELECT ?who ?whom { ?a td:met ?b . ?a rdfs:label ?who . ?b rdfs:label ?whom }'
  tidings query 'SELECT ?says ?p ?o { ?c td:subject entity:Q7747 ; td:predicate ?p ; td:object ?o ; td:speaker ?says }'
  tidings query --format csv -f who-met-whom.rq > met.csv
  tidings query --format turtle 'DESCRIBE entity:Q7747'")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// How to print: rows as table, csv, tsv, json or xml; triples as table, turtle or ntriples
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Read the query from this file (- for standard input)
    #[arg(short, long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    timeout: f64,
    /// Print not more than N rows or triples
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The IRI under which the store's data is named
    #[arg(long, value_name = "IRI", default_value = "urn:tidings:")]
    base: String,
    /// The query
    #[arg(required_unless_present = "file")]
    query: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Turtle,
    Ntriples,
}

impl From<Format> for query::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => query::Format::Table,
            Format::Csv => query::Format::Csv,
            Format::Tsv => query::Format::Tsv,
            Format::Json => query::Format::Json,
            Format::Xml => query::Format::Xml,
            Format::Turtle => query::Format::Turtle,
            Format::Ntriples => query::Format::NTriples,
        }
    }
}

/// Prints the result of the query.
pub fn run(args: Args) -> Result<ExitCode> {
    let query = match (&args.file, args.query) {
        (Some(file), _) if file.as_os_str() == "-" => io::read_to_string(io::stdin()).context("standard input")?,
        (Some(file), _) => std::fs::read_to_string(file).with_context(|| file.display().to_string())?,
        (None, Some(query)) => query,
        (None, None) => bail!("no query given"),
    };
    let Ok(timeout) = Duration::try_from_secs_f64(args.timeout) else {
        bail!("--timeout {}: not a number of seconds", args.timeout);
    };
    let store = args.store.open(Mode::Read)?;
    let options = Options {
        format: args.format.into(),
        timeout,
        limit: args.limit,
        width: terminal_width(),
        base: Base::new(&args.base)?,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let answer = query::run(&store, query.trim_start_matches('\u{feff}'), &options, &mut out)?;
    out.flush().context("standard output")?;
    if answer.cut {
        eprintln!("tidings: note: there is more; only the first {} are shown (--limit)", answer.rows);
    }
    Ok(ExitCode::SUCCESS)
}

/// Columns of the terminal, where output goes to one.
fn terminal_width() -> Option<u16> {
    if io::stdout().is_terminal() { comfy_table::Table::new().width() } else { None }
}
