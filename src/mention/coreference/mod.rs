//! Mentions come in, each by itself; chains of mentions that stand for the same thing go out. A sieve of rules
//! from the surest to the boldest, each in a file of its own; every link bears the name of its rule. Wrong links
//! cost more than missing ones, so that a rule that is not sure leaves the mention alone.

mod antecedent;
mod apposition;
mod chain;
mod description;
mod listed;
mod names;
mod network;
mod participant;
mod plural;
mod pronouns;
mod speakers;
mod surroundings;

use std::collections::HashMap;

use super::features::{Features, quotations};
use super::words::Words;
use super::{Gender, Knowledge, Mention, MentionKind, Mentions};
use crate::document::Document;
use crate::lexicon::EntityType;

pub use antecedent::{Candidate, Considered};
pub use network::AntecedentNetwork;
pub use speakers::{join, link_first_person};

/// Joins mentions into chains.
pub fn resolve(document: &Document, mentions: Vec<Mention>, knowledge: &Knowledge) -> Mentions {
    let mut clusters = Clusters::new(document, &mentions, knowledge);
    names::link(&mut clusters);
    apposition::link(&mut clusters);
    names::link_surnames(&mut clusters);
    plural::link(&mut clusters);
    description::link(&mut clusters);
    pronouns::link(&mut clusters);
    description::link_possessed(&mut clusters);
    clusters.into_mentions()
}

/// Clusters of mentions while they grow.
struct Clusters<'a> {
    document: &'a Document,
    knowledge: &'a Knowledge,
    mentions: &'a [Mention],
    features: Vec<Features>,
    cluster_of: Vec<usize>,
    /// Mentions of each cluster in text order; empty where it was joined to another.
    clusters: Vec<Vec<usize>>,
    rules: Vec<Option<&'static str>>,
    /// For plural mentions: one mention of each thing that they stand for together.
    members: Vec<Vec<usize>>,
    /// What pronouns of the third person might stand for.
    considered: Vec<Considered>,
    /// What the network for antecedents made of the rows of words, by sentence and word.
    rows: HashMap<(usize, usize), Vec<f32>>,
}

impl<'a> Clusters<'a> {
    fn new(document: &'a Document, mentions: &'a [Mention], knowledge: &'a Knowledge) -> Self {
        let quotations = quotations(document);
        let quotation = |m: &Mention| quotations.get(m.sentence).and_then(|row| row.get(m.head)).copied().flatten();
        Clusters {
            document,
            knowledge,
            mentions,
            features: mentions.iter().map(|m| Features::of(document, m, knowledge, quotation(m))).collect(),
            cluster_of: (0..mentions.len()).collect(),
            clusters: (0..mentions.len()).map(|i| vec![i]).collect(),
            rules: vec![None; mentions.len()],
            members: vec![Vec::new(); mentions.len()],
            considered: Vec::new(),
            rows: HashMap::new(),
        }
    }

    fn words(&self, mention: usize) -> Words<'a> {
        Words::of(self.document, &self.document.sentences[self.mentions[mention].sentence])
    }

    /// The mention whose head is this word.
    fn at(&self, sentence: usize, head: usize) -> Option<usize> {
        self.mentions.binary_search_by_key(&(sentence, head), |m| (m.sentence, m.head)).ok()
    }

    /// All mentions of the cluster that `mention` is in.
    fn cluster(&self, mention: usize) -> &[usize] {
        &self.clusters[self.cluster_of[mention]]
    }

    fn same(&self, a: usize, b: usize) -> bool {
        self.cluster_of[a] == self.cluster_of[b]
    }

    /// Joins the clusters of two mentions unless they contradict each other.
    fn link(&mut self, mention: usize, antecedent: usize, rule: &'static str) -> bool {
        let (from, into) = (self.cluster_of[mention], self.cluster_of[antecedent]);
        if from == into || !self.are_compatible(from, into) {
            return false;
        }
        let later = mention.max(antecedent);
        self.rules[later].get_or_insert(rule);
        let moved = std::mem::take(&mut self.clusters[from]);
        for &m in &moved {
            self.cluster_of[m] = into;
        }
        self.clusters[into].extend(moved);
        self.clusters[into].sort_unstable();
        true
    }

    /// Takes a mention out of its cluster, into one of its own.
    fn set_apart(&mut self, mention: usize) {
        let old = self.cluster_of[mention];
        if self.clusters[old].len() > 1 {
            self.clusters[old].retain(|&m| m != mention);
            self.cluster_of[mention] = self.clusters.len();
            self.clusters.push(vec![mention]);
            self.rules[mention] = None;
        }
    }

    fn are_compatible(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.clusters[a], &self.clusters[b]);
        match (self.gender_of(a), self.gender_of(b)) {
            (Some(x), Some(y)) if x != y => return false,
            _ => {}
        }
        names::agree(self, a, b)
    }

    fn gender_of(&self, cluster: &[usize]) -> Option<Gender> {
        cluster.iter().find_map(|&m| self.features[m].gender)
    }

    /// The type by vote: names count most, pronouns only where there is nothing else.
    fn type_of(&self, cluster: &[usize]) -> EntityType {
        for kind in [MentionKind::Name, MentionKind::Nominal, MentionKind::Pronoun] {
            let mut votes: Vec<(EntityType, usize)> = Vec::new();
            for &m in cluster.iter().filter(|&&m| self.mentions[m].kind == kind) {
                let entity_type = self.mentions[m].entity_type;
                match votes.iter_mut().find(|(voted, _)| *voted == entity_type) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((entity_type, 1)),
                }
            }
            // A concept is what is left when nothing better is known.
            let best = votes.into_iter().rev().max_by_key(|(t, count)| (*t != EntityType::Concept, *count));
            if let Some((entity_type, _)) = best
                && (entity_type != EntityType::Concept || kind != MentionKind::Name)
            {
                return entity_type;
            }
        }
        EntityType::Concept
    }

    fn is_plural(&self, cluster: &[usize]) -> bool {
        let first = |kind| cluster.iter().find(|&&m| self.mentions[m].kind == kind);
        first(MentionKind::Name)
            .or_else(|| first(MentionKind::Nominal))
            .or_else(|| first(MentionKind::Pronoun))
            .is_some_and(|&m| self.features[m].is_plural)
    }

    fn is_named(&self, cluster: &[usize]) -> bool {
        cluster.iter().any(|&m| self.mentions[m].kind == MentionKind::Name)
    }

    /// Ids of the clusters that are in use, in order of their first mention.
    fn ids(&self) -> Vec<usize> {
        let mut ids: Vec<usize> = (0..self.clusters.len()).filter(|&id| !self.clusters[id].is_empty()).collect();
        ids.sort_by_key(|&id| self.clusters[id].first().copied());
        ids
    }
}

#[cfg(test)]
mod tests;
