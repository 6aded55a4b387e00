//! GraphML in a form that Gephi, networkx, igraph and Neo4j all read without loss.
//!
//! Gephi's importer knows attribute names by their exact spelling (`label`, `size`, `r`, `g`, `b`, `weight`), only
//! the types boolean, int, long, float, double and string, drops edges of weight 0 and the second of two edges with
//! one id, and tells parallel edges apart by the XML attribute `label` of `edge`; networkx and igraph read data
//! keys. So the label is written both ways, lists are joined by `|`, and dates are ISO strings.

use std::io::Write;

use petgraph::visit::EdgeRef;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::graph::{Edge, Node, PropertyGraph};

/// Key id, what it belongs to, attribute name, type.
const KEYS: [(&str, &str, &str, &str); 25] = [
    ("label", "node", "label", "string"),
    ("type", "node", "type", "string"),
    ("wikidata", "node", "wikidata", "string"),
    ("names", "node", "names", "string"),
    ("claims", "node", "claims", "int"),
    ("degree", "node", "degree", "int"),
    ("pagerank", "node", "pagerank", "double"),
    ("component", "node", "component", "int"),
    ("size", "node", "size", "double"),
    ("r", "node", "r", "int"),
    ("g", "node", "g", "int"),
    ("b", "node", "b", "int"),
    ("edge_label", "edge", "label", "string"),
    ("weight", "edge", "weight", "double"),
    ("predicate", "edge", "predicate", "string"),
    ("polarity", "edge", "polarity", "string"),
    ("modality", "edge", "modality", "string"),
    ("speakers", "edge", "speakers", "string"),
    ("first", "edge", "first", "string"),
    ("last", "edge", "last", "string"),
    ("edge_claims", "edge", "claims", "int"),
    ("confidence", "edge", "confidence", "double"),
    ("inferred", "edge", "inferred", "boolean"),
    ("quote", "edge", "quote", "string"),
    ("article", "edge", "article", "string"),
];

/// Write a measured graph. The same graph gives the same bytes.
///
/// # Errors
/// What the writer says.
pub fn write(graph: &PropertyGraph, out: &mut impl Write) -> std::io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|xml| {
            for (id, of, name, kind) in KEYS {
                let attributes = [("id", id), ("for", of), ("attr.name", name), ("attr.type", kind)];
                xml.create_element("key").with_attributes(attributes).write_empty()?;
            }
            xml.create_element("graph").with_attribute(("edgedefault", "directed")).write_inner_content(|xml| {
                for index in graph.graph.node_indices() {
                    node(xml, &graph.graph[index])?;
                }
                for (number, edge) in graph.graph.edge_references().enumerate() {
                    let (from, to) = (&graph.graph[edge.source()].iri, &graph.graph[edge.target()].iri);
                    write_edge(xml, number, (from, to), edge.weight())?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
    xml.into_inner().write_all(b"\n")
}

fn node<W: Write>(xml: &mut Writer<W>, node: &Node) -> std::io::Result<()> {
    let [r, g, b] = colour(&node.entity_type);
    let size = 10.0 + 10.0 * (node.degree as f64 + 1.0).ln();
    xml.create_element("node").with_attribute(("id", node.iri.as_str())).write_inner_content(|xml| {
        data(xml, "label", &node.label)?;
        data(xml, "type", &node.entity_type)?;
        data(xml, "wikidata", &node.wikidata)?;
        data(xml, "names", &joined(&node.names))?;
        data(xml, "claims", &node.claims.to_string())?;
        data(xml, "degree", &node.degree.to_string())?;
        data(xml, "pagerank", &format!("{:.6}", node.page_rank))?;
        data(xml, "component", &node.component.to_string())?;
        data(xml, "size", &format!("{size:.2}"))?;
        data(xml, "r", &r.to_string())?;
        data(xml, "g", &g.to_string())?;
        data(xml, "b", &b.to_string())
    })?;
    Ok(())
}

fn write_edge<W: Write>(xml: &mut Writer<W>, number: usize, ends: (&str, &str), edge: &Edge) -> std::io::Result<()> {
    let id = format!("e{number}");
    let label = edge.label();
    let attributes = [("id", id.as_str()), ("source", ends.0), ("target", ends.1), ("label", label.as_str())];
    xml.create_element("edge").with_attributes(attributes).write_inner_content(|xml| {
        data(xml, "edge_label", &label)?;
        data(xml, "weight", &edge.weight().to_string())?;
        data(xml, "predicate", &edge.predicate)?;
        data(xml, "polarity", &edge.polarity)?;
        data(xml, "modality", &edge.modality)?;
        data(xml, "speakers", &joined(&edge.speakers))?;
        data(xml, "first", edge.dates.first().map_or("", String::as_str))?;
        data(xml, "last", edge.dates.last().map_or("", String::as_str))?;
        data(xml, "edge_claims", &edge.claims.to_string())?;
        data(xml, "confidence", &format!("{:.3}", edge.confidence))?;
        data(xml, "inferred", if edge.is_inferred { "true" } else { "false" })?;
        data(xml, "quote", &edge.quote)?;
        data(xml, "article", &edge.article)
    })?;
    Ok(())
}

fn data<W: Write>(xml: &mut Writer<W>, key: &str, value: &str) -> std::io::Result<()> {
    // XML 1.0 has no way to write most control characters.
    let clean: String = value
        .chars()
        .filter(|&c| c == '\t' || c == '\n' || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    xml.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(&clean))?;
    Ok(())
}

fn joined(names: &std::collections::BTreeSet<String>) -> String {
    names.iter().map(|n| n.replace('|', "/")).collect::<Vec<_>>().join("|")
}

/// Colours by type, apart for colour-blind eyes (Okabe and Ito's palette).
fn colour(entity_type: &str) -> [u8; 3] {
    match entity_type {
        "Person" => [0, 114, 178],
        "Organization" => [230, 159, 0],
        "Country" => [0, 158, 115],
        "Place" => [86, 180, 233],
        "Group" => [204, 121, 167],
        "Event" => [213, 94, 0],
        "CreativeWork" | "Work" => [240, 228, 66],
        _ => [150, 150, 150],
    }
}
