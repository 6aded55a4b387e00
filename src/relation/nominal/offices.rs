//! Offices, ranks and occupations: who holds them, and what holding them says (leads, spokespersonFor, worksFor,
//! memberOf, citizenOf, candidateFor, electedTo).

use super::bodies::{self, Body, Via};
use super::holders::{self, Holder, Tie};
use super::naming::candidacy;
use super::origin::tied_names;
use super::scan::Scan;
use super::{Found, Grounds, times};
use crate::document::{Deprel, Upos};
use crate::lexicon::{EntityType, Modality, Office, PlaceKind, Polarity};

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
        match office_at(scan, at) {
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

/// The longest office that starts at this word. Where its last word belongs to what follows ("leader of the
/// opposition Lake Alliance"), a shorter one.
fn office_at<'a>(scan: &Scan<'a>, at: usize) -> Option<(usize, &'a Office)> {
    let (to, class) = scan.nouns.office_at(&scan.words, at)?;
    let last = to - 1;
    let runs_on = last > at + 1
        && matches!(scan.token(last).deprel, Deprel::Amod | Deprel::Compound)
        && (at..last).any(|w| scan.form(w) == "of")
        && scan.head(last).is_some_and(|h| h > last);
    if runs_on { scan.nouns.office_at(scan.words.get(..last)?, at) } else { Some((to, class)) }
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
    // Ranks last: whether they are worth a claim depends on the other offices of the same people.
    let (ranks, offices): (Vec<_>, Vec<_>) = all(scan).into_iter().partition(|o| o.class.rank);
    for office in offices.into_iter().chain(ranks) {
        let holders = office_holders(scan, office);
        let holders = if holders.is_empty() { anaphor(scan, office, found).into_iter().collect() } else { holders };
        if holders.is_empty() && office.class.member {
            member_states(scan, office, found);
        }
        let paired = paired(scan, office, holders.len());
        for (number, holder) in holders.into_iter().enumerate() {
            let bodies = match &paired {
                Some(bodies) => bodies.get(number).map(|&m| Body::new(m, false, false)).into_iter().collect(),
                None => bodies::of(scan, office.from, office.to, office.head, Some(holder)),
            };
            claims(scan, office, holder, bodies, found);
        }
    }
}

/// "The presidents of Malta and Cyprus, X and Y", "the Maltese and Cypriot ministers X and Y": each heads his own.
fn paired(scan: &Scan, office: OfficeUse, holders: usize) -> Option<Vec<usize>> {
    if holders < 2 || !scan.is_plural(office.head) {
        return None;
    }
    let ties = [Deprel::Nmod, Deprel::NmodPoss, Deprel::Amod, Deprel::Compound];
    let named = |at: usize| {
        let of = !scan.is(at, Deprel::Nmod) || scan.case(at) == Some("of");
        let bodies = scan.conjuncts(at).into_iter().filter_map(|w| scan.mention(w));
        let bodies: Vec<usize> = bodies.filter(|&m| scan.is_place(m) || scan.is_name(m) && scan.is_body(m)).collect();
        (of && bodies.len() == holders).then_some(bodies)
    };
    let before_or_behind = (office.from..office.to).flat_map(|w| scan.dependents(w, &ties));
    before_or_behind.filter(|d| !(office.from..office.to).contains(d)).find_map(named)
}

/// The holders of an office, by the office's head word or by the "elect" behind it.
pub(super) fn office_holders(scan: &Scan, office: OfficeUse) -> Vec<Holder> {
    let mut holders = holders::of(scan, office.from, office.end, office.head);
    // "the wife of the former president, X,": X is the wife.
    if scan.is(office.head, Deprel::Nmod)
        && scan.head(office.head).is_some_and(|h| scan.nouns.kin_at(&scan.words, h).is_some())
    {
        holders.retain(|h| h.tie != Tie::Apposition);
    }
    // "Ada Berg for president and driver Ivo Karlsen": the office is hers, if she wins.
    let is_sought = office.from > 1 && scan.form(office.from - 1) == "for" && scan.in_person_name(office.from - 2);
    // "according to his agent, Ivo Karlsen fell ill": nobody is his own agent.
    let of = |h: &Holder| {
        let owners = scan.dependents(office.head, &[Deprel::NmodPoss]).filter_map(|w| scan.mention(w));
        owners.map(|m| scan.mentions.mentions[m].chain).any(|c| c == scan.mentions.mentions[h.mention].chain)
    };
    let follows = |h: &Holder| {
        let is_subject = scan.is(h.head, Deprel::Nsubj) || scan.is(h.head, Deprel::NsubjPass);
        h.head > office.head && is_subject && scan.is(office.head, Deprel::Obl)
    };
    holders.retain(|h| match h.tie {
        Tie::Title => !is_sought,
        Tie::Apposition => !of(h) && !follows(h),
        _ => true,
    });
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
fn anaphor(scan: &Scan, office: OfficeUse, found: &Found) -> Option<Holder> {
    let mention = scan.mention(office.head).filter(|&m| !scan.is_name(m) && scan.is_named_person(m))?;
    // "the Danish builder Orrin Paving" is a firm.
    if scan.mentions.chain_of(mention).entity_type != EntityType::Person {
        return None;
    }
    let bodies = bodies::of(scan, office.from, office.to, office.head, None);
    let named = bodies.iter().any(|b| scan.is_name(b.mention) && scan.kind(b.mention) != EntityType::Person);
    // Somebody known as vice president is hardly meant by "the Norwegian president".
    let head = |m: usize| scan.mentions.mentions[m].head;
    let of_chain = |m: usize| scan.mentions.mentions[m].chain;
    let deputy =
        found.claims.iter().filter(|c| c.predicate == "holdsPosition" && of_chain(c.subject) == of_chain(mention));
    let deputy = deputy.filter(|c| c.object != mention).any(|c| {
        let there = Scan::new(scan.document, scan.mentions, scan.nouns, c.sentence);
        let held = with_head(&there, head(c.object));
        held.is_some_and(|o| !o.class.leads && office.class.leads && there.form(o.to - 1) == scan.form(office.to - 1))
    });
    (named && !deputy).then_some(Holder { mention, head: office.head, tie: Tie::Anaphor })
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
    Some(Body::new(mention, false, false))
}

fn rule(tie: Tie, body: Option<Body>) -> &'static str {
    match (tie, body) {
        (Tie::Title, _) => "title:compound",
        (Tie::Copula, _) => "title:copula",
        (Tie::As, _) => "title:as",
        (Tie::Made, _) => "title:made:as",
        (Tie::Anaphor, _) => "title:anaphor",
        (Tie::Apposition, Some(b)) if b.possessor => "title:possessive",
        (Tie::Apposition, Some(b)) if !b.before => "title:of",
        (Tie::Apposition, _) => "title:apposition",
    }
}

fn claims(scan: &Scan, office: OfficeUse, holder: Holder, bodies: Vec<Body>, found: &mut Found) {
    let mut bodies: Vec<Body> = bodies
        .into_iter()
        .filter(|b| b.mention != holder.mention && scan.mention(office.head) != Some(b.mention))
        .collect();
    bodies.extend(within(scan, office));
    let standing = standing(scan, office);
    let negative = holder.tie == Tie::Copula && is_negated(scan, office.head);
    let time = times::of(scan, office.head, holder.head);
    let body = bodies.iter().find(|b| b.is_own() || office.class.member && b.via == Via::From).copied();
    let grounds = Grounds {
        rule: rule(holder.tie, body),
        sentence: scan.index,
        trigger: scan.span(office.from, office.to),
        head: office.head,
        confidence: match holder.tie {
            Tie::Title => 0.9,
            Tie::Anaphor => 0.7,
            Tie::Made => 0.75,
            _ => 0.85,
        },
    };
    let beside_office = office.class.rank && found.is_in_office_here(scan, holder.mention);
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
            // "the candidate of the Broad Front" runs for it, not to head it.
            let is_of = |b: &Body| {
                let m = &scan.mentions.mentions[b.mention];
                m.sentence == scan.index && scan.case(m.head) == Some("of")
            };
            let is_aim = |b: &&Body| match scan.kind(b.mention) {
                EntityType::Person => false,
                EntityType::Organization | EntityType::Group => !is_of(b),
                _ => true,
            };
            let aim = bodies.iter().filter(|b| !b.before && b.is_own()).find(is_aim);
            if let Some(object) = named.or(aim.map(|b| b.mention)) {
                add(holder.mention, "candidateFor", object, topic.filter(|t| *t != object), 1.0);
            }
        }
        if standing.elected && !office.class.candidate {
            add(holder.mention, "electedTo", position, topic, 1.0);
        }
        // How one came to an office is told by its verb ("was elected mayor").
        let told = holder.tie == Tie::Made || office.class.no_office;
        if !standing.elect && !member_only && !office.class.candidate && !told && !beside_office {
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

/// "a director of Halden Bank", "its director for Chad": one of several, who does not head the whole.
fn is_one_of_several(scan: &Scan, office: OfficeUse) -> bool {
    let article = scan.dependents(office.head, &[Deprel::Det]).find(|&d| matches!(scan.form(d), "a" | "an"));
    let past = (office.from.saturating_sub(2)..office.from).any(|w| scan.status(w).is_some_and(|s| s.past));
    let branch = scan
        .dependents(office.head, &[Deprel::Nmod])
        .any(|d| scan.case(d) == Some("for") && scan.mention(d).is_some_and(|m| scan.is_name(m) && scan.is_place(m)));
    article.is_some_and(|a| a < office.from) && !past || branch
}

/// What holding the office says about the holder and this body.
fn says(scan: &Scan, office: OfficeUse, body: Body) -> Vec<(&'static str, f32)> {
    let class = office.class;
    let kind = scan.kind(body.mention);
    let territory = matches!(kind, EntityType::Country | EntityType::Place);
    // "a Dutch nun" serves no state.
    let is_calling = class.occupation || class.church && kind == EntityType::Country;
    if is_calling && territory && (body.before && !body.possessor || body.via == Via::From) {
        // "a Scottish painter", "a Glasgow painter".
        let is_nationality = kind == EntityType::Country
            || body.before && scan.token(scan.mentions.mentions[body.mention].head).upos == Upos::Adj;
        return vec![if is_nationality { ("citizenOf", 0.9) } else { ("residesIn", 0.7) }];
    }
    // "Georgia's best-known poet": hers, unless she serves her.
    if class.occupation && !class.serves && body.possessor && kind == EntityType::Country {
        return vec![("citizenOf", 0.8)];
    }
    if body.aside {
        return Vec::new();
    }
    // "the Venezuelan opposition leader": of the opposition.
    if class.leads && kind == EntityType::Country && heads_others(scan, office, body) {
        return vec![("citizenOf", 0.85)];
    }
    let collective = matches!(kind, EntityType::Organization | EntityType::Country | EntityType::Group);
    let faith = kind == EntityType::Group && body.before && !body.possessor;
    let mut says = Vec::new();
    // "high school teacher", "company chairman": a kind of body, unless the article names the one that is meant.
    let m = &scan.mentions.mentions[body.mention];
    let vague =
        body.before && !body.possessor && !scan.is_name(body.mention) && !scan.mentions.chain_of(body.mention).is_named;
    if vague && m.tokens.len() == 1 {
        // "police spokesman": who speaks for a kind of body speaks for the one at hand.
        let speaks = class.speaks && matches!(kind, EntityType::Organization | EntityType::Group);
        return if speaks { vec![("spokespersonFor", 0.9)] } else { says };
    }
    if class.leads && is_of_party(scan, office, body) {
        says.push(("memberOf", 0.9));
    } else if class.leads && heads(scan, office, body) {
        let partly = kind == EntityType::Organization && is_one_of_several(scan, office);
        says.push(if partly { ("worksFor", 0.85) } else { ("leads", 1.0) });
    }
    if class.speaks && body.via != Via::From && (collective || kind == EntityType::Person) {
        says.push(("spokespersonFor", 1.0));
    }
    if serves(scan, office, body) {
        says.push(("worksFor", if kind == EntityType::Person { 0.95 } else { 0.9 }));
    }
    let is_of_many = kind == EntityType::Organization || kind == EntityType::Group && !faith;
    if class.member && is_of_many && !is_constituency(scan, office, body) {
        says.push(("memberOf", 0.9));
    }
    if class.founds && body.is_own() && scan.is_name(body.mention) && kind == EntityType::Organization {
        says.push(("founded", 0.9));
    }
    if class.owns && body.is_own() && matches!(kind, EntityType::Organization | EntityType::Place) {
        says.push(("owns", 0.9));
    }
    says
}

/// "Governor Ada Berg of the Harbour Party": a party behind the name of somebody voted into an office is not what he or
/// she heads.
fn is_of_party(scan: &Scan, office: OfficeUse, body: Body) -> bool {
    let m = &scan.mentions.mentions[body.mention];
    let is_party = || scan.words[m.head].is("party") || bodies::is_party(scan, body.mention);
    let is_behind_name = || (office.end..m.tokens.start).any(|i| scan.kind_at(i) == Some(EntityType::Person));
    office.class.elective && m.sentence == scan.index && !body.before && is_party() && is_behind_name()
}

/// "MP for Leeds North": whom voters of a place send sits for it, as long as it is no party and no other body.
fn is_constituency(scan: &Scan, office: OfficeUse, body: Body) -> bool {
    let is_behind_for = || scan.case(scan.mentions.mentions[body.mention].head) == Some("for");
    let is_body = || bodies::is_party(scan, body.mention) || scan.holds_place_word(body.mention, PlaceKind::Body);
    office.class.elective && !body.before && is_behind_for() && !is_body()
}

/// Does a noun between the country and the office say that it is somebody within the country whom its holder heads?
fn heads_others(scan: &Scan, office: OfficeUse, body: Body) -> bool {
    let end = scan.mentions.mentions[body.mention].tokens.end;
    let is_said = |w: usize| {
        scan.token(w).upos == Upos::Noun && scan.status(w).is_none() && scan.kind_at(w) != Some(EntityType::Country)
    };
    let class = office.class;
    body.before && !class.state && !class.town && !class.unit && (end..office.from).any(is_said)
}

/// Does the office's holder head this body?
fn heads(scan: &Scan, office: OfficeUse, body: Body) -> bool {
    let class = office.class;
    let kind = scan.kind(body.mention);
    let territory = matches!(kind, EntityType::Country | EntityType::Place);
    // "the head of MI6": whatever it is, it has a head.
    let is_unknown = kind == EntityType::Concept && scan.is_name(body.mention) && body.via == Via::Of;
    let collective = is_unknown || matches!(kind, EntityType::Organization | EntityType::Country | EntityType::Group);
    // "Republican governor Ada Berg"
    let is_elected = class.state || class.town || class.elective;
    let coloured = is_elected && body.before && !body.possessor && bodies::is_party(scan, body.mention);
    let own = matches!(body.via, Via::Of | Via::At);
    own && (collective || territory || is_bureau(scan, body)) && !coloured && !(class.unit && territory)
}

/// Does the office's holder work for this body or person?
fn serves(scan: &Scan, office: OfficeUse, body: Body) -> bool {
    let class = office.class;
    let kind = scan.kind(body.mention);
    if class.sent && body.via == Via::To {
        return false;
    }
    let faith = kind == EntityType::Group && body.before && !body.possessor;
    let origin = kind == EntityType::Country && (class.occupation || body.via == Via::From);
    // "a ranger at Virunga", "a reporter with Rowannet": whatever it is, it employs.
    let employer = body.via == Via::At
        && scan.is_name(body.mention)
        && (kind == EntityType::Place || kind == EntityType::Person && !class.serves_people);
    match kind {
        EntityType::Person if class.serves_people && body.via != Via::From => true,
        EntityType::Person if class.serves_owner && body.possessor => true,
        // "a colonel in the army" belongs to it.
        EntityType::Organization | EntityType::Group if class.rank => false,
        EntityType::Organization | EntityType::Country | EntityType::Group => {
            let works = class.serves
                || kind == EntityType::Organization && (class.serves_bodies || is_employed(scan, class, body));
            works && !bodies::is_party(scan, body.mention) && !faith && !origin
        }
        _ => class.serves && employer,
    }
}

/// "an ecologist at Halden Labs", "ecologist X of the University of Halden": at an institution whoever has an occupation
/// works; of a band, one is a member.
fn is_employed(scan: &Scan, class: &Office, body: Body) -> bool {
    class.occupation
        && !body.before
        && scan.is_name(body.mention)
        && (body.via == Via::At || body.via == Via::Of && bodies::is_institution(scan, body.mention))
}

/// "the prime minister's office": a body although "office" alone is none.
fn is_bureau(scan: &Scan, body: Body) -> bool {
    let m = &scan.mentions.mentions[body.mention];
    let noun = m.sentence == scan.index && scan.nouns.place_at(PlaceKind::Body, &scan.words, m.head).is_some();
    noun && !body.before && scan.dependents(m.head, &[Deprel::NmodPoss, Deprel::Compound]).next().is_some()
}

/// "is not", "is no", "never was".
pub(super) fn is_negated(scan: &Scan, head: usize) -> bool {
    scan.sentence
        .dependents(head)
        .any(|d| d < head && matches!(scan.form(d), "not" | "n't" | "n’t" | "never" | "no" | "neither" | "nor"))
}
