//! Which entities of a Wikidata dump are kept and as what: `data/gazetteer/wikidata.toml`, or an analyst's own file of
//! that form.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::lexicon::{EntityType, is_qid};

const FILE: &str = "gazetteer/wikidata.toml";
const EMBEDDED: &str = include_str!("../../../../data/gazetteer/wikidata.toml");

/// The rules by which entities are chosen.
#[derive(Debug)]
pub struct Selection {
    /// In the order of the file; the first that fits gives the type.
    pub(super) rules: Vec<Rule>,
    /// Codes of the languages whose names are taken, the first of which gives the label.
    pub languages: Vec<String>,
    /// Number of an office -> what its present holder is described as.
    offices: BTreeMap<u32, String>,
    prior: Prior,
    classes: BTreeSet<u32>,
}

/// One way to be kept.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) entity_type: EntityType,
    pub(super) classes: Vec<u32>,
    pub(super) offices: Vec<u32>,
    pub(super) properties: Vec<String>,
    pub(super) min_sitelinks: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default = "english")]
    languages: Vec<String>,
    #[serde(default)]
    prior: Prior,
    select: Vec<Entry>,
    #[serde(default)]
    office: Vec<Office>,
}

fn english() -> Vec<String> {
    vec!["en".to_owned()]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "type")]
    entity_type: EntityType,
    classes: Vec<toml::Spanned<String>>,
    #[serde(default)]
    offices: Vec<toml::Spanned<String>>,
    #[serde(default)]
    properties: Vec<toml::Spanned<String>>,
    #[serde(default)]
    min_sitelinks: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    id: toml::Spanned<String>,
    holder: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Prior {
    full_at: f64,
    curve: f64,
}

impl Default for Prior {
    fn default() -> Prior {
        Prior { full_at: 300.0, curve: 1.3 }
    }
}

impl Selection {
    /// The built-in rules.
    ///
    /// # Errors
    /// Never, unless the program was built wrong.
    pub fn embedded() -> Result<Selection> {
        Selection::parse(EMBEDDED, FILE)
    }

    /// The text of the built-in rules, to start an own file from.
    pub fn text() -> &'static str {
        EMBEDDED
    }

    /// Rules from the text of a file.
    ///
    /// # Errors
    /// The first mistake, with its line.
    pub fn parse(text: &str, file: &str) -> Result<Selection> {
        let line = |at: usize| Some(text.get(..at).unwrap_or_default().matches('\n').count() as u64 + 1);
        let parsed: File = toml::from_str(text)
            .map_err(|e| Error::data(file, e.span().and_then(|s| line(s.start)), e.message().to_owned()))?;
        let id = |id: &toml::Spanned<String>, letter: char| {
            let number = id.get_ref().strip_prefix(letter).filter(|n| is_qid(&format!("Q{n}")));
            number.and_then(|n| n.parse::<u32>().ok()).ok_or_else(|| {
                let message = format!("`{}` is not a Wikidata id ({letter} and a number)", id.get_ref());
                Error::data(file, line(id.span().start), message)
            })
        };
        let mut rules = Vec::new();
        for entry in &parsed.select {
            let items = |list: &[toml::Spanned<String>]| list.iter().map(|i| id(i, 'Q')).collect::<Result<Vec<u32>>>();
            let classes = items(&entry.classes)?;
            if classes.is_empty() {
                return Err(Error::data(file, None, "a [[select]] names no class"));
            }
            for property in &entry.properties {
                id(property, 'P')?;
            }
            rules.push(Rule {
                entity_type: entry.entity_type,
                classes,
                offices: items(&entry.offices)?,
                properties: entry.properties.iter().map(|p| p.get_ref().clone()).collect(),
                min_sitelinks: entry.min_sitelinks,
            });
        }
        let offices = parsed.office.iter().map(|o| Ok((id(&o.id, 'Q')?, o.holder.clone())));
        let classes = rules.iter().flat_map(|r| r.classes.iter().copied()).collect();
        let offices = offices.collect::<Result<_>>()?;
        Ok(Selection { rules, languages: parsed.languages, offices, prior: parsed.prior, classes })
    }

    /// Raise the number of pages that every entity must have.
    pub fn require_sitelinks(&mut self, at_least: u32) {
        for rule in &mut self.rules {
            rule.min_sitelinks = rule.min_sitelinks.max(at_least);
        }
    }

    pub(super) fn has_class(&self, class: u32) -> bool {
        self.classes.contains(&class)
    }

    /// What the present holder of an office is described as.
    pub(super) fn holder(&self, office: u32) -> Option<&str> {
        self.offices.get(&office).map(String::as_str)
    }

    /// How well known something with so many pages is, 0 to 1.
    pub(super) fn prior(&self, sitelinks: u32) -> f32 {
        let share = f64::from(sitelinks).ln_1p() / self.prior.full_at.ln_1p();
        share.powf(self.prior.curve).clamp(0.0, 1.0) as f32
    }
}

impl Rule {
    pub(super) fn fits_class(&self, classes: &[u32]) -> bool {
        classes.iter().any(|class| self.classes.contains(class))
    }

    pub(super) fn fits_office(&self, offices: &[u32]) -> bool {
        self.offices.is_empty() || offices.iter().any(|office| self.offices.contains(office))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_are_well_formed() {
        let selection = Selection::embedded().expect("well-formed");
        assert!(selection.has_class(5) && selection.rules.len() > 5);
        assert_eq!(selection.languages, ["en"]);
        assert!(selection.prior(0) < 0.01 && selection.prior(300) > 0.99 && selection.prior(5) < selection.prior(50));
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let error = |text: &str| Selection::parse(text, "my.toml").expect_err(text).to_string();
        let head = "[[select]]\ntype = \"Person\"\n";
        assert!(
            error(&format!("{head}classes = [\n\"Q5\",\n\"5\"]")).starts_with("my.toml:5: `5` is not a Wikidata id")
        );
        assert!(error(&format!("{head}classes = [\"Q5\"]\nproperties = [\"Q39\"]")).starts_with("my.toml:4: `Q39`"));
        assert!(error(&format!("{head}classes = []")).contains("names no class"));
        assert!(error("[[select]]\ntype = \"Persona\"\nclasses = [\"Q5\"]").starts_with("my.toml:2: "));
        assert!(error("languages = [\"en\"]").contains("select"));
    }
}
