//! A dictionary of phrases, searched in a sentence word by word: in goes a list of phrases with a value each, out
//! comes the longest phrase that starts at a word.

use std::collections::HashMap;

/// A word of a sentence as the dictionaries see it: both forms in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it stands.
    pub form: String,
    /// Its lemma.
    pub lemma: String,
}

impl Word {
    /// Is it this word, in the form that stands or as a lemma?
    pub fn is(&self, word: &str) -> bool {
        self.form == word || self.lemma == word || self.form.strip_suffix('.') == Some(word)
    }
}

/// Phrases by their first word.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Phrases {
    /// Add a phrase; spaces and hyphens part its words. A later phrase of the same words replaces an earlier one.
    pub fn insert(&mut self, phrase: &str, value: usize) {
        let mut words = phrase.split([' ', '-']).filter(|w| !w.is_empty()).map(str::to_lowercase);
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let entries = self.by_first.entry(first).or_default();
        match entries.iter_mut().find(|(r, _)| *r == rest) {
            Some(entry) => entry.1 = value,
            None => {
                let place = entries.partition_point(|(r, _)| r.len() >= rest.len());
                entries.insert(place, (rest, value));
            }
        }
    }

    /// The longest phrase that starts at word `at`: one past its last word, and its value. Hyphens between words
    /// are passed over; only the last word may stand in a form of its own (plural).
    pub fn longest_at(&self, words: &[Word], at: usize) -> Option<(usize, usize)> {
        let first = words.get(at)?;
        let bare = first.form.trim_end_matches('.');
        let keys = [first.form.as_str(), first.lemma.as_str(), bare];
        let apart = keys
            .iter()
            .filter_map(|key| self.by_first.get(*key))
            .flatten()
            .filter_map(|(rest, value)| follow(words, at + 1, rest).map(|end| (end, *value)))
            .max_by_key(|(end, _)| *end);
        apart.or_else(|| self.in_one_word(first).map(|value| (at + 1, value)))
    }

    /// The phrase that a word with hyphens is ("co-chairs").
    fn in_one_word(&self, word: &Word) -> Option<usize> {
        let singular = word.form.strip_suffix('s').unwrap_or(&word.form);
        [word.form.as_str(), word.lemma.as_str(), singular].iter().find_map(|key| {
            let (first, rest) = key.split_once('-')?;
            let entries = self.by_first.get(first)?;
            entries.iter().find(|(words, _)| rest.split('-').eq(words.iter())).map(|(_, value)| *value)
        })
    }
}

/// One past the last word if the words from `at` on are `rest`.
fn follow(words: &[Word], mut at: usize, rest: &[String]) -> Option<usize> {
    for want in rest {
        if words.get(at)?.form == "-" {
            at += 1;
        }
        if !words.get(at)?.is(want) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .map(|w| Word { form: w.to_lowercase(), lemma: w.to_lowercase().trim_end_matches('s').to_owned() })
            .collect()
    }

    #[test]
    fn the_longest_phrase_wins_and_hyphens_do_not_matter() {
        let mut phrases = Phrases::default();
        for (value, phrase) in ["president", "vice president", "vice-president for sales"].iter().enumerate() {
            phrases.insert(phrase, value);
        }
        assert_eq!(phrases.longest_at(&words("vice - presidents met"), 0), Some((3, 1)));
        assert_eq!(phrases.longest_at(&words("vice president for sales"), 0), Some((4, 2)));
        assert_eq!(phrases.longest_at(&words("vice squad"), 0), None);
        assert_eq!(phrases.longest_at(&words("the president"), 1), Some((2, 0)));
        let whole = [Word { form: "vice-presidents".into(), lemma: "vice-presidents".into() }];
        assert_eq!(phrases.longest_at(&whole, 0), Some((1, 1)));
        let other = [Word { form: "vice-squad".into(), lemma: "vice-squad".into() }];
        assert_eq!(phrases.longest_at(&other, 0), None);
    }
}
