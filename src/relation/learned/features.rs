//! What the relation head is told of two mentions of a sentence: the words they stand in, the words between them in
//! the text and in the parse, and a row of numbers for what is known beside the word vectors.
//!
//! In: a sentence and two of its mentions. Out: their [`Way`] and a row by a [`Layout`], which is that of
//! `descriptors` in `training/pairs.py`.

use std::collections::HashMap;

use crate::document::{Deprel, Sentence, Upos};
use crate::error::{Error, Result};
use crate::lexicon::EntityType;
use crate::mention::{Mention, MentionKind, Mentions};

/// Types that the head tells apart; countries count as places, since which of the two a name is shows only later.
const TYPES: [EntityType; 8] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Place,
    EntityType::Group,
    EntityType::Event,
    EntityType::Work,
    EntityType::Position,
    EntityType::Concept,
];

/// Ways of referring that it tells apart.
const KINDS: [MentionKind; 3] = [MentionKind::Name, MentionKind::Nominal, MentionKind::Pronoun];

/// Numbers that say where the two stand.
const PLACES: usize = 8;

/// The way between two words of a sentence through the parse.
#[derive(Debug, PartialEq, Eq)]
pub struct Way {
    /// Where the two hang in the sentence: at the first of those that they are joined to by "and".
    pub ends: [usize; 2],
    /// The lowest word that both ends hang on; one of the two where the other hangs on it.
    pub joint: usize,
    /// The words on the way, without the ends.
    pub between: Vec<usize>,
    /// Steps from the first and from the second end up to the joint.
    pub steps: [usize; 2],
}

impl Way {
    /// The way from word `a` to word `b`.
    pub fn new(sentence: &Sentence, a: usize, b: usize) -> Way {
        let [a, b] = match [a, b].map(|word| sentence.first_conjunct(word)) {
            [x, y] if x == y => [a, b],
            ends => ends,
        };
        let [up, down] = [a, b].map(|word| sentence.ancestors(word).collect::<Vec<_>>());
        let Some((from, to)) = up.iter().enumerate().find_map(|(i, w)| Some((i, down.iter().position(|x| x == w)?)))
        else {
            return Way { ends: [a, b], joint: b, between: Vec::new(), steps: [0, 0] };
        };
        let words = up[..=from].iter().chain(&down[..to]).copied();
        let between = words.filter(|&w| w != a && w != b).collect();
        Way { ends: [a, b], joint: up[from], between, steps: [from, to] }
    }
}

/// Where each label stands in a row.
#[derive(Debug)]
pub struct Layout {
    deprel: HashMap<Deprel, usize>,
    upos: HashMap<Upos, usize>,
    deprels: usize,
    uposes: usize,
}

impl Layout {
    /// The layout for these dependency relations and tags, in the order of the model's classes.
    ///
    /// # Errors
    /// [`Error::Model`] for a label that is none.
    pub fn new(deprel: &[String], upos: &[String]) -> Result<Self> {
        let unknown = |label: &String| Error::Model(format!("relation head: no such label: {label}"));
        let numbered = |(n, label): (usize, &String)| Ok((Deprel::parse(label).ok_or_else(|| unknown(label))?, n));
        let tagged = |(n, label): (usize, &String)| Ok((Upos::parse(label).ok_or_else(|| unknown(label))?, n));
        Ok(Layout {
            deprel: deprel.iter().enumerate().map(numbered).collect::<Result<_>>()?,
            upos: upos.iter().enumerate().map(tagged).collect::<Result<_>>()?,
            deprels: deprel.len(),
            uposes: upos.len(),
        })
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        2 * self.deprels + self.uposes + PLACES + 2 * TYPES.len() + 2 * KINDS.len() + 1
    }

    /// Append the row of a pair: relations of the two heads, tag of the joint, order, distances, one within the other, types,
    /// kinds, headline.
    pub fn describe(&self, row: &mut Vec<f32>, sentence: &Sentence, mentions: &Mentions, pair: [usize; 2], way: &Way) {
        let start = row.len();
        row.resize(start + self.width(), 0.0);
        let row = &mut row[start..];
        let [subject, object] = pair.map(|m| &mentions.mentions[m]);
        let (s, o) = (subject.head, object.head);
        let mut at = 0;
        for word in way.ends {
            let deprel = sentence.tokens.get(word).map_or(Deprel::Dep, |token| token.deprel);
            row[at + self.deprel.get(&deprel).copied().unwrap_or(0)] = 1.0;
            at += self.deprels;
        }
        let upos = sentence.tokens.get(way.joint).map_or(Upos::X, |token| token.upos);
        row[at + self.upos.get(&upos).copied().unwrap_or(0)] = 1.0;
        at += self.uposes;
        let flag = |holds: bool| f32::from(u8::from(holds));
        let places = [
            flag(s < o),
            way.steps[0] as f32 / 3.0,
            way.steps[1] as f32 / 3.0,
            s.abs_diff(o) as f32 / 10.0,
            flag(way.joint == way.ends[0]),
            flag(way.joint == way.ends[1]),
            flag(subject.span.contains(object.span)),
            flag(object.span.contains(subject.span)),
        ];
        row[at..at + PLACES].copy_from_slice(&places);
        at += PLACES;
        for mention in pair {
            if let Some(n) = TYPES.iter().position(|&t| t == type_of(mentions, mention)) {
                row[at + n] = 1.0;
            }
            at += TYPES.len();
        }
        for mention in [subject, object] {
            if let Some(n) = KINDS.iter().position(|&k| k == mention.kind) {
                row[at + n] = 1.0;
            }
            at += KINDS.len();
        }
        row[at] = flag(sentence.is_title);
    }
}

fn type_of(mentions: &Mentions, mention: usize) -> EntityType {
    match mentions.chain_of(mention).entity_type {
        EntityType::Country => EntityType::Place,
        other => other,
    }
}

/// May the head be asked about two mentions of a sentence? Not about far ones.
pub fn is_pair(a: &Mention, b: &Mention, farthest: usize) -> bool {
    a.chain != b.chain && a.head != b.head && a.head.abs_diff(b.head) <= farthest
}

#[cfg(test)]
mod tests {
    use super::super::super::parsed;
    use super::*;

    #[test]
    fn the_way_between_two_words() {
        let document = parsed::document(
            "Lena Lena PROPN 3 nsubj\nthen then ADV 3 advmod\nmet meet VERB 0 root\nfriends friend NOUN 3 obj\nof of ADP 6 case\nOla Ola PROPN 4 nmod",
        );
        let sentence = &document.sentences[0];
        let way = |a, b| Way::new(sentence, a, b);
        assert_eq!(way(0, 5), Way { ends: [0, 5], joint: 2, between: vec![2, 3], steps: [1, 2] });
        assert_eq!(way(5, 0), Way { ends: [5, 0], joint: 2, between: vec![3, 2], steps: [2, 1] });
        assert_eq!(way(2, 5), Way { ends: [2, 5], joint: 2, between: vec![3], steps: [0, 2] });
        assert_eq!(way(3, 5), Way { ends: [3, 5], joint: 3, between: vec![], steps: [0, 1] });
    }

    #[test]
    fn those_joined_by_and_hang_where_the_first_hangs() {
        let document = parsed::document(
            "Ada Ada PROPN 4 nsubj\nand and CCONJ 3 cc\nOla Ola PROPN 1 conj\njoined join VERB 0 root\nNATO NATO PROPN 4 obj",
        );
        let sentence = &document.sentences[0];
        assert_eq!(Way::new(sentence, 2, 4), Way { ends: [0, 4], joint: 3, between: vec![3], steps: [1, 1] });
        assert_eq!(Way::new(sentence, 0, 2), Way { ends: [0, 2], joint: 0, between: vec![], steps: [0, 1] });
    }
}
