//! Small questions about a clause in a dependency tree: its subject, its marker, whether it is finite. What comes
//! in is a sentence and a word index; nothing is changed. Words that are not there are treated as absent.

use crate::document::{Deprel, Document, Sentence, Token, Upos};
use crate::lexicon::{CueClass, Cues, Effect, inflection};

/// A sentence with its text, for looking at forms and lemmas in lower case.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub document: &'a Document,
    pub sentence: &'a Sentence,
}

/// What sort of clause or phrase a complement is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Infinitive.
    To,
    /// Gerund or participle without preposition ("meeting", "having met").
    Ing,
    /// Finite clause.
    That,
    /// Finite or bare clause of order ("that he resign").
    Mandative,
    /// Behind this preposition.
    Preposition(String),
    /// Anything else (adjective, noun).
    Other,
}

impl<'a> Clauses<'a> {
    pub fn new(document: &'a Document, sentence: &'a Sentence) -> Self {
        Clauses { document, sentence }
    }

    pub fn token(&self, i: usize) -> Option<&'a Token> {
        self.sentence.tokens.get(i)
    }

    /// Form in lower case; empty for an index out of range.
    pub fn form(&self, i: usize) -> String {
        self.token(i).and_then(|t| self.document.text.get(t.span.start..t.span.end)).unwrap_or("").to_lowercase()
    }

    /// Lemma in lower case.
    pub fn lemma(&self, i: usize) -> String {
        self.token(i).map(|t| t.lemma.to_lowercase()).unwrap_or_default()
    }

    pub fn deprel(&self, i: usize) -> Deprel {
        self.token(i).map_or(Deprel::Dep, |t| t.deprel)
    }

    pub fn head(&self, i: usize) -> Option<usize> {
        self.token(i).and_then(|t| t.head)
    }

    pub fn is_verb(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.upos, Upos::Verb | Upos::Aux))
    }

    pub fn is_noun(&self, i: usize) -> bool {
        self.token(i).is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num))
    }

    pub fn has_feature(&self, i: usize, feature: &str) -> bool {
        self.token(i).is_some_and(|t| t.feats.split('|').any(|f| f == feature))
    }

    /// Dependents with one of these relations.
    pub fn dependents(&self, head: usize, relations: &'a [Deprel]) -> impl Iterator<Item = usize> + 'a {
        let sentence = self.sentence;
        sentence.dependents(head).filter(move |&i| relations.contains(&sentence.tokens[i].deprel))
    }

    /// Does an adverb of one word deny it ("did not say", "never said")?
    pub fn has_negative_adverb(&self, i: usize, cues: &Cues) -> bool {
        self.dependents(i, &[Deprel::Advmod]).any(|d| {
            let form = self.form(d);
            cues.lookup(CueClass::Adverb, &form).any(|(rest, e)| rest.is_empty() && e.has(Effect::Negative))
        })
    }

    /// The subject of a clause, active or passive.
    pub fn subject(&self, i: usize) -> Option<usize> {
        const SUBJECT: [Deprel; 4] = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter, Deprel::Csubj];
        self.dependents(i, &SUBJECT).next()
    }

    /// The auxiliaries and the copula of a clause, in text order.
    pub fn auxiliaries(&self, i: usize) -> impl Iterator<Item = usize> + 'a {
        self.dependents(i, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop])
    }

    /// Marker (subordinating word or preposition) with its fixed parts, in lower case: "if", "to", "instead of".
    pub fn marker(&self, i: usize) -> Option<String> {
        let first = self.dependents(i, &[Deprel::Mark, Deprel::Case]).next()?;
        Some(self.with_fixed(first))
    }

    /// All markers and prepositions of a word.
    pub fn markers(&self, i: usize) -> Vec<(usize, String)> {
        self.dependents(i, &[Deprel::Mark, Deprel::Case]).map(|m| (m, self.with_fixed(m))).collect()
    }

    /// A function word with its fixed parts, and with the function words right behind it ("instead of").
    fn with_fixed(&self, first: usize) -> String {
        let mut words = self.form(first);
        for part in self.dependents(first, &[Deprel::Fixed]) {
            words.push(' ');
            words.push_str(&self.form(part));
        }
        words
    }

    /// Does the clause have a finite verb (its own or an auxiliary)?
    pub fn is_finite(&self, i: usize) -> bool {
        if self.has_feature(i, "VerbForm=Fin") || self.auxiliaries(i).any(|a| self.has_feature(a, "VerbForm=Fin")) {
            return true;
        }
        let is_bare = self.has_feature(i, "VerbForm=Inf")
            || self.has_feature(i, "VerbForm=Ger")
            || self.has_feature(i, "VerbForm=Part");
        !is_bare && self.subject(i).is_some() && !self.has_to(i)
    }

    /// Is the clause an infinitive with "to"?
    pub fn has_to(&self, i: usize) -> bool {
        self.dependents(i, &[Deprel::Mark]).any(|m| self.form(m) == "to")
    }

    /// In a headline: does a colon part a clause from the phrase that the parser hangs it on ("Kremlin: Berg to visit")?
    pub fn is_behind_colon(&self, clause: usize, head: usize) -> bool {
        self.sentence.is_title && self.is_noun(head) && (head..clause).any(|i| self.form(i) == ":")
    }

    /// Is it the -ing form of a verb?
    pub fn is_gerund(&self, i: usize) -> bool {
        let form = self.form(i);
        let has_stem = form.strip_suffix("ing").is_some_and(|stem| stem.contains(['a', 'e', 'i', 'o', 'u', 'y']));
        has_stem && self.token(i).is_some_and(|t| t.upos == Upos::Verb)
    }

    /// Is it a verb form without ending, without auxiliary? What the parser calls past is so only where the verb is
    /// irregular ("that they free him", but "that they hit him").
    fn is_base_form(&self, i: usize) -> bool {
        let be = self.auxiliaries(i).any(|a| self.form(a) == "be");
        be || (self.auxiliaries(i).next().is_none()
            && self.is_verb(i)
            && self.form(i) == self.lemma(i)
            && !(self.has_feature(i, "Tense=Past") && inflection::is_irregular(&self.lemma(i))))
    }

    /// What sort of complement the clause or phrase under `i` is.
    pub fn kind(&self, i: usize) -> Kind {
        if self.has_to(i) {
            return Kind::To;
        }
        let preposition =
            self.markers(i).into_iter().map(|(_, m)| m).find(|m| {
                !matches!(m.as_str(), "that" | "whether" | "if" | "because" | "as" | "while" | "when" | "than")
            });
        let is_finite = self.is_finite(i);
        let is_modal = self.auxiliaries(i).any(|a| matches!(self.lemma(a).as_str(), "will" | "would" | "can" | "do"));
        if self.subject(i).is_some() && !is_modal && self.is_base_form(i) {
            return Kind::Mandative;
        }
        match preposition {
            Some(preposition) => Kind::Preposition(preposition),
            None if is_finite => Kind::That,
            None if self.is_gerund(i) || self.auxiliaries(i).any(|a| self.form(a).ends_with("ing")) => Kind::Ing,
            None if self.has_feature(i, "VerbForm=Inf") => Kind::To,
            None => Kind::Other,
        }
    }

    /// Do these words depend on `head` (or, as prepositions, on a dependent of it), behind it?
    pub fn has_companions(&self, head: usize, words: &[String]) -> bool {
        words.iter().all(|word| {
            self.sentence.tokens.iter().enumerate().skip(head + 1).any(|(i, t)| {
                let is_near = t.head == Some(head) || t.head.is_some_and(|h| h != i && self.head(h) == Some(head));
                is_near && self.form(i) == *word
            })
        })
    }

    /// Do exactly these words follow word `i`?
    pub fn is_followed_by(&self, i: usize, words: &[String]) -> bool {
        words.iter().enumerate().all(|(k, word)| self.form(i + 1 + k) == *word)
    }

    /// Does a comma stand in front of the clause or phrase under `i`?
    pub fn follows_comma(&self, i: usize) -> bool {
        let first = self.sentence.subtree(i).into_iter().find(|&w| self.deprel(w) != Deprel::Punct);
        first.and_then(|w| w.checked_sub(1)).is_some_and(|w| self.form(w) == ",")
    }

    /// The verb of which a noun is the object (or the subject, in the passive).
    pub fn verb_of_object(&self, noun: usize) -> Option<usize> {
        let head = self.head(noun)?;
        let is_object = matches!(self.deprel(noun), Deprel::Obj | Deprel::NsubjPass);
        (is_object && self.is_verb(head)).then_some(head)
    }

    /// Is it a verb in the past or present that the parse coordinates with an infinitive before it ("urged them to go
    /// and spoke with")? It goes on where the infinitive's governor stands.
    fn is_finite_beside_infinitive(&self, verb: usize, infinitive: usize) -> bool {
        self.has_feature(verb, "VerbForm=Fin")
            && !self.has_feature(verb, "Mood=Imp")
            && self.has_to(infinitive)
            && matches!(self.deprel(infinitive), Deprel::Xcomp | Deprel::Advcl)
            && self.form(verb) != self.lemma(verb)
    }

    /// The first word of a coordination that `i` belongs to (itself where there is none).
    pub fn first_conjunct(&self, i: usize) -> usize {
        let mut current = i;
        for _ in 0..self.sentence.tokens.len() {
            match (self.deprel(current), self.head(current)) {
                (Deprel::Conj, Some(head)) if self.is_finite_beside_infinitive(current, head) => {
                    current = self.head(head).unwrap_or(head);
                }
                (Deprel::Conj, Some(head)) => current = head,
                _ => break,
            }
        }
        current
    }
}
