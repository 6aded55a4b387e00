//! Quotations: which stretches of the text stand between quotation marks. What comes in: a document; what goes out:
//! the quotations in text order, short ones without a verb ("a "blatant" coup") marked as scare quotes.
//!
//! Straight and curly marks are read, nested ones too. A mark that is not closed by the end of its paragraph closes
//! there, as is usual where a quotation runs over several paragraphs.

use crate::document::{Document, Span, Upos};

/// Most words that a scare quote has.
const SCARE_WORDS: usize = 4;

/// A stretch between quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// The words between the marks, in bytes.
    pub span: Span,
    /// Does it hold a few words without a verb, so that it quotes an expression and not a statement?
    pub is_scare: bool,
    /// Does it begin its paragraph without the one before having been closed?
    pub continues: bool,
    /// Is it inside another quotation?
    pub is_nested: bool,
}

/// The quotations of a document, in text order.
pub fn quotations(document: &Document) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut was_open = false;
    let mut start = 0;
    for paragraph in document.text.split_inclusive('\n') {
        if !paragraph.trim().is_empty() {
            was_open = read_paragraph(paragraph, start, was_open, &mut found);
        }
        start += paragraph.len();
    }
    found.sort_by_key(|q: &Quotation| (q.span.start, std::cmp::Reverse(q.span.end)));
    for quotation in &mut found {
        quotation.is_scare = is_scare(document, quotation.span);
    }
    found
}

/// An opened mark: the character that closes it, and where the words begin.
struct Open {
    closing: char,
    start: usize,
}

/// Reads one paragraph that begins at byte `offset`; true if a quotation stays open at its end.
fn read_paragraph(paragraph: &str, offset: usize, was_open: bool, found: &mut Vec<Quotation>) -> bool {
    let mut open: Vec<Open> = Vec::new();
    let mut is_first = true;
    let first_of_paragraph = found.len();
    let mut previous = ' ';
    let mut characters = paragraph.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |&(_, c)| c);
        let after = at + character.len_utf8();
        let closes = open.last().is_some_and(|o| o.closing == character);
        match character {
            '"' | '\'' | '’' | '”' if closes && is_closing(character, previous, next) => {
                if let Some(o) = open.pop() {
                    let span = Span::new(offset + o.start, offset + at);
                    let continues = was_open && is_first;
                    found.push(Quotation { span, is_scare: false, continues, is_nested: !open.is_empty() });
                    is_first = false;
                }
            }
            '“' => open.push(Open { closing: '”', start: after }),
            '"' if !open.iter().any(|o| o.closing == '"') && !next.is_whitespace() => {
                open.push(Open { closing: '"', start: after });
            }
            '‘' => open.push(Open { closing: '’', start: after }),
            '\'' if opens_single(previous, next, paragraph.get(after..).unwrap_or("")) => {
                open.push(Open { closing: '\'', start: after });
            }
            _ => {}
        }
        previous = character;
    }
    // Only double marks may stay open; a single one left over was an apostrophe.
    let left = open.into_iter().find(|o| matches!(o.closing, '"' | '”'));
    if let Some(o) = &left {
        let end = paragraph.trim_end().len().max(o.start);
        let span = Span::new(offset + o.start, offset + end);
        let continues = was_open && found.len() == first_of_paragraph;
        found.push(Quotation { span, is_scare: false, continues, is_nested: false });
    }
    left.is_some()
}

/// Single marks close only where they are no apostrophe.
fn is_closing(mark: char, previous: char, next: char) -> bool {
    matches!(mark, '"' | '”') || (!next.is_alphanumeric() && !previous.is_whitespace())
}

/// A straight single mark opens before a word if the paragraph has one to close it.
fn opens_single(previous: char, next: char, rest: &str) -> bool {
    let begins = (previous.is_whitespace() || matches!(previous, '(' | '"' | '“' | '—')) && next.is_alphabetic();
    let mut before = ' ';
    begins
        && rest.char_indices().any(|(at, c)| {
            let after = rest.get(at + c.len_utf8()..).and_then(|r| r.chars().next()).unwrap_or(' ');
            let closes = c == '\'' && !before.is_whitespace() && before != 's' && !after.is_alphanumeric();
            before = c;
            closes
        })
}

fn is_scare(document: &Document, span: Span) -> bool {
    let mut words = 0;
    for token in document.sentences.iter().flat_map(|s| &s.tokens).filter(|t| span.contains(t.span)) {
        match token.upos {
            Upos::Verb | Upos::Aux => return false,
            Upos::Punct => {}
            _ => words += 1,
        }
    }
    words <= SCARE_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(text: &str) -> Vec<String> {
        let document = Document { text: text.to_string(), sentences: Vec::new() };
        quotations(&document).into_iter().map(|q| q.span.of(text).to_string()).collect()
    }

    #[test]
    fn straight_and_curly_marks() {
        assert_eq!(quotes("\"We met,\" he said. \"We talked.\""), ["We met,", "We talked."]);
        assert_eq!(quotes("He said: “We met.” Then he left."), ["We met."]);
        assert_eq!(quotes("‘We met,’ said Oslo’s mayor."), ["We met,"]);
    }

    #[test]
    fn nested_marks_and_apostrophes() {
        assert_eq!(quotes("“He said ‘never’ twice.”"), ["He said ‘never’ twice.", "never"]);
        assert_eq!(quotes("The workers' union doesn't care, it's 'tired' of it."), ["tired"]);
        assert!(quotes("The workers' union and the drivers' union merged.").is_empty());
    }

    #[test]
    fn a_quotation_may_run_over_paragraphs() {
        let text = "“We met.\n\n“We talked,” he said.";
        let document = Document { text: text.to_string(), sentences: Vec::new() };
        let found = quotations(&document);
        assert_eq!(found.iter().map(|q| q.span.of(text)).collect::<Vec<_>>(), ["We met.", "We talked,"]);
        assert_eq!(found.iter().map(|q| q.continues).collect::<Vec<_>>(), [false, true]);
    }
}
