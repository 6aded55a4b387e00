//! Predicate nouns and adjectives: their copula and their subject. In: a predicate; out: word indices.

use super::{Clause, MAX_DEPTH};
use crate::document::{Deprel, Upos};
use crate::lexicon::word_list::{introduces_examples, is_inclusion};

impl Clause<'_> {
    /// Does a form of "be" hang on the word, or on what it is coordinated with?
    pub fn has_copula(&self, predicate: usize) -> bool {
        let own = !self.children(predicate, &[Deprel::Cop]).is_empty();
        own || self.deprel(predicate) == Deprel::Conj
            && self.head(predicate).is_some_and(|first| !self.children(first, &[Deprel::Cop]).is_empty())
    }

    /// Does `noun` have a copula, and with which subject?
    pub fn copular_subject(&self, predicate: usize) -> Option<usize> {
        let has_copula = !self.children(predicate, &[Deprel::Cop]).is_empty();
        if has_copula {
            return self.surface_subject(predicate);
        }
        match (self.deprel(predicate), self.head(predicate)) {
            (Deprel::Conj, Some(first)) if first != predicate => self.copular_subject(first),
            // "became an ally", "remains critical of"
            (Deprel::Xcomp, Some(verb)) => self.controller(predicate, verb, MAX_DEPTH),
            (Deprel::Appos, Some(noun)) => Some(noun),
            // "the governor, once an ally of Oslo,", where the parse takes the adverb for a preposition.
            (Deprel::Nmod, Some(noun)) if self.is_dated(predicate) => Some(noun),
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) if noun < predicate => Some(noun),
            // "wary of Oslo, Riga asked": where the clause has no subject of its own, that of the sentence.
            (Deprel::Advcl, Some(verb)) if self.upos(predicate) == Upos::Adj => {
                self.surface_subject(predicate).or_else(|| self.surface_subject(verb))
            }
            _ => None,
        }
    }

    /// Does a comma stand before the noun's phrase, and an adverb first in it ("once", "now", "long")?
    fn is_dated(&self, noun: usize) -> bool {
        let adverb = self.preposition_of(noun).filter(|&a| self.upos(a) == Upos::Adv && a < noun);
        adverb.and_then(|a| a.checked_sub(1)).is_some_and(|comma| self.form(comma) == ",")
    }

    /// Whoever is what a plural or definite noun says, where the noun stands as subject, before a name or
    /// before examples, and the word that says so: "the guests included Ada", "the capital is Riga", "Riga's ally Oslo",
    /// "speakers at the rally, including Ada".
    pub fn inverted_predication(&self, noun: usize) -> Option<(usize, usize)> {
        if self.upos(noun) != Upos::Noun {
            return None;
        }
        if self.deprel(noun) == Deprel::Nsubj
            && let Some(governor) = self.head(noun).filter(|&g| g > noun)
        {
            // "the attack included missiles": the missiles are no attack.
            let is_plural = self.sentence.tokens[noun].feats.split('|').any(|f| f == "Number=Plur");
            if is_plural && is_inclusion(&self.sentence.tokens[governor].lemma) && !self.is_passive(governor) {
                return Some((self.children(governor, &[Deprel::Obj]).first().copied()?, governor));
            }
            let is_name = self.upos(governor) == Upos::Propn && self.preposition_of(governor).is_none();
            let has_copula = !self.children(governor, &[Deprel::Cop]).is_empty();
            return (is_name && has_copula).then_some((governor, governor));
        }
        // "Riga's ally Oslo", "Riga ally Ada Berg"
        let is_bare_name = |i: usize| self.upos(i) == Upos::Propn && self.preposition_of(i).is_none() && i == noun + 1;
        let named = match (self.deprel(noun), self.head(noun)) {
            (Deprel::NmodDesc, Some(name)) => Some(name).filter(|&n| is_bare_name(n)),
            _ => self.children(noun, &[Deprel::Appos]).into_iter().find(|&n| is_bare_name(n)),
        };
        if let Some(name) = named {
            return Some((name, noun));
        }
        let example = self.children(noun, &[Deprel::Nmod, Deprel::Advcl, Deprel::Acl]).into_iter().find(|&i| {
            let cases = self.children(i, &[Deprel::Case, Deprel::Mark]);
            i > noun && cases.first().is_some_and(|&c| introduces_examples(&self.form(c).to_lowercase()))
        })?;
        Some((example, noun))
    }
}
