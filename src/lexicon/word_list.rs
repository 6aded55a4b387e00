//! Plain word lists: one word a line, `#` for comments.

use std::collections::HashSet;
use std::sync::OnceLock;

const LIGHT_VERBS: &str = include_str!("../../data/lexicon/light-verbs.txt");

fn words(text: &'static str) -> HashSet<&'static str> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// Is it a verb that only carries its noun ("make a visit")?
pub fn is_light_verb(lemma: &str) -> bool {
    static LIST: OnceLock<HashSet<&str>> = OnceLock::new();
    LIST.get_or_init(|| words(LIGHT_VERBS)).contains(lemma)
}
