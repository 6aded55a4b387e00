//! Sources of headlines: "Berg: Oslo must pay", "Army shelled village: governor". In: a title and its mentions. Out: the
//! words that somebody says by it, and who.

use std::ops::Range;

use super::{Attributed, Finder};
use crate::document::{Token, Upos};
use crate::lexicon::{Demonyms, EntityType};
use crate::mention::MentionKind;
use crate::relation::Cue;

/// The cue of such a source: the mark that parts it from what it says.
const RULE: &str = "headline-source";
/// Words of a source behind its statement at most.
const MOST_BEHIND: usize = 4;

fn is_first_person(token: &Token) -> bool {
    token.feats.split('|').any(|feature| feature == "Person=1")
}

impl Finder<'_> {
    /// What somebody says by a title, in words of the sentence, and who.
    pub(super) fn titled(&self, s: usize) -> Option<(Range<usize>, Attributed)> {
        let sentence = self.document.sentences.get(s).filter(|sentence| sentence.is_title)?;
        let form = |i: usize| sentence.tokens[i].span.of(&self.document.text);
        let end = sentence.tokens.len();
        let is_clause = |words: Range<usize>| sentence.tokens[words].iter().any(|t| t.upos == Upos::Verb);
        let attributed = |mention: usize, mark: usize| {
            let cue = Cue { span: sentence.tokens[mark].span, rule: RULE.to_owned() };
            Attributed { mention, cue, hedge: None, is_quoted: false }
        };
        if let Some(mark) = (0..end).find(|&i| form(i) == ":").filter(|&mark| is_clause(mark + 1..end))
            && let Some(mention) = self.source_at(s, 0..mark, sentence.tokens[mark..].iter().any(is_first_person))
        {
            return Some((mark + 1..end, attributed(mention, mark)));
        }
        let mark = sentence.last_colon(&self.document.text)?;
        let is_apart = end - mark <= MOST_BEHIND + 1 && is_clause(0..mark) && !is_clause(mark + 1..end);
        let source = self.source_at(s, mark + 1..end, false).filter(|_| is_apart)?;
        // "Minister picks successor: Ada Berg"
        let is_somebody = self.mentions.chain_of(source).entity_type == EntityType::Person
            && self.mentions.mentions[source].kind == MentionKind::Name;
        (!is_somebody).then(|| (0..mark, attributed(source, mark)))
    }

    /// The mention that is all of these words, where it is of those who speak, or says "I". "Mali: Rebels take Gao" says
    /// where, but "Bamako: Rebels must leave" is the state.
    fn source_at(&self, s: usize, words: Range<usize>, says_i: bool) -> Option<usize> {
        let is_all = |m: &usize| {
            let mention = &self.mentions.mentions[*m];
            mention.sentence == s && mention.tokens == words
        };
        let mention = (0..self.mentions.mentions.len()).find(is_all)?;
        let chain = self.mentions.chain_of(mention);
        let is_actor = chain.entity_type.is_actor() && chain.entity_type != EntityType::Country;
        let speaks = says_i || is_actor || Demonyms::embedded().is_seat(&chain.name);
        self.speaker_at(s, self.mentions.mentions[mention].head).filter(|_| speaks)
    }
}
