//! From parse and mentions to claims: who did what to whom, how sure, and who says so.

pub mod attribution;
mod clause;
pub mod cue_check;
pub mod factuality;
pub mod frames;
pub mod headline;
pub mod judgement;
pub mod learned;
mod matching;
pub mod nominal;
pub mod open;
#[cfg(test)]
mod parsed;
pub mod quotation;
pub mod roles;
pub mod time;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::document::Span;
use crate::lexicon::{Cues, Judgement};
pub use crate::lexicon::{Modality, Polarity};
pub use attribution::{Attributed, Attributions};
pub use factuality::{Factuality, factuality};
pub use time::Times;

use crate::mention::Mentions;

/// Words that set polarity, modality or speaker, with the list they stand in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cue {
    /// Where the words stand, in bytes.
    pub span: Span,
    /// Name of the cue list and entry, for `explain`.
    pub rule: String,
}

/// The predicates that rules have told, by sentence and the chains of subject and object.
pub type Known = HashMap<(usize, usize, usize), Vec<String>>;

/// A claim as extracted, over mentions of one document (not yet resolved to entities).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Mention index of the subject.
    pub subject: usize,
    /// Predicate id (`met`), or `open/VERB` for an open claim.
    pub predicate: String,
    /// Mention index of the object.
    pub object: usize,
    /// Charge, office, subject or asset named with it: mention index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<usize>,
    /// Where it took place: mention index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// When: ISO date, month or year, or `start/end`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Did it happen?
    pub polarity: Polarity,
    /// How sure?
    pub modality: Modality,
    /// Who says so: mention index; `None` for the article's own voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<usize>,
    /// The rule (frame id, `title`, `relation-head` …).
    pub rule: String,
    /// Sentence of the document.
    pub sentence: usize,
    /// The words that express the predicate, in bytes.
    pub trigger: Span,
    /// Index of the word in the sentence that carries the predicate: where factuality, speaker and time are read.
    pub head: usize,
    /// Cues that set polarity, modality and speaker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// What the rule says of itself, 0 to 1.
    pub confidence: f32,
    /// Where the object is an office: the words that name it, in bytes.
    pub object_words: Option<Span>,
    /// What its words tell of how likely it is to be right.
    #[serde(default)]
    pub judgement: Judgement,
}

impl Extraction {
    /// What word `head` of a sentence says with the words at `trigger`, before a rule fills in who, what and how sure:
    /// participants are mention 0, the rest is the article's own plain statement.
    fn at(sentence: usize, head: usize, trigger: Span) -> Extraction {
        Extraction {
            subject: 0,
            predicate: String::new(),
            object: 0,
            topic: None,
            place: None,
            time: None,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            speaker: None,
            rule: String::new(),
            sentence,
            trigger,
            head,
            cues: Vec::new(),
            confidence: 0.0,
            object_words: None,
            judgement: Judgement::default(),
        }
    }
}

/// Set the speaker of each claim from the attributions of the document, and let a hedging report ("claimed that")
/// make an actual claim an alleged one. What the speaker does by speaking ("I urge you") is told by the article.
pub fn attribute(attributions: &Attributions, mentions: &Mentions, cues: &Cues, claims: &mut [Extraction]) {
    let chain = |m: usize| mentions.mentions.get(m).map(|m| m.chain);
    let performed = claims.iter().filter(|c| cues.is_performed(&c.predicate));
    let performed: Vec<_> = performed.map(|c| (c.sentence, chain(c.subject), chain(c.object))).collect();
    for claim in claims {
        let Some(source) = attributions.speaker_of(claim.sentence, claim.head) else { continue };
        // "said that B took bribes": that B is accused is the doing of who says so, not their report.
        let done = (claim.sentence, chain(source.mention), chain(claim.subject));
        if cues.is_undergone(&claim.predicate) && performed.contains(&done) {
            continue;
        }
        if cues.is_performed(&claim.predicate) && chain(claim.subject) == chain(source.mention) {
            continue;
        }
        if cues.is_background(&claim.predicate) && !source.is_quoted {
            continue;
        }
        claim.speaker = Some(source.mention);
        claim.cues.push(source.cue.clone());
        if let (Some(hedge), Modality::Actual) = (source.hedge, claim.modality) {
            claim.modality = hedge;
        }
    }
}
