//! `tidings dump`: all of a store is printed as RDF.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use flate2::Compression;
use flate2::write::GzEncoder;
use tidings::store::{Mode, RdfFormat};

use super::store_option::StoreOption;

/// Print all of a store as RDF, sorted, so that the same content gives the same bytes
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings dump > graph.nq
  tidings dump --format trig -o graph.trig
  tidings dump -o graph.nq.gz")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// How to write it
    #[arg(long, value_enum, default_value = "nquads")]
    format: Format,
    /// Write to this file; a name that ends in .gz is compressed
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Nquads,
    Trig,
}

/// Prints the store.
pub fn run(args: Args) -> Result<ExitCode> {
    let format = match args.format {
        Format::Nquads => RdfFormat::NQuads,
        Format::Trig => RdfFormat::TriG,
    };
    let store = args.store.open(Mode::Read)?;
    match &args.output {
        None => store.dump(&mut BufWriter::new(io::stdout().lock()), format)?,
        Some(path) => {
            let named = || path.display().to_string();
            let file = BufWriter::new(File::create(path).with_context(named)?);
            if path.extension().is_some_and(|ending| ending == "gz") {
                let mut file = GzEncoder::new(file, Compression::default());
                store.dump(&mut file, format).with_context(named)?;
                file.finish().and_then(|mut file| file.flush()).with_context(named)?;
            } else {
                let mut file = file;
                store.dump(&mut file, format).with_context(named)?;
                file.flush().with_context(named)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
