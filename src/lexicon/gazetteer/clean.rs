//! The rules by which source tables are cleaned, read from `data/gazetteer/curation.toml`: which entities are kept and
//! as what, how well known they are, and which of their names are names indeed.

use serde::Deserialize;

use super::{NameKind, Record};
use crate::error::{Error, Result};
use crate::lexicon::fold::fold;
use crate::lexicon::{Demonyms, EntityType, StateKind, name_words};

const FILE: &str = "gazetteer/curation.toml";
/// Longest folded names that are kept, in bytes.
const LONGEST_ALIAS: usize = 60;
const LONGEST_LABEL: usize = 120;
/// Prior from which a person gets the other usual spellings of the name.
const WELL_KNOWN: f32 = 0.5;

/// The cleaning rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curation {
    foreign_aliases_in: Vec<String>,
    checked_place_names_in: Vec<String>,
    english_words: Vec<String>,
    scripts: Vec<String>,
    family_name_first: Vec<String>,
    surname_spellings: Vec<(String, String)>,
    #[serde(rename = "type")]
    types: Vec<TypeRule>,
    #[serde(rename = "prior")]
    priors: Vec<PriorRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRule {
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    label: Vec<String>,
    #[serde(default)]
    label_is: Vec<String>,
    #[serde(default)]
    description: Vec<String>,
    is: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriorRule {
    of: Vec<String>,
    #[serde(default)]
    description: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    only_up_to: Option<f32>,
    cap: Option<f32>,
    floor: Option<f32>,
}

fn has_any(folded: &str, phrases: &[String]) -> bool {
    let padded = format!(" {folded} ");
    phrases.iter().any(|p| padded.contains(&format!(" {p} ")))
}

impl Curation {
    /// The built-in rules.
    pub fn embedded() -> Result<Curation> {
        Curation::parse(include_str!("../../../data/gazetteer/curation.toml"), FILE)
    }

    /// Rules from the text of a file.
    ///
    /// # Errors
    /// Not TOML, unknown fields, or an unknown type.
    pub fn parse(text: &str, file: &str) -> Result<Curation> {
        let curation: Curation = toml::from_str(text).map_err(|e| {
            let line = e.span().map(|s| text.get(..s.start).unwrap_or_default().lines().count().max(1) as u64);
            Error::data(file, line, e.message().to_owned())
        })?;
        for rule in &curation.types {
            if rule.is != "drop" && type_named(&rule.is).is_none() {
                return Err(Error::data(file, None, format!("unknown type `{}`", rule.is)));
            }
        }
        Ok(curation)
    }

    /// The type of a record; `None` where it is to be left out.
    pub(super) fn entity_type(&self, record: &Record) -> Option<EntityType> {
        if let Some(known) = type_named(&record.kind) {
            return Some(known);
        }
        if !without_parenthesis(&record.label).chars().all(|c| self.is_kept_script(c)) {
            return None;
        }
        let (label, description) = (fold(&record.label), fold(&record.description));
        let fits = |rule: &&TypeRule| {
            let of = rule.of.is_empty() || rule.of.contains(&record.kind);
            let any = rule.label.is_empty() && rule.description.is_empty() && rule.label_is.is_empty();
            let says = has_any(&label, &rule.label) || has_any(&description, &rule.description);
            of && (any || says || rule.label_is.contains(&label))
        };
        let rule = self.types.iter().find(fits)?;
        type_named(&rule.is)
    }

    /// The country that the description names, where the table has none: "member of parliament, Ireland (as of 2015)",
    /// "American actor".
    pub(super) fn country(&self, record: &Record) -> String {
        if !record.country.is_empty() || record.kind == "country" {
            return record.country.clone();
        }
        let demonyms = Demonyms::embedded();
        let words: Vec<&str> = record.description.split(|c: char| !c.is_alphanumeric() && c != '.').collect();
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        for start in 0..words.len() {
            for length in (1..=3).rev() {
                let phrase = words.get(start..start + length).unwrap_or_default().join(" ");
                let state = demonyms.named(&phrase).or_else(|| demonyms.country_of(&phrase));
                if let Some(code) = state.filter(|s| s.kind != StateKind::People).and_then(|s| s.iso.clone()) {
                    return code;
                }
            }
        }
        String::new()
    }

    /// The prior, bounded by the first rule that fits.
    pub(super) fn prior(&self, record: &Record) -> f32 {
        let description = fold(&record.description);
        let fits = |rule: &&PriorRule| {
            rule.of.contains(&record.kind)
                && rule.only_up_to.is_none_or(|limit| record.prior <= limit)
                && (rule.description.is_empty() || has_any(&description, &rule.description))
                && (rule.sources.is_empty() || rule.sources.contains(&record.sources))
                && !has_any(&description, &rule.unless)
        };
        let rule = self.priors.iter().find(fits);
        let capped = record.prior.min(rule.and_then(|r| r.cap).unwrap_or(1.0));
        capped.max(rule.and_then(|r| r.floor).unwrap_or(0.0)).clamp(0.0, 1.0)
    }

    /// Label and aliases of a record that pass the rules, as they stand.
    pub(super) fn checked_aliases(&self, record: &Record) -> Vec<String> {
        let entity_type = self.entity_type(record).unwrap_or(EntityType::Concept);
        let aliases = record.aliases.iter().filter(|a| self.is_name(a, record, entity_type));
        std::iter::once(&record.label).chain(aliases).cloned().collect()
    }

    /// Folded names of a record, the label first. Aliases that are no names of it are dropped, variants that news uses
    /// are added (surname, name without middle initial, company without its legal form).
    pub(super) fn names(&self, record: &Record, entity_type: EntityType, prior: f32) -> Vec<(String, NameKind)> {
        let mut names = Names::default();
        let bare = without_parenthesis(&record.label);
        names.add(&fold(&record.label), NameKind::Label);
        names.add(&fold(bare), NameKind::Alias);
        for alias in &record.aliases {
            if record.is_trusted || self.is_name(alias, record, entity_type) {
                self.add_alias(&mut names, alias, &fold(bare), entity_type, record.is_trusted);
            }
        }
        if let Some(state) = Demonyms::embedded().by_qid(&format!("Q{}", record.qid)) {
            for form in state.all_names() {
                names.add(&fold(form), NameKind::Alias);
            }
        }
        match entity_type {
            EntityType::Person => {
                self.add_person_variants(&mut names, record, prior);
                if prior >= WELL_KNOWN {
                    self.add_spellings(&mut names);
                }
            }
            EntityType::Organization => Self::add_company_variants(&mut names),
            _ => {}
        }
        for (name, kind) in names.list.clone() {
            if let Some(rest) = name.strip_prefix("united states ") {
                names.add(&format!("us {rest}"), kind.max(NameKind::Alias));
            }
        }
        names.list
    }

    fn add_alias(&self, names: &mut Names, alias: &str, label: &str, entity_type: EntityType, trusted: bool) {
        let is_acronym = (2..=6).contains(&alias.len())
            && alias.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.')
            && alias.starts_with(|c: char| c.is_ascii_uppercase());
        if is_acronym {
            if trusted || !matches!(entity_type, EntityType::Person | EntityType::Country | EntityType::Place) {
                names.add(&fold(alias), NameKind::Acronym);
            }
            return;
        }
        let mut folded = fold(alias);
        if entity_type == EntityType::Person
            && let Some((surname, given)) = alias.split_once(", ")
        {
            let given = fold(given);
            let given: Vec<&str> = given.split(' ').filter(|g| !name_words().is_patronymic(g)).collect();
            folded = format!("{} {}", given.join(" "), fold(surname));
        }
        let is_surname = !trusted && entity_type == EntityType::Person && label.ends_with(&format!(" {folded}"));
        let kind = if is_surname {
            NameKind::Surname
        } else if trusted {
            NameKind::Usual
        } else {
            NameKind::Alias
        };
        names.add(folded.trim(), kind);
    }

    /// Is this alias of a source table a name of the entity that English-language news or its region may use?
    fn is_name(&self, alias: &str, record: &Record, entity_type: EntityType) -> bool {
        let folded = fold(alias);
        let letters = alias.chars().filter(|c| c.is_alphabetic()).count();
        let has_capital = alias.chars().any(char::is_uppercase) || !alias.chars().any(char::is_lowercase);
        if letters < 2 || !has_capital || !alias.chars().all(|c| self.is_kept_script(c)) || alias.contains('\u{fffd}') {
            return false;
        }
        match entity_type {
            EntityType::Country | EntityType::Place => {
                let label = fold(without_parenthesis(&record.label));
                let is_latin = alias.is_ascii() || alias.chars().all(|c| (c as u32) < 0x250);
                let wanted = if is_latin { 0.9 } else { 0.75 };
                !alias.contains([',', '/', '('])
                    && folded.len() > 3
                    && (strsim::jaro_winkler(&label, &folded) >= wanted
                        || (folded.contains(' ') && format!(" {folded} ").contains(&format!(" {label} ")))
                        || self.checked_place_names_in.iter().any(|s| record.sources.starts_with(s.as_str())))
            }
            EntityType::Person => {
                let label = fold(&record.label);
                let is_given_name = !folded.contains(' ') && label.starts_with(&format!("{folded} "));
                !is_given_name
            }
            _ => {
                let is_foreign = self.foreign_aliases_in.contains(&record.sources) && folded.contains(' ');
                !is_foreign || has_any(&folded, &self.english_words)
            }
        }
    }

    fn is_kept_script(&self, letter: char) -> bool {
        let script = match u32::from(letter) {
            0..=0x24f | 0x1e00..=0x1eff | 0x2000..=0x206f | 0x259 => return true,
            0x300..=0x36f => return true,
            0x370..=0x3ff | 0x1f00..=0x1fff => "Greek",
            0x400..=0x52f => "Cyrillic",
            0x530..=0x58f => "Armenian",
            0x10a0..=0x10ff => "Georgian",
            0x600..=0x6ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff => "Arabic",
            _ => return false,
        };
        self.scripts.iter().any(|s| s == script)
    }

    fn add_person_variants(&self, names: &mut Names, record: &Record, prior: f32) {
        let label = fold(without_parenthesis(&record.label));
        let words = name_words().without_suffixes(&label.split(' ').collect::<Vec<_>>());
        let &[first, .., last] = words.as_slice() else { return };
        let without_initials: Vec<&str> = words.iter().copied().filter(|w| w.len() > 1).collect();
        if without_initials.len() >= 2 && without_initials.len() < words.len() {
            names.add(&without_initials.join(" "), NameKind::Alias);
        }
        let family_first = self.family_name_first.contains(&record.country);
        if family_first && words.len() <= 3 {
            names.add(first, NameKind::Surname);
            return;
        }
        names.add(last, NameKind::Surname);
        let mut start = words.len() - 1;
        while start > 1 && words.get(start - 1).is_some_and(|w| name_words().is_particle(w)) {
            start -= 1;
            names.add(&words.get(start..).unwrap_or_default().join(" "), NameKind::Surname);
        }
        if words.len() >= 3 && prior >= 0.3 {
            names.add(&format!("{first} {last}"), NameKind::Alias);
        }
        if words.len() >= 3 && prior >= 0.5 {
            names.add(&words.get(words.len() - 2..).unwrap_or_default().join(" "), NameKind::Surname);
        }
    }

    /// The full name with its parts in other usual transliterations.
    fn add_spellings(&self, names: &mut Names) {
        let full: Vec<String> = names.list.iter().map(|(n, _)| n.clone()).filter(|n| n.contains(' ')).collect();
        for name in full {
            let Some((given, surname)) = name.rsplit_once(' ') else { continue };
            let ends = |(from, to): &(String, String)| Some(format!("{}{to}", surname.strip_suffix(from.as_str())?));
            let mut surnames = vec![surname.to_owned()];
            surnames.extend(self.surname_spellings.iter().filter_map(ends));
            let first = given.split(' ').next().unwrap_or_default();
            let rest = given.strip_prefix(first).unwrap_or_default();
            let forms = name_words().given_name_forms(first);
            let givens = forms.map_or_else(|| vec![first], |forms| forms.iter().map(String::as_str).collect());
            for given in givens {
                for surname in &surnames {
                    names.add(&format!("{given}{rest} {surname}"), NameKind::Alias);
                }
            }
        }
        for (name, kind) in names.list.clone() {
            if kind == NameKind::Surname {
                for (from, to) in &self.surname_spellings {
                    if let Some(stem) = name.strip_suffix(from.as_str()) {
                        names.add(&format!("{stem}{to}"), NameKind::Surname);
                    }
                }
            }
        }
    }

    fn add_company_variants(names: &mut Names) {
        for (name, kind) in names.list.clone() {
            let short = name_words().without_legal_form(&name.split(' ').collect::<Vec<_>>()).join(" ");
            if short.len() >= 3 && short.len() < name.len() && kind != NameKind::Acronym {
                names.add(&short, NameKind::Alias);
            }
        }
    }
}

#[derive(Default)]
struct Names {
    list: Vec<(String, NameKind)>,
}

impl Names {
    fn add(&mut self, folded: &str, kind: NameKind) {
        let longest = if kind == NameKind::Label { LONGEST_LABEL } else { LONGEST_ALIAS };
        if folded.len() < 2 || folded.len() > longest || folded.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        if !self.list.iter().any(|(n, _)| n == folded) {
            self.list.push((folded.to_owned(), kind));
        }
    }
}

fn without_parenthesis(label: &str) -> &str {
    match label.split_once(" (") {
        Some((bare, _)) if !bare.is_empty() => bare,
        _ => label,
    }
}

fn type_named(name: &str) -> Option<EntityType> {
    match name {
        "org" => None,
        _ => EntityType::ALL.into_iter().find(|t| t.as_str() == name),
    }
}
