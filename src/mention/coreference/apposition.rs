//! Links that the parse gives away: a title and its name, an apposition, a relative or reflexive pronoun and
//! what it stands for.

use super::Clusters;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::lexicon::word_list::{calls_by_name, identifies};
use crate::mention::MentionKind;
use crate::mention::features::Definiteness;
use crate::mention::words::{Role, Words};

pub(super) fn link(clusters: &mut Clusters<'_>) {
    for m in 0..clusters.mentions.len() {
        if clusters.features[m].is_relative {
            link_relative(clusters, m);
        } else if clusters.features[m].pronoun.is_some_and(|p| p.is_reflexive) {
            link_reflexive(clusters, m);
        } else {
            link_title(clusters, m);
            link_office(clusters, m);
            link_appositive(clusters, m);
            link_apposition(clusters, m);
            link_counted(clusters, m);
            link_identified(clusters, m);
            link_named(clusters, m);
        }
    }
}

/// "the gunman, identified as Ada Berg", "police named the suspect as Ada Berg": one person.
fn link_identified(clusters: &mut Clusters<'_>, m: usize) {
    let name = &clusters.mentions[m];
    let words = clusters.words(m);
    let is_name = name.kind == MentionKind::Name && name.entity_type == EntityType::Person;
    if !is_name || words.preposition(name.head).as_deref() != Some("as") {
        return;
    }
    let Some(verb) = words.head(name.head).filter(|&v| words.upos(v) == Upos::Verb && identifies(&words.lemma(v)))
    else {
        return;
    };
    let passive = words.dependents(verb).find(|&i| words.deprel(i) == Deprel::NsubjPass);
    let object = words.dependents(verb).find(|&i| words.deprel(i) == Deprel::Obj && i < name.head);
    let above = words.head(verb).filter(|_| words.deprel(verb) == Deprel::Acl);
    let Some(meant) = passive.or(object).or(above) else { return };
    let sentence = name.sentence;
    let is_meant = |x: &usize| {
        let mention = &clusters.mentions[*x];
        mention.sentence == sentence
            && mention.head == meant
            && mention.kind == MentionKind::Nominal
            && mention.entity_type == EntityType::Person
            && !clusters.features[*x].is_plural
    };
    if let Some(described) = (0..clusters.mentions.len()).find(is_meant) {
        clusters.link(m, described, "identified");
    }
}

/// "a nurse named Ada Berg", "a group calling itself Blue Dawn", "a trader by the name of Olaf Lund": the noun on whose
/// phrase the naming hangs.
fn link_named(clusters: &mut Clusters<'_>, m: usize) {
    let (words, name) = (clusters.words(m), &clusters.mentions[m]);
    if name.kind != MentionKind::Name {
        return;
    }
    let is_naming = |&at: &usize| match words.deprel(at) {
        Deprel::Acl => {
            let has_self = words.dependents(at).any(|d| d < name.head && words.feature(d, "Reflex=Yes"));
            let is_passive = words.feature(at, "VerbForm=Part") && !words.lower(at).ends_with("ing");
            let is_known = words.preposition(name.head).as_deref() == Some("as") && identifies(&words.lemma(at));
            is_known || calls_by_name(&words.lemma(at)) && (is_passive || has_self)
        }
        Deprel::Nmod => words.lemma(at) == "name" && words.preposition(at).as_deref() == Some("by"),
        _ => false,
    };
    let is_right_behind = |at: usize| {
        let between = at + 1..name.tokens.start;
        between.len() <= 1 && between.into_iter().all(|i| matches!(words.upos(i), Upos::Pron | Upos::Adp | Upos::Det))
    };
    let naming = words.head(name.head).filter(is_naming).filter(|&at| is_right_behind(at));
    let Some(noun) = naming.and_then(|at| words.head(at)) else { return };
    let Some(described) = clusters.at(name.sentence, noun) else { return };
    let other = &clusters.mentions[described];
    let fits = is_type_of(other.entity_type, name.entity_type) || is_agent_of_body(clusters, described, m);
    if other.kind == MentionKind::Nominal && fits && !clusters.features[described].is_plural {
        clusters.link(m, described, "named");
    }
}

/// "Kremlin spokesman Dmitry Peskov", "the carrier Norse Air": the noun right before the name of its type.
fn link_title(clusters: &mut Clusters<'_>, m: usize) {
    let mention = &clusters.mentions[m];
    if mention.kind != MentionKind::Nominal || clusters.features[m].is_plural {
        return;
    }
    let words = clusters.words(m);
    let name = (m + 1..m + 4).find(|&i| {
        let Some(name) = clusters.mentions.get(i).filter(|name| name.sentence == mention.sentence) else {
            return false;
        };
        let is_named = name.kind == MentionKind::Name && name.tokens.start > mention.head;
        let is_agent = || clusters.knowledge.nouns.is_agent(&clusters.features[m].lemma);
        // "the brewer Ada Berg": listed as a firm.
        let is_trade = || mention.entity_type == EntityType::Organization && name.entity_type == EntityType::Person;
        let fits = is_type_of(mention.entity_type, name.entity_type) || is_agent_of_body(clusters, m, i);
        if !is_named || !(fits || is_trade() && is_agent()) {
            return false;
        }
        let follows = name.tokens.start == mention.tokens.end;
        let below = words.head(mention.head) == Some(name.head)
            && is_title_relation(words.deprel(mention.head))
            && words.preposition(mention.head).is_none();
        let above = words.head(name.head) == Some(mention.head) && follows && words.preposition(name.head).is_none();
        // "a member of the group Blue Dawn": Blue Dawn is the group.
        let is_inner = |x: usize| {
            let inner = &clusters.mentions[x];
            inner.kind == MentionKind::Nominal
                && inner.entity_type != EntityType::Person
                && inner.head > mention.head
                && inner.tokens.end == name.tokens.start
                && is_type_of(inner.entity_type, name.entity_type)
        };
        if (m + 1..i).any(is_inner) {
            return false;
        }
        // A person noun right before a name is its title, whatever the parse says; so is a body before a body.
        // In "Assistant to the President Ada Berg" the President is another.
        let outer = words.head(mention.head).filter(|_| words.preposition(mention.head).is_some());
        let is_of_title =
            outer.is_some_and(|o| words.head(o) == Some(name.head) && words.deprel(o) == Deprel::NmodDesc);
        let adjacent = follows && !is_of_title && words.deprel(mention.head) != Deprel::Compound;
        below && mention.entity_type == EntityType::Person || above || adjacent
    });
    if let Some(name) = name.or_else(|| name_of_second_title(clusters, m)) {
        clusters.link(m, name, "title");
    }
}

/// "former bishop and cardinal Ada Berg": the name behind the second of two titles without article bears the first too.
fn name_of_second_title(clusters: &Clusters<'_>, m: usize) -> Option<usize> {
    let (words, first) = (clusters.words(m), &clusters.mentions[m]);
    let is_bare = |x: usize| clusters.features[x].definiteness == Definiteness::Bare;
    let is_person = |x: usize| clusters.mentions[x].entity_type == EntityType::Person;
    let here = (m + 1..clusters.mentions.len()).take_while(|&x| clusters.mentions[x].sentence == first.sentence);
    let starts_at = |x: &usize, at: usize| clusters.mentions[*x].tokens.start == at;
    let second = here.clone().find(|x| starts_at(x, first.tokens.end + 1))?;
    let name = here.clone().find(|x| starts_at(x, clusters.mentions[second].tokens.end))?;
    let is_title = clusters.mentions[second].kind == MentionKind::Nominal && is_person(second) && is_bare(second);
    let is_joined = words.deprel(first.tokens.end) == Deprel::Cc && is_bare(m) && is_person(m);
    (is_title && is_joined && clusters.mentions[name].kind == MentionKind::Name && is_person(name)).then_some(name)
}

/// "Secretary of Justice Ada Berg", "the head of the mayor's office, Ada Berg": the name behind the whole phrase of
/// an office is its holder, also where the parse hangs it on a noun inside that phrase.
fn link_office(clusters: &mut Clusters<'_>, m: usize) {
    let name = &clusters.mentions[m];
    if name.kind != MentionKind::Name || name.entity_type != EntityType::Person {
        return;
    }
    let words = clusters.words(m);
    let Some(before) = name.tokens.start.checked_sub(1) else { return };
    let is_apart = words.form(before) == ",";
    let is_noun = |i: usize| matches!(words.upos(i), Upos::Noun | Upos::Propn);
    let Some(last) = (if is_apart { before.checked_sub(1) } else { Some(before) }).filter(|&i| is_noun(i)) else {
        return;
    };
    let is_attached = match words.deprel(name.head) {
        Deprel::Appos | Deprel::Dep => true,
        Deprel::Flat | Deprel::Nmod | Deprel::NmodDesc | Deprel::Compound => !is_apart,
        // "the hardliner, Ada Berg, lost": two subjects of one verb.
        Deprel::Nsubj | Deprel::NsubjPass => {
            is_apart
                && (0..before)
                    .any(|i| words.head(i) == words.head(name.head) && words.deprel(i) == words.deprel(name.head))
        }
        _ => false,
    };
    if !is_attached || words.conjuncts(name.head).len() > 1 {
        return;
    }
    let mut at = last;
    for _ in 0..words.len() {
        if let Some(office) = clusters.at(name.sentence, at)
            && clusters.mentions[office].kind == MentionKind::Nominal
            && clusters.mentions[office].entity_type == EntityType::Person
            && !clusters.features[office].is_plural
        {
            let is_free = !clusters.is_named(clusters.cluster(office));
            // Words of one phrase only: nothing but its complements stands between the office and the name.
            let is_clause = |i: usize| words.upos(i) == Upos::Verb && words.deprel(i) != Deprel::Amod;
            if is_free && (at + 1..=last).all(|i| !is_clause(i) && words.form(i) != ",") {
                clusters.link(m, office, if is_apart { "apposition" } else { "title" });
            }
            return;
        }
        match words.head(at) {
            Some(head) if head < at && matches!(words.deprel(at), Deprel::Nmod | Deprel::NmodPoss | Deprel::Flat) => {
                at = head;
            }
            Some(head) if head > at && head <= last => at = head,
            _ => return,
        }
    }
}

/// Can a noun of the first type be the title of a name of the second?
fn is_type_of(noun: EntityType, name: EntityType) -> bool {
    use EntityType::{Country, Event, Group, Organization, Person, Place, Work};
    match noun {
        Person => name == Person,
        Organization | Group => name == Organization,
        Place | Country => matches!(name, Place | Country),
        Work => name == Work,
        Event => name == Event,
        _ => false,
    }
}

/// "the city of Tromsø".
fn link_appositive(clusters: &mut Clusters<'_>, m: usize) {
    let mention = &clusters.mentions[m];
    let is_class = mention.kind == MentionKind::Nominal
        && !clusters.features[m].is_plural
        && clusters.knowledge.nouns.is_appositive(&clusters.features[m].lemma);
    if !is_class {
        return;
    }
    let words = clusters.words(m);
    // "Tromsø, an outpost of Norway": what stands beside a name is that name's class.
    if is_apposition(words, mention.head) {
        return;
    }
    let name = words
        .dependents(mention.head)
        .filter(|&d| d > mention.head && words.preposition(d).as_deref() == Some("of"))
        .find_map(|d| clusters.at(mention.sentence, d));
    if let Some(name) = name
        && clusters.mentions[name].kind == MentionKind::Name
        && is_type_of(mention.entity_type, clusters.mentions[name].entity_type)
    {
        clusters.link(name, m, "class of a name");
    }
}

fn is_title_relation(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::NmodDesc | Deprel::Compound | Deprel::Flat | Deprel::Nmod | Deprel::Amod | Deprel::Appos)
}

/// "Dmitry Peskov, the spokesman"; "the spokesman, Dmitry Peskov"; "the Baltic Assembly (BA)".
fn link_apposition(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    if !is_apposition(words, mention.head) {
        return;
    }
    let Some(host) = words.head(mention.head).and_then(|head| clusters.at(mention.sentence, head)) else { return };
    if let Some(name) = name_inside(clusters, m, host) {
        clusters.link(m, name, "apposition");
        return;
    }
    let other = &clusters.mentions[host];
    let (fm, fh) = (&clusters.features[m], &clusters.features[host]);
    if clusters.same(m, host) || names_holder_elsewhere(clusters, m, host) {
        return;
    }
    let kinds = (mention.kind, other.kind);
    let types_agree = mention.entity_type == other.entity_type
        || mention.entity_type == EntityType::Concept
            && kinds.0 == MentionKind::Nominal
            && other.entity_type != EntityType::Person
        || other.entity_type == EntityType::Concept
            && kinds.1 == MentionKind::Nominal
            && mention.entity_type != EntityType::Person
        || matches!(
            (mention.entity_type, other.entity_type),
            (EntityType::Position, EntityType::Person)
                | (EntityType::Person, EntityType::Position)
                | (EntityType::Organization, EntityType::Group)
                | (EntityType::Group, EntityType::Organization)
                | (EntityType::Place, EntityType::Country)
                | (EntityType::Country, EntityType::Place)
        ) && kinds != (MentionKind::Name, MentionKind::Name)
        || is_agent_of_body(clusters, m, host)
        || is_agent_of_body(clusters, host, m)
        // "a third, Ada Berg, voted for it"
        || kinds.0 == MentionKind::Name
            && mention.entity_type == EntityType::Person
            && matches!(words.upos(other.head), Upos::Adj | Upos::Num)
            && other.entity_type != EntityType::Country;
    // "Two Kings" is one brewery.
    let is_plural_body = |x: usize| {
        let mention = &clusters.mentions[x];
        let is_body = mention.kind == MentionKind::Name && mention.entity_type == EntityType::Organization;
        is_body && clusters.features[x].is_plural
    };
    let numbers_agree = fm.is_plural == fh.is_plural || is_plural_body(m) || is_plural_body(host);
    if !(types_agree && numbers_agree)
        && let Some(outer) = outer_host(clusters, m, host)
    {
        clusters.link(m, outer, "apposition");
        return;
    }
    let both_names = kinds == (MentionKind::Name, MentionKind::Name);
    let is_place = matches!(mention.entity_type, EntityType::Place | EntityType::Country);
    let parts = callings(clusters, m, host);
    let is_listed = words.conjuncts(mention.head).len() > 1 && parts.is_empty();
    if words.deprel(mention.head) == Deprel::Conj && (kinds.0 == kinds.1 || mention.entity_type != EntityType::Person) {
        return;
    }
    if !types_agree || !numbers_agree || is_listed || (both_names && is_place) {
        return;
    }
    clusters.link(m, host, "apposition");
    for part in parts {
        clusters.link(part, host, "apposition");
    }
}

/// "Ada Berg, a lawyer and activist": the other things that one person is called, without an article of their own.
fn callings(clusters: &Clusters<'_>, m: usize, host: usize) -> Vec<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let is_person =
        |x: usize| clusters.mentions[x].entity_type == EntityType::Person && !clusters.features[x].is_plural;
    let is_calling = |x: usize| {
        clusters.mentions[x].kind == MentionKind::Nominal
            && is_person(x)
            && clusters.features[x].definiteness == Definiteness::Bare
    };
    let others = words.conjuncts(mention.head);
    let parts: Option<Vec<usize>> =
        others.iter().skip(1).map(|&i| clusters.at(mention.sentence, i).filter(|&x| is_calling(x))).collect();
    let is_named = clusters.mentions[host].kind == MentionKind::Name && is_person(host);
    let is_noun = mention.kind == MentionKind::Nominal && is_person(m);
    parts.filter(|_| is_named && is_noun).unwrap_or_default()
}

/// "a market in Tromsø, a town", "a convoy of Blue Dawn, a militia": the name of its type right before the comma, where the
/// parse hangs the description on the noun above.
fn name_inside(clusters: &Clusters<'_>, m: usize, host: usize) -> Option<usize> {
    let (words, described) = (clusters.words(m), &clusters.mentions[m]);
    let first = words.sentence.subtree(described.head).into_iter().find(|&i| words.form(i) != ",")?;
    let comma = first.checked_sub(1).filter(|&i| words.form(i) == ",")?;
    let is_thing = described.kind == MentionKind::Nominal && described.entity_type != EntityType::Person;
    let is_it = |&x: &usize| {
        let name = &clusters.mentions[x];
        name.sentence == described.sentence
            && name.kind == MentionKind::Name
            && name.tokens.end == comma
            && name.head != clusters.mentions[host].head
            && words.is_under(name.head, clusters.mentions[host].head)
            && is_type_of(described.entity_type, name.entity_type)
    };
    // "Blue Dawn, which is owned by Halden Ferries, a subsidiary of": Halden Ferries.
    let has_clause = || words.dependents(clusters.mentions[host].head).any(|d| words.deprel(d) == Deprel::AclRelcl);
    let is_open = clusters.mentions[host].kind == MentionKind::Nominal || has_clause();
    (is_thing && is_open).then(|| (0..m).rev().find(is_it)).flatten()
}

/// "Egypt, the rebels' backer", "a rival operator, Halden Ferries": a noun that means a person or a body, and a body's name.
fn is_agent_of_body(clusters: &Clusters<'_>, noun: usize, name: usize) -> bool {
    let is_body = |t| matches!(t, EntityType::Organization | EntityType::Country | EntityType::Group);
    clusters.mentions[noun].kind == MentionKind::Nominal
        && clusters.mentions[name].kind == MentionKind::Name
        && is_body(clusters.mentions[name].entity_type)
        && clusters.knowledge.nouns.is_agent(&clusters.features[noun].lemma)
}

/// "the union representing the pilots, ALPA,", "a brewery from Oslo, Two Kings,", "a nurse in Oslo, Ada Berg,": where the
/// name cannot be the noun beside it, the noun of its type on whose clause, or on whose phrase for a place, that noun hangs.
fn outer_host(clusters: &Clusters<'_>, m: usize, host: usize) -> Option<usize> {
    let (words, name) = (clusters.words(m), &clusters.mentions[m]);
    let is_apart = name.tokens.start.checked_sub(1).is_some_and(|i| words.form(i) == ",");
    let is_closed = matches!(words.form(name.tokens.end), "," | ".");
    if name.kind != MentionKind::Name || !is_apart || !is_closed || words.conjuncts(name.head).len() > 1 {
        return None;
    }
    let mut at = clusters.mentions[host].head;
    for _ in 0..words.len() {
        let inside = matches!(
            words.deprel(at),
            Deprel::Obj
                | Deprel::Obl
                | Deprel::OblAgent
                | Deprel::Nmod
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Xcomp
        );
        at = words.head(at).filter(|_| inside)?;
        let Some(outer) = clusters.at(name.sentence, at) else { continue };
        let other = &clusters.mentions[outer];
        let is_clause_host = words.dependents(at).any(|d| matches!(words.deprel(d), Deprel::Acl | Deprel::AclRelcl));
        let is_behind_place = matches!(clusters.mentions[host].entity_type, EntityType::Place | EntityType::Country)
            && matches!(name.entity_type, EntityType::Organization | EntityType::Person);
        let definiteness = clusters.features[outer].definiteness;
        let fits = other.kind == MentionKind::Nominal
            && is_type_of(other.entity_type, name.entity_type)
            && (definiteness == Definiteness::Definite || is_behind_place && definiteness == Definiteness::Indefinite)
            && !clusters.features[outer].is_plural;
        let is_free = !clusters.is_named(clusters.cluster(outer));
        return (fits && is_free && (is_clause_host || is_behind_place)).then_some(outer);
    }
    None
}

/// A person who was joined to a person's office by [`link_office`] is not the body that the office belongs to.
fn names_holder_elsewhere(clusters: &Clusters<'_>, m: usize, host: usize) -> bool {
    let is_office = |&x: &usize| {
        let (mention, name) = (&clusters.mentions[x], &clusters.mentions[m]);
        x != m && mention.sentence == name.sentence && mention.tokens.contains(&clusters.mentions[host].head)
    };
    clusters.mentions[m].kind == MentionKind::Name && clusters.cluster(m).iter().any(is_office)
}

fn is_apposition(words: Words<'_>, head: usize) -> bool {
    match words.deprel(head) {
        Deprel::Appos => true,
        // "spokesman Dmitry Peskov" where the parse hangs the name on the noun.
        Deprel::Flat => words.head(head).is_some_and(|h| words.upos(h) == Upos::Noun),
        // "the chief executive, Ada Berg, resigned" taken for a coordination without "and".
        Deprel::Conj => {
            let subtree = words.sentence.subtree(head);
            let (first, last) = (subtree.first().copied().unwrap_or(head), subtree.last().copied().unwrap_or(head));
            let host = words.first_conjunct(head);
            let is_comma = |i: Option<usize>| i.is_some_and(|i| words.form(i) == ",");
            words.conjuncts(host).len() == 2
                && words.dependents(head).all(|d| words.deprel(d) != Deprel::Cc)
                && (words.form(first) == "," || is_comma(first.checked_sub(1)))
                && (words.form(last) == "," || is_comma(Some(last + 1)))
        }
        _ => false,
    }
}

/// "dozens of protesters": the number and what is counted are the same people.
fn link_counted(clusters: &mut Clusters<'_>, m: usize) {
    let mention = &clusters.mentions[m];
    if mention.kind != MentionKind::Nominal || !clusters.knowledge.nouns.is_number(&clusters.features[m].lemma) {
        return;
    }
    let words = clusters.words(m);
    let counted = words
        .dependents(mention.head)
        .find(|&d| mention.tokens.contains(&d) && words.deprel(d) == Deprel::Nmod)
        .and_then(|d| clusters.at(mention.sentence, d));
    if let Some(counted) = counted {
        clusters.link(counted, m, "counted");
    }
}

/// "the minister who resigned": the noun that the clause hangs on.
fn link_relative(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    let mut at = mention.head;
    for _ in 0..words.len() {
        let Some(head) = words.head(at) else { return };
        at = head;
        if words.deprel(at) == Deprel::AclRelcl {
            break;
        }
    }
    let Some(mut antecedent) = words.head(at).and_then(|head| clusters.at(mention.sentence, head)) else { return };
    let is_human = |x: usize| matches!(clusters.mentions[x].entity_type, EntityType::Person | EntityType::Group);
    if words.lower(mention.head) == "which"
        && let Some(owner) = thing_above(clusters, antecedent)
    {
        antecedent = owner;
    }
    if mention.entity_type == EntityType::Person && !is_human(antecedent) {
        // "head of the agency Ada Berg, who": who is no agency.
        let before = (0..m).rev().take_while(|&x| clusters.mentions[x].sentence == mention.sentence);
        let human = before.filter(|&x| clusters.mentions[x].kind != MentionKind::Pronoun).find(|&x| is_human(x));
        let Some(human) = human else { return };
        antecedent = human;
    }
    if let Some(member) = member_of_predicate(clusters, m, antecedent) {
        antecedent = member;
    }
    if antecedent != m {
        clusters.link(m, antecedent, "relative clause");
    }
}

/// "a letter to the officers, which …": the letter, for the officers.
fn thing_above(clusters: &Clusters<'_>, antecedent: usize) -> Option<usize> {
    let (words, mention) = (clusters.words(antecedent), &clusters.mentions[antecedent]);
    let is_person = |x: usize| {
        let listed = clusters.knowledge.nouns.listed_type(&clusters.features[x].lemma);
        clusters.mentions[x].entity_type == EntityType::Person || listed == Some(EntityType::Person)
    };
    let is_inside = is_person(antecedent) && words.deprel(mention.head) == Deprel::Nmod;
    let above = words.head(mention.head).filter(|&h| is_inside && h < mention.head)?;
    clusters.at(mention.sentence, above).filter(|&x| !is_person(x))
}

/// "Norway is a partner of Iceland, which …": behind a comma "which" is the name that ends the predicate noun's phrase.
fn member_of_predicate(clusters: &Clusters<'_>, m: usize, antecedent: usize) -> Option<usize> {
    let (words, mention) = (clusters.words(m), &clusters.mentions[m]);
    let host = clusters.mentions[antecedent].head;
    let comma = mention.head.checked_sub(1).filter(|&i| words.form(i) == ",")?;
    words.dependent(host, Deprel::Cop)?;
    let is_thing = mention.entity_type != EntityType::Person;
    let name = words
        .dependents(host)
        .filter(|&d| words.deprel(d) == Deprel::Nmod && words.preposition(d).as_deref() == Some("of"))
        .filter_map(|d| clusters.at(mention.sentence, d))
        .find(|&x| clusters.mentions[x].tokens.end == comma && clusters.mentions[x].kind == MentionKind::Name)?;
    (is_thing && clusters.mentions[name].entity_type != EntityType::Person).then_some(name)
}

/// "themselves": the subject of the clause.
fn link_reflexive(clusters: &mut Clusters<'_>, m: usize) {
    let words = clusters.words(m);
    let mention = &clusters.mentions[m];
    let mut at = words.governor(mention.head);
    for _ in 0..words.len() {
        let Some(governor) = at else { return };
        let subject = words.dependents(governor).find(|&d| d != mention.head && words.role(d) == Role::Subject);
        if let Some(antecedent) = subject.and_then(|subject| clusters.at(mention.sentence, subject)) {
            clusters.link(m, antecedent, "reflexive");
            return;
        }
        at = words.head(governor);
    }
}
