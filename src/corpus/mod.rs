//! Articles as they come in: files, folders and standard input go in, [`Article`]s come out, one by one. There is
//! one reader a format; they all give [`record::Record`]s, which are completed to articles here. One bad record is
//! one error that names its file and line; the others are read all the same.

mod article;
mod date;
mod encoding;
mod html;
mod markdown;
mod record;
mod source;
mod table;
mod text;

pub use article::Article;

use std::collections::HashSet;
use std::path::PathBuf;

use crate::error::{Error, Result};
use record::Record;
use source::Source;

/// Reads the articles of files, folders (with all that is below them, in the order of their names) and `-`
/// (standard input: JSON, JSON lines, HTML or plain text, seen from its first bytes), in the order given.
///
/// The format follows from the file's name: `.txt`, `.md`, `.html`, `.json`, `.jsonl`, `.csv`, `.tsv`, each also with
/// `.gz`. Other files are an error when named, and passed over in folders. Yields [`Error::Io`] for what cannot be
/// opened, and [`Error::Input`] with file and line for what is no article.
pub fn read_paths(paths: &[PathBuf]) -> impl Iterator<Item = Result<Article>> + use<> {
    let paths = paths.to_vec();
    let mut ids = HashSet::new();
    paths.into_iter().flat_map(source::sources).flat_map(articles).map(move |article| {
        article.map(|(mut article, id_is_given)| {
            if !id_is_given {
                article.id = unused(article.id, &mut ids);
            }
            article
        })
    })
}

/// The articles of one source, each with whether its id stood in the input.
fn articles(source: Result<Source>) -> Box<dyn Iterator<Item = Result<(Article, bool)>>> {
    let source = match source {
        Ok(source) => source,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    let (path, stem) = (source.path.clone(), source.stem.clone());
    match source.records() {
        Ok(records) => Box::new(records.enumerate().map(move |(n, record)| complete(record?, n, &path, &stem))),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// Makes the `n`th record (from 0) of a file an article.
fn complete(record: Record, n: usize, path: &std::path::Path, stem: &str) -> Result<(Article, bool)> {
    let id_is_given = record.id.is_some();
    let id = record.id.unwrap_or_else(|| if n == 0 { stem.to_owned() } else { format!("{stem}#{}", n + 1) });
    if record.text.trim().is_empty() {
        return Err(Error::input(path, record.line, format!("article {id:?} has no text")));
    }
    let article = Article {
        id,
        title: record.title,
        text: record.text,
        published: record.date.as_deref().and_then(date::iso),
        url: record.url,
        publisher: record.publisher,
    };
    Ok((article, id_is_given))
}

/// `id`, or `id~2`, `id~3` … where files of the same name in several folders would share it.
fn unused(id: String, taken: &mut HashSet<String>) -> String {
    if taken.insert(id.clone()) {
        return id;
    }
    let mut n = 2_u64;
    loop {
        let next = format!("{id}~{n}");
        if taken.insert(next.clone()) {
            return next;
        }
        n += 1;
    }
}

#[cfg(test)]
mod tests;
