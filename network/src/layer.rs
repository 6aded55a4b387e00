//! A layer of an encoder, the products in it and how their inputs are brought to bytes.

use std::ops::Range;

use crate::machine::Machine;
use crate::product::{Product, ROWS};
use crate::steps::{AddNorm, Attention, AttentionScratch, Gelu, Norm, Quantise, Quantiser};
use crate::weights::Weights;
use crate::{HEADS, Result, WIDTH};

/// A product with how its input is brought to bytes.
pub struct Linear {
    pub quantiser: Quantiser,
    pub product: Product,
}

/// A layer of an encoder.
pub struct Layer {
    query_key_value: Linear,
    out: Linear,
    up: Linear,
    down: Linear,
    after_attention: Norm,
    after_products: Norm,
}

/// Buffers that are used again for each batch.
#[derive(Default)]
pub struct Scratch {
    pub bytes: Vec<u8>,
    pub wide: Vec<f32>,
    pub result: Vec<f32>,
    attention: AttentionScratch,
}

impl Linear {
    /// The product `name` of a model file.
    ///
    /// # Errors
    /// [`crate::Error`] where the file does not have it.
    pub fn new(weights: &Weights, name: &str, machine: Machine) -> Result<Self> {
        let even = format!("{name}.even");
        let quantiser = Quantiser {
            even: if weights.has(&even) { Some(weights.floats(&even)?) } else { None },
            step: weights.float(&format!("{name}.step"))?,
            zero: weights.byte(&format!("{name}.zero"))?,
        };
        let product = Product::new(weights, name, quantiser.zero, machine)?;
        Ok(Linear { quantiser, product })
    }

    /// The product of `input`; what it is as bytes stays in `bytes`.
    ///
    /// # Errors
    /// [`crate::Error`] where it cannot be computed.
    pub fn run(&self, machine: Machine, input: &[f32], bytes: &mut Vec<u8>, output: &mut Vec<f32>) -> Result<()> {
        bytes.resize(input.len(), 0);
        machine.run(Quantise { quantiser: &self.quantiser, input, output: bytes });
        self.product.run(machine, bytes, output)
    }
}

impl Layer {
    /// The layer of that number in a model file.
    ///
    /// # Errors
    /// [`crate::Error`] where the file does not have it.
    pub fn new(weights: &Weights, index: usize, machine: Machine) -> Result<Self> {
        let linear = |name: &str| Linear::new(weights, &format!("{name}{index}"), machine);
        let norm = |name: &str| Norm::new(weights, &format!("{name}.{index}"));
        Ok(Layer {
            query_key_value: linear("qkv")?,
            out: linear("out")?,
            up: linear("up")?,
            down: linear("down")?,
            after_attention: norm("norm1")?,
            after_products: norm("norm2")?,
        })
    }

    /// Its result for the rows `asking` of `rows`, in which `sentences` stand one after the other.
    ///
    /// # Errors
    /// [`crate::Error`] where it cannot be computed.
    pub fn run(
        &self,
        machine: Machine,
        rows: &[f32],
        sentences: &[Range<usize>],
        asking: &[usize],
        scratch: &mut Scratch,
    ) -> Result<Vec<f32>> {
        let Scratch { bytes, wide, result, attention } = scratch;
        self.query_key_value.run(machine, rows, bytes, wide)?;
        let mut kept = Vec::with_capacity((asking.len() + ROWS) * WIDTH);
        for &row in asking {
            kept.extend_from_slice(&rows[row * WIDTH..][..WIDTH]);
        }
        fill(&mut kept, WIDTH);
        result.clear();
        result.resize(kept.len(), 0.0);
        let (mut first, stride) = (0, self.query_key_value.product.columns());
        for sentence in sentences {
            let count = asking[first..].iter().take_while(|&&row| row < sentence.end).count();
            machine.run(Attention {
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
        self.out.run(machine, result, bytes, wide)?;
        machine.run(AddNorm { norm: &self.after_attention, rows: &mut kept, added: wide });
        self.up.run(machine, &kept, bytes, wide)?;
        machine.run(Gelu(wide));
        self.down.run(machine, wide, bytes, result)?;
        machine.run(AddNorm { norm: &self.after_products, rows: &mut kept, added: result });
        Ok(kept)
    }
}

impl Norm {
    /// The norm `name` of a model file.
    ///
    /// # Errors
    /// [`crate::Error`] where the file does not have it.
    pub fn new(weights: &Weights, name: &str) -> Result<Self> {
        let (weight, bias) = (weights.floats(&format!("{name}.weight"))?, weights.floats(&format!("{name}.bias"))?);
        Ok(Norm { weight, bias })
    }
}

/// Fills up rows to a multiple of [`ROWS`].
pub fn fill(rows: &mut Vec<f32>, width: usize) {
    let count = (rows.len() / width).next_multiple_of(ROWS);
    rows.resize(count * width, 0.0);
}
