//! The sentence splitter: a text and its words come in, ranges of words go out, one a sentence. The title is a
//! sentence of its own; blank lines always end a sentence, single line breaks unless the text is plainly
//! wrapped; within a line full stops, question and exclamation marks do, with the quotation marks and brackets
//! that close after them.

use std::ops::Range;

use super::rules::Rules;
use super::tokenise::{Word, is_space};

/// The sentences of `text` as ranges of `words`; the first `title_end` bytes are the title.
pub fn split(rules: &Rules, text: &str, words: &[Word], title_end: usize) -> Vec<Range<usize>> {
    let splitter = Splitter { rules, text, words };
    let mut sentences = Vec::new();
    let title_words = words.iter().take_while(|word| word.span.end <= title_end).count();
    if title_words > 0 {
        sentences.push(0..title_words);
    }
    for block in splitter.blocks(title_words) {
        splitter.split_block(block, &mut sentences);
    }
    sentences
}

/// A dateline has at most this many words.
const MOST_OF_DATELINE: usize = 14;

struct Splitter<'a> {
    rules: &'a Rules,
    text: &'a str,
    words: &'a [Word],
}

impl<'a> Splitter<'a> {
    fn form(&self, index: usize) -> &'a str {
        self.words.get(index).map_or("", |word| self.text.get(word.span.start..word.span.end).unwrap_or_default())
    }

    /// What stands between word `index` and the next.
    fn gap(&self, index: usize) -> &'a str {
        match (self.words.get(index), self.words.get(index + 1)) {
            (Some(word), Some(next)) => self.text.get(word.span.end..next.span.start).unwrap_or_default(),
            _ => "\n\n",
        }
    }

    /// Stretches of words without a blank line or a line break that counts, from word `first`.
    fn blocks(&self, first: usize) -> Vec<Range<usize>> {
        let mut blocks = Vec::new();
        let mut paragraph_start = first;
        for index in first..self.words.len() {
            if self.gap(index).matches('\n').count() > 1 {
                self.lines(paragraph_start..index + 1, &mut blocks);
                paragraph_start = index + 1;
            }
        }
        blocks
    }

    /// Cuts a paragraph at its line breaks, except at those that only wrap the text.
    fn lines(&self, paragraph: Range<usize>, blocks: &mut Vec<Range<usize>>) {
        let breaks: Vec<usize> =
            paragraph.clone().filter(|&i| i + 1 < paragraph.end && self.gap(i).contains('\n')).collect();
        let mut start = paragraph.start;
        let mut width = 0;
        for &last in breaks.iter().chain([&(paragraph.end - 1)]) {
            width = width.max(self.width(start, last));
            start = last + 1;
        }
        let mut line_start = paragraph.start;
        let mut block_start = paragraph.start;
        for last in breaks {
            if !self.wraps(line_start, last, width) {
                blocks.push(block_start..last + 1);
                block_start = last + 1;
            }
            line_start = last + 1;
        }
        blocks.push(block_start..paragraph.end);
    }

    /// Characters from word `first` to word `last`.
    fn width(&self, first: usize, last: usize) -> usize {
        match (self.words.get(first), self.words.get(last)) {
            (Some(first), Some(last)) => {
                self.text.get(first.span.start..last.span.end).map_or(0, |line| line.chars().count())
            }
            _ => 0,
        }
    }

    /// A line is wrapped when the next word would not have fitted into the width of its paragraph.
    fn wraps(&self, line_start: usize, last: usize, width: usize) -> bool {
        let next = self.form(last + 1);
        let used = self.width(line_start, last);
        let full = (50..=100).contains(&width) && used + 1 + next.chars().count() > width;
        let goes_on = next.starts_with(char::is_lowercase) && used >= 50;
        full || goes_on
    }

    fn split_block(&self, block: Range<usize>, sentences: &mut Vec<Range<usize>>) {
        let mut start = block.start;
        let mut index = block.start;
        let mut quotes_open = false;
        if let Some(last) = self.dateline(&block) {
            sentences.push(start..last + 1);
            (start, index) = (last + 1, last + 1);
        }
        while index < block.end {
            let form = self.form(index);
            if form == "\"" {
                quotes_open = !quotes_open;
            }
            if let Some(last) = self.sentence_end(start, index, block.end, quotes_open) {
                for closer in index + 1..=last {
                    if self.form(closer) == "\"" {
                        quotes_open = !quotes_open;
                    }
                }
                sentences.push(start..last + 1);
                start = last + 1;
                index = last;
            }
            index += 1;
        }
        if start < block.end {
            sentences.push(start..block.end);
        }
    }

    /// The dash that ends a dateline at the start of a paragraph: a place in capitals, perhaps a date and an agency
    /// in brackets, then a dash that stands apart.
    fn dateline(&self, block: &Range<usize>) -> Option<usize> {
        let is_dash =
            |&i: &usize| matches!(self.form(i), "-" | "–" | "—" | "--") && self.has_space(i) && self.has_space(i - 1);
        let dash = (block.start + 1..block.end.min(block.start + MOST_OF_DATELINE)).find(is_dash)?;
        let name_end = (block.start..dash).find(|&i| !self.form(i).starts_with(char::is_uppercase)).unwrap_or(dash);
        let in_capitals = |i: usize| self.form(i).chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        let capitals = (block.start..name_end).all(in_capitals) && self.form(block.start).chars().nth(2).is_some();
        let agency = self.form(dash - 1) == ")";
        let place = name_end > block.start && matches!(self.form(name_end), "," | "(" | "/" | "-" | "–" | "—" | "--");
        let plain = (block.start..dash).all(|i| !matches!(self.form(i), "." | "!" | "?" | ":" | "\"" | "“"));
        (place && (capitals || agency) && plain && dash + 1 < block.end).then_some(dash)
    }

    /// The last word of the sentence when the mark at `index` ends one: closing marks after it included.
    fn sentence_end(&self, start: usize, index: usize, end: usize, quotes_open: bool) -> Option<usize> {
        let form = self.form(index);
        let mark = form.chars().next_back()?;
        if !matches!(mark, '.' | '!' | '?' | '…') || index + 1 >= end {
            return None;
        }
        let is_mark = form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…'));
        if !is_mark {
            // An abbreviation or acronym with its full stop: only before a word that begins sentences.
            let acronym = form.matches('.').count() > 1;
            let next = self.form(index + 1);
            return (acronym && self.has_space(index) && self.rules.starters.contains(next)).then_some(index);
        }
        let mut last = index;
        let mut closed_quote = false;
        while last + 1 < end && last < index + 20 && self.closes(last + 1, quotes_open && !closed_quote) {
            last += 1;
            closed_quote |= matches!(self.form(last), "\"" | "”" | "''" | "’’" | "’" | "'");
        }
        if last + 1 >= end {
            return None;
        }
        if self.is_list_number(start, index) {
            return None;
        }
        if !self.has_space(last) {
            // Where the tokeniser has cut off a full stop before a capital, a space is missing.
            return (form == "." && last == index && self.form(index + 1).starts_with(char::is_uppercase))
                .then_some(index);
        }
        self.begins(last + 1, end, form, last > index, closed_quote).then_some(last)
    }

    fn has_space(&self, index: usize) -> bool {
        self.gap(index).chars().any(is_space)
    }

    /// Does the mark at `index` close what the sentence opened?
    fn closes(&self, index: usize, quotes_open: bool) -> bool {
        let glued = self.words.get(index).is_some_and(|_| index > 0 && self.gap(index - 1).is_empty());
        match self.form(index) {
            ")" | "]" | "}" | "”" | "»" | "’’" | "''" => true,
            "’" | "'" => glued,
            "\"" => glued || quotes_open,
            mark => glued && mark.chars().all(|c| matches!(c, '.' | '!' | '?' | '…')),
        }
    }

    /// "1." at the beginning of a line.
    fn is_list_number(&self, start: usize, index: usize) -> bool {
        let first = self.form(start);
        index == start + 1 && first.len() <= 2 && (first.bytes().all(|b| b.is_ascii_digit()) || first.len() == 1)
    }

    /// Can a sentence begin with word `index` after `mark`?
    fn begins(&self, index: usize, end: usize, mark: &str, closed: bool, closed_quote: bool) -> bool {
        let mut first = index;
        while first + 1 < end
            && matches!(
                self.form(first),
                "\"" | "“" | "‘" | "'" | "(" | "[" | "``" | "«" | "¿" | "¡" | "-" | "*" | "—" | "–" | "•"
            )
        {
            first += 1;
        }
        let Some(character) = self.form(first).chars().next() else { return false };
        let emphatic = mark != ".";
        if character.is_lowercase() {
            return !closed && mark != "..." && mark != "…" && !(emphatic && self.previous_is_name(index));
        }
        if emphatic && closed_quote {
            return !self.reports(first, end);
        }
        !matches!(character, ',' | ';' | ':' | ')' | ']' | '%' | '/')
    }

    /// "Yahoo! said": an exclamation mark inside a name.
    fn previous_is_name(&self, index: usize) -> bool {
        index >= 2 && self.form(index - 1) == "!" && self.form(index - 2).starts_with(char::is_uppercase)
    }

    /// A short name or pronoun and a reporting verb: `"Why?" Smith asked`.
    fn reports(&self, first: usize, end: usize) -> bool {
        (first..end.min(first + 4))
            .take_while(|&i| self.form(i).starts_with(char::is_alphabetic))
            .any(|i| self.rules.reporting.contains(self.form(i)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokenise::tokenise;
    use super::*;

    fn sentences(text: &str, title_end: usize) -> Vec<String> {
        let rules = Rules::embedded().expect("lists are well formed");
        let words = tokenise(&rules, text);
        let ranges = split(&rules, text, &words, title_end);
        let mut next = 0;
        for range in &ranges {
            assert_eq!(range.start, next, "sentences cover the words without gaps");
            next = range.end;
        }
        assert_eq!(next, words.len());
        ranges.iter().map(|r| text[words[r.start].span.start..words[r.end - 1].span.end].to_owned()).collect()
    }

    #[test]
    fn full_stops_and_quotes() {
        assert_eq!(sentences("He came. She left.", 0), ["He came.", "She left."]);
        assert_eq!(sentences("\"We won.\" The crowd cheered.", 0), ["\"We won.\"", "The crowd cheered."]);
        assert_eq!(sentences("“We won.” “We did.”", 0), ["“We won.”", "“We did.”"]);
        assert_eq!(
            sentences("\"Why?\" Smith asked. \"Why not?\" he said.", 0),
            ["\"Why?\" Smith asked.", "\"Why not?\" he said."]
        );
        assert_eq!(sentences("It ended (at last.) Then it began.", 0), ["It ended (at last.)", "Then it began."]);
        assert_eq!(sentences("Wait... what? No!! Go.", 0), ["Wait... what?", "No!!", "Go."]);
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        assert_eq!(sentences("Mr. Hall met J. R. Poe at Acme Corp. in Washington, D.C. yesterday.", 0).len(), 1);
        assert_eq!(sentences("The U.S. President left the U.S. The visit ended at 5 p.m. He slept.", 0).len(), 3);
    }

    #[test]
    fn titles_paragraphs_and_lines() {
        let text = "Talks end in Geneva\n\nBERN, May 3 (Agency) - The talks ended\n\nNobody signed.";
        assert_eq!(sentences(text, 19)[1..], ["BERN, May 3 (Agency) -", "The talks ended", "Nobody signed."]);
        assert_eq!(sentences("Geneva (Agency) — It rained.", 0), ["Geneva (Agency) —", "It rained."]);
        assert_eq!(sentences("NATO allies - all of them - agreed.", 0).len(), 1);
        assert_eq!(sentences("- bread\n- milk\n- tea", 0), ["- bread", "- milk", "- tea"]);
        let wrapped = "The delegation that arrived on Monday said it would stay\nuntil the President of the council has signed every one of\nthe papers.";
        assert_eq!(sentences(wrapped, 0).len(), 1);
        assert_eq!(sentences("1. First item. 2. Second item.", 0)[0], "1. First item.");
    }

    /// Ten megabytes of garbage in all; a step that is not linear would take hours.
    #[test]
    fn garbage_takes_linear_time() {
        let rules = Rules::embedded().expect("lists are well formed");
        let units = [
            "a", "'", ".!", ".,", "a.", "a's", "$a", "a-", "-", "a/", "\"", "(", ") ", ". ", "A. (", "\n", "...",
            "@a.", "<a@b>", "中", "U.S. ",
        ];
        for unit in units {
            let text = unit.repeat(500_000 / unit.len());
            let words = tokenise(&rules, &text);
            let sentences = split(&rules, &text, &words, 0);
            assert_eq!(sentences.last().map_or(0, |last| last.end), words.len());
        }
    }
}
