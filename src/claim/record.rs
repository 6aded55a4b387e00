//! What an article gave before anybody decided who is who: mentions, chains, extractions, and what the gazetteer told of
//! the names. From a record the claims follow again, quickly and without model, so that the store can be resolved anew
//! when gazetteers or decisions change. In: a reading's layers; out: a compact JSON text that lies with the article in
//! the store, and [`Resolved`] claims.
//!
//! Why a record and not the text alone: reading is a thousand times slower than resolving, and a newer model would
//! change the claims along with the names. Why not the claims' quads alone: what is one entity decides which claims are
//! left (nobody meets himself), so that claims must be built again from what was extracted.

use serde::{Deserialize, Serialize};

use super::Claim;
use super::build::{Context, build};
use super::confidence::{self, Least};
use super::inference;
use crate::corpus::Article;
use crate::document::{Document, Sentence, Span};
use crate::lexicon::{Calibration, Demonyms, EntityType, Gazetteer, Ontology, RoleNouns};
use crate::mention::{Chain, Mention, MentionKind, Mentions};
use crate::relation::Extraction;
use crate::resolve::decisions::{ArticleName, Replay};
use crate::resolve::{Entity, Links, entities, entity_of_name, label, state_led_by};

/// Everything that claims are made from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Form of the record, for programs to come.
    version: u32,
    /// First byte and one past the last of each sentence of the full text.
    sentences: Vec<(usize, usize)>,
    mentions: Vec<MentionRecord>,
    chains: Vec<ChainRecord>,
    extractions: Vec<Extraction>,
    /// Of each extraction: the office or party that its object stands for.
    object_names: Vec<Option<(String, EntityType)>>,
    /// What the gazetteer tells.
    pub links: Links,
    /// Claims less likely than this are left out.
    #[serde(flatten)]
    pub least: Least,
}

/// The form of records; raised when it changes.
const VERSION: u32 = 3;

/// A record as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    article: Article,
    #[serde(flatten)]
    record: Record,
}

/// First byte, one past the last, kind (`n`ame, `d`escription, `p`ronoun), sentence, chain, type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct MentionRecord(usize, usize, char, usize, usize, EntityType);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ChainRecord {
    name: String,
    #[serde(rename = "type")]
    entity_type: EntityType,
    named: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    /// A fuller name than that of the chain's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// The rules that claims are built by.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Domains, ranges, hierarchy, inference.
    pub ontology: &'a Ontology,
    /// The offices whose holders act for a state.
    pub roles: &'a RoleNouns,
}

/// Entities and claims of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The mentions; those that were split off by decisions have chains behind the others.
    pub mentions: Mentions,
    /// `entities[i]` belongs to chain `i`; further ones to states that act through a capital and to offices.
    pub entities: Vec<Entity>,
    /// The claims, in text order, inferred ones last.
    pub claims: Vec<Claim>,
}

impl Record {
    /// The record of what was read. `object_names` has one for each extraction.
    pub fn new(
        document: &Document,
        mentions: &Mentions,
        extractions: Vec<Extraction>,
        object_names: Vec<Option<(String, EntityType)>>,
        links: Links,
    ) -> Record {
        let chain = |c: &Chain| ChainRecord {
            name: c.name.clone(),
            entity_type: c.entity_type,
            named: c.is_named,
            owner: c.owner.map(str::to_owned),
            label: label(c, mentions, document),
        };
        Record {
            version: VERSION,
            sentences: document.sentences.iter().map(|s| (s.span.start, s.span.end)).collect(),
            mentions: mentions.mentions.iter().map(MentionRecord::of).collect(),
            chains: mentions.chains.iter().map(chain).collect(),
            extractions,
            object_names,
            links,
            least: Least::of_all(0.0),
        }
    }

    /// The record as text, with all of the article but its text.
    pub fn to_json(&self, article: &Article) -> String {
        let article = Article { text: String::new(), ..article.clone() };
        serde_json::to_string(&Kept { article, record: self.clone() }).unwrap_or_default()
    }

    /// The record that [`Record::to_json`] wrote, with its article, whose text is `text`; nothing where it is none, was
    /// written in another form, or does not hold together.
    pub fn from_json(json: &str, text: &str) -> Option<(Article, Record)> {
        let Kept { mut article, record } = serde_json::from_str(json).ok()?;
        text.clone_into(&mut article.text);
        (record.is_whole() && record.fits(&article.full_text())).then_some((article, record))
    }

    /// Does every number point to something?
    fn is_whole(&self) -> bool {
        let mention = |m: &usize| *m < self.mentions.len();
        let arguments = |e: &Extraction| {
            mention(&e.subject) && mention(&e.object) && [e.topic, e.place, e.speaker].iter().flatten().all(mention)
        };
        self.version == VERSION
            && self.mentions.iter().all(|m| m.4 < self.chains.len() && m.0 <= m.1)
            && self.extractions.iter().all(arguments)
            && self.object_names.len() == self.extractions.len()
            && self.links.chains.len() == self.chains.len()
    }

    /// Do all offsets lie on characters of this text?
    fn fits(&self, text: &str) -> bool {
        let spans = self.mentions.iter().map(|m| (m.0, m.1)).chain(self.sentences.iter().copied());
        // Spans point into the text, or the record belongs to another one.
        let triggers = self.extractions.iter().map(|e| (e.trigger.start, e.trigger.end));
        let words = self.extractions.iter().filter_map(|e| e.object_words).map(|span| (span.start, span.end));
        spans.chain(triggers).chain(words).all(|(start, end)| text.get(start..end).is_some())
    }

    /// The names and types that no chain stands for.
    pub fn names(&self) -> Vec<(String, EntityType)> {
        self.object_names.iter().flatten().cloned().collect()
    }

    /// The document without its words, and the mentions without theirs: what linking needs.
    pub fn layers(&self, text: String) -> (Document, Mentions) {
        let sentence = |&(start, end): &(usize, usize)| Sentence {
            span: Span::new(start, end),
            tokens: Vec::new(),
            names: Vec::new(),
            certainty: Vec::new(),
            vectors: Vec::new(),
            is_title: false,
        };
        let document = Document { text, sentences: self.sentences.iter().map(sentence).collect() };
        let chains = self.chains.iter().enumerate().map(|(index, c)| Chain {
            mentions: self.mentions.iter().enumerate().filter(|(_, m)| m.4 == index).map(|(i, _)| i).collect(),
            name: c.name.clone(),
            entity_type: c.entity_type,
            is_named: c.named,
            gender: None,
            is_plural: false,
            owner: c
                .owner
                .as_deref()
                .and_then(|name| Demonyms::embedded().named(name))
                .map(|state| state.name.as_str()),
            members: Vec::new(),
        });
        let mentions = self.mentions.iter().map(MentionRecord::mention).collect();
        (document, Mentions::new(mentions, chains.collect()))
    }

    /// The claims under these decisions. `document` and `mentions` are those that were read, or [`Record::layers`].
    pub fn resolve(
        &self,
        article: &Article,
        document: &Document,
        mut mentions: Mentions,
        rules: Rules<'_>,
        replay: &Replay,
    ) -> Resolved {
        let demonyms = Demonyms::embedded();
        let hash = article.hash();
        let name = ArticleName { id: &article.id, hash: &hash };
        let labels: Vec<Option<&str>> = self.chains.iter().map(|c| c.label.as_deref()).collect();
        let mut entities = entities(document, &mentions, &labels, &hash, &self.links, demonyms);
        replay.apply(name, &document.text, &mut mentions, &mut entities);
        let decided = |mut entity: Entity| {
            replay.apply_to(name, &mut entity);
            entity
        };
        let context = Context {
            document,
            mentions: &mentions,
            ontology: rules.ontology,
            demonyms,
            object_names: &self.object_names,
            resolve_name: &|name, entity_type| decided(entity_of_name(name, entity_type, &hash, &self.links, demonyms)),
            decided: &decided,
        };
        let mut claims = build(context, &self.extractions, &mut entities);
        let led = |entity: &Entity| {
            let item = entity.wikidata.as_deref()?;
            // An item that only a decision brought in is looked up in what is built in, wherever the store is.
            let is_decided = !entity.decisions.is_empty();
            let looked_up = || is_decided.then(|| state_led_by(item, Gazetteer::embedded(), rules.roles)).flatten();
            let state = self.links.leads.get(item).cloned().or_else(looked_up)?;
            entities.iter().position(|e| e.entity_type == EntityType::Country && e.wikidata.as_ref() == Some(&state))
        };
        inference::acts_for_state(&mut claims, &entities, rules.ontology, &led);
        confidence::judge(&mut claims, &entities, Calibration::embedded());
        let claims = confidence::at_least(claims, self.least);
        Resolved { mentions, entities, claims }
    }
}

impl MentionRecord {
    fn of(mention: &Mention) -> MentionRecord {
        let kind = match mention.kind {
            MentionKind::Name => 'n',
            MentionKind::Nominal => 'd',
            MentionKind::Pronoun => 'p',
        };
        let Mention { span, sentence, chain, entity_type, .. } = mention;
        MentionRecord(span.start, span.end, kind, *sentence, *chain, *entity_type)
    }

    fn mention(&self) -> Mention {
        let &MentionRecord(start, end, kind, sentence, chain, entity_type) = self;
        let kind = match kind {
            'n' => MentionKind::Name,
            'd' => MentionKind::Nominal,
            _ => MentionKind::Pronoun,
        };
        let (span, tokens, rule) = (Span::new(start, end), 0..0, "recorded");
        Mention { sentence, tokens, head: 0, span, kind, entity_type, chain, rule }
    }
}
