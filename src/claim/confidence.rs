//! How likely a claim is to be right: to what its words tell ([`crate::relation::judgement`]) comes what its entities
//! and the other claims of the article tell. The result is a probability by the weights of [`Calibration`].

use super::Claim;
use serde::{Deserialize, Serialize};

use crate::lexicon::{Calibration, Factor, FactorKind};
use crate::relation::learned;
use crate::resolve::Entity;

/// What the confidence of a claim must reach, 0 to 1; below it is left out.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Least {
    /// Claims of frames and rules, and what follows from them.
    #[serde(rename = "least_confidence")]
    pub rules: f32,
    /// Claims of the relation head.
    #[serde(rename = "least_confidence_of_head", default)]
    pub head: f32,
}

impl Least {
    /// The same for all.
    pub fn of_all(confidence: f32) -> Self {
        Least { rules: confidence, head: confidence }
    }

    /// What a claim of this rule must reach.
    pub fn of(self, rule: &str) -> f32 {
        if rule == learned::RULE { self.head } else { self.rules }
    }
}

impl From<&Calibration> for Least {
    /// What claims must reach unless asked for otherwise.
    fn from(calibration: &Calibration) -> Self {
        Least { rules: calibration.threshold, head: calibration.head_threshold }
    }
}

/// Set the confidence of all claims of an article. They must be all, those below any threshold too: how many say the
/// same counts.
pub fn judge(claims: &mut [Claim], entities: &[Entity], calibration: &Calibration) {
    let factors: Vec<Vec<Factor>> = claims.iter().map(|claim| factors(claim, claims, entities)).collect();
    for (claim, factors) in claims.iter_mut().zip(factors) {
        factors.into_iter().for_each(|factor| claim.judgement.add(calibration, factor));
        claim.confidence = claim.judgement.probability(calibration);
    }
}

fn factors(claim: &Claim, claims: &[Claim], entities: &[Entity]) -> Vec<Factor> {
    let mut factors = Vec::new();
    if !claim.inferred_from.is_empty() {
        factors.push(Factor::new(FactorKind::Rule, claim.rule.clone(), 1.0));
    }
    let mut add = |name: String, value: f32| factors.push(Factor::new(FactorKind::General, name, value));
    for (role, argument) in [("subject", &claim.subject), ("object", &claim.object)] {
        let entity = &entities[argument.entity];
        add(format!("{role} is of type {}", entity.entity_type.as_str()), 1.0);
        add(format!("{role} has a Wikidata item"), f32::from(u8::from(entity.wikidata.is_some())));
    }
    let same_pair = |c: &&Claim| c.subject.entity == claim.subject.entity && c.object.entity == claim.object.entity;
    let here = claims.iter().filter(|c| c.sentence == claim.sentence);
    let spread = here.clone().filter(|c| c.trigger == claim.trigger && c.predicate == claim.predicate).count();
    add("claims of the same words".into(), log(spread.saturating_sub(1)));
    let rivals = here.filter(same_pair).filter(|c| c.predicate != claim.predicate).count();
    add("other claims of the same two".into(), log(rivals));
    let elsewhere = claims.iter().filter(|c| c.sentence != claim.sentence);
    let again = elsewhere.filter(same_pair).filter(|c| c.predicate == claim.predicate).count();
    add("said again elsewhere".into(), log(again));
    factors
}

/// Logarithm of one more than a count.
fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

/// The claims that reach it. What follows from a claim that is left out is left out too.
pub fn at_least(claims: Vec<Claim>, least: Least) -> Vec<Claim> {
    let mut place: Vec<Option<usize>> = Vec::with_capacity(claims.len());
    let mut kept = Vec::with_capacity(claims.len());
    for mut claim in claims {
        let grounds: Option<Vec<usize>> =
            claim.inferred_from.iter().map(|&ground| place.get(ground).copied().flatten()).collect();
        match grounds.filter(|_| claim.confidence >= least.of(&claim.rule)) {
            Some(grounds) => {
                claim.inferred_from = grounds;
                place.push(Some(kept.len()));
                kept.push(claim);
            }
            None => place.push(None),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn entities_and_company_count() {
        let calibration = Calibration::embedded();
        let mut reading = fixture::harbour();
        let mut again = reading.claims[0].clone();
        again.sentence = 4;
        reading.claims.push(again);
        judge(&mut reading.claims, &reading.entities, calibration);
        let has = |at: usize, name: &str| reading.claims[at].judgement.factors.iter().any(|f| f.name == name);
        assert!(has(0, "said again elsewhere") && has(0, "subject has a Wikidata item"));
        assert!(!has(1, "said again elsewhere"));
        assert!(has(5, "symmetry"), "an inferred claim is judged by its rule too");
        for claim in &reading.claims {
            assert!(claim.confidence > 0.0 && claim.confidence < 1.0);
            let odds = (claim.confidence / (1.0 - claim.confidence)).ln();
            assert!((odds - calibration.base - claim.judgement.odds).abs() < 0.01);
        }
    }

    #[test]
    fn what_follows_from_a_dropped_claim_is_dropped() {
        let mut claims = fixture::harbour().claims;
        claims[0].confidence = 0.2;
        let all = claims.len();
        let kept = at_least(claims.clone(), Least::of_all(0.3));
        assert_eq!(kept.len(), all - 2, "the claim and the one that follows from it");
        assert!(kept.iter().all(|c| c.inferred_from.is_empty()));
        claims[0].confidence = 0.9;
        claims[1].confidence = 0.1;
        let kept = at_least(claims, Least::of_all(0.3));
        assert_eq!(kept.last().unwrap().inferred_from, [0], "the indices of grounds are those of what is kept");
    }
}
