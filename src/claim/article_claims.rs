//! What one article claims, as the writers need it: article, entities and claims, with ids for the claims.

use std::collections::HashSet;

use super::iri::hash;
use super::{Argument, Claim};
use crate::corpus::Article;
use crate::resolve::Entity;

/// The claims of one article with what they refer to.
#[derive(Debug, Clone, Copy)]
pub struct ArticleClaims<'a> {
    /// The article.
    pub article: &'a Article,
    /// The entities that the arguments of the claims point into.
    pub entities: &'a [Entity],
    /// The claims, in text order, inferred ones last.
    pub claims: &'a [Claim],
}

impl<'a> ArticleClaims<'a> {
    /// The entity of an argument.
    pub(super) fn entity(&self, argument: &Argument) -> Option<&'a Entity> {
        self.entities.get(argument.entity)
    }

    fn key(&self, argument: Option<&Argument>) -> &'a str {
        argument.and_then(|argument| self.entity(argument)).map_or("", |entity| entity.key.as_str())
    }

    /// The ids of all claims: 32 hexadecimal digits, a hash of what the claim says and of the place that says it
    /// (not of rule and confidence, so that they may change and the claim stays the same).
    pub fn ids(&self) -> Vec<String> {
        let article = self.article.hash();
        self.claims
            .iter()
            .map(|claim| {
                let (start, end) = (claim.evidence.start.to_string(), claim.evidence.end.to_string());
                hash([
                    article.as_str(),
                    &start,
                    &end,
                    self.key(Some(&claim.subject)),
                    &claim.predicate,
                    self.key(Some(&claim.object)),
                    claim.polarity.as_str(),
                    claim.modality.as_str(),
                    self.key(claim.speaker.as_ref()),
                    self.key(claim.topic.as_ref()),
                    self.key(claim.place.as_ref()),
                    claim.time.as_deref().unwrap_or_default(),
                ])
            })
            .collect()
    }

    /// The claims with their ids, each id once: where two rules read the same claim from the same words, the first
    /// stands. Claims whose subject or object is not among the entities are left out.
    pub(super) fn distinct<'i>(&self, ids: &'i [String]) -> Vec<(&'i str, &'a Claim)> {
        let mut seen = HashSet::new();
        let whole = |claim: &Claim| self.entity(&claim.subject).is_some() && self.entity(&claim.object).is_some();
        ids.iter().map(String::as_str).zip(self.claims).filter(|(id, claim)| whole(claim) && seen.insert(*id)).collect()
    }
}

/// `confidence` and scores are written with three decimals.
pub(super) fn rounded(number: f32) -> f64 {
    let number = if number.is_finite() { f64::from(number.clamp(0.0, 1.0)) } else { 0.0 };
    (number * 1000.0).round() / 1000.0
}
