//! From when to when an office was held, as far as the phrase says: "from 1995 to 2019", "since 2014".

use super::scan::Scan;
use crate::document::Deprel;

/// The span of years said in the noun's phrase or in a clause on its holder ("who served from 1995 to 2019").
pub(super) fn of(scan: &Scan, head: usize, holder: usize) -> Option<String> {
    let mut words = scan.sentence.subtree(head);
    for clause in scan.dependents(holder, &[Deprel::AclRelcl, Deprel::Acl]) {
        let about_office = scan.words[clause].is("serve")
            || scan.words[clause].is("hold")
            || scan.sentence.subtree(clause).contains(&head);
        if about_office {
            words.extend(scan.sentence.subtree(clause));
        }
    }
    if let Some(verb) = scan.head(head).filter(|_| matches!(scan.token(head).deprel, Deprel::Obl | Deprel::Xcomp)) {
        words.extend(scan.sentence.subtree(verb));
    }
    words.sort_unstable();
    words.dedup();
    let years: Vec<usize> = words.into_iter().filter(|&w| is_year(scan.form(w))).collect();
    let (mut start, mut end) = (None, None);
    for &year in &years {
        match before(scan, year) {
            "since" | "from" => start = start.or(Some(year)),
            "between" => start = start.or(Some(year)),
            "until" | "till" => end = end.or(Some(year)),
            "to" | "through" | "–" | "and" if start.is_some() => end = end.or(Some(year)),
            _ => {}
        }
    }
    let text = |y: Option<usize>| y.map(|y| scan.form(y).to_owned()).unwrap_or_default();
    (start.is_some() || end.is_some()).then(|| format!("{}/{}", text(start), text(end)))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1400..2100).contains(&y))
}

/// The nearest function word before a year; months and days in between are passed over.
fn before<'s>(scan: &'s Scan, year: usize) -> &'s str {
    let from = year.saturating_sub(4);
    (from..year)
        .rev()
        .map(|w| scan.form(w))
        .find(|f| matches!(*f, "since" | "from" | "between" | "until" | "till" | "to" | "through" | "–" | "and" | "in"))
        .unwrap_or("")
}
