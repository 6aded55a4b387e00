//! Entities that may be one. Candidates share a block (a like surname, a like first name with the initial of the
//! surname, the same letters in another order), so that not every pair needs to be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{EntityView, Overview, Proposal};
use crate::lexicon::{fold, is_qid, skeleton};
use crate::resolve::decisions::{Act, Kind};
use crate::resolve::similarity;

/// Blocks with more members than this say little, and their pairs share other blocks where they are alike.
const LARGEST_BLOCK: usize = 60;
/// Names of people must be at least this alike.
const ALIKE: f32 = 0.75;
/// Other names too, letter by letter.
const ALIKE_LETTERS: f64 = 0.88;
/// Words of other names as long as this may differ, but must be at least this alike.
const LONG_WORD: usize = 5;
const ALIKE_WORDS: f64 = 0.75;
/// Shortest other name, in letters, that may differ in letters.
const SHORTEST: usize = 8;
/// Surnames as long as this may differ in transliteration.
const LONG_SURNAME: usize = 6;
/// A bare surname and a bearer: what that says by itself, what each shared neighbour and being the only bearer add.
const SURNAME: f32 = 0.35;
const SHARED: f32 = 0.12;
const ONLY_BEARER: f32 = 0.1;

/// An entity with what it is compared by.
struct Named<'a> {
    key: &'a str,
    view: &'a EntityView,
    names: Vec<String>,
    is_surname: bool,
}

/// Proposals to merge.
pub(super) fn proposals(overview: &Overview) -> Vec<Proposal> {
    let named: Vec<Named<'_>> = overview.entities.iter().filter_map(|(key, view)| Named::of(key, view)).collect();
    let mut blocks: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (index, entity) in named.iter().enumerate() {
        for block in entity.blocks() {
            blocks.entry(block).or_default().insert(index);
        }
    }
    let pairs = pairs(&blocks).into_iter().filter_map(|(a, b)| Some((named.get(a)?, named.get(b)?)));
    pairs.filter_map(|(a, b)| compare(a, b, &blocks)).collect()
}

/// The pairs that share a block.
fn pairs(blocks: &BTreeMap<String, BTreeSet<usize>>) -> BTreeSet<(usize, usize)> {
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for members in blocks.values().filter(|members| members.len() <= LARGEST_BLOCK) {
        for &a in members {
            pairs.extend(members.range(a + 1..).map(|&b| (a, b)));
        }
    }
    pairs
}

impl<'a> Named<'a> {
    /// Nothing for what is described and not named.
    fn of(key: &'a str, view: &'a EntityView) -> Option<Named<'a>> {
        let is_person = view.entity_type == "Person";
        let is_own = has_article(key);
        let mut names: Vec<String> =
            [&view.name].into_iter().chain(view.links.iter().map(|l| &l.name)).map(|n| fold(n)).collect();
        names.sort();
        names.dedup();
        names.retain(|name| !name.is_empty());
        let is_surname = is_person && names.iter().all(|name| !name.contains(' '));
        let comparable = !matches!(view.entity_type.as_str(), "Concept" | "Position" | "");
        (comparable && !names.is_empty() && (!is_own || is_surname)).then_some(Named { key, view, names, is_surname })
    }

    fn is_person(&self) -> bool {
        self.view.entity_type == "Person"
    }

    fn blocks(&self) -> BTreeSet<String> {
        let mut blocks = BTreeSet::new();
        for name in &self.names {
            let mut words: Vec<&str> = name.split(' ').collect();
            blocks.insert(format!("= {name}"));
            if self.is_person() {
                let (first, last) = (words.first().copied().unwrap_or(""), words.last().copied().unwrap_or(""));
                blocks.insert(surname_block(last));
                if words.len() > 1 {
                    blocks.insert(format!("given {} {:?}", skeleton(first), last.chars().next()));
                    words.sort_unstable();
                    blocks.insert(format!("letters {}", skeleton(&words.concat())));
                }
            } else {
                let letters: Vec<char> = skeleton(&words.concat()).chars().collect();
                if letters.len() >= SHORTEST {
                    blocks.insert(format!("start {}", letters.iter().take(5).collect::<String>()));
                    blocks.insert(format!("end {}", letters.iter().rev().take(5).collect::<String>()));
                }
            }
        }
        blocks
    }
}

fn surname_block(surname: &str) -> String {
    format!("surname {}", skeleton(surname))
}

/// Is the key that of one article's own thing (`…-1a2b3c4d`)?
fn has_article(key: &str) -> bool {
    let is_hash = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    !is_qid(key) && key.rsplit('-').take(2).any(is_hash)
}

fn compare(a: &Named<'_>, b: &Named<'_>, blocks: &BTreeMap<String, BTreeSet<usize>>) -> Option<Proposal> {
    if is_qid(a.key) && is_qid(b.key) {
        return None;
    }
    let shared = a.view.neighbours.intersection(&b.view.neighbours).count();
    let (score, mut reasons) = match (a.is_surname, b.is_surname) {
        _ if a.is_person() != b.is_person() => other_type(a, b)?,
        (false, false) if a.is_person() => people(a, b)?,
        (true, true) => (0.0, Vec::new()),
        (false, true) | (true, false) => surname(a, b, shared, blocks)?,
        (false, false) => letters(a, b)?,
    };
    if shared > 0 {
        reasons.push(format!("{shared} shared neighbours"));
    }
    // What is known best stays: a Wikidata item, then a full name, then what more claims speak of.
    let rank = |n: &Named<'_>| (is_qid(n.key), !n.is_surname, n.view.claim_count());
    let (kept, gone) = if rank(a) >= rank(b) { (a, b) } else { (b, a) };
    let mut act = Act::new(Kind::Merge, kept.key, gone.key);
    act.label.clone_from(&kept.view.name);
    (score > 0.0).then(|| Proposal {
        act,
        entity_name: kept.view.name.clone(),
        target_name: gone.view.name.clone(),
        score,
        claims: gone.view.claim_count(),
        reasons,
    })
}

fn people(a: &Named<'_>, b: &Named<'_>) -> Option<(f32, Vec<String>)> {
    let full = |n: &Named<'_>| n.names.iter().filter(|name| name.contains(' ')).cloned().collect::<Vec<_>>();
    let (left, right) = (full(a), full(b));
    let pairs = left.iter().flat_map(|x| right.iter().map(move |y| similarity(x, y)));
    let best = pairs.max_by(|x, y| x.score.total_cmp(&y.score))?;
    (best.score >= ALIKE).then_some((best.score, best.reasons))
}

/// A surname that stands alone in an article, and a full name that ends in it.
fn surname(
    a: &Named<'_>,
    b: &Named<'_>,
    shared: usize,
    blocks: &BTreeMap<String, BTreeSet<usize>>,
) -> Option<(f32, Vec<String>)> {
    let (short, long) = if a.is_surname { (a, b) } else { (b, a) };
    let name = short.names.first()?;
    let alike = |last: &str| last == name || last.len() >= LONG_SURNAME && skeleton(last) == skeleton(name);
    if !long.names.iter().any(|n| n.rsplit(' ').next().is_some_and(alike)) {
        return None;
    }
    let bearers = blocks.get(&surname_block(name)).map_or(0, BTreeSet::len);
    let mut reasons = vec!["the surname alone, and a bearer of it".to_owned()];
    let mut score = SURNAME + SHARED * shared.min(4) as f32;
    if bearers == 2 {
        reasons.push("the only bearer in the store".to_owned());
        score += ONLY_BEARER;
    }
    (shared > 0 || bearers == 2).then_some((score, reasons))
}

/// The same name, once as a person and once as something else.
fn other_type(a: &Named<'_>, b: &Named<'_>) -> Option<(f32, Vec<String>)> {
    let same = a.names.iter().find(|name| b.names.contains(name))?;
    let full = same.contains(' ');
    Some((if full { 0.7 } else { 0.4 }, vec![kinds(a, b)]))
}

/// Does every word have its like in the other name? "UK" is not "US", however alike the rest.
fn words_agree(a: &str, b: &str) -> bool {
    let alike = |x: &str, y: &str| {
        x == y || x.len().min(y.len()) >= LONG_WORD && strsim::normalized_damerau_levenshtein(x, y) >= ALIKE_WORDS
    };
    a.split(' ').count() == b.split(' ').count() && a.split(' ').zip(b.split(' ')).all(|(x, y)| alike(x, y))
}

/// The same name, and as what.
fn kinds(a: &Named<'_>, b: &Named<'_>) -> String {
    let (one, other) = (&a.view.entity_type, &b.view.entity_type);
    if one == other { "the same name".to_owned() } else { format!("the same name, as {one} and as {other}") }
}

/// Names of bodies and places, letter by letter; numbers must be the same.
fn letters(a: &Named<'_>, b: &Named<'_>) -> Option<(f32, Vec<String>)> {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut best: Option<(f64, String)> = None;
    for x in &a.names {
        for y in &b.names {
            let (left, right) = (skeleton(&x.replace(' ', "")), skeleton(&y.replace(' ', "")));
            let found = if x == y {
                (0.9, kinds(a, b))
            } else if digits(x) != digits(y)
                || left.chars().count().min(right.chars().count()) < SHORTEST
                || left != right && !words_agree(x, y)
            {
                continue;
            } else if left == right {
                (0.9, "names agree but for spelling".to_owned())
            } else {
                let alike = strsim::normalized_damerau_levenshtein(&left, &right);
                (alike * 0.85, format!("names agree in {:.0} % of their letters", alike * 100.0))
            };
            if best.as_ref().is_none_or(|(score, _)| found.0 > *score) {
                best = Some(found);
            }
        }
    }
    let (score, reason) = best?;
    (score >= ALIKE_LETTERS * 0.85).then_some((score as f32, vec![reason]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_every_pair_is_compared() {
        // 8,640 people: 60 given names with 144 surnames.
        let letters: Vec<char> = "bdfgklmnprsz".chars().collect();
        let people: BTreeMap<String, EntityView> = (0..60 * 144)
            .map(|n| {
                let (given, surname) = (n % 60, n / 60);
                let (a, b) = (letters[surname % 12], letters[surname / 12]);
                let (c, d) = (letters[given % 12], letters[given / 12]);
                let name = format!("A{c}a{d}il Ta{a}o{b}in");
                (format!("person-{n}"), EntityView { name, entity_type: "Person".into(), ..EntityView::default() })
            })
            .collect();
        let named: Vec<Named<'_>> = people.iter().filter_map(|(key, view)| Named::of(key, view)).collect();
        let mut blocks: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, entity) in named.iter().enumerate() {
            for block in entity.blocks() {
                blocks.entry(block).or_default().insert(index);
            }
        }
        let count = pairs(&blocks).len();
        assert_eq!(named.len(), 8_640);
        assert!(count > 0 && count < named.len() * LARGEST_BLOCK, "{count} of 37 million");
    }
}
