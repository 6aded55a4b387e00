//! `tidings parse`: texts come in, their sentences, words, lemmas, tags, trees and names are printed.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;
use serde_json::json;
use tidings::Error;
use tidings::corpus;
use tidings::document::{CharOffsets, Document, Sentence};
use tidings::language::{Reader, conllu};

/// Texts read at a time, in parallel.
const CHUNK: usize = 64;

/// Read texts as sentences, words, lemmas, tags, dependency trees and names
///
/// A .txt file (or - for standard input) is one text without a title; files of articles (.json, .jsonl, .csv, .html,
/// .md) are read with their titles.
///
/// Examples:
///   tidings parse news.txt
///   tidings parse --format table articles.jsonl
///   tidings parse --pretokenized dev.conllu > parsed.conllu
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ParseArgs {
    /// How to print: CoNLL-U, one JSON object a text, or a table for people
    #[arg(long, value_enum, default_value = "conllu")]
    format: Format,
    /// Inputs are CoNLL-U files whose sentences and words are kept
    #[arg(long, alias = "pretokenised")]
    pretokenized: bool,
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Conllu,
    Json,
    Table,
}

/// What is to be read.
enum Input {
    Raw { id: String, text: String, title_end: usize },
    Words { id: String, document: Document },
}

/// Prints all inputs in their order. An input that cannot be read is named on standard error; the others are
/// printed all the same, and the result is an error.
pub fn run(args: &ParseArgs) -> anyhow::Result<()> {
    let reader = Reader::embedded()?.with_vectors(false);
    let mut out = io::BufWriter::new(io::stdout());
    let mut failed = 0usize;
    let mut inputs = args.paths.iter().flat_map(|path| open(path, args.pretokenized)).peekable();
    while inputs.peek().is_some() {
        let chunk: Vec<_> = inputs.by_ref().take(CHUNK).collect();
        let printed: Vec<_> = chunk.into_par_iter().map(|input| print(&reader, input?, args.format)).collect();
        for text in printed {
            match text {
                Ok(text) => out.write_all(text.as_bytes()).context("standard output")?,
                Err(error) => {
                    eprintln!("tidings: {error}");
                    failed += 1;
                }
            }
        }
    }
    out.flush().context("standard output")?;
    match failed {
        0 => Ok(()),
        1 => anyhow::bail!("1 input could not be read"),
        _ => anyhow::bail!("{failed} inputs could not be read"),
    }
}

fn open(path: &Path, pretokenized: bool) -> Box<dyn Iterator<Item = tidings::Result<Input>>> {
    let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let raw = path.as_os_str() == "-" || path.extension().is_some_and(|extension| extension == "txt");
    if pretokenized {
        match read_file(path).and_then(|text| conllu::read(&text, path)) {
            Ok(documents) => {
                Box::new(documents.into_iter().map(|d| Ok(Input::Words { id: d.id, document: d.document })))
            }
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    } else if raw {
        let input = read_file(path).map(|text| Input::Raw { id: stem, text, title_end: 0 });
        Box::new(std::iter::once(input))
    } else {
        Box::new(corpus::read_paths(&[path.to_path_buf()]).map(|article| {
            let article = article?;
            Ok(Input::Raw { text: article.full_text(), title_end: article.title_end(), id: article.id })
        }))
    }
}

fn read_file(path: &Path) -> tidings::Result<String> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Error::io(path, error))?;
    String::from_utf8(bytes).map_err(|_| Error::input(path, None, "the file is not in UTF-8"))
}

fn print(reader: &Reader, input: Input, format: Format) -> tidings::Result<String> {
    let (id, document) = match input {
        Input::Raw { id, text, title_end } => (id, reader.read(&text, title_end)?),
        Input::Words { id, document } => (id, reader.read_pretokenised(&document)?),
    };
    Ok(match format {
        Format::Conllu => conllu::write(&id, &document),
        Format::Json => format!("{}\n", to_json(&id, &document)),
        Format::Table => to_table(&document),
    })
}

/// Offsets are in Unicode characters of the text; word numbers count from 1 and 0 is the root, as in CoNLL-U.
fn to_json(id: &str, document: &Document) -> serde_json::Value {
    let text = document.text.as_str();
    let offsets = CharOffsets::new(text);
    let sentences: Vec<_> = document
        .sentences
        .iter()
        .map(|sentence| {
            let tokens: Vec<_> = sentence
                .tokens
                .iter()
                .zip(1..)
                .map(|(token, number)| {
                    json!({
                        "id": number, "form": token.span.of(text), "lemma": token.lemma, "upos": token.upos.as_str(),
                        "feats": token.feats, "head": token.head.map_or(0, |head| head + 1),
                        "deprel": token.deprel.as_str(), "joined_to_next": token.joined_to_next,
                        "start_char": offsets.chars(token.span.start), "end_char": offsets.chars(token.span.end),
                    })
                })
                .collect();
            json!({
                "text": sentence.span.of(text), "is_title": sentence.is_title, "tokens": tokens,
                "names": names(sentence, text),
            })
        })
        .collect();
    json!({ "id": id, "sentences": sentences })
}

fn names(sentence: &Sentence, text: &str) -> Vec<serde_json::Value> {
    let name = |name: &tidings::document::Name| {
        let words = sentence.tokens.get(name.tokens.clone()).unwrap_or_default();
        let span = words.first().zip(words.last()).map(|(first, last)| first.span.cover(last.span)).unwrap_or_default();
        json!({
            "type": name.kind.as_str(), "text": span.of(text), "first": name.tokens.start + 1, "last": name.tokens.end,
        })
    };
    sentence.names.iter().map(name).collect()
}

fn to_table(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(["", "word", "lemma", "tag", "head", "relation", "name", "features"]);
        for (index, token) in sentence.tokens.iter().enumerate() {
            let name = sentence.names.iter().find(|name| name.tokens.contains(&index));
            let head =
                token.head.map_or_else(String::new, |head| format!("{} {}", head + 1, form(document, sentence, head)));
            table.add_row([
                (index + 1).to_string(),
                form(document, sentence, index).to_owned(),
                token.lemma.clone(),
                token.upos.to_string(),
                head,
                token.deprel.to_string(),
                name.map_or("", |name| name.kind.as_str()).to_owned(),
                token.feats.clone(),
            ]);
        }
        out.push_str(sentence.span.of(&document.text).trim());
        out.push_str(&format!("\n{table}\n\n"));
    }
    out
}

fn form<'a>(document: &'a Document, sentence: &Sentence, index: usize) -> &'a str {
    sentence.tokens.get(index).map_or("", |token| token.span.of(&document.text))
}
