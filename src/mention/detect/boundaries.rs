//! Where names begin and end: what the model tagged is mended by the parse, by capitals and by what the rest of the
//! article calls by the same words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Found;
use super::names::is_before_noun;
use crate::document::{Deprel, Document, Name, NameType, Sentence, Upos};
use crate::lexicon::{EntityType, Gazetteer, fold};
use crate::mention::Knowledge;
use crate::mention::features::surface;
use crate::mention::words::Words;

/// Longest continuation of a body's name with "of" or "for", in words.
const LONGEST_OF_PHRASE: usize = 8;
/// Longest continuation of a body's name that the gazetteer knows whole, in words.
const LONGEST_KNOWN: usize = 9;

/// The tagged names of each sentence, where a name of several words is the same name wherever the article has these
/// words: "Strong Regions", tagged whole in one sentence, is no "Regions" at the start of another. Of that headlines,
/// where all words have capitals, say nothing. And the surname of somebody named in full is that name where it looks like
/// a common noun ("Day was born").
pub(super) fn of_article(document: &Document) -> Vec<Vec<Name>> {
    let forms: Vec<Vec<&str>> =
        document.sentences.iter().map(|s| s.tokens.iter().map(|t| t.span.of(&document.text)).collect()).collect();
    let mut known: HashMap<&str, Vec<(&[&str], NameType)>> = HashMap::new();
    for (sentence, forms) in document.sentences.iter().zip(&forms).filter(|(sentence, _)| !sentence.is_title) {
        for name in sentence.names.iter().filter(|name| name.tokens.len() > 1) {
            let Some([first, .., last]) = forms.get(name.tokens.clone()) else { continue };
            if [first, last].into_iter().all(|form| form.starts_with(char::is_uppercase)) {
                known.entry(first).or_default().push((&forms[name.tokens.clone()], name.kind));
            }
        }
    }
    // The longest first; of equal ones the first in the article.
    known.values_mut().for_each(|names| names.sort_by_key(|(forms, _)| std::cmp::Reverse(forms.len())));
    let surnames: HashSet<&str> =
        document.sentences.iter().zip(&forms).flat_map(|(s, forms)| surnames(s, forms)).collect();
    let complete = |(sentence, forms): (&Sentence, &Vec<&str>)| {
        let mut names = agreeing(&sentence.names, forms, &known);
        let is_name = |i: &usize| surnames.contains(forms[*i]) && stands_alone(sentence, *i);
        let free = |i: &usize| !names.iter().any(|name| name.tokens.contains(i));
        let alone: Vec<usize> = (0..forms.len()).filter(|i| is_name(i) && free(i)).collect();
        names.extend(alone.into_iter().map(|i| Name { tokens: i..i + 1, kind: NameType::Per }));
        names.sort_by_key(|name| name.tokens.start);
        names
    };
    document.sentences.iter().zip(&forms).map(complete).collect()
}

/// The last words of the names of people of two or three words.
fn surnames<'a>(sentence: &Sentence, forms: &[&'a str]) -> Vec<&'a str> {
    let people = sentence.names.iter().filter(|n| n.kind == NameType::Per && matches!(n.tokens.len(), 2 | 3));
    let last = people.filter_map(|name| forms.get(name.tokens.end - 1).copied());
    last.filter(|form| form.len() > 2 && form.starts_with(char::is_uppercase) && !is_roman(form)).collect()
}

/// Can the word be a name of its own: somebody who does something or has something, with nothing before it?
fn stands_alone(sentence: &Sentence, i: usize) -> bool {
    let token = &sentence.tokens[i];
    let is_actor =
        matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Iobj | Deprel::NmodPoss);
    let is_bare = !sentence
        .dependents(i)
        .any(|d| d < i && !matches!(sentence.tokens[d].deprel, Deprel::Punct | Deprel::Cc | Deprel::Case));
    is_actor && is_bare && matches!(token.upos, Upos::Noun | Upos::Propn)
}

/// The names of a sentence and those `known` that its words make up, where no name reaches over their ends; in no order.
fn agreeing(names: &[Name], forms: &[&str], known: &HashMap<&str, Vec<(&[&str], NameType)>>) -> Vec<Name> {
    let mut names = names.to_vec();
    for (start, first) in forms.iter().enumerate() {
        let is_free = |name: &Name| name.tokens.end <= start || start <= name.tokens.start;
        if !names.iter().all(is_free) {
            continue;
        }
        let whole = known.get(first).into_iter().flatten().find(|(words, _)| forms[start..].starts_with(words));
        let Some(&(words, kind)) = whole else { continue };
        let tokens = start..start + words.len();
        let touching = |name: &Name| name.tokens.start < tokens.end && tokens.start < name.tokens.end;
        let inside = |name: &Name| tokens.start <= name.tokens.start && name.tokens.end <= tokens.end;
        if names.iter().filter(|name| touching(name)).all(|name| inside(name) && name.tokens != tokens) {
            names.retain(|name| !touching(name));
            names.push(Name { tokens, kind });
        }
    }
    names
}

/// Drops determiner, title, possessive ending and punctuation, takes in the rest of a flat name.
pub(super) fn mend(
    words: Words<'_>,
    tokens: Range<usize>,
    kind: NameType,
    taken: &[bool],
    knowledge: &Knowledge,
) -> Option<Range<usize>> {
    let mut tokens = tokens.start..tokens.end.min(words.len());
    extend_over_hyphens(words, &mut tokens, taken, knowledge);
    if matches!(kind, NameType::Org | NameType::Work | NameType::Event) {
        extend_over_capitals(words, &mut tokens, taken, knowledge);
    }
    if kind == NameType::Per {
        extend_person(words, &mut tokens, taken, knowledge);
        let is_title_alone = tokens.len() == 1 && knowledge.nouns.is_honorific(words.form(tokens.start));
        if is_title_alone && taken.get(tokens.end) == Some(&true) {
            return None;
        }
    }
    if matches!(kind, NameType::Norp | NameType::Gpe)
        && let Some(before) = tokens.start.checked_sub(1)
        && words.upos(before) != Upos::Det
        && knowledge.state(&surface(words, &(before..tokens.end))).is_some()
    {
        tokens.start = before;
    }
    if kind == NameType::Per {
        tokens.start += leading_office(words, &tokens, knowledge);
    }
    // "the pro-Danish Harbour Party", but "the Anti-Corruption Foundation".
    let is_stance = |i: usize| {
        let form = words.form(i);
        knowledge.nouns.stance_prefix(form) > 0 && (i == 0 || form.starts_with(char::is_lowercase))
    };
    while tokens.len() > 1 && is_stance(tokens.start) {
        tokens.start += 1;
    }
    while tokens.len() > 1 && is_before_name(words, &tokens, kind, knowledge) {
        tokens.start += 1;
    }
    while tokens.len() > 1 && is_after_name(words, tokens.end - 1) {
        tokens.end -= 1;
    }
    let is_word = tokens.clone().any(|i| words.form(i).chars().any(char::is_alphanumeric));
    let is_ending = tokens.len() == 1 && matches!(words.upos(tokens.start), Upos::Punct | Upos::Part | Upos::Det);
    (is_word && !is_ending).then_some(tokens)
}

fn is_before_name(words: Words<'_>, tokens: &Range<usize>, kind: NameType, knowledge: &Knowledge) -> bool {
    let i = tokens.start;
    match words.upos(i) {
        Upos::Det | Upos::Punct | Upos::Part | Upos::Adp | Upos::Cconj => true,
        Upos::Noun | Upos::Propn | Upos::Adj if kind == NameType::Per => {
            let lower = words.lower(i);
            if is_regnal_name(words, tokens, knowledge) {
                return false;
            }
            knowledge.nouns.is_honorific(&lower)
                || (words.upos(i) == Upos::Noun && knowledge.nouns.listed_type(&lower) == Some(EntityType::Person))
                // "of France Ada Berg": the state before belongs to the office.
                || tokens.len() > 2 && knowledge.state_named(words.form(i)).is_some()
        }
        _ => false,
    }
}

/// "Pope Francis", "Queen Elizabeth II": title, one name, perhaps a number.
fn is_regnal_name(words: Words<'_>, tokens: &Range<usize>, knowledge: &Knowledge) -> bool {
    let title = words.form(tokens.start);
    let names = tokens.clone().skip(1).filter(|&i| !is_roman(words.form(i))).count();
    names == 1 && title.starts_with(char::is_uppercase) && knowledge.nouns.is_regnal(title)
}

fn is_roman(form: &str) -> bool {
    !form.is_empty() && form.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

fn is_after_name(words: Words<'_>, i: usize) -> bool {
    match words.upos(i) {
        Upos::Part | Upos::Adp | Upos::Cconj => true,
        Upos::Punct => true,
        _ => matches!(words.form(i), "'s" | "’s" | "'" | "’"),
    }
}

/// A surname or given name that the tagger left out hangs on the name as `flat`.
fn extend_person(words: Words<'_>, tokens: &mut Range<usize>, taken: &[bool], knowledge: &Knowledge) {
    let free = |i: usize| !taken.get(i).copied().unwrap_or(true) && words.upos(i) == Upos::Propn;
    while free(tokens.end)
        && words.deprel(tokens.end) == Deprel::Flat
        && words.head(tokens.end).is_some_and(|head| tokens.contains(&head))
    {
        tokens.end += 1;
    }
    while let Some(before) = tokens.start.checked_sub(1)
        && free(before)
        && words.deprel(tokens.start) == Deprel::Flat
        && words.head(tokens.start) == Some(before)
        && !knowledge.nouns.is_honorific(&words.lower(before))
    {
        tokens.start = before;
    }
    if is_roman(words.form(tokens.end)) && words.upos(tokens.end) != Upos::Pron && taken.get(tokens.end) == Some(&false)
    {
        tokens.end += 1;
    }
    if let Some(before) = tokens.start.checked_sub(1)
        && taken.get(before) == Some(&false)
        && is_regnal_name(words, &(before..tokens.end), knowledge)
    {
        tokens.start = before;
    }
}

/// "the band Wild Honey", "the Anti-Corruption Foundation": an adjective or the first part of a compound before the name
/// has a capital within a sentence only as a part of it, unless it means a state or all words around have one.
pub(super) fn extend_over_capitals(words: Words<'_>, tokens: &mut Range<usize>, taken: &[bool], knowledge: &Knowledge) {
    let is_capital = |i: usize| words.form(i).starts_with(char::is_uppercase);
    let is_modifier = |i: usize, end: usize| {
        matches!(words.deprel(i), Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Punct | Deprel::Nummod)
            && words.head(i).is_some_and(|head| i < head && head < end)
    };
    let is_long = |&i: &usize| words.form(i).chars().count() > 3;
    let is_headline = (0..words.len()).filter(is_long).all(is_capital);
    let mut start = tokens.start;
    while let Some(before) = start.checked_sub(1).filter(|&i| i > 0 && !is_headline && taken.get(i) == Some(&false)) {
        let is_hyphen = words.form(before) == "-";
        let is_part = !matches!(words.upos(before), Upos::Det | Upos::Adp | Upos::Adv | Upos::Cconj | Upos::X);
        let may_belong = is_hyphen || is_part && is_capital(before);
        if !may_belong || !is_modifier(before, tokens.end) {
            break;
        }
        start = before;
    }
    let is_other = |i: usize| {
        knowledge.state(words.form(i)).is_some()
            || knowledge.nouns.is_honorific(&words.lower(i))
            || words.form(i) == "I"
    };
    if is_capital(start) && !(start..tokens.start).any(is_other) {
        tokens.start = start;
    }
}

/// "Kassym-Jomart", "al-Qaeda", where the parts were tagged apart or not at all.
fn extend_over_hyphens(words: Words<'_>, tokens: &mut Range<usize>, taken: &[bool], knowledge: &Knowledge) {
    let is_glued = |i: usize| words.token(i).zip(words.token(i + 1)).is_some_and(|(a, b)| a.span.end == b.span.start);
    while words.form(tokens.end) == "-" && is_glued(tokens.end - 1) && is_glued(tokens.end) {
        let next = tokens.end + 1;
        let is_part = matches!(words.upos(next), Upos::Propn | Upos::X) || words.form(next).chars().count() <= 3;
        let is_other = knowledge.state(words.form(next)).is_some() || is_before_noun(words, &(tokens.start..next + 1));
        if !is_part || is_other || taken.get(next) != Some(&false) {
            break;
        }
        tokens.end += 2;
    }
}

/// How many words at the start of a tagged person are an office: three in "Current Prime Minister Ada Berg".
fn leading_office(words: Words<'_>, tokens: &Range<usize>, knowledge: &Knowledge) -> usize {
    let is_office_noun = |i: usize| {
        let lower = words.lower(i);
        lower.chars().count() > 2
            && (knowledge.nouns.is_honorific(&lower) || knowledge.nouns.listed_type(&lower) == Some(EntityType::Person))
    };
    let is_before_next = |i: usize| {
        matches!(words.deprel(i), Deprel::NmodDesc | Deprel::Compound | Deprel::Amod)
            && words.head(i).is_some_and(|head| head > i)
    };
    let last = (tokens.start + 1..tokens.end.saturating_sub(1)).rev().find(|&i| is_office_noun(i) && is_before_next(i));
    last.map_or(0, |last| last + 1 - tokens.start)
}

/// "Office of the High Commissioner", "University of Tromsø": a body's name goes on when all of it has capitals.
pub(super) fn take_in_of_phrase(words: Words<'_>, name: &mut Found, knowledge: &Knowledge) {
    let is_body =
        name.entity_type == EntityType::Organization && knowledge.nouns.listed_type(&words.lemma(name.head)).is_some();
    if !is_body {
        return;
    }
    let phrase = words.dependents(name.head).find(|&d| {
        d >= name.tokens.end
            && words.deprel(d) == Deprel::Nmod
            && matches!(words.preposition(d).as_deref(), Some("of" | "for"))
    });
    let Some(phrase) = phrase else { return };
    let subtree = words.sentence.subtree(phrase);
    let (Some(&first), Some(&last)) = (subtree.first(), subtree.last()) else { return };
    let is_part = |&i: &usize| match words.upos(i) {
        Upos::Adp | Upos::Det | Upos::Cconj | Upos::Part => true,
        Upos::Propn | Upos::Noun | Upos::Adj => words.form(i).starts_with(char::is_uppercase),
        _ => false,
    };
    let is_contiguous = first == name.tokens.end && last + 1 - first == subtree.len();
    if is_contiguous && subtree.len() <= LONGEST_OF_PHRASE && subtree.iter().all(is_part) && !is_after_name(words, last)
    {
        name.tokens.end = last + 1;
    }
}

/// "Islamic State of Iraq and the Levant", "Bank for Reconstruction and Development": a body's name goes on over small
/// words where the gazetteer knows a body by all of it.
pub(super) fn take_in_known(words: Words<'_>, name: &mut Found) {
    let end = name.tokens.end;
    let is_joint = matches!(words.upos(end), Upos::Adp | Upos::Cconj);
    if name.entity_type != EntityType::Organization || !is_joint {
        return;
    }
    let is_capital = |&last: &usize| words.form(last).starts_with(char::is_uppercase);
    let is_known = |&last: &usize| {
        let whole = fold(&surface(words, &(name.tokens.start..last + 1)));
        Gazetteer::embedded().lookup_folded(&whole).iter().any(|hit| hit.entity_type == EntityType::Organization)
    };
    let longest = (end + 1..words.len().min(end + LONGEST_KNOWN)).rev().filter(is_capital).find(is_known);
    if let Some(last) = longest {
        name.tokens.end = last + 1;
    }
}
