//! The decisions in force as RDF, in a graph of their own: who decided what, when and why. Links and entities that rest
//! on a decision point to it by `td:decision`.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, Quad, Term};

use super::Base;
use super::rdf::integer;
use crate::lexicon::vocab::td;
use crate::resolve::decisions::{Decision, Kind, Log, NAME_PREFIX};

/// The quads of all decisions in force, in their order.
pub fn decision_quads(log: &Log, base: &Base) -> Vec<Quad> {
    log.effective().flat_map(|decision| quads(decision, base)).collect()
}

fn quads(decision: &Decision, base: &Base) -> Vec<Quad> {
    let (node, graph) = (base.decision(decision.number), base.decisions_graph());
    let act = &decision.act;
    let text = |text: &str| Some(Term::from(Literal::new_simple_literal(text))).filter(|_| !text.is_empty());
    let entity = |key: &str| match key.strip_prefix(NAME_PREFIX) {
        Some(name) => text(name),
        None => Some(base.entity(key).into()).filter(|_| !key.is_empty()),
    };
    let target = if act.kind == Kind::Rename { text(&act.target) } else { entity(&act.target) };
    let when = Literal::new_typed_literal(decision.time.as_str(), xsd::DATE_TIME);
    let number = usize::try_from(decision.number).unwrap_or_default();
    let values = [
        (rdf::TYPE, Some(td::DECISION_CLASS.into_owned().into())),
        (td::NUMBER, Some(integer(number).into())),
        (td::KIND, text(act.kind.as_str())),
        (td::AUTHOR, text(&decision.author)),
        (td::DECIDED_AT, Some(when.into())),
        (td::ABOUT, entity(&act.entity)),
        (td::TARGET, target),
        (td::REASON, text(&decision.reason)),
    ];
    let quad = |(property, value): (oxigraph::model::NamedNodeRef<'_>, Option<Term>)| {
        Some(Quad::new(node.clone(), property.into_owned(), value?, graph.clone()))
    };
    values.into_iter().filter_map(quad).collect()
}
