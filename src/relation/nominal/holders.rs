//! Who holds an office or bears a noun: from the noun's place in the parse to the mentions of people.

use super::scan::Scan;
use crate::document::{Deprel, Upos};

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
}

/// Holders of the noun in words `from..to` with head word `head`.
pub(super) fn of(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<Holder> {
    let mut found = direct(scan, to, head);
    if found.is_empty() && scan.is(head, Deprel::Conj) {
        // "president and chief executive of X": the first conjunct knows the holder.
        if let Some(first) = scan.head(head).filter(|&f| scan.is_nominal(f)) {
            found = direct(scan, first + 1, first)
                .into_iter()
                .filter(|h| h.tie != Tie::Title || h.head > head || h.head < first)
                .collect();
        }
    }
    if found.is_empty() {
        found = beside(scan, from, to, head);
    }
    spread(scan, head, found)
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
        if scan.is(head, Deprel::Appos) {
            found.extend(holder(up, Tie::Apposition));
        }
    }
    for below in scan.dependents(head, &[Deprel::Appos, Deprel::Flat, Deprel::NmodDesc]) {
        if below >= to {
            let tie = if scan.is(below, Deprel::Appos) { Tie::Apposition } else { Tie::Title };
            found.extend(holder(below, tie).filter(|h| scan.is_name(h.mention)));
        }
    }
    if scan.sentence.dependent(head, Deprel::Cop).is_some() {
        found.extend(scan.dependents(head, &[Deprel::Nsubj]).filter_map(|s| holder(s, Tie::Copula)));
    }
    found.extend(by_verb(scan, head).and_then(|s| holder(s, Tie::As)));
    found
}

/// "X served as president", "X became president": the verb's subject.
fn by_verb(scan: &Scan, head: usize) -> Option<usize> {
    let verb = scan.head(head).filter(|&v| scan.token(v).upos == Upos::Verb)?;
    let lemma = &scan.words[verb].lemma;
    let tied = match scan.token(head).deprel {
        Deprel::Obl | Deprel::Advcl => {
            scan.case_or_mark(head) == Some("as") && scan.nouns.verbs().with_as.contains(lemma)
        }
        Deprel::Xcomp | Deprel::Obj => scan.case_or_mark(head).is_none() && scan.nouns.verbs().bare.contains(lemma),
        _ => false,
    };
    tied.then(|| subject(scan, verb)).flatten()
}

/// The subject of a verb; that of the noun it describes or of the verb it is joined to where it has none.
pub(super) fn subject(scan: &Scan, verb: usize) -> Option<usize> {
    let own = scan.dependents(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).next();
    let relative = |s: usize| scan.token(s).feats.contains("PronType=Rel") || matches!(scan.form(s), "who" | "which");
    match (own, scan.token(verb).deprel) {
        (Some(s), Deprel::AclRelcl) if relative(s) => scan.head(verb),
        (Some(s), _) => Some(s),
        (None, Deprel::Acl) => scan.head(verb),
        (None, Deprel::Conj | Deprel::Xcomp | Deprel::Advcl) => {
            scan.head(verb).and_then(|up| scan.dependents(up, &[Deprel::Nsubj, Deprel::NsubjPass]).next())
        }
        _ => None,
    }
}

/// Where the parse ties nobody: the name right behind the noun's phrase, or set off by commas beside it.
fn beside(scan: &Scan, from: usize, to: usize, head: usize) -> Vec<Holder> {
    let holder = |mention: usize, tie| {
        let known = scan.is_person_name(mention);
        known.then(|| Holder { mention, head: scan.mentions.mentions[mention].head, tie })
    };
    let end = phrase_end(scan, to, head);
    if let Some(h) = scan.name_mention_from(end).and_then(|m| holder(m, Tie::Title)) {
        return vec![h];
    }
    let has_own_body = end > to;
    if scan.form(end) == "," && (has_own_body || scan.is(head, Deprel::Appos)) {
        let next = scan.name_mention_from(end + 1).and_then(|m| holder(m, Tie::Apposition));
        if let Some(h) = next.filter(|h| scan.form(scan.mentions.mentions[h.mention].tokens.end) == ",") {
            return vec![h];
        }
    }
    let mut start = from;
    while start > 0 && scan.in_same_phrase(start - 1, head) {
        start -= 1;
    }
    if start > 1 && scan.form(start - 1) == "," && has_own_body && scan.token(head).deprel != Deprel::Conj {
        return scan.mention_to(start - 2).and_then(|m| holder(m, Tie::Apposition)).into_iter().collect();
    }
    Vec::new()
}

/// One past the noun with its "of" and "for" complements.
fn phrase_end(scan: &Scan, to: usize, head: usize) -> usize {
    let complement = scan
        .dependents(head, &[Deprel::Nmod])
        .filter(|&d| d >= to && matches!(scan.case(d), Some("of" | "for" | "at" | "in")))
        .last();
    let Some(complement) = complement else { return to };
    match scan.mention(complement) {
        Some(m) => scan.mentions.mentions[m].tokens.end.max(to),
        None => complement + 1,
    }
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

    /// Does this word belong to the noun phrase of `head`, before it?
    fn in_same_phrase(&self, at: usize, head: usize) -> bool {
        let mut up = at;
        for _ in 0..6 {
            if up == head {
                return true;
            }
            let deprel = self.token(up).deprel;
            let inside = matches!(
                deprel,
                Deprel::Det
                    | Deprel::Amod
                    | Deprel::Compound
                    | Deprel::NmodPoss
                    | Deprel::Case
                    | Deprel::Flat
                    | Deprel::Nummod
                    | Deprel::NmodDesc
                    | Deprel::Advmod
            ) || (deprel == Deprel::Punct && self.form(up) == "-");
            match self.head(up) {
                Some(next) if inside => up = next,
                _ => return false,
            }
        }
        false
    }
}
