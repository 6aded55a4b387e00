//! One level of the walk: what the modifiers of a single word say about the event that it carries.

use std::ops::Range;

use super::{Walk, modality_of, rule_of};
use crate::document::{Deprel, Sentence, Span, Upos};
use crate::lexicon::{CueClass, CueEntry, Effect, Reporting, When};
use crate::relation::{Cue, Modality};

/// What one level adds up to.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub is_negative: bool,
    pub modality: Option<Modality>,
    /// Does the modality go before one nearer to the event (an accusation, a condition)?
    pub prevails: bool,
    pub found: Vec<Cue>,
}

impl Level {
    /// Add a cue: the words of `sentence` and their entry. Within a level a plan outranks a possibility, and that
    /// a rumour.
    pub fn add(&mut self, sentence: &Sentence, words: Range<usize>, entry: &CueEntry) {
        self.is_negative |= entry.has(Effect::Negative);
        for modality in entry.effect.iter().filter_map(|&e| modality_of(e)) {
            self.raise(modality);
        }
        self.prevails |= entry.reports == Some(Reporting::Accusation);
        if !entry.effect.is_empty() {
            self.push(sentence, words, rule_of(entry));
        }
    }

    /// Add a modality that no list gives.
    pub fn mark(&mut self, sentence: &Sentence, word: usize, rule: &str, modality: Modality) {
        self.raise(modality);
        self.push(sentence, word..word + 1, rule.to_string());
    }

    fn raise(&mut self, modality: Modality) {
        // The order of the enumeration: actual, alleged, possible, planned.
        self.modality = Some(self.modality.map_or(modality, |m| m.max(modality)));
    }

    fn push(&mut self, sentence: &Sentence, words: Range<usize>, rule: String) {
        let tokens = sentence.tokens.get(words).unwrap_or_default();
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            self.found.push(Cue { span: Span::new(first.span.start, last.span.end), rule });
        }
    }
}

/// Relations that join an adverb or adverbial phrase to what it modifies.
const ADVERBIAL: [Deprel; 8] = [
    Deprel::Advmod,
    Deprel::Obl,
    Deprel::Discourse,
    Deprel::OblUnmarked,
    Deprel::Parataxis,
    Deprel::Advcl,
    Deprel::Nmod,
    Deprel::Dep,
];

/// Modifiers in front of a noun.
const BEFORE_NOUN: [Deprel; 4] = [Deprel::Amod, Deprel::Compound, Deprel::NmodDesc, Deprel::Acl];

impl Walk<'_> {
    /// What the modifiers of word `i` say. A conjunct takes over those of the first conjunct that reach it. With
    /// `from` the word is not the event itself but one that governs it or carries it, reached from there.
    pub(super) fn level(&self, i: usize, from: Option<usize>) -> Level {
        let mut level = Level::default();
        self.own(i, i, from, &mut level);
        let first = self.clauses.first_conjunct(i);
        if first != i {
            self.inherited(i, first, from, &mut level);
        }
        if from.is_none() && self.clauses.is_noun(i) {
            self.before_noun(i, &mut level);
        }
        level
    }

    /// The modifiers of `i`, as far as they say something about an event at `event` (`i` itself or a conjunct).
    fn own(&self, i: usize, event: usize, from: Option<usize>, level: &mut Level) {
        let shares_auxiliary = event == i || self.shares_auxiliary(i, event);
        let negative_before = level.is_negative;
        if shares_auxiliary {
            self.negations(i, event, from, level);
        }
        let is_negated = level.is_negative && !negative_before;
        if shares_auxiliary {
            self.auxiliaries(i, is_negated, level);
        }
        self.adverbs(i, event, shares_auxiliary, level);
        self.markers(i, level);
        self.hedging_parenthesis(i, level);
    }

    /// What a conjunct takes over from the first one.
    fn inherited(&self, i: usize, first: usize, from: Option<usize>, level: &mut Level) {
        let has_subject = self.clauses.subject(i).is_some();
        let is_contrast = self.clauses.dependents(i, &[Deprel::Cc]).any(|c| self.clauses.form(c) == "but");
        if has_subject {
            // Only what stands before the first subject reaches over: "Reportedly, two died and ten were hurt".
            let limit = self.clauses.subject(first).unwrap_or(0);
            self.adverbs_where(first, |a| a < limit, level);
            return;
        }
        let was_negative = level.is_negative;
        self.own(first, i, from, level);
        if self.clauses.is_noun(first) && self.clauses.is_noun(i) {
            self.before_noun(first, level);
        }
        if is_contrast {
            level.is_negative = was_negative;
        }
    }

    /// May the auxiliaries of `first` belong to its conjunct too? Yes if the conjunct has none of its own and the
    /// same form ("will meet and sign", "has met and signed"), no for "did not meet and left".
    fn shares_auxiliary(&self, first: usize, conjunct: usize) -> bool {
        if self.clauses.auxiliaries(conjunct).next().is_some() || self.clauses.subject(conjunct).is_some() {
            return false;
        }
        if !self.clauses.is_verb(conjunct) {
            return !self.clauses.is_verb(first);
        }
        let is_bare = |w: usize| self.clauses.form(w) == self.clauses.lemma(w);
        if is_bare(first) != is_bare(conjunct) {
            return false;
        }
        let is_finite = |w: usize| self.clauses.has_feature(w, "VerbForm=Fin");
        is_finite(first) == is_finite(conjunct) || is_bare(first)
    }

    /// Words that deny: "nor", "no", a participant that does not exist (but for the one at `from`, which has
    /// been counted).
    fn negations(&self, i: usize, event: usize, from: Option<usize>, level: &mut Level) {
        let sentence = self.clauses.sentence;
        // "knew nothing and sacked the editor": what the first verb has for an object is no part of the second.
        let is_own = |d: usize| event == i || d > event || self.clauses.deprel(d) != Deprel::Obj;
        // "the visit had no effect": it took place.
        let is_told_of = from.is_some_and(|f| matches!(self.clauses.deprel(f), Deprel::Nsubj | Deprel::NsubjPass));
        let is_effect = |d: usize| is_told_of && self.clauses.deprel(d) == Deprel::Obj;
        for d in sentence.dependents(i).filter(|&d| Some(d) != from && is_own(d) && !is_effect(d)) {
            let form = self.clauses.form(d);
            match self.clauses.deprel(d) {
                Deprel::Det | Deprel::Advmod | Deprel::Cc | Deprel::CcPreconj => {
                    for class in [CueClass::Determiner, CueClass::Conjunction] {
                        let mut entries = self.cues.lookup(class, &form);
                        if let Some((_, entry)) = entries.find(|(rest, e)| rest.is_empty() && e.has(Effect::Negative)) {
                            level.add(sentence, d..d + 1, entry);
                        }
                    }
                }
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj if self.clauses.is_verb(i) || self.has_copula(i) => {
                    self.empty_participant(d, level);
                }
                _ => {}
            }
        }
    }

    fn has_copula(&self, i: usize) -> bool {
        self.clauses.dependents(i, &[Deprel::Cop]).next().is_some()
    }

    /// "Nobody", "no agreement", "neither country" as a participant.
    fn empty_participant(&self, i: usize, level: &mut Level) {
        let sentence = self.clauses.sentence;
        if let Some((_, entry)) = self.cues.lookup(CueClass::Pronoun, &self.clauses.form(i)).next() {
            level.add(sentence, i..i + 1, entry);
        }
        // "neither Kuala Lumpur nor": the parse may hang the word on a later word of the name.
        let parts = self.clauses.dependents(i, &[Deprel::Flat, Deprel::Compound]);
        let denying = [i].into_iter().chain(parts).flat_map(|part| {
            self.clauses.dependents(part, &[Deprel::Det, Deprel::CcPreconj, Deprel::Cc, Deprel::Advmod])
        });
        for d in denying {
            let form = self.clauses.form(d);
            if let Some((_, entry)) = self.cues.lookup(CueClass::Determiner, &form).next() {
                level.add(sentence, d..d + 1, entry);
            }
        }
    }

    fn auxiliaries(&self, i: usize, is_negated: bool, level: &mut Level) {
        let auxiliaries: Vec<usize> = self.clauses.auxiliaries(i).collect();
        let is_negated = is_negated || self.clauses.has_negative_adverb(i, self.cues);
        for &a in &auxiliaries {
            let lemma = self.clauses.lemma(a);
            let form = self.clauses.form(a);
            let mut entries: Vec<_> = self.cues.lookup(CueClass::Auxiliary, &form).map(|(_, e)| e).collect();
            if form != lemma {
                entries.extend(self.cues.lookup(CueClass::Auxiliary, &lemma).map(|(_, e)| e));
            }
            let fits = |when: When| match when {
                When::Perfect => auxiliaries.iter().any(|&h| h > a && self.clauses.lemma(h) == "have"),
                When::Negated => is_negated,
                When::Conditional => self.has_condition(i),
                When::Reported => self.is_reported(i),
                When::Relative => self.is_relative(i),
                When::Inverted => self.is_inverted(i, a),
                When::Passive | When::Progressive | When::Present => false,
                When::Infinitive => {
                    let is_arranged = self.said_what_it_is(i).is_none();
                    let mut marks = self.clauses.dependents(i, &[Deprel::Mark]);
                    is_arranged && marks.any(|m| m > a && self.clauses.form(m) == "to" && m - a <= 3)
                }
            };
            if let Some(entry) = entries.into_iter().find(|e| e.when.is_none_or(fits) && self.has_beside(i, &e.beside))
            {
                level.add(self.clauses.sentence, a..a + 1, entry);
                level.prevails |= entry.when == Some(When::Inverted);
            }
        }
    }

    /// Is one of these adverbs beside the verb at `i`? Yes where none is asked for.
    fn has_beside(&self, i: usize, adverbs: &[String]) -> bool {
        let mut beside = self.clauses.dependents(i, &[Deprel::Advmod]);
        adverbs.is_empty() || beside.any(|d| adverbs.contains(&self.clauses.form(d)))
    }

    /// Does auxiliary `a` stand before the subject of the subordinate clause of `i` ("had they met, …")?
    fn is_inverted(&self, i: usize, a: usize) -> bool {
        let is_subordinate = self.clauses.deprel(i) == Deprel::Advcl && self.clauses.markers(i).is_empty();
        is_subordinate && self.clauses.subject(i).is_some_and(|subject| a < subject)
    }

    /// Does an if-clause depend on it?
    fn has_condition(&self, i: usize) -> bool {
        self.clauses.dependents(i, &[Deprel::Advcl]).any(|c| {
            self.clauses
                .markers(c)
                .iter()
                .any(|(_, m)| self.cues.lookup(CueClass::Conjunction, m).any(|(_, e)| e.has(Effect::Possible)))
        })
    }

    /// Is it content of a reporting word?
    fn is_reported(&self, i: usize) -> bool {
        let anchor = self.clauses.first_conjunct(i);
        let speaks = |w: usize| {
            let lemma = self.verb_lemma(w);
            let class = if self.clauses.is_noun(w) { CueClass::Noun } else { CueClass::Verb };
            self.cues.lookup(class, &lemma).any(|(_, e)| e.reports.is_some())
        };
        let below = matches!(self.clauses.deprel(anchor), Deprel::Ccomp | Deprel::Acl)
            && self.clauses.head(anchor).is_some_and(speaks);
        below || self.clauses.dependents(anchor, &[Deprel::Parataxis]).any(speaks)
    }

    fn is_relative(&self, i: usize) -> bool {
        let anchor = self.clauses.first_conjunct(i);
        matches!(self.clauses.deprel(anchor), Deprel::AclRelcl)
    }

    fn adverbs(&self, i: usize, event: usize, shares_auxiliary: bool, level: &mut Level) {
        let first_subject = self.clauses.subject(i).unwrap_or(0);
        // Of a first conjunct, only a hedge reaches a conjunct that does not share its auxiliaries.
        self.adverbs_where(i, |a| event == i || shares_auxiliary || a < first_subject, level);
    }

    /// Adverbs and adverbial phrases that depend on `i` or on one of its auxiliaries.
    fn adverbs_where(&self, i: usize, wanted: impl Fn(usize) -> bool, level: &mut Level) {
        let sentence = self.clauses.sentence;
        for a in (0..sentence.tokens.len()).filter(|&a| wanted(a)) {
            for (rest, entry) in self.cues.lookup(CueClass::Adverb, &self.clauses.form(a)) {
                let words = a..a + 1 + rest.len();
                if !self.clauses.is_followed_by(a, rest) || !self.modifies(words.clone(), i) {
                    continue;
                }
                let next: Vec<String> = entry.not_before.iter().map(|w| w.to_lowercase()).collect();
                let is_blocked = next.iter().any(|w| {
                    let parts: Vec<String> = w.split(' ').map(str::to_string).collect();
                    self.clauses.is_followed_by(words.end - 1, &parts)
                });
                let is_alternative = a > 0 && self.clauses.form(a - 1) == "or" && words.len() == 1;
                if !is_blocked && !is_alternative {
                    level.add(sentence, words, entry);
                }
                break;
            }
        }
    }

    /// Does the phrase `words` depend on `i`, directly or through an auxiliary?
    fn modifies(&self, words: Range<usize>, i: usize) -> bool {
        let Some(top) = words.clone().find(|&w| self.clauses.head(w).is_none_or(|h| !words.contains(&h))) else {
            return false;
        };
        let Some(head) = self.clauses.head(top) else { return false };
        if !ADVERBIAL.contains(&self.clauses.deprel(top)) && words.len() == 1 {
            return false;
        }
        let through = matches!(self.clauses.deprel(head), Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
            && self.clauses.head(head) == Some(i);
        head == i || through
    }

    /// "if", "unless", "without", "instead of" in front of the clause or phrase.
    fn markers(&self, i: usize, level: &mut Level) {
        let sentence = self.clauses.sentence;
        for (m, marker) in self.clauses.markers(i) {
            let class = match self.clauses.deprel(m) {
                Deprel::Mark => CueClass::Conjunction,
                _ => CueClass::Preposition,
            };
            let first = marker.split(' ').next().unwrap_or_default().to_string();
            let entry = self.cues.lookup(class, &first).find(|(rest, _)| {
                let full: Vec<&str> = marker.split(' ').skip(1).collect();
                rest.len() == full.len() && rest.iter().zip(&full).all(|(a, b)| a == b)
                    || (full.is_empty() && !rest.is_empty() && self.clauses.is_followed_by(m, rest))
            });
            let is_bare = self.clauses.form(i) == self.clauses.lemma(i); // "due to meet", not "due to his illness"
            let is_alternative = m > 0 && self.clauses.form(m - 1) == "or";
            let holds = |entry: &CueEntry| match entry.when {
                None => true,
                // "is against meeting"
                Some(When::Progressive) => self.clauses.is_gerund(i) && self.has_copula(i),
                Some(_) => is_bare,
            };
            if let Some((_, entry)) = entry.filter(|(_, e)| e.reports.is_none() && !is_alternative && holds(e)) {
                level.add(sentence, m..m + 1, entry);
                level.prevails |= class == CueClass::Conjunction && entry.effect == [Effect::Possible];
            }
        }
    }

    /// ", it is alleged," or ", she claimed," beside the clause.
    fn hedging_parenthesis(&self, i: usize, level: &mut Level) {
        for p in self.clauses.dependents(i, &[Deprel::Parataxis]) {
            let lemma = self.verb_lemma(p);
            let entry = self
                .cues
                .lookup(CueClass::Verb, &lemma)
                .map(|(_, e)| e)
                .find(|e| e.reports == Some(Reporting::Claim) && e.takes("that"));
            if let Some(entry) = entry.filter(|_| self.clauses.dependents(p, &[Deprel::Ccomp]).next().is_none()) {
                level.add(self.clauses.sentence, p..p + 1, entry);
            }
        }
    }

    /// The word with what hyphens join to its front, in lower case ("so-called", which stands as three words).
    fn hyphenated(&self, i: usize) -> String {
        let mut form = self.clauses.form(i);
        let mut first = i;
        while first >= 2 && self.clauses.form(first - 1) == "-" {
            form = format!("{}-{form}", self.clauses.form(first - 2));
            first -= 2;
        }
        form
    }

    /// "alleged", "planned", "possible", "cancelled" before an event noun.
    fn before_noun(&self, i: usize, level: &mut Level) {
        let sentence = self.clauses.sentence;
        for d in self.clauses.dependents(i, &BEFORE_NOUN).filter(|&d| d < i) {
            let lemma = self.clauses.lemma(d);
            let form = self.clauses.form(d);
            let compound = self.hyphenated(d);
            let adjective = [&compound, &form, &lemma]
                .into_iter()
                .find_map(|w| self.cues.lookup(CueClass::Adjective, w).map(|(_, e)| e).find(|e| e.takes("modifies")));
            let is_participle =
                self.clauses.token(d).is_some_and(|t| t.upos == Upos::Verb) && !self.clauses.is_gerund(d);
            let verb = || {
                let lemma = self.verb_lemma(d);
                let mut entries = self.cues.lookup(CueClass::Verb, &lemma);
                entries.find(|(rest, e)| rest.is_empty() && e.takes("noun") && e.reports.is_none()).map(|(_, e)| e)
            };
            if let Some(entry) = adjective.or_else(|| is_participle.then(verb).flatten()) {
                level.add(sentence, d..d + 1, entry);
            }
        }
    }
}
