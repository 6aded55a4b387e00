//! Noun phrases without a name: the noun with the modifiers before it and a short phrase behind it.

use std::ops::Range;

use super::Found;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::lexicon::word_list::{counts_people, takes_object_and_of};
use crate::mention::words::{Role, Words};
use crate::mention::{Knowledge, MentionKind};

/// Longest phrase behind the noun, in words with its preposition; of a thing, which is called by what it is about.
const LONGEST_TAIL: usize = 6;
const LONGEST_TAIL_OF_THING: usize = 8;
/// Longest clause behind the noun.
const LONGEST_CLAUSE: usize = 8;

pub(super) fn find(words: Words<'_>, i: usize, covered: &[bool], knowledge: &Knowledge) -> Option<Found> {
    let (entity_type, whole) = match words.upos(i) {
        Upos::Noun | Upos::Propn => noun(words, i, knowledge)?,
        Upos::Pron => (knowledge.nouns.listed_type(&words.lower(i))?, None),
        Upos::Adj | Upos::Num | Upos::Det => elliptic(words, i, knowledge)?,
        _ => return None,
    };
    if is_postposed(words, i, knowledge) {
        return None;
    }
    let start = left_edge(words, i, covered);
    let mut end = i + 1 + usize::from(is_postposed(words, i + 1, knowledge));
    if let Some(tail) = whole.or_else(|| tail(words, i, entity_type, knowledge)) {
        end = tail.end;
    }
    if let Some(clause) = clause_behind(words, i, end, entity_type, knowledge) {
        end = clause;
    }
    Some(Found { tokens: start..end, head: i, kind: MentionKind::Nominal, entity_type })
}

/// "the attorney general", "the president elect": an adjective behind the noun of an office, whatever it is tagged.
fn is_postposed(words: Words<'_>, i: usize, knowledge: &Knowledge) -> bool {
    let before = i.checked_sub(1).filter(|&noun| words.head(i) == Some(noun));
    let is_office = |noun: usize| knowledge.nouns.listed_type(&words.lemma(noun)) == Some(EntityType::Person);
    knowledge.nouns.is_postposed(&words.lower(i)) && before.is_some_and(is_office)
}

/// Type of a noun phrase, and for "dozens of protesters" the words of what is counted.
fn noun(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<(EntityType, Option<Range<usize>>)> {
    let lemma = knowledge.nouns.known_lemma(&words.lemma(i), &words.lower(i));
    let has_noun = || {
        words.dependents(i).any(|d| {
            d < i
                && matches!(words.deprel(d), Deprel::Compound | Deprel::NmodPoss)
                && matches!(words.upos(d), Upos::Noun | Upos::Propn)
        })
    };
    let with_noun = knowledge.nouns.type_with_noun(&lemma).filter(|_| has_noun());
    let is_bloc = i > 0 && words.form(i).starts_with(char::is_uppercase) && knowledge.nouns.is_bloc(&words.lower(i));
    let bloc = is_bloc.then_some(EntityType::Group);
    // "a think tank", "two radio stations": listed with a hyphen.
    let is_compound = |d: &usize| words.head(*d) == Some(i) && words.deprel(*d) == Deprel::Compound;
    let compound = i.checked_sub(1).filter(is_compound).map(|d| format!("{}-{lemma}", words.lower(d)));
    let whole = compound.as_ref().unwrap_or(&lemma);
    let entity_type = bloc.or(with_noun).unwrap_or_else(|| knowledge.nouns.entity_type(whole, words.is_plural(i)));
    match words.deprel(i) {
        Deprel::Flat | Deprel::Fixed | Deprel::Goeswith | Deprel::CompoundPrt | Deprel::Discourse => return None,
        // "the government forces", "a party leader": the body inside is mentioned too.
        Deprel::Compound if !matches!(entity_type, EntityType::Organization | EntityType::Group) => return None,
        _ => {}
    }
    // "Don" in "Don Pedro Ruiz".
    let is_title = knowledge.nouns.is_honorific(&words.lower(i)) && knowledge.nouns.listed_type(&lemma).is_none();
    if words.upos(i) == Upos::Propn && (knowledge.nouns.is_month(&words.lower(i)) || is_title) {
        return None;
    }
    if !knowledge.nouns.is_quantity(&lemma) {
        return Some((entity_type, None));
    }
    let is_actor = matches!(words.role(i), Role::Subject | Role::Object);
    let Some(counted) = of_phrase(words, i) else {
        // "Dozens were injured."
        return (is_actor && words.is_plural(i) && knowledge.nouns.is_number(&lemma))
            .then_some((EntityType::Group, None));
    };
    let counted_lemma = knowledge.nouns.known_lemma(&words.lemma(counted), &words.lower(counted));
    if knowledge.nouns.is_quantity(&counted_lemma)
        || !matches!(words.upos(counted), Upos::Noun | Upos::Propn | Upos::Pron)
    {
        return None;
    }
    let entity_type = match words.upos(counted) {
        Upos::Pron => EntityType::Group,
        _ => knowledge.nouns.entity_type(&counted_lemma, true),
    };
    Some((entity_type, Some(i..counted + 1)))
}

/// "the accused", "the 55-year-old", "three were killed", "killing nine", "three more": a phrase whose noun is left out.
fn elliptic(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<(EntityType, Option<Range<usize>>)> {
    let is_argument = !matches!(words.role(i), Role::Other)
        || (matches!(words.deprel(i), Deprel::Nmod | Deprel::Appos) && words.preposition(i).is_some());
    if !is_argument {
        return None;
    }
    let has_determiner = words.dependent(i, Deprel::Det).is_some();
    match words.upos(i) {
        Upos::Adj if has_determiner => {
            let listed = knowledge.nouns.listed_type(&words.lower(i));
            let aged = words.lower(i) == "old" || words.lower(i).ends_with("-old");
            Some((listed.unwrap_or(if aged { EntityType::Person } else { EntityType::Group }), None))
        }
        Upos::Num | Upos::Adj if is_number(words, i) && is_people(words, i) => Some((EntityType::Group, None)),
        // "It accused both of fraud", "the mayor met the two".
        Upos::Det if words.role(i) == Role::Object && knowledge.pronouns.is_two(&words.lower(i)) => {
            Some((EntityType::Group, None))
        }
        Upos::Num
            if words.role(i) == Role::Object && has_article(words, i) && knowledge.pronouns.is_two(&words.lower(i)) =>
        {
            Some((EntityType::Group, None))
        }
        // Not "both" in "A and B both agreed".
        Upos::Det if words.role(i) == Role::Subject && !has_subject_beside(words, i) => Some((EntityType::Group, None)),
        _ => None,
    }
}

fn has_article(words: Words<'_>, i: usize) -> bool {
    words.dependents(i).any(|d| words.deprel(d) == Deprel::Det)
}

/// "nine", "three more", but no share and no sum of money.
fn is_number(words: Words<'_>, i: usize) -> bool {
    match words.upos(i) {
        Upos::Num => !words.form(i).contains(['%', '$', '€', '£']),
        _ => words.lower(i) == "more" && words.dependent(i, Deprel::Nummod).is_some(),
    }
}

/// Is a mere number people here?
fn is_people(words: Words<'_>, i: usize) -> bool {
    match words.role(i) {
        Role::Subject => true,
        Role::Object => words.governor(i).is_some_and(|verb| counts_people(&words.lemma(verb))),
        _ => false,
    }
}

fn has_subject_beside(words: Words<'_>, i: usize) -> bool {
    let subjects = words.governor(i).into_iter().flat_map(|verb| words.dependents(verb));
    subjects.filter(|&d| words.role(d) == Role::Subject).any(|d| words.deprel(d) != Deprel::Conj && d != i)
}

fn of_phrase(words: Words<'_>, i: usize) -> Option<usize> {
    words
        .dependents(i)
        .find(|&d| d > i && words.deprel(d) == Deprel::Nmod && words.preposition(d).as_deref() == Some("of"))
}

/// First word of the phrase: modifiers that stand before the noun without a gap, determiners left out.
fn left_edge(words: Words<'_>, i: usize, covered: &[bool]) -> usize {
    let mut inside = vec![false; i];
    for dependent in words.dependents(i).filter(|&d| d < i) {
        let is_modifier = matches!(
            words.deprel(dependent),
            Deprel::Amod
                | Deprel::Compound
                | Deprel::Nummod
                | Deprel::NmodPoss
                | Deprel::NmodDesc
                | Deprel::Nmod
                | Deprel::Acl
        );
        if is_modifier {
            for word in words.sentence.subtree(dependent) {
                if let Some(slot) = inside.get_mut(word) {
                    *slot = true;
                }
            }
        }
    }
    let mut start = i;
    while start > 0 && (inside[start - 1] || is_joint(words, start - 1, i)) {
        start -= 1;
    }
    while start < i && is_skipped_first(words, start, covered) {
        start += 1;
    }
    start
}

/// A hyphen or comma between modifiers.
fn is_joint(words: Words<'_>, j: usize, i: usize) -> bool {
    words.form(j) == "-" && words.head(j).is_some_and(|head| words.is_under(head, i))
}

fn is_skipped_first(words: Words<'_>, j: usize, covered: &[bool]) -> bool {
    // "at least 30": the bound is no part of what is counted.
    let is_bound = || words.upos(j) != Upos::Num && words.preposition(j).is_some();
    // "a no-deal exit": half of a compound.
    let is_half = words.form(j + 1) == "-" && words.upos(j) == Upos::Det;
    !covered.get(j).copied().unwrap_or(false)
        && !is_half
        && (matches!(words.upos(j), Upos::Det | Upos::Punct | Upos::Adp | Upos::Cconj) || is_bound())
}

/// "accused the mayor of fraud", where the parse hangs the fraud on the mayor: the verb's own complement.
fn is_complement_of_verb(words: Words<'_>, noun: usize, phrase: usize) -> bool {
    let verb = words.head(noun).filter(|_| matches!(words.deprel(noun), Deprel::Obj | Deprel::NsubjPass));
    let takes_of = verb.is_some_and(|verb| takes_object_and_of(&words.lemma(verb)));
    // "accused the mayor of Riga of fraud": the second is.
    let is_last = (phrase + 1..words.len()).all(|i| words.lower(i) != "of" || !words.is_under(i, verb.unwrap_or(i)));
    // "accused both of the murder of the mayor", but "both of them of murder".
    let is_pronoun = matches!(words.upos(noun), Upos::Det | Upos::Num) && words.upos(phrase) != Upos::Pron;
    takes_of && (is_last || is_pronoun) && words.upos(phrase) != Upos::Propn
}

/// "efforts to oust the mayor", "a law banning plastic bags", "claims that the mayor lied": what an act or a text is
/// about, right behind it and short. Gives its end.
fn clause_behind(
    words: Words<'_>,
    i: usize,
    end: usize,
    entity_type: EntityType,
    knowledge: &Knowledge,
) -> Option<usize> {
    let is_act = knowledge.nouns.is_endeavour(&knowledge.nouns.known_lemma(&words.lemma(i), &words.lower(i)));
    let is_claim = knowledge.nouns.is_contention(&words.lemma(i));
    let says = |verb: usize| {
        let has =
            |mark: &str| words.dependents(verb).any(|m| words.deprel(m) == Deprel::Mark && words.lower(m) == mark);
        is_act && has("to")
            || is_claim && has("that")
            || entity_type == EntityType::Work && words.lower(verb).ends_with("ing")
    };
    let mut clauses = words.dependents(i).filter(|&d| d >= end && words.deprel(d) == Deprel::Acl);
    let verb = clauses.find(|&d| words.upos(d) == Upos::Verb && says(d))?;
    let subtree = words.sentence.subtree(verb);
    let first = *subtree.first()?;
    let mut last = first;
    for &w in &subtree {
        let is_cut = words.upos(w) == Upos::Punct && words.form(w) != "-"
            || matches!(words.deprel(w), Deprel::AclRelcl | Deprel::Appos | Deprel::Advcl | Deprel::Parataxis)
            || words.deprel(w) == Deprel::Conj && words.upos(w) == Upos::Verb;
        if w > verb && (is_cut || w > last + 1) {
            break;
        }
        last = w;
    }
    let is_loose =
        |w: usize| matches!(words.upos(w), Upos::Adp | Upos::Det | Upos::Cconj | Upos::Sconj | Upos::Pron | Upos::Part);
    while last > verb && is_loose(last) {
        last -= 1;
    }
    let is_short = last + 1 - first <= LONGEST_CLAUSE;
    (first == end && last > verb && is_short).then_some(last + 1)
}

/// "of"-phrase (for texts, events and offices also "on", "against", "between", for endeavours "for") right behind the
/// noun, when short.
fn tail(words: Words<'_>, i: usize, entity_type: EntityType, knowledge: &Knowledge) -> Option<Range<usize>> {
    let is_thing =
        matches!(entity_type, EntityType::Work | EntityType::Event | EntityType::Concept | EntityType::Position);
    let phrase = words.dependents(i).find(|&d| {
        d > i
            && words.deprel(d) == Deprel::Nmod
            && match words.preposition(d).as_deref() {
                Some("of") => !is_complement_of_verb(words, i, d),
                // "a charge of murder against X": the charge is against X.
                Some("against") => is_thing && words.preposition(i).as_deref() != Some("of"),
                Some("on" | "between" | "about") => is_thing,
                Some("for") => {
                    is_thing
                        && knowledge.nouns.is_endeavour(&words.lemma(i))
                        && knowledge.nouns.listed_type(&words.lemma(d)) != Some(EntityType::Person)
                }
                _ => false,
            }
    })?;
    let mut subtree = words.sentence.subtree(phrase);
    // A clause, an apposition or anything behind a comma is no part of the name of the thing.
    let cut = subtree.iter().copied().find(|&w| {
        w > phrase
            && (words.upos(w) == Upos::Punct && words.form(w) != "-"
                || matches!(
                    words.deprel(w),
                    Deprel::AclRelcl | Deprel::Acl | Deprel::Appos | Deprel::Advcl | Deprel::Parataxis
                ) && words.head(w) == Some(phrase))
    });
    if let Some(cut) = cut {
        let cut_start = words.sentence.subtree(cut).first().copied().unwrap_or(cut).min(cut);
        subtree.retain(|&w| w < cut_start.max(phrase + 1));
    }
    let longest = if is_thing { LONGEST_TAIL_OF_THING } else { LONGEST_TAIL };
    // "the offices of the Syrian trustees of …": too long, it ends before what it is about has a phrase itself.
    let inner = words.dependents(phrase).find(|&d| d > phrase && words.deprel(d) == Deprel::Nmod);
    if let Some(inner) = inner.filter(|_| subtree.len() > longest) {
        let start = words.sentence.subtree(inner).first().copied().unwrap_or(inner).max(phrase + 1);
        subtree.retain(|&w| w < start);
    }
    let (first, last) = (*subtree.first()?, *subtree.last()?);
    let is_contiguous = first == i + 1 && last + 1 - first == subtree.len();
    let has_verb = subtree.iter().any(|&w| words.upos(w) == Upos::Verb && words.deprel(w) != Deprel::Amod);
    (is_contiguous && !has_verb && subtree.len() <= longest && last >= phrase).then_some(i..last + 1)
}
