//! The relation head: a small network over the word vectors of two mentions proposes the predicate that holds
//! between them. It finds what no frame says; its claims name the probability as their confidence and the word
//! that joins the two mentions in the parse as their words, and `explain` shows them as what they are.
//!
//! In: a document with vectors, its mentions, the pairs that frames have already. Out: extractions.

use std::collections::HashSet;
use std::sync::Arc;

use rten::{NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::{AsView, NdTensor};
use serde::Deserialize;

use super::{Extraction, factuality};
use crate::document::{Document, Sentence, Upos};
use crate::error::{Error, Result};
use crate::language::VECTOR_WIDTH;
use crate::lexicon::{Cues, EntityType, Ontology, TypeSet};
use crate::mention::Mentions;

/// The rule that its claims name.
pub const RULE: &str = "relation-head";

/// Words between two mentions at most.
const MAX_DISTANCE: usize = 30;

/// What a claim of the head must reach, by predicate, and which predicates it may propose at all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    /// For predicates without their own.
    default: f32,
    /// Predicate and probability; above 1 for never.
    #[serde(default)]
    predicate: std::collections::BTreeMap<String, f32>,
}

/// The loaded head.
pub struct RelationHead {
    network: rten::Model,
    inputs: [NodeId; 3],
    output: NodeId,
    /// Predicate, domain, range and threshold by class; `None` for "none" and for what the ontology lacks.
    classes: Vec<Option<Class>>,
}

#[derive(Debug)]
struct Class {
    predicate: String,
    domain: TypeSet,
    range: TypeSet,
    threshold: f32,
}

#[derive(Deserialize)]
struct Labels {
    relations: Vec<String>,
}

fn model_error(error: impl std::fmt::Display) -> Error {
    Error::Model(format!("relation head: {error}"))
}

/// Two mentions of one sentence, subject first.
#[derive(Debug, Clone, Copy)]
struct Pair {
    sentence: usize,
    subject: usize,
    object: usize,
}

impl RelationHead {
    /// The head that is built into the program.
    ///
    /// # Errors
    /// [`Error::Model`] or [`Error::Data`] where its files do not fit together.
    pub fn embedded(ontology: &Ontology) -> Result<Self> {
        let labels: Labels = serde_json::from_str(include_str!("../../data/model/labels.json"))
            .map_err(|e| Error::data("data/model/labels.json", None, e.to_string()))?;
        let thresholds: Thresholds = toml::from_str(include_str!("../../data/model/relation-thresholds.toml"))
            .map_err(|e| Error::data("data/model/relation-thresholds.toml", None, e.message().to_owned()))?;
        let classes = labels
            .relations
            .iter()
            .map(|name| {
                let predicate = ontology.predicate(name)?;
                Some(Class {
                    predicate: name.clone(),
                    domain: TypeSet::of(&predicate.domain),
                    range: TypeSet::of(&predicate.range),
                    threshold: thresholds.predicate.get(name).copied().unwrap_or(thresholds.default),
                })
            })
            .collect();
        let network = rten::ModelOptions::with_all_ops()
            .load_static_slice(include_bytes!("../../data/model/relation.onnx"))
            .map_err(model_error)?;
        let node = |name: &str| network.node_id(name).map_err(model_error);
        let (inputs, output) = ([node("subject")?, node("object")?, node("between")?], node("probability")?);
        Ok(RelationHead { network, inputs, output, classes })
    }

    /// Claims between mentions of a sentence that `known` has no claim for (pairs of chains by sentence, either way
    /// round).
    ///
    /// # Errors
    /// [`Error::Model`] where the head cannot be run.
    pub fn extract(
        &self,
        document: &Document,
        mentions: &Mentions,
        cues: &Cues,
        known: &HashSet<(usize, usize, usize)>,
    ) -> Result<Vec<Extraction>> {
        let pairs = candidates(document, mentions, known);
        if pairs.is_empty() {
            return Ok(Vec::new());
        }
        let probabilities = self.run(document, mentions, &pairs)?;
        let width = self.classes.len();
        let mut found = Vec::new();
        for (pair, row) in pairs.iter().zip(probabilities.chunks_exact(width)) {
            if let Some((class, probability)) = self.best(mentions, *pair, row) {
                found.push(extraction(document, mentions, cues, *pair, class, probability));
            }
        }
        Ok(found)
    }

    /// The most likely class, where it fits the types of the two and reaches its threshold.
    fn best(&self, mentions: &Mentions, pair: Pair, row: &[f32]) -> Option<(&Class, f32)> {
        let (best, &probability) = row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        let class = self.classes.get(best)?.as_ref()?;
        let fits = |mention: usize, types: TypeSet| {
            let entity_type = mentions.chain_of(mention).entity_type;
            types.contains(entity_type)
                || types.contains(mentions.mentions[mention].entity_type)
                || entity_type == EntityType::Place && types.contains(EntityType::Country)
                || types.contains(EntityType::Concept) && matches!(entity_type, EntityType::Event | EntityType::Work)
        };
        (probability >= class.threshold && fits(pair.subject, class.domain) && fits(pair.object, class.range))
            .then_some((class, probability))
    }

    fn run(&self, document: &Document, mentions: &Mentions, pairs: &[Pair]) -> Result<Vec<f32>> {
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for pair in pairs {
            let sentence = &document.sentences[pair.sentence];
            let (s, o) = (mentions.mentions[pair.subject].head, mentions.mentions[pair.object].head);
            columns[0].extend_from_slice(vector(sentence, s));
            columns[1].extend_from_slice(vector(sentence, o));
            columns[2].extend(mean(sentence, s.min(o) + 1, s.max(o)));
        }
        let inputs = self.inputs.into_iter().zip(columns).map(|(id, data)| {
            let tensor = NdTensor::from_data([pairs.len(), VECTOR_WIDTH], data);
            (id, ValueOrView::from(Value::from(tensor)))
        });
        let inputs: Vec<(NodeId, ValueOrView<'_>)> = inputs.collect();
        // On a thread and a pool of its own: a rayon worker that waits would take up other articles meanwhile.
        let work = || {
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            let options = RunOptions::default().with_thread_pool(Some(pool));
            self.network.run_n(inputs, [self.output], Some(options)).map_err(model_error)
        };
        let [output] = std::thread::scope(|scope| scope.spawn(work).join())
            .unwrap_or_else(|_| Err(Error::Model("the relation head stopped".to_owned())))?;
        let mut tensor: NdTensor<f32, 2> = output.try_into().map_err(model_error)?;
        tensor.make_contiguous();
        Ok(tensor.to_vec())
    }
}

/// The vector of a word.
fn vector(sentence: &Sentence, word: usize) -> &[f32] {
    sentence.vectors.get(word * VECTOR_WIDTH..(word + 1) * VECTOR_WIDTH).unwrap_or(&[0.0; VECTOR_WIDTH])
}

/// The mean of the vectors from word `from` to before `to`; zeros where there are none.
fn mean(sentence: &Sentence, from: usize, to: usize) -> Vec<f32> {
    let mut sum = vec![0.0; VECTOR_WIDTH];
    for word in from..to {
        for (total, value) in sum.iter_mut().zip(vector(sentence, word)) {
            *total += value;
        }
    }
    let count = to.saturating_sub(from).max(1) as f32;
    sum.iter_mut().for_each(|total| *total /= count);
    sum
}

/// Pairs of mentions worth asking about: near each other, of different chains, and none a pronoun without antecedent.
fn candidates(document: &Document, mentions: &Mentions, known: &HashSet<(usize, usize, usize)>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for sentence in 0..document.sentences.len() {
        if document.sentences[sentence].vectors.is_empty() {
            continue;
        }
        let here: Vec<usize> = (0..mentions.mentions.len())
            .filter(|&m| mentions.mentions[m].sentence == sentence && mentions.has_referent(m))
            .collect();
        for &subject in &here {
            for &object in &here {
                let (s, o) = (&mentions.mentions[subject], &mentions.mentions[object]);
                let nested = s.span.contains(o.span) || o.span.contains(s.span);
                let is_known =
                    known.contains(&(sentence, s.chain, o.chain)) || known.contains(&(sentence, o.chain, s.chain));
                if s.chain != o.chain && !nested && !is_known && s.head.abs_diff(o.head) <= MAX_DISTANCE {
                    pairs.push(Pair { sentence, subject, object });
                }
            }
        }
    }
    pairs
}

fn extraction(
    document: &Document,
    mentions: &Mentions,
    cues: &Cues,
    pair: Pair,
    class: &Class,
    probability: f32,
) -> Extraction {
    let sentence = &document.sentences[pair.sentence];
    let (s, o) = (mentions.mentions[pair.subject].head, mentions.mentions[pair.object].head);
    let head = joining_word(sentence, s, o);
    let facts = factuality(document, sentence, head, cues);
    Extraction {
        subject: pair.subject,
        predicate: class.predicate.clone(),
        object: pair.object,
        polarity: facts.polarity,
        modality: facts.modality,
        rule: RULE.to_owned(),
        cues: facts.cues,
        confidence: probability,
        ..Extraction::at(pair.sentence, head, sentence.tokens[head].span)
    }
}

/// The word that joins two words in the parse: the lowest one above both, or on the way to it the first verb.
fn joining_word(sentence: &Sentence, a: usize, b: usize) -> usize {
    let path = |mut word: usize| {
        let mut path = vec![word];
        while let Some(head) = sentence.tokens[word].head {
            if path.contains(&head) {
                break;
            }
            path.push(head);
            word = head;
        }
        path
    };
    let (up, down) = (path(a), path(b));
    let meeting = up.iter().copied().find(|w| down.contains(w)).unwrap_or(b);
    let way = up.iter().chain(&down).copied().filter(|&w| w != a && w != b);
    if meeting != a && meeting != b {
        return meeting;
    }
    let limit = |w: &usize| {
        up.iter().take_while(|&&x| x != meeting).chain(down.iter().take_while(|&&x| x != meeting)).any(|x| x == w)
    };
    way.filter(limit).find(|&w| matches!(sentence.tokens[w].upos, Upos::Verb | Upos::Noun)).unwrap_or(meeting)
}
