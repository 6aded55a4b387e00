//! Companion claims: "A accuses B of C" is also "B is accused of C". In: a match, and the claims it made. Out: the
//! claims between the object and what the topic names, or the deed that a clause tells ("said that B took bribes").

use super::Try;
use crate::document::Document;
use crate::mention::{Mentions, phrases};
use crate::relation::Extraction;
use crate::relation::matching::Bindings;

/// What the object of a claim is charged with, and the predicate that says so.
#[derive(Debug, Clone)]
pub(super) struct Charge {
    predicate: String,
    deed: Deed,
}

#[derive(Debug, Clone)]
enum Deed {
    /// Mentions that name it.
    Named(Vec<usize>),
    /// The verb of the clause that tells it.
    Told(usize),
}

impl Try<'_> {
    /// The charge in a match, where the frame has companions.
    pub(super) fn charge(&self, bindings: &Bindings) -> Option<Charge> {
        let frame = self.frame();
        let predicate = frame.companion.clone()?;
        let told = bindings.deed.or_else(|| bindings.event.or(Some(self.head)).filter(|_| frame.is_spoken));
        let deed = match bindings.topic {
            Some(topic) => {
                let range = self.extractor.types[self.frame].companion_range;
                Deed::Named(self.fillers(&[topic], range, "T").ok()?)
            }
            None => Deed::Told(told?),
        };
        Some(Charge { predicate, deed })
    }
}

impl Charge {
    /// The companions of `claim`; a deed that has no mention yet gets one.
    pub(super) fn claims(&self, document: &Document, mentions: &mut Mentions, claim: &Extraction) -> Vec<Extraction> {
        let (deeds, head) = match &self.deed {
            Deed::Named(deeds) => (deeds.clone(), claim.head),
            Deed::Told(verb) => {
                let deed = phrases::phrase_at(document, mentions, claim.sentence, *verb);
                (deed.into_iter().collect(), *verb)
            }
        };
        let companion = |deed: usize| Extraction {
            subject: claim.object,
            predicate: self.predicate.clone(),
            object: deed,
            topic: None,
            head,
            ..claim.clone()
        };
        deeds.into_iter().filter(|&d| d != claim.object && d != claim.subject).map(companion).collect()
    }
}
