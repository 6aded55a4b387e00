//! One error type for the whole library. Errors in data files and inputs name the file and, where there is
//! one, the line, so that an analyst can open the place at once.

use std::path::{Path, PathBuf};

/// Everything that can go wrong in the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// An input (article, record, page) is not in the form it should have.
    #[error("{}{}: {message}", path.display(), line_suffix(*line))]
    Input {
        /// The file; `-` for standard input.
        path: PathBuf,
        /// Line from 1, where known.
        line: Option<u64>,
        /// What is wrong, in a sentence without a full stop.
        message: String,
    },
    /// A data file of the program or the analyst (frame, cue list, ontology, gazetteer, decision) is wrong.
    #[error("{file}{}: {message}", line_suffix(*line))]
    Data {
        /// The file, relative to the data folder where it is built in.
        file: String,
        /// Line from 1, where known.
        line: Option<u64>,
        /// What is wrong, in a sentence without a full stop.
        message: String,
    },
    /// The language model could not be loaded or run.
    #[error("language model: {0}")]
    Model(String),
    /// The store could not be opened, read or written.
    #[error("store {}: {message}", path.display())]
    Store {
        /// The store's file or folder.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A query is wrong or could not be answered.
    #[error("query: {0}")]
    Query(String),
}

fn line_suffix(line: Option<u64>) -> String {
    line.map(|n| format!(":{n}")).unwrap_or_default()
}

impl Error {
    /// An [`Error::Io`] for `path`.
    pub fn io(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Error::Io { path: path.as_ref().to_path_buf(), source }
    }

    /// An [`Error::Input`] for `path`.
    pub fn input(path: impl AsRef<Path>, line: Option<u64>, message: impl Into<String>) -> Self {
        Error::Input { path: path.as_ref().to_path_buf(), line, message: message.into() }
    }

    /// An [`Error::Data`] for `file`.
    pub fn data(file: impl Into<String>, line: Option<u64>, message: impl Into<String>) -> Self {
        Error::Data { file: file.into(), line, message: message.into() }
    }

    /// An [`Error::Store`] for `path`.
    pub fn store(path: impl AsRef<Path>, message: impl ToString) -> Self {
        Error::Store { path: path.as_ref().to_path_buf(), message: message.to_string() }
    }
}

/// The library's result type.
pub type Result<T, E = Error> = std::result::Result<T, E>;
