//! Where a stored claim comes from: everything that the store keeps of it, its evidence, its article and the links of
//! its participants.

use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use super::Store;
use crate::corpus::Article;
use crate::error::Result;
use crate::lexicon::vocab::{oa, prov, schema, td};

/// A claim as the store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// IRI of the claim.
    pub claim: String,
    /// Predicate id without prefix.
    pub predicate: String,
    /// What qualifies it, in the order of the ontology: name of the property and value.
    pub facts: Vec<(&'static str, String)>,
    /// Who takes part, subject and object first.
    pub participants: Vec<Participant>,
    /// The quote, and its first Unicode character and one past its last in the article's full text.
    pub quote: (String, usize, usize),
    /// IRI of the article's graph.
    pub graph: String,
    /// The article; its text is empty where the store does not keep it.
    pub article: Article,
    /// IRIs of the claims that it follows from.
    pub grounds: Vec<String>,
}

/// A participant of a stored claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Participant {
    /// `subject`, `object`, `speaker`, `topic` or `place`.
    pub role: &'static str,
    /// IRI of the entity.
    pub entity: String,
    /// What the store calls it.
    pub label: String,
    /// How the article's names were linked to it.
    pub link: Option<Linked>,
}

/// How an article names an entity, and the Wikidata item chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The fullest form in the article.
    pub name: String,
    /// The item chosen.
    pub item: Option<String>,
    /// How sure, 0 to 1.
    pub score: Option<String>,
    /// Why it, or none, was chosen.
    pub reason: String,
    /// The candidates, best first: item, label, score.
    pub candidates: Vec<(String, String, String)>,
}

impl Provenance {
    /// The value of a fact.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }
}

const FACTS: [(&str, NamedNodeRef<'static>); 9] = [
    ("polarity", td::POLARITY),
    ("modality", td::MODALITY),
    ("time", td::TIME),
    ("confidence", td::CONFIDENCE),
    ("rule", td::RULE),
    ("sentence", td::SENTENCE),
    ("trigger", td::TRIGGER),
    ("subjectText", td::SUBJECT_TEXT),
    ("objectText", td::OBJECT_TEXT),
];

const ROLES: [(&str, NamedNodeRef<'static>); 5] = [
    ("subject", td::SUBJECT),
    ("object", td::OBJECT),
    ("speaker", td::SPEAKER),
    ("topic", td::TOPIC),
    ("place", td::PLACE),
];

impl Store {
    /// The IRIs of claims that have this IRI or end in this id.
    ///
    /// # Errors
    /// [`Error::Store`](crate::Error::Store) where the store cannot be read.
    pub fn claims_called(&self, name: &str) -> Result<Vec<String>> {
        let claims = self.quads_of(None, rdf::TYPE, Some(td::CLAIM.into_owned().into()))?;
        let ending = format!("/{name}");
        let mut found: Vec<String> = claims
            .into_iter()
            .filter_map(|quad| match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Some(node.into_string()),
                NamedOrBlankNode::BlankNode(_) => None,
            })
            .filter(|iri| iri == name || iri.ends_with(&ending))
            .collect();
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// What is kept of the claim with this IRI; `None` where it is none, or has no evidence.
    ///
    /// # Errors
    /// [`Error::Store`](crate::Error::Store) where the store cannot be read.
    pub fn provenance(&self, claim: &str) -> Result<Option<Provenance>> {
        let Ok(node) = NamedNode::new(claim) else { return Ok(None) };
        let Some(Term::NamedNode(evidence)) = self.object(&node, prov::WAS_DERIVED_FROM)? else { return Ok(None) };
        let Some(Term::NamedNode(graph)) = self.object(&evidence, oa::HAS_SOURCE)? else { return Ok(None) };
        let mut facts = Vec::new();
        for (name, property) in FACTS {
            facts.extend(self.value(&node, property)?.map(|value| (name, value)));
        }
        let mut participants = Vec::new();
        for (role, property) in ROLES {
            if let Some(Term::NamedNode(entity)) = self.object(&node, property)? {
                participants.push(self.participant(role, &entity, &graph)?);
            }
        }
        let grounds = self.objects(&node, td::INFERRED_FROM)?.iter().filter_map(iri).collect();
        Ok(Some(Provenance {
            claim: claim.to_owned(),
            predicate: self.value(&node, td::PREDICATE)?.unwrap_or_default(),
            facts,
            participants,
            quote: self.quote(&evidence)?,
            article: self.kept_article(&graph)?,
            graph: graph.into_string(),
            grounds,
        }))
    }

    fn quote(&self, evidence: &NamedNode) -> Result<(String, usize, usize)> {
        let (mut exact, mut start, mut end) = (String::new(), 0, 0);
        for selector in self.objects(evidence, oa::HAS_SELECTOR)? {
            let Term::NamedNode(selector) = selector else { continue };
            exact = self.value(&selector, oa::EXACT)?.unwrap_or(exact);
            let number = |text: Option<String>, old| text.and_then(|t| t.parse().ok()).unwrap_or(old);
            start = number(self.value(&selector, oa::START)?, start);
            end = number(self.value(&selector, oa::END)?, end);
        }
        Ok((exact, start, end))
    }

    fn kept_article(&self, graph: &NamedNode) -> Result<Article> {
        // To the letter, where the record is there.
        if let Some((article, _)) = self.record(graph.as_str())? {
            return Ok(article);
        }
        Ok(Article {
            id: self.value(graph, schema::IDENTIFIER)?.unwrap_or_default(),
            title: self.value(graph, schema::HEADLINE)?.unwrap_or_default(),
            text: self.value(graph, schema::ARTICLE_BODY)?.unwrap_or_default(),
            published: self.value(graph, schema::DATE_PUBLISHED)?,
            url: self.value(graph, schema::URL)?,
            publisher: self.value(graph, schema::PUBLISHER)?,
        })
    }

    fn participant(&self, role: &'static str, entity: &NamedNode, graph: &NamedNode) -> Result<Participant> {
        let label = self.value(entity, rdfs::LABEL)?.unwrap_or_default();
        let mut link = None;
        for quad in self.quads_of(None, td::ENTITY, Some(entity.clone().into()))? {
            let NamedOrBlankNode::NamedNode(node) = quad.subject else { continue };
            if self.object(&node, td::ARTICLE)? == Some(graph.clone().into()) {
                link = Some(self.linked(&node)?);
            }
        }
        Ok(Participant { role, entity: entity.as_str().to_owned(), label, link })
    }

    fn linked(&self, link: &NamedNode) -> Result<Linked> {
        let mut candidates = Vec::new();
        for candidate in self.objects(link, td::CANDIDATE)? {
            let Term::NamedNode(node) = candidate else { continue };
            let text = |property| self.value(&node, property).map(Option::unwrap_or_default);
            candidates.push((text(td::ITEM)?, text(rdfs::LABEL)?, text(td::SCORE)?));
        }
        let score = |c: &(String, String, String)| c.2.parse::<f64>().unwrap_or_default();
        candidates.sort_by(|a, b| score(b).total_cmp(&score(a)).then_with(|| a.cmp(b)));
        Ok(Linked {
            name: self.value(link, td::NAME)?.unwrap_or_default(),
            item: self.value(link, td::ITEM)?,
            score: self.value(link, td::SCORE)?,
            reason: self.value(link, td::REASON)?.unwrap_or_default(),
            candidates,
        })
    }

    fn quads_of(
        &self,
        subject: Option<&NamedNode>,
        property: NamedNodeRef<'_>,
        object: Option<Term>,
    ) -> Result<Vec<Quad>> {
        let object = object.as_ref().map(Term::as_ref);
        let quads = self.graph().quads_for_pattern(subject.map(|s| s.as_ref().into()), Some(property), object, None);
        quads.collect::<std::result::Result<_, _>>().map_err(|error| self.failed(error))
    }

    /// The objects of a property, sorted.
    fn objects(&self, subject: &NamedNode, property: NamedNodeRef<'_>) -> Result<Vec<Term>> {
        let mut objects: Vec<Term> =
            self.quads_of(Some(subject), property, None)?.into_iter().map(|quad| quad.object).collect();
        objects.sort_by_cached_key(ToString::to_string);
        objects.dedup();
        Ok(objects)
    }

    fn object(&self, subject: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<Term>> {
        Ok(self.objects(subject, property)?.into_iter().next())
    }

    /// The value of a property: a literal's words, a `td:` term without its namespace, or an IRI.
    fn value(&self, subject: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<String>> {
        Ok(self.object(subject, property)?.and_then(|term| match term {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::NamedNode(node) => {
                Some(node.as_str().strip_prefix(td::NAMESPACE).unwrap_or(node.as_str()).to_owned())
            }
            Term::BlankNode(_) => None,
        }))
    }
}

fn iri(term: &Term) -> Option<String> {
    match term {
        Term::NamedNode(node) => Some(node.as_str().to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Base, fixture, quads};
    use crate::lexicon::Ontology;

    fn store(with_text: bool) -> (Store, Vec<String>) {
        let reading = fixture::harbour();
        let ontology = Ontology::embedded().unwrap();
        let mut quads = quads(reading.article_claims(), &Base::default(), &ontology);
        if with_text {
            quads = quads.with_record(&reading.article, &reading.record);
        }
        let mut store = Store::in_memory().unwrap();
        store.replace_article(&quads).unwrap();
        store.settle().unwrap();
        (store, reading.article_claims().ids())
    }

    #[test]
    fn a_claim_is_found_with_all_that_is_kept() {
        let (store, ids) = store(true);
        let iris = store.claims_called(&ids[0]).unwrap();
        assert_eq!(iris, [format!("urn:tidings:claim/{}", ids[0])]);
        let met = store.provenance(&iris[0]).unwrap().unwrap();
        assert_eq!(met.predicate, "met");
        assert_eq!(met.fact("polarity"), Some("positive"));
        assert_eq!(met.fact("trigger"), Some("met"));
        let roles: Vec<_> = met.participants.iter().map(|p| (p.role, p.label.as_str())).collect();
        assert_eq!(roles, [("subject", "Lena Holm"), ("object", "Åke Strand"), ("speaker", "Visby")]);
        let link = met.participants[0].link.as_ref().unwrap();
        assert_eq!(link.item.as_deref(), Some("http://www.wikidata.org/entity/Q7"));
        assert_eq!(link.candidates.len(), 1);
        let article = fixture::harbour().article;
        assert_eq!(met.article, article, "the article is whole");
        assert_eq!(met.graph, Base::default().article(&article.hash()).as_str());
        let words: String = article.full_text().chars().take(met.quote.2).skip(met.quote.1).collect();
        assert_eq!(words, met.quote.0);
        let back = store.provenance(&format!("urn:tidings:claim/{}", ids[5])).unwrap().unwrap();
        assert_eq!(back.grounds, iris);
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        let (store, ids) = store(false);
        assert!(store.claims_called("0123").unwrap().is_empty());
        assert_eq!(store.provenance("urn:tidings:claim/0123").unwrap(), None);
        assert_eq!(store.provenance("no iri").unwrap(), None);
        let met = store.provenance(&format!("urn:tidings:claim/{}", ids[0])).unwrap().unwrap();
        assert!(met.article.text.is_empty());
    }
}
