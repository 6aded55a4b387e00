//! Markdown: front matter (YAML lines or TOML) gives the fields, else the first heading the title; the text comes
//! without the marks of headings, emphasis, links and lists, since they are no words.

use std::path::Path;

use super::encoding;
use super::record::{Fields, Record};
use super::source::Records;
use super::text::skip_blank_lines;
use crate::error::{Error, Result};

/// Reads a Markdown file.
pub(super) fn read(bytes: &[u8], path: &Path) -> Result<Records> {
    let text = encoding::decode(bytes, None).map_err(|message| Error::input(path, None, message))?;
    let record = record(&text).map_err(|(line, message)| Error::input(path, Some(line), message))?;
    Ok(Box::new(std::iter::once(Ok(record))))
}

fn record(text: &str) -> Result<Record, (u64, String)> {
    let (matter, body) = front_matter(text);
    let fields = match matter {
        Some(("+++", matter)) => toml_fields(matter)?,
        Some((_, matter)) => yaml_fields(matter),
        None => Fields::default(),
    };
    let mut record = fields.record(None);
    let body = skip_blank_lines(body);
    let (heading, rest) = heading(body);
    match heading {
        Some(heading) if record.title.is_empty() || record.title.trim() == heading => {
            record.title = heading;
            record.text = plain(rest);
        }
        _ => record.text = plain(body),
    }
    Ok(record)
}

/// Splits off front matter: its fence and its lines, then the body.
fn front_matter(text: &str) -> (Option<(&'static str, &str)>, &str) {
    for fence in ["---", "+++"] {
        let Some((first, rest)) = text.split_once('\n') else { continue };
        if first.trim_end() != fence {
            continue;
        }
        let mut at = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim_end() == fence {
                let (matter, body) = rest.split_at(at);
                return (Some((fence, matter)), body.get(line.len()..).unwrap_or_default());
            }
            at += line.len();
        }
    }
    (None, text)
}

/// `key: value` lines; nested values and lists are passed over.
fn yaml_fields(matter: &str) -> Fields {
    let mut fields = Fields::default();
    for line in matter.lines().filter(|line| !line.starts_with([' ', '\t', '#', '-'])) {
        if let Some((name, value)) = line.split_once(':') {
            let value = value.trim();
            let quoted = |mark| value.strip_prefix(mark).and_then(|value: &str| value.strip_suffix(mark));
            fields.add(name.trim(), quoted('"').or_else(|| quoted('\'')).unwrap_or(value));
        }
    }
    fields
}

fn toml_fields(matter: &str) -> Result<Fields, (u64, String)> {
    let table: toml::Table = toml::from_str(matter).map_err(|error| {
        let before = error.span().and_then(|span| matter.get(..span.start)).unwrap_or_default();
        (before.matches('\n').count() as u64 + 2, format!("front matter: {}", error.message()))
    })?;
    let mut fields = Fields::default();
    for (name, value) in table {
        match value {
            toml::Value::String(text) => fields.add(&name, text),
            toml::Value::Datetime(date) => fields.add(&name, date.to_string()),
            toml::Value::Integer(number) => fields.add(&name, number.to_string()),
            _ => {}
        }
    }
    Ok(fields)
}

/// A heading on the first line (`# …`, or underlined with `===`), and what follows it.
fn heading(body: &str) -> (Option<String>, &str) {
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let level = first.bytes().take_while(|&b| b == b'#').count();
    if (1..=6).contains(&level) && first.get(level..).is_some_and(|title| title.starts_with([' ', '\t'])) {
        let title = first.trim_matches(['#', ' ', '\t', '\r']);
        return (Some(inline(title)), skip_blank_lines(rest));
    }
    let (under, after) = rest.split_once('\n').unwrap_or((rest, ""));
    if !first.trim().is_empty() && under.trim_end().len() >= 3 && under.trim_end().bytes().all(|b| b == b'=') {
        return (Some(inline(first.trim())), skip_blank_lines(after));
    }
    (None, body)
}

/// The body without marks, line by line.
fn plain(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let level = bare.bytes().take_while(|&b| b == b'#').count();
        let bare = match bare.get(level..).filter(|_| (1..=6).contains(&level)) {
            Some(heading) if heading.starts_with(' ') => heading.trim_start(),
            _ => ["* ", "- ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)).unwrap_or(bare),
        };
        let rule = bare.trim_end();
        if rule.len() >= 3 && ["-", "*", "_", "="].iter().any(|mark| rule.replace(mark, "").trim().is_empty()) {
            text.push('\n');
        } else {
            text.push_str(&inline(bare));
        }
    }
    text
}

/// A line without emphasis, code marks and the targets of links and pictures.
fn inline(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' if after.starts_with(|next: char| next.is_ascii_punctuation()) => {
                text.extend(after.chars().next());
                after.get(1..).unwrap_or_default()
            }
            '*' | '`' => after,
            '_' if !text.ends_with(char::is_alphanumeric) || !after.starts_with(char::is_alphanumeric) => after,
            '!' if after.starts_with('[') => link(after).map_or(after, |(_, after)| after),
            '[' => match link(rest) {
                Some((label, after)) => {
                    text.push_str(&inline(label));
                    after
                }
                None => {
                    text.push(c);
                    after
                }
            },
            _ => {
                text.push(c);
                after
            }
        };
    }
    text
}

/// `[label](target)` or `[label][reference]` at the start: its label and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once(']')?;
    if label.contains('[') {
        return None;
    }
    let after = match after.chars().next()? {
        '(' => after.split_once(')')?.1,
        '[' => after.split_once(']')?.1,
        _ => return None,
    };
    Some((label, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_the_fields() {
        let record = record(
            "---\ntitle: \"Ferry: it resumes\"\ndate: 2025-02-01\nsource: Visby Post\ntags:\n  - sea\n---\n\nIt sails.\n",
        )
        .unwrap();
        assert_eq!(record.title, "Ferry: it resumes");
        assert_eq!(record.date.as_deref(), Some("2025-02-01"));
        assert_eq!(record.publisher.as_deref(), Some("Visby Post"));
        assert_eq!(record.text, "It sails.\n");
    }

    #[test]
    fn toml_front_matter_works_and_errors_have_a_line() {
        let record = record("+++\ntitle = \"Ferry\"\ndate = 2025-02-01\n+++\nIt sails.").unwrap();
        assert_eq!((record.title.as_str(), record.date.as_deref()), ("Ferry", Some("2025-02-01")));
        let (line, message) = super::record("+++\ntitle = \"Ferry\"\ndate = = 1\n+++\nIt sails.").unwrap_err();
        assert_eq!(line, 3, "{message}");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let record = record("# Ferry *resumes*\n\nIt [sails](https://visby.example) at **noon**.\n\n## Crew\n- Lena\n");
        let record = record.unwrap();
        assert_eq!(record.title, "Ferry resumes");
        assert_eq!(record.text, "It sails at noon.\n\nCrew\nLena\n");
        assert_eq!(super::record("Ferry\n=====\nIt sails.").unwrap().title, "Ferry");
    }

    #[test]
    fn marks_inside_words_stay() {
        assert_eq!(inline("snake_case and 2 \\* 3 [sic] ![x](y)z"), "snake_case and 2 * 3 [sic] z");
    }
}
