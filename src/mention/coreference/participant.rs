//! "the suspect", "the gunman", "the victim": whom the text has just told of as arrested, as attacker, as killed.

use super::Clusters;
use super::description::{choose, contains, modifiers};
use crate::document::Deprel;
use crate::lexicon::EntityType;
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;

/// How many sentences back the deed may be told.
const REACH: usize = 8;

/// The mention of the only person in question, for a definite description by a deed.
pub(super) fn participant(clusters: &Clusters<'_>, m: usize) -> Option<(usize, &'static str)> {
    let (mention, features) = (&clusters.mentions[m], &clusters.features[m]);
    let listed = &clusters.knowledge.participants;
    // "the accused", which the lemma may make a verb of.
    let form = clusters.words(m).lower(mention.head);
    let noun = if listed.is_listed(&features.lemma) { features.lemma.as_str() } else { form.as_str() };
    let points_back = matches!(features.definiteness, Definiteness::Definite | Definiteness::Demonstrative);
    let is_one = features.is_singular_person(mention.entity_type);
    let is_plain = || modifiers(clusters, m).iter().all(|word| listed.is_modifier(word));
    if !points_back || !is_one || !listed.is_listed(noun) || !is_plain() {
        return None;
    }
    let fits = |&x: &usize| {
        let other = &clusters.mentions[x];
        let words = clusters.words(x);
        let verb = words.governor(other.head).map(|verb| words.lemma(verb));
        let is_told = verb.is_some_and(|verb| match words.deprel(words.first_conjunct(other.head)) {
            Deprel::Obj | Deprel::NsubjPass => listed.is_object_of(noun, &verb),
            Deprel::Nsubj => listed.is_subject_of(noun, &verb),
            _ => false,
        });
        let cluster = clusters.cluster(x);
        is_told
            && other.kind != MentionKind::Pronoun
            && clusters.type_of(cluster) == EntityType::Person
            && !clusters.is_plural(cluster)
            && !cluster.iter().any(|&y| contains(clusters, y, m))
    };
    let near = (0..m).rev().take_while(|&x| clusters.mentions[x].sentence + REACH >= mention.sentence);
    let told: Vec<usize> = near.filter(fits).collect();
    choose(clusters, m, &told).map(|person| (person, "told before"))
}
