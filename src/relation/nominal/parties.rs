//! Parties and other bodies that people belong to: "Republican Senator X", "X, a Democrat", "X (D-Oregon)".

use super::holders;
use super::scan::Scan;
use super::{Found, Grounds, offices};
use crate::lexicon::Party;
use crate::mention::Mentions;

/// Claims of party words in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    for at in 0..scan.len() {
        if let Some((to, _)) =
            scan.nouns.party_at(&scan.words, at).filter(|_| scan.surface(at).starts_with(char::is_uppercase))
        {
            by_word(scan, at, to, found);
        }
        if scan.form(at) == "(" {
            by_letter(scan, at, found);
        }
    }
}

fn by_word(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let Some(object) = (from..to).find_map(|t| scan.mention(t)) else { return };
    let offices = offices::all(scan);
    let office = offices.iter().find(|o| {
        o.from >= to && scan.head(head).is_some_and(|h| h == o.head || Some(h) == scan.head(o.head)) && o.from - to < 4
    });
    let (holders, rule) = match office {
        Some(o) => (holders::of(scan, o.from, o.to, o.head), "party:title"),
        None => (holders::of(scan, from, to, head), "party:apposition"),
    };
    let grounds = Grounds {
        rule,
        sentence: scan.index,
        trigger: scan.span(from, to),
        head: scan.head_of(from, to),
        confidence: 0.85,
    };
    for holder in holders {
        found.add(scan.mentions, holder.mention, "memberOf", object, grounds);
    }
}

/// "X (D-Oregon)", "X (R)": the bracket right behind a name.
fn by_letter(scan: &Scan, bracket: usize, found: &mut Found) {
    if bracket == 0 || bracket + 1 >= scan.len() {
        return;
    }
    let inside = scan.surface(bracket + 1);
    let letter = inside.split(['-', '–']).next().unwrap_or(inside);
    let closes = matches!(scan.form(bracket + 2), "-" | "–" | ")" | ",") || letter.len() < inside.len();
    let Some(party) = scan.nouns.party_of_letter(letter.trim_end_matches('.')).filter(|_| closes) else { return };
    let person = scan.mention_to(bracket - 1).filter(|&m| scan.is_person_name(m));
    if let (Some(person), Some(object)) = (person, mention_of(scan.mentions, party)) {
        let grounds = Grounds {
            rule: "party:parenthesis",
            sentence: scan.index,
            trigger: scan.span(bracket, bracket + 2),
            head: scan.head_of(bracket, bracket + 2),
            confidence: 0.85,
        };
        found.add(scan.mentions, person, "memberOf", object, grounds);
    }
}

/// The first mention in the document of a party, by its name.
fn mention_of(mentions: &Mentions, party: &Party) -> Option<usize> {
    let stem = party.name.split(' ').next().unwrap_or(&party.name);
    let root = stem.strip_suffix("ic").unwrap_or(stem);
    (0..mentions.mentions.len()).find(|&m| {
        let name = &mentions.chain_of(m).name;
        *name == party.name || name == stem || *name == format!("{root}s") || name == root
    })
}
