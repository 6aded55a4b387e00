//! The word lists that mention detection and coreference read.

use std::sync::Arc;

use super::coreference::AntecedentNetwork;
use crate::error::Result;
use crate::lexicon::{Antecedents, Credits, Demonyms, FirstNames, Nouns, Participants, Pronouns, State};

/// Nouns, pronouns, given names and states.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Head nouns by type.
    pub nouns: Nouns,
    /// Pronouns and determiners.
    pub pronouns: Pronouns,
    /// Given names by gender.
    pub first_names: FirstNames,
    /// What tells which antecedent a pronoun has.
    pub antecedents: Antecedents,
    /// What the words themselves tell of that.
    pub antecedent_network: Arc<AntecedentNetwork>,
    /// Nouns for somebody by what was done to or by him or her.
    pub participants: Participants,
    /// Words of picture credits.
    pub credits: Credits,
    demonyms: &'static Demonyms,
}

impl Knowledge {
    /// The lists that are built in.
    ///
    /// # Errors
    /// [`Error::Data`](crate::Error::Data) where one of them is wrong.
    pub fn embedded() -> Result<Self> {
        Ok(Knowledge {
            nouns: Nouns::embedded()?,
            pronouns: Pronouns::embedded()?,
            first_names: FirstNames::embedded()?,
            antecedents: Antecedents::embedded()?,
            antecedent_network: Arc::new(AntecedentNetwork::embedded()?),
            participants: Participants::embedded()?,
            credits: Credits::embedded()?,
            demonyms: Demonyms::embedded(),
        })
    }

    /// The state, territory or union with this name ("Russia", "United States").
    pub fn state_named(&self, name: &str) -> Option<&'static State> {
        self.demonyms.named(name)
    }

    /// The state that an adjective or a word for its inhabitants means ("Russian", "Azerbaijanis", "U.S.").
    pub fn state_of(&self, word: &str) -> Option<&'static State> {
        self.demonyms.country_of(word)
    }

    /// Does the word for one inhabitant mean all of them as well ("the Japanese", "the French")?
    pub fn is_plural_demonym(&self, word: &str) -> bool {
        self.demonyms.is_plural(word)
    }

    /// Is this the capital of a state ("Riga")?
    pub fn is_capital(&self, name: &str) -> bool {
        self.demonyms.capital_of(name).is_some()
    }

    /// The state whose capital this is.
    pub fn state_of_capital(&self, name: &str) -> Option<&'static State> {
        self.demonyms.capital_of(name)
    }

    /// The state that a word means, be it its name or its adjective.
    pub fn state(&self, word: &str) -> Option<&'static State> {
        self.state_named(word).or_else(|| self.state_of(word))
    }
}
