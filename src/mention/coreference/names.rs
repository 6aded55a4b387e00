//! Names: the same name, the surname or given name alone, acronym and expansion, short forms of bodies, the
//! names and adjectives of a state.

use super::Clusters;
use crate::lexicon::EntityType;
use crate::mention::MentionKind;

/// Links that need no context, the surest first.
pub(super) fn link(clusters: &mut Clusters<'_>) {
    let names = names(clusters);
    for rule in [same_name as NameRule, fuller_name, shorter_name] {
        for (position, &later) in names.iter().enumerate() {
            // The nearest first: what the text has just called so.
            for &earlier in names.iter().take(position).rev() {
                if !clusters.same(later, earlier)
                    && let Some(rule) = rule(clusters, earlier, later)
                {
                    clusters.link(later, earlier, rule);
                }
            }
        }
    }
}

type NameRule = fn(&Clusters<'_>, usize, usize) -> Option<&'static str>;

fn names(clusters: &Clusters<'_>) -> Vec<usize> {
    (0..clusters.mentions.len()).filter(|&m| clusters.mentions[m].kind == MentionKind::Name).collect()
}

fn types_of(clusters: &Clusters<'_>, a: usize, b: usize) -> Option<(EntityType, EntityType)> {
    let types = (clusters.mentions[a].entity_type, clusters.mentions[b].entity_type);
    types_agree(types.0, types.1).then_some(types)
}

fn same_name(clusters: &Clusters<'_>, a: usize, b: usize) -> Option<&'static str> {
    let (fa, fb) = (&clusters.features[a], &clusters.features[b]);
    // "support for Baku", with Baku taken for a person: a capital or a state is the same wherever it stands.
    let form = || clusters.words(b).form(clusters.mentions[b].head);
    let is_known = || clusters.knowledge.is_capital(form()) || clusters.knowledge.state_named(form()).is_some();
    if fa.key == fb.key && fa.words.len() == 1 && is_known() {
        return Some("exact name");
    }
    types_of(clusters, a, b)?;
    if fa.key == fb.key {
        return (!is_of_another(clusters, a, b)).then_some("exact name");
    }
    (fa.state.is_some() && fa.state == fb.state).then_some("alias of a state")
}

/// "Norway's Foreign Ministry … the Danish Foreign Ministry … the Foreign Ministry": the last is not Norway's.
fn is_of_another(clusters: &Clusters<'_>, a: usize, b: usize) -> bool {
    let (fa, fb) = (&clusters.features[a], &clusters.features[b]);
    let is_other = |n: usize| {
        let other = &clusters.features[n];
        other.owner.is_some() && other.owner != fa.owner && other.words.ends_with(&fb.words)
    };
    fa.owner.is_some() && fb.owner.is_none() && (a + 1..b).any(is_other)
}

fn fuller_name(clusters: &Clusters<'_>, a: usize, b: usize) -> Option<&'static str> {
    let is_person = types_of(clusters, a, b)?.0 == EntityType::Person;
    let matches = full_names_match(&clusters.features[a].words, &clusters.features[b].words);
    (is_person && matches).then_some("full name")
}

fn shorter_name(clusters: &Clusters<'_>, a: usize, b: usize) -> Option<&'static str> {
    use EntityType::{Event, Group, Organization, Work};
    let (entity_type, _) = types_of(clusters, a, b)?;
    let may_abbreviate = matches!(entity_type, Organization | Event | Work | Group);
    if may_abbreviate && (is_acronym(clusters, a, b) || is_acronym(clusters, b, a)) {
        return Some("acronym");
    }
    (matches!(entity_type, Organization | Event | Work) && is_short_form(clusters, a, b)).then_some("short name")
}

/// Can names of these types mean the same thing? A wrong tag on one of them is allowed for where nothing hangs on it.
fn types_agree(a: EntityType, b: EntityType) -> bool {
    use EntityType::{Concept, Country, Group, Organization, Person, Place, Work};
    a == b
        || matches!(
            (a, b),
            (Concept, Organization | Work | Group)
                | (Organization | Work | Group, Concept)
                | (Country, Organization)
                | (Organization, Country)
                | (Place, Organization)
                | (Organization, Place)
                | (Organization, Group)
                | (Group, Organization)
                | (Concept, Person)
                | (Person, Concept)
        )
}

/// Two full names of one person: same surname, and given names equal or one the initial of the other.
fn full_names_match(a: &[String], b: &[String]) -> bool {
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return false };
    if a.len() < 2 || b.len() < 2 {
        return false;
    }
    // "Elena García" and "Elena García Lorca".
    if a.starts_with(b) || b.starts_with(a) {
        return true;
    }
    if last_a != last_b {
        return false;
    }
    let is_initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    let given = first_a == first_b || is_initial(first_a, first_b) || is_initial(first_b, first_a);
    // "Ilham Heydar" and "Ilham": middle names may be missing, not differ.
    let middle_a = a.get(1..a.len() - 1).unwrap_or_default();
    let middle_b = b.get(1..b.len() - 1).unwrap_or_default();
    let middles = middle_a.is_empty()
        || middle_b.is_empty()
        || middle_a.iter().zip(middle_b).all(|(x, y)| x == y || is_initial(x, y) || is_initial(y, x));
    given && middles
}

/// Do the letters of `short` stand for the words of `long`? Function words may count or not.
fn is_acronym(clusters: &Clusters<'_>, short: usize, long: usize) -> bool {
    let word = match clusters.features[short].words.as_slice() {
        [word] => word,
        _ => return false,
    };
    let form = clusters.words(short).form(clusters.mentions[short].head);
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    if !(2..=8).contains(&letters) || capitals * 3 < letters * 2 {
        return false;
    }
    let words = clusters.words(long);
    let long_forms: Vec<String> = clusters.mentions[long]
        .tokens
        .clone()
        .flat_map(|i| words.form(i).split('-').map(str::to_owned).collect::<Vec<_>>())
        .filter(|form| form.chars().any(char::is_alphanumeric))
        .collect();
    if long_forms.len() < 2 {
        return false;
    }
    let initials = |all: bool| -> String {
        long_forms
            .iter()
            .filter_map(|form| form.chars().next())
            .filter(|c| all || c.is_uppercase())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    initials(false) == word || initials(true) == word
}

/// "the Commission" for "European Commission": all its words in the longer one, the head word among them, and no
/// other name of the article that it could be short for.
fn is_short_form(clusters: &Clusters<'_>, a: usize, b: usize) -> bool {
    let (short, long) =
        if clusters.features[a].words.len() < clusters.features[b].words.len() { (a, b) } else { (b, a) };
    let is_short_for = |long: usize| {
        let (s, l) = (&clusters.features[short].words, &clusters.features[long].words);
        let core = l.iter().position(|word| word == "of").unwrap_or(l.len());
        let head = l.get(..core).unwrap_or_default().last();
        let ends = head == s.last() || l.get(..s.len()) == Some(s.as_slice()) && core == s.len();
        !s.is_empty() && s.len() < l.len() && ends && s.iter().all(|word| l.contains(word))
    };
    if !is_short_for(long) {
        return false;
    }
    let rivals = names(clusters).into_iter().filter(|&m| {
        clusters.mentions[m].entity_type == clusters.mentions[long].entity_type
            && is_short_for(m)
            && clusters.features[m].key != clusters.features[long].key
    });
    let covered = |m: usize| {
        let (x, y) = (&clusters.features[m].words, &clusters.features[long].words);
        x.iter().all(|word| y.contains(word)) || y.iter().all(|word| x.contains(word))
    };
    rivals.into_iter().all(covered)
}

/// Surnames (or given names) alone: the person of the article who bears it; of several the one named last in the
/// two sentences before, else none.
pub(super) fn link_surnames(clusters: &mut Clusters<'_>) {
    let persons: Vec<usize> = names(clusters)
        .into_iter()
        .filter(|&m| matches!(clusters.mentions[m].entity_type, EntityType::Person))
        .collect();
    for &m in &persons {
        let is_short_of = |full: usize| is_surname_of(&clusters.features[m].words, &clusters.features[full].words);
        let is_given_of = |full: usize| {
            let (s, l) = (&clusters.features[m].words, &clusters.features[full].words);
            s.len() == 1 && l.len() > 1 && l.first() == s.first()
        };
        let mut bearers: Vec<usize> = persons.iter().copied().filter(|&p| is_short_of(p)).collect();
        // "Berg": rather Carl Berg than Ada Berg Holm.
        let is_last = |full: usize| clusters.features[full].words.ends_with(&clusters.features[m].words);
        if bearers.iter().any(|&p| is_last(p)) {
            bearers.retain(|&p| is_last(p));
        }
        let mut rule = "surname";
        if bearers.is_empty() {
            bearers = persons.iter().copied().filter(|&p| is_given_of(p)).collect();
            rule = "given name";
        }
        let gender = clusters.features[m].gender;
        bearers.retain(|&p| {
            let other = clusters.gender_of(clusters.cluster(p));
            gender.is_none() || other.is_none() || gender == other
        });
        let mut ids: Vec<usize> = bearers.iter().map(|&p| clusters.cluster_of[p]).collect();
        ids.sort_unstable();
        ids.dedup();
        let chosen = if ids.len() == 1 {
            bearers.first().copied()
        } else {
            let sentence = clusters.mentions[m].sentence;
            bearers.iter().copied().rfind(|&p| p < m && clusters.mentions[p].sentence + 2 >= sentence)
        };
        if let Some(bearer) = chosen {
            clusters.link(m, bearer, rule);
        }
    }
}

/// The last words of a full name, or one from its middle ("García" of "Elena García Lorca").
fn is_surname_of(short: &[String], full: &[String]) -> bool {
    let inner = full.get(1..).unwrap_or_default();
    !short.is_empty()
        && short.len() < full.len()
        && (full.ends_with(short) || short.len() == 1 && inner.contains(&short[0]))
}

/// No cluster may hold two persons with different full names, or two states.
pub(super) fn agree(clusters: &Clusters<'_>, a: &[usize], b: &[usize]) -> bool {
    let is_name = |m: &&usize| clusters.mentions[**m].kind == MentionKind::Name;
    for &x in a.iter().filter(is_name) {
        for &y in b.iter().filter(is_name) {
            let (fx, fy) = (&clusters.features[x], &clusters.features[y]);
            let types = (clusters.mentions[x].entity_type, clusters.mentions[y].entity_type);
            let clash = match types {
                (EntityType::Person, EntityType::Person) => {
                    let short = |s: &[String], l: &[String]| {
                        is_surname_of(s, l) || (s.len() == 1 && l.len() > 1 && l.first() == s.first())
                    };
                    fx.key != fy.key
                        && !full_names_match(&fx.words, &fy.words)
                        && !short(&fx.words, &fy.words)
                        && !short(&fy.words, &fx.words)
                }
                (EntityType::Country, EntityType::Country) => fx.state != fy.state,
                // "Norway's Supreme Court" is not Iceland's.
                _ if fx.owner.is_some() && fy.owner.is_some() => fx.owner != fy.owner,
                _ => false,
            };
            if clash {
                return false;
            }
        }
    }
    true
}
