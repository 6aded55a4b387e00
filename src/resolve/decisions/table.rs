//! Tables of decisions as they come back from a spreadsheet or from OpenRefine: comma, semicolon or tab, with or without
//! a byte order mark, UTF-8 or UTF-16, any line ends, columns in any order and further columns.

use std::path::Path;

use super::row::{self, COLUMNS};
use super::{Act, Kind};
use crate::error::{Error, Result};

/// Words for "yes" and "no" in the column `decision`.
const YES: [&str; 8] = ["yes", "y", "accept", "accepted", "ok", "true", "x", "1"];
const NO: [&str; 7] = ["no", "n", "reject", "rejected", "different", "false", "0"];

/// One row that decides something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Its line, from 1.
    pub line: u64,
    /// What it decides.
    pub act: Act,
    /// Why; may be empty.
    pub reason: String,
    /// Who decided, where the table tells.
    pub author: String,
}

/// A table that was read.
#[derive(Debug, Default)]
pub struct Table {
    /// The rows that decide something.
    pub verdicts: Vec<Verdict>,
    /// Rows without a decision.
    pub open: usize,
    /// What is wrong, with file and line.
    pub errors: Vec<Error>,
}

/// Reads a table. Where it has a column `decision`, a row without one is passed over, and "no" to a proposal that two
/// are one says that they are different; where it has none, every row is a decision.
///
/// # Errors
/// [`Error::Input`] where it is no table of decisions at all; what is wrong in single rows stands in the table.
pub fn read_table(path: &Path, bytes: &[u8]) -> Result<Table> {
    let text = decode(bytes).ok_or_else(|| Error::input(path, None, "neither UTF-8 nor UTF-16; save it as UTF-8"))?;
    // With plain line ends the lines that errors name are those that editors show.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    // Excel writes such a line before the header, and honours it.
    let (delimiter, text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim_end().len() == 5 && first.to_ascii_lowercase().starts_with("sep=") => {
            (first.as_bytes().get(4).copied().unwrap_or(b','), rest, 1)
        }
        _ => (delimiter(&text), text.as_str(), 0),
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let wrong = |line: Option<u64>, message: String| Error::input(path, line.map(|line| line + skipped), message);
    let header = match records.next() {
        Some(Ok(header)) => header,
        Some(Err(error)) => return Err(wrong(error.position().map(csv::Position::line), error.to_string())),
        None => return Ok(Table::default()),
    };
    let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
    for needed in ["kind", "entity"] {
        if !names.iter().any(|name| name == needed) {
            let message =
                format!("there is no column `{needed}`; a table of decisions has {}", COLUMNS[3..].join(", "));
            return Err(wrong(Some(1), message));
        }
    }
    let has_decision = names.iter().any(|name| name == "decision");
    let mut table = Table::default();
    for record in records {
        let (record, line) = match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                (record, line)
            }
            Err(error) => {
                table.errors.push(wrong(error.position().map(csv::Position::line), error.to_string()));
                continue;
            }
        };
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let field = |name: &str| {
            let index = names.iter().position(|column| column == name);
            index.and_then(|index| record.get(index)).map(str::trim).unwrap_or_default()
        };
        let word = if has_decision { field("decision").to_lowercase() } else { "yes".to_owned() };
        match verdict(&word, &field) {
            Ok(Some(act)) => {
                let (reason, author) = (field("reason").to_owned(), field("author").to_owned());
                table.verdicts.push(Verdict { line: line + skipped, act, reason, author });
            }
            Ok(None) => table.open += 1,
            Err(message) => table.errors.push(wrong(Some(line), message)),
        }
    }
    Ok(table)
}

fn verdict<'a>(word: &str, field: &dyn Fn(&str) -> &'a str) -> std::result::Result<Option<Act>, String> {
    if word.is_empty() {
        return Ok(None);
    }
    let (yes, no) = (YES.contains(&word), NO.contains(&word));
    if !yes && !no {
        return Err(format!("`{word}` in the column `decision`; it takes yes, no, or nothing"));
    }
    let act = row::act(field)?;
    match act.kind {
        Kind::Undo => {
            Err("undo by `tidings decide undo NUMBER`: numbers of another table mean nothing here".to_owned())
        }
        _ if yes => Ok(Some(act)),
        Kind::Merge | Kind::Link if !act.entity.contains(':') => {
            Ok(Some(Act { article: String::new(), ..Act::new(Kind::Different, act.entity, act.target) }))
        }
        _ => Ok(None),
    }
}

fn decode(bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => {
            let (text, _, failed) = encoding.decode(bytes);
            (!failed).then_some(text)
        }
        None => std::str::from_utf8(bytes).ok().map(Into::into),
    }
}

/// The character between the names of the columns.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    let best = [(',', b','), (';', b';'), ('\t', b'\t')].into_iter().max_by_key(|(c, _)| (count(*c), *c == ','));
    best.map_or(b',', |(_, byte)| byte)
}
