//! The entities of a store at a glance: names, types, links with their candidates, claims and neighbours.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::claim::Base;
use crate::error::{Error, Result};
use crate::lexicon::vocab::{WIKIDATA, schema, td};
use crate::resolve::Candidate;
use crate::store::Store;

/// How one article names an entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LinkView {
    /// The article's graph.
    pub article: String,
    /// The fullest form there.
    pub name: String,
    /// The forms there.
    pub forms: BTreeSet<String>,
    /// The type there, as in the ontology (`Person`).
    pub entity_type: String,
    /// The Wikidata id chosen.
    pub item: Option<String>,
    /// Score of the choice.
    pub score: f32,
    /// Why.
    pub reason: String,
    /// Candidates, the best first.
    pub candidates: Vec<Candidate>,
    /// Does it rest on decisions?
    pub is_decided: bool,
}

/// An entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntityView {
    /// Its name for display.
    pub name: String,
    /// The most frequent type.
    pub entity_type: String,
    /// Its links, one an article, sorted by article.
    pub links: Vec<LinkView>,
    /// Claims that it takes part in as subject or object, by article.
    pub claims: BTreeMap<String, usize>,
    /// Keys of the entities that it shares claims with.
    pub neighbours: BTreeSet<String>,
}

impl EntityView {
    /// Claims in all articles.
    pub fn claim_count(&self) -> usize {
        self.claims.values().sum()
    }
}

/// All entities, by key.
#[derive(Debug, Default)]
pub struct Overview {
    /// By key.
    pub entities: BTreeMap<String, EntityView>,
    /// Article's graph -> the id of the input.
    pub article_ids: BTreeMap<String, String>,
    /// Id -> articles that have it.
    id_counts: BTreeMap<String, usize>,
}

/// The quads of a node that matter here.
#[derive(Default)]
struct Node {
    entity: String,
    link: LinkView,
    candidates: Vec<String>,
    item: String,
    label: String,
}

impl Overview {
    /// Gathers what a store tells.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn of(store: &Store) -> Result<Overview> {
        let mut overview = Overview::default();
        for quad in quads(store, schema::IDENTIFIER)? {
            *overview.id_counts.entry(text(&quad.object)).or_default() += 1;
            overview.article_ids.insert(subject(&quad), text(&quad.object));
        }
        overview.read_links(store)?;
        overview.read_claims(store)?;
        for quad in quads(store, rdfs::LABEL)? {
            if let Some(entity) = Base::entity_key(&subject(&quad)).and_then(|key| overview.entities.get_mut(&key)) {
                entity.name = text(&quad.object);
            }
        }
        Ok(overview)
    }

    fn read_links(&mut self, store: &Store) -> Result<()> {
        let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
        let mut each = |property: NamedNodeRef<'_>, set: &dyn Fn(&mut Node, String)| -> Result<()> {
            for quad in quads(store, property)? {
                let value = text(&quad.object);
                set(nodes.entry(subject(&quad)).or_default(), value);
            }
            Ok(())
        };
        each(td::ENTITY, &|node, value| node.entity = Base::entity_key(&value).unwrap_or_default())?;
        each(td::ARTICLE, &|node, value| node.link.article = value)?;
        each(td::NAME, &|node, value| node.link.name = value)?;
        each(td::FORM, &|node, value| {
            node.link.forms.insert(value);
        })?;
        each(td::ENTITY_TYPE, &|node, value| node.link.entity_type = local(&value).to_owned())?;
        each(td::ITEM, &|node, value| node.item = value.strip_prefix(WIKIDATA).unwrap_or(&value).to_owned())?;
        each(td::SCORE, &|node, value| node.link.score = value.parse().unwrap_or_default())?;
        each(td::REASON, &|node, value| node.link.reason = value)?;
        each(td::CANDIDATE, &|node, value| node.candidates.push(value))?;
        each(td::DECISION, &|node, _| node.link.is_decided = true)?;
        each(rdfs::LABEL, &|node, value| node.label = value)?;
        for node in nodes.values().filter(|node| !node.entity.is_empty()) {
            let mut link = node.link.clone();
            link.item = Some(node.item.clone()).filter(|item| !item.is_empty());
            let candidates = node.candidates.iter().filter_map(|name| nodes.get(name));
            let candidate =
                |n: &Node| Candidate { wikidata: n.item.clone(), label: n.label.clone(), score: n.link.score };
            link.candidates = candidates.map(candidate).collect();
            link.candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.wikidata.cmp(&b.wikidata)));
            self.entities.entry(node.entity.clone()).or_default().links.push(link);
        }
        for entity in self.entities.values_mut() {
            entity.links.sort_by(|a, b| a.article.cmp(&b.article));
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for link in &entity.links {
                *counts.entry(&link.entity_type).or_default() += 1;
            }
            let best = counts.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name)));
            entity.entity_type = best.map(|(name, _)| name.to_owned()).unwrap_or_default();
        }
        Ok(())
    }

    fn read_claims(&mut self, store: &Store) -> Result<()> {
        let mut ends: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
        for property in [td::SUBJECT, td::OBJECT] {
            for quad in quads(store, property)? {
                let entry = ends.entry(subject(&quad)).or_default();
                entry.0 = quad.graph_name.to_string().trim_matches(['<', '>']).to_owned();
                entry.1.extend(Base::entity_key(&text(&quad.object)));
            }
        }
        for (article, keys) in ends.values() {
            for key in keys {
                let Some(entity) = self.entities.get_mut(key) else { continue };
                *entity.claims.entry(article.clone()).or_default() += 1;
                entity.neighbours.extend(keys.iter().filter(|other| *other != key).cloned());
            }
        }
        Ok(())
    }

    /// How an analyst names an article in a decision: by its id where that is the only one of this id, else by its hash.
    pub fn article_name(&self, graph: &str) -> String {
        let hash = || graph.rsplit('/').next().unwrap_or(graph).to_owned();
        let Some(id) = self.article_ids.get(graph).filter(|id| !id.trim().is_empty()) else { return hash() };
        if self.id_counts.get(id) == Some(&1) { id.clone() } else { hash() }
    }
}

fn quads(store: &Store, property: NamedNodeRef<'_>) -> Result<Vec<Quad>> {
    let found = store.graph().quads_for_pattern(None, Some(property), None, None);
    found.collect::<std::result::Result<_, _>>().map_err(|error| Error::store(store.path(), error))
}

fn subject(quad: &Quad) -> String {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// The part of an IRI behind the last `#` or `/`.
fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}
