//! Where people come from and live: "a Turkish national", "Ohio man X", "X, a resident of Y", "X, from Y,",
//! "London-based analyst X"; and whom they stand for: "X of Human Rights Watch".

use super::bodies::{self, Body, Via};
use super::holders::{self, Holder, Tie};
use super::scan::Scan;
use super::{Found, Grounds, offices};
use crate::document::{Deprel, Upos};
use crate::lexicon::{EntityType, PlaceKind, Word};
use crate::mention::MentionKind;

/// Claims of origin in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    for at in 0..scan.len() {
        if let Some(to) = scan.nouns.place_at(PlaceKind::Person, &scan.words, at) {
            by_noun(scan, at, to, found);
        }
        if let Some(to) = scan.nouns.place_at(PlaceKind::Government, &scan.words, at) {
            government(scan, at, to, found);
        }
        if let Some(to) = scan.nouns.place_at(PlaceKind::Circle, &scan.words, at) {
            circle(scan, at, to, "memberOf", found);
        }
        if let Some(to) = scan.nouns.place_at(PlaceKind::Following, &scan.words, at) {
            circle(scan, at, to, "leads", found);
        }
        if scan.form(at) == "based" {
            based(scan, at, found);
        }
        demonym_alone(scan, at, found);
        demonym_before(scan, at, found);
        of_body(scan, at, found);
        possessor(scan, at, found);
    }
}

/// "Turkish national X", "X, a resident of Y".
fn by_noun(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let mut holders = holders::of(scan, from, to, head);
    if holders.is_empty() {
        let own = scan.mention(head).filter(|&m| !scan.is_name(m) && scan.is_named_person(m));
        holders.extend(own.map(|mention| Holder { mention, head, tie: Tie::Anaphor }));
    }
    for holder in holders {
        for body in bodies::of(scan, from, to, head, Some(holder)) {
            let is = |kind| scan.nouns.place_at(kind, &scan.words, head).is_some();
            let (resident, native) = (is(PlaceKind::Resident), is(PlaceKind::Native));
            let fits = body.before || resident || native || is(PlaceKind::Citizen) || body.via == Via::From;
            let predicate = match scan.kind(body.mention) {
                EntityType::Country | EntityType::Place if native => "bornIn",
                EntityType::Country if resident => "residesIn",
                EntityType::Country => "citizenOf",
                EntityType::Place => "residesIn",
                _ => continue,
            };
            if fits {
                let rule = match holder.tie {
                    Tie::Copula => "origin:copula",
                    Tie::Anaphor => "origin:anaphor",
                    _ => "origin:noun",
                };
                let grounds = Grounds {
                    rule,
                    sentence: scan.index,
                    trigger: scan.span(from, to),
                    head: scan.head_of(from, to),
                    confidence: 0.85,
                };
                if let Some(claim) = found.add(scan.mentions, holder.mention, predicate, body.mention, grounds)
                    && holder.tie == Tie::Copula
                    && offices::is_negated(scan, head)
                {
                    claim.polarity = crate::lexicon::Polarity::Negative;
                }
            }
        }
    }
}

/// "Geneva-based trader Altomar", "London-based analyst X".
fn based(scan: &Scan, at: usize, found: &mut Found) {
    let Some(place) = at.checked_sub(2).filter(|_| scan.form(at - 1) == "-").and_then(|p| scan.mention_to(p)) else {
        return;
    };
    if !scan.is_place(place) {
        return;
    }
    let Some(noun) = scan.head(at).filter(|&h| h > at && h < at + 5).or(Some(at + 1)).filter(|&n| n < scan.len())
    else {
        return;
    };
    let mut bearers: Vec<usize> = scan.mention(noun).into_iter().filter(|&m| scan.is_name(m)).collect();
    if bearers.is_empty() {
        bearers = tied_names(scan, noun);
    }
    if bearers.is_empty() {
        let inside = scan.mention(noun).filter(|&m| scan.is_body(m));
        let compound = scan.dependents(at, &[Deprel::Compound]).chain(scan.dependents(noun, &[Deprel::Compound]));
        let named = compound.filter(|&c| c > at).filter_map(|c| scan.mention(c)).find(|&m| scan.is_name(m));
        bearers.extend(named.or(inside));
    }
    if bearers.is_empty() {
        bearers.extend((at + 1..scan.len().min(at + 5)).find_map(|w| scan.name_mention_from(w)));
    }
    let grounds = Grounds {
        rule: "origin:based",
        sentence: scan.index,
        trigger: scan.span(at - 2, at + 1),
        head: scan.head_of(at - 2, at + 1),
        confidence: 0.85,
    };
    for bearer in bearers {
        let predicate = match scan.kind(bearer) {
            EntityType::Person => "residesIn",
            EntityType::Organization | EntityType::Group => "headquarteredIn",
            _ => continue,
        };
        found.add(scan.mentions, bearer, predicate, place, grounds);
    }
}

/// Names tied to a noun as title or apposition, whatever they name.
pub(super) fn tied_names(scan: &Scan, noun: usize) -> Vec<usize> {
    let mut words: Vec<usize> = scan.dependents(noun, &[Deprel::Appos, Deprel::NmodDesc, Deprel::Flat]).collect();
    let tied = matches!(scan.token(noun).deprel, Deprel::NmodDesc | Deprel::Compound | Deprel::Appos);
    words.extend(scan.head(noun).filter(|_| tied));
    let mut named: Vec<usize> =
        words.into_iter().filter_map(|w| scan.mention(w)).filter(|&m| scan.is_name(m)).collect();
    if named.is_empty() {
        named.extend(scan.name_mention_from(noun + 1));
    }
    if named.is_empty() {
        named.extend(set_off(scan, noun));
    }
    named
}

/// The name that a comma parts from the noun's phrase: "Niamey, Niger's capital".
fn set_off(scan: &Scan, noun: usize) -> Option<usize> {
    let phrase = scan.sentence.subtree(noun);
    let comma = (noun.saturating_sub(6)..noun).rev().find(|&w| scan.form(w) == ",")?;
    // "from the capital, Riga, to a hospital": a preposition begins another phrase.
    let whole = (comma + 1..noun).all(|w| {
        (phrase.contains(&w) || scan.is(w, Deprel::Det)) && !matches!(scan.token(w).upos, Upos::Adp | Upos::Cconj)
    });
    let name = comma.checked_sub(1).and_then(|w| scan.mention_to(w)).filter(|&m| scan.is_name(m))?;
    whole.then_some(name)
}

/// "An Australian, X, …": a demonym standing for its bearer.
fn demonym_alone(scan: &Scan, at: usize, found: &mut Found) {
    let Some(country) = scan.mention(at).filter(|&m| scan.is_name(m) && scan.kind(m) == EntityType::Country) else {
        return;
    };
    let article = scan.sentence.dependent(at, Deprel::Det).is_some_and(|d| matches!(scan.form(d), "a" | "an"));
    // "an ethnic Malay": of whatever state.
    let ethnic = scan.dependents(at, &[Deprel::Amod]).any(|d| scan.form(d) == "ethnic");
    if !article || ethnic {
        return;
    }
    let grounds = Grounds {
        rule: "origin:demonym",
        sentence: scan.index,
        trigger: scan.span(at, at + 1),
        head: scan.head_of(at, at + 1),
        confidence: 0.8,
    };
    for holder in holders::of(scan, at, at + 1, at) {
        found.add(scan.mentions, holder.mention, "citizenOf", country, grounds);
    }
}

/// "the Nepali guide X", "Algerian magistrate X": a demonym before a noun for a person that is no office to serve.
fn demonym_before(scan: &Scan, at: usize, found: &mut Found) {
    let Some(country) = scan.mention(at).filter(|&m| scan.is_name(m) && scan.kind(m) == EntityType::Country) else {
        return;
    };
    let Some(noun) = scan.head(at).filter(|&n| n > at && scan.is(at, Deprel::Amod)) else { return };
    let person = scan.kind_at(noun) == Some(EntityType::Person) && scan.mention(noun).is_some_and(|m| !scan.is_name(m));
    let ethnic = (at.saturating_sub(2)..at).any(|w| scan.form(w) == "ethnic");
    // "the American Samoa delegate": a word of a longer name.
    let in_name = scan.name_over(at).is_some_and(|n| n.tokens.len() > 1);
    let office = offices::with_head(scan, noun);
    let plain = office.is_none_or(|o| o.class.is_plain() || o.class.member);
    let counterpart = scan.nouns.place_at(PlaceKind::Counterpart, &scan.words, noun).is_some();
    if in_name
        || counterpart
        || !person
        || !plain
        || ethnic
        || scan.is_prefixed(country)
        || scan.nouns.kin_at(&scan.words, noun).is_some()
    {
        return;
    }
    let (from, to) = office.map_or((noun, noun + 1), |o| (o.from, o.end));
    let grounds = Grounds {
        rule: "origin:demonym",
        sentence: scan.index,
        trigger: scan.span(at, noun + 1),
        head: noun,
        confidence: 0.8,
    };
    let fixed = |h: &Holder| matches!(h.tie, Tie::Title | Tie::Apposition) && scan.is_person_name(h.mention);
    for holder in holders::of(scan, from, to, noun).into_iter().filter(fixed) {
        found.add(scan.mentions, holder.mention, "citizenOf", country, grounds);
    }
}

/// "Johnson's government", "the government of X".
fn government(scan: &Scan, from: usize, to: usize, found: &mut Found) {
    let head = scan.head_of(from, to);
    let Some(body) = scan.mention(head).filter(|&m| !scan.is_name(m)) else { return };
    let trigger = scan.span(from, to);
    let grounds = Grounds { rule: "title:government", sentence: scan.index, trigger, head, confidence: 0.65 };
    let named_after = |&m: &usize| scan.token(scan.mentions.mentions[m].head).deprel != Deprel::Compound;
    for person in owners(scan, from, to, head).into_iter().filter(named_after) {
        found.add(scan.mentions, person, "leads", body, grounds);
    }
}

/// "her party, the Blue League", "whose movement, the Blue Dawn": the named body to which the possessor belongs, or
/// which he or she leads.
fn circle(scan: &Scan, from: usize, to: usize, predicate: &str, found: &mut Found) {
    let head = scan.head_of(from, to);
    // The noun says that it is a body, whatever its name sounds like ("his party, Civil Contract").
    let is_body = |m: &usize| !matches!(scan.kind(*m), EntityType::Person | EntityType::Country | EntityType::Place);
    let body = tied_names(scan, head).into_iter().find(is_body);
    let trigger = scan.span(from, to);
    let grounds = Grounds { rule: "party:possessor", sentence: scan.index, trigger, head, confidence: 0.75 };
    for person in owners(scan, from, to, head) {
        if let Some(body) = body {
            found.add(scan.mentions, person, predicate, body, grounds);
        }
    }
}

/// The named people to whom a body is said to belong.
fn owners(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<usize> {
    let mut bodies = bodies::of(scan, from, to, head, None);
    let whose =
        scan.dependents(head, &[Deprel::NmodPoss]).find_map(|d| scan.antecedent(d)).and_then(|w| scan.mention(w));
    bodies.extend(whose.map(|mention| Body::new(mention, true, true)));
    // "Petrov's party Blue League": the parser hangs the possessor on the name.
    let name = scan.head(head).filter(|&n| n > head && scan.is(head, Deprel::Compound));
    let owner = name.and_then(|n| scan.dependents(n, &[Deprel::NmodPoss]).find_map(|d| scan.mention(d)));
    bodies.extend(owner.map(|mention| Body::new(mention, true, true)));
    bodies.into_iter().map(|b| b.mention).filter(|&m| scan.is_named_person(m)).collect()
}

/// "BBC's Ewan Baird", "Ethiopia's Lemlem Tadesse".
fn possessor(scan: &Scan, at: usize, found: &mut Found) {
    let Some(up) = scan.head(at).filter(|&h| h > at && scan.is(at, Deprel::NmodPoss)) else { return };
    let (Some(person), Some(body)) = (scan.mention(up), scan.mention(at)) else { return };
    let titled = offices::all(scan).iter().any(|o| o.from > at && o.from <= up);
    let is_body = scan.is_name(body) || scan.kind(body) == EntityType::Organization;
    if !scan.is_person_name(person) || !is_body || titled {
        return;
    }
    let predicate = match scan.kind(body) {
        EntityType::Organization if is_assembly(scan, body) => "memberOf",
        EntityType::Organization => "worksFor",
        EntityType::Country => "citizenOf",
        _ => return,
    };
    let trigger = scan.span(at, up + 1);
    let grounds = Grounds { rule: "origin:possessor", sentence: scan.index, trigger, head: up, confidence: 0.75 };
    found.add(scan.mentions, person, predicate, body, grounds);
}

/// "X of Human Rights Watch", "X, from Toronto,".
fn of_body(scan: &Scan, at: usize, found: &mut Found) {
    let Some(up) = scan.head(at).filter(|&h| h < at && scan.is(at, Deprel::Nmod)) else { return };
    let (Some(tied), Some(body)) = (scan.mention(up), scan.mention(at)) else { return };
    let person = titled(scan, up, at).unwrap_or(tied);
    let up = scan.mentions.mentions[person].head;
    let case = scan.case(at).unwrap_or("");
    if !scan.is_person_name(person) || !matches!(case, "of" | "from" | "at" | "with") {
        return;
    }
    let title = offices::all(scan).into_iter().find(|o| scan.head(o.head) == Some(up) && o.head < up);
    let titled = title.is_some();
    // "former minister X of Blue Lake": whoever holds a post of state belongs to a party.
    let is_politician = || title.is_some_and(|o| o.class.post && (o.class.elective || o.class.portfolio));
    let predicate = match scan.kind(body) {
        EntityType::Organization if titled && found.ties(person, body) => return,
        EntityType::Organization if case == "from" || is_assembly(scan, body) => "memberOf",
        EntityType::Organization if is_politician() && !bodies::is_institution(scan, body) => "memberOf",
        EntityType::Group if case == "from" => "memberOf",
        EntityType::Organization => "worksFor",
        EntityType::Place if case == "from" || (case == "of" && !titled && !found.is_in_office(scan, person)) => {
            "residesIn"
        }
        EntityType::Country if case == "from" || (case == "of" && !titled && !found.is_in_office(scan, person)) => {
            "citizenOf"
        }
        _ => return,
    };
    let grounds = Grounds {
        rule: "origin:of",
        sentence: scan.index,
        trigger: scan.span(at, at + 1),
        head: scan.head_of(at, at + 1),
        confidence: 0.7,
    };
    found.add(scan.mentions, person, predicate, body, grounds);
}

/// "leader X of the Lake Party": the parse may hang the party on the title before the name.
fn titled(scan: &Scan, title: usize, at: usize) -> Option<usize> {
    let office = offices::with_head(scan, title)?;
    let name = scan.name_mention_from(office.end).filter(|&m| scan.is_person_name(m))?;
    (scan.mentions.mentions[name].tokens.end < at).then_some(name)
}

/// A body of members rather than of employees.
fn is_assembly(scan: &Scan, body: usize) -> bool {
    // By its full name in the article: "the LRP" of the League for Renewal and Progress; or by what it is called here:
    // "the opposition movement Blue Lake".
    let chain = scan.mentions.chain_of(body);
    let name = chain.name.to_lowercase();
    let words: Vec<Word> = name.split_whitespace().map(|w| Word { form: w.into(), lemma: w.into() }).collect();
    let member = |words: &[Word], w: usize| scan.nouns.place_at(PlaceKind::Assembly, words, w).is_some();
    let here = |&m: &usize| {
        let mention = &scan.mentions.mentions[m];
        mention.sentence == scan.index && mention.kind == MentionKind::Nominal && member(&scan.words, mention.head)
    };
    (0..words.len()).any(|w| member(&words, w) || scan.nouns.party_at(&words, w).is_some())
        || chain.mentions.iter().any(here)
}
