//! Kinship and succession: "her brother X", "X, son of Y", "X and his wife Y", "X is survived by two sons, Y and Z".

use super::holders;
use super::origin::tied_names;
use super::scan::Scan;
use super::{Found, Grounds, offices};
use crate::document::Deprel;
use crate::lexicon::{EntityType, KinRole};

/// Claims of nouns of kinship in the sentence.
pub(super) fn extract(scan: &Scan, found: &mut Found) {
    let mut at = 0;
    while at < scan.len() {
        let Some((to, kin)) = scan.nouns.kin_at(&scan.words, at).filter(|_| scan.name_over(at).is_none()) else {
            at += 1;
            continue;
        };
        let head = head_of(scan, at, to);
        let negative = offices::is_negated(scan, head);
        let named = bearers(scan, at, to, head, kin.unnamed);
        let mut others = relatives(scan, at, to, head);
        let chain = |m: usize| scan.mentions.mentions[m].chain;
        // "X and Y, the president's daughters": the president is neither of them.
        others.retain(|&o| named.iter().all(|&(n, _)| chain(n) != chain(o)));
        if others.is_empty() && kin.noun.is_none() {
            pair(scan, at, to, &named, &kin.predicate, found);
        }
        for &(bearer, is_copula) in &named {
            for &other in &others {
                // "the minister's cousin": of whom nobody is named, nothing is said.
                let is_named = |m: usize| scan.mentions.chain_of(m).is_named;
                if !is_named(bearer) && !is_named(other) {
                    continue;
                }
                let rule = if is_copula { "kinship:copula" } else { "kinship:apposition" };
                let grounds =
                    Grounds { rule, sentence: scan.index, trigger: scan.span(at, to), head, confidence: 0.85 };
                let (subject, object) = match kin.noun {
                    Some(KinRole::Child | KinRole::Earlier) => (other, bearer),
                    _ => (bearer, other),
                };
                if let Some(claim) = found.add(scan.mentions, subject, &kin.predicate, object, grounds)
                    && is_copula
                    && negative
                {
                    claim.polarity = crate::lexicon::Polarity::Negative;
                }
            }
        }
        at = to;
    }
}

/// The noun's head: the first word of "son-in-law", which the parse may take apart.
fn head_of(scan: &Scan, from: usize, to: usize) -> usize {
    let in_law = (from..to).any(|w| scan.form(w) == "in") && scan.is_nominal(from);
    if in_law { from } else { scan.head_of(from, to) }
}

/// "the brothers X and Y", "X and Y, cousins": kin of each other.
fn pair(scan: &Scan, from: usize, to: usize, named: &[(usize, bool)], predicate: &str, found: &mut Found) {
    let [(one, copula), (other, _)] = *named else { return };
    let apart = scan.mentions.mentions[one].chain != scan.mentions.mentions[other].chain;
    if !apart || !scan.is_plural(scan.head_of(from, to)) {
        return;
    }
    let rule = if copula { "kinship:copula" } else { "kinship:pair" };
    let head = scan.head_of(from, to);
    let grounds = Grounds { rule, sentence: scan.index, trigger: scan.span(from, to), head, confidence: 0.8 };
    found.add(scan.mentions, one, predicate, other, grounds);
}

/// Who bears the noun: the person named with it; else the noun's own mention, where it stands for somebody.
fn bearers(scan: &Scan, from: usize, to: usize, head: usize, unnamed: bool) -> Vec<(usize, bool)> {
    let holders = holders::of(scan, from, to, head);
    if !holders.is_empty() {
        return holders.into_iter().map(|h| (h.mention, h.tie == holders::Tie::Copula)).collect();
    }
    let own = scan.mention(head).filter(|&m| scan.kind(m) == EntityType::Person);
    own.filter(|&m| scan.mentions.chain_of(m).is_named || unnamed && takes_part(scan, head))
        .map(|m| (m, false))
        .into_iter()
        .collect()
}

/// "Novak's mother said", "arrested the banker's wife": one relative of somebody, who does something or suffers it.
fn takes_part(scan: &Scan, head: usize) -> bool {
    let part = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Obj, Deprel::Iobj, Deprel::OblAgent];
    // "the widow of Otto Falk", who acts; a cousin of his may be any, and "the son of a tailor, X" is X.
    let is_definite = || scan.dependents(head, &[Deprel::Det]).any(|d| scan.form(d) == "the");
    let of_name = |d: usize| {
        let name = scan.mention(d).filter(|&m| scan.is_person_name(m));
        scan.case(d) == Some("of") && name.is_some_and(|m| scan.form(scan.mentions.mentions[m].tokens.end) != ",")
    };
    let whose = scan.dependents(head, &[Deprel::NmodPoss]).next().is_some()
        || is_definite() && scan.dependents(head, &[Deprel::Nmod]).any(of_name);
    part.contains(&scan.token(head).deprel)
        && !scan.is_plural(head)
        && whose
        && scan.sentence.dependent(head, Deprel::Cop).is_none()
}

/// To whom the bearer is kin: the possessor or the "of" complement.
fn relatives(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let up = scan.head(head).filter(|_| matches!(scan.token(head).deprel, Deprel::NmodDesc | Deprel::Compound));
    let own =
        (from..to).chain([head]).flat_map(|w| scan.dependents(w, &[Deprel::NmodPoss, Deprel::Nmod, Deprel::Compound]));
    let own = own.filter(|d| !(from..to).contains(d)).collect::<Vec<_>>();
    let on_name = up
        .map(|u| scan.dependents(u, &[Deprel::NmodPoss]).filter(|&d| d < from).collect::<Vec<_>>())
        .unwrap_or_default();
    for at in own.into_iter().chain(on_name) {
        // "Prys ally X": only a name before the noun.
        let name =
            scan.is(at, Deprel::Compound) && at < from && scan.mention(at).is_some_and(|m| scan.is_person_name(m));
        let fits = name || scan.is(at, Deprel::NmodPoss) || (at >= to && matches!(scan.case(at), Some("of" | "to")));
        if !fits {
            continue;
        }
        found.extend(people(scan, at));
    }
    if found.is_empty() {
        found.extend(whose(scan, head).into_iter().flat_map(|at| people(scan, at)));
    }
    found
}

/// The people that a word and those joined to it by "and" stand for, one each.
fn people(scan: &Scan, at: usize) -> Vec<usize> {
    let words = scan.conjuncts(at).into_iter().map(|w| scan.antecedent(w).unwrap_or(w));
    let person = |&m: &usize| scan.kind(m) == EntityType::Person && !scan.mentions.chain_of(m).is_plural;
    words.filter_map(|word| scan.mention(word)).map(|m| titled(scan, m)).filter(person).collect()
}

/// Whose kin a noun with neither possessor nor "of" is: "his wife Anna and two sons, Emil and Jan", "has a son, Emil",
/// "is survived by a son, Emil".
fn whose(scan: &Scan, head: usize) -> Option<usize> {
    let joined = scan.is(head, Deprel::Conj);
    let first = scan.head(head).filter(|_| joined).unwrap_or(head);
    let possessor = scan.dependents(first, &[Deprel::NmodPoss]).next();
    if joined && possessor.is_some() {
        return possessor;
    }
    let verb = scan.head(first)?;
    let is_one_of = |verbs: &[String]| verbs.contains(&scan.token(verb).lemma.to_lowercase());
    let verbs = scan.nouns.kin_verbs();
    let by = matches!(scan.token(first).deprel, Deprel::Obl | Deprel::OblAgent) && scan.case(first) == Some("by");
    if by && is_one_of(&verbs.survived) {
        return scan.dependents(verb, &[Deprel::NsubjPass]).next();
    }
    let has = scan.is(first, Deprel::Obj) && is_one_of(&verbs.having);
    scan.dependents(verb, &[Deprel::Nsubj]).next().filter(|_| has)
}

/// "the painter Bruno Hartl": the name, where the parse gives only the title.
fn titled(scan: &Scan, mention: usize) -> usize {
    let m = &scan.mentions.mentions[mention];
    if scan.mentions.chain_of(mention).is_named || m.sentence != scan.index {
        return mention;
    }
    let tied = tied_names(scan, m.head).into_iter().find(|&n| scan.is_person_name(n));
    if let Some(name) = tied {
        return name;
    }
    let office = offices::with_head(scan, m.head);
    let holders = office.map(|o| offices::office_holders(scan, o)).unwrap_or_default();
    holders.first().map_or(mention, |h| h.mention)
}
