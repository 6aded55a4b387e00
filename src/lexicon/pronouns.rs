//! Pronouns and the determiners that point back: `data/lexicon/pronouns.toml` in typed form.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{Gender, inflection};
use crate::error::{Error, Result};

const FILE: &str = "lexicon/pronouns.toml";

/// What a personal, possessive or reflexive pronoun tells of what it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Grammatical person: 1, 2 or 3.
    pub person: u8,
    /// Singular or plural; `None` for "you".
    pub is_plural: Option<bool>,
    /// he, she.
    pub gender: Option<Gender>,
    /// What it may stand for.
    pub antecedent: Antecedent,
    /// Ends in -self or -selves.
    pub is_reflexive: bool,
}

/// What a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Antecedent {
    /// A human being.
    Person,
    /// Anything but a human being.
    Thing,
    /// Either.
    #[default]
    Any,
}

/// The word lists, all in lower case.
#[derive(Debug, Clone, Default)]
pub struct Pronouns {
    pronouns: HashMap<String, Pronoun>,
    relative: HashSet<String>,
    demonstrative: HashSet<String>,
    definite: HashSet<String>,
    two: HashSet<String>,
    different: HashSet<String>,
    enacting: HashSet<String>,
    judging: HashSet<String>,
    prosecuting: HashSet<String>,
    prosecutors: HashSet<String>,
    representatives: HashSet<String>,
    count: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pronoun: Vec<Entry>,
    relative: Words,
    demonstrative: Words,
    definite: Words,
    two: Words,
    different: Words,
    enacting: Words,
    judging: Words,
    prosecuting: Words,
    prosecutors: Words,
    representatives: Words,
    count: Numbers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    words: Vec<String>,
    person: u8,
    number: Number,
    gender: Option<Gender>,
    #[serde(default)]
    antecedent: Antecedent,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Number {
    Singular,
    Plural,
    Any,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    words: Vec<String>,
}

/// The verbs with all their forms; what stands behind the verb stays.
fn inflected(verbs: &HashSet<String>) -> HashSet<String> {
    let forms = |verb: &String| {
        let (verb, rest) = verb.split_once(' ').map_or((verb.as_str(), None), |(verb, rest)| (verb, Some(rest)));
        let forms = inflection::forms(verb).into_iter().chain([verb.to_owned()]);
        forms.map(|form| rest.map_or(form.clone(), |rest| format!("{form} {rest}"))).collect::<Vec<_>>()
    };
    verbs.iter().flat_map(forms).collect()
}

impl Pronouns {
    /// The lists that are built in.
    ///
    /// # Errors
    /// [`Error::Data`] where the file is wrong.
    pub fn embedded() -> Result<Self> {
        let input = include_str!("../../data/lexicon/pronouns.toml");
        let file: File = toml::from_str(input).map_err(|error| Error::data(FILE, None, error.message()))?;
        let mut pronouns = HashMap::new();
        for entry in file.pronoun {
            for word in entry.words {
                let pronoun = Pronoun {
                    person: entry.person,
                    is_plural: match entry.number {
                        Number::Singular => Some(false),
                        Number::Plural => Some(true),
                        Number::Any => None,
                    },
                    gender: entry.gender,
                    antecedent: entry.antecedent,
                    is_reflexive: word.ends_with("self") || word.ends_with("selves"),
                };
                pronouns.insert(word, pronoun);
            }
        }
        Ok(Pronouns {
            pronouns,
            relative: file.relative.words,
            demonstrative: file.demonstrative.words,
            definite: file.definite.words,
            two: file.two.words,
            different: file.different.words,
            enacting: inflected(&file.enacting.words),
            judging: inflected(&file.judging.words),
            prosecuting: inflected(&file.prosecuting.words),
            prosecutors: file.prosecutors.words,
            representatives: file.representatives.words,
            count: file.count.words,
        })
    }

    /// A personal, possessive or reflexive pronoun.
    pub fn get(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// who, which, that …
    pub fn is_relative(&self, word: &str) -> bool {
        self.relative.contains(word)
    }

    /// this, that, these, those.
    pub fn is_demonstrative(&self, word: &str) -> bool {
        self.demonstrative.contains(word)
    }

    /// A determiner that makes a phrase point back.
    pub fn is_definite(&self, word: &str) -> bool {
        self.definite.contains(word)
    }

    /// two, both …
    pub fn is_two(&self, word: &str) -> bool {
        self.two.contains(word)
    }

    /// A verb (any form, lower case) whose object is a text or a plan: sign, ratify, repeal.
    pub fn is_enacting(&self, form: &str) -> bool {
        self.enacting.contains(form)
    }

    /// A verb (any form, lower case; with the preposition behind it, where it has one) whose object is rather what
    /// somebody does or plans than who does it: rejected, condemn, "voted against".
    pub fn is_judging(&self, form: &str) -> bool {
        self.judging.contains(form)
    }

    /// A verb (any form, lower case) that says what police and courts do to people: arrest, charge, jail.
    pub fn is_prosecuting(&self, form: &str) -> bool {
        self.prosecuting.contains(form)
    }

    /// A noun (lemma) for those who do it, and to whom it is not done: police, court.
    pub fn is_prosecutor(&self, lemma: &str) -> bool {
        self.prosecutors.contains(lemma)
    }

    /// A noun (lemma) for one who speaks for somebody: lawyer, spokesman, doctor.
    pub fn is_representative(&self, lemma: &str) -> bool {
        self.representatives.contains(lemma)
    }

    /// The number that a word or figure stands for, up to twelve in words: 2 for "two".
    pub fn number(&self, word: &str) -> Option<usize> {
        let in_words = self.count.iter().position(|w| w == word).map(|index| index + 1);
        in_words.or_else(|| word.parse().ok())
    }

    /// A determiner or adjective that says: not one mentioned before ("another", "new").
    pub fn is_different(&self, word: &str) -> bool {
        self.different.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pronouns_tell_number_and_gender() {
        let pronouns = Pronouns::embedded().expect("the built-in lists are well-formed");
        let she = pronouns.get("herself").expect("herself is listed");
        assert_eq!((she.person, she.is_plural, she.gender), (3, Some(false), Some(Gender::Female)));
        assert!(she.is_reflexive);
        assert_eq!(pronouns.get("it").expect("it is listed").antecedent, Antecedent::Thing);
        assert!(pronouns.get("table").is_none());
        assert!(pronouns.is_different("another"));
        assert!(pronouns.is_enacting("ratify") && !pronouns.is_enacting("join"));
        assert!(
            pronouns.is_judging("rejected") && pronouns.is_judging("voted against") && !pronouns.is_judging("invade")
        );
        assert_eq!(
            (pronouns.number("three"), pronouns.number("14"), pronouns.number("few")),
            (Some(3), Some(14), None)
        );
    }
}
