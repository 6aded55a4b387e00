//! Claims that follow from claims, by the rules of the ontology. Each names its grounds and the rule, so that it
//! can be told apart, left out and explained.

use super::Claim;
use crate::lexicon::{EntityType, Ontology};
use crate::relation::{Modality, Polarity};
use crate::resolve::Entity;

/// Name of the rule by which a head of state or government acts for the state.
pub const ACTS_FOR_STATE: &str = "actsForState";

/// Append what follows by [`ACTS_FOR_STATE`]. `state_led_by` gives the entity of the state that an entity leads
/// from knowledge outside the article (a well-known head of state), where that state is an entity of the reading;
/// what the article itself says comes first.
pub fn acts_for_state(
    claims: &mut Vec<Claim>,
    entities: &[Entity],
    ontology: &Ontology,
    state_led_by: &dyn Fn(&Entity) -> Option<usize>,
) {
    let Some(rule) = ontology.rule(ACTS_FOR_STATE) else { return };
    let leads = |person: usize| {
        let said = claims.iter().position(|c| {
            c.predicate == "leads"
                && c.subject.entity == person
                && c.polarity == Polarity::Positive
                && c.modality == Modality::Actual
                && entities[c.object.entity].entity_type == EntityType::Country
        });
        match said {
            Some(at) => Some((claims[at].object.entity, Some(at))),
            None => state_led_by(&entities[person]).map(|state| (state, None)),
        }
    };
    let mut inferred = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let applies = rule.predicates.contains(&claim.predicate);
        if !applies || entities[claim.subject.entity].entity_type != EntityType::Person {
            continue;
        }
        let Some((state, ground)) = leads(claim.subject.entity) else { continue };
        let known = |c: &Claim| {
            c.subject.entity == state && c.object.entity == claim.object.entity && c.predicate == claim.predicate
        };
        if state == claim.object.entity || claims.iter().any(known) || inferred.iter().any(known) {
            continue;
        }
        let mut new = claim.clone();
        new.subject.entity = state;
        new.rule = rule.name.clone();
        new.confidence *= rule.factor;
        new.inferred_from = std::iter::once(at).chain(ground).collect();
        inferred.push(new);
    }
    claims.extend(inferred);
}
