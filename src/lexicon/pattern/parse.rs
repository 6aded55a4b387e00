//! From the words of a pattern to its tree: `S impose sanction|embargo on O` comes in, the trigger with what must hang
//! on it goes out. Errors are sentences for the author of the frame.

use super::{Argument, Filler, Link, Pattern, Role, Slot, TriggerKind};
use crate::lexicon::entity_type::TypeSet;

enum Item<'a> {
    Slot(Slot, bool),
    Words(Vec<String>),
    Preposition(Vec<String>),
    AnyVerb,
    Quoted,
    Raw(&'a str),
    /// "if", "unless", "until": they open a clause.
    Condition(Vec<String>),
    /// `>sour`: a verb whose subject the noun is.
    Predicate(Vec<String>),
}

const MODALS: [&str; 4] = ["should", "must", "shall", "ought"];

/// Compile `source`, whatever slots it has.
pub(super) fn compile(source: &str, is_preposition: &dyn Fn(&str) -> bool) -> Result<Pattern, String> {
    let (absent, mut raw): (Vec<&str>, Vec<&str>) = source.split_whitespace().partition(|word| word.starts_with('!'));
    if raw.is_empty() {
        return Err("empty pattern".into());
    }
    let mut named = Vec::new();
    for word in raw.iter_mut().filter(|word| **word != "that=O") {
        if let Some((words, slot)) = word.split_once('=') {
            let slot = parse_slot(slot)?.ok_or(format!("pattern `{source}`: no slot behind `=`"))?;
            named.push((words.split('|').map(str::to_lowercase).collect::<Vec<_>>(), slot));
            *word = words;
        }
    }
    let mut named = named.into_iter();
    let mut pattern = match raw.iter().position(|w| is_compound(w)) {
        Some(at) => compound(source, &raw, at)?,
        None => {
            let items = raw.iter().map(|w| item(w, is_preposition)).collect::<Result<Vec<_>, _>>()?;
            Parser { source, items, next: 0 }.pattern()?
        }
    };
    pattern.absent = absent.iter().flat_map(|word| word[1..].split('|')).map(str::to_lowercase).collect();
    if pattern.absent.iter().any(String::is_empty) {
        return Err(format!("pattern `{source}`: a word must follow `!`"));
    }
    if let Some((words, slot)) = named.next() {
        let is_noun = matches!(pattern.kind, TriggerKind::Noun | TriggerKind::Adjunct { .. });
        let is_end = matches!(slot.role, Role::Subject | Role::Object);
        if !is_noun || !is_end || words != pattern.trigger || named.next().is_some() {
            return Err(format!("pattern `{source}`: only the noun that triggers can be O or S"));
        }
        pattern.named = Some(slot);
    }
    Ok(pattern)
}

fn is_compound(word: &str) -> bool {
    word.split('-').count() == 2 && word.split('-').any(|part| parse_slot(part).is_ok_and(|s| s.is_some()))
}

fn parse_slot(word: &str) -> Result<Option<Slot>, String> {
    let (letter, constraint) = match word.split_once(':') {
        Some((letter, constraint)) => (letter, Some(constraint)),
        None => (word, None),
    };
    let (letter, is_required) = match letter.strip_suffix('!') {
        Some(letter) => (letter, true),
        None => (letter, false),
    };
    let role = match letter {
        "S" => Role::Subject,
        "O" => Role::Object,
        "T" => Role::Topic,
        "P" => Role::Place,
        "_" => Role::Other,
        _ => return Ok(None),
    };
    let types = match constraint {
        None => None,
        Some(names) => Some(
            names
                .split([',', '|'])
                .map(|name| TypeSet::named(name).ok_or(format!("unknown type `{name}`")))
                .try_fold(TypeSet::default(), |set, t| t.map(|t| set.union(t)))?,
        ),
    };
    Ok(Some(Slot { role, types, is_required }))
}

fn item<'a>(word: &'a str, is_preposition: &dyn Fn(&str) -> bool) -> Result<Item<'a>, String> {
    if word == "*" {
        return Ok(Item::AnyVerb);
    }
    if word == "\"*\"" {
        return Ok(Item::Quoted);
    }
    let (bare, possessive) = match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
        Some(bare) => (bare, true),
        None => (word, false),
    };
    if let Some(slot) = parse_slot(bare)? {
        return Ok(Item::Slot(slot, possessive));
    }
    if matches!(word, "to" | "that" | "that=O" | "between" | "and") {
        return Ok(Item::Raw(word));
    }
    if word.split('|').all(|w| matches!(w, "if" | "unless" | "until")) {
        return Ok(Item::Condition(word.split('|').map(str::to_owned).collect()));
    }
    let (verbs, is_predicate) = match word.strip_prefix('>') {
        Some(verbs) => (verbs, true),
        None => (word, false),
    };
    let words: Vec<String> = verbs.split('|').map(str::to_lowercase).collect();
    if words.iter().any(String::is_empty) {
        return Err(format!("empty alternative in `{word}`"));
    }
    if is_predicate {
        return Ok(Item::Predicate(words));
    }
    let links = |w: &String| matches!(w.as_str(), "to" | "between") || is_preposition(w);
    if words.iter().all(links) { Ok(Item::Preposition(words)) } else { Ok(Item::Words(words)) }
}

fn slot_argument(link: Link, slot: Slot) -> Argument {
    Argument { link, filler: Filler::Slot(slot), children: Vec::new() }
}

fn compound(source: &str, raw: &[&str], at: usize) -> Result<Pattern, String> {
    let wrong =
        || format!("pattern `{source}`: a compound is `S-backed O`, `pro-O S`, `anti-O protest` or `S-O talks`");
    if raw.len() != 2 || at != 0 {
        return Err(wrong());
    }
    let (left, right) = raw[0].split_once('-').ok_or_else(wrong)?;
    let words = |text: &str| text.split('|').map(str::to_lowercase).collect::<Vec<_>>();
    let last = parse_slot(raw[1])?;
    let (kind, trigger, slots) = match (parse_slot(left)?, parse_slot(right)?, last) {
        (Some(a), None, Some(b)) => (TriggerKind::CompoundParticiple, words(right), [a, b]),
        (None, Some(a), Some(b)) => (TriggerKind::CompoundPrefix, words(left), [a, b]),
        (None, Some(a), None) => {
            let noun = word_argument(Link::Object, words(raw[1]));
            let arguments = vec![slot_argument(Link::Modifier, a), noun];
            let (kind, trigger) = (TriggerKind::CompoundPrefix, words(left));
            return Ok(Pattern { source: source.into(), trigger, kind, arguments, absent: Vec::new(), named: None });
        }
        (Some(a), Some(b), None) => (TriggerKind::CompoundPair, words(raw[1]), [a, b]),
        _ => return Err(wrong()),
    };
    let [first, second] = slots;
    let arguments = vec![slot_argument(Link::Modifier, first), slot_argument(Link::Object, second)];
    Ok(Pattern { source: source.into(), trigger, kind, arguments, absent: Vec::new(), named: None })
}

struct Parser<'a> {
    source: &'a str,
    items: Vec<Item<'a>>,
    next: usize,
}

impl Parser<'_> {
    fn pattern(mut self) -> Result<Pattern, String> {
        let mut arguments = Vec::new();
        let mut possessive_first = false;
        if let Some(Item::Slot(slot, possessive)) = self.items.first() {
            possessive_first = *possessive;
            let link = if *possessive { Link::Possessor } else { Link::Subject };
            arguments.push(slot_argument(link, slot.clone()));
            self.next = 1;
        }
        if matches!(self.items.get(self.next), Some(Item::AnyVerb)) && !arguments.is_empty() && !possessive_first {
            return self.adjunct(arguments);
        }
        let mut words = self.run();
        if words.is_empty() {
            return Err(format!("pattern `{}` has no trigger word", self.source));
        }
        let is_clause = !arguments.is_empty() && !possessive_first;
        if is_clause && let Some((kind, trigger)) = self.without_noun_or_verb(&words) {
            self.rest(&mut arguments, false)?;
            return Ok(Pattern {
                source: self.source.into(),
                trigger,
                kind,
                arguments,
                absent: Vec::new(),
                named: None,
            });
        }
        let (kind, trigger) = if is_clause && words[0] == ["be"] {
            words.remove(0);
            let preposition = if words.is_empty() { self.preposition() } else { None };
            // "O be S's nominee".
            if words.is_empty()
                && let Some(Item::Slot(slot, true)) = self.items.get(self.next)
            {
                arguments.push(slot_argument(Link::Possessor, slot.clone()));
                self.next += 1;
            }
            if words.is_empty() {
                words = self.run();
            }
            let head = words.pop().ok_or(format!("pattern `{}` has nothing after `be`", self.source))?;
            modifiers(&mut arguments, words);
            (TriggerKind::Copular { preposition }, head)
        } else if is_clause {
            let verb = words.remove(0);
            let particle = self.particle(&words);
            if let Some(object) = words.pop() {
                let mut noun = word_argument(Link::Object, object);
                modifiers(&mut noun.children, words);
                arguments.push(noun);
            }
            (TriggerKind::Verb { particle }, verb)
        } else {
            let head = words.pop().unwrap_or_default();
            modifiers(&mut arguments, words);
            (TriggerKind::Noun, head)
        };
        self.rest(&mut arguments, kind == TriggerKind::Noun)?;
        Ok(Pattern { source: self.source.into(), trigger, kind, arguments, absent: Vec::new(), named: None })
    }

    /// `O * at request of S`, `O * at S's request`.
    fn adjunct(&mut self, mut arguments: Vec<Argument>) -> Result<Pattern, String> {
        self.next += 1;
        if let Some(Item::Slot(slot, false)) = self.items.get(self.next) {
            arguments.push(slot_argument(Link::Governed, slot.clone()));
            self.next += 1;
        }
        let preposition =
            self.preposition().ok_or(format!("pattern `{}`: a preposition must follow the verb", self.source))?;
        if let Some(Item::Slot(slot, true)) = self.items.get(self.next) {
            arguments.push(slot_argument(Link::Possessor, slot.clone()));
            self.next += 1;
        }
        let mut words = self.run();
        let trigger = words.pop().ok_or(format!("pattern `{}` has no trigger word", self.source))?;
        modifiers(&mut arguments, words);
        self.rest(&mut arguments, false)?;
        let kind = TriggerKind::Adjunct { preposition };
        Ok(Pattern { source: self.source.into(), trigger, kind, arguments, absent: Vec::new(), named: None })
    }

    /// Triggers that are neither noun, adjective nor main verb: "be against O", "O must *".
    fn without_noun_or_verb(&mut self, words: &[Vec<String>]) -> Option<(TriggerKind, Vec<String>)> {
        let [word] = words else { return None };
        match (self.items.get(self.next), self.items.get(self.next + 1)) {
            (Some(Item::Preposition(preposition)), Some(Item::Slot(_, false))) if *word == ["be"] => {
                let preposition = preposition.clone();
                self.next += 1;
                Some((TriggerKind::CopularPreposition, preposition))
            }
            (Some(Item::AnyVerb), _) if word.iter().all(|w| MODALS.contains(&w.as_str())) => {
                self.next += 1;
                Some((TriggerKind::Modal, word.clone()))
            }
            _ => None,
        }
    }

    /// Consecutive plain words.
    fn run(&mut self) -> Vec<Vec<String>> {
        let mut words = Vec::new();
        while let Some(Item::Words(alternatives)) = self.items.get(self.next) {
            words.push(alternatives.clone());
            self.next += 1;
        }
        words
    }

    fn preposition(&mut self) -> Option<Vec<String>> {
        let words = match self.items.get(self.next) {
            Some(Item::Preposition(words)) => words.clone(),
            Some(Item::Raw("to")) => vec!["to".to_owned()],
            _ => return None,
        };
        self.next += 1;
        Some(words)
    }

    /// A preposition that is followed by another one, by `to`, or by nothing is a particle.
    fn particle(&mut self, words_after_verb: &[Vec<String>]) -> Option<Vec<String>> {
        if !words_after_verb.is_empty() {
            return None;
        }
        let Some(Item::Preposition(particle)) = self.items.get(self.next) else { return None };
        let stranded = matches!(
            self.items.get(self.next + 1),
            None | Some(Item::Preposition(_) | Item::Condition(_)) | Some(Item::Raw("to" | "that" | "that=O"))
        );
        if stranded {
            let particle = particle.clone();
            self.next += 1;
            return Some(particle);
        }
        None
    }

    /// Everything after the trigger: slots, prepositions with slots or nouns, infinitives, content clauses.
    fn rest(&mut self, arguments: &mut Vec<Argument>, is_noun: bool) -> Result<(), String> {
        while self.next < self.items.len() {
            let has_object = arguments.iter().any(|a| a.link == Link::Object && !matches!(a.filler, Filler::AnyVerb));
            if let Some(preposition) = self.preposition() {
                let argument = self.after_preposition(preposition)?;
                // What comes later may hang on the noun just read, so keep it on the same level: the engine
                // looks for prepositions on the trigger and on its nouns alike.
                arguments.push(argument);
                continue;
            }
            match &self.items[self.next] {
                Item::Slot(slot, true) => {
                    let possessor = slot_argument(Link::Possessor, slot.clone());
                    self.next += 1;
                    let mut words = self.run();
                    let noun = words.pop().ok_or(format!("pattern `{}`: a noun must follow 's", self.source))?;
                    let mut noun = word_argument(if has_object { Link::Second } else { Link::Object }, noun);
                    noun.children.push(possessor);
                    modifiers(&mut noun.children, words);
                    arguments.push(noun);
                }
                Item::Slot(slot, false) => {
                    let link = if has_object { Link::Second } else { Link::Object };
                    arguments.push(slot_argument(link, slot.clone()));
                    self.next += 1;
                }
                Item::Quoted => {
                    let link = if has_object { Link::Second } else { Link::Object };
                    arguments.push(Argument { link, filler: Filler::Quoted, children: Vec::new() });
                    self.next += 1;
                }
                Item::Words(_) => {
                    let mut words = self.run();
                    let head = words.pop().unwrap_or_default();
                    let mut noun = word_argument(if has_object { Link::Second } else { Link::Object }, head);
                    modifiers(&mut noun.children, words);
                    arguments.push(noun);
                }
                Item::Predicate(words) => {
                    if !is_noun || arguments.iter().any(|a| a.link == Link::Predicate) {
                        return Err(format!("pattern `{}`: only a noun has one verb behind `>`", self.source));
                    }
                    let verb = word_argument(Link::Predicate, words.clone());
                    self.next += 1;
                    arguments.push(verb);
                }
                Item::Raw("that=O") => {
                    self.next += 1;
                    let slot = Slot { role: Role::Object, types: None, is_required: true };
                    arguments.push(slot_argument(Link::Content, slot));
                }
                Item::Condition(words) => {
                    let (link, opening) = (Link::Condition(words.clone()), words.join("|"));
                    arguments.push(self.subject_of_clause(link, &opening)?);
                }
                Item::Raw("that") => arguments.push(self.subject_of_clause(Link::ContentSubject, "that")?),
                Item::Raw("between") if !matches!(self.items.get(self.next + 2), Some(Item::Raw("and"))) => {
                    self.next += 1;
                    let argument = self.after_preposition(vec!["between".into()])?;
                    arguments.push(argument);
                }
                Item::Raw("between") => {
                    self.next += 1;
                    let first = self.items.get(self.next);
                    let second = self.items.get(self.next + 2);
                    let (Some(Item::Slot(first, _)), Some(Item::Raw("and")), Some(Item::Slot(second, _))) =
                        (first, self.items.get(self.next + 1), second)
                    else {
                        return Err(format!("pattern `{}`: write `between S and O`", self.source));
                    };
                    arguments.push(slot_argument(Link::Between, first.clone()));
                    arguments.push(slot_argument(Link::Between, second.clone()));
                    self.next += 3;
                }
                Item::AnyVerb | Item::Raw(_) | Item::Preposition(_) => {
                    return Err(format!("pattern `{}`: word {} cannot stand there", self.source, self.next + 1));
                }
            }
        }
        Ok(())
    }

    /// The slot behind the word that opens a clause, with the `*` that may follow it.
    fn subject_of_clause(&mut self, link: Link, opening: &str) -> Result<Argument, String> {
        self.next += 1;
        let Some(Item::Slot(slot, false)) = self.items.get(self.next) else {
            return Err(format!("pattern `{}`: a slot must follow `{opening}`", self.source));
        };
        self.next += 1;
        if matches!(self.items.get(self.next), Some(Item::AnyVerb)) {
            self.next += 1;
        }
        Ok(slot_argument(link, slot.clone()))
    }

    fn after_preposition(&mut self, preposition: Vec<String>) -> Result<Argument, String> {
        let is_to = preposition == ["to"];
        match self.items.get(self.next) {
            Some(Item::AnyVerb) => {
                self.next += 1;
                let link = if is_to { Link::Infinitive } else { Link::Gerund(preposition) };
                let mut children = Vec::new();
                if let Some(Item::Slot(slot, false)) = self.items.get(self.next) {
                    children.push(slot_argument(Link::Object, slot.clone()));
                    self.next += 1;
                }
                Ok(Argument { link, filler: Filler::AnyVerb, children })
            }
            Some(Item::Slot(slot, false)) => {
                let slot = slot.clone();
                self.next += 1;
                Ok(slot_argument(Link::Preposition(preposition), slot))
            }
            Some(Item::Quoted) => {
                self.next += 1;
                let link = Link::Preposition(preposition);
                Ok(Argument { link, filler: Filler::Quoted, children: Vec::new() })
            }
            Some(Item::Slot(slot, true)) => {
                let possessor = slot_argument(Link::Possessor, slot.clone());
                self.next += 1;
                let mut words = self.run();
                let noun = words.pop().ok_or(format!("pattern `{}`: a noun must follow 's", self.source))?;
                let mut noun = word_argument(Link::Preposition(preposition), noun);
                noun.children.push(possessor);
                modifiers(&mut noun.children, words);
                Ok(noun)
            }
            Some(Item::Words(_)) => {
                let mut words = self.run();
                let head = words.pop().unwrap_or_default();
                let link = if is_to { Link::Infinitive } else { Link::Preposition(preposition) };
                let mut noun = word_argument(link, head);
                modifiers(&mut noun.children, words);
                if let Some(Item::Slot(slot, false)) = self.items.get(self.next) {
                    noun.children.push(slot_argument(Link::Object, slot.clone()));
                    self.next += 1;
                }
                Ok(noun)
            }
            _ => Err(format!("pattern `{}`: nothing follows `{}`", self.source, preposition.join("|"))),
        }
    }
}

fn word_argument(link: Link, words: Vec<String>) -> Argument {
    Argument { link, filler: Filler::Word(words), children: Vec::new() }
}

fn modifiers(arguments: &mut Vec<Argument>, words: Vec<Vec<String>>) {
    arguments.extend(words.into_iter().map(|w| word_argument(Link::Modifier, w)));
}
