//! What a revision changes, in terms of entities and claims.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Quad, Term};

use super::claims;
use crate::claim::Base;
use crate::lexicon::vocab::td;

/// Claims that go from one entity to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move {
    /// How many, each in as many roles as it changes.
    pub claims: usize,
    /// The graphs of the articles that make them.
    pub articles: BTreeSet<String>,
}

/// The changes of a revision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diff {
    /// Articles of the store.
    pub articles: usize,
    /// Of these, those that change.
    pub changed: usize,
    /// Of these, those that cannot be resolved anew because the store does not have their record.
    pub without_record: usize,
    /// Claims before and after.
    pub claims: (usize, usize),
    /// Claims that go from one entity to another, by the keys of both.
    pub moves: BTreeMap<(String, String), Move>,
    /// Entity -> the name that an analyst gave or (`None`) no longer gives.
    pub renamed: BTreeMap<String, Option<String>>,
    /// Claims that are there no longer: they became the same as others, or would be about one entity alone.
    pub lost: usize,
    /// Claims that come back, or that are new since more can be inferred.
    pub gained: usize,
    /// Entity -> claims that it takes part in afterwards.
    pub after: BTreeMap<String, usize>,
    /// Entity -> claims that it took part in before.
    pub before: BTreeMap<String, usize>,
    /// Files of gazetteers by which names were linked before.
    pub gazetteers: BTreeSet<String>,
    /// Decisions that something rests on, each with the mentions that do.
    pub at_work: BTreeMap<u32, usize>,
    /// Decisions in force that nothing rests on.
    pub idle: Vec<u32>,
}

impl Diff {
    /// Adds what another article changes.
    pub(super) fn add(&mut self, other: Diff) {
        self.articles += other.articles;
        self.changed += other.changed;
        self.without_record += other.without_record;
        self.claims.0 += other.claims.0;
        self.claims.1 += other.claims.1;
        self.lost += other.lost;
        self.gained += other.gained;
        self.renamed.extend(other.renamed);
        self.gazetteers.extend(other.gazetteers);
        for (number, mentions) in other.at_work {
            *self.at_work.entry(number).or_default() += mentions;
        }
        for (pair, moved) in other.moves {
            let entry = self.moves.entry(pair).or_default();
            entry.claims += moved.claims;
            entry.articles.extend(moved.articles);
        }
        for (sum, part) in [(&mut self.after, other.after), (&mut self.before, other.before)] {
            for (key, count) in part {
                *sum.entry(key).or_default() += count;
            }
        }
    }

    /// Counts the claims of an article that does not change.
    pub(super) fn count(&mut self, quads: &[Quad]) {
        for quad in quads.iter().filter(|quad| quad.predicate == td::SUBJECT || quad.predicate == td::OBJECT) {
            if let Term::NamedNode(entity) = &quad.object
                && let Some(key) = Base::entity_key(entity.as_str())
            {
                *self.after.entry(key.clone()).or_default() += 1;
                *self.before.entry(key).or_default() += 1;
            }
        }
        let claims = quads.iter().filter(|quad| quad.predicate == td::SUBJECT).count();
        self.claims = (claims, claims);
    }

    /// Compares an article's quads before and after.
    pub(super) fn compare(&mut self, old: &[Quad], new: &[Quad], graph: &str) {
        self.changed += 1;
        let (before, mut after) = (claims(old, graph), claims(new, graph));
        let (mut old_count, mut new_count) = (0, 0);
        for (count, sum, side) in
            [(&mut old_count, &mut self.before, &before), (&mut new_count, &mut self.after, &after)]
        {
            for entities in side.values().flatten() {
                *count += 1;
                for key in ["subject", "object"].iter().filter_map(|role| entities.get(role)) {
                    *sum.entry(key.clone()).or_default() += 1;
                }
            }
        }
        self.claims = (old_count, new_count);
        for (signature, list) in &before {
            let others = after.remove(signature).unwrap_or_default();
            self.lost += list.len().saturating_sub(others.len());
            self.gained += others.len().saturating_sub(list.len());
            for (was, is) in list.iter().zip(&others) {
                self.moved(was, is, graph);
            }
        }
        self.gained += after.values().map(Vec::len).sum::<usize>();
        self.rename(old, new);
    }

    fn moved(&mut self, was: &BTreeMap<&'static str, String>, is: &BTreeMap<&'static str, String>, graph: &str) {
        for (role, old) in was {
            let Some(new) = is.get(role).filter(|new| *new != old) else { continue };
            let entry = self.moves.entry((old.clone(), new.clone())).or_default();
            entry.claims += 1;
            entry.articles.insert(graph.to_owned());
        }
    }

    fn rename(&mut self, old: &[Quad], new: &[Quad]) {
        let names = |quads: &[Quad]| -> BTreeMap<String, String> {
            let mut entities: BTreeMap<String, String> = BTreeMap::new();
            for quad in quads.iter().filter(|quad| quad.predicate == td::ENTITY) {
                if let Term::NamedNode(entity) = &quad.object
                    && let Some(key) = Base::entity_key(entity.as_str())
                {
                    entities.insert(quad.subject.to_string(), key);
                }
            }
            let given = quads.iter().filter(|quad| quad.predicate == td::PREFERRED_NAME);
            let named = given.filter_map(|quad| match &quad.object {
                Term::Literal(name) => {
                    Some((entities.get(&quad.subject.to_string())?.clone(), name.value().to_owned()))
                }
                _ => None,
            });
            named.collect()
        };
        let (before, after) = (names(old), names(new));
        for (entity, name) in &after {
            if before.get(entity) != Some(name) {
                self.renamed.insert(entity.clone(), Some(name.clone()));
            }
        }
        for entity in before.keys().filter(|entity| !after.contains_key(*entity)) {
            self.renamed.entry(entity.clone()).or_insert(None);
        }
    }
}
