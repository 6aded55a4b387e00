//! A document comes in, its mentions go out, in text order: names with their boundaries mended by the parse,
//! adjectives that mean a state, noun phrases and pronouns. One mention a head word, so that whoever looks for
//! the participants of a verb finds them by the word that hangs on it. Credits of pictures have none.

mod boundaries;
mod names;
mod nominals;
mod pronouns;
mod types;

use std::ops::Range;

use crate::document::{Deprel, Document, Span, Upos};
use crate::lexicon::EntityType;
use crate::mention::words::Words;
use crate::mention::{Knowledge, Mention, MentionKind};

/// A mention within one sentence.
struct Found {
    tokens: Range<usize>,
    head: usize,
    kind: MentionKind,
    entity_type: EntityType,
}

/// Finds all mentions. Each is its own chain as yet.
pub fn detect(document: &Document, knowledge: &Knowledge) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let names = boundaries::of_article(document);
    for ((index, sentence), names) in document.sentences.iter().enumerate().zip(&names) {
        if is_foreign(sentence.span.of(&document.text)) {
            continue;
        }
        let words = Words::of(document, sentence);
        let mut found = names::find(words, names, knowledge);
        for name in &mut found {
            take_part_of_people(words, name, knowledge);
        }
        let mut covered = vec![false; words.len()];
        for name in &found {
            covered[name.tokens.clone()].fill(true);
        }
        for i in 0..words.len() {
            if let Some(mention) = pronouns::find(words, i, knowledge) {
                found.push(mention);
            } else if !covered[i] {
                found.extend(nominals::find(words, i, &covered, knowledge));
            }
        }
        if let Some(start) = knowledge.credits.start(document, sentence) {
            found.retain(|mention| mention.head < start);
        }
        found.sort_by_key(|mention| mention.head);
        found.dedup_by_key(|mention| mention.head);
        mentions.extend(found.into_iter().filter_map(|found| place(words, index, found, knowledge)));
    }
    types::agree(document, &mut mentions, knowledge);
    for (index, mention) in mentions.iter_mut().enumerate() {
        mention.chain = index;
    }
    mentions
}

/// Are most of its letters of another script than Latin? Of such a sentence the model knows nothing.
fn is_foreign(sentence: &str) -> bool {
    let is_latin = |c: &char| *c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(c);
    let letters = || sentence.chars().filter(|c| c.is_alphabetic());
    2 * letters().filter(is_latin).count() < letters().count()
}

/// "other Republicans", "some Democrats": not all who are called so, but some, whom the phrase describes.
fn take_part_of_people(words: Words<'_>, name: &mut Found, knowledge: &Knowledge) {
    let is_people = matches!(
        name.entity_type,
        EntityType::Group | EntityType::Organization | EntityType::Country | EntityType::Concept
    );
    let is_part = |i: usize| {
        matches!(words.deprel(i), Deprel::Det | Deprel::Amod)
            && words.head(i) == Some(name.head)
            && knowledge.pronouns.is_different(&words.lower(i))
    };
    let mut start = name.tokens.start;
    while let Some(before) = start.checked_sub(1).filter(|&i| is_part(i)) {
        start = before;
    }
    if is_people && words.is_plural(name.head) && name.tokens.len() == 1 && start < name.tokens.start {
        name.tokens.start = start;
        name.kind = MentionKind::Nominal;
        name.entity_type = EntityType::Group;
    }
}

fn place(words: Words<'_>, sentence: usize, found: Found, knowledge: &Knowledge) -> Option<Mention> {
    let first = words.token(found.tokens.start)?;
    let last = words.token(found.tokens.end.checked_sub(1)?)?;
    // The name in "anti-Norwegian" begins behind the hyphen, and so does "government" in "anti-government".
    let prefix = match found.kind {
        MentionKind::Nominal if found.tokens.len() > 1 || words.upos(found.head) == Upos::Noun => 0,
        MentionKind::Nominal => knowledge.nouns.stance_prefix(words.form(found.tokens.start)),
        MentionKind::Name if found.tokens.len() == 1 => knowledge.nouns.prefix_length(words.form(found.tokens.start)),
        MentionKind::Name | MentionKind::Pronoun => 0,
    };
    Some(Mention {
        sentence,
        span: Span::new(first.span.start + prefix, last.span.end),
        tokens: found.tokens,
        head: found.head,
        kind: found.kind,
        entity_type: found.entity_type,
        chain: 0,
        rule: "first",
    })
}

/// The topmost word of a range: the first whose head lies outside.
fn head_of(words: Words<'_>, tokens: &Range<usize>) -> usize {
    tokens.clone().find(|&i| words.head(i).is_none_or(|head| !tokens.contains(&head))).unwrap_or(tokens.start)
}

#[cfg(test)]
mod tests;
