//! `tidings ingest`: articles into a store.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use tidings::claim::{ArticleQuads, Base, Claim, quads};
use tidings::corpus::{Article, read_paths};
use tidings::pipeline::Tidings;
use tidings::resolve::decisions::Log;
use tidings::revise::{Plan, Revision, is_current};
use tidings::store::{Change, Mode, Store};

use super::decisions_option::DecisionsOption;
use super::gazetteer_option::GazetteerOption;
use super::store_option::StoreOption;

/// Articles read at a time: enough to keep all threads busy, few enough to keep memory small and to lose little
/// work when the program is stopped.
const BATCH: usize = 16;

/// Read articles and store their claims, one named graph an article
///
/// What is stored is safe on disk as soon as an article is done. Articles that the store has already are passed
/// over; one with the same URL (or id) and other content takes the place of the old one. The decisions in the log
/// beside the store are applied to old and new articles alike.
///
/// Examples:
///   tidings ingest data/articles
///   tidings ingest --store graph.nq.gz news.jsonl more/*.html
///   curl -s https://example.org/article | tidings ingest -
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// Base IRI of the data
    #[arg(long, default_value = "urn:tidings:", value_name = "IRI")]
    base: String,
    /// Use frames and cues of this folder (`frames/*.toml`, `cues/*.toml`) instead of those built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    #[command(flatten)]
    decisions: DecisionsOption,
    /// Leave out claims that no frame or rule makes but only the learned relation head (rule `relation-head`)
    #[arg(long)]
    rules_only: bool,
    /// Also claims whose verb no frame knows, with predicates `open/VERB`
    #[arg(long)]
    open: bool,
    /// Leave out claims that are less likely to be right than this, 0 to 1; 0 gives all [default: the threshold
    /// of data/confidence]
    #[arg(long, value_name = "NUMBER", value_parser = super::probability)]
    min_confidence: Option<f32>,
    /// Files or folders (.txt .md .html .json .jsonl .csv, also .gz); `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Default)]
struct Summary {
    new: usize,
    replaced: usize,
    unchanged: usize,
    failed: usize,
    claims: usize,
    entities: BTreeSet<String>,
}

/// What a batch gives for an article.
enum Outcome {
    Known,
    Read { quads: ArticleQuads, claims: usize, entities: Vec<String> },
    Failed(tidings::Error),
}

/// Run the command; exit code 1 where an article failed.
pub fn run(args: Args) -> Result<ExitCode> {
    let start = Instant::now();
    let base = Base::new(&args.base)?;
    let log = args.decisions.read(&args.store.store)?;
    let replay = log.replay()?;
    let mut store = args.store.open(Mode::Write)?;
    let mut tidings = Tidings::with_data(args.data.as_deref())?
        .with_gazetteers(&args.gazetteer.gazetteer)?
        .with_rules_only(args.rules_only)
        .with_open_claims(args.open)
        .with_decisions(replay);
    if let Some(minimum) = args.min_confidence {
        tidings = tidings.with_min_confidence(minimum);
    }
    bring_up_to_date(&mut store, &tidings, &log, &base)?;
    let bar = progress();
    let mut summary = Summary::default();
    let mut articles = read_paths(&args.paths);
    loop {
        let batch: Vec<tidings::Result<Article>> = articles.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let outcomes: Vec<Outcome> = batch.into_par_iter().map(|a| read(a, &tidings, &base, &store)).collect();
        for outcome in outcomes {
            add(outcome, &mut store, &mut summary, &bar)?;
            bar.inc(1);
            bar.set_message(format!("{} claims", summary.claims));
        }
    }
    store.finish()?;
    bar.finish_and_clear();
    report(&summary, start.elapsed(), &args.store.store).context("standard output")?;
    Ok(if summary.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Applies to what the store holds the decisions that it does not know yet.
fn bring_up_to_date(store: &mut Store, tidings: &Tidings, log: &Log, base: &Base) -> Result<()> {
    let mut plan = Plan::default();
    if !is_current(store, log)? {
        plan = Plan::new(store, Revision { rules: tidings.rules(), log, gazetteer: None })?;
        let articles = super::changes::count(plan.diff.changed, "article");
        eprintln!("tidings: the decisions of {} change {articles} in the store", log.path().display());
        super::decide::notes(&plan.diff, log);
    }
    plan.set_decisions(store, log, base.clone())?;
    Ok(plan.apply(store)?)
}

fn read(article: tidings::Result<Article>, tidings: &Tidings, base: &Base, store: &Store) -> Outcome {
    let result = article.and_then(|article| {
        if store.has_record(&base.article(&article.hash())) {
            return Ok(Outcome::Known);
        }
        let reading = tidings.read(article)?;
        let used = reading.claims.iter().flat_map(Claim::arguments);
        let entities = used.filter_map(|a| Some(reading.entities.get(a.entity)?.key.clone())).collect();
        let quads = quads(reading.article_claims(), base, tidings.ontology());
        let quads = quads.with_record(&reading.article, &reading.record);
        Ok(Outcome::Read { quads, claims: reading.claims.len(), entities })
    });
    result.unwrap_or_else(Outcome::Failed)
}

/// Errors of an article are named and counted; an error of the store ends the run.
fn add(outcome: Outcome, store: &mut Store, summary: &mut Summary, bar: &ProgressBar) -> Result<()> {
    match outcome {
        Outcome::Known => summary.unchanged += 1,
        Outcome::Failed(error) => {
            summary.failed += 1;
            bar.suspend(|| eprintln!("tidings: {error}"));
        }
        Outcome::Read { quads, claims, entities } => {
            let is_bare = store.contains_article(&quads.graph) && !store.has_record(&quads.graph);
            if is_bare {
                // An earlier version wrote it, without what is needed to resolve it anew.
                store.exchange(std::slice::from_ref(&quads), &[])?;
            }
            match if is_bare { Change::Replaced } else { store.replace_article(&quads)? } {
                Change::New => summary.new += 1,
                Change::Replaced => summary.replaced += 1,
                Change::Unchanged => {
                    summary.unchanged += 1;
                    return Ok(());
                }
            }
            summary.claims += claims;
            summary.entities.extend(entities);
        }
    }
    Ok(())
}

fn progress() -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} articles, {msg}, {elapsed}, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn report(summary: &Summary, elapsed: Duration, store: &Path) -> std::io::Result<()> {
    writeln!(
        std::io::stdout(),
        "{}: {} articles new, {} replaced, {} unchanged, {} failed; {} claims, {} entities; {:.1} s",
        store.display(),
        summary.new,
        summary.replaced,
        summary.unchanged,
        summary.failed,
        summary.claims,
        summary.entities.len(),
        elapsed.as_secs_f64()
    )
}
