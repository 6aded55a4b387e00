//! Frames that leave their object unsaid: "he pleaded not guilty" does not say to what. In: the claims found so far.
//! Out: claims whose object is that of the nearest claim about the same subject that tells it.

use super::{Counted, FrameExtractor, Knowledge, Signature, Try, most_specific};
use crate::document::Document;
use crate::lexicon::pattern::{Pattern, Role};
use crate::lexicon::{Modality, Polarity, TypeSet};
use crate::mention::Mentions;
use crate::relation::factuality::factuality;
use crate::relation::matching::{Licence, match_pattern};
use crate::relation::roles::Clause;
use crate::relation::{Cue, Extraction};

impl FrameExtractor {
    /// Claims of the frames with `implied`, whose objects `known` tells.
    pub fn extract_implied(
        &self,
        document: &Document,
        mentions: &Mentions,
        knowledge: Knowledge<'_>,
        known: &[&Extraction],
    ) -> Vec<Extraction> {
        let mut found: Vec<Extraction> = Vec::new();
        let chain = |m: usize| mentions.mentions[m].chain;
        for index in 0..document.sentences.len() {
            let clause = Clause::new(document, index);
            for head in 0..clause.sentence.tokens.len() {
                let mut here: Vec<Counted> = Vec::new();
                for (frame, pattern) in self.candidates(clause, head, true) {
                    let attempt = Try { extractor: self, clause, mentions, knowledge, head, frame };
                    here.extend(attempt.imply(&self.frames.frames[frame].patterns[pattern], known));
                }
                for (claim, _) in most_specific(mentions, here) {
                    let is_said = |c: &&Extraction| {
                        c.sentence == index
                            && c.predicate == claim.predicate
                            && chain(c.subject) == chain(claim.subject)
                    };
                    if !known.iter().copied().chain(&found).any(|c| is_said(&c)) {
                        found.push(claim);
                    }
                }
            }
        }
        found
    }
}

impl Try<'_> {
    fn imply(&self, pattern: &Pattern, known: &[&Extraction]) -> Vec<Counted> {
        let Ok(bindings) = match_pattern(self.clause, self.head, pattern, Licence::default()) else {
            return Vec::new();
        };
        let Signature { domain, range, .. } = self.extractor.types[self.frame];
        let types = pattern.types_of(Role::Subject).unwrap_or(domain);
        let subjects = self.fillers(&bindings.subjects, types, "S").unwrap_or_default();
        let (clause, frame) = (self.clause, self.frame());
        let event = bindings.event.unwrap_or(self.head);
        let facts = factuality(clause.document, clause.sentence, event, self.knowledge.cues);
        // "pleaded not guilty": the pattern's own "not" denies nothing.
        let is_own =
            |c: &Cue| bindings.words.iter().any(|&w| w != self.head && clause.sentence.tokens[w].span == c.span);
        let is_denied = facts.polarity == Polarity::Negative && !facts.cues.iter().any(is_own);
        let is_negative = (is_denied || self.is_word_denied(&bindings)) != (frame.polarity == Polarity::Negative);
        let claim = |subject: usize| {
            let object = self
                .told(subject, known)
                .filter(|&object| range == TypeSet::ANY || self.check(object, range).is_ok())?;
            let words = bindings.words.len();
            let claim = Extraction {
                subject,
                predicate: frame.predicate.clone(),
                object,
                polarity: if is_negative { Polarity::Negative } else { Polarity::Positive },
                modality: if facts.modality == Modality::Actual { frame.modality } else { facts.modality },
                cues: facts.cues.clone(),
                ..self.stated(event, &bindings)
            };
            Some(Counted { claim, charge: None, words })
        };
        subjects.into_iter().filter_map(claim).collect()
    }

    /// The object of the nearest claim about the subject that tells it: one of the same sentence, then of those before,
    /// then of those behind.
    fn told(&self, subject: usize, known: &[&Extraction]) -> Option<usize> {
        let chain = |m: usize| self.mentions.mentions[m].chain;
        let here = self.clause.index;
        let tells = known.iter().filter(|c| {
            self.frame().implied.contains(&c.predicate)
                && chain(c.subject) == chain(subject)
                && c.polarity == Polarity::Positive
        });
        tells.min_by_key(|c| (c.sentence.abs_diff(here), c.sentence > here)).map(|c| c.object)
    }
}
