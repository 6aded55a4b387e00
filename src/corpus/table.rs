//! Formats with many articles in a file: JSON, JSON lines, CSV and TSV. Lines and rows are read as they are asked
//! for; a bad one is one error with its line.

use std::io::{BufRead, Cursor, Read};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder};

use super::encoding;
use super::record::{Fields, Record, from_json, has_text_column, json_articles};
use super::source::Records;
use crate::error::{Error, Result};

/// Reads a JSON document: an object or an array of objects.
pub(super) fn json(bytes: &[u8], path: &Path) -> Result<Records> {
    let text = encoding::decode(bytes, None).map_err(|message| Error::input(path, None, message))?;
    let value = serde_json::from_str(&text)
        .map_err(|error| Error::input(path, Some(error.line() as u64), json_message(&error)))?;
    let path = path.to_path_buf();
    let records = json_articles(value).into_iter().enumerate().map(move |(n, value)| {
        from_json(&value, None).map_err(|message| Error::input(&path, None, format!("article {}: {message}", n + 1)))
    });
    Ok(Box::new(records))
}

fn json_message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    format!("not valid JSON: {message}, column {}", error.column())
}

/// A reader of UTF-8 with the byte order mark taken off; UTF-16 is decoded whole.
fn unmarked(mut reader: Box<dyn BufRead>, path: &Path) -> Result<Box<dyn BufRead>> {
    let failed = |error| Error::io(path, error);
    let mut start = vec![0; 3];
    let mut filled = 0;
    while let Some(buffer) = start.get_mut(filled..).filter(|buffer| !buffer.is_empty()) {
        match reader.read(buffer).map_err(failed)? {
            0 => break,
            n => filled += n,
        }
    }
    start.truncate(filled);
    if start == b"\xef\xbb\xbf" {
        return Ok(reader);
    }
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        reader.read_to_end(&mut start).map_err(failed)?;
        let text = encoding::decode(&start, None).map_err(|message| Error::input(path, None, message))?.into_owned();
        return Ok(Box::new(Cursor::new(text.into_bytes())));
    }
    Ok(Box::new(Cursor::new(start).chain(reader)))
}

/// Reads JSON lines.
pub(super) fn json_lines(reader: Box<dyn BufRead>, path: &Path) -> Records {
    match unmarked(reader, path) {
        Ok(reader) => Box::new(JsonLines { reader, path: path.to_path_buf(), line: 0, ended: false }),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

struct JsonLines {
    reader: Box<dyn BufRead>,
    path: PathBuf,
    line: u64,
    ended: bool,
}

impl Iterator for JsonLines {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        while !self.ended {
            bytes.clear();
            self.line += 1;
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => self.ended = true,
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(self.record(&bytes)),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Error::io(&self.path, error)));
                }
            }
        }
        None
    }
}

impl JsonLines {
    fn record(&self, bytes: &[u8]) -> Result<Record> {
        let wrong = |message| Error::input(&self.path, Some(self.line), message);
        let text = encoding::decode(bytes, None).map_err(wrong)?;
        let value = serde_json::from_str(&text).map_err(|error| wrong(json_message(&error)))?;
        from_json(&value, Some(self.line)).map_err(wrong)
    }
}

/// Reads a table with a header row. Without `delimiter` it is the one of `,`, `;` and tab that the header has most of.
pub(super) fn csv(reader: Box<dyn BufRead>, delimiter: Option<u8>, path: &Path) -> Result<Records> {
    let mut reader = unmarked(reader, path)?;
    let mut header = Vec::new();
    reader.read_until(b'\n', &mut header).map_err(|error| Error::io(path, error))?;
    let count = |mark: u8| header.iter().filter(|&&b| b == mark).count();
    let delimiter =
        delimiter.unwrap_or_else(|| *[b'\t', b';', b','].iter().max_by_key(|&&mark| count(mark)).unwrap_or(&b','));
    let whole: Box<dyn Read> = Box::new(Cursor::new(header).chain(reader));
    let mut table = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(whole);
    let columns: Vec<String> = match table.byte_headers() {
        Ok(row) => row.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect(),
        Err(error) => return Err(csv_error(error, path)),
    };
    if !has_text_column(columns.iter().map(String::as_str)) {
        let found = if columns.is_empty() { "none".to_owned() } else { columns.join(", ") };
        return Err(Error::input(path, Some(1), format!("no column with the text of articles (columns: {found})")));
    }
    let path = path.to_path_buf();
    let rows = table.into_byte_records().map(move |row| match row {
        Ok(row) => row_record(&columns, &row, &path),
        Err(error) => Err(csv_error(error, &path)),
    });
    Ok(Box::new(rows))
}

fn row_record(columns: &[String], row: &ByteRecord, path: &Path) -> Result<Record> {
    let line = row.position().map(csv::Position::line);
    if row.len() != columns.len() {
        let message = format!("{} fields, but the header names {}", row.len(), columns.len());
        return Err(Error::input(path, line, message));
    }
    let mut fields = Fields::default();
    for (name, value) in columns.iter().zip(row) {
        let value = encoding::decode(value, None).map_err(|message| Error::input(path, line, message))?;
        fields.add(name, value);
    }
    Ok(fields.record(line))
}

fn csv_error(error: csv::Error, path: &Path) -> Error {
    let line = error.position().map(csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::io(path, error),
        kind => Error::input(path, line, format!("not a valid table: {kind:?}")),
    }
}
