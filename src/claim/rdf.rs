//! Claims as RDF: one article's claims go in, quads come out. The article's named graph holds its description,
//! claims, evidence and direct triples; the `entities` graph holds the links that the article makes from names to
//! entities, and the description of the entities that follows from them.

use std::collections::BTreeMap;

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::article_claims::{ArticleClaims, rounded};
use super::iri::{Base, hash, percent_encode};
use super::time;
use super::{Argument, Claim, Record};
use crate::corpus::Article;
use crate::document::CharOffsets;
use crate::lexicon::vocab::{WIKIDATA, oa, prov, schema, td};
use crate::lexicon::{Modality, Ontology, Polarity, is_qid};
use crate::resolve::Entity;

/// Characters of context on each side of a quote.
const CONTEXT: usize = 32;

/// All that one article says, as quads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleQuads {
    /// The article's graph and name.
    pub graph: NamedNode,
    /// The quads, in the order of the claims; no quad twice.
    pub quads: Vec<Quad>,
}

impl ArticleQuads {
    /// With the article's text, and the record by which it can be resolved anew.
    pub fn with_record(mut self, article: &Article, record: &Record) -> ArticleQuads {
        let mut add = |property: NamedNodeRef<'_>, value: &str| {
            let (value, graph) = (Literal::new_simple_literal(value), self.graph.clone());
            self.quads.push(Quad::new(self.graph.clone(), property.into_owned(), value, graph));
        };
        add(schema::ARTICLE_BODY, &article.text);
        add(td::RECORD, &record.to_json(article));
        self
    }
}

/// The quads of one article's claims.
pub fn quads(claims: ArticleClaims<'_>, base: &Base, ontology: &Ontology) -> ArticleQuads {
    let graph = base.article(&claims.article.hash());
    let text = claims.article.full_text();
    let offsets = CharOffsets::new(&text);
    let mut writer = Writer { base, graph: graph.clone(), quads: Vec::new() };
    let ids = claims.ids();
    let distinct = claims.distinct(&ids);
    let mut used: BTreeMap<&str, &Entity> = BTreeMap::new();
    writer.article(&claims);
    for (id, claim) in &distinct {
        writer.claim(id, claim, &claims, (&text, &offsets));
        for parent in claim.inferred_from.iter().filter_map(|&index| ids.get(index)) {
            writer.add(base.claim(id), td::INFERRED_FROM, base.claim(parent));
        }
        for argument in claim.arguments() {
            if let Some(entity) = claims.entity(argument) {
                used.entry(&entity.key).or_insert(entity);
            }
        }
    }
    for key in used.keys() {
        writer.add(graph.clone(), schema::MENTIONS, base.entity(key));
    }
    writer.graph = base.entities_graph();
    for entity in used.values() {
        writer.link(entity, &graph, ontology);
    }
    let description = super::entities::describe_all(&writer.quads, &writer.graph);
    writer.quads.extend(description);
    ArticleQuads { graph, quads: unique(writer.quads) }
}

/// The quads without repetitions, in the order of their first mention.
fn unique(quads: Vec<Quad>) -> Vec<Quad> {
    let mut seen = std::collections::HashSet::with_capacity(quads.len());
    quads.into_iter().filter(|quad| seen.insert(quad.clone())).collect()
}

/// Collects quads for one graph.
struct Writer<'a> {
    base: &'a Base,
    graph: NamedNode,
    quads: Vec<Quad>,
}

impl Writer<'_> {
    fn add(&mut self, subject: impl Into<NamedOrBlankNode>, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject, property.into_owned(), object, self.graph.clone()));
    }

    fn text(&mut self, subject: &NamedNode, property: NamedNodeRef<'_>, value: &str) {
        self.add(subject.clone(), property, Literal::new_simple_literal(value));
    }

    fn article(&mut self, claims: &ArticleClaims<'_>) {
        let (article, name) = (claims.article, self.graph.clone());
        self.add(name.clone(), rdf::TYPE, schema::NEWS_ARTICLE);
        self.text(&name, schema::IDENTIFIER, &article.id);
        if !article.title.trim().is_empty() {
            self.text(&name, schema::HEADLINE, article.title.trim());
        }
        if let Some(published) = &article.published {
            self.add(name.clone(), schema::DATE_PUBLISHED, time::literal(published));
        }
        if let Some(url) = &article.url {
            match NamedNode::new(url.as_str()) {
                Ok(url) => self.add(name.clone(), schema::URL, url),
                Err(_) => self.text(&name, schema::URL, url),
            }
        }
        if let Some(publisher) = &article.publisher {
            self.text(&name, schema::PUBLISHER, publisher);
        }
    }

    fn claim(&mut self, id: &str, claim: &Claim, claims: &ArticleClaims<'_>, text: (&str, &CharOffsets<'_>)) {
        let node = self.base.claim(id);
        let name = |argument: &Argument| claims.entity(argument).map(|entity| self.base.entity(&entity.key));
        let (Some(subject), Some(object)) = (name(&claim.subject), name(&claim.object)) else { return };
        let others = [
            (td::SPEAKER, claim.speaker.as_ref().and_then(name)),
            (td::TOPIC, claim.topic.as_ref().and_then(name)),
            (td::PLACE, claim.place.as_ref().and_then(name)),
        ];
        let predicate = predicate(&claim.predicate);
        if claim.polarity == Polarity::Positive && claim.modality == Modality::Actual {
            self.add(subject.clone(), predicate.as_ref(), object.clone());
        }
        self.add(node.clone(), rdf::TYPE, td::CLAIM);
        self.add(node.clone(), td::SUBJECT, subject);
        self.add(node.clone(), td::PREDICATE, predicate);
        self.add(node.clone(), td::OBJECT, object);
        self.add(node.clone(), td::POLARITY, code(claim.polarity.as_str()));
        self.add(node.clone(), td::MODALITY, code(claim.modality.as_str()));
        for (property, value) in others {
            if let Some(value) = value {
                self.add(node.clone(), property, value);
            }
        }
        if let Some(when) = &claim.time {
            self.add(node.clone(), td::TIME, time::literal(when));
            if let Some((first, last)) = time::days(when) {
                self.add(node.clone(), td::TIME_START, time::literal(&first));
                self.add(node.clone(), td::TIME_END, time::literal(&last));
            }
        }
        self.add(node.clone(), td::CONFIDENCE, decimal(claim.confidence));
        self.text(&node, td::RULE, &claim.rule);
        self.add(node.clone(), td::SENTENCE, integer(claim.sentence));
        self.text(&node, td::SUBJECT_TEXT, &claim.subject.text);
        self.text(&node, td::OBJECT_TEXT, &claim.object.text);
        if let Some(trigger) = text.0.get(claim.trigger.start..claim.trigger.end).filter(|words| !words.is_empty()) {
            self.text(&node, td::TRIGGER, trigger);
        }
        let evidence = self.evidence(claim, text);
        self.add(node, prov::WAS_DERIVED_FROM, evidence);
    }

    /// Describes the evidence of a claim by Web Annotation selectors and gives its name.
    fn evidence(&mut self, claim: &Claim, (text, offsets): (&str, &CharOffsets<'_>)) -> NamedNode {
        let (start, end) = (claim.evidence.start, claim.evidence.end);
        let source = self.graph.clone();
        let name = self.base.evidence(&hash([source.as_str(), &start.to_string(), &end.to_string()]));
        let selector = |kind: &str| NamedNode::new_unchecked(format!("{}#{kind}", name.as_str()));
        let (quote, position) = (selector("quote"), selector("position"));
        self.add(name.clone(), rdf::TYPE, td::EVIDENCE);
        self.add(name.clone(), oa::HAS_SOURCE, source);
        self.add(name.clone(), oa::HAS_SELECTOR, quote.clone());
        self.add(name.clone(), oa::HAS_SELECTOR, position.clone());
        self.add(quote.clone(), rdf::TYPE, oa::TEXT_QUOTE_SELECTOR);
        self.text(&quote, oa::EXACT, &claim.evidence.quote);
        let context = |from: usize, to: usize| text.get(offsets.byte(from)..offsets.byte(to)).unwrap_or_default();
        self.text(&quote, oa::PREFIX, context(start.saturating_sub(CONTEXT), start));
        self.text(&quote, oa::SUFFIX, context(end, end.saturating_add(CONTEXT)));
        self.add(position.clone(), rdf::TYPE, oa::TEXT_POSITION_SELECTOR);
        self.add(position.clone(), oa::START, integer(start));
        self.add(position, oa::END, integer(end));
        name
    }

    /// Describes how the article names an entity and which Wikidata item was chosen.
    fn link(&mut self, entity: &Entity, article: &NamedNode, ontology: &Ontology) {
        let link = self.base.link(&hash([article.as_str(), &entity.key]));
        self.add(link.clone(), rdf::TYPE, td::LINK);
        self.add(link.clone(), td::ENTITY, self.base.entity(&entity.key));
        self.add(link.clone(), td::ARTICLE, article.clone());
        self.text(&link, td::NAME, &entity.name);
        for form in &entity.forms {
            self.text(&link, td::FORM, form);
        }
        if let Some(class) = ontology.class(entity.entity_type) {
            self.add(link.clone(), td::ENTITY_TYPE, class.into_owned());
        }
        if let Some(item) = entity.wikidata.as_deref().and_then(wikidata) {
            self.add(link.clone(), td::ITEM, item);
            self.add(link.clone(), td::SCORE, decimal(entity.score));
        }
        if let Some(name) = &entity.given_name {
            self.text(&link, td::PREFERRED_NAME, name);
        }
        for &number in &entity.decisions {
            self.add(link.clone(), td::DECISION, self.base.decision(number));
        }
        if !entity.reason.is_empty() {
            self.text(&link, td::REASON, &entity.reason);
        }
        for (rank, candidate) in entity.candidates.iter().enumerate() {
            let Some(item) = wikidata(&candidate.wikidata) else { continue };
            let node = NamedNode::new_unchecked(format!("{}#{}", link.as_str(), rank + 1));
            self.add(link.clone(), td::CANDIDATE, node.clone());
            self.add(node.clone(), rdf::TYPE, td::CANDIDATE_CLASS);
            self.add(node.clone(), td::ITEM, item);
            self.text(&node, oxigraph::model::vocab::rdfs::LABEL, &candidate.label);
            self.add(node, td::SCORE, decimal(candidate.score));
        }
    }
}

/// The IRI of a predicate id (`met`, `open/discuss`).
pub fn predicate(id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{}", td::NAMESPACE, percent_encode(id)))
}

fn code(id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{id}", td::NAMESPACE))
}

/// The IRI of a Wikidata id; nothing where it is none.
fn wikidata(id: &str) -> Option<NamedNode> {
    is_qid(id).then(|| NamedNode::new_unchecked(format!("{WIKIDATA}{id}")))
}

fn decimal(number: f32) -> Literal {
    Literal::new_typed_literal(rounded(number).to_string(), xsd::DECIMAL)
}

pub(super) fn integer(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn written() -> (Vec<String>, Vec<Quad>) {
        let reading = fixture::harbour();
        let ontology = Ontology::embedded().unwrap();
        let quads = quads(reading.article_claims(), &Base::default(), &ontology).quads;
        (quads.iter().map(ToString::to_string).collect(), quads)
    }

    fn has(lines: &[String], parts: &[&str]) -> bool {
        lines.iter().any(|line| parts.iter().all(|part| line.contains(part)))
    }

    #[test]
    fn only_what_is_actual_and_positive_is_a_direct_triple() {
        let (lines, _) = written();
        let direct = |property: &str| has(&lines, &[&format!("> <{}{property}> <urn:tidings:entity/", td::NAMESPACE)]);
        assert!(direct("met"));
        assert!(!direct("accusedOf"), "it is alleged");
        assert!(!direct("visited"), "it is planned");
        assert!(!direct("signedAgreementWith"), "it is denied");
        let open = format!("<urn:tidings:entity/Q7> <{}open/serenade> <urn:tidings:entity/Q8>", td::NAMESPACE);
        assert!(has(&lines, &[&open]), "an open predicate is under the same rule");
    }

    #[test]
    fn claims_evidence_and_links_are_whole() {
        let (lines, quads) = written();
        let reading = fixture::harbour();
        let claims = reading.article_claims().ids();
        let claim = format!("<urn:tidings:claim/{}>", claims[0]);
        for property in ["subject", "predicate", "object", "polarity", "modality", "speaker", "confidence", "rule"] {
            let count = lines.iter().filter(|line| line.starts_with(&format!("{claim} <{}{property}>", td::NAMESPACE)));
            assert_eq!(count.count(), 1, "{property}");
        }
        assert!(has(&lines, &["#timeEnd", "2025-02-28"]), "the last day of the month");
        assert!(has(&lines, &["#inferredFrom", &format!("<urn:tidings:claim/{}>", claims[0])]));
        let text = reading.article.full_text();
        for quad in quads.iter().filter(|quad| quad.predicate == oa::EXACT) {
            let Term::Literal(quote) = &quad.object else { panic!() };
            assert!(text.contains(quote.value()));
        }
        assert!(has(&lines, &["#exactMatch", "<http://www.wikidata.org/entity/Q7>"]));
        assert!(!has(&lines, &["sameAs"]));
        assert!(has(&lines, &["#altLabel", "Holm", "<urn:tidings:entities>"]));
        assert!(has(&lines, &["<urn:tidings:entity/Q7>", "rdf-schema#label", "Lena Holm"]));
    }

    #[test]
    fn every_quad_is_valid_and_stands_once() {
        let (lines, quads) = written();
        let parsed: Vec<Quad> = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::NQuads)
            .for_slice(&lines.iter().map(|line| format!("{line} .\n")).collect::<String>())
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(parsed, quads);
        let store = oxigraph::store::Store::new().unwrap();
        store.extend(quads.iter().map(|quad| quad.as_ref())).unwrap();
        assert_eq!(store.len().unwrap(), quads.len());
        for quad in &quads {
            let stored = store.contains(quad).unwrap() && store.iter().any(|other| &other.unwrap() == quad);
            assert!(stored, "the store changes {quad}");
        }
    }
}
