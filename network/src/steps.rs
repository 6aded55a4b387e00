//! The steps between the products of 8-bit matrices: each is a struct that [`Machine::run`] compiles for the
//! processor. Sums run over [`LANES`] numbers side by side in a fixed order, with no fused operations, so that
//! results are the same on every processor.
//!
//! [`Machine::run`]: crate::machine::Machine::run

use std::ops::Range;

use pulp::NullaryFnOnce;

/// Numbers that are computed side by side.
pub const LANES: usize = 16;
/// Rows that share what is read of the other matrix.
const TOGETHER: usize = 4;
/// Added to a small number, it leaves the nearest integer (ties to even) in the low bits.
const ROUNDING: f32 = 12_582_912.0;

/// How an input of a product is brought to bytes.
pub struct Quantiser {
    /// A factor for each number, where there is one.
    pub even: Option<Vec<f32>>,
    /// Size of a unit of the bytes.
    pub step: f32,
    /// The byte of 0.
    pub zero: u8,
}

/// Brings rows to bytes.
pub struct Quantise<'a> {
    pub quantiser: &'a Quantiser,
    pub input: &'a [f32],
    pub output: &'a mut [u8],
}

impl NullaryFnOnce for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Quantiser { even, step, zero } = self.quantiser;
        let unit = 1.0 / step;
        let (least, most) = (-f32::from(*zero), 255.0 - f32::from(*zero));
        let byte = |number: f32| {
            let number = (number * unit).max(least).min(most) + ROUNDING;
            (number.to_bits() as u8).wrapping_add(*zero)
        };
        match even {
            Some(even) => {
                let rows = self.input.chunks_exact(even.len()).zip(self.output.chunks_exact_mut(even.len()));
                for (input, output) in rows {
                    for ((output, input), even) in output.iter_mut().zip(input).zip(even) {
                        *output = byte(input * even);
                    }
                }
            }
            None => {
                for (output, input) in self.output.iter_mut().zip(self.input) {
                    *output = byte(*input);
                }
            }
        }
    }
}

/// The function GELU.
pub struct Gelu<'a>(pub &'a mut [f32]);

impl NullaryFnOnce for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for number in self.0 {
            *number = gelu(*number);
        }
    }
}

/// Numbers below 0 become 0.
pub struct Relu<'a>(pub &'a mut [f32]);

impl NullaryFnOnce for Relu<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for number in self.0 {
            *number = number.max(0.0);
        }
    }
}

/// GELU by the error function of Abramowitz and Stegun (7.1.26), to within 7e-7.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (z * 0.327_591_1 + 1.0);
    let tail = ((((1.061_405_4 * t - 1.453_152_1) * t + 1.421_413_8) * t - 0.284_496_72) * t + 0.254_829_6) * t;
    let erf = 1.0 - tail * exp(-(z * z));
    x * 0.5 * (1.0 + erf.copysign(x))
}

/// The exponential of a number up to 0, to within some units in the last place.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.max(-87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDING;
    let whole = shifted - ROUNDING;
    let r = whole * -1.428_606_8e-6 + (whole * -0.693_145_75 + x);
    let power =
        ((((1.378_059_4e-3 * r + 8.373_125e-3) * r + 4.166_953_6e-2) * r + 1.666_647_2e-1) * r + 4.999_998_5e-1) * r;
    let power = (power + 1.0) * r + 1.0;
    power * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
}

/// Weights and bias of a layer norm.
pub struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// Adds rows to rows and brings each sum to mean 0 and variance 1, then by weights and bias.
pub struct AddNorm<'a> {
    pub norm: &'a Norm,
    pub rows: &'a mut [f32],
    pub added: &'a [f32],
}

impl NullaryFnOnce for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Norm { weight, bias } = self.norm;
        let width = weight.len();
        for (row, added) in self.rows.chunks_exact_mut(width).zip(self.added.chunks_exact(width)) {
            row.iter_mut().zip(added).for_each(|(number, added)| *number += added);
            let mut sums = [0.0; LANES];
            for numbers in row.as_chunks::<LANES>().0 {
                for lane in 0..LANES {
                    sums[lane] += numbers[lane];
                }
            }
            let mean = total(sums) / width as f32;
            let mut squares = [0.0; LANES];
            for numbers in row.as_chunks::<LANES>().0 {
                for lane in 0..LANES {
                    let apart = numbers[lane] - mean;
                    squares[lane] += apart * apart;
                }
            }
            let scale = 1.0 / (total(squares) / width as f32 + 1e-12).sqrt();
            for ((number, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
                *number = (*number - mean) * (weight * scale) + bias;
            }
        }
    }
}

#[inline(always)]
fn total(lanes: [f32; LANES]) -> f32 {
    let mut sum = 0.0;
    for lane in lanes {
        sum += lane;
    }
    sum
}

/// Columns of a matrix in panels of [`LANES`], each a run of rows.
#[derive(Default)]
pub struct Panels {
    depth: usize,
    blocks: Vec<[f32; LANES]>,
}

impl Panels {
    /// The matrix `at(row, column)`.
    #[inline(always)]
    pub fn fill(&mut self, depth: usize, columns: usize, at: impl Fn(usize, usize) -> f32) {
        self.depth = depth;
        self.blocks.clear();
        self.blocks.resize(depth * columns.div_ceil(LANES), [0.0; LANES]);
        for (panel, blocks) in self.blocks.chunks_exact_mut(depth.max(1)).enumerate() {
            let first = panel * LANES;
            for (row, block) in blocks.iter_mut().enumerate() {
                for (lane, number) in block.iter_mut().enumerate().take(columns - first) {
                    *number = at(row, first + lane);
                }
            }
        }
    }

    /// Numbers of a row of a product with it.
    pub fn columns(&self) -> usize {
        self.blocks.len() / self.depth.max(1) * LANES
    }
}

/// `rows(r) x panels`, a row of the result after the other; `rows` have as many numbers as the panels are deep.
#[inline(always)]
fn multiply<'a>(count: usize, rows: impl Fn(usize) -> &'a [f32], panels: &Panels, output: &mut [f32]) {
    let columns = panels.columns();
    for first in (0..count).step_by(TOGETHER) {
        let row = |index: usize| rows((first + index).min(count - 1));
        let these = [row(0), row(1), row(2), row(3)];
        for (panel, blocks) in panels.blocks.chunks_exact(panels.depth).enumerate() {
            let sums = tile(these, blocks);
            for (index, sums) in sums.iter().enumerate().take(count - first) {
                output[(first + index) * columns + panel * LANES..][..LANES].copy_from_slice(sums);
            }
        }
    }
}

#[inline(always)]
fn tile(rows: [&[f32]; TOGETHER], blocks: &[[f32; LANES]]) -> [[f32; LANES]; TOGETHER] {
    let mut sums = [[0.0; LANES]; TOGETHER];
    let [a, b, c, d] = rows;
    for ((((block, a), b), c), d) in blocks.iter().zip(a).zip(b).zip(c).zip(d) {
        for lane in 0..LANES {
            sums[0][lane] += a * block[lane];
            sums[1][lane] += b * block[lane];
            sums[2][lane] += c * block[lane];
            sums[3][lane] += d * block[lane];
        }
    }
    sums
}

/// What attention needs beside its input and output.
#[derive(Default)]
pub struct AttentionScratch {
    keys: Panels,
    values: Panels,
    scores: Vec<f32>,
    result: Vec<f32>,
}

/// Attention within one sentence.
pub struct Attention<'a> {
    /// Rows of queries, keys and values, each `heads` x `head_width` numbers wide.
    pub input: &'a [f32],
    /// Numbers of a row of `input`.
    pub stride: usize,
    pub heads: usize,
    pub head_width: usize,
    /// The sentence's rows.
    pub sentence: Range<usize>,
    /// The rows of it that ask.
    pub asking: &'a [usize],
    /// A row for each that asks, `heads` x `head_width` wide.
    pub output: &'a mut [f32],
    pub scratch: &'a mut AttentionScratch,
}

impl NullaryFnOnce for Attention<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Attention { input, stride, heads, head_width, sentence, asking, output, scratch } = self;
        let (width, length, count) = (heads * head_width, sentence.len(), asking.len());
        let row = |index: usize| &input[(sentence.start + index) * stride..][..stride];
        for head in 0..heads {
            let own = head * head_width;
            scratch.keys.fill(head_width, length, |number, index| row(index)[width + own + number]);
            scratch.values.fill(length, head_width, |index, number| row(index)[2 * width + own + number]);
            let padded = scratch.keys.columns();
            scratch.scores.resize(count * padded, 0.0);
            let query = |index: usize| &input[asking[index] * stride + own..][..head_width];
            multiply(count, query, &scratch.keys, &mut scratch.scores);
            for scores in scratch.scores.chunks_exact_mut(padded) {
                scores[length..].fill(f32::NEG_INFINITY);
                softmax(scores);
            }
            let columns = scratch.values.columns();
            scratch.result.resize(count * columns, 0.0);
            let share = |index: usize| &scratch.scores[index * padded..][..length];
            multiply(count, share, &scratch.values, &mut scratch.result);
            for (output, result) in output.chunks_exact_mut(width).zip(scratch.result.chunks_exact(columns)) {
                output[own..own + head_width].copy_from_slice(&result[..head_width]);
            }
        }
    }
}

/// Scores, as many as fill lanes, to shares of 1.
#[inline(always)]
fn softmax(scores: &mut [f32]) {
    let mut largest = [f32::NEG_INFINITY; LANES];
    for numbers in scores.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            largest[lane] = largest[lane].max(numbers[lane]);
        }
    }
    let mut most = f32::NEG_INFINITY;
    for lane in largest {
        most = most.max(lane);
    }
    let mut sums = [0.0; LANES];
    for numbers in scores.as_chunks_mut::<LANES>().0 {
        for lane in 0..LANES {
            numbers[lane] = exp(numbers[lane] - most);
            sums[lane] += numbers[lane];
        }
    }
    let scale = 1.0 / total(sums);
    for number in scores {
        *number *= scale;
    }
}

/// A product of plain numbers.
pub struct Multiply<'a> {
    /// Rows, `stride` numbers apart, each read from its number `skip` on.
    pub rows: &'a [f32],
    pub stride: usize,
    pub skip: usize,
    pub panels: &'a Panels,
    /// Added to each row of the result, where there is one.
    pub bias: &'a [f32],
    pub output: &'a mut Vec<f32>,
}

impl NullaryFnOnce for Multiply<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Multiply { rows, stride, skip, panels, bias, output } = self;
        let (count, columns) = (rows.len() / stride, panels.columns());
        output.resize(count * columns, 0.0);
        multiply(count, |row| &rows[row * stride + skip..][..panels.depth], panels, output);
        if !bias.is_empty() {
            for row in output.chunks_exact_mut(columns) {
                row.iter_mut().zip(bias).for_each(|(number, bias)| *number += bias);
            }
        }
    }
}

/// The dot product of two rows.
pub struct Dot<'a>(pub &'a [f32], pub &'a [f32]);

impl NullaryFnOnce for Dot<'_> {
    type Output = f32;

    #[inline(always)]
    fn call(self) -> f32 {
        let mut sums = [0.0; LANES];
        for (a, b) in self.0.as_chunks::<LANES>().0.iter().zip(self.1.as_chunks::<LANES>().0) {
            for lane in 0..LANES {
                sums[lane] += a[lane] * b[lane];
            }
        }
        total(sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_close() {
        for index in 0..870 {
            let x = -(index as f32) * 0.1;
            assert!((exp(x) - x.exp()).abs() <= 3e-7 * x.exp(), "{x}");
        }
        assert!(exp(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn gelu_is_close() {
        // x, and x times the share of a normal distribution below it.
        let known =
            [(-3.0, -0.004_049_694), (-1.0, -0.158_655_25), (0.0, 0.0), (0.5, 0.345_731_23), (2.0, 1.954_499_7)];
        for (x, y) in known {
            assert!((gelu(x) - y).abs() < 2e-6, "{x}: {}", gelu(x));
        }
    }

    #[test]
    fn bytes_round_to_even_and_stop_at_their_ends() {
        let quantiser = Quantiser { even: Some(vec![1.0, 2.0]), step: 0.5, zero: 100 };
        let mut output = [0; 8];
        Quantise { quantiser: &quantiser, input: &[0.25, 0.0, 0.75, 1.0, -1e9, 1e9, -0.25, -0.1], output: &mut output }
            .call();
        assert_eq!(output, [100, 100, 102, 104, 0, 255, 100, 100]);
    }

    #[test]
    fn shares_add_up_to_1() {
        let mut scores = [f32::NEG_INFINITY; LANES];
        scores[..3].copy_from_slice(&[1.0, 1.0, 1.0 + std::f32::consts::LN_2]);
        softmax(&mut scores);
        assert!((scores[0] - 0.25).abs() < 1e-6 && (scores[2] - 0.5).abs() < 1e-6 && scores[3] < 1e-30);
    }

    #[test]
    fn products_of_plain_numbers() {
        let mut panels = Panels::default();
        panels.fill(2, 17, |row, column| (row * 100 + column) as f32);
        let (rows, mut output) = ([9.0, 1.0, 2.0, 9.0, 0.0, 1.0], Vec::new());
        Multiply { rows: &rows, stride: 3, skip: 1, panels: &panels, bias: &[1.0; 32], output: &mut output }.call();
        assert_eq!((output.len(), output[3], output[16], output[32 + 16]), (64, 3.0 + 206.0 + 1.0, 249.0, 117.0));
    }
}
