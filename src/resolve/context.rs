//! What the whole article tells about the things it names: the countries it speaks of, and its words in folded form.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::LinkingRules;
use crate::lexicon::{Demonyms, fold};

/// Longest name of a state in words ("Democratic Republic of the Congo").
const LONGEST: usize = 5;

/// A text is a sport report where one word in so many, and at least [`LEAST_OF_SPORT`], are of sport.
const WORDS_PER_SPORT_WORD: usize = 25;
/// See [`WORDS_PER_SPORT_WORD`].
const LEAST_OF_SPORT: usize = 2;

/// The surroundings in which names are to be understood.
#[derive(Debug)]
pub struct Context {
    /// The folded text between spaces, for finding whole words.
    folded: String,
    /// ISO code of a country -> how often the article speaks of it.
    countries: BTreeMap<String, f32>,
    /// Wikidata ids of what is linked already.
    linked: BTreeSet<String>,
    is_sport: bool,
}

impl Context {
    /// The context that a text gives by its words for states, inhabitants, capitals and seats of power.
    pub fn of(text: &str, demonyms: &Demonyms) -> Context {
        let folded = format!(" {} ", fold(text));
        let rules = LinkingRules::embedded();
        let of_sport = folded.split(' ').filter(|word| rules.is_of_sport(word)).count();
        let is_sport =
            of_sport >= LEAST_OF_SPORT && of_sport * WORDS_PER_SPORT_WORD >= folded.split_whitespace().count();
        let mut context = Context { folded, countries: BTreeMap::new(), linked: BTreeSet::new(), is_sport };
        let words: Vec<&str> = text.split_whitespace().map(trim).filter(|w| !w.is_empty()).collect();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            at += 1;
            if !first.starts_with(char::is_uppercase) {
                continue;
            }
            for length in (1..=LONGEST).rev() {
                let Some(phrase) = words.get(at - 1..at - 1 + length) else { continue };
                let phrase = phrase.join(" ");
                let state = demonyms.named(&phrase).or_else(|| demonyms.country_of(&phrase));
                let state = state.or_else(|| demonyms.capital_of(&phrase)).or_else(|| demonyms.seat_of(&phrase));
                if let Some(code) = state.and_then(|s| s.iso.as_deref()) {
                    context.add(code, 1.0);
                    at += length - 1;
                    break;
                }
            }
        }
        context
    }

    /// Add weight to a country, by the code of it or of a part of it (`US-GA` counts for `US`).
    pub fn add(&mut self, code: &str, weight: f32) {
        *self.countries.entry(country_of(code).to_owned()).or_default() += weight;
    }

    /// Note that the article names this entity, which belongs to this country (may be empty).
    pub fn add_linked(&mut self, country: &str, wikidata: &str) {
        if self.linked.insert(wikidata.to_owned()) && !country.is_empty() {
            self.add(country, 0.5);
        }
    }

    /// How far the article speaks of this country, 0 to 1; `without` mentions are taken off first (those of the name
    /// itself that is to be understood).
    pub fn share(&self, code: &str, without: f32) -> f32 {
        let total: f32 = self.countries.values().sum();
        let own = (self.countries.get(country_of(code)).copied().unwrap_or(0.0) - without).max(0.0);
        if own <= 0.0 { 0.0 } else { (own / (total - without).max(1.0)).sqrt() }
    }

    /// The country that the article is about: spoken of at least twice as often as any other.
    pub fn main_country(&self) -> Option<&str> {
        let mut best: Vec<(&str, f32)> = self.countries.iter().map(|(c, &w)| (c.as_str(), w)).collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let &(first, weight) = best.first()?;
        let second = best.get(1).map_or(0.0, |b| b.1);
        (weight >= 2.0 * second).then_some(first)
    }

    /// Does the article speak of this country at all?
    pub fn mentions(&self, code: &str) -> bool {
        self.countries.contains_key(country_of(code))
    }

    /// Is this folded name of a place perhaps that of a team: is the text about sport, and the name nowhere behind a
    /// preposition of place?
    pub(super) fn may_be_team(&self, folded: &str) -> bool {
        let is_place = |preposition: &String| self.has_words(&format!("{preposition} {folded}"));
        self.is_sport && !LinkingRules::embedded().places_behind.iter().any(is_place)
    }

    /// Does this folded phrase stand in the article as whole words?
    pub fn has_words(&self, folded: &str) -> bool {
        !folded.is_empty() && self.folded.contains(&format!(" {folded} "))
    }

    /// How often it does.
    pub fn count_words(&self, folded: &str) -> usize {
        if folded.is_empty() { 0 } else { self.folded.matches(&format!(" {folded} ")).count() }
    }
}

/// `US-GA` -> `US`.
fn country_of(code: &str) -> &str {
    code.split('-').next().unwrap_or(code)
}

/// A word without the punctuation around it, dots of abbreviations kept.
fn trim(word: &str) -> &str {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    if word.trim_end_matches('.').contains('.') { word } else { word.trim_matches('.') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_counted_by_all_their_words() {
        let text =
            "Moscow and the Kremlin blamed Georgia. The U.S. envoy, a South Korean by birth, left Tbilisi's airport.";
        let context = Context::of(text, Demonyms::embedded());
        assert!(context.share("RU", 0.0) > context.share("US", 0.0));
        assert!(context.share("GE", 0.0) > context.share("GE", 1.0));
        assert!(context.share("US-GA", 0.0) > 0.0);
        assert!(context.mentions("KR") && !context.mentions("KP"));
        assert!(context.has_words("blamed georgia") && !context.has_words("lamed"));
    }
}
