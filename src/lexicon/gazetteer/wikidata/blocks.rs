//! The text of a dump in blocks of whole lines, inflated where it is compressed. How it is compressed is told by its first
//! bytes, so that a pipe will do.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use memchr::{memchr_iter, memrchr};

use crate::error::{Error, Result};

/// Bytes of text in a block, at least; a longer line makes a longer block.
const BLOCK: usize = 1 << 20;
/// Longest line that is read, in bytes: more than any entity has.
const LONGEST_LINE: usize = 1 << 27;
/// Bytes asked for at a time from the file.
const BUFFER: usize = 1 << 18;

/// Some whole lines.
pub(super) struct Block {
    /// Its number, from 0.
    pub(super) number: usize,
    /// Number of its first line in the dump, from 1.
    pub(super) first_line: u64,
    /// The lines with their line feeds.
    pub(super) text: Vec<u8>,
}

impl Block {
    /// The lines without white space and commas at their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.text.as_slice();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            let line = line.trim_ascii();
            Some(line.strip_suffix(b",").unwrap_or(line).trim_ascii_end())
        })
    }
}

/// Reads blocks until the dump ends, well or not.
pub(super) struct Blocks<'a> {
    input: Box<dyn Read + Send + 'a>,
    /// The beginning of a line that is not yet read to its end.
    rest: Vec<u8>,
    number: usize,
    next_line: u64,
    text: u64,
    is_bracketed: bool,
    is_closed: bool,
    has_ended: bool,
    failure: Option<String>,
}

/// Open a dump; `read` counts the bytes taken from the file. Also the size of the file, where it has one.
pub(super) fn open<'a>(path: &Path, read: &'a AtomicU64) -> Result<(Blocks<'a>, Option<u64>)> {
    let failed = |e| Error::io(path, e);
    let (mut file, size): (Box<dyn Read + Send>, _) = if path == Path::new("-") {
        (Box::new(std::io::stdin()), None)
    } else {
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        (Box::new(file), Some(size))
    };
    let mut head = Vec::new();
    file.by_ref().take(3).read_to_end(&mut head).map_err(failed)?;
    if head.is_empty() {
        return Err(Error::input(path, None, "the file is empty"));
    }
    let kind = head.clone();
    let whole = std::io::BufReader::with_capacity(BUFFER, Counted { inner: Cursor::new(head).chain(file), read });
    let input: Box<dyn Read + Send + 'a> = match kind.as_slice() {
        [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(whole)),
        b"BZh" => Box::new(MultiBzDecoder::new(whole)),
        _ => Box::new(whole),
    };
    Ok((Blocks::new(input), size))
}

impl<'a> Blocks<'a> {
    fn new(input: Box<dyn Read + Send + 'a>) -> Blocks<'a> {
        Blocks {
            input,
            rest: Vec::new(),
            number: 0,
            next_line: 1,
            text: 0,
            is_bracketed: false,
            is_closed: false,
            has_ended: false,
            failure: None,
        }
    }

    /// The next block; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Block> {
        let mut text = std::mem::take(&mut self.rest);
        while !self.has_ended {
            let wanted = BLOCK.max(text.len()) as u64;
            text.reserve_exact(wanted as usize);
            let before = text.len();
            match self.input.by_ref().take(wanted).read_to_end(&mut text) {
                Ok(0) => self.has_ended = true,
                Ok(_) => {}
                Err(error) => {
                    self.has_ended = true;
                    self.failure = Some(error.to_string());
                }
            }
            if memrchr(b'\n', text.get(before..).unwrap_or_default()).is_some() {
                break;
            }
            if text.len() > LONGEST_LINE {
                self.has_ended = true;
                self.failure = Some(format!("the line is longer than {} MB", LONGEST_LINE >> 20));
            }
        }
        let end = memrchr(b'\n', &text).map_or(0, |i| i + 1);
        self.note(text.get(..end).unwrap_or_default());
        if !self.has_ended {
            self.rest = text.get(end..).unwrap_or_default().to_vec();
            text.truncate(end);
        } else if self.keeps_tail(text.get(end..).unwrap_or_default()) {
            self.note(text.get(end..).unwrap_or_default());
        } else {
            text.truncate(end);
        }
        if text.is_empty() {
            return None;
        }
        let block = Block { number: self.number, first_line: self.next_line, text };
        self.number += 1;
        self.text += block.text.len() as u64;
        self.next_line += memchr_iter(b'\n', &block.text).count() as u64;
        Some(block)
    }

    /// Is text after the last line feed a whole line? Not where the reading failed or a closing bracket is missing.
    fn keeps_tail(&self, tail: &[u8]) -> bool {
        let is_complete = !self.is_bracketed || tail.trim_ascii() == b"]";
        self.failure.is_none() && is_complete && !tail.trim_ascii().is_empty()
    }

    /// Note whether these lines open or close the list of entities.
    fn note(&mut self, lines: &[u8]) {
        let lines = lines.trim_ascii();
        if lines.is_empty() {
            return;
        }
        if self.number == 0 && self.text == 0 && !self.is_bracketed {
            self.is_bracketed = lines.starts_with(b"[");
        }
        let last = lines.rsplit(|&b| b == b'\n').next().unwrap_or_default();
        self.is_closed = last.trim_ascii() == b"]";
    }

    /// Why the dump did not end as it should; `None` where it did.
    ///
    /// # Errors
    /// There was nothing to read at all.
    pub(super) fn ending(&self, path: &Path) -> Result<Option<Error>> {
        let line = self.next_line;
        let why = match &self.failure {
            Some(failure) => failure.as_str(),
            None if self.text == 0 => return Err(Error::input(path, None, "the file has no line")),
            None if self.is_bracketed && !self.is_closed => "the closing bracket is missing",
            None => return Ok(None),
        };
        let message = format!("the dump is cut off or damaged after byte {} of its text: {why}", self.text);
        Ok(Some(Error::input(path, Some(line), message)))
    }
}

/// Counts the bytes that go through.
struct Counted<'a, R> {
    inner: R,
    read: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<(u64, String)>, bool) {
        let mut blocks = Blocks::new(Box::new(Cursor::new(text.to_vec())));
        let mut lines = Vec::new();
        while let Some(block) = blocks.next() {
            let text = |l: &[u8]| String::from_utf8_lossy(l).into_owned();
            lines.extend((block.first_line..).zip(block.lines().map(text)));
        }
        (lines, blocks.ending(Path::new("d")).expect("something").is_none())
    }

    #[test]
    fn lines_keep_their_numbers_and_the_end_is_checked() {
        let (lines, is_whole) = read(b"[\n{\"a\":1},\r\n\n{\"b\":2}\n]\n");
        let wanted = [(1, "["), (2, "{\"a\":1}"), (3, ""), (4, "{\"b\":2}"), (5, "]")];
        assert_eq!(lines, wanted.map(|(n, l)| (n, l.to_owned())));
        assert!(is_whole);
        assert!(read(b"[\n{\"a\":1}\n]").1, "no line feed at the end");
        assert!(read(b"{\"a\":1}\n{\"b\":2}").1, "one entity a line, without brackets");
        let (lines, is_whole) = read(b"[\n{\"a\":1},\n{\"b\":");
        assert_eq!((lines.len(), is_whole), (2, false), "the broken line is left out");
        assert!(!read(b"[\n{\"a\":1},\n").1);
    }

    #[test]
    fn a_line_may_be_longer_than_a_block() {
        let long = "x".repeat(3 * BLOCK);
        let (lines, is_whole) = read(format!("[\n{long}\n{long}{long},\n]\n").as_bytes());
        let lengths: Vec<usize> = lines.iter().map(|(_, l)| l.len()).collect();
        assert_eq!(lengths, [1, 3 * BLOCK, 6 * BLOCK, 1]);
        assert_eq!(lines.last().map(|l| l.0), Some(4));
        assert!(is_whole);
    }
}
