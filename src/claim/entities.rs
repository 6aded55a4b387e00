//! What is known of entities, drawn from the links of all articles: one label, all other names, the type and the
//! Wikidata items. The result depends on the set of links alone, never on the order in which articles came.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::lexicon::vocab::{skos, td};

/// The properties of an entity that follow from its links.
pub const DERIVED: [NamedNodeRef<'static>; 5] =
    [rdfs::LABEL, skos::ALT_LABEL, rdf::TYPE, skos::EXACT_MATCH, td::DECISION];

/// One link or candidate as its quads tell.
#[derive(Debug, Default)]
struct Link {
    entity: Option<NamedNode>,
    name: String,
    forms: BTreeSet<String>,
    class: Option<NamedNode>,
    item: Option<NamedNode>,
    candidates: Vec<NamedOrBlankNode>,
    given_name: Option<String>,
    decisions: BTreeSet<String>,
    label: String,
}

/// The derived quads of all entities that have links in `graph`, sorted by entity. `quads` may hold more than links.
pub fn describe_all<'a>(quads: impl IntoIterator<Item = &'a Quad>, graph: &NamedNode) -> Vec<Quad> {
    let mut nodes: BTreeMap<String, Link> = BTreeMap::new();
    for quad in quads {
        if quad.graph_name == GraphName::NamedNode(graph.clone()) {
            read(quad, &mut nodes);
        }
    }
    let mut entities: BTreeMap<&NamedNode, Vec<&Link>> = BTreeMap::new();
    for link in nodes.values() {
        if let Some(entity) = &link.entity {
            entities.entry(entity).or_default().push(link);
        }
    }
    let described = entities.into_iter();
    described.flat_map(|(entity, links)| describe(entity, &links, &nodes, graph)).collect()
}

fn read(quad: &Quad, nodes: &mut BTreeMap<String, Link>) {
    let property = quad.predicate.as_ref();
    let known = [td::ENTITY, td::NAME, td::FORM, td::ENTITY_TYPE, td::ITEM, td::CANDIDATE, rdfs::LABEL];
    let decided = [td::PREFERRED_NAME, td::DECISION];
    if !known.contains(&property) && !decided.contains(&property) {
        return;
    }
    let node = nodes.entry(quad.subject.to_string()).or_default();
    match &quad.object {
        Term::Literal(value) if property == td::NAME => node.name = value.value().to_owned(),
        Term::Literal(value) if property == rdfs::LABEL => node.label = value.value().to_owned(),
        Term::Literal(value) if property == td::PREFERRED_NAME => node.given_name = Some(value.value().to_owned()),
        Term::NamedNode(value) if property == td::DECISION => {
            node.decisions.insert(value.as_str().to_owned());
        }
        Term::Literal(value) if property == td::FORM => {
            node.forms.insert(value.value().to_owned());
        }
        Term::NamedNode(value) if property == td::ENTITY => node.entity = Some(value.clone()),
        Term::NamedNode(value) if property == td::ENTITY_TYPE => node.class = Some(value.clone()),
        Term::NamedNode(value) if property == td::ITEM => node.item = Some(value.clone()),
        Term::NamedNode(value) if property == td::CANDIDATE => node.candidates.push(value.clone().into()),
        _ => {}
    }
}

fn describe(entity: &NamedNode, links: &[&Link], nodes: &BTreeMap<String, Link>, graph: &NamedNode) -> Vec<Quad> {
    let mut quads = Vec::new();
    let mut add = |property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(entity.clone(), property.into_owned(), object, graph.clone()));
    };
    let classes = links.iter().filter_map(|link| link.class.as_ref());
    if let Some(class) = most_frequent(classes.map(|class| class.as_str())) {
        add(rdf::TYPE, NamedNode::new_unchecked(class).into());
    }
    let label = label(links, nodes);
    add(rdfs::LABEL, Literal::new_simple_literal(label).into());
    let names: BTreeSet<&str> =
        links.iter().flat_map(|link| link.forms.iter().map(String::as_str).chain([link.name.as_str()])).collect();
    for name in names.into_iter().filter(|name| *name != label && !name.is_empty()) {
        add(skos::ALT_LABEL, Literal::new_simple_literal(name).into());
    }
    let items: BTreeSet<&NamedNode> = links.iter().filter_map(|link| link.item.as_ref()).collect();
    for item in items {
        add(skos::EXACT_MATCH, item.clone().into());
    }
    let decisions: BTreeSet<&String> = links.iter().flat_map(|link| &link.decisions).collect();
    for decision in decisions {
        add(td::DECISION, NamedNode::new_unchecked(decision.as_str()).into());
    }
    quads
}

/// The name that an analyst gave, the gazetteer's label of the item chosen, else the name that most articles give.
fn label<'a>(links: &[&'a Link], nodes: &'a BTreeMap<String, Link>) -> &'a str {
    if let Some(given) = most_frequent(links.iter().filter_map(|link| link.given_name.as_deref())) {
        return given;
    }
    let chosen = links.iter().flat_map(|link| {
        let candidates = link.candidates.iter().filter_map(|node| nodes.get(&node.to_string()));
        candidates.filter(|candidate| candidate.item.is_some() && candidate.item == link.item)
    });
    let labels = chosen.map(|candidate| candidate.label.as_str()).filter(|label| !label.is_empty());
    let names = links.iter().map(|link| link.name.as_str()).filter(|name| !name.is_empty());
    most_frequent(labels).or_else(|| most_frequent(names)).unwrap_or_default()
}

/// The most frequent value; of several the longest, then the first in the order of their characters.
fn most_frequent<'a>(values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let best = counts.into_iter().max_by_key(|(value, count)| (*count, value.len(), std::cmp::Reverse(*value)));
    best.map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Base, fixture, quads};
    use crate::lexicon::Ontology;

    #[test]
    fn the_order_of_articles_does_not_matter() {
        let (ontology, base) = (Ontology::embedded().unwrap(), Base::default());
        let mut all = Vec::new();
        for (n, name) in ["Lena Holm", "LENA HOLM", "Lena Holm"].into_iter().enumerate() {
            let mut reading = fixture::harbour();
            reading.article.text.push_str(&"!".repeat(n));
            for entity in &mut reading.entities {
                entity.candidates.clear();
                entity.name = entity.name.replace("Lena Holm", name);
            }
            all.push(quads(reading.article_claims(), &base, &ontology).quads);
        }
        let graph = base.entities_graph();
        let forward = describe_all(all.iter().flatten(), &graph);
        let backward = describe_all(all.iter().rev().flatten(), &graph);
        assert_eq!(forward, backward);
        let labels: Vec<String> = forward
            .iter()
            .filter(|quad| quad.predicate == rdfs::LABEL && quad.subject.to_string().contains("/Q7>"))
            .map(|quad| quad.object.to_string())
            .collect();
        assert_eq!(labels, ["\"Lena Holm\""], "one label, the name of most articles");
    }
}
