//! The word lists of the tokeniser and the sentence splitter: `data/language/*.toml` come in, sets ready for
//! look-up go out.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

/// What may follow an abbreviation, and so whether its full stop can end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
    /// "Mr.": a name follows.
    Title,
    /// "No.": a number follows.
    BeforeNumber,
    /// "vs.", "Sept.": the sentence goes on.
    Inner,
    /// "Inc.", "p.m.": both are possible.
    Either,
}

/// The lists, as sets.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// What an apostrophe cuts off, without it, in lower case.
    pub(super) clitics: HashSet<String>,
    /// Contractions without apostrophe: the word -> the lengths of its parts in bytes.
    pub(super) contractions: HashMap<String, Vec<usize>>,
    /// Words with an apostrophe that are kept whole, in lower case with `'`.
    pub(super) apostrophe_words: HashSet<String>,
    pub(super) prefixes: HashSet<String>,
    pub(super) hyphenated: HashSet<String>,
    pub(super) slashed: HashSet<String>,
    pub(super) units: HashSet<String>,
    pub(super) currency_prefixes: HashSet<String>,
    pub(super) emoticons: HashSet<String>,
    pub(super) domains: HashSet<String>,
    pub(super) abbreviations: HashMap<String, Abbreviation>,
    pub(super) starters: HashSet<String>,
    pub(super) reporting: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contractions {
    clitics: HashSet<String>,
    whole: Vec<String>,
    apostrophe_words: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hyphens {
    prefixes: HashSet<String>,
    whole: HashSet<String>,
    slashed: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Symbols {
    units: HashSet<String>,
    currency_prefixes: HashSet<String>,
    emoticons: HashSet<String>,
    domains: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    titles: Vec<String>,
    before_numbers: Vec<String>,
    dates: Vec<String>,
    inner: Vec<String>,
    either: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    starters: HashSet<String>,
    reporting: HashSet<String>,
}

impl Rules {
    /// The lists that are built into the program.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line when a list is not in its form.
    pub fn embedded() -> Result<Self> {
        let contractions: Contractions =
            parse_data("language/contractions.toml", include_str!("../../data/language/contractions.toml"))?;
        let hyphens: Hyphens = parse_data("language/hyphens.toml", include_str!("../../data/language/hyphens.toml"))?;
        let symbols: Symbols = parse_data("language/symbols.toml", include_str!("../../data/language/symbols.toml"))?;
        let abbreviations: Abbreviations =
            parse_data("language/abbreviations.toml", include_str!("../../data/language/abbreviations.toml"))?;
        let sentences: Sentences =
            parse_data("language/sentences.toml", include_str!("../../data/language/sentences.toml"))?;
        Ok(Rules {
            clitics: contractions.clitics,
            contractions: contractions.whole.iter().flat_map(|word| casings(word)).collect(),
            apostrophe_words: contractions.apostrophe_words,
            prefixes: hyphens.prefixes,
            hyphenated: hyphens.whole,
            slashed: hyphens.slashed,
            units: symbols.units,
            currency_prefixes: symbols.currency_prefixes,
            emoticons: symbols.emoticons,
            domains: symbols.domains,
            abbreviations: abbreviations.into_map(),
            starters: sentences.starters,
            reporting: sentences.reporting,
        })
    }
}

impl Abbreviations {
    fn into_map(self) -> HashMap<String, Abbreviation> {
        let lists = [
            (self.either, Abbreviation::Either),
            (self.inner, Abbreviation::Inner),
            (self.dates, Abbreviation::Inner),
            (self.before_numbers, Abbreviation::BeforeNumber),
            (self.titles, Abbreviation::Title),
        ];
        lists.into_iter().flat_map(|(words, kind)| words.into_iter().map(move |word| (word, kind))).collect()
    }
}

/// A contraction as listed, with a capital, and in capitals, each with the lengths of its parts.
fn casings(spaced: &str) -> Vec<(String, Vec<usize>)> {
    let lengths: Vec<usize> = spaced.split(' ').map(str::len).collect();
    let word = spaced.replace(' ', "");
    let mut title = word.clone();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let mut forms = vec![title, word];
    if forms[0].len() > 4 {
        // Short ones are words of their own in capitals ("IM", "HES").
        forms.push(forms[0].to_ascii_uppercase());
    }
    forms.into_iter().map(|form| (form, lengths.clone())).collect()
}

/// A TOML data file; errors carry its name and line.
pub(super) fn parse_data<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count() as u64);
        Error::data(file, line, error.message())
    })
}
