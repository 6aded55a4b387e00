//! The word lists by which the choice among candidates goes: `data/gazetteer/linking.toml`.

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

/// Word lists for linking.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkingRules {
    institutions: Vec<String>,
    institution_starts: Vec<String>,
    sport_words: HashSet<String>,
    /// Prepositions behind which a name is a place.
    pub(super) places_behind: Vec<String>,
    two_surnames: Vec<String>,
}

impl LinkingRules {
    /// The built-in lists.
    pub(super) fn embedded() -> &'static LinkingRules {
        static RULES: OnceLock<LinkingRules> = OnceLock::new();
        RULES.get_or_init(|| {
            toml::from_str(include_str!("../../data/gazetteer/linking.toml")).expect("built-in linking.toml is valid")
        })
    }

    /// Is this folded name that of an institution which many states have?
    pub(super) fn is_institution(&self, folded: &str) -> bool {
        self.institutions.iter().any(|i| i == folded)
            || self
                .institution_starts
                .iter()
                .any(|s| folded.strip_prefix(s.as_str()).is_some_and(|r| r.starts_with(' ')))
    }

    /// Is this folded word one of sport reports?
    pub(super) fn is_of_sport(&self, word: &str) -> bool {
        self.sport_words.contains(word)
    }

    /// May people of this country bear a second surname?
    pub(super) fn has_two_surnames(&self, country: &str) -> bool {
        self.two_surnames.iter().any(|c| c == country)
    }
}
