//! Frame patterns: from a line such as `S impose sanction|embargo on O` to a small tree of what must hang on
//! the trigger word. The language is described in `data/frames/README.md`.

mod parse;

use super::entity_type::TypeSet;

/// What a slot of a pattern fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// `S`
    Subject,
    /// `O`
    Object,
    /// `T`
    Topic,
    /// `P`
    Place,
    /// `_`: must or may be there, but is not kept.
    Other,
}

/// A slot with its type constraint, if it states one.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// What it fills.
    pub role: Role,
    /// Types allowed; `None` leaves it to the predicate's domain and range.
    pub types: Option<TypeSet>,
    /// `T!`: the pattern does not hold where it is empty. `S` and `O` need no mark.
    pub is_required: bool,
}

/// How something hangs on the word above it, in the plain active form.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// Logical subject.
    Subject,
    /// Logical object.
    Object,
    /// Second object or predicative complement ("name O president", "give O T").
    Second,
    /// With one of these prepositions.
    Preposition(Vec<String>),
    /// `to` and infinitive.
    Infinitive,
    /// One of these prepositions and an -ing form.
    Gerund(Vec<String>),
    /// Subject of a content clause.
    ContentSubject,
    /// A content clause itself.
    Content,
    /// Subject of a clause that one of these words opens ("unless *the rebels* leave").
    Condition(Vec<String>),
    /// Possessor in any form.
    Possessor,
    /// First and further members after `between`.
    Between,
    /// A word directly before a noun that modifies it.
    Modifier,
    /// What is done by the verb beside which an adjunct stands ("signed *the deal* despite objections").
    Governed,
    /// The verb that a noun is the subject of ("relations between S and O *sour*").
    Predicate,
}

/// What fills a place in the pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Filler {
    /// A slot.
    Slot(Slot),
    /// One of these lemmas.
    Word(Vec<String>),
    /// Any verb.
    AnyVerb,
    /// Any words in quotation marks.
    Quoted,
}

/// A dependent in a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// How it hangs on the word above.
    pub link: Link,
    /// What it is.
    pub filler: Filler,
    /// What hangs on it in turn.
    pub children: Vec<Argument>,
}

/// Which kind of word triggers.
#[derive(Debug, Clone, PartialEq)]
pub enum TriggerKind {
    /// A verb, with its particle if any.
    Verb {
        /// Particles, of which one must be there ("call off").
        particle: Option<Vec<String>>,
    },
    /// A noun.
    Noun,
    /// A noun or adjective after `be`, with a preposition before it if any ("be at war with").
    Copular {
        /// The preposition.
        preposition: Option<Vec<String>>,
    },
    /// A preposition after `be` ("be against O").
    CopularPreposition,
    /// A modal verb in front of any verb ("O must *").
    Modal,
    /// A noun with a preposition beside any verb ("O * at request of S").
    Adjunct {
        /// The preposition.
        preposition: Vec<String>,
    },
    /// `left-TRIGGER right`: "Riga-backed militia".
    CompoundParticiple,
    /// `TRIGGER-slot slot` or `TRIGGER-slot noun`: "pro-Riga groups", "anti-Riga protests".
    CompoundPrefix,
    /// `slot-slot TRIGGER`: "the Oslo-Riga talks".
    CompoundPair,
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// The pattern as written.
    pub source: String,
    /// Lemmas of the trigger word.
    pub trigger: Vec<String>,
    /// Its kind.
    pub kind: TriggerKind,
    /// What hangs on it.
    pub arguments: Vec<Argument>,
    /// `!with`: prepositions and particles that must not hang on the trigger.
    pub absent: Vec<String>,
    /// The slot that the trigger itself fills ("S's letter=O", "O's critic=S:person").
    pub named: Option<Slot>,
}

impl Pattern {
    /// Compile `source`. `is_preposition` tells prepositions and particles from other words. Errors are
    /// sentences for the author of the frame.
    pub fn parse(source: &str, is_preposition: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        parse::compile(source, is_preposition)?.with_roles(1, 1)
    }

    /// Compile a pattern whose subject is left unsaid or is whoever says it, so that it has no `S`.
    pub fn parse_spoken(source: &str, is_preposition: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        parse::compile(source, is_preposition)?.with_roles(0, 1)
    }

    /// Compile a pattern whose object is left unsaid, so that it has no `O`.
    pub fn parse_held(source: &str, is_preposition: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        parse::compile(source, is_preposition)?.with_roles(1, 0)
    }

    /// The pattern, if it has `subjects` times S, `objects` times O, and T and P at most once.
    fn with_roles(self, subjects: usize, objects: usize) -> Result<Self, String> {
        let mut roles = Vec::new();
        collect_roles(&self.arguments, &mut roles);
        roles.extend(self.named.iter().map(|slot| slot.role));
        for (role, name, least, most) in [
            (Role::Subject, "S", subjects, subjects),
            (Role::Object, "O", objects, objects),
            (Role::Topic, "T", 0, 1),
            (Role::Place, "P", 0, 1),
        ] {
            let count = roles.iter().filter(|&&r| r == role).count();
            if count < least {
                return Err(format!("pattern `{}` has no {name}", self.source));
            }
            match most {
                0 if count > 0 => {
                    let instead = if subjects == 0 {
                        "its subject is the speaker or left unsaid"
                    } else {
                        "its object is left unsaid"
                    };
                    return Err(format!("pattern `{}` has {name}: {instead}", self.source));
                }
                _ if count > most => return Err(format!("pattern `{}` has {name} more than once", self.source)),
                _ => {}
            }
        }
        Ok(self)
    }

    /// Does a slot of the pattern fill this role?
    pub fn has_role(&self, role: Role) -> bool {
        let mut roles = Vec::new();
        collect_roles(&self.arguments, &mut roles);
        roles.extend(self.named.iter().map(|slot| slot.role));
        roles.contains(&role)
    }

    /// The types that the pattern itself allows in the slot of this role, if it states any.
    pub fn types_of(&self, role: Role) -> Option<TypeSet> {
        let named = self.named.iter().filter(|slot| slot.role == role).find_map(|slot| slot.types);
        named.or_else(|| slot_types(&self.arguments, role))
    }

    /// Is a content clause one of its slots ("S deny that=O")?
    pub fn takes_clause(&self) -> bool {
        self.arguments.iter().any(|a| a.link == Link::Content)
    }
}

fn slot_types(arguments: &[Argument], role: Role) -> Option<TypeSet> {
    arguments.iter().find_map(|a| match &a.filler {
        Filler::Slot(slot) if slot.role == role => slot.types,
        _ => slot_types(&a.children, role),
    })
}

fn collect_roles(arguments: &[Argument], roles: &mut Vec<Role>) {
    for argument in arguments {
        if let Filler::Slot(slot) = &argument.filler {
            roles.push(slot.role);
        }
        collect_roles(&argument.children, roles);
    }
}

#[cfg(test)]
mod tests;
