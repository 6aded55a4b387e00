//! Tidings turns news articles into a knowledge graph of claims: who did what to whom, when and where, who
//! says so, how sure, and the exact words.

pub mod check;
pub mod claim;
pub mod corpus;
pub mod document;
pub mod error;
pub mod language;
pub mod lexicon;
pub mod mention;
pub mod pipeline;
pub mod relation;
pub mod resolve;
pub mod store;
pub mod view;

pub use error::{Error, Result};

/// Bytes in lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
        text
    })
}
