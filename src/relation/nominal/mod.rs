//! Claims that noun phrases state: titles ("Kremlin spokesman Dmitry Peskov"), appositions ("X, head of Y,"),
//! copulas ("X is the mayor of Y"), possessives ("her brother X"), brackets ("X (D-Oregon)") and places ("Omsk,
//! Siberia"). In go a document with its mentions and the nouns of `data/lexicon`; out come extractions. What is
//! said of somebody in passing stands whatever the sentence says, so that only copulas ask for polarity and
//! modality; [`is_presupposed`] tells them apart.

mod bodies;
mod check;
mod counterparts;
mod held;
mod holders;
mod kinship;
mod naming;
mod offices;
mod origin;
mod parties;
mod phrase;
mod places;
mod scan;
mod states;
mod times;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::document::{Document, Span};
use crate::lexicon::{Cues, Modality, RoleNouns};
use crate::mention::{Mention, Mentions};
use crate::relation::{self, Attributions, Extraction, factuality};

pub use check::failures;
pub use held::HeldOffices;
pub use naming::{object_name, office_name, office_span};

use scan::Scan;

/// All claims of noun phrases in a document, in text order.
pub fn extract(document: &Document, mentions: &Mentions, nouns: &RoleNouns) -> Vec<Extraction> {
    let mut found = Found::default();
    for sentence in 0..document.sentences.len() {
        let scan = Scan::new(document, mentions, nouns, sentence);
        offices::extract(&scan, &mut found);
        parties::extract(&scan, &mut found);
        kinship::extract(&scan, &mut found);
        origin::extract(&scan, &mut found);
        places::extract(&scan, &mut found);
    }
    counterparts::complete(document, mentions, nouns, &mut found);
    states::complete(document, mentions, nouns, &mut found);
    let mut claims = found.claims;
    claims.sort_by_key(|c| (c.sentence, c.trigger.start));
    claims
}

/// Give polarity, modality and speaker to those claims of noun phrases that the sentence asserts rather than takes
/// for granted ("X may become president", "he said that X is a member of Y").
pub fn assert_claims(
    document: &Document,
    mentions: &Mentions,
    attributions: &Attributions,
    cues: &Cues,
    claims: Vec<Extraction>,
) -> Vec<Extraction> {
    let (mut known, mut asserted): (Vec<_>, Vec<_>) = claims.into_iter().partition(|c| is_presupposed(&c.rule));
    for claim in &mut asserted {
        let Some(sentence) = document.sentences.get(claim.sentence) else { continue };
        let facts = factuality(document, sentence, claim.head, cues);
        claim.polarity = facts.polarity;
        if claim.modality == Modality::Actual {
            claim.modality = facts.modality;
        }
        claim.cues.extend(facts.cues);
    }
    relation::attribute(attributions, mentions, cues, &mut asserted);
    known.append(&mut asserted);
    known.sort_by_key(|c| (c.sentence, c.trigger.start));
    known
}

/// For every mention of people who lead one body, by what noun phrases say of them, a mention of that body. Those who
/// lead several, or did so once, speak for none.
pub fn bodies_led(document: &Document, mentions: &Mentions, nouns: &RoleNouns) -> HashMap<usize, usize> {
    let claims = extract(document, mentions, nouns);
    let chain = |mention: usize| mentions.mentions[mention].chain;
    let mut led: HashMap<usize, Option<usize>> = HashMap::new();
    for claim in claims.iter().filter(|claim| claim.predicate == "leads") {
        let body = led.entry(chain(claim.subject)).or_insert(Some(claim.object));
        *body = body.filter(|&body| chain(body) == chain(claim.object));
    }
    for claim in claims.iter().filter(|claim| is_past(document, mentions, nouns, claim)) {
        led.remove(&chain(claim.subject));
    }
    let of_mention = |(index, mention): (usize, &Mention)| Some((index, (*led.get(&mention.chain)?)?));
    mentions.mentions.iter().enumerate().filter_map(of_mention).collect()
}

/// Does the phrase say that the office is one of the past ("former president X")?
pub fn is_past(document: &Document, mentions: &Mentions, nouns: &RoleNouns, claim: &Extraction) -> bool {
    let Some(office) = mentions.mentions.get(claim.object).filter(|_| claim.predicate == "holdsPosition") else {
        return false;
    };
    let scan = Scan::new(document, mentions, nouns, office.sentence);
    (office.tokens.start.saturating_sub(1)..office.tokens.end).any(|w| scan.status(w).is_some_and(|s| s.past))
}

/// Is what this rule finds taken for granted by the sentence, so that its negation or hedge does not touch it?
pub fn is_presupposed(rule: &str) -> bool {
    !rule.ends_with(":copula") && !rule.ends_with(":as")
}

/// The extractions so far; one a (subject, predicate, object) and sentence.
#[derive(Default)]
struct Found {
    claims: Vec<Extraction>,
}

/// What an extraction needs besides its arguments.
#[derive(Clone, Copy)]
struct Grounds {
    rule: &'static str,
    sentence: usize,
    trigger: Span,
    /// The word that carries the predicate.
    head: usize,
    confidence: f32,
}

impl Found {
    /// Is anything said of the two, beside that an office of the person belongs to the body?
    fn ties(&self, person: usize, body: usize) -> bool {
        self.claims.iter().any(|c| c.subject == person && c.object == body)
    }

    /// Does the person hold an office ("Senators X of Utah" represent a place, whether or not they live there)?
    fn is_in_office(&self, scan: &scan::Scan, person: usize) -> bool {
        let chain = |m: usize| scan.mentions.mentions[m].chain;
        self.claims.iter().any(|c| c.predicate == "holdsPosition" && chain(c.subject) == chain(person))
    }

    /// Does this sentence name an office of the person already?
    fn is_in_office_here(&self, scan: &scan::Scan, person: usize) -> bool {
        let chain = |m: usize| scan.mentions.mentions[m].chain;
        let here = self.claims.iter().filter(|c| c.sentence == scan.index && chain(c.subject) == chain(person));
        here.into_iter().any(|c| matches!(c.predicate.as_str(), "holdsPosition" | "spokespersonFor"))
    }

    /// Add a claim unless it is there; `None` where subject and object are the same mention or chain.
    fn add(
        &mut self,
        mentions: &Mentions,
        subject: usize,
        predicate: &str,
        object: usize,
        grounds: Grounds,
    ) -> Option<&mut Extraction> {
        let same_thing = mentions.mentions[subject].chain == mentions.mentions[object].chain;
        if (subject == object && predicate != "holdsPosition")
            || (same_thing && !matches!(predicate, "holdsPosition" | "electedTo" | "candidateFor" | "memberOf"))
        {
            return None;
        }
        let chain = |m: usize| mentions.mentions[m].chain;
        let known = |c: &Extraction| {
            let same_object = c.object == object || (predicate != "holdsPosition" && chain(c.object) == chain(object));
            c.sentence == grounds.sentence
                && c.predicate == predicate
                && chain(c.subject) == chain(subject)
                && same_object
        };
        if self.claims.iter().any(known) {
            return None;
        }
        self.claims.push(Extraction {
            subject,
            predicate: predicate.to_owned(),
            object,
            rule: grounds.rule.to_owned(),
            confidence: grounds.confidence,
            ..Extraction::at(grounds.sentence, grounds.head, grounds.trigger)
        });
        self.claims.last_mut()
    }
}
