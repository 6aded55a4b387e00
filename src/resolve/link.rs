//! The choice of a gazetteer entry for the names of one chain: candidates, a score for each, and NIL with a reason where
//! the best is not good enough or not clearly the best.

use super::context::Context;
use super::variant::variants;
use super::{Candidate, Decision};
use crate::lexicon::{EntityType, Gazetteer, Hit, NameKind, fold};

/// Most candidates that are kept with a decision.
const KEPT: usize = 5;
/// A candidate must reach this score.
const ENOUGH: f32 = 0.45;
/// And be better than the next by this.
const MARGIN: f32 = 0.12;
/// Bodies whose initials are known to every reader need no long form: prior from which this holds.
const KNOWN_TO_ALL: f32 = 0.45;
/// A bare surname needs a bearer that is at least this well known.
const KNOWN_SURNAME: f32 = 0.6;

/// What is to be linked: the forms of one chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject<'a> {
    /// Forms by name as they stand in the article, the fullest first.
    pub forms: Vec<&'a str>,
    /// The type that the article suggests.
    pub entity_type: EntityType,
}

struct Scored {
    hit: Hit,
    score: f32,
    in_text: bool,
}

/// Choose an entry for `subject`.
pub fn link(subject: &Subject<'_>, context: &Context, gazetteer: &Gazetteer) -> Decision {
    let Some(&fullest) = subject.forms.first() else { return Decision::nil("it has no name", Vec::new()) };
    let mut hits = Vec::new();
    let mut matched = String::new();
    for form in subject.forms.iter().filter(|f| is_as_full(f, fullest, subject.entity_type)) {
        for variant in variants(form, subject.entity_type) {
            hits = gazetteer.lookup_folded(&variant);
            hits.retain(|h| agreement(subject.entity_type, h.entity_type).is_some());
            if !hits.is_empty() {
                matched = variant;
                break;
            }
        }
        if !hits.is_empty() {
            break;
        }
    }
    if hits.is_empty() {
        return Decision::nil("the gazetteer knows no such name of this type", Vec::new());
    }
    choose(&matched, hits, subject, context, gazetteer)
}

/// A person's surname may not stand for the full name; any other form may.
fn is_as_full(form: &str, fullest: &str, entity_type: EntityType) -> bool {
    entity_type != EntityType::Person || form.split_whitespace().count() > 1 || !fullest.contains(' ')
}

fn choose(name: &str, hits: Vec<Hit>, subject: &Subject<'_>, context: &Context, gazetteer: &Gazetteer) -> Decision {
    let own_mentions = context.count_words(name) as f32;
    let mut scored: Vec<Scored> = hits
        .into_iter()
        .map(|hit| {
            let in_text = hit.kind != NameKind::Label && context.has_words(&fold(&gazetteer.entry(&hit).label));
            let score = score(&hit, in_text, subject.entity_type, own_mentions, context, gazetteer);
            Scored { hit, score, in_text }
        })
        .collect();
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.qid.cmp(&b.hit.qid)));
    let candidates: Vec<Candidate> = scored.iter().take(KEPT).map(|s| candidate(s, gazetteer)).collect();
    let Some(best) = scored.first() else { return Decision::nil("no candidate fits", candidates) };
    if let Some(reason) = doubt(name, best, scored.get(1), context, gazetteer) {
        return Decision::nil(&reason, candidates);
    }
    let how = match best.hit.kind {
        NameKind::Label => "exact name",
        NameKind::Alias => "known alias",
        NameKind::Acronym => "initials",
        NameKind::Surname => "surname of a person known to all",
    };
    let country = gazetteer.country(&best.hit);
    let mut reason = how.to_owned();
    if best.in_text {
        reason.push_str("; the article has the full name");
    }
    if !country.is_empty() && context.mentions(country) {
        reason.push_str(&format!("; the article speaks of {country}"));
    }
    if let Some(next) = scored.get(1) {
        reason.push_str(&format!("; before {}", gazetteer.entry(&next.hit).label));
    }
    Decision { wikidata: Some(best.hit.wikidata()), score: best.score.clamp(0.0, 1.0), candidates, reason }
}

fn candidate(scored: &Scored, gazetteer: &Gazetteer) -> Candidate {
    let label = gazetteer.entry(&scored.hit).label;
    Candidate { wikidata: scored.hit.wikidata(), label, score: scored.score.clamp(0.0, 1.0) }
}

fn score(
    hit: &Hit,
    in_text: bool,
    wanted: EntityType,
    own_mentions: f32,
    context: &Context,
    gazetteer: &Gazetteer,
) -> f32 {
    let kind = match hit.kind {
        NameKind::Label => 0.12,
        NameKind::Alias => 0.06,
        NameKind::Acronym => 0.0,
        NameKind::Surname => -0.12,
    };
    let country = gazetteer.country(hit);
    let own = if hit.entity_type == EntityType::Country { own_mentions } else { 0.0 };
    let near = if country.is_empty() { 0.12 } else { context.share(country, own) };
    let type_bonus = agreement(wanted, hit.entity_type).unwrap_or(-1.0);
    0.6 * hit.prior + kind + 0.35 * near + type_bonus + if in_text { 0.3 } else { 0.0 }
}

/// Why the best candidate should not be taken, if so.
fn doubt(name: &str, best: &Scored, next: Option<&Scored>, context: &Context, gazetteer: &Gazetteer) -> Option<String> {
    let label = gazetteer.entry(&best.hit).label;
    let country = gazetteer.country(&best.hit);
    let is_near = !country.is_empty() && context.mentions(country);
    if best.score < ENOUGH && !(is_near && name.contains(' ')) {
        return Some(format!("{label} is not well enough known and nothing else speaks for it"));
    }
    if best.hit.kind == NameKind::Surname && !best.in_text && best.hit.prior < KNOWN_SURNAME {
        return Some(format!("only a surname, and {label} is not known to all"));
    }
    let is_short = name.len() <= 4 && best.hit.kind == NameKind::Acronym;
    if is_short && !best.in_text && best.hit.prior < KNOWN_TO_ALL {
        return Some(format!("initials without their long form; perhaps {label}"));
    }
    let next = next?;
    (best.score - next.score < MARGIN).then(|| {
        let other = gazetteer.entry(&next.hit);
        format!("{label} and {} ({}) are as likely", other.label, other.description)
    })
}

/// What agreement in type adds to the score; `None` where the types exclude each other.
fn agreement(wanted: EntityType, found: EntityType) -> Option<f32> {
    use EntityType::{Concept, Country, Event, Group, Organization, Person, Place, Work};
    match (wanted, found) {
        (a, b) if a == b => Some(0.2),
        (Person, _) | (_, Person) => None,
        (Country, Place) | (Place, Country) => Some(0.1),
        (Organization, Country) | (Country, Organization) => Some(0.0),
        (Organization, Place) | (Place, Organization) => Some(-0.1),
        (Group, Organization) => Some(0.1),
        (Organization, Group | Work | Event | Concept) => Some(0.0),
        (Group, Country | Place) => Some(-0.1),
        (Concept | Work | Event, Organization | Work | Event | Concept) => Some(0.0),
        _ => None,
    }
}
