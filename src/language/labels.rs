//! The classes of the model's heads: `labels.json` comes in, tags, relations, features, lemma scripts and name
//! tags in the order of the outputs go out.

use std::collections::HashMap;

use serde::Deserialize;

use super::wordpiece::Shape;
use crate::document::{Deprel, NameType, Upos};
use crate::error::{Error, Result};

/// Classes by output index.
#[derive(Debug)]
pub struct Labels {
    pub(super) upos: Vec<Upos>,
    /// In CoNLL-U form; empty for none.
    pub(super) feats: Vec<String>,
    pub(super) lemma: Vec<LemmaScript>,
    pub(super) deprel: Vec<Deprel>,
    pub(super) names: Vec<NameTag>,
    /// What one name tag after another scores: see [`Transitions`].
    pub(super) transitions: Transitions,
    pub(super) characters: HashMap<char, String>,
}

/// Scores of one name tag after another, learnt with the model; an I after anything but a B or I of its type
/// scores minus infinity, whatever was learnt.
#[derive(Debug, Clone, PartialEq)]
pub struct Transitions {
    /// A row for the start of a sentence, then one for each tag before; a column for each tag after.
    scores: Vec<f32>,
    width: usize,
}

impl Transitions {
    /// From rows of scores, or none: then all that is allowed scores 0. `None` when the rows do not fit the tags.
    pub fn new(tags: &[NameTag], rows: &[Vec<f32>]) -> Option<Self> {
        let width = tags.len();
        let mut scores = rows.concat();
        if rows.is_empty() {
            scores.resize((width + 1) * width, 0.0);
        }
        if scores.len() != (width + 1) * width || rows.iter().any(|row| row.len() != width) {
            return None;
        }
        for (index, score) in scores.iter_mut().enumerate() {
            let before = (index / width).checked_sub(1).and_then(|before| tags.get(before));
            if let Some(NameTag::Inside(kind)) = tags.get(index % width) {
                let goes_on =
                    before.is_some_and(|tag| matches!(tag, NameTag::Begin(k) | NameTag::Inside(k) if k == kind));
                if !goes_on {
                    *score = f32::NEG_INFINITY;
                }
            }
        }
        Some(Transitions { scores, width })
    }

    /// Scores of the tags after tag `before`, or at the start of a sentence.
    pub fn after(&self, before: Option<usize>) -> &[f32] {
        let row = before.map_or(0, |before| before + 1) * self.width;
        self.scores.get(row..row + self.width).unwrap_or_default()
    }
}

/// A BIO tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTag {
    /// No name.
    Outside,
    /// First word of a name.
    Begin(NameType),
    /// Further word of a name.
    Inside(NameType),
}

/// How a lemma is made from its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LemmaScript {
    /// This lemma, whatever the form.
    Lemma(String),
    /// Lower-case the form or not, drop characters at the front and put others there, the same at the end.
    Edit {
        /// Lower-case first?
        lower: bool,
        /// Characters dropped at the front.
        drop_front: usize,
        /// Put in front.
        front: String,
        /// Characters dropped at the end.
        drop_back: usize,
        /// Put at the end.
        back: String,
    },
}

#[derive(Deserialize)]
struct File {
    shapes: Vec<String>,
    char_map: HashMap<char, String>,
    upos: Vec<String>,
    feats: Vec<String>,
    lemma: Vec<String>,
    rel: Vec<String>,
    ner: Vec<String>,
    #[serde(default)]
    ner_transitions: Vec<Vec<f32>>,
}

impl Labels {
    /// From the content of `labels.json`.
    ///
    /// # Errors
    /// [`Error::Model`] for labels that the program does not know.
    pub fn parse(json: &str) -> Result<Self> {
        let file: File = serde_json::from_str(json).map_err(|error| Error::Model(format!("labels.json: {error}")))?;
        if file.shapes != Shape::NAMES {
            return Err(Error::Model("labels.json: the casing shapes are not those of the program".to_owned()));
        }
        let unknown = |kind: &str, label: &str| Error::Model(format!("labels.json: {label} is no {kind}"));
        let upos = file.upos.iter().map(|l| Upos::parse(l).ok_or_else(|| unknown("part of speech", l)));
        let lemma = file.lemma.iter().map(|l| LemmaScript::parse(l).ok_or_else(|| unknown("lemma script", l)));
        let names = file.ner.iter().map(|l| NameTag::parse(l).ok_or_else(|| unknown("name tag", l)));
        let names = names.collect::<Result<Vec<_>>>()?;
        let transitions = Transitions::new(&names, &file.ner_transitions)
            .ok_or_else(|| Error::Model("labels.json: ner_transitions do not fit the name tags".to_owned()))?;
        Ok(Labels {
            upos: upos.collect::<Result<_>>()?,
            feats: file.feats.iter().map(|l| if l == "_" { String::new() } else { l.clone() }).collect(),
            lemma: lemma.collect::<Result<_>>()?,
            deprel: file.rel.iter().map(|label| parse_deprel(label)).collect(),
            names,
            transitions,
            characters: file.char_map,
        })
    }
}

/// The relation; subtypes that are not in the inventory fall back to their universal relation.
pub(super) fn parse_deprel(label: &str) -> Deprel {
    let universal = label.split_once(':').map_or(label, |(universal, _)| universal);
    Deprel::parse(label).or_else(|| Deprel::parse(universal)).unwrap_or(Deprel::Dep)
}

impl NameTag {
    fn parse(label: &str) -> Option<Self> {
        match label.split_once('-') {
            None => (label == "O").then_some(NameTag::Outside),
            Some(("B", kind)) => NameType::parse(kind).map(NameTag::Begin),
            Some(("I", kind)) => NameType::parse(kind).map(NameTag::Inside),
            Some(_) => None,
        }
    }
}

impl LemmaScript {
    fn parse(script: &str) -> Option<Self> {
        if let Some(lemma) = script.strip_prefix('=') {
            return Some(LemmaScript::Lemma(lemma.to_owned()));
        }
        let parts: Vec<&str> = script.split('|').collect();
        let &[case, drop_front, front, drop_back, back] = parts.as_slice() else { return None };
        Some(LemmaScript::Edit {
            lower: match case {
                "l" => true,
                "k" => false,
                _ => return None,
            },
            drop_front: drop_front.parse().ok()?,
            front: front.to_owned(),
            drop_back: drop_back.parse().ok()?,
            back: back.to_owned(),
        })
    }

    /// The lemma of a form; the form itself where the script would drop more than there is.
    pub fn apply(&self, form: &str) -> String {
        let (lower, drop_front, front, drop_back, back) = match self {
            LemmaScript::Lemma(lemma) => return lemma.clone(),
            LemmaScript::Edit { lower, drop_front, front, drop_back, back } => {
                (*lower, *drop_front, front, *drop_back, back)
            }
        };
        let cased = if lower { form.to_lowercase() } else { form.to_owned() };
        if drop_front == 0 && drop_back == 0 && front.is_empty() && back.is_empty() {
            return cased;
        }
        let length = cased.chars().count();
        if drop_front + drop_back > length || (drop_front + drop_back == length && front.is_empty() && back.is_empty())
        {
            return cased;
        }
        let kept = cased.chars().skip(drop_front).take(length - drop_front - drop_back);
        front.chars().chain(kept).chain(back.chars()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        let apply = |script: &str, form: &str| LemmaScript::parse(script).map(|script| script.apply(form));
        assert_eq!(apply("l|0||0|", "The").as_deref(), Some("the"));
        assert_eq!(apply("k|0||1|", "talks").as_deref(), Some("talk"));
        assert_eq!(apply("l|0||3|y", "Bodies").as_deref(), Some("body"));
        assert_eq!(apply("=be", "was").as_deref(), Some("be"));
        assert_eq!(apply("l|1|x|9|", "ab").as_deref(), Some("ab"));
        assert_eq!(apply("z|0||0|", "ab"), None);
    }

    #[test]
    fn unknown_labels_are_refused() {
        let json = |ner: &str| {
            let shapes = serde_json::to_string(&Shape::NAMES).expect("strings");
            format!(
                r#"{{"shapes":{shapes},"char_map":{{}},"upos":["NOUN"],"feats":["_"],"lemma":["k|0||0|"],"rel":["nmod:new"],"ner":["{ner}"]}}"#
            )
        };
        let labels = Labels::parse(&json("B-PER")).expect("known labels");
        assert_eq!((labels.deprel[0], labels.names[0]), (Deprel::Nmod, NameTag::Begin(NameType::Per)));
        assert_eq!(labels.feats, [""]);
        let error = Labels::parse(&json("B-WHAT")).expect_err("unknown label").to_string();
        assert_eq!(error, "language model: labels.json: B-WHAT is no name tag");
    }
}
