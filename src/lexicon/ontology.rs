//! The ontology: comes in as Turtle (`ontology/tidings.ttl`), goes out as typed predicates, classes and
//! inference rules. The Turtle is the source of truth; what is missing or wrong in it is an error here.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser, RdfSyntaxError};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};

use super::EntityType;
use super::vocab::{WIKIDATA, owl, skos, td};
use crate::error::{Error, Result};

/// The name by which errors call the file.
const FILE: &str = "ontology/tidings.ttl";

/// The Turtle text that the program carries.
pub const TURTLE: &str = include_str!("../../ontology/tidings.ttl");

/// A predicate that claims may state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// Id without prefix (`spokeWith`).
    pub id: String,
    /// In words ("spoke with").
    pub label: String,
    /// What it means.
    pub definition: String,
    /// The more general predicate, if there is one.
    pub parent: Option<String>,
    /// Closest event type of PLOVER.
    pub plover: Option<String>,
    /// Closest code of CAMEO.
    pub cameo: Option<String>,
    /// Closest property of Wikidata (`P39`).
    pub wikidata: Option<String>,
    /// Types that its subject may have, in the order of [`EntityType::ALL`].
    pub domain: Vec<EntityType>,
    /// Types that its object may have, in the order of [`EntityType::ALL`].
    pub range: Vec<EntityType>,
    /// Does it hold both ways?
    pub symmetric: bool,
}

/// A rule that derives claims from claims.
#[derive(Debug, Clone, PartialEq)]
pub struct InferenceRule {
    /// Its name, as claims give it in `rule` (`symmetry`, `generalization`, `actsForState`).
    pub name: String,
    /// What it does, in a sentence.
    pub definition: String,
    /// What the confidence of the ground is multiplied by.
    pub factor: f32,
    /// The predicates it applies to, sorted; empty where it has conditions of another kind.
    pub predicates: Vec<String>,
}

/// The typed ontology.
#[derive(Debug, Clone)]
pub struct Ontology {
    predicates: BTreeMap<String, Predicate>,
    classes: BTreeMap<EntityType, NamedNode>,
    rules: BTreeMap<String, InferenceRule>,
}

impl Ontology {
    /// The ontology that the program carries.
    pub fn embedded() -> Result<Self> {
        Self::parse(TURTLE, FILE)
    }

    /// Reads an ontology from Turtle. `file` names it in errors.
    pub fn parse(turtle: &str, file: &str) -> Result<Self> {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            let quad = quad.map_err(|error| Error::data(file, line_of(&error), error.to_string()))?;
            graph.insert(&oxigraph::model::Triple::from(quad));
        }
        let source = Source { graph: &graph, file };
        let classes = source.classes()?;
        let predicates = source.predicates(&classes)?;
        let rules = source.rules(&predicates)?;
        Ok(Ontology { predicates, classes, rules })
    }

    /// The predicate with this id (without prefix).
    pub fn predicate(&self, id: &str) -> Option<&Predicate> {
        self.predicates.get(id)
    }

    /// All predicates, by id.
    pub fn predicates(&self) -> impl Iterator<Item = &Predicate> {
        self.predicates.values()
    }

    /// The more general predicates of `id`, nearest first; without `id` itself.
    pub fn ancestors(&self, id: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut next = self.predicate(id).and_then(|p| p.parent.as_deref());
        while let Some(parent) = next {
            if found.contains(&parent) {
                break;
            }
            found.push(parent);
            next = self.predicate(parent).and_then(|p| p.parent.as_deref());
        }
        found
    }

    /// Is `id` the predicate `general`, or below it?
    pub fn is_a(&self, id: &str, general: &str) -> bool {
        id == general || self.ancestors(id).contains(&general)
    }

    /// The class that output gives to entities of this type.
    pub fn class(&self, entity_type: EntityType) -> Option<NamedNodeRef<'_>> {
        self.classes.get(&entity_type).map(NamedNode::as_ref)
    }

    /// The entity type that this class stands for.
    pub fn entity_type(&self, class: &str) -> Option<EntityType> {
        self.classes.iter().find(|(_, iri)| iri.as_str() == class).map(|(entity_type, _)| *entity_type)
    }

    /// The inference rule with this name.
    pub fn rule(&self, name: &str) -> Option<&InferenceRule> {
        self.rules.get(name)
    }

    /// All inference rules, by name.
    pub fn rules(&self) -> impl Iterator<Item = &InferenceRule> {
        self.rules.values()
    }
}

fn line_of(error: &RdfSyntaxError) -> Option<u64> {
    error.location().map(|range| range.start.line + 1)
}

/// The parsed Turtle and its name.
struct Source<'a> {
    graph: &'a Graph,
    file: &'a str,
}

impl<'a> Source<'a> {
    fn error(&self, message: impl Into<String>) -> Error {
        Error::data(self.file, None, message)
    }

    /// The literal value of `property`, if there is one.
    fn literal(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Option<String> {
        match self.graph.object_for_subject_predicate(subject, property)? {
            TermRef::Literal(literal) => Some(literal.value().to_owned()),
            _ => None,
        }
    }

    fn required(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<String> {
        self.literal(subject, property)
            .ok_or_else(|| self.error(format!("<{}> has no <{}>", subject.as_str(), property.as_str())))
    }

    /// Named instances of `class`, in the order of their IRIs.
    fn instances(&self, class: NamedNodeRef<'_>) -> Vec<NamedNodeRef<'a>> {
        let mut found: Vec<NamedNodeRef<'a>> = self
            .graph
            .subjects_for_predicate_object(rdf::TYPE, class)
            .filter_map(|subject| match subject {
                NamedOrBlankNodeRef::NamedNode(node) => Some(node),
                NamedOrBlankNodeRef::BlankNode(_) => None,
            })
            .collect();
        found.sort_by_key(|node| node.as_str());
        found
    }

    fn classes(&self) -> Result<BTreeMap<EntityType, NamedNode>> {
        let mut classes = BTreeMap::new();
        for entity_type in EntityType::ALL {
            let notation = oxigraph::model::Literal::new_simple_literal(entity_type.as_str());
            let class = self.graph.subject_for_predicate_object(skos::NOTATION, notation.as_ref());
            let Some(NamedOrBlankNodeRef::NamedNode(class)) = class else {
                return Err(self.error(format!("no class has the skos:notation {:?}", entity_type.as_str())));
            };
            classes.insert(entity_type, class.into_owned());
        }
        Ok(classes)
    }

    fn predicates(&self, classes: &BTreeMap<EntityType, NamedNode>) -> Result<BTreeMap<String, Predicate>> {
        let mut predicates = BTreeMap::new();
        for node in self.instances(td::PREDICATE_CLASS) {
            let predicate = self.predicate(node, classes)?;
            predicates.insert(predicate.id.clone(), predicate);
        }
        if predicates.is_empty() {
            return Err(self.error("no td:Predicate in it"));
        }
        for predicate in predicates.values() {
            if let Some(parent) = predicate.parent.as_ref().filter(|parent| !predicates.contains_key(*parent)) {
                return Err(self.error(format!("td:{}: its parent td:{parent} is no td:Predicate", predicate.id)));
            }
        }
        Ok(predicates)
    }

    fn predicate(&self, node: NamedNodeRef<'_>, classes: &BTreeMap<EntityType, NamedNode>) -> Result<Predicate> {
        let id = self.local(node)?;
        let parent = match self.graph.object_for_subject_predicate(node, rdfs::SUB_PROPERTY_OF) {
            Some(TermRef::NamedNode(parent)) => Some(self.local(parent)?),
            _ => None,
        };
        let wikidata = match self.graph.object_for_subject_predicate(node, td::WIKIDATA_PROPERTY) {
            Some(TermRef::NamedNode(property)) => property.as_str().strip_prefix(WIKIDATA).map(str::to_owned),
            _ => None,
        };
        Ok(Predicate {
            label: self.required(node, rdfs::LABEL)?,
            definition: self.required(node, skos::DEFINITION)?,
            parent,
            plover: self.literal(node, td::PLOVER_EVENT),
            cameo: self.literal(node, td::CAMEO_CODE),
            wikidata,
            domain: self.types(node, rdfs::DOMAIN, classes)?,
            range: self.types(node, rdfs::RANGE, classes)?,
            symmetric: self.graph.contains(oxigraph::model::TripleRef::new(node, rdf::TYPE, owl::SYMMETRIC_PROPERTY)),
            id,
        })
    }

    fn local(&self, node: NamedNodeRef<'_>) -> Result<String> {
        let local = node.as_str().strip_prefix(td::NAMESPACE).map(str::to_owned);
        local.ok_or_else(|| self.error(format!("<{}> is not in the namespace td:", node.as_str())))
    }

    /// Entity types under the class (or union of classes) that `property` gives.
    fn types(
        &self,
        node: NamedNodeRef<'_>,
        property: NamedNodeRef<'_>,
        classes: &BTreeMap<EntityType, NamedNode>,
    ) -> Result<Vec<EntityType>> {
        let mut above: BTreeSet<String> = BTreeSet::new();
        for class in self.graph.objects_for_subject_predicate(node, property) {
            match class {
                TermRef::NamedNode(class) => {
                    above.insert(class.as_str().to_owned());
                }
                TermRef::BlankNode(union) => {
                    if let Some(list) = self.graph.object_for_subject_predicate(union, owl::UNION_OF) {
                        above.extend(self.list(list).into_iter().map(|class| class.as_str().to_owned()));
                    }
                }
                TermRef::Literal(_) => {}
            }
        }
        let types: Vec<EntityType> = EntityType::ALL
            .into_iter()
            .filter(|t| classes.get(t).is_some_and(|class| !self.superclasses(class.as_ref()).is_disjoint(&above)))
            .collect();
        if types.is_empty() {
            return Err(self.error(format!("<{}>: no known class in <{}>", node.as_str(), property.as_str())));
        }
        Ok(types)
    }

    /// The named members of an RDF list.
    fn list(&self, head: TermRef<'a>) -> Vec<NamedNodeRef<'a>> {
        let (mut members, mut seen, mut next) = (Vec::new(), BTreeSet::new(), Some(head));
        while let Some(TermRef::BlankNode(cell)) = next {
            if !seen.insert(cell.as_str()) {
                break;
            }
            if let Some(TermRef::NamedNode(member)) = self.graph.object_for_subject_predicate(cell, rdf::FIRST) {
                members.push(member);
            }
            next = self.graph.object_for_subject_predicate(cell, rdf::REST);
        }
        members
    }

    /// A class and all that it is a subclass of.
    fn superclasses(&self, class: NamedNodeRef<'_>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut stack = vec![class.into_owned()];
        while let Some(class) = stack.pop() {
            if found.insert(class.as_str().to_owned()) {
                for above in self.graph.objects_for_subject_predicate(&class, rdfs::SUB_CLASS_OF) {
                    if let TermRef::NamedNode(above) = above {
                        stack.push(above.into_owned());
                    }
                }
            }
        }
        found
    }

    fn rules(&self, predicates: &BTreeMap<String, Predicate>) -> Result<BTreeMap<String, InferenceRule>> {
        let mut rules = BTreeMap::new();
        for node in self.instances(td::INFERENCE_RULE) {
            let name = self.required(node, skos::NOTATION)?;
            let factor = self.required(node, td::FACTOR)?;
            let factor = factor
                .parse()
                .map_err(|_| self.error(format!("rule {name}: {factor:?} is no number for td:factor")))?;
            let mut applies_to = BTreeSet::new();
            for predicate in self.graph.objects_for_subject_predicate(node, td::APPLIES_TO) {
                let id = if let TermRef::NamedNode(node) = predicate { self.local(node)? } else { String::new() };
                if !predicates.contains_key(&id) {
                    return Err(self.error(format!("rule {name} applies to td:{id}, which is no td:Predicate")));
                }
                applies_to.insert(id);
            }
            let definition = self.required(node, skos::DEFINITION)?;
            let rule =
                InferenceRule { name: name.clone(), definition, factor, predicates: applies_to.into_iter().collect() };
            rules.insert(name, rule);
        }
        Ok(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_predicate_is_whole() {
        let ontology = Ontology::embedded().unwrap();
        assert!(ontology.predicates().count() >= 108);
        for predicate in ontology.predicates() {
            assert!(!predicate.label.is_empty() && !predicate.definition.is_empty(), "{}", predicate.id);
            if predicate.symmetric {
                assert_eq!(predicate.domain, predicate.range, "{} is symmetric", predicate.id);
            }
        }
    }

    #[test]
    fn a_predicate_has_its_mappings_and_types() {
        use EntityType::*;
        let ontology = Ontology::embedded().unwrap();
        let met = ontology.predicate("met").unwrap();
        assert_eq!((met.plover.as_deref(), met.cameo.as_deref()), (Some("CONSULT"), Some("040")));
        assert_eq!(met.domain, [Person, Organization, Country, Group]);
        assert!(met.symmetric);
        let position = ontology.predicate("holdsPosition").unwrap();
        assert_eq!(position.wikidata.as_deref(), Some("P39"));
        assert_eq!((position.domain.as_slice(), position.range.as_slice()), (&[Person][..], &[Position][..]));
        let leads = ontology.predicate("leads").unwrap();
        assert_eq!(leads.range, [Organization, Country, Place], "a union; a country is a place");
        assert_eq!(ontology.predicate("supports").unwrap().range, EntityType::ALL, "anything");
        assert_eq!(ontology.predicate("spokeWith").unwrap().label, "spoke with");
        assert!(ontology.predicate("ate").is_none());
    }

    #[test]
    fn ancestors_come_nearest_first() {
        let ontology = Ontology::embedded().unwrap();
        assert_eq!(ontology.ancestors("annexed"), ["occupied"]);
        assert_eq!(ontology.ancestors("accused"), ["criticized"]);
        assert!(ontology.ancestors("met").is_empty());
        assert!(ontology.ancestors("open/dance").is_empty());
        assert!(
            ontology.is_a("annexed", "occupied")
                && ontology.is_a("met", "met")
                && !ontology.is_a("occupied", "annexed")
        );
    }

    #[test]
    fn classes_and_types_name_each_other() {
        let ontology = Ontology::embedded().unwrap();
        for entity_type in EntityType::ALL {
            let class = ontology.class(entity_type).unwrap();
            assert_eq!(ontology.entity_type(class.as_str()), Some(entity_type));
        }
    }

    #[test]
    fn rules_name_predicates_that_exist() {
        let ontology = Ontology::embedded().unwrap();
        let rule = ontology.rule("actsForState").unwrap();
        assert!(rule.predicates.iter().any(|p| p == "alignedWith"));
        assert!(rule.factor > 0.0 && rule.factor <= 1.0);
        assert!(ontology.rule("symmetry").is_some() && ontology.rule("generalization").is_some());
    }

    #[test]
    fn a_slip_in_the_turtle_is_an_error_with_file_and_line() {
        let error = Ontology::parse("@prefix td: <https://w3id.org/tidings/ontology#> .\ntd:met a ;\n", "my.ttl");
        assert!(error.unwrap_err().to_string().starts_with("my.ttl:2: "));
        let broken = TURTLE.replace("rdfs:subPropertyOf td:occupied", "rdfs:subPropertyOf td:ocupied");
        let error = Ontology::parse(&broken, "my.ttl").unwrap_err().to_string();
        assert!(error.contains("td:annexed: its parent td:ocupied"), "{error}");
    }
}
