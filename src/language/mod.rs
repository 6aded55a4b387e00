//! Reading English: raw text comes in, a [`crate::document::Document`] with sentences, words, lemmas, tags,
//! dependency trees and names goes out. Tokens and sentences follow Universal Dependencies (EWT and GUM).

pub mod conllu;
pub mod rules;
pub mod split;
pub mod tokenise;
