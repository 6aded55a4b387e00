//! What a plural description is taken apart into on the spot: names behind it ("two officers, Ada Berg and Olaf
//! Lund"), or itself and examples of it ("states including Norway", "deputies, among them Ada Berg").

use super::Clusters;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::lexicon::word_list::{introduces_examples, names_examples, places_among};
use crate::mention::MentionKind;
use crate::mention::words::Words;

/// Words that may stand between a noun and the list of names behind it ("two presidents in its history, …").
const LONGEST_GAP: usize = 9;

/// Members of description `m` that its own sentence names; empty where it names none.
pub(super) fn listed(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let words = clusters.words(m);
    let examples = examples(clusters, m);
    if !examples.is_empty() {
        return [m].into_iter().chain(examples).collect();
    }
    let mention = &clusters.mentions[m];
    let all_are_parts = |parts: &[usize]| parts.iter().all(|&p| is_part(clusters, m, p));
    let counted = counted_names(clusters, m);
    if !counted.is_empty() {
        return counted;
    }
    let named = (m + 1..clusters.mentions.len())
        .take_while(|&n| clusters.mentions[n].sentence == mention.sentence)
        .find(|&n| names_the_parts(clusters, m, n));
    let Some(first) = named else { return Vec::new() };
    let heads = words.conjuncts(clusters.mentions[first].head);
    let parts: Vec<usize> = heads.iter().filter_map(|&c| clusters.at(mention.sentence, c)).collect();
    match is_counted_among(clusters, m, &parts) {
        _ if !all_are_parts(&parts) => Vec::new(),
        true => [m].into_iter().chain(parts).collect(),
        false if parts.len() > 1 => parts,
        false => Vec::new(),
    }
}

/// "states including Norway and Iceland", "senators such as Ada Berg", "critics, who include Ada Berg".
fn examples(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    // Right behind the phrase, whatever the parse hangs it on: "the mayor and some senators, such as Ada Berg".
    let behind = mention.tokens.end + usize::from(words.form(mention.tokens.end) == ",");
    let is_plain = mention.tokens.end == mention.head + 1;
    let beside = words.head(behind).filter(|&d| is_plain && d > behind && words.deprel(behind) == Deprel::Case);
    let below = words.dependents(mention.head).filter(|&d| d > mention.head);
    for first in below.chain(beside) {
        let case = words.dependents(first).find(|&d| words.deprel(d) == Deprel::Case && d < first);
        let is_beside = Some(first) == beside && words.head(first) != Some(mention.head);
        let gives_examples = (words.deprel(first) == Deprel::Nmod || is_beside)
            && case.is_some_and(|c| introduces_examples(&words.lower(c)));
        let includes = words.deprel(first) == Deprel::AclRelcl && names_examples(&words.lemma(first));
        let start = match includes {
            true => words.dependent(first, Deprel::Obj),
            false => gives_examples.then_some(first),
        };
        let parts: Vec<usize> = start
            .map(|start| described_names(words, start))
            .unwrap_or_default()
            .iter()
            .filter_map(|&c| clusters.at(mention.sentence, c))
            .collect();
        if !parts.is_empty() && parts.iter().all(|&e| is_part(clusters, m, e)) {
            return parts;
        }
    }
    examples_apart(clusters, m)
}

/// Heads of the names from `start` on; those behind a plural noun that they explain: "guests like the actors Ada Berg and
/// Olaf Lund".
fn described_names(words: Words<'_>, start: usize) -> Vec<usize> {
    let named =
        words.dependent(start, Deprel::Appos).filter(|_| words.is_plural(start) && words.upos(start) == Upos::Noun);
    words.conjuncts(named.unwrap_or(start))
}

/// "Three people were killed in the blast, including the mayor", "held six men, among them Ada Berg": examples of the
/// nearest plural before the comma that they can be of, whatever the parse hangs them on.
fn examples_apart(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let opens =
        |i: &usize| words.form(*i) == "," && names_examples(&words.lemma(i + 1)) && words.deprel(i + 1) == Deprel::Case;
    let ends = |i: &usize| matches!(words.form(*i), ";" | ":");
    let reach = mention.tokens.end..words.len();
    let end = reach.clone().find(ends).unwrap_or(words.len());
    let opens_among = |i: &usize| words.form(*i) == "," && is_among_them(clusters, words, i + 1);
    let among = (reach.start..end).find(opens_among);
    let Some(comma) = (reach.start..end).find(opens).or(among) else { return Vec::new() };
    let first = match Some(comma) == among {
        true => next_name(clusters, m, comma + 3).map(|name| clusters.mentions[name].head),
        false => words.head(comma + 1).filter(|&h| h > comma + 1),
    };
    let Some(first) = first else { return Vec::new() };
    let at = |c: &usize| clusters.at(mention.sentence, *c);
    let parts: Vec<usize> = words.conjuncts(first).iter().filter_map(at).collect();
    let is_whole = |n: usize| clusters.features[n].is_plural && parts.iter().all(|&p| is_part(clusters, n, p));
    let is_between = |n: &usize| {
        let other = &clusters.mentions[*n];
        other.sentence == mention.sentence && other.kind == MentionKind::Nominal && other.tokens.end <= comma
    };
    let is_nearest = || !(m + 1..clusters.mentions.len()).filter(is_between).any(is_whole);
    if !parts.is_empty() && is_whole(m) && is_nearest() { parts } else { Vec::new() }
}

/// Does "among them" stand before the first or behind the last of these names?
fn is_counted_among(clusters: &Clusters<'_>, m: usize, parts: &[usize]) -> bool {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let (Some(&first), Some(&last)) = (parts.first(), parts.last()) else { return false };
    let is_here = |i: usize| is_among_them(clusters, words, i);
    let (start, end) = (clusters.mentions[first].tokens.start, clusters.mentions[last].tokens.end);
    (mention.tokens.end..start).any(is_here) || is_here(end)
}

/// "among them", "among whom" from word `i` on.
fn is_among_them(clusters: &Clusters<'_>, words: Words<'_>, i: usize) -> bool {
    let pronoun = clusters.knowledge.pronouns.get(&words.lower(i + 1));
    places_among(&words.lower(i)) && (pronoun.is_some_and(|p| p.person == 3) || words.lower(i + 1) == "whom")
}

/// As many names behind the phrase as it counts, whatever the parse says: "two presidents in its history, Ada Berg and
/// Olaf Lund", "two officers, Secretary Ada Berg and General Olaf Lund,".
fn counted_names(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let owners = owners(clusters, m);
    let number = words.dependent(mention.head, Deprel::Nummod);
    let number = number.and_then(|n| clusters.knowledge.pronouns.number(&words.lower(n)));
    let Some(count) = number.or(Some(owners.len())).filter(|&n| n > 1) else { return Vec::new() };
    let start = owners.last().map_or(mention.head + 1, |&last| last + 1);
    let opens = |i: &usize| matches!(words.form(*i), "," | ":" | "—" | "–" | "-" | "(");
    let is_verb = |i: usize| matches!(words.upos(i), Upos::Verb | Upos::Aux);
    let gap = start..(start + LONGEST_GAP).min(words.len());
    let Some(comma) = gap.clone().find(opens).filter(|&c| !(gap.start..c).any(is_verb)) else { return Vec::new() };
    let (mut at, mut is_closed, mut parts) = (comma + 1, false, Vec::new());
    while parts.len() < count {
        let Some(next) = next_name(clusters, m, at) else { return Vec::new() };
        parts.push(next);
        let end = behind_origin(clusters, m, clusters.mentions[next].tokens.end);
        let joins = |i: usize| words.deprel(i) == Deprel::Cc || words.form(i) == "&";
        at = match words.form(end) {
            "," if joins(end + 1) => end + 2,
            "," => end + 1,
            _ if joins(end) => end + 1,
            _ => break,
        };
        is_closed |= joins(at - 1);
    }
    if parts.len() == count && is_closed { parts } else { Vec::new() }
}

/// The names behind "of": "the presidents of Russia and Turkey, …" are as many as these.
fn owners(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let of = |d: &usize| *d > mention.head && words.preposition(*d).as_deref() == Some("of");
    let first = words.dependents(mention.head).find(of);
    let is_same_kind = |c: usize, first: usize| {
        let entity_type = |i| clusters.at(mention.sentence, i).map(|x| clusters.mentions[x].entity_type);
        entity_type(c) == entity_type(first) && entity_type(c) != Some(EntityType::Person)
    };
    let all = first.map(|first| (first, words.conjuncts(first)));
    all.map(|(first, all)| all.into_iter().filter(|&c| is_same_kind(c, first)).collect()).unwrap_or_default()
}

/// The name that starts at word `at` or behind titles there.
fn next_name(clusters: &Clusters<'_>, m: usize, at: usize) -> Option<usize> {
    let words = clusters.words(m);
    let here = |n: &usize| clusters.mentions[*n].sentence == clusters.mentions[m].sentence;
    let is_title = |i: usize| matches!(words.upos(i), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det);
    let mut names = (m + 1..clusters.mentions.len()).take_while(here).filter(|&n| {
        let name = &clusters.mentions[n];
        name.kind == MentionKind::Name && name.tokens.start >= at && is_part(clusters, m, n)
    });
    let name = names.next()?;
    let start = clusters.mentions[name].tokens.start;
    (start <= at + LONGEST_GAP && (at..start).all(is_title)).then_some(name)
}

/// The word behind "of Florida" or "from Oslo" at `at`; `at` where there is no such phrase.
fn behind_origin(clusters: &Clusters<'_>, m: usize, at: usize) -> usize {
    let words = clusters.words(m);
    let is_place = |x: &&super::Mention| {
        x.sentence == clusters.mentions[m].sentence
            && x.tokens.start == at + 1
            && matches!(x.entity_type, EntityType::Place | EntityType::Country)
    };
    let place = clusters.mentions.iter().filter(|_| words.upos(at) == Upos::Adp).find(is_place);
    place.map_or(at, |place| place.tokens.end)
}

/// Does the coordination that starts with `n` stand in apposition to `m`? Right behind the noun, whatever the parse
/// says: "arrested officers Ada Berg and Olaf Lund".
fn names_the_parts(clusters: &Clusters<'_>, m: usize, n: usize) -> bool {
    let (words, mention, name) = (clusters.words(m), &clusters.mentions[m], &clusters.mentions[n]);
    let is_apposition = words.head(name.head) == Some(mention.head) && words.deprel(name.head) == Deprel::Appos;
    let follows = name.kind == MentionKind::Name
        && name.tokens.start == mention.head + 1
        && words.upos(mention.head) == Upos::Noun
        && (words.head(name.head) == Some(mention.head) || words.head(name.head) == words.head(mention.head))
        && words.preposition(name.head).is_none();
    is_apposition || follows
}

/// Can `part` be one of those that the description `m` stands for?
fn is_part(clusters: &Clusters<'_>, m: usize, part: usize) -> bool {
    use EntityType::{Country, Group, Organization, Person, Place};
    let part_type = clusters.type_of(clusters.cluster(part));
    let is_pronoun = clusters.mentions[part].kind == MentionKind::Pronoun;
    let is_people = clusters.mentions[m].kind == MentionKind::Name && clusters.mentions[m].entity_type == Group;
    let fits = match clusters.knowledge.nouns.listed_type(&clusters.features[m].lemma) {
        Some(Person) => part_type == Person,
        Some(Country) => matches!(part_type, Country | Place),
        Some(Organization | Group) => matches!(part_type, Person | Organization | Country | Group),
        Some(Place) => matches!(part_type, Country | Place),
        // "Democrats such as Ada Berg"
        _ if is_people => matches!(part_type, Person | Organization),
        _ => !matches!(part_type, Person | Country),
    };
    fits && !is_pronoun
}
