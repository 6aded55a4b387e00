//! What the words themselves tell of a pronoun's antecedent: that a parliament approves and a bill is approved, which
//! the features of [`antecedent`](super::antecedent) cannot say. In: the rows that the model has for the pronoun, the
//! word that governs it and the one above, and for head and governor of each candidate, with the candidate's features.
//! Out: what each candidate is worth beyond its features, and that none of them is meant.
//! `training/antecedent_network.py` fits it to annotated articles and tells how good it is.

use std::collections::HashMap;

use safetensors::{Dtype, SafeTensors};

use super::Clusters;
use super::antecedent::Candidate;
use crate::error::{Error, Result};
use crate::language::VECTOR_WIDTH;

const FILE: &str = "data/model/antecedents.safetensors";

/// The words of which it is told: around the pronoun, then of a candidate.
const AROUND: [&str; 3] = ["pronoun", "governor", "above"];
const CANDIDATE: [&str; 2] = ["candidate", "candidate_governor"];

/// Sentence and word.
type Place = (usize, usize);

/// The loaded network.
#[derive(Debug)]
pub struct AntecedentNetwork {
    classes: Vec<String>,
    features: HashMap<String, usize>,
    /// Makes short rows of the model's.
    base: Linear,
    around: [Linear; 3],
    candidate: [Linear; 2],
    /// A row for each class.
    class_rows: Vec<Vec<f32>>,
    inner: Linear,
    out: Linear,
    none_inner: Linear,
    none_out: Linear,
}

/// What it says of a pronoun.
pub(super) struct Opinion {
    /// What is to be added to the value of each candidate.
    pub(super) candidates: Vec<f32>,
    /// The value of none of them.
    pub(super) none: f32,
}

impl AntecedentNetwork {
    /// The network that is built into the program.
    ///
    /// # Errors
    /// [`Error::Model`] where its file is not what it should be.
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!("../../../data/model/antecedents.safetensors");
        let file = SafeTensors::deserialize(bytes).map_err(model_error)?;
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(model_error)?;
        let names = |key: &str| -> Result<Vec<String>> {
            let text = header.metadata().as_ref().and_then(|m| m.get(key)).ok_or_else(|| model_error(key))?;
            serde_json::from_str(text).map_err(model_error)
        };
        let linear = |name: &str| Linear::read(&file, name);
        let place = |name: &str| linear(&format!("place.{name}"));
        let network = AntecedentNetwork {
            classes: names("classes")?,
            features: names("features")?.into_iter().enumerate().map(|(n, name)| (name, n)).collect(),
            base: linear("base")?,
            around: [place(AROUND[0])?, place(AROUND[1])?, place(AROUND[2])?],
            candidate: [place(CANDIDATE[0])?, place(CANDIDATE[1])?],
            class_rows: rows(&file, "kind.weight")?,
            inner: linear("inner")?,
            out: linear("out")?,
            none_inner: linear("none_inner")?,
            none_out: linear("none_out")?,
        };
        let (part, class) = (network.around[0].outputs(), network.class_rows.first().map_or(0, Vec::len));
        let fits = network.base.inputs == VECTOR_WIDTH
            && network.inner.inputs == 8 * part + network.features.len() + class
            && network.none_inner.inputs == AROUND.len() * part + class
            && network.class_rows.len() == network.classes.len();
        if fits { Ok(network) } else { Err(model_error("shapes do not fit together")) }
    }

    /// What it says of pronoun `m`; `None` where the words have no rows.
    pub(super) fn opinion(
        &self,
        clusters: &mut Clusters<'_>,
        m: usize,
        class: &str,
        candidates: &[Candidate],
    ) -> Option<Opinion> {
        let class = self.classes.iter().position(|name| name == class)?;
        let pronoun = place(clusters, m);
        let governor = above(clusters, pronoun);
        let places = [pronoun, governor, above(clusters, governor)];
        let around = self.parts(clusters, &self.around, places)?;
        let mut values = Vec::new();
        for candidate in candidates {
            let head = place(clusters, candidate.mention);
            let words = self.parts(clusters, &self.candidate, [head, above(clusters, head)])?;
            values.push(self.value(class, &around, &words, &candidate.features));
        }
        let told: Vec<f32> =
            around.iter().flat_map(|row| positive(row)).chain(self.class_rows[class].clone()).collect();
        Some(Opinion { candidates: values, none: last(&self.none_inner, &self.none_out, &told) })
    }

    fn value(&self, class: usize, around: &[Vec<f32>; 3], words: &[Vec<f32>; 2], features: &[(&str, f32)]) -> f32 {
        let mut told = vec![0.0; self.features.len()];
        for (name, value) in features {
            if let Some(&n) = self.features.get(*name) {
                told[n] += value;
            }
        }
        let ([pronoun, governor, _], [candidate, candidate_governor]) = (around, words);
        let products =
            [times(pronoun, candidate), times(governor, candidate), times(governor, candidate_governor)].concat();
        let row: Vec<f32> = around
            .iter()
            .chain(words)
            .flat_map(|row| positive(row))
            .chain(products)
            .chain(told)
            .chain(self.class_rows[class].iter().copied())
            .collect();
        last(&self.inner, &self.out, &row)
    }

    /// What its layers make of words.
    fn parts<const N: usize>(
        &self,
        clusters: &mut Clusters<'_>,
        layers: &[Linear; N],
        places: [Place; N],
    ) -> Option<[Vec<f32>; N]> {
        let mut parts = [const { Vec::new() }; N];
        for ((part, layer), place) in parts.iter_mut().zip(layers).zip(places) {
            *part = layer.of(self.base_row(clusters, place)?);
        }
        Some(parts)
    }

    /// The short row of a word; each is made once.
    fn base_row<'c>(&self, clusters: &'c mut Clusters<'_>, (sentence, word): Place) -> Option<&'c [f32]> {
        let vectors = &clusters.document.sentences.get(sentence)?.vectors;
        let row = vectors.get(word * VECTOR_WIDTH..(word + 1) * VECTOR_WIDTH)?;
        Some(clusters.rows.entry((sentence, word)).or_insert_with(|| self.base.of(row)))
    }
}

fn place(clusters: &Clusters<'_>, mention: usize) -> Place {
    (clusters.mentions[mention].sentence, clusters.mentions[mention].head)
}

/// The word that governs one; the root governs itself.
fn above(clusters: &Clusters<'_>, (sentence, word): Place) -> Place {
    (sentence, clusters.document.sentences[sentence].tokens[word].head.unwrap_or(word))
}

fn model_error(error: impl std::fmt::Display) -> Error {
    Error::Model(format!("{FILE}: {error}"))
}

fn positive(row: &[f32]) -> impl Iterator<Item = f32> + '_ {
    row.iter().map(|value| value.max(0.0))
}

fn times(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// The one number that two layers make of a row.
fn last(inner: &Linear, out: &Linear, row: &[f32]) -> f32 {
    let hidden: Vec<f32> = positive(&inner.of(row)).collect();
    out.of(&hidden).first().copied().unwrap_or_default()
}

/// `y = W x + b`, with the weights by input, so that the loops run over neighbouring numbers.
#[derive(Debug)]
struct Linear {
    inputs: usize,
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    fn read(file: &SafeTensors<'_>, name: &str) -> Result<Self> {
        let weight = rows(file, &format!("{name}.weight"))?;
        let bias = numbers(file, &format!("{name}.bias"))?;
        let inputs = weight.first().map_or(0, Vec::len);
        if weight.len() != bias.len() {
            return Err(model_error(name));
        }
        let weight = (0..inputs).flat_map(|input| weight.iter().map(move |row| row[input])).collect();
        Ok(Linear { inputs, weight, bias })
    }

    fn outputs(&self) -> usize {
        self.bias.len()
    }

    fn of(&self, row: &[f32]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        for (value, weights) in row.iter().zip(self.weight.chunks_exact(self.outputs().max(1))) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += value * weight;
            }
        }
        sums
    }
}

fn numbers(file: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>> {
    let tensor = file.tensor(name).map_err(|e| model_error(format!("{name}: {e}")))?;
    if tensor.dtype() != Dtype::F32 {
        return Err(model_error(format!("{name}: not of 32 bits")));
    }
    Ok(tensor.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
}

/// A matrix, row by row.
fn rows(file: &SafeTensors<'_>, name: &str) -> Result<Vec<Vec<f32>>> {
    let width = file.tensor(name).map_err(model_error)?.shape().get(1).copied().unwrap_or(0);
    Ok(numbers(file, name)?.chunks_exact(width.max(1)).map(<[f32]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use crate::language::Reader;
    use crate::mention::{self, Knowledge};

    /// What the first pronoun stands for, and what the words add to that.
    fn antecedent(text: &str) -> (String, f32) {
        let document = Reader::embedded().unwrap().read(text, 0).unwrap();
        let mentions = mention::read(&document, &Knowledge::embedded().unwrap());
        let considered = mentions.considered.first().expect("a pronoun");
        let total: f32 = considered.candidates.iter().map(|candidate| candidate.probability).sum();
        assert!((total + considered.none - 1.0).abs() < 1e-5);
        let first = &considered.candidates[0];
        let words = first.features.iter().find(|(name, _)| *name == "the words").expect("an opinion").1;
        (mentions.mentions[first.mention].span.of(&document.text).to_owned(), words)
    }

    #[test]
    fn what_is_rejected_is_no_court() {
        let rejected = antecedent("The court heard the appeal on Monday. It was rejected on Tuesday.");
        let sentenced = antecedent("The court heard the appeal on Monday. It sentenced Berg to three years.");
        assert_eq!([rejected.0.as_str(), sentenced.0.as_str()], ["appeal", "court"]);
        assert!(rejected.1 > 0.0, "{}", rejected.1);
    }
}
