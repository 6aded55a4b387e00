//! What a store holds, in figures.

use std::collections::{BTreeMap, HashSet};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use serde::Serialize;

use super::Store;
use crate::error::Result;
use crate::lexicon::vocab::{schema, skos, td};

/// Figures of a store. Counts are sorted by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: usize,
    /// Quads.
    pub quads: usize,
    /// Claims.
    pub claims: usize,
    /// Claims that follow from others.
    pub inferred: usize,
    /// Claims with a speaker.
    pub with_speaker: usize,
    /// Claims by predicate id.
    pub predicates: BTreeMap<String, usize>,
    /// Claims by modality.
    pub modalities: BTreeMap<String, usize>,
    /// Claims by polarity.
    pub polarities: BTreeMap<String, usize>,
    /// Entities that take part in claims.
    pub entities: usize,
    /// Of these, those with a Wikidata item.
    pub linked: usize,
    /// Articles by publisher.
    pub publishers: BTreeMap<String, usize>,
    /// First date of publication.
    pub first_date: Option<String>,
    /// Last date of publication.
    pub last_date: Option<String>,
}

impl Stats {
    /// Share of entities with a Wikidata item, 0 to 1.
    pub fn linked_share(&self) -> f64 {
        if self.entities == 0 { 0.0 } else { self.linked as f64 / self.entities as f64 }
    }
}

impl Store {
    /// Counts what the store holds.
    pub fn stats(&self) -> Result<Stats> {
        let mut stats = Stats {
            articles: self.articles().count(),
            quads: self.graph().len().map_err(|error| self.failed(error))?,
            claims: self.subjects(rdf::TYPE, Some(td::CLAIM))?.len(),
            inferred: self.subjects(td::INFERRED_FROM, None)?.len(),
            with_speaker: self.subjects(td::SPEAKER, None)?.len(),
            predicates: self.counts(td::PREDICATE)?,
            modalities: self.counts(td::MODALITY)?,
            polarities: self.counts(td::POLARITY)?,
            publishers: self.counts(schema::PUBLISHER)?,
            ..Stats::default()
        };
        let mut entities = HashSet::new();
        for quad in self.quads(td::ENTITY, None)? {
            if let Term::NamedNode(entity) = quad.object {
                entities.insert(NamedOrBlankNode::from(entity));
            }
        }
        stats.entities = entities.len();
        let linked = self.subjects(skos::EXACT_MATCH, None)?;
        stats.linked = entities.iter().filter(|entity| linked.contains(entity)).count();
        let dates = self.counts(schema::DATE_PUBLISHED)?;
        stats.first_date = dates.keys().next().cloned();
        stats.last_date = dates.keys().next_back().cloned();
        Ok(stats)
    }

    fn quads(&self, property: NamedNodeRef<'_>, object: Option<NamedNodeRef<'_>>) -> Result<Vec<Quad>> {
        let quads = self.graph().quads_for_pattern(None, Some(property), object.map(Into::into), None);
        quads.collect::<std::result::Result<_, _>>().map_err(|error| self.failed(error))
    }

    fn subjects(
        &self,
        property: NamedNodeRef<'_>,
        object: Option<NamedNodeRef<'_>>,
    ) -> Result<HashSet<NamedOrBlankNode>> {
        Ok(self.quads(property, object)?.into_iter().map(|quad| quad.subject).collect())
    }

    /// How often each value of the property stands, `td:` terms without their namespace.
    fn counts(&self, property: NamedNodeRef<'_>) -> Result<BTreeMap<String, usize>> {
        let mut counts = BTreeMap::new();
        for quad in self.quads(property, None)? {
            let value = match &quad.object {
                Term::NamedNode(node) => node.as_str().strip_prefix(td::NAMESPACE).unwrap_or(node.as_str()).to_owned(),
                Term::Literal(literal) => literal.value().to_owned(),
                Term::BlankNode(_) => continue,
            };
            *counts.entry(value).or_default() += 1;
        }
        Ok(counts)
    }
}
