//! `tidings load`: RDF files are taken into a store.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use flate2::bufread::MultiGzDecoder;
use tidings::store::{Mode, RdfFormat};

use super::store_option::StoreOption;

/// Take RDF files into a store: dumps of other stores, or data of your own
///
/// The format follows from the name: .nq .trig .nt .ttl .rdf, each also with .gz; - is N-Quads on standard input.
/// Articles of a dump come in as articles: those that the store has already are left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings load --store graph.db/ tidings.nq.gz
  tidings dump --store one.nq.gz | tidings load --store all.nq.gz -
  tidings load background.ttl")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// RDF files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Loads the files; one that cannot be read is named, and the others are loaded all the same.
pub fn run(args: Args) -> Result<ExitCode> {
    let mut store = args.store.open(Mode::Write)?;
    let mut failed = false;
    for path in &args.files {
        let loaded = open(path).and_then(|(reader, format)| Ok(store.load(reader, format, path)?));
        match loaded {
            Ok(loaded) => eprintln!(
                "{}: {} articles, {} unchanged, {} other quads",
                path.display(),
                loaded.articles,
                loaded.unchanged,
                loaded.others
            ),
            Err(error) => {
                eprintln!("tidings: {error:#}");
                failed = true;
            }
        }
    }
    store.finish()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Opens an RDF file; its name tells the format.
fn open(path: &Path) -> Result<(Box<dyn BufRead>, RdfFormat)> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(BufReader::new(io::stdin())), RdfFormat::NQuads));
    }
    let name = path.to_string_lossy().to_ascii_lowercase();
    let inner = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = inner.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    let Some(format) = RdfFormat::from_extension(ending) else {
        bail!("{}: unknown kind of RDF file; known are .nq .trig .nt .ttl .rdf", path.display());
    };
    let file = BufReader::new(File::open(path).with_context(|| path.display().to_string())?);
    let is_gzip = inner.len() < name.len();
    Ok((if is_gzip { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) }, format))
}
