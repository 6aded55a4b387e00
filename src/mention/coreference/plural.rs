//! A plural description that stands for things named in the text keeps a chain of its own, with their chains as
//! members: "the two leaders", "both countries" for the two that were just named; "two officers, Ada Berg and Olaf
//! Lund," for those that follow it; "states including Norway" for itself and its examples.

use super::Clusters;
use super::listed::listed;
use crate::document::Deprel;
use crate::lexicon::EntityType;
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;
use crate::mention::words::Role;

/// How many sentences back the two may stand.
const REACH: usize = 3;

pub(super) fn link(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        let features = &clusters.features[m];
        let is_description = clusters.mentions[m].kind == MentionKind::Nominal;
        let is_several = is_description && features.is_plural;
        let is_people = is_group_name(clusters, m);
        let mut listed = if is_several || is_people { listed(clusters, m) } else { Vec::new() };
        if listed.is_empty() && is_several {
            listed = states_of(clusters, m);
        }
        if !listed.is_empty() {
            clusters.members[m] = listed;
            if is_people {
                // Elsewhere the name means them all.
                clusters.set_apart(m);
            }
            continue;
        }
        let points_back = features.definiteness == Definiteness::Definite;
        let is_pair = is_description
            && (features.is_two && points_back && !features.is_different
                || clusters.knowledge.pronouns.is_two(&features.lemma));
        let more = if is_description && !is_pair { counted(clusters, m) } else { None };
        if !(is_pair || more.is_some()) || clusters.cluster(m).first() != Some(&m) {
            continue;
        }
        let types = member_types(clusters, m);
        let members = match more {
            Some(count) => named_together(clusters, m, count, &types),
            None => the_two(clusters, m, &types),
        };
        if members.is_empty() {
            continue;
        }
        if let Some(earlier) = same_pair(clusters, m, &members).or_else(|| unnamed_pair(clusters, m)) {
            clusters.link(m, earlier, "same two");
        }
        clusters.members[m] = members;
    }
}

/// "Democrats, such as Ada Berg", "two Democratic Representatives, Ada Berg and Olaf Lund": a plural that is written or
/// tagged as a name.
fn is_group_name(clusters: &Clusters<'_>, m: usize) -> bool {
    let mention = &clusters.mentions[m];
    let listed = clusters.knowledge.nouns.listed_type(&clusters.features[m].lemma);
    mention.kind == MentionKind::Name
        && clusters.words(m).is_plural(mention.head)
        && (mention.entity_type == EntityType::Group || listed == Some(EntityType::Person))
}

/// "Norwegian and Danish officials", "the presidents of Ghana and Togo": the states for which they act.
fn states_of(clusters: &Clusters<'_>, m: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    if !clusters.knowledge.nouns.is_representative(&clusters.features[m].lemma) {
        return Vec::new();
    }
    let is_theirs = |&d: &usize| match words.deprel(d) {
        Deprel::Amod | Deprel::Compound => d < mention.head,
        Deprel::Nmod => d > mention.head && matches!(words.preposition(d).as_deref(), Some("of" | "from")),
        _ => false,
    };
    let state = |i: usize| {
        clusters.at(mention.sentence, i).filter(|&x| {
            let state = &clusters.mentions[x];
            state.kind == MentionKind::Name && state.entity_type == EntityType::Country
        })
    };
    let first = words.dependents(mention.head).filter(is_theirs).find(|&d| state(d).is_some());
    let states: Vec<usize> =
        first.map(|d| words.conjuncts(d)).unwrap_or_default().into_iter().filter_map(state).collect();
    if states.len() > 1 { states } else { Vec::new() }
}

/// An earlier "two officers", of whom nothing is known yet.
fn unnamed_pair(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    (0..m).rev().find(|&e| {
        clusters.mentions[e].kind == MentionKind::Nominal
            && clusters.features[e].is_two
            && clusters.features[e].lemma == clusters.features[m].lemma
            && clusters.members[e].is_empty()
    })
}

/// The two that a pair of these types stands for.
fn the_two(clusters: &Clusters<'_>, m: usize, types: &[EntityType]) -> Vec<usize> {
    let is_of_people = types.first() == Some(&EntityType::Person);
    let coordinated = if is_of_people { coordinated_pair(clusters, m, types) } else { Vec::new() };
    if !coordinated.is_empty() {
        return coordinated;
    }
    if types.first() == Some(&EntityType::Country) && types.len() > 1 {
        return two_parties(clusters, m, types);
    }
    let nearest = two_before(clusters, m, types);
    // "Norway and Iceland banned ships from Sweden. The two countries": the two that acted together.
    if nearest.is_empty() { coordinated_pair(clusters, m, types) } else { nearest }
}

/// Two names joined by "and" as the subject of this sentence or the one before, of one of the types.
fn coordinated_pair(clusters: &Clusters<'_>, m: usize, types: &[EntityType]) -> Vec<usize> {
    let sentence = clusters.mentions[m].sentence;
    for at in (sentence.saturating_sub(1)..=sentence).rev() {
        let here = (0..m).filter(|&e| clusters.mentions[e].sentence == at);
        if let Some(pair) = here.filter_map(|e| pair_from(clusters, e, m, false, types)).next_back() {
            return pair;
        }
    }
    Vec::new()
}

/// Three or more in "the three men", "all four": how many that were named before the phrase counts.
fn counted(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let points_back = clusters.features[m].definiteness == Definiteness::Definite;
    let is_all = (mention.tokens.start.saturating_sub(1)..mention.head).any(|i| words.lower(i) == "all");
    let is_whole = words.dependents(mention.head).all(|d| d < mention.head || words.deprel(d) == Deprel::Punct);
    let number = words.dependent(mention.head, Deprel::Nummod).unwrap_or(mention.head);
    let count = clusters.knowledge.pronouns.number(&words.lower(number)).filter(|&n| n > 2)?;
    (is_whole && (is_all || points_back && !clusters.features[m].is_different)).then_some(count)
}

/// As many names of one of the types as that, joined by "and" in the nearest sentences before `m`.
fn named_together(clusters: &Clusters<'_>, m: usize, count: usize, types: &[EntityType]) -> Vec<usize> {
    let sentence = clusters.mentions[m].sentence;
    let joined = |e: usize| {
        let (words, mention) = (clusters.words(e), &clusters.mentions[e]);
        if words.deprel(mention.head) == Deprel::Conj || words.conjuncts(mention.head).len() != count {
            return None;
        }
        let is_named = |&c: &usize| clusters.is_named(clusters.cluster(c));
        let names: Vec<usize> = conjuncts_before(clusters, e, m).into_iter().filter(is_named).collect();
        let is_one_type = types.iter().any(|&t| names.iter().all(|&c| clusters.type_of(clusters.cluster(c)) == t));
        (names.len() == count && is_one_type).then_some(names)
    };
    let back = (0..=REACH).filter_map(|back| sentence.checked_sub(back));
    back.flat_map(|at| (0..m).rev().filter(move |&e| clusters.mentions[e].sentence == at))
        .find_map(joined)
        .unwrap_or_default()
}

/// What the members of the plural are: "leaders" are persons, "countries" states.
fn member_types(clusters: &Clusters<'_>, m: usize) -> Vec<EntityType> {
    let pronouns = &clusters.knowledge.pronouns;
    // "the pair", "all three": of whatever kind.
    let is_number = |lemma: &str| pronouns.is_two(lemma) || pronouns.number(lemma).is_some();
    if is_number(&clusters.features[m].lemma) {
        return vec![EntityType::Person, EntityType::Country, EntityType::Organization];
    }
    match clusters.knowledge.nouns.listed_type(&clusters.features[m].lemma) {
        Some(EntityType::Person) => vec![EntityType::Person],
        Some(EntityType::Country) => vec![EntityType::Country],
        Some(EntityType::Organization) => vec![EntityType::Organization, EntityType::Country],
        Some(EntityType::Place) => vec![EntityType::Place],
        // "the two sides", "both delegations"
        Some(EntityType::Group) => vec![EntityType::Country, EntityType::Organization],
        None => vec![EntityType::Person, EntityType::Country, EntityType::Organization],
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
                if is_wanted && !shares_clause(clusters, e, m) && !found.iter().any(|&f| clusters.same(f, e)) {
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

/// "Iran, which borders both countries": Iran is none of the two, as little as the subject of their verb is.
fn shares_clause(clusters: &Clusters<'_>, e: usize, m: usize) -> bool {
    let (words, here, there) = (clusters.words(m), &clusters.mentions[m], &clusters.mentions[e]);
    if here.sentence != there.sentence {
        return false;
    }
    let governors = std::iter::successors(words.governor(here.head), |&i| words.head(i)).take(words.len());
    let (mut below_relative, mut is_second) = (false, false);
    for governor in governors {
        // "fined A and B and ordered both firms": of the first verb, only its subject is that of the second.
        let is_argument =
            words.governor(there.head) == Some(governor) && (!is_second || words.role(there.head) == Role::Subject);
        if below_relative && governor == there.head || is_argument {
            return true;
        }
        is_second |= words.deprel(governor) == Deprel::Conj;
        below_relative |= words.deprel(governor) == Deprel::AclRelcl;
        if matches!(words.deprel(governor), Deprel::Ccomp | Deprel::Advcl | Deprel::Parataxis) {
            return false;
        }
    }
    false
}

/// The two parties of a dealing: "between A and B", "A and B agreed", or the only two of one type in the same or the
/// previous sentence. Who mediates "between A and B" is no party.
fn two_parties(clusters: &Clusters<'_>, m: usize, types: &[EntityType]) -> Vec<usize> {
    let sentence = clusters.mentions[m].sentence;
    for at in (sentence.saturating_sub(1)..=sentence).rev() {
        // "Norway and Iceland urged both sides": two others.
        let is_apart = |&e: &usize| clusters.mentions[e].sentence == at && !shares_clause(clusters, e, m);
        let here: Vec<usize> = (0..m).filter(is_apart).collect();
        for is_between in [true, false] {
            let mut pairs = here.iter().filter_map(|&e| pair_from(clusters, e, m, is_between, types));
            if let Some(pair) = pairs.next_back() {
                return pair;
            }
        }
        for &wanted in types {
            let mut found: Vec<usize> = Vec::new();
            for &e in &here {
                let cluster = clusters.cluster(e);
                let is_wanted = clusters.is_named(cluster) && clusters.type_of(cluster) == wanted;
                if is_wanted && !clusters.is_plural(cluster) && !found.iter().any(|&f| clusters.same(f, e)) {
                    found.push(e);
                }
            }
            match found.len() {
                0 | 1 => {}
                2 => return found,
                _ => return Vec::new(),
            }
        }
    }
    Vec::new()
}

/// The mentions joined to `e` by "and", itself among them, that stand before `m`.
fn conjuncts_before(clusters: &Clusters<'_>, e: usize, m: usize) -> Vec<usize> {
    let mention = &clusters.mentions[e];
    let heads = clusters.words(e).conjuncts(mention.head);
    heads.iter().filter_map(|&c| clusters.at(mention.sentence, c)).filter(|&c| c < m).collect()
}

/// The two conjuncts of a coordination that starts with `e`: behind "between", or the subject of a verb.
fn pair_from(
    clusters: &Clusters<'_>,
    e: usize,
    m: usize,
    is_between: bool,
    types: &[EntityType],
) -> Option<Vec<usize>> {
    let (words, mention) = (clusters.words(e), &clusters.mentions[e]);
    let fits = if is_between {
        words.preposition(mention.head).as_deref() == Some("between")
    } else {
        words.deprel(mention.head) != Deprel::Conj && words.role(mention.head) == Role::Subject
    };
    if !fits || words.conjuncts(mention.head).len() != 2 {
        return None;
    }
    let parties: Vec<usize> =
        conjuncts_before(clusters, e, m).into_iter().filter_map(|c| party(clusters, c, types)).collect();
    matches!(*parties, [a, b] if !clusters.same(a, b)).then_some(parties)
}

/// The party that a mention names: a state for its capital, where the article names the state.
fn party(clusters: &Clusters<'_>, c: usize, types: &[EntityType]) -> Option<usize> {
    let cluster = clusters.cluster(c);
    if !clusters.is_named(cluster) {
        return None;
    }
    if types.contains(&clusters.type_of(cluster)) {
        return Some(c);
    }
    let state = clusters.knowledge.state_of_capital(clusters.words(c).form(clusters.mentions[c].head))?;
    let is_state = |&x: &usize| {
        clusters.mentions[x].kind == MentionKind::Name
            && clusters.mentions[x].entity_type == EntityType::Country
            && clusters.features[x].state == Some(state.name.as_str())
    };
    Some((0..clusters.mentions.len()).find(is_state).unwrap_or(c))
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
