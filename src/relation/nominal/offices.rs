//! Offices, ranks and occupations: who holds them, and what holding them says (leads, spokespersonFor, worksFor,
//! memberOf, citizenOf, candidateFor, electedTo).

use super::bodies::{self, Body};
use super::holders::{self, Holder, Tie};
use super::naming::candidacy;
use super::origin::tied_names;
use super::scan::Scan;
use super::{Found, Grounds, times};
use crate::document::Deprel;
use crate::lexicon::{EntityType, Modality, Office, Polarity};

/// An office found in a sentence.
#[derive(Clone, Copy)]
pub(super) struct OfficeUse<'a> {
    pub from: usize,
    pub to: usize,
    /// One past "-elect", where it is there; else `to`.
    pub end: usize,
    pub head: usize,
    pub class: &'a Office,
}

/// The offices of a sentence, longest first, not overlapping.
pub(super) fn all<'a>(scan: &Scan<'a>) -> Vec<OfficeUse<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        match scan.nouns.office_at(&scan.words, at) {
            Some((to, _)) if abbreviates(scan, at, to, &found) => at = to,
            Some((to, class)) if (class.member || !scan.cuts_name(at, to)) && is_office(scan, at, to) => {
                let elect =
                    scan.form(to) == "-" && scan.nouns.status(scan.form(to + 1)).is_some_and(|s| s.elected && !s.holds);
                let end = if elect { to + 2 } else { to };
                found.push(OfficeUse { from: at, to, end, head: scan.head_of(at, to), class });
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// "Member of Parliament (MP)": the same office once more.
fn abbreviates(scan: &Scan, from: usize, to: usize, found: &[OfficeUse]) -> bool {
    let bracket = from > 0 && scan.form(from - 1) == "(" && scan.form(to) == ")";
    bracket && found.last().is_some_and(|o| o.end + 1 == from)
}

/// The office whose head word is `head`.
pub(super) fn with_head<'a>(scan: &Scan<'a>, head: usize) -> Option<OfficeUse<'a>> {
    all(scan).into_iter().find(|o| o.head == head || (o.from..o.end).contains(&head))
}

fn is_office(scan: &Scan, from: usize, to: usize) -> bool {
    let head = scan.head_of(from, to);
    let adjective =
        scan.is(head, Deprel::Amod) && to - from == 1 && !scan.head(head).is_some_and(|h| scan.in_person_name(h));
    scan.is_nominal(head) && !adjective && !scan.in_other_name(from, to)
}

/// Claims of all offices in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    for office in all(scan) {
        let holders = office_holders(scan, office);
        let holders = if holders.is_empty() { anaphor(scan, office).into_iter().collect() } else { holders };
        if holders.is_empty() && office.class.member {
            member_states(scan, office, found);
        }
        for holder in holders {
            claims(scan, office, holder, found);
        }
    }
}

/// The holders of an office, by the office's head word or by the "elect" behind it.
pub(super) fn office_holders(scan: &Scan, office: OfficeUse) -> Vec<Holder> {
    let holders = holders::of(scan, office.from, office.end, office.head);
    if holders.is_empty() && office.end > office.to {
        return holders::of(scan, office.from, office.end, office.end - 1);
    }
    holders
}

/// "Hungary, a member of the European Union": states and bodies belong to bodies too.
fn member_states(scan: &Scan, office: OfficeUse, found: &mut Found) {
    if !scan.words[office.to - 1].is("member") {
        return;
    }
    let copula = scan.sentence.dependent(office.head, Deprel::Cop).is_some();
    let mut members = tied_names(scan, office.head);
    if copula {
        members = scan.dependents(office.head, &[Deprel::Nsubj]).filter_map(|s| scan.mention(s)).collect();
    }
    let trigger = scan.span(office.from, office.to);
    let rule = if copula { "member:copula" } else { "member:apposition" };
    let grounds = Grounds { rule, sentence: scan.index, trigger, head: office.head, confidence: 0.85 };
    for body in bodies::of(scan, office.from, office.to, office.head, None) {
        let is_body = scan.kind(body.mention) == EntityType::Organization;
        for &member in members.iter().filter(|&&m| is_body && scan.is_name(m) && m != body.mention && scan.is_body(m)) {
            if let Some(claim) = found.add(scan.mentions, member, "memberOf", body.mention, grounds)
                && copula
                && is_negated(scan, office.head)
            {
                claim.polarity = Polarity::Negative;
            }
        }
    }
}

/// "the Azerbaijani president" of somebody named elsewhere in the article; only where it says of what.
fn anaphor(scan: &Scan, office: OfficeUse) -> Option<Holder> {
    let mention = scan.mention(office.head).filter(|&m| !scan.is_name(m) && scan.is_named_person(m))?;
    let bodies = bodies::of(scan, office.from, office.to, office.head, None);
    let named = bodies.iter().any(|b| scan.is_name(b.mention) && scan.kind(b.mention) != EntityType::Person);
    named.then_some(Holder { mention, head: office.head, tie: Tie::Anaphor })
}

/// What the words before the office say of it.
struct Standing {
    modality: Modality,
    elected: bool,
    /// Elected, but not yet in office.
    elect: bool,
}

fn standing(scan: &Scan, office: OfficeUse) -> Standing {
    let elect = office.end > office.to;
    let mut standing = Standing { modality: Modality::Actual, elected: elect, elect };
    let near = (office.from.saturating_sub(5)..office.from).chain(office.to..scan.len().min(office.to + 2));
    for at in near.filter(|&w| belongs(scan, w, office)) {
        let Some(status) = scan.status(at) else { continue };
        standing.elected |= status.elected;
        standing.elect |= status.elected && !status.holds;
        if status.planned {
            standing.modality = Modality::Planned;
        } else if status.alleged {
            standing.modality = Modality::Alleged;
        }
    }
    standing
}

/// Does the word modify the office (or its holder, or the office's other modifiers)?
fn belongs(scan: &Scan, at: usize, office: OfficeUse) -> bool {
    let up = scan.head(at);
    let hyphenated =
        scan.form(at + 1) == "-" && at + 2 == office.from || scan.form(office.to) == "-" && at == office.to + 1;
    up.is_some_and(|h| {
        (office.from..office.to).contains(&h)
            || Some(h) == scan.head(office.head) && h > office.head && at < office.from
    }) || hyphenated
        || at + 1 == office.from
}

/// "member of Parliament": the body inside the office's own words.
fn within(scan: &Scan, office: OfficeUse) -> Option<Body> {
    let last = (office.from..office.to).next_back().filter(|&w| office.class.member && w > office.from + 1)?;
    let mention = scan.mention(last).filter(|&m| scan.is_name(m) && scan.kind(m) == EntityType::Organization)?;
    Some(Body { mention, before: false, possessor: false })
}

fn rule(tie: Tie, body: Option<Body>) -> &'static str {
    match (tie, body) {
        (Tie::Title, _) => "title:compound",
        (Tie::Copula, _) => "title:copula",
        (Tie::As, _) => "title:as",
        (Tie::Anaphor, _) => "title:anaphor",
        (Tie::Apposition, Some(b)) if b.possessor => "title:possessive",
        (Tie::Apposition, Some(b)) if !b.before => "title:of",
        (Tie::Apposition, _) => "title:apposition",
    }
}

fn claims(scan: &Scan, office: OfficeUse, holder: Holder, found: &mut Found) {
    let bodies = bodies::of(scan, office.from, office.to, office.head, Some(holder));
    let mut bodies: Vec<Body> = bodies
        .into_iter()
        .filter(|b| b.mention != holder.mention && scan.mention(office.head) != Some(b.mention))
        .collect();
    bodies.extend(within(scan, office));
    let standing = standing(scan, office);
    let negative = holder.tie == Tie::Copula && is_negated(scan, office.head);
    let time = times::of(scan, office.head, holder.head);
    let body = bodies.first().copied();
    let grounds = Grounds {
        rule: rule(holder.tie, body),
        sentence: scan.index,
        trigger: scan.span(office.from, office.to),
        head: office.head,
        confidence: match holder.tie {
            Tie::Title => 0.9,
            Tie::Anaphor => 0.7,
            _ => 0.85,
        },
    };
    let mut add = |subject: usize, predicate: &str, object: usize, topic: Option<usize>, weight: f32| {
        let grounds = Grounds { confidence: grounds.confidence * weight, ..grounds };
        if let Some(claim) = found.add(scan.mentions, subject, predicate, object, grounds) {
            claim.topic = topic;
            claim.time = time.clone();
            claim.modality = standing.modality;
            claim.polarity = if negative { Polarity::Negative } else { Polarity::Positive };
        }
    };
    let topic = body.map(|b| b.mention);
    // A title inside the name itself ("Queen Mathilde"): the name's mention stands for the position too.
    let elect = || scan.mention(office.end - 1).filter(|_| office.end > office.to);
    let own = scan
        .mention(office.head)
        .or_else(elect)
        .or_else(|| holder.is_inside(scan, office.from).then_some(holder.mention));
    if let Some(position) = own {
        let member_only = office.class.member && scan.words[office.to - 1].is("member");
        if office.class.candidate {
            // "candidate for the Democratic nomination": where no office is named, what the bid is for.
            let named = candidacy(scan, office.from, office.to, office.head).map(|_| position);
            let aim = bodies.iter().find(|b| !b.before && scan.kind(b.mention) != EntityType::Person);
            if let Some(object) = named.or(aim.map(|b| b.mention)) {
                add(holder.mention, "candidateFor", object, topic.filter(|t| *t != object), 1.0);
            }
        }
        if standing.elected && !office.class.candidate {
            add(holder.mention, "electedTo", position, topic, 1.0);
        }
        if !standing.elect && !member_only && !office.class.candidate {
            add(holder.mention, "holdsPosition", position, topic, 1.0);
        }
    }
    if standing.elect || office.class.candidate {
        return;
    }
    for body in &bodies {
        for (predicate, weight) in says(scan, office, *body) {
            add(holder.mention, predicate, body.mention, None, weight);
        }
    }
}

/// What holding the office says about the holder and this body.
fn says(scan: &Scan, office: OfficeUse, body: Body) -> Vec<(&'static str, f32)> {
    let class = office.class;
    let kind = scan.kind(body.mention);
    let m = &scan.mentions.mentions[body.mention];
    let party = m.tokens.clone().any(|t| m.sentence == scan.index && scan.nouns.party_at(&scan.words, t).is_some());
    let faith = kind == EntityType::Group && body.before && !body.possessor;
    let collective = matches!(kind, EntityType::Organization | EntityType::Country | EntityType::Group);
    let mut says = Vec::new();
    let coloured = party && body.before && !body.possessor && class.state;
    let territory = matches!(kind, EntityType::Country | EntityType::Place);
    if class.leads && (collective || territory) && !coloured && !(class.unit && territory) {
        says.push(("leads", 1.0));
    }
    if class.speaks && (collective || kind == EntityType::Person) {
        says.push(("spokespersonFor", 1.0));
    }
    if class.occupation && body.before && !body.possessor && matches!(kind, EntityType::Country | EntityType::Place) {
        says.push(if kind == EntityType::Country { ("citizenOf", 0.9) } else { ("residesIn", 0.7) });
    } else if class.serves && collective && !party && !faith && !(class.occupation && kind == EntityType::Country) {
        says.push(("worksFor", 0.9));
    }
    if class.serves_people && kind == EntityType::Person {
        says.push(("worksFor", 0.95));
    }
    if class.member && (kind == EntityType::Organization || kind == EntityType::Group && !faith) {
        says.push(("memberOf", 0.9));
    }
    says
}

/// "is not", "is no", "never was".
pub(super) fn is_negated(scan: &Scan, head: usize) -> bool {
    scan.sentence
        .dependents(head)
        .any(|d| d < head && matches!(scan.form(d), "not" | "n't" | "n’t" | "never" | "no" | "neither" | "nor"))
}
