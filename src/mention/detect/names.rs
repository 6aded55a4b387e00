//! Names: those the model tagged, with boundaries mended; proper nouns that it missed; adjectives and
//! combining forms that mean a state ("Russian troops").

use std::ops::Range;

use super::boundaries::{extend_over_capitals, mend, take_in_known, take_in_of_phrase};
use super::{Found, head_of};
use crate::document::{Deprel, Name, NameType, Upos};
use crate::lexicon::{EntityType, State, StateKind};
use crate::mention::features::surface;
use crate::mention::words::{Role, Words};
use crate::mention::{Knowledge, MentionKind};

/// The names in a sentence, of which the model tagged `tagged`.
pub(super) fn find(words: Words<'_>, tagged: &[Name], knowledge: &Knowledge) -> Vec<Found> {
    let mut taken = vec![false; words.len()];
    for name in tagged {
        for i in name.tokens.clone() {
            if let Some(slot) = taken.get_mut(i) {
                *slot = true;
            }
        }
    }
    let mut found = Vec::new();
    for name in tagged {
        let Some(tokens) = mend(words, name.tokens.clone(), name.kind, &taken, knowledge) else { continue };
        taken[tokens.clone()].fill(true);
        // "the pro-Danish Harbour Party": no part of the name.
        let dropped = name.tokens.start..tokens.start;
        for (slot, i) in taken.get_mut(dropped.clone()).unwrap_or_default().iter_mut().zip(dropped) {
            *slot &= knowledge.nouns.stance_prefix(words.form(i)) == 0;
        }
        for tokens in pair(words, tokens) {
            let head = head_of(words, &tokens);
            let is_titled = name.kind == NameType::Per && is_office(words, &tokens, knowledge);
            if is_titled || is_bearer(words, head, &tokens, knowledge) {
                found.push(Found { tokens, head, kind: MentionKind::Nominal, entity_type: EntityType::Person });
            } else if let Some(entity_type) = tagged_type(words, &tokens, name.kind, knowledge) {
                found.push(Found { tokens, head, kind: MentionKind::Name, entity_type });
            }
        }
    }
    for i in 0..words.len() {
        if taken[i] {
            continue;
        }
        if let Some(tokens) = demonym(words, i, knowledge).or_else(|| prefixed(words, i, knowledge)) {
            taken[tokens.clone()].fill(true);
            let head = head_of(words, &tokens);
            let (kind, entity_type) = match is_bearer(words, head, &tokens, knowledge) {
                true => (MentionKind::Nominal, EntityType::Person),
                false => (MentionKind::Name, EntityType::Country),
            };
            found.push(Found { tokens, head, kind, entity_type });
        } else if let Some(entity_type) = prefixed_body(words, i, knowledge) {
            taken[i] = true;
            found.push(Found { tokens: i..i + 1, head: i, kind: MentionKind::Nominal, entity_type });
        } else if words.upos(i) == Upos::Propn {
            let mut tokens = proper_noun_run(words, i, &taken);
            extend_over_capitals(words, &mut tokens, &taken, knowledge);
            if let Some(name) = untagged(words, tokens, knowledge) {
                taken[name.tokens.clone()].fill(true);
                found.push(name);
            }
        }
    }
    for name in &mut found {
        take_in_of_phrase(words, name, knowledge);
        take_in_known(words, name);
    }
    let wholes: Vec<Range<usize>> = found.iter().map(|name| name.tokens.clone()).collect();
    found.retain(|name| {
        let is_part = |whole: &Range<usize>| {
            whole.len() > name.tokens.len() && whole.start <= name.tokens.start && name.tokens.end <= whole.end
        };
        matches!(name.entity_type, EntityType::Country | EntityType::Place) || !wholes.iter().any(is_part)
    });
    let inside: Vec<Found> = found.iter().flat_map(|name| states_inside(words, name, knowledge)).collect();
    found.extend(inside);
    found
}

/// "the Senate Majority Leader, Ada Berg": an office that was taken for a name, with article and before the name in
/// apposition.
fn is_office(words: Words<'_>, tokens: &Range<usize>, knowledge: &Knowledge) -> bool {
    let Some(last) = tokens.end.checked_sub(1) else { return false };
    let has_article = tokens.start.checked_sub(1).is_some_and(|i| words.upos(i) == Upos::Det);
    let is_named = words.form(tokens.end) == "," && words.upos(tokens.end + 1) == Upos::Propn;
    has_article && is_named && knowledge.nouns.listed_type(&words.lower(last)) == Some(EntityType::Person)
}

/// "A Kenyan was held", "the Swede denied it": somebody, not the state or its people. Not where a name or what he or she
/// is said to be stands beside it ("a Kenyan, Ada Berg,", "he is a Kenyan"), which tells a citizenship.
fn is_bearer(words: Words<'_>, head: usize, tokens: &Range<usize>, knowledge: &Knowledge) -> bool {
    let name = surface(words, tokens);
    let is_argument = matches!(words.role(head), Role::Subject | Role::Object | Role::Oblique)
        || words.deprel(head) == Deprel::Nmod && words.preposition(head).is_some();
    let is_alone = words.dependents(head).all(|d| !matches!(words.deprel(d), Deprel::Appos | Deprel::Flat));
    let determiner = words.dependent(head, Deprel::Det).map(|d| words.lower(d));
    let is_one = determiner.is_some_and(|d| {
        // "the French": all of them.
        matches!(d.as_str(), "a" | "an" | "another") || d == "the" && !knowledge.is_plural_demonym(&name)
    });
    let is_inhabitant = knowledge.state_named(&name).is_none() && knowledge.state_of(&name).is_some();
    is_inhabitant && is_one && is_argument && is_alone && !words.is_plural(head)
}

/// "the Berg-Holm meeting": two names, where the hyphen joins them before a noun.
fn pair(words: Words<'_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let (first, second) = (tokens.start, tokens.start + 2);
    // "al-Qaeda" is one name.
    let is_particle = words.form(first).chars().count() < 3 && words.form(first).chars().any(char::is_lowercase);
    let is_pair = tokens.len() == 3 && words.form(first + 1) == "-" && !is_particle && is_before_noun(words, &tokens);
    if is_pair { vec![first..first + 1, second..second + 1] } else { vec![tokens] }
}

/// Does the range stand before a common noun as its modifier?
pub(super) fn is_before_noun(words: Words<'_>, tokens: &Range<usize>) -> bool {
    words.upos(tokens.end) == Upos::Noun
        && tokens
            .clone()
            .any(|i| words.head(i).is_some_and(|head| head >= tokens.end && words.upos(head) == Upos::Noun))
}

/// States inside the name of a body: "Norwegian" in "Norwegian Refugee Council".
fn states_inside(words: Words<'_>, name: &Found, knowledge: &Knowledge) -> Vec<Found> {
    let may_hold = name.tokens.len() > 1
        && matches!(
            name.entity_type,
            EntityType::Organization | EntityType::Event | EntityType::Work | EntityType::Place
        );
    if !may_hold {
        return Vec::new();
    }
    let is_state = |&i: &usize| {
        i != name.head
            && matches!(words.deprel(i), Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodPoss)
            && knowledge.state(words.form(i)).is_some_and(|s| state_type(s) == EntityType::Country)
    };
    let found = |i| Found { tokens: i..i + 1, head: i, kind: MentionKind::Name, entity_type: EntityType::Country };
    name.tokens.clone().filter(is_state).map(found).collect()
}

fn tagged_type(words: Words<'_>, tokens: &Range<usize>, kind: NameType, knowledge: &Knowledge) -> Option<EntityType> {
    let mut name = surface(words, tokens);
    let prefix = if tokens.len() == 1 { knowledge.nouns.prefix_length(&name) } else { 0 };
    name.drain(..prefix);
    let state = knowledge.state_named(&name).map(state_type);
    Some(match kind {
        NameType::Per => EntityType::Person,
        // "Mr. Goldvoice": no body has such a title.
        NameType::Org
            if tokens.start.checked_sub(1).is_some_and(|i| knowledge.nouns.is_form_of_address(&words.lower(i))) =>
        {
            EntityType::Person
        }
        NameType::Org => state.unwrap_or(EntityType::Organization),
        NameType::Gpe | NameType::Loc => {
            state.or_else(|| knowledge.state_of(&name).map(state_type)).unwrap_or(EntityType::Place)
        }
        NameType::Norp => {
            let last = tokens.end.checked_sub(1)?;
            let is_modifier =
                matches!(words.deprel(last), Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodDesc)
                    || words.upos(last) == Upos::Adj;
            match knowledge.state(&name) {
                Some(state) if is_modifier && !words.is_plural(last) => state_type(state),
                // "pro-Kremlin"
                _ if prefix > 0 => EntityType::Organization,
                _ => EntityType::Group,
            }
        }
        NameType::Event => EntityType::Event,
        NameType::Work => EntityType::Work,
    })
}

fn state_type(state: &State) -> EntityType {
    match state.kind {
        StateKind::State | StateKind::Territory => EntityType::Country,
        StateKind::Region => EntityType::Place,
        StateKind::Union => EntityType::Organization,
        StateKind::People => EntityType::Group,
    }
}

/// An adjective, or a noun before a noun, that means a state: one word or two ("South Sudanese").
fn demonym(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<Range<usize>> {
    let is_state = |tokens: &Range<usize>| {
        let last = tokens.end - 1;
        words.form(tokens.start).starts_with(char::is_uppercase)
            && words.upos(tokens.start) != Upos::Det
            && matches!(words.upos(last), Upos::Adj | Upos::Noun | Upos::Propn)
            && !words.is_plural(last)
            && knowledge.state(&surface(words, tokens)).is_some_and(|state| match state_type(state) {
                EntityType::Country => true,
                // "the English drummer Ada Berg", not "the English language".
                EntityType::Place => is_of_somebody(words, last, knowledge),
                _ => false,
            })
    };
    let two = i..(i + 2).min(words.len());
    if two.len() == 2 && is_state(&two) {
        return Some(two);
    }
    Some(i..i + 1).filter(is_state)
}

/// Does the adjective stand before a noun for a person?
fn is_of_somebody(words: Words<'_>, adjective: usize, knowledge: &Knowledge) -> bool {
    let noun = words.head(adjective).filter(|&noun| noun > adjective && words.deprel(adjective) == Deprel::Amod);
    let is_person = |noun: usize| knowledge.nouns.listed_type(&words.lemma(noun)) == Some(EntityType::Person);
    noun.is_some_and(|noun| words.upos(noun) == Upos::Noun && is_person(noun))
}

/// "anti-Norwegian", "pro-Kremlin".
fn prefixed(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<Range<usize>> {
    let name = words.form(i).get(knowledge.nouns.prefix_length(words.form(i))..)?;
    let is_state = name.len() < words.form(i).len()
        && knowledge.state(name).is_some_and(|state| state_type(state) == EntityType::Country);
    is_state.then_some(i..i + 1)
}

/// "anti-government", "pro-opposition": the body or group behind the hyphen.
fn prefixed_body(words: Words<'_>, i: usize, knowledge: &Knowledge) -> Option<EntityType> {
    let noun = words.form(i).get(knowledge.nouns.stance_prefix(words.form(i))..)?;
    let is_body = |t: &EntityType| matches!(t, EntityType::Organization | EntityType::Group);
    let is_prefixed = noun.len() < words.form(i).len() && words.upos(i) != Upos::Noun;
    knowledge.nouns.listed_type(noun).filter(|t| is_prefixed && is_body(t))
}

/// The run of proper nouns around `i` that hang together.
fn proper_noun_run(words: Words<'_>, i: usize, taken: &[bool]) -> Range<usize> {
    let is_part = |j: usize, run: &Range<usize>| {
        words.upos(j) == Upos::Propn
            && !taken.get(j).copied().unwrap_or(true)
            && (words.head(j).is_some_and(|head| run.contains(&head)) || run.clone().any(|k| words.head(k) == Some(j)))
            && (matches!(words.deprel(j), Deprel::Flat | Deprel::Compound | Deprel::NmodDesc)
                || run.clone().any(|k| {
                    words.head(k) == Some(j)
                        && matches!(words.deprel(k), Deprel::Flat | Deprel::Compound | Deprel::NmodDesc)
                }))
    };
    let mut run = i..i + 1;
    while is_part(run.end, &run) {
        run.end += 1;
    }
    while run.start > 0 && is_part(run.start - 1, &run) {
        run.start -= 1;
    }
    run
}

/// A mention for proper nouns without a tag; a capitalised description ("the President") is none of these.
fn untagged(words: Words<'_>, tokens: Range<usize>, knowledge: &Knowledge) -> Option<Found> {
    let mut tokens = tokens;
    let is_title = |i: usize| knowledge.nouns.is_honorific(&words.lower(i));
    let titled = tokens.len() > 1 && is_title(tokens.start);
    while tokens.len() > 1 && is_title(tokens.start) {
        tokens.start += 1;
    }
    let head = head_of(words, &tokens);
    let lemma = words.lemma(tokens.end - 1);
    let all_listed = tokens.clone().all(|i| {
        let lower = words.lower(i);
        knowledge.nouns.listed_type(&lower).is_some() || is_title(i)
    });
    let is_date = |i: usize| {
        let lower = words.lower(i);
        knowledge.nouns.is_quantity(&lower) || knowledge.nouns.is_month(&lower)
    };
    if all_listed || tokens.clone().all(is_date) {
        return None;
    }
    let name = surface(words, &tokens);
    let entity_type = if let Some(state) = knowledge.state(&name) {
        state_type(state)
    } else if knowledge.is_capital(&name) {
        EntityType::Place
    } else if titled || (tokens.len() > 1 && knowledge.first_names.gender(words.form(tokens.start)).is_some()) {
        EntityType::Person
    } else {
        match knowledge.nouns.listed_type(&lemma) {
            Some(EntityType::Person) if tokens.len() > 1 => EntityType::Position,
            Some(entity_type) => entity_type,
            None => EntityType::Concept,
        }
    };
    Some(Found { tokens, head, kind: MentionKind::Name, entity_type })
}
