//! What tells which antecedent a pronoun has: the weights of `data/lexicon/antecedents.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};

const FILE: &str = "lexicon/antecedents.toml";

/// Weights of features by kind of pronoun.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Antecedents {
    /// The least probability of an antecedent, among all in question; a pronoun without one stays alone.
    pub least: f32,
    weight: BTreeMap<String, BTreeMap<String, f32>>,
}

impl Antecedents {
    /// The weights that are built in.
    ///
    /// # Errors
    /// [`Error::Data`] where the file is wrong.
    pub fn embedded() -> Result<Self> {
        toml::from_str(include_str!("../../data/lexicon/antecedents.toml"))
            .map_err(|e| Error::data(FILE, None, e.message().to_owned()))
    }

    /// The sum of the weights of features for pronouns of a class, each times its value.
    pub fn value(&self, class: &str, features: &[(&str, f32)]) -> f32 {
        let weights = self.weight.get(class);
        features.iter().filter_map(|(name, value)| Some(weights?.get(*name)? * value)).sum()
    }
}
