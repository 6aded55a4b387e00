//! The constants of the model file (ONNX, a protocol buffer) by name. The file is whole and valid for any ONNX
//! runtime; this program computes what its graph says and so needs only the numbers.

use std::collections::HashMap;

use crate::{Error, Result};

/// Field numbers of `ModelProto`, `GraphProto` and `TensorProto` that are read.
const GRAPH: u64 = 7;
const INITIALIZER: u64 = 5;
const DIMS: u64 = 1;
const DATA_TYPE: u64 = 2;
const NAME: u64 = 8;
const RAW_DATA: u64 = 9;
/// Values of `TensorProto.DataType`.
const FLOAT: u64 = 1;
const UINT8: u64 = 2;
const INT8: u64 = 3;

/// Tensors by name.
pub struct Weights<'a>(HashMap<&'a str, Tensor<'a>>);

#[derive(Default)]
struct Tensor<'a> {
    kind: u64,
    dims: Vec<usize>,
    data: &'a [u8],
}

impl<'a> Weights<'a> {
    /// Reads the constants of an ONNX file.
    ///
    /// # Errors
    /// [`Error`] where the file is cut off or is none.
    pub fn parse(file: &'a [u8]) -> Result<Self> {
        let mut tensors = HashMap::new();
        for graph in messages(file, GRAPH)? {
            for tensor in messages(graph, INITIALIZER)? {
                let (name, tensor) = Tensor::parse(tensor)?;
                tensors.insert(name, tensor);
            }
        }
        Ok(Weights(tensors))
    }

    /// All numbers of an fp32 tensor.
    ///
    /// # Errors
    /// [`Error`] where there is no such tensor.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>> {
        let (_, data) = self.get(name, FLOAT, 4)?;
        Ok(data.as_chunks().0.iter().map(|&number| f32::from_le_bytes(number)).collect())
    }

    /// The only number of an fp32 tensor.
    ///
    /// # Errors
    /// [`Error`] where there is no such tensor.
    pub fn float(&self, name: &str) -> Result<f32> {
        self.floats(name)?.first().copied().ok_or_else(|| missing(name))
    }

    /// The only number of a uint8 tensor.
    ///
    /// # Errors
    /// [`Error`] where there is no such tensor.
    pub fn byte(&self, name: &str) -> Result<u8> {
        self.get(name, UINT8, 1)?.1.first().copied().ok_or_else(|| missing(name))
    }

    /// Rows, columns and numbers (as bytes) of an int8 matrix.
    ///
    /// # Errors
    /// [`Error`] where there is no such tensor.
    pub fn matrix(&self, name: &str) -> Result<(usize, usize, &'a [u8])> {
        match self.get(name, INT8, 1)? {
            (&[rows, columns], data) => Ok((rows, columns, data)),
            _ => Err(missing(name)),
        }
    }

    /// Is there a tensor of this name?
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn get(&self, name: &str, kind: u64, size: usize) -> Result<(&[usize], &'a [u8])> {
        let tensor = self.0.get(name).filter(|tensor| tensor.kind == kind).ok_or_else(|| missing(name))?;
        let whole = tensor.dims.iter().product::<usize>() * size == tensor.data.len();
        if whole { Ok((&tensor.dims, tensor.data)) } else { Err(missing(name)) }
    }
}

impl<'a> Tensor<'a> {
    fn parse(message: &'a [u8]) -> Result<(&'a str, Self)> {
        let (mut tensor, mut name, mut rest) = (Tensor::default(), "", message);
        while !rest.is_empty() {
            match field(&mut rest)? {
                (DIMS, Field::Number(size)) => tensor.dims.push(usize::try_from(size).map_err(|_| cut_off())?),
                (DIMS, Field::Bytes(mut sizes)) => {
                    while !sizes.is_empty() {
                        tensor.dims.push(usize::try_from(number(&mut sizes)?).map_err(|_| cut_off())?);
                    }
                }
                (DATA_TYPE, Field::Number(kind)) => tensor.kind = kind,
                (NAME, Field::Bytes(bytes)) => name = std::str::from_utf8(bytes).map_err(|_| cut_off())?,
                (RAW_DATA, Field::Bytes(bytes)) => tensor.data = bytes,
                _ => {}
            }
        }
        Ok((name, tensor))
    }
}

/// The value of a field.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Of a fixed width: nothing that is read here.
    Fixed,
}

/// The messages in field `wanted` of a message.
fn messages(mut message: &[u8], wanted: u64) -> Result<Vec<&[u8]>> {
    let mut found = Vec::new();
    while !message.is_empty() {
        if let (at, Field::Bytes(bytes)) = field(&mut message)?
            && at == wanted
        {
            found.push(bytes);
        }
    }
    Ok(found)
}

/// Takes the next field off a message: its number and value.
fn field<'a>(rest: &mut &'a [u8]) -> Result<(u64, Field<'a>)> {
    let key = number(rest)?;
    let value = match key & 7 {
        0 => Field::Number(number(rest)?),
        1 => take(rest, 8).map(|_| Field::Fixed)?,
        2 => {
            let length = usize::try_from(number(rest)?).map_err(|_| cut_off())?;
            Field::Bytes(take(rest, length)?)
        }
        5 => take(rest, 4).map(|_| Field::Fixed)?,
        _ => return Err(cut_off()),
    };
    Ok((key >> 3, value))
}

/// Takes a number of variable length off a message.
fn number(rest: &mut &[u8]) -> Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(rest, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(cut_off())
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(length).ok_or_else(cut_off)?;
    *rest = left;
    Ok(taken)
}

fn cut_off() -> Error {
    Error("the model file is cut off or no ONNX file".to_owned())
}

fn missing(name: &str) -> Error {
    Error(format!("the model file has no fitting tensor `{name}`; write it with training/export.py"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A field that holds bytes.
    fn bytes(number: u8, content: &[u8]) -> Vec<u8> {
        [&[number << 3 | 2, content.len() as u8], content].concat()
    }

    /// A model of one tensor `ab`: int8, 2 x 3; its sizes packed or one by one, then a field of fixed width.
    fn file(sizes: &[u8]) -> Vec<u8> {
        let tensor = [sizes, &[0x10, 3], &bytes(8, b"ab"), &bytes(9, &[1, 2, 3, 4, 5, 255])].concat();
        [bytes(7, &bytes(5, &tensor)), vec![0x25, 0, 0, 0, 0]].concat()
    }

    #[test]
    fn reads_tensors_by_name() {
        for sizes in [&[0x0a, 2, 2, 3][..], &[0x08, 2, 0x08, 3]] {
            let file = file(sizes);
            let weights = Weights::parse(&file).expect("whole");
            assert_eq!(weights.matrix("ab").expect("there"), (2, 3, &[1, 2, 3, 4, 5, 255][..]));
            assert!(weights.has("ab") && !weights.has("b"));
            assert!(weights.floats("ab").is_err() && weights.matrix("b").is_err());
        }
    }

    #[test]
    fn a_file_that_is_cut_off_is_an_error() {
        let file = file(&[0x0a, 2, 2, 3]);
        for length in 1..file.len() - 5 {
            assert!(Weights::parse(&file[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_tensor_without_its_numbers_is_an_error() {
        let file = file(&[0x0a, 2, 2, 4]);
        assert!(Weights::parse(&file).expect("whole").matrix("ab").is_err());
    }
}
