//! The neural model: words of sentences come in, the scores of its heads go out, a batch at a time. The model
//! file is `data/model/model.onnx`; `training/README.md` says how it was made.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::NdTensor;

use super::labels::Labels;
use super::wordpiece::{Shape, WordPiece};
use crate::error::{Error, Result};

/// Names of the inputs, in the order in which they are filled.
const INPUTS: [&str; 5] = ["input_ids", "attention_mask", "shape_ids", "word_index", "word_mask"];
/// Names of the outputs, in the order of [`Scores`].
const OUTPUTS: [&str; 7] = ["upos", "feats", "lemma", "arc", "rel", "ner", "hidden"];

/// Width of the word vectors.
pub const VECTOR_WIDTH: usize = 384;

/// The loaded model with its vocabulary and classes.
pub(super) struct Model {
    network: rten::Model,
    inputs: [NodeId; 5],
    outputs: [NodeId; 7],
    pub(super) vocabulary: WordPiece,
    pub(super) labels: Labels,
    /// Pools of one thread each, taken by whoever runs the model.
    pools: Mutex<Vec<Arc<ThreadPool>>>,
}

/// A sentence (or part of one) as the model reads it.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    ids: Vec<i32>,
    shapes: Vec<i32>,
    /// Position of each word's first piece.
    first: Vec<i32>,
}

impl Pieces {
    /// Number of pieces, with those for the start and the end.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}

/// What the model says about a batch; each tensor begins with [sentence, word].
pub(super) struct Scores {
    pub(super) upos: NdTensor<f32, 3>,
    pub(super) feats: NdTensor<f32, 3>,
    pub(super) lemma: NdTensor<f32, 3>,
    /// Head scores; column 0 is the root.
    pub(super) arc: NdTensor<f32, 3>,
    /// Best relation for each dependent and head.
    pub(super) rel: NdTensor<i32, 3>,
    pub(super) ner: NdTensor<f32, 3>,
    pub(super) vectors: NdTensor<f32, 3>,
}

impl Model {
    /// The model that is built into the program.
    pub(super) fn embedded() -> Result<Self> {
        let labels = Labels::parse(include_str!("../../data/model/labels.json"))?;
        let vocabulary = WordPiece::new(include_str!("../../data/model/vocab.txt"), labels.characters.clone())?;
        let mut options = rten::ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let network = options.load_static_slice(include_bytes!("../../data/model/model.onnx")).map_err(model_error)?;
        let node = |name: &str| network.node_id(name).map_err(model_error);
        let [a, b, c, d, e] = INPUTS;
        let inputs = [node(a)?, node(b)?, node(c)?, node(d)?, node(e)?];
        let [a, b, c, d, e, f, g] = OUTPUTS;
        let outputs = [node(a)?, node(b)?, node(c)?, node(d)?, node(e)?, node(f)?, node(g)?];
        Ok(Model { network, inputs, outputs, vocabulary, labels, pools: Mutex::default() })
    }

    /// Runs `work` on a thread that belongs to no pool of the caller, with a one-thread pool for the network.
    ///
    /// A rayon worker that waits for another pool takes up further work of its own, and so would pile up
    /// half-read articles; waiting for a plain thread it just waits.
    pub(super) fn on_own_thread<T: Send>(&self, work: impl FnOnce(&Arc<ThreadPool>) -> Result<T> + Send) -> Result<T> {
        let idle = || self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = idle().pop().unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let run = || pool.run(|| work(&pool));
        let result = if rayon::current_thread_index().is_some() {
            std::thread::scope(|scope| scope.spawn(run).join())
                .unwrap_or_else(|_| Err(Error::Model("the reading thread stopped".to_owned())))
        } else {
            run()
        };
        idle().push(pool);
        result
    }

    /// The pieces of a run of words.
    pub(super) fn pieces<'a>(&self, words: impl Iterator<Item = &'a str>) -> Pieces {
        let mut pieces = Pieces { ids: vec![self.vocabulary.start], shapes: vec![0], first: Vec::new() };
        let mut scratch = String::new();
        for word in words {
            pieces.first.push(i32::try_from(pieces.ids.len()).unwrap_or(0));
            self.vocabulary.append(word, &mut scratch, &mut pieces.ids);
            pieces.shapes.push(Shape::of(word) as i32);
            pieces.shapes.resize(pieces.ids.len(), 0);
        }
        pieces.ids.push(self.vocabulary.end);
        pieces.shapes.push(0);
        pieces
    }

    /// Runs the network on a batch.
    pub(super) fn run(&self, batch: &[&Pieces], pool: &Arc<ThreadPool>) -> Result<Scores> {
        let length = batch.iter().map(|pieces| pieces.ids.len()).max().unwrap_or(0);
        let words = batch.iter().map(|pieces| pieces.first.len()).max().unwrap_or(0);
        let columns = [
            table(batch, length, |pieces| pieces.ids.iter().copied()),
            table(batch, length, |pieces| pieces.ids.iter().map(|_| 1)),
            table(batch, length, |pieces| pieces.shapes.iter().copied()),
            table(batch, words, |pieces| pieces.first.iter().copied()),
            table(batch, words, |pieces| pieces.first.iter().map(|_| 1)),
        ];
        let inputs: Vec<(NodeId, ValueOrView)> =
            self.inputs.into_iter().zip(columns).map(|(id, column)| (id, Value::from(column).into())).collect();
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let [upos, feats, lemma, arc, rel, ner, vectors] =
            self.network.run_n(inputs, self.outputs, Some(options)).map_err(model_error)?;
        Ok(Scores {
            upos: rows(upos)?,
            feats: rows(feats)?,
            lemma: rows(lemma)?,
            arc: rows(arc)?,
            rel: rows(rel)?,
            ner: rows(ner)?,
            vectors: rows(vectors)?,
        })
    }
}

/// An output with its numbers in order, so that those of a word stand together.
fn rows<T: Clone>(value: Value) -> Result<NdTensor<T, 3>>
where
    NdTensor<T, 3>: TryFrom<Value, Error: std::fmt::Display>,
{
    let mut tensor = NdTensor::try_from(value).map_err(model_error)?;
    tensor.make_contiguous();
    Ok(tensor)
}

/// Rows of a batch, filled up with 0.
fn table<'a, I: Iterator<Item = i32>>(
    batch: &[&'a Pieces],
    width: usize,
    row: impl Fn(&'a Pieces) -> I,
) -> NdTensor<i32, 2> {
    let mut data = Vec::with_capacity(batch.len() * width);
    for (index, pieces) in batch.iter().enumerate() {
        data.extend(row(pieces));
        data.resize((index + 1) * width, 0);
    }
    NdTensor::from_data([batch.len(), width], data)
}

fn model_error(error: impl std::fmt::Display) -> Error {
    Error::Model(error.to_string())
}
