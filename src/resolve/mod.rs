//! From chains of mentions to entities. First [`link_article`]: candidates from the gazetteer for every name, a score for
//! each, NIL when not sure. Then [`entities`]: one [`Entity`] a chain, in the same order, each with a key that is the
//! same wherever the same thing is named. What an analyst decides ([`decisions`]) comes last and can be undone, since it
//! changes neither the links nor the mentions that were read.

mod article;
mod compare;
mod context;
pub mod decisions;
mod key;
mod link;
mod rules;
#[cfg(test)]
mod tests;
mod variant;

use serde::{Deserialize, Serialize};

pub use article::{Links, NamedChoice, entities, entity_of_name, label, link_article, state_led_by};
pub use compare::{Comparison, similarity};
pub use context::Context;
pub use link::{Subject, link};

use crate::lexicon::EntityType;

/// A gazetteer entry considered for a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Wikidata id, `Q…`.
    pub wikidata: String,
    /// Its label in the gazetteer.
    pub label: String,
    /// 0 to 1.
    pub score: f32,
}

/// One thing of the world as far as this article tells. Two entities with the same `key` are the same thing,
/// in whatever article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// Stable key: `Q…` where linked, else [`Entity::name_key`], unless it was decided otherwise.
    pub key: String,
    /// Key made from the normalised name and type (and from the article's hash where the name alone does not
    /// identify: bare surnames, descriptions such as "prosecutors").
    pub name_key: String,
    /// The fullest form.
    pub name: String,
    /// The name that an analyst gave it.
    pub given_name: Option<String>,
    /// Its type.
    pub entity_type: EntityType,
    /// Forms seen in the article, sorted, without duplicates.
    pub forms: Vec<String>,
    /// The chosen Wikidata id.
    pub wikidata: Option<String>,
    /// Score of the choice (0 where NIL).
    pub score: f32,
    /// Candidates considered, best first.
    pub candidates: Vec<Candidate>,
    /// Why this one, or why NIL.
    pub reason: String,
    /// Numbers of the decisions that it rests on, in their order.
    pub decisions: Vec<u32>,
}

/// What the gazetteer gives for one chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The chosen Wikidata id; none for NIL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// Score of the choice, 0 to 1; 0 for NIL.
    pub score: f32,
    /// Candidates considered, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// Why.
    pub reason: String,
}

impl Choice {
    fn nil(reason: &str, candidates: Vec<Candidate>) -> Choice {
        Choice { wikidata: None, score: 0.0, candidates, reason: reason.to_owned() }
    }
}
