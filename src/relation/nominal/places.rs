//! Where places, bodies and events lie: "Omsk, Siberia", "a village in the Fergana valley", "the Norwegian port of
//! Bergen", "the summit in Dushanbe", "Niamey, Niger's capital", "a subsidiary of Andesoft".

use super::origin::tied_names;
use super::scan::Scan;
use super::{Found, Grounds, bodies, offices};
use crate::document::{Deprel, Upos};
use crate::lexicon::{EntityType, PlaceKind};

/// Claims of place in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    for at in 0..scan.len() {
        comma(scan, at, found);
        inside(scan, at, found);
        possessor(scan, at, found);
        within(scan, at, found);
        bearer(scan, at, found);
        if let Some(to) = scan.nouns.place_at(PlaceKind::Capital, &scan.words, at) {
            capital(scan, at, to, found);
        }
        for kind in [PlaceKind::Locality, PlaceKind::Body] {
            if let Some(to) = scan.nouns.place_at(kind, &scan.words, at) {
                described(scan, at, to, found);
            }
        }
        if let Some(to) = scan.nouns.place_at(PlaceKind::Part, &scan.words, at) {
            part(scan, at, to, found);
        }
    }
}

fn grounds(scan: &Scan, rule: &'static str, from: usize, to: usize, confidence: f32) -> Grounds {
    Grounds { rule, sentence: scan.index, trigger: scan.span(from, to), head: scan.head_of(from, to), confidence }
}

/// "Omsk, Siberia": two names of places with a comma between and no list.
fn comma(scan: &Scan, at: usize, found: &mut Found) {
    if at == 0 || scan.form(at) != "," {
        return;
    }
    let (Some(inner), Some(outer)) = (scan.mention_to(at - 1), scan.name_mention_from(at + 1)) else { return };
    let outer_head = scan.mentions.mentions[outer].head;
    let end = scan.mentions.mentions[outer].tokens.end;
    let tail = scan.nouns.place_at(PlaceKind::Tail, &scan.words, at + 1).is_some();
    let lies = !tail
        && scan.is_name(inner)
        && matches!(scan.kind(inner), EntityType::Place | EntityType::Organization)
        && scan.is_place(outer);
    let town_in_state = scan.kind(inner) == EntityType::Place && scan.kind(outer) == EntityType::Country;
    let list = (scan.is(outer_head, Deprel::Conj) && !town_in_state)
        || matches!(scan.form(end), "and" | "or")
        || (scan.form(end) == "," && matches!(scan.form(end + 1), "and" | "or"));
    let next = (scan.form(end) == ",").then(|| scan.name_mention_from(end + 1)).flatten();
    let row = next.is_some_and(|m| scan.is_place(m) && scan.kind(m) != EntityType::Country);
    let below = scan.head(outer_head).is_some_and(|h| scan.mentions.mentions[inner].tokens.contains(&h));
    let body = scan.kind(inner) == EntityType::Organization;
    let owner = matches!(scan.form(end), "'s" | "’s" | "'");
    let closes = end >= scan.len() || matches!(scan.form(end), "," | "." | ")" | ";" | ":");
    let acts = matches!(scan.token(outer_head).deprel, Deprel::Nsubj | Deprel::NsubjPass);
    let loose = !body && closes && !acts && scan.kind(outer) == EntityType::Country;
    if lies && !list && !row && !owner && (below || loose) {
        found.add(scan.mentions, inner, "locatedIn", outer, grounds(scan, "location:comma", at - 1, at + 2, 0.9));
    }
}

/// "the hospital in Omsk", "the summit in Dushanbe".
fn inside(scan: &Scan, at: usize, found: &mut Found) {
    let hangs = scan.head(at).filter(|&h| h < at && scan.is(at, Deprel::Nmod));
    let Some(up) = hangs.or_else(|| cut_off(scan, at)).map(|up| held_by(scan, up).unwrap_or(up)) else { return };
    let (Some(inner), Some(place)) = (scan.mention(up), scan.mention(at)) else { return };
    if !matches!(scan.case(at), Some("in" | "at" | "within" | "on" | "throughout" | "across"))
        || !scan.is_place(place)
        || !scan.is_name(place)
    {
        return;
    }
    if let Some(owner) = seated(scan, up) {
        found.add(scan.mentions, owner, "headquarteredIn", place, grounds(scan, "location:seat", up, at + 1, 0.85));
        return;
    }
    let from = scan.mentions.mentions[inner].tokens.start;
    let noun = |kind| (from..=up).any(|w| scan.nouns.place_at(kind, &scan.words, w) == Some(up + 1));
    // "Halden is the largest port in Norway": what lies there is the subject.
    let copula = !scan.is_name(inner) && scan.sentence.dependent(up, Deprel::Cop).is_some();
    let subject = scan.dependents(up, &[Deprel::Nsubj]).find_map(|s| scan.mention(s)).filter(|&m| scan.is_name(m));
    let inner = if copula { subject.unwrap_or(inner) } else { inner };
    // "X is on trial in Riga": nobody lies in a place.
    if scan.kind(inner) == EntityType::Person {
        return;
    }
    let is_description = scan.is(up, Deprel::Appos) || scan.sentence.dependent(up, Deprel::Appos).is_some();
    if is_description && !scan.is_name(inner) {
        return;
    }
    let event = noun(PlaceKind::Event);
    let stands = noun(PlaceKind::Body) || noun(PlaceKind::Locality);
    let named = scan.is_name(inner)
        && matches!(scan.kind(inner), EntityType::Place | EntityType::Organization | EntityType::Event);
    let wide = matches!(scan.case(at), Some("throughout" | "across" | "on"));
    if event || (!wide && (named || stands)) {
        found.add(scan.mentions, inner, "locatedIn", place, grounds(scan, "location:in", up, at + 1, 0.8));
    }
}

/// "the meeting of the Halden Society in Oslo": what takes place there is the meeting of the body, not the body.
fn held_by(scan: &Scan, body: usize) -> Option<usize> {
    let is_body = scan.mention(body).is_some_and(|m| scan.kind(m) == EntityType::Organization);
    let event = scan.head(body).filter(|_| is_body && scan.is(body, Deprel::Nmod) && scan.case(body) == Some("of"))?;
    (scan.nouns.place_at(PlaceKind::Event, &scan.words, event) == Some(event + 1)).then_some(event)
}

/// "Halden University's Institute for X", "the Nansen School at the University of Halden": a body within another one.
fn within(scan: &Scan, at: usize, found: &mut Found) {
    let behind = scan.head(at).filter(|&h| scan.is(at, Deprel::NmodPoss) && h > at);
    // Right before "at", whatever the parse hangs the phrase on.
    let place = scan.sentence.dependent(at, Deprel::Case).filter(|&c| scan.form(c) == "at");
    let before = place.and_then(|c| scan.mention_to(c.checked_sub(1)?));
    let inner = behind.and_then(|up| scan.mention(up)).or(before);
    let (Some(whole), Some(inner)) = (scan.mention(at), inner) else { return };
    let is_body = |m: usize| scan.is_name(m) && scan.kind(m) == EntityType::Organization;
    let unit = &scan.mentions.mentions[inner].tokens;
    if scan.holds_place_word(inner, PlaceKind::Unit) && inner != whole && is_body(inner) && is_body(whole) {
        let (from, to) = (at.min(unit.start), unit.end.max(at + 1));
        found.add(scan.mentions, inner, "partOf", whole, grounds(scan, "part:within", from, to, 0.8));
    }
}

/// "was taken to the Halden Medical Centre (HMC) in Oslo", "crashed at Halden Airport in Viken": the name right before,
/// from which the parser cuts off what follows.
fn cut_off(scan: &Scan, at: usize) -> Option<usize> {
    let preposition = scan.sentence.dependent(at, Deprel::Case).filter(|_| scan.is(at, Deprel::Obl))?;
    let before = preposition.checked_sub(1)?;
    let opens = |&i: &usize| scan.form(i) == "(" && scan.form(i + 2) == ")" && scan.is(i + 1, Deprel::Appos);
    let bracket = before.checked_sub(2).filter(opens);
    let name = scan.mention_to(bracket.map_or(Some(before), |i| i.checked_sub(1))?).filter(|&m| scan.is_name(m))?;
    (bracket.is_some() || scan.kind(name) == EntityType::Place).then_some(scan.mentions.mentions[name].head)
}

/// "a Kenyan court", "the Riga tram company": a body, named or not, with a place before it.
fn bearer(scan: &Scan, at: usize, found: &mut Found) {
    let tied = [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss];
    let Some(up) = scan.head(at).filter(|&h| h > at && h < at + 6 && tied.contains(&scan.token(at).deprel)) else {
        return;
    };
    let (Some(place), Some(inner)) = (scan.mention(at), scan.mention(up)) else { return };
    let body = scan.kind(inner) == EntityType::Organization && !scan.is_plural(up);
    // "the Geneva summit".
    let gathering = scan.kind(inner) == EntityType::Event
        && scan.kind(place) == EntityType::Place
        && scan.nouns.place_at(PlaceKind::Event, &scan.words, up) == Some(up + 1);
    if gathering && scan.is(at, Deprel::Compound) && scan.is_name(place) && !scan.is_name(inner) {
        found.add(scan.mentions, inner, "locatedIn", place, grounds(scan, "location:bearer", at, up + 1, 0.75));
        return;
    }
    let named = scan.is_name(place) && scan.is_place(place) && !is_water(scan, place) && !scan.is_prefixed(place);
    let half = scan.form(at + 1) == "-";
    // A demonym or possessor; a noun ("a Riga court") only where it is no part of the body's own name ("USA Today").
    let possessor = scan.is(at, Deprel::NmodPoss);
    let noun = scan.token(at).upos != Upos::Adj && !possessor;
    let short = noun && !scan.surface(at).chars().any(char::is_lowercase);
    let of_name =
        short || scan.is_name(inner) && (noun || scan.nouns.place_at(PlaceKind::Worldwide, &scan.words, at).is_some());
    let state = is_arm(scan, up);
    let described = !scan.is_name(inner) && tied_names(scan, up).iter().any(|&m| m != inner);
    if body && named && !half && !described && !of_name && !state && !scan.sentence.is_title {
        found.add(scan.mentions, inner, "locatedIn", place, grounds(scan, "location:bearer", at, up + 1, 0.75));
    }
}

/// "army", "air force": an arm of a state, which it stands for.
fn is_arm(scan: &Scan, noun: usize) -> bool {
    scan.nouns.place_at(PlaceKind::Arm, &scan.words, noun).is_some()
        || (noun > 0 && scan.nouns.place_at(PlaceKind::Arm, &scan.words, noun - 1) == Some(noun + 1))
}

/// "its headquarters in Riga": the body that is run from there.
fn seated(scan: &Scan, noun: usize) -> Option<usize> {
    let seat = |from: usize| scan.nouns.place_at(PlaceKind::Seat, &scan.words, from) == Some(noun + 1);
    let is_seat = seat(noun) || noun > 0 && seat(noun - 1);
    if !is_seat {
        return None;
    }
    let of = |d: &usize| scan.is(*d, Deprel::NmodPoss) || scan.case(*d) == Some("of");
    let owners = scan.dependents(noun, &[Deprel::NmodPoss, Deprel::Nmod]).filter(of).filter_map(|d| scan.mention(d));
    owners.into_iter().find(|&m| scan.kind(m) == EntityType::Organization)
}

/// "Afghanistan's Maidan Wardak province": a country's named place or body.
fn possessor(scan: &Scan, at: usize, found: &mut Found) {
    let Some(up) = scan.head(at).filter(|&h| h > at && scan.is(at, Deprel::NmodPoss)) else { return };
    let (Some(place), Some(inner)) = (scan.mention(at), scan.mention(up)) else { return };
    // "Chad's Deputy Prime Minister" is nothing that lies in Chad, and its fleet need not either.
    if is_arm(scan, up) || offices::with_head(scan, up).is_some() {
        return;
    }
    let held = scan.is_name(inner) && matches!(scan.kind(inner), EntityType::Place | EntityType::Organization);
    if held && scan.is_name(place) && scan.is_place(place) {
        found.add(scan.mentions, inner, "locatedIn", place, grounds(scan, "location:possessor", at, up + 1, 0.75));
        let start = scan.mentions.mentions[inner].tokens.start;
        let public = (at + 1..=up.max(start))
            .any(|w| scan.nouns.place_at(PlaceKind::Public, &scan.words, w).is_some_and(|to| to == start));
        if public && scan.kind(inner) == EntityType::Organization && scan.kind(place) == EntityType::Country {
            found.add(scan.mentions, place, "owns", inner, grounds(scan, "own:public", at, up + 1, 0.85));
        }
    }
}

/// "Niamey, Niger's capital", "the capital of Crete, Chania", "the Ghanaian capital Accra", "X is the capital of Y".
fn capital(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let states = bodies::of(scan, from, to, head, None);
    let mut cities = tied_names(scan, head);
    let copula = scan.sentence.dependent(head, Deprel::Cop).is_some();
    if copula {
        cities.extend(scan.dependents(head, &[Deprel::Nsubj]).filter_map(|s| scan.mention(s)));
    }
    let state = states.into_iter().find(|b| scan.is_place(b.mention) && !cities.contains(&b.mention));
    let Some(state) = state else { return };
    for city in cities.into_iter().filter(|&c| scan.kind(c) != EntityType::Country) {
        let rule = if copula { "location:copula" } else { "location:capital" };
        found.add(scan.mentions, city, "capitalOf", state.mention, grounds(scan, rule, from, to, 0.9));
    }
}

/// "the Norwegian port of Bergen", "Austrian maker X", "X, a village in Y", "X is a town in Y".
fn described(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let is_noun = matches!(scan.token(head).upos, Upos::Noun | Upos::Propn);
    if !is_noun
        || head + 1 != to
        || scan.name_over(head).is_some() && scan.mention(head).is_some_and(|m| scan.is_name(m))
    {
        return;
    }
    let copula = scan.sentence.dependent(head, Deprel::Cop).is_some();
    let mut named = tied_names(scan, head);
    if copula {
        named.extend(
            scan.dependents(head, &[Deprel::Nsubj]).filter_map(|s| scan.mention(s)).filter(|&m| scan.is_name(m)),
        );
    }
    // "the port of Bergen", but "the San Marino area of California" is a part of it.
    let is_named_before = scan.dependents(head, &[Deprel::Compound]).any(|d| d < head && scan.name_over(d).is_some());
    let identity = scan.dependents(head, &[Deprel::Nmod]).find(|&d| scan.case(d) == Some("of") && !is_named_before);
    named.extend(
        identity.and_then(|d| scan.mention(d)).filter(|&m| scan.is_name(m) && scan.kind(m) == EntityType::Place),
    );
    if scan.dependents(head, &[Deprel::Amod]).any(|d| scan.form(d) == "based") {
        return;
    }
    let rule = if copula { "location:copula" } else { "location:noun" };
    // A name of one word may be a place that was taken for a person; one of several hardly is.
    let is_placed = |m: &usize| match scan.kind(*m) {
        EntityType::Country => false,
        EntityType::Person => scan.mentions.mentions[*m].tokens.len() == 1,
        _ => true,
    };
    let is_part = scan.nouns.place_at(PlaceKind::Part, &scan.words, head).is_some();
    let predicate = if is_part { "partOf" } else { "locatedIn" };
    for inner in named.into_iter().filter(is_placed) {
        for outer in wider(scan, from, head) {
            found.add(scan.mentions, inner, predicate, outer, grounds(scan, rule, from, to, 0.8));
        }
    }
}

/// Places named with a noun of place: demonym or possessor before it, "in" behind it.
fn wider(scan: &Scan, from: usize, head: usize) -> Vec<usize> {
    let before = scan
        .dependents(head, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss])
        .filter(|&d| d < from)
        .collect::<Vec<_>>();
    let behind =
        scan.dependents(head, &[Deprel::Nmod]).filter(|&d| d > head && scan.case(d) == Some("in")).collect::<Vec<_>>();
    before
        .into_iter()
        .chain(behind)
        .filter_map(|d| scan.mention(d))
        .filter(|&m| scan.is_name(m) && scan.is_place(m) && !is_water(scan, m))
        .collect()
}

/// The name of a sea, lake or river.
fn is_water(scan: &Scan, mention: usize) -> bool {
    scan.holds_place_word(mention, PlaceKind::Water)
}

/// "a subsidiary of Andesoft", "part of France".
fn part(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let Some(whole) = scan
        .dependents(head, &[Deprel::Nmod])
        .find(|&d| d > head && scan.case(d) == Some("of"))
        .and_then(|d| scan.mention(d))
    else {
        return;
    };
    let copula = scan.sentence.dependent(head, Deprel::Cop).is_some();
    let mut parts: Vec<usize> = Vec::new();
    if copula {
        parts.extend(scan.dependents(head, &[Deprel::Nsubj]).filter_map(|s| scan.mention(s)));
    } else {
        parts.extend(tied_names(scan, head));
    }
    let negative = copula && offices::is_negated(scan, head);
    for inner in parts {
        let fits = matches!(scan.kind(whole), EntityType::Place | EntityType::Organization | EntityType::Country);
        // "Norway is part of the alliance": states and people are members.
        let of_body = scan.kind(whole) == EntityType::Organization;
        let joins = matches!(scan.kind(inner), EntityType::Country | EntityType::Person | EntityType::Group);
        if of_body && joins {
            continue;
        }
        let rule = if copula { "part:copula" } else { "part:of" };
        if fits
            && let Some(claim) = found.add(scan.mentions, inner, "partOf", whole, grounds(scan, rule, from, to, 0.8))
            && negative
        {
            claim.polarity = crate::lexicon::Polarity::Negative;
        }
    }
}
