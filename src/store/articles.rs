//! Which articles a store holds, and which of them a new one replaces.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::lexicon::vocab::schema;

/// What identifies an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    graph: String,
    id: Option<String>,
    url: Option<String>,
}

impl Entry {
    /// The entry of the article with this graph, as its quads tell.
    pub fn of(graph: &NamedNode, quads: &[Quad]) -> Self {
        let mut entry = Entry { graph: graph.as_str().to_owned(), ..Entry::default() };
        let name = GraphName::NamedNode(graph.clone());
        let subject = NamedOrBlankNode::NamedNode(graph.clone());
        for quad in quads.iter().filter(|quad| quad.subject == subject && quad.graph_name == name) {
            entry.read(quad);
        }
        entry
    }

    /// The entries of all articles that these quads describe, in the order of their names.
    pub fn all(quads: &[Quad]) -> Vec<Self> {
        let mut entries: BTreeMap<&str, Entry> = BTreeMap::new();
        let own = |quad: &&Quad| {
            matches!((&quad.subject, &quad.graph_name),
            (NamedOrBlankNode::NamedNode(subject), GraphName::NamedNode(graph)) if subject == graph)
        };
        let is_article = |quad: &Quad| quad.predicate == rdf::TYPE && quad.object == Term::from(schema::NEWS_ARTICLE);
        for quad in quads.iter().filter(own).filter(|quad| is_article(quad)) {
            if let GraphName::NamedNode(graph) = &quad.graph_name {
                entries.insert(graph.as_str(), Entry { graph: graph.as_str().to_owned(), ..Entry::default() });
            }
        }
        for quad in quads.iter().filter(own) {
            if let GraphName::NamedNode(graph) = &quad.graph_name
                && let Some(entry) = entries.get_mut(graph.as_str())
            {
                entry.read(quad);
            }
        }
        entries.into_values().collect()
    }

    /// The article's graph.
    pub fn graph(&self) -> NamedNode {
        NamedNode::new_unchecked(self.graph.as_str())
    }

    fn read(&mut self, quad: &Quad) {
        let value = match &quad.object {
            Term::Literal(literal) => literal.value(),
            Term::NamedNode(node) => node.as_str(),
            Term::BlankNode(_) => return,
        };
        if quad.predicate == schema::IDENTIFIER {
            self.id = Some(value.to_owned());
        } else if quad.predicate == schema::URL {
            self.url = Some(value.to_owned());
        }
    }

    /// Are the two one article in two states? Where both have a URL it decides, else the id.
    fn is_same_article(&self, other: &Entry) -> bool {
        match (&self.url, &other.url) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => self.id.is_some() && self.id == other.id,
        }
    }
}

/// The articles of a store.
#[derive(Debug, Default)]
pub(super) struct Articles {
    by_graph: BTreeMap<String, Entry>,
    by_name: HashMap<String, BTreeSet<String>>,
}

impl Articles {
    pub fn graphs(&self) -> impl Iterator<Item = &str> {
        self.by_graph.keys().map(String::as_str)
    }

    pub fn contains(&self, graph: &str) -> bool {
        self.by_graph.contains_key(graph)
    }

    pub fn insert(&mut self, entry: Entry) {
        for name in [&entry.id, &entry.url].into_iter().flatten() {
            self.by_name.entry(name.clone()).or_default().insert(entry.graph.clone());
        }
        self.by_graph.insert(entry.graph.clone(), entry);
    }

    pub fn remove(&mut self, graph: &str) {
        let Some(entry) = self.by_graph.remove(graph) else { return };
        for name in [&entry.id, &entry.url].into_iter().flatten() {
            if let Some(graphs) = self.by_name.get_mut(name) {
                graphs.remove(graph);
            }
        }
    }

    /// The graphs of articles whose place `entry` takes, in the order of their names.
    pub fn replaced_by(&self, entry: &Entry) -> Vec<String> {
        let names = [&entry.id, &entry.url].into_iter().flatten();
        let graphs: BTreeSet<&String> = names.filter_map(|name| self.by_name.get(name)).flatten().collect();
        let others = graphs.into_iter().filter(|graph| **graph != entry.graph);
        let same = |graph: &&String| self.by_graph.get(*graph).is_some_and(|old| entry.is_same_article(old));
        others.filter(same).cloned().collect()
    }
}
