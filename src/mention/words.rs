//! The words of one sentence as detection and coreference ask for them: forms, lemmas, number, role.

use crate::document::{Deprel, Document, Sentence, Token, Upos};

/// What a phrase does in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Subject,
    Object,
    Oblique,
    Possessor,
    Other,
}

/// A sentence together with its text. Indices outside the sentence are answered like the root.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    document: &'a Document,
    pub sentence: &'a Sentence,
}

impl<'a> Words<'a> {
    pub fn of(document: &'a Document, sentence: &'a Sentence) -> Self {
        Words { document, sentence }
    }

    pub fn len(self) -> usize {
        self.sentence.tokens.len()
    }

    pub fn token(self, i: usize) -> Option<&'a Token> {
        self.sentence.tokens.get(i)
    }

    pub fn form(self, i: usize) -> &'a str {
        self.token(i).and_then(|token| self.document.text.get(token.span.start..token.span.end)).unwrap_or_default()
    }

    pub fn lower(self, i: usize) -> String {
        self.form(i).to_lowercase()
    }

    /// Lemma in lower case.
    pub fn lemma(self, i: usize) -> String {
        self.token(i).map(|token| token.lemma.to_lowercase()).unwrap_or_default()
    }

    pub fn upos(self, i: usize) -> Upos {
        self.token(i).map_or(Upos::X, |token| token.upos)
    }

    pub fn deprel(self, i: usize) -> Deprel {
        self.token(i).map_or(Deprel::Root, |token| token.deprel)
    }

    pub fn head(self, i: usize) -> Option<usize> {
        self.token(i).and_then(|token| token.head)
    }

    pub fn dependents(self, i: usize) -> impl Iterator<Item = usize> + 'a {
        self.sentence.dependents(i)
    }

    pub fn dependent(self, i: usize, deprel: Deprel) -> Option<usize> {
        self.sentence.dependent(i, deprel)
    }

    pub fn feature(self, i: usize, feature: &str) -> bool {
        self.token(i).is_some_and(|token| token.feats.split('|').any(|f| f == feature))
    }

    /// Plural by feature, or by the ending where the features do not say.
    pub fn is_plural(self, i: usize) -> bool {
        let Some(token) = self.token(i) else { return false };
        // "The accused": one, unless the verb says that there are several.
        if token.upos == Upos::Noun && token.feats.contains("Number=Plur") && self.lower(i).ends_with("ed") {
            let verbs = self.governor(i).into_iter().flat_map(|verb| self.dependents(verb).chain([verb]));
            return verbs.into_iter().any(|verb| verb != i && self.feature(verb, "Number=Plur"));
        }
        if token.feats.contains("Number=") {
            return self.feature(i, "Number=Plur") || self.feature(i, "Number=Ptan");
        }
        let (form, lemma) = (self.lower(i), self.lemma(i));
        token.upos == Upos::Noun && form != lemma && (form.ends_with('s') || form.ends_with("men"))
    }

    /// Is `ancestor` above `i` (or `i` itself)?
    pub fn is_under(self, i: usize, ancestor: usize) -> bool {
        self.sentence.ancestors(i).any(|above| above == ancestor)
    }

    /// The first phrase of a coordination that `i` belongs to: "B" in "A and B" leads to "A".
    pub fn first_conjunct(self, i: usize) -> usize {
        self.sentence.first_conjunct(i)
    }

    /// All conjuncts of the coordination that starts with `i`, itself first.
    pub fn conjuncts(self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        all.extend(self.dependents(i).filter(|&d| self.deprel(d) == Deprel::Conj));
        all
    }

    pub fn role(self, i: usize) -> Role {
        match self.deprel(self.first_conjunct(i)) {
            Deprel::Nsubj | Deprel::NsubjOuter | Deprel::NsubjPass => Role::Subject,
            Deprel::Obj | Deprel::Iobj => Role::Object,
            Deprel::Obl | Deprel::OblAgent | Deprel::OblUnmarked => Role::Oblique,
            Deprel::NmodPoss => Role::Possessor,
            _ => Role::Other,
        }
    }

    /// The word whose argument `i` is: the verb of a subject, the noun of a possessor.
    pub fn governor(self, i: usize) -> Option<usize> {
        self.head(self.first_conjunct(i))
    }

    /// The preposition of a phrase ("of", "in").
    pub fn preposition(self, i: usize) -> Option<String> {
        self.dependents(i)
            .find(|&d| self.deprel(d) == Deprel::Case && self.upos(d) != Upos::Part)
            .map(|d| self.lower(d))
    }
}
