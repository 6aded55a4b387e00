//! "I" and "we" inside quotations, once it is known who speaks there: a second pass over finished chains.

use crate::document::Document;
use crate::lexicon::EntityType;
use crate::mention::features::quotations;
use crate::mention::words::Words;
use crate::mention::{Chain, Knowledge, MentionKind, Mentions};

/// Joins first-person pronouns inside quotations with the chain of the one who utters them. `speaker_of` gives for
/// a sentence and a word the mention that says it, `body_of` for a speaker the body in whose name they speak. "I" is
/// the speaker; "we" is a speaking body or group or that of a spokesperson or leader, and of another person it keeps a chain of its
/// own with the speaker as member.
pub fn link_first_person(
    mentions: &mut Mentions,
    document: &Document,
    knowledge: &Knowledge,
    speaker_of: &dyn Fn(usize, usize) -> Option<usize>,
    body_of: &dyn Fn(&Mentions, usize) -> Option<usize>,
) {
    let quotations = quotations(document);
    let mut joins: Vec<(usize, usize)> = Vec::new();
    let mut sides: Vec<(usize, usize)> = Vec::new();
    for (index, mention) in mentions.mentions.iter().enumerate() {
        let is_quoted =
            quotations.get(mention.sentence).and_then(|row| row.get(mention.head)).is_some_and(Option::is_some);
        let Some(sentence) = document.sentences.get(mention.sentence) else { continue };
        // "Berg: We will stay" stands without marks in headlines.
        if mention.kind != MentionKind::Pronoun || !is_quoted && !sentence.is_title {
            continue;
        }
        let word = Words::of(document, sentence).lower(mention.head);
        let Some(pronoun) = knowledge.pronouns.get(&word).filter(|pronoun| pronoun.person == 1) else { continue };
        let Some(speaker) = speaker_of(mention.sentence, mention.head) else { continue };
        let Some(chain) = mentions.mentions.get(speaker).and_then(|m| mentions.chains.get(m.chain)) else { continue };
        let is_person = chain.entity_type == EntityType::Person && !chain.is_plural;
        let is_plural = pronoun.is_plural == Some(true);
        let body = if is_plural && is_person { body_of(mentions, speaker) } else { None };
        if let Some(body) = body {
            joins.push((index, body));
        } else if is_plural == is_person {
            sides.push((index, speaker));
        } else {
            joins.push((index, speaker));
        }
    }
    join(mentions, &joins, "speaker");
    for (pronoun, speaker) in sides {
        let (side, member) = (mentions.mentions[pronoun].chain, mentions.mentions[speaker].chain);
        let chain = &mut mentions.chains[side];
        if side != member && !chain.is_named && chain.members.is_empty() {
            chain.members.push(member);
        }
    }
}

/// Joins the chains of pairs of mentions (a pronoun and what it stands for).
pub fn join(mentions: &mut Mentions, joins: &[(usize, usize)], rule: &'static str) {
    let mut chains: Vec<Option<Chain>> = mentions.chains.drain(..).map(Some).collect();
    let mut moved_to: Vec<usize> = (0..chains.len()).collect();
    let find = |moved_to: &[usize], mut at: usize| {
        while moved_to[at] != at {
            at = moved_to[at];
        }
        at
    };
    for &(pronoun, speaker) in joins {
        let from = find(&moved_to, mentions.mentions[pronoun].chain);
        let into = find(&moved_to, mentions.mentions[speaker].chain);
        if from == into {
            continue;
        }
        // A chain that has a name of its own is not the speaker of whom nothing is known.
        if chains[from].as_ref().is_some_and(|chain| chain.is_named) {
            continue;
        }
        mentions.mentions[pronoun].rule = rule;
        if let (Some(joined), Some(chain)) = (chains[from].take(), chains[into].as_mut()) {
            chain.mentions.extend(joined.mentions);
            chain.mentions.sort_unstable();
            chain.gender = chain.gender.or(joined.gender);
        }
        moved_to[from] = into;
    }
    renumber(mentions, chains, &moved_to, find);
}

fn renumber(
    mentions: &mut Mentions,
    chains: Vec<Option<Chain>>,
    moved_to: &[usize],
    find: impl Fn(&[usize], usize) -> usize,
) {
    let mut kept: Vec<(usize, Chain)> =
        chains.into_iter().enumerate().filter_map(|(old, chain)| chain.map(|chain| (old, chain))).collect();
    kept.sort_by_key(|(_, chain)| chain.mentions.first().copied());
    let mut number = vec![0; moved_to.len()];
    for (new, (old, _)) in kept.iter().enumerate() {
        number[*old] = new;
    }
    let renumbered = |chain: usize| number[find(moved_to, chain)];
    for mention in &mut mentions.mentions {
        mention.chain = renumbered(mention.chain);
    }
    mentions.chains = kept
        .into_iter()
        .map(|(_, mut chain)| {
            chain.members = chain.members.iter().map(|&member| renumbered(member)).collect();
            chain
        })
        .collect();
}
