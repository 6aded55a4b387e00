//! From extractions over mentions to claims over entities, with their evidence. A capital or seat that acts
//! becomes its state here, an office becomes a position of its own, and of two claims of which one says less
//! the fuller one stays.

use std::collections::HashMap;

use super::{Argument, Claim, Evidence};
use crate::document::{CharOffsets, Document};
use crate::lexicon::{Demonyms, EntityType, Ontology, State, fold, slug};
use crate::mention::{MentionKind, Mentions};
use crate::relation::Extraction;
use crate::resolve::Entity;

/// What the builder reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its mentions.
    pub mentions: &'a Mentions,
    /// Domains, ranges, hierarchy.
    pub ontology: &'a Ontology,
    /// Capitals and seats of power.
    pub demonyms: &'static Demonyms,
    /// For each extraction, name and type of the position or body that its object stands for ("prime minister" in
    /// "the country's former prime minister"); `None` where the mention's own entity is meant.
    pub object_names: &'a [Option<(String, EntityType)>],
    /// The entity of a full name that no chain stands for.
    pub resolve_name: &'a dyn Fn(&str, EntityType) -> Entity,
    /// A new entity as it is by the analyst's decisions.
    pub decided: &'a dyn Fn(Entity) -> Entity,
}

/// Build claims. `entities[i]` belongs to chain `i`; entities that no chain stands for are added behind.
pub fn build(context: Context<'_>, extractions: &[Extraction], entities: &mut Vec<Entity>) -> Vec<Claim> {
    let offsets = CharOffsets::new(&context.document.text);
    let mut builder = Builder { context, offsets, entities, added: HashMap::new() };
    let names = context.object_names.iter().map(Option::as_ref).chain(std::iter::repeat(None));
    let mut claims: Vec<Claim> = extractions.iter().zip(names).filter_map(|(e, name)| builder.claim(e, name)).collect();
    claims.sort_by(|a, b| order(a).cmp(&order(b)).then(b.confidence.total_cmp(&a.confidence)));
    fullest(claims, context.ontology)
}

type Order<'a> = (usize, usize, usize, usize, usize, &'a str, &'a str);

fn order(c: &Claim) -> Order<'_> {
    (c.sentence, c.trigger.start, c.subject.span.start, c.object.span.start, c.trigger.end, &c.predicate, &c.rule)
}

struct Builder<'a> {
    context: Context<'a>,
    offsets: CharOffsets<'a>,
    entities: &'a mut Vec<Entity>,
    added: HashMap<String, usize>,
}

impl Builder<'_> {
    fn claim(&mut self, extraction: &Extraction, object_name: Option<&(String, EntityType)>) -> Option<Claim> {
        let predicate = self.context.ontology.predicate(&extraction.predicate);
        let allows = |types: &[EntityType]| types.contains(&EntityType::Place);
        let domain_has_place = predicate.is_none_or(|p| allows(&p.domain));
        let range_has_place = predicate.is_none_or(|p| allows(&p.range) && p.range.len() < EntityType::ALL.len());
        let subject = self.argument(extraction.subject, !domain_has_place)?;
        let object = match object_name {
            Some((name, entity_type)) => self.named_object(extraction, name, *entity_type),
            None => self.argument(extraction.object, !range_has_place)?,
        };
        if self.entities[subject.entity].key == self.entities[object.entity].key {
            return None;
        }
        let speaker = extraction.speaker.and_then(|m| self.argument(m, false));
        Some(Claim {
            evidence: self.evidence(extraction.sentence)?,
            subject,
            predicate: extraction.predicate.clone(),
            object,
            topic: extraction.topic.and_then(|m| self.argument(m, false)),
            place: extraction.place.and_then(|m| self.argument(m, false)),
            time: extraction.time.clone(),
            polarity: extraction.polarity,
            modality: extraction.modality,
            speaker,
            confidence: extraction.confidence,
            judgement: extraction.judgement.clone(),
            rule: extraction.rule.clone(),
            sentence: extraction.sentence,
            trigger: extraction.trigger,
            cues: extraction.cues.clone(),
            inferred_from: Vec::new(),
        })
    }

    /// `None` for a pronoun that nothing stands behind.
    fn argument(&mut self, mention: usize, acts: bool) -> Option<Argument> {
        let mentions = self.context.mentions;
        let this = mentions.mentions.get(mention)?;
        if !mentions.has_referent(mention) {
            return None;
        }
        let text = this.span.of(&self.context.document.text);
        let state = if acts { self.acting_state(mention) } else { None };
        let entity = match state {
            Some(state) => self.state(state),
            None => self.first_of_its_key(this.chain),
        };
        Some(Argument { entity, text: text.to_owned(), span: this.span })
    }

    /// Where several chains are one thing, the first stands for all, so that claims can be compared.
    fn first_of_its_key(&self, entity: usize) -> usize {
        let key = self.entities.get(entity).map(|e| &e.key);
        self.entities.iter().position(|e| Some(&e.key) == key).unwrap_or(entity)
    }

    /// "Moscow" that acts is Russia, "the Kremlin" too, also by a pronoun.
    fn acting_state(&self, mention: usize) -> Option<&'static State> {
        let this = &self.context.mentions.mentions[mention];
        let chain = self.context.mentions.chain_of(mention);
        let (name, demonyms) = (&chain.name, self.context.demonyms);
        if this.kind == MentionKind::Nominal || matches!(chain.entity_type, EntityType::Person | EntityType::Country) {
            return None;
        }
        demonyms.seat_of(name).or_else(|| demonyms.capital_of(name))
    }

    fn state(&mut self, state: &State) -> usize {
        let key = state.qid.clone().unwrap_or_else(|| format!("country-{}", slug(&fold(&state.name))));
        let entity = (self.context.decided)(Entity {
            name_key: format!("country-{}", slug(&fold(&state.name))),
            key,
            name: state.name.clone(),
            given_name: None,
            entity_type: EntityType::Country,
            forms: vec![state.name.clone()],
            wikidata: state.qid.clone(),
            score: if state.qid.is_some() { 0.9 } else { 0.0 },
            candidates: Vec::new(),
            reason: "the capital or seat of power acts for its state".into(),
            decisions: Vec::new(),
        });
        if let Some(known) = self.entities.iter().position(|e| e.key == entity.key) {
            return known;
        }
        self.entities.push(entity);
        self.entities.len() - 1
    }

    fn named_object(&mut self, extraction: &Extraction, name: &str, entity_type: EntityType) -> Argument {
        let mention = self.context.mentions.mentions[extraction.object].span;
        let span = extraction.object_words.unwrap_or(mention);
        let text = span.of(&self.context.document.text).to_owned();
        let entity = (self.context.resolve_name)(name, entity_type);
        let key = entity.key.clone();
        let known = self.added.get(&key).copied().or_else(|| self.entities.iter().position(|e| e.key == key));
        let entity = known.unwrap_or_else(|| {
            self.entities.push(entity);
            self.entities.len() - 1
        });
        self.added.insert(key, entity);
        Argument { entity, text, span }
    }

    fn evidence(&self, sentence: usize) -> Option<Evidence> {
        let span = self.context.document.sentences.get(sentence)?.span;
        let quote = span.of(&self.context.document.text);
        Some(Evidence { start: self.offsets.chars(span.start), end: self.offsets.chars(span.end), quote: quote.into() })
    }
}

/// Each statement once a sentence, and no parent predicate beside its child.
fn fullest(claims: Vec<Claim>, ontology: &Ontology) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims {
        let same = |k: &Claim| {
            k.sentence == claim.sentence
                && k.polarity == claim.polarity
                && (k.subject.entity == claim.subject.entity && k.object.entity == claim.object.entity
                    || is_symmetric(ontology, &claim.predicate)
                        && k.subject.entity == claim.object.entity
                        && k.object.entity == claim.subject.entity)
        };
        let position = kept.iter().position(|k| {
            same(k) && (ontology.is_a(&k.predicate, &claim.predicate) || ontology.is_a(&claim.predicate, &k.predicate))
        });
        match position {
            None => kept.push(claim),
            Some(at) if says_more(&claim, &kept[at], ontology) => kept[at] = claim,
            Some(_) => {}
        }
    }
    kept.sort_by(|a, b| order(a).cmp(&order(b)));
    kept
}

fn is_symmetric(ontology: &Ontology, predicate: &str) -> bool {
    ontology.predicate(predicate).is_some_and(|p| p.symmetric)
}

fn says_more(new: &Claim, old: &Claim, ontology: &Ontology) -> bool {
    if new.predicate != old.predicate {
        return ontology.is_a(&new.predicate, &old.predicate);
    }
    let details = |c: &Claim| {
        [c.topic.is_some(), c.place.is_some(), c.time.is_some(), c.speaker.is_some()].iter().filter(|&&b| b).count()
    };
    (details(new), new.confidence) > (details(old), old.confidence)
}
