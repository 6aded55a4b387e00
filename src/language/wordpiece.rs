//! Word pieces and casing shapes: a word comes in, the ids that the model reads go out. The steps are those of
//! the training (`training/wordpiece.py`): map characters, drop invisible ones, lower-case, drop accents,
//! split at punctuation, then the longest pieces of the vocabulary from the left.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::{Error, Result};

/// Longer runs of letters are unknown.
const LONGEST_RUN: usize = 100;
/// More pieces than this of one word (long addresses) are left out; the model judges a word by its first piece.
const MOST_PIECES: usize = 24;

/// The vocabulary.
#[derive(Debug)]
pub struct WordPiece {
    /// Pieces that begin a word.
    initial: HashMap<&'static str, i32>,
    /// Pieces that go on, without their `##`.
    inner: HashMap<&'static str, i32>,
    characters: HashMap<char, String>,
    unknown: i32,
    /// `[CLS]`.
    pub(super) start: i32,
    /// `[SEP]`.
    pub(super) end: i32,
}

impl WordPiece {
    /// From a vocabulary, one piece a line, and the table of characters that are mapped before anything else.
    ///
    /// # Errors
    /// [`Error::Model`] when a special piece is missing.
    pub fn new(vocabulary: &'static str, characters: HashMap<char, String>) -> Result<Self> {
        let (mut initial, mut inner) = (HashMap::new(), HashMap::new());
        for (piece, id) in vocabulary.lines().zip(0i32..) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => inner.insert(rest, id),
                _ => initial.insert(piece, id),
            };
        }
        let special = |piece: &str| {
            initial.get(piece).copied().ok_or_else(|| Error::Model(format!("{piece} is not in the vocabulary")))
        };
        let (unknown, start, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(WordPiece { initial, inner, characters, unknown, start, end })
    }

    /// Is this (in lower case) a whole word of the vocabulary?
    pub fn knows(&self, word: &str) -> bool {
        self.initial.contains_key(word)
    }

    /// Appends the piece ids of a word, at least one.
    pub fn append(&self, word: &str, scratch: &mut String, pieces: &mut Vec<i32>) {
        let first = pieces.len();
        scratch.clear();
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            scratch.push_str(word);
            scratch.make_ascii_lowercase();
            if let Some(&id) = self.initial.get(scratch.as_str()) {
                return pieces.push(id);
            }
            self.greedy(scratch, pieces);
        } else {
            self.append_runs(word, scratch, pieces);
        }
        if pieces.len() == first {
            pieces.push(self.unknown);
        }
        pieces.truncate(first + MOST_PIECES);
    }

    /// Normalises a word and cuts it at punctuation.
    fn append_runs(&self, word: &str, run: &mut String, pieces: &mut Vec<i32>) {
        let mut mapped = String::with_capacity(word.len() + 8);
        for c in word.chars() {
            match self.characters.get(&c) {
                Some(other) => mapped.push_str(other),
                None => mapped.push(c),
            }
        }
        mapped.retain(|c| !is_invisible(c) && !c.is_whitespace());
        for c in mapped.to_lowercase().nfd().filter(|&c| !is_combining_mark(c)) {
            if is_punctuation(c) || is_ideograph(c) {
                self.greedy(run, pieces);
                run.clear();
                run.push(c);
                self.greedy(run, pieces);
                run.clear();
            } else {
                run.push(c);
            }
        }
        self.greedy(run, pieces);
    }

    /// Longest match from the left; a run that cannot be matched to its end is unknown.
    fn greedy(&self, run: &str, pieces: &mut Vec<i32>) {
        if run.is_empty() {
            return;
        }
        let first = pieces.len();
        if run.chars().count() > LONGEST_RUN {
            return pieces.push(self.unknown);
        }
        let mut rest = run;
        while !rest.is_empty() {
            let table = if pieces.len() == first { &self.initial } else { &self.inner };
            let ends = rest.char_indices().rev().map(|(at, c)| at + c.len_utf8());
            let Some((end, id)) = ends.into_iter().find_map(|end| Some((end, *table.get(&rest[..end])?))) else {
                pieces.truncate(first);
                return pieces.push(self.unknown);
            };
            pieces.push(id);
            rest = &rest[end..];
        }
    }
}

/// Control and format characters, and those that are no characters.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{fffd}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// ASCII marks and Unicode's categories of punctuation, as far as texts in Latin script meet them.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{387}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}'
            | '\u{5be}' | '\u{5f3}' | '\u{5f4}' | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61e}' | '\u{61f}' | '\u{66a}'..='\u{66d}'
            | '\u{6d4}' | '\u{964}' | '\u{965}' | '\u{10fb}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}'
            | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{207d}' | '\u{207e}' | '\u{2e00}'..='\u{2e5d}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{30fb}' | '\u{fe30}'..='\u{fe61}' | '\u{ff01}'..='\u{ff03}'
            | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}' | '\u{f900}'..='\u{faff}')
}

/// Casing shape of a word as written; the number is the row of the model's shape table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
#[allow(missing_docs)] // the names say it
pub enum Shape {
    Lower = 1,
    Title,
    Upper,
    Capital,
    Mixed,
    Digits,
    DigitMixed,
    Punctuation,
    Other,
}

impl Shape {
    /// Names in the order of the table; row 0 is for pieces that do not begin a word.
    pub const NAMES: [&'static str; 10] =
        ["none", "lower", "title", "upper", "capital", "mixed", "digits", "digit-mixed", "punctuation", "other"];

    /// The shape of a word: by digits, then by the counts of upper- and lower-case letters.
    pub fn of(word: &str) -> Self {
        let (mut letters, mut upper, mut lower, mut digits, mut first_upper) = (0, 0, 0, false, false);
        for c in word.chars() {
            if c.is_alphabetic() {
                first_upper |= letters == 0 && c.is_uppercase();
                letters += 1;
                upper += usize::from(c.is_uppercase());
                lower += usize::from(c.is_lowercase());
            }
            digits |= c.is_ascii_digit();
        }
        match (letters, digits, upper, lower) {
            (0, true, ..) => Shape::Digits,
            (0, false, ..) => Shape::Punctuation,
            (_, true, ..) => Shape::DigitMixed,
            (_, _, 0, 0) => Shape::Other,
            (_, _, 0, _) => Shape::Lower,
            (_, _, 1, 0) => Shape::Capital,
            (_, _, _, 0) => Shape::Upper,
            (_, _, 1, _) if first_upper => Shape::Title,
            _ => Shape::Mixed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nmeet\n##ing\n-\n'\ns\nselim\ne\n##s";

    fn pieces(word: &str) -> Vec<i32> {
        let characters = [('’', "'".to_owned()), ('ə', "e".to_owned())].into_iter().collect();
        let vocabulary = WordPiece::new(VOCABULARY, characters).expect("special pieces are there");
        let mut out = Vec::new();
        vocabulary.append(word, &mut String::new(), &mut out);
        out
    }

    #[test]
    fn longest_pieces_from_the_left() {
        assert_eq!(pieces("Meeting"), [4, 5]);
        assert_eq!(pieces("’s"), [7, 8]);
        assert_eq!(pieces("Səlim-meets"), [9, 6, 4, 11]);
        assert_eq!(pieces("Sélim"), [9]);
        assert_eq!(pieces("meetx"), [1]);
        assert_eq!(pieces("\u{200b}"), [1]);
        assert_eq!(pieces(&"e-".repeat(500)).len(), MOST_PIECES);
    }

    #[test]
    fn shapes() {
        use Shape::*;
        let words = ["the", "Baku", "NATO", "I", "McKay", "2020", "G20", "...", "東京", "ÎLE", "U.S.", "iPhone"];
        let shapes = [Lower, Title, Upper, Capital, Mixed, Digits, DigitMixed, Punctuation, Other, Upper, Upper, Mixed];
        assert_eq!(words.map(Shape::of), shapes);
        assert_eq!(Shape::NAMES[Shape::DigitMixed as usize], "digit-mixed");
    }

    #[test]
    fn a_vocabulary_needs_its_special_pieces() {
        assert!(WordPiece::new("a\nb", HashMap::new()).is_err());
    }
}
