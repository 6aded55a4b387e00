//! Runs the tests that stand in `data/lexicon`: a text is read, and the claims that its noun phrases give are
//! compared with those that it must give.

use super::{extract, object_name};
use crate::document::Document;
use crate::lexicon::{RoleNouns, RoleTest};
use crate::mention::Mentions;
use crate::relation::Extraction;

/// What is wrong with the claims of a test's text, a sentence each; empty where all is well. `document` and
/// `mentions` are the text as read.
pub fn failures(test: &RoleTest, document: &Document, mentions: &Mentions, nouns: &RoleNouns) -> Vec<String> {
    let shown = |c: &Extraction| {
        let named = object_name(document, mentions, nouns, c).map(|(name, _)| name);
        let object = named.unwrap_or_else(|| mentions.chain_of(c.object).name.clone());
        (mentions.chain_of(c.subject).name.clone(), c.predicate.clone(), object)
    };
    let compared = |c: &&Extraction| test.predicates.contains(&c.predicate);
    let mut got: Vec<_> = extract(document, mentions, nouns).iter().filter(compared).map(shown).collect();
    let mut failures = Vec::new();
    for claim in &test.gives {
        let mut parts = claim.split(" | ");
        let (subject, predicate, object) = (parts.next(), parts.next(), parts.next());
        let same = |want: Option<&str>, have: &str| want.is_some_and(|w| plain(w) == plain(have));
        let place = got.iter().position(|g| same(subject, &g.0) && predicate == Some(&g.1) && same(object, &g.2));
        match place {
            Some(place) => drop(got.remove(place)),
            None => failures.push(format!("does not give `{claim}`")),
        }
    }
    failures.extend(got.iter().map(|g| format!("gives `{} | {} | {}`", g.0, g.1, g.2)));
    failures
}

/// Lower case, without articles.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split_whitespace().filter(|w| !matches!(*w, "the" | "a" | "an")).collect::<Vec<_>>().join(" ")
}
