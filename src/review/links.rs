//! Links to Wikidata that are missing or doubtful, by the candidates that were considered.

use std::collections::BTreeMap;

use super::{EntityView, LinkView, Overview, Proposal};
use crate::lexicon::Gazetteer;
use crate::resolve::Candidate;
use crate::resolve::decisions::{Act, Kind};

/// A chosen candidate that is better than the next by less is doubtful.
const DOUBTFUL: f32 = 0.2;
/// A candidate must reach this to be proposed.
const ENOUGH: f32 = 0.25;

/// How likely a second candidate of full score is the right one.
const FITS_AS_WELL: f32 = 0.15;

/// A candidate by label and, where the built-in gazetteer knows it, what it is.
fn named(candidate: &Candidate) -> String {
    let gazetteer = Gazetteer::embedded();
    let description = gazetteer.by_qid(&candidate.wikidata).map(|hit| gazetteer.entry(&hit).description);
    match description.filter(|text| !text.is_empty()) {
        Some(text) => format!("{}, {text}", candidate.label),
        None => candidate.label.clone(),
    }
}

/// Proposals to link.
pub(super) fn proposals(overview: &Overview) -> Vec<Proposal> {
    let mut found = Vec::new();
    for (key, view) in &overview.entities {
        if view.links.iter().any(|link| link.is_decided) {
            continue;
        }
        match view.links.iter().any(|link| link.item.is_some()) {
            false => found.extend(missing(key, view)),
            true => found.extend(doubtful(key, view, overview)),
        }
    }
    found
}

/// The best candidate of something that is not linked.
fn missing(key: &str, view: &EntityView) -> Option<Proposal> {
    let mut scores: BTreeMap<&str, (&str, f32, usize)> = BTreeMap::new();
    for candidate in view.links.iter().flat_map(|link| &link.candidates) {
        let entry = scores.entry(&candidate.wikidata).or_insert((&candidate.label, 0.0, 0));
        entry.1 += candidate.score;
        entry.2 += 1;
    }
    let mean = |(_, sum, count): &(&str, f32, usize)| sum / *count as f32;
    let (item, best) = scores.iter().max_by(|a, b| mean(a.1).total_cmp(&mean(b.1)).then(b.0.cmp(a.0)))?;
    let score = mean(best);
    if score < ENOUGH {
        return None;
    }
    let mut reasons: Vec<String> = view.links.iter().map(|l| l.reason.clone()).filter(|r| !r.is_empty()).collect();
    reasons.sort();
    reasons.dedup();
    reasons.truncate(2);
    let act = Act { label: best.0.to_owned(), ..Act::new(Kind::Link, key, *item) };
    let candidate = Candidate { wikidata: (*item).to_owned(), label: best.0.to_owned(), score };
    Some(Proposal {
        act,
        entity_name: view.name.clone(),
        target_name: named(&candidate),
        // As likely as the candidate is good, shared among those that are nearly as good.
        score: score / scores.values().map(|s| mean(s) / score).sum::<f32>().max(1.0),
        claims: view.claim_count(),
        reasons,
    })
}

/// The second candidate of what is linked, where it was nearly as good; for all articles where all doubt alike.
fn doubtful(key: &str, view: &EntityView, overview: &Overview) -> Vec<Proposal> {
    let doubts: Vec<(&LinkView, &Candidate, f32)> = view
        .links
        .iter()
        .filter_map(|link| {
            let second = link.candidates.iter().find(|c| Some(&c.wikidata) != link.item.as_ref())?;
            let margin = link.score - second.score;
            (margin < DOUBTFUL).then_some((link, second, margin))
        })
        .collect();
    // Scores end at 1: how much better the chosen one was cannot be told there.
    let Some((_, first, margin)) = doubts.first() else { return Vec::new() };
    let all = doubts.len() == view.links.len() && doubts.iter().all(|(_, c, _)| c.wikidata == first.wikidata);
    let proposal = |candidate: &Candidate, margin: f32, article: Option<&str>| {
        let mut act = Act { label: candidate.label.clone(), ..Act::new(Kind::Link, key, candidate.wikidata.as_str()) };
        act.article = article.map(|graph| overview.article_name(graph)).unwrap_or_default();
        let claims = article.map_or(view.claim_count(), |a| view.claims.get(a).copied().unwrap_or_default());
        let is_full = candidate.score >= 1.0;
        let reason = match is_full {
            true => format!("{} fits as well", named(candidate)),
            false => format!("chosen with only {margin:.2} more than {}", named(candidate)),
        };
        Proposal {
            act,
            entity_name: view.name.clone(),
            target_name: named(candidate),
            score: if is_full { FITS_AS_WELL } else { (0.3 - margin).clamp(0.05, 0.3) },
            claims,
            reasons: vec![reason],
        }
    };
    if all {
        return vec![proposal(first, *margin, None)];
    }
    doubts.iter().map(|(link, candidate, margin)| proposal(candidate, *margin, Some(&link.article))).collect()
}
