//! Plain text: the first line is the title, the rest the text. A file of one line is a text without a title. A
//! second line that is nothing but a date is the date of publication.

use std::path::Path;

use super::record::Record;
use super::source::Records;
use super::{date, encoding};
use crate::error::{Error, Result};

/// Reads a plain text file.
pub(super) fn read(bytes: &[u8], path: &Path) -> Result<Records> {
    let text = encoding::decode(bytes, None).map_err(|message| Error::input(path, None, message))?;
    Ok(Box::new(std::iter::once(Ok(record(&text)))))
}

fn record(text: &str) -> Record {
    let body = skip_blank_lines(text);
    let Some((title, rest)) = body.split_once('\n') else {
        return Record { text: body.to_owned(), ..Record::default() };
    };
    let rest = skip_blank_lines(rest);
    if rest.trim().is_empty() {
        return Record { text: title.trim_end_matches('\r').to_owned(), ..Record::default() };
    }
    let dateline = rest.lines().next().filter(|line| line.len() < 60 && date::iso(line).is_some_and(|d| d.len() >= 10));
    Record {
        title: title.trim().to_owned(),
        text: rest.to_owned(),
        date: dateline.map(str::to_owned),
        ..Record::default()
    }
}

/// `text` from its first line that is not blank.
pub(super) fn skip_blank_lines(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        if !line.trim().is_empty() {
            break;
        }
        rest = after;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title() {
        let record = record("\nFerry resumes\r\n\r\nThe ferry sails.\r\nIt\u{a0}is late.\r\n");
        assert_eq!(record.title, "Ferry resumes");
        assert_eq!(record.text, "The ferry sails.\r\nIt\u{a0}is late.\r\n", "kept as it is");
        assert_eq!(record.date, None);
    }

    #[test]
    fn a_line_that_is_a_date_is_the_date() {
        let record = record("Ferry resumes\nFebruary 1, 2025\nThe ferry sails.");
        assert_eq!(record.date.as_deref(), Some("February 1, 2025"));
        assert!(record.text.starts_with("February"), "and stays in the text");
    }

    #[test]
    fn one_line_is_a_text() {
        assert_eq!(record("The ferry sails.\n").text, "The ferry sails.");
        assert_eq!(record("The ferry sails.").title, "");
        assert_eq!(record("").text, "");
    }
}
