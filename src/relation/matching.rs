//! Does a frame pattern hold around a word? In: a sentence, a word and a pattern. Out: the words that fill its
//! slots, or the reason why it does not hold.

mod compound;
mod reach;
mod slots;
mod trigger;

use super::roles::Clause;
use crate::document::Upos;
use crate::lexicon::pattern::{Argument, Filler, Link, Pattern, Role, TriggerKind};
use crate::lexicon::{EntityType, TypeSet};

fn is_quotation_mark(form: &str) -> bool {
    matches!(form, "\"" | "“" | "”" | "``" | "''" | "‘" | "'")
}

/// What a pattern found. Word indices of the sentence, before conjuncts are spread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bindings {
    /// Fillers of `S`.
    pub subjects: Vec<usize>,
    /// Fillers of `O`.
    pub objects: Vec<usize>,
    /// Filler of `T`.
    pub topic: Option<usize>,
    /// Filler of `P`.
    pub place: Option<usize>,
    /// The verb of the content clause whose subject fills a slot.
    pub deed: Option<usize>,
    /// Words of the sentence that the pattern names: the trigger first.
    pub words: Vec<usize>,
    /// The word that carries the event, where it is not the trigger ("is against O", "must go", "ties soured").
    pub event: Option<usize>,
    /// True where one coordinated or plural phrase fills both `S` and `O` ("A and B met").
    pub is_mutual: bool,
}

/// Why a pattern does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// The trigger word is of another kind (noun for verb …).
    Kind,
    /// A word or phrase that the pattern names is not there.
    Word(String),
    /// A slot is empty.
    Slot(Role),
    /// A word that the pattern excludes is there.
    Unwanted(String),
}

impl std::fmt::Display for Miss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Miss::Kind => f.write_str("the word is of another kind"),
            Miss::Word(word) => write!(f, "no `{word}`"),
            Miss::Unwanted(word) => write!(f, "`{word}` is there"),
            Miss::Slot(role) => write!(
                f,
                "nothing fills {}",
                match role {
                    Role::Subject => "S",
                    Role::Object => "O",
                    Role::Topic => "T",
                    Role::Place => "P",
                    Role::Other => "_",
                }
            ),
        }
    }
}

struct Search<'a> {
    clause: Clause<'a>,
    head: usize,
    /// Trigger, and nouns and verbs named by the pattern that were found: prepositions may hang on any of them.
    anchors: Vec<usize>,
    /// Does the pattern name an infinitive?
    takes_infinitive: bool,
    /// Fillers of `_`.
    others: Vec<usize>,
    /// Does the pattern name a second object?
    takes_second: bool,
    may: Licence,
    bindings: Bindings,
}

/// What a frame allows beyond the plain form of its patterns.
#[derive(Debug, Clone, Copy, Default)]
pub struct Licence {
    /// The relation holds both ways, so that one plural phrase may fill both slots.
    pub reciprocal: bool,
    /// So it may where the verb has an object, which the pattern takes for its topic ("the two discussed the plan").
    pub together: bool,
    /// The subject of the verb beside which a noun stands may fill its possessor's slot ("said in a call with").
    pub circumstance: bool,
    /// A capital may fill the subject's slot of a passive that has no agent ("was condemned in Riga").
    pub seat_acts: bool,
}

/// Try `pattern` with word `head` as its trigger.
pub fn match_pattern(clause: Clause<'_>, head: usize, pattern: &Pattern, may: Licence) -> Result<Bindings, Miss> {
    let named =
        |role: Role| if pattern.named.as_ref().is_some_and(|slot| slot.role == role) { vec![head] } else { Vec::new() };
    let (subjects, objects) = (named(Role::Subject), named(Role::Object));
    let bindings = Bindings { words: vec![head], subjects, objects, ..Bindings::default() };
    let takes_infinitive = pattern.arguments.iter().any(|a| a.link == Link::Infinitive);
    let takes_second = pattern.arguments.iter().any(|a| a.link == Link::Second);
    let (anchors, others) = (vec![head], Vec::new());
    let mut search = Search { clause, head, anchors, takes_infinitive, others, takes_second, may, bindings };
    search.lacks(&pattern.absent)?;
    match &pattern.kind {
        TriggerKind::CompoundParticiple | TriggerKind::CompoundPrefix | TriggerKind::CompoundPair => {
            search.compound(pattern)?;
            return Ok(search.bindings);
        }
        TriggerKind::Verb { particle } => {
            search.verb(particle.as_deref())?;
            search.leaves_no_object(pattern)?;
        }
        TriggerKind::Noun => search.noun(pattern)?,
        TriggerKind::Copular { preposition } => search.copular(pattern, preposition.as_deref())?,
        TriggerKind::CopularPreposition => search.copular_preposition()?,
        TriggerKind::Modal => search.modal()?,
        TriggerKind::Adjunct { preposition } => search.adjunct(preposition)?,
    }
    for argument in &pattern.arguments {
        if let Err(miss) = search.argument(argument, &pattern.kind) {
            let empty = matches!(&miss, Miss::Slot(Role::Subject | Role::Object));
            if !(may.reciprocal && empty) {
                return Err(miss);
            }
        }
    }
    let is_pair = pattern.has_role(Role::Subject) && pattern.has_role(Role::Object);
    if is_pair { search.finish(pattern) } else { Ok(search.bindings) }
}

impl Search<'_> {
    fn token(&self, i: usize) -> &crate::document::Token {
        &self.clause.sentence.tokens[i]
    }

    fn argument(&mut self, argument: &Argument, kind: &TriggerKind) -> Result<(), Miss> {
        let found = self.candidates(argument, kind);
        match &argument.filler {
            Filler::Slot(slot) => {
                let is_clause = |i: usize| {
                    let takes_concepts = slot.types.is_some_and(|t| t.contains(EntityType::Concept));
                    match argument.link {
                        Link::Preposition(_) => self.is_gerund(i) || takes_concepts && self.is_infinitive(i),
                        Link::Object | Link::Subject | Link::Possessor => self.is_gerund(i),
                        Link::Content => true,
                        _ => false,
                    }
                };
                let is_undone = |i: usize| !self.takes_infinitive && self.is_to_be_done(i, &argument.link);
                let is_filler = |&i: &usize| (self.is_nominal(i) || is_clause(i)) && !is_undone(i);
                let mut found: Vec<usize> = found.into_iter().filter(is_filler).collect();
                if slot.types.is_some_and(TypeSet::is_spatial) {
                    found.extend(self.nested(&argument.link));
                }
                if slot.is_required && found.is_empty() {
                    return Err(Miss::Slot(slot.role));
                }
                if argument.link == Link::ContentSubject {
                    let is_of_slot = |i: &usize| self.clause.surface_subject(*i).is_some_and(|s| found.contains(&s));
                    self.bindings.deed = self.content_clauses().into_iter().find(is_of_slot);
                }
                self.fill(slot.role, &found)
            }
            Filler::Word(words) => {
                let is_object = matches!(argument.link, Link::Object | Link::Second);
                let is_it = |i: &usize| {
                    let is_clause = is_object && self.token(*i).upos == Upos::Verb && self.clause.is_infinitive(*i);
                    // "grant recognition to": the recognition is no recipient.
                    let is_bound = self.bindings.objects.contains(i) && found.len() > 1;
                    !is_clause && !is_bound && words.iter().any(|w| self.clause.is_word(*i, w))
                };
                let hit = found.iter().copied().find(is_it);
                let hit = hit.or_else(|| self.measured(&found).into_iter().find(is_it));
                let hit = hit.or_else(|| self.directly_behind(&argument.link).filter(is_it));
                let hit = hit.ok_or_else(|| Miss::Word(words.join("|")))?;
                self.bindings.words.push(hit);
                if argument.link == Link::Predicate {
                    self.bindings.event = Some(hit);
                }
                self.descend(hit, argument, kind)
            }
            Filler::Quoted => {
                let is_quoted = found.into_iter().any(|i| self.is_quoted(i));
                if is_quoted { Ok(()) } else { Err(Miss::Word("words in quotation marks".into())) }
            }
            Filler::AnyVerb => {
                // "want the ban to be lifted": the ban is asked for nothing.
                let is_done = |i: usize| argument.link != Link::Infinitive || !self.clause.is_passive(i);
                let verb = found.into_iter().find(|&i| self.token(i).upos == Upos::Verb && is_done(i));
                let verb = verb.ok_or_else(|| Miss::Word("to VERB".into()))?;
                self.descend(verb, argument, kind)
            }
        }
    }

    fn descend(&mut self, anchor: usize, argument: &Argument, kind: &TriggerKind) -> Result<(), Miss> {
        if argument.link != Link::Modifier {
            self.anchors.push(anchor);
        }
        let above = std::mem::replace(&mut self.head, anchor);
        for child in &argument.children {
            let result = self.argument(child, kind);
            if result.is_err() {
                self.head = above;
                return result;
            }
        }
        self.head = above;
        Ok(())
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(
            self.token(i).upos,
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num | Upos::X | Upos::Sym | Upos::Det
        )
    }

    fn is_gerund(&self, i: usize) -> bool {
        self.clause.is_gerund(i)
    }

    fn is_infinitive(&self, i: usize) -> bool {
        self.token(i).upos == Upos::Verb && self.clause.preposition_of(i).is_some_and(|p| self.clause.is_word(p, "to"))
    }

    /// Does a quotation open between the trigger and this word, not before the phrase that it heads?
    fn is_quoted(&self, i: usize) -> bool {
        let first = self.clause.sentence.subtree(i).into_iter().find(|&j| j > self.head).unwrap_or(i);
        let marks = (self.head..i).filter(|&j| is_quotation_mark(self.clause.form(j)));
        let (count, last) = marks.fold((0, 0), |(count, _), j| (count + 1, j));
        count % 2 == 1 && last + 1 >= first
    }

    fn fill(&mut self, role: Role, found: &[usize]) -> Result<(), Miss> {
        match role {
            Role::Other => {
                self.others.extend(found);
                Ok(())
            }
            Role::Topic => {
                self.bindings.topic = found.first().copied();
                Ok(())
            }
            Role::Place => {
                self.bindings.place = found.first().copied();
                Ok(())
            }
            Role::Subject | Role::Object if found.is_empty() => Err(Miss::Slot(role)),
            Role::Subject => {
                self.bindings.subjects = found.to_vec();
                Ok(())
            }
            Role::Object => {
                self.bindings.objects = found.to_vec();
                Ok(())
            }
        }
    }

    /// One phrase for both slots of a reciprocal frame.
    fn finish(mut self, pattern: &Pattern) -> Result<Bindings, Miss> {
        let (kind, reciprocal) = (&pattern.kind, self.may.reciprocal);
        let (subjects, objects) = (self.bindings.subjects.is_empty(), self.bindings.objects.is_empty());
        match (subjects, objects) {
            (false, false) => return Ok(self.bindings),
            (true, _) if !reciprocal => return Err(Miss::Slot(Role::Subject)),
            (_, true) if !reciprocal => return Err(Miss::Slot(Role::Object)),
            _ => {}
        }
        self.may.circumstance = false;
        let shared = match kind {
            TriggerKind::Noun => self.possessors().first().copied(),
            _ if objects => self.bindings.subjects.first().copied(),
            _ => None,
        };
        let is_shared = |o: &usize| self.may.together && self.bindings.topic == Some(*o);
        let has_object = *kind != TriggerKind::Noun
            && self.bindings.words.len() == 1
            && !self.clause.logical_object(self.head).iter().all(is_shared);
        match shared {
            Some(phrase) if !has_object => {
                self.bindings.subjects = vec![phrase];
                self.bindings.objects = vec![phrase];
                self.bindings.is_mutual = true;
                Ok(self.bindings)
            }
            _ => Err(Miss::Slot(if objects { Role::Object } else { Role::Subject })),
        }
    }
}
