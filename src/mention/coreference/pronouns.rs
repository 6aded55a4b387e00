//! Pronouns: among the things mentioned in this and the last sentences that agree in number, gender and kind, and that
//! syntax does not forbid, the likeliest one ([`antecedent`]).

use super::Clusters;
use super::antecedent::{self, Candidate};
use super::surroundings::{is_at_odds, is_body, is_enacted, prosecutes};
use crate::document::{Deprel, Upos};
use crate::lexicon::{Antecedent, EntityType, Pronoun};
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;
use crate::mention::words::{Role, Words};

/// How many sentences back a pronoun may point.
const REACH: usize = 2;
/// How far back a personal pronoun may point to the only person in question.
const FAR_REACH: usize = 6;

pub(super) fn link(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        let Some(pronoun) = clusters.features[m].pronoun else { continue };
        if clusters.cluster(m).first() != Some(&m) {
            continue;
        }
        if pronoun.person == 3 {
            link_third(clusters, m, pronoun);
        } else {
            link_same_speaker(clusters, m, pronoun);
        }
    }
}

/// Antecedents of pronoun `m`: those of clusters that have a mention within `reach` sentences.
fn antecedents(clusters: &Clusters<'_>, m: usize, pronoun: Pronoun, reach: usize) -> Vec<Candidate> {
    let first = clusters.mentions[m].sentence.saturating_sub(reach);
    let near = (0..m).rev().take_while(|&x| clusters.mentions[x].sentence >= first);
    let mut ids: Vec<usize> = near.map(|x| clusters.cluster_of[x]).filter(|&id| id != clusters.cluster_of[m]).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().filter_map(|id| candidate(clusters, id, m, pronoun, reach)).collect()
}

fn link_third(clusters: &mut Clusters<'_>, m: usize, pronoun: Pronoun) {
    if let Some(owner) = owner_before_and(clusters, m, pronoun) {
        clusters.link(m, owner, "possessive pronoun");
        return;
    }
    // "Its parliament approved it": what "its" takes up is out, and nothing is likelier than the sentence's own things.
    let is_beside_owned = pronoun.antecedent == Antecedent::Thing && owner_of_subject(clusters, m).is_some();
    let mut candidates = antecedents(clusters, m, pronoun, if is_beside_owned { 0 } else { REACH });
    if candidates.is_empty() && pronoun.antecedent == Antecedent::Person {
        // Farther back only where nobody else is in question.
        candidates = antecedents(clusters, m, pronoun, FAR_REACH);
        candidates.truncate(if candidates.len() > 1 { 0 } else { 1 });
    }
    if pronoun.is_plural == Some(true) {
        candidates.extend(coordination(clusters, m, pronoun));
    }
    let considered = antecedent::weigh(clusters, m, pronoun, candidates);
    let chosen = considered.chosen().map(|candidate| (candidate.mention, candidate.members.clone()));
    clusters.considered.push(considered);
    let Some((antecedent, members)) = chosen else {
        if let Some(subject) = subject_behind(clusters, m, pronoun) {
            clusters.link(m, subject, "pronoun before its subject");
        }
        return;
    };
    if !members.is_empty() {
        let earlier = (0..m).rev().find(|&e| {
            clusters.members[e].len() == members.len()
                && clusters.members[e].iter().all(|&x| members.iter().any(|&y| clusters.same(x, y)))
        });
        if let Some(earlier) = earlier {
            clusters.link(m, earlier, "pronoun for the same together");
        }
        clusters.members[m] = members;
        return;
    }
    let rule = match clusters.features[m].role {
        Role::Possessor => "possessive pronoun",
        _ => "pronoun",
    };
    clusters.link(m, antecedent, rule);
}

/// "During his visit to Oslo, the minister said": the subject behind the phrase or clause that opens the sentence, where
/// nothing before is likely enough.
fn subject_behind(clusters: &Clusters<'_>, m: usize, pronoun: Pronoun) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let mut at = mention.head;
    for _ in 0..words.len() {
        let above = words.head(at)?;
        let opens = matches!(words.deprel(at), Deprel::Obl | Deprel::OblUnmarked | Deprel::Advcl);
        let is_subject = |&s: &usize| s > mention.head && s > at && words.role(s) == Role::Subject;
        if let Some(subject) = words.dependents(above).find(is_subject).filter(|_| opens) {
            let subject = clusters.at(mention.sentence, subject)?;
            let is_said = clusters.mentions[subject].kind != MentionKind::Pronoun;
            return (is_said && agreement(clusters, clusters.cluster(subject), pronoun).is_some()).then_some(subject);
        }
        at = above;
    }
    None
}

/// "the mayor met Ada Berg and her brother", "Norway praised Chad and its president": whom "and" joins to those whom
/// "her" says to be hers.
fn owner_before_and(clusters: &Clusters<'_>, m: usize, pronoun: Pronoun) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let owned = words.governor(mention.head).filter(|_| words.role(mention.head) == Role::Possessor)?;
    let first = words.head(owned).filter(|_| words.deprel(owned) == Deprel::Conj)?;
    let owner = clusters.at(mention.sentence, first).filter(|&x| x < m)?;
    let is_kin = clusters
        .at(mention.sentence, owned)
        .is_some_and(|x| matches!(clusters.mentions[x].entity_type, EntityType::Person | EntityType::Group));
    let is_one = pronoun.antecedent != Antecedent::Any && clusters.features[owner].pronoun.is_none();
    let agrees = || agreement(clusters, clusters.cluster(owner), pronoun).is_some();
    (is_kin && is_one && words.conjuncts(first).len() == 2 && agrees()).then_some(owner)
}

/// The cluster as antecedent of pronoun `m`, with its mention that speaks for it most; `None` where it cannot be one.
fn candidate(clusters: &Clusters<'_>, id: usize, m: usize, pronoun: Pronoun, reach: usize) -> Option<Candidate> {
    let cluster = &clusters.clusters[id];
    let (fit, entity_type) = agreement(clusters, cluster, pronoun)?;
    if cluster.iter().any(|&x| is_forbidden(clusters, x, m, pronoun)) || prosecutes(clusters, cluster, m) {
        return None;
    }
    // "Ukrainian" in "the Ukrainian president" is nothing to point at, save by "its".
    let is_in_sight = |&x: &usize| {
        clusters.words(x).upos(clusters.mentions[x].head) != Upos::Adj || clusters.features[m].role == Role::Possessor
    };
    let before = cluster.iter().copied().filter(|&x| x < m).filter(is_in_sight);
    let (_, mention) = before
        .filter_map(|x| Some((salience(clusters, x, m, reach)?, x)))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    if pronoun.gender.is_some() && cluster.iter().all(|&x| is_predicate(clusters, x)) {
        return None;
    }
    let is_thing = pronoun.antecedent == Antecedent::Thing;
    if is_thing && (is_at_odds(clusters, m, entity_type) || is_enacted(clusters, m) && is_body(entity_type)) {
        return None;
    }
    let features = antecedent::describe(clusters, mention, m, fit, entity_type);
    Some(Candidate { mention, members: Vec::new(), features, probability: 0.0 })
}

/// "X was elected member of the board", "X serves as a member of the board": the board member is said of X, not one more person.
fn is_predicate(clusters: &Clusters<'_>, x: usize) -> bool {
    let (words, head) = (clusters.words(x), clusters.mentions[x].head);
    let is_role = || words.preposition(head).as_deref() == Some("as") && words.role(head) == Role::Oblique;
    let is_said = words.dependent(head, Deprel::Cop).is_some() || words.deprel(head) == Deprel::Xcomp || is_role();
    clusters.mentions[x].kind == MentionKind::Nominal && is_said
}

/// "the constitution of Norway": what stands inside a phrase for something else is seldom meant.
pub(super) fn is_inside_phrase(clusters: &Clusters<'_>, x: usize) -> bool {
    let (words, head) = (clusters.words(x), clusters.mentions[x].head);
    words.deprel(head) == Deprel::Nmod && words.preposition(head).is_some()
}

/// Number, gender and kind; `None` where they contradict.
fn agreement(clusters: &Clusters<'_>, cluster: &[usize], pronoun: Pronoun) -> Option<(f32, EntityType)> {
    let entity_type = clusters.type_of(cluster);
    let is_plural = clusters.is_plural(cluster);
    let gender = clusters.gender_of(cluster);
    // A cluster of first-person pronouns alone is a speaker nobody knows.
    let persons = cluster.iter().filter_map(|&x| clusters.features[x].pronoun).map(|p| p.person);
    if persons.clone().any(|person| person != 3) && persons.count() == cluster.len() {
        return None;
    }
    match pronoun.antecedent {
        Antecedent::Person => {
            let is_person = matches!(entity_type, EntityType::Person | EntityType::Position);
            let agrees = !is_plural && is_person && (gender.is_none() || gender == pronoun.gender);
            agrees.then_some((if gender.is_some() { 0.2 } else { 0.0 }, entity_type))
        }
        Antecedent::Thing => {
            let is_thing = !matches!(entity_type, EntityType::Person | EntityType::Group | EntityType::Position)
                || entity_type == EntityType::Group && !is_plural;
            (is_thing && !is_plural && gender.is_none()).then_some((0.0, entity_type))
        }
        Antecedent::Any => {
            if is_plural {
                let is_people =
                    matches!(entity_type, EntityType::Group | EntityType::Organization | EntityType::Person);
                return Some((if is_people { 0.7 } else { 0.0 }, entity_type));
            }
            match entity_type {
                EntityType::Group => Some((0.4, entity_type)),
                EntityType::Organization => Some((-0.1, entity_type)),
                EntityType::Country => Some((-0.8, entity_type)),
                _ => None,
            }
        }
    }
}

/// Syntax forbids it: arguments of one verb, one inside the other, parts of one coordination.
fn is_forbidden(clusters: &Clusters<'_>, x: usize, m: usize, pronoun: Pronoun) -> bool {
    let (mx, mm) = (&clusters.mentions[x], &clusters.mentions[m]);
    if !pronoun.is_reflexive && (is_among_subjects(clusters, x, m) || subject_beside(clusters, m) == Some(x)) {
        return true;
    }
    if mx.sentence != mm.sentence {
        return false;
    }
    let words = clusters.words(m);
    let (hx, hm) = (mx.head, mm.head);
    if words.first_conjunct(hx) == words.first_conjunct(hm) && hx != hm {
        return true;
    }
    // "her husband": she is not her husband; "the head of its board": the board is not its own.
    if mx.kind != MentionKind::Pronoun && words.is_under(hm, hx) && !in_clause_below(clusters, hm, hx, m) {
        return true;
    }
    // Whoever utters the quoted words is not spoken of as "he" in them.
    let quoted = clusters.features[m].quotation.is_some() && clusters.features[x].quotation.is_none();
    if quoted && words.role(hx) == Role::Subject && pronoun.gender.is_some() {
        return true;
    }
    // "X was her husband": she is not X.
    if words.role(hm) == Role::Possessor && words.role(hx) == Role::Subject && words.governor(hx) == words.governor(hm)
    {
        return true;
    }
    if pronoun.antecedent == Antecedent::Thing
        && owner_of_subject(clusters, m).is_some_and(|owner| clusters.same(owner, x))
    {
        return true;
    }
    let is_argument = |role: Role| matches!(role, Role::Subject | Role::Object | Role::Oblique);
    let (rx, rm) = (words.role(hx), words.role(hm));
    // "He served as the mayor": the mayor is he.
    !pronoun.is_reflexive
        && is_argument(rx)
        && is_argument(rm)
        && words.governor(hx) == words.governor(hm)
        && !is_predicate(clusters, x)
}

/// The subject of the verb whose object or oblique `m` is, also where that is a subject of a verb above: "the court had
/// to hear it", "the court met and heard it", "they asked the court to hear it", "the court met, hearing it".
fn subject_beside(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let mut verb =
        words.governor(mention.head).filter(|_| matches!(words.role(mention.head), Role::Object | Role::Oblique))?;
    for _ in 0..words.len() {
        let subject =
            words.dependents(verb).find(|&d| words.deprel(d) != Deprel::Conj && words.role(d) == Role::Subject);
        if let Some(subject) = subject {
            return clusters.at(mention.sentence, subject);
        }
        let above = words.head(verb)?;
        match words.deprel(verb) {
            Deprel::Xcomp => {
                let object = words.dependents(above).find(|&d| words.role(d) == Role::Object && d != verb);
                if let Some(object) = object {
                    return clusters.at(mention.sentence, object);
                }
            }
            Deprel::Conj => {}
            // "the court met, hearing it"
            Deprel::Advcl if is_participle(words, verb) => {}
            _ => return None,
        }
        verb = above;
    }
    None
}

/// A participle that no word introduces: its subject is that of the verb above.
fn is_participle(words: Words<'_>, verb: usize) -> bool {
    let has_form = words.feature(verb, "VerbForm=Ger") || words.feature(verb, "VerbForm=Part");
    has_form && !words.dependents(verb).any(|d| matches!(words.deprel(d), Deprel::Mark | Deprel::Aux | Deprel::AuxPass))
}

/// "they praised him": he is none of those that "they" or "both sides" stands for.
fn is_among_subjects(clusters: &Clusters<'_>, x: usize, m: usize) -> bool {
    let Some(subject) = subject_beside(clusters, m) else { return false };
    let together = clusters.cluster(subject);
    together.iter().flat_map(|&s| &clusters.members[s]).any(|&member| clusters.same(member, x))
}

/// "its" in "its parliament approved it", for the object. Bodies only: "its critics" may well mean it.
fn owner_of_subject(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let subject =
        subject_beside(clusters, m).filter(|&s| clusters.mentions[s].entity_type == EntityType::Organization)?;
    let owner = clusters.words(m).dependent(clusters.mentions[subject].head, Deprel::NmodPoss)?;
    clusters.at(clusters.mentions[m].sentence, owner).filter(|&o| clusters.mentions[o].kind == MentionKind::Pronoun)
}

/// Is there a clause between `low` and `high` ("the minister who lost his seat")?
fn in_clause_below(clusters: &Clusters<'_>, low: usize, high: usize, m: usize) -> bool {
    let words = clusters.words(m);
    let mut at = low;
    for _ in 0..words.len() {
        if at == high {
            return false;
        }
        if matches!(
            words.deprel(at),
            Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis
        ) {
            return true;
        }
        // "Sam and his wife", "Sam, whose …": not inside.
        if matches!(words.deprel(at), Deprel::Conj | Deprel::Appos) {
            return true;
        }
        match words.head(at) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// How prominent mention `x` is for `m`: by distance in sentences, role, place in the sentence. `None` beyond reach.
pub(super) fn salience(clusters: &Clusters<'_>, x: usize, m: usize, reach: usize) -> Option<f32> {
    let (mx, mm) = (&clusters.mentions[x], &clusters.mentions[m]);
    let distance = mm.sentence.checked_sub(mx.sentence).filter(|d| *d <= reach)?;
    let (fx, fm) = (&clusters.features[x], &clusters.features[m]);
    let mut value = 2.0 - distance as f32;
    value += match fx.role {
        Role::Subject => 1.0,
        Role::Object => 0.5,
        Role::Possessor => 0.4,
        Role::Oblique => 0.3,
        Role::Other => 0.1,
    };
    if mx.kind == MentionKind::Name || fx.definiteness == Definiteness::Definite {
        value += 0.1;
    }
    if fx.role == fm.role {
        value += 0.2;
    }
    // A word before a noun ("the Berg plan") is not what the sentence is about.
    if matches!(clusters.words(x).deprel(mx.head), Deprel::Compound | Deprel::Amod) {
        value -= 0.5;
    }
    // What only somebody's quoted words mention is out of sight outside them, and the other way round.
    if fx.quotation != fm.quotation {
        value -= 0.5;
    }
    // Closeness decides between equals.
    let words_between =
        if distance == 0 { mm.head.saturating_sub(mx.head) } else { clusters.words(x).len().saturating_sub(mx.head) };
    value -= 0.01 * words_between.min(40) as f32;
    if clusters.words(x).sentence.is_title && mm.sentence > mx.sentence {
        value -= 0.5;
    }
    Some(value)
}

/// "A and B … they": a coordination of two or more actors before the pronoun.
fn coordination(clusters: &Clusters<'_>, m: usize, pronoun: Pronoun) -> Option<Candidate> {
    let sentence = clusters.mentions[m].sentence;
    let mut best: Option<(f32, usize, Vec<usize>)> = None;
    for x in (0..m).rev() {
        let mx = &clusters.mentions[x];
        if mx.sentence + 1 < sentence {
            break;
        }
        let words = clusters.words(x);
        let conjuncts = words.conjuncts(mx.head);
        if conjuncts.len() < 2 || words.deprel(mx.head) == Deprel::Conj {
            continue;
        }
        let members: Vec<usize> = conjuncts.iter().filter_map(|&c| clusters.at(mx.sentence, c)).collect();
        let is_actor = |&c: &usize| {
            let cluster = clusters.cluster(c);
            clusters.type_of(cluster).is_actor() && clusters.mentions[c].kind != MentionKind::Pronoun
        };
        let includes_pronoun =
            mx.sentence == sentence && conjuncts.iter().any(|&c| words.is_under(clusters.mentions[m].head, c));
        if members.len() < 2 || !members.iter().all(is_actor) || includes_pronoun {
            continue;
        }
        if members.iter().any(|&c| is_forbidden(clusters, c, m, pronoun)) {
            continue;
        }
        if let Some(value) = salience(clusters, x, m, 1)
            && best.as_ref().is_none_or(|(best, ..)| value > *best)
        {
            best = Some((value, x, members));
        }
    }
    let (_, mention, members) = best?;
    let mut features = antecedent::describe(clusters, mention, m, 0.0, EntityType::Group);
    features.push(("together", 1.0));
    Some(Candidate { mention, members, features, probability: 0.0 })
}

/// "I … my" inside one quotation, or outside any in one paragraph, are one speaker.
fn link_same_speaker(clusters: &mut Clusters<'_>, m: usize, pronoun: Pronoun) {
    let earlier = (0..m).rev().find(|&e| {
        clusters.features[e]
            .pronoun
            .is_some_and(|other| other.person == pronoun.person && other.is_plural == pronoun.is_plural)
    });
    let Some(earlier) = earlier else { return };
    let (a, b) = (&clusters.mentions[earlier], &clusters.mentions[m]);
    let quotations = (clusters.features[earlier].quotation, clusters.features[m].quotation);
    let between = clusters.document.text.get(a.span.end..b.span.start).unwrap_or_default();
    let together = match quotations {
        (Some(x), Some(y)) => x == y,
        (None, None) => !between.contains("\n\n"),
        _ => false,
    };
    if together {
        clusters.link(m, earlier, "same speaker");
    }
}
