//! Sources: paths go in, readable files with their format come out, and each opens as a stream of records.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use super::record::Record;
use super::{html, markdown, table, text};
use crate::error::{Error, Result};

/// Records of one file.
pub(super) type Records = Box<dyn Iterator<Item = Result<Record>>>;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Json,
    JsonLines,
    Csv,
    Tsv,
}

/// Endings of file names and the format that they stand for.
const ENDINGS: [(&str, Format); 13] = [
    ("txt", Format::Text),
    ("text", Format::Text),
    ("md", Format::Markdown),
    ("markdown", Format::Markdown),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("jsonlines", Format::JsonLines),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
];

/// One file to read.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Where it is; `-` for standard input.
    pub path: PathBuf,
    /// What its articles are called that have no id: its path below the folder named, without ending.
    pub stem: String,
    format: Option<Format>,
    gzip: bool,
}

/// The files that `path` stands for.
pub(super) fn sources(path: PathBuf) -> Vec<Result<Source>> {
    if path.as_os_str() == "-" {
        return vec![Ok(Source { path, stem: "stdin".into(), format: None, gzip: false })];
    }
    match std::fs::metadata(&path) {
        Err(error) => vec![Err(Error::io(&path, error))],
        Ok(metadata) if metadata.is_dir() => {
            let mut found = Vec::new();
            walk(&path, "", 0, &mut found);
            if found.is_empty() {
                found.push(Err(Error::input(&path, None, "no article files in this folder")));
            }
            found
        }
        Ok(_) => {
            let known = "known are .txt .md .html .json .jsonl .csv .tsv, each also with .gz";
            let source = source(&path, "");
            vec![source.ok_or_else(|| Error::input(&path, None, format!("unknown kind of file; {known}")))]
        }
    }
}

/// Folders deeper than this are taken for a loop.
const MAX_DEPTH: usize = 64;

/// Collects the files below `folder` in the order of their names; links to folders are not followed.
fn walk(folder: &Path, prefix: &str, depth: usize, found: &mut Vec<Result<Source>>) {
    let entries: io::Result<Vec<_>> = std::fs::read_dir(folder).and_then(Iterator::collect);
    let mut entries = match entries {
        Ok(entries) if depth < MAX_DEPTH => entries,
        Ok(_) => return found.push(Err(Error::input(folder, None, "folders nested too deep"))),
        Err(error) => return found.push(Err(Error::io(folder, error))),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = match entry.file_type() {
            _ if name.starts_with('.') => continue,
            Ok(kind) => kind,
            Err(error) => {
                found.push(Err(Error::io(entry.path(), error)));
                continue;
            }
        };
        if kind.is_dir() {
            walk(&entry.path(), &format!("{prefix}{name}/"), depth + 1, found);
        } else if let Some(source) = source(&entry.path(), prefix) {
            found.push(Ok(source));
        }
    }
}

/// The source at `path`, if its name tells a format. `prefix` goes before its stem.
fn source(path: &Path, prefix: &str) -> Option<Source> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let lower = name.to_ascii_lowercase();
    let gzip = lower.ends_with(".gz");
    let inner = lower.strip_suffix(".gz").unwrap_or(&lower);
    let (stem, ending) = inner.rsplit_once('.')?;
    let format = ENDINGS.iter().find(|(known, _)| *known == ending)?.1;
    let stem = format!("{prefix}{}", name.get(..stem.len()).unwrap_or(stem));
    Some(Source { path: path.to_path_buf(), stem, format: Some(format), gzip })
}

impl Source {
    /// Opens the file and reads its records, as they are asked for where the format allows.
    pub fn records(self) -> Result<Records> {
        let mut reader: Box<dyn BufRead> = if self.path.as_os_str() == "-" {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(&self.path).map_err(|error| Error::io(&self.path, error))?;
            Box::new(BufReader::new(file))
        };
        if self.gzip {
            reader = Box::new(BufReader::new(MultiGzDecoder::new(reader)));
        }
        match self.format {
            Some(format) => read(format, reader, &self.path),
            None => {
                let (format, reader) = sniff(reader).map_err(|error| Error::io(&self.path, error))?;
                read(format, reader, &self.path)
            }
        }
    }
}

fn read(format: Format, mut reader: Box<dyn BufRead>, path: &Path) -> Result<Records> {
    match format {
        Format::JsonLines => return Ok(table::json_lines(reader, path)),
        Format::Csv => return table::csv(reader, None, path),
        Format::Tsv => return table::csv(reader, Some(b'\t'), path),
        Format::Text | Format::Markdown | Format::Html | Format::Json => {}
    }
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|error| Error::io(path, error))?;
    match format {
        Format::Html => html::read(&bytes, path),
        Format::Json => table::json(&bytes, path),
        Format::Markdown => markdown::read(&bytes, path),
        _ => text::read(&bytes, path),
    }
}

/// The format of standard input, seen from its first line that is not blank.
fn sniff(mut reader: Box<dyn BufRead>) -> io::Result<(Format, Box<dyn BufRead>)> {
    let mut start = Vec::new();
    while start.iter().all(u8::is_ascii_whitespace) {
        if reader.read_until(b'\n', &mut start)? == 0 {
            break;
        }
    }
    let line = String::from_utf8_lossy(&start);
    let line = line.trim_start_matches('\u{feff}').trim();
    let lower: String = line.chars().take(64).flat_map(char::to_lowercase).collect();
    let format = if line.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok() {
        Format::JsonLines
    } else if line.starts_with('{') || line.starts_with('[') {
        Format::Json
    } else if lower.starts_with("<!doctype") || lower.starts_with("<html") || lower.starts_with("<head") {
        Format::Html
    } else {
        Format::Text
    };
    Ok((format, Box::new(BufReader::new(Cursor::new(start).chain(reader)))))
}
