//! The posts that people are said to hold anywhere in the article, for what leaves them unsaid: "the minister
//! announced her resignation", "he was re-elected".

use std::collections::HashMap;

use super::offices;
use super::scan::Scan;
use crate::document::Document;
use crate::lexicon::{Polarity, RoleNouns};
use crate::mention::Mentions;
use crate::relation::Extraction;

/// For each chain the mentions that name its posts, in text order.
#[derive(Debug, Clone, Default)]
pub struct HeldOffices {
    posts: HashMap<usize, Vec<Post>>,
}

/// Where a post is named.
#[derive(Debug, Clone, Copy)]
struct Post {
    mention: usize,
    /// Sentence and word.
    at: (usize, usize),
    /// Voters or a parliament choose its holder.
    is_elective: bool,
    /// At the head of a state or its government.
    is_of_state: bool,
}

impl HeldOffices {
    /// Collect the posts from the claims of noun phrases in a document: offices of the classes marked `post`.
    pub fn build(document: &Document, mentions: &Mentions, nouns: &RoleNouns, claims: &[Extraction]) -> HeldOffices {
        let mut held = HeldOffices::default();
        held.add(document, mentions, nouns, claims);
        held
    }

    /// Add those from further claims.
    pub fn add(&mut self, document: &Document, mentions: &Mentions, nouns: &RoleNouns, claims: &[Extraction]) {
        let is_held = |c: &&Extraction| {
            matches!(c.predicate.as_str(), "holdsPosition" | "electedTo") && c.polarity == Polarity::Positive
        };
        for claim in claims.iter().filter(is_held) {
            let (Some(subject), Some(object)) =
                (mentions.mentions.get(claim.subject), mentions.mentions.get(claim.object))
            else {
                continue;
            };
            let scan = Scan::new(document, mentions, nouns, object.sentence);
            // A title inside a name ("Queen X") is no head of its own mention.
            let office = offices::with_head(&scan, object.head).or_else(|| offices::with_head(&scan, claim.head));
            if let Some(office) = office.filter(|office| office.class.post) {
                let post = Post {
                    mention: claim.object,
                    at: (claim.sentence, claim.head),
                    is_elective: office.class.elective,
                    is_of_state: office.class.state,
                };
                self.posts.entry(subject.chain).or_default().push(post);
            }
        }
        self.posts.values_mut().for_each(|posts| posts.sort_by_key(|p| p.at));
    }

    /// The post of `chain` named last before word `at` (sentence, word), else the first one named behind it; where the
    /// same sentence names none, the highest. With `is_elective`, only posts that voters or a parliament fill.
    pub fn of(&self, chain: usize, at: (usize, usize), is_elective: bool) -> Option<usize> {
        let posts: Vec<&Post> = self.posts.get(&chain)?.iter().filter(|p| p.is_elective || !is_elective).collect();
        let before = |p: &&&Post| p.at <= at;
        let here = posts.iter().rfind(|p| p.at.0 == at.0);
        let of_state = || posts.iter().filter(|p| p.is_of_state).rfind(before);
        let near = || posts.iter().rfind(before).or(posts.first());
        here.or_else(of_state).or_else(near).map(|p| p.mention)
    }
}
