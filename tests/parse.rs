//! `tidings parse` from the outside: formats, words that are kept, inputs that cannot be read.

use assert_cmd::Command;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

fn tidings() -> Command {
    Command::cargo_bin("tidings").expect("the program is built")
}

#[test]
fn raw_text_to_conllu_and_back_with_its_words_kept() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = folder.path().join("note.txt");
    std::fs::write(&text, "Envoys didn't travel to Zürich.\n\nThey stayed.").expect("written");
    let output = tidings().arg("parse").arg(&text).output().expect("runs");
    assert!(output.status.success());
    let conllu = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(conllu.starts_with("# newdoc id = note\n# sent_id = note-1\n# text = Envoys didn't travel to Zürich.\n"));
    assert!(conllu.contains("2-3\tdidn't\t") && conllu.contains("\n# newpar\n"));
    assert!(conllu.contains("start_char=30|end_char=31") && conllu.contains("start_char=33|end_char=37"));
    let parsed = folder.path().join("note.conllu");
    std::fs::write(&parsed, &conllu).expect("written");
    let again = tidings().args(["parse", "--pretokenized"]).arg(&parsed).output().expect("runs");
    assert_eq!(String::from_utf8(again.stdout).expect("UTF-8"), conllu);
}

#[test]
fn json_and_table() {
    let json = tidings().args(["parse", "--format", "json", "-"]).write_stdin("It rained.").output().expect("runs");
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).expect("one JSON object");
    assert_eq!(value["sentences"][0]["tokens"][1]["lemma"], "rain");
    assert_eq!(value["sentences"][0]["tokens"][1]["head"], 0);
    let table = tidings().args(["parse", "--format", "table", "-"]).write_stdin("It rained.").assert();
    table.success().stdout(contains("rained"));
}

#[test]
fn inputs_that_cannot_be_read_are_named_and_the_others_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (good, bad) = (folder.path().join("good.txt"), folder.path().join("bad.txt"));
    std::fs::write(&good, "It rained.").expect("written");
    std::fs::write(&bad, b"\xff\xfe\x00x").expect("written");
    let missing = folder.path().join("missing.txt");
    let run = tidings().arg("parse").args([&missing, &bad, &good]).assert();
    run.failure().stdout(contains("rained")).stderr(contains("missing.txt").and(contains("bad.txt")));
}
