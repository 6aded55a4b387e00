//! Words that a pattern names or leaves open where English puts them a step away from the plain form.

use super::{Miss, Search};
use crate::document::{Deprel, NameType, Upos};
use crate::lexicon::Demonyms;
use crate::lexicon::pattern::{Link, TriggerKind};
use crate::lexicon::word_list::{
    counts_others, introduces_examples, is_occasion_preposition, reaches_far, takes_object_and_of,
};

/// How many phrases deep an argument of a verb may hang.
const MOST_PHRASES: usize = 3;

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

    /// "cleared last year of fraud", "asked for ten years in prison for the editor": what hangs on a phrase of the verb
    /// that is no more than a bare noun, a name or a measure; with "of", which belongs to nouns, only measures of time.
    pub(super) fn behind_light_phrases(&self, words: &[String]) -> Vec<usize> {
        let verb = self.anchors[0];
        let is_of = words.iter().any(|w| w == "of");
        let is_light = |i: usize| {
            let mut dependents = self.clause.sentence.dependents(i);
            let is_heavy = |d: usize| matches!(self.token(d).deprel, Deprel::Det | Deprel::NmodPoss | Deprel::Acl);
            !dependents.any(is_heavy) && (!is_of || self.token(i).deprel == Deprel::OblUnmarked)
        };
        let phrases =
            self.clause.sentence.dependents(verb).filter(|&i| {
                i > verb && matches!(self.token(i).deprel, Deprel::Obl | Deprel::OblUnmarked) && is_light(i)
            });
        if self.token(verb).upos != Upos::Verb {
            return Vec::new();
        }
        phrases.flat_map(|i| self.clause.prepositional(i, words)).collect()
    }

    /// "accused him in a memoir of selling": what the parse hangs on a phrase of the verb that stands in between.
    pub(super) fn further_behind(&self, words: &[String]) -> Vec<usize> {
        let verb = self.anchors[0];
        let takes_of = || takes_object_and_of(&self.token(verb).lemma.to_lowercase());
        let is_verb = self.token(verb).upos == Upos::Verb;
        let is_far = |w: &&String| is_verb && (reaches_far(w) || *w == "of" && takes_of());
        let far: Vec<&String> = words.iter().filter(is_far).collect();
        if far.is_empty() {
            return Vec::new();
        }
        let is_behind = |&i: &usize| {
            let preposition = self.clause.preposition_of(i).filter(|_| i > verb);
            preposition.is_some_and(|p| far.iter().any(|w| self.clause.is_word(p, w)))
        };
        const PHRASES: [Deprel; 6] =
            [Deprel::Obj, Deprel::Obl, Deprel::OblUnmarked, Deprel::OblAgent, Deprel::Nmod, Deprel::Appos];
        let is_phrase = |&i: &usize| {
            let token = self.token(i);
            i > verb && matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Num) && PHRASES.contains(&token.deprel)
        };
        let mut level: Vec<usize> = self.clause.sentence.dependents(verb).filter(is_phrase).collect();
        for _ in 0..MOST_PHRASES {
            let found = level.iter().flat_map(|&i| self.clause.prepositional(i, words));
            let found: Vec<usize> = found.filter(is_behind).collect();
            if !found.is_empty() {
                return found;
            }
            level = level.iter().flat_map(|&i| self.clause.sentence.dependents(i)).filter(is_phrase).collect();
        }
        Vec::new()
    }

    /// Does none of these prepositions or particles hang on the trigger?
    pub(super) fn lacks(&self, absent: &[String]) -> Result<(), Miss> {
        let is_there = |word: &String| {
            let wanted = std::slice::from_ref(word);
            let has_particle = || {
                let mut dependents = self.clause.sentence.dependents(self.head);
                dependents.any(|i| self.token(i).deprel == Deprel::CompoundPrt && self.clause.is_word(i, word))
            };
            !self.clause.prepositional(self.head, wanted).is_empty() || has_particle()
        };
        match absent.iter().find(|word| is_there(word)) {
            Some(word) => Err(Miss::Unwanted(word.clone())),
            None => Ok(()),
        }
    }

    /// "sent Norway howitzers", where the parse makes one phrase of it: the state or town right behind the verb.
    pub(super) fn named_recipient(&self, object: usize) -> Option<usize> {
        let (name, sentence) = (self.head + 1, self.clause.sentence);
        let is_state = sentence.names.iter().any(|n| n.tokens == (name..name + 1) && n.kind == NameType::Gpe);
        let is_first = is_state && name < object && sentence.tokens[name].upos == Upos::Propn;
        let hangs = || sentence.tokens[name].head == Some(object) && self.token(name).deprel == Deprel::Compound;
        let is_common = sentence.tokens[object].upos == Upos::Noun && !self.clause.is_passive(self.head);
        (is_first && is_common && hangs()).then_some(name)
    }

    /// "the purchase was paid for by": the subject of a passive, where the preposition stands alone behind the verb.
    pub(super) fn before_stranded(&self, words: &[String]) -> Vec<usize> {
        let (verb, next) = (self.anchors[0], self.anchors[0] + 1);
        let tokens = &self.clause.sentence.tokens;
        let is_alone = |i: usize| {
            let token = &tokens[i];
            let is_before_agent = tokens.get(i + 1).is_none_or(|after| matches!(after.upos, Upos::Punct | Upos::Adp));
            token.upos == Upos::Adp && (token.head == Some(verb) || is_before_agent)
        };
        let stands = next < tokens.len() && is_alone(next) && words.iter().any(|w| self.clause.is_word(next, w));
        if stands && tokens[verb].upos == Upos::Verb && self.clause.is_passive(verb) {
            self.clause.surface_subject(verb).into_iter().collect()
        } else {
            Vec::new()
        }
    }

    /// "his movement, Dawn,", "the firm's founder X", "critics, notably X": who or what a noun is said to be by name.
    pub(super) fn named(&self) -> Vec<usize> {
        let sentence = self.clause.sentence;
        let is_name = |i: &usize| matches!(self.token(*i).upos, Upos::Propn | Upos::Noun);
        let behind = sentence.dependents(self.head).filter(|&i| i > self.head);
        let found: Vec<usize> = behind
            .filter(|&i| match self.token(i).deprel {
                Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => true,
                Deprel::Nmod => self
                    .clause
                    .preposition_of(i)
                    .is_some_and(|p| introduces_examples(&self.token(p).lemma.to_lowercase())),
                _ => false,
            })
            .filter(is_name)
            .collect();
        if !found.is_empty() {
            return found;
        }
        let above = self.token(self.head).head.filter(|&h| match self.token(self.head).deprel {
            Deprel::NmodDesc | Deprel::Compound | Deprel::Flat => h > self.head,
            Deprel::Appos => h < self.head,
            _ => false,
        });
        above.filter(|&h| self.token(h).upos == Upos::Propn).into_iter().collect()
    }

    /// "70 million dollars of aid": what is measured, where the words found are a measure.
    pub(super) fn measured(&self, found: &[usize]) -> Vec<usize> {
        let is_measure = |i: usize| {
            matches!(self.token(i).upos, Upos::Num | Upos::Sym)
                || counts_others(&self.token(i).lemma.to_lowercase())
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

    /// "said in a call with", "spoke during his visit to", "left after talks with": the verb beside which a noun that
    /// has no possessor stands.
    pub(super) fn occasion_of(&self) -> Option<usize> {
        let preposition = self.clause.preposition_of(self.head)?;
        let verb = self.token(self.head).head.filter(|&v| self.token(v).upos == Upos::Verb)?;
        let is_occasion = is_occasion_preposition(&self.clause.form(preposition).to_lowercase());
        (is_occasion && matches!(self.token(self.head).deprel, Deprel::Obl | Deprel::Advcl)).then_some(verb)
    }

    /// "is seen in Riga as a threat": the capital or seat of power in which it is done.
    pub(super) fn seats(&self) -> Vec<usize> {
        let (demonyms, prepositions) = (Demonyms::embedded(), ["in", "from"].map(str::to_owned));
        let is_seat = |i: &usize| demonyms.is_seat(self.clause.form(*i));
        self.clause.prepositional(self.head, &prepositions).into_iter().filter(is_seat).collect()
    }

    /// Whom a participle without an agent describes: "troops stationed in", "the base is located near".
    pub(super) fn undergoer(&self) -> Option<usize> {
        let is_undone = self.token(self.head).upos == Upos::Verb
            && self.clause.is_passive(self.head)
            && self.clause.logical_subject(self.head).is_empty();
        self.clause.surface_subject(self.head).filter(|_| is_undone)
    }

    /// The verb in the active that the trigger is the subject of.
    pub(super) fn predicate(&self) -> Option<usize> {
        let verb = self.token(self.head).head.filter(|_| self.token(self.head).deprel == Deprel::Nsubj)?;
        (self.token(verb).upos == Upos::Verb && !self.clause.is_passive(verb)).then_some(verb)
    }

    /// What hangs on a noun behind it with a preposition or beside it.
    pub(super) fn nominal_dependents(&self, noun: usize) -> Vec<usize> {
        let dependents = self.clause.sentence.dependents(noun);
        dependents.filter(|&i| i > noun && self.token(i).deprel == Deprel::Nmod).collect()
    }

    /// Nouns without an article of their own that are joined to a noun in front of them.
    pub(super) fn nominal_conjuncts(&self, noun: usize) -> Vec<usize> {
        let sentence = self.clause.sentence;
        let is_noun = |&i: &usize| {
            let token = self.token(i);
            let is_bare = || sentence.dependent(i, Deprel::Det).is_none() && self.clause.preposition_of(i).is_none();
            i > noun && token.deprel == Deprel::Conj && token.upos == Upos::Noun && is_bare()
        };
        sentence.dependents(noun).filter(is_noun).collect()
    }

    /// "Oslo's ally": for a pattern that says it with `of`, where nothing stands behind `of`. Where the relation holds
    /// both ways or the noun has a preposition of its own, names in front of it too: "a Norwegian ally", "under
    /// Norwegian rule".
    pub(super) fn owners(&self, prepositions: &[String], kind: &TriggerKind) -> Vec<usize> {
        let is_noun = |i: &&usize| matches!(self.token(**i).upos, Upos::Noun | Upos::Propn);
        let of = prepositions.iter().any(|p| p == "of");
        let Some(&noun) = self.anchors.iter().rfind(is_noun).filter(|_| of) else { return Vec::new() };
        let bound = |i: &usize| self.bindings.subjects.contains(i) || self.bindings.objects.contains(i);
        let names_suffice = self.may.reciprocal
            || matches!(kind, TriggerKind::Copular { preposition: Some(_) } | TriggerKind::Adjunct { .. });
        let is_owner = |i: &usize| names_suffice || self.token(*i).deprel == Deprel::NmodPoss;
        let found = self.clause.possessors(noun);
        found.into_iter().filter(|i| *i < noun && is_owner(i) && !bound(i)).collect()
    }
}
