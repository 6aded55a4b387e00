//! What an analyst should look at: entities that may be one, links that may be wrong or missing, entities whose mentions
//! disagree. In: a store and the decisions made so far; out: [`Proposal`]s, the most valuable first, each of which can be
//! accepted as it stands. Nothing is decided here.
//!
//! The value of a proposal is the number of claims that would change times the probability that the store is wrong.

mod links;
mod overview;
mod same;
mod splits;
#[cfg(test)]
mod tests;

pub use overview::{EntityView, LinkView, Overview};

use crate::error::Result;
use crate::resolve::decisions::{Act, Replay};
use crate::store::Store;

/// Something to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The decision that accepts it.
    pub act: Act,
    /// What the entity is called.
    pub entity_name: String,
    /// What the target is called.
    pub target_name: String,
    /// How likely it is right, 0 to 1.
    pub score: f32,
    /// Claims that would change.
    pub claims: usize,
    /// What speaks for it.
    pub reasons: Vec<String>,
}

impl Proposal {
    /// Claims times probability: by this the list is sorted.
    pub fn value(&self) -> f32 {
        self.claims as f32 * self.score
    }
}

/// All proposals, the most valuable first. What was decided already, or decided against, is not proposed.
///
/// # Errors
/// A store that cannot be read.
pub fn proposals(store: &Store, replay: &Replay) -> Result<Vec<Proposal>> {
    let overview = Overview::of(store)?;
    let mut found = same::proposals(&overview);
    found.extend(links::proposals(&overview));
    found.extend(splits::proposals(&overview, store)?);
    found.retain(|p| p.claims > 0 && !replay.are_different(&p.act.entity, &p.act.target));
    let order = |p: &Proposal| (p.act.entity.clone(), p.act.target.clone(), p.act.article.clone(), p.act.mention);
    found.sort_by(|a, b| b.value().total_cmp(&a.value()).then_with(|| order(a).cmp(&order(b))));
    found.dedup_by(|a, b| a.act == b.act);
    Ok(found)
}
