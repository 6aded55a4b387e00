//! The normalised view of a parse: logical subjects, objects and prepositional dependents of a word, with
//! passives undone, shared arguments of coordination filled in, relative and controlled subjects found.
//!
//! In: a sentence. Out: word indices. Nothing is changed in the parse; conjuncts are *not* spread here (see
//! [`with_conjuncts`]), so that a caller knows which word governs.

mod predicate;
mod reference;
mod subject;
#[cfg(test)]
mod tests;

use crate::document::{Deprel, Document, Sentence, Upos};
use crate::lexicon::inflection;
use crate::lexicon::word_list::{has_own_meaning, is_aside, is_inclusive_after_not, shares_object};

/// How many steps control, coordination and adverbial clauses may hand a subject down.
const MAX_DEPTH: usize = 6;

/// A sentence with the text it stands in.
#[derive(Clone, Copy)]
pub struct Clause<'a> {
    /// The document.
    pub document: &'a Document,
    /// Index of the sentence.
    pub index: usize,
    /// The sentence itself.
    pub sentence: &'a Sentence,
}

impl<'a> Clause<'a> {
    /// The view of sentence `index`.
    pub fn new(document: &'a Document, index: usize) -> Self {
        Clause { document, index, sentence: &document.sentences[index] }
    }

    /// Surface form.
    pub fn form(&self, token: usize) -> &'a str {
        self.document.form(self.index, token)
    }

    /// Is it this word, by its lemma, its form, or an inflected form of the word?
    pub fn is_word(&self, token: usize, word: &str) -> bool {
        let form = self.form(token);
        if self.sentence.tokens[token].lemma.eq_ignore_ascii_case(word) || form.eq_ignore_ascii_case(word) {
            return true;
        }
        let same_start = form.chars().next().map(|c| c.to_ascii_lowercase()) == word.chars().next();
        let is_form = same_start && form.len() > 3;
        is_form && inflection::forms(word).iter().any(|f| f.eq_ignore_ascii_case(form))
            || word.contains('-') && self.is_hyphenated(token, word)
    }

    /// Is it the first or last part of this word with a hyphen, which the text splits ("cover", "-", "up")?
    fn is_hyphenated(&self, token: usize, word: &str) -> bool {
        let parts: Vec<&str> = word.split('-').collect();
        let length = 2 * parts.len() - 1;
        let is_at = |start: usize| {
            let fits = start + length <= self.sentence.tokens.len();
            fits && (0..length).all(|k| {
                let (i, part) = (start + k, parts[k / 2]);
                if k % 2 == 1 { matches!(self.form(i), "-" | "‑" | "–") } else { self.is_word(i, part) }
            })
        };
        is_at(token) || (token + 1).checked_sub(length).is_some_and(is_at)
    }

    fn is_any_word(&self, token: usize, words: &[String]) -> bool {
        words.iter().any(|w| self.is_word(token, w))
    }

    fn deprel(&self, token: usize) -> Deprel {
        self.sentence.tokens[token].deprel
    }

    fn upos(&self, token: usize) -> Upos {
        self.sentence.tokens[token].upos
    }

    fn head(&self, token: usize) -> Option<usize> {
        self.sentence.tokens[token].head
    }

    fn has_feature(&self, token: usize, feature: &str) -> bool {
        self.sentence.tokens[token].feats.split('|').any(|f| f == feature)
    }

    fn children(&self, token: usize, relations: &[Deprel]) -> Vec<usize> {
        self.sentence.dependents(token).filter(|&i| relations.contains(&self.deprel(i))).collect()
    }

    /// Is the verb passive (finite, or a past participle behind its noun)?
    pub fn is_passive(&self, verb: usize) -> bool {
        if self.is_headline_passive(verb) {
            return true;
        }
        // A finite form is never passive, whatever its subject is called in the tree ("Oslo called on Riga to act").
        if self.has_feature(verb, "VerbForm=Fin") && self.children(verb, &[Deprel::AuxPass, Deprel::Aux]).is_empty() {
            return false;
        }
        if self.lacks_auxiliary(verb) {
            return false;
        }
        let marked = self.sentence.dependents(verb).any(|i| {
            matches!(self.deprel(i), Deprel::NsubjPass | Deprel::AuxPass | Deprel::CsubjPass | Deprel::OblAgent)
        });
        if marked {
            return true;
        }
        // The feature alone does not outweigh a subject that the tree calls active.
        if self.has_feature(verb, "Voice=Pass") {
            return self.children(verb, &[Deprel::Nsubj]).is_empty();
        }
        let is_past_participle = self.has_feature(verb, "VerbForm=Part") && self.has_feature(verb, "Tense=Past");
        if !is_past_participle || !self.children(verb, &[Deprel::Aux, Deprel::Nsubj]).is_empty() {
            return false;
        }
        match self.deprel(verb) {
            Deprel::Acl | Deprel::Amod | Deprel::Advcl => true,
            Deprel::Conj => self.head(verb).is_some_and(|h| self.upos(h) == Upos::Verb && self.is_passive(h)),
            _ => false,
        }
    }

    /// "sixty laureates called on Oslo to act", where the parse calls the subject passive: a whole clause without a form
    /// of "be" or "get" is none, unless it leaves that out beside one that has it, or in a headline.
    fn lacks_auxiliary(&self, verb: usize) -> bool {
        let is_gapped = self.deprel(verb) == Deprel::Conj
            && self.head(verb).is_some_and(|first| !self.children(first, &[Deprel::AuxPass, Deprel::Aux]).is_empty());
        let has = |relations: &[Deprel]| !self.children(verb, relations).is_empty();
        matches!(self.deprel(verb), Deprel::Root | Deprel::Conj | Deprel::Ccomp | Deprel::AclRelcl)
            && !self.sentence.is_title
            && self.children(verb, &[Deprel::NsubjPass]).first().is_some_and(|&s| s < verb)
            && !has(&[Deprel::AuxPass, Deprel::Aux, Deprel::OblAgent, Deprel::Cop])
            && !is_gapped
    }

    /// "Man charged over stabbing": headlines tell what somebody did in the present tense, and leave out the "was" of
    /// what was done to somebody. In the past tense stand only verbs of saying, and those that have an object.
    fn is_headline_passive(&self, verb: usize) -> bool {
        let form = self.form(verb);
        let lemma = &self.sentence.tokens[verb].lemma;
        let is_participle = form.ends_with("ed") || inflection::is_irregular_participle(lemma, form);
        let has_object = [Deprel::Obj, Deprel::Iobj, Deprel::Ccomp, Deprel::Aux, Deprel::AuxPass, Deprel::Cop];
        self.sentence.is_title
            && self.upos(verb) == Upos::Verb
            && matches!(self.deprel(verb), Deprel::Root | Deprel::Conj | Deprel::Acl | Deprel::Parataxis)
            && is_participle
            && self.children(verb, &has_object).is_empty()
    }

    /// Is it the -ing form of a verb ("hiding", "having hidden")?
    pub fn is_gerund(&self, verb: usize) -> bool {
        let is_ing = |i: usize| self.form(i).ends_with("ing");
        let auxiliaries = || self.children(verb, &[Deprel::Aux, Deprel::AuxPass]);
        self.upos(verb) == Upos::Verb && (is_ing(verb) || auxiliaries().into_iter().any(is_ing))
    }

    /// Is the verb an infinitive?
    pub fn is_infinitive(&self, verb: usize) -> bool {
        self.has_feature(verb, "VerbForm=Inf") || self.has_mark(verb, "to")
    }

    /// Does this word open the verb's clause?
    fn has_mark(&self, verb: usize, word: &str) -> bool {
        self.sentence.dependents(verb).any(|i| self.deprel(i) == Deprel::Mark && self.is_word(i, word))
    }

    /// Logical subjects: who does it.
    pub fn logical_subject(&self, verb: usize) -> Vec<usize> {
        if !self.is_passive(verb) {
            return self.surface_subject(verb).into_iter().collect();
        }
        // "signed with Oslo": no agent.
        let is_by = |&a: &usize| self.preposition_of(a).is_none_or(|p| !self.is_word(p, "with"));
        let mut agents: Vec<usize> = self.children(verb, &[Deprel::OblAgent]).into_iter().filter(is_by).collect();
        if agents.is_empty() {
            agents = self.prepositional(verb, &["by".to_owned()]);
        }
        if agents.is_empty() {
            // "was handed over to marshals by police", where the parse hangs the agent on the phrase before it.
            let hosts = [Deprel::Obl, Deprel::OblUnmarked, Deprel::Xcomp, Deprel::Obj];
            let is_phrase = |i: &usize| *i > verb && !matches!(self.upos(*i), Upos::Verb | Upos::Aux);
            let phrases = self.children(verb, &hosts).into_iter().filter(is_phrase);
            agents = phrases.flat_map(|i| self.prepositional(i, &["by".to_owned()])).collect();
        }
        if agents.is_empty() {
            // "was barred from running for president by the commission".
            let clauses = self.children(verb, &[Deprel::Advcl, Deprel::Xcomp]).into_iter();
            let clauses = clauses.filter(|&i| i > verb && !self.is_passive(i) && self.form(i).ends_with("ing"));
            agents = clauses.flat_map(|i| self.prepositional(i, &["by".to_owned()])).collect();
            agents.retain(|&a| !matches!(self.form(a), f if f.ends_with("ing")));
        }
        if agents.is_empty() {
            // "were shot dead and two others wounded in an ambush by rebels": the second part leaves out the "were",
            // and nothing but the agent parts the two.
            // "stabbed to death", but not "elected in 2010".
            let is_apart = |o: usize| !self.preposition_of(o).is_some_and(|p| self.is_word(p, "to"));
            let is_complete = |i: usize| {
                self.children(i, &[Deprel::Obl, Deprel::OblUnmarked, Deprel::Advcl])
                    .into_iter()
                    .any(|o| o > i && is_apart(o))
            };
            let joined = self.gapped_passive(verb).filter(|_| !is_complete(verb));
            return joined.map(|i| self.logical_subject(i)).unwrap_or_default();
        }
        agents.into_iter().map(|a| self.resolve_relative(a)).collect()
    }

    /// "two were killed and nine injured": the second passive, which leaves out its auxiliary, for the first.
    pub fn gapped_passive(&self, verb: usize) -> Option<usize> {
        let is_gapped = |&i: &usize| {
            self.upos(i) == Upos::Verb
                && self.is_passive(i)
                && self.children(i, &[Deprel::Aux, Deprel::AuxPass]).is_empty()
        };
        self.children(verb, &[Deprel::Conj]).into_iter().find(is_gapped)
    }

    /// Logical objects: whom or what it is done to.
    pub fn logical_object(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self.surface_subject(verb).into_iter().collect();
        }
        // "told France to leave", "asked the court for help": the recipient, also where nothing else is an object.
        let recipients = self.children(verb, &[Deprel::Iobj]);
        let own = self.children(verb, &[Deprel::Obj]);
        // "it is known that they fund the party", which the parse may take for a relative clause.
        let noun = own.iter().find(|&&o| o > verb || !self.is_relative_pronoun(o)).or(own.first());
        if let Some(&first) = recipients.first().or(noun) {
            return vec![self.resolve_relative(first)];
        }
        // "found her guilty", where the parse makes a clause of what is said of her.
        let small = self.children(verb, &[Deprel::Ccomp]).into_iter().find(|&c| {
            matches!(self.upos(c), Upos::Adj | Upos::Noun)
                && self.children(c, &[Deprel::Cop, Deprel::Mark, Deprel::Aux]).is_empty()
        });
        if let Some(subject) = small.and_then(|c| self.children(c, &[Deprel::Nsubj]).first().copied()) {
            return vec![self.resolve_relative(subject)];
        }
        if self.deprel(verb) == Deprel::Conj
            && let Some(first) = self.head(verb)
            && self.upos(first) == Upos::Verb
        {
            // "condemned and rejected the plan": the object stands behind both.
            let shared = self.children(first, &[Deprel::Obj]).into_iter().find(|&o| o > verb);
            if shared.is_some() {
                return shared.into_iter().collect();
            }
        }
        // "captured and held the colonel"
        if shares_object(&self.sentence.tokens[verb].lemma)
            && let Some(&next) = self.children(verb, &[Deprel::Conj]).first()
            && self.upos(next) == Upos::Verb
            && next <= verb + 3
            && self.has_feature(next, "VerbForm=Fin") == self.has_feature(verb, "VerbForm=Fin")
            && (verb + 1..next).all(|i| matches!(self.upos(i), Upos::Cconj | Upos::Adv))
        {
            return self.children(next, &[Deprel::Obj]).into_iter().filter(|&o| o > next).take(1).collect();
        }
        // "the plan (that) they rejected": the gap is the relative clause's noun.
        if self.deprel(verb) == Deprel::AclRelcl && !self.has_relative(verb) {
            let has_subject = !self.children(verb, &[Deprel::Nsubj]).is_empty();
            return if has_subject { self.head(verb).into_iter().collect() } else { Vec::new() };
        }
        Vec::new()
    }

    /// Second objects and predicative complements.
    pub fn complements(&self, verb: usize) -> Vec<usize> {
        let mut found = self.children(verb, &[Deprel::Xcomp]);
        let objects = self.children(verb, &[Deprel::Obj]);
        if self.is_passive(verb) || !self.children(verb, &[Deprel::Iobj]).is_empty() {
            found.extend(objects);
        } else {
            found.extend(objects.into_iter().skip(1));
        }
        found
    }

    /// Words that hang on `token` with one of `prepositions` ("with O", "on behalf of"): nouns and -ing forms.
    pub fn prepositional(&self, token: usize, prepositions: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        for i in self.sentence.dependents(token) {
            let is_oblique = matches!(
                self.deprel(i),
                Deprel::Obl
                    | Deprel::OblAgent
                    | Deprel::Nmod
                    | Deprel::Advcl
                    | Deprel::Acl
                    | Deprel::Xcomp
                    | Deprel::NmodDesc
                    | Deprel::OblUnmarked
                    | Deprel::Ccomp
            );
            // "letters out of the camp" are not of it, but "pulled out of the town" is.
            let is_whole = |p: usize| {
                let before = p.checked_sub(1).filter(|&b| self.form(p) == "of" && self.head(b) == Some(i));
                self.upos(token) == Upos::Verb
                    || before.is_none_or(|b| self.upos(b) != Upos::Adp || self.is_any_word(b, prepositions))
            };
            let is_named = |p: usize| self.is_preposition_in(p, prepositions) && is_whole(p);
            let is_it = is_oblique && self.preposition_of(i).is_some_and(is_named);
            if is_it && !self.is_companion(i) && !self.is_aside(i) {
                found.push(self.resolve_relative(i));
            }
        }
        if let Some(place) = self.where_it_is(token).filter(|_| found.is_empty()) {
            let is_place = |p: &str| prepositions.iter().any(|wanted| wanted == p);
            if is_place("at") || is_place("in") {
                found.push(place);
            }
        }
        found
    }

    /// "the Royal Infirmary, where she works": the infirmary, for the verb of the clause.
    fn where_it_is(&self, verb: usize) -> Option<usize> {
        let mut adverbs = self.children(verb, &[Deprel::Advmod]).into_iter();
        let is_where = adverbs.any(|a| a < verb && self.has_feature(a, "PronType=Rel"));
        self.head(verb).filter(|&noun| is_where && self.deprel(verb) == Deprel::AclRelcl && noun < verb)
    }

    /// "the mayor, for her part, blamed the union": the phrase is no argument of the verb.
    fn is_aside(&self, noun: usize) -> bool {
        let is_one = |p: usize| is_aside(self.form(p), &self.sentence.tokens[noun].lemma);
        !self.children(noun, &[Deprel::NmodPoss]).is_empty() && self.preposition_of(noun).is_some_and(is_one)
    }

    fn is_preposition_in(&self, preposition: usize, wanted: &[String]) -> bool {
        self.is_any_word(preposition, wanted)
            // "alongside"/"together with": the last word of a fixed expression counts too.
            || !has_own_meaning(self.form(preposition))
                && self.children(preposition, &[Deprel::Fixed]).iter().any(|&f| self.is_any_word(f, wanted))
    }

    /// The preposition (or `as`) in front of a word.
    pub fn preposition_of(&self, token: usize) -> Option<usize> {
        let cases = self.children(token, &[Deprel::Case, Deprel::Mark]);
        cases.into_iter().rfind(|&c| c < token || self.head(token).is_some_and(|h| c > h))
    }

    /// Whose it is: possessives, `of`/`by` phrases, demonyms and names in front of the noun.
    pub fn possessors(&self, noun: usize) -> Vec<usize> {
        let mut found = self.children(noun, &[Deprel::NmodPoss]);
        if found.is_empty() {
            found = self.prepositional(noun, &["by".to_owned()]);
        }
        if found.is_empty() {
            found = self
                .children(noun, &[Deprel::Compound, Deprel::Amod, Deprel::NmodDesc, Deprel::Nmod])
                .into_iter()
                .filter(|&i| i < noun && matches!(self.upos(i), Upos::Propn | Upos::Noun | Upos::Adj))
                // "Russian criticism", but not "sharp criticism".
                .filter(|&i| self.upos(i) != Upos::Adj || self.form(i).starts_with(char::is_uppercase))
                .collect();
            // Nearest first: "the Russian opposition's criticism" belongs to the opposition; "a Russian air strike" is no
            // deed of the air.
            let is_common = |i: usize| !self.form(i).starts_with(char::is_uppercase);
            found.sort_by_key(|&i| (is_common(i), self.upos(i) != Upos::Propn, noun - i));
        }
        if found.is_empty() {
            found = self.prepositional(noun, &["of".to_owned()]);
        }
        found
    }

    /// Names and capitalised adjectives before the noun ("her Norwegian passport"), whoever's it is.
    pub fn origins(&self, noun: usize) -> Vec<usize> {
        let before = self.children(noun, &[Deprel::Compound, Deprel::Amod, Deprel::NmodDesc]).into_iter();
        before.filter(|&i| i < noun && self.form(i).starts_with(char::is_uppercase)).collect()
    }

    /// `token` and what is coordinated with it, in text order; shared prepositions and determiners do not matter.
    pub fn with_conjuncts(&self, token: usize) -> Vec<usize> {
        let mut found = vec![token];
        let mut next = 0;
        while next < found.len() {
            let at = found[next];
            next += 1;
            let is_nominal = |i: usize| !matches!(self.upos(i), Upos::Verb | Upos::Aux);
            // "accused of beating a clerk and turning dogs on her sons"
            // "suspected of treason and of plotting a coup"
            let is_marked = |i: usize| !self.children(i, &[Deprel::Case, Deprel::Mark]).is_empty();
            let is_deed = |i: usize| self.is_gerund(i) && (self.is_gerund(at) || is_marked(i));
            // "Oslo, not Riga, paid": Riga did not.
            let is_denied = |i: usize| {
                let is_inclusive = |m: usize| is_inclusive_after_not(&self.form(m + 1).to_lowercase());
                let is_not = |m: usize| m < i && self.is_word(m, "not") && !is_inclusive(m);
                self.sentence.dependents(i).any(|m| is_not(m) && matches!(self.deprel(m), Deprel::Advmod | Deprel::Cc))
            };
            let is_another = |i: usize| (is_nominal(i) || is_deed(i)) && !is_denied(i);
            found.extend(self.children(at, &[Deprel::Conj]).into_iter().filter(|&i| is_another(i)));
            found.extend(self.apposed_subject(at).into_iter().flat_map(|i| self.children(i, &[Deprel::Conj])));
            // "the guide Ada Berg and a client": the parse may hang the second on the name or on its title.
            let beside = self.children(at, &[Deprel::Appos]).into_iter().filter(|&name| name == at + 1);
            let before = self.children(at, &[Deprel::NmodDesc]).into_iter().filter(|&title| title < at);
            let theirs = beside.chain(before).flat_map(|i| self.children(i, &[Deprel::Conj]));
            found.extend(theirs.filter(|&i| i > at && is_nominal(i)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
