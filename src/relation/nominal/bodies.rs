//! What an office belongs to: the country, body, place or person named with it.

use super::holders::{Holder, Tie};
use super::scan::Scan;
use crate::document::Deprel;
use crate::lexicon::{EntityType, PlaceKind};

/// A body named with an office, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    pub mention: usize,
    /// Before the noun ("Kremlin spokesman", "Iran's president") rather than behind it ("president of Iran").
    pub before: bool,
    /// As a possessor ("Iran's", "its").
    pub possessor: bool,
    pub via: Via,
    /// Another body is the office's own; this one only says where its holder is from ("Polish reporter for X").
    pub aside: bool,
}

/// By which preposition a body behind a noun is tied to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Via {
    /// None, "of", "for", or a possessor.
    Of,
    /// "at", "with".
    At,
    /// "to": whom one serves ("aide to X"), or where one is sent ("envoy to X").
    To,
    /// "from", "in", "representing": where one belongs.
    From,
}

impl Body {
    pub(super) fn new(mention: usize, before: bool, possessor: bool) -> Self {
        Body { mention, before, possessor, via: Via::Of, aside: false }
    }

    /// Is it what the office is an office of?
    pub(super) fn is_own(&self) -> bool {
        !self.aside && self.via != Via::From
    }
}

/// Bodies of the noun in words `from..to` with head `head`, held by `holder`: the surest first. Where one stands
/// behind the noun ("Democratic chairman of the Lake Committee"), those before it only colour it.
pub(super) fn of(scan: &Scan, from: usize, to: usize, head: usize, holder: Option<Holder>) -> Vec<Body> {
    let mut found = around(scan, from, to, head, head);
    if let Some(holder) = holder.filter(|h| h.tie == Tie::Title && h.head >= to) {
        let behind_name = |b: &Body| !b.before && scan.mentions.mentions[b.mention].head > holder.head;
        if found.iter().any(|b| b.before && scan.is_place(b.mention)) {
            found.retain(|b| !behind_name(b));
        }
    }
    if found.iter().all(|b| b.before && scan.kind(b.mention) == EntityType::Group) {
        found.extend(holder.filter(|h| h.tie == Tie::Title).map_or_else(Vec::new, |h| around_name(scan, from, h)));
    }
    if found.is_empty() {
        found = joined(scan, head);
    }
    if found.is_empty() {
        found.extend(right_before(scan, from));
    }
    // "Maltese ambassador to Chile": to where one is sent is not whom one serves.
    let sent = super::offices::with_head(scan, head).is_some_and(|o| o.class.sent);
    if found.iter().any(|b| !b.before && b.is_own() && !(sent && b.via == Via::To)) {
        found.sort_by_key(|b| b.before);
        for body in found.iter_mut().filter(|b| b.before && !b.possessor) {
            body.aside = true;
        }
    }
    // "Armenia's Security Council chief": the council is Armenia's, the chief the council's.
    let is_body = |b: &Body| b.before && !b.aside && !b.possessor && scan.is_name(b.mention) && scan.is_body(b.mention);
    if found.iter().any(is_body) {
        found.retain(|b| !b.possessor || !scan.is_place(b.mention));
    }
    for body in &mut found {
        body.mention = named_inside(scan, body.mention);
    }
    found.retain(|b| !is_hyphenated(scan, b.mention, from) && !scan.is_prefixed(b.mention));
    found.retain(|b| !is_first_of_two(scan, b, from) && !lacks_its_adjective(scan, b.mention));
    found.retain(|b| !is_in_party_name(scan, b.mention));
    let party = |b: &Body| b.before && !b.possessor && is_party(scan, b.mention);
    // "Democratic committee chairman": the committee's, of the party.
    if found.iter().any(|b| b.before && b.is_own() && !party(b) && scan.is_body(b.mention)) {
        for body in found.iter_mut().filter(|b| party(b)) {
            body.aside = true;
        }
    }
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
        && !scan.mention(end + 1).is_some_and(|m| scan.is_name(m) && scan.is_place(m))
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
        let ties = scan.dependents(part, &before).filter(|&d| d < from || d >= to);
        for below in ties.flat_map(|d| doubled(scan, d)) {
            let possessor = scan.is(below, Deprel::NmodPoss);
            let case = scan.case(below);
            let right = below > own;
            let via = case.and_then(via).filter(|_| right && scan.is(below, Deprel::Nmod));
            let fits = via.is_some()
                || !right && (possessor || (case.is_none() && !scan.is(below, Deprel::Nmod)) || case == Some("'s"));
            let Some(mention) = scan.mention(below).filter(|_| fits) else { continue };
            // "in" ties a member to a body, but an office only to its place.
            let placed = case == Some("in") && scan.kind(mention) != EntityType::Organization;
            if !placed && !found.iter().any(|b: &Body| b.mention == mention) {
                found.push(Body { via: via.unwrap_or(Via::Of), ..Body::new(mention, !right, possessor) });
            }
        }
    }
    found.extend(represented(scan, head));
    if let Some(state) = nested(scan, head, &found) {
        found.insert(0, state);
    }
    found
}

/// "Armenian-American": both words of a compound of two demonyms, the nearer one first.
fn doubled<'s>(scan: &'s Scan, at: usize) -> impl Iterator<Item = usize> + 's {
    let first =
        scan.dependents(at, &[Deprel::Amod, Deprel::Compound]).find(|&d| d + 2 == at && scan.form(d + 1) == "-");
    let first = first
        .filter(|&d| [d, at].iter().all(|&w| scan.mention(w).is_some_and(|m| scan.is_name(m) && scan.is_place(m))));
    [at].into_iter().chain(first)
}

fn via(case: &str) -> Option<Via> {
    match case {
        "of" | "for" => Some(Via::Of),
        "at" | "with" => Some(Via::At),
        "to" => Some(Via::To),
        "from" | "in" => Some(Via::From),
        _ => None,
    }
}

/// "a lawmaker representing the Lake Party".
fn represented(scan: &Scan, head: usize) -> Option<Body> {
    let verb = scan.dependents(head, &[Deprel::Acl]).find(|&v| scan.form(v) == "representing")?;
    let body = scan.dependents(verb, &[Deprel::Obj]).find_map(|o| scan.mention(o))?;
    Some(Body { via: Via::From, ..Body::new(body, false, false) })
}

/// "minister of foreign affairs of Malta": the state stands behind what the office is about.
fn nested(scan: &Scan, head: usize, found: &[Body]) -> Option<Body> {
    if found.iter().any(|b| b.is_own() && (scan.is_body(b.mention) || scan.is_place(b.mention))) {
        return None;
    }
    let of = |at: usize| scan.dependents(at, &[Deprel::Nmod]).find(|&d| d > head && scan.case(d) == Some("of"));
    let about = of(head)?;
    let body = of(about).and_then(|d| scan.mention(d)).filter(|&m| scan.is_name(m) && scan.is_place(m))?;
    scan.mention(about).is_none_or(|m| scan.kind(m) == EntityType::Concept).then(|| Body::new(body, false, false))
}

/// "Police and Crime Commissioner": a word joined by "and" to the noun's other modifier is part of the title.
fn is_first_of_two(scan: &Scan, body: &Body, noun: usize) -> bool {
    let m = &scan.mentions.mentions[body.mention];
    if !body.before || body.possessor || m.sentence != scan.index || !scan.is(m.head, Deprel::Compound) {
        return false;
    }
    let end = m.tokens.end;
    end + 1 < noun
        && matches!(scan.form(end), "and" | "&")
        && (end + 1..noun).all(|w| scan.mention(w).is_none_or(|m| !scan.is_name(m)))
}

/// Is it a word of a party's ("Democratic")?
pub(super) fn is_party(scan: &Scan, mention: usize) -> bool {
    let m = &scan.mentions.mentions[mention];
    m.sentence == scan.index && m.tokens.clone().any(|t| scan.nouns.party_at(&scan.words, t).is_some())
}

/// A court, an office, a university.
pub(super) fn is_institution(scan: &Scan, mention: usize) -> bool {
    [PlaceKind::Body, PlaceKind::Unit].into_iter().any(|kind| scan.holds_place_word(mention, kind))
}

/// "Georgian Dream chair": the country is only a word of a party's name.
fn is_in_party_name(scan: &Scan, mention: usize) -> bool {
    let m = &scan.mentions.mentions[mention];
    if m.sentence != scan.index {
        return false;
    }
    (m.tokens.start.saturating_sub(3)..m.tokens.end).any(|from| {
        let whole =
            scan.nouns.party_at(&scan.words, from).filter(|_| scan.surface(from).starts_with(char::is_uppercase));
        whole.is_some_and(|(to, _)| from <= m.tokens.start && to >= m.tokens.end && to - from > m.tokens.len())
    })
}

/// "the leader of Prosperous Armenia": a capital adjective before a country makes it another name, which nobody
/// recognised.
fn lacks_its_adjective(scan: &Scan, mention: usize) -> bool {
    let m = &scan.mentions.mentions[mention];
    if m.sentence != scan.index || scan.kind(mention) != EntityType::Country || scan.sentence.is_title {
        return false;
    }
    let Some(before) = m.tokens.start.checked_sub(1).filter(|&w| w > 0) else { return false };
    let capital = scan.surface(before).starts_with(char::is_uppercase) && scan.surface(before).len() > 3;
    let adjective = matches!(scan.token(before).deprel, Deprel::Amod | Deprel::Compound)
        && scan.head(before).is_some_and(|h| m.tokens.contains(&h));
    capital
        && adjective
        && scan.name_over(before).is_none()
        && scan.status(before).is_none()
        && scan.mention(before).is_none()
}

/// "New Zealand's Prime Minister X": the parser hangs the possessor on the name; "Governor X of Volta".
fn around_name(scan: &Scan, from: usize, holder: Holder) -> Vec<Body> {
    let mut found = Vec::new();
    for below in scan.dependents(holder.head, &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod, Deprel::NmodDesc]) {
        if below < from
            && let Some(mention) =
                scan.mention(below).filter(|&m| scan.is_name(m) || scan.is_body(m) || scan.is(below, Deprel::NmodPoss))
        {
            found.push(Body::new(mention, true, scan.is(below, Deprel::NmodPoss)));
        }
    }
    // "Polish leader X of the Lake Party": he leads the Poles, whatever his party.
    let known = found.iter().any(|b| scan.is_place(b.mention));
    for below in scan.dependents(holder.head, &[Deprel::Nmod]) {
        if below > holder.head
            && matches!(scan.case(below), Some("of" | "from"))
            && let Some(mention) = scan.mention(below).filter(|&m| !known || scan.is_place(m))
        {
            found.push(Body::new(mention, false, false));
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
            return Some(Body::new(mention, true, scan.form(at + 1) == "'s"));
        }
        let passed =
            matches!(scan.form(at), "'s" | "’s" | "-") || scan.status(at).is_some() || scan.is(at, Deprel::Amod);
        if !passed {
            return None;
        }
    }
    None
}
