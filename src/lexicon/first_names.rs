//! Given names and the gender that they tell: `data/lexicon/first-names.tsv`.

use std::collections::HashMap;

use super::Gender;
use crate::error::{Error, Result};

const FILE: &str = "lexicon/first-names.tsv";

/// Given names with their gender.
#[derive(Debug, Clone, Default)]
pub struct FirstNames {
    genders: HashMap<String, Gender>,
}

impl FirstNames {
    /// The list that is built in.
    ///
    /// # Errors
    /// [`Error::Data`] with the line that is wrong.
    pub fn embedded() -> Result<Self> {
        Self::parse(include_str!("../../data/lexicon/first-names.tsv"))
    }

    /// Reads `name TAB gender TAB origin` lines; lines that start with `#` and the header are passed over.
    ///
    /// # Errors
    /// [`Error::Data`] with the line that is wrong.
    pub fn parse(input: &str) -> Result<Self> {
        let mut genders = HashMap::new();
        for (line, number) in input.lines().zip(1u64..) {
            if line.starts_with('#') || line.starts_with("name\t") || line.trim().is_empty() {
                continue;
            }
            let mut columns = line.split('\t');
            let (Some(name), Some(gender)) = (columns.next(), columns.next()) else {
                return Err(Error::data(FILE, Some(number), "a line needs name and gender, separated by a tab"));
            };
            let gender = match gender {
                "m" => Gender::Male,
                "f" => Gender::Female,
                other => return Err(Error::data(FILE, Some(number), format!("{other} is no gender (m or f)"))),
            };
            genders.insert(any_ascii::any_ascii(name).to_lowercase(), gender);
            genders.insert(name.to_owned(), gender);
        }
        Ok(FirstNames { genders })
    }

    /// The gender of a given name in any capitals, with or without diacritics.
    pub fn gender(&self, name: &str) -> Option<Gender> {
        let lower = name.to_lowercase();
        self.genders.get(&lower).or_else(|| self.genders.get(&any_ascii::any_ascii(&lower).to_lowercase())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_and_without_diacritics() {
        let names = FirstNames::embedded().expect("the built-in list is well-formed");
        assert_eq!(names.gender("Nikol"), Some(Gender::Male));
        assert_eq!(names.gender("François"), Some(Gender::Male));
        assert_eq!(names.gender("Francois"), Some(Gender::Male));
        assert_eq!(names.gender("Mehriban"), Some(Gender::Female));
        assert_eq!(names.gender("Xyzzy"), None);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = FirstNames::parse("name\tgender\torigin\nada\tx\t\n").expect_err("x is no gender");
        assert_eq!(error.to_string(), "lexicon/first-names.tsv:2: x is no gender (m or f)");
    }
}
