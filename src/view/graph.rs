//! The property graph of a store: one node an entity, one edge a statement (subject, predicate, object, polarity,
//! modality), however many claims make it. What is denied, alleged, possible or planned never shares an edge with
//! what is given as a fact.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::Store as Quads;
use petgraph::algo::page_rank::page_rank;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use crate::error::{Error, Result};
use crate::lexicon::vocab::{WIKIDATA, oa, prov, schema, skos, td};
use crate::store::Store;

/// PageRank's damping factor and number of rounds: the usual 0.85, and enough rounds for three digits.
const DAMPING: f64 = 0.85;
const ROUNDS: usize = 40;

/// An entity.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Its IRI in the store.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// `Person`, `Organization` … as in the ontology.
    pub entity_type: String,
    /// Wikidata id, empty where not linked.
    pub wikidata: String,
    /// Other names seen.
    pub names: BTreeSet<String>,
    /// Claims that it takes part in, in the whole store.
    pub claims: usize,
    /// Edges in this view.
    pub degree: usize,
    /// PageRank in this view; all together make 1.
    pub page_rank: f64,
    /// Number of its connected component in this view, the largest first, from 1.
    pub component: usize,
}

/// A statement and all that make it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edge {
    /// Predicate id (`met`).
    pub predicate: String,
    /// `positive` or `negative`.
    pub polarity: String,
    /// `actual`, `alleged`, `possible`, `planned`.
    pub modality: String,
    /// Independent sources: publishers, and articles that name none.
    pub sources: BTreeSet<String>,
    /// Articles that state it.
    pub articles: BTreeSet<String>,
    /// Claims that state it.
    pub claims: usize,
    /// Who says so, where somebody is named.
    pub speakers: BTreeSet<String>,
    /// First and last date of publication (ISO), empty where unknown.
    pub dates: BTreeSet<String>,
    /// Highest confidence of its claims.
    pub confidence: f64,
    /// The words of the first claim (by date, article and id), and its article's address or id.
    pub quote: String,
    /// Where the quote stands.
    pub article: String,
    /// True where all its claims are inferred.
    pub is_inferred: bool,
}

impl Edge {
    /// What a reader sees on the edge: `met`, `not met`, `met (planned)`.
    pub fn label(&self) -> String {
        let predicate =
            if self.polarity == "negative" { format!("not {}", self.predicate) } else { self.predicate.clone() };
        if self.modality == "actual" { predicate } else { format!("{predicate} ({})", self.modality) }
    }

    /// Number of independent sources: the edge's weight.
    pub fn weight(&self) -> usize {
        self.sources.len().max(1)
    }
}

/// Entities and statements.
#[derive(Debug, Clone, Default)]
pub struct PropertyGraph {
    /// Nodes in the order of their IRIs, edges in the order of subject, object, predicate, polarity and modality.
    pub graph: DiGraph<Node, Edge>,
}

type Key = (String, String, String, String, String);

impl PropertyGraph {
    /// Gather all claims of a store.
    ///
    /// # Errors
    /// [`Error::Store`] where it cannot be read.
    pub fn of(store: &Store) -> Result<Self> {
        Gather { quads: store.graph(), store }.run()
    }

    /// Fill in degree, PageRank and component for the graph as it is now.
    pub fn measure(&mut self) {
        let ranks = page_rank(&self.graph, DAMPING, ROUNDS);
        let mut union = UnionFind::new(self.graph.node_count());
        for edge in self.graph.edge_references() {
            union.union(edge.source().index(), edge.target().index());
        }
        let labels = union.into_labeling();
        let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (node, &label) in labels.iter().enumerate() {
            sizes.entry(label).or_insert((0, node)).0 += 1;
        }
        let mut order: Vec<_> =
            sizes.into_iter().map(|(label, (size, first))| (usize::MAX - size, first, label)).collect();
        order.sort_unstable();
        let number: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(i, &(_, _, label))| (label, i + 1)).collect();
        for index in self.graph.node_indices().collect::<Vec<_>>() {
            let degree = self.graph.edges_directed(index, petgraph::Outgoing).count()
                + self.graph.edges_directed(index, petgraph::Incoming).count();
            let component = number.get(&labels[index.index()]).copied().unwrap_or_default();
            let node = &mut self.graph[index];
            node.degree = degree;
            node.page_rank = ranks.get(index.index()).copied().unwrap_or_default();
            node.component = component;
        }
    }
}

struct Gather<'a> {
    quads: &'a Quads,
    store: &'a Store,
}

impl Gather<'_> {
    fn run(&self) -> Result<PropertyGraph> {
        let mut claims = Vec::new();
        for quad in self.quads.quads_for_pattern(None, Some(rdf::TYPE), Some(td::CLAIM.into()), None) {
            if let NamedOrBlankNode::NamedNode(claim) = quad.map_err(|e| self.failed(e))?.subject {
                claims.push(claim);
            }
        }
        claims.sort_unstable();
        claims.dedup();
        let mut edges: BTreeMap<Key, Edge> = BTreeMap::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for claim in &claims {
            self.add(claim, &mut edges, &mut counts)?;
        }
        self.graph(edges, &counts)
    }

    fn failed(&self, error: impl ToString) -> Error {
        Error::store(self.store.path(), error)
    }

    fn values(&self, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>> {
        let found = self.quads.quads_for_pattern(Some(subject.into()), Some(predicate), None, None);
        let mut values = found
            .map(|q| q.map(|q| q.object))
            .collect::<std::result::Result<Vec<_>, _>>()
            .map_err(|e| self.failed(e))?;
        values.sort_by_cached_key(ToString::to_string);
        values.dedup();
        Ok(values)
    }

    fn value(&self, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<Option<Term>> {
        Ok(self.values(subject, predicate)?.into_iter().next())
    }

    fn text(&self, subject: NamedNodeRef<'_>, predicate: NamedNodeRef<'_>) -> Result<String> {
        Ok(self.value(subject, predicate)?.as_ref().map(plain).unwrap_or_default())
    }

    fn add(
        &self,
        claim: &NamedNode,
        edges: &mut BTreeMap<Key, Edge>,
        counts: &mut BTreeMap<String, usize>,
    ) -> Result<()> {
        let iri = |predicate| self.text(claim.as_ref(), predicate);
        let code = |predicate| iri(predicate).map(|iri| local(&iri).to_owned());
        let (subject, object) = (iri(td::SUBJECT)?, iri(td::OBJECT)?);
        let predicate = iri(td::PREDICATE)?;
        let predicate = predicate.strip_prefix(td::NAMESPACE).unwrap_or(&predicate).to_owned();
        let (polarity, modality) = (code(td::POLARITY)?, code(td::MODALITY)?);
        for end in [&subject, &object] {
            *counts.entry(end.clone()).or_default() += 1;
        }
        let key = (subject, object, predicate.clone(), polarity.clone(), modality.clone());
        let is_inferred = self.value(claim.as_ref(), td::INFERRED_FROM)?.is_some();
        let is_new = !edges.contains_key(&key);
        let edge =
            edges.entry(key).or_insert_with(|| Edge { predicate, polarity, modality, is_inferred, ..Edge::default() });
        edge.claims += 1;
        edge.is_inferred &= is_inferred;
        edge.confidence = edge.confidence.max(iri(td::CONFIDENCE)?.parse().unwrap_or_default());
        if let Some(Term::NamedNode(speaker)) = self.value(claim.as_ref(), td::SPEAKER)? {
            edge.speakers.insert(self.label(speaker.as_ref())?);
        }
        if let Some(Term::NamedNode(evidence)) = self.value(claim.as_ref(), prov::WAS_DERIVED_FROM)? {
            self.evidence(&evidence, edge, is_new)?;
        }
        Ok(())
    }

    fn evidence(&self, evidence: &NamedNode, edge: &mut Edge, is_new: bool) -> Result<()> {
        let Some(Term::NamedNode(article)) = self.value(evidence.as_ref(), oa::HAS_SOURCE)? else { return Ok(()) };
        let date = self.text(article.as_ref(), schema::DATE_PUBLISHED)?;
        let is_first = is_new || edge.dates.first().is_some_and(|first| !date.is_empty() && date < *first);
        if !date.is_empty() {
            edge.dates.insert(date);
        }
        let publisher = self.text(article.as_ref(), schema::PUBLISHER)?;
        edge.sources.insert(if publisher.is_empty() { article.as_str().to_owned() } else { publisher });
        let address = self.text(article.as_ref(), schema::URL)?;
        if is_first {
            let id = self.text(article.as_ref(), schema::IDENTIFIER)?;
            edge.article = if address.is_empty() { id } else { address };
            for selector in self.values(evidence.as_ref(), oa::HAS_SELECTOR)? {
                if let Term::NamedNode(selector) = selector
                    && let Some(quote) = self.value(selector.as_ref(), oa::EXACT)?
                {
                    edge.quote = plain(&quote);
                }
            }
        }
        edge.articles.insert(article.into_string());
        Ok(())
    }

    fn label(&self, entity: NamedNodeRef<'_>) -> Result<String> {
        let label = self.text(entity, rdfs::LABEL)?;
        Ok(if label.is_empty() { local(entity.as_str()).to_owned() } else { label })
    }

    fn node(&self, iri: &str, claims: usize) -> Result<Node> {
        let entity = NamedNodeRef::new(iri).map_err(|e| self.failed(e))?;
        let wikidata = self.text(entity, skos::EXACT_MATCH)?;
        let names = self.values(entity, skos::ALT_LABEL)?.iter().map(plain).collect();
        Ok(Node {
            iri: iri.to_owned(),
            label: self.label(entity)?,
            entity_type: local(&self.text(entity, rdf::TYPE)?).to_owned(),
            wikidata: wikidata.strip_prefix(WIKIDATA).unwrap_or(&wikidata).to_owned(),
            names,
            claims,
            ..Node::default()
        })
    }

    fn graph(&self, edges: BTreeMap<Key, Edge>, counts: &BTreeMap<String, usize>) -> Result<PropertyGraph> {
        let mut graph = DiGraph::new();
        let mut index: BTreeMap<&str, NodeIndex> = BTreeMap::new();
        for (iri, &claims) in counts {
            index.insert(iri, graph.add_node(self.node(iri, claims)?));
        }
        for ((subject, object, ..), edge) in edges {
            if let (Some(&from), Some(&to)) = (index.get(subject.as_str()), index.get(object.as_str())) {
                graph.add_edge(from, to, edge);
            }
        }
        Ok(PropertyGraph { graph })
    }
}

/// The text of a literal, the IRI of a node.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// The part of an IRI behind the last `#`, `/` or `:`.
fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/', ':']).next().unwrap_or(iri)
}
