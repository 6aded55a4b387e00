//! Parsed passages for tests: one word a line, `form lemma UPOS head relation [features] [name tag]`, sentences
//! set off by an empty line, no space before a word that starts with `'` or is punctuation.

use std::fmt::Write as _;
use std::path::Path;

use crate::document::Document;
use crate::language::conllu;

/// "Kremlin spokesman Oleg Varennikov announced a visit to Riga."
pub(crate) const SPOKESMAN: &str = "Kremlin Kremlin PROPN 2 compound _ B-ORG
    spokesman spokesman NOUN 3 nmod:desc Number=Sing
    Oleg Oleg PROPN 5 nsubj Number=Sing B-PER
    Varennikov Varennikov PROPN 3 flat Number=Sing I-PER
    announced announce VERB 0 root
    a a DET 7 det
    visit visit NOUN 5 obj Number=Sing
    to to ADP 9 case
    Riga Riga PROPN 7 nmod Number=Sing B-GPE
    . . PUNCT 5 punct";

/// The document for such lines.
pub(crate) fn document(rows: &str) -> Document {
    let mut conllu = String::new();
    let lines: Vec<Vec<&str>> = rows.lines().map(|line| line.split_whitespace().collect()).collect();
    let mut number = 0;
    for (index, fields) in lines.iter().enumerate() {
        if fields.is_empty() {
            conllu.push('\n');
            number = 0;
            continue;
        }
        number += 1;
        let field = |i: usize| fields.get(i).copied().unwrap_or("_");
        let next = lines.get(index + 1).and_then(|next| next.first().copied()).unwrap_or_default();
        let glued = next.starts_with('\'') || matches!(next, "," | "." | "-") || field(0) == "-";
        let mut misc = if glued { "SpaceAfter=No".to_owned() } else { "_".to_owned() };
        if field(6) != "_" {
            misc = format!("{misc}|NER={}", field(6));
        }
        let [form, lemma, upos, head, deprel, feats] = [0, 1, 2, 3, 4, 5].map(field);
        writeln!(conllu, "{number}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{deprel}\t_\t{misc}")
            .expect("writing to a string");
    }
    conllu.push('\n');
    conllu::read(&conllu, Path::new("sample")).expect("a well-formed sample").remove(0).document
}
