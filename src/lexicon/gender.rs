//! Grammatical gender of persons.

use serde::Deserialize;

/// Gender of a person, as far as names, nouns and pronouns tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// he
    Male,
    /// she
    Female,
}
