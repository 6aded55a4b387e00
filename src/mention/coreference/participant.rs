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
    let is_told = |x: usize| match verb_of(clusters, x) {
        Some((Deprel::Obj | Deprel::NsubjPass, verb)) => listed.is_object_of(noun, &clusters.words(x).lemma(verb)),
        // "Officer shot in park": no gunman; whoever shoots, shoots somebody.
        Some((Deprel::Nsubj, verb)) => {
            let (words, lemma) = (clusters.words(x), clusters.words(x).lemma(verb));
            let is_active = !listed.is_done_to_people(&lemma) || words.dependent(verb, Deprel::Obj).is_some();
            listed.is_subject_of(noun, &lemma) && is_active && !words.sentence.is_title
        }
        _ => false,
    };
    // Who was shot is hardly the one who shot.
    let suffered = |x: usize| match verb_of(clusters, x) {
        Some((Deprel::Obj | Deprel::NsubjPass, verb)) => listed.is_subject_of(noun, &clusters.words(x).lemma(verb)),
        _ => false,
    };
    let fits = |&x: &usize| {
        let cluster = clusters.cluster(x);
        is_told(x)
            && !cluster.iter().any(|&y| suffered(y))
            && clusters.mentions[x].kind != MentionKind::Pronoun
            && clusters.type_of(cluster) == EntityType::Person
            && !clusters.is_plural(cluster)
            && !cluster.iter().any(|&y| contains(clusters, y, m))
    };
    let near = (0..m).rev().take_while(|&x| clusters.mentions[x].sentence + REACH >= mention.sentence);
    let told: Vec<usize> = near.filter(fits).collect();
    choose(clusters, m, &told).map(|person| (person, "told before"))
}

/// The relation of a mention to its verb, and that.
fn verb_of(clusters: &Clusters<'_>, x: usize) -> Option<(Deprel, usize)> {
    let (words, head) = (clusters.words(x), clusters.mentions[x].head);
    Some((words.deprel(words.first_conjunct(head)), words.governor(head)?))
}
