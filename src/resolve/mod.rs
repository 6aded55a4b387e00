//! From chains of mentions to entities: candidates from the gazetteer, a score for each, NIL when not sure.

use serde::Serialize;

use crate::lexicon::EntityType;

/// A gazetteer entry considered for a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Stable key: `Q…` where linked, else made from the normalised name and type (and from the article's hash
    /// where the name alone does not identify: bare surnames, descriptions such as "prosecutors").
    pub key: String,
    /// The fullest form.
    pub name: String,
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
}
