//! Offices of state without a state: in an article about one country "President X" is that country's. Taken only
//! where the article has one country that it speaks of far more than of any other, and for people whom it ties to
//! none.

use super::offices::{self, OfficeUse};
use super::{Found, Grounds, scan::Scan};
use crate::document::{Deprel, Document};
use crate::lexicon::{EntityType, RoleNouns};
use crate::mention::Mentions;

/// Add `leads` for heads of state and town that the article names without their state or town.
pub(super) fn complete(document: &Document, mentions: &Mentions, nouns: &RoleNouns, found: &mut Found) {
    let country = prevailing(mentions, EntityType::Country);
    let town = prevailing(mentions, EntityType::Place);
    let led: Vec<usize> =
        found.claims.iter().filter(|c| c.predicate == "leads").map(|c| mentions.mentions[c.subject].chain).collect();
    let mut scan: Option<Scan> = None;
    let held: Vec<(usize, usize, usize)> = found
        .claims
        .iter()
        .filter(|c| c.predicate == "holdsPosition" && c.topic.is_none() && c.rule != "title:copula")
        .map(|c| (c.subject, c.object, c.sentence))
        .collect();
    let mut done = led;
    for (person, position, sentence) in held {
        let chain = mentions.mentions[person].chain;
        if done.contains(&chain) {
            continue;
        }
        if scan.as_ref().is_none_or(|s| s.index != sentence) {
            scan = Some(Scan::new(document, mentions, nouns, sentence));
        }
        let Some(scan) = scan.as_ref() else { continue };
        let Some(office) = offices::with_head(scan, mentions.mentions[position].head) else { continue };
        let of_body = is_agent(scan, mentions.mentions[person].head) || scan.is_plural(office.head);
        if !office.class.unnamed || is_past(scan, office.from) || is_one_of_many(scan, office) || of_body {
            continue;
        }
        let of = if office.class.state {
            country
        } else if office.class.town {
            town
        } else {
            None
        };
        // "It sells Yerevan arms and tells Premier X so": of another country than the article's.
        let there =
            |chain: usize| mentions.chains[chain].mentions.iter().any(|&m| mentions.mentions[m].sentence == sentence);
        let others = || {
            let here = mentions.mentions.iter().filter(|m| m.sentence == sentence && Some(m.chain) != of);
            let kind = if office.class.town { EntityType::Place } else { EntityType::Country };
            here.filter(|m| mentions.chains[m.chain].entity_type == kind).count() > 0
        };
        if of.is_some_and(|chain| !there(chain)) && others() {
            continue;
        }
        let Some(place) = of.and_then(|chain| nearest(mentions, chain, sentence)) else { continue };
        let grounds = Grounds {
            rule: "title:context",
            sentence,
            trigger: scan.span(office.from, office.to),
            head: office.head,
            confidence: 0.6,
        };
        if found.add(mentions, person, "leads", place, grounds).is_some() {
            done.push(chain);
        }
    }
}

/// The chain of this type that the article mentions most, if at least three times and three times as often as the next.
fn prevailing(mentions: &Mentions, kind: EntityType) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = mentions
        .chains
        .iter()
        .enumerate()
        .filter(|(_, c)| c.entity_type == kind && c.is_named)
        .map(|(i, c)| (c.mentions.len(), i))
        .collect();
    counts.sort_by_key(|&(count, chain)| (std::cmp::Reverse(count), chain));
    let (first, second) = (counts.first()?, counts.get(1).map_or(0, |c| c.0));
    (first.0 >= 3 && first.0 >= 3 * second).then_some(first.1)
}

/// The mention of a chain nearest to a sentence, earlier ones first.
fn nearest(mentions: &Mentions, chain: usize, sentence: usize) -> Option<usize> {
    mentions.chains[chain].mentions.iter().copied().min_by_key(|&m| mentions.mentions[m].sentence.abs_diff(sentence))
}

/// "a third president, X", "under President X": one of a row, or named only to say when.
fn is_one_of_many(scan: &Scan, office: OfficeUse) -> bool {
    let article = scan.dependents(office.head, &[Deprel::Det]).any(|d| matches!(scan.form(d), "a" | "an"));
    let phrase = office.from.saturating_sub(1);
    article || office.from > 0 && scan.form(phrase) == "under"
}

/// "The court is led by President X": he heads what the verb says.
fn is_agent(scan: &Scan, person: usize) -> bool {
    let by = scan.is(person, Deprel::OblAgent) || scan.is(person, Deprel::Obl) && scan.case(person) == Some("by");
    by && scan
        .head(person)
        .is_some_and(|v| matches!(scan.token(v).deprel, Deprel::Root | Deprel::Acl | Deprel::AclRelcl))
}

/// "former President X": of which country the article need not be about.
fn is_past(scan: &Scan, from: usize) -> bool {
    (from.saturating_sub(2)..from).any(|w| scan.status(w).is_some_and(|s| s.past))
}
