//! The gazetteer file: sorted names, the entities that bear them, and the entities in columns and blocks.
//!
//! Layout, all numbers little-endian: the magic, eight `u64` (entities, names, bytes of the four parts, two spare), then
//! 1. names, deflated: one byte a name (how much it shares with the one before), then the rests (see `names`);
//! 2. postings, deflated: how many entities a name has (one byte each), how the name relates to each (one byte), and the
//!    row of each, three byte planes, left out where the name is the entity's label: rows are in the order of labels, so
//!    that the labels in their order are the rows 0, 1, 2 …;
//! 3. columns, deflated: ids, types, priors, countries, block offsets, and the table of countries;
//! 4. texts: blocks of [`BLOCK`] entities, `label \t description \n` each, deflated block by block; a label is left empty
//!    where it is the folded name with capitals.
//!
//! Opening a file inflates all parts but the texts.

use std::borrow::Cow;
use std::io::{Read, Write};
use std::ops::Range;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::names::{Names, encode};
use super::{Entry, NameKind};
use crate::error::{Error, Result};
use crate::lexicon::EntityType;

const MAGIC: &[u8; 8] = b"TDGAZ\x00\x00\x03";
const HEADER: usize = 8 + 8 * 8;
/// Most entities of a file: rows are numbered in three bytes.
const MOST_ROWS: usize = (1 << 24) - 1;
/// Entities in a block of texts.
const BLOCK: usize = 1024;

/// Numbers of one entity.
pub(super) struct Columns {
    pub(super) qid: u32,
    pub(super) entity_type: EntityType,
    pub(super) prior: f32,
}

/// One gazetteer file, opened.
pub(super) struct Layer {
    qids: Vec<u32>,
    types: Vec<u8>,
    priors: Vec<u8>,
    countries: Vec<u16>,
    country_table: Vec<String>,
    block_offsets: Vec<u32>,
    names: Names,
    /// Where the postings of each name begin; one more than there are names.
    firsts: Vec<u32>,
    /// `row << 3 | kind`.
    postings: Vec<u32>,
    /// Number of the name that is the label of each row.
    labels: Vec<u32>,
    bytes: Cow<'static, [u8]>,
    texts: Range<usize>,
    blocks: Vec<OnceLock<Vec<u8>>>,
    by_qid: OnceLock<Vec<u32>>,
}

impl std::fmt::Debug for Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Layer({} entities, {} names)", self.qids.len(), self.names.len())
    }
}

impl Layer {
    pub(super) fn parse(bytes: Cow<'static, [u8]>, file: &str) -> Result<Layer> {
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            let message = "not a gazetteer file of this version; make one with `tidings gazetteer build`";
            return Err(Error::data(file, None, message));
        }
        Layer::parse_parts(bytes).ok_or_else(|| Error::data(file, None, "the gazetteer file is damaged"))
    }

    fn parse_parts(bytes: Cow<'static, [u8]>) -> Option<Layer> {
        let number = |i: usize| -> Option<usize> {
            let field = bytes.get(8 + 8 * i..16 + 8 * i)?.try_into().ok()?;
            usize::try_from(u64::from_le_bytes(field)).ok()
        };
        let (rows, name_count) = (number(0)?, number(1)?);
        let mut at = HEADER;
        let mut part = |length: usize| {
            let range = at..at.checked_add(length)?;
            at = range.end;
            (range.end <= bytes.len()).then_some(range)
        };
        let names = inflate(bytes.get(part(number(2)?)?)?)?;
        let postings = inflate(bytes.get(part(number(3)?)?)?)?;
        let columns = inflate(bytes.get(part(number(4)?)?)?)?;
        let texts = part(number(5)?)?;

        let (shared, rest) = names.split_at_checked(name_count)?;
        let names = Names::new(shared.to_vec(), rest.to_vec())?;
        let (firsts, postings, labels) = read_postings(&postings, name_count, rows)?;
        let mut reader = Reader(&columns);
        let block_count = rows.div_ceil(BLOCK);
        Some(Layer {
            qids: reader.numbers(rows, 4)?,
            types: reader.take(rows)?.to_vec(),
            priors: reader.take(rows)?.to_vec(),
            countries: reader.numbers(rows, 2)?.into_iter().map(|c| c as u16).collect(),
            block_offsets: reader.numbers(block_count + 1, 4)?,
            country_table: std::str::from_utf8(reader.0).ok()?.split('\n').map(str::to_owned).collect(),
            names,
            firsts,
            postings,
            labels,
            bytes,
            texts,
            blocks: std::iter::repeat_with(OnceLock::new).take(block_count).collect(),
            by_qid: OnceLock::new(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.qids.len()
    }

    pub(super) fn contains(&self, folded: &str) -> bool {
        self.names.find(folded).is_some()
    }

    pub(super) fn lookup(&self, folded: &str, mut found: impl FnMut(u32, NameKind)) {
        let Some(name) = self.names.find(folded) else { return };
        let (Some(&first), Some(&end)) = (self.firsts.get(name), self.firsts.get(name + 1)) else { return };
        for posting in self.postings.get(first as usize..end as usize).unwrap_or_default() {
            found(posting >> 3, kind_of(*posting));
        }
    }

    pub(super) fn columns(&self, index: u32) -> Option<Columns> {
        let i = index as usize;
        let entity_type = *EntityType::ALL.get(usize::from(*self.types.get(i)?))?;
        Some(Columns { qid: *self.qids.get(i)?, entity_type, prior: f32::from(*self.priors.get(i)?) / 255.0 })
    }

    pub(super) fn country(&self, index: u32) -> &str {
        let code = self.countries.get(index as usize).and_then(|&c| self.country_table.get(usize::from(c)));
        code.map_or("", String::as_str)
    }

    pub(super) fn entry(&self, index: u32) -> Option<Entry> {
        let block = index as usize / BLOCK;
        let text = self.blocks.get(block)?.get_or_init(|| self.inflate_block(block).unwrap_or_default());
        let line = text.split(|&b| b == b'\n').nth(index as usize % BLOCK)?;
        let (label, description) = std::str::from_utf8(line).ok()?.split_once('\t')?;
        let label = match label {
            "" => with_capitals(&self.names.get(*self.labels.get(index as usize)? as usize)?),
            other => other.to_owned(),
        };
        Some(Entry { label, description: description.to_owned(), country: self.country(index).to_owned() })
    }

    fn inflate_block(&self, block: usize) -> Option<Vec<u8>> {
        let start = self.texts.start + *self.block_offsets.get(block)? as usize;
        let end = self.texts.start + *self.block_offsets.get(block + 1)? as usize;
        inflate(self.bytes.get(start..end.min(self.texts.end))?)
    }

    pub(super) fn index_of(&self, qid: u32) -> Option<u32> {
        let order = self.by_qid.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.qids.len() as u32).collect();
            order.sort_by_key(|&i| self.qids.get(i as usize));
            order
        });
        let found = order.binary_search_by_key(&Some(&qid), |&i| self.qids.get(i as usize)).ok()?;
        order.get(found).copied()
    }

    pub(super) fn for_each_name(&self, visit: &mut impl FnMut(&str)) {
        self.names.for_each(visit);
    }
}

/// First posting of each name, postings, and the label name of each row.
fn read_postings(bytes: &[u8], names: usize, rows: usize) -> Option<(Vec<u32>, Vec<u32>, Vec<u32>)> {
    let mut reader = Reader(bytes);
    let counts = reader.take(names)?;
    let total = counts.iter().map(|&c| usize::from(c)).sum();
    let kinds = reader.take(total)?;
    let others = kinds.iter().filter(|&&k| k != 0).count();
    let mut others = reader.numbers(others, 3)?.into_iter();
    let (mut firsts, mut postings) = (Vec::with_capacity(names + 1), Vec::with_capacity(total));
    let mut labels = Vec::with_capacity(rows);
    let mut kinds = kinds.iter();
    for (name, &count) in (0u32..).zip(counts) {
        firsts.push(postings.len() as u32);
        for &kind in kinds.by_ref().take(usize::from(count)) {
            let row = if kind == 0 {
                labels.push(name);
                labels.len() as u32 - 1
            } else {
                others.next()?
            };
            postings.push(row << 3 | u32::from(kind & 7));
        }
    }
    firsts.push(postings.len() as u32);
    Some((firsts, postings, labels))
}

/// `"vladimir putin"` -> `"Vladimir Putin"`.
fn with_capitals(folded: &str) -> String {
    let mut label = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        if !label.is_empty() {
            label.push(' ');
        }
        let mut letters = word.chars();
        label.extend(letters.next().map(|l| l.to_ascii_uppercase()));
        label.push_str(letters.as_str());
    }
    label
}

fn kind_of(bits: u32) -> NameKind {
    match bits & 7 {
        0 => NameKind::Label,
        1 => NameKind::Usual,
        2 => NameKind::Alias,
        3 => NameKind::Acronym,
        _ => NameKind::Surname,
    }
}

/// What is written of one entity.
pub(super) struct Row<'a> {
    pub(super) qid: u32,
    pub(super) entity_type: EntityType,
    /// 0 to 255.
    pub(super) prior: u8,
    pub(super) country: &'a str,
    pub(super) label: &'a str,
    pub(super) description: &'a str,
}

/// Write a gazetteer file. `rows` must be in the order of their folded labels; `names` must be sorted by name, each with
/// its entities (row number, kind), in the order of rows, and hold every row once as label.
pub(super) fn write(rows: &[Row<'_>], names: &[(String, Vec<(u32, NameKind)>)]) -> Result<Vec<u8>, String> {
    if rows.len() > MOST_ROWS {
        return Err(format!("{} entities are more than the {MOST_ROWS} that a file can hold", rows.len()));
    }
    let mut countries: Vec<&str> = rows.iter().map(|r| r.country).collect();
    countries.sort_unstable();
    countries.dedup();
    let mut labels = vec![""; rows.len()];
    let (mut counts, mut kinds, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (name, entities) in names {
        counts.push(u8::try_from(entities.len()).map_err(|_| format!("more than 255 entities are called {name}"))?);
        for &(row, kind) in entities {
            kinds.push(kind as u8);
            match labels.get_mut(row as usize) {
                Some(label) if kind == NameKind::Label => *label = name.as_str(),
                _ => others.push(row),
            }
        }
    }
    let mut texts = Vec::new();
    let mut block_offsets = vec![0u32];
    for (block, labels) in rows.chunks(BLOCK).zip(labels.chunks(BLOCK)) {
        let mut text = String::new();
        for (row, folded) in block.iter().zip(labels) {
            let clean = |s: &str| s.replace(['\t', '\n', '\r'], " ");
            let label = if with_capitals(folded) == row.label { String::new() } else { clean(row.label) };
            text.push_str(&format!("{label}\t{}\n", clean(row.description)));
        }
        texts.extend_from_slice(&deflate(text.as_bytes())?);
        block_offsets.push(u32::try_from(texts.len()).map_err(|_| "too many entities for one file")?);
    }
    let mut columns = Vec::new();
    push_planes(&mut columns, rows.iter().map(|r| r.qid), 4);
    columns.extend(rows.iter().map(|r| EntityType::ALL.iter().position(|&t| t == r.entity_type).unwrap_or(0) as u8));
    columns.extend(rows.iter().map(|r| r.prior));
    push_planes(&mut columns, rows.iter().map(|r| countries.binary_search(&r.country).unwrap_or(0) as u32), 2);
    push_planes(&mut columns, block_offsets.iter().copied(), 4);
    columns.extend_from_slice(countries.join("\n").as_bytes());
    let mut postings = counts;
    postings.extend_from_slice(&kinds);
    push_planes(&mut postings, others.iter().copied(), 3);
    let (mut name_part, rest) = encode(names.iter().map(|(n, _)| n.as_str()));
    name_part.extend_from_slice(&rest);
    let parts = [deflate(&name_part)?, deflate(&postings)?, deflate(&columns)?, texts];

    let mut file = MAGIC.to_vec();
    let lengths = parts.iter().map(Vec::len);
    for number in [rows.len(), names.len()].into_iter().chain(lengths).chain([0, 0]) {
        file.extend_from_slice(&(number as u64).to_le_bytes());
    }
    for part in parts {
        file.extend_from_slice(&part);
    }
    Ok(file)
}

/// Write numbers byte plane by byte plane: like bytes stand together and deflate well.
fn push_planes(out: &mut Vec<u8>, numbers: impl Iterator<Item = u32> + Clone, width: u32) {
    for plane in 0..width {
        out.extend(numbers.clone().map(|n| (n >> (8 * plane)) as u8));
    }
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).map_err(|e| e.to_string())?;
    encoder.finish().map_err(|e| e.to_string())
}

fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).ok()?;
    Some(out)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    /// `count` numbers of `width` byte planes.
    fn numbers(&mut self, count: usize, width: usize) -> Option<Vec<u32>> {
        let planes = self.take(count.checked_mul(width)?)?;
        let mut numbers = vec![0u32; count];
        for (plane, bytes) in planes.chunks(count.max(1)).enumerate() {
            for (number, &byte) in numbers.iter_mut().zip(bytes) {
                *number |= u32::from(byte) << (8 * plane);
            }
        }
        Some(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let row = |qid, label, description| Row {
            qid,
            entity_type: EntityType::Place,
            prior: 128,
            country: "XX",
            label,
            description,
        };
        let rows = [row(5, "Alba", "a town"), row(9, "Alba", "a river"), row(300_000, "Bora", "")];
        let names = vec![
            ("alba".to_owned(), vec![(0, NameKind::Label), (1, NameKind::Alias)]),
            ("bora".to_owned(), vec![(2, NameKind::Label)]),
        ];
        write(&rows, &names).expect("written")
    }

    #[test]
    fn what_is_written_is_read() {
        let layer = Layer::parse(sample().into(), "t").expect("parsed");
        let mut hits = Vec::new();
        layer.lookup("alba", |i, kind| hits.push((i, kind)));
        assert_eq!(hits, [(0, NameKind::Label), (1, NameKind::Alias)]);
        assert_eq!(layer.index_of(300_000), Some(2));
        assert_eq!(layer.entry(1).map(|e| e.description), Some("a river".to_owned()));
        assert_eq!(layer.country(0), "XX");
        assert!(!layer.contains("albania"));
    }

    #[test]
    fn damage_is_an_error_not_a_panic() {
        let bytes = sample();
        for cut in 0..bytes.len() {
            let _ = Layer::parse(bytes.get(..cut).unwrap_or_default().to_vec().into(), "t");
        }
        let error = Layer::parse(b"no gazetteer".to_vec().into(), "my.bin").expect_err("not a gazetteer");
        assert!(error.to_string().starts_with("my.bin: not a gazetteer file"));
    }
}
