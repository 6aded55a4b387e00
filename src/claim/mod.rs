//! Claims with their evidence, ready for output: JSON lines and RDF. A claim cannot be built without the
//! article, the offsets and the quote that it rests on.

mod article_claims;
pub mod build;
pub mod confidence;
mod decision;
mod entities;
#[cfg(test)]
pub(crate) mod fixture;
pub mod inference;
mod iri;
pub mod jsonl;
pub mod rdf;
mod record;
mod time;

pub use article_claims::ArticleClaims;
pub use decision::decision_quads;
pub use entities::{DERIVED, describe_all};
pub use iri::Base;
pub use rdf::{ArticleQuads, quads};
pub use record::{Record, Resolved, Rules};

use crate::document::Span;
use crate::lexicon::Judgement;
use crate::relation::{Cue, Modality, Polarity};

/// The words that a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// First Unicode character of the quote in the article's full text (title, blank line, text).
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// `text[start..end]`, to the letter.
    pub quote: String,
}

/// A participant: an entity of the reading and the words that name it here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Index into [`Reading::entities`](crate::pipeline::Reading).
    pub entity: usize,
    /// The words in this sentence.
    pub text: String,
    /// Where those words stand, in bytes of the full text.
    pub span: Span,
}

/// One claim of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Who.
    pub subject: Argument,
    /// Predicate id without prefix (`met`, `open/discuss`).
    pub predicate: String,
    /// Whom or what.
    pub object: Argument,
    /// Charge, office, subject or asset named with it.
    pub topic: Option<Argument>,
    /// Where it took place.
    pub place: Option<Argument>,
    /// When: ISO date, month or year, or a span `start/end`.
    pub time: Option<String>,
    /// Did it happen, says the text?
    pub polarity: Polarity,
    /// How sure.
    pub modality: Modality,
    /// Who says so; `None` for the article's own voice.
    pub speaker: Option<Argument>,
    /// The probability that it is right, 0 to 1 ([`confidence::judge`]).
    pub confidence: f32,
    /// What that probability rests on.
    pub judgement: Judgement,
    /// The rule that found it.
    pub rule: String,
    /// Number of the sentence, from 0; the title is 0.
    pub sentence: usize,
    /// The sentence that states it.
    pub evidence: Evidence,
    /// The words that express the predicate, in bytes of the full text.
    pub trigger: Span,
    /// Cues that set polarity, modality and speaker.
    pub cues: Vec<Cue>,
    /// For an inferred claim: indices (into the reading's claims) of those it follows from, and the rule is the
    /// inference rule's name. Empty for a claim read from the text.
    pub inferred_from: Vec<usize>,
}

impl Claim {
    /// All its participants: subject, object, speaker, topic, place.
    pub fn arguments(&self) -> impl Iterator<Item = &Argument> {
        let optional = [&self.speaker, &self.topic, &self.place].into_iter().flatten();
        [&self.subject, &self.object].into_iter().chain(optional)
    }
}
