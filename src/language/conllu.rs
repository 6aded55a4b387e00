//! CoNLL-U: documents with sentences and words kept as they are written come in, [`Document`]s go out, and
//! the other way round. Words that are not in the text literally ("want" + "to" for "wanna") get a share of
//! their multiword token, so that every word stays a stretch of the text.
//!
//! What is kept: `# newdoc`, `# newpar`, `# text`, multiword ranges, form, lemma, UPOS, features, head,
//! relation and, in MISC, `SpaceAfter=No`, `start_char`, `end_char` (Unicode characters of the document's
//! text; written only) and `NER=B-PER`. Empty nodes, XPOS and enhanced dependencies are dropped.

use std::fmt::Write as _;
use std::path::Path;

use super::labels::parse_deprel;
use crate::document::{CharOffsets, Deprel, Document, Name, NameType, Sentence, Span, Token, Upos};
use crate::error::{Error, Result};

/// A document of a CoNLL-U file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConlluDocument {
    /// What `# newdoc id = …` says; empty where the file does not say.
    pub id: String,
    /// Text, sentences and words. Paragraphs (`# newpar`) are set off by a blank line.
    pub document: Document,
}

/// Reads all documents of a CoNLL-U file whose content is `input`; `path` is for error messages.
///
/// Heads and tags may be missing (`_`): such a sentence gets the tag `X` and hangs on its first word.
///
/// # Errors
/// [`Error::Input`] with the line for rows without ten columns, ids out of order, unknown tags and heads that
/// are no words of the sentence.
pub fn read(input: &str, path: &Path) -> Result<Vec<ConlluDocument>> {
    let mut documents: Vec<ConlluDocument> = Vec::new();
    let mut block = Block::default();
    // A byte order mark is legal before the first line.
    let lines = input.strip_prefix('\u{feff}').unwrap_or(input).lines();
    for (line, number) in lines.chain([""]).zip(1u64..) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(comment) = line.strip_prefix('#') {
            block.comment(comment.trim());
        } else if !line.trim().is_empty() {
            block.row(line).map_err(|message| Error::input(path, Some(number), message))?;
        } else if !block.words.is_empty() {
            let finished = std::mem::take(&mut block);
            if finished.new_document.is_some() || documents.is_empty() {
                let id = finished.new_document.clone().unwrap_or_default();
                documents.push(ConlluDocument { id, ..ConlluDocument::default() });
            }
            if let Some(last) = documents.last_mut() {
                finished.append_to(&mut last.document).map_err(|message| Error::input(path, Some(number), message))?;
            }
        }
    }
    Ok(documents)
}

/// Writes a document as CoNLL-U, sentences numbered from 1 as `id-1`, `id-2` ….
pub fn write(id: &str, document: &Document) -> String {
    let mut out = String::new();
    let characters = CharOffsets::new(&document.text);
    let mut previous_end = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        let gap = document.text.get(previous_end..sentence.span.start).unwrap_or_default();
        write_comments(&mut out, id, index, document, gap);
        previous_end = sentence.span.end;
        write_words(&mut out, &characters, sentence, &document.text);
        out.push('\n');
    }
    out
}

fn write_comments(out: &mut String, id: &str, index: usize, document: &Document, gap: &str) {
    let sentence = &document.sentences[index];
    if index == 0 {
        if id.is_empty() { out.push_str("# newdoc\n") } else { put(out, format_args!("# newdoc id = {id}\n")) }
    } else if has_blank_line(gap) {
        out.push_str("# newpar\n");
    }
    let dash = if id.is_empty() { "" } else { "-" };
    put(out, format_args!("# sent_id = {id}{dash}{}\n", index + 1));
    if sentence.is_title {
        out.push_str("# is_title = true\n");
    }
    out.push_str("# text = ");
    let mut words = sentence.span.of(&document.text).split_whitespace();
    out.push_str(words.next().unwrap_or("_"));
    for word in words {
        put(out, format_args!(" {word}"));
    }
    out.push('\n');
}

/// Is there a line with nothing on it inside this white space?
fn has_blank_line(gap: &str) -> bool {
    gap.split('\n').skip(1).count() > 1
}

fn write_words(out: &mut String, characters: &CharOffsets<'_>, sentence: &Sentence, text: &str) {
    let names = bio_tags(sentence);
    let mut first = 0;
    while first < sentence.tokens.len() {
        let mut last = first;
        while sentence.tokens[last].joined_to_next && last + 1 < sentence.tokens.len() {
            last += 1;
        }
        let surface = sentence.tokens[first].span.cover(sentence.tokens[last].span);
        let next = sentence.tokens.get(last + 1);
        // The last word of a sentence is glued to the next sentence when no white space follows.
        let glued = match next {
            Some(next) => next.span.start == surface.end,
            None => text[surface.end..].chars().next().is_some_and(|c| !c.is_whitespace()),
        };
        if last > first {
            put(out, format_args!("{}-{}\t", first + 1, last + 1));
            push_form(out, surface.of(text));
            out.push_str("\t_\t_\t_\t_\t_\t_\t_\t");
            out.push_str(if glued { "SpaceAfter=No\n" } else { "_\n" });
        }
        for (index, name) in names.iter().enumerate().take(last + 1).skip(first) {
            let token = &sentence.tokens[index];
            write_word(out, index, token, text);
            if glued && first == last {
                out.push_str("SpaceAfter=No|");
            }
            let (start, end) = (characters.chars(token.span.start), characters.chars(token.span.end));
            put(out, format_args!("start_char={start}|end_char={end}"));
            if let Some((prefix, kind)) = name {
                put(out, format_args!("|NER={prefix}-{}", kind.as_str()));
            }
            out.push('\n');
        }
        first = last + 1;
    }
}

fn write_word(out: &mut String, index: usize, token: &Token, text: &str) {
    put(out, format_args!("{}\t", index + 1));
    push_form(out, token.span.of(text));
    out.push('\t');
    push_form(out, &token.lemma);
    let feats = if token.feats.is_empty() { "_" } else { &token.feats };
    let head = token.head.map_or(0, |head| head + 1);
    put(out, format_args!("\t{}\t_\t{feats}\t{head}\t{}\t_\t", token.upos.as_str(), token.deprel.as_str()));
}

/// A form or lemma without tabs and line breaks, which would break the columns.
fn push_form(out: &mut String, form: &str) {
    if form.is_empty() {
        out.push('_');
    }
    out.extend(form.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
}

fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = out.write_fmt(arguments);
}

fn bio_tags(sentence: &Sentence) -> Vec<Option<(char, NameType)>> {
    let mut tags = vec![None; sentence.tokens.len()];
    for name in &sentence.names {
        for (index, tag) in tags.iter_mut().enumerate().take(name.tokens.end).skip(name.tokens.start) {
            *tag = Some((if index == name.tokens.start { 'B' } else { 'I' }, name.kind));
        }
    }
    tags
}

/// The lines of one sentence while they are read.
#[derive(Default)]
struct Block {
    new_document: Option<String>,
    new_paragraph: bool,
    is_title: bool,
    text: Option<String>,
    /// Surface tokens: form, number of words, white space after.
    surfaces: Vec<(String, usize, bool)>,
    words: Vec<Word>,
    /// The multiword token that is open ends with this word (from 1).
    range_end: usize,
}

struct Word {
    form: String,
    lemma: String,
    upos: Upos,
    feats: String,
    head: Option<usize>,
    deprel: Deprel,
    ner: Option<(bool, NameType)>,
}

impl Block {
    fn comment(&mut self, comment: &str) {
        let (key, value) = comment.split_once('=').map_or((comment, ""), |(key, value)| (key.trim(), value.trim()));
        match key {
            "newdoc" | "newdoc id" => self.new_document = Some(value.to_owned()),
            "newpar" | "newpar id" => self.new_paragraph = true,
            "text" => self.text = Some(value.to_owned()),
            "is_title" => self.is_title = value == "true",
            _ => {}
        }
    }

    fn row(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, form, lemma, upos, _, feats, head, deprel, _, misc] = columns.as_slice() else {
            return Err(format!("a word needs 10 columns separated by tabs, here are {}", columns.len()));
        };
        let space_after = !misc.split('|').any(|entry| entry == "SpaceAfter=No");
        if id.contains('.') {
            return Ok(());
        }
        if let Some((from, to)) = id.split_once('-') {
            let (from, to) = (parse_id(from)?, parse_id(to)?);
            if from != self.words.len() + 1 || to < from {
                return Err(format!("the range {id} is out of order"));
            }
            self.surfaces.push((form.to_owned(), to + 1 - from, space_after));
            self.range_end = to;
            return Ok(());
        }
        let number = parse_id(id)?;
        if number != self.words.len() + 1 {
            return Err(format!("word {number} should be number {}", self.words.len() + 1));
        }
        if number > self.range_end {
            self.surfaces.push((form.to_owned(), 1, space_after));
        }
        self.words.push(Word {
            form: form.to_owned(),
            lemma: lemma.to_owned(),
            upos: match upos {
                "_" => Upos::X,
                _ => Upos::parse(upos).ok_or_else(|| format!("{upos} is no universal part of speech"))?,
            },
            feats: if feats == "_" { String::new() } else { feats.to_owned() },
            head: if head == "_" { None } else { Some(parse_id(head)?) },
            deprel: parse_deprel(deprel),
            ner: misc.split('|').find_map(|entry| parse_ner(entry.strip_prefix("NER=")?)),
        });
        Ok(())
    }

    fn append_to(self, document: &mut Document) -> Result<(), String> {
        if self.range_end > self.words.len() {
            return Err(format!("a range ends with word {}, but there are {}", self.range_end, self.words.len()));
        }
        if self.new_paragraph && !document.text.is_empty() {
            document.text.truncate(document.text.trim_end().len());
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        let surfaces = self.place_surfaces(&mut document.text);
        let end = surfaces.last().map_or(start, |span| span.end);
        let spans = self.place_words(&document.text, &surfaces);
        let joined = self.surfaces.iter().flat_map(|(_, words, _)| (1..=*words).map(move |i| i < *words));
        let heads = self.heads()?;
        let names = self.names();
        let mut tokens = Vec::with_capacity(self.words.len());
        for (((word, span), joined_to_next), head) in self.words.into_iter().zip(spans).zip(joined).zip(heads) {
            let deprel = if head.is_none() { Deprel::Root } else { word.deprel };
            let Word { lemma, upos, feats, .. } = word;
            tokens.push(Token { span, lemma, upos, feats, head, deprel, joined_to_next });
        }
        let span = Span::new(start, end);
        let (certainty, vectors) = (Vec::new(), Vec::new());
        document.sentences.push(Sentence { span, tokens, names, certainty, vectors, is_title: self.is_title });
        Ok(())
    }

    /// Appends the sentence to the text and says where its surface tokens stand: inside `# text` where the
    /// forms are found there in order, or built from forms and `SpaceAfter`.
    fn place_surfaces(&self, text: &mut String) -> Vec<Span> {
        let start = text.len();
        let last_space = self.surfaces.last().is_some_and(|(_, _, space_after)| *space_after);
        let spans = match self.text.as_deref().and_then(|given| Some((given, self.find_surfaces(given)?))) {
            Some((given, found)) => {
                text.push_str(given);
                found.into_iter().map(|span| Span::new(span.start + start, span.end + start)).collect()
            }
            None => {
                let mut spans = Vec::with_capacity(self.surfaces.len());
                for (index, (form, _, space_after)) in self.surfaces.iter().enumerate() {
                    spans.push(Span::new(text.len(), text.len() + form.len()));
                    text.push_str(form);
                    if *space_after && index + 1 < self.surfaces.len() {
                        text.push(' ');
                    }
                }
                spans
            }
        };
        if last_space {
            text.push(' ');
        }
        spans
    }

    fn find_surfaces(&self, given: &str) -> Option<Vec<Span>> {
        let mut at = 0;
        let mut spans = Vec::with_capacity(self.surfaces.len());
        for (form, _, _) in &self.surfaces {
            let rest = given.get(at..)?;
            at += rest.len() - rest.trim_start().len();
            if !given.get(at..)?.starts_with(form.as_str()) {
                return None;
            }
            spans.push(Span::new(at, at + form.len()));
            at += form.len();
        }
        Some(spans)
    }

    /// Spans of the words. Words that together do not spell their multiword token share its characters.
    fn place_words(&self, text: &str, surfaces: &[Span]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::with_capacity(self.words.len());
        for ((_, count, _), surface) in self.surfaces.iter().zip(surfaces) {
            let words = self.words.iter().skip(spans.len()).take(*count);
            let literal = words.clone().map(|word| word.form.as_str()).collect::<String>() == surface.of(text);
            let mut at = surface.start;
            for (index, word) in words.enumerate() {
                let left = Span::new(at, surface.end).of(text);
                let words_left = count - index;
                let length = if words_left == 1 {
                    left.len()
                } else if literal {
                    word.form.len()
                } else {
                    let characters = word.form.chars().count().min(left.chars().count().saturating_sub(words_left - 1));
                    left.char_indices().nth(characters).map_or(left.len(), |(offset, _)| offset)
                };
                spans.push(Span::new(at, at + length));
                at += length;
            }
        }
        spans
    }

    /// Heads from 0, `None` for the root; a sentence without annotation hangs on its first word.
    fn heads(&self) -> Result<Vec<Option<usize>>, String> {
        if self.words.iter().any(|word| word.head.is_none()) {
            return Ok((0..self.words.len()).map(|index| (index > 0).then_some(0)).collect());
        }
        let head = |word: &Word| match word.head.unwrap_or(0) {
            0 => Ok(None),
            number if number <= self.words.len() => Ok(Some(number - 1)),
            number => Err(format!("head {number} is no word of the sentence")),
        };
        self.words.iter().map(head).collect()
    }

    fn names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let Some((begins, kind)) = word.ner else { continue };
            match names.last_mut() {
                Some(open) if !begins && open.tokens.end == index && open.kind == kind => open.tokens.end = index + 1,
                _ => names.push(Name { tokens: index..index + 1, kind }),
            }
        }
        names
    }
}

fn parse_id(id: &str) -> Result<usize, String> {
    id.parse().map_err(|_| format!("{id} is no word number"))
}

fn parse_ner(tag: &str) -> Option<(bool, NameType)> {
    let (prefix, kind) = tag.split_once('-')?;
    Some((prefix == "B", NameType::parse(kind)?))
}

#[cfg(test)]
mod tests;
