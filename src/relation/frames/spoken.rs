//! Spoken frames: what somebody says of an actor, an act or a plan. In: a match of a pattern without subject, and who
//! says what. Out: the speaker as the claim's subject, and whether the words are a judgement at all.

use super::Try;
use crate::document::{Deprel, Upos};
use crate::lexicon::{EntityType, Polarity, TypeSet};
use crate::mention::MentionKind;
use crate::relation::matching::Bindings;
use crate::relation::{Attributed, Factuality, Modality, factuality};

/// The cue of deeds that are tried, and so are blamed on who tries them.
const TRIED: &str = "intentions/try-to";

/// The cue of what somebody thinks, behind a preposition.
const VIEW: &str = "reporting/in-the-view-of";

/// Cues under which words are no judgement of the speaker: "if it is a mistake", "is it a mistake?", "the alleged fraud".
const SUPPOSED: [&str; 3] = ["question", "modals/if", "hedges/"];

impl Try<'_> {
    /// Whoever says the word: the subject of a spoken frame.
    pub(super) fn holder(&self, bindings: &Bindings, types: TypeSet) -> Result<usize, String> {
        let event = bindings.event.unwrap_or(self.head);
        if !self.is_asserted(event) {
            return Err("the words are no statement".into());
        }
        let source = self.knowledge.attributions.speaker_of(self.clause.index, event).ok_or("nobody says so")?;
        self.check(source.mention, types).map_err(|e| format!("the speaker is {e}"))?;
        let reported = &self.frame().reported;
        match self.reporting_word(source) {
            Some(word) if self.is_denied(word) => Err("the speaker does not say so".into()),
            Some(word) if reported.is_empty() || reported.iter().any(|r| self.clause.is_word(word, r)) => {
                self.speaks_for_itself(word, source)
            }
            // The reporting word stands in another sentence.
            None if reported.is_empty() => Ok(source.mention),
            _ => Err("another word reports it".into()),
        }
    }

    /// The words for what is judged; a pronoun in what somebody says *of the plan* stands for the plan.
    pub(super) fn judged(&self, bindings: &Bindings) -> Vec<usize> {
        let tokens = &self.clause.sentence.tokens;
        let subject_matter = || {
            let event = bindings.event.unwrap_or(self.head);
            let source = self.knowledge.attributions.speaker_of(self.clause.index, event)?;
            let word = self.reporting_word(source)?;
            self.clause.prepositional(word, &["of".to_owned(), "about".to_owned()]).into_iter().next()
        };
        let stands_for = |object: usize| match tokens[object].upos {
            Upos::Pron if self.frame().is_spoken => subject_matter().unwrap_or(object),
            _ => object,
        };
        bindings.objects.iter().map(|&object| stands_for(object)).collect()
    }

    /// "according to the daily" tells where something is read; "according to the minister" what she thinks.
    fn speaks_for_itself(&self, word: usize, source: &Attributed) -> Result<usize, String> {
        let token = &self.clause.sentence.tokens[word];
        let is_preposition = matches!(token.deprel, Deprel::Case | Deprel::Mark | Deprel::Fixed);
        let is_verb = token.upos == Upos::Verb && !is_preposition;
        let is_person = self.mentions.chain_of(source.mention).entity_type == EntityType::Person;
        // "in the eyes of the council"
        let is_thought = source.cue.rule == VIEW;
        if is_verb || is_person || is_thought { Ok(source.mention) } else { Err("it is read somewhere".into()) }
    }

    fn reporting_word(&self, source: &Attributed) -> Option<usize> {
        self.clause.sentence.tokens.iter().position(|t| source.cue.span.contains(t.span))
    }

    fn is_denied(&self, word: usize) -> bool {
        let facts = factuality(self.clause.document, self.clause.sentence, word, self.knowledge.cues);
        facts.polarity == Polarity::Negative
    }

    /// Is it a finite clause of its own, and no relative clause?
    fn is_asserted(&self, event: usize) -> bool {
        let sentence = self.clause.sentence;
        let is_finite = |i: usize| sentence.tokens[i].feats.split('|').any(|f| f == "VerbForm=Fin");
        let carries = |i: usize| matches!(sentence.tokens[i].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        let is_verb = sentence.tokens[event].upos == Upos::Verb;
        // "Congratulations to the winner!"
        let stands_alone = matches!(sentence.tokens[event].deprel, Deprel::Root | Deprel::Ccomp | Deprel::Parataxis);
        let has_subject = || sentence.dependents(event).any(|i| sentence.tokens[i].deprel == Deprel::Nsubj);
        if sentence.tokens[event].upos == Upos::Noun && stands_alone && !has_subject() {
            return true;
        }
        let has_clause = is_verb && is_finite(event) || sentence.dependents(event).any(|i| carries(i) && is_finite(i));
        // "is trying to drag us into a war"
        if is_verb && sentence.tokens[event].deprel == Deprel::Xcomp && self.clause.is_infinitive(event) {
            return sentence.tokens[event].head.is_some_and(|above| self.is_asserted(above));
        }
        let is_relative = matches!(sentence.tokens[event].deprel, Deprel::AclRelcl | Deprel::Acl);
        (has_clause || is_verb && sentence.tokens[event].deprel == Deprel::Conj)
            && !is_relative
            && (is_verb || self.clause.has_copula(event))
    }

    /// Can `target` be what `holder` judges? It is something definite, and not the holder's own body; "it" is nothing
    /// where a clause says what is meant ("it is absurd that …").
    pub(super) fn is_target(&self, target: usize, holder: usize, bindings: &Bindings) -> bool {
        let mentions = self.mentions;
        let (ours, theirs) = (mentions.mentions[holder].chain, mentions.mentions[target].chain);
        if self.knowledge.own.contains(&(ours, theirs)) || self.knowledge.own.contains(&(theirs, ours)) {
            return false;
        }
        let this = &mentions.mentions[target];
        if this.sentence != self.clause.index {
            return true;
        }
        let (clause, sentence) = (self.clause, self.clause.sentence);
        let is_indefinite = this.kind == MentionKind::Nominal
            && sentence.dependents(this.head).any(|i| {
                sentence.tokens[i].deprel == Deprel::Det
                    && sentence.tokens[i]
                        .feats
                        .split('|')
                        .any(|f| matches!(f, "Definite=Ind" | "PronType=Ind" | "PronType=Tot" | "PronType=Neg"))
            });
        let event = bindings.event.unwrap_or(self.head);
        const CLAUSES: [Deprel; 4] = [Deprel::Csubj, Deprel::Ccomp, Deprel::Advcl, Deprel::Xcomp];
        let has_clause = || sentence.dependents(event).any(|i| CLAUSES.contains(&sentence.tokens[i].deprel));
        let is_expletive = clause.form(this.head).eq_ignore_ascii_case("it") && has_clause();
        !is_indefinite && !is_expletive
    }

    /// The predicate of what is said: the frame's own, or its opposite where the words are denied. The judgement is
    /// made by saying it, whatever the modal ("that would be a disgrace"), but not of what somebody just means to do.
    pub(super) fn said(&self, facts: &Factuality, event: usize, is_denied: bool) -> Result<&str, String> {
        let is_tried = || facts.cues.iter().any(|c| c.rule == TRIED);
        let is_infinitive = self.clause.sentence.tokens[event].deprel == Deprel::Xcomp;
        if is_infinitive && facts.modality != Modality::Actual && !is_tried() {
            return Err("it is not said to be done".into());
        }
        if facts.cues.iter().any(|c| SUPPOSED.iter().any(|list| c.rule.starts_with(list))) {
            return Err("it is not said as a judgement".into());
        }
        let frame = self.frame();
        match (&frame.denied, is_denied) {
            (_, false) => Ok(&frame.predicate),
            (Some(opposite), true) => Ok(opposite),
            (None, true) => Err("it is denied".into()),
        }
    }
}
