//! The tokeniser: a text comes in, its words go out as spans, with the conventions of UD English. White space
//! always separates; each stretch between white space ("chunk") is taken apart into punctuation before, a core
//! and punctuation after; the core is cut at inner punctuation, slashes, hyphens, units and contractions.

mod characters;
mod shapes;

use characters::{closes, is_currency, is_hyphen, opens};
pub(super) use characters::{is_apostrophe, is_space};
use shapes::{address_end, is_acronym, is_address_like, keeps_hyphens, keeps_slash, lacks_space, separates};

use super::rules::{Abbreviation, Rules};
use crate::document::Span;

/// A word of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes.
    pub span: Span,
    /// True when it and the next word are one multiword token.
    pub joined_to_next: bool,
}

/// All words of `text`, in order. Every character that is not white space or a control character belongs to
/// exactly one word.
pub fn tokenise(rules: &Rules, text: &str) -> Vec<Word> {
    let mut tokeniser = Tokeniser { rules, text, words: Vec::with_capacity(text.len() / 5), single_quote_open: false };
    let mut start = None;
    let mut line_breaks = 0;
    for (at, c) in text.char_indices() {
        if is_space(c) {
            if let Some(from) = start.take() {
                tokeniser.chunk(from, at);
                line_breaks = 0;
            }
            line_breaks += usize::from(c == '\n');
        } else if start.is_none() {
            if line_breaks > 1 {
                tokeniser.single_quote_open = false;
            }
            start = Some(at);
        }
    }
    if let Some(from) = start {
        tokeniser.chunk(from, text.len());
    }
    tokeniser.words
}

/// Longer chunks, in bytes, are cut, so that garbage takes linear time.
const LONGEST_CHUNK: usize = 600;

struct Tokeniser<'a> {
    rules: &'a Rules,
    text: &'a str,
    words: Vec<Word>,
    /// A single quotation mark has been opened in this paragraph and not closed.
    single_quote_open: bool,
}

impl<'a> Tokeniser<'a> {
    fn of(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push(Word { span: Span::new(start, end), joined_to_next: false });
        }
    }

    /// A word that is the second part of the multiword token that the last word began.
    fn push_joined(&mut self, start: usize, end: usize) {
        if let Some(last) = self.words.last_mut() {
            last.joined_to_next = true;
        }
        self.push(start, end);
    }

    /// Takes a stretch between white space apart; very long ones (no words of any language) piece by piece.
    fn chunk(&mut self, start: usize, end: usize) {
        let mut from = start;
        while end - from > LONGEST_CHUNK {
            let cut = self.text.floor_char_boundary(from + LONGEST_CHUNK);
            self.short_chunk(from, cut);
            from = cut;
        }
        self.short_chunk(from, end);
    }

    fn short_chunk(&mut self, start: usize, end: usize) {
        let chunk = self.of(start, end);
        if chunk.bytes().all(|b| b.is_ascii_alphabetic()) {
            return self.word(start, end);
        }
        if self.rules.emoticons.contains(chunk) {
            return self.push(start, end);
        }
        if let Some(end_of_address) = address_end(chunk) {
            self.push(start, start + end_of_address);
            return self.punctuation(start + end_of_address, end);
        }
        let core_start = self.core_start(start, end);
        self.punctuation(start, core_start);
        if core_start == end {
            return;
        }
        if let Some(length) = address_end(self.of(core_start, end)) {
            self.push(core_start, core_start + length);
            return self.punctuation(core_start + length, end);
        }
        let core_end = self.core_end(core_start, end);
        self.core(core_start, core_end);
        self.tail(core_start, core_end, end);
    }

    /// Where the punctuation at the front ends.
    fn core_start(&mut self, start: usize, end: usize) -> usize {
        let chunk = self.of(start, end);
        for (offset, c) in chunk.char_indices() {
            let rest = &chunk[offset..];
            let mut following = rest.chars().skip(1);
            let next = following.next();
            let stays = !opens(c)
                || (is_apostrophe(c) && self.begins_with_apostrophe(rest))
                || (c == '.' && next.is_some_and(|n| n.is_ascii_digit()))
                || (matches!(c, '#' | '_') && next.is_some_and(char::is_alphabetic));
            if stays {
                return start + offset;
            }
            if matches!(c, '‘' | '\'' | '`') && next.is_some() {
                self.single_quote_open = true;
            }
        }
        end
    }

    /// "'em", "'90s", a clitic that stands apart ("'s").
    fn begins_with_apostrophe(&self, rest: &str) -> bool {
        if !rest.chars().nth(1).is_some_and(char::is_alphanumeric) {
            return false;
        }
        let lower = rest[..rest.floor_char_boundary(24)].replace(is_apostrophe, "'").to_lowercase();
        let word = lower.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '\'');
        let Some(tail) = word.strip_prefix('\'') else { return false };
        let digits = tail.trim_end_matches('s');
        self.rules.apostrophe_words.contains(word)
            || self.rules.clitics.contains(tail)
            || (digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))
    }

    /// Where the punctuation at the end begins.
    fn core_end(&self, start: usize, end: usize) -> usize {
        let mut core_end = end;
        while let Some(c) = self.of(start, core_end).chars().next_back() {
            let shorter = core_end - c.len_utf8();
            if c == '.' {
                if self.keeps_full_stop(start, shorter, core_end) {
                    break;
                }
            } else if !closes(c) {
                break;
            }
            core_end = shorter;
        }
        core_end
    }

    /// Is the full stop after `start..stop` part of the word? `end` is where the chunk ends.
    fn keeps_full_stop(&self, start: usize, stop: usize, end: usize) -> bool {
        let core = self.of(start, stop);
        let from = core
            .rfind(|c: char| is_hyphen(c) || matches!(c, '/' | '—' | '(' | '[' | '"' | '“'))
            .map_or(0, |at| at + core[at..].chars().next().map_or(0, char::len_utf8));
        let word = &core[from..];
        let next = self.next_character(end);
        let at_end = next.is_none();
        if is_acronym(word) {
            return !self.rules.abbreviations.contains_key(word) || (!at_end && !self.starts_sentence(end, false));
        }
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && letter.is_uppercase()
        {
            // An initial, unless it ends the text; "I." is rather the pronoun.
            return next.is_some_and(|c| c.is_uppercase() || c == ',')
                && (letter != 'I' || from > 0 || !self.starts_sentence(end, true));
        }
        let next_is_digit = next.is_some_and(|c| c.is_ascii_digit());
        match self.rules.abbreviations.get(word) {
            Some(Abbreviation::Title) => {
                next.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || is_apostrophe(c) || c == '"')
            }
            Some(Abbreviation::BeforeNumber) => next_is_digit,
            Some(Abbreviation::Inner) => !at_end,
            Some(Abbreviation::Either) => !at_end && !self.starts_sentence(end, word == "etc"),
            None => false,
        }
    }

    /// The first character after `end` that is not white space, unless a blank line comes first.
    fn next_character(&self, end: usize) -> Option<char> {
        let mut line_breaks = 0;
        for c in self.of(end, self.text.len()).chars() {
            if c == '\n' {
                line_breaks += 1;
                if line_breaks > 1 {
                    return None;
                }
            } else if !is_space(c) {
                return Some(c);
            }
        }
        None
    }

    /// Does the text after `end` look like the beginning of a sentence? `any_capital`: every capital counts.
    fn starts_sentence(&self, end: usize, any_capital: bool) -> bool {
        let rest = self.of(end, self.text.len());
        if rest.chars().next().is_some_and(|c| !is_space(c)) {
            return false;
        }
        let rest = rest.trim_start_matches(is_space);
        let rest = &rest[..rest.floor_char_boundary(40)];
        let rest = rest.trim_start_matches(['"', '“', '‘', '(', '\'']);
        let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        (any_capital && word.starts_with(char::is_uppercase)) || self.rules.starters.contains(word)
    }

    /// The punctuation after a core. An apostrophe after a plural is a possessive, joined to it.
    fn tail(&mut self, core_start: usize, core_end: usize, end: usize) {
        let Some(c) = self.of(core_end, end).chars().next() else { return };
        let mut from = core_end;
        if is_apostrophe(c) {
            let core = self.of(core_start, core_end);
            let doubled = self.of(core_end + c.len_utf8(), end).starts_with(is_apostrophe);
            let plural = core.ends_with(['s', 'S', 'x', 'z']);
            from += c.len_utf8();
            if doubled {
                from = core_end;
            } else if plural && !self.single_quote_open {
                self.push_joined(core_end, from);
            } else {
                self.single_quote_open = false;
                self.push(core_end, from);
            }
        } else if self.single_quote_open && self.of(core_end, end).contains(is_apostrophe) {
            self.single_quote_open = false;
        }
        self.punctuation(from, end);
    }

    /// Words of a stretch of punctuation: runs of the same mark and of ! and ? stay together.
    fn punctuation(&mut self, start: usize, end: usize) {
        let mut from = start;
        while let Some(c) = self.of(from, end).chars().next() {
            let stretch = self.of(from, end);
            let length = if let Some(length) = self.emoticon(stretch) {
                length
            } else if matches!(c, '!' | '?') {
                stretch.len() - stretch.trim_start_matches(['!', '?']).len()
            } else if matches!(c, '.' | '-' | '=' | '_' | '*' | '~' | '#' | '+' | '—' | '…' | '|' | '^') {
                stretch.len() - stretch.trim_start_matches(c).len()
            } else if matches!(c, '<' | '>' | '\'' | '`' | '’' | '‘') && stretch[c.len_utf8()..].starts_with(c) {
                2 * c.len_utf8()
            } else {
                c.len_utf8()
            };
            self.push(from, from + length);
            from += length;
        }
    }

    /// Bytes of the emoticon at the start of a stretch of punctuation.
    fn emoticon(&self, stretch: &str) -> Option<usize> {
        if !stretch.starts_with([':', ';', '=']) {
            return None;
        }
        (2..=3).rev().find(|&length| stretch.get(..length).is_some_and(|start| self.rules.emoticons.contains(start)))
    }

    /// Cuts a core at punctuation inside it.
    fn core(&mut self, start: usize, end: usize) {
        let core = self.of(start, end);
        if is_address_like(self.rules, core) {
            return self.push(start, end);
        }
        let mut from = 0;
        let mut characters = core.char_indices().peekable();
        let mut previous = ' ';
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map_or(' ', |&(_, n)| n);
            if at > from && is_currency(c) && self.rules.currency_prefixes.contains(&core[from..at]) {
                self.push(start + from, start + at + c.len_utf8());
                from = at + c.len_utf8();
            }
            if at > from && c == '.' && lacks_space(&core[from..at], &core[at + 1..]) {
                self.piece(start + from, start + at);
                self.push(start + at, start + at + 1);
                from = at + 1;
            } else if at >= from && separates(previous, c, next) {
                self.piece(start + from, start + at);
                let rest = &core[at..];
                let run = rest.len()
                    - rest.trim_start_matches(|r| separates('a', r, 'a') || (r == c && matches!(c, '-' | '.'))).len();
                let run = run.max(c.len_utf8());
                self.punctuation(start + at, start + at + run);
                from = at + run;
            }
            previous = c;
        }
        if from < core.len() {
            self.piece(start + from, end);
        }
    }

    /// A stretch without inner punctuation but for slashes, hyphens, apostrophes and full stops.
    fn piece(&mut self, start: usize, end: usize) {
        let piece = self.of(start, end);
        if !piece.contains('/') || keeps_slash(self.rules, piece) {
            return self.hyphens(start, end);
        }
        let mut from = 0;
        for (at, _) in piece.match_indices('/') {
            self.hyphens(start + from, start + at);
            self.push(start + at, start + at + 1);
            from = at + 1;
        }
        self.hyphens(start + from, end);
    }

    fn hyphens(&mut self, start: usize, end: usize) {
        let piece = self.of(start, end);
        if !piece.contains(is_hyphen) {
            return self.word(start, end);
        }
        if keeps_hyphens(self.rules, piece) {
            return self.push(start, end);
        }
        let mut from = 0;
        for (at, hyphen) in piece.match_indices(is_hyphen) {
            if at < from {
                continue;
            }
            let part = &piece[from..at];
            let next = &piece[at + hyphen.len()..];
            // "UN-brokered" has the name of a body.
            let is_acronym =
                part.len() > 1 && part.chars().all(char::is_uppercase) && next.starts_with(char::is_lowercase);
            let is_prefix = hyphen != "–" && part.len() < 8 && self.rules.prefixes.contains(&part.to_lowercase());
            if is_prefix && !is_acronym && next.starts_with(char::is_alphanumeric) {
                continue;
            }
            self.word(start + from, start + at);
            self.push(start + at, start + at + hyphen.len());
            from = at + hyphen.len();
        }
        self.word(start + from, end);
    }

    /// Cuts units off numbers, currency prefixes off signs, and contractions.
    fn word(&mut self, start: usize, end: usize) {
        let word = self.of(start, end);
        if let Some(lengths) = self.rules.contractions.get(word) {
            let mut from = start;
            for (index, length) in lengths.iter().enumerate() {
                if index == 0 {
                    self.push(from, from + length)
                } else {
                    self.push_joined(from, from + length)
                }
                from += length;
            }
            return;
        }
        if word.bytes().all(|b| b.is_ascii_alphabetic()) {
            return self.push(start, end);
        }
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            let number = word.len()
                - word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':')).len();
            if number < word.len() && self.rules.units.contains(&word[number..]) {
                self.push(start, start + number);
                return self.push(start + number, end);
            }
        }
        self.clitics(start, end);
    }

    /// Cuts clitics off the end, up to three ("he'd've").
    fn clitics(&mut self, start: usize, end: usize) {
        let mut cuts = [end; 4];
        let mut count = 0;
        while count < 3
            && let Some(length) = self.clitic_length(self.of(start, cuts[count]))
        {
            cuts[count + 1] = cuts[count] - length;
            count += 1;
        }
        self.push(start, cuts[count]);
        for index in (0..count).rev() {
            self.push_joined(cuts[index + 1], cuts[index]);
        }
    }

    /// Bytes of the clitic at the end of a word.
    fn clitic_length(&self, word: &str) -> Option<usize> {
        let (at, mark) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
        let tail = word[at + mark.len_utf8()..].to_ascii_lowercase();
        let host = &word[..at];
        if tail == "t" && host.ends_with(['n', 'N']) && host.len() > 1 {
            return Some(word.len() - at + 1);
        }
        let decade = host.bytes().all(|b| b.is_ascii_digit());
        let cuts =
            self.rules.clitics.contains(&tail) && host.ends_with(|c: char| c.is_alphanumeric() || c == '.') && !decade;
        cuts.then_some(word.len() - at)
    }
}

#[cfg(test)]
mod tests;
