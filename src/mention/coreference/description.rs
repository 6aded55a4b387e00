//! Descriptions: the same noun again, an office and the person introduced with it, a class noun and the body,
//! state or place that belongs to the class, a person described by age.

use super::Clusters;
use super::participant::participant;
use super::pronouns::salience;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;
use crate::mention::words::Role;

/// How many sentences back a description without a unique match may look.
const NEAR: usize = 2;
/// How far back the same noun may stand.
const FAR: usize = 12;

pub(super) fn link(clusters: &mut Clusters<'_>) {
    // One name of each named thing: which clusters these are may change, that they are named does not.
    let named: Vec<usize> = clusters
        .ids()
        .iter()
        .filter_map(|&id| {
            clusters.clusters[id].iter().copied().find(|&x| clusters.mentions[x].kind == MentionKind::Name)
        })
        .collect();
    for m in 0..clusters.mentions.len() {
        let is_open = clusters.mentions[m].kind == MentionKind::Nominal
            && clusters.cluster(m).first() == Some(&m)
            && !clusters.is_named(clusters.cluster(m))
            && !clusters.features[m].is_different
            && clusters.members[m].is_empty();
        if !is_open || clusters.features[m].definiteness == Definiteness::Possessed {
            continue;
        }
        let found = defined_subject(clusters, m)
            .or_else(|| office(clusters, m))
            .or_else(|| same_noun(clusters, m))
            .or_else(|| participant(clusters, m))
            .or_else(|| class_noun(clusters, m, &named))
            .or_else(|| the_country(clusters, m))
            .or_else(|| by_age(clusters, m));
        if let Some((antecedent, rule)) = found
            && copular_subject(clusters, m).is_none_or(|subject| clusters.same(subject, antecedent))
        {
            // "X is the leader closest to Y" says it of X and of nobody named before.
            clusters.link(m, antecedent, rule);
        }
    }
}

/// "his wife … his wife", when both possessors are the same.
pub(super) fn link_possessed(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        if clusters.features[m].definiteness != Definiteness::Possessed || clusters.cluster(m).first() != Some(&m) {
            continue;
        }
        let Some(owner) = possessor(clusters, m) else { continue };
        let earlier = (0..m).rev().find(|&e| {
            let (fe, fm) = (&clusters.features[e], &clusters.features[m]);
            fe.definiteness == Definiteness::Possessed
                && fe.lemma == fm.lemma
                && fe.is_plural == fm.is_plural
                && possessor(clusters, e).is_some_and(|other| clusters.same(owner, other))
        });
        if let Some(earlier) = earlier {
            clusters.link(m, earlier, "same possession");
        }
    }
}

fn points_back(clusters: &Clusters<'_>, m: usize) -> bool {
    match clusters.features[m].definiteness {
        Definiteness::Definite | Definiteness::Demonstrative => true,
        Definiteness::Bare => {
            // "President" without article, and headlines, which drop it.
            let words = clusters.words(m);
            words.upos(clusters.mentions[m].head) == Upos::Propn || words.sentence.is_title
        }
        _ => false,
    }
}

/// Modifiers of a description: its words without the head noun and without the state.
pub(super) fn modifiers(clusters: &Clusters<'_>, m: usize) -> Vec<String> {
    let features = &clusters.features[m];
    let is_state = |word: &String| {
        features.state.is_some() && {
            let mut letters = word.chars();
            let capitalised: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            clusters.knowledge.state(&capitalised).is_some()
        }
    };
    let lemma = crate::lexicon::fold(&features.lemma);
    features.words.iter().filter(|w| **w != lemma && !is_state(w)).cloned().collect()
}

fn same_noun(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let fm = &clusters.features[m];
    let definite = points_back(clusters, m);
    let bare = fm.definiteness == Definiteness::Bare;
    if !definite && !bare {
        return None;
    }
    let sentence = clusters.mentions[m].sentence;
    let mine = modifiers(clusters, m);
    let candidates = (0..m).rev().filter(|&e| clusters.mentions[e].kind == MentionKind::Nominal);
    for e in candidates {
        let fe = &clusters.features[e];
        if fe.lemma != fm.lemma || fe.is_plural != fm.is_plural || contains(clusters, e, m) {
            continue;
        }
        // Whom an office stands for is decided by [`office`].
        let is_person = fm.is_singular_person(clusters.mentions[m].entity_type);
        if is_person && clusters.is_named(clusters.cluster(e)) {
            continue;
        }
        let states_agree = fm.state.is_none() || fe.state.is_none() || fm.state == fe.state;
        if !states_agree
            || is_elsewhere(clusters, m, &[e])
            || clusters.mentions[e].sentence + FAR < sentence && fe.key != fm.key
        {
            continue;
        }
        let theirs = modifiers(clusters, e);
        if definite && mine.iter().all(|word| theirs.contains(word)) && fe.definiteness != Definiteness::Possessed {
            return Some((e, "same noun"));
        }
        if bare && fe.definiteness == Definiteness::Bare && fe.key == fm.key {
            return Some((e, "same words"));
        }
    }
    None
}

/// "The zoo in Riga" is not the Bergen Zoo: does the description have a place of its own that none of these mentions names?
fn is_elsewhere(clusters: &Clusters<'_>, m: usize, others: &[usize]) -> bool {
    let place = |x: usize| {
        let (words, mention) = (clusters.words(x), &clusters.mentions[x]);
        let mut behind =
            words.dependents(mention.head).filter(|&d| d > mention.head && words.deprel(d) == Deprel::Nmod);
        behind.find_map(|d| {
            let is_where = matches!(words.preposition(d).as_deref(), Some("in" | "at" | "of"));
            let named = clusters
                .at(mention.sentence, d)
                .filter(|&n| is_where && clusters.mentions[n].kind == MentionKind::Name);
            let is_place =
                |n: &usize| matches!(clusters.mentions[*n].entity_type, EntityType::Place | EntityType::Country);
            named.filter(is_place)
        })
    };
    let Some(own) = place(m) else { return false };
    let words = &clusters.features[own].words;
    let names_it = |&x: &usize| {
        words.iter().any(|word| clusters.features[x].words.contains(word))
            || place(x).is_some_and(|theirs| clusters.same(theirs, own) || &clusters.features[theirs].words == words)
            || clusters.features[own].state.is_some() && clusters.features[own].state == clusters.features[x].state
    };
    !others.iter().any(names_it)
}

/// One mention stands inside the other, or they are arguments of one verb.
pub(super) fn contains(clusters: &Clusters<'_>, a: usize, b: usize) -> bool {
    let (ma, mb) = (&clusters.mentions[a], &clusters.mentions[b]);
    if ma.sentence != mb.sentence {
        return false;
    }
    let words = clusters.words(a);
    words.is_under(ma.head, mb.head)
        || words.is_under(mb.head, ma.head) && words.governor(mb.head) == Some(ma.head)
        || words.governor(ma.head) == words.governor(mb.head) && words.role(ma.head) != Role::Other
        || words.first_conjunct(ma.head) == words.first_conjunct(mb.head)
}

/// Persons named in the article, with what they were called.
fn office(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let fm = &clusters.features[m];
    let mention = &clusters.mentions[m];
    if !fm.is_singular_person(mention.entity_type) || !points_back(clusters, m) {
        return None;
    }
    let mine = modifiers(clusters, m);
    let nouns = &clusters.knowledge.nouns;
    let is_deputy = |words: &[String]| words.iter().any(|word| nouns.is_deputising(word));
    let fits = |title: usize| {
        let ft = &clusters.features[title];
        // "the president" is not the vice president.
        let is_below = fm.lemma == ft.lemma && is_deputy(&ft.words) && !is_deputy(&fm.words);
        nouns.covers(&fm.lemma, &ft.lemma)
            && !is_below
            && states_agree(clusters, m, title)
            && (mine.is_empty() || mine.iter().all(|word| ft.words.contains(word)))
    };
    let mut bearers = Vec::new();
    for e in 0..clusters.mentions.len() {
        let named_so = || {
            // "Pope Francis": the pope.
            clusters.mentions[e].kind == MentionKind::Name
                && clusters.mentions[e].entity_type == EntityType::Person
                && clusters.features[e].words.first().is_some_and(|title| {
                    clusters.knowledge.nouns.is_regnal(title) && clusters.knowledge.nouns.covers(&fm.lemma, title)
                })
        };
        if (named_so() || is_of_state(clusters, e, m)) && !contains(clusters, e, m) {
            bearers.push(e);
            continue;
        }
        let is_title = clusters.mentions[e].kind == MentionKind::Nominal
            && clusters.mentions[e].entity_type == EntityType::Person
            && !clusters.same(e, m)
            && fits(e);
        if !is_title {
            continue;
        }
        let holder = if clusters.is_named(clusters.cluster(e)) { Some(e) } else { copular_subject(clusters, e) };
        bearers.extend(holder.filter(|&h| clusters.is_named(clusters.cluster(h)) && !contains(clusters, h, m)));
    }
    // "the previous minister, X": not the minister, where there is one.
    let is_former = |x: &usize| clusters.features[*x].words.iter().any(|word| nouns.is_former(word));
    if !is_former(&m) && bearers.iter().any(|x| !is_former(x)) {
        bearers.retain(|x| !is_former(x));
    }
    choose(clusters, m, &bearers).map(|bearer| (bearer, "office"))
}

/// May both offices be of one state? "The Norwegian president" is not a federation's president.
fn states_agree(clusters: &Clusters<'_>, m: usize, title: usize) -> bool {
    let (fm, ft) = (&clusters.features[m], &clusters.features[title]);
    let owner = || {
        let of = possessor(clusters, title)?;
        Some(clusters.cluster(of).iter().find_map(|&x| clusters.features[x].state))
    };
    match (fm.state, ft.state) {
        (None, _) => true,
        (Some(mine), Some(theirs)) => mine == theirs,
        (Some(mine), None) => owner().is_none_or(|theirs| theirs == Some(mine)),
    }
}

/// "Norway's Ada Berg" for "the Norwegian leader".
fn is_of_state(clusters: &Clusters<'_>, e: usize, m: usize) -> bool {
    let (mention, words) = (&clusters.mentions[e], clusters.words(e));
    let state = clusters.features[m].state;
    let lemma = &clusters.features[m].lemma;
    let is_leader = clusters.knowledge.nouns.covers("leader", lemma);
    let is_person = mention.kind == MentionKind::Name && mention.entity_type == EntityType::Person;
    let has_state = || {
        let mut before = words.dependents(mention.head).filter(|&d| d < mention.tokens.start);
        before.any(|d| {
            words.deprel(d) == Deprel::NmodPoss
                && clusters.knowledge.state(words.form(d)).map(|s| s.name.as_str()) == state
        })
    };
    is_leader && is_person && state.is_some() && has_state()
}

/// The mention of whose the thing is, where its phrase begins with that.
fn possessor(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let head = clusters.words(m).dependent(clusters.mentions[m].head, Deprel::NmodPoss)?;
    clusters.at(clusters.mentions[m].sentence, head)
}

/// "X is the president": X, for the noun "president".
fn copular_subject(clusters: &Clusters<'_>, title: usize) -> Option<usize> {
    let words = clusters.words(title);
    let mention = &clusters.mentions[title];
    let has_copula = words.dependent(mention.head, Deprel::Cop).is_some();
    let subject = words.dependents(mention.head).find(|&d| words.role(d) == Role::Subject)?;
    has_copula.then(|| clusters.at(mention.sentence, subject)).flatten()
}

/// "X is the leader closest to Y": the person of the definite predicate noun is X, unless that is denied or possible
/// only.
fn defined_subject(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let fm = &clusters.features[m];
    let mention = &clusters.mentions[m];
    if !fm.is_singular_person(mention.entity_type) || fm.definiteness != Definiteness::Definite {
        return None;
    }
    let subject = copular_subject(clusters, m)?;
    let words = clusters.words(m);
    let is_hedged = words
        .dependents(mention.head)
        .any(|d| words.deprel(d) == Deprel::Aux || words.feature(d, "Polarity=Neg") || words.deprel(d) == Deprel::Mark);
    let is_past = words.dependent(mention.head, Deprel::Cop).is_some_and(|cop| words.feature(cop, "Tense=Past"));
    let is_person = clusters.mentions[subject].kind == MentionKind::Name
        && clusters.features[subject].is_singular_person(clusters.mentions[subject].entity_type);
    (is_person && !is_hedged && !is_past).then_some((subject, "predicate"))
}

/// Of several candidates the one whose thing is alone, or alone in the sentences just before.
pub(super) fn choose(clusters: &Clusters<'_>, m: usize, candidates: &[usize]) -> Option<usize> {
    let mut ids: Vec<usize> = candidates.iter().map(|&c| clusters.cluster_of[c]).collect();
    ids.sort_unstable();
    ids.dedup();
    let sentence = clusters.mentions[m].sentence;
    let is_headline = clusters.words(m).sentence.is_title;
    let last_before = |id: usize| clusters.clusters[id].iter().copied().rfind(|&x| x < m);
    if is_headline {
        return if let [id] = ids.as_slice() { clusters.clusters[*id].first().copied() } else { None };
    }
    let mut before: Vec<usize> = ids.iter().filter_map(|&id| last_before(id)).collect();
    if before.len() > 1 {
        before.retain(|&x| clusters.mentions[x].sentence + NEAR >= sentence);
    }
    match before.as_slice() {
        [only] => Some(*only),
        [] => None,
        several => {
            let nearest = several.iter().map(|&x| clusters.mentions[x].sentence).max()?;
            let mut near = several.iter().filter(|&&x| clusters.mentions[x].sentence == nearest);
            let only = near.next().copied();
            near.next().is_none().then_some(only).flatten()
        }
    }
}

/// "the carrier", "the bloc", "the commission", "the treaty": a name that belongs to the class.
fn class_noun(clusters: &Clusters<'_>, m: usize, named: &[usize]) -> Option<(usize, &'static str)> {
    let fm = &clusters.features[m];
    let mention = &clusters.mentions[m];
    let is_class = matches!(
        mention.entity_type,
        EntityType::Organization
            | EntityType::Group
            | EntityType::Place
            | EntityType::Event
            | EntityType::Work
            | EntityType::Concept
    );
    if !is_class || fm.is_plural || !points_back(clusters, m) {
        return None;
    }
    let mine = modifiers(clusters, m);
    let nouns = &clusters.knowledge.nouns;
    let mut bearers = Vec::new();
    for &name in named.iter().filter(|&&name| !clusters.same(name, m)) {
        let cluster = clusters.cluster(name);
        let entity_type = clusters.type_of(cluster);
        if matches!(entity_type, EntityType::Person | EntityType::Country) {
            continue;
        }
        let says = |word: &str| cluster.iter().any(|&x| clusters.features[x].words.iter().any(|w| w == word));
        let is_member = cluster.iter().any(|&x| {
            let words = &clusters.features[x].words;
            match clusters.mentions[x].kind {
                MentionKind::Name => words.iter().any(|word| nouns.covers(&fm.lemma, word)),
                MentionKind::Nominal => nouns.covers(&fm.lemma, &clusters.features[x].lemma),
                MentionKind::Pronoun => false,
            }
        });
        let state = cluster.iter().find_map(|&x| clusters.features[x].state);
        let states_agree = fm.state.is_none() || state.is_none() || fm.state == state;
        let is_elsewhere = || is_elsewhere(clusters, m, cluster);
        if is_member && states_agree && mine.iter().all(|word| says(word)) && !is_elsewhere() {
            bearers.extend(cluster.iter().copied().rfind(|&x| x < m && !contains(clusters, x, m)));
        }
    }
    choose(clusters, m, &bearers).map(|bearer| (bearer, "class noun"))
}

/// "the country": the state that the text has been speaking of.
fn the_country(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let mention = &clusters.mentions[m];
    let features = &clusters.features[m];
    let is_plain = modifiers(clusters, m).is_empty() && features.state.is_none() && !features.is_plural;
    // "State" in "Secretary of State" is no state.
    let is_bare = features.definiteness == Definiteness::Bare && !clusters.words(m).sentence.is_title;
    if mention.entity_type != EntityType::Country || !is_plain || is_bare || !points_back(clusters, m) {
        return None;
    }
    let mut scored: Vec<(f32, usize)> = Vec::new();
    for id in clusters.ids() {
        let cluster = &clusters.clusters[id];
        if clusters.type_of(cluster) != EntityType::Country || !clusters.is_named(cluster) {
            continue;
        }
        let before: Vec<usize> = cluster.iter().copied().filter(|&x| x < m && !contains(clusters, x, m)).collect();
        let Some(&last) = before.last() else { continue };
        let best = before.iter().filter_map(|&x| salience(clusters, x, m, 3)).fold(0.0f32, f32::max);
        scored.push((best + 0.3 * (before.len() as f32).ln_1p(), last));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [(_, only)] => Some((*only, "the country")),
        [(best, first), (second, _), ..] if best - second > 0.3 => Some((*first, "the country")),
        _ => None,
    }
}

/// "the 87-year-old academic", "the 55-year-old": the person the text has just spoken of.
fn by_age(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let fm = &clusters.features[m];
    let mention = &clusters.mentions[m];
    let generic = matches!(fm.lemma.as_str(), "man" | "woman");
    // "the man he beat": another.
    let words = clusters.words(m);
    if words.dependents(mention.head).any(|d| words.deprel(d) == Deprel::AclRelcl) {
        return None;
    }
    if !fm.is_singular_person(mention.entity_type)
        || fm.definiteness != Definiteness::Definite
        || !(fm.is_aged || generic && modifiers(clusters, m).is_empty())
    {
        return None;
    }
    let mut scored: Vec<(f32, usize)> = Vec::new();
    for id in clusters.ids() {
        let cluster = &clusters.clusters[id];
        let gender = clusters.gender_of(cluster);
        if clusters.type_of(cluster) != EntityType::Person
            || clusters.is_plural(cluster)
            || fm.gender.is_some() && gender.is_some() && fm.gender != gender
            || cluster.iter().any(|&x| contains(clusters, x, m))
        {
            continue;
        }
        // Whom the text has just introduced by office or descent it goes on to describe.
        let is_described = cluster.iter().any(|&x| {
            let other = &clusters.mentions[x];
            x < m && other.kind == MentionKind::Nominal && other.sentence + 1 >= mention.sentence
        });
        let bonus = if is_described { 0.8 } else { 0.0 };
        let best =
            cluster.iter().filter(|&&x| x < m).filter_map(|&x| Some((salience(clusters, x, m, NEAR)? + bonus, x)));
        scored.extend(best.max_by(|a, b| a.0.total_cmp(&b.0)));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    match scored.as_slice() {
        [(_, only)] => Some((*only, "described by age")),
        [(best, first), (second, _), ..] if best - second > 0.5 => Some((*first, "described by age")),
        _ => None,
    }
}
