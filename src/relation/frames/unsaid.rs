//! Frames that leave an end unsaid: the office that somebody gives up, the protesters of a protest. In: who holds what
//! and who is there. Out: the mention that is meant, and the claims that the same sentence does not say already.

use std::collections::HashSet;

use super::{FrameExtractor, Try};
use crate::document::Upos;
use crate::lexicon::TypeSet;
use crate::lexicon::frames::Frame;
use crate::lexicon::pattern::{Argument, Filler, Link, Pattern, Role};
use crate::mention::Mentions;
use crate::relation::Extraction;

impl FrameExtractor {
    /// Without claims about an office or a doer that is left unsaid where the same sentence says it.
    pub(super) fn without_repeats(&self, mentions: &Mentions, claims: Vec<Extraction>) -> Vec<Extraction> {
        let by_id = |leaves_unsaid: fn(&Frame) -> bool| -> HashSet<&str> {
            self.frames.frames.iter().filter(|f| leaves_unsaid(f)).map(|f| f.id.as_str()).collect()
        };
        let (offices, doers) = (by_id(|f| f.is_held_office), by_id(|f| !f.unsaid_by.is_empty()));
        let is_in = |frames: &HashSet<&str>, c: &Extraction| frames.contains(c.rule.as_str());
        let chain = |m: usize| mentions.mentions[m].chain;
        let mut kept: Vec<Extraction> = Vec::new();
        let (last, first): (Vec<_>, Vec<_>) = claims.into_iter().partition(|c| is_in(&offices, c) || is_in(&doers, c));
        for claim in first.into_iter().chain(last) {
            let repeats = |k: &Extraction| {
                k.sentence == claim.sentence
                    && k.predicate == claim.predicate
                    && (is_in(&offices, &claim) && chain(k.subject) == chain(claim.subject)
                        || is_in(&doers, &claim) && chain(k.object) == chain(claim.object))
            };
            if !kept.iter().any(repeats) {
                kept.push(claim);
            }
        }
        kept.sort_by_key(|c| (c.sentence, c.trigger.start));
        kept
    }
}

impl Try<'_> {
    /// The post that the text says somebody holds.
    pub(super) fn held_office(&self, person: usize) -> Option<usize> {
        let is_elected = self.frame().predicate != "resignedFrom";
        self.knowledge.held.of(self.mentions.mentions[person].chain, (self.clause.index, self.head), is_elected)
    }

    /// Does the pattern leave open who acts (`_`), and the sentence say it? Only a passive can leave it unsaid.
    pub(super) fn says_who_acts(&self, pattern: &Pattern) -> bool {
        let is_open = |a: &Argument| {
            a.link == Link::Subject && matches!(&a.filler, Filler::Slot(slot) if slot.role == Role::Other)
        };
        pattern.arguments.iter().any(is_open)
            && (!self.clause.is_passive(self.head) || !self.clause.logical_subject(self.head).is_empty())
    }

    /// The mention nearest to the trigger that names who does such things ("the protests", where the article speaks of
    /// protesters); of two as near, the one before.
    pub(super) fn unsaid_doer(&self, types: TypeSet) -> Result<usize, String> {
        let here = (self.clause.index, self.head);
        let is_listed = |m: usize| {
            let mention = &self.mentions.mentions[m];
            let head = self.clause.document.sentences.get(mention.sentence).and_then(|s| s.tokens.get(mention.head));
            head.is_some_and(|token| self.frame().unsaid_by.iter().any(|lemma| token.lemma.eq_ignore_ascii_case(lemma)))
        };
        let names_doer = |m: usize| is_listed(m) && self.check(m, types).is_ok();
        let distance = |m: usize| {
            let mention = &self.mentions.mentions[m];
            (mention.sentence.abs_diff(here.0), (mention.sentence, mention.head) > here, mention.head.abs_diff(here.1))
        };
        let doers = (0..self.mentions.mentions.len()).filter(|&m| names_doer(m));
        doers.min_by_key(|&m| distance(m)).ok_or_else(|| "the text does not name who does so".into())
    }

    /// Does a noun phrase follow the trigger that the parse hangs elsewhere?
    fn is_bare(&self) -> bool {
        let (tokens, next) = (&self.clause.sentence.tokens, self.head + 1);
        let noun = tokens.get(next).and_then(|t| t.head);
        noun.is_none_or(|noun| tokens[noun].head != Some(self.head))
    }

    pub(super) fn held_offices(&self, people: &[usize]) -> Result<Vec<usize>, String> {
        let (tokens, next) = (&self.clause.sentence.tokens, self.head + 1);
        // "quit the party", whatever the parse makes of it.
        let takes_object =
            tokens[self.head].upos == Upos::Verb && tokens.get(next).is_some_and(|t| t.upos == Upos::Det);
        if takes_object && !self.clause.is_passive(self.head) && self.is_bare() {
            return Err("what the word is about stands behind it".into());
        }
        let held: Vec<usize> = people.iter().filter_map(|&person| self.held_office(person)).collect();
        if held.is_empty() { Err("the text names no office that S holds".into()) } else { Ok(held) }
    }
}
