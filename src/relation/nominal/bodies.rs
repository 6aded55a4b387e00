//! What an office belongs to: the country, body, place or person named with it.

use super::holders::{Holder, Tie};
use super::scan::Scan;
use crate::document::Deprel;
use crate::lexicon::EntityType;

/// A body named with an office, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    pub mention: usize,
    /// Before the noun ("Kremlin spokesman", "Iran's president") rather than behind it ("president of Iran").
    pub before: bool,
    /// As a possessor ("Iran's", "its").
    pub possessor: bool,
}

/// Bodies of the noun in words `from..to` with head `head`, held by `holder`: the surest first. Where one stands
/// behind the noun ("Democratic chairman of the Lake Committee"), those before it only colour it.
pub(super) fn of(scan: &Scan, from: usize, to: usize, head: usize, holder: Option<Holder>) -> Vec<Body> {
    let mut found = around(scan, from, to, head, head);
    if found.iter().all(|b| b.before && scan.kind(b.mention) == EntityType::Group) {
        found.extend(holder.filter(|h| h.tie == Tie::Title).map_or_else(Vec::new, |h| around_name(scan, from, h)));
    }
    if found.is_empty() {
        found = joined(scan, head);
    }
    if found.is_empty() {
        found.extend(right_before(scan, from));
    }
    if found.iter().any(|b| !b.before) {
        found.sort_by_key(|b| b.before);
        found.retain(|b| !b.before || b.possessor);
    }
    // "Armenia's Security Council chief": the council is Armenia's, the chief the council's.
    let is_body = |b: &Body| b.before && !b.possessor && scan.is_name(b.mention) && scan.is_body(b.mention);
    if found.iter().any(is_body) {
        found.retain(|b| !b.possessor || !scan.is_place(b.mention));
    }
    for body in &mut found {
        body.mention = named_inside(scan, body.mention);
    }
    found.retain(|b| !is_hyphenated(scan, b.mention, from) && !scan.is_prefixed(b.mention));
    let office = from..to;
    found.retain(|b| {
        let m = &scan.mentions.mentions[b.mention];
        m.sentence != scan.index || m.tokens.end <= office.start || m.tokens.start >= office.end
    });
    found
}

/// "Fiji-born mediator": the place belongs to the participle, not to the noun.
fn is_hyphenated(scan: &Scan, mention: usize, noun: usize) -> bool {
    let m = &scan.mentions.mentions[mention];
    let end = m.tokens.end;
    m.sentence == scan.index
        && end + 1 < noun
        && scan.form(end) == "-"
        && scan.nouns.status(scan.form(end + 1)).is_none()
}

/// "the Polish city of Bydgoszcz": the town, not the noun.
fn named_inside(scan: &Scan, mention: usize) -> usize {
    let m = &scan.mentions.mentions[mention];
    if scan.is_name(mention) || m.sentence != scan.index || !scan.is_place(mention) {
        return mention;
    }
    let of = scan.dependents(m.head, &[Deprel::Nmod]).find(|&d| scan.case(d) == Some("of"));
    of.and_then(|d| scan.mention(d)).filter(|&n| scan.is_name(n) && scan.is_place(n)).unwrap_or(mention)
}

/// Modifiers of the noun itself.
fn around(scan: &Scan, from: usize, to: usize, head: usize, own: usize) -> Vec<Body> {
    let before =
        [Deprel::Compound, Deprel::Amod, Deprel::NmodPoss, Deprel::NmodDesc, Deprel::NmodUnmarked, Deprel::Nmod];
    let mut found = Vec::new();
    for part in (from..to).chain([head]) {
        for below in scan.dependents(part, &before).filter(|&d| d < from || d >= to) {
            let possessor = scan.is(below, Deprel::NmodPoss);
            let case = scan.case(below);
            let right = below > own;
            let fits = if right {
                scan.is(below, Deprel::Nmod) && matches!(case, Some("of" | "for" | "at" | "with" | "to"))
            } else {
                possessor || (case.is_none() && !scan.is(below, Deprel::Nmod)) || case == Some("'s")
            };
            if let Some(mention) = scan.mention(below).filter(|_| fits)
                && !found.iter().any(|b: &Body| b.mention == mention)
            {
                found.push(Body { mention, before: !right, possessor });
            }
        }
    }
    found
}

/// "New Zealand's Prime Minister X": the parser hangs the possessor on the name; "Governor X of Volta".
fn around_name(scan: &Scan, from: usize, holder: Holder) -> Vec<Body> {
    let mut found = Vec::new();
    for below in scan.dependents(holder.head, &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod, Deprel::NmodDesc]) {
        if below < from
            && let Some(mention) =
                scan.mention(below).filter(|&m| scan.is_name(m) || scan.is_body(m) || scan.is(below, Deprel::NmodPoss))
        {
            found.push(Body { mention, before: true, possessor: scan.is(below, Deprel::NmodPoss) });
        }
    }
    for below in scan.dependents(holder.head, &[Deprel::Nmod]) {
        if below > holder.head
            && matches!(scan.case(below), Some("of" | "from"))
            && let Some(mention) = scan.mention(below)
        {
            found.push(Body { mention, before: false, possessor: false });
        }
    }
    found
}

/// "president and chief executive of X", "director and founder": the body hangs on the other noun.
fn joined(scan: &Scan, head: usize) -> Vec<Body> {
    let first = if scan.is(head, Deprel::Conj) { scan.head(head) } else { Some(head) };
    let others = first.map(|f| scan.conjuncts(f)).unwrap_or_default();
    let offices = super::offices::all(scan);
    let bodies =
        others.into_iter().filter(|&o| o != head).filter_map(|o| offices.iter().find(|office| office.head == o));
    bodies.map(|o| around(scan, o.from, o.to, o.head, o.head)).find(|b| !b.is_empty()).unwrap_or_default()
}

/// The name right before the noun, adjectives and "former" passed over.
fn right_before(scan: &Scan, from: usize) -> Option<Body> {
    let mut at = from;
    while at > 0 {
        at -= 1;
        let mention = scan.mention_to(at).filter(|&m| scan.is_name(m) && (scan.is_body(m) || scan.is_place(m)));
        if let Some(mention) = mention {
            return Some(Body { mention, before: true, possessor: scan.form(at + 1) == "'s" });
        }
        let passed =
            matches!(scan.form(at), "'s" | "’s" | "-") || scan.status(at).is_some() || scan.is(at, Deprel::Amod);
        if !passed {
            return None;
        }
    }
    None
}
