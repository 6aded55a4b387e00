//! The language layer as data: a text, its sentences and their words. No algorithms; the raw text is never
//! changed, and every word points back into it by byte offsets.

mod deprel;
mod offsets;
mod upos;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use deprel::Deprel;
pub use offsets::CharOffsets;
pub use upos::Upos;

/// A stretch of the text in bytes, `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The text under the span.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Does this span hold the whole of `other`?
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Type of a name, as the model tags it (BIO over words).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// A person.
    Per,
    /// A body: company, party, ministry, team, medium.
    Org,
    /// A place that is no state or town: region, river, building.
    Loc,
    /// A country, state, province or town.
    Gpe,
    /// A nationality, religious or political group.
    Norp,
    /// A named event.
    Event,
    /// A named work, law or document.
    Work,
}

impl NameType {
    /// All types, in the order of the enumeration.
    pub const ALL: [NameType; 7] =
        [NameType::Per, NameType::Org, NameType::Loc, NameType::Gpe, NameType::Norp, NameType::Event, NameType::Work];

    /// The tag as printed in CoNLL-U (`PER`, `ORG` …).
    pub fn as_str(self) -> &'static str {
        match self {
            NameType::Per => "PER",
            NameType::Org => "ORG",
            NameType::Loc => "LOC",
            NameType::Gpe => "GPE",
            NameType::Norp => "NORP",
            NameType::Event => "EVENT",
            NameType::Work => "WORK",
        }
    }

    /// The type with this tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == tag)
    }
}

/// A syntactic word of Universal Dependencies. Every word is a stretch of the text; a multiword token
/// ("don't") is two words of which the first has `joined_to_next`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Lemma, as in UD English (names keep their capitals).
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Features in CoNLL-U form (`Number=Sing|…`), empty where there are none.
    pub feats: String,
    /// Index of the head word in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub deprel: Deprel,
    /// True when this word and the next are one multiword token.
    pub joined_to_next: bool,
}

impl Token {
    /// Does the word deny ("not", "never", "no")?
    pub fn denies(&self) -> bool {
        self.feats.split('|').any(|feature| matches!(feature, "Polarity=Neg" | "PronType=Neg"))
    }
}

/// A name found by the model: words `tokens` of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Word indices within the sentence.
    pub tokens: Range<usize>,
    /// Its type.
    pub kind: NameType,
}

/// A sentence. The dependency heads form a tree with exactly one root (for a sentence with words).
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Where it stands in the document's text.
    pub span: Span,
    /// Its words in text order.
    pub tokens: Vec<Token>,
    /// Names, in text order, not overlapping.
    pub names: Vec<Name>,
    /// How sure the parser is of each word's head, 0 to 1; empty where not known.
    pub certainty: Vec<f32>,
    /// Word vectors of the model, `tokens.len() * width` numbers, row by row; empty where not kept.
    pub vectors: Vec<f32>,
    /// True for the title of an article.
    pub is_title: bool,
}

impl Sentence {
    /// The last colon of a headline, or the dash behind a space that stands for one ("Army shells village - governor").
    pub fn last_colon(&self, text: &str) -> Option<usize> {
        let is_spaced = |i: usize| i > 0 && self.tokens[i - 1].span.end < self.tokens[i].span.start;
        (0..self.tokens.len()).rev().find(|&i| match self.tokens[i].span.of(text) {
            ":" => true,
            "-" | "–" | "—" => is_spaced(i),
            _ => false,
        })
    }

    /// Word indices that depend on `head`, in text order.
    pub fn dependents(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(head)).map(|(i, _)| i)
    }

    /// The root word.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// The word and all that it hangs on, upwards to the root.
    pub fn ancestors(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(word), |&here| self.tokens.get(here)?.head).take(self.tokens.len())
    }

    /// The first word of a coordination that `word` belongs to: "B" in "A and B" leads to "A".
    pub fn first_conjunct(&self, word: usize) -> usize {
        let mut at = word;
        for _ in 0..self.tokens.len() {
            match self.tokens.get(at) {
                Some(Token { deprel: Deprel::Conj, head: Some(head), .. }) => at = *head,
                _ => break,
            }
        }
        at
    }

    /// The first dependent of `head` with relation `deprel`.
    pub fn dependent(&self, head: usize, deprel: Deprel) -> Option<usize> {
        self.dependents(head).find(|&i| self.tokens[i].deprel == deprel)
    }

    /// The words of the whole subtree under `head` (itself included), in text order.
    pub fn subtree(&self, head: usize) -> Vec<usize> {
        let mut inside = vec![false; self.tokens.len()];
        let mut stack = vec![head];
        while let Some(i) = stack.pop() {
            if !std::mem::replace(&mut inside[i], true) {
                stack.extend(self.dependents(i));
            }
        }
        (0..self.tokens.len()).filter(|&i| inside[i]).collect()
    }
}

/// A text with its sentences.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The raw text, never changed: for an article its title, a blank line and its text.
    pub text: String,
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// The surface form of word `token` of sentence `sentence`.
    pub fn form(&self, sentence: usize, token: usize) -> &str {
        self.sentences[sentence].tokens[token].span.of(&self.text)
    }
}
