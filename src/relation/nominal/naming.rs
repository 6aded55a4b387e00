//! What an office, a party word or a candidacy is called where it stands as the object of a claim: "prime
//! minister" for "the country's former prime minister", "Democratic Party" for "a Democrat".

use super::offices::OfficeUse;
use super::scan::{Scan, without_status};
use crate::document::{Deprel, Document, Span, Upos};
use crate::lexicon::{EntityType, RoleNouns};
use crate::mention::{Mention, MentionKind, Mentions};
use crate::relation::Extraction;

/// How words of a title hang on its noun.
const BEFORE: [Deprel; 2] = [Deprel::Compound, Deprel::Amod];

/// The words of the office that a mention stands for, without country, possessor and "former": "foreign minister",
/// "head of the Presidential Administration". The mention's own words where it is no office.
pub fn office_name(document: &Document, mentions: &Mentions, nouns: &RoleNouns, mention: usize) -> String {
    let m = &mentions.mentions[mention];
    let scan = Scan::new(document, mentions, nouns, m.sentence);
    let Some(office) = super::offices::with_head(&scan, m.head) else {
        return m.span.of(&document.text).to_owned();
    };
    let mut words: Vec<usize> = Vec::new();
    let mut start = office.from;
    while start > 0 && is_part_of_title(&scan, start - 1, office.from..office.to, &BEFORE) {
        start -= 1;
    }
    start = first_of_two(&scan, start, office.from);
    words.extend(start..office.to);
    if office.class.portfolio
        && let Some(end) = portfolio_end(&scan, office.to, office.head)
    {
        words.extend(office.to..end);
    }
    let single = words.len() == 1 || words.last() == Some(&(office.to - 1));
    let mut name = String::new();
    for &w in &words {
        let last = (single && w + 1 == office.to || w == office.head) && scan.is_plural(w);
        let word = if last { singular(&scan, w) } else { scan.surface(w) };
        // "Ex-": the claim's modality and time say so; "anti-corruption" stays whole.
        let text = without_status(word, nouns, |status| status.past || status.planned);
        let gap = words.first() != Some(&w) && (w == 0 || scan.token(w - 1).span.end < scan.token(w).span.start);
        if gap {
            name.push(' ');
        }
        name.push_str(text);
    }
    name
}

/// The lemma; a plural tagged as a name only loses its ending.
fn singular<'s>(scan: &'s Scan, at: usize) -> &'s str {
    let lemma = scan.token(at).lemma.as_str();
    if lemma == scan.surface(at) { lemma.strip_suffix('s').unwrap_or(lemma) } else { lemma }
}

/// May the word at `at` stand in the office's name ("peace" in "peace envoy")?
fn is_part_of_title(scan: &Scan, at: usize, office: std::ops::Range<usize>, before: &[Deprel]) -> bool {
    let hangs = scan.head(at).is_some_and(|h| office.contains(&h) || h == office.start.saturating_sub(1));
    let plain =
        before.contains(&scan.token(at).deprel) && matches!(scan.token(at).upos, Upos::Noun | Upos::Adj | Upos::Propn);
    let named = scan.name_over(at).is_some() || scan.mention(at).is_some_and(|m| scan.is_name(m));
    let party = scan.nouns.party_at(&scan.words, at).is_some();
    let half = scan.form(at.wrapping_sub(1)) == "-" || scan.form(at + 1) == "-";
    // "Dawn leader": what is left of a name before a title in lower case.
    let capital = |w: usize| scan.surface(w).starts_with(char::is_uppercase);
    let stray = at > 0 && capital(at) && !capital(office.start) && scan.token(at).upos == Upos::Propn;
    hangs && plain && !named && !party && !half && !stray && scan.status(at).is_none()
}

/// Where the title's words from `start` on are the second of two joined by "and" ("Police and Crime Commissioner"),
/// the first word of the first; else `start`.
fn first_of_two(scan: &Scan, start: usize, office: usize) -> usize {
    let Some(first) = start.checked_sub(2).filter(|_| start < office && matches!(scan.form(start - 1), "and" | "&"))
    else {
        return start;
    };
    let capital = |w: usize| scan.surface(w).starts_with(char::is_uppercase);
    let title = scan.is(first, Deprel::Compound) && capital(first) && capital(office);
    let other = scan
        .mention(first)
        .is_some_and(|m| scan.is_name(m) && (scan.is_place(m) || scan.kind(m) == EntityType::Person));
    if title && !other { first } else { start }
}

/// One past "of health", "of the Presidential Administration"; `None` where a country, town or person follows.
fn portfolio_end(scan: &Scan, to: usize, head: usize) -> Option<usize> {
    let complement =
        scan.dependents(head, &[Deprel::Nmod]).find(|&d| d >= to && matches!(scan.case(d), Some("of" | "for")))?;
    // "leader X of the Lake Party": the name's, not the title's.
    if !matches!(scan.form(to), "of" | "for") {
        return None;
    }
    let mention = scan.mention(complement);
    if mention.is_some_and(|m| scan.is_place(m) || scan.kind(m) == EntityType::Person)
        || scan.token(complement).upos == Upos::Pron
    {
        return None;
    }
    // "of women and family affairs"
    let last = scan.conjuncts(complement).into_iter().max().unwrap_or(complement);
    let ends = [complement, last].map(|w| scan.mention(w).map_or(w + 1, |m| scan.mentions.mentions[m].tokens.end));
    let end = ends[0].max(ends[1]);
    (end - to <= 8).then_some(end)
}

/// The name and type that an extraction's object has as a concept of its own: a position for `holdsPosition` and
/// its like, a party for `memberOf` ("a Democrat"). `None` where the object is simply its mention's entity.
pub fn object_name(
    document: &Document,
    mentions: &Mentions,
    nouns: &RoleNouns,
    claim: &Extraction,
) -> Option<(String, EntityType)> {
    let m = mentions.mentions.get(claim.object)?;
    let scan = Scan::new(document, mentions, nouns, m.sentence);
    match claim.predicate.as_str() {
        "holdsPosition" | "electedTo" | "candidateFor" | "resignedFrom" => {
            let Some(office) = super::offices::with_head(&scan, m.head) else {
                let name = inside_name(&scan, m).or_else(|| contested(&scan, m, claim));
                return name.map(|name| (name, EntityType::Position));
            };
            let name =
                if office.class.candidate { candidacy(&scan, office.from, office.to, office.head) } else { None };
            Some((name.unwrap_or_else(|| office_name(document, mentions, nouns, claim.object)), EntityType::Position))
        }
        "chargedWith" | "convictedOf" | "accusedOf" | "acquittedOf" => {
            let words = without_subject(mentions, &scan, m, claim)?;
            Some((words.of(&document.text).to_owned(), mentions.chain_of(claim.object).entity_type))
        }
        "memberOf" => party_of(&scan, m.head).map(|name| (name, EntityType::Organization)),
        _ => None,
    }
}

/// The office that a vote is held for: "the presidential election" that somebody wins or runs in.
fn contested(scan: &Scan, vote: &Mention, claim: &Extraction) -> Option<String> {
    let is_won = matches!(claim.predicate.as_str(), "electedTo" | "candidateFor");
    let words = vote.tokens.clone().filter(|_| is_won && vote.entity_type == EntityType::Event);
    words.rev().find_map(|w| scan.nouns.office_of_adjective(scan.form(w))).map(str::to_owned)
}

/// "murder" for "murder against the banker", where the banker is who is charged.
fn without_subject(mentions: &Mentions, scan: &Scan, object: &Mention, claim: &Extraction) -> Option<Span> {
    let subject = mentions.mentions.get(claim.subject)?;
    let is_inside = subject.sentence == object.sentence
        && subject.head > object.head
        && object.tokens.contains(&subject.head)
        && object.kind == MentionKind::Nominal;
    let preposition = scan.sentence.dependents(subject.head).find(|&d| scan.is(d, Deprel::Case));
    let end = preposition.filter(|&p| is_inside && p > object.head)?;
    Some(scan.span(object.tokens.start, end))
}

/// The words that name the office that an extraction has as its object, with a body before it ("Senate Majority
/// Leader") but without country, party, holder and what is said of it ("the former Liberal"). `None` where the object
/// is no office.
pub fn office_span(document: &Document, mentions: &Mentions, nouns: &RoleNouns, claim: &Extraction) -> Option<Span> {
    if !matches!(claim.predicate.as_str(), "holdsPosition" | "electedTo" | "resignedFrom") {
        return None;
    }
    let m = mentions.mentions.get(claim.object)?;
    let scan = Scan::new(document, mentions, nouns, m.sentence);
    let inside = |o: &OfficeUse| o.from == m.tokens.start && o.to < m.tokens.end;
    let office =
        super::offices::with_head(&scan, m.head).or_else(|| super::offices::all(&scan).into_iter().find(inside))?;
    let mut start = office.from;
    while start > 0
        && (is_part_of_title(&scan, start - 1, office.from..office.to, &BEFORE) || is_body(&scan, start - 1))
    {
        start -= 1;
    }
    Some(scan.span(start, office.to))
}

/// Is the word in the name of a body, and no party, that stands before a noun?
fn is_body(scan: &Scan, at: usize) -> bool {
    let body = scan.mention(at).is_some_and(|m| scan.is_name(m) && scan.kind(m) == EntityType::Organization);
    body && scan.nouns.party_at(&scan.words, at).is_none() && !scan.is(at, Deprel::NmodPoss)
}

/// The title with which a person's name begins ("Queen" in "Queen Mathilde").
fn inside_name(scan: &Scan, name: &Mention) -> Option<String> {
    let office =
        super::offices::all(scan).into_iter().find(|o| o.from == name.tokens.start && o.to < name.tokens.end)?;
    Some(scan.span(office.from, office.to).of(&scan.document.text).to_owned())
}

/// The party that a word stands for: "a Democrat", "D" in brackets, the office in "Green MEP".
fn party_of(scan: &Scan, head: usize) -> Option<String> {
    let over = |from: usize| scan.nouns.party_at(&scan.words, from).filter(|(to, _)| *to > head);
    let own = (head.saturating_sub(2)..=head).find_map(over).map(|(_, party)| party);
    let letter = || scan.nouns.party_of_letter(scan.surface(head).trim_end_matches('.'));
    let before = || {
        let office = super::offices::with_head(scan, head)?;
        let words = office.from.saturating_sub(4)..office.from;
        words.rev().find_map(|w| scan.nouns.party_at(&scan.words, w)).map(|(_, party)| party)
    };
    own.or_else(letter).or_else(before).map(|party| party.name.clone())
}

/// The office that a candidate runs for: "presidential candidate", "nominee for governor".
pub(super) fn candidacy(scan: &Scan, from: usize, to: usize, head: usize) -> Option<String> {
    let adjective = (from.saturating_sub(3)..to).rev().find_map(|w| scan.nouns.office_of_adjective(scan.form(w)));
    if let Some(office) = adjective {
        return Some(office.to_owned());
    }
    let office = scan.dependents(head, &[Deprel::Nmod]).find(|&d| d >= to && scan.case(d) == Some("for"))?;
    let inner = super::offices::with_head(scan, office)?;
    Some((inner.from..inner.to).map(|w| scan.surface(w)).collect::<Vec<_>>().join(" "))
}
