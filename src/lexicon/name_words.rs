//! Words inside names: legal forms of companies, particles of surnames, suffixes and patronymics. All on folded words.

use std::sync::OnceLock;

use serde::Deserialize;

/// The word lists of `data/lexicon/name_words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    legal_forms: Vec<String>,
    kinds: Vec<String>,
    particles: Vec<String>,
    suffixes: Vec<String>,
    patronymic_endings: Vec<String>,
    patronymic_words: Vec<String>,
    given_names: Vec<Vec<String>>,
    titles: Vec<String>,
}

/// The lists that are built in.
pub fn name_words() -> &'static NameWords {
    static WORDS: OnceLock<NameWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../data/lexicon/name_words.toml")).expect("built-in name_words.toml is valid")
    })
}

fn is_in(list: &[String], word: &str) -> bool {
    list.iter().any(|w| w == word)
}

impl NameWords {
    /// "al", "von": belongs to the surname after it.
    pub fn is_particle(&self, word: &str) -> bool {
        is_in(&self.particles, word)
    }

    /// "jr", "iii": follows the surname.
    pub fn is_suffix(&self, word: &str) -> bool {
        is_in(&self.suffixes, word)
    }

    /// "sergeyevich": says whose child somebody is.
    pub fn is_patronymic(&self, word: &str) -> bool {
        self.patronymic_endings.iter().any(|e| word.len() > e.len() + 1 && word.ends_with(e.as_str()))
    }

    /// The father's name in a patronymic: "petrovich" -> "petr"; the word itself where it is none.
    pub fn father_of<'a>(&self, patronymic: &'a str) -> &'a str {
        let stems = self.patronymic_endings.iter().filter_map(|e| patronymic.strip_suffix(e.as_str()));
        stems.min_by_key(|stem| stem.len()).unwrap_or(patronymic)
    }

    /// "oglu", "qizi": follows the father's name.
    pub fn is_patronymic_word(&self, word: &str) -> bool {
        is_in(&self.patronymic_words, word)
    }

    /// All spellings and short forms of a given name, itself included; none where it is not in the list.
    pub fn given_name_forms(&self, word: &str) -> Option<&[String]> {
        self.given_names.iter().find(|group| is_in(group, word)).map(Vec::as_slice)
    }

    /// A folded name without the titles before it: "prime minister roe" -> "roe". A title alone stays.
    pub fn without_titles<'a>(&self, folded: &'a str) -> &'a str {
        let mut name = folded;
        loop {
            let stripped = self.titles.iter().filter_map(|t| name.strip_prefix(t.as_str())?.strip_prefix(' '));
            match stripped.min_by_key(|rest| rest.len()) {
                Some(rest) if !rest.is_empty() => name = rest,
                _ => return name,
            }
        }
    }

    /// The words without "Jr" and the like at the end; at least two are left.
    pub fn without_suffixes<'a>(&self, words: &[&'a str]) -> Vec<&'a str> {
        let mut kept = words.to_vec();
        while kept.len() > 2 && kept.last().is_some_and(|w| self.is_suffix(w)) {
            kept.pop();
        }
        kept
    }

    /// The words without patronymics in the middle or, where two more are left, at the end ("Peskov Dmitry
    /// Sergeyevich").
    pub fn without_patronymics<'a>(&self, words: &[&'a str]) -> Vec<&'a str> {
        let mut kept: Vec<&str> = Vec::with_capacity(words.len());
        for (i, &word) in words.iter().enumerate() {
            let is_father = words.get(i + 1).is_some_and(|next| self.is_patronymic_word(next)) && i > 0;
            let is_marker = i > 0 && self.is_patronymic_word(word);
            let is_patronymic = i > 0 && words.len() > 2 && self.is_patronymic(word);
            if !(is_father || is_marker || is_patronymic) {
                kept.push(word);
            }
        }
        if kept.len() < 2 { words.to_vec() } else { kept }
    }

    /// The words of a company's name without its legal form; one is left at least.
    pub fn without_legal_form<'a>(&self, words: &[&'a str]) -> Vec<&'a str> {
        let mut kept = words.to_vec();
        while kept.len() > 1 && kept.last().is_some_and(|w| is_in(&self.legal_forms, w)) {
            kept.pop();
        }
        kept
    }

    /// A folded name of a body without the noun behind it that says what it is: "likud party" -> "likud".
    pub fn without_kind<'a>(&self, folded: &'a str) -> &'a str {
        let stripped = self.kinds.iter().filter_map(|kind| folded.strip_suffix(kind.as_str())?.strip_suffix(' '));
        stripped.min_by_key(|rest| rest.len()).filter(|rest| !rest.is_empty()).unwrap_or(folded)
    }
}
