//! From a log to steps that can be applied: the decisions in force are gone through in their order, what became one
//! under which key is kept, and contradictions are found.

use std::collections::BTreeMap;

use super::{Act, Decision, Kind, Log, NAME_PREFIX};
use crate::error::{Error, Result};
use crate::lexicon::{fold, is_qid};

/// The decisions in force, checked, in a form that can be applied to articles.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replay {
    pub(super) steps: Vec<Step>,
    /// Pairs that are never one, by the keys under which they go now, with the number of the decision.
    different: Vec<(String, String, u32)>,
}

/// A decision that cannot be, by its place among all decisions of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Index into [`Log::decisions`].
    pub index: usize,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Does it only say what an earlier one says?
    pub is_repeated: bool,
}

/// Why a decision cannot be.
enum Refusal {
    Repeated(String),
    Wrong(String),
}

impl Refusal {
    fn conflict(self, index: usize) -> Conflict {
        let is_repeated = matches!(self, Refusal::Repeated(_));
        let (Refusal::Repeated(message) | Refusal::Wrong(message)) = self;
        Conflict { index, message, is_repeated }
    }
}

/// A decision ready to be applied.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub number: u32,
    pub kind: Kind,
    /// The entity's key as the log has it.
    pub named: String,
    /// The key under which it goes when the decision comes.
    pub entity: String,
    /// The target's key when the decision comes, the new name, or nothing.
    pub target: String,
    pub article: String,
    pub mention: Option<(usize, usize)>,
    pub label: String,
    pub why: String,
}

impl Replay {
    /// The decisions in force of a log.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line of the decision that cannot be.
    pub fn of(log: &Log) -> Result<Replay> {
        Replay::check(log).map_err(|conflict| {
            Error::data(log.path().display().to_string(), log.line(conflict.index), conflict.message)
        })
    }

    /// As [`Replay::of`], with the decision that cannot be by its index.
    ///
    /// # Errors
    /// The first decision that contradicts an earlier one.
    pub fn check(log: &Log) -> Result<Replay, Conflict> {
        let mut undone: BTreeMap<u32, u32> = BTreeMap::new();
        for (index, decision) in log.decisions().iter().enumerate() {
            super::row::check(&decision.act).map_err(|message| Refusal::Wrong(message).conflict(index))?;
            if decision.act.kind == Kind::Undo {
                let number = undo(log, decision, &undone).map_err(|message| Refusal::Wrong(message).conflict(index))?;
                undone.insert(number, decision.number);
            }
        }
        let mut state = State::default();
        for (index, decision) in log.decisions().iter().enumerate() {
            if decision.act.kind == Kind::Undo || undone.contains_key(&decision.number) {
                continue;
            }
            state.take(decision).map_err(|refusal| refusal.conflict(index))?;
        }
        let different = state.different.iter().map(|(a, b, n)| (state.now(a), state.now(b), *n)).collect();
        Ok(Replay { steps: state.steps, different })
    }

    /// Is nothing decided?
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Is it decided that these two, by their keys, are not one?
    pub fn are_different(&self, a: &str, b: &str) -> bool {
        self.different.iter().any(|(x, y, _)| (x == a && y == b) || (x == b && y == a))
    }

    /// The pairs that are never one, by their keys, with the number of the decision.
    pub fn different(&self) -> &[(String, String, u32)] {
        &self.different
    }
}

/// The number that an undo takes back.
fn undo(log: &Log, decision: &Decision, undone: &BTreeMap<u32, u32>) -> std::result::Result<u32, String> {
    let target = &decision.act.target;
    let earlier = target.parse::<u32>().ok().filter(|&n| n < decision.number).and_then(|n| log.get(n));
    let Some(earlier) = earlier else { return Err(format!("there is no decision {target} to undo")) };
    if earlier.act.kind == Kind::Undo {
        return Err(format!("decision {target} is an undo itself; decide again what it took back"));
    }
    match undone.get(&earlier.number) {
        Some(by) => Err(format!("decision {target} is undone already, by decision {by}")),
        None => Ok(earlier.number),
    }
}

/// What holds after some decisions.
#[derive(Default)]
struct State {
    steps: Vec<Step>,
    /// Key -> the key that took its place, and by which decision.
    became: BTreeMap<String, (String, u32)>,
    different: Vec<(String, String, u32)>,
}

impl State {
    /// The key under which an entity goes now.
    fn now(&self, key: &str) -> String {
        let mut key = key;
        // A key never comes back once another took its place, so that this ends.
        while let Some((next, _)) = self.became.get(key) {
            key = next;
        }
        key.to_owned()
    }

    /// The decision that last made two keys one.
    fn joined_by(&self, a: &str, b: &str) -> Option<u32> {
        let chain = |key: &str| {
            let mut numbers = Vec::new();
            let mut key = key.to_owned();
            while let Some((next, number)) = self.became.get(&key) {
                numbers.push(*number);
                key.clone_from(next);
            }
            numbers
        };
        chain(a).into_iter().chain(chain(b)).max()
    }

    fn take(&mut self, decision: &Decision) -> std::result::Result<(), Refusal> {
        let act = &decision.act;
        let is_key = !matches!(act.kind, Kind::Rename) && !act.target.is_empty();
        let mut step = Step {
            number: decision.number,
            kind: act.kind,
            named: act.entity.clone(),
            entity: self.now(&act.entity),
            target: if is_key { self.now(&act.target) } else { act.target.clone() },
            article: act.article.clone(),
            mention: act.mention,
            label: act.label.clone(),
            why: decision.why(),
        };
        self.check_repeated(act)?;
        match act.kind {
            Kind::Link => self.link(act, &step)?,
            Kind::Unlink => self.unlink(act)?,
            Kind::Merge => self.merge(act, &mut step)?,
            Kind::Different => {
                if step.entity == step.target {
                    let by = self.joined_by(&act.entity, &act.target);
                    return Err(contradicts(act, by, "makes them one"));
                }
                self.different.push((act.entity.clone(), act.target.clone(), decision.number));
            }
            Kind::Rename | Kind::Split | Kind::Undo => {}
        }
        self.steps.push(step);
        if let Some((.., number)) = self.different.iter().find(|(a, b, _)| self.now(a) == self.now(b)) {
            return Err(contradicts(act, Some(*number), "says that they are not the same"));
        }
        Ok(())
    }

    /// Two decisions of a kind on the same thing say the same, or contradict each other.
    fn check_repeated(&self, act: &Act) -> std::result::Result<(), Refusal> {
        let (entity, target) = (self.now(&act.entity), self.now(&act.target));
        let scope = |entity: &str| match entity.strip_prefix(NAME_PREFIX) {
            Some(name) => format!("{NAME_PREFIX}{}", fold(name)),
            None => entity.to_owned(),
        };
        for earlier in self.steps.iter().filter(|s| s.kind == act.kind) {
            let same = match act.kind {
                Kind::Merge | Kind::Undo => false,
                Kind::Different => {
                    let pair = (self.now(&earlier.entity), self.now(&earlier.target));
                    pair == (entity.clone(), target.clone()) || pair == (target.clone(), entity.clone())
                }
                Kind::Rename => self.now(&earlier.entity) == entity,
                Kind::Link | Kind::Unlink | Kind::Split => {
                    scope(&earlier.named) == scope(&act.entity)
                        && earlier.article == act.article
                        && earlier.mention == act.mention
                }
            };
            if !same {
                continue;
            }
            let is_other = earlier.target != act.target && earlier.target != target;
            return Err(if is_other && act.kind != Kind::Different {
                let word = match act.kind {
                    Kind::Rename => format!("calls it {}", earlier.target),
                    _ => format!("says that it is {}", earlier.target),
                };
                contradicts(act, Some(earlier.number), &word)
            } else {
                Refusal::Repeated(format!("decision {} says this already: `{}`", earlier.number, act.describe()))
            });
        }
        Ok(())
    }

    fn link(&mut self, act: &Act, step: &Step) -> std::result::Result<(), Refusal> {
        if act.entity.starts_with(NAME_PREFIX) || !act.article.is_empty() {
            return Ok(());
        }
        if step.entity == step.target {
            return Err(match self.joined_by(&act.entity, &act.target) {
                Some(by) => Refusal::Repeated(format!("decision {by} says this already: `{}`", act.describe())),
                None => Refusal::Wrong(format!("link of {} with itself", act.entity)),
            });
        }
        self.became.insert(step.entity.clone(), (step.target.clone(), step.number));
        Ok(())
    }

    fn unlink(&self, act: &Act) -> std::result::Result<(), Refusal> {
        let entity = self.now(&act.entity);
        let links = |s: &&Step| {
            matches!(s.kind, Kind::Link | Kind::Merge)
                && s.article == act.article
                && (s.named == act.entity || self.now(&s.entity) == entity)
        };
        match self.steps.iter().find(links) {
            Some(step) => Err(contradicts(act, Some(step.number), "links or merges it")),
            None => Ok(()),
        }
    }

    fn merge(&mut self, act: &Act, step: &mut Step) -> std::result::Result<(), Refusal> {
        if step.entity == step.target {
            return Err(match self.joined_by(&act.entity, &act.target) {
                Some(by) => {
                    let (one, other) = (&act.entity, &act.target);
                    Refusal::Repeated(format!("{one} and {other} are one already, by decision {by}"))
                }
                None => Refusal::Wrong(format!("merge of {} with itself", act.entity)),
            });
        }
        if is_qid(&step.target) && !is_qid(&step.entity) {
            // The Wikidata item's key stays; the name given in the decision is that of the other one.
            std::mem::swap(&mut step.entity, &mut step.target);
            step.label.clear();
        }
        self.became.insert(step.target.clone(), (step.entity.clone(), step.number));
        Ok(())
    }
}

fn contradicts(act: &Act, by: Option<u32>, what: &str) -> Refusal {
    let by = by.map(|n| n.to_string()).unwrap_or_default();
    Refusal::Wrong(format!("`{}` contradicts decision {by}, which {what}; undo {by} first", act.describe()))
}
