//! Mentions: the words of a document that stand for people, bodies, places, groups, works, events and
//! concepts, and the chains of mentions that stand for the same one (coreference within an article).

use std::collections::HashMap;
use std::ops::Range;

use crate::document::{Document, Span};
use crate::lexicon::EntityType;

pub mod coreference;
pub mod detect;
mod features;
mod knowledge;
pub mod phrases;
#[cfg(test)]
pub(crate) mod sample;
mod words;

pub use crate::lexicon::Gender;
pub use knowledge::Knowledge;

/// Finds the mentions of a document and joins those of one thing into chains.
pub fn read(document: &Document, knowledge: &Knowledge) -> Mentions {
    coreference::resolve(document, detect::detect(document, knowledge), knowledge)
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionKind {
    /// By name: "Vladimir Putin", "the Collective Security Treaty Organization".
    Name,
    /// By description: "the president", "prosecutors", "treason".
    Nominal,
    /// By pronoun: "he", "their", "we".
    Pronoun,
}

/// One mention. Word indices count within its sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Sentence of the document.
    pub sentence: usize,
    /// The words, without leading determiner, trailing clauses or appositions.
    pub tokens: Range<usize>,
    /// Its head word (within `tokens`).
    pub head: usize,
    /// Bytes of the document's text.
    pub span: Span,
    /// How it refers.
    pub kind: MentionKind,
    /// Its type, where known from the name tag, the gazetteer or the noun list.
    pub entity_type: EntityType,
    /// Index of its chain in [`Mentions::chains`].
    pub chain: usize,
    /// The rule that put it into its chain; "first" for the mention that opened it.
    pub rule: &'static str,
}

/// Mentions of one thing in one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Indices into [`Mentions::mentions`], in text order.
    pub mentions: Vec<usize>,
    /// The fullest form in the article, as it stands there (possessive ending, determiner and square brackets dropped).
    pub name: String,
    /// The best type over its mentions.
    pub entity_type: EntityType,
    /// True where at least one mention is a name.
    pub is_named: bool,
    /// Number (singular or plural) and gender, where known.
    pub gender: Option<Gender>,
    /// True for plural things ("prosecutors", "the two leaders").
    pub is_plural: bool,
    /// The state whose body it is, where the article says so: "Azerbaijan" for "Azerbaijan's Foreign Ministry".
    pub owner: Option<&'static str>,
    /// For a plural mention that stands for several named ones ("the two leaders"): their chains.
    pub members: Vec<usize>,
}

/// All mentions of a document and their chains.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mentions {
    /// In text order (by sentence, then head word).
    pub mentions: Vec<Mention>,
    /// In order of their first mention.
    pub chains: Vec<Chain>,
    /// What the pronouns of the third person might stand for.
    pub considered: Vec<coreference::Considered>,
    by_head: HashMap<(usize, usize), usize>,
}

impl Mentions {
    /// Build from parts; the index from words is made here.
    pub fn new(mentions: Vec<Mention>, chains: Vec<Chain>) -> Self {
        let mut by_head = HashMap::new();
        for (index, mention) in mentions.iter().enumerate().filter(|(_, m)| m.kind == MentionKind::Name) {
            by_head.extend(mention.tokens.clone().map(|token| ((mention.sentence, token), index)));
        }
        by_head.extend(mentions.iter().enumerate().map(|(index, m)| ((m.sentence, m.head), index)));
        Mentions { mentions, chains, considered: Vec::new(), by_head }
    }

    /// The mention whose head is word `token` of sentence `sentence`, or the name that has this word inside.
    pub fn at(&self, sentence: usize, token: usize) -> Option<usize> {
        self.by_head.get(&(sentence, token)).copied()
    }

    /// Takes in a mention that makes up a chain of its own, and gives its index. Its numbers must be the next ones.
    pub fn add(&mut self, mention: Mention, chain: Chain) -> usize {
        let index = self.mentions.len();
        self.by_head.insert((mention.sentence, mention.head), index);
        self.mentions.push(mention);
        self.chains.push(chain);
        index
    }

    /// Does anything but pronouns stand for what this mention means?
    pub fn has_referent(&self, mention: usize) -> bool {
        self.chain_of(mention).mentions.iter().any(|&m| self.mentions[m].kind != MentionKind::Pronoun)
    }

    /// Takes a mention out of its chain, into a new one behind the others, which is called `name`. One that was alone
    /// stays where it is; gives whether it was. With `has_referent`, even a pronoun then stands for something.
    pub fn split_off(&mut self, mention: usize, name: String, has_referent: bool) -> bool {
        let new = self.chains.len();
        let Some(this) = self.mentions.get_mut(mention) else { return false };
        let Some(old) = self.chains.get_mut(this.chain) else { return false };
        if this.kind == MentionKind::Pronoun && has_referent {
            this.kind = MentionKind::Nominal;
        }
        if old.mentions.len() == 1 {
            return true;
        }
        old.mentions.retain(|&m| m != mention);
        let is_named = this.kind == MentionKind::Name;
        let chain = Chain { mentions: vec![mention], name, is_named, members: Vec::new(), ..old.clone() };
        this.chain = new;
        self.chains.push(chain);
        false
    }

    /// The chain of a mention.
    pub fn chain_of(&self, mention: usize) -> &Chain {
        &self.chains[self.mentions[mention].chain]
    }
}
