//! Applying decisions to the entities of one article.

use super::replay::{Replay, Step};
use super::{Kind, NAME_PREFIX};
use crate::document::CharOffsets;
use crate::lexicon::{fold, is_qid};
use crate::mention::{MentionKind, Mentions};
use crate::resolve::{Candidate, Entity, key};

/// How decisions name an article: by the id of the input or by the hash of the content.
#[derive(Debug, Clone, Copy)]
pub struct ArticleName<'a> {
    /// The id that came with the input.
    pub id: &'a str,
    /// The hash of its content, 32 digits.
    pub hash: &'a str,
}

impl Replay {
    /// Applies all decisions to an article's mentions and to the entities of their chains, in the order in which they
    /// were made. A mention that is split off gets a chain and an entity behind the others.
    pub fn apply(&self, article: ArticleName<'_>, text: &str, mentions: &mut Mentions, entities: &mut Vec<Entity>) {
        for step in self.steps.iter().filter(|step| step.holds_in(article)) {
            if let Some(place) = step.mention {
                step.split_mention(place, article, text, mentions, entities);
                continue;
            }
            for entity in entities.iter_mut().filter(|entity| step.means(entity)) {
                step.change(entity, article);
            }
        }
        join_forms(entities);
    }

    /// Applies all decisions but those on single mentions to an entity that no chain stands for.
    pub fn apply_to(&self, article: ArticleName<'_>, entity: &mut Entity) {
        for step in self.steps.iter().filter(|step| step.holds_in(article) && step.mention.is_none()) {
            if step.means(entity) {
                step.change(entity, article);
            }
        }
    }
}

/// Entities that became one by decision show each other's forms.
fn join_forms(entities: &mut [Entity]) {
    for index in 0..entities.len() {
        let Some(entity) = entities.get(index).filter(|e| !e.decisions.is_empty()) else { continue };
        let (key, mut forms, mut decisions) = (entity.key.clone(), entity.forms.clone(), entity.decisions.clone());
        let mut given_name = entity.given_name.clone();
        for other in entities.iter().filter(|other| other.key == key) {
            forms.extend(other.forms.iter().cloned());
            decisions.extend(&other.decisions);
            given_name = given_name.or_else(|| other.given_name.clone());
        }
        forms.sort();
        forms.dedup();
        decisions.sort_unstable();
        decisions.dedup();
        for other in entities.iter_mut().filter(|other| other.key == key) {
            (other.forms, other.decisions) = (forms.clone(), decisions.clone());
            other.given_name.clone_from(&given_name);
        }
    }
}

impl Step {
    fn holds_in(&self, article: ArticleName<'_>) -> bool {
        self.kind != Kind::Different
            && (self.article.is_empty() || self.article == article.id || self.article == article.hash)
    }

    /// Is this entity meant, as it is now?
    fn means(&self, entity: &Entity) -> bool {
        if let Some(name) = self.named.strip_prefix(NAME_PREFIX) {
            return fold(&entity.name) == fold(name) && entity.key != self.target;
        }
        // What the gazetteer links today goes by its name all the same: the decision is about that name.
        let by_name = matches!(self.kind, Kind::Link | Kind::Unlink) && entity.decisions.is_empty();
        entity.key == self.moved() || by_name && entity.name_key == self.named
    }

    /// The key of what changes.
    fn moved(&self) -> &str {
        if self.kind == Kind::Merge { &self.target } else { &self.entity }
    }

    fn change(&self, entity: &mut Entity, article: ArticleName<'_>) {
        match self.kind {
            Kind::Link => self.become_item(entity, &self.target),
            Kind::Merge => self.become_item(entity, &self.entity),
            Kind::Unlink => {
                let key = entity.name_key.clone();
                become_other(entity, key);
            }
            Kind::Split if self.target.is_empty() => {
                let key = key::of_article(&entity.name_key, article.hash);
                become_other(entity, key);
            }
            Kind::Split => self.become_item(entity, &self.target),
            Kind::Rename => entity.given_name = Some(self.target.clone()),
            Kind::Different | Kind::Undo => return,
        }
        if self.kind != Kind::Rename {
            entity.reason.clone_from(&self.why);
        }
        entity.decisions.push(self.number);
    }

    /// The entity goes under this key from now on, a Wikidata id or the key of something that has none.
    fn become_item(&self, entity: &mut Entity, key: &str) {
        entity.key = key.to_owned();
        if !is_qid(key) {
            (entity.wikidata, entity.score) = (None, 0.0);
            if !self.label.is_empty() {
                entity.given_name = Some(self.label.clone());
            }
            return;
        }
        (entity.wikidata, entity.score) = (Some(key.to_owned()), 1.0);
        if !self.label.is_empty() && !entity.candidates.iter().any(|c| c.wikidata == key) {
            let candidate = Candidate { wikidata: key.to_owned(), label: self.label.clone(), score: 1.0 };
            entity.candidates.insert(0, candidate);
        }
    }

    fn split_mention(
        &self,
        (start, end): (usize, usize),
        article: ArticleName<'_>,
        text: &str,
        mentions: &mut Mentions,
        entities: &mut Vec<Entity>,
    ) {
        let offsets = CharOffsets::new(text);
        let at = |m: &crate::mention::Mention| (offsets.chars(m.span.start), offsets.chars(m.span.end));
        let Some(index) = mentions.mentions.iter().position(|m| at(m) == (start, end)) else { return };
        let old = mentions.mentions[index].chain;
        if !entities.get(old).is_some_and(|entity| self.means(entity)) {
            return;
        }
        let words = text.get(mentions.mentions[index].span.start..mentions.mentions[index].span.end);
        let words = words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let is_pronoun = mentions.mentions[index].kind == MentionKind::Pronoun;
        let is_alone = mentions.split_off(index, words.clone(), !self.target.is_empty());
        let Some(whole) = entities.get_mut(old) else { return };
        let mut part = Entity { forms: vec![words.clone()], name: words.clone(), ..whole.clone() };
        part.name_key = key::of_mention(part.entity_type, &words, article.hash, start);
        let still_said = |m: &crate::mention::Mention| {
            m.chain == old && text.get(m.span.start..m.span.end).is_some_and(|t| t == words)
        };
        if words != whole.name && !mentions.mentions.iter().any(still_said) {
            whole.forms.retain(|form| *form != words);
        }
        if is_pronoun {
            // "he" is no name of anybody.
            part.name = if self.label.is_empty() { self.target.clone() } else { self.label.clone() };
            part.forms.clear();
        }
        if self.target.is_empty() {
            let key = part.name_key.clone();
            become_other(&mut part, key);
        } else {
            self.become_item(&mut part, &self.target);
        }
        part.reason.clone_from(&self.why);
        part.decisions.push(self.number);
        if is_alone { entities[old] = part } else { entities.push(part) }
    }
}

fn become_other(entity: &mut Entity, key: String) {
    entity.key = key;
    (entity.wikidata, entity.score) = (None, 0.0);
}
