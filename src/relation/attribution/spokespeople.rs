//! In whose name somebody speaks: from the noun for a spokesperson to the body it belongs to.

use std::collections::HashMap;

use super::source::mention_at;
use crate::document::{Deprel, Document};
use crate::lexicon::Cues;
use crate::mention::{Mention, MentionKind, Mentions};
use crate::relation::clause::Clauses;

/// How the body of a spokesperson may stand beside the noun, the surest first.
const TIES: [&[Deprel]; 4] = [&[Deprel::NmodPoss], &[Deprel::Compound], &[Deprel::Nmod], &[Deprel::Amod]];

/// For every mention of people whom the article calls spokespeople a mention of the body that they speak for.
pub fn bodies_spoken_for(document: &Document, mentions: &Mentions, cues: &Cues) -> HashMap<usize, usize> {
    let mut found: HashMap<usize, usize> = HashMap::new();
    for mention in mentions.mentions.iter().filter(|m| m.kind == MentionKind::Nominal) {
        let Some(sentence) = document.sentences.get(mention.sentence) else { continue };
        let clauses = Clauses::new(document, sentence);
        if !cues.is_spokesperson(&clauses.lemma(mention.head)) {
            continue;
        }
        if let Some(body) = body_beside(mentions, &clauses, mention.sentence, mention.head) {
            found.entry(mention.chain).or_insert(body);
        }
    }
    let of_mention = |(index, mention): (usize, &Mention)| Some((index, *found.get(&mention.chain)?));
    mentions.mentions.iter().enumerate().filter_map(of_mention).collect()
}

/// The body that a noun for a spokesperson names: "Kremlin spokesman", "the ministry's spokeswoman".
pub(super) fn body_beside(mentions: &Mentions, clauses: &Clauses, s: usize, noun: usize) -> Option<usize> {
    let is_body = |&m: &usize| {
        let mention = &mentions.mentions[m];
        mention.kind != MentionKind::Pronoun && mention.entity_type.is_actor()
    };
    // Nearest first: "the Norwegian army spokesman" is the army's.
    let nearest = |ties: &'static [Deprel]| {
        let mut beside: Vec<usize> = clauses.dependents(noun, ties).collect();
        beside.sort_by_key(|&n| n.abs_diff(noun));
        beside.into_iter().filter_map(|n| mention_at(mentions, s, n)).find(is_body)
    };
    TIES.into_iter().find_map(nearest)
}
