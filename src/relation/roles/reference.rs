//! What a word of a relative clause, a pronoun or an apposition stands for in its own sentence. In: a word; out: a word.

use super::{Clause, MAX_DEPTH};
use crate::document::{Deprel, NameType, Upos};
use crate::lexicon::word_list::{self};
use crate::lexicon::{EntityType, Nouns};

impl Clause<'_> {
    /// Is it a relative pronoun (who, which, that, whom)?
    pub fn is_relative_pronoun(&self, token: usize) -> bool {
        self.has_feature(token, "PronType=Rel") && matches!(self.upos(token), Upos::Pron | Upos::Det)
    }

    /// The noun that a relative pronoun stands for: the head of the relative clause it belongs to.
    pub(super) fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let mut at = pronoun;
        for _ in 0..MAX_DEPTH {
            let head = self.head(at)?;
            if self.deprel(at) == Deprel::AclRelcl {
                return Some(self.fitting_antecedent(pronoun, self.nearest_antecedent(pronoun, head)));
            }
            // "it was Norway that attacked"
            if self.deprel(at) == Deprel::AdvclRelcl && self.has_copula(head) {
                return Some(head).filter(|&noun| matches!(self.upos(noun), Upos::Noun | Upos::Propn));
            }
            at = head;
        }
        None
    }

    /// "sold guns to Oslo, angering Riga, which objects": where the clause hangs across words that are no part of its
    /// noun's phrase, it belongs to the noun right before it.
    pub(super) fn nearest_antecedent(&self, pronoun: usize, noun: usize) -> usize {
        let is_comma = |i: usize| self.form(i) == ",";
        let before = pronoun.checked_sub(1).filter(|&i| is_comma(i)).and_then(|comma| comma.checked_sub(1));
        let Some(mut nearest) = before.filter(|&i| i > noun && matches!(self.upos(i), Upos::Noun | Upos::Propn)) else {
            return noun;
        };
        if self.sentence.subtree(noun).contains(&nearest) {
            return noun;
        }
        while matches!(self.deprel(nearest), Deprel::Flat | Deprel::Compound)
            && let Some(head) = self.head(nearest)
        {
            nearest = head;
        }
        nearest
    }

    /// "a letter to the officers, which": no officers, but the letter. "Brothers from a poor family, who": the brothers.
    pub(super) fn fitting_antecedent(&self, pronoun: usize, noun: usize) -> usize {
        let Some(nouns) = Nouns::shared() else { return noun };
        let is_person = |i: usize| {
            let tagged = self.sentence.names.iter().find(|name| name.tokens.contains(&i));
            let listed = nouns.listed_type(&self.sentence.tokens[i].lemma.to_lowercase());
            match (tagged, self.upos(i)) {
                (Some(name), _) => Some(name.kind == NameType::Per),
                (None, Upos::Noun) => listed.map(|t| t == EntityType::Person),
                _ => None,
            }
        };
        let wants_person = match self.form(pronoun).to_lowercase().as_str() {
            "who" | "whom" => true,
            "which" => false,
            _ => return noun,
        };
        let mut at = noun;
        for _ in 0..MAX_DEPTH {
            match (is_person(at), self.deprel(at), self.head(at)) {
                (Some(is), ..) if is == wants_person => return at,
                (Some(_), Deprel::Nmod, Some(head)) if head < at => at = head,
                _ => break,
            }
        }
        noun
    }

    /// Is it the first word of "each other" or "one another"?
    pub fn is_reciprocal_pronoun(&self, token: usize) -> bool {
        let mut parts = self.children(token, &[Deprel::Fixed]).into_iter();
        parts.any(|part| word_list::is_reciprocal_pronoun(self.form(token), self.form(part)))
    }

    pub(super) fn resolve_relative(&self, token: usize) -> usize {
        if !self.is_relative_pronoun(token) {
            return token;
        }
        let antecedent = self.antecedent(token).unwrap_or(token);
        let antecedent = self.member_called(antecedent).unwrap_or(antecedent);
        // "Norway is in the pact that Chad founded": the pact.
        let is_place = !self.children(antecedent, &[Deprel::Case]).is_empty();
        let described = || if is_place { antecedent } else { self.described(antecedent) };
        self.one_of(antecedent).unwrap_or_else(described)
    }

    /// "She is a painter who lives in Oslo": she, where what is said of a predicate holds for its subject. A name or
    /// a person; not "it was the painter who".
    pub(super) fn described(&self, noun: usize) -> usize {
        let is_copula = |i: usize| self.deprel(i) == Deprel::Cop;
        let is_denied = |i: usize| self.sentence.tokens[i].denies();
        let mut dependents = self.sentence.dependents(noun);
        if self.upos(noun) != Upos::Noun || !dependents.any(is_copula) || self.sentence.dependents(noun).any(is_denied)
        {
            return noun;
        }
        let is_personal = |i: &usize| self.has_feature(*i, "PronType=Prs") && !self.form(*i).eq_ignore_ascii_case("it");
        let subject = self.children(noun, &[Deprel::Nsubj]).into_iter().find(|&s| s < noun);
        subject.filter(|s| self.upos(*s) == Upos::Propn || is_personal(s)).unwrap_or(noun)
    }

    /// "Ada Berg, a Republican who voted for it": Ada Berg.
    fn member_called(&self, party: usize) -> Option<usize> {
        let kind = |i: usize| self.sentence.names.iter().find(|name| name.tokens.contains(&i)).map(|name| name.kind);
        let host = self.head(party).filter(|_| self.deprel(party) == Deprel::Appos)?;
        let is_member = kind(party) == Some(NameType::Norp) && !self.children(party, &[Deprel::Det]).is_empty();
        (is_member && kind(host) == Some(NameType::Per)).then_some(host)
    }

    /// "she was among the lawmakers who voted", "he is one of the lawmakers who voted": she, he.
    pub(super) fn one_of(&self, noun: usize) -> Option<usize> {
        let preposition = self.preposition_of(noun)?;
        let predicate = match self.form(preposition).to_lowercase().as_str() {
            "among" => noun,
            "of" => self.head(noun).filter(|&h| self.form(h).eq_ignore_ascii_case("one"))?,
            _ => return None,
        };
        let has_copula = !self.children(predicate, &[Deprel::Cop]).is_empty();
        self.children(predicate, &[Deprel::Nsubj]).into_iter().next().filter(|_| has_copula)
    }

    /// "Norway condemned the raid, as did Denmark", "…, and so did Denmark": Denmark, of whom the same is said.
    pub fn likewise(&self, verb: usize) -> Option<usize> {
        let says_so = |&at: &usize| {
            let stands_for_verb = matches!(self.sentence.tokens[at].lemma.as_str(), "do" | "have" | "be");
            let marks = self.children(at, &[Deprel::Mark, Deprel::Advmod, Deprel::Case]);
            let is_same = marks.into_iter().any(|m| m < at && (self.is_word(m, "as") || self.is_word(m, "so")));
            let has_more = !self.children(at, &[Deprel::Obj, Deprel::Xcomp, Deprel::Ccomp]).is_empty();
            at > verb && stands_for_verb && is_same && !has_more
        };
        let clauses = self.children(verb, &[Deprel::Advcl, Deprel::Conj, Deprel::Parataxis]);
        let at = clauses.into_iter().find(says_so)?;
        self.children(at, &[Deprel::Nsubj]).into_iter().find(|&subject| subject > at)
    }

    /// "Ada Berg, the mayor's deputy, and Olaf Lund resigned", where the parse makes of the description behind the comma
    /// a second subject of the verb.
    pub(super) fn apposed_subject(&self, subject: usize) -> Option<usize> {
        let relation = self.deprel(subject);
        let verb = self.head(subject).filter(|_| matches!(relation, Deprel::Nsubj | Deprel::NsubjPass))?;
        self.children(verb, &[relation]).into_iter().find(|&other| {
            let first = self.sentence.subtree(other).into_iter().find(|&i| self.upos(i) != Upos::Punct);
            let comma = first.and_then(|first| first.checked_sub(1)).filter(|&i| self.form(i) == ",");
            other > subject && other < verb && comma.is_some_and(|c| c > subject)
        })
    }
}
