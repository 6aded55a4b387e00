//! The neural model: words of sentences come in, the scores of its heads go out, a batch at a time. The model
//! files are `data/model/model.onnx` and `relation-layers.onnx`; `training/README.md` says how it was made.

use tidings_network::{Network, Pieces, Scores, Sizes};

use super::labels::Labels;
use super::wordpiece::{Shape, WordPiece};
use crate::error::{Error, Result};

/// The loaded model with its vocabulary and classes.
pub(super) struct Model {
    network: Network,
    pub(super) vocabulary: WordPiece,
    pub(super) labels: Labels,
}

impl Model {
    /// The model that is built into the program.
    pub(super) fn embedded() -> Result<Self> {
        let labels = Labels::parse(include_str!("../../data/model/labels.json"))?;
        let vocabulary = WordPiece::new(include_str!("../../data/model/vocab.txt"), labels.characters.clone())?;
        let sizes = Sizes {
            upos: labels.upos.len(),
            feats: labels.feats.len(),
            lemma: labels.lemma.len(),
            names: labels.names.len(),
        };
        let relations = include_bytes!("../../data/model/relation-layers.onnx");
        let network = Network::new(include_bytes!("../../data/model/model.onnx"), relations, sizes);
        let network = network.map_err(model_error)?;
        Ok(Model { network, vocabulary, labels })
    }

    /// Does `work` where the network may run.
    ///
    /// Where it calls rayon: on a thread that belongs to no pool of the caller, with a pool of one thread. A rayon
    /// worker that waits for another pool takes up further work of its own, and so would pile up half-read articles;
    /// waiting for a plain thread it just waits.
    pub(super) fn with_threads<T: Send>(&self, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
        if !self.network.takes_threads() {
            return work();
        }
        let run = || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
            pool.map_err(model_error)?.install(work)
        };
        std::thread::scope(|scope| scope.spawn(run).join())
            .unwrap_or_else(|_| Err(Error::Model("the reading thread stopped".to_owned())))
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

    /// Runs the network on a batch, with word vectors or without.
    pub(super) fn run(&self, batch: &[&Pieces], with_vectors: bool) -> Result<Vec<Scores>> {
        self.network.run(batch, with_vectors).map_err(model_error)
    }

    /// The best relation of each word to its head (`None` for the root), as a class.
    pub(super) fn relations(&self, scores: &Scores, heads: &[Option<usize>]) -> Result<Vec<usize>> {
        let columns: Vec<usize> = heads.iter().map(|head| head.map_or(0, |head| head + 1)).collect();
        self.network.relations(scores, &columns).map_err(model_error)
    }
}

fn model_error(error: impl std::fmt::Display) -> Error {
    Error::Model(error.to_string())
}
