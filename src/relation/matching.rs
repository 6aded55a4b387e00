//! Does a frame pattern hold around a word? In: a sentence, a word and a pattern. Out: the words that fill its
//! slots, or the reason why it does not hold.

mod compound;
mod reach;

use super::roles::Clause;
use crate::document::{Deprel, Upos};
use crate::lexicon::pattern::{Argument, Filler, Link, Pattern, Role, TriggerKind};
use crate::lexicon::word_list::is_light_verb;
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
    /// The word that carries the event, where it is not the trigger ("is against O", "must go").
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
    /// Does the relation hold both ways?
    reciprocal: bool,
    /// May the subject of the verb beside which the noun stands fill its possessor's slot?
    circumstance: bool,
    bindings: Bindings,
}

/// Try `pattern` with word `head` as its trigger. `reciprocal` lets one plural phrase fill both slots.
/// `circumstance` lets the subject of a verb fill the possessor's slot of a noun beside it ("said in a call with").
pub fn match_pattern(
    clause: Clause<'_>,
    head: usize,
    pattern: &Pattern,
    reciprocal: bool,
    circumstance: bool,
) -> Result<Bindings, Miss> {
    let named =
        |role: Role| if pattern.named.as_ref().is_some_and(|slot| slot.role == role) { vec![head] } else { Vec::new() };
    let (subjects, objects) = (named(Role::Subject), named(Role::Object));
    let bindings = Bindings { words: vec![head], subjects, objects, ..Bindings::default() };
    let takes_infinitive = pattern.arguments.iter().any(|a| a.link == Link::Infinitive);
    let takes_second = pattern.arguments.iter().any(|a| a.link == Link::Second);
    let (anchors, others) = (vec![head], Vec::new());
    let mut search =
        Search { clause, head, anchors, takes_infinitive, others, takes_second, reciprocal, circumstance, bindings };
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
        TriggerKind::Noun => search.noun()?,
        TriggerKind::Copular { preposition } => search.copular(preposition.as_deref())?,
        TriggerKind::CopularPreposition => search.copular_preposition()?,
        TriggerKind::Modal => search.modal()?,
        TriggerKind::Adjunct { preposition } => search.adjunct(preposition)?,
    }
    for argument in &pattern.arguments {
        if let Err(miss) = search.argument(argument, &pattern.kind) {
            let empty = matches!(&miss, Miss::Slot(Role::Subject | Role::Object));
            if !(reciprocal && empty) {
                return Err(miss);
            }
        }
    }
    let is_pair = pattern.has_role(Role::Subject) && pattern.has_role(Role::Object);
    if is_pair { search.finish(reciprocal, &pattern.kind) } else { Ok(search.bindings) }
}

impl Search<'_> {
    fn token(&self, i: usize) -> &crate::document::Token {
        &self.clause.sentence.tokens[i]
    }

    fn verb(&mut self, particle: Option<&[String]>) -> Result<(), Miss> {
        if !matches!(self.token(self.head).upos, Upos::Verb | Upos::Aux)
            || matches!(self.token(self.head).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
        {
            return Err(Miss::Kind);
        }
        if let Some(words) = particle {
            let found = self.clause.sentence.dependents(self.head).find(|&i| {
                matches!(self.token(i).deprel, Deprel::CompoundPrt | Deprel::Advmod | Deprel::Case | Deprel::Obl)
                    && words.iter().any(|w| self.clause.is_word(i, w))
            });
            // "back down from": the parse may hang the particle on the noun.
            let next = self.head + 1;
            let follows =
                next < self.clause.sentence.tokens.len() && words.iter().any(|w| self.clause.is_word(next, w));
            match found.or(follows.then_some(next)) {
                Some(i) => self.bindings.words.push(i),
                None => return Err(Miss::Word(words.join("|"))),
            }
        }
        Ok(())
    }

    /// "headed the agency for a year" is not to head for something: a verb that has an object is no verb of a pattern
    /// without one.
    fn leaves_no_object(&self, pattern: &Pattern) -> Result<(), Miss> {
        let is_its_own = |i: usize| {
            pattern.arguments.iter().any(|a| match &a.link {
                Link::Preposition(words) => words.iter().any(|w| self.clause.is_word(i, w)),
                _ => false,
            })
        };
        let takes_object = pattern.arguments.iter().any(|a| !matches!(a.link, Link::Subject | Link::Preposition(_)));
        let has_object = || {
            let objects = self.clause.sentence.dependents(self.head).filter(|&i| self.token(i).deprel == Deprel::Obj);
            objects.into_iter().any(|i| matches!(self.token(i).upos, Upos::Noun | Upos::Propn) && i > self.head)
        };
        let has_particle = || {
            let mut dependents = self.clause.sentence.dependents(self.head);
            // "put forward a candidate", where the parse takes the particle for an adverb.
            let follows = |i: usize| self.token(i).deprel == Deprel::Advmod && i == self.head + 1 && is_its_own(i);
            dependents.any(|i| self.token(i).deprel == Deprel::CompoundPrt || follows(i))
        };
        if takes_object || !has_object() || has_particle() { Ok(()) } else { Err(Miss::Kind) }
    }

    fn noun(&mut self) -> Result<(), Miss> {
        let is_noun = matches!(self.token(self.head).upos, Upos::Noun | Upos::Propn)
            || self.token(self.head).upos == Upos::Verb
                && self.clause.sentence.dependents(self.head).any(|i| self.token(i).deprel == Deprel::Det);
        if is_noun { Ok(()) } else { Err(Miss::Kind) }
    }

    fn copular(&mut self, preposition: Option<&[String]>) -> Result<(), Miss> {
        if let Some(words) = preposition {
            match self.clause.preposition_of(self.head).filter(|&p| words.iter().any(|w| self.clause.is_word(p, w))) {
                Some(p) => self.bindings.words.push(p),
                None => return Err(Miss::Word(words.join("|"))),
            }
        }
        let has_subject = self.clause.copular_subject(self.head).is_some() || !self.clausal_subject().is_empty();
        if has_subject || self.undergoer().is_some() {
            return Ok(());
        }
        self.bindings.event = Some(self.clause.inverted_predication(self.head).ok_or(Miss::Kind)?.1);
        Ok(())
    }

    /// "is against the plan": the preposition hangs on the noun, which has the copula.
    fn copular_preposition(&mut self) -> Result<(), Miss> {
        let noun = self.token(self.head).head.filter(|_| self.token(self.head).deprel == Deprel::Case);
        let noun = noun.filter(|&n| self.clause.has_copula(n)).ok_or(Miss::Kind)?;
        self.bindings.event = Some(noun);
        Ok(())
    }

    /// "left at the request of": a noun with this preposition beside a verb, or beside the verb's object.
    fn adjunct(&mut self, preposition: &[String]) -> Result<(), Miss> {
        self.noun()?;
        let own = self.clause.preposition_of(self.head);
        let own = own.filter(|&p| preposition.iter().any(|w| self.clause.is_word(p, w)));
        self.bindings.words.push(own.ok_or_else(|| Miss::Word(preposition.join("|")))?);
        self.governor(self.head).map(|_| ()).ok_or(Miss::Kind)
    }

    /// Who does what a verb says, or is what a predicate with "be" says.
    fn agents(&self, governor: usize) -> Vec<usize> {
        match self.token(governor).upos {
            Upos::Verb => self.clause.logical_subject(governor),
            _ => self.clause.copular_subject(governor).into_iter().collect(),
        }
    }

    /// What a verb is about: its object, or what hangs on it with a preposition of aim ("went ahead with the sale").
    fn governed(&self, verb: usize) -> Vec<usize> {
        let objects = self.clause.logical_object(verb);
        if !objects.is_empty() {
            return objects;
        }
        self.clause.prepositional(verb, &["with", "on", "to", "for"].map(str::to_owned))
    }

    /// The verb (or predicate with "be") beside which a noun stands, directly or behind the verb's object.
    fn governor(&self, noun: usize) -> Option<usize> {
        let is_verb = |i: &usize| self.token(*i).upos == Upos::Verb || self.clause.has_copula(*i);
        let above = self.token(noun).head?;
        let is_object = matches!(self.token(above).deprel, Deprel::Obj | Deprel::Obl | Deprel::NsubjPass);
        Some(above).filter(is_verb).or_else(|| self.token(above).head.filter(|_| is_object).filter(is_verb))
    }

    /// An -ing clause as subject ("proroguing Parliament is unlawful").
    fn clausal_subject(&self) -> Vec<usize> {
        let dependents = self.clause.sentence.dependents(self.head);
        dependents.filter(|&i| i < self.head && self.token(i).deprel == Deprel::Csubj && self.is_gerund(i)).collect()
    }

    /// "must leave": an active verb under the modal, of the present or future.
    fn modal(&mut self) -> Result<(), Miss> {
        let verb = self.token(self.head).head.filter(|_| self.token(self.head).deprel == Deprel::Aux);
        let verb = verb.filter(|&v| {
            let auxiliaries = self.clause.sentence.dependents(v).filter(|&i| self.token(i).deprel == Deprel::Aux);
            let is_past = auxiliaries.into_iter().any(|i| self.clause.is_word(i, "have"));
            self.token(v).upos == Upos::Verb && !self.clause.is_passive(v) && !is_past
        });
        self.bindings.event = Some(verb.ok_or(Miss::Kind)?);
        Ok(())
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
                let mut found: Vec<usize> = found.into_iter().filter(|&i| self.is_nominal(i) || is_clause(i)).collect();
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

    fn candidates(&self, argument: &Argument, kind: &TriggerKind) -> Vec<usize> {
        let clause = self.clause;
        match &argument.link {
            Link::Subject => match kind {
                TriggerKind::Copular { .. } => match clause.copular_subject(self.head).or_else(|| self.undergoer()) {
                    Some(subject) => vec![subject],
                    None => match self.clause.inverted_predication(self.head) {
                        Some((subject, _)) => vec![subject],
                        None => self.clausal_subject(),
                    },
                },
                TriggerKind::CopularPreposition => {
                    self.bindings.event.and_then(|n| clause.copular_subject(n)).into_iter().collect()
                }
                TriggerKind::Adjunct { .. } => self.governor(self.head).map(|g| self.agents(g)).unwrap_or_default(),
                TriggerKind::Modal => self.bindings.event.and_then(|v| clause.surface_subject(v)).into_iter().collect(),
                _ => match clause.logical_subject(self.head) {
                    found if found.is_empty() && !clause.is_passive(self.head) => self.clausal_subject(),
                    found => found,
                },
            },
            Link::Object if *kind == TriggerKind::CopularPreposition => self.bindings.event.into_iter().collect(),
            Link::Object if *kind == TriggerKind::Noun && matches!(argument.filler, Filler::Slot(_)) => {
                let found = self.objects(argument);
                if found.is_empty() { self.named() } else { found }
            }
            Link::Object => self.objects(argument),
            Link::Second => {
                let mut found = clause.complements(self.head);
                let whole = clause.logical_object(self.head);
                found.extend(whole.into_iter().filter(|&o| self.named_recipient(o).is_some()));
                if matches!(argument.filler, Filler::Word(_) | Filler::Quoted) {
                    found.extend(self.predicates_beside_object());
                    found.extend(clause.sentence.dependents(self.head).filter(|&i| {
                        matches!(
                            self.token(i).deprel,
                            Deprel::Obj | Deprel::Obl | Deprel::Advmod | Deprel::Advcl | Deprel::Ccomp
                        )
                    }));
                }
                found
            }
            Link::Preposition(words) => match self.prepositional(words) {
                found if found.is_empty() => self.owners(words, kind),
                found => found,
            },
            Link::Infinitive => self.infinitives(),
            Link::Gerund(words) => self.prepositional(words),
            Link::ContentSubject => {
                self.content_clauses().into_iter().filter_map(|i| clause.surface_subject(i)).collect()
            }
            Link::Content => clause.told(self.head),
            Link::Governed => self.governor(self.head).map(|verb| self.governed(verb)).unwrap_or_default(),
            Link::Possessor => {
                let mut found = self.possessors();
                // "her Norwegian passport": the passport of Norway, where a person cannot be meant.
                if matches!(&argument.filler, Filler::Slot(s) if s.types.is_some_and(|t| !t.contains(EntityType::Person)))
                {
                    found.extend(clause.origins(self.head));
                }
                found
            }
            Link::Between => self.between(),
            Link::Modifier => clause
                .sentence
                .dependents(self.head)
                // "pleaded not guilty": right in front, wherever it hangs.
                .chain(self.head.checked_sub(1).filter(|&i| self.token(i).head == self.token(self.head).head))
                .filter(|&i| {
                    matches!(
                        self.token(i).deprel,
                        Deprel::Amod
                            | Deprel::Compound
                            | Deprel::NmodDesc
                            | Deprel::NmodPoss
                            | Deprel::Advmod
                            | Deprel::Nummod
                            | Deprel::Det
                            | Deprel::Flat
                    )
                })
                .collect(),
        }
    }

    /// "called the plan a disgrace", where the parse takes the words behind the object for an apposition to it.
    fn predicates_beside_object(&self) -> Vec<usize> {
        let sentence = self.clause.sentence;
        let is_set_off = |i: usize| {
            let first = sentence.subtree(i).into_iter().find(|&j| self.token(j).upos != Upos::Punct).unwrap_or(i);
            first > 0 && matches!(self.clause.form(first - 1), "," | "—" | "–" | "(" | ":")
        };
        let objects = self.clause.logical_object(self.head);
        let beside = objects.into_iter().flat_map(|o| sentence.dependents(o).filter(move |&i| i > o));
        beside.filter(|&i| self.token(i).deprel == Deprel::Appos && !is_set_off(i)).collect()
    }

    /// Clauses that tell what is said or asked, but not what is done to their subject ("said that they were robbed").
    fn content_clauses(&self) -> Vec<usize> {
        let is_content = |i: usize| matches!(self.token(i).deprel, Deprel::Ccomp | Deprel::Acl | Deprel::Csubj);
        let is_done_to = |i: usize| self.token(i).upos == Upos::Verb && self.clause.is_passive(i);
        self.clause.sentence.dependents(self.head).filter(|&i| is_content(i) && !is_done_to(i)).collect()
    }

    fn objects(&self, argument: &Argument) -> Vec<usize> {
        let clause = self.clause;
        let mut found = clause.logical_object(self.head);
        if self.takes_second && matches!(argument.filler, Filler::Slot(_)) {
            found = found.into_iter().map(|o| self.named_recipient(o).unwrap_or(o)).collect();
        }
        if found.is_empty() && matches!(argument.filler, Filler::Slot(_)) && !clause.is_passive(self.head) {
            // "became minister", "remains an ally"; "denied holding the activist".
            let is_nominal = |i: usize| self.token(i).upos == Upos::Noun || self.is_gerund(i);
            found.extend(clause.complements(self.head).into_iter().filter(|&i| is_nominal(i)));
        }
        if matches!(argument.filler, Filler::Word(_)) {
            found.extend(clause.sentence.dependents(self.head).filter(|&i| {
                matches!(
                    self.token(i).deprel,
                    Deprel::Obj
                        | Deprel::Xcomp
                        | Deprel::Advmod
                        | Deprel::OblUnmarked
                        | Deprel::CompoundPrt
                        | Deprel::Obl
                )
            }));
        }
        found
    }

    fn prepositional(&self, words: &[String]) -> Vec<usize> {
        let clause = self.clause;
        let mut found = Vec::new();
        for &anchor in self.anchors.iter().rev() {
            if found.is_empty() {
                found = clause.prepositional(anchor, words);
            }
            if found.is_empty() && self.takes_infinitive {
                found = self.subjects_of_infinitives(anchor, words);
            }
        }
        if found.is_empty() {
            // The phrase may hang on an object that was found ("accused officials of fraud"), or, for a noun, on
            // the verb that takes it ("held talks yesterday with").
            let mut elsewhere: Vec<usize> = self.bindings.objects.clone();
            // "negotiating a treaty with Peru", "demanded an apology from Nigeria".
            elsewhere.extend(self.bindings.topic);
            // "brokered an exchange of prisoners between Oslo and Riga".
            elsewhere.extend(self.bindings.topic.into_iter().flat_map(|t| self.nominal_dependents(t)));
            // "the murder of union leader Ada Berg by soldiers": the parse may hang the name beside its title.
            if words.iter().any(|w| w == "by") && self.token(self.head).upos == Upos::Noun {
                let beside = self.nominal_dependents(self.head);
                elsewhere.extend(beside.into_iter().filter(|&i| clause.preposition_of(i).is_none()));
            }
            // "the arrival of the minister in Dakar".
            let is_noun = self.token(self.head).upos == Upos::Noun;
            elsewhere.extend(self.bindings.subjects.iter().filter(|&&s| is_noun && s > self.head));
            elsewhere.extend(self.bindings.subjects.iter().filter(|&&s| clause.is_passive(self.head) && s < self.head));
            // "accused officials of fraud", where the officials are the claim's subject.
            let is_object = |s: usize| s > self.head && matches!(self.token(s).deprel, Deprel::Obj | Deprel::Nmod);
            elsewhere.extend(self.bindings.subjects.iter().filter(|&&s| !is_noun && is_object(s)));
            // "sentenced the teacher to three years for incitement".
            elsewhere.extend(&self.others);
            // "acquitted the novelist X of fraud".
            let names = elsewhere.iter().flat_map(|&i| clause.sentence.dependents(i).filter(move |&d| d > i));
            let names: Vec<usize> = names.filter(|&d| self.token(d).deprel == Deprel::Appos).collect();
            elsewhere.extend(names);
            let head = self.anchors[0];
            if matches!(self.token(head).deprel, Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj) {
                elsewhere.extend(self.token(head).head);
            }
            for anchor in elsewhere {
                found.extend(clause.prepositional(anchor, words));
            }
            // "were accused by the council of beating a clerk", where the parse hangs the deed on the council.
            let agents = Some(head).filter(|&h| clause.is_passive(h)).map(|h| clause.logical_subject(h));
            for agent in agents.into_iter().flatten() {
                found.extend(clause.prepositional(agent, words).into_iter().filter(|&i| self.is_gerund(i)));
            }
            if let Some(verb) = self.circumstance_of() {
                found.extend(clause.prepositional(verb, words).into_iter().filter(|&i| i > head));
            }
        }
        if found.is_empty() {
            found = self.behind_light_phrases(words);
        }
        if found.is_empty() {
            found = self.before_stranded(words);
        }
        if found.is_empty() {
            // "call off the visit": a particle, and the noun is the object.
            let is_particle = clause.sentence.dependents(self.head).any(|i| {
                let follows = self.token(i).deprel == Deprel::Advmod && i == self.head + 1;
                (self.token(i).deprel == Deprel::CompoundPrt || follows) && words.iter().any(|w| clause.is_word(i, w))
            });
            if is_particle {
                found = clause.logical_object(self.head);
            }
        }
        found
    }

    /// "called for the minister to resign", "voted for her to stay": the subject of the infinitive behind "for".
    fn subjects_of_infinitives(&self, anchor: usize, words: &[String]) -> Vec<usize> {
        let (clause, sentence) = (self.clause, self.clause.sentence);
        let is_marked = |i: usize| {
            let is_mark = |m: usize| matches!(self.token(m).deprel, Deprel::Mark | Deprel::Case);
            let has = |word: &str| sentence.dependents(i).any(|m| is_mark(m) && clause.is_word(m, word));
            has("to") && words.iter().any(|w| has(w))
        };
        let clauses = sentence.dependents(anchor).filter(|&i| self.token(i).upos == Upos::Verb && is_marked(i));
        let subjects = clauses.flat_map(|i| sentence.dependents(i));
        subjects.filter(|&i| self.token(i).deprel == Deprel::Nsubj).collect()
    }

    fn infinitives(&self) -> Vec<usize> {
        let clause = self.clause;
        let to = vec!["to".to_owned()];
        let mut found = Vec::new();
        for &anchor in self.anchors.iter().rev().chain(&self.bindings.objects) {
            found.extend(clause.sentence.dependents(anchor).filter(|&i| {
                let is_clause = matches!(
                    self.token(i).deprel,
                    Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Acl | Deprel::Csubj
                );
                // "want the minister to resign": not whoever wants it.
                let is_of_another = self.bindings.objects.is_empty()
                    && anchor == self.anchors[0]
                    && clause.sentence.dependents(i).any(|d| self.token(d).deprel == Deprel::Nsubj);
                is_clause && !is_of_another && clause.preposition_of(i).is_some_and(|p| clause.is_word(p, "to"))
            }));
            found.extend(clause.prepositional(anchor, &to));
        }
        found
    }

    fn possessors(&self) -> Vec<usize> {
        let clause = self.clause;
        let found = self.circumstance_of().map(|verb| clause.logical_subject(verb)).unwrap_or_default();
        if !found.is_empty() {
            return found;
        }
        let found = clause.possessors(self.head);
        // "in a telephone call with": the telephone calls nobody.
        let is_plain = |i: &usize| {
            *i < self.head
                && self.token(*i).deprel != Deprel::NmodPoss
                && !clause.form(*i).starts_with(char::is_uppercase)
        };
        let is_occasion = self.circumstance && self.occasion_of().is_some() && found.iter().all(is_plain);
        if !found.is_empty() && !is_occasion {
            return found;
        }
        // "opened the letter": not who wrote it, where the pattern names the letter itself.
        if self.bindings.objects.contains(&self.anchors[0]) || self.bindings.subjects.contains(&self.anchors[0]) {
            return Vec::new();
        }
        // "made a visit to", "voiced criticism of": whoever does what the verb says.
        let token = self.token(self.head);
        match (token.deprel, token.head) {
            (Deprel::Obj | Deprel::NsubjPass, Some(verb)) if is_light_verb(&self.token(verb).lemma) => {
                clause.logical_subject(verb).into_iter().filter(|&s| s != self.head).collect()
            }
            _ if self.circumstance => self.occasion_of().map(|v| clause.logical_subject(v)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// `between A and B`: A for the first slot, B for the second.
    fn between(&self) -> Vec<usize> {
        let words = vec!["between".to_owned(), "among".to_owned()];
        let Some(&first) = self.prepositional(&words).first() else { return Vec::new() };
        let members = self.clause.with_conjuncts(first);
        if self.bindings.subjects.is_empty() || self.bindings.subjects.contains(&first) && members.len() < 2 {
            vec![first]
        } else {
            members.into_iter().filter(|m| !self.bindings.subjects.contains(m)).collect()
        }
    }

    /// One phrase for both slots of a reciprocal frame.
    fn finish(mut self, reciprocal: bool, kind: &TriggerKind) -> Result<Bindings, Miss> {
        let (subjects, objects) = (self.bindings.subjects.is_empty(), self.bindings.objects.is_empty());
        match (subjects, objects) {
            (false, false) => return Ok(self.bindings),
            (true, _) if !reciprocal => return Err(Miss::Slot(Role::Subject)),
            (_, true) if !reciprocal => return Err(Miss::Slot(Role::Object)),
            _ => {}
        }
        self.circumstance = false;
        let shared = match kind {
            TriggerKind::Noun => self.possessors().first().copied(),
            _ if objects => self.bindings.subjects.first().copied(),
            _ => None,
        };
        let has_object = *kind != TriggerKind::Noun
            && self.bindings.words.len() == 1
            && !self.clause.logical_object(self.head).is_empty();
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
