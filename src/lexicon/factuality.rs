//! Polarity and modality: how a text commits to what it tells.

use serde::{Deserialize, Serialize};

/// Did it happen, according to the text?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// The text says that it is so.
    Positive,
    /// The text says that it is not so.
    Negative,
}

/// How is it given?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// As having happened or being so.
    Actual,
    /// As rumour, accusation, hearsay.
    Alleged,
    /// As something that may be: "could", conditionals.
    Possible,
    /// As intent, plan, call, order not yet carried out.
    Planned,
}

impl Polarity {
    /// `positive` or `negative`.
    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
        }
    }
}

impl Modality {
    /// `actual`, `alleged`, `possible` or `planned`.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Actual => "actual",
            Modality::Alleged => "alleged",
            Modality::Possible => "possible",
            Modality::Planned => "planned",
        }
    }
}
