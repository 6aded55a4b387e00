//! `tidings resolve`: the whole store anew, by other gazetteers or decisions.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use tidings::claim::Rules;
use tidings::lexicon::{Gazetteer, Ontology, RoleNouns};
use tidings::pipeline::file_names;
use tidings::review::Overview;
use tidings::revise::{Plan, Revision};
use tidings::store::Mode;

use super::changes::{self, Names};
use super::decisions_option::DecisionsOption;
use super::gazetteer_option::GazetteerOption;
use super::store_option::StoreOption;

/// Resolve a whole store anew: link its names by the gazetteers given and apply the decisions
///
/// Needed after new gazetteers, after the log of decisions was changed by hand or by others, and after a newer
/// tidings. The articles are not read again. What changes is printed; the store changes all or nothing. Name all
/// gazetteers that are to hold: links that came by one that is not named go.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings resolve --dry-run
  tidings resolve --store graph.nq.gz --gazetteer our-people.csv")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    decisions: DecisionsOption,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
}

/// Run the command.
pub fn run(args: Args) -> Result<ExitCode> {
    let log = args.decisions.read(&args.store.store)?;
    log.replay()?;
    let files = file_names(&args.gazetteer.gazetteer);
    let gazetteer = Gazetteer::with_files(&args.gazetteer.gazetteer)?;
    let mut store = args.store.open(if args.dry_run { Mode::Read } else { Mode::Write })?;
    let (ontology, roles) = (Ontology::embedded()?, RoleNouns::built_in()?);
    let rules = Rules { ontology: &ontology, roles: &roles };
    let names = Names::of(&Overview::of(&store)?, &log);
    let plan = Plan::new(&store, Revision { rules, log: &log, gazetteer: Some((&gazetteer, files.as_slice())) })?;
    for file in plan.diff.gazetteers.iter().filter(|file| !files.contains(*file)) {
        eprintln!("tidings: note: names were linked by {file} too; without --gazetteer {file} those links go");
    }
    let mut out = std::io::stdout().lock();
    changes::print(&plan.diff, &names, &mut out).context("standard output")?;
    super::decide::notes(&plan.diff, &log);
    if !args.dry_run {
        plan.apply(&mut store)?;
    }
    out.flush().context("standard output")?;
    Ok(ExitCode::SUCCESS)
}
