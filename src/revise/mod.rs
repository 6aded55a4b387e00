//! Resolving a store anew under other decisions or gazetteers. In: a store whose articles have records, a log of
//! decisions, perhaps a gazetteer; out: a [`Plan`], which tells what will change ([`Diff`]) before anything does, and is
//! carried out all or nothing.

mod diff;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use rayon::prelude::*;

pub use diff::{Diff, Move};

use crate::claim::{ArticleClaims, ArticleQuads, Base, DERIVED, Record, Rules, decision_quads, quads};
use crate::corpus::Article;
use crate::error::Result;
use crate::lexicon::vocab::td;
use crate::lexicon::{Demonyms, Gazetteer};
use crate::resolve::decisions::{Log, Replay};
use crate::resolve::link_article;
use crate::store::Store;

/// How a store is to be resolved.
#[derive(Clone, Copy)]
pub struct Revision<'a> {
    /// The rules that claims are built by.
    pub rules: Rules<'a>,
    /// The decisions.
    pub log: &'a Log,
    /// The gazetteer by which names are linked anew, and the names of its files; without one, names stay linked as they
    /// are.
    pub gazetteer: Option<(&'a Gazetteer, &'a [String])>,
}

/// What will change.
#[derive(Debug, Default)]
pub struct Plan {
    articles: Vec<ArticleQuads>,
    decisions: Vec<(Base, Vec<Quad>)>,
    /// The changes, for people.
    pub diff: Diff,
}

/// What a revision makes of one article.
struct Revised {
    /// The new quads, where they are others than those in the store.
    quads: Option<ArticleQuads>,
    diff: Diff,
}

impl Plan {
    /// Finds out what a revision changes; the store stays as it is.
    ///
    /// # Errors
    /// Contradictory decisions; a store that cannot be read.
    pub fn new(store: &Store, revision: Revision<'_>) -> Result<Plan> {
        let replay = revision.log.replay()?;
        let graphs: Vec<&str> = store.articles().collect();
        let revised: Vec<Result<Revised>> =
            graphs.into_par_iter().map(|graph| revise(store, graph, revision, &replay)).collect();
        let mut plan = Plan::default();
        for revised in revised {
            let Revised { quads, diff } = revised?;
            plan.articles.extend(quads);
            plan.diff.add(diff);
        }
        plan.diff.idle = idle(revision.log, &plan.diff);
        for base in store.bases() {
            plan.set_decisions(store, revision.log, base)?;
        }
        Ok(plan)
    }

    /// The plan to give a store of this base its decisions, whether it holds articles of that base or not.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub fn set_decisions(&mut self, store: &Store, log: &Log, base: Base) -> Result<()> {
        let new: Vec<Quad> = decision_quads(log, &base);
        let old: HashSet<Quad> = store.decision_quads(&base)?.into_iter().collect();
        if old != new.iter().cloned().collect() && !self.decisions.iter().any(|(known, _)| *known == base) {
            self.decisions.push((base, new));
        }
        Ok(())
    }

    /// Is everything as it should be already?
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.decisions.is_empty()
    }

    /// Carries the plan out, all or nothing.
    ///
    /// # Errors
    /// A store that cannot be written; it is as before then.
    pub fn apply(&self, store: &mut Store) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        store.exchange(&self.articles, &self.decisions)?;
        store.finish()
    }
}

/// Are the decisions in the store those of the log?
///
/// # Errors
/// A store that cannot be read.
pub fn is_current(store: &Store, log: &Log) -> Result<bool> {
    for base in store.bases() {
        let old: HashSet<Quad> = store.decision_quads(&base)?.into_iter().collect();
        if old != decision_quads(log, &base).into_iter().collect() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The decisions in force that nothing in the store rests on.
fn idle(log: &Log, diff: &Diff) -> Vec<u32> {
    use crate::resolve::decisions::Kind;
    let works = |number: u32| diff.at_work.contains_key(&number);
    let idle = log.effective().filter(|d| d.act.kind != Kind::Different && !works(d.number));
    idle.map(|d| d.number).collect()
}

fn revise(store: &Store, graph: &str, revision: Revision<'_>, replay: &Replay) -> Result<Revised> {
    let mut diff = Diff { articles: 1, ..Diff::default() };
    let (Some((article, record)), Some(base)) = (store.record(graph)?, Base::of_article(graph)) else {
        diff.without_record = 1;
        return Ok(Revised { quads: None, diff });
    };
    let new = resolved(&article, record, &base, revision, replay, &mut diff);
    let old = store.article_quads(graph)?;
    let changed = {
        let before: HashSet<&Quad> = old.iter().collect();
        let derived = described(&new.quads);
        let own =
            |quad: &&Quad| !(DERIVED.contains(&quad.predicate.as_ref()) && derived.contains(&quad.subject.to_string()));
        let after: HashSet<&Quad> = new.quads.iter().filter(own).collect();
        before != after
    };
    if changed {
        diff.compare(&old, &new.quads, graph);
    } else {
        diff.count(&old);
    }
    Ok(Revised { quads: changed.then_some(new), diff })
}

/// The entities whose descriptions follow from links among these quads.
fn described(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().filter(|quad| quad.predicate == td::ENTITY).map(|quad| quad.object.to_string()).collect()
}

/// The quads of an article under these decisions.
fn resolved(
    article: &Article,
    mut record: Record,
    base: &Base,
    revision: Revision<'_>,
    replay: &Replay,
    diff: &mut Diff,
) -> ArticleQuads {
    let (document, mentions) = record.layers(article.full_text());
    diff.gazetteers.extend(record.links.gazetteers.iter().cloned());
    if let Some((gazetteer, files)) = revision.gazetteer {
        let names = record.names();
        record.links =
            link_article(&document, &mentions, &names, gazetteer, Demonyms::embedded(), revision.rules.roles);
        record.links.gazetteers = files.to_vec();
    }
    let resolved = record.resolve(article, &document, mentions, revision.rules, replay);
    // Entities behind the last chain are of states that act and of offices: they have no mentions of their own.
    let mentions = resolved.mentions.chains.iter().map(|chain| chain.mentions.len()).chain(std::iter::repeat(0));
    for (entity, mentions) in resolved.entities.iter().zip(mentions) {
        for &number in &entity.decisions {
            *diff.at_work.entry(number).or_default() += mentions;
        }
    }
    let claims = ArticleClaims { article, entities: &resolved.entities, claims: &resolved.claims };
    quads(claims, base, revision.rules.ontology).with_record(article, &record)
}

/// What identifies a claim while its entities change, and what it says of whom.
type Signature = Vec<String>;

/// The claims among an article's quads: what stays of each when entities change, its name, and its entities by role.
fn claims(quads: &[Quad], graph: &str) -> BTreeMap<Signature, Vec<BTreeMap<&'static str, String>>> {
    let roles = [
        (td::SUBJECT, "subject"),
        (td::OBJECT, "object"),
        (td::SPEAKER, "speaker"),
        (td::TOPIC, "topic"),
        (td::PLACE, "place"),
    ];
    let fixed = [
        td::PREDICATE,
        td::POLARITY,
        td::MODALITY,
        td::RULE,
        td::TRIGGER,
        td::SUBJECT_TEXT,
        td::OBJECT_TEXT,
        td::TIME,
        crate::lexicon::vocab::prov::WAS_DERIVED_FROM,
    ];
    let name = GraphName::NamedNode(NamedNode::new_unchecked(graph));
    let mut found: BTreeMap<String, (Signature, BTreeMap<&'static str, String>)> = BTreeMap::new();
    for quad in quads.iter().filter(|quad| quad.graph_name == name) {
        if let Some(place) = fixed.iter().position(|property| quad.predicate == *property) {
            let entry = found.entry(quad.subject.to_string()).or_default();
            entry.0.push(format!("{place} {}", quad.object));
        } else if let Some((_, role)) = roles.iter().find(|(property, _)| quad.predicate == *property)
            && let Term::NamedNode(entity) = &quad.object
        {
            let entry = found.entry(quad.subject.to_string()).or_default();
            entry.1.insert(role, Base::entity_key(entity.as_str()).unwrap_or_else(|| entity.as_str().to_owned()));
        }
    }
    let mut claims: BTreeMap<Signature, Vec<_>> = BTreeMap::new();
    for (mut signature, entities) in found.into_values().filter(|(_, entities)| entities.contains_key("subject")) {
        signature.sort();
        claims.entry(signature).or_default().push(entities);
    }
    for entities in claims.values_mut() {
        entities.sort();
    }
    claims
}
