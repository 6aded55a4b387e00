//! The normalised view of a parse: logical subjects, objects and prepositional dependents of a word, with
//! passives undone, shared arguments of coordination filled in, relative and controlled subjects found.
//!
//! In: a sentence. Out: word indices. Nothing is changed in the parse; conjuncts are *not* spread here (see
//! [`with_conjuncts`]), so that a caller knows which word governs.

use crate::document::{Deprel, Document, NameType, Sentence, Upos};
use crate::lexicon::word_list::{
    self, introduces_examples, is_effect, is_inclusion, is_joint_control, is_object_control_preposition,
    is_prepositional_control, is_ranking, is_subject_control, joins_companions,
};
use crate::lexicon::{EntityType, Nouns, inflection};

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

    /// Is it a relative pronoun (who, which, that, whom)?
    pub fn is_relative_pronoun(&self, token: usize) -> bool {
        self.has_feature(token, "PronType=Rel") && matches!(self.upos(token), Upos::Pron | Upos::Det)
    }

    /// The noun that a relative pronoun stands for: the head of the relative clause it belongs to.
    fn antecedent(&self, pronoun: usize) -> Option<usize> {
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
    fn nearest_antecedent(&self, pronoun: usize, noun: usize) -> usize {
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
    fn fitting_antecedent(&self, pronoun: usize, noun: usize) -> usize {
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

    fn resolve_relative(&self, token: usize) -> usize {
        if !self.is_relative_pronoun(token) {
            return token;
        }
        let antecedent = self.antecedent(token).unwrap_or(token);
        self.one_of(antecedent).unwrap_or_else(|| self.described(antecedent))
    }

    /// "She is a painter who lives in Oslo": she, where what is said of a predicate holds for its subject. A name or
    /// a person; not "it was the painter who".
    fn described(&self, noun: usize) -> usize {
        let is_copula = |i: usize| self.deprel(i) == Deprel::Cop;
        let is_denied = |i: usize| self.has_feature(i, "Polarity=Neg") || self.has_feature(i, "PronType=Neg");
        let mut dependents = self.sentence.dependents(noun);
        if self.upos(noun) != Upos::Noun || !dependents.any(is_copula) || self.sentence.dependents(noun).any(is_denied)
        {
            return noun;
        }
        let is_personal = |i: &usize| self.has_feature(*i, "PronType=Prs") && !self.form(*i).eq_ignore_ascii_case("it");
        let subject = self.children(noun, &[Deprel::Nsubj]).into_iter().find(|&s| s < noun);
        subject.filter(|s| self.upos(*s) == Upos::Propn || is_personal(s)).unwrap_or(noun)
    }

    /// "she was among the lawmakers who voted", "he is one of the lawmakers who voted": she, he.
    fn one_of(&self, noun: usize) -> Option<usize> {
        let preposition = self.preposition_of(noun)?;
        let predicate = match self.form(preposition).to_lowercase().as_str() {
            "among" => noun,
            "of" => self.head(noun).filter(|&h| self.form(h).eq_ignore_ascii_case("one"))?,
            _ => return None,
        };
        let has_copula = !self.children(predicate, &[Deprel::Cop]).is_empty();
        self.children(predicate, &[Deprel::Nsubj]).into_iter().next().filter(|_| has_copula)
    }

    /// Is the verb passive (finite, or a past participle behind its noun)?
    pub fn is_passive(&self, verb: usize) -> bool {
        // A finite form is never passive, whatever its subject is called in the tree ("Oslo called on Riga to act").
        if self.has_feature(verb, "VerbForm=Fin") && self.children(verb, &[Deprel::AuxPass, Deprel::Aux]).is_empty() {
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

    /// The grammatical subject, found through coordination, control, relative and participle clauses.
    pub fn surface_subject(&self, verb: usize) -> Option<usize> {
        self.surface_subject_within(verb, MAX_DEPTH)
    }

    fn surface_subject_within(&self, verb: usize, depth: usize) -> Option<usize> {
        let mut own = self.children(verb, &[Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter]);
        // "The mayor and the sheriff both objected": a quantifier beside the subject is none.
        if own.iter().any(|&s| self.upos(s) != Upos::Det) {
            own.retain(|&s| self.upos(s) != Upos::Det);
        }
        // Of two, the one right before the verb: "According to X, an agency, Oslo had planned".
        let is_apart = |s: usize| (s..verb).any(|i| self.form(i) == ",");
        if let Some(&subject) = own.iter().rfind(|&&s| s < verb && !is_apart(s)).or(own.first()) {
            return Some(self.resolve_relative(subject));
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
                match preposition.is_some_and(|p| is_object_control_preposition(&p)) {
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

    /// "with Ada Berg calling it wrong and Olaf Lund calling it right": Lund, for the second.
    fn conjunct_before(&self, participle: usize, governor: usize) -> Option<usize> {
        let noun = self.head(governor).filter(|_| self.deprel(governor) == Deprel::Acl && governor < participle)?;
        let ends_here =
            |&c: &usize| c > governor && self.sentence.subtree(c).last().is_some_and(|&last| last + 1 == participle);
        self.children(noun, &[Deprel::Conj]).into_iter().find(ends_here)
    }

    /// "made her minister, which she was until May, resigning in protest": the verb of the relative clause right before
    /// the participle, where that has a person as subject of its own.
    fn relative_before(&self, participle: usize, governor: usize) -> Option<usize> {
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
    fn report_before(&self, participle: usize, statement: usize) -> Option<usize> {
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
            finite(i) || self.children(i, &[Deprel::Aux, Deprel::AuxPass]).into_iter().any(finite)
        };
        let has_subject = |i: usize| !self.children(i, &[Deprel::Nsubj, Deprel::NsubjPass]).is_empty();
        let clauses = self.children(word, &[Deprel::Ccomp, Deprel::Acl]).into_iter();
        clauses.filter(|&i| self.upos(i) == Upos::Verb && is_finite(i) && has_subject(i) && i > word).collect()
    }

    /// A verb in the past or present that the parse coordinates with an infinitive in front of it.
    fn is_finite_beside_infinitive(&self, verb: usize, infinitive: usize) -> bool {
        let has_to =
            |i: usize| self.sentence.dependents(i).any(|m| self.deprel(m) == Deprel::Mark && self.is_word(m, "to"));
        self.upos(verb) == Upos::Verb
            && self.has_feature(verb, "VerbForm=Fin")
            && !self.has_feature(verb, "Mood=Imp")
            && has_to(infinitive)
            && matches!(self.deprel(infinitive), Deprel::Xcomp | Deprel::Advcl)
            && self.form(verb) != self.sentence.tokens[verb].lemma
    }

    /// A noun that is an argument or modifier, not itself a predicate.
    fn is_plain_noun(&self, token: usize) -> bool {
        matches!(self.upos(token), Upos::Noun | Upos::Propn)
            && matches!(self.deprel(token), Deprel::Obj | Deprel::Obl | Deprel::Iobj | Deprel::OblAgent)
    }

    fn has_relative(&self, verb: usize) -> bool {
        self.sentence
            .dependents(verb)
            .any(|i| self.is_relative_pronoun(i) || self.sentence.dependents(i).any(|j| self.is_relative_pronoun(j)))
    }

    /// Participles and infinitives hand down the subject of their clause; finite clauses do not.
    fn is_subjectless_adverbial(&self, verb: usize) -> bool {
        !self.has_feature(verb, "VerbForm=Fin")
    }

    /// Who does what an `xcomp` says: the object of the governing verb if it has one ("forced him to resign"),
    /// else its subject ("wants to resign", "was forced to resign").
    fn controller(&self, verb: usize, governor: usize, depth: usize) -> Option<usize> {
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

    /// Is it the -ing form of a verb ("hiding", "having hidden")?
    pub fn is_gerund(&self, verb: usize) -> bool {
        let is_ing = |i: usize| self.form(i).ends_with("ing");
        let auxiliaries = || self.children(verb, &[Deprel::Aux, Deprel::AuxPass]);
        self.upos(verb) == Upos::Verb && (is_ing(verb) || auxiliaries().into_iter().any(is_ing))
    }

    /// Is the verb an infinitive?
    pub fn is_infinitive(&self, verb: usize) -> bool {
        self.has_feature(verb, "VerbForm=Inf")
            || self.sentence.dependents(verb).any(|i| self.deprel(i) == Deprel::Mark && self.is_word(i, "to"))
    }

    /// "called on Oslo to act": Oslo, for the infinitive.
    fn addressee(&self, verb: usize, governor: usize) -> Option<usize> {
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
    fn noun_clause_subject(&self, verb: usize, noun: usize, depth: usize) -> Option<usize> {
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
        // "accused the minister of hiding", where the parse hangs the deed on the person.
        if !is_infinitive && self.deprel(noun) == Deprel::Obj && matches!(self.upos(noun), Upos::Propn | Upos::Pron) {
            return Some(self.resolve_relative(noun));
        }
        let governor = self.head(noun)?;
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
            return self.surface_subject_within(governor, depth);
        }
        if is_infinitive { None } else { Some(noun) }
    }

    /// Logical subjects: who does it.
    pub fn logical_subject(&self, verb: usize) -> Vec<usize> {
        if !self.is_passive(verb) {
            return self.surface_subject(verb).into_iter().collect();
        }
        let mut agents = self.children(verb, &[Deprel::OblAgent]);
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
        agents.into_iter().map(|a| self.resolve_relative(a)).collect()
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
    fn companion_phrase(&self, i: usize) -> Option<usize> {
        let stands = |words: &[String]| {
            let is_there = |(k, word): (usize, &String)| {
                i + k < self.sentence.tokens.len() && self.form(i + k).eq_ignore_ascii_case(word)
            };
            words.iter().enumerate().all(is_there)
        };
        joins_companions().iter().find(|words| stands(words)).map(|words| i + words.len() - 1)
    }

    /// Is the noun a companion of its verb's subject ("Norway, along with Iceland, dealt with Sweden")?
    fn is_companion(&self, noun: usize) -> bool {
        let Some(verb) = self.head(noun).filter(|&v| noun < v) else { return false };
        self.children(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).iter().any(|&s| self.companions(s) == Some(noun))
    }

    /// Logical objects: whom or what it is done to.
    pub fn logical_object(&self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self.surface_subject(verb).into_iter().collect();
        }
        // "told France to leave", "asked the court for help": the recipient, also where nothing else is an object.
        let recipients = self.children(verb, &[Deprel::Iobj]);
        let own = self.children(verb, &[Deprel::Obj]);
        if let Some(&first) = recipients.first().or(own.first()) {
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
            let is_it = is_oblique && self.preposition_of(i).is_some_and(|p| self.is_preposition_in(p, prepositions));
            if is_it && !self.is_companion(i) {
                found.push(self.resolve_relative(i));
            }
        }
        found
    }

    fn is_preposition_in(&self, preposition: usize, wanted: &[String]) -> bool {
        self.is_any_word(preposition, wanted)
            // "alongside"/"together with": the last word of a fixed expression counts too.
            || self.children(preposition, &[Deprel::Fixed]).iter().any(|&f| self.is_any_word(f, wanted))
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
            // Nearest first: "the Russian opposition's criticism" belongs to the opposition.
            found.sort_by_key(|&i| (self.upos(i) != Upos::Propn, noun - i));
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
            let is_another = |i: usize| is_nominal(i) || is_deed(i);
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

    /// "Ada Berg, the mayor's deputy, and Olaf Lund resigned", where the parse makes of the description behind the comma
    /// a second subject of the verb.
    fn apposed_subject(&self, subject: usize) -> Option<usize> {
        let relation = self.deprel(subject);
        let verb = self.head(subject).filter(|_| matches!(relation, Deprel::Nsubj | Deprel::NsubjPass))?;
        self.children(verb, &[relation]).into_iter().find(|&other| {
            let first = self.sentence.subtree(other).into_iter().find(|&i| self.upos(i) != Upos::Punct);
            let comma = first.and_then(|first| first.checked_sub(1)).filter(|&i| self.form(i) == ",");
            other > subject && other < verb && comma.is_some_and(|c| c > subject)
        })
    }

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
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) if noun < predicate => Some(noun),
            // "wary of Oslo, Riga asked": where the clause has no subject of its own, that of the sentence.
            (Deprel::Advcl, Some(verb)) if self.upos(predicate) == Upos::Adj => {
                self.surface_subject(predicate).or_else(|| self.surface_subject(verb))
            }
            _ => None,
        }
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
            if is_inclusion(&self.sentence.tokens[governor].lemma) && !self.is_passive(governor) {
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
