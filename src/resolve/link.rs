//! The choice of a gazetteer entry for the names of one chain: candidates, a score for each, and NIL with a reason where
//! the best is not good enough or not clearly the best.

use super::context::Context;
use super::rules::LinkingRules;
use super::variant::variants;
use super::{Candidate, Choice};
use crate::lexicon::{Demonyms, EntityType, Gazetteer, Hit, NameKind, State, StateKind, fold};

/// Most candidates that are kept with a decision.
const KEPT: usize = 5;
/// A candidate must reach this score.
const ENOUGH: f32 = 0.45;
/// And be better than the next by this.
const MARGIN: f32 = 0.12;
/// Enough where it is the best one's own name and only another name of the next.
const MARGIN_OVER_ALIAS: f32 = 0.04;
/// Bodies whose initials are known to every reader need no long form: prior from which this holds.
const KNOWN_TO_ALL: f32 = 0.45;
/// Initials of bodies less known than this say nothing.
const OBSCURE: f32 = 0.3;
/// A bare surname needs a bearer that is at least this well known.
const KNOWN_SURNAME: f32 = 0.6;

/// What is to be linked: the forms of one chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject<'a> {
    /// Forms by name as they stand in the article, the fullest first.
    pub forms: Vec<&'a str>,
    /// The type that the article suggests, where it does.
    pub entity_type: Option<EntityType>,
    /// The state whose body it is, where the article says so.
    pub owner: Option<&'a State>,
}

struct Scored {
    hit: Hit,
    score: f32,
    in_text: bool,
}

/// Choose an entry for `subject`.
pub fn link(subject: &Subject<'_>, context: &Context, gazetteer: &Gazetteer, demonyms: &Demonyms) -> Choice {
    let Some(&fullest) = subject.forms.first() else { return Choice::nil("it has no name", Vec::new()) };
    let rules = LinkingRules::embedded();
    for form in subject.forms.iter().filter(|f| is_as_full(f, fullest)) {
        if matches!(subject.entity_type, None | Some(EntityType::Organization)) {
            let is_known = |h: &Hit| matches!(h.kind, NameKind::Label | NameKind::Usual);
            let names = match gazetteer.lookup(form).iter().any(is_known) && !rules.is_institution(&fold(form)) {
                true => Vec::new(),
                false => institution_names(form, subject.owner, context, demonyms),
            };
            if let Some((name, hits)) = first_known(&names, subject, gazetteer) {
                return choose(&name, hits, subject, context, gazetteer);
            }
            if rules.is_institution(&fold(form)) && subject.forms.len() == 1 {
                return Choice::nil(
                    "many states have such a body, and the article does not tell whose it is",
                    Vec::new(),
                );
            }
        }
        if let Some((name, hits)) = first_known(&variants(form, subject.entity_type), subject, gazetteer) {
            return choose(&name, hits, subject, context, gazetteer);
        }
        if let Some((name, hits)) = without_second_surname(form, subject, gazetteer) {
            return choose(&name, hits, subject, context, gazetteer);
        }
        if let Some((name, hits)) = person_by_full_name(form, gazetteer) {
            let person = Subject { forms: subject.forms.clone(), entity_type: Some(EntityType::Person), owner: None };
            return choose(&name, hits, &person, context, gazetteer);
        }
    }
    Choice::nil("the gazetteer knows no such name of this type", Vec::new())
}

/// The first of these folded names that the gazetteer knows for something of a fitting type.
fn first_known(names: &[String], subject: &Subject<'_>, gazetteer: &Gazetteer) -> Option<(String, Vec<Hit>)> {
    names.iter().find_map(|name| {
        let mut hits = gazetteer.lookup_folded(name);
        hits.retain(|h| agreement(subject.entity_type, h.entity_type).is_some());
        (!hits.is_empty()).then(|| (name.clone(), hits))
    })
}

/// "Ricardo Roe Doe" may be "Ricardo Roe", in countries of two surnames.
fn without_second_surname(form: &str, subject: &Subject<'_>, gazetteer: &Gazetteer) -> Option<(String, Vec<Hit>)> {
    let folded = fold(form);
    let words: Vec<&str> = folded.split(' ').collect();
    let &[first, second, _] = words.as_slice() else { return None };
    if subject.entity_type != Some(EntityType::Person) {
        return None;
    }
    let (name, mut hits) = first_known(&[format!("{first} {second}")], subject, gazetteer)?;
    hits.retain(|h| h.kind == NameKind::Label && LinkingRules::embedded().has_two_surnames(gazetteer.country(h)));
    (!hits.is_empty()).then_some((name, hits))
}

/// Full names of an institution that is named by its state's adjective ("the British government") or, where that is
/// clear, without its state ("the Supreme Court"): the state that the article gives it to, else the one it speaks of.
fn institution_names(form: &str, owner: Option<&State>, context: &Context, demonyms: &Demonyms) -> Vec<String> {
    if let Some((state, body)) = split_owner(form, demonyms) {
        return with_state(&body, state);
    }
    let folded = fold(form);
    if !LinkingRules::embedded().is_institution(&folded) {
        return Vec::new();
    }
    let state = owner.or_else(|| context.main_country().and_then(|code| demonyms.by_iso(code)));
    state.map(|s| with_state(&folded, s)).unwrap_or_default()
}

/// "British House of Lords": the state, and the folded rest. `None` where the name does not start with a state.
pub(super) fn split_owner<'a>(form: &str, demonyms: &'a Demonyms) -> Option<(&'a State, String)> {
    let words: Vec<&str> = form.split_whitespace().collect();
    (1..=3.min(words.len().saturating_sub(1))).rev().find_map(|length| {
        let (state, body) = words.split_at(length);
        let state = state.join(" ");
        let state = demonyms.named(&state).or_else(|| demonyms.country_of(&state))?;
        Some((state, fold(&body.join(" "))))
    })
}

fn with_state(body: &str, state: &State) -> Vec<String> {
    let mut names = Vec::new();
    for name in state.all_names().map(fold) {
        names.extend([format!("{name} {body}"), format!("{body} of {name}"), format!("{body} of the {name}")]);
    }
    names.extend(state.adjectives.iter().map(|adjective| format!("{} {body}", fold(adjective))));
    names
}

/// The last word of a longer name may not stand for it: "Ford" is not "Gerald Ford".
fn is_as_full(form: &str, fullest: &str) -> bool {
    form == fullest || form.contains(' ') || !fullest.ends_with(&format!(" {form}"))
}

/// A full name that only people bear, and one of them is well known: the type that the article suggests is wrong.
fn person_by_full_name(form: &str, gazetteer: &Gazetteer) -> Option<(String, Vec<Hit>)> {
    let name = fold(form);
    let hits = gazetteer.lookup_folded(&name);
    let is_full = |h: &Hit| matches!(h.kind, NameKind::Label | NameKind::Usual) && h.entity_type == EntityType::Person;
    let fits = name.contains(' ') && hits.iter().all(is_full) && hits.iter().any(|h| h.prior >= KNOWN_SURNAME);
    fits.then_some((name, hits))
}

fn choose(name: &str, hits: Vec<Hit>, subject: &Subject<'_>, context: &Context, gazetteer: &Gazetteer) -> Choice {
    let own_mentions = context.count_words(name) as f32;
    let mut scored: Vec<Scored> = hits
        .into_iter()
        .map(|hit| {
            let has_long_form = matches!(hit.entity_type, EntityType::Person | EntityType::Organization);
            let in_text =
                has_long_form && hit.kind != NameKind::Label && context.has_words(&fold(&gazetteer.entry(&hit).label));
            let score = score(&hit, in_text, subject, own_mentions, context, gazetteer);
            Scored { hit, score, in_text }
        })
        .collect();
    scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.qid.cmp(&b.hit.qid)));
    let candidates: Vec<Candidate> = scored.iter().take(KEPT).map(|s| candidate(s, gazetteer)).collect();
    let Some(best) = scored.first() else { return Choice::nil("no candidate fits", candidates) };
    if let Some(reason) = doubt(name, best, scored.get(1), context, gazetteer) {
        return Choice::nil(&reason, candidates);
    }
    let how = match best.hit.kind {
        NameKind::Label => "exact name",
        NameKind::Usual => "usual name",
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
    Choice { wikidata: Some(best.hit.wikidata()), score: best.score.clamp(0.0, 1.0), candidates, reason }
}

fn candidate(scored: &Scored, gazetteer: &Gazetteer) -> Candidate {
    let wikidata = scored.hit.wikidata();
    // States are called what English news calls them ("Turkey").
    let state = Demonyms::embedded().by_qid(&wikidata).filter(|s| s.kind == StateKind::State);
    let label = state.map_or_else(|| gazetteer.entry(&scored.hit).label, |state| state.name.clone());
    Candidate { wikidata, label, score: scored.score.clamp(0.0, 1.0) }
}

fn score(
    hit: &Hit,
    in_text: bool,
    subject: &Subject<'_>,
    own_mentions: f32,
    context: &Context,
    gazetteer: &Gazetteer,
) -> f32 {
    let is_initials = || subject.forms.iter().all(|form| form.chars().all(char::is_uppercase));
    let kind = match hit.kind {
        // "WHO" is not "The Who".
        NameKind::Label if is_initials() && gazetteer.entry(hit).label.contains(char::is_lowercase) => -0.1,
        NameKind::Label | NameKind::Usual => 0.2,
        NameKind::Alias => 0.06,
        NameKind::Acronym if !in_text && hit.prior < OBSCURE => -0.3,
        NameKind::Acronym => 0.0,
        NameKind::Surname => -0.12,
    };
    let country = gazetteer.country(hit);
    let own = if hit.entity_type == EntityType::Country { own_mentions } else { 0.0 };
    let near = if country.is_empty() { 0.12 } else { context.share(country, own) };
    let type_bonus = agreement(subject.entity_type, hit.entity_type).unwrap_or(-1.0);
    0.6 * hit.prior + kind + 0.35 * near + type_bonus + if in_text { 0.3 } else { 0.0 }
}

/// Why the best candidate should not be taken, if so.
fn doubt(name: &str, best: &Scored, next: Option<&Scored>, context: &Context, gazetteer: &Gazetteer) -> Option<String> {
    let label = gazetteer.entry(&best.hit).label;
    let country = gazetteer.country(&best.hit);
    let is_near = !country.is_empty() && context.mentions(country);
    let words = name.split(' ').count();
    let is_exact = best.hit.kind == NameKind::Label && (words > 2 || words > 1 && is_near);
    if best.score < ENOUGH && !is_exact {
        return Some(format!("{label} is not well enough known and nothing else speaks for it"));
    }
    if best.hit.kind == NameKind::Surname && !best.in_text && best.hit.prior < KNOWN_SURNAME {
        return Some(format!("only a surname, and {label} is not known to all"));
    }
    if matches!(best.hit.entity_type, EntityType::Place | EntityType::Country) && context.may_be_team(name) {
        return Some(format!("the text is about sport, and this may be the team of {label}"));
    }
    let is_short = name.len() <= 4 && best.hit.kind == NameKind::Acronym;
    if is_short && !best.in_text && best.hit.prior < KNOWN_TO_ALL {
        return Some(format!("initials without their long form; perhaps {label}"));
    }
    let next = next?;
    let is_own = |s: &Scored| matches!(s.hit.kind, NameKind::Label | NameKind::Usual);
    let margin = if is_own(best) && !is_own(next) { MARGIN_OVER_ALIAS } else { MARGIN };
    (best.score - next.score < margin).then(|| {
        let other = gazetteer.entry(&next.hit);
        format!("{label} and {} ({}) are as likely", other.label, other.description)
    })
}

/// What agreement in type adds to the score; `None` where the types exclude each other.
fn agreement(wanted: Option<EntityType>, found: EntityType) -> Option<f32> {
    use EntityType::{Concept, Country, Event, Group, Organization, Person, Place, Work};
    let Some(wanted) = wanted else { return Some(0.1) };
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
