//! Tables of entities as they come: the tab-separated source table and an analyst's own CSV.

use std::io::BufRead;
use std::path::Path;

use crate::error::{Error, Result};
use crate::lexicon::{EntityType, is_qid};

/// One entity of a source table, not yet cleaned.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Number of the Wikidata id.
    pub qid: u32,
    /// Type as the table has it: `person`, `org`, `country`, `place`, `other`, or a type of Tidings in lower case.
    pub kind: String,
    /// Its usual English name.
    pub label: String,
    /// Other names, as they come.
    pub aliases: Vec<String>,
    /// A few words on what it is.
    pub description: String,
    /// ISO 3166 code of the country; may be empty.
    pub country: String,
    /// How well-known it is, 0 to 1.
    pub prior: f32,
    /// Sources, separated by commas.
    pub sources: String,
    /// The names are the analyst's own: nothing is cleaned away.
    pub is_trusted: bool,
}

/// How the sources of a row begin whose names were checked one by one.
const TRUSTED: [&str; 3] = ["checked", "written", "own"];

const TSV: [&str; 8] = ["qid", "type", "label", "aliases", "description", "country", "prior", "sources"];

/// Read the tab-separated table: qid, type, label, aliases (`|`), description, country, prior, sources; with a header.
/// Rows whose sources begin with "checked", "written" or "own" are taken as they are.
///
/// # Errors
/// A row that is broken, with its line.
pub fn read_tsv(path: &Path) -> Result<Vec<Record>> {
    let file = std::fs::File::open(path).map_err(|e| Error::io(path, e))?;
    let mut records = Vec::new();
    for (number, line) in (1u64..).zip(std::io::BufReader::new(file).lines()) {
        let line = line.map_err(|e| Error::io(path, e))?;
        let fields: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
        let wrong = |message: String| Error::input(path, Some(number), message);
        if number == 1 {
            if !fields.iter().take(7).eq(TSV.iter().take(7)) {
                return Err(wrong(format!("the first line must name the columns: {}", TSV.join(", "))));
            }
            continue;
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let &[qid, kind, label, aliases, description, country, prior, sources] = fields.as_slice() else {
            return Err(wrong(format!("{} fields instead of {}", fields.len(), TSV.len())));
        };
        records.push(Record {
            qid: parse_qid(qid).map_err(wrong)?,
            kind: kind.to_owned(),
            label: label.to_owned(),
            aliases: split_aliases(aliases),
            description: description.to_owned(),
            country: country.to_owned(),
            prior: prior.parse().map_err(|_| wrong(format!("the prior `{prior}` is not a number")))?,
            sources: sources.to_owned(),
            is_trusted: TRUSTED.iter().any(|t| sources.starts_with(t)),
        });
    }
    Ok(records)
}

#[derive(serde::Deserialize)]
struct CsvRow {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    wikidata: String,
    #[serde(default)]
    country: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    description: String,
}

/// Columns that an analyst's CSV must have.
const REQUIRED: [&str; 3] = ["name", "type", "wikidata"];

/// Read an analyst's CSV with the columns name, type, wikidata, country, aliases (`|`), and optionally description, in
/// any order. Types are those of Tidings ([`EntityType`]) and the short forms of the other tables (`org`), in capitals or
/// not. Its entities count as well known.
///
/// # Errors
/// A missing column, or a broken row, with its line.
pub fn read_csv(path: &Path) -> Result<Vec<Record>> {
    let file = std::fs::File::open(path).map_err(|e| Error::io(path, e))?;
    let mut reader = csv::Reader::from_reader(file);
    let mut records = Vec::new();
    let headers = reader.headers().map_err(|e| Error::input(path, Some(1), e.to_string()))?.clone();
    if let Some(missing) = REQUIRED.iter().find(|&&column| !headers.iter().any(|h| h.trim() == column)) {
        let message = format!("there is no column `{missing}`; the first line must name the columns, between commas");
        return Err(Error::input(path, Some(1), message));
    }
    let headers: csv::StringRecord = headers.iter().map(str::trim).collect();
    let mut row = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut row);
        let line = row.position().map(csv::Position::line);
        let wrong = |message: String| Error::input(path, line, message);
        if !more.map_err(|e| wrong(e.to_string()))? {
            return Ok(records);
        }
        let fields: CsvRow = row.deserialize(Some(&headers)).map_err(|e| wrong(e.to_string()))?;
        if fields.name.trim().is_empty() {
            return Err(wrong("the name is empty".to_owned()));
        }
        records.push(Record {
            qid: parse_qid(fields.wikidata.trim()).map_err(wrong)?,
            kind: own_type(&fields.kind).map_err(wrong)?.as_str().to_owned(),
            label: fields.name.trim().to_owned(),
            aliases: split_aliases(&fields.aliases),
            description: fields.description,
            country: fields.country.trim().to_owned(),
            prior: 0.8,
            sources: "own".to_owned(),
            is_trusted: true,
        });
    }
}

/// The type that a user wrote: `Person`, `person`, `org`, `organisation`.
fn own_type(text: &str) -> Result<EntityType, String> {
    let wanted = text.trim().to_lowercase().replace("organisation", "organization");
    let is_it = |t: &EntityType| {
        let name = t.as_str().to_lowercase();
        name == wanted || wanted == "org" && *t == EntityType::Organization
    };
    EntityType::ALL.into_iter().find(is_it).ok_or_else(|| {
        let known = EntityType::ALL.map(|t| t.as_str().to_lowercase()).join(", ");
        format!("unknown type `{}` (known are {known})", text.trim())
    })
}

fn parse_qid(text: &str) -> Result<u32, String> {
    let number = is_qid(text).then(|| text.get(1..)).flatten().and_then(|n| n.parse().ok());
    number.ok_or_else(|| format!("`{text}` is not a Wikidata id"))
}

fn split_aliases(field: &str) -> Vec<String> {
    field.split('|').map(str::trim).filter(|a| !a.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_table_in_any_column_order() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("own.csv");
        std::fs::write(&path, "type,name,aliases,country,wikidata\nperson,Ada Byron,Ada Lovelace|A. Byron,GB,Q7259\n")
            .expect("written");
        let records = read_csv(&path).expect("read");
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].aliases, ["Ada Lovelace", "A. Byron"]);
        std::fs::write(&path, "type,name,aliases,country,wikidata\nperson,Ada Byron,,GB,7259\n").expect("written");
        let error = read_csv(&path).expect_err("no id");
        assert!(error.to_string().ends_with("own.csv:2: `7259` is not a Wikidata id"), "{error}");
    }
}
