//! From chains of mentions to entities: candidates from the gazetteer, a score for each, NIL when not sure. In: the
//! chains of one article; out: one [`Entity`] a chain, in the same order, each with a key that is the same wherever the
//! same thing is named.

mod compare;
mod context;
mod key;
mod link;
mod rules;
#[cfg(test)]
mod tests;
mod variant;

use serde::Serialize;

pub use compare::{Comparison, similarity};
pub use context::Context;
pub use link::{Subject, link};

use crate::corpus::Article;
use crate::document::Document;
use crate::lexicon::{Demonyms, EntityType, Gazetteer};
use crate::mention::{Chain, MentionKind, Mentions};

/// A gazetteer entry considered for a chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// Wikidata id, `Q…`.
    pub wikidata: String,
    /// Its label in the gazetteer.
    pub label: String,
    /// 0 to 1.
    pub score: f32,
}

/// One thing of the world as far as this article tells. Two entities with the same `key` are the same thing,
/// in whatever article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entity {
    /// Stable key: `Q…` where linked, else made from the normalised name and type (and from the article's hash
    /// where the name alone does not identify: bare surnames, descriptions such as "prosecutors").
    pub key: String,
    /// The fullest form.
    pub name: String,
    /// Its type.
    pub entity_type: EntityType,
    /// Forms seen in the article, sorted, without duplicates.
    pub forms: Vec<String>,
    /// The chosen Wikidata id.
    pub wikidata: Option<String>,
    /// Score of the choice (0 where NIL).
    pub score: f32,
    /// Candidates considered, best first.
    pub candidates: Vec<Candidate>,
    /// Why this one, or why NIL.
    pub reason: String,
}

/// What was decided for one chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The chosen Wikidata id; none for NIL.
    pub wikidata: Option<String>,
    /// Score of the choice, 0 to 1; 0 for NIL.
    pub score: f32,
    /// Candidates considered, best first.
    pub candidates: Vec<Candidate>,
    /// Why.
    pub reason: String,
}

impl Decision {
    fn nil(reason: &str, candidates: Vec<Candidate>) -> Decision {
        Decision { wikidata: None, score: 0.0, candidates, reason: reason.to_owned() }
    }
}

/// Resolves what one article names: the gazetteer and what the article tells as a whole.
#[derive(Debug)]
pub struct Resolver<'a> {
    context: Context,
    gazetteer: &'a Gazetteer,
    demonyms: &'a Demonyms,
    article: String,
}

/// Resolve the chains of an article: one entity each, in their order.
pub fn resolve(
    document: &Document,
    mentions: &Mentions,
    article: &Article,
    gazetteer: &Gazetteer,
    demonyms: &Demonyms,
) -> Vec<Entity> {
    Resolver::new(document, mentions, article, gazetteer, demonyms).chains(document, mentions)
}

impl<'a> Resolver<'a> {
    /// A resolver for this article. What is linked in a first pass is context for everything after it, so that
    /// "Johnson" beside London is not the one beside Texas.
    pub fn new(
        document: &Document,
        mentions: &Mentions,
        article: &Article,
        gazetteer: &'a Gazetteer,
        demonyms: &'a Demonyms,
    ) -> Resolver<'a> {
        let mut context = Context::of(&document.text, demonyms);
        for chain in &mentions.chains {
            let forms = Forms::of(chain, mentions, document);
            if let Some(wikidata) = link(&forms.subject(chain), &context, gazetteer, demonyms).wikidata
                && let Some(hit) = gazetteer.by_qid(&wikidata)
                && hit.entity_type != EntityType::Country
            {
                context.add_linked(gazetteer.country(&hit), &wikidata);
            }
        }
        Resolver { context, gazetteer, demonyms, article: article.hash() }
    }

    /// One entity for each chain, in their order.
    pub fn chains(&self, document: &Document, mentions: &Mentions) -> Vec<Entity> {
        let mut keys = key::Keys::new(self.article.clone());
        let chains = mentions.chains.iter();
        chains.map(|chain| self.entity(chain, &Forms::of(chain, mentions, document), &mut keys)).collect()
    }

    /// The entity of a full name that no chain stands for, such as the party of "a Democrat".
    pub fn name(&self, name: &str, entity_type: EntityType) -> Entity {
        let chain = Chain {
            mentions: Vec::new(),
            name: name.to_owned(),
            entity_type,
            is_named: true,
            gender: None,
            is_plural: false,
            members: Vec::new(),
        };
        let forms = Forms { names: vec![name.to_owned()], all: vec![name.to_owned()] };
        self.entity(&chain, &forms, &mut key::Keys::new(self.article.clone()))
    }

    fn entity(&self, chain: &Chain, forms: &Forms, keys: &mut key::Keys) -> Entity {
        let mut all_forms = forms.all.clone();
        let mut name = chain.name.clone();
        let decision = if !chain.is_named {
            Decision::nil("described, not named", Vec::new())
        } else if let Some(state) = state_of(chain, self.demonyms)
            && let Some(wikidata) = &state.qid
        {
            name.clone_from(&state.name);
            all_forms.push(state.name.clone());
            let label = state.name.clone();
            let candidates = vec![Candidate { wikidata: wikidata.clone(), label, score: 0.95 }];
            let reason = format!("`{}` is said of {}", chain.name, state.name);
            Decision { wikidata: Some(wikidata.clone()), score: 0.95, candidates, reason }
        } else {
            link(&forms.subject(chain), &self.context, self.gazetteer, self.demonyms)
        };
        all_forms.sort();
        all_forms.dedup();
        let key = match &decision.wikidata {
            Some(wikidata) => wikidata.clone(),
            None => keys.nil(chain),
        };
        Entity {
            key,
            name,
            entity_type: chain.entity_type,
            forms: all_forms,
            wikidata: decision.wikidata,
            score: decision.score,
            candidates: decision.candidates,
            reason: decision.reason,
        }
    }
}

/// The state that a chain stands for by an adjective or by its inhabitants ("Russian"), not where these are meant as
/// people ("the Russians"); and by its capital where that acts as a state.
fn state_of<'a>(chain: &Chain, demonyms: &'a Demonyms) -> Option<&'a crate::lexicon::State> {
    match chain.entity_type {
        EntityType::Country if demonyms.named(&chain.name).is_none() => {
            demonyms.country_of(&chain.name).or_else(|| demonyms.capital_of(&chain.name))
        }
        EntityType::Organization | EntityType::Place => demonyms.country_of(&chain.name),
        _ => None,
    }
}

/// The words by which an article names one thing.
struct Forms {
    /// Names, the fullest first.
    names: Vec<String>,
    /// All forms but pronouns.
    all: Vec<String>,
}

impl Forms {
    fn of(chain: &Chain, mentions: &Mentions, document: &Document) -> Forms {
        let mut forms = Forms { names: vec![chain.name.clone()], all: vec![chain.name.clone()] };
        for mention in chain.mentions.iter().filter_map(|&i| mentions.mentions.get(i)) {
            let text = document.text.get(mention.span.start..mention.span.end).unwrap_or_default();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if mention.kind == MentionKind::Name && !forms.names.contains(&text) {
                forms.names.push(text.clone());
            }
            if mention.kind != MentionKind::Pronoun {
                forms.all.push(text);
            }
        }
        if let Some(others) = forms.names.get_mut(1..) {
            others.sort_by(|a, b| b.split(' ').count().cmp(&a.split(' ').count()).then_with(|| a.cmp(b)));
        }
        forms
    }

    fn subject(&self, chain: &Chain) -> Subject<'_> {
        let forms = if chain.is_named { self.names.iter().map(String::as_str).collect() } else { Vec::new() };
        Subject { forms, entity_type: Some(chain.entity_type) }
    }
}
