//! Which part of the graph to show.

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::graph::PropertyGraph;
use crate::error::{Error, Result};
use crate::lexicon::{Ontology, fold};

/// How many likely names an error lists.
const SUGGESTIONS: usize = 5;

/// A selection of nodes and edges; empty lists and zeros select everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Names, Wikidata ids or IRIs of the entities in the middle.
    pub entities: Vec<String>,
    /// How many edges away from them.
    pub hops: usize,
    /// Predicates, their children included.
    pub predicates: Vec<String>,
    /// Independent sources at least.
    pub min_weight: usize,
    /// Modalities; empty for all.
    pub modalities: Vec<String>,
    /// Leave out what is only inferred.
    pub without_inferred: bool,
}

impl Selection {
    /// The part of `full` that is selected, measured anew.
    ///
    /// # Errors
    /// [`Error::Query`] where an entity or predicate is not known.
    pub fn apply(&self, full: &PropertyGraph, ontology: &Ontology) -> Result<PropertyGraph> {
        for predicate in &self.predicates {
            if ontology.predicate(predicate).is_none() && !predicate.starts_with("open/") {
                return Err(Error::Query(format!("no predicate `{predicate}`; see ontology/tidings.ttl")));
            }
        }
        let graph = &full.graph;
        let wanted = |edge: &super::Edge| {
            let is_kind = |p: &String| ontology.is_a(&edge.predicate, p);
            (self.predicates.is_empty() || self.predicates.iter().any(is_kind))
                && edge.weight() >= self.min_weight
                && (self.modalities.is_empty() || self.modalities.contains(&edge.modality))
                && !(self.without_inferred && edge.is_inferred)
        };
        let near = if self.entities.is_empty() { None } else { Some(self.near(graph, &wanted)?) };
        let mut out = DiGraph::new();
        let mut index = vec![None; graph.node_count()];
        let mut edges = Vec::new();
        let mut used = BTreeSet::new();
        for edge in graph.edge_references() {
            let inside = |n: NodeIndex| near.as_ref().is_none_or(|near| near.contains(&n));
            if wanted(edge.weight()) && inside(edge.source()) && inside(edge.target()) {
                used.extend([edge.source(), edge.target()]);
                edges.push(edge);
            }
        }
        for node in used {
            index[node.index()] = Some(out.add_node(graph[node].clone()));
        }
        for edge in edges {
            if let (Some(from), Some(to)) = (index[edge.source().index()], index[edge.target().index()]) {
                out.add_edge(from, to, edge.weight().clone());
            }
        }
        let mut selected = PropertyGraph { graph: out };
        selected.measure();
        Ok(selected)
    }

    fn near(
        &self,
        graph: &DiGraph<super::Node, super::Edge>,
        wanted: &dyn Fn(&super::Edge) -> bool,
    ) -> Result<BTreeSet<NodeIndex>> {
        let mut near: BTreeSet<NodeIndex> = BTreeSet::new();
        for name in &self.entities {
            near.extend(find(graph, name)?);
        }
        let mut border: Vec<NodeIndex> = near.iter().copied().collect();
        for _ in 0..self.hops {
            let mut next = Vec::new();
            for node in border {
                let edges = graph
                    .edges_directed(node, petgraph::Outgoing)
                    .chain(graph.edges_directed(node, petgraph::Incoming));
                for edge in edges.filter(|e| wanted(e.weight())) {
                    for end in [edge.source(), edge.target()] {
                        if near.insert(end) {
                            next.push(end);
                        }
                    }
                }
            }
            border = next;
        }
        Ok(near)
    }
}

/// The nodes called `name`: by Wikidata id, IRI, label or other name.
fn find(graph: &DiGraph<super::Node, super::Edge>, name: &str) -> Result<Vec<NodeIndex>> {
    let folded = fold(name);
    let by = |test: &dyn Fn(&super::Node) -> bool| -> Vec<NodeIndex> {
        graph.node_indices().filter(|&n| test(&graph[n])).collect()
    };
    let tries: [&dyn Fn(&super::Node) -> bool; 3] =
        [&|n| n.wikidata == name || n.iri == name, &|n| fold(&n.label) == folded, &|n| {
            n.names.iter().any(|other| fold(other) == folded)
        }];
    for test in tries {
        let found = by(test);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let mut like = by(&|n| !folded.is_empty() && fold(&n.label).contains(&folded));
    like.sort_by_key(|&n| std::cmp::Reverse(graph[n].claims));
    let names: Vec<&str> = like.iter().take(SUGGESTIONS).map(|&n| graph[n].label.as_str()).collect();
    let hint = if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(", ")) };
    Err(Error::Query(format!("no entity is called `{name}`{hint}")))
}
