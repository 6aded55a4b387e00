//! The network of the relation head, `data/model/relation.onnx`: the pairs of a sentence to probabilities of classes,
//! and to the words that each pair looks at, which are those that tell of its claim.

use rten::{NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::{AsView, NdTensor};
use std::sync::Arc;

use super::features::Way;
use crate::document::Sentence;
use crate::error::{Error, Result};
use crate::language::VECTOR_WIDTH;

/// What a sentence asks the head.
#[derive(Debug, Default)]
pub struct Question {
    /// Sentence of the document.
    pub sentence: usize,
    /// Mentions, subject first.
    pub pairs: Vec<[usize; 2]>,
    /// Their head words.
    pub heads: Vec<[usize; 2]>,
    /// The ways between the head words.
    pub ways: Vec<Way>,
    /// Rows of [`super::features::Layout`], one after the other.
    pub descriptors: Vec<f32>,
}

/// What the head says of the pairs of a sentence.
#[derive(Debug, Default)]
pub struct Answer {
    /// A row of probabilities of the classes for each pair, one after the other.
    pub probabilities: Vec<f32>,
    /// For each pair the word that it looks at most, and how much: the share of its attention, 0 to 1.
    pub looks: Vec<(usize, f32)>,
}

/// The loaded network.
pub struct Network {
    model: rten::Model,
    inputs: [NodeId; 7],
    outputs: [NodeId; 2],
}

pub fn model_error(error: impl std::fmt::Display) -> Error {
    Error::Model(format!("relation head: {error}"))
}

impl Network {
    /// The network that is built into the program.
    ///
    /// # Errors
    /// [`Error::Model`] where its file is not what it should be.
    pub fn embedded() -> Result<Self> {
        let model = rten::ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(include_bytes!("../../../data/model/relation.onnx"))
            .map_err(model_error)?;
        let node = |name: &str| model.node_id(name).map_err(model_error);
        let inputs = [
            node("words")?,
            node("subject")?,
            node("object")?,
            node("joint")?,
            node("between")?,
            node("way")?,
            node("descriptors")?,
        ];
        let outputs = [node("probability")?, node("looks")?];
        Ok(Network { model, inputs, outputs })
    }

    /// An answer for each sentence that asks.
    ///
    /// # Errors
    /// [`Error::Model`] where the network cannot be run.
    pub fn run(&self, sentences: &[Sentence], questions: &[Question]) -> Result<Vec<Answer>> {
        // On a thread and a pool of its own: a rayon worker that waits would take up other articles meanwhile.
        let work = || {
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            let ask = |question: &Question| {
                let sentence = sentences.get(question.sentence).ok_or_else(|| model_error("no such sentence"))?;
                let options = RunOptions::default().with_thread_pool(Some(Arc::clone(&pool)));
                let inputs = self.inputs.into_iter().zip(values(sentence, question));
                let inputs: Vec<_> = inputs.map(|(id, value)| (id, ValueOrView::from(value))).collect();
                let outputs = self.model.run_n(inputs, self.outputs, Some(options)).map_err(model_error)?;
                let [probabilities, looks] = outputs.map(rows);
                let looks = looks?.chunks(sentence.tokens.len().max(1)).map(most).collect();
                Ok(Answer { probabilities: probabilities?, looks })
            };
            questions.iter().map(ask).collect()
        };
        std::thread::scope(|scope| scope.spawn(work).join())
            .unwrap_or_else(|_| Err(Error::Model("the relation head stopped".to_owned())))
    }
}

/// The numbers of an output, row by row.
fn rows(output: Value) -> Result<Vec<f32>> {
    let mut tensor: NdTensor<f32, 2> = output.try_into().map_err(model_error)?;
    tensor.make_contiguous();
    Ok(tensor.to_vec())
}

/// The first of the largest numbers and its place.
fn most(row: &[f32]) -> (usize, f32) {
    let numbered = row.iter().copied().enumerate();
    numbered.reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap_or_default()
}

/// The inputs, in the order of [`Network::inputs`]. Means are taken by matrices: rows of pairs, columns of words.
fn values(sentence: &Sentence, question: &Question) -> [Value; 7] {
    let (words, pairs) = (sentence.tokens.len(), question.pairs.len());
    let index = |at: &dyn Fn(usize) -> usize| {
        let numbers: Vec<i32> = (0..pairs).map(|n| i32::try_from(at(n)).unwrap_or(0)).collect();
        Value::from(NdTensor::from_data([pairs], numbers))
    };
    let mean = |of: &dyn Fn(usize) -> Vec<usize>| {
        let mut numbers = vec![0.0; pairs * words];
        for (n, row) in numbers.chunks_exact_mut(words.max(1)).enumerate() {
            let chosen = of(n);
            chosen.iter().for_each(|&word| row[word] = 1.0 / chosen.len() as f32);
        }
        Value::from(NdTensor::from_data([pairs, words], numbers))
    };
    let width = question.descriptors.len() / pairs.max(1);
    [
        NdTensor::from_data([words, VECTOR_WIDTH], sentence.vectors.clone()).into(),
        index(&|n| question.heads[n][0]),
        index(&|n| question.heads[n][1]),
        index(&|n| question.ways[n].joint),
        mean(&|n| {
            let [s, o] = question.heads[n];
            (s.min(o) + 1..s.max(o)).collect()
        }),
        mean(&|n| question.ways[n].between.clone()),
        NdTensor::from_data([pairs, width], question.descriptors.clone()).into(),
    ]
}
