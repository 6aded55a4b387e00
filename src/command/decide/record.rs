//! Recording decisions: they are checked against the log, their effect on the store is shown, and then log and store
//! change, the log first.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tidings::claim::Rules;
use tidings::lexicon::{Gazetteer, Ontology, RoleNouns};
use tidings::resolve::decisions::{Kind, Log, Replay, Verdict, read_table};
use tidings::review::Overview;
use tidings::revise::{Plan, Revision};
use tidings::store::{Mode, Store};

use super::super::changes::{self, Names, count};
use super::Common;
use super::find::Finder;

/// An open store with its log.
pub struct Session<'a> {
    common: &'a Common,
    log: Log,
    store: Option<Store>,
    /// Looks up names.
    pub finder: Finder,
}

/// Records the decisions of a table: all of them, or none.
pub fn from_table(path: &Path, common: &Common) -> Result<ExitCode> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let table = read_table(path, &bytes)?;
    let log = common.decisions.read(&common.store.store)?;
    log.replay()?;
    let mut session = Session::open(common, log)?;
    let mut errors: Vec<String> = table.errors.iter().map(ToString::to_string).collect();
    let mut verdicts = Vec::new();
    for mut verdict in table.verdicts {
        match session.finder.complete(verdict.act.clone()) {
            Ok(act) => {
                verdict.act = act;
                verdicts.push(verdict);
            }
            Err(error) => errors.push(format!("{}:{}: {error}", path.display(), verdict.line)),
        }
    }
    if !errors.is_empty() {
        bail!("{}\nnothing was recorded", errors.join("\n"));
    }
    if table.open > 0 {
        eprintln!("tidings: {} passed over: nothing to record in the column `decision`", count(table.open, "row"));
    }
    session.record(verdicts, Some(path))
}

impl<'a> Session<'a> {
    /// Opens the store, for reading only where nothing is to be changed.
    pub fn open(common: &'a Common, log: Log) -> Result<Session<'a>> {
        let path = &common.store.store;
        let store = if common.force && !path.exists() {
            None
        } else {
            // Reading says kindly where there is none; a store is not made by deciding.
            let mode = if common.dry_run || !path.exists() { Mode::Read } else { Mode::Write };
            Some(common.store.open(mode)?)
        };
        let overview = store.as_ref().map(Overview::of).transpose()?.unwrap_or_default();
        let gazetteer = Gazetteer::with_files(&common.gazetteer.gazetteer)?;
        let decided = log.effective().flat_map(|d| [d.act.entity.clone(), d.act.target.clone()]).collect();
        let finder = Finder { overview, gazetteer, decided, force: common.force };
        Ok(Session { common, log, store, finder })
    }

    /// Checks, shows and records; `table` is where the decisions come from.
    pub fn record(&mut self, verdicts: Vec<Verdict>, table: Option<&Path>) -> Result<ExitCode> {
        let known = self.log.decisions().len();
        let (mut new, repeated) = self.checked(verdicts, table)?;
        if repeated > 0 {
            eprintln!("tidings: {} recorded before", count(repeated, "decision"));
        }
        let added = new.decisions().len() - known;
        if added == 0 {
            writeln!(std::io::stdout(), "nothing to record").context("standard output")?;
            return Ok(ExitCode::SUCCESS);
        }
        let (ontology, roles) = (Ontology::embedded()?, RoleNouns::built_in()?);
        let rules = Rules { ontology: &ontology, roles: &roles };
        let plan = self.store.as_ref().map(|store| Plan::new(store, Revision { rules, log: &new, gazetteer: None }));
        let plan = plan.transpose()?;
        let mut out = std::io::stdout().lock();
        for decision in new.decisions().iter().skip(known) {
            let mentions = plan.as_ref().and_then(|plan| plan.diff.at_work.get(&decision.number));
            let mentions = mentions.map(|&n| format!(" [{}]", count(n, "mention"))).unwrap_or_default();
            writeln!(out, "{}: {}{mentions}", decision.number, decision.act.describe())?;
        }
        if let Some(plan) = &plan {
            self.check_effect(&new, known, plan)?;
            changes::print(&plan.diff, &Names::of(&self.finder.overview, &new), &mut out)?;
            super::notes(&plan.diff, &new);
        }
        out.flush().context("standard output")?;
        if self.common.dry_run || !self.is_confirmed()? {
            eprintln!("tidings: nothing was recorded");
            return Ok(ExitCode::SUCCESS);
        }
        new.save()?;
        if let (Some(plan), Some(store)) = (&plan, &mut self.store) {
            plan.apply(store)
                .context("recorded in the log, but the store is as before; `tidings resolve` tries again")?;
        }
        writeln!(out, "{}: {} recorded", new.path().display(), count(added, "decision"))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The log with these decisions; those that it has already are left out and counted.
    fn checked(&self, mut verdicts: Vec<Verdict>, table: Option<&Path>) -> Result<(Log, usize)> {
        let (known, mut repeated) = (self.log.decisions().len(), 0);
        let author = self.author()?;
        let time = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        loop {
            let mut log = self.log.clone();
            for verdict in &verdicts {
                let author = if verdict.author.is_empty() { &author } else { &verdict.author };
                log = log.with(verdict.act.clone(), author, &time, &verdict.reason);
            }
            let Err(conflict) = Replay::check(&log) else { return Ok((log, repeated)) };
            let Some(index) = conflict.index.checked_sub(known).filter(|&index| index < verdicts.len()) else {
                // An undo that makes an earlier decision impossible.
                bail!("decision {} rests on it: {}", conflict.index + 1, conflict.message);
            };
            if conflict.is_repeated && table.is_some() {
                verdicts.remove(index);
                repeated += 1;
                continue;
            }
            match table {
                Some(path) => {
                    let line = verdicts.get(index).map_or(0, |v| v.line);
                    bail!("{}:{line}: {}\nnothing was recorded", path.display(), conflict.message)
                }
                None => bail!("{}", conflict.message),
            }
        }
    }

    fn author(&self) -> Result<String> {
        let named = self.common.author.clone();
        let from_system =
            ["TIDINGS_AUTHOR", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(|v| std::env::var(v).ok());
        match named.or(from_system).filter(|name| !name.trim().is_empty()) {
            Some(name) => Ok(name),
            None => bail!("who decides? Give --author NAME, or set TIDINGS_AUTHOR"),
        }
    }

    /// A new decision that changes nothing is most likely a mistake.
    fn check_effect(&self, log: &Log, known: usize, plan: &Plan) -> Result<()> {
        let idle = |number: u32| plan.diff.idle.contains(&number);
        for decision in log.decisions().iter().skip(known).filter(|d| idle(d.number)) {
            if self.common.force {
                continue;
            }
            let act = &decision.act;
            if act.kind == Kind::Split {
                bail!("{}", self.no_mention(act));
            }
            bail!("`{}` finds nothing in the store (--force records it all the same)", act.describe());
        }
        Ok(())
    }

    /// What there is to split off, where a split names no mention.
    fn no_mention(&self, act: &tidings::resolve::decisions::Act) -> String {
        let mut text = format!("split names no mention: `{}`", act.describe());
        let view = self.finder.overview.entities.get(&act.entity);
        let in_article =
            |link: &&tidings::review::LinkView| self.finder.overview.article_name(&link.article) == act.article;
        match view.and_then(|view| view.links.iter().find(in_article)) {
            Some(link) => {
                let forms: Vec<&str> = link.forms.iter().map(String::as_str).collect();
                text.push_str(&format!(
                    "\nthat article calls it {}; `tidings mentions` prints the offsets",
                    forms.join(", ")
                ));
            }
            None => text.push_str("\nno claim of that article is about it"),
        }
        text
    }

    fn is_confirmed(&self) -> Result<bool> {
        if self.common.yes || !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
            return Ok(true);
        }
        eprint!("Record this? [y/N] ");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).context("standard input")?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}
