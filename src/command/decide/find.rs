//! What an analyst's words for entities, articles and items mean in a store.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use tidings::claim::Base;
use tidings::lexicon::{Gazetteer, fold, is_qid};
use tidings::resolve::decisions::{Act, Kind, NAME_PREFIX};
use tidings::review::{EntityView, Overview};

/// Entities that an error lists.
const LISTED: usize = 6;

/// Looks things up in a store and in gazetteers.
pub struct Finder {
    /// What the store holds.
    pub overview: Overview,
    /// For the names of Wikidata items.
    pub gazetteer: Gazetteer,
    /// Keys that decisions speak of; the store may have another one in their place by now.
    pub decided: BTreeSet<String>,
    /// May things be missing?
    pub force: bool,
}

/// A mention given as `START..END`.
pub fn mention(text: &str) -> Result<(usize, usize)> {
    let parsed = text.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match parsed {
        Some((start, end)) if start < end => Ok((start, end)),
        _ => bail!("--mention {text}: not of the form START..END, in characters of the article's text"),
    }
}

impl Finder {
    /// The act with keys in the place of names, the article's id, and the target's label.
    pub fn complete(&self, mut act: Act) -> Result<Act> {
        if act.kind == Kind::Undo {
            return Ok(act);
        }
        let graph = self.article(&mut act)?;
        act.entity = self.entity(&act.entity, graph.as_deref(), act.kind)?;
        match act.kind {
            Kind::Link => {
                if !is_qid(&act.target) {
                    bail!("`{}` is no Wikidata id; one is Q and a number, such as Q7747", act.target);
                }
                act.label = self.label(&act)?;
            }
            Kind::Merge | Kind::Different => {
                act.target = match (act.kind, is_qid(&act.target)) {
                    // An item that nothing is linked to may be told apart.
                    (Kind::Different, true) => act.target.clone(),
                    _ => self.entity(&act.target, None, act.kind)?,
                };
                act.label = match act.kind {
                    Kind::Merge => self.name(&act.entity).unwrap_or_default().to_owned(),
                    _ => String::new(),
                };
            }
            Kind::Split if !act.target.is_empty() => {
                if !is_qid(&act.target) {
                    act.target = self.entity(&act.target, None, act.kind)?;
                }
                act.label = self.label(&act)?;
            }
            Kind::Unlink => {
                let is_linked = |view: &EntityView| view.links.iter().any(|link| link.item.is_some());
                if self.overview.entities.get(&act.entity).is_some_and(|view| !is_linked(view)) && !self.force {
                    bail!("{} is not linked to Wikidata", act.entity);
                }
            }
            _ => {}
        }
        Ok(act)
    }

    fn name(&self, key: &str) -> Option<&str> {
        self.overview.entities.get(key).map(|view| view.name.as_str())
    }

    /// What the target is called: as given, as in the store, or as in a gazetteer.
    fn label(&self, act: &Act) -> Result<String> {
        if !act.label.is_empty() {
            return Ok(act.label.clone());
        }
        if let Some(hit) = self.gazetteer.by_qid(&act.target) {
            return Ok(self.gazetteer.entry(&hit).label);
        }
        match self.name(&act.target) {
            Some(name) => Ok(name.to_owned()),
            None => bail!(
                "{} stands in no gazetteer at hand; if the id is right, say what it is called with --label NAME (or in \
                 the column `label`), or name a gazetteer that has it with --gazetteer FILE",
                act.target
            ),
        }
    }

    /// Makes the act's article that of the store, and gives its graph.
    fn article(&self, act: &mut Act) -> Result<Option<String>> {
        if act.article.is_empty() {
            return Ok(None);
        }
        let is_it = |graph: &str, id: &str| {
            id == act.article || graph.ends_with(&format!("/{}", act.article)) || graph == act.article
        };
        let found: Vec<&str> =
            self.overview.article_ids.iter().filter(|(g, id)| is_it(g, id)).map(|(g, _)| g.as_str()).collect();
        match found.as_slice() {
            [graph] => {
                let graph = (*graph).to_owned();
                act.article = self.overview.article_name(&graph);
                Ok(Some(graph))
            }
            [] if self.force => Ok(None),
            [] => bail!("the store has no article `{}`", act.article),
            _ => bail!("the store has {} articles with the id `{}`; give the hash of one", found.len(), act.article),
        }
    }

    /// The key of an entity that is given by key, IRI or name.
    fn entity(&self, text: &str, article: Option<&str>, kind: Kind) -> Result<String> {
        if let Some(name) = text.strip_prefix(NAME_PREFIX) {
            if !matches!(kind, Kind::Link | Kind::Unlink) {
                bail!("{NAME_PREFIX}… goes with link and unlink only; name one entity");
            }
            let bears = |view: &EntityView| view.links.iter().any(|link| fold(&link.name) == fold(name));
            if !self.force && !self.overview.entities.values().any(bears) {
                bail!("nothing in the store bears the name `{name}`");
            }
            return Ok(text.to_owned());
        }
        let key = Base::entity_key(text).filter(|_| text.contains("entity/")).unwrap_or_else(|| text.to_owned());
        if self.overview.entities.contains_key(&key) || self.decided.contains(&key) {
            return Ok(key);
        }
        let folded = fold(text);
        let here = |view: &EntityView| article.is_none_or(|graph| view.links.iter().any(|l| l.article == graph));
        let bears =
            |view: &EntityView| fold(&view.name) == folded || view.links.iter().any(|l| fold(&l.name) == folded);
        let mut found: Vec<_> = self.overview.entities.iter().filter(|(_, view)| here(view) && bears(view)).collect();
        found.sort_by_key(|(key, view)| (std::cmp::Reverse(view.claim_count()), *key));
        match found.as_slice() {
            [(key, _)] => Ok((*key).clone()),
            [] if self.force => Ok(key),
            [] => bail!("{}", self.unknown(text, &folded)),
            _ => {
                let list: Vec<String> = found.iter().take(LISTED).map(|(key, view)| line(key, view)).collect();
                bail!("{} entities are called `{text}`; give the key of one:\n{}", found.len(), list.join("\n"))
            }
        }
    }

    fn unknown(&self, text: &str, folded: &str) -> String {
        let near = |view: &EntityView| {
            let name = fold(&view.name);
            name.contains(folded) || folded.contains(&name) || strsim::jaro_winkler(&name, folded) > 0.9
        };
        let mut found: Vec<_> = self.overview.entities.iter().filter(|(_, view)| near(view)).collect();
        found.sort_by_key(|(key, view)| (std::cmp::Reverse(view.claim_count()), *key));
        let list: Vec<String> = found.iter().take(LISTED).map(|(key, view)| line(key, view)).collect();
        if list.is_empty() {
            format!("the store has no entity `{text}`")
        } else {
            format!("the store has no entity `{text}`; it has\n{}", list.join("\n"))
        }
    }
}

fn line(key: &str, view: &EntityView) -> String {
    format!("  {key}  {} ({})", view.name, super::super::changes::count(view.claim_count(), "claim"))
}
