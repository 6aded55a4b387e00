//! Who holds an office or bears a noun: from the noun's place in the parse to the mentions of people.

use super::phrase::{closes, is_break, phrase_end, phrase_start};
use super::scan::Scan;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;

/// Somebody to whom a noun is tied, and the construction that ties them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder {
    pub mention: usize,
    /// Index of the mention's head word.
    pub head: usize,
    pub tie: Tie,
}

/// How a noun is tied to its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// "President X"
    Title,
    /// "X, the president"
    Apposition,
    /// "X is president"
    Copula,
    /// "X served as president"
    As,
    /// "the president", said of somebody named elsewhere
    Anaphor,
    /// "was elected president", "appointed X as president"
    Made,
}

/// Holders of the noun in words `from..to` with head word `head`.
pub(super) fn of(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<Holder> {
    if is_of_another(scan, head) {
        return Vec::new();
    }
    let mut found = right_behind(scan, to, head);
    if found.is_empty() {
        found = direct(scan, to, head);
    }
    if found.is_empty() {
        found.extend(inside_name(scan, from, to));
    }
    if found.is_empty() && scan.is(head, Deprel::Conj) {
        found = of_joined(scan, from, head);
    }
    if found.is_empty() {
        found = beside(scan, from, to, head);
    }
    if found.is_empty() {
        found = of_next(scan, from, to, head);
    }
    let all = spread(scan, head, found);
    let several = if scan.is_plural(head) && all.len() < 2 { in_a_row(scan, to, head) } else { Vec::new() };
    if several.len() > 1 {
        return several;
    }
    let one_of = scan.head(head).is_some_and(|up| scan.form(up) == "one");
    let fixed = |h: &Holder| matches!(h.tie, Tie::Title | Tie::Apposition) && !one_of;
    let lone = scan.is_plural(head) && all.len() == 1 && all.iter().all(fixed);
    if lone { Vec::new() } else { all }
}

/// "Assistant to the President X": the noun belongs to the title before it, and the name to that.
fn is_of_another(scan: &Scan, head: usize) -> bool {
    let titled = |outer: usize| {
        let name = scan.head(outer).filter(|&name| scan.is(outer, Deprel::NmodDesc) && name > head);
        name.and_then(|name| scan.mention(name)).is_some_and(|m| scan.is_person_name(m))
    };
    scan.is(head, Deprel::Nmod) && scan.case(head).is_some() && scan.head(head).is_some_and(|o| o < head && titled(o))
}

/// "president and chief executive of X": the first conjunct knows the holder.
fn of_joined(scan: &Scan, from: usize, head: usize) -> Vec<Holder> {
    let Some(first) = scan.head(head).filter(|&f| f < head && scan.is_nominal(f)) else { return Vec::new() };
    if let Some(name) = scan.mention(first).filter(|&m| scan.is_person_name(m)) {
        // "X, prime minister and a member of Y": where the parse joins the noun to the name.
        let offices = super::offices::all(scan);
        let described =
            scan.dependents(first, &[Deprel::Appos]).any(|a| a < head && offices.iter().any(|o| o.head == a));
        let and = (first..head).rev().find(|&w| scan.form(w) == "and");
        let ends = and.is_some_and(|w| scan.form(w - 1) == ",");
        return named(scan, name, Tie::Apposition).filter(|_| described && !ends).into_iter().collect();
    }
    // "founder of the Lake Party and a former minister": joined to what the first noun is of.
    let of = scan.head(first).filter(|&o| scan.is(first, Deprel::Nmod) && o < first);
    let of =
        of.filter(|&o| super::offices::with_head(scan, o).is_some() && scan.kind_at(first) != Some(EntityType::Person));
    let anchor = of.unwrap_or(first);
    let mut found = of_first(scan, anchor);
    found.retain(|h| h.tie != Tie::Title || h.head > head || scan.head(h.head) == Some(head));
    // "the minister, X, and Iran's envoy": X is named before there is talk of the other.
    let start = phrase_start(scan, from, head);
    let other = (start..from).any(|w| scan.is(w, Deprel::NmodPoss) || scan.form(w) == "the");
    found.retain(|h| !(other && h.tie == Tie::Apposition && h.head > anchor && h.head < head));
    found
}

/// "journalist and activist X", "leader of the Lake Party and minister X": the next noun knows the holder.
fn of_next(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<Holder> {
    let end = phrase_end(scan, to, head);
    if scan.is_plural(head) || scan.form(end) != "and" {
        return Vec::new();
    }
    let offices = super::offices::all(scan);
    let plain = |w: usize| scan.status(w).is_some() || matches!(scan.token(w).deprel, Deprel::Amod | Deprel::Compound);
    let next = offices.iter().find(|o| o.from > end && (end + 1..o.from).all(plain));
    let Some(next) = next.filter(|o| o.from <= end + 4 && !scan.is_plural(o.head)) else { return Vec::new() };
    // "the king and Prime Minister X" are two, "the poet and novelist X" is one.
    let start = phrase_start(scan, from, head);
    let definite = (start..from).any(|w| scan.is(w, Deprel::Det) || scan.is(w, Deprel::NmodPoss));
    if definite && scan.surface(next.from).starts_with(char::is_uppercase) {
        return Vec::new();
    }
    right_behind(scan, next.end, next.head)
}

/// A person's name right behind the noun's phrase, whatever the parse says: "leader of the Lake Party X".
fn right_behind(scan: &Scan, to: usize, head: usize) -> Vec<Holder> {
    let end = behind_abbreviation(scan, phrase_end(scan, to, head));
    // "widow of the painter X": the name is the painter's; "founder of the outlets X and Y": the outlets'.
    let named_there = |m: usize| scan.kind(m) == EntityType::Person || !scan.is_name(m) && scan.is_plural(end - 1);
    if end > to && scan.mention_to(end - 1).is_some_and(named_there) {
        return Vec::new();
    }
    let behind = scan.name_mention_from(end);
    behind.and_then(|m| named(scan, m, Tie::Title)).into_iter().collect()
}

/// "Member of Parliament (MP) X": past a bracket of one word.
fn behind_abbreviation(scan: &Scan, end: usize) -> usize {
    if scan.form(end) == "(" && scan.form(end + 2) == ")" { end + 3 } else { end }
}

fn named(scan: &Scan, mention: usize, tie: Tie) -> Option<Holder> {
    scan.is_person_name(mention).then(|| Holder { mention, head: scan.mentions.mentions[mention].head, tie })
}

/// Holders of the first of several nouns joined by "and".
fn of_first(scan: &Scan, first: usize) -> Vec<Holder> {
    let office = super::offices::with_head(scan, first);
    let (from, to) = office.map_or((first, first + 1), |o| (o.from, o.end));
    let found = direct(scan, to, first);
    if found.is_empty() { beside(scan, from, to, first) } else { found }
}

/// "Queen Mathilde" tagged as one name.
fn inside_name(scan: &Scan, from: usize, to: usize) -> Option<Holder> {
    let name =
        scan.name_over(from).filter(|n| n.tokens.start == from && n.tokens.end > to && scan.in_person_name(from))?;
    let mention = scan.name_mention_from(name.tokens.start).filter(|&m| scan.is_person_name(m))?;
    Some(Holder { mention, head: scan.mentions.mentions[mention].head, tie: Tie::Title })
}

impl Holder {
    /// Does the holder's own name begin with the office at this word?
    pub(super) fn is_inside(&self, scan: &Scan, office: usize) -> bool {
        let m = &scan.mentions.mentions[self.mention];
        m.sentence == scan.index && m.tokens.start == office
    }
}

fn direct(scan: &Scan, to: usize, head: usize) -> Vec<Holder> {
    let holder = |at: usize, tie| {
        scan.mention(at).filter(|&m| scan.is_named_person(m)).map(|mention| Holder { mention, head: at, tie })
    };
    let mut found: Vec<Holder> = Vec::new();
    if let Some(up) = scan.head(head) {
        let title = matches!(
            scan.token(head).deprel,
            Deprel::NmodDesc | Deprel::Compound | Deprel::Flat | Deprel::Dep | Deprel::NmodUnmarked | Deprel::Amod
        );
        if title && up > head {
            found.extend(holder(up, Tie::Title).filter(|h| scan.is_name(h.mention)));
        }
        let loose = matches!(scan.token(head).deprel, Deprel::List | Deprel::Parataxis | Deprel::Dep);
        if scan.is(head, Deprel::Appos) || (loose && up < head && set_off(scan, up, head)) {
            let own = announced(scan, to, head, up);
            found.extend(own.map_or_else(|| holder(up, Tie::Apposition), |m| named(scan, m, Tie::Apposition)));
        }
    }
    for below in scan.dependents(head, &[Deprel::Appos, Deprel::Flat, Deprel::NmodDesc]) {
        if below >= to {
            let tie = if scan.is(below, Deprel::Appos) { Tie::Apposition } else { Tie::Title };
            found.extend(holder(below, tie).filter(|h| scan.is_name(h.mention)));
        }
    }
    // "X is one of the advisers": the noun hangs on the number.
    let one = scan.head(head).filter(|&up| scan.form(up) == "one" && scan.case(head) == Some("of"));
    let said = one.unwrap_or(head);
    let apart = one.filter(|&o| scan.is(o, Deprel::Appos)).and_then(|o| scan.head(o));
    found.extend(apart.and_then(|up| holder(up, Tie::Apposition)));
    if scan.sentence.dependent(said, Deprel::Cop).is_some() {
        found.extend(scan.dependents(said, &[Deprel::Nsubj]).filter_map(|s| holder(s, Tie::Copula)));
    }
    // "The new head of the board is X."
    let inverse = scan
        .head(head)
        .filter(|&up| scan.is(head, Deprel::Nsubj) && scan.sentence.dependent(up, Deprel::Cop).is_some());
    found.extend(inverse.and_then(|up| holder(up, Tie::Copula)).filter(|h| scan.is_name(h.mention)));
    found.extend(by_verb(scan, said).and_then(|s| holder(s, Tie::As)));
    if found.is_empty() {
        found.extend(made(scan, head).and_then(|s| holder(s, Tie::Made)));
    }
    found
}

/// "The board backs X, its chairwoman, Y, said": the noun is Y's, who speaks, and not X's before it.
fn announced(scan: &Scan, to: usize, head: usize, up: usize) -> Option<usize> {
    let end = phrase_end(scan, to, head);
    let name = scan.name_mention_from(end + 1).filter(|&m| is_break(scan, end) && scan.is_person_name(m))?;
    let after = scan.mentions.mentions[name].tokens.end;
    let verb = if scan.form(after) == "," { after + 1 } else { after };
    let acts = verb < scan.len() && matches!(scan.token(verb).upos, Upos::Verb | Upos::Aux);
    (acts && up < head).then_some(name)
}

/// "X was elected mayor", "elected X as mayor": whom others give the office.
fn made(scan: &Scan, head: usize) -> Option<usize> {
    let verb = scan.head(head).filter(|&v| scan.token(v).upos == Upos::Verb)?;
    let tied = match scan.token(head).deprel {
        Deprel::Obl | Deprel::Advcl => scan.case_or_mark(head) == Some("as"),
        Deprel::Xcomp | Deprel::Obj => matches!(scan.case_or_mark(head), None | Some("as")),
        _ => false,
    };
    if !tied || !scan.nouns.verbs().made.contains(scan.form(verb)) {
        return None;
    }
    let passive = scan.dependents(verb, &[Deprel::NsubjPass]).next();
    let object = || scan.dependents(verb, &[Deprel::Obj, Deprel::Iobj]).find(|&o| o != head && o < head);
    passive.or_else(object)
}

/// "X served as president", "X became president": the verb's subject.
fn by_verb(scan: &Scan, head: usize) -> Option<usize> {
    let verb = scan.head(head).filter(|&v| scan.token(v).upos == Upos::Verb)?;
    let form = scan.form(verb);
    let tied = match scan.token(head).deprel {
        Deprel::Obl | Deprel::Advcl => {
            scan.case_or_mark(head) == Some("as") && scan.nouns.verbs().with_as.contains(form)
        }
        Deprel::Xcomp | Deprel::Obj => scan.case_or_mark(head).is_none() && scan.nouns.verbs().bare.contains(form),
        _ => false,
    };
    tied.then(|| subject(scan, verb)).flatten()
}

/// The subject of a verb; that of the noun it describes or of the verb it is joined to where it has none.
pub(super) fn subject(scan: &Scan, verb: usize) -> Option<usize> {
    let own = scan.dependents(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).next();
    let relative = |s: usize| scan.token(s).feats.contains("PronType=Rel") || matches!(scan.form(s), "who" | "which");
    match (own, scan.token(verb).deprel) {
        (Some(s), Deprel::AclRelcl) if relative(s) => nearest_person(scan, s).or(scan.head(verb)),
        (Some(s), _) => Some(s),
        (None, Deprel::Acl) => scan.head(verb),
        (None, Deprel::Conj | Deprel::Xcomp | Deprel::Advcl) => {
            scan.head(verb).and_then(|up| scan.dependents(up, &[Deprel::Nsubj, Deprel::NsubjPass]).next())
        }
        _ => None,
    }
}

/// "the son of X, who …": a person's name right before the pronoun is meant, whatever the parse says.
fn nearest_person(scan: &Scan, pronoun: usize) -> Option<usize> {
    let comma = pronoun.checked_sub(1).filter(|&c| scan.form(c) == ",")?;
    let name = scan.mention_to(comma.checked_sub(1)?).filter(|&m| scan.is_person_name(m))?;
    Some(scan.mentions.mentions[name].head)
}

/// Is there only the name and a comma between a name's head and the noun's phrase?
fn set_off(scan: &Scan, name: usize, head: usize) -> bool {
    let end = scan.mention(name).map_or(name + 1, |m| scan.mentions.mentions[m].tokens.end);
    is_break(scan, end) && (end + 1..head).all(|w| scan.in_same_phrase(w, head))
}

/// Where the parse ties nobody: the name right behind the noun's phrase, or set off by commas beside it.
fn beside(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<Holder> {
    let holder = |mention: usize, tie| named(scan, mention, tie);
    let end = phrase_end(scan, to, head);
    let start = phrase_start(scan, from, head);
    let known = |w: usize| scan.status(w).is_some_and(|s| s.past || s.planned);
    let definite = (start..from).any(known)
        || end > to
        || scan.is_plural(head)
        || (start..from).any(|w| scan.is(w, Deprel::Det) || scan.is(w, Deprel::NmodPoss));
    if !definite || scan.is(head, Deprel::Conj) && scan.form(start.wrapping_sub(1)) == "," {
        return Vec::new();
    }
    if is_break(scan, end) {
        let next = name_ahead(scan, end + 1).and_then(|m| holder(m, Tie::Apposition));
        let ends = |h: &Holder| {
            let after = scan.mentions.mentions[h.mention].tokens.end;
            // "In a letter to the mayor, X asked", "By jailing the mayor, X showed": the mayor is another.
            let beside =
                [scan.head(h.head), Some(h.head), None].contains(&scan.head(head)) && scan.case(head).is_none();
            closes(scan, after) || beside && acts_at(scan, h.head, after)
        };
        if let Some(h) = next.filter(ends) {
            return vec![h];
        }
    }
    if start > 1 && is_break(scan, start - 1) && closes(scan, end) {
        return scan.mention_to(start - 2).and_then(|m| holder(m, Tie::Apposition)).into_iter().collect();
    }
    Vec::new()
}

/// "the presidents of Malta and Cyprus, X and Y": names set off behind a plural.
fn in_a_row(scan: &Scan, to: usize, head: usize) -> Vec<Holder> {
    let end = phrase_end(scan, to, head);
    if !is_break(scan, end) {
        return Vec::new();
    }
    listed(scan, end + 1).into_iter().filter_map(|m| named(scan, m, Tie::Apposition)).collect()
}

/// Is the name the subject of the verb group that begins at this word ("A member of the Senate, X said …")?
fn acts_at(scan: &Scan, name: usize, at: usize) -> bool {
    let subject = matches!(scan.token(name).deprel, Deprel::Nsubj | Deprel::NsubjPass);
    let verb = scan.head(name).filter(|_| subject);
    verb.is_some_and(|v| v == at || at < scan.len() && scan.head(at) == Some(v) && scan.token(at).upos == Upos::Aux)
}

/// The person's name at this word, or behind a short description of it: "her husband, the banker X,".
fn name_ahead(scan: &Scan, at: usize) -> Option<usize> {
    for word in at..scan.len().min(at + 5) {
        if let Some(mention) = scan.name_mention_from(word) {
            return Some(mention).filter(|&m| word == at || scan.is_person_name(m));
        }
        if !matches!(scan.token(word).upos, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn) {
            return None;
        }
    }
    None
}

/// People's names in a row from this word on, parted by commas and "and".
pub(super) fn listed(scan: &Scan, from: usize) -> Vec<usize> {
    let mut people = Vec::new();
    let mut at = from;
    while let Some(person) = scan.name_mention_from(at).filter(|&m| scan.is_person_name(m)) {
        people.push(person);
        at = scan.mentions.mentions[person].tokens.end;
        let comma = scan.form(at) == ",";
        if comma {
            at += 1;
        }
        let and = matches!(scan.form(at), "and" | "or" | "&");
        if and {
            at += 1;
        }
        if !comma && !and {
            break;
        }
    }
    people
}

/// "Senators A and B", "A and B, co-chairs of": a plural noun holds for all.
fn spread(scan: &Scan, head: usize, found: Vec<Holder>) -> Vec<Holder> {
    if !scan.is_plural(head) {
        return found;
    }
    let mut all = Vec::new();
    for holder in found {
        let first = if scan.is(holder.head, Deprel::Conj) {
            scan.head(holder.head).unwrap_or(holder.head)
        } else {
            holder.head
        };
        for at in scan.conjuncts(first) {
            let person = scan.mention(at).filter(|&m| scan.is_named_person(m));
            if let Some(mention) = person
                && !all.iter().any(|h: &Holder| h.mention == mention)
            {
                all.push(Holder { mention, head: at, tie: holder.tie });
            }
        }
    }
    all
}

impl Scan<'_> {
    fn case_or_mark(&self, at: usize) -> Option<&str> {
        self.sentence
            .dependents(at)
            .find(|&d| d < at && (self.is(d, Deprel::Case) || self.is(d, Deprel::Mark)))
            .map(|d| self.form(d))
    }
}
