//! Credits of pictures and recordings ("Photo: Ada Berg"). In: `data/language/credits.toml`; out: where a sentence has
//! one. Who made the picture takes part in nothing that the article tells.

use std::collections::HashSet;

use serde::Deserialize;

use crate::document::{Document, Sentence, Upos};
use crate::error::{Error, Result};

const FILE: &str = "language/credits.toml";

/// The words of credits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credits {
    works: HashSet<String>,
    qualifiers: HashSet<String>,
    joins: HashSet<String>,
    /// Texts and their credits.
    pub test: Vec<CreditTest>,
}

/// A text and its credit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditTest {
    /// The text.
    pub text: String,
    /// What is a credit in it; `None` where nothing is.
    pub credit: Option<String>,
}

impl Credits {
    /// The list that is built in.
    ///
    /// # Errors
    /// [`Error::Data`] where the file is wrong.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../data/language/credits.toml"))
            .map_err(|error| Error::data(FILE, None, error.message()))
    }

    /// The word with which a credit begins that goes on to the end of the sentence.
    pub fn start(&self, document: &Document, sentence: &Sentence) -> Option<usize> {
        let tokens = &sentence.tokens;
        let form = |i: usize| tokens.get(i).map(|t| t.span.of(&document.text)).unwrap_or_default();
        let opens = |i: usize| i == 0 || matches!(form(i - 1), "(" | "[" | ")" | "]" | "." | "|" | "—");
        let is_in = |list: &HashSet<String>, i: usize| list.contains(&form(i).to_lowercase());
        let is_begun = |i: usize| {
            let work = if is_in(&self.works, i) { i } else { i + 1 };
            let is_named = work == i || is_in(&self.qualifiers, i) && is_in(&self.works, work);
            let behind = work + 1;
            let join = behind + usize::from(!is_in(&self.joins, behind) && is_in(&self.qualifiers, behind));
            is_named && is_in(&self.joins, join) && join + 1 < tokens.len()
        };
        let has_verb = |from: usize| tokens[from..].iter().any(|t| matches!(t.upos, Upos::Verb | Upos::Aux));
        (0..tokens.len()).find(|&i| opens(i) && is_begun(i)).filter(|&i| !has_verb(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Reader;

    #[test]
    fn tests_beside_the_words() {
        let (credits, reader) = (Credits::embedded().unwrap(), Reader::embedded().unwrap());
        for test in &credits.test {
            let document = reader.read(&test.text, 0).unwrap();
            let told = document.sentences.iter().find_map(|sentence| {
                let start = sentence.tokens[credits.start(&document, sentence)?].span.start;
                document.text.get(start..sentence.span.end)
            });
            assert_eq!(told, test.credit.as_deref(), "{}", test.text);
        }
    }
}
