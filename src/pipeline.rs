//! The whole program on one screen: article -> document -> mentions -> extractions -> entities -> claims.

use crate::claim::{ArticleClaims, Claim};
use crate::corpus::Article;
use crate::document::Document;
use crate::mention::Mentions;
use crate::resolve::Entity;

/// Everything read from one article, layer by layer.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The article as it came.
    pub article: Article,
    /// Its sentences, words and names.
    pub document: Document,
    /// Who and what is mentioned.
    pub mentions: Mentions,
    /// The entities; `entities[i]` belongs to chain `i` of the mentions.
    pub entities: Vec<Entity>,
    /// The claims, in text order, inferred ones last.
    pub claims: Vec<Claim>,
}

impl Reading {
    /// The claims with what they refer to, for output.
    pub fn article_claims(&self) -> ArticleClaims<'_> {
        ArticleClaims { article: &self.article, entities: &self.entities, claims: &self.claims }
    }
}
