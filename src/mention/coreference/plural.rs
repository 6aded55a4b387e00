//! "the two leaders", "both countries": a plural description stands for the two that were just named. It keeps
//! a chain of its own, with the chains of the two as members.

use super::Clusters;
use crate::lexicon::EntityType;
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;

/// How many sentences back the two may stand.
const REACH: usize = 3;

pub(super) fn link(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        let features = &clusters.features[m];
        let points_back = features.definiteness == Definiteness::Definite;
        let is_pair = clusters.mentions[m].kind == MentionKind::Nominal
            && (features.is_two && points_back && !features.is_different
                || clusters.knowledge.pronouns.is_two(&features.lemma));
        if !is_pair || clusters.cluster(m).first() != Some(&m) {
            continue;
        }
        let types = member_types(clusters, m);
        let members = two_before(clusters, m, &types);
        if members.is_empty() {
            continue;
        }
        if let Some(earlier) = same_pair(clusters, m, &members) {
            clusters.link(m, earlier, "same two");
        }
        clusters.members[m] = members;
    }
}

/// What the members of the plural are: "leaders" are persons, "countries" states.
fn member_types(clusters: &Clusters<'_>, m: usize) -> Vec<EntityType> {
    match clusters.knowledge.nouns.listed_type(&clusters.features[m].lemma) {
        Some(EntityType::Person) => vec![EntityType::Person],
        Some(EntityType::Country) => vec![EntityType::Country],
        Some(EntityType::Organization) => vec![EntityType::Organization, EntityType::Country],
        Some(EntityType::Place) => vec![EntityType::Place],
        // "the two sides", "both"
        Some(EntityType::Group) | None => vec![EntityType::Person, EntityType::Country, EntityType::Organization],
        Some(_) => Vec::new(),
    }
}

/// Exactly two things of one of the types, named in the nearest sentences before `m`; none when there are more.
fn two_before(clusters: &Clusters<'_>, m: usize, types: &[EntityType]) -> Vec<usize> {
    let sentence = clusters.mentions[m].sentence;
    for &wanted in types {
        let mut found: Vec<usize> = Vec::new();
        for back in 0..=REACH {
            let Some(at) = sentence.checked_sub(back) else { break };
            for e in (0..m).rev().filter(|&e| clusters.mentions[e].sentence == at) {
                let cluster = clusters.cluster(e);
                let is_wanted =
                    clusters.is_named(cluster) && clusters.type_of(cluster) == wanted && !clusters.is_plural(cluster);
                if is_wanted && !found.iter().any(|&f| clusters.same(f, e)) {
                    found.push(e);
                }
            }
            if found.len() >= 2 {
                break;
            }
        }
        if found.len() == 2 {
            found.sort_unstable();
            return found;
        }
    }
    Vec::new()
}

/// An earlier plural with the same members.
fn same_pair(clusters: &Clusters<'_>, m: usize, members: &[usize]) -> Option<usize> {
    if members.is_empty() {
        return None;
    }
    (0..m).rev().find(|&e| {
        clusters.members[e].len() == members.len()
            && clusters.members[e].iter().all(|&x| members.iter().any(|&y| clusters.same(x, y)))
    })
}
