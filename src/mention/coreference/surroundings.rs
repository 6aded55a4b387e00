//! What the words around a pronoun say of what it may stand for: the verb that does something to it, the noun that is said
//! of it, the one who speaks for it.

use super::Clusters;
use crate::document::Deprel;
use crate::lexicon::{Antecedent, EntityType};
use crate::mention::words::Role;

/// "his lawyer said that he", "the lawyer for Ada Berg says she": whom the speaker of the clause represents.
pub(super) fn represented(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    clusters.features[m].pronoun.filter(|p| p.antecedent == Antecedent::Person)?;
    let clause = words.sentence.ancestors(mention.head).find(|&i| words.deprel(i) == Deprel::Ccomp)?;
    let says = words.head(clause)?;
    let speaker =
        words.dependents(says).find(|&d| words.role(d) == Role::Subject && words.deprel(d) != Deprel::Conj)?;
    let is_representative = |&i: &usize| clusters.knowledge.pronouns.is_representative(&words.lemma(i));
    let title = |&d: &usize| matches!(words.deprel(d), Deprel::Appos | Deprel::NmodDesc | Deprel::Compound);
    let noun = std::iter::once(speaker).chain(words.dependents(speaker).filter(title)).find(is_representative)?;
    let is_owner = |&d: &usize| match words.deprel(d) {
        Deprel::NmodPoss => true,
        Deprel::Nmod => words.preposition(d).is_some_and(|p| matches!(p.as_str(), "for" | "of")),
        _ => false,
    };
    let owner = words.dependents(noun).chain(words.dependents(speaker)).find(is_owner)?;
    clusters.at(mention.sentence, owner).filter(|&x| x < m)
}

/// "It was an important meeting": it is no state, body or place.
pub(super) fn is_at_odds(clusters: &Clusters<'_>, m: usize, entity_type: EntityType) -> bool {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let has_copula = |&head: &usize| words.dependent(head, Deprel::Cop).is_some();
    let predicate =
        words.governor(mention.head).filter(has_copula).and_then(|head| clusters.at(mention.sentence, head));
    predicate.is_some_and(|predicate| {
        let other = clusters.mentions[predicate].entity_type;
        is_body(entity_type) && matches!(other, EntityType::Event | EntityType::Work | EntityType::Concept)
    })
}

pub(super) fn is_body(entity_type: EntityType) -> bool {
    matches!(entity_type, EntityType::Country | EntityType::Organization | EntityType::Place)
}

/// "rejected it", "it was condemned", "voted against it": rather what somebody does or plans than who does it.
pub(super) fn is_judged(clusters: &Clusters<'_>, m: usize) -> bool {
    let pronouns = &clusters.knowledge.pronouns;
    let words = clusters.words(m);
    let behind = words.preposition(clusters.mentions[m].head);
    let objects = || affecting_verb(clusters, m).is_some_and(|verb| pronouns.is_judging(&verb));
    let verb =
        || words.governor(clusters.mentions[m].head).filter(|_| words.deprel(clusters.mentions[m].head) == Deprel::Obl);
    objects() || behind.zip(verb()).is_some_and(|(p, verb)| pronouns.is_judging(&format!("{} {p}", words.lower(verb))))
}

/// "Parliament would have to ratify it", "it was signed": what is enacted is a text or a plan.
pub(super) fn is_enacted(clusters: &Clusters<'_>, m: usize) -> bool {
    affecting_verb(clusters, m).is_some_and(|verb| clusters.knowledge.pronouns.is_enacting(&verb))
}

/// The verb (form in lower case) whose object, or subject in the passive, the mention is.
fn affecting_verb(clusters: &Clusters<'_>, m: usize) -> Option<String> {
    let (words, head) = (clusters.words(m), clusters.mentions[m].head);
    let is_affected = matches!(words.deprel(head), Deprel::Obj | Deprel::NsubjPass);
    words.governor(head).filter(|_| is_affected).map(|verb| words.lower(verb))
}

/// "Police held two men. They were charged": can the cluster not be what police and courts do this to?
pub(super) fn prosecutes(clusters: &Clusters<'_>, cluster: &[usize], m: usize) -> bool {
    let pronouns = &clusters.knowledge.pronouns;
    let is_prosecutor = cluster.iter().any(|&x| pronouns.is_prosecutor(&clusters.features[x].lemma));
    is_prosecutor && affecting_verb(clusters, m).is_some_and(|verb| pronouns.is_prosecuting(&verb))
}
