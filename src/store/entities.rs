//! Links and entities in a graph: removing an article's links, and bringing what is known of entities up to date
//! with the links that are left.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxigraph::store::{StorageError, Store as Graph};

use crate::claim::{DERIVED, describe_all};
use crate::lexicon::vocab::td;

type Result<T> = std::result::Result<T, StorageError>;

/// Marks an `entities` graph whose derived quads may lag behind its links (a folder that a killed writer left).
const UNSETTLED: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://w3id.org/tidings/ontology#unsettled");

/// Entities whose links have changed, by graph.
#[derive(Debug, Default, Clone)]
pub(super) struct Touched(BTreeMap<NamedNode, BTreeSet<NamedNode>>);

impl Touched {
    pub fn extend(&mut self, other: Touched) {
        for (graph, entities) in other.0 {
            self.0.entry(graph).or_default().extend(entities);
        }
    }

    fn insert(&mut self, quad: &Quad) {
        if let (GraphName::NamedNode(graph), Term::NamedNode(entity)) = (&quad.graph_name, &quad.object) {
            self.0.entry(graph.clone()).or_default().insert(entity.clone());
        }
    }

    /// The quads that mark their graphs.
    pub fn markers(&self) -> Vec<Quad> {
        self.0.keys().map(marker).collect()
    }
}

fn marker(graph: &NamedNode) -> Quad {
    let yes = Literal::new_typed_literal("true", xsd::BOOLEAN);
    Quad::new(graph.clone(), UNSETTLED, yes, graph.clone())
}

/// The entities that the links among these quads are about.
pub(super) fn touched_by(quads: &[Quad]) -> Touched {
    let mut touched = Touched::default();
    for quad in quads.iter().filter(|quad| quad.predicate == td::ENTITY) {
        touched.insert(quad);
    }
    touched
}

/// All quads of the node in the graph, and those of its candidates.
fn link_quads(store: &Graph, link: &NamedOrBlankNode, graph: GraphNameRef<'_>) -> Result<Vec<Quad>> {
    let mut quads: Vec<Quad> =
        store.quads_for_pattern(Some(link.as_ref()), None, None, Some(graph)).collect::<Result<_>>()?;
    let candidates: Vec<NamedNode> = quads
        .iter()
        .filter(|quad| quad.predicate == td::CANDIDATE)
        .filter_map(|quad| if let Term::NamedNode(node) = &quad.object { Some(node.clone()) } else { None })
        .collect();
    for candidate in candidates {
        for quad in store.quads_for_pattern(Some(candidate.as_ref().into()), None, None, Some(graph)) {
            quads.push(quad?);
        }
    }
    Ok(quads)
}

/// All quads of an article: its graph, and its links in other graphs.
pub(super) fn article_quads(store: &Graph, article: &str) -> Result<Vec<Quad>> {
    let name = NamedNode::new_unchecked(article);
    let mut quads: Vec<Quad> =
        store.quads_for_pattern(None, None, None, Some(name.as_ref().into())).collect::<Result<_>>()?;
    let object = Term::from(name);
    for link in store.quads_for_pattern(None, Some(td::ARTICLE), Some(object.as_ref()), None) {
        let link = link?;
        quads.extend(link_quads(store, &link.subject, link.graph_name.as_ref())?);
    }
    Ok(quads)
}

/// Adds to an article's quads the descriptions of entities that its own links give, so that the file is of use to
/// other tools as it stands.
pub(super) fn with_descriptions(mut quads: Vec<Quad>) -> Vec<Quad> {
    let graphs: Vec<NamedNode> = touched_by(&quads).0.into_keys().collect();
    for graph in graphs {
        let described = describe_all(&quads, &graph);
        quads.extend(described);
    }
    quads
}

/// Removes an article's graph and links; gives the entities that the links were about.
pub(super) fn remove_article(store: &Graph, article: &str) -> Result<Touched> {
    let quads = article_quads(store, article)?;
    let mut transaction = store.start_transaction()?;
    for quad in &quads {
        transaction.remove(quad);
    }
    transaction.remove_named_graph(NamedNodeRef::new_unchecked(article))?;
    let touched = touched_by(&quads);
    transaction.commit()?;
    Ok(touched)
}

/// Makes the derived quads of the touched entities those that follow from their links, and takes the marks away.
pub(super) fn settle(store: &Graph, touched: &Touched, marked: bool) -> Result<()> {
    for (graph, entities) in &touched.0 {
        let name = GraphNameRef::NamedNode(graph.as_ref());
        let mut transaction = store.start_transaction()?;
        for entity in entities {
            let mut links = Vec::new();
            let object = Term::from(entity.clone());
            for quad in store.quads_for_pattern(None, Some(td::ENTITY), Some(object.as_ref()), Some(name)) {
                links.extend(link_quads(store, &quad?.subject, name)?);
            }
            for property in DERIVED {
                for quad in store.quads_for_pattern(Some(entity.as_ref().into()), Some(property), None, Some(name)) {
                    transaction.remove(&quad?);
                }
            }
            transaction.extend(describe_all(&links, graph).iter().map(Quad::as_ref));
        }
        if marked {
            transaction.remove(&marker(graph));
        }
        transaction.commit()?;
    }
    Ok(())
}

/// Does this quad follow from links that `store` holds?
pub(super) fn is_derived(quad: &Quad, store: &Graph) -> bool {
    let NamedOrBlankNode::NamedNode(entity) = &quad.subject else { return false };
    let (entity, graph) = (Term::from(entity.clone()), quad.graph_name.as_ref());
    DERIVED.contains(&quad.predicate.as_ref())
        && store.quads_for_pattern(None, Some(td::ENTITY), Some(entity.as_ref()), Some(graph)).next().is_some()
}

/// Settles every entity that has a link.
pub(super) fn settle_all(store: &Graph) -> Result<()> {
    let mut touched = Touched::default();
    for quad in store.quads_for_pattern(None, Some(td::ENTITY), None, None) {
        touched.insert(&quad?);
    }
    for (graph, entities) in touched.0 {
        let name = GraphNameRef::NamedNode(graph.as_ref());
        let quads: Vec<Quad> = store.quads_for_pattern(None, None, None, Some(name)).collect::<Result<_>>()?;
        let described = describe_all(&quads, &graph);
        let derived: BTreeSet<String> = described.iter().map(ToString::to_string).collect();
        let is_stale = |quad: &&Quad| {
            DERIVED.contains(&quad.predicate.as_ref())
                && matches!(&quad.subject, NamedOrBlankNode::NamedNode(subject) if entities.contains(subject))
                && !derived.contains(&quad.to_string())
        };
        let mut transaction = store.start_transaction()?;
        for quad in quads.iter().filter(is_stale) {
            transaction.remove(quad);
        }
        transaction.extend(described.iter().map(Quad::as_ref));
        transaction.commit()?;
    }
    Ok(())
}

/// Settles the graphs that are marked as lagging behind.
#[cfg(feature = "rocksdb")]
pub(super) fn settle_marked(store: &Graph) -> Result<()> {
    let marks: Vec<Quad> = store.quads_for_pattern(None, Some(UNSETTLED), None, None).collect::<Result<_>>()?;
    if !marks.is_empty() {
        settle_all(store)?;
        for mark in &marks {
            store.remove(mark)?;
        }
    }
    Ok(())
}
