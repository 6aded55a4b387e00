//! Pronouns that stand for somebody or something: personal, possessive, reflexive, relative; demonstratives
//! only as subjects.

use super::Found;
use crate::document::{Deprel, Upos};
use crate::lexicon::{Antecedent, EntityType};
use crate::mention::words::{Role, Words};
use crate::mention::{Knowledge, MentionKind};

pub(super) fn find(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<Found> {
    if !matches!(words.upos(i), Upos::Pron | Upos::Det) || words.deprel(i) == Deprel::Expl {
        return None;
    }
    let lower = words.lower(i);
    let entity_type = if words.upos(i) == Upos::Pron
        && let Some(pronoun) = knowledge.pronouns.get(&lower)
    {
        match (pronoun.antecedent, pronoun.person, pronoun.is_plural) {
            (Antecedent::Person, ..) | (_, 1, Some(false)) | (_, 2, _) => EntityType::Person,
            (Antecedent::Thing, ..) => EntityType::Concept,
            (Antecedent::Any, ..) => EntityType::Group,
        }
    } else if knowledge.pronouns.is_relative(&lower) && relative_clause(words, i).is_some() {
        if lower.starts_with("who") && lower != "whose" { EntityType::Person } else { EntityType::Concept }
    } else if knowledge.pronouns.is_demonstrative(&lower)
        && words.upos(i) == Upos::Pron
        && words.role(i) == Role::Subject
    {
        EntityType::Concept
    } else {
        return None;
    };
    Some(Found { tokens: i..i + 1, head: i, kind: MentionKind::Pronoun, entity_type })
}

/// The verb of the relative clause that a relative pronoun opens; its head is the antecedent.
fn relative_clause(words: Words<'_>, i: usize) -> Option<usize> {
    if words.feature(i, "PronType=Int") {
        return None;
    }
    let mut at = i;
    for _ in 0..words.len() {
        at = words.head(at)?;
        match words.deprel(at) {
            Deprel::AclRelcl => return Some(at),
            // The antecedent stands outside the nearest finite clause only.
            Deprel::Ccomp
            | Deprel::Xcomp
            | Deprel::Conj
            | Deprel::Nmod
            | Deprel::NmodPoss
            | Deprel::Obl
            | Deprel::Obj => {}
            Deprel::Nsubj | Deprel::NsubjPass => {}
            _ => return None,
        }
    }
    None
}
