//! The reader: a text comes in, its document goes out. It tokenises, splits sentences, runs the model over
//! batches of one text's sentences and decodes what the model says. A text's document depends on that text
//! alone, whatever is read beside it and on however many threads.

use std::ops::Range;
use std::sync::Arc;

use tidings_network::{Pieces, Scores};

use super::decode;
use super::lemma::Lemmas;
use super::model::Model;
use super::repair::repair;
use super::rules::Rules;
use super::split::split;
use super::tokenise::{Word, tokenise};
use crate::document::{Deprel, Document, Sentence, Span, Token, Upos};
use crate::error::Result;

/// Longer sentences are read in parts.
const MOST_WORDS: usize = 160;
/// Parts end before this many word pieces.
const MOST_PIECES: usize = 400;
/// A batch ends with the sentence that fills it up to this many word pieces.
const BATCH_PIECES: usize = 96;

/// Reads English texts. Cloning is cheap; clones share the model, and many threads may read at once.
#[derive(Clone)]
pub struct Reader {
    model: Arc<Model>,
    rules: Arc<Rules>,
    lemmas: Arc<Lemmas>,
    keep_vectors: bool,
}

/// A sentence before the model has seen it.
struct Draft {
    words: Range<usize>,
    span: Span,
    is_title: bool,
}

/// A sentence, or a part of a long one, in a batch.
struct Unit {
    sentence: usize,
    words: Range<usize>,
    pieces: Pieces,
}

/// What is known about the words of a unit once it is decoded; indices count from the unit's first word.
struct Decoded {
    tokens: Vec<Token>,
    names: Vec<crate::document::Name>,
    certainty: Vec<f32>,
    vectors: Vec<f32>,
}

impl Reader {
    /// The reader with the model and the word lists that are built into the program. Takes some tenths of a
    /// second and about 100 MB.
    ///
    /// # Errors
    /// [`crate::Error::Model`] or [`crate::Error::Data`] when they do not fit the program.
    pub fn embedded() -> Result<Self> {
        let (model, rules) = (Arc::new(Model::embedded()?), Arc::new(Rules::embedded()?));
        Ok(Reader { model, rules, lemmas: Arc::new(Lemmas::embedded()?), keep_vectors: true })
    }

    /// The same reader, with or without [`Sentence::vectors`] in what it gives.
    pub fn with_vectors(mut self, keep: bool) -> Self {
        self.keep_vectors = keep;
        self
    }

    /// Reads a text of which the first `title_end` bytes are the title (0 for none).
    ///
    /// # Errors
    /// [`crate::Error::Model`] when the model cannot be run.
    pub fn read(&self, text: &str, title_end: usize) -> Result<Document> {
        let words = tokenise(&self.rules, text);
        let drafts = split(&self.rules, text, &words, title_end).into_iter().map(|range| {
            let span = match (words.get(range.start), words.get(range.end.saturating_sub(1))) {
                (Some(first), Some(last)) => first.span.cover(last.span),
                _ => Span::default(),
            };
            Draft { is_title: span.end <= title_end, words: range, span }
        });
        let drafts: Vec<Draft> = drafts.collect();
        self.annotate(text, &words, &drafts)
    }

    /// Reads a document anew whose sentences and words are kept as they are.
    ///
    /// # Errors
    /// [`crate::Error::Model`] when the model cannot be run.
    pub fn read_pretokenised(&self, document: &Document) -> Result<Document> {
        let (mut words, mut drafts) = (Vec::new(), Vec::new());
        for sentence in &document.sentences {
            let start = words.len();
            let tokens = sentence.tokens.iter();
            words.extend(tokens.map(|token| Word { span: token.span, joined_to_next: token.joined_to_next }));
            drafts.push(Draft { words: start..words.len(), span: sentence.span, is_title: sentence.is_title });
        }
        self.annotate(&document.text, &words, &drafts)
    }

    fn annotate(&self, text: &str, words: &[Word], drafts: &[Draft]) -> Result<Document> {
        let units = self.units(text, words, drafts);
        let decoded = if units.is_empty() { Vec::new() } else { self.run(text, words, &units)? };
        let mut sentences: Vec<Sentence> = drafts
            .iter()
            .map(|draft| Sentence {
                span: draft.span,
                tokens: Vec::with_capacity(draft.words.len()),
                names: Vec::new(),
                certainty: Vec::with_capacity(draft.words.len()),
                vectors: Vec::new(),
                is_title: draft.is_title,
            })
            .collect();
        for (unit, part) in units.iter().zip(decoded) {
            if let Some(sentence) = sentences.get_mut(unit.sentence) {
                append(sentence, part);
            }
        }
        sentences.iter_mut().for_each(|sentence| repair(text, sentence));
        Ok(Document { text: text.to_owned(), sentences })
    }

    /// Sentences, long ones in parts, in text order.
    fn units(&self, text: &str, words: &[Word], drafts: &[Draft]) -> Vec<Unit> {
        let mut units = Vec::with_capacity(drafts.len());
        for (sentence, draft) in drafts.iter().enumerate() {
            let mut rest = draft.words.clone();
            while !rest.is_empty() {
                let most = rest.start..rest.end.min(rest.start + MOST_WORDS);
                let mut part = if most.end < rest.end { cut(text, words, most) } else { most };
                let mut pieces = self.pieces(text, words, part.clone());
                while pieces.ids.len() > MOST_PIECES && part.len() > 1 {
                    part = cut(text, words, part.start..part.start + part.len() * 2 / 3);
                    pieces = self.pieces(text, words, part.clone());
                }
                rest.start = part.end;
                units.push(Unit { sentence, words: part, pieces });
            }
        }
        units
    }

    fn pieces(&self, text: &str, words: &[Word], range: Range<usize>) -> Pieces {
        self.model.pieces(words.get(range).unwrap_or_default().iter().map(|word| form(text, word.span)))
    }

    /// Runs the model over all units; results are in their order.
    fn run(&self, text: &str, words: &[Word], units: &[Unit]) -> Result<Vec<Decoded>> {
        self.model.with_threads(|| {
            let mut decoded = Vec::with_capacity(units.len());
            for batch in batches(units) {
                let pieces: Vec<&Pieces> = batch.iter().map(|unit| &unit.pieces).collect();
                for (unit, scores) in batch.iter().zip(self.model.run(&pieces, self.keep_vectors)?) {
                    let words = words.get(unit.words.clone()).unwrap_or_default();
                    decoded.push(self.decode(text, words, &scores)?);
                }
            }
            Ok(decoded)
        })
    }

    /// What the scores of a unit say about its words.
    fn decode(&self, text: &str, words: &[Word], scores: &Scores) -> Result<Decoded> {
        let labels = &self.model.labels;
        let count = words.len();
        let mut name_scores = Vec::with_capacity(count * labels.names.len());
        (0..count).for_each(|word| name_scores.extend_from_slice(scores.names(word)));
        let heads = decode::tree(&scores.arcs, count);
        let certainty = decode::certainty(&scores.arcs, &heads);
        let relations = self.model.relations(scores, &heads)?;
        let parents = heads.into_iter().zip(relations);
        let tokens = words.iter().zip(parents).enumerate().map(|(index, (word, (head, relation)))| {
            let relation = labels.deprel.get(relation).copied();
            let upos = labels.upos.get(best(scores.upos(index))).copied().unwrap_or(Upos::X);
            let feats = labels.feats.get(best(scores.feats(index)));
            let script = labels.lemma.get(best(scores.lemma(index)));
            let feats = feats.cloned().unwrap_or_default();
            let form = form(text, word.span);
            let lemma = script.map_or_else(|| form.to_owned(), |script| script.apply(form));
            Token {
                span: word.span,
                lemma: self.lemmas.correct(&self.model.vocabulary, form, upos, &feats, lemma),
                upos,
                feats,
                head,
                deprel: match (head, relation) {
                    (None, _) => Deprel::Root,
                    (Some(_), Some(Deprel::Root) | None) => Deprel::Dep,
                    (Some(_), Some(relation)) => relation,
                },
                joined_to_next: word.joined_to_next,
            }
        });
        let names = decode::names(&name_scores, &labels.names, &labels.transitions);
        Ok(Decoded { tokens: tokens.collect(), names, certainty, vectors: scores.vectors().to_vec() })
    }
}

fn form(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// The first of the largest numbers.
fn best(scores: &[f32]) -> usize {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.iter().position(|&score| score == largest).unwrap_or(0)
}

/// Shortens a range of words so that it ends after punctuation, when there is some in its second half.
fn cut(text: &str, words: &[Word], range: Range<usize>) -> Range<usize> {
    let is_mark = |index: &usize| {
        let mark = words.get(*index).map_or("", |word| form(text, word.span));
        matches!(mark, "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | ")")
    };
    let middle = range.start + range.len() / 2;
    match (middle..range.end).rev().find(is_mark) {
        Some(mark) => range.start..mark + 1,
        None => range.start..range.end.max(range.start + 1),
    }
}

/// Runs of units that are read at once.
fn batches(units: &[Unit]) -> Vec<&[Unit]> {
    let (mut batches, mut start, mut size) = (Vec::new(), 0, 0);
    for (index, unit) in units.iter().enumerate() {
        size += unit.pieces.ids.len();
        if size >= BATCH_PIECES || index + 1 == units.len() {
            batches.push(&units[start..=index]);
            (start, size) = (index + 1, 0);
        }
    }
    batches
}

/// Appends a part to its sentence; the root of a later part hangs on the first root.
fn append(sentence: &mut Sentence, part: Decoded) {
    let offset = sentence.tokens.len();
    let root = sentence.tokens.iter().position(|token| token.head.is_none());
    sentence.tokens.extend(part.tokens.into_iter().map(|mut token| {
        match (token.head, root) {
            (Some(head), _) => token.head = Some(head + offset),
            (None, Some(root)) => {
                token.head = Some(root);
                token.deprel = Deprel::Parataxis;
            }
            (None, None) => {}
        }
        token
    }));
    sentence.names.extend(part.names.into_iter().map(|mut name| {
        name.tokens = name.tokens.start + offset..name.tokens.end + offset;
        name
    }));
    sentence.certainty.extend(part.certainty);
    sentence.vectors.extend(part.vectors);
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use rayon::prelude::*;

    use super::*;
    use crate::language::VECTOR_WIDTH;

    static READER: LazyLock<Reader> =
        LazyLock::new(|| Reader::embedded().expect("the built-in model fits the program"));

    fn check(document: &Document) {
        for sentence in &document.sentences {
            assert_eq!(sentence.tokens.iter().filter(|token| token.head.is_none()).count(), 1);
            assert_eq!(sentence.vectors.len(), sentence.tokens.len() * VECTOR_WIDTH);
            for (index, token) in sentence.tokens.iter().enumerate() {
                assert!(sentence.span.contains(token.span) && !token.span.of(&document.text).is_empty());
                let mut node = index;
                for _ in 0..sentence.tokens.len() {
                    node = sentence.tokens[node].head.unwrap_or(node);
                }
                assert_eq!(sentence.tokens[node].head, None, "every word reaches the root");
            }
            assert!(sentence.names.iter().all(|name| name.tokens.end <= sentence.tokens.len()));
        }
    }

    #[test]
    fn a_plain_article() {
        let text = "Ministers meet in Geneva\n\nThe foreign minister of Norway visited his colleague on Monday. They didn't sign.";
        let document = READER.read(text, 24).expect("model runs");
        check(&document);
        assert_eq!(document.text, text);
        assert_eq!(document.sentences.iter().map(|s| s.is_title).collect::<Vec<_>>(), [true, false, false]);
        let visited = &document.sentences[1].tokens[5];
        assert_eq!((visited.lemma.as_str(), visited.upos, visited.head), ("visit", Upos::Verb, None));
        assert_eq!(document.sentences[1].tokens[2].deprel, Deprel::Nsubj);
    }

    #[test]
    fn empty_and_odd_texts() {
        for text in ["", " \n\n ", "\u{0}\u{1}", "🇦🇲", "\u{301}\u{301}", "a\u{200b}b", "((((", "\u{202e}abc"] {
            check(&READER.read(text, 0).expect("model runs"));
        }
        assert!(READER.read("", 0).expect("model runs").sentences.is_empty());
    }

    #[test]
    fn long_sentences_are_read_in_parts() {
        let text = "the minister of the city said, and ".repeat(120);
        let document = READER.read(&text, 0).expect("model runs");
        check(&document);
        assert_eq!(document.sentences.len(), 1);
        assert!(document.sentences[0].tokens.iter().any(|token| token.deprel == Deprel::Parataxis));
    }

    #[test]
    fn a_text_is_read_the_same_whatever_is_beside_it() {
        let texts: Vec<String> = (1..9).map(|n| "The envoy left Bern for talks with a rival. ".repeat(n)).collect();
        let alone: Vec<Document> = texts.iter().map(|text| READER.read(text, 0).expect("model runs")).collect();
        let beside: Vec<Document> = texts.par_iter().map(|text| READER.read(text, 0).expect("model runs")).collect();
        assert_eq!(alone, beside);
    }

    #[test]
    fn words_that_are_given_are_kept() {
        let document = READER.read("They met . They left", 0).expect("model runs");
        let mut given = document.clone();
        given.sentences[0].tokens.truncate(2);
        let again = READER.read_pretokenised(&given).expect("model runs");
        check(&again);
        assert_eq!(again.sentences[0].tokens.len(), 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), title in 0usize..20) {
            check(&READER.read(&text, title).expect("model runs"));
        }

        #[test]
        fn no_mixture_of_marks_makes_it_panic(text in r#"([a-z]{0,3}|[A-Z.]{0,3}|['"’“”.,:;!?/@$€%()&<>*#=_-]|[0-9]{0,3}| |\n|\t|é|Ж|中){0,60}"#) {
            check(&READER.read(&text, 0).expect("model runs"));
        }
    }
}
