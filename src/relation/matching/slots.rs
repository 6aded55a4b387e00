//! Words that may fill a slot, by how the pattern links it to the trigger. In: an argument of a pattern; out: word
//! indices, before they are checked.

use super::Search;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::lexicon::pattern::{Argument, Filler, Link, TriggerKind};
use crate::lexicon::word_list::is_light_verb;

impl Search<'_> {
    pub(super) fn candidates(&self, argument: &Argument, kind: &TriggerKind) -> Vec<usize> {
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
                    found if found.is_empty() && self.may.seat_acts => self.seats(),
                    found => found,
                },
            },
            Link::Object if *kind == TriggerKind::CopularPreposition => self.bindings.event.into_iter().collect(),
            Link::Object if *kind == TriggerKind::Noun && matches!(argument.filler, Filler::Slot(_)) => {
                let found = self.objects(argument);
                if found.is_empty() { self.named() } else { found }
            }
            Link::Object => self.objects(argument),
            Link::Predicate => self.predicate().into_iter().collect(),
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
                let subjects = self.content_clauses().into_iter().filter_map(|i| clause.surface_subject(i));
                // "an order delaying the vote" tells nothing that the order is to do.
                subjects.filter(|&s| s != self.head).collect()
            }
            Link::Content => clause.told(self.head),
            Link::Condition(words) => {
                self.conditions(words).into_iter().filter_map(|i| clause.surface_subject(i)).collect()
            }
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
    pub(super) fn predicates_beside_object(&self) -> Vec<usize> {
        let sentence = self.clause.sentence;
        let is_set_off = |i: usize| {
            let first = sentence.subtree(i).into_iter().find(|&j| self.token(j).upos != Upos::Punct).unwrap_or(i);
            first > 0 && matches!(self.clause.form(first - 1), "," | "—" | "–" | "(" | ":")
        };
        let objects = self.clause.logical_object(self.head);
        let beside = objects.into_iter().flat_map(|o| sentence.dependents(o).filter(move |&i| i > o));
        beside.filter(|&i| self.token(i).deprel == Deprel::Appos && !is_set_off(i)).collect()
    }

    /// Clauses that one of these words opens ("unless the rebels leave"), under the trigger or under what it says.
    fn conditions(&self, words: &[String]) -> Vec<usize> {
        let below = |i: usize| self.clause.sentence.dependents(i);
        let is_said = |&i: &usize| matches!(self.token(i).deprel, Deprel::Ccomp | Deprel::Xcomp | Deprel::Obj);
        let is_mark = |&m: &usize| {
            let is_one = |word: &String| self.clause.form(m).eq_ignore_ascii_case(word);
            self.token(m).deprel == Deprel::Mark && words.iter().any(is_one)
        };
        let is_condition =
            |&i: &usize| matches!(self.token(i).deprel, Deprel::Advcl | Deprel::Acl) && below(i).any(|m| is_mark(&m));
        let said: Vec<usize> = below(self.head).filter(is_said).collect();
        let deeper = said.iter().flat_map(|&i| below(i)).filter(is_said);
        let over = std::iter::once(self.head).chain(said.iter().copied()).chain(deeper);
        let mut found: Vec<usize> = over.flat_map(below).filter(is_condition).collect();
        found.sort_unstable();
        found
    }

    /// Clauses that tell what is said or asked, but not what is done to their subject ("said that they were robbed").
    pub(super) fn content_clauses(&self) -> Vec<usize> {
        let is_content = |i: usize| matches!(self.token(i).deprel, Deprel::Ccomp | Deprel::Acl | Deprel::Csubj);
        let is_done_to = |i: usize| self.token(i).upos == Upos::Verb && self.clause.is_passive(i);
        self.clause.sentence.dependents(self.head).filter(|&i| is_content(i) && !is_done_to(i)).collect()
    }

    pub(super) fn objects(&self, argument: &Argument) -> Vec<usize> {
        let clause = self.clause;
        let mut found = clause.logical_object(self.head);
        if self.takes_second && matches!(argument.filler, Filler::Slot(_)) {
            found = found.into_iter().map(|o| self.named_recipient(o).unwrap_or(o)).collect();
        }
        if found.is_empty() && matches!(argument.filler, Filler::Slot(_)) && !clause.is_passive(self.head) {
            // "became minister", "remains an ally"; "denied holding the activist".
            let is_nominal = |i: usize| self.token(i).upos == Upos::Noun || self.is_gerund(i);
            found.extend(clause.complements(self.head).into_iter().filter(|&i| is_nominal(i)));
            // "denied ever having met them", which the parse may take for a clause of its own.
            let is_deed = |&i: &usize| self.token(i).deprel == Deprel::Ccomp && i > self.head && self.is_gerund(i);
            let has_subject = |i: usize| clause.surface_subject(i).is_some_and(|s| s > self.head);
            found.extend(clause.sentence.dependents(self.head).filter(is_deed).filter(|&i| !has_subject(i)));
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

    pub(super) fn prepositional(&self, words: &[String]) -> Vec<usize> {
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
            // "founder and chief executive of the bank", where the parse hangs the bank on the second noun.
            let is_noun = self.token(self.head).upos == Upos::Noun;
            elsewhere.extend(self.nominal_conjuncts(self.head).into_iter().filter(|_| is_noun));
            // "two were killed and nine injured in a strike": both in the strike.
            let verb = Some(self.anchors[0]).filter(|&v| self.token(v).upos == Upos::Verb && clause.is_passive(v));
            elsewhere.extend(verb.and_then(|v| clause.gapped_passive(v)));
            // "distributed parcels and blankets to families".
            let is_to = words.iter().any(|w| w == "to") && !is_noun;
            let things = self.bindings.objects.iter().chain(&self.bindings.topic).chain(&self.anchors[1..]);
            elsewhere.extend(things.filter(|_| is_to).flat_map(|&o| self.nominal_conjuncts(o)));
            // "the arrival of the minister in Dakar".
            // Not "was carried out by two men on a motorbike".
            let is_below = |s: usize| s > self.head && self.token(s).head == Some(self.head);
            elsewhere.extend(self.bindings.subjects.iter().filter(|&&s| is_noun && is_below(s)));
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
            // "the study was funded by": whoever pays for it has not written it; "the ban on grain was criticised by
            // Oslo": Oslo bans nothing.
            let is_done_by_another = (self.names_itself() || self.token(head).deprel == Deprel::NsubjPass)
                && words.iter().any(|w| w == "by")
                && self.token(head).head.is_some_and(|v| !is_light_verb(&self.token(v).lemma));
            if matches!(self.token(head).deprel, Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj) && !is_done_by_another
            {
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
            found = self.further_behind(words);
        }
        if found.is_empty() {
            // "call off the visit": a particle, and the noun is the object.
            let is_particle = clause.sentence.dependents(self.head).any(|i| {
                let is_bare = clause.sentence.dependents(i).next().is_none();
                let is_adverb = self.token(i).deprel == Deprel::Advmod && i > self.head && is_bare;
                (self.token(i).deprel == Deprel::CompoundPrt || is_adverb) && words.iter().any(|w| clause.is_word(i, w))
            });
            if is_particle {
                found = clause.logical_object(self.head);
            }
        }
        found
    }

    /// "called for the minister to resign", "voted for her to stay": the subject of the infinitive behind "for".
    pub(super) fn subjects_of_infinitives(&self, anchor: usize, words: &[String]) -> Vec<usize> {
        let (clause, sentence) = (self.clause, self.clause.sentence);
        let is_marked = |i: usize| {
            let is_mark = |m: usize| matches!(self.token(m).deprel, Deprel::Mark | Deprel::Case);
            let has = |word: &str| sentence.dependents(i).any(|m| is_mark(m) && clause.is_word(m, word));
            has("to") && words.iter().any(|w| has(w))
        };
        let clauses = sentence.dependents(anchor).filter(|&i| self.token(i).upos == Upos::Verb && is_marked(i));
        let clauses: Vec<usize> = clauses.collect();
        let subjects = clauses.iter().flat_map(|&i| sentence.dependents(i));
        let found: Vec<usize> = subjects.filter(|&i| self.token(i).deprel == Deprel::Nsubj).collect();
        if !found.is_empty() {
            return found;
        }
        // "pushing for the chairman to go", where the parse hangs the chairman on the verb that pushes.
        let is_between = |i: usize| {
            clauses.iter().any(|&c| {
                let mark = sentence.dependents(c).find(|&m| words.iter().any(|w| clause.is_word(m, w)));
                mark.is_some_and(|m| m < i && i < c)
            })
        };
        let is_stray = |&i: &usize| {
            matches!(self.token(i).deprel, Deprel::Obl | Deprel::Obj)
                && clause.preposition_of(i).is_none()
                && is_between(i)
        };
        sentence.dependents(anchor).filter(is_stray).collect()
    }

    pub(super) fn infinitives(&self) -> Vec<usize> {
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
                let has_to = || clause.preposition_of(i).is_some_and(|p| clause.is_word(p, "to"));
                is_clause
                    && !is_of_another
                    && !self.is_done_by_object(anchor, i)
                    && (has_to() || self.is_bare_infinitive(i))
            }));
            found.extend(clause.prepositional(anchor, &to));
        }
        found
    }

    /// "let the inspectors enter"
    fn is_bare_infinitive(&self, i: usize) -> bool {
        let token = self.token(i);
        let is_bare = self.clause.preposition_of(i).is_none();
        token.deprel == Deprel::Xcomp && token.upos == Upos::Verb && token.feats.contains("VerbForm=Inf") && is_bare
    }

    /// "want the guards to stop the march": the guards are to do what the infinitive says. Not where the pattern names
    /// the object itself ("asks the court to").
    fn is_done_by_object(&self, verb: usize, infinitive: usize) -> bool {
        let is_complement = verb == self.anchors[0] && self.token(infinitive).deprel == Deprel::Xcomp;
        let is_bound = |i: &usize| self.bindings.words.contains(i) || self.bindings.objects.contains(i);
        let mut dependents = self.clause.sentence.dependents(verb).filter(|&i| i > verb && i < infinitive);
        is_complement && dependents.any(|i| self.token(i).deprel == Deprel::Obj && !is_bound(&i))
    }

    /// "calls for the ruling to be overturned": not the ruling is called for.
    pub(super) fn is_to_be_done(&self, noun: usize, link: &Link) -> bool {
        let Link::Preposition(words) = link else { return false };
        let clause = self.clause;
        let is_plan =
            |i: usize| i > noun && self.is_infinitive(i) && clause.is_passive(i) && self.token(i).upos == Upos::Verb;
        let hangs = |i: usize| clause.sentence.dependents(i).any(is_plan);
        words.iter().any(|w| w == "for")
            && self.token(noun).upos != Upos::Propn
            && (hangs(noun) || self.token(self.head).upos == Upos::Verb && hangs(self.head))
    }

    pub(super) fn possessors(&self) -> Vec<usize> {
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
        let is_occasion = self.may.circumstance && self.occasion_of().is_some() && found.iter().all(is_plain);
        if !found.is_empty() && !is_occasion {
            return found;
        }
        // "During the trip, the premier is expected to open a school": the premier travels.
        let raised = || {
            let verb = self.occasion_of().filter(|&v| self.may.circumstance && clause.is_passive(v))?;
            let is_raised = clause.sentence.dependents(verb).any(|i| self.token(i).deprel == Deprel::Xcomp);
            clause.surface_subject(verb).filter(|_| is_raised)
        };
        if found.is_empty()
            && let Some(subject) = raised()
        {
            return vec![subject];
        }
        // "opened the letter": not who wrote it, where the pattern names the letter itself.
        if self.bindings.objects.contains(&self.anchors[0]) || self.bindings.subjects.contains(&self.anchors[0]) {
            return Vec::new();
        }
        // "made a visit to", "voiced criticism of": whoever does what the verb says.
        let token = self.token(self.head);
        match (token.deprel, token.head) {
            (Deprel::Obj | Deprel::NsubjPass, Some(verb)) if self.is_light(verb) => {
                clause.logical_subject(verb).into_iter().filter(|&s| s != self.head).collect()
            }
            _ if self.may.circumstance => self.occasion_of().map(|v| clause.logical_subject(v)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// Does the verb only carry its noun, and not do away with it ("threw out the case")?
    fn is_light(&self, verb: usize) -> bool {
        let mut particles =
            self.clause.sentence.dependents(verb).filter(|&i| self.token(i).deprel == Deprel::CompoundPrt);
        let is_undone = particles.any(|i| matches!(self.clause.form(i), "off" | "back" | "down" | "aside" | "away"))
            || self.token(verb).lemma == "throw";
        is_light_verb(&self.token(verb).lemma) && !is_undone
    }

    /// Is the trigger the object or the subject itself ("report=O by S")?
    fn names_itself(&self) -> bool {
        let trigger = self.anchors[0];
        self.bindings.objects.contains(&trigger) || self.bindings.subjects.contains(&trigger)
    }

    /// `between A and B`: A for the first slot, B for the second.
    pub(super) fn between(&self) -> Vec<usize> {
        let words = vec!["between".to_owned(), "among".to_owned()];
        let Some(&first) = self.prepositional(&words).first() else { return Vec::new() };
        let members = self.clause.with_conjuncts(first);
        if self.bindings.subjects.is_empty() || self.bindings.subjects.contains(&first) && members.len() < 2 {
            vec![first]
        } else {
            members.into_iter().filter(|m| !self.bindings.subjects.contains(m)).collect()
        }
    }
}
