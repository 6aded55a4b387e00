//! Links that the parse gives away: a title and its name, an apposition, a relative or reflexive pronoun and
//! what it stands for.

use super::Clusters;
use crate::document::Deprel;
use crate::lexicon::EntityType;
use crate::mention::MentionKind;
use crate::mention::words::{Role, Words};

pub(super) fn link(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        if clusters.features[m].is_relative {
            link_relative(clusters, m);
        } else if clusters.features[m].pronoun.is_some_and(|p| p.is_reflexive) {
            link_reflexive(clusters, m);
        } else {
            link_title(clusters, m);
            link_apposition(clusters, m);
            link_counted(clusters, m);
        }
    }
}

/// "Kremlin spokesman Dmitry Peskov", "President Sandu": the noun right before the name, tied to it by the parse.
fn link_title(clusters: &mut Clusters<'_>, m: usize) {
    let mention = &clusters.mentions[m];
    if mention.kind != MentionKind::Nominal || mention.entity_type != EntityType::Person {
        return;
    }
    let words = clusters.words(m);
    let next = |i: usize| clusters.mentions.get(i).filter(|n| n.sentence == mention.sentence);
    let is_singular = !clusters.features[m].is_plural;
    let name = (m + 1..m + 4).find(|&i| {
        next(i).is_some_and(|name| {
            let is_person = name.kind == MentionKind::Name && name.entity_type == EntityType::Person;
            let follows = name.tokens.start == mention.tokens.end;
            let below = words.head(mention.head) == Some(name.head)
                && is_title_relation(words.deprel(mention.head))
                && words.preposition(mention.head).is_none();
            let above =
                words.head(name.head) == Some(mention.head) && follows && words.preposition(name.head).is_none();
            // A person noun right before a name is its title, whatever the parse says.
            is_person && name.tokens.start > mention.head && (below || above || follows && is_singular)
        })
    });
    if let Some(name) = name {
        clusters.link(m, name, "title");
    }
}

fn is_title_relation(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::NmodDesc | Deprel::Compound | Deprel::Flat | Deprel::Nmod | Deprel::Amod | Deprel::Appos)
}

/// "Dmitry Peskov, the spokesman"; "the spokesman, Dmitry Peskov"; "the Baltic Assembly (BA)".
fn link_apposition(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    if !is_apposition(words, mention.head) {
        return;
    }
    let Some(host) = words.head(mention.head).and_then(|head| clusters.at(mention.sentence, head)) else { return };
    let other = &clusters.mentions[host];
    let (fm, fh) = (&clusters.features[m], &clusters.features[host]);
    let kinds = (mention.kind, other.kind);
    let types_agree = mention.entity_type == other.entity_type
        || mention.entity_type == EntityType::Concept
            && kinds.0 == MentionKind::Nominal
            && other.entity_type != EntityType::Person
        || other.entity_type == EntityType::Concept
            && kinds.1 == MentionKind::Nominal
            && mention.entity_type != EntityType::Person
        || matches!(
            (mention.entity_type, other.entity_type),
            (EntityType::Position, EntityType::Person)
                | (EntityType::Person, EntityType::Position)
                | (EntityType::Organization, EntityType::Group)
                | (EntityType::Group, EntityType::Organization)
                | (EntityType::Place, EntityType::Country)
                | (EntityType::Country, EntityType::Place)
        ) && kinds != (MentionKind::Name, MentionKind::Name);
    let both_names = kinds == (MentionKind::Name, MentionKind::Name);
    let is_place = matches!(mention.entity_type, EntityType::Place | EntityType::Country);
    let is_listed = words.conjuncts(mention.head).len() > 1;
    if !types_agree || fm.is_plural != fh.is_plural || is_listed || (both_names && is_place) {
        return;
    }
    clusters.link(m, host, "apposition");
}

fn is_apposition(words: Words<'_>, head: usize) -> bool {
    match words.deprel(head) {
        Deprel::Appos => true,
        // "spokesman Dmitry Peskov" where the parse hangs the name on the noun.
        Deprel::Flat => words.head(head).is_some_and(|h| words.upos(h) == crate::document::Upos::Noun),
        _ => false,
    }
}

/// "dozens of protesters": the number and what is counted are the same people.
fn link_counted(clusters: &mut Clusters<'_>, m: usize) {
    let mention = &clusters.mentions[m];
    if mention.kind != MentionKind::Nominal || !clusters.knowledge.nouns.is_number(&clusters.features[m].lemma) {
        return;
    }
    let words = clusters.words(m);
    let counted = words
        .dependents(mention.head)
        .find(|&d| mention.tokens.contains(&d) && words.deprel(d) == Deprel::Nmod)
        .and_then(|d| clusters.at(mention.sentence, d));
    if let Some(counted) = counted {
        clusters.link(counted, m, "counted");
    }
}

/// "the minister who resigned": the noun that the clause hangs on.
fn link_relative(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    let mut at = mention.head;
    for _ in 0..words.len() {
        let Some(head) = words.head(at) else { return };
        at = head;
        if words.deprel(at) == Deprel::AclRelcl {
            break;
        }
    }
    let Some(antecedent) = words.head(at).and_then(|head| clusters.at(mention.sentence, head)) else { return };
    if antecedent != m {
        clusters.link(m, antecedent, "relative clause");
    }
}

/// "themselves": the subject of the clause.
fn link_reflexive(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    let mut at = words.governor(mention.head);
    for _ in 0..words.len() {
        let Some(governor) = at else { return };
        let subject = words.dependents(governor).find(|&d| d != mention.head && words.role(d) == Role::Subject);
        if let Some(antecedent) = subject.and_then(|subject| clusters.at(mention.sentence, subject)) {
            clusters.link(m, antecedent, "reflexive");
            return;
        }
        at = words.head(governor);
    }
}
