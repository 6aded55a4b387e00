//! The network of `data/model/model.onnx`: a small BERT encoder with casing shapes, and heads for tags, lemmas,
//! trees and names; and the layers of `data/model/relation-layers.onnx`, which go on from the lower ones of the
//! encoder to word vectors for relations: trees and names want other rows than those do. It computes what the graphs
//! of the files say (a test compares them), but sentences are not filled up
//! to one length, nothing is computed for pieces that no head reads, and relations only for the head that each word
//! has in the end.

mod layer;
mod machine;
mod product;
mod steps;
mod weights;

use std::ops::Range;

use layer::{Layer, Linear, Scratch, fill};
use machine::Machine;
use product::{Product, ROWS};
use steps::{AddNorm, Dot, Multiply, Norm, Panels, Relu};
use weights::Weights;

/// Why the network cannot be loaded or run.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Error(String);

type Result<T> = std::result::Result<T, Error>;

/// Layers of the encoder.
const LAYERS: usize = 6;
/// Heads of an attention.
const HEADS: usize = 12;
/// Numbers in a row of the encoder.
const WIDTH: usize = 384;
/// Lower layers of the encoder that the layers of relations go on from.
const TRUNK: usize = 2;
/// Layers of relations.
const RELATION_LAYERS: usize = 4;
/// Those of them whose rows make up the word vectors, side by side.
const TAPPED: [usize; 3] = [0, 2, 3];
/// Width of the word vectors.
pub const VECTOR_WIDTH: usize = TAPPED.len() * WIDTH;

/// Numbers of classes of the heads that score a word alone.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Universal tags.
    pub upos: usize,
    /// Sets of features.
    pub feats: usize,
    /// Lemma scripts.
    pub lemma: usize,
    /// Name tags.
    pub names: usize,
}

/// The loaded network.
pub struct Network {
    machine: Machine,
    tokens: &'static [u8],
    token_scale: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    relation_layers: Vec<Layer>,
    heads: Linear,
    arc: Panels,
    arc_bias: Vec<f32>,
    relation: Linear,
    relation_constant: Product,
    sizes: Sizes,
}

/// A sentence (or part of one) as the network reads it.
#[derive(Debug, Default)]
pub struct Pieces {
    /// Pieces, with those for the start and the end.
    pub ids: Vec<i32>,
    /// The casing shape at the first piece of each word, else 0.
    pub shapes: Vec<i32>,
    /// Position of each word's first piece.
    pub first: Vec<i32>,
}

/// What the network says about a sentence.
pub struct Scores {
    /// A row for the root and each word, as wide as all heads.
    rows: Vec<f32>,
    width: usize,
    sizes: Sizes,
    /// For each word: scores of its heads, the root first.
    pub arcs: Vec<f32>,
    vectors: Vec<f32>,
}

impl Network {
    /// The network of two ONNX files, written by `training/export.py` and, with the layers of relations, by
    /// `training/relation.py`.
    ///
    /// # Errors
    /// [`Error`] where the files lack something or shapes do not fit.
    pub fn new(file: &'static [u8], relations: &[u8], sizes: Sizes) -> Result<Self> {
        let (weights, machine) = (Weights::parse(file)?, Machine::detect());
        let layers = |weights: &Weights, count: usize| -> Result<Vec<Layer>> {
            (0..count).map(|index| Layer::new(weights, index, machine)).collect()
        };
        let (_, width, tokens) = weights.matrix("encoder.tokens.weight")?;
        let heads = Linear::new(&weights, "heads", machine)?;
        let relation = Linear::new(&weights, "rel", machine)?;
        let zero = relation.quantiser.zero;
        let arc_bias = weights.floats("arc.bias")?;
        let arc_weight = weights.floats("arc.weight")?;
        let (arc_width, relation_width) = (arc_bias.len(), relation.product.depth());
        let singles = sizes.upos + sizes.feats + sizes.lemma + sizes.names;
        let used = singles + 2 * (arc_width + relation_width);
        if width != WIDTH
            || arc_weight.len() != arc_width * arc_width
            || heads.product.columns() != used.next_multiple_of(product::PANEL)
        {
            return Err(Error("the shapes in the model file do not fit the classes".to_owned()));
        }
        let mut arc = Panels::default();
        arc.fill(arc_width, arc_width, |row, column| arc_weight[row * arc_width + column]);
        Ok(Network {
            machine,
            tokens,
            token_scale: weights.floats("encoder.tokens.scale")?,
            positions: weights.floats("encoder.positions.weight")?,
            shapes: weights.floats("encoder.shapes.weight")?,
            norm: Norm::new(&weights, "encoder.norm")?,
            layers: layers(&weights, LAYERS)?,
            relation_layers: layers(&Weights::parse(relations)?, RELATION_LAYERS)?,
            heads,
            arc,
            arc_bias,
            relation,
            relation_constant: Product::new(&weights, "rel.constant", zero, machine)?,
            sizes,
        })
    }

    /// Does running it call `rayon`?
    pub fn takes_threads(&self) -> bool {
        self.machine.takes_threads()
    }

    /// Scores of each sentence of a batch, `with_vectors` for relations or without.
    ///
    /// # Errors
    /// [`Error`] where the network cannot be run.
    pub fn run(&self, batch: &[&Pieces], with_vectors: bool) -> Result<Vec<Scores>> {
        let mut scratch = Scratch::default();
        let mut sentences = Vec::with_capacity(batch.len());
        let mut start = 0;
        for pieces in batch {
            sentences.push(start..start + pieces.ids.len());
            start += pieces.ids.len();
        }
        // In the end only the start (for the root) and the first pieces of words count.
        let mut picked = Vec::new();
        for (pieces, sentence) in batch.iter().zip(&sentences) {
            picked.push(sentence.start);
            picked.extend(pieces.first.iter().filter_map(|&at| Some(sentence.start + usize::try_from(at).ok()?)));
        }
        let all: Vec<usize> = (0..start).collect();
        let mut rows = self.embed(batch);
        let mut tapped = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            if with_vectors && index == TRUNK {
                tapped = self.tapped(&rows, &sentences, [&all, &picked], &mut scratch)?;
            }
            let asking = if index + 1 == LAYERS { &picked } else { &all };
            rows = layer.run(self.machine, &rows, &sentences, asking, &mut scratch)?;
        }
        self.score(batch, &rows, &tapped, &mut scratch)
    }

    /// The rows `picked` (of `all`) after each of the layers [`TAPPED`], from rows of the trunk.
    fn tapped(
        &self,
        trunk: &[f32],
        sentences: &[Range<usize>],
        [all, picked]: [&[usize]; 2],
        scratch: &mut Scratch,
    ) -> Result<Vec<Vec<f32>>> {
        let (mut tapped, mut rows) = (Vec::with_capacity(TAPPED.len()), Vec::new());
        for (index, layer) in self.relation_layers.iter().enumerate() {
            let before = if index == 0 { trunk } else { &rows };
            let is_last = index + 1 == RELATION_LAYERS;
            rows = layer.run(self.machine, before, sentences, if is_last { picked } else { all }, scratch)?;
            if TAPPED.contains(&index) {
                let of_words = |&row: &usize| rows[row * WIDTH..][..WIDTH].iter().copied();
                tapped.push(if is_last { rows.clone() } else { picked.iter().flat_map(of_words).collect() });
            }
        }
        Ok(tapped)
    }

    /// Sums of the embeddings of pieces, positions and shapes, normed; rows of no meaning fill up the last tile.
    fn embed(&self, batch: &[&Pieces]) -> Vec<f32> {
        let row = |table: &'_ [f32], index: i32| -> Range<usize> {
            let rows = table.len() / WIDTH;
            let start = usize::try_from(index).unwrap_or(0).min(rows.saturating_sub(1)) * WIDTH;
            start..start + WIDTH
        };
        let mut rows = Vec::new();
        for pieces in batch {
            for ((position, &id), &shape) in (0..).zip(&pieces.ids).zip(&pieces.shapes) {
                let id = usize::try_from(id).unwrap_or(0).min(self.token_scale.len() - 1);
                let token = &self.tokens[id * WIDTH..][..WIDTH];
                let place = &self.positions[row(&self.positions, position)];
                let shape = &self.shapes[row(&self.shapes, shape)];
                let scale = self.token_scale[id];
                let numbers = token.iter().zip(place).zip(shape);
                rows.extend(
                    numbers.map(|((&token, place), shape)| f32::from(token.cast_signed()) * scale + place + shape),
                );
            }
        }
        fill(&mut rows, WIDTH);
        let added = vec![0.0; rows.len()];
        self.machine.run(AddNorm { norm: &self.norm, rows: &mut rows, added: &added });
        rows
    }

    /// The heads, by the rows of the roots and the words; the word vectors are put together from the rows `tapped`.
    fn score(
        &self,
        batch: &[&Pieces],
        rows: &[f32],
        tapped: &[Vec<f32>],
        scratch: &mut Scratch,
    ) -> Result<Vec<Scores>> {
        let Scratch { bytes, wide, result, .. } = scratch;
        self.heads.run(self.machine, rows, bytes, wide)?;
        let (width, depth) = (self.heads.product.columns(), self.arc_bias.len());
        let columns = self.columns();
        for row in wide.chunks_exact_mut(width) {
            self.machine.run(Relu(&mut row[columns.arc_dependent..]));
        }
        let (mut scores, mut start, mut heads, mut arcs) = (Vec::new(), 0, Panels::default(), Vec::new());
        for pieces in batch {
            let words = pieces.first.len();
            let own = wide[start * width..][..(words + 1) * width].to_vec();
            let dependents = Multiply {
                rows: &own[width..],
                stride: width,
                skip: columns.arc_dependent,
                panels: &self.arc,
                bias: &self.arc_bias,
                output: result,
            };
            self.machine.run(dependents);
            heads.fill(depth, words + 1, |number, word| own[word * width + columns.arc_head + number]);
            let stride = self.arc.columns();
            let product = Multiply { rows: result, stride, skip: 0, panels: &heads, bias: &[], output: &mut arcs };
            self.machine.run(product);
            let arcs = arcs.chunks_exact(heads.columns()).flat_map(|row| &row[..=words]).copied().collect();
            let row = |word: usize| tapped.iter().flat_map(move |rows| &rows[(start + word) * WIDTH..][..WIDTH]);
            let vectors = (1..=words).flat_map(row).copied().collect();
            scores.push(Scores { rows: own, width, sizes: self.sizes, arcs, vectors });
            start += words + 1;
        }
        Ok(scores)
    }

    /// The best relation of each word to its head (0 for the root, else the word's number and 1).
    ///
    /// # Errors
    /// [`Error`] where the network cannot be run.
    pub fn relations(&self, scores: &Scores, heads: &[usize]) -> Result<Vec<usize>> {
        let (columns, depth) = (self.columns(), self.relation.product.depth());
        let row = |row: usize, start: usize| {
            scores.rows.get(row * scores.width + start..).and_then(|row| row.get(..depth)).unwrap_or_default()
        };
        let mut dependents = Vec::with_capacity((heads.len() + ROWS) * depth);
        (1..=heads.len()).for_each(|word| dependents.extend_from_slice(row(word, columns.relation_dependent)));
        fill(&mut dependents, depth);
        let (mut bytes, mut left, mut constant) = (Vec::new(), Vec::new(), Vec::new());
        self.relation.run(self.machine, &dependents, &mut bytes, &mut left)?;
        self.relation_constant.run(self.machine, &bytes, &mut constant)?;
        let left = left.chunks_exact(self.relation.product.columns());
        let constant = constant.chunks_exact(self.relation_constant.columns());
        let best = heads.iter().zip(left.zip(constant)).map(|(&head, (left, constant))| {
            let head = row(head, columns.relation_head);
            let scores = left.chunks_exact(depth).zip(constant);
            let scores = scores.map(|(left, constant)| self.machine.run(Dot(left, head)) + constant);
            let best = |best: (usize, f32), (class, score)| if score > best.1 { (class, score) } else { best };
            scores.enumerate().fold((0, f32::NEG_INFINITY), best).0
        });
        Ok(best.collect())
    }

    fn columns(&self) -> Columns {
        let Sizes { upos, feats, lemma, names } = self.sizes;
        let (arc, relation) = (self.arc_bias.len(), self.relation.product.depth());
        let arc_dependent = upos + feats + lemma + names;
        let relation_dependent = arc_dependent + arc;
        let arc_head = relation_dependent + relation;
        Columns { arc_dependent, relation_dependent, arc_head, relation_head: arc_head + arc }
    }
}

/// Where the vectors of the trees begin in a row of the heads.
struct Columns {
    arc_dependent: usize,
    relation_dependent: usize,
    arc_head: usize,
    relation_head: usize,
}

impl Scores {
    /// Logits of a word's universal tags.
    pub fn upos(&self, word: usize) -> &[f32] {
        self.part(word, 0, self.sizes.upos)
    }

    /// Logits of a word's features.
    pub fn feats(&self, word: usize) -> &[f32] {
        self.part(word, self.sizes.upos, self.sizes.feats)
    }

    /// Logits of a word's lemma scripts.
    pub fn lemma(&self, word: usize) -> &[f32] {
        self.part(word, self.sizes.upos + self.sizes.feats, self.sizes.lemma)
    }

    /// Logits of a word's name tags.
    pub fn names(&self, word: usize) -> &[f32] {
        self.part(word, self.sizes.upos + self.sizes.feats + self.sizes.lemma, self.sizes.names)
    }

    /// The vectors of all words, one after the other; empty where not asked for.
    pub fn vectors(&self) -> &[f32] {
        &self.vectors
    }

    fn part(&self, word: usize, start: usize, count: usize) -> &[f32] {
        let start = (word + 1) * self.width + start;
        self.rows.get(start..start + count).unwrap_or_default()
    }
}
