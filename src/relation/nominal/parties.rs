//! Parties and other bodies that people belong to: "Republican Senator X", "X, a Democrat", "X (D-Oregon)".

use super::holders::{self, Holder, Tie};
use super::offices::OfficeUse;
use super::scan::Scan;
use super::{Found, Grounds, offices};
use crate::document::Deprel;
use crate::lexicon::Party;
use crate::mention::Mentions;

/// Claims of party words in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    let mut at = 0;
    while at < scan.len() {
        let word = scan.nouns.party_at(&scan.words, at).filter(|_| scan.surface(at).starts_with(char::is_uppercase));
        if scan.form(at) == "(" || is_apart(scan, at) {
            by_letter(scan, at, found);
        }
        at = match word {
            Some((to, _)) => {
                by_word(scan, at, to, found);
                to
            }
            None => at + 1,
        };
    }
}

fn by_word(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let offices = offices::all(scan);
    let office = offices.iter().find(|o| o.from >= to && o.from - to < 4 && (o.from == to || hangs(scan, head, o)));
    let (holders, rule) = match office {
        Some(&o) => (offices::office_holders(scan, o), "party:title"),
        None => match described(scan, head) {
            Some(holder) => (vec![holder], "party:title"),
            None => (holders::of(scan, from, to, head), "party:apposition"),
        },
    };
    let inside = |m: &usize| scan.mentions.mentions[*m].tokens.end <= to;
    let own = (from..to).find_map(|t| scan.mention(t)).filter(inside);
    let Some(object) = own.or_else(|| office.and_then(|o| scan.mention(o.head))) else { return };
    let grounds = Grounds { rule, sentence: scan.index, trigger: scan.span(from, to), head, confidence: 0.85 };
    // "Labour leader X": who leads the party need not be told to belong to it.
    let mention = |m: usize| &scan.mentions.mentions[m];
    let leads = |person: usize| {
        found.claims.iter().any(|c| {
            c.predicate == "leads"
                && mention(c.subject).chain == mention(person).chain
                && c.sentence == scan.index
                && mention(c.object).sentence == scan.index
                && mention(c.object).tokens.contains(&from)
        })
    };
    let holders: Vec<_> = holders.into_iter().filter(|h| !leads(h.mention)).collect();
    for holder in holders {
        found.add(scan.mentions, holder.mention, "memberOf", object, grounds);
    }
    for example in examples(scan, to, head) {
        let grounds = Grounds { rule: "party:example", ..grounds };
        found.add(scan.mentions, example, "memberOf", object, grounds);
    }
}

/// "Democratic challenger X": the named person whom a noun behind the party's word describes.
fn described(scan: &Scan, party: usize) -> Option<Holder> {
    let noun = scan
        .head(party)
        .filter(|&n| n > party && matches!(scan.token(party).deprel, Deprel::Amod | Deprel::Compound))?;
    let mention = scan.mention(noun).filter(|&m| scan.mentions.mentions[m].head == noun && scan.is_named_person(m))?;
    Some(Holder { mention, head: noun, tie: Tie::Title })
}

/// "Democrats such as X and Y": the people whom a plural gives as examples.
fn examples(scan: &Scan, to: usize, head: usize) -> Vec<usize> {
    let at = if scan.form(to) == "," { to + 1 } else { to };
    let names = match (scan.form(at), scan.form(at + 1)) {
        ("such", "as") => at + 2,
        ("like" | "including", _) => at + 1,
        _ => return Vec::new(),
    };
    if scan.is_plural(head) { holders::listed(scan, names) } else { Vec::new() }
}

/// Does the word stand, by whatever steps, under the office or beside it under the name?
fn hangs(scan: &Scan, word: usize, office: &OfficeUse) -> bool {
    let mut at = word;
    for _ in 0..3 {
        let Some(up) = scan.head(at) else { return false };
        if (office.from..office.to).contains(&up) || Some(up) == scan.head(office.head) {
            return true;
        }
        if up > office.from {
            return false;
        }
        at = up;
    }
    false
}

/// "X, R-Ohio, voted": a letter and a state between commas.
fn is_apart(scan: &Scan, comma: usize) -> bool {
    let has_state = || {
        let is_joined = matches!(scan.form(comma + 2), "-" | "–") || scan.surface(comma + 1).contains(['-', '–']);
        let last = scan.surface(comma + 1).chars().last().is_some_and(char::is_alphabetic);
        is_joined && (last || scan.surface(comma + 3).starts_with(char::is_uppercase))
    };
    scan.form(comma) == "," && comma + 3 < scan.len() && has_state()
}

/// "X (D-Oregon)", "X (R)": the bracket right behind a name, or ", R-Ohio,".
fn by_letter(scan: &Scan, bracket: usize, found: &mut Found) {
    if bracket == 0 || bracket + 1 >= scan.len() {
        return;
    }
    let inside = scan.surface(bracket + 1);
    let letter = inside.split(['-', '–']).next().unwrap_or(inside);
    let closes = matches!(scan.form(bracket + 2), "-" | "–" | ")" | ",") || letter.len() < inside.len();
    let Some(party) = scan.nouns.party_of_letter(letter.trim_end_matches('.')).filter(|_| closes) else { return };
    let person = scan.mention_to(bracket - 1).filter(|&m| scan.is_person_name(m));
    let object = mention_of(scan.mentions, party).or_else(|| scan.mention(bracket + 1));
    if let (Some(person), Some(object)) = (person, object) {
        let trigger = scan.span(bracket, bracket + 2);
        let rule = "party:parenthesis";
        let grounds = Grounds { rule, sentence: scan.index, trigger, head: bracket + 1, confidence: 0.85 };
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
