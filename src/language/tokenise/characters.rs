//! Characters by what they do between and in words.

/// White space, control characters and invisible marks, which are in no word.
pub(in crate::language) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{fffd}')
}

pub(in crate::language) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | 'ʼ' | '´')
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '‐' | '‑')
}

/// Punctuation that is taken off the front of a chunk.
pub(super) fn opens(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '<'
            | '"'
            | '“'
            | '„'
            | '«'
            | '‹'
            | '‘'
            | '\''
            | '’'
            | '`'
            | '¿'
            | '¡'
            | '…'
            | '—'
            | '–'
            | '-'
            | '*'
            | '•'
            | '·'
            | '~'
            | '|'
            | '='
            | '>'
            | ','
            | ';'
            | ':'
            | '.'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '”'
            | '»'
            | '/'
            | '\\'
            | '^'
            | '_'
    ) || is_currency(c)
        || c == '#'
        || c == '§'
}

/// Punctuation that is taken off the end of a chunk (the full stop is looked at apart).
pub(super) fn closes(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '>'
            | '"'
            | '”'
            | '“'
            | '»'
            | '›'
            | '’'
            | '\''
            | '`'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '…'
            | '—'
            | '–'
            | '-'
            | '*'
            | '~'
            | '|'
            | '='
            | '%'
            | '‰'
            | '('
            | '['
            | '{'
            | '<'
            | '/'
            | '\\'
            | '^'
            | '_'
            | '€'
            | '£'
            | '″'
            | '′'
            | '™'
            | '®'
            | '©'
    )
}

pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₽' | '₴' | '₺' | '₹' | '₼' | '֏' | '₾' | '₸' | '₩' | '₪')
}
