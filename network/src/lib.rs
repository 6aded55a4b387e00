//! The network of `data/model/model.onnx`: a small BERT encoder with casing shapes, and heads for tags, lemmas,
//! trees and names. It computes what the file's graph says (a test compares them), but sentences are not filled up
//! to one length, nothing is computed for pieces that no head reads, and relations only for the head that each word
//! has in the end.

mod machine;
mod product;
mod steps;
mod weights;

use std::ops::Range;

use machine::Machine;
use product::{Product, ROWS};
use steps::{AddNorm, Attention, AttentionScratch, Dot, Gelu, Multiply, Norm, Panels, Quantise, Quantiser, Relu};
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
/// Layers whose rows make up the word vectors, side by side: the last one knows trees and little else.
const TAPPED: [usize; 2] = [2, 4];
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

/// A product with how its input is brought to bytes.
struct Linear {
    quantiser: Quantiser,
    product: Product,
}

struct Layer {
    query_key_value: Linear,
    out: Linear,
    up: Linear,
    down: Linear,
    after_attention: Norm,
    after_products: Norm,
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

/// Buffers that are used again for each batch.
#[derive(Default)]
struct Scratch {
    bytes: Vec<u8>,
    wide: Vec<f32>,
    result: Vec<f32>,
    attention: AttentionScratch,
}

impl Network {
    /// The network of an ONNX file written by `training/export.py`.
    ///
    /// # Errors
    /// [`Error`] where the file lacks something or shapes do not fit.
    pub fn new(file: &'static [u8], sizes: Sizes) -> Result<Self> {
        let (weights, machine) = (Weights::parse(file)?, Machine::detect());
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
            layers: (0..LAYERS).map(|index| Layer::new(&weights, index, machine)).collect::<Result<_>>()?,
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

    /// Scores of each sentence of a batch.
    ///
    /// # Errors
    /// [`Error`] where the network cannot be run.
    pub fn run(&self, batch: &[&Pieces]) -> Result<Vec<Scores>> {
        let mut scratch = Scratch::default();
        let mut sentences = Vec::with_capacity(batch.len());
        let mut start = 0;
        for pieces in batch {
            sentences.push(start..start + pieces.ids.len());
            start += pieces.ids.len();
        }
        // From the last attention on, only the start (for the root) and the first pieces of words count.
        let mut picked = Vec::new();
        for (pieces, sentence) in batch.iter().zip(&sentences) {
            picked.push(sentence.start);
            picked.extend(pieces.first.iter().filter_map(|&at| Some(sentence.start + usize::try_from(at).ok()?)));
        }
        let all: Vec<usize> = (0..start).collect();
        let mut rows = self.embed(batch);
        let mut tapped = Vec::with_capacity(TAPPED.len());
        for (index, layer) in self.layers.iter().enumerate() {
            let asking = if index + 1 == LAYERS { &picked } else { &all };
            rows = self.layer(layer, rows, &sentences, asking, &mut scratch)?;
            if TAPPED.contains(&index) {
                let chosen = picked.iter().flat_map(|&row| &rows[row * WIDTH..][..WIDTH]);
                tapped.push(chosen.copied().collect::<Vec<f32>>());
            }
        }
        self.score(batch, &rows, &tapped, &mut scratch)
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

    /// A layer of the encoder; of its result only the rows `asking`.
    fn layer(
        &self,
        layer: &Layer,
        rows: Vec<f32>,
        sentences: &[Range<usize>],
        asking: &[usize],
        scratch: &mut Scratch,
    ) -> Result<Vec<f32>> {
        let Scratch { bytes, wide, result, attention } = scratch;
        layer.query_key_value.run(self.machine, &rows, bytes, wide)?;
        let mut kept = Vec::with_capacity((asking.len() + ROWS) * WIDTH);
        for &row in asking {
            kept.extend_from_slice(&rows[row * WIDTH..][..WIDTH]);
        }
        fill(&mut kept, WIDTH);
        result.clear();
        result.resize(kept.len(), 0.0);
        let (mut first, stride) = (0, layer.query_key_value.product.columns());
        for sentence in sentences {
            let count = asking[first..].iter().take_while(|&&row| row < sentence.end).count();
            self.machine.run(Attention {
                input: wide,
                stride,
                heads: HEADS,
                head_width: WIDTH / HEADS,
                sentence: sentence.clone(),
                asking: &asking[first..first + count],
                output: &mut result[first * WIDTH..][..count * WIDTH],
                scratch: attention,
            });
            first += count;
        }
        layer.out.run(self.machine, result, bytes, wide)?;
        self.machine.run(AddNorm { norm: &layer.after_attention, rows: &mut kept, added: wide });
        layer.up.run(self.machine, &kept, bytes, wide)?;
        self.machine.run(Gelu(wide));
        layer.down.run(self.machine, wide, bytes, result)?;
        self.machine.run(AddNorm { norm: &layer.after_products, rows: &mut kept, added: result });
        Ok(kept)
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

    /// The vectors of all words, one after the other.
    pub fn vectors(&self) -> &[f32] {
        &self.vectors
    }

    fn part(&self, word: usize, start: usize, count: usize) -> &[f32] {
        let start = (word + 1) * self.width + start;
        self.rows.get(start..start + count).unwrap_or_default()
    }
}

impl Linear {
    fn new(weights: &Weights, name: &str, machine: Machine) -> Result<Self> {
        let even = format!("{name}.even");
        let quantiser = Quantiser {
            even: if weights.has(&even) { Some(weights.floats(&even)?) } else { None },
            step: weights.float(&format!("{name}.step"))?,
            zero: weights.byte(&format!("{name}.zero"))?,
        };
        let product = Product::new(weights, name, quantiser.zero, machine)?;
        Ok(Linear { quantiser, product })
    }

    fn run(&self, machine: Machine, input: &[f32], bytes: &mut Vec<u8>, output: &mut Vec<f32>) -> Result<()> {
        bytes.resize(input.len(), 0);
        machine.run(Quantise { quantiser: &self.quantiser, input, output: bytes });
        self.product.run(machine, bytes, output)
    }
}

impl Layer {
    fn new(weights: &Weights, index: usize, machine: Machine) -> Result<Self> {
        let linear = |name: &str| Linear::new(weights, &format!("{name}{index}"), machine);
        let norm = |name: &str| Norm::new(weights, &format!("encoder.layers.{index}.{name}"));
        Ok(Layer {
            query_key_value: linear("qkv")?,
            out: linear("out")?,
            up: linear("up")?,
            down: linear("down")?,
            after_attention: norm("norm1")?,
            after_products: norm("norm2")?,
        })
    }
}

impl Norm {
    fn new(weights: &Weights, name: &str) -> Result<Self> {
        let (weight, bias) = (weights.floats(&format!("{name}.weight"))?, weights.floats(&format!("{name}.bias"))?);
        Ok(Norm { weight, bias })
    }
}

/// Fills up rows to a multiple of [`ROWS`].
fn fill(rows: &mut Vec<f32>, width: usize) {
    let count = (rows.len() / width).next_multiple_of(ROWS);
    rows.resize(count * width, 0.0);
}
