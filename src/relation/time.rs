//! When did it happen? What comes in: a document, the date of its publication and the words of dates; what goes out:
//! for the word of an event, its date, month, year or span of time in ISO form, with the words that say so.
//!
//! Relative expressions count from the dateline (a date at the start of the text), else from the date of publication.
//! Precision is kept, and nothing is guessed: "last week" or "on Friday" without a dateline give no time.

mod expression;

use jiff::civil::Date;

use crate::document::{Deprel, Document, Span};
use crate::lexicon::{Calendar, CueClass, Cues, Effect, Role};
use crate::relation::clause::Clauses;

use expression::{Reading, When};

/// How far into the text (bytes after the title) a dateline may begin.
const DATELINE_WITHIN: usize = 120;

/// The times of a document.
#[derive(Debug, Clone, Default)]
pub struct Times {
    anchor: Option<Date>,
    /// For each sentence, the times in it.
    by_sentence: Vec<Vec<Stated>>,
}

/// A time, and the word that it belongs to.
#[derive(Debug, Clone)]
struct Stated {
    /// ISO date, month, year or span.
    value: String,
    span: Span,
    /// The words in front of its event's word belong to all verbs of a coordination.
    first_word: usize,
    /// The word that it modifies.
    event: usize,
}

impl Times {
    /// Reads all times of a document. `published` is an ISO date, with or without a time of day.
    pub fn build(document: &Document, published: Option<&str>, calendar: &Calendar, cues: &Cues) -> Times {
        let published = published.and_then(|p| p.get(..10)).and_then(|p| p.parse::<Date>().ok());
        let anchor = dateline(document, calendar).or(published);
        let mut by_sentence = Vec::with_capacity(document.sentences.len());
        for sentence in &document.sentences {
            let clauses = Clauses::new(document, sentence);
            let reading = Reading { clauses, calendar, anchor };
            by_sentence.push(stated(&reading, cues));
        }
        Times { anchor, by_sentence }
    }

    /// The day that relative expressions count from.
    pub fn anchor(&self) -> Option<Date> {
        self.anchor
    }

    /// The time of the event that word `head` of sentence `index` expresses, and the words that state it.
    pub fn event_time(&self, document: &Document, index: usize, head: usize, cues: &Cues) -> Option<(String, Span)> {
        let sentence = document.sentences.get(index)?;
        let clauses = Clauses::new(document, sentence);
        let stated = self.by_sentence.get(index).filter(|s| !s.is_empty())?;
        let mut current = head;
        for _ in 0..sentence.tokens.len() {
            if let Some(found) = stated.iter().find(|s| s.event == current) {
                return Some((found.value.clone(), found.span));
            }
            current = self.lender(&clauses, current, stated, cues)?;
        }
        None
    }

    /// The word whose time holds for `word` too.
    fn lender(&self, clauses: &Clauses, word: usize, stated: &[Stated], cues: &Cues) -> Option<usize> {
        let head = clauses.head(word)?;
        let lemma = clauses.lemma(head);
        let lends = match clauses.deprel(word) {
            // "On Monday they met and signed": a time in front holds for all.
            Deprel::Conj => {
                let is_in_front = stated.iter().any(|s| s.event == head && s.first_word < head);
                is_in_front || clauses.subject(word).is_none()
            }
            Deprel::Advcl => clauses.is_gerund(word) && clauses.marker(word).is_none(),
            Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass => clauses.is_verb(head) && cues.is_carrier_verb(&lemma),
            Deprel::Xcomp => {
                let mut entries = cues.lookup(CueClass::Verb, &lemma).map(|(_, e)| e);
                entries.next().is_some_and(|e| !e.has(Effect::Planned) && e.reports.is_none())
            }
            _ => false,
        };
        lends.then_some(head)
    }
}

/// All times of a sentence that belong to some word.
fn stated(reading: &Reading, cues: &Cues) -> Vec<Stated> {
    let clauses = &reading.clauses;
    let mut found = Vec::new();
    let mut i = 0;
    while i < clauses.sentence.tokens.len() {
        let Some(expression) = reading.at(i, |event| is_future(clauses, event, cues)) else {
            i += 1;
            continue;
        };
        let words = expression.words.clone();
        i = words.end;
        let event = words.clone().find_map(|w| clauses.head(w).filter(|h| !words.contains(h)));
        let span = words.clone().filter_map(|w| clauses.token(w)).map(|t| t.span).reduce(Span::cover);
        let (Some(event), Some(span)) = (event, span) else { continue };
        // "the election of 2016", "the 2016 election" and "met in 2016" alike; a name's number is no date.
        let top = words.clone().find(|&w| clauses.head(w) == Some(event));
        if top.is_some_and(|t| matches!(clauses.deprel(t), Deprel::Flat | Deprel::Nsubj | Deprel::Obj | Deprel::Conj)) {
            continue;
        }
        found.push(Stated { value: expression.value, span, first_word: words.start, event });
    }
    found
}

/// Does an auxiliary or an infinitive put the event into the future?
fn is_future(clauses: &Clauses, event: usize, cues: &Cues) -> bool {
    let is_planned = |a: usize| {
        let mut entries = cues.lookup(CueClass::Auxiliary, &clauses.lemma(a));
        entries.any(|(_, e)| e.has(Effect::Planned) && e.when.is_none())
    };
    clauses.has_to(event) || clauses.auxiliaries(event).any(is_planned)
}

/// The date at the start of the text: "Friday, January 4, 2019".
fn dateline(document: &Document, calendar: &Calendar) -> Option<Date> {
    let body = document.sentences.iter().find(|s| !s.is_title)?;
    let begin = body.span.start;
    for sentence in document.sentences.iter().filter(|s| !s.is_title && s.span.start <= begin + DATELINE_WITHIN) {
        let clauses = Clauses::new(document, sentence);
        let reading = Reading { clauses, calendar, anchor: None };
        // Only at the very start, or after a place and a dash.
        for i in 0..sentence.tokens.len().min(6) {
            if let Some(When::Day(date)) = reading.absolute(i).map(|(when, _)| when) {
                let before = document.text.get(sentence.span.start..sentence.tokens.get(i)?.span.start)?;
                let is_plain =
                    before.chars().all(|c| !c.is_lowercase()) || i <= 2 && calendar.weekday(&clauses.form(0)).is_some();
                return is_plain.then_some(date);
            }
        }
    }
    None
}

/// The role of the preposition in front of a date.
fn role_before(reading: &Reading, start: usize) -> Option<Role> {
    let calendar = reading.calendar;
    let mut i = start;
    while let Some(before) = i.checked_sub(1) {
        let word = reading.clauses.form(before);
        if matches!(word.as_str(), "the" | ",") || calendar.is(&word, Role::Part) {
            i = before;
            continue;
        }
        return [Role::Since, Role::Until, Role::From, Role::At].into_iter().find(|&r| calendar.is(&word, r)).or_else(
            || {
                let is_preposition = reading
                    .clauses
                    .token(before)
                    .is_some_and(|t| matches!(t.deprel, Deprel::Case | Deprel::Mark | Deprel::Fixed));
                (!is_preposition).then_some(Role::At)
            },
        );
    }
    Some(Role::At)
}

#[cfg(test)]
mod tests;
