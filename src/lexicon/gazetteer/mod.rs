//! The gazetteer: names -> things with a Wikidata id. In: one or several compact files (the first is built in); out:
//! [`Hit`]s for a name, with label, type, country, prior and a short description. Names, types and priors are
//! inflated when a file is opened, labels and descriptions block by block when first asked for.

mod build;
mod clean;
mod format;
mod names;
mod source;
mod wikidata;

use std::path::Path;
use std::sync::OnceLock;

pub use build::{BuildSummary, Builder};
pub use clean::Curation;
use format::{Columns, Layer};
pub use source::{Record, read_csv, read_tsv};
pub use wikidata::{DumpEnd, DumpEvent, DumpProgress, Selection, read_wikidata_dump};

use super::EntityType;
use super::fold::fold_into;
use crate::error::{Error, Result};

/// How the looked-up name relates to the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Its label.
    Label,
    /// A name by which news usually calls it, checked by hand.
    Usual,
    /// Another name of it.
    Alias,
    /// Initials of a body ("CSTO"), or a code.
    Acronym,
    /// Only the surname of a person.
    Surname,
}

impl NameKind {
    /// The kind in words.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Label => "label",
            NameKind::Usual => "usual name",
            NameKind::Alias => "alias",
            NameKind::Acronym => "acronym",
            NameKind::Surname => "surname",
        }
    }
}

/// An entity that bears the looked-up name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which file of the stack.
    layer: usize,
    /// Index within that file.
    index: u32,
    /// Number of the Wikidata id.
    pub qid: u32,
    /// Its type.
    pub entity_type: EntityType,
    /// How well-known it is, 0 to 1.
    pub prior: f32,
    /// How the name relates to it.
    pub kind: NameKind,
}

impl Hit {
    /// The Wikidata id, `Q…`.
    pub fn wikidata(&self) -> String {
        format!("Q{}", self.qid)
    }
}

/// What the gazetteer tells of an entity in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its usual English name.
    pub label: String,
    /// A few words on what it is; may be empty and may be out of date.
    pub description: String,
    /// ISO 3166 code of its country (`AZ`, `US-GA`); may be empty.
    pub country: String,
}

/// A stack of gazetteer files; later ones add to and override earlier ones.
#[derive(Debug)]
pub struct Gazetteer {
    layers: Vec<Layer>,
}

impl Gazetteer {
    /// The gazetteer that is built in.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| Gazetteer::built_in().expect("the built-in gazetteer is well-formed"))
    }

    fn built_in() -> Result<Gazetteer> {
        let bytes: &'static [u8] = include_bytes!("../../../data/gazetteer/gazetteer.bin");
        Ok(Gazetteer { layers: vec![Layer::parse(bytes.into(), "gazetteer/gazetteer.bin")?] })
    }

    /// The built-in gazetteer with the analyst's own files on top, in this order: gazetteer files, or tables (`.csv`,
    /// `.tsv`) as [`read_csv`] and [`read_tsv`] take them. A later file adds names to the entities of earlier ones; its
    /// type, prior and label hold, and its description and country where it has them.
    ///
    /// # Errors
    /// A file that cannot be read or is not a gazetteer; a broken row of a table, with its line.
    pub fn with_files<P: AsRef<Path>>(paths: &[P]) -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::built_in()?;
        for path in paths {
            let path = path.as_ref();
            let bytes = match read_table(path) {
                Some(records) => built(records?, path)?,
                None => std::fs::read(path).map_err(|e| Error::io(path, e))?,
            };
            gazetteer.layers.push(Layer::parse(bytes.into(), &path.display().to_string())?);
        }
        Ok(gazetteer)
    }

    /// A gazetteer from the bytes of one file, without the built-in one.
    ///
    /// # Errors
    /// The bytes are not a gazetteer.
    pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Result<Gazetteer> {
        Ok(Gazetteer { layers: vec![Layer::parse(bytes.into(), name)?] })
    }

    /// Entities that bear `name` (folded here), the best known first; empty where nobody does.
    pub fn lookup(&self, name: &str) -> Vec<Hit> {
        let mut folded = String::new();
        fold_into(name, &mut folded);
        self.lookup_folded(&folded)
    }

    /// [`Gazetteer::lookup`] of a name that is folded already.
    pub fn lookup_folded(&self, folded: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, layer) in self.layers.iter().enumerate().rev() {
            layer.lookup(folded, |index, kind| {
                if let Some(columns) = layer.columns(index)
                    && !hits.iter().any(|h: &Hit| h.qid == columns.qid)
                {
                    let (layer, index, columns) = self.latest(columns.qid, number).unwrap_or((number, index, columns));
                    let Columns { qid, entity_type, prior } = columns;
                    hits.push(Hit { layer, index, qid, entity_type, prior, kind });
                }
            });
        }
        if hits.len() > 1 {
            hits.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.kind.cmp(&b.kind)).then(a.qid.cmp(&b.qid)));
        }
        hits
    }

    /// What the last file after `layer` that has this entity says of it.
    fn latest(&self, qid: u32, layer: usize) -> Option<(usize, u32, Columns)> {
        let later = self.layers.iter().enumerate().skip(layer + 1).rev();
        later.into_iter().find_map(|(number, layer)| {
            let index = layer.index_of(qid)?;
            Some((number, index, layer.columns(index)?))
        })
    }

    /// The entity of a hit in its file and in those before it, the last file first.
    fn versions(&self, hit: &Hit) -> impl Iterator<Item = (&Layer, u32)> {
        let before = self.layers.get(..hit.layer).unwrap_or_default().iter().rev();
        let own = self.layers.get(hit.layer).map(|layer| (layer, hit.index));
        own.into_iter().chain(before.filter_map(|layer| Some((layer, layer.index_of(hit.qid)?))))
    }

    /// Does any entity bear this folded name?
    pub fn contains_folded(&self, folded: &str) -> bool {
        self.layers.iter().any(|l| l.contains(folded))
    }

    /// Label, description and country of a hit.
    pub fn entry(&self, hit: &Hit) -> Entry {
        let mut versions = self.versions(hit).filter_map(|(layer, index)| layer.entry(index));
        let nothing = Entry { label: hit.wikidata(), description: String::new(), country: String::new() };
        let mut entry = versions.next().unwrap_or(nothing);
        for earlier in versions {
            if entry.description.is_empty() {
                entry.description = earlier.description;
            }
            if entry.country.is_empty() {
                entry.country = earlier.country;
            }
        }
        entry
    }

    /// Country code of a hit (`AZ`, `US-GA`), empty where not known; cheaper than [`Gazetteer::entry`].
    pub fn country(&self, hit: &Hit) -> &str {
        let mut codes = self.versions(hit).map(|(layer, index)| layer.country(index));
        codes.find(|code| !code.is_empty()).unwrap_or_default()
    }

    /// The entity with a Wikidata id (`Q…`), as a hit by label.
    pub fn by_qid(&self, wikidata: &str) -> Option<Hit> {
        let qid: u32 = wikidata.strip_prefix('Q')?.parse().ok()?;
        let number = self.layers.iter().rposition(|layer| layer.index_of(qid).is_some())?;
        let layer = self.layers.get(number)?;
        let index = layer.index_of(qid)?;
        let Columns { qid, entity_type, prior } = layer.columns(index)?;
        Some(Hit { layer: number, index, qid, entity_type, prior, kind: NameKind::Label })
    }

    /// Number of entities, those of all files together; one that several files have counts in each.
    pub fn len(&self) -> usize {
        self.layers.iter().map(Layer::len).sum()
    }

    /// Is there no entity at all?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Call `visit` with every folded name of the gazetteer, in order, file by file. Slow: for building other indexes.
    pub fn for_each_name(&self, mut visit: impl FnMut(&str)) {
        for layer in &self.layers {
            layer.for_each_name(&mut visit);
        }
    }
}

/// The records of a table, by its ending; `None` where it is none (`.csv`, `.tsv`).
pub fn read_table(path: &Path) -> Option<Result<Vec<Record>>> {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" => Some(read_csv(path)),
        "tsv" => Some(read_tsv(path)),
        _ => None,
    }
}

/// The gazetteer file that a table gives.
fn built(records: Vec<Record>, path: &Path) -> Result<Vec<u8>> {
    let mut builder = Builder::new(Curation::embedded()?);
    records.into_iter().for_each(|record| builder.add(record));
    let (bytes, summary) = builder.finish()?;
    match summary.kept {
        0 => Err(Error::input(path, None, "the table names no entity")),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(name: &str) -> String {
        Gazetteer::embedded().lookup(name).first().map(Hit::wikidata).unwrap_or_default()
    }

    #[test]
    fn names_that_news_uses_every_day() {
        for (name, wikidata) in [
            ("Putin", "Q7747"),
            ("Vladimir Putin", "Q7747"),
            ("Aliyev", "Q57371"),
            ("Heydar Aliyev", "Q157451"),
            ("Turkey", "Q43"),
            ("Türkiye", "Q43"),
            ("the U.S.", "Q30"),
            ("Georgia", "Q230"),
            ("Trump", "Q22686"),
            ("Merkel", "Q567"),
            ("Johnson", "Q180589"),
            ("Erdogan", "Q39259"),
            ("Песков", "Q4359688"),
            ("CSTO", "Q318693"),
            ("NATO", "Q7184"),
            ("United Nations", "Q1065"),
            ("U.S. Senate", "Q66096"),
        ] {
            assert_eq!(best(name), wikidata, "{name}");
        }
    }

    #[test]
    fn names_of_several_things_list_them_all() {
        let gazetteer = Gazetteer::embedded();
        let ids = |name: &str| gazetteer.lookup(name).iter().map(Hit::wikidata).collect::<Vec<_>>();
        for wikidata in ["Q61", "Q1223", "Q23"] {
            assert!(ids("Washington").contains(&wikidata.to_owned()), "{wikidata}");
        }
        assert!(ids("Georgia").contains(&"Q1428".to_owned()));
        assert_eq!(ids("Aliyev").iter().take(2).collect::<Vec<_>>(), ["Q57371", "Q157451"]);
    }

    #[test]
    fn common_words_are_no_names() {
        for word in ["death", "dies", "passed away", "russian", "water polo"] {
            assert_eq!(best(word), "", "{word}");
        }
    }

    #[test]
    fn later_files_win_and_add() {
        let folder = tempfile::tempdir().expect("folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            path
        };
        let head = "name,type,wikidata,country,aliases\n";
        let first = write("a.csv", &format!("{head}Zorblat Foundation,organisation,Q57371,,ZF|Zorblat\n"));
        let second = write("b.csv", &format!("{head}Zorblat Trust,org,Q57371,NZ,\nMira Quandle,Person,Q990000001,,\n"));
        let gazetteer = Gazetteer::with_files(&[&first, &second]).expect("read");
        // A name of any file leads to what the last one says.
        for name in ["Ilham Aliyev", "Zorblat", "Zorblat Trust"] {
            let hits = gazetteer.lookup(name);
            let hit = hits.iter().find(|h| h.qid == 57371).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(hit.entity_type, EntityType::Organization, "{name}");
            let entry = gazetteer.entry(hit);
            assert_eq!((entry.label.as_str(), entry.country.as_str()), ("Zorblat Trust", "NZ"), "{name}");
            assert!(!entry.description.is_empty(), "{name}: the description of the first file that has one");
        }
        assert_eq!(gazetteer.by_qid("Q57371").map(|h| h.entity_type), Some(EntityType::Organization));
        assert_eq!(gazetteer.lookup("Quandle").first().map(Hit::wikidata).as_deref(), Some("Q990000001"));
        // The other way round the first one's name holds, and the second one's country.
        let gazetteer = Gazetteer::with_files(&[&second, &first]).expect("read");
        let hit = gazetteer.by_qid("Q57371").expect("known");
        let entry = gazetteer.entry(&hit);
        assert_eq!((entry.label.as_str(), entry.country.as_str()), ("Zorblat Foundation", "NZ"));
        assert_eq!(gazetteer.country(&hit), "NZ");
    }

    #[test]
    fn wrong_files_are_named() {
        let folder = tempfile::tempdir().expect("folder");
        let error = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            Gazetteer::with_files(&[path]).expect_err(name).to_string()
        };
        assert!(error("own.bin", "nothing").contains("own.bin: not a gazetteer file"));
        assert!(error("own.csv", "name,type\nA,person\n").contains("own.csv:1: there is no column `wikidata`"));
        let head = "name,type,wikidata,country,aliases\n";
        assert!(error("own.csv", head).contains("own.csv: the table names no entity"));
        let unknown = error("own.csv", &format!("{head}A B,person,Q5,,\nC D,persona,Q6,,\n"));
        assert!(unknown.contains("own.csv:3: unknown type `persona`"), "{unknown}");
        let uneven = error("own.csv", &format!("{head}A B,person,Q5\n"));
        assert!(uneven.contains("own.csv:2: "), "{uneven}");
        assert!(Gazetteer::with_files(&[folder.path().join("none.bin")]).is_err());
    }

    #[test]
    fn entries_by_id() {
        let gazetteer = Gazetteer::embedded();
        let hit = gazetteer.by_qid("Q57371").expect("known");
        assert_eq!(gazetteer.entry(&hit).label, "Ilham Aliyev");
        assert_eq!(gazetteer.country(&hit), "AZ");
        assert_eq!(gazetteer.by_qid("Q0"), None);
        assert_eq!(gazetteer.by_qid("P31"), None);
    }
}
