//! Time expressions: from words to a date, month, year or span of time.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::role_before;
use crate::lexicon::{Calendar, Role, Unit};
use crate::relation::clause::Clauses;

/// Years that a bare number may stand for.
const YEARS: Range<i16> = 1500..2100;

/// A point in time with its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Day(Date),
    Month(i16, i8),
    Year(i16),
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Day(date) => write!(f, "{date}"),
            When::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            When::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// A time expression: its words and its ISO form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expression {
    pub words: Range<usize>,
    pub value: String,
}

/// What a sentence is read with.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub clauses: Clauses<'a>,
    pub calendar: &'a Calendar,
    pub anchor: Option<Date>,
}

impl Reading<'_> {
    /// The expression that begins at word `i`. `is_future` tells of a word whether its event lies ahead.
    pub fn at(&self, i: usize, is_future: impl Fn(usize) -> bool) -> Option<Expression> {
        let future = |words: &Range<usize>| {
            let event = words.clone().find_map(|w| self.clauses.head(w).filter(|h| !words.contains(h)));
            event.is_some_and(&is_future)
        };
        let (when, words) = self.when(i, &future)?;
        let role = role_before(self, i)?;
        let joint = words.end;
        let may_span = self.calendar.is(&self.form(joint), Role::To) && (role == Role::From || self.is_dash(joint));
        if let Some((end, more)) = may_span.then(|| self.when(joint + 1, &future)).flatten() {
            return Some(Expression { words: words.start..more.end, value: format!("{when}/{end}") });
        }
        let value = match role {
            Role::Since => format!("{when}/"),
            Role::Until => format!("/{when}"),
            Role::From => return None,
            _ => when.to_string(),
        };
        Some(Expression { words, value })
    }

    fn when(&self, i: usize, future: &impl Fn(&Range<usize>) -> bool) -> Option<(When, Range<usize>)> {
        self.absolute(i).or_else(|| self.without_year(i, future)).or_else(|| self.relative(i, future))
    }

    /// "January 4, 2019", "4 January 2019", "January 2019", "2019", "2019-01-04", each with a weekday before it.
    pub fn absolute(&self, i: usize) -> Option<(When, Range<usize>)> {
        let mut start = i;
        if self.calendar.weekday(&self.form(start)).is_some() {
            start += 1 + usize::from(self.form(start + 1) == ",");
        }
        if let Ok(date) = self.form(start).parse::<Date>() {
            return Some((When::Day(date), i..start + 1));
        }
        if let Some((month, day, end)) = self.month_and_day(start) {
            let year_at = end + usize::from(self.form(end) == ",");
            let year = self.year(year_at)?;
            let date = Date::new(year, month, day).ok()?;
            return Some((When::Day(date), i..year_at + 1));
        }
        if start != i {
            return None;
        }
        if let Some(month) = self.month(i) {
            let year_at = i + 1 + usize::from(matches!(self.form(i + 1).as_str(), "," | "of"));
            return self.year(year_at).map(|year| (When::Month(year, month), i..year_at + 1));
        }
        self.year(i).map(|year| (When::Year(year), i..i + 1))
    }

    /// "January 4", "4 January", "May" (after a preposition): the nearest one on the right side of the dateline.
    fn without_year(&self, i: usize, future: &impl Fn(&Range<usize>) -> bool) -> Option<(When, Range<usize>)> {
        let anchor = self.anchor?;
        let mut start = i;
        if self.calendar.weekday(&self.form(start)).is_some() {
            start += 1 + usize::from(self.form(start + 1) == ",");
        }
        if let Some((month, day, end)) = self.month_and_day(start) {
            let words = i..end;
            let year = anchor.year();
            let this = Date::new(year, month, day).ok()?;
            let year = match future(&words) {
                true if this < anchor => year + 1,
                false if this > anchor => year - 1,
                _ => year,
            };
            return Date::new(year, month, day).ok().map(|date| (When::Day(date), words));
        }
        let month = self.month(i).filter(|_| start == i)?;
        let words = i..i + 1;
        let year = anchor.year();
        let year = match future(&words) {
            true if month < anchor.month() => year + 1,
            false if month > anchor.month() => year - 1,
            _ => year,
        };
        Some((When::Month(year, month), words))
    }

    /// "yesterday", "last Friday", "Friday night", "two months ago", "next year", "last night".
    fn relative(&self, i: usize, future: &impl Fn(&Range<usize>) -> bool) -> Option<(When, Range<usize>)> {
        let anchor = self.anchor?;
        let word = self.form(i);
        if let Some(days) = self.calendar.days_from_now(&word) {
            return day_from(anchor, days).map(|d| (When::Day(d), i..i + 1));
        }
        if self.calendar.weekday(&word).is_some() {
            let words = i..i + 1;
            let ahead = future(&words);
            return self.weekday_near(anchor, &word, ahead).map(|d| (When::Day(d), words));
        }
        if let Some(step) = self.calendar.step(&word) {
            return self.stepped(anchor, i, step);
        }
        let count = self.calendar.number(&word).or_else(|| (word == "a").then_some(1))?;
        let unit = self.calendar.unit(&self.form(i + 1)).filter(|_| self.calendar.is(&self.form(i + 2), Role::Ago))?;
        let when = match unit {
            Unit::Day => When::Day(day_from(anchor, -count)?),
            Unit::Month => month_from(anchor, -count)?,
            Unit::Year => When::Year(anchor.year().checked_sub(i16::try_from(count).ok()?)?),
            Unit::Week | Unit::Night | Unit::PartOfDay => return None,
        };
        Some((when, i..i + 3))
    }

    /// "last Friday", "next month", "this morning", "last May".
    fn stepped(&self, anchor: Date, i: usize, step: i32) -> Option<(When, Range<usize>)> {
        let word = self.form(i + 1);
        let words = i..i + 2;
        if self.calendar.weekday(&word).is_some() {
            return self.weekday_near(anchor, &word, step > 0).map(|d| (When::Day(d), words));
        }
        if let Some(month) = self.month(i + 1) {
            let year = match step {
                1.. if month <= anchor.month() => anchor.year() + 1,
                ..=-1 if month >= anchor.month() => anchor.year() - 1,
                _ => anchor.year(),
            };
            return Some((When::Month(year, month), words));
        }
        let when = match self.calendar.unit(&word)? {
            Unit::Month => month_from(anchor, step)?,
            Unit::Year => When::Year(anchor.year().checked_add(i16::try_from(step).ok()?)?),
            Unit::Night => When::Day(day_from(anchor, step)?),
            Unit::PartOfDay if step == 0 => When::Day(anchor),
            _ => return None,
        };
        Some((when, words))
    }

    /// The weekday on or before the dateline, or after it.
    fn weekday_near(&self, anchor: Date, word: &str, ahead: bool) -> Option<Date> {
        let wanted = i32::from(self.calendar.weekday(word)?);
        let today = i32::from(anchor.weekday().to_monday_one_offset());
        let back = (today - wanted).rem_euclid(7);
        let days = if ahead { if back == 0 { 0 } else { 7 - back } } else { -back };
        day_from(anchor, days)
    }

    fn month_and_day(&self, i: usize) -> Option<(i8, i8, usize)> {
        if let (Some(month), Some(day)) = (self.month(i), self.day(i + 1)) {
            return Some((month, day, i + 2));
        }
        let day = self.day(i)?;
        let month_at = i + 1 + usize::from(self.form(i + 1) == "of");
        self.month(month_at).map(|month| (month, day, month_at + 1))
    }

    /// A month's name, with a capital ("may" is a verb).
    fn month(&self, i: usize) -> Option<i8> {
        let token = self.clauses.token(i)?;
        let has_capital = token.span.of(&self.clauses.document.text).starts_with(char::is_uppercase);
        self.calendar.month(&self.form(i)).filter(|_| has_capital && !self.clauses.is_verb(i))
    }

    fn day(&self, i: usize) -> Option<i8> {
        let form = self.form(i);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|e| form.strip_suffix(e)).unwrap_or(&form);
        digits.parse().ok().filter(|d| (1..=31).contains(d))
    }

    fn year(&self, i: usize) -> Option<i16> {
        let form = self.form(i);
        let year = form.parse().ok().filter(|y| form.len() == 4 && YEARS.contains(y))?;
        // "2000 people" is no year, "the 2000 election" is: a year counts nothing.
        let counts = self.clauses.deprel(i) == crate::document::Deprel::Nummod
            && self.clauses.head(i).is_some_and(|h| self.clauses.has_feature(h, "Number=Plur"));
        (!counts).then_some(year)
    }

    fn is_dash(&self, i: usize) -> bool {
        matches!(self.form(i).as_str(), "-" | "–" | "—")
    }

    fn form(&self, i: usize) -> String {
        self.clauses.form(i)
    }
}

fn day_from(anchor: Date, days: i32) -> Option<Date> {
    anchor.checked_add(i64::from(days).days()).ok()
}

fn month_from(anchor: Date, months: i32) -> Option<When> {
    let date = anchor.checked_add(i64::from(months).months()).ok()?;
    Some(When::Month(date.year(), date.month()))
}
