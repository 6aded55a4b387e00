//! An analyst's session, from the first ingest to the undo, and what is said where a decision cannot be.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

/// Articles of our own: one man under two spellings, another whom the gazetteer does not know, a namesake.
const ARTICLES: [(&str, &str); 4] = [
    ("one", "Talks in Oslo\n\nEmil Karimzade met Tove Lindqvist in Oslo on Monday. Karimzade praised Norway."),
    ("two", "Visit to Riga\n\nEmil Kerimzade visited Latvia. Emil Kerimzade met Tove Lindqvist in Riga."),
    ("three", "A reply\n\nTove Lindqvist criticised Emil Karimzade. Lindqvist praised Latvia."),
    ("four", "Elsewhere\n\nJonas Verhoeven met Tove Lindqvist in Ghent. Belgium praised Verhoeven."),
];

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in ARTICLES {
            fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
        }
        Desk { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `tidings COMMAND --store STORE …`.
    fn run(&self, store: &str, words: &[&str], rest: &[&str]) -> assert_cmd::assert::Assert {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
        command.env("TIDINGS_AUTHOR", "anna").current_dir(self.folder.path());
        command.args(words).arg("--store").arg(store).args(rest).assert()
    }

    fn ingest(&self, store: &str, names: &[&str], threads: &str) {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
        command.env("RAYON_NUM_THREADS", threads).current_dir(self.folder.path());
        let files = names.iter().map(|name| format!("{name}.txt"));
        command.args(["ingest", "--store", store]).args(files).assert().success();
    }

    fn output(&self, store: &str, words: &[&str], rest: &[&str]) -> String {
        String::from_utf8(self.run(store, words, rest).success().get_output().stdout.clone()).unwrap()
    }

    fn export(&self, store: &str) -> String {
        self.output(store, &["export"], &[])
    }

    fn dump(&self, store: &str) -> String {
        self.output(store, &["dump"], &[])
    }
}

const ALL: [&str; 4] = ["one", "two", "three", "four"];

#[test]
fn a_session_that_is_undone_leaves_the_graph_as_it_was() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    desk.ingest(store, &ALL, "2");
    let (first, file) = (desk.export(store), fs::read(desk.path(store)).unwrap());

    let review = desk.output(store, &["review"], &["--format", "csv"]);
    assert!(review.contains("merge,person-emil-karimzade,person-emil-kerimzade,"), "{review}");
    desk.run(store, &["decide", "merge", "Emil Karimzade", "Emil Kerimzade"], &["--dry-run"])
        .success()
        .stdout(contains("merged"));
    assert_eq!(fs::read(desk.path(store)).unwrap(), file, "a dry run changes nothing");
    assert!(!desk.path("graph.decisions.csv").exists());

    let link = ["decide", "link", "Emil Karimzade", "Q999999901"];
    desk.run(store, &link, &[]).failure().stderr(contains("--label"));
    desk.run(store, &link, &["--label", "Emil Karimzade", "--reason", "his page"]).success().stdout(contains("linked"));
    desk.run(store, &["decide", "merge", "Q999999901", "Emil Kerimzade"], &[]).success();
    desk.run(store, &["decide", "rename", "Tove Lindqvist", "Tove M. Lindqvist"], &[]).success();
    let decided = desk.export(store);
    assert!(decided.contains("Tove M. Lindqvist") && !decided.contains("person-emil-kerimzade"), "{decided}");
    let ask = "SELECT ?n ?who ?why { entity:Q999999901 td:decision ?d . ?d td:number ?n ; td:author ?who OPTIONAL { ?d td:reason ?why } } ORDER BY ?n";
    let grounds = desk.output(store, &["query", "--format", "csv"], &[ask]);
    assert_eq!(grounds.replace('\r', ""), "n,who,why\n1,anna,his page\n2,anna,\n");
    let review = desk.output(store, &["review"], &["--format", "csv"]);
    assert!(!review.contains("kerimzade"), "what is decided is not proposed: {review}");
    desk.run(store, &["decide", "log"], &[]).success().stdout(contains("Emil Karimzade").and(contains("yes")));

    // Another store reads the same articles under the same log, in other orders, on other numbers of threads.
    for (name, order, threads) in
        [("b", ["four", "three", "two", "one"], "1"), ("c", ["three", "one", "four", "two"], "2"), ("d", ALL, "1")]
    {
        fs::copy(desk.path("graph.decisions.csv"), desk.path(&format!("{name}.decisions.csv"))).unwrap();
        let other = format!("{name}.nq.gz");
        desk.ingest(&other, &order, threads);
        assert!(desk.dump(&other) == desk.dump(store), "{name}");
    }

    // A log that comes to a store which is there already: readers are told, the next ingest applies it.
    desk.ingest("e.nq.gz", &ALL, "2");
    fs::copy(desk.path("graph.decisions.csv"), desk.path("e.decisions.csv")).unwrap();
    desk.run("e.nq.gz", &["stats"], &[]).success().stderr(contains("not all decisions of e.decisions.csv are applied"));
    desk.ingest("e.nq.gz", &["one"], "1");
    assert!(desk.dump("e.nq.gz") == desk.dump(store));

    for number in ["3", "2", "1"] {
        desk.run(store, &["decide", "undo", number], &[]).success();
    }
    desk.ingest(store, &ALL, "1");
    assert!(desk.export(store) == first, "the last export is the first, byte for byte");
    let log = fs::read_to_string(desk.path("graph.decisions.csv")).unwrap();
    assert_eq!(log.lines().count(), 7, "the log keeps everything");
}

#[test]
fn a_review_list_comes_back_from_a_spreadsheet() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    desk.ingest(store, &ALL, "2");
    let review = desk.output(store, &["review"], &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(review.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(&header[0], "decision");
    // As a European Excel saves it: a byte order mark, semicolons, CRLF, a column more.
    let mut edited =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(vec![0xef, 0xbb, 0xbf]);
    edited.write_record(header.iter().chain(["my notes"])).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let is_merge = &row[1] == "merge" && row[3].contains("kerimzade");
        let word = if is_merge { "yes" } else { "" };
        edited.write_record([word].into_iter().chain(row.iter().skip(1)).chain(["\"so\"; I think"])).unwrap();
    }
    fs::write(desk.path("edited.csv"), edited.into_inner().unwrap()).unwrap();
    desk.run(store, &["decide", "--from", "edited.csv"], &[]).success().stdout(contains("1 decision recorded"));
    let log = fs::read_to_string(desk.path("graph.decisions.csv")).unwrap();
    assert!(log.contains(",anna,merge,person-emil-karimzade,person-emil-kerimzade,,,Emil Karimzade,"), "{log}");
    assert!(!desk.export(store).contains("person-emil-kerimzade"));
    desk.run(store, &["decide", "--from", "edited.csv"], &[]).success().stdout(contains("nothing to record"));
    assert_eq!(fs::read_to_string(desk.path("graph.decisions.csv")).unwrap(), log, "twice is once");
}

#[test]
fn what_cannot_be_decided_is_told_and_changes_nothing() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    desk.ingest(store, &ALL, "2");
    desk.run(store, &["decide", "different", "Emil Karimzade", "Emil Kerimzade"], &[]).success();
    let log = fs::read(desk.path("graph.decisions.csv")).unwrap();
    let file = fs::read(desk.path(store)).unwrap();
    let karimzade = "person-emil-karimzade";
    for (words, message) in [
        (&["decide", "link", karimzade, "Q12x"][..], "`Q12x` is no Wikidata id"),
        (&["decide", "link", karimzade, "Q999999999"], "stands in no gazetteer"),
        (&["decide", "merge", karimzade, "Emil Karimzade"], "with itself"),
        (&["decide", "merge", karimzade, "Emil Kerimzade"], "contradicts decision 1"),
        (&["decide", "split", karimzade, "--article", "one", "--mention", "0..5"], "split names no mention"),
        (&["decide", "split", karimzade, "--article", "nowhere"], "the store has no article `nowhere`"),
        (&["decide", "unlink", karimzade], "is not linked"),
        (&["decide", "rename", "Emil Karimov", "X"], "the store has no entity `Emil Karimov`; it has"),
        (&["decide", "undo", "7"], "there is no decision 7"),
    ] {
        desk.run(store, words, &[]).failure().stderr(contains(message).and(contains("panicked").not()));
    }
    let table = "kind,entity,target\nmerge,Tove Lindqvist,Jonas Verhoeven\nlink,Tove Lindqvist,Q0\nmerge,Nobody,Q7\n";
    fs::write(desk.path("t.csv"), table).unwrap();
    desk.run(store, &["decide", "--from", "t.csv"], &[])
        .failure()
        .stderr(contains("t.csv:3: `Q0`").and(contains("t.csv:4: the store has no entity `Nobody`")));
    assert_eq!(fs::read(desk.path("graph.decisions.csv")).unwrap(), log);
    assert_eq!(fs::read(desk.path(store)).unwrap(), file, "the store is as it was");

    let mut text = String::from_utf8(log).unwrap();
    for n in 2..=15 {
        text.push_str(&format!("{n},2026-01-01T00:00:00Z,ben,rename,person-p{n},P,,,,\n"));
    }
    text.push_str("16,2026-01-01T00:00:00Z,ben,link,person-x,Putin,,,,\n");
    fs::write(desk.path("graph.decisions.csv"), text).unwrap();
    for words in [&["resolve"][..], &["review"], &["decide", "undo", "1"]] {
        desk.run(store, words, &[]).failure().stderr(contains("graph.decisions.csv:17: `Putin` is no Wikidata id"));
    }
    desk.run(store, &["ingest"], &["one.txt"]).failure().stderr(contains("graph.decisions.csv:17"));
    assert_eq!(fs::read(desk.path(store)).unwrap(), file, "the store is as it was");
}

#[test]
fn a_store_is_resolved_anew_by_a_gazetteer_of_ones_own() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    desk.ingest(store, &ALL, "2");
    let before = desk.dump(store);
    let people = "name,type,wikidata,country,aliases\nTove Lindqvist,person,Q999999902,NO,\n";
    fs::write(desk.path("people.csv"), people).unwrap();
    let show = desk.output(store, &["resolve", "--dry-run", "--gazetteer", "people.csv"], &[]);
    assert!(show.contains("linked") && show.contains("Tove Lindqvist (person-tove-lindqvist) -> Q999999902"), "{show}");
    assert!(desk.dump(store) == before);
    desk.output(store, &["resolve", "--gazetteer", "people.csv"], &[]);
    let after = desk.dump(store);
    // The same as if the gazetteer had been there from the start.
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
    command.current_dir(desk.folder.path()).args(["ingest", "--store", "new.nq.gz", "--gazetteer", "people.csv"]);
    command.args(ALL.map(|name| format!("{name}.txt"))).assert().success();
    assert!(desk.dump("new.nq.gz") == after);
    desk.run(store, &["resolve"], &[]).success().stderr(contains("names were linked by people.csv too"));
    assert!(desk.dump(store) == before, "and back again");
}

#[test]
fn a_store_resolved_anew_by_nothing_new_keeps_every_label() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    let text = "A dispute\n\nTove Lindqvist met reporters. Her lawyer criticised Emil Karimzade.";
    fs::write(desk.path("five.txt"), text).unwrap();
    desk.run(store, &["ingest"], &["five.txt"]).success();
    let before = desk.dump(store);
    assert!(before.contains("Tove Lindqvist's lawyer"), "{before}");
    desk.run(store, &["resolve"], &[]).success();
    assert!(desk.dump(store) == before);
}

#[test]
fn one_mention_of_a_chain_is_somebody_else() {
    let desk = Desk::new();
    let store = "graph.nq.gz";
    desk.ingest(store, &["one"], "2");
    let text = ARTICLES[0].1;
    let start = text[..text.rfind("Karimzade").unwrap()].chars().count();
    let mention = format!("{start}..{}", start + "Karimzade".len());
    let split = ["decide", "split", "Emil Karimzade", "--article", "one", "--mention", &mention];
    desk.run(store, &split, &[]).success().stdout(contains("split"));
    let ask = "SELECT ?who { ?c td:predicate td:praised ; td:subject ?who }";
    let praised = desk.output(store, &["query", "--format", "csv"], &[ask]);
    assert!(praised.contains(&format!("-{start}")), "{praised}");
    let met = desk.output(
        store,
        &["query", "--format", "csv"],
        &["ASK { ?c td:predicate td:met ; td:subject entity:person-emil-karimzade }"],
    );
    assert!(met.contains("true"), "{met}");
}

#[test]
fn an_update_is_no_query() {
    let desk = Desk::new();
    desk.ingest("graph.nq.gz", &["one"], "1");
    let insert = "INSERT DATA { <urn:a> <urn:b> <urn:c> }";
    desk.run("graph.nq.gz", &["query"], &[insert]).failure().stderr(contains("this is an update"));
}

#[test]
fn logs_lie_beside_stores() {
    let log = tidings::resolve::decisions::Log::beside(Path::new("a/graph.nq.gz"));
    assert_eq!(log, Path::new("a/graph.decisions.csv"));
}
