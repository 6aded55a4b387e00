//! Who says so? What comes in: a document, its mentions and the cue lists; what goes out: for each word, the mention
//! that the text gives as the source of what is said around it, with the words that say so.
//!
//! The innermost source counts: clauses under a reporting word, "according to", ", she said", accusations, and the
//! utterer of a quotation. Built once a document; a reporting word is not attributed to its own subject.

mod quoted;
mod source;
mod spokespeople;
mod syntactic;
mod titled;

use crate::document::{Deprel, Document, Span};
use crate::lexicon::{CueEntry, Cues, Effect, Modality, Polarity, UnderNegation};
use crate::mention::Mentions;
use crate::relation::quotation::{Quotation, quotations};
use crate::relation::{Cue, factuality};

pub use spokespeople::bodies_spoken_for;

/// The source of what stands around a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributed {
    /// Who says so: index of a mention.
    pub mention: usize,
    /// The reporting word.
    pub cue: Cue,
    /// How the reporting word itself hedges ("claimed": alleged).
    pub hedge: Option<Modality>,
    /// Does the word stand in a quotation?
    pub is_quoted: bool,
}

/// The sources of a document.
#[derive(Debug, Clone, Default)]
pub struct Attributions {
    found: Vec<Attributed>,
    /// For each sentence and word, an index into `found`.
    by_word: Vec<Vec<Option<usize>>>,
}

impl Attributions {
    /// Finds the sources of a whole document.
    pub fn build(document: &Document, mentions: &Mentions, cues: &Cues) -> Attributions {
        let finder = Finder { document, mentions, cues, quotations: quotations(document) };
        let utterers = finder.utterers();
        let mut attributions = Attributions::default();
        for (s, sentence) in document.sentences.iter().enumerate() {
            let mut row = Vec::with_capacity(sentence.tokens.len());
            let titled = finder.titled(s);
            for word in 0..sentence.tokens.len() {
                let named =
                    || titled.as_ref().filter(|(words, _)| words.contains(&word)).map(|(_, source)| source.clone());
                let found = finder.source_of(s, word, &utterers).or_else(named);
                row.push(found.map(|found| attributions.index_of(found)));
            }
            attributions.by_word.push(row);
        }
        attributions
    }

    /// The source of what word `head` of sentence `sentence` says; `None` for the article's own voice.
    pub fn speaker_of(&self, sentence: usize, head: usize) -> Option<&Attributed> {
        self.found.get((*self.by_word.get(sentence)?.get(head)?)?)
    }

    fn index_of(&mut self, attributed: Attributed) -> usize {
        // Neighbouring words mostly share their source: look from the end.
        self.found.iter().rposition(|f| *f == attributed).unwrap_or_else(|| {
            self.found.push(attributed);
            self.found.len() - 1
        })
    }
}

/// What the finders below look at.
struct Finder<'a> {
    document: &'a Document,
    mentions: &'a Mentions,
    cues: &'a Cues,
    quotations: Vec<Quotation>,
}

impl Finder<'_> {
    /// The innermost source for a word: inside its quotation the parse, then the utterer, then the parse outside.
    fn source_of(&self, s: usize, word: usize, utterers: &[Option<Attributed>]) -> Option<Attributed> {
        let quoted = self.innermost_quotation(s, word);
        let by_parse = self.by_parse(s, word).map(|found| Attributed { is_quoted: quoted.is_some(), ..found });
        match quoted.and_then(|q| Some((q, utterers.get(q)?.as_ref()?))) {
            Some((q, utterer)) => {
                let span = self.quotations.get(q).map(|q| q.span)?;
                let is_inside = |found: &Attributed| span.contains(found.cue.span);
                Some(by_parse.filter(is_inside).unwrap_or_else(|| Attributed { is_quoted: true, ..utterer.clone() }))
            }
            None => by_parse,
        }
    }

    /// The innermost quotation around a word that quotes a statement.
    fn innermost_quotation(&self, s: usize, word: usize) -> Option<usize> {
        let span = self.document.sentences.get(s)?.tokens.get(word)?.span;
        let around = self.quotations.iter().enumerate().filter(|(_, q)| !q.is_scare && q.span.contains(span));
        around.min_by_key(|(_, q)| q.span.end - q.span.start).map(|(i, _)| i)
    }

    /// Does a word stand in any quotation?
    fn is_quoted(&self, s: usize, word: usize) -> bool {
        self.innermost_quotation(s, word).is_some()
    }

    /// `None` where the word is denied and nothing follows for what it takes: who "never said that" says nothing.
    fn attributed(&self, s: usize, cue_word: usize, mention: usize, entry: &CueEntry) -> Option<Attributed> {
        let is_denied = || {
            let clauses = self.clauses(s)?;
            // "refused to confirm that"
            let is_refused =
                || factuality(self.document, clauses.sentence, cue_word, self.cues).polarity == Polarity::Negative;
            let is_infinitive = clauses.deprel(cue_word) == Deprel::Xcomp;
            Some(clauses.has_negative_adverb(cue_word, self.cues) || is_infinitive && is_refused())
        };
        if entry.negated == UnderNegation::Possible && is_denied() == Some(true) {
            return None;
        }
        let span: Span = self.document.sentences.get(s)?.tokens.get(cue_word)?.span;
        let list = entry.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
        let hedge = entry.has(Effect::Alleged).then_some(Modality::Alleged);
        Some(Attributed { mention, cue: Cue { span, rule: format!("{list}/{}", entry.id()) }, hedge, is_quoted: false })
    }
}

#[cfg(test)]
mod tests;
