//! The gazetteer: names -> things with a Wikidata id. In: one or several compact files (the first is built in); out:
//! [`Hit`]s for a name, with label, type, country, prior and a short description. Names, types and priors are
//! inflated when a file is opened, labels and descriptions block by block when first asked for.

mod build;
mod clean;
mod format;
mod names;
mod source;

use std::path::Path;
use std::sync::OnceLock;

pub use build::{BuildSummary, Builder};
pub use clean::Curation;
use format::Layer;
pub use source::{Record, read_csv, read_tsv};

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

    /// The built-in gazetteer with the analyst's own files on top, in this order.
    ///
    /// # Errors
    /// A file that cannot be read or is not a gazetteer.
    pub fn with_files<P: AsRef<Path>>(paths: &[P]) -> Result<Gazetteer> {
        let mut gazetteer = Gazetteer::built_in()?;
        for path in paths {
            let path = path.as_ref();
            let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
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
                    hits.push(Hit {
                        layer: number,
                        index,
                        qid: columns.qid,
                        entity_type: columns.entity_type,
                        prior: columns.prior,
                        kind,
                    });
                }
            });
        }
        if hits.len() > 1 {
            hits.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.kind.cmp(&b.kind)).then(a.qid.cmp(&b.qid)));
        }
        hits
    }

    /// Does any entity bear this folded name?
    pub fn contains_folded(&self, folded: &str) -> bool {
        self.layers.iter().any(|l| l.contains(folded))
    }

    /// Label, description and country of a hit.
    pub fn entry(&self, hit: &Hit) -> Entry {
        self.layers.get(hit.layer).and_then(|l| l.entry(hit.index)).unwrap_or(Entry {
            label: hit.wikidata(),
            description: String::new(),
            country: String::new(),
        })
    }

    /// Country code of a hit (`AZ`, `US-GA`), empty where not known; cheaper than [`Gazetteer::entry`].
    pub fn country(&self, hit: &Hit) -> &str {
        self.layers.get(hit.layer).map_or("", |l| l.country(hit.index))
    }

    /// The entity with a Wikidata id (`Q…`), as a hit by label.
    pub fn by_qid(&self, wikidata: &str) -> Option<Hit> {
        let qid: u32 = wikidata.strip_prefix('Q')?.parse().ok()?;
        self.layers.iter().enumerate().rev().find_map(|(number, layer)| {
            let index = layer.index_of(qid)?;
            let columns = layer.columns(index)?;
            let (entity_type, prior) = (columns.entity_type, columns.prior);
            Some(Hit { layer: number, index, qid, entity_type, prior, kind: NameKind::Label })
        })
    }

    /// Number of entities, those of all files together.
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
    fn entries_by_id() {
        let gazetteer = Gazetteer::embedded();
        let hit = gazetteer.by_qid("Q57371").expect("known");
        assert_eq!(gazetteer.entry(&hit).label, "Ilham Aliyev");
        assert_eq!(gazetteer.country(&hit), "AZ");
        assert_eq!(gazetteer.by_qid("Q0"), None);
        assert_eq!(gazetteer.by_qid("P31"), None);
    }
}
