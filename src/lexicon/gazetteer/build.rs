//! From source tables to a gazetteer file: merge rows of one entity, clean them, and write the compact form.

use std::collections::{HashMap, HashSet};

use super::format::{Row, write};
use super::{Curation, NameKind, Record};
use crate::error::{Error, Result};
use crate::lexicon::{Demonyms, EntityType};

/// Most entities that are listed under a name that is not their label.
const LONGEST_LIST: usize = 12;
/// Most entities of one label: a file counts the bearers of a name in one byte.
const MOST_NAMESAKES: usize = 200;
/// An alias is dropped where another entity has it as its label and is better known by more than this.
const ALIAS_MARGIN: f32 = 0.0;

/// Collects records; [`Builder::finish`] writes the file.
#[derive(Debug)]
pub struct Builder {
    curation: Curation,
    records: Vec<Record>,
    by_qid: HashMap<u32, usize>,
}

/// What a build kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildSummary {
    /// Entities in the tables.
    pub read: usize,
    /// Entities in the file.
    pub kept: usize,
    /// Different folded names in the file.
    pub names: usize,
    /// Size of the file in bytes.
    pub bytes: usize,
}

struct Entity {
    record: Record,
    entity_type: EntityType,
    prior: f32,
    names: Vec<(String, NameKind)>,
}

impl Builder {
    /// A builder with these cleaning rules.
    pub fn new(curation: Curation) -> Builder {
        Builder { curation, records: Vec::new(), by_qid: HashMap::new() }
    }

    /// Add a record. One with the id of an earlier record adds its names to it and, where it is trusted, overrides the
    /// rest.
    pub fn add(&mut self, mut record: Record) {
        record.label = record.label.replace("&#39;", "'").replace("&amp;", "&");
        let Some(earlier) = self.by_qid.get(&record.qid).and_then(|&i| self.records.get_mut(i)) else {
            self.by_qid.insert(record.qid, self.records.len());
            self.records.push(record);
            return;
        };
        if record.is_trusted {
            let old_aliases = std::mem::take(&mut earlier.aliases);
            let old_label = std::mem::take(&mut earlier.label);
            let description = std::mem::take(&mut earlier.description);
            let country = std::mem::take(&mut earlier.country);
            // The old names were not checked: keep them only if the cleaning rules would have.
            let unchecked = Record { label: old_label, aliases: old_aliases, ..earlier.clone() };
            *earlier = record;
            if !matches!(earlier.kind.as_str(), "place" | "country") {
                earlier.aliases.extend(self.curation.checked_aliases(&unchecked));
            }
            earlier.description =
                if earlier.description.is_empty() { description } else { earlier.description.clone() };
            earlier.country = if earlier.country.is_empty() { country } else { earlier.country.clone() };
        } else {
            earlier.aliases.push(record.label);
            earlier.aliases.extend(record.aliases);
            earlier.prior = earlier.prior.max(record.prior);
        }
    }

    /// Clean, sort and write.
    ///
    /// # Errors
    /// There is too much for one file.
    pub fn finish(self) -> Result<(Vec<u8>, BuildSummary)> {
        let read = self.records.len();
        let mut entities = self.cleaned();
        entities.sort_by(|a, b| a.names[0].0.cmp(&b.names[0].0).then(a.record.qid.cmp(&b.record.qid)));
        drop_least_known_namesakes(&mut entities);
        drop_foreign_aliases(&mut entities);
        let names = index(&entities);
        let rows: Vec<Row<'_>> = entities.iter().map(Entity::row).collect();
        let failed = |message: String| Error::data("gazetteer", None, message);
        let bytes = write(&rows, &names).map_err(failed)?;
        let summary = BuildSummary { read, kept: rows.len(), names: names.len(), bytes: bytes.len() };
        Ok((bytes, summary))
    }

    fn cleaned(self) -> Vec<Entity> {
        let curation = self.curation;
        let clean = |mut record: Record| {
            record.country = curation.country(&record);
            let entity_type = curation.entity_type(&record)?;
            let prior = if record.is_trusted { record.prior } else { curation.prior(&record) };
            let names = curation.names(&record, entity_type, prior);
            let has_label = names.first().is_some_and(|(_, kind)| *kind == NameKind::Label);
            has_label.then_some(Entity { record, entity_type, prior, names })
        };
        self.records.into_iter().filter_map(clean).collect()
    }
}

impl Entity {
    fn row(&self) -> Row<'_> {
        Row {
            qid: self.record.qid,
            entity_type: self.entity_type,
            prior: (self.prior * 255.0).round() as u8,
            country: &self.record.country,
            label: &self.record.label,
            description: &self.record.description,
        }
    }
}

/// Of more than [`MOST_NAMESAKES`] entities of one label only the best known are kept. Entities are in the order of their
/// labels.
fn drop_least_known_namesakes(entities: &mut Vec<Entity>) {
    let mut dropped: HashSet<u32> = HashSet::new();
    for namesakes in entities.chunk_by(|a, b| a.names[0].0 == b.names[0].0).filter(|n| n.len() > MOST_NAMESAKES) {
        let mut order: Vec<&Entity> = namesakes.iter().collect();
        order.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.record.qid.cmp(&b.record.qid)));
        dropped.extend(order.iter().skip(MOST_NAMESAKES).map(|e| e.record.qid));
    }
    entities.retain(|e| !dropped.contains(&e.record.qid));
}

/// An alias that is the label of a better known entity more likely means that one.
fn drop_foreign_aliases(entities: &mut [Entity]) {
    let mut best: HashMap<String, f32> = HashMap::new();
    let mut towns: HashSet<String> = HashSet::new();
    for entity in entities.iter() {
        if let Some((label, NameKind::Label)) = entity.names.first() {
            if entity.entity_type == EntityType::Place {
                towns.insert(label.clone());
            }
            let prior = best.entry(label.clone()).or_default();
            *prior = prior.max(entity.prior);
        }
    }
    for entity in entities {
        if !entity.record.is_trusted {
            let prior = entity.prior;
            let is_country = entity.entity_type == EntityType::Country;
            let demonyms = Demonyms::embedded();
            entity.names.retain(|(name, kind)| {
                let is_foreign = best.get(name).is_some_and(|&other| other > prior + ALIAS_MARGIN)
                    || (is_country && towns.contains(name) && !demonyms.is_name(name));
                *kind != NameKind::Alias || !is_foreign
            });
        }
    }
}

/// Names in order, each with the entities that bear it in the order of rows; of those that do not have it as their label
/// only the best known.
fn index(entities: &[Entity]) -> Vec<(String, Vec<(u32, NameKind)>)> {
    let mut pairs: Vec<(&str, u32, NameKind)> = Vec::new();
    for (row, entity) in (0u32..).zip(entities) {
        pairs.extend(entity.names.iter().map(|(name, kind)| (name.as_str(), row, *kind)));
    }
    pairs.sort_unstable();
    let mut names = Vec::new();
    for group in pairs.chunk_by(|a, b| a.0 == b.0) {
        let mut bearers: Vec<(u32, NameKind)> = group.iter().map(|&(_, row, kind)| (row, kind)).collect();
        let prior = |row: u32| entities.get(row as usize).map_or(0.0, |e| e.prior);
        bearers.sort_by(|a, b| prior(b.0).total_cmp(&prior(a.0)).then(a.1.cmp(&b.1)).then(a.0.cmp(&b.0)));
        let mut others = 0;
        bearers.retain(|&(_, kind)| {
            others += usize::from(kind != NameKind::Label);
            kind == NameKind::Label || others <= LONGEST_LIST
        });
        bearers.sort_unstable();
        names.push((group[0].0.to_owned(), bearers));
    }
    names
}
