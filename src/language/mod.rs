//! Reading English: raw text comes in, a [`crate::document::Document`] with sentences, words, lemmas, tags,
//! dependency trees and names goes out. Tokens and sentences follow Universal Dependencies (EWT and GUM).
//!
//! [`tokenise`] -> [`split`] -> [`wordpiece`] -> the model -> [`decode`] -> repairs of the tree, put together by [`Reader`].

pub mod conllu;
pub mod decode;
pub mod labels;
pub mod lemma;
mod model;
mod reader;
mod repair;
pub mod rules;
pub mod split;
pub mod tokenise;
pub mod wordpiece;

pub use reader::Reader;
pub use tidings_network::VECTOR_WIDTH;
