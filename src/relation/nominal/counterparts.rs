//! "his Greek counterpart X": X holds the office of the one whose counterpart he is.

use super::scan::Scan;
use super::{Found, Grounds, bodies, holders, offices};
use crate::document::{Deprel, Document};
use crate::lexicon::{PlaceKind, RoleNouns};
use crate::mention::Mentions;

/// Add the offices of counterparts, from the offices found so far.
pub(super) fn complete(document: &Document, mentions: &Mentions, nouns: &RoleNouns, found: &mut Found) {
    for sentence in 0..document.sentences.len() {
        let scan = Scan::new(document, mentions, nouns, sentence);
        for at in 0..scan.len() {
            if nouns.place_at(PlaceKind::Counterpart, &scan.words, at).is_some() {
                one(&scan, at, found);
            }
        }
    }
}

fn one(scan: &Scan, at: usize, found: &mut Found) {
    let holders = holders::of(scan, at, at + 1, at);
    let owner = scan.dependents(at, &[Deprel::NmodPoss]).find_map(|d| scan.mention(d));
    let owner = owner.or_else(|| {
        let up = holders.first().map(|h| h.head)?;
        scan.dependents(up, &[Deprel::NmodPoss]).find_map(|d| scan.mention(d))
    });
    let Some(owner) = owner.map(|m| scan.mentions.mentions[m].chain) else { return };
    let held = found.claims.iter().rfind(|c| {
        c.predicate == "holdsPosition" && c.sentence <= scan.index && scan.mentions.mentions[c.subject].chain == owner
    });
    let Some((position, sentence)) = held.map(|c| (c.object, c.sentence)) else { return };
    let there = Scan::new(scan.document, scan.mentions, scan.nouns, sentence);
    let leads = offices::with_head(&there, scan.mentions.mentions[position].head).is_some_and(|o| o.class.leads);
    for holder in holders {
        let body = bodies::of(scan, at, at + 1, at, Some(holder)).into_iter().find(|b| scan.is_place(b.mention));
        let trigger = scan.span(at, at + 1);
        let grounds = Grounds { rule: "title:counterpart", sentence: scan.index, trigger, head: at, confidence: 0.75 };
        if let Some(claim) = found.add(scan.mentions, holder.mention, "holdsPosition", position, grounds) {
            claim.topic = body.map(|b| b.mention);
        }
        if let Some(body) = body.filter(|_| leads) {
            found.add(scan.mentions, holder.mention, "leads", body.mention, grounds);
        }
    }
}
