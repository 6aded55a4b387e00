//! Products of 8-bit matrices, where almost all time goes: unsigned inputs (rows) by signed weights, made ready
//! once. On x86 with AVX2 the sums run in tiles of [`ROWS`] x [`PANEL`] in registers; elsewhere, and where the
//! processor has dot products of bytes (AVX-512 VNNI, ARM), `rten-gemm` has the better way. Results are exact
//! integers, scaled in the end, so that they are the same on every processor.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::__m256i;

#[cfg(target_arch = "x86_64")]
use pulp::x86::V3;
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

use crate::machine::Machine;
use crate::weights::Weights;
use crate::{Error, Result};

/// Rows of a tile; inputs have a multiple of them.
pub const ROWS: usize = 3;
/// Columns of a tile; outputs have a multiple of them.
pub const PANEL: usize = 16;
/// Weights of a column that are multiplied at once.
const STEP: usize = 8;
/// The most that weights of one sign which meet in a 16-bit sum may make: 255 times it still fits.
const MOST: i32 = 128;

/// Scaled weights that rows are multiplied by: `(input - zero) x weights x scale + bias`.
pub struct Product {
    depth: usize,
    columns: usize,
    /// What a sum starts from: minus the zero point of the input times the weights of the column.
    start: Vec<i32>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    form: Form,
}

/// Weights as the processor likes them.
enum Form {
    #[cfg(target_arch = "x86_64")]
    Tiles(Tiles),
    Packed(PackedBMatrix<i8>),
}

impl Product {
    /// The product `name` of the model file, for inputs whose zero is `zero`.
    ///
    /// # Errors
    /// [`Error`] where the file does not have it.
    pub fn new(weights: &Weights, name: &str, zero: u8, machine: Machine) -> Result<Self> {
        let (depth, used, matrix) = weights.matrix(&format!("{name}.weight"))?;
        let (scale, bias) = (weights.floats(&format!("{name}.scale"))?, weights.floats(&format!("{name}.bias"))?);
        if !depth.is_multiple_of(STEP) || scale.len() != used || bias.len() != used {
            return Err(Error(format!("the shape of `{name}` in the model file does not fit")));
        }
        let columns = used.next_multiple_of(PANEL);
        let mut padded = vec![0i8; depth * columns];
        for (row, padded) in matrix.chunks_exact(used).zip(padded.chunks_exact_mut(columns)) {
            row.iter().zip(padded).for_each(|(&byte, weight)| *weight = byte.cast_signed());
        }
        Ok(Self::of_matrix(padded, depth, zero, scale, bias, machine))
    }

    fn of_matrix(
        weights: Vec<i8>,
        depth: usize,
        zero: u8,
        mut scale: Vec<f32>,
        mut bias: Vec<f32>,
        machine: Machine,
    ) -> Self {
        let columns = weights.len() / depth.max(1);
        let mut start = vec![0; columns];
        for row in weights.chunks_exact(columns) {
            start.iter_mut().zip(row).for_each(|(sum, &weight)| *sum -= i32::from(zero) * i32::from(weight));
        }
        scale.resize(columns, 0.0);
        bias.resize(columns, 0.0);
        let form = match machine {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2(_) => Form::Tiles(Tiles::new(&weights, depth, columns)),
            Machine::Other(_) => {
                let executor = GemmExecutor::<u8, i8, i32>::default();
                Form::Packed(executor.prepack_b(NdTensor::from_data([depth, columns], weights).view()))
            }
        };
        Product { depth, columns, start, scale, bias, form }
    }

    /// Numbers of a row of the input.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Numbers of a row of the output, a multiple of [`PANEL`].
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Multiplies the rows of `input`, of which there are a multiple of [`ROWS`].
    ///
    /// # Errors
    /// [`Error`] where the input does not fit the weights.
    pub fn run(&self, machine: Machine, input: &[u8], output: &mut Vec<f32>) -> Result<()> {
        let rows = input.len() / self.depth;
        output.resize(rows * self.columns, 0.0);
        match (&self.form, machine) {
            #[cfg(target_arch = "x86_64")]
            (Form::Tiles(tiles), Machine::Avx2(simd)) if tiles.paired => {
                simd.vectorize(Multiply::<true> { product: self, tiles, simd, input, output });
            }
            #[cfg(target_arch = "x86_64")]
            (Form::Tiles(tiles), Machine::Avx2(simd)) => {
                simd.vectorize(Multiply::<false> { product: self, tiles, simd, input, output });
            }
            (Form::Packed(packed), _) => {
                let mut sums = vec![0; output.len()];
                let view = NdTensorView::from_data([rows, self.depth], input);
                let (a, b) = (GemmInputA::Unpacked(view), GemmInputB::Packed(packed));
                GemmExecutor::<u8, i8, i32>::default()
                    .gemm(&mut sums, a, b, GemmOptions::default())
                    .map_err(|error| Error(error.to_string()))?;
                machine.run(Scale { product: self, sums: &sums, output });
            }
            #[cfg(target_arch = "x86_64")]
            (Form::Tiles(_), Machine::Other(_)) => {
                return Err(Error("weights made ready for another processor".to_owned()));
            }
        }
        Ok(())
    }
}

/// Integer sums to scaled numbers.
struct Scale<'a> {
    product: &'a Product,
    sums: &'a [i32],
    output: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Scale<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Product { columns, start, scale, bias, .. } = self.product;
        for (sums, output) in self.sums.chunks_exact(*columns).zip(self.output.chunks_exact_mut(*columns)) {
            for ((((number, sum), start), scale), bias) in output.iter_mut().zip(sums).zip(start).zip(scale).zip(bias) {
                *number = (sum + start) as f32 * scale + bias;
            }
        }
    }
}

/// Weights of [`STEP`] rows and [`PANEL`] columns: four rows by eight columns in each part, columns outside.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Block([[i8; 32]; 4]);

/// The part of a weight that was left out lest a 16-bit sum run over.
#[cfg(target_arch = "x86_64")]
struct Rest {
    row: usize,
    column: usize,
    weight: i32,
}

/// Weights in blocks, panel by panel. Where `paired`, products of four weights are summed in 16 bits before they
/// are widened, which saves a third of the multiplications. The few weights with which such a sum could run over
/// are made smaller, and what they lack is added apart.
#[cfg(target_arch = "x86_64")]
struct Tiles {
    blocks: Vec<Block>,
    /// By panel.
    rests: Vec<Vec<Rest>>,
    paired: bool,
}

#[cfg(target_arch = "x86_64")]
impl Tiles {
    fn new(weights: &[i8], depth: usize, columns: usize) -> Self {
        let paired = Self::of_kind(weights, depth, columns, true);
        let rests: usize = paired.rests.iter().map(Vec::len).sum();
        // Each costs as much as some dozens of weights.
        if rests * 500 > weights.len() { Self::of_kind(weights, depth, columns, false) } else { paired }
    }

    fn of_kind(weights: &[i8], depth: usize, columns: usize, paired: bool) -> Self {
        let mut tiles = Tiles { blocks: Vec::with_capacity(weights.len() / (STEP * PANEL)), rests: Vec::new(), paired };
        for panel in (0..columns).step_by(PANEL) {
            let mut rests = Vec::new();
            for top in (0..depth).step_by(STEP) {
                let mut block = Block([[0; 32]; 4]);
                for column in 0..PANEL {
                    let mut these: [i8; STEP] =
                        std::array::from_fn(|row| weights[(top + row) * columns + panel + column]);
                    if paired {
                        limit(&mut these, |row, weight| rests.push(Rest { row: top + row, column, weight }));
                    }
                    for (row, weight) in these.into_iter().enumerate() {
                        block.0[row / 4 * 2 + column / 8][column % 8 * 4 + row % 4] = weight;
                    }
                }
                tiles.blocks.push(block);
            }
            tiles.rests.push(rests);
        }
        tiles
    }
}

/// Makes weights smaller until those which meet in one sum fit it; `rest` is told what each lacks.
#[cfg(target_arch = "x86_64")]
fn limit(weights: &mut [i8; STEP], mut rest: impl FnMut(usize, i32)) {
    for together in [[0, 1, 4, 5], [2, 3, 6, 7]] {
        for sign in [1, -1] {
            let size = |weights: &[i8; STEP], row: usize| (i32::from(weights[row]) * sign).max(0);
            loop {
                let over = together.iter().map(|&row| size(weights, row)).sum::<i32>() - MOST;
                let largest = together.into_iter().max_by_key(|&row| size(weights, row)).unwrap_or(0);
                // Half of the largest at most: an int8 for certain, and 0 in the end.
                let less = over.min((size(weights, largest) + 1) / 2);
                if over <= 0 {
                    break;
                }
                weights[largest] -= (less * sign) as i8;
                rest(largest, less * sign);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
struct Multiply<'a, const PAIRED: bool> {
    product: &'a Product,
    tiles: &'a Tiles,
    simd: V3,
    input: &'a [u8],
    output: &'a mut [f32],
}

#[cfg(target_arch = "x86_64")]
impl<const PAIRED: bool> pulp::NullaryFnOnce for Multiply<'_, PAIRED> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Product { depth, columns, start, scale, bias, .. } = self.product;
        let panels = self.tiles.blocks.chunks_exact(depth / STEP).zip(&self.tiles.rests);
        let constants = start.as_chunks::<PANEL>().0.iter().zip(scale.as_chunks().0).zip(bias.as_chunks().0);
        for (panel, ((blocks, rests), ((start, scale), bias))) in panels.zip(constants).enumerate() {
            let rows = self.input.chunks_exact(ROWS * depth).zip(self.output.chunks_exact_mut(ROWS * columns));
            for (input, output) in rows {
                let mut sums = tile::<PAIRED>(self.simd, input, blocks, start);
                for rest in rests {
                    for row in 0..ROWS {
                        sums[row][rest.column % PANEL] += i32::from(input[row * depth + rest.row]) * rest.weight;
                    }
                }
                finish(&sums, scale, bias, &mut output[panel * PANEL..], *columns);
            }
        }
    }
}

/// Scales the sums of a tile into the rows of the output.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn finish(sums: &[[i32; PANEL]; ROWS], scale: &[f32; PANEL], bias: &[f32; PANEL], output: &mut [f32], columns: usize) {
    for (row, sums) in sums.iter().enumerate() {
        let output = &mut output[row * columns..][..PANEL];
        for column in 0..PANEL {
            output[column] = sums[column] as f32 * scale[column] + bias[column];
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn tile<const PAIRED: bool>(simd: V3, input: &[u8], blocks: &[Block], start: &[i32; PANEL]) -> [[i32; PANEL]; ROWS] {
    let V3 { avx, avx2, .. } = simd;
    let ones = avx._mm256_set1_epi16(1);
    let mut sums: [[__m256i; 2]; ROWS] = [pulp::cast(*start); ROWS];
    let input: &[[[u8; 4]; 2]] = pulp::bytemuck::cast_slice(input);
    let mut rows: [&[[[u8; 4]; 2]]; ROWS] = [&[]; ROWS];
    for row in 0..ROWS {
        rows[row] = &input[row * blocks.len()..][..blocks.len()];
    }
    for step in 0..blocks.len() {
        let block: [__m256i; 4] = pulp::cast(blocks[step].0);
        for row in 0..ROWS {
            let [upper, lower] = rows[row][step];
            let upper = avx._mm256_set1_epi32(i32::from_ne_bytes(upper));
            let lower = avx._mm256_set1_epi32(i32::from_ne_bytes(lower));
            for half in 0..2 {
                let upper = avx2._mm256_maddubs_epi16(upper, block[half]);
                let lower = avx2._mm256_maddubs_epi16(lower, block[2 + half]);
                let sum = if PAIRED {
                    avx2._mm256_madd_epi16(avx2._mm256_add_epi16(upper, lower), ones)
                } else {
                    let (upper, lower) = (avx2._mm256_madd_epi16(upper, ones), avx2._mm256_madd_epi16(lower, ones));
                    avx2._mm256_add_epi32(upper, lower)
                };
                sums[row][half] = avx2._mm256_add_epi32(sums[row][half], sum);
            }
        }
    }
    pulp::cast(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Products of `weights` (depth x columns) by rows of `input`, by the definition.
    fn plain(input: &[u8], weights: &[i8], depth: usize, zero: u8) -> Vec<f32> {
        let columns = weights.len() / depth;
        let sum = |row: &[u8], column: usize| {
            let terms = row
                .iter()
                .enumerate()
                .map(|(at, &byte)| (i32::from(byte) - i32::from(zero)) * i32::from(weights[at * columns + column]));
            terms.sum::<i32>() as f32 * 0.5 + column as f32
        };
        input.chunks(depth).flat_map(|row| (0..columns).map(move |column| sum(row, column))).collect()
    }

    fn agrees(input: &[u8], weights: &[i8], depth: usize, zero: u8) {
        let columns = weights.len() / depth;
        let (scale, bias) = (vec![0.5; columns], (0..columns).map(|column| column as f32).collect());
        for machine in [Machine::detect(), Machine::Other(pulp::Arch::new())] {
            let (scale, bias): (_, Vec<f32>) = (scale.clone(), Vec::clone(&bias));
            let product = Product::of_matrix(weights.to_vec(), depth, zero, scale, bias, machine);
            let mut output = Vec::new();
            product.run(machine, input, &mut output).expect("fits");
            assert!(output == plain(input, weights, depth, zero));
        }
    }

    /// Numbers without order, the same each time.
    fn numbers(count: usize) -> impl Iterator<Item = u32> {
        let mut state = 7u32;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        })
        .take(count)
    }

    #[test]
    fn tiles_agree_with_the_definition() {
        let (depth, columns) = (64, 48);
        let input: Vec<u8> = numbers(6 * depth).map(|number| number as u8).collect();
        // Small weights, which are summed in pairs, with few large ones that could run over; and large ones only.
        let small = numbers(depth * columns).map(|number| (number % 41) as i8 - 20);
        let mut small: Vec<i8> = small.collect();
        for (row, weight) in [(8, 64), (9, 64), (12, 64), (13, 63), (16, -64), (17, -64), (20, -30), (63, 64)] {
            small[row * columns + 17] = weight;
        }
        let large: Vec<i8> = numbers(depth * columns).map(|number| (number % 129) as i8 - 64).collect();
        for weights in [&small, &large] {
            agrees(&input, weights, depth, 104);
        }
    }

    #[test]
    fn the_largest_sums_do_not_run_over() {
        for weight in [64, -64] {
            agrees(&[255; 3 * 32], &[weight; 32 * 16], 32, 0);
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[test]
    fn what_a_weight_lacks_is_kept_apart() {
        let (mut weights, mut rests) = ([64i8, 60, 1, -64, 50, -9, 0, -65], Vec::new());
        limit(&mut weights, |row, weight| rests.push((row, weight)));
        let before = [64i8, 60, 1, -64, 50, -9, 0, -65];
        for (row, (&before, &now)) in before.iter().zip(&weights).enumerate() {
            let lacking: i32 = rests.iter().filter(|rest| rest.0 == row).map(|rest| rest.1).sum();
            assert_eq!(i32::from(before), i32::from(now) + lacking);
        }
        assert_eq!(i32::from(weights[0]) + i32::from(weights[1]) + i32::from(weights[4]), MOST);
        assert_eq!(i32::from(weights[3]) + i32::from(weights[7]), -MOST);
    }
}
