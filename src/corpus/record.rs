//! A record: the fields of one article as a format gives them, before ids are made and dates normalised. Which
//! names feeds give to the fields stands in `data/corpus/fields.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

/// Fields of one article, as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub id: Option<String>,
    pub title: String,
    pub text: String,
    pub date: Option<String>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// Line of the file where it begins, from 1.
    pub line: Option<u64>,
}

/// The names of `data/corpus/fields.toml`, folded.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldNames {
    id: Vec<String>,
    title: Vec<String>,
    text: Vec<String>,
    date: Vec<String>,
    url: Vec<String>,
    publisher: Vec<String>,
    list: Vec<String>,
}

impl FieldNames {
    fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let mut names: FieldNames = toml::from_str(toml)?;
        let fields = [&mut names.id, &mut names.title, &mut names.text, &mut names.date, &mut names.url];
        for name in fields.into_iter().chain([&mut names.publisher, &mut names.list]).flatten() {
            *name = fold(name);
        }
        Ok(names)
    }
}

/// The embedded table; a test holds that it parses, and the readers would otherwise find no field at all.
static NAMES: LazyLock<FieldNames> = LazyLock::new(|| {
    FieldNames::parse(include_str!("../../data/corpus/fields.toml")).unwrap_or(FieldNames {
        id: vec![],
        title: vec![],
        text: vec![],
        date: vec![],
        url: vec![],
        publisher: vec![],
        list: vec![],
    })
});

/// Field names compare without case, spaces, `_` and `-`.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !"_-\u{feff}".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// Named values, in any order and case.
#[derive(Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Adds a value; the first of several with one name counts, and blank ones do not.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.entry(fold(name)).or_insert(value);
        }
    }

    fn take(&self, names: &[String]) -> Option<String> {
        names.iter().find_map(|name| self.0.get(name).cloned())
    }

    fn take_short(&self, names: &[String]) -> Option<String> {
        self.take(names).map(|value| value.trim().to_owned())
    }

    /// The record that these fields make.
    pub fn record(&self, line: Option<u64>) -> Record {
        let mut url = self.take_short(&NAMES.url);
        let mut publisher = self.take_short(&NAMES.publisher);
        if url.is_none() && publisher.as_deref().is_some_and(is_url) {
            url = publisher.take();
        }
        Record {
            id: self.take_short(&NAMES.id),
            title: self.take(&NAMES.title).unwrap_or_default(),
            text: self.take(&NAMES.text).unwrap_or_default(),
            date: self.take_short(&NAMES.date),
            url,
            publisher,
            line,
        }
    }
}

fn is_url(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

/// Does a table with these columns hold texts?
pub(super) fn has_text_column<'a>(mut columns: impl Iterator<Item = &'a str>) -> bool {
    columns.any(|column| NAMES.text.contains(&fold(column)))
}

/// The record of a JSON object; the error says what else it is.
pub(super) fn from_json(value: &Value, line: Option<u64>) -> Result<Record, String> {
    let Value::Object(object) = value else {
        return Err(format!("expected a JSON object, found {}", kind(value)));
    };
    let mut fields = Fields::default();
    for (name, value) in object {
        if let Some(value) = plain(value) {
            fields.add(name, value);
        }
    }
    Ok(fields.record(line))
}

/// The values of a JSON document that stand for articles: those of an array, those of an array inside an object
/// that has no text itself, else the value.
pub(super) fn json_articles(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Object(mut object) => {
            let has_text = has_text_column(object.keys().map(String::as_str));
            let list = object.iter().find(|(name, value)| value.is_array() && NAMES.list.contains(&fold(name)));
            match list.map(|(name, _)| name.clone()).filter(|_| !has_text).and_then(|name| object.remove(&name)) {
                Some(Value::Array(values)) => values,
                _ => vec![Value::Object(object)],
            }
        }
        other => vec![other],
    }
}

/// A value as plain text: strings, numbers, the name of an object (`{"name": "Reuters"}`), paragraphs.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            ["name", "title", "id"].into_iter().find_map(|name| object.get(name)?.as_str().map(str::to_owned))
        }
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("\n\n"))
        }
        Value::Null | Value::Bool(_) => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_names_parses() {
        let names = FieldNames::parse(include_str!("../../data/corpus/fields.toml")).unwrap();
        assert!(names.text.contains(&"fulltext".to_owned()));
        assert_eq!(NAMES.url, names.url);
    }

    #[test]
    fn names_vary() {
        let json = serde_json::json!({
            "Headline": "Ferry resumes", "Full_Text": "It sails.", "published-at": "2025-02-01",
            "source": {"id": null, "name": "Visby Post"}, "ID": 17, "link": " https://visby.example/17 "
        });
        let record = from_json(&json, Some(3)).unwrap();
        assert_eq!(record.id.as_deref(), Some("17"));
        assert_eq!((record.title.as_str(), record.text.as_str()), ("Ferry resumes", "It sails."));
        assert_eq!(record.publisher.as_deref(), Some("Visby Post"));
        assert_eq!(record.url.as_deref(), Some("https://visby.example/17"));
        assert_eq!(record.line, Some(3));
        let record = from_json(&serde_json::json!({"text": "x", "source": "https://visby.example"}), None).unwrap();
        assert_eq!((record.url.as_deref(), record.publisher), (Some("https://visby.example"), None));
    }
}
