//! Tidings turns news articles into a knowledge graph of claims: who did what to whom, when and where, who
//! says so, how sure, and the exact words.
//!
//! # The pipeline
//! An article goes through these stages. Each returns a layer of its own and leaves the earlier ones alone; spans are
//! bytes of the article's full text, which never changes. [`pipeline::Tidings::read`] runs stages 2 to 7.
//!
//! 1. [`corpus::read_paths`]: files, folders and standard input -> [`corpus::Article`]
//! 2. [`language::Reader::read`]: text -> [`document::Document`] (sentences, words, lemmas, parse, names)
//! 3. [`mention::read`]: document -> [`mention::Mentions`] (who and what is spoken of, joined in chains)
//! 4. [`relation::frames::FrameExtractor::extract`] and [`relation::nominal::extract`]: document and mentions ->
//!    [`relation::Extraction`]s (predicate and arguments, polarity, modality)
//! 5. [`relation::attribute`]: who says so
//! 6. [`resolve::link_article`]: names -> [`resolve::Links`] to Wikidata where sure; [`resolve::entities`] and
//!    [`resolve::decisions`]: chains -> [`resolve::Entity`]s, as an analyst decided
//! 7. [`claim::Record::resolve`]: extractions and entities -> [`claim::Claim`]s with evidence, by [`claim::build::build`]
//!    and [`claim::inference`]
//! 8. [`claim::quads()`]: claims -> RDF, one named graph an article; [`claim::jsonl`]: claims -> JSON lines
//! 9. [`store::Store::replace_article`] keeps it; [`store::query::run`] answers SPARQL over it
//! 10. [`revise::Plan`]: a store, decisions, gazetteers -> the store resolved anew; [`review::proposals`]: what to decide
//! 11. [`view::PropertyGraph`]: a store -> a property graph, written by [`view::graphml`]
//!
//! What the stages know of words and names comes from [`lexicon`], the typed form of the files under `data/`;
//! [`check`] runs the tests that stand inside those files.
//!
//! # Example
//! ```
//! use tidings::{corpus::Article, pipeline::Tidings};
//!
//! let article = Article {
//!     id: "a1".into(),
//!     title: "Leaders meet in Tallinn".into(),
//!     text: "Finnish President Alexander Stubb met Kaja Kallas in Tallinn on Monday.".into(),
//!     published: Some("2024-05-07".into()),
//!     url: None,
//!     publisher: None,
//! };
//! let reading = Tidings::embedded()?.read(article)?;
//! let met = reading.claims.iter().find(|claim| claim.predicate == "met").expect("a meeting");
//! assert_eq!(reading.entities[met.object.entity].name, "Kaja Kallas");
//! assert!(met.evidence.quote.starts_with("Finnish President"));
//! # Ok::<(), tidings::Error>(())
//! ```

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
pub mod review;
pub mod revise;
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
