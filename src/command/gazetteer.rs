//! `tidings gazetteer`: build a gazetteer file from tables, look names up.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use comfy_table::{ContentArrangement, Table, presets};
use tidings::lexicon::{Builder, Curation, Gazetteer, Selection, fold, read_table};

use super::gazetteer_option::GazetteerOption;
use super::wikidata_dump::DumpOptions;

/// Build gazetteers (names -> Wikidata ids) and look names up in them.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(BuildArgs),
    Lookup(LookupArgs),
    /// Print which entities of a Wikidata dump are kept: a file to copy, change and give with `--selection`
    Selection,
}

/// Build a gazetteer file from tables or from a Wikidata dump.
#[derive(Debug, clap::Args)]
#[command(after_help = "Tables:
  .tsv  qid, type (person, org, country, place, other), label, aliases (a|b), description, country, prior, sources
  .csv  an own table with the columns name, type, wikidata, country, aliases (a|b), in any order; taken as it is

Later tables add names to the entities of earlier ones, and to those of the dump.

A dump is read in one pass, in a stream; lines that are no entity are named and passed over (exit code 1). Of a dump
that is cut off nothing is written unless --allow-truncated is given.

Examples:
  tidings gazetteer build --from entities.tsv notable.tsv -o gazetteer.bin
  tidings gazetteer build --from our-people.csv -o our-people.bin
  tidings gazetteer build --wikidata-dump latest-all.json.gz --languages en,ru,az -o wikidata.bin
  lbzip2 -dc latest-all.json.bz2 | tidings gazetteer build --wikidata-dump - -o wikidata.bin")]
struct BuildArgs {
    /// Tables to build from
    #[arg(long, required_unless_present = "wikidata_dump", num_args = 1.., value_name = "FILE")]
    from: Vec<PathBuf>,
    #[command(flatten)]
    dump: DumpOptions,
    /// File to write
    #[arg(short, long, default_value = "gazetteer.bin", value_name = "FILE")]
    output: PathBuf,
}

/// Show the candidates for a name, the best known first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings gazetteer lookup Aliyev
  tidings gazetteer lookup --gazetteer our-people.csv --gazetteer wikidata.bin 'Ильхам Алиев'")]
struct LookupArgs {
    /// The name, in any script; several words need no quotes
    #[arg(required = true, value_name = "NAME")]
    name: Vec<String>,
    #[command(flatten)]
    gazetteer: GazetteerOption,
}

/// Run the command; exit code 1 where a looked-up name is not known.
pub fn run(args: Args) -> Result<ExitCode> {
    match args.command {
        Command::Build(args) => build(&args),
        Command::Lookup(args) => lookup(&args),
        Command::Selection => {
            write!(std::io::stdout(), "{}", Selection::text()).context("standard output")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn build(args: &BuildArgs) -> Result<ExitCode> {
    let mut builder = Builder::new(Curation::embedded()?);
    let broken = args.dump.read_into(&mut builder)?;
    for path in &args.from {
        let Some(records) = read_table(path) else { bail!("{}: not a table (.tsv, .csv)", path.display()) };
        records?.into_iter().for_each(|record| builder.add(record));
    }
    let (bytes, summary) = builder.finish()?;
    if summary.kept == 0 {
        bail!("no entity is left to write");
    }
    // First beside it, so that a full disk leaves no half of a file.
    let part = args.output.with_extension("part");
    std::fs::write(&part, bytes).with_context(|| part.display().to_string())?;
    std::fs::rename(&part, &args.output).with_context(|| args.output.display().to_string())?;
    println!(
        "{}: {} of {} entities, {} names, {:.1} MB",
        args.output.display(),
        summary.kept,
        summary.read,
        summary.names,
        summary.bytes as f64 / 1e6
    );
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn lookup(args: &LookupArgs) -> Result<ExitCode> {
    let gazetteer = Gazetteer::with_files(&args.gazetteer.gazetteer)?;
    let name = args.name.join(" ");
    let hits = gazetteer.lookup(&name);
    if hits.is_empty() {
        eprintln!("tidings: no entry for `{}`", fold(&name));
        return Ok(ExitCode::FAILURE);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["wikidata", "label", "type", "by", "prior", "country", "description"]);
    for hit in &hits {
        let entry = gazetteer.entry(hit);
        table.add_row([
            hit.wikidata(),
            entry.label,
            hit.entity_type.as_str().to_owned(),
            hit.kind.as_str().to_owned(),
            format!("{:.2}", hit.prior),
            entry.country,
            entry.description,
        ]);
    }
    writeln!(std::io::stdout(), "{table}").context("standard output")?;
    Ok(ExitCode::SUCCESS)
}
