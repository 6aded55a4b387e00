//! Names of months and weekdays and the words around dates: `data/time/calendar.toml`, typed.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, Result};

const FILE: &str = "time/calendar.toml";

/// The words of dates, all in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    numbers: Vec<String>,
    days: BTreeMap<String, i32>,
    steps: BTreeMap<String, i32>,
    units: BTreeMap<Unit, Vec<String>>,
    words: BTreeMap<Role, Vec<String>>,
}

/// Unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // the names say it
pub enum Unit {
    Day,
    Week,
    Month,
    Year,
    Night,
    PartOfDay,
}

/// What a word beside a date says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// "two days **ago**"
    Ago,
    /// "**on** Friday": the date of the event.
    At,
    /// "**since** 2014": it began then.
    Since,
    /// "**until** 2014": it ended then.
    Until,
    /// "**from** 2014 to 2019"
    From,
    /// "from 2014 **to** 2019"
    To,
    /// "**early** May"
    Part,
}

impl Calendar {
    /// The list built into the program.
    ///
    /// # Errors
    /// [`Error::Data`] where it is malformed.
    pub fn built_in() -> Result<Self> {
        let calendar: Calendar = toml::from_str(include_str!("../../data/time/calendar.toml"))
            .map_err(|e| Error::data(FILE, None, e.message().replace('\n', " ")))?;
        if calendar.months.len() != 12 || calendar.weekdays.len() != 7 {
            return Err(Error::data(FILE, None, "there must be 12 months and 7 weekdays"));
        }
        Ok(calendar)
    }

    /// Number of the month, from 1.
    pub fn month(&self, word: &str) -> Option<i8> {
        position(&self.months, word).map(|i| i as i8 + 1)
    }

    /// Number of the weekday, Monday 1 to Sunday 7.
    pub fn weekday(&self, word: &str) -> Option<i8> {
        position(&self.weekdays, word).map(|i| i as i8 + 1)
    }

    /// A number in digits or as a word up to twelve.
    pub fn number(&self, word: &str) -> Option<i32> {
        word.parse().ok().or_else(|| self.numbers.iter().position(|n| n == word).map(|i| i as i32 + 1))
    }

    /// Days from the dateline ("yesterday": -1).
    pub fn days_from_now(&self, word: &str) -> Option<i32> {
        self.days.get(word).copied()
    }

    /// Units from the dateline ("last": -1).
    pub fn step(&self, word: &str) -> Option<i32> {
        self.steps.get(word).copied()
    }

    /// The unit that a word names.
    pub fn unit(&self, word: &str) -> Option<Unit> {
        self.units.iter().find(|(_, words)| words.iter().any(|w| w == word)).map(|(unit, _)| *unit)
    }

    /// Does a word say this about the date beside it?
    pub fn is(&self, word: &str, role: Role) -> bool {
        self.words.get(&role).is_some_and(|words| words.iter().any(|w| w == word))
    }
}

fn position(names: &[Vec<String>], word: &str) -> Option<usize> {
    names.iter().position(|forms| forms.iter().any(|f| f == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_in_any_form() {
        let calendar = Calendar::built_in().unwrap();
        assert_eq!(calendar.month("sept."), Some(9));
        assert_eq!(calendar.weekday("sunday"), Some(7));
        assert_eq!(calendar.number("twelve"), Some(12));
        assert_eq!(calendar.number("30"), Some(30));
        assert_eq!(calendar.unit("weeks"), Some(Unit::Week));
        assert!(calendar.is("since", Role::Since) && !calendar.is("after", Role::At));
    }
}
