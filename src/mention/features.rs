//! What a mention tells of the thing it stands for: number, gender, definiteness, words, role.

use std::ops::Range;

use super::words::{Role, Words};
use super::{Gender, Knowledge, Mention, MentionKind};
use crate::document::{Deprel, Document, Upos};
use crate::lexicon::{EntityType, Pronoun, fold};

/// How a noun phrase points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Definiteness {
    /// the, both
    Definite,
    /// this, those
    Demonstrative,
    /// a, some, another
    Indefinite,
    /// her, Oslo's
    Possessed,
    /// No determiner.
    Bare,
}

/// The features of one mention.
#[derive(Debug, Clone)]
pub(crate) struct Features {
    /// Lemma of the head word, lower case.
    pub lemma: String,
    /// Folded words: all words of a name; of a description its head and content modifiers.
    pub words: Vec<String>,
    /// All words in one string, for exact comparison.
    pub key: String,
    pub is_plural: bool,
    pub gender: Option<Gender>,
    pub definiteness: Definiteness,
    /// Says itself that it is not one mentioned before ("another", "new"), or counts.
    pub is_different: bool,
    /// "two", "both".
    pub is_two: bool,
    pub pronoun: Option<Pronoun>,
    pub is_relative: bool,
    pub role: Role,
    /// The state that a name means, or that stands with a description ("Russian" president).
    pub state: Option<&'static str>,
    /// The state whose body a name is, by the name or what stands beside it ("Norway's Supreme Court").
    pub owner: Option<&'static str>,
    /// The quotation it stands in, counted from 1.
    pub quotation: Option<usize>,
    /// "old", "55-year-old": described by age.
    pub is_aged: bool,
}

impl Features {
    pub fn of(document: &Document, mention: &Mention, knowledge: &Knowledge, quotation: Option<usize>) -> Self {
        let Some(sentence) = document.sentences.get(mention.sentence) else { return Features::empty() };
        let words = Words::of(document, sentence);
        let head = mention.head;
        let lower = words.lower(head);
        let lemma = match mention.kind {
            MentionKind::Nominal => knowledge.nouns.known_lemma(&words.lemma(head), &lower),
            _ => words.lemma(head),
        };
        let pronoun = (mention.kind == MentionKind::Pronoun).then(|| knowledge.pronouns.get(&lower)).flatten();
        let mut features = Features {
            words: content_words(words, mention, prefix(mention, words)),
            role: words.role(head),
            is_relative: mention.kind == MentionKind::Pronoun
                && pronoun.is_none()
                && knowledge.pronouns.is_relative(&lower)
                && words.upos(head) == Upos::Pron
                && !words.feature(head, "PronType=Dem"),
            is_plural: words.is_plural(head),
            quotation,
            pronoun,
            is_aged: mention.kind == MentionKind::Nominal && is_aged(words, mention, knowledge),
            lemma,
            ..Features::empty()
        };
        features.key = features.words.join(" ");
        features.determine(words, mention, knowledge);
        match mention.kind {
            MentionKind::Name => features.describe_name(words, mention, knowledge),
            MentionKind::Nominal => features.describe_nominal(words, mention, knowledge),
            MentionKind::Pronoun => {
                features.gender = pronoun.and_then(|p| p.gender);
                features.is_plural = pronoun.map_or(features.is_plural, |p| p.is_plural == Some(true));
            }
        }
        features
    }

    fn empty() -> Self {
        Features {
            lemma: String::new(),
            words: Vec::new(),
            key: String::new(),
            is_plural: false,
            gender: None,
            definiteness: Definiteness::Bare,
            is_different: false,
            is_two: false,
            pronoun: None,
            is_relative: false,
            role: Role::Other,
            state: None,
            owner: None,
            quotation: None,
            is_aged: false,
        }
    }

    fn determine(&mut self, words: Words<'_>, mention: &Mention, knowledge: &Knowledge) {
        for dependent in words.dependents(mention.head).filter(|&d| d < mention.head) {
            let lower = words.lower(dependent);
            match words.deprel(dependent) {
                Deprel::Det | Deprel::DetPredet => {
                    self.definiteness = if knowledge.pronouns.is_demonstrative(&lower) {
                        Definiteness::Demonstrative
                    } else if knowledge.pronouns.is_definite(&lower) {
                        Definiteness::Definite
                    } else {
                        Definiteness::Indefinite
                    };
                    self.is_different |= knowledge.pronouns.is_different(&lower);
                    self.is_two |= knowledge.pronouns.is_two(&lower);
                }
                Deprel::NmodPoss => self.definiteness = Definiteness::Possessed,
                Deprel::Amod | Deprel::Nummod => {
                    self.is_different |= knowledge.pronouns.is_different(&lower);
                    self.is_two |= knowledge.pronouns.is_two(&lower);
                }
                _ => {}
            }
        }
    }

    fn describe_name(&mut self, words: Words<'_>, mention: &Mention, knowledge: &Knowledge) {
        let name = mention_surface(words, mention);
        self.state = match mention.entity_type {
            EntityType::Country | EntityType::Organization => {
                knowledge.state_named(&name).or_else(|| knowledge.state_of(&name)).map(|state| state.name.as_str())
            }
            _ => None,
        };
        if mention.entity_type == EntityType::Organization && self.state.is_none() {
            self.owner = owner(words, mention, knowledge);
        }
        if mention.entity_type != EntityType::Country {
            self.is_plural = self.is_plural && mention.entity_type == EntityType::Group;
        } else {
            self.is_plural = false;
        }
        if mention.entity_type == EntityType::Person {
            let titles = (mention.tokens.start.saturating_sub(2)..mention.tokens.start)
                .filter(|&i| words.head(i).is_some_and(|h| mention.tokens.contains(&h)))
                .map(|i| words.lower(i));
            let regnal = Some(words.lower(mention.tokens.start)).filter(|word| knowledge.nouns.is_regnal(word));
            self.gender = titles
                .chain(regnal)
                .filter_map(|title| knowledge.nouns.honorific_gender(&title).or_else(|| knowledge.nouns.gender(&title)))
                .next()
                .or_else(|| {
                    let given = mention.tokens.len() > 1;
                    given.then(|| knowledge.first_names.gender(words.form(mention.tokens.start))).flatten()
                });
        }
    }

    fn describe_nominal(&mut self, words: Words<'_>, mention: &Mention, knowledge: &Knowledge) {
        self.gender = knowledge.nouns.gender(&self.lemma);
        self.is_plural |= mention.entity_type == EntityType::Group && words.upos(mention.head) == Upos::Num;
        self.state = words
            .dependents(mention.head)
            .filter(|&d| {
                matches!(
                    words.deprel(d),
                    Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::Nmod | Deprel::NmodDesc
                )
            })
            .find_map(|d| knowledge.state(words.form(d)).map(|state| state.name.as_str()));
    }

    /// Could it be one human being?
    pub fn is_singular_person(&self, entity_type: EntityType) -> bool {
        entity_type == EntityType::Person && !self.is_plural
    }
}

/// "the 55-year-old academic", "the old man"; not "the old rival".
fn is_aged(words: Words<'_>, mention: &Mention, knowledge: &Knowledge) -> bool {
    let has_gender = || knowledge.nouns.gender(&words.lemma(mention.head)).is_some();
    let behind_hyphen = |i: usize| i.checked_sub(1).is_some_and(|before| words.form(before) == "-");
    mention.tokens.clone().any(|i| match words.lower(i) {
        word if word == "old" => i == mention.head || behind_hyphen(i) || has_gender(),
        word => word.ends_with("-old"),
    })
}

/// The state that a body's name starts or ends with ("Norwegian Senate", "Senate of Norway"), or that stands beside
/// the name as its possessor or modifier.
fn owner(words: Words<'_>, mention: &Mention, knowledge: &Knowledge) -> Option<&'static str> {
    let named = |tokens: Range<usize>| {
        let state = knowledge.state(&surface(words, &tokens))?;
        Some(state.name.as_str())
    };
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let inside = |first: usize| (first + 1..end.min(first + 4)).rev().find_map(|last| named(first..last));
    let behind = || {
        let of = mention.tokens.clone().find(|&i| words.lower(i) == "of")?;
        let first = if words.lower(of + 1) == "the" { of + 2 } else { of + 1 };
        (first < end).then(|| named(first..end)).flatten()
    };
    let beside = || {
        let is_owner = |d: &usize| match words.deprel(*d) {
            Deprel::NmodPoss | Deprel::Amod | Deprel::Compound => *d < start,
            Deprel::Nmod => *d >= end && words.preposition(*d).as_deref() == Some("of"),
            _ => false,
        };
        let phrase = |d: usize| {
            let is_part = |i: &usize| {
                words.head(*i) == Some(d) && matches!(words.deprel(*i), Deprel::Flat | Deprel::Compound | Deprel::Amod)
            };
            let parts: Vec<usize> = words.sentence.subtree(d).into_iter().filter(|i| *i == d || is_part(i)).collect();
            Some(*parts.first()?..*parts.last()? + 1)
        };
        let owners = mention.tokens.clone().flat_map(|i| words.dependents(i)).filter(|d| !mention.tokens.contains(d));
        owners.filter(is_owner).find_map(|d| named(phrase(d)?).or_else(|| named(d..d + 1)))
    };
    inside(start).or_else(behind).or_else(beside)
}

/// The text of a range of words, single spaces between words that are set apart.
pub(crate) fn surface(words: Words<'_>, tokens: &Range<usize>) -> String {
    let mut out = String::new();
    let mut end = None;
    for i in tokens.clone() {
        let Some(token) = words.token(i) else { continue };
        if end.is_some_and(|end| end < token.span.start) {
            out.push(' ');
        }
        out.push_str(words.form(i));
        end = Some(token.span.end);
    }
    out
}

/// Bytes of the first word that are no part of the mention ("anti-" before a name).
fn prefix(mention: &Mention, words: Words<'_>) -> usize {
    words.token(mention.tokens.start).map_or(0, |first| mention.span.start.saturating_sub(first.span.start))
}

/// The words of a mention as it stands in the text, single spaces between words that are set apart.
pub(crate) fn mention_surface(words: Words<'_>, mention: &Mention) -> String {
    surface(words, &mention.tokens).split_off(prefix(mention, words))
}

fn content_words(words: Words<'_>, mention: &Mention, prefix: usize) -> Vec<String> {
    let is_content = |i: &usize| match words.upos(*i) {
        Upos::Punct | Upos::Part | Upos::Sym => false,
        Upos::Det | Upos::Adp | Upos::Cconj => mention.kind == MentionKind::Name,
        _ => true,
    };
    let text = |i: usize| {
        let word = if mention.kind == MentionKind::Name { words.form(i).to_owned() } else { words.lemma(i) };
        let word = if i == mention.tokens.start { word.get(prefix..).unwrap_or_default().to_owned() } else { word };
        fold(&word)
    };
    mention.tokens.clone().filter(is_content).map(text).filter(|word| !word.is_empty()).collect()
}

/// For every word of every sentence the quotation that it stands in, counted from 1. A quotation ends with its
/// closing mark, or at the end of the paragraph.
pub(crate) fn quotations(document: &Document) -> Vec<Vec<Option<usize>>> {
    let mut open = false;
    let mut number = 0;
    let mut previous_end = 0;
    let mut all = Vec::with_capacity(document.sentences.len());
    for sentence in &document.sentences {
        let gap = document.text.get(previous_end..sentence.span.start).unwrap_or_default();
        if gap.contains("\n\n") {
            open = false;
        }
        previous_end = sentence.span.end;
        let words = Words::of(document, sentence);
        let mut row = Vec::with_capacity(words.len());
        for i in 0..words.len() {
            let before = open;
            match words.form(i) {
                "“" | "«" | "„" | "``" => open = true,
                "”" | "»" | "''" => open = false,
                "\"" => open = !open,
                _ => {}
            }
            if open && !before {
                number += 1;
            }
            row.push((open && before).then_some(number));
        }
        all.push(row);
    }
    all
}
