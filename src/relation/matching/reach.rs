//! Words that a pattern names or leaves open where English puts them a step away from the plain form.

use super::Search;
use crate::document::{Deprel, Upos};
use crate::lexicon::pattern::Link;

impl Search<'_> {
    /// "died at home in Bergen", "at the clinic in the town of Voss": what hangs with the same prepositions on the
    /// phrases of the verb.
    pub(super) fn nested(&self, link: &Link) -> Vec<usize> {
        let Link::Preposition(words) = link else { return Vec::new() };
        let phrases = self.clause.sentence.dependents(self.head).filter(|&i| {
            i > self.head && matches!(self.token(i).deprel, Deprel::Obl | Deprel::Nmod | Deprel::Advmod | Deprel::Obj)
        });
        phrases.flat_map(|i| self.clause.prepositional(i, words)).collect()
    }

    /// "70 million dollars of aid": what is measured, where the words found are a measure.
    pub(super) fn measured(&self, found: &[usize]) -> Vec<usize> {
        let is_measure = |i: usize| {
            matches!(self.token(i).upos, Upos::Num | Upos::Sym)
                || self.clause.sentence.dependents(i).any(|d| self.token(d).deprel == Deprel::Nummod)
        };
        let of = ["of".to_owned()];
        found.iter().filter(|&&i| is_measure(i)).flat_map(|&i| self.clause.prepositional(i, &of)).collect()
    }

    /// "shot dead two guards": the word behind the verb, which the parse may give to the object.
    pub(super) fn directly_behind(&self, link: &Link) -> Option<usize> {
        let next = self.head + 1;
        let is_open = next < self.clause.sentence.tokens.len() && self.token(self.head).upos == Upos::Verb;
        (is_open && matches!(link, Link::Object | Link::Second) && self.token(next).upos == Upos::Adj).then_some(next)
    }

    /// "struck in protest at", "spoke in support of": a bare noun behind `in` says what else the verb's subject does.
    /// Gives the verb.
    pub(super) fn circumstance_of(&self) -> Option<usize> {
        let before = self.head.checked_sub(1)?;
        let is_bare = self.clause.preposition_of(self.head) == Some(before) && self.clause.is_word(before, "in");
        let mut word = self.token(self.head).head.filter(|_| is_bare)?;
        while self.token(word).upos != Upos::Verb {
            word = self.token(word).head.filter(|_| matches!(self.token(word).deprel, Deprel::Obj | Deprel::Obl))?;
        }
        Some(word)
    }
}
