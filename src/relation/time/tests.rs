//! Times on hand-written parses.

use super::*;
use crate::relation::parsed::{document, find};

#[track_caller]
fn check(rows: &str, word: &str, published: Option<&str>, expected: Option<&str>) {
    let document = document(rows);
    let (calendar, cues) = (Calendar::built_in().unwrap(), Cues::built_in().unwrap());
    let times = Times::build(&document, published, &calendar, &cues);
    let (s, i) = find(&document, word);
    let found = times.event_time(&document, s, i, &cues);
    assert_eq!(found.as_ref().map(|(t, _)| t.as_str()), expected);
}

/// "They met <words>", the last of the words being the modifier.
fn met(words: &[&str]) -> String {
    let mut rows = "They they PRON 2 nsubj\nmet meet VERB 0 root VerbForm=Fin".to_string();
    let top = words.len() + 2;
    for (k, word) in words.iter().enumerate() {
        let (head, relation) = match (k + 3 == top, *word) {
            (true, _) => (2, "obl"),
            (_, "on" | "in" | "since" | "after" | "from" | "to") => (top, "case"),
            _ => (top, "nmod"),
        };
        rows += &format!("\n{word} {word} NOUN {head} {relation}");
    }
    rows
}

#[test]
fn explicit_dates_keep_their_precision() {
    check(&met(&["on", "January", "4", ",", "2019"]), "met", None, Some("2019-01-04"));
    check(&met(&["on", "4", "January", "2019"]), "met", None, Some("2019-01-04"));
    check(&met(&["in", "late", "October", "2025"]), "met", None, Some("2025-10"));
    check(&met(&["in", "1995"]), "met", None, Some("1995"));
    check(&met(&["on", "2019-01-04"]), "met", None, Some("2019-01-04"));
}

#[test]
fn spans_of_time() {
    check(&met(&["since", "2014"]), "met", None, Some("2014/"));
    check(&met(&["from", "1995", "to", "2019"]), "met", None, Some("1995/2019"));
    check(&met(&["after", "2014"]), "met", None, None);
}

#[test]
fn relative_expressions_count_from_the_day_of_publication() {
    let day = Some("2019-01-04T10:00:00Z"); // a Friday
    check(&met(&["yesterday"]), "met", day, Some("2019-01-03"));
    check(&met(&["on", "Friday"]), "met", day, Some("2019-01-04"));
    check(&met(&["on", "Thursday"]), "met", day, Some("2019-01-03"));
    check(&met(&["on", "Saturday"]), "met", day, Some("2018-12-29"));
    check(&met(&["last", "year"]), "met", day, Some("2018"));
    check(&met(&["last", "month"]), "met", day, Some("2018-12"));
    check(&met(&["in", "May"]), "met", day, Some("2018-05"));
    check(&met(&["two", "days", "ago"]), "met", day, Some("2019-01-02"));
    check(&met(&["last", "week"]), "met", day, None);
    check(&met(&["on", "Friday"]), "met", None, None);
}

#[test]
fn the_future_looks_ahead() {
    let rows = "They they PRON 3 nsubj\nwill will AUX 3 aux\nmeet meet VERB 0 root\non on ADP 5 case\nSaturday Saturday PROPN 3 obl";
    check(rows, "meet", Some("2019-01-04"), Some("2019-01-05"));
}

#[test]
fn the_dateline_goes_before_the_date_of_publication() {
    let rows = format!(
        "Friday Friday PROPN 0 root\n, , PUNCT 1 punct\nMarch March PROPN 1 appos\n1 1 NUM 3 nummod\n, , PUNCT 3 punct\n2019 2019 NUM 3 nmod\n\n{}",
        met(&["yesterday"])
    );
    check(&rows, "met", Some("2019-06-10"), Some("2019-02-28"));
}

#[test]
fn a_time_belongs_to_its_own_clause() {
    let rows = "On on ADP 2 case\nFriday Friday PROPN 4 obl\nhe he PRON 4 nsubj\nsaid say VERB 0 root\nthey they PRON 6 nsubj\nmet meet VERB 4 ccomp";
    check(rows, "said", Some("2019-01-04"), Some("2019-01-04"));
    check(rows, "met", Some("2019-01-04"), None);
    let rows = "On on ADP 2 case\nFriday Friday PROPN 4 obl\nthey they PRON 4 nsubj\nmet meet VERB 0 root\nand and CCONJ 6 cc\nsigned sign VERB 4 conj";
    check(rows, "signed", Some("2019-01-04"), Some("2019-01-04"));
}
