//! One name, one type: what a single sentence leaves open, the whole article tells. A bare surname that was taken for a
//! body or a place is the person whose full name the article has; a name that was taken for different things is what most
//! of its mentions are.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Deprel, Document, Upos};
use crate::lexicon::{EntityType, Gazetteer, fold};
use crate::mention::words::Words;
use crate::mention::{Knowledge, Mention, MentionKind};

/// A body or place that is at least this well known may be meant by its own name.
const WELL_KNOWN: f32 = 0.4;
/// Of the mentions of a name so many times more must be of one type than of another for that type to hold for all.
const CLEARLY: usize = 2;

/// Mend the types of names; `mentions` are those of the whole document.
pub(super) fn agree(document: &Document, mentions: &mut [Mention], knowledge: &Knowledge) {
    let names: Vec<(usize, String)> = mentions
        .iter()
        .enumerate()
        .filter(|(_, m)| m.kind == MentionKind::Name)
        .map(|(i, m)| (i, fold(m.span.of(&document.text))))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    apposed(document, mentions, &names, knowledge);
    surnames(mentions, &names, knowledge);
    short_bodies(mentions, &names);
    majority(mentions, &names, knowledge);
    known(mentions, &names);
    capitals(document, mentions, knowledge);
}

/// "Barida, a Kenyan company": a name that was taken for a person, or for nothing in particular, is what the description
/// beside it says, and so is the same name elsewhere.
fn apposed(document: &Document, mentions: &mut [Mention], names: &[(usize, String)], knowledge: &Knowledge) {
    let is_unsure = |mention: &Mention| match mention.entity_type {
        EntityType::Concept => true,
        EntityType::Person => {
            let first = mention.span.of(&document.text).split(' ').next().unwrap_or_default();
            knowledge.first_names.gender(first).is_none()
        }
        _ => false,
    };
    let described = |mention: &Mention| {
        let words = Words::of(document, document.sentences.get(mention.sentence)?);
        let is_behind =
            |other: &Mention| words.deprel(other.head) == Deprel::Appos && words.head(other.head) == Some(mention.head);
        // "the newspaper Aravot"
        let is_before = |other: &Mention| {
            let (above, beside) = (words.head(mention.head), words.head(other.head));
            let is_tied = above == Some(other.head) || beside == Some(mention.head) || above == beside;
            let has_article = words.dependent(other.head, Deprel::Det).is_some();
            is_tied && has_article && other.head + 1 == mention.tokens.start && words.upos(other.head) == Upos::Noun
        };
        let beside = mentions.iter().find(|other| {
            other.sentence == mention.sentence
                && other.kind == MentionKind::Nominal
                && (is_behind(other) || is_before(other))
                && !words.is_plural(other.head)
        })?;
        let said = knowledge.nouns.listed_type(&words.lemma(beside.head))?;
        matches!(said, EntityType::Organization | EntityType::Work | EntityType::Place).then_some(said)
    };
    let mut types: BTreeMap<&str, EntityType> = BTreeMap::new();
    for (i, name) in names.iter().filter(|(i, _)| is_unsure(&mentions[*i])) {
        if let Some(said) = described(&mentions[*i]) {
            types.entry(name).or_insert(said);
        }
    }
    let mended: Vec<(usize, EntityType)> = names
        .iter()
        .filter(|(i, _)| is_unsure(&mentions[*i]))
        .filter_map(|(i, name)| Some((*i, *types.get(name.as_str())?)))
        .collect();
    for (i, said) in mended {
        mentions[i].entity_type = said;
    }
}

/// A well-known name that only bodies bear, or only people, or only places: what a single sentence made of it is wrong
/// ("Likud denied it", taken for a person).
fn known(mentions: &mut [Mention], names: &[(usize, String)]) {
    let bearers: BTreeSet<&str> = names
        .iter()
        .filter(|(i, _)| mentions[*i].entity_type == EntityType::Person)
        .filter_map(|(_, name)| Some(name.rsplit_once(' ')?.1))
        .collect();
    let mended: Vec<(usize, EntityType)> = names
        .iter()
        .filter(|(_, name)| !bearers.contains(name.as_str()))
        .filter_map(|(i, name)| Some((*i, only_type(name)?, name.contains(' '))))
        .filter(|&(i, known, is_long)| may_be_mistaken(mentions[i].entity_type, known, is_long))
        .map(|(i, known, _)| (i, known))
        .collect();
    for (i, known) in mended {
        mentions[i].entity_type = known;
    }
}

/// "Baku" at the start of a sentence, taken for a person: the capital or the state, where no person of the article bears
/// the name.
fn capitals(document: &Document, mentions: &mut [Mention], knowledge: &Knowledge) {
    let form = |m: &Mention| m.span.of(&document.text);
    let is_person = |m: &Mention| m.kind == MentionKind::Name && m.entity_type == EntityType::Person;
    let bears = |name: &str| {
        let mut people = mentions.iter().filter(|m| is_person(m) && m.tokens.len() > 1);
        people.any(|m| form(m).split(' ').any(|word| word == name))
    };
    let known = |name: &str| match knowledge.is_capital(name) {
        true => Some(EntityType::Place),
        false => knowledge.state_named(name).map(|_| EntityType::Country),
    };
    let single = mentions.iter().enumerate().filter(|(_, m)| is_person(m) && m.tokens == (0..1));
    let mended: Vec<(usize, EntityType)> =
        single.filter(|(_, m)| !bears(form(m))).filter_map(|(i, m)| Some((i, known(form(m))?))).collect();
    for (i, known) in mended {
        mentions[i].entity_type = known;
    }
}

/// The one type of all that bear this folded name, where one of them is well known.
fn only_type(name: &str) -> Option<EntityType> {
    let hits = Gazetteer::embedded().lookup_folded(name);
    let first = hits.first().filter(|hit| hit.prior >= WELL_KNOWN)?.entity_type;
    let is_full = first != EntityType::Person || name.contains(' ');
    (is_full && hits.iter().all(|hit| hit.entity_type == first)).then_some(first)
}

/// May the tagger have taken a name of one type for another? A place also stands for a body, and a body for a place,
/// but for names of several words ("Georgian Dream").
fn may_be_mistaken(taken_for: EntityType, known: EntityType, is_long: bool) -> bool {
    use EntityType::{Concept, Organization, Person, Place, Work};
    match known {
        Organization => matches!(taken_for, Person | Concept | Work) || taken_for == Place && is_long,
        Person => matches!(taken_for, Organization | Place | Concept | Work),
        Place => taken_for == Person,
        _ => false,
    }
}

fn surnames(mentions: &mut [Mention], names: &[(usize, String)], knowledge: &Knowledge) {
    let full: BTreeSet<&str> = names
        .iter()
        .filter(|(i, name)| mentions[*i].entity_type == EntityType::Person && name.contains(' '))
        .map(|(_, name)| name.as_str())
        .collect();
    let found: Vec<usize> = names
        .iter()
        .filter(|(i, name)| {
            let may_err = !matches!(mentions[*i].entity_type, EntityType::Person | EntityType::Country);
            let is_surname = full.iter().any(|f| f.strip_suffix(name.as_str()).is_some_and(|r| r.ends_with(' ')));
            // "Ford Motor" beside "Ford" and "Gerald Ford": there is a body of this name.
            let begins = |(j, other): &(usize, String)| {
                mentions[*j].entity_type != EntityType::Person
                    && other.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))
            };
            may_err && is_surname && !is_other(name, knowledge) && !names.iter().any(begins)
        })
        .map(|(i, _)| *i)
        .collect();
    for i in found {
        mentions[i].entity_type = EntityType::Person;
    }
}

/// "Krona" behind "Krona Rail": the body, where the word means nothing else and no person of the article bears it.
fn short_bodies(mentions: &mut [Mention], names: &[(usize, String)]) {
    let is_unsure = |t: EntityType| matches!(t, EntityType::Person | EntityType::Place | EntityType::Concept);
    let found: Vec<usize> = names
        .iter()
        .filter(|(i, name)| {
            let begins = |(j, other): &(usize, String)| {
                mentions[*j].entity_type == EntityType::Organization
                    && j < i
                    && other.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '))
            };
            let bears = |(j, other): &(usize, String)| {
                mentions[*j].entity_type == EntityType::Person
                    && other.contains(' ')
                    && other.split(' ').any(|word| word == name)
            };
            is_unsure(mentions[*i].entity_type)
                && !name.contains(' ')
                && names.iter().any(begins)
                && !names.iter().any(bears)
                && Gazetteer::embedded().lookup_folded(name).is_empty()
        })
        .map(|(i, _)| *i)
        .collect();
    for i in found {
        mentions[i].entity_type = EntityType::Organization;
    }
}

/// Is this folded name that of a state, a capital, a listed noun, or of a well-known body or place?
fn is_other(name: &str, knowledge: &Knowledge) -> bool {
    let mut letters = name.chars();
    let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let is_known = || {
        Gazetteer::embedded()
            .lookup_folded(name)
            .iter()
            .any(|hit| hit.entity_type != EntityType::Person && hit.prior >= WELL_KNOWN)
    };
    knowledge.state(&capitalised).is_some()
        || knowledge.is_capital(&capitalised)
        || knowledge.nouns.listed_type(name).is_some()
        || is_known()
}

fn majority(mentions: &mut [Mention], names: &[(usize, String)], knowledge: &Knowledge) {
    let mut votes: BTreeMap<&str, BTreeMap<EntityType, usize>> = BTreeMap::new();
    for (i, name) in names {
        *votes.entry(name).or_default().entry(mentions[*i].entity_type).or_default() += 1;
    }
    for (i, name) in names {
        let Some(counts) = votes.get(name.as_str()).filter(|counts| counts.len() > 1) else { continue };
        let Some((&best, &most)) = counts.iter().max_by_key(|(_, count)| **count) else { continue };
        let own = mentions[*i].entity_type;
        let others: usize = counts.iter().filter(|(t, _)| **t != best).map(|(_, count)| count).sum();
        if own != best && most >= CLEARLY * others && excludes(own, best) && !is_other(name, knowledge) {
            mentions[*i].entity_type = best;
        }
    }
}

/// Types that coreference would never join: people and all else, events and bodies.
fn excludes(a: EntityType, b: EntityType) -> bool {
    use EntityType::{Concept, Country, Event, Person, Place, Position};
    let is_vague = |t| matches!(t, Concept | Country);
    a != b
        && !is_vague(a)
        && !is_vague(b)
        && (a == Person || b == Person || a == Event || b == Event || (a == Place) != (b == Place))
        && a != Position
        && b != Position
}
