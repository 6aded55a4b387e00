//! Where the phrase of a noun begins and ends, with its complements, and what sets it off.

use super::scan::Scan;
use crate::document::Deprel;
use crate::lexicon::EntityType;

/// A comma, dash or bracket that sets off an apposition.
pub(super) fn is_break(scan: &Scan, at: usize) -> bool {
    matches!(scan.form(at), "," | "—" | "–" | "(")
}

/// Does an apposition end here?
pub(super) fn closes(scan: &Scan, at: usize) -> bool {
    at >= scan.len() || matches!(scan.form(at), "," | "—" | "–" | ")" | "." | ";" | ":")
}

/// The first word of the noun's phrase, determiner and modifiers included.
pub(super) fn phrase_start(scan: &Scan, from: usize, head: usize) -> usize {
    let mut start = from;
    while start > 0 && !is_break(scan, start - 1) && scan.in_same_phrase(start - 1, head) {
        start -= 1;
    }
    start
}

/// One past the noun with its "of" and "for" complements and theirs: "minister of foreign affairs of Malta".
pub(super) fn phrase_end(scan: &Scan, to: usize, head: usize) -> usize {
    let mut end = complement_end(scan, to, head);
    for _ in 0..2 {
        if end <= to {
            break;
        }
        let next = joined_end(scan, end).or_else(|| nested_end(scan, end));
        let Some(next) = next.filter(|&next| next > end) else { break };
        end = next;
    }
    end
}

/// "presidents of Malta and Cyprus": one past the second place or body.
fn joined_end(scan: &Scan, end: usize) -> Option<usize> {
    let first = scan.mention_to(end - 1).filter(|&m| scan.is_place(m) || scan.is_body(m))?;
    let second = scan.name_mention_from(end + 1).filter(|_| scan.form(end) == "and")?;
    let m = &scan.mentions.mentions[second];
    let joined = scan.is(m.head, Deprel::Conj) && scan.kind(second) == scan.kind(first);
    joined.then_some(m.tokens.end)
}

/// One past the place or body behind another "of".
fn nested_end(scan: &Scan, end: usize) -> Option<usize> {
    let place = (end + 1..scan.len().min(end + 4))
        .find_map(|w| scan.name_mention_from(w))
        .filter(|_| scan.form(end) == "of")?;
    let m = &scan.mentions.mentions[place];
    let whole = (end + 1..m.tokens.start).all(|w| scan.is(w, Deprel::Det));
    (whole && (scan.is_place(place) || scan.is_body(place))).then_some(m.tokens.end)
}

/// One past the noun with its "of" and "for" complements.
fn complement_end(scan: &Scan, to: usize, head: usize) -> usize {
    let complement = scan
        .dependents(head, &[Deprel::Nmod])
        .filter(|&d| {
            d >= to && matches!(scan.case(d), Some("of" | "for" | "at" | "in" | "to" | "on" | "with" | "from"))
        })
        .last();
    let Some(complement) = complement else { return to };
    let Some(mention) = scan.mention(complement) else { return complement + 1 };
    let end = scan.mentions.mentions[mention].tokens.end.max(to);
    // "the wife of opposition leader X", "the editor of the newspaper X": the name belongs to the complement.
    let name = scan.name_mention_from(end).filter(|&m| {
        let is_person = scan.kind(mention) == EntityType::Person;
        let above = scan.head(scan.mentions.mentions[m].head);
        let is_tied = above == Some(complement) || above == scan.head(complement);
        let is_its_own = || is_tied && scan.kind(m) == scan.kind(mention);
        if is_person { scan.is_person_name(m) } else { is_its_own() }
    });
    name.map_or(end, |m| scan.mentions.mentions[m].tokens.end)
}

impl Scan<'_> {
    /// Does this word belong to the noun phrase of `head`, before it?
    pub(super) fn in_same_phrase(&self, at: usize, head: usize) -> bool {
        let mut up = at;
        for _ in 0..6 {
            if up == head {
                return true;
            }
            let deprel = self.token(up).deprel;
            let inside = matches!(
                deprel,
                Deprel::Det
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::Case
                    | Deprel::Flat
                    | Deprel::Nummod
                    | Deprel::NmodDesc
                    | Deprel::Advmod
            ) || (deprel == Deprel::Punct && self.form(up) == "-");
            match self.head(up) {
                Some(next) if inside => up = next,
                _ => return false,
            }
        }
        false
    }
}
