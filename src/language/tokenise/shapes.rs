//! What a stretch of characters looks like: an address, an acronym, a date, a compound that keeps its hyphens.

use super::characters::{is_apostrophe, is_currency};
use crate::language::rules::Rules;

/// Punctuation that separates words inside a core, seen with its neighbours.
pub(super) fn separates(previous: char, c: char, next: char) -> bool {
    match c {
        '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | ';' | '!' | '?' | '…'
        | '—' | '|' => true,
        ',' | ':' => !(previous.is_ascii_digit() && next.is_ascii_digit()),
        '-' => next == '-' || previous == '-',
        '.' => next == '.',
        '%' => true,
        _ => is_currency(c),
    }
}

/// "quality.You": a sentence begins without a space.
pub(super) fn lacks_space(before: &str, after: &str) -> bool {
    let mut next = after.chars();
    before.len() > 2
        && before.bytes().rev().take(2).all(|b| b.is_ascii_lowercase())
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(|c| c.is_lowercase() || is_apostrophe(c))
        && !before.contains('.')
}

/// "U.S", "D.C", "L.L.C": single letters with full stops between them (the last one is cut off before).
pub(super) fn is_acronym(word: &str) -> bool {
    let mut parts = 0;
    for part in word.split('.') {
        let mut letters = part.chars();
        if !letters.next().is_some_and(char::is_alphabetic) || letters.next().is_some() {
            return false;
        }
        parts += 1;
    }
    parts > 1
}

/// Length of a web or mail address, or handle, at the start of `rest`.
pub(super) fn address_end(rest: &str) -> Option<usize> {
    let lower = rest.get(..8).unwrap_or(rest).to_ascii_lowercase();
    let scheme = ["http://", "https://", "ftp://", "www."].iter().any(|scheme| lower.starts_with(scheme));
    let stop = rest.find(['<', '>', '"', '“', '”', '|']).unwrap_or(rest.len());
    let body = rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*']);
    if scheme {
        return (body.len() > 4).then_some(body.len());
    }
    let at = body.find('@')?;
    let (user, host) = (&body[..at], &body[at + 1..]);
    let plain = |part: &str, marks: &[char]| part.chars().all(|c| c.is_alphanumeric() || marks.contains(&c));
    let handle = user.is_empty() && !host.is_empty() && plain(host, &['_']);
    let mail = user.starts_with(char::is_alphanumeric)
        && host.starts_with(char::is_alphanumeric)
        && plain(user, &['.', '_', '-', '+', ':'])
        && plain(host, &['.', '_', '-']);
    (handle || mail).then_some(body.len())
}

/// "example.org", "notes-3.doc": full stops inside and a known ending.
pub(super) fn is_address_like(rules: &Rules, core: &str) -> bool {
    let host = core.split('/').next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    !name.ends_with('.')
        && name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '#'))
        && name.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
        && ending.len() < 6
        && rules.domains.contains(&ending.to_ascii_lowercase())
}

pub(super) fn keeps_slash(rules: &Rules, piece: &str) -> bool {
    let digits = piece.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-'));
    let phone = digits && piece.contains('-');
    let date = digits && piece.matches('/').count() == 2;
    let day = digits
        && piece.len() > 3
        && piece.matches('/').count() == 1
        && piece.split('/').all(|part| (1..=2).contains(&part.len()));
    phone || date || day || rules.slashed.contains(&piece.to_lowercase())
}

/// Words, telephone numbers and dates that keep their hyphens.
pub(super) fn keeps_hyphens(rules: &Rules, piece: &str) -> bool {
    if rules.hyphenated.contains(&piece.to_lowercase()) {
        return true;
    }
    if !piece.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'+')) {
        return false;
    }
    let parts: Vec<usize> = piece.split('-').map(str::len).collect();
    match *parts.as_slice() {
        [first, last] => last == 4 && matches!(first, 1 | 3 | 5 | 7),
        _ => parts.len() > 2,
    }
}
