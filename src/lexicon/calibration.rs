//! What makes a claim likely or unlikely to be right: the weights of `data/confidence/calibration.toml`, typed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

const FILE: &str = "confidence/calibration.toml";

/// A logistic regression: the log-odds of a claim are the sum of base and weights times values.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Log-odds of a claim of which nothing is known.
    pub base: f32,
    /// Claims less likely than this (0 to 1) are left out unless asked for.
    pub threshold: f32,
    /// The same for claims that only the relation head makes.
    pub head_threshold: f32,
    factor: BTreeMap<String, f32>,
    rule: BTreeMap<String, f32>,
    predicate: BTreeMap<String, f32>,
}

/// What a weight is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactorKind {
    /// How the claim stands in its sentence and article.
    General,
    /// The rule that found it.
    Rule,
    /// Its predicate.
    Predicate,
}

/// Something known of a claim, with its value (1 where it simply holds).
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// What kind of weight it has.
    pub kind: FactorKind,
    /// Its name among the weights.
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: f32,
}

impl Factor {
    /// A factor by kind, name and value.
    pub fn new(kind: FactorKind, name: impl Into<Cow<'static, str>>, value: f32) -> Self {
        Factor { kind, name: name.into(), value }
    }

    /// What it adds to the log-odds of the claim.
    pub fn effect(&self, calibration: &Calibration) -> f32 {
        self.value * calibration.weight(self.kind, &self.name)
    }
}

/// What is known of how likely a claim is to be right.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Judgement {
    /// The factors, for `explain` and for the fit; not kept in stores.
    #[serde(skip)]
    pub factors: Vec<Factor>,
    /// The sum of their effects, in log-odds.
    pub odds: f32,
}

impl Judgement {
    /// Take a factor into account; one of value 0 says nothing.
    pub fn add(&mut self, calibration: &Calibration, factor: Factor) {
        if factor.value != 0.0 {
            self.odds += factor.effect(calibration);
            self.factors.push(factor);
        }
    }

    /// The probability that the claim is right, 0 to 1.
    pub fn probability(&self, calibration: &Calibration) -> f32 {
        1.0 / (1.0 + (-(calibration.base + self.odds)).exp())
    }
}

impl Calibration {
    /// The weights built into the program, parsed once.
    pub fn embedded() -> &'static Calibration {
        static WEIGHTS: OnceLock<Calibration> = OnceLock::new();
        WEIGHTS.get_or_init(|| {
            Self::parse(include_str!("../../data/confidence/calibration.toml")).expect("built-in weights are valid")
        })
    }

    fn parse(text: &str) -> Result<Self> {
        let line = |at: Option<std::ops::Range<usize>>| {
            at.and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() as u64 + 1)
        };
        let calibration: Calibration =
            toml::from_str(text).map_err(|e| Error::data(FILE, line(e.span()), e.message().replace('\n', " ")))?;
        let tables = [&calibration.factor, &calibration.rule, &calibration.predicate];
        let finite = tables.iter().flat_map(|t| t.values()).all(|w| w.is_finite()) && calibration.base.is_finite();
        if !finite || !(0.0..1.0).contains(&calibration.threshold) {
            return Err(Error::data(FILE, None, "weights must be finite and the threshold from 0 to below 1"));
        }
        Ok(calibration)
    }

    /// The weight of a factor; 0 for those of which nothing is known.
    pub fn weight(&self, kind: FactorKind, name: &str) -> f32 {
        let table = match kind {
            FactorKind::General => &self.factor,
            FactorKind::Rule => &self.rule,
            FactorKind::Predicate => &self.predicate,
        };
        table.get(name).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_follows_the_weights_and_stays_between_0_and_1() {
        let text = "base = -0.5\nthreshold = 0.4\nhead_threshold = 0.5\n[factor]\nnegative = -1.0\n[rule]\nmeet = 2.0\n[predicate]\n";
        let calibration = Calibration::parse(text).unwrap();
        let mut judgement = Judgement::default();
        let mut add = |kind, name: &'static str, value| {
            judgement.add(&calibration, Factor::new(kind, name, value));
            judgement.probability(&calibration)
        };
        assert!((add(FactorKind::Rule, "meet", 1.0) - 0.818).abs() < 0.001);
        assert!((add(FactorKind::General, "negative", 1.0) - 0.622).abs() < 0.001);
        assert!((add(FactorKind::General, "never heard of", 5.0) - 0.622).abs() < 0.001);
        assert!(add(FactorKind::General, "negative", 50.0) >= 0.0);
        assert_eq!(judgement.factors.len(), 4);
    }

    #[test]
    fn the_built_in_file_is_sound_and_a_wrong_one_is_named_with_its_line() {
        let calibration = Calibration::embedded();
        assert_eq!(calibration.weight(FactorKind::Rule, "no such rule"), 0.0);
        let wrong =
            "base = 0.0\nthreshold = 0.4\nhead_threshold = 0.5\n[factor]\n[rule]\nmeet = \"much\"\n[predicate]\n";
        let error = Calibration::parse(wrong).unwrap_err().to_string();
        assert!(error.starts_with("confidence/calibration.toml:6: "), "{error}");
        assert!(Calibration::parse("base = 0.0\nthreshold = 1.0\n[factor]\n[rule]\n[predicate]\n").is_err());
    }
}
