//! Is the trigger what its pattern wants: a verb, a noun, a predicate, a modal? In: the word; out: nothing, or why not.

use super::{Miss, Search};
use crate::document::{Deprel, Upos};
use crate::lexicon::pattern::{Link, Pattern, Role};

impl Search<'_> {
    pub(super) fn verb(&mut self, particle: Option<&[String]>) -> Result<(), Miss> {
        if !matches!(self.token(self.head).upos, Upos::Verb | Upos::Aux)
            || matches!(self.token(self.head).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        {
            return Err(Miss::Kind);
        }
        if let Some(words) = particle {
            let found = self.clause.sentence.dependents(self.head).find(|&i| {
                matches!(self.token(i).deprel, Deprel::CompoundPrt | Deprel::Advmod | Deprel::Case | Deprel::Obl)
                    && words.iter().any(|w| self.clause.is_word(i, w))
            });
            // "back down from": the parse may hang the particle on the noun.
            let next = self.head + 1;
            let follows =
                next < self.clause.sentence.tokens.len() && words.iter().any(|w| self.clause.is_word(next, w));
            // "kicked the ambassador out of the country": "out" stands with the country.
            let before_of = || {
                let is_it = |&i: &usize| i > self.head && words.iter().any(|w| self.clause.is_word(i, w));
                let of_verb = |&i: &usize| {
                    let noun = self.token(i).head.filter(|_| self.token(i).deprel == Deprel::Case);
                    noun.is_some_and(|n| self.token(n).head == Some(self.head))
                };
                let all = 0..self.clause.sentence.tokens.len().saturating_sub(1);
                all.filter(of_verb).filter(is_it).find(|&i| self.clause.is_word(i + 1, "of"))
            };
            match found.or(follows.then_some(next)).or_else(before_of) {
                Some(i) => {
                    self.bindings.words.push(i);
                    // "drifted away from Oslo": the parse hangs Oslo on the adverb.
                    self.anchors.push(i);
                }
                None => return Err(Miss::Word(words.join("|"))),
            }
        }
        Ok(())
    }

    /// "headed the agency for a year" is not to head for something: a verb that has an object is no verb of a pattern
    /// without one.
    pub(super) fn leaves_no_object(&self, pattern: &Pattern) -> Result<(), Miss> {
        let is_its_own = |i: usize| {
            pattern.arguments.iter().any(|a| match &a.link {
                Link::Preposition(words) => words.iter().any(|w| self.clause.is_word(i, w)),
                _ => false,
            })
        };
        let takes_object = pattern.arguments.iter().any(|a| !matches!(a.link, Link::Subject | Link::Preposition(_)));
        let has_object = || {
            let objects = self.clause.sentence.dependents(self.head).filter(|&i| self.token(i).deprel == Deprel::Obj);
            objects.into_iter().any(|i| matches!(self.token(i).upos, Upos::Noun | Upos::Propn) && i > self.head)
        };
        let has_particle = || {
            let mut dependents = self.clause.sentence.dependents(self.head);
            // "put forward a candidate", "handed the suspect over", where the parse takes the particle for an adverb.
            let is_bare = |i: usize| self.clause.sentence.dependents(i).next().is_none();
            let is_adverb = |i: usize| self.token(i).deprel == Deprel::Advmod && is_bare(i) && is_its_own(i);
            dependents.any(|i| self.token(i).deprel == Deprel::CompoundPrt || is_adverb(i))
        };
        if takes_object || !has_object() || has_particle() { Ok(()) } else { Err(Miss::Kind) }
    }

    pub(super) fn noun(&mut self, pattern: &Pattern) -> Result<(), Miss> {
        // "Ada was a critic of the bank": not the critic, but whoever is one.
        let is_subject = pattern.named.as_ref().is_some_and(|slot| slot.role == Role::Subject);
        if is_subject && self.clause.has_copula(self.head) {
            return Err(Miss::Kind);
        }
        self.event_noun()
    }

    fn event_noun(&mut self) -> Result<(), Miss> {
        let is_noun = matches!(self.token(self.head).upos, Upos::Noun | Upos::Propn)
            || self.token(self.head).upos == Upos::Verb
                && self.clause.sentence.dependents(self.head).any(|i| self.token(i).deprel == Deprel::Det);
        if is_noun { Ok(()) } else { Err(Miss::Kind) }
    }

    pub(super) fn copular(&mut self, pattern: &Pattern, preposition: Option<&[String]>) -> Result<(), Miss> {
        // "were stabbed" is no stab: a participle counts only in the form that the pattern writes ("opposed").
        let is_written = || pattern.trigger.iter().any(|w| self.clause.form(self.head).eq_ignore_ascii_case(w));
        if self.token(self.head).upos == Upos::Verb && !is_written() {
            return Err(Miss::Kind);
        }
        if let Some(words) = preposition {
            match self.clause.preposition_of(self.head).filter(|&p| words.iter().any(|w| self.clause.is_word(p, w))) {
                Some(p) => self.bindings.words.push(p),
                None => return Err(Miss::Word(words.join("|"))),
            }
        }
        let has_subject = self.clause.copular_subject(self.head).is_some() || !self.clausal_subject().is_empty();
        if has_subject || self.undergoer().is_some() {
            return Ok(());
        }
        self.bindings.event = Some(self.clause.inverted_predication(self.head).ok_or(Miss::Kind)?.1);
        Ok(())
    }

    /// "is against the plan": the preposition hangs on the noun, which has the copula.
    pub(super) fn copular_preposition(&mut self) -> Result<(), Miss> {
        let noun = self.token(self.head).head.filter(|_| self.token(self.head).deprel == Deprel::Case);
        let noun = noun.filter(|&n| self.clause.has_copula(n)).ok_or(Miss::Kind)?;
        self.bindings.event = Some(noun);
        Ok(())
    }

    /// "left at the request of": a noun with this preposition beside a verb, or beside the verb's object.
    pub(super) fn adjunct(&mut self, preposition: &[String]) -> Result<(), Miss> {
        self.event_noun()?;
        let own = self.clause.preposition_of(self.head);
        let own = own.filter(|&p| preposition.iter().any(|w| self.clause.is_word(p, w)));
        self.bindings.words.push(own.ok_or_else(|| Miss::Word(preposition.join("|")))?);
        self.governor(self.head).map(|_| ()).ok_or(Miss::Kind)
    }

    /// Who does what a verb says, or is what a predicate with "be" says.
    pub(super) fn agents(&self, governor: usize) -> Vec<usize> {
        match self.token(governor).upos {
            Upos::Verb => self.clause.logical_subject(governor),
            _ => self.clause.copular_subject(governor).into_iter().collect(),
        }
    }

    /// What a verb is about: its object, or what hangs on it with a preposition of aim ("went ahead with the sale").
    pub(super) fn governed(&self, verb: usize) -> Vec<usize> {
        let objects = self.clause.logical_object(verb);
        if !objects.is_empty() {
            return objects;
        }
        self.clause.prepositional(verb, &["with", "on", "to", "for"].map(str::to_owned))
    }

    /// The verb (or predicate with "be") beside which a noun stands, directly or behind the verb's object.
    pub(super) fn governor(&self, noun: usize) -> Option<usize> {
        let is_verb = |i: &usize| self.token(*i).upos == Upos::Verb || self.clause.has_copula(*i);
        let above = self.token(noun).head?;
        let is_object = matches!(self.token(above).deprel, Deprel::Obj | Deprel::Obl | Deprel::NsubjPass);
        Some(above).filter(is_verb).or_else(|| self.token(above).head.filter(|_| is_object).filter(is_verb))
    }

    /// An -ing clause as subject ("proroguing Parliament is unlawful").
    pub(super) fn clausal_subject(&self) -> Vec<usize> {
        let dependents = self.clause.sentence.dependents(self.head);
        dependents.filter(|&i| i < self.head && self.token(i).deprel == Deprel::Csubj && self.is_gerund(i)).collect()
    }

    /// "must leave": an active verb under the modal, of the present or future.
    pub(super) fn modal(&mut self) -> Result<(), Miss> {
        let verb = self.token(self.head).head.filter(|_| self.token(self.head).deprel == Deprel::Aux);
        let verb = verb.filter(|&v| {
            let auxiliaries = self.clause.sentence.dependents(v).filter(|&i| self.token(i).deprel == Deprel::Aux);
            let is_past = auxiliaries.into_iter().any(|i| self.clause.is_word(i, "have"));
            self.token(v).upos == Upos::Verb && !self.clause.is_passive(v) && !is_past
        });
        self.bindings.event = Some(verb.ok_or(Miss::Kind)?);
        Ok(())
    }
}
