//! Open claims: who does what to whom where no frame knows the verb. In: a document, its mentions and the pairs that
//! have a claim already. Out: claims with the predicate `open/VERB` between entities, kept apart from the typed ones,
//! so that nothing an analyst might search for is lost.

use super::roles::Clause;
use super::{Extraction, Known, factuality};
use crate::document::{Document, Upos};
use crate::lexicon::{Cues, EntityType};
use crate::mention::Mentions;

/// The confidence of an open claim: the parse alone vouches for it.
const CONFIDENCE: f32 = 0.5;

/// Rule that its claims name.
pub const RULE: &str = "open";

/// Subject-verb-object claims between people, bodies, states, places, groups, works and events. `known` holds pairs of
/// chains by sentence that have a typed claim.
pub fn extract(document: &Document, mentions: &Mentions, cues: &Cues, known: &Known) -> Vec<Extraction> {
    let mut found = Vec::new();
    for index in 0..document.sentences.len() {
        let clause = Clause::new(document, index);
        for head in 0..clause.sentence.tokens.len() {
            if clause.sentence.tokens[head].upos != Upos::Verb {
                continue;
            }
            for &subject in &entities(clause, mentions, &clause.logical_subject(head)) {
                for &object in &entities(clause, mentions, &clause.logical_object(head)) {
                    let (s, o) = (mentions.mentions[subject].chain, mentions.mentions[object].chain);
                    if s != o && !known.contains_key(&(index, s, o)) && !known.contains_key(&(index, o, s)) {
                        found.push(claim(clause, cues, head, subject, object));
                    }
                }
            }
        }
    }
    found
}

/// Mentions of things with a name or a chain that has one, conjuncts spread.
fn entities(clause: Clause<'_>, mentions: &Mentions, words: &[usize]) -> Vec<usize> {
    let is_entity = |&m: &usize| {
        let entity_type = mentions.chain_of(m).entity_type;
        !matches!(entity_type, EntityType::Concept | EntityType::Position) && mentions.has_referent(m)
    };
    let words = words.iter().flat_map(|&w| clause.with_conjuncts(w));
    words.filter_map(|w| mentions.at(clause.index, w)).filter(is_entity).collect()
}

fn claim(clause: Clause<'_>, cues: &Cues, head: usize, subject: usize, object: usize) -> Extraction {
    let facts = factuality(clause.document, clause.sentence, head, cues);
    let token = &clause.sentence.tokens[head];
    let verb: String = token.lemma.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    Extraction {
        subject,
        predicate: format!("open/{verb}"),
        object,
        polarity: facts.polarity,
        modality: facts.modality,
        rule: RULE.to_owned(),
        cues: facts.cues,
        confidence: CONFIDENCE,
        ..Extraction::at(clause.index, head, token.span)
    }
}
