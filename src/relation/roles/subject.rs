//! The subject of a verb where it is not beside it: control, coordination, participles, clauses between; and who does
//! it along with the subject. In: a verb; out: word indices.

use super::{Clause, MAX_DEPTH};
use crate::document::{Deprel, Upos};
use crate::lexicon::word_list::{
    is_effect, is_joint_control, is_object_control, is_object_control_preposition, is_prepositional_control,
    is_ranking, is_stand, is_subject_control, joins_companions, takes_object_and_of,
};
use crate::lexicon::{EntityType, Nouns};

impl Clause<'_> {
    /// The grammatical subject, found through coordination, control, relative and participle clauses.
    pub fn surface_subject(&self, verb: usize) -> Option<usize> {
        self.surface_subject_within(verb, MAX_DEPTH)
    }

    pub(super) fn surface_subject_within(&self, verb: usize, depth: usize) -> Option<usize> {
        let mut own = self.children(verb, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter]);
        // "The mayor and the sheriff both objected": a quantifier beside the subject is none.
        if own.iter().any(|&s| self.upos(s) != Upos::Det) {
            own.retain(|&s| self.upos(s) != Upos::Det);
        }
        // Of two, the one right before the verb: "According to X, an agency, Oslo had planned".
        let is_apart = |s: usize| (s..verb).any(|i| self.form(i) == ",");
        if let Some(&subject) = own.iter().rfind(|&&s| s < verb && !is_apart(s)).or(own.first()) {
            let subject = self.resolve_relative(subject);
            return Some(self.owner_of_deed(verb, subject).unwrap_or(subject));
        }
        if depth == 0 {
            return None;
        }
        let head = self.head(verb)?;
        match self.deprel(verb) {
            // "urged them to go and spoke with": a finite verb goes on where the infinitive's governor stands.
            Deprel::Conj if self.is_finite_beside_infinitive(verb, head) => {
                let governor = self.head(head)?;
                self.surface_subject_within(governor, depth - 1)
            }
            // A clause that the parse coordinates with a noun belongs beside that noun's verb.
            Deprel::Conj if self.upos(verb) == Upos::Verb && self.is_plain_noun(head) => {
                let governor = self.head(head).filter(|&g| self.upos(g) == Upos::Verb)?;
                self.surface_subject_within(governor, depth - 1)
            }
            Deprel::Conj => self.surface_subject_within(head, depth - 1),
            Deprel::Xcomp => self.controller(verb, head, depth - 1),
            Deprel::Advcl | Deprel::Parataxis
                if self.upos(verb) == Upos::Verb && self.is_subjectless_adverbial(verb) =>
            {
                if let Some(report) = self.report_before(verb, head) {
                    return self.surface_subject_within(report, depth - 1);
                }
                if let Some(addressee) = self.addressee(verb, head) {
                    return Some(addressee);
                }
                // "accused him of hiding": he hides; "left after hiding": whoever left.
                let preposition = self.preposition_of(verb).map(|p| self.form(p).to_lowercase());
                // "elected her to succeed him": she does.
                let is_of_object = self.is_infinitive(verb) && is_object_control(&self.sentence.tokens[head].lemma);
                match is_of_object || preposition.is_some_and(|p| is_object_control_preposition(&p)) {
                    true => self.controller(verb, head, depth - 1),
                    // "was shelled by rebels, killing two": not the place that was shelled.
                    false if verb > head && self.is_passive(head) && is_effect(&self.sentence.tokens[verb].lemma) => {
                        self.logical_subject(head).into_iter().next()
                    }
                    false => {
                        if let Some(own) = self.conjunct_before(verb, head) {
                            return Some(own);
                        }
                        let nearest = self.relative_before(verb, head).unwrap_or(head);
                        self.surface_subject_within(nearest, depth - 1)
                    }
                }
            }
            Deprel::Acl => self.noun_clause_subject(verb, head, depth - 1),
            // A relative clause without a subject of its own: its head noun ("troops stationed there").
            Deprel::AclRelcl if !self.has_relative(verb) => Some(head),
            Deprel::Amod if self.upos(verb) == Upos::Verb => Some(head),
            _ => None,
        }
    }

    /// "Oslo's answer was to close the port": whose answer it is, closes it.
    fn owner_of_deed(&self, verb: usize, noun: usize) -> Option<usize> {
        let is_deed = self.upos(verb) == Upos::Verb && self.is_infinitive(verb) && self.has_copula(verb);
        let lemma = || self.sentence.tokens[noun].lemma.to_lowercase();
        // "the bishops are to write"
        let acts = || {
            let listed = Nouns::shared().and_then(|nouns| nouns.listed_type(&lemma()));
            listed.is_some_and(|t| !matches!(t, EntityType::Concept | EntityType::Event | EntityType::Work))
        };
        let says_whose = is_deed && self.upos(noun) == Upos::Noun && !acts();
        self.possessors(noun).into_iter().next().filter(|_| says_whose)
    }

    /// "with Ada Berg calling it wrong and Olaf Lund calling it right": Lund, for the second.
    pub(super) fn conjunct_before(&self, participle: usize, governor: usize) -> Option<usize> {
        let noun = self.head(governor).filter(|_| self.deprel(governor) == Deprel::Acl && governor < participle)?;
        let ends_here =
            |&c: &usize| c > governor && self.sentence.subtree(c).last().is_some_and(|&last| last + 1 == participle);
        self.children(noun, &[Deprel::Conj]).into_iter().find(ends_here)
    }

    /// "made her minister, which she was until May, resigning in protest": the verb of the relative clause right before
    /// the participle, where that has a person as subject of its own.
    pub(super) fn relative_before(&self, participle: usize, governor: usize) -> Option<usize> {
        let comma = participle.checked_sub(1).filter(|&i| self.form(i) == ",")?;
        let is_own = |s: usize| self.upos(s) == Upos::Pron && !self.is_relative_pronoun(s);
        (governor + 1..comma).rev().find(|&v| {
            self.deprel(v) == Deprel::AclRelcl
                && self.sentence.subtree(v).last().is_some_and(|&last| last + 1 == comma)
                && self.children(v, &[Deprel::Nsubj]).into_iter().any(is_own)
        })
    }

    /// "Oslo signed nothing, a minister said, denying the report": the reporting verb between a statement and a
    /// participle that the parse hangs on the statement.
    pub(super) fn report_before(&self, participle: usize, statement: usize) -> Option<usize> {
        let above = self.head(statement).filter(|_| self.deprel(statement) == Deprel::Ccomp);
        let beside = || self.children(statement, &[Deprel::Parataxis]).into_iter().next();
        let report = above.or_else(beside)?;
        let is_between = statement < report && report < participle;
        let has_subject = || !self.children(report, &[Deprel::Nsubj]).is_empty();
        let is_bare = || self.is_gerund(participle) && self.preposition_of(participle).is_none();
        (self.upos(report) == Upos::Verb && is_between && has_subject() && is_bare()).then_some(report)
    }

    /// Verbs of finite clauses that tell what the word says, denies or means ("denied that it had *paid*").
    pub fn told(&self, word: usize) -> Vec<usize> {
        let is_finite = |i: usize| {
            let finite = |j: usize| self.has_feature(j, "VerbForm=Fin");
            let mut auxiliaries = self.children(i, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop]).into_iter();
            finite(i) || auxiliaries.any(finite)
        };
        // "denied that the water is *unsafe*", "proposed that the chief be *dismissed*".
        let is_predicate = |i: usize| self.upos(i) == Upos::Verb || !self.children(i, &[Deprel::Cop]).is_empty();
        let has_subject = |i: usize| !self.children(i, &[Deprel::Nsubj, Deprel::NsubjPass]).is_empty();
        let clauses = self.children(word, &[Deprel::Ccomp, Deprel::Acl]).into_iter();
        clauses
            .filter(|&i| is_predicate(i) && (is_finite(i) || self.has_mark(i, "that")) && has_subject(i) && i > word)
            .filter(|&i| !self.is_question(i))
            .collect()
    }

    /// "asked why Oslo had left", "whether Oslo left"
    fn is_question(&self, clause: usize) -> bool {
        let asks = |&i: &usize| i < clause && self.has_feature(i, "PronType=Int");
        self.has_mark(clause, "whether") || self.children(clause, &[Deprel::Advmod]).iter().any(asks)
    }

    /// A verb in the past or present that the parse coordinates with an infinitive in front of it.
    pub(super) fn is_finite_beside_infinitive(&self, verb: usize, infinitive: usize) -> bool {
        self.upos(verb) == Upos::Verb
            && self.has_feature(verb, "VerbForm=Fin")
            && !self.has_feature(verb, "Mood=Imp")
            && self.has_mark(infinitive, "to")
            && matches!(self.deprel(infinitive), Deprel::Xcomp | Deprel::Advcl)
            && self.form(verb) != self.sentence.tokens[verb].lemma
    }

    /// A noun that is an argument or modifier, not itself a predicate.
    pub(super) fn is_plain_noun(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Noun | Upos::Propn)
            && matches!(self.deprel(token), Deprel::Obj | Deprel::Obl | Deprel::Iobj | Deprel::OblAgent)
    }

    pub(super) fn has_relative(&self, verb: usize) -> bool {
        self.sentence
            .dependents(verb)
            .any(|i| self.is_relative_pronoun(i) || self.sentence.dependents(i).any(|j| self.is_relative_pronoun(j)))
    }

    /// Participles and infinitives hand down the subject of their clause; finite clauses do not.
    pub(super) fn is_subjectless_adverbial(&self, verb: usize) -> bool {
        !self.has_feature(verb, "VerbForm=Fin")
    }

    /// Who does what an `xcomp` says: the object of the governing verb if it has one ("forced him to resign"),
    /// else its subject ("wants to resign", "was forced to resign").
    pub(super) fn controller(&self, verb: usize, governor: usize, depth: usize) -> Option<usize> {
        if let Some(addressee) = self.addressee(verb, governor) {
            return Some(addressee);
        }
        if self.upos(governor) == Upos::Verb && !self.is_passive(governor) {
            let objects = self.children(governor, &[Deprel::Obj, Deprel::Iobj]);
            if let Some(&object) = objects.first()
                && object < verb
                && !is_subject_control(&self.sentence.tokens[governor].lemma)
            {
                return Some(self.resolve_relative(object));
            }
        }
        self.surface_subject_within(governor, depth)
    }

    /// "called on Oslo to act": Oslo, for the infinitive.
    pub(super) fn addressee(&self, verb: usize, governor: usize) -> Option<usize> {
        let lemma = self.sentence.tokens[governor].lemma.to_lowercase();
        let is_addressee = |&i: &usize| {
            i < verb
                && self
                    .preposition_of(i)
                    .is_some_and(|p| is_prepositional_control(&lemma, &self.form(p).to_lowercase()))
        };
        let found = self
            .children(governor, &[Deprel::Obl])
            .into_iter()
            .find(is_addressee)
            .filter(|_| self.is_infinitive(verb))?;
        Some(self.resolve_relative(found))
    }

    /// Subject of a clause that hangs on a noun: the noun for participles ("leaders attending the summit"); for
    /// infinitives ("a plan to visit") whoever has the plan.
    pub(super) fn noun_clause_subject(&self, verb: usize, noun: usize, depth: usize) -> Option<usize> {
        let is_infinitive = self.is_infinitive(verb);
        let has_preposition =
            self.sentence.dependents(verb).any(|i| matches!(self.deprel(i), Deprel::Mark | Deprel::Case) && i < verb);
        // "the first mayor to support it"
        let is_ranked = |i: usize| {
            let (lemma, is_ordinal) = (self.form(i).to_lowercase(), self.has_feature(i, "NumType=Ord"));
            is_ordinal || is_ranking(&lemma)
        };
        let is_one_of_rank = is_infinitive && self.children(noun, &[Deprel::Amod]).into_iter().any(is_ranked);
        if is_one_of_rank {
            // "became the first state to recognise it": whoever became it.
            return self.copular_subject(noun).or(Some(noun));
        }
        if !is_infinitive && !has_preposition {
            return Some(self.described(noun));
        }
        let governor = self.head(noun)?;
        let lemma = self.sentence.tokens[governor].lemma.to_lowercase();
        // "accused the minister of hiding", where the parse hangs the deed on the person.
        let is_charge =
            || takes_object_and_of(&lemma) && self.preposition_of(verb).is_some_and(|p| self.is_word(p, "of"));
        let is_somebody = || matches!(self.upos(noun), Upos::Propn | Upos::Pron) || is_charge();
        if !is_infinitive && self.deprel(noun) == Deprel::Obj && is_somebody() {
            return Some(self.resolve_relative(noun));
        }
        // "were accused by a council of beating a clerk": the council beat nobody.
        let of_passive = |p: usize| is_object_control_preposition(&self.form(p).to_lowercase());
        if self.deprel(noun) == Deprel::OblAgent && self.preposition_of(verb).is_some_and(of_passive) {
            return self.surface_subject_within(governor, depth);
        }
        // "no intention of leaving": the clause itself is no owner.
        if let Some(possessor) = self.possessors(noun).into_iter().find(|&p| p != verb) {
            return Some(possessor);
        }
        if self.upos(governor) == Upos::Verb && matches!(self.deprel(noun), Deprel::Obj | Deprel::Obl) {
            // "opposed the plan to close the mine": another's plan.
            return if is_stand(&lemma) { None } else { self.surface_subject_within(governor, depth) };
        }
        if is_infinitive { None } else { Some(noun) }
    }

    /// "Norway joined Iceland in condemning the raid": Iceland condemned it too.
    pub fn joined_in(&self, verb: usize) -> Option<usize> {
        let is_in = self.deprel(verb) == Deprel::Advcl
            && self.preposition_of(verb).is_some_and(|p| self.form(p).eq_ignore_ascii_case("in"));
        let governor = self.head(verb).filter(|&g| is_in && is_joint_control(&self.sentence.tokens[g].lemma))?;
        let object =
            self.children(governor, &[Deprel::Obj]).into_iter().next().filter(|_| !self.is_passive(governor))?;
        Some(self.resolve_relative(object))
    }

    /// "Norway, along with Iceland and Sweden, condemned": Iceland, for Norway.
    pub fn companions(&self, subject: usize) -> Option<usize> {
        let verb = self.head(subject)?;
        if !matches!(self.deprel(subject), Deprel::Nsubj | Deprel::NsubjPass) || verb < subject {
            return None;
        }
        (subject + 1..verb).find_map(|i| {
            let last = self.companion_phrase(i)?;
            // "along with two firms", whatever the phrase hangs on.
            let noun = self.head(last).filter(|&n| n > last && n < verb)?;
            let is_plain = matches!(self.upos(noun), Upos::Noun | Upos::Propn | Upos::Pron);
            (is_plain && (subject + 1..i).all(|j| self.upos(j) != Upos::Verb)).then_some(noun)
        })
    }

    /// The last word of "along with" or the like, where it starts at word `i`.
    pub(super) fn companion_phrase(&self, i: usize) -> Option<usize> {
        let stands = |words: &[String]| {
            let is_there = |(k, word): (usize, &String)| {
                i + k < self.sentence.tokens.len() && self.form(i + k).eq_ignore_ascii_case(word)
            };
            words.iter().enumerate().all(is_there)
        };
        joins_companions().iter().find(|words| stands(words)).map(|words| i + words.len() - 1)
    }

    /// Is the noun a companion of its verb's subject ("Norway, along with Iceland, dealt with Sweden")?
    pub(super) fn is_companion(&self, noun: usize) -> bool {
        let Some(verb) = self.head(noun).filter(|&v| noun < v) else { return false };
        self.children(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).iter().any(|&s| self.companions(s) == Some(noun))
    }
}
