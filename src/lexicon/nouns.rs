//! Head nouns and what they stand for: `data/lexicon/nouns.toml` in typed form.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::{EntityType, Gender};
use crate::error::{Error, Result};

const FILE: &str = "lexicon/nouns.toml";

/// Types, genders and hypernyms of nouns.
#[derive(Debug, Clone, Default)]
pub struct Nouns {
    types: HashMap<String, EntityType>,
    suffixes: Vec<(String, EntityType)>,
    with_noun: HashMap<String, EntityType>,
    in_plural: HashMap<String, EntityType>,
    genders: HashMap<String, Gender>,
    honorifics: HashMap<String, Option<Gender>>,
    regnal: HashSet<String>,
    quantities: HashSet<String>,
    attributes: HashSet<String>,
    numbers: HashSet<String>,
    quantifiers: HashSet<String>,
    months: HashSet<String>,
    appositive: HashSet<String>,
    agents: HashSet<String>,
    delegates: HashSet<String>,
    instruments: HashSet<String>,
    uses_of_arms: HashSet<String>,
    institutions: HashSet<String>,
    prefixes: HashSet<String>,
    deputies: HashSet<String>,
    former: HashSet<String>,
    endeavours: HashSet<String>,
    contentions: HashSet<String>,
    blocs: HashSet<String>,
    representatives: HashSet<String>,
    postposed: HashSet<String>,
    vehicles: HashSet<String>,
    posts: HashSet<String>,
    hypernyms: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    types: HashMap<String, String>,
    with_noun: HashMap<String, String>,
    in_plural: HashMap<String, String>,
    suffixes: toml::Table,
    gender: HashMap<Gender, String>,
    honorifics: Honorifics,
    quantities: Quantities,
    attributes: Attributes,
    appositive: Appositive,
    agents: Appositive,
    delegates: Appositive,
    instruments: Instruments,
    institutions: Appositive,
    prefixes: Prefixes,
    deputies: Prefixes,
    former: Prefixes,
    endeavours: Appositive,
    contentions: Appositive,
    blocs: Appositive,
    representatives: Appositive,
    postposed: Prefixes,
    vehicles: Appositive,
    posts: Appositive,
    hypernyms: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Honorifics {
    regnal: String,
    male: String,
    female: String,
    any: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quantities {
    nouns: String,
    numbers: String,
    quantifiers: String,
    months: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attributes {
    nouns: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prefixes {
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Appositive {
    nouns: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruments {
    nouns: String,
    verbs: String,
}

impl Nouns {
    /// The list that is built in.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line.
    pub fn embedded() -> Result<Self> {
        Self::parse(include_str!("../../data/lexicon/nouns.toml"))
    }

    /// The built-in list, read once; `None` where it is wrong.
    pub fn shared() -> Option<&'static Nouns> {
        static SHARED: OnceLock<Option<Nouns>> = OnceLock::new();
        SHARED.get_or_init(|| Self::embedded().ok()).as_ref()
    }

    /// Reads the TOML form.
    ///
    /// # Errors
    /// [`Error::Data`] for unknown keys and types, and for a noun that stands under two types.
    pub fn parse(input: &str) -> Result<Self> {
        let file: File = toml::from_str(input).map_err(|error| {
            let line = error.span().and_then(|span| input.get(..span.start)).map(line_number);
            Error::data(FILE, line, error.message())
        })?;
        let mut nouns = Nouns::default();
        for (name, words) in &file.types {
            let entity_type = parse_type(name)?;
            for word in words.split_whitespace() {
                if let Some(other) = nouns.types.insert(word.to_owned(), entity_type)
                    && other != entity_type
                {
                    let message =
                        format!("`{word}` stands under {} and under {}", other.as_str(), entity_type.as_str());
                    return Err(Error::data(FILE, None, message));
                }
            }
        }
        for (name, words) in &file.with_noun {
            let entity_type = parse_type(name)?;
            nouns.with_noun.extend(words.split_whitespace().map(|word| (word.to_owned(), entity_type)));
        }
        for (name, words) in &file.in_plural {
            let entity_type = parse_type(name)?;
            nouns.in_plural.extend(words.split_whitespace().map(|word| (word.to_owned(), entity_type)));
        }
        for (suffix, name) in &file.suffixes {
            nouns.suffixes.push((suffix.clone(), parse_type(name.as_str().unwrap_or_default())?));
        }
        // Longest first: `ologist` before `ist`.
        nouns.suffixes.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        for (gender, words) in &file.gender {
            nouns.genders.extend(words.split_whitespace().map(|word| (word.to_owned(), *gender)));
        }
        let honorifics = file.honorifics;
        for (words, gender) in [
            (&honorifics.any, None),
            (&honorifics.male, Some(Gender::Male)),
            (&honorifics.female, Some(Gender::Female)),
        ] {
            nouns.honorifics.extend(words.split_whitespace().map(|word| (word.to_owned(), gender)));
        }
        let set = |words: &str| words.split_whitespace().map(str::to_owned).collect();
        nouns.regnal = set(&honorifics.regnal);
        nouns.quantities = set(&file.quantities.nouns);
        nouns.attributes = set(&file.attributes.nouns);
        nouns.numbers = set(&file.quantities.numbers);
        nouns.quantifiers = set(&file.quantities.quantifiers);
        nouns.months = set(&file.quantities.months);
        nouns.prefixes = set(&file.prefixes.words);
        nouns.deputies = set(&file.deputies.words);
        nouns.former = set(&file.former.words);
        nouns.endeavours = set(&file.endeavours.nouns);
        nouns.contentions = set(&file.contentions.nouns);
        nouns.blocs = set(&file.blocs.nouns);
        nouns.representatives = set(&file.representatives.nouns);
        nouns.postposed = set(&file.postposed.words);
        nouns.vehicles = set(&file.vehicles.nouns);
        nouns.posts = set(&file.posts.nouns);
        nouns.appositive = set(&file.appositive.nouns);
        nouns.agents = set(&file.agents.nouns);
        nouns.delegates = set(&file.delegates.nouns);
        nouns.instruments = set(&file.instruments.nouns);
        nouns.uses_of_arms = set(&file.instruments.verbs);
        nouns.institutions = set(&file.institutions.nouns);
        nouns.hypernyms = file
            .hypernyms
            .into_iter()
            .map(|(noun, covered)| (noun, covered.split_whitespace().map(str::to_owned).collect()))
            .collect();
        Ok(nouns)
    }

    /// The type of what a noun stands for; `lemma` in lower case. Person nouns in the plural are groups; a
    /// compound with a hyphen goes by its last part ("vice-president"). "Offices" are places.
    pub fn entity_type(&self, lemma: &str, is_plural: bool) -> EntityType {
        match self.listed_type(lemma) {
            Some(EntityType::Person) if is_plural => EntityType::Group,
            Some(entity_type) => self.in_plural.get(lemma).copied().filter(|_| is_plural).unwrap_or(entity_type),
            None => EntityType::Concept,
        }
    }

    /// The type of a noun that another one stands before, where that changes it: "the prosecutor's office" is a body.
    pub fn type_with_noun(&self, lemma: &str) -> Option<EntityType> {
        self.with_noun.get(lemma).copied()
    }

    /// The type of a noun that the list or its ending knows.
    pub fn listed_type(&self, lemma: &str) -> Option<EntityType> {
        let last = lemma.rsplit('-').next().unwrap_or(lemma);
        self.types.get(lemma).or_else(|| self.types.get(last)).copied().or_else(|| {
            let suffix = |ending: &str| lemma.len() > ending.len() + 2 && lemma.ends_with(ending);
            self.suffixes.iter().find(|(ending, _)| suffix(ending)).map(|(_, entity_type)| *entity_type)
        })
    }

    /// The gender that a noun tells ("spokeswoman", "king").
    pub fn gender(&self, lemma: &str) -> Option<Gender> {
        self.genders.get(lemma).copied()
    }

    /// Is this a word that stands before a name without being part of it ("President", "Mr.")?
    pub fn is_honorific(&self, word: &str) -> bool {
        self.honorifics.contains_key(&word.to_lowercase())
    }

    /// Is this a short title that is never a noun by itself ("Mr.", "Dr")?
    pub fn is_form_of_address(&self, word: &str) -> bool {
        let is_short = word.ends_with('.') || self.is_honorific(&format!("{word}."));
        is_short && self.is_honorific(word) && !self.is_regnal(word) && self.listed_type(word).is_none()
    }

    /// The gender that a word before a name tells.
    pub fn honorific_gender(&self, word: &str) -> Option<Gender> {
        self.honorifics.get(&word.to_lowercase()).copied().flatten()
    }

    /// A title that is part of the name of one who has no surname ("Pope").
    pub fn is_regnal(&self, word: &str) -> bool {
        self.regnal.contains(&word.to_lowercase())
    }

    /// A month whose name is a common word too.
    pub fn is_month(&self, lower: &str) -> bool {
        self.months.contains(lower)
    }

    /// Length in bytes of a prefix that stands before a name ("anti-" of "anti-Norwegian"); 0 where there is none.
    pub fn prefix_length(&self, form: &str) -> usize {
        let length = self.stance_prefix(form);
        if form[length..].starts_with(char::is_uppercase) { length } else { 0 }
    }

    /// The same before any word ("anti-" of "anti-government").
    pub fn stance_prefix(&self, form: &str) -> usize {
        let prefix = form.split_once('-').map(|(prefix, _)| prefix);
        prefix.filter(|prefix| self.prefixes.contains(&prefix.to_lowercase())).map_or(0, |prefix| prefix.len() + 1)
    }

    /// Does the noun with "of" and a name say what the named thing is ("the city of")?
    pub fn is_appositive(&self, lemma: &str) -> bool {
        self.appositive.contains(lemma)
    }

    /// Does the noun mean a body or a state as often as a person ("backer", "operator")?
    pub fn is_agent(&self, lemma: &str) -> bool {
        self.agents.contains(lemma)
    }

    /// Does the noun mean somebody who stands for a state or body ("spokesman", "envoy")?
    pub fn is_delegate(&self, lemma: &str) -> bool {
        self.delegates.contains(lemma)
    }

    /// Troops, envoys, arms and attacks: what they do, he does whose they are ("French jets", "US troops").
    pub fn is_instrument(&self, lemma: &str) -> bool {
        self.instruments.contains(lemma) || self.is_delegate(lemma)
    }

    /// Verbs that say who uses such a thing ("drones **launched** by the rebels").
    pub fn is_use_of_arms(&self, lemma: &str) -> bool {
        self.uses_of_arms.contains(lemma)
    }

    /// Places that are bodies too ("the embassy protested").
    pub fn is_institution(&self, lemma: &str) -> bool {
        self.institutions.contains(lemma)
    }

    /// The dictionary form under which the list knows a noun: the lemma, else the form without plural ending, else
    /// the lemma as it is. All in lower case.
    pub fn known_lemma(&self, lemma: &str, form: &str) -> String {
        // "spying" is the act, not a spy.
        if form.ends_with("ing") && !lemma.ends_with("ing") {
            return form.to_owned();
        }
        if self.listed_type(lemma).is_none() && !self.is_quantity(lemma) {
            let singular = form.strip_suffix("ies").map(|stem| format!("{stem}y"));
            let singular = singular.or_else(|| form.strip_suffix("men").map(|stem| format!("{stem}man")));
            let singular = singular.or_else(|| form.strip_suffix('s').map(str::to_owned));
            let is_known = |word: &String| self.listed_type(word).is_some() || self.is_quantity(word);
            if let Some(known) = [Some(form.to_owned()), singular].into_iter().flatten().find(is_known) {
                return known;
            }
        }
        lemma.to_owned()
    }

    /// A number by name ("dozens").
    pub fn is_number(&self, lemma: &str) -> bool {
        self.numbers.contains(lemma)
    }

    /// Does the noun, with "of" and an office, mean that office ("the post of governor")?
    pub fn is_post(&self, lemma: &str) -> bool {
        self.posts.contains(lemma)
    }

    /// Does the word, with "of", stand for those behind it ("many of the deputies")?
    pub fn is_quantifier(&self, lemma: &str) -> bool {
        self.quantifiers.contains(lemma)
    }

    /// Does the noun measure or date something, rather than name a thing?
    pub fn is_quantity(&self, lemma: &str) -> bool {
        self.quantities.contains(lemma)
    }

    /// Is it a quality or an act of somebody, for which one blames or praises them ("conduct", "courage")?
    pub fn is_attribute(&self, lemma: &str) -> bool {
        self.attributes.contains(lemma)
    }

    /// Offices and name words that a description covers beside itself ("leader" covers "president").
    pub fn covered_by(&self, noun: &str) -> &[String] {
        self.hypernyms.get(noun).map(Vec::as_slice).unwrap_or_default()
    }

    /// Does an infinitive behind the noun say what it is about ("efforts to oust the mayor")?
    pub fn is_endeavour(&self, lemma: &str) -> bool {
        self.endeavours.contains(lemma)
    }

    /// Do people or bodies that the noun names act for a state ("Norwegian and Danish officials")?
    pub fn is_representative(&self, lemma: &str) -> bool {
        self.representatives.contains(lemma)
    }

    /// Does the noun, with a capital, stand for states that act together ("the West")?
    pub fn is_bloc(&self, lemma: &str) -> bool {
        self.blocs.contains(lemma)
    }

    /// Does a clause with "that" behind the noun say what it is ("claims that the mayor lied")?
    pub fn is_contention(&self, lemma: &str) -> bool {
        self.contentions.contains(lemma)
    }

    /// Does the word stand behind the noun of an office ("attorney general")?
    pub fn is_postposed(&self, word: &str) -> bool {
        self.postposed.contains(word)
    }

    /// Does whoever brings, holds or stages it do what the noun does ("a lawsuit challenging the ban")?
    pub fn is_vehicle(&self, lemma: &str) -> bool {
        self.vehicles.contains(lemma)
    }

    /// Does the word, before an office, name one who stands in for its holder ("vice president", "deputy minister")?
    pub fn is_deputising(&self, word: &str) -> bool {
        self.deputies.contains(word)
    }

    /// Does the word, before an office, say that somebody held it once ("former")?
    pub fn is_former(&self, word: &str) -> bool {
        self.former.contains(word)
    }

    /// Can `description` stand for something that was called `other`?
    pub fn covers(&self, description: &str, other: &str) -> bool {
        description == other || self.covered_by(description).iter().any(|covered| covered == other)
    }
}

fn line_number(before: &str) -> u64 {
    1 + before.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn parse_type(name: &str) -> Result<EntityType> {
    EntityType::ALL
        .into_iter()
        .find(|entity_type| entity_type.as_str().eq_ignore_ascii_case(name))
        .ok_or_else(|| Error::data(FILE, None, format!("`{name}` is no entity type")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_types() {
        let nouns = Nouns::embedded().expect("the built-in list is well-formed");
        for (lemma, is_plural, expected) in [
            ("prosecutor", false, EntityType::Person),
            ("prosecutor", true, EntityType::Group),
            ("troop", true, EntityType::Group),
            ("ministry", false, EntityType::Organization),
            ("vice-president", false, EntityType::Person),
            ("ex-minister", false, EntityType::Person),
            ("populist", false, EntityType::Person),
            ("kingdom", false, EntityType::Country),
            ("border", false, EntityType::Place),
            ("referendum", false, EntityType::Event),
            ("treaty", false, EntityType::Work),
            ("premiership", false, EntityType::Position),
            ("office", false, EntityType::Position),
            ("office", true, EntityType::Place),
            ("treason", false, EntityType::Concept),
            ("populism", false, EntityType::Concept),
        ] {
            assert_eq!(nouns.entity_type(lemma, is_plural), expected, "{lemma}");
        }
        assert_eq!(nouns.gender("spokeswoman"), Some(Gender::Female));
        assert!(nouns.covers("leader", "president"));
        assert!(!nouns.covers("president", "leader"));
        assert!(nouns.is_quantity("percent"));
        assert!(nouns.is_attribute("conduct") && !nouns.is_attribute("decision"));
        assert_eq!(nouns.prefix_length("anti-Norwegian"), 5);
        assert_eq!(nouns.prefix_length("anti-government") + nouns.prefix_length("Oslo-Riga"), 0);
        assert_eq!(nouns.known_lemma("countrie", "countries"), "country");
        assert_eq!(nouns.known_lemma("xyzzy", "xyzzies"), "xyzzy");
    }

    #[test]
    fn a_noun_under_two_types_is_refused() {
        let doubled =
            include_str!("../../data/lexicon/nouns.toml").replace("person = \"\"\"\n", "person = \"\"\"\nministry ");
        let error = Nouns::parse(&doubled).expect_err("ministry stands twice").to_string();
        assert!(error.contains("`ministry` stands under"), "{error}");
    }
}
