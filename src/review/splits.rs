//! Entities whose mentions disagree: full names in one article that are hardly of one person, and articles that take the
//! entity for something of another kind.

use super::{EntityView, LinkView, Overview, Proposal};
use crate::document::CharOffsets;
use crate::error::Result;
use crate::lexicon::{fold, name_words};
use crate::resolve::decisions::{Act, Kind};
use crate::resolve::similarity;
use crate::store::Store;

/// Full names less alike than this are hardly of one person.
const UNLIKE: f32 = 0.4;

/// Proposals to split.
pub(super) fn proposals(overview: &Overview, store: &Store) -> Result<Vec<Proposal>> {
    let mut found = Vec::new();
    for (key, view) in &overview.entities {
        for link in view.links.iter().filter(|link| !link.is_decided) {
            found.extend(other_kind(key, view, link, overview));
            if link.entity_type == "Person" {
                found.extend(other_name(key, view, link, overview, store)?);
            }
        }
    }
    Ok(found)
}

fn act(key: &str, link: &LinkView, overview: &Overview) -> Act {
    Act { article: overview.article_name(&link.article), ..Act::new(Kind::Split, key, "") }
}

/// An article that takes for a person what others take for something else, or the other way round.
fn other_kind(key: &str, view: &EntityView, link: &LinkView, overview: &Overview) -> Option<Proposal> {
    let is_person = link.entity_type == "Person";
    let others = view.links.iter().filter(|other| (other.entity_type == "Person") != is_person).count();
    if others * 2 <= view.links.len() {
        return None;
    }
    let reason = format!("{others} of {} articles take it for another kind of thing", view.links.len());
    Some(Proposal {
        act: act(key, link, overview),
        entity_name: view.name.clone(),
        target_name: format!("{} ({})", link.name, link.entity_type),
        score: others as f32 / (view.links.len() + 1) as f32,
        claims: view.claims.get(&link.article).copied().unwrap_or_default(),
        reasons: vec![reason],
    })
}

/// A full name in an article that is hardly that of the person it was taken for.
fn other_name(
    key: &str,
    view: &EntityView,
    link: &LinkView,
    overview: &Overview,
    store: &Store,
) -> Result<Option<Proposal>> {
    let is_full = |form: &&String| {
        let mut words = form.split(' ');
        form.contains(' ') && words.all(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    let known = [&view.name, &link.name];
    let bare = |name: &str| name_words().without_titles(&fold(name)).to_owned();
    // "Ilham" and "Heydar" before one surname; a part of the known name is no other name.
    let ends = |form: &str| {
        let form = bare(form);
        let is_part = known.iter().any(|name| bare(name).ends_with(&form));
        form.contains(' ')
            && !is_part
            && known.iter().any(|name| bare(name).rsplit(' ').next() == form.rsplit(' ').next())
    };
    let likeness = |form: &str| known.iter().map(|name| similarity(name, form).score).fold(0.0f32, f32::max);
    let odd = link.forms.iter().filter(is_full).map(|form| (form, likeness(form)));
    let Some((form, alike)) =
        odd.filter(|(form, alike)| *alike < UNLIKE && ends(form)).min_by(|a, b| a.1.total_cmp(&b.1))
    else {
        return Ok(None);
    };
    let Some(mention) = place(form, &link.article, store)? else { return Ok(None) };
    Ok(Some(Proposal {
        act: Act { mention: Some(mention), ..act(key, link, overview) },
        entity_name: view.name.clone(),
        target_name: form.clone(),
        score: (0.7 - alike).clamp(0.1, 0.7),
        claims: view.claims.get(&link.article).copied().unwrap_or_default(),
        reasons: vec![format!("`{form}` is hardly {}", view.name)],
    }))
}

/// Where a mention with these words stands in an article, in characters.
fn place(form: &str, graph: &str, store: &Store) -> Result<Option<(usize, usize)>> {
    let Some((article, record)) = store.record(graph)? else { return Ok(None) };
    let text = article.full_text();
    let (_, mentions) = record.layers(text.clone());
    let offsets = CharOffsets::new(&text);
    let found = mentions.mentions.iter().find(|m| text.get(m.span.start..m.span.end) == Some(form));
    Ok(found.map(|m| (offsets.chars(m.span.start), offsets.chars(m.span.end))))
}
