//! The log: an append-only CSV file, one decision a line, that people can read, compare and keep under version control.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::row::{self, COLUMNS};
use super::{Act, Decision, Kind, Replay};
use crate::error::{Error, Result};

/// All decisions, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    path: PathBuf,
    decisions: Vec<Decision>,
    /// The line of each decision, from 1.
    lines: Vec<u64>,
    /// Bytes of the file that was read.
    length: u64,
    /// Does the last line lack its end?
    is_open: bool,
}

impl Log {
    /// Where the log of a store lies: `graph.nq.gz` and `graph.db/` have `graph.decisions.csv` beside them.
    pub fn beside(store: &Path) -> PathBuf {
        let name = store.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let endings = [".nq.gz", ".nq", ".gz", ".db"];
        let stem = endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
        store.with_file_name(format!("{stem}.decisions.csv"))
    }

    /// Reads a log; where there is no file, it is empty.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line for what is not in the form of a log, [`Error::Io`] where it cannot be read.
    pub fn read(path: &Path) -> Result<Log> {
        let mut bytes = Vec::new();
        match File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => Log::parse(path, &bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => Log::parse(path, b""),
            Err(error) => Err(Error::io(path, error)),
        }
    }

    /// A log from the bytes of its file.
    ///
    /// # Errors
    /// As [`Log::read`].
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Log> {
        let mut log = Log { path: path.to_path_buf(), length: bytes.len() as u64, ..Log::default() };
        log.is_open = bytes.last().is_some_and(|&last| last != b'\n');
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            log.wrong(Some(line as u64), "not UTF-8")
        })?;
        // With plain line ends the lines that errors name are those that editors show.
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        for (index, record) in reader.records().enumerate() {
            let line = |position: Option<&csv::Position>| position.map(csv::Position::line);
            let record = record.map_err(|error| log.wrong(line(error.position()), error.to_string()))?;
            let at = line(record.position());
            if index == 0 && record.get(0) == COLUMNS.first().copied() {
                if record.iter().ne(COLUMNS) {
                    return Err(log.wrong(at, format!("the columns of a log are {}", COLUMNS.join(","))));
                }
                continue;
            }
            let decision = log.decision(&record).map_err(|message| log.wrong(at, message))?;
            log.decisions.push(decision);
            log.lines.push(at.unwrap_or_default());
        }
        Ok(log)
    }

    fn wrong(&self, line: Option<u64>, message: impl Into<String>) -> Error {
        Error::data(self.path.display().to_string(), line, message)
    }

    fn decision(&self, record: &csv::StringRecord) -> std::result::Result<Decision, String> {
        if record.len() != COLUMNS.len() {
            return Err(format!("{} columns where a decision has {}", record.len(), COLUMNS.len()));
        }
        let field = |name: &str| {
            let index = COLUMNS.iter().position(|column| *column == name);
            index.and_then(|index| record.get(index)).map(str::trim).unwrap_or_default()
        };
        let last = self.decisions.last().map_or(0, |decision| decision.number);
        let number = match field("number").parse::<u32>() {
            Ok(number) if number > last => number,
            Ok(number) => return Err(format!("number {number} comes after number {last}; numbers rise")),
            Err(_) => return Err(format!("`{}` is no number of a decision", field("number"))),
        };
        let time = field("time");
        if time.parse::<jiff::Timestamp>().is_err() {
            return Err(format!("`{time}` is no time; one is 2026-01-31T12:00:00Z"));
        }
        if field("author").is_empty() {
            return Err("there is no author".to_owned());
        }
        let (author, reason) = (field("author").to_owned(), field("reason").to_owned());
        Ok(Decision { number, time: time.to_owned(), author, act: row::act(&field)?, reason })
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All decisions, those undone and undo itself included.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The decision with this number.
    pub fn get(&self, number: u32) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.number == number)
    }

    /// The number of the decision that undoes this one.
    pub fn undone_by(&self, number: u32) -> Option<u32> {
        let number = number.to_string();
        self.decisions.iter().find(|d| d.act.kind == Kind::Undo && d.act.target == number).map(|d| d.number)
    }

    /// The decisions in force, without undo.
    pub fn effective(&self) -> impl Iterator<Item = &Decision> {
        let undone: std::collections::BTreeSet<&str> =
            self.decisions.iter().filter(|d| d.act.kind == Kind::Undo).map(|d| d.act.target.as_str()).collect();
        let holds = move |d: &&Decision| d.act.kind != Kind::Undo && !undone.contains(d.number.to_string().as_str());
        self.decisions.iter().filter(holds)
    }

    /// The line of a decision, from 1; none where it is not in the file yet.
    pub(super) fn line(&self, index: usize) -> Option<u64> {
        self.lines.get(index).copied()
    }

    /// The log with a further decision, not yet in the file. It may contradict the others: ask [`Log::replay`].
    pub fn with(mut self, act: Act, author: &str, time: &str, reason: &str) -> Log {
        let number = self.decisions.last().map_or(0, |decision| decision.number) + 1;
        let (author, time, reason) = (row::line(author), time.to_owned(), row::line(reason));
        let act = row::plain(act);
        self.decisions.push(Decision { number, time, author, act, reason });
        self
    }

    /// Checks that the decisions agree with one another, and makes them ready to be applied.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line of the decision that cannot be.
    pub fn replay(&self) -> Result<Replay> {
        Replay::of(self)
    }

    /// Writes the decisions that are not in the file yet to its end, and makes them safe on disk. They are all there
    /// afterwards, or none. Where the file has changed since it was read, nothing is written.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be written, [`Error::Data`] where it has changed.
    pub fn save(&mut self) -> Result<()> {
        let new = self.decisions.get(self.lines.len()..).unwrap_or_default();
        if new.is_empty() {
            return Ok(());
        }
        let bytes = self.encoded(new).map_err(|error| Error::io(&self.path, error))?;
        let failed = |error: std::io::Error| Error::io(&self.path, error);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path);
        let file = file.as_mut().map_err(|error| Error::io(&self.path, std::io::Error::from(error.kind())))?;
        file.try_lock().map_err(|_| self.wrong(None, "another process is writing to it"))?;
        if file.metadata().map_err(failed)?.len() != self.length {
            return Err(self.wrong(None, "it has changed in the meantime; try again"));
        }
        let written = file.seek(SeekFrom::End(0)).and_then(|_| file.write_all(&bytes)).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // What stands half written goes; where even that fails, the next reading names the line.
            let _ = file.set_len(self.length);
            return Err(failed(error));
        }
        let first = self.lines.last().map_or(2, |line| line + 1);
        self.lines.extend((first..).take(new.len()));
        self.length += bytes.len() as u64;
        self.is_open = false;
        Ok(())
    }

    fn encoded(&self, new: &[Decision]) -> std::io::Result<Vec<u8>> {
        let mut bytes = if self.is_open { b"\n".to_vec() } else { Vec::new() };
        let mut writer = csv::Writer::from_writer(&mut bytes);
        if self.length == 0 {
            writer.write_record(COLUMNS)?;
        }
        for decision in new {
            writer.write_record(row::fields(decision))?;
        }
        writer.flush()?;
        drop(writer);
        Ok(bytes)
    }
}
