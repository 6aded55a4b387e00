//! Who utters a quotation: a reporting word outside the marks, in the same sentence, else the one before or after.

use super::{Attributed, Finder};
use crate::document::{Deprel, Span};
use crate::mention::MentionKind;

impl Finder<'_> {
    /// The utterer of each quotation.
    pub(super) fn utterers(&self) -> Vec<Option<Attributed>> {
        let mut found: Vec<Option<Attributed>> = Vec::with_capacity(self.quotations.len());
        for (q, quotation) in self.quotations.iter().enumerate() {
            let (first, last) = self.sentences_of(quotation.span);
            let before = q.checked_sub(1).and_then(|p| Some((self.quotations.get(p)?, found.get(p)?.as_ref()?)));
            let continued = || {
                let (previous, utterer) = before?;
                let goes_on = quotation.continues || self.follows(previous.span, quotation.span);
                goes_on.then(|| utterer.clone())
            };
            let utterer = if quotation.is_nested || quotation.is_scare {
                None
            } else if quotation.continues {
                continued()
            } else {
                self.beside_quotation(first, quotation.span)
                    .or_else(|| self.beside_quotation(last, quotation.span).filter(|_| last != first))
                    .or_else(continued)
                    .or_else(|| self.introduced(first, quotation.span))
                    .or_else(|| self.closed_by(last, quotation.span))
            };
            found.push(utterer);
        }
        found
    }

    /// First and last sentence that a span touches.
    fn sentences_of(&self, span: Span) -> (usize, usize) {
        let sentences = &self.document.sentences;
        let first = sentences.iter().position(|s| s.span.end > span.start).unwrap_or(0);
        let last = sentences.iter().rposition(|s| s.span.start < span.end).unwrap_or(first);
        (first, last.max(first))
    }

    /// Is there no more than a reporting clause between two quotations of one paragraph?
    fn follows(&self, previous: Span, next: Span) -> bool {
        let Some(between) = self.document.text.get(previous.end..next.start) else { return false };
        let sentences = self.document.sentences.iter();
        let whole = sentences.filter(|s| s.span.start >= previous.end && s.span.end < next.start).count();
        !between.contains('\n') && whole == 0
    }

    /// A reporting word in sentence `s` outside the quotation, with a source outside any quotation: the nearest.
    fn beside_quotation(&self, s: usize, quotation: Span) -> Option<Attributed> {
        let sentence = self.document.sentences.get(s)?;
        let mut best: Option<(usize, Attributed)> = None;
        for (i, token) in sentence.tokens.iter().enumerate() {
            if self.is_quoted(s, i) {
                continue;
            }
            let Some(found) = self.utterance(s, i, quotation) else { continue };
            let distance =
                quotation.start.saturating_sub(token.span.end) + token.span.start.saturating_sub(quotation.end);
            if best.as_ref().is_none_or(|(d, _)| distance < *d) {
                best = Some((distance, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Word `i` as a reporting word for a quotation.
    fn utterance(&self, s: usize, i: usize, quotation: Span) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let entry = self.reporting(s, i, &["that", "quote"])?;
        if clauses.is_noun(i) && clauses.token(i)?.span.end > quotation.start {
            return None;
        }
        // A word that has its content elsewhere does not introduce the quotation.
        let content = clauses.dependents(i, &[Deprel::Ccomp]).next();
        let is_elsewhere = content.and_then(|c| clauses.token(c)).is_some_and(|c| {
            let between = c.span.end.max(quotation.end) - c.span.start.min(quotation.start);
            !quotation.contains(c.span) && between > 400
        });
        if is_elsewhere {
            return None;
        }
        self.source_of_word(s, i).and_then(|m| self.attributed(s, i, m, entry))
    }

    /// A quotation of whole sentences, introduced by the sentence before: "X was angry: …", "X commented on it. …".
    fn introduced(&self, first: usize, quotation: Span) -> Option<Attributed> {
        let sentence = self.document.sentences.get(first)?;
        let starts_sentence = self.document.text.get(sentence.span.start..quotation.start)?.trim().chars().count() <= 1;
        let before = first.checked_sub(1)?;
        let previous = self.document.sentences.get(before).filter(|p| starts_sentence && !p.is_title)?;
        let gap = self.document.text.get(previous.span.end..sentence.span.start)?;
        let has_colon = previous.span.of(&self.document.text).trim_end().ends_with(':');
        if gap.contains('\n') && !has_colon {
            return None;
        }
        self.beside_quotation(before, quotation)
    }

    /// A quotation of whole sentences, closed by a short sentence after it: "…?" asked X.
    fn closed_by(&self, last: usize, quotation: Span) -> Option<Attributed> {
        let sentence = self.document.sentences.get(last)?;
        let next = self.document.sentences.get(last + 1)?;
        let ends_sentence =
            self.document.text.get(quotation.end..sentence.span.end).unwrap_or("").trim().chars().count() <= 2;
        let gap = self.document.text.get(sentence.span.end..next.span.start)?;
        if !ends_sentence || gap.contains('\n') || next.span.of(&self.document.text).contains(['"', '“']) {
            return None;
        }
        let root = next.root()?;
        let has_content = next.dependent(root, Deprel::Ccomp).is_some();
        let found =
            if has_content || next.tokens.len() > 15 { None } else { self.utterance(last + 1, root, quotation) };
        found.filter(|f| {
            self.mentions.mentions.get(f.mention).is_some_and(|m| m.kind != MentionKind::Pronoun || gap.len() <= 1)
        })
    }
}
