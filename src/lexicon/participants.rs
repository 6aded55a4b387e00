//! Nouns that call somebody by what was done to or by him or her ("the suspect", "the gunman", "the victim"). In:
//! `data/lexicon/participants.toml`; out: whether a noun takes up the subject or the object of a verb.

use std::collections::HashSet;

use serde::Deserialize;

use crate::error::{Error, Result};

const FILE: &str = "lexicon/participants.toml";

/// The list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participants {
    modifiers: HashSet<String>,
    kind: Vec<Kind>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    nouns: HashSet<String>,
    object_of: HashSet<String>,
    subject_of: HashSet<String>,
    test: Vec<ParticipantTest>,
}

/// A text and whom a noun in it stands for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticipantTest {
    /// The text.
    pub text: String,
    /// The noun as the text has it.
    pub noun: String,
    /// The name of whom it stands for; `None` for nobody that the text names.
    pub means: Option<String>,
}

impl Participants {
    /// The list that is built in.
    ///
    /// # Errors
    /// [`Error::Data`] where the file is wrong.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../data/lexicon/participants.toml"))
            .map_err(|error| Error::data(FILE, None, error.message()))
    }

    /// The tests beside the entries.
    pub fn tests(&self) -> impl Iterator<Item = &ParticipantTest> {
        self.kind.iter().flat_map(|kind| &kind.test)
    }

    /// Does the noun (lemma) call somebody by a deed at all?
    pub fn is_listed(&self, noun: &str) -> bool {
        self.kind.iter().any(|kind| kind.nouns.contains(noun))
    }

    /// May this word stand before such a noun without making it another ("alleged")?
    pub fn is_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }

    /// Does the noun (lemma) call so whom the verb (lemma) does something to?
    pub fn is_object_of(&self, noun: &str, verb: &str) -> bool {
        self.kind.iter().any(|kind| kind.nouns.contains(noun) && kind.object_of.contains(verb))
    }

    /// Is the verb (lemma) something that is done to people ("shoot", not "die")?
    pub fn is_done_to_people(&self, verb: &str) -> bool {
        self.kind.iter().any(|kind| kind.object_of.contains(verb))
    }

    /// Does the noun (lemma) call so who does what the verb (lemma) says?
    pub fn is_subject_of(&self, noun: &str, verb: &str) -> bool {
        self.kind.iter().any(|kind| kind.nouns.contains(noun) && kind.subject_of.contains(verb))
    }
}
