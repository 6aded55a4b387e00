//! What a revision changes, for people.

use std::collections::BTreeMap;
use std::io::Write;

use tidings::lexicon::is_qid;
use tidings::resolve::decisions::{Kind, Log};
use tidings::review::Overview;
use tidings::revise::Diff;

/// Moves that are listed at most.
const LISTED: usize = 40;

/// Names of entities by key.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The names in a store, and those that decisions bring in.
    pub fn of(overview: &Overview, log: &Log) -> Names {
        let mut names: BTreeMap<String, String> =
            overview.entities.iter().map(|(key, view)| (key.clone(), view.name.clone())).collect();
        for act in log.decisions().iter().map(|d| &d.act).filter(|act| !act.label.is_empty()) {
            let named = if act.kind == Kind::Merge { &act.entity } else { &act.target };
            names.entry(named.clone()).or_insert_with(|| act.label.clone());
        }
        Names(names)
    }

    /// `Ramiz Mehdiyev (person-ramiz-mehdiyev)`.
    pub fn full(&self, key: &str) -> String {
        match self.0.get(key) {
            Some(name) if name != key => format!("{name} ({key})"),
            _ => key.to_owned(),
        }
    }
}

/// Prints the changes, those of most claims first.
pub fn print(diff: &Diff, names: &Names, out: &mut impl Write) -> std::io::Result<()> {
    let mut moves: Vec<_> = diff.moves.iter().collect();
    moves.sort_by_key(|(pair, moved)| (std::cmp::Reverse(moved.claims), *pair));
    for ((old, new), moved) in moves.iter().take(LISTED) {
        let remains = diff.after.get(old).copied().unwrap_or_default();
        let word = match (remains, is_qid(old), is_qid(new)) {
            (1.., ..) => "split",
            (_, false, true) if !diff.before.contains_key(new) => "linked",
            (_, true, false) if !diff.before.contains_key(new) => "unlinked",
            _ if diff.before.contains_key(new) => "merged",
            _ => "moved",
        };
        writeln!(
            out,
            "  {word:<8}  {} -> {}: {} in {}",
            names.full(old),
            names.full(new),
            count(moved.claims, "claim"),
            count(moved.articles.len(), "article"),
        )?;
    }
    if moves.len() > LISTED {
        writeln!(out, "  … and {} more", moves.len() - LISTED)?;
    }
    let is_new = |(entity, name): &(&String, &Option<String>)| names.0.get(*entity) != name.as_ref();
    for (entity, name) in diff.renamed.iter().filter(is_new).take(LISTED) {
        match name {
            Some(name) => writeln!(out, "  renamed   {} -> {name}", names.full(entity))?,
            None => writeln!(out, "  renamed   {}: no longer by decision", names.full(entity))?,
        }
    }
    if diff.renamed.len() > LISTED {
        writeln!(out, "  … and {} more names", diff.renamed.len() - LISTED)?;
    }
    if diff.lost > 0 {
        writeln!(out, "  {} the same as others, or would be of one entity with itself", become_claims(diff.lost))?;
    }
    if diff.gained > 0 {
        writeln!(out, "  {} new", become_claims(diff.gained))?;
    }
    writeln!(
        out,
        "{} of {} change; {} claims before, {} after",
        diff.changed,
        count(diff.articles, "article"),
        diff.claims.0,
        diff.claims.1
    )
}

/// `1 claim`, `2 claims`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("{number} {what}") } else { format!("{number} {what}s") }
}

fn become_claims(number: usize) -> String {
    if number == 1 { "1 claim becomes".to_owned() } else { format!("{number} claims become") }
}
