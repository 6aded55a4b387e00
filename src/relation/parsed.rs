//! For tests: sentences written with their parse.

use std::fmt::Write as _;
use std::path::Path;

use crate::document::Document;
use crate::language::conllu;

/// A document from rows `form lemma UPOS head relation [features]`, one word a row, heads from 1; blank lines
/// between sentences.
pub(super) fn document(rows: &str) -> Document {
    let mut out = String::new();
    for sentence in rows.trim().split("\n\n") {
        for (row, id) in sentence.lines().zip(1..) {
            let column: Vec<&str> = row.split_whitespace().collect();
            let features = column.get(5).copied().unwrap_or("_");
            let [form, lemma, upos, head, relation] = column[..5] else { panic!("{row}") };
            writeln!(out, "{id}\t{form}\t{lemma}\t{upos}\t_\t{features}\t{head}\t{relation}\t_\t_").unwrap();
        }
        out.push('\n');
    }
    conllu::read(&out, Path::new("test")).unwrap().remove(0).document
}

/// The sentence and the index of the first word with this form.
pub(super) fn find(document: &Document, form: &str) -> (usize, usize) {
    for (s, sentence) in document.sentences.iter().enumerate() {
        if let Some(i) = sentence.tokens.iter().position(|t| t.span.of(&document.text) == form) {
            return (s, i);
        }
    }
    panic!("no word {form}");
}
