//! How likely it is that a pronoun stands for a cluster of mentions: a log-linear model over features that have names, one
//! set of weights for each kind of pronoun, of which one is what a network makes of the words ([`network`](super::network)).
//! The weights are in `data/lexicon/antecedents.toml`; `training/antecedents.py` fits them to annotated articles.

use super::Clusters;
use super::pronouns::is_inside_phrase;
use super::surroundings::{is_body, is_judged, represented};
use crate::document::Deprel;
use crate::lexicon::{Antecedent, EntityType, Pronoun};
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;
use crate::mention::words::{Role, Words};

/// The feature that is what the network makes of the words; it counts as it is.
const WORDS: &str = "the words";

/// What a pronoun might stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The mention of the cluster that speaks for it most.
    pub mention: usize,
    /// For several things together ("A and B … they"): a mention of each, else none.
    pub members: Vec<usize>,
    /// Names and values; those that are 0 are left out.
    pub features: Vec<(&'static str, f32)>,
    /// Among the candidates of this pronoun, 0 to 1.
    pub probability: f32,
}

/// A pronoun and what it might stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// The mention that is a pronoun.
    pub pronoun: usize,
    /// Which weights it takes.
    pub class: &'static str,
    /// The likeliest first; of equal ones the nearer.
    pub candidates: Vec<Candidate>,
    /// That none of them is meant, 0 to 1.
    pub none: f32,
    /// What the first candidate must reach.
    pub least: f32,
}

impl Considered {
    /// The likeliest candidate, where it is likely enough.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|candidate| candidate.probability >= self.least)
    }
}

/// Which weights a pronoun takes.
fn class(pronoun: Pronoun, role: Role) -> &'static str {
    match (pronoun.antecedent, role == Role::Possessor) {
        (Antecedent::Person, false) => "he",
        (Antecedent::Person, true) => "his",
        (Antecedent::Thing, false) => "it",
        (Antecedent::Thing, true) => "its",
        (Antecedent::Any, false) => "they",
        (Antecedent::Any, true) => "their",
    }
}

/// Gives the candidates of pronoun `m` their probabilities, by their features and where the words have rows by those.
pub(super) fn weigh(
    clusters: &mut Clusters<'_>,
    m: usize,
    pronoun: Pronoun,
    mut candidates: Vec<Candidate>,
) -> Considered {
    let class = class(pronoun, clusters.features[m].role);
    let nearest = candidates.iter().map(|candidate| candidate.mention).max();
    for candidate in &mut candidates {
        if Some(candidate.mention) == nearest {
            candidate.features.push(("nearest", 1.0));
        }
    }
    let (weights, network) = (&clusters.knowledge.antecedents, &clusters.knowledge.antecedent_network);
    let mut values: Vec<f32> = candidates.iter().map(|candidate| weights.value(class, &candidate.features)).collect();
    let mut none = f32::MIN;
    if let Some(opinion) = network.opinion(clusters, m, class, &candidates) {
        none = opinion.none;
        for ((candidate, value), words) in candidates.iter_mut().zip(&mut values).zip(opinion.candidates) {
            candidate.features.push((WORDS, words));
            *value += words;
        }
    }
    let most = values.iter().copied().fold(none, f32::max);
    let share = |value: f32| (value - most).exp();
    let total = values.iter().map(|&value| share(value)).sum::<f32>() + share(none);
    for (candidate, &value) in candidates.iter_mut().zip(&values) {
        candidate.probability = share(value) / total;
    }
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(b.mention.cmp(&a.mention)));
    Considered { pronoun: m, class, candidates, none: share(none) / total, least: weights.least }
}

/// The features of mention `x` and its cluster, of type `entity_type`, for pronoun `m`. `fit` is how well the cluster
/// agrees with the pronoun beyond what it must.
pub(super) fn describe(
    clusters: &Clusters<'_>,
    x: usize,
    m: usize,
    fit: f32,
    entity_type: EntityType,
) -> Vec<(&'static str, f32)> {
    let (mx, mm) = (&clusters.mentions[x], &clusters.mentions[m]);
    let (fx, fm) = (&clusters.features[x], &clusters.features[m]);
    let cluster = clusters.cluster(x);
    let words = clusters.words(x);
    let is_same_sentence = mx.sentence == mm.sentence;
    let mut features = vec![
        match mm.sentence - mx.sentence {
            0 => "same sentence",
            1 => "last sentence",
            2 => "two sentences back",
            _ => "far back",
        },
        match fx.role {
            Role::Subject => "subject",
            Role::Object => "object",
            Role::Possessor => "possessor",
            Role::Oblique => "oblique",
            Role::Other => "other role",
        },
        match mx.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "description",
            MentionKind::Pronoun => "pronoun",
        },
        entity_type.as_str(),
    ];
    let mut add = |holds: bool, name: &'static str| {
        if holds {
            features.push(name);
        }
    };
    let is_main = is_main_subject(words, mx.head);
    add(fx.role == fm.role, "same role");
    add(is_main, "main subject");
    add(is_main && !is_same_sentence && is_in_main_subject(clusters, m), "main subject for main subject");
    add(is_same_sentence && is_subject_above(clusters, x, m), "subject of a clause above");
    add(mx.kind == MentionKind::Nominal && fx.definiteness == Definiteness::Definite, "definite");
    add(mx.kind == MentionKind::Nominal && fx.definiteness == Definiteness::Indefinite, "indefinite");
    add(clusters.is_named(cluster), "named");
    add(cluster.iter().all(|&x| clusters.mentions[x].kind == MentionKind::Pronoun), "only pronouns");
    add(clusters.gender_of(cluster).is_some(), "gender known");
    add(clusters.is_plural(cluster), "plural");
    add(fx.quotation != fm.quotation, "other quotation");
    add(matches!(words.deprel(mx.head), Deprel::Compound | Deprel::Amod), "modifier");
    add(is_inside_phrase(clusters, x), "inside a phrase");
    add(words.deprel(mx.head) == Deprel::Appos, "apposition");
    add(words.sentence.is_title, "headline");
    add(!words.sentence.is_title && is_in_headline(clusters, cluster), "in the headline as well");
    add(is_same_sentence && is_before_clause(clusters, x, m), "phrase before the clause");
    add(is_foremost(clusters, cluster, m), "most mentioned");
    let owned = owned_type(clusters, m);
    add(owned == Some(EntityType::Person) && is_body(entity_type), "body of a person");
    add(owned == Some(EntityType::Person) && entity_type == EntityType::Work, "work of a person");
    add(owned == Some(EntityType::Organization) && is_body(entity_type), "body of a body");
    let between = clusters.document.text.get(mx.span.end..mm.span.start).unwrap_or_default();
    add(between.contains("\n\n"), "other paragraph");
    add(is_body(entity_type) && is_judged(clusters, m), "judged body");
    add(represented(clusters, m).is_some_and(|owner| cluster.contains(&owner)), "represented");
    let mut features: Vec<_> = features.into_iter().map(|name| (name, 1.0)).collect();
    let before = cluster.iter().filter(|&&x| x < m).count();
    let words_between = if is_same_sentence { mm.head.saturating_sub(mx.head).min(40) } else { 0 };
    let numbers =
        [("fit", fit), ("mentions", (before.max(1) as f32).ln()), ("words between", words_between as f32 / 10.0)];
    features.extend(numbers.into_iter().filter(|(_, value)| *value != 0.0));
    features
}

/// Does the headline mention it?
fn is_in_headline(clusters: &Clusters<'_>, cluster: &[usize]) -> bool {
    cluster.iter().any(|&x| clusters.words(x).sentence.is_title)
}

/// "With a loan from X, he founded Y": is `x` within a phrase that stands before the subject `m` of its clause?
fn is_before_clause(clusters: &Clusters<'_>, x: usize, m: usize) -> bool {
    let (words, pronoun, head) = (clusters.words(x), clusters.mentions[m].head, clusters.mentions[x].head);
    let Some(verb) = words.governor(pronoun).filter(|_| words.role(pronoun) == Role::Subject) else { return false };
    let phrase = words.sentence.ancestors(head).find(|&i| words.head(i) == Some(verb));
    let phrase = if words.head(head) == Some(verb) { Some(head) } else { phrase };
    head < pronoun && phrase.is_some_and(|i| matches!(words.deprel(i), Deprel::Obl | Deprel::OblUnmarked))
}

/// Has nothing of a person's or body's type been mentioned oftener before `m`?
fn is_foremost(clusters: &Clusters<'_>, cluster: &[usize], m: usize) -> bool {
    let before = |cluster: &[usize]| cluster.iter().filter(|&&x| x < m).count();
    let (own, entity_type) = (before(cluster), clusters.type_of(cluster));
    let is_rival = |id: &usize| clusters.type_of(&clusters.clusters[*id]) == entity_type;
    own > 1 && clusters.ids().iter().filter(|id| is_rival(id)).all(|&id| before(&clusters.clusters[id]) <= own)
}

/// The type of what a possessive pronoun says is somebody's: a person for "its editor".
fn owned_type(clusters: &Clusters<'_>, m: usize) -> Option<EntityType> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let owned = words.governor(mention.head).filter(|_| clusters.features[m].role == Role::Possessor)?;
    clusters.at(mention.sentence, owned).map(|owned| clusters.mentions[owned].entity_type)
}

/// Is the word the subject of the main clause?
fn is_main_subject(words: Words<'_>, head: usize) -> bool {
    words.role(head) == Role::Subject && words.governor(head).is_some_and(|verb| words.head(verb).is_none())
}

/// Is it the subject of the main clause or the possessor of that?
fn is_in_main_subject(clusters: &Clusters<'_>, m: usize) -> bool {
    let (words, head) = (clusters.words(m), clusters.mentions[m].head);
    let owned = words.governor(head).filter(|_| words.role(head) == Role::Possessor);
    is_main_subject(words, owned.unwrap_or(head))
}

/// Is `x` the subject of a verb that `m` stands under?
fn is_subject_above(clusters: &Clusters<'_>, x: usize, m: usize) -> bool {
    let (words, head) = (clusters.words(x), clusters.mentions[x].head);
    words.role(head) == Role::Subject
        && words.governor(head).is_some_and(|verb| words.is_under(clusters.mentions[m].head, verb))
}
