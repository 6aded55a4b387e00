//! `tidings stats`: what a store holds, in figures.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::ValueEnum;
use tidings::store::Mode;
use tidings::store::stats::Stats;

use super::store_option::StoreOption;

/// Tell what a store holds: articles, claims by predicate, modality and polarity, entities and links
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings stats
  tidings stats --store graph.nq.gz --format json")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// List not more than N predicates and publishers
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// Prints the figures.
pub fn run(args: Args) -> Result<ExitCode> {
    let stats = args.store.open(Mode::Read)?.stats()?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &stats).map_err(io::Error::from).and_then(|()| writeln!(out))
        }
        Format::Table => write_table(&stats, args.top, &mut out),
    }
    .and_then(|()| out.flush())
    .context("standard output")?;
    Ok(ExitCode::SUCCESS)
}

fn write_table(stats: &Stats, top: usize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "articles    {:>9}", stats.articles)?;
    if let (Some(first), Some(last)) = (&stats.first_date, &stats.last_date) {
        write!(out, "   {first} to {last}")?;
    }
    writeln!(out)?;
    writeln!(
        out,
        "claims      {:>9}   {} inferred, {} with a speaker",
        stats.claims, stats.inferred, stats.with_speaker
    )?;
    let share = stats.linked_share() * 100.0;
    writeln!(out, "entities    {:>9}   {} linked to Wikidata ({share:.1}%)", stats.entities, stats.linked)?;
    writeln!(out, "quads       {:>9}", stats.quads)?;
    write_counts("modality", &stats.modalities, usize::MAX, out)?;
    write_counts("polarity", &stats.polarities, usize::MAX, out)?;
    write_counts("predicates", &stats.predicates, top, out)?;
    write_counts("publishers", &stats.publishers, top, out)
}

/// Prints counts, the most frequent first.
fn write_counts(title: &str, counts: &BTreeMap<String, usize>, top: usize, out: &mut impl Write) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    let mut sorted: Vec<(&String, &usize)> = counts.iter().collect();
    sorted.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
    for (name, count) in sorted.iter().take(top) {
        writeln!(out, "{count:>9}  {name}")?;
    }
    if sorted.len() > top {
        writeln!(out, "{:>9}  … {} more", "", sorted.len() - top)?;
    }
    Ok(())
}
