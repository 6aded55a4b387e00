//! The program as people use it: the samples, every query, and bad input.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn tidings() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("tidings"))
}

fn ingest(store: &Path, paths: &[PathBuf]) -> assert_cmd::assert::Assert {
    tidings().arg("ingest").arg("--store").arg(store).args(paths).assert()
}

#[test]
fn samples_go_in_once_and_every_query_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("samples.nq.gz");
    ingest(&store, &[root("data/articles")]).success().stdout(contains("8 articles new"));
    let before = fs::read(&store).unwrap();
    ingest(&store, &[root("data/articles")]).success().stdout(contains("0 articles new, 0 replaced, 8 unchanged"));
    assert_eq!(before, fs::read(&store).unwrap(), "a second ingest changed the store");
    let mut queries = 0;
    for entry in fs::read_dir(root("examples/queries")).unwrap() {
        let path = entry.unwrap().path();
        let answer = tidings().args(["query", "--format", "csv", "--store"]).arg(&store).arg("-f").arg(&path).assert();
        let output = answer.success().get_output().stdout.clone();
        let rows = String::from_utf8(output).unwrap().lines().count();
        assert!(rows >= 2, "{} gives no rows", path.display());
        queries += 1;
    }
    assert!(queries >= 8);
    let answer = tidings()
        .args(["query", "--format", "csv", "--store"])
        .arg(&store)
        .arg("ASK { ?a skos:exactMatch wd:Q57371 ; td:met ?b . ?b skos:exactMatch wd:Q7035479 }")
        .assert();
    let other = tidings()
        .args(["query", "--format", "csv", "--store"])
        .arg(&store)
        .arg("ASK { ?a skos:exactMatch wd:Q7035479 ; td:met ?b . ?b skos:exactMatch wd:Q57371 }")
        .assert();
    let met =
        |a: assert_cmd::assert::Assert| String::from_utf8_lossy(&a.success().get_output().stdout).contains("true");
    assert!(met(answer) || met(other), "Aliyev and Pashinyan have not met");
}

#[test]
fn order_and_threads_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let mut articles: Vec<PathBuf> = fs::read_dir(root("data/articles")).unwrap().map(|e| e.unwrap().path()).collect();
    articles.sort();
    let dump = |name: &str, paths: &[PathBuf], threads: &str| {
        let store = folder.path().join(name);
        let mut command = tidings();
        command.env("RAYON_NUM_THREADS", threads).arg("ingest").arg("--store").arg(&store).args(paths);
        command.assert().success();
        tidings().args(["dump", "--store"]).arg(&store).assert().success().get_output().stdout.clone()
    };
    let forward = dump("a.nq.gz", &articles[..4], "1");
    let mut backward = articles[..4].to_vec();
    backward.reverse();
    assert!(!forward.is_empty());
    assert_eq!(forward, dump("b.nq.gz", &backward, "2"));
}

#[test]
fn quotes_are_the_words_at_their_offsets() {
    let output = tidings().arg("extract").arg(root("data/articles/2023-04-04-finland-nato.md")).assert().success();
    let articles = tidings::corpus::read_paths(&[root("data/articles/2023-04-04-finland-nato.md")]);
    let text: Vec<char> = articles.map(|a| a.unwrap().full_text()).next().unwrap().chars().collect();
    let mut claims = 0;
    for line in String::from_utf8_lossy(&output.get_output().stdout).lines() {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        let evidence = &claim["evidence"];
        let at = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
        let words: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(words, evidence["quote"].as_str().unwrap());
        claims += 1;
    }
    assert!(claims > 10);
}

#[test]
fn bad_input_is_named_and_the_rest_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("good.txt"), "Oslo and Riga sign deal\n\nNorway and Latvia signed an agreement in Oslo.").unwrap();
    fs::write(at("half.jsonl"), "{\"title\": \"A\", \"text\": \"Norway praised Latvia.\"}\n{\"title\": \"B\", \"te\n")
        .unwrap();
    fs::write(at("empty.json"), "{\"id\": \"e\", \"title\": \"Only a title\"}").unwrap();
    fs::write(at("binary.txt"), [0u8, 159, 146, 150, 0, 0, 1, 2].repeat(50)).unwrap();
    let paths = ["good.txt", "half.jsonl", "empty.json", "binary.txt", "missing.txt"].map(at);
    ingest(&at("store.nq.gz"), &paths)
        .failure()
        .stdout(contains("2 articles new"))
        .stderr(contains("half.jsonl:2"))
        .stderr(contains("empty.json"))
        .stderr(contains("binary.txt"))
        .stderr(contains("missing.txt"))
        .stderr(contains("panicked").not());
    let bad = "SELECT ?a WHERE {\n  ?a td:met\n}";
    tidings().args(["query", "--store"]).arg(at("store.nq.gz")).arg(bad).assert().failure().stderr(contains("3"));
    tidings()
        .args(["query", "--store"])
        .arg(at("none.nq.gz"))
        .arg("ASK {}")
        .assert()
        .failure()
        .stderr(contains("none.nq.gz"));
    tidings()
        .args(["export", "--entity", "Nobody Atall", "--store"])
        .arg(at("store.nq.gz"))
        .assert()
        .failure()
        .stderr(contains("Nobody Atall"));
}

#[test]
fn a_frame_folder_with_mistakes_is_refused_by_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("frames")).unwrap();
    let frame = "[[frame]]\nid = \"x\"\npredicate = \"met\"\nmeans = \"m\"\npatterns = [\"S meet\"]\n";
    fs::write(folder.path().join("frames/mine.toml"), frame).unwrap();
    tidings().args(["check", "--data"]).arg(folder.path()).assert().failure().stderr(contains("mine.toml:5"));
}

#[test]
fn check_lists_patterns_that_no_test_fires() {
    let folder = tempfile::tempdir().unwrap();
    let frames = folder.path().join("frames");
    fs::create_dir(&frames).unwrap();
    std::fs::write(
        frames.join("mine.toml"),
        "[[frame]]\nid = \"mine\"\npredicate = \"met\"\nmeans = \"x\"\npatterns = [\"S meet O\", \"S greet O\"]\n\
         [[frame.test]]\ntext = \"Marta Solberg met Ivo Karlsen in Tallinn.\"\ngives = [\"Marta Solberg | met | Ivo Karlsen\"]\n",
    )
    .unwrap();
    let list = tidings().args(["check", "--unfired", "--data"]).arg(folder.path()).output().unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    assert!(list.contains("mine.toml:2: mine: `S greet O` fires in no test"), "{list}");
    assert!(list.contains("1 of 2 patterns fire in no test") && !list.contains("`S meet O`"), "{list}");
}

#[test]
fn open_claims_come_only_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bridge.txt");
    fs::write(&path, "Bridge\n\nPetra Novak photographed Ivo Karlsen in Oslo.").unwrap();
    tidings().arg("extract").arg(&path).assert().success().stdout(contains("open/").not());
    tidings().args(["extract", "--open"]).arg(&path).assert().success().stdout(contains("open/photograph"));
    let store = folder.path().join("store.nq.gz");
    tidings().args(["ingest", "--open", "--store"]).arg(&store).arg(&path).assert().success();
    let ask = "ASK { ?a <https://w3id.org/tidings/ontology#open/photograph> ?b }";
    tidings().args(["query", "--format", "csv", "--store"]).arg(&store).arg(ask).assert().stdout(contains("true"));
}

#[test]
fn a_claim_in_a_store_is_explained_from_its_words_to_its_confidence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fleet.txt");
    let text = "Port talks\n\nThe Norwegian envoy Lena Holm arrived on Monday. She met Pavel Orlov in Riga.";
    fs::write(&path, text).unwrap();
    let explained = |store: &Path, name: &str| tidings().args(["explain", "--store"]).arg(store).arg(name).assert();
    let met = |store: &Path| {
        let query = "SELECT ?c WHERE { ?c td:predicate td:met }";
        let answer = tidings().args(["query", "--format", "csv", "--store"]).arg(store).arg(query).assert().success();
        let answer = String::from_utf8(answer.get_output().stdout.clone()).unwrap();
        answer.lines().nth(1).unwrap().to_owned()
    };
    let whole = folder.path().join("whole.nq.gz");
    tidings().args(["ingest", "--min-confidence", "0", "--store"]).arg(&whole).arg(&path).assert().success();
    let iri = met(&whole);
    explained(&whole, &iri)
        .success()
        .stdout(contains("Lena Holm | met | Pavel Orlov"))
        .stdout(contains("She met Pavel Orlov in Riga."))
        .stdout(contains("sentence 1: Lena Holm (name) by rule"))
        .stdout(contains("sentence 2: She (pronoun) by rule"))
        .stdout(contains("Frame meet, pattern `S meet O`"))
        .stdout(contains("nsubj"))
        .stdout(contains("confidence from base"));
    let id = iri.rsplit('/').next().unwrap();
    explained(&whole, &format!("claim:{id}")).success().stdout(contains(iri.as_str()));
    explained(&whole, &"0".repeat(32)).failure().stderr(contains("whole.nq.gz has no claim called 0000"));
    // Where the text is not kept, as in a store that another program wrote, the sentence alone is read again.
    let dump = tidings().args(["dump", "--store"]).arg(&whole).assert().success().get_output().stdout.clone();
    let lines = String::from_utf8(dump).unwrap();
    let kept = |line: &&str| !line.contains("articleBody") && !line.contains("ontology#record>");
    let without: String = lines.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    let (quads, bare) = (folder.path().join("bare.nq"), folder.path().join("bare.nq.gz"));
    fs::write(&quads, without).unwrap();
    tidings().args(["load", "--store"]).arg(&bare).arg(&quads).assert().success();
    explained(&bare, &iri)
        .success()
        .stdout(contains("does not keep the text"))
        .stdout(contains("She met Pavel Orlov in Riga."))
        .stdout(contains("sentence 1: Lena Holm").not());
}

#[test]
fn unlikely_claims_come_only_on_request() {
    let article = root("data/articles/2025-08-08-washington-summit.md");
    let count = |minimum: &str| {
        let output = tidings().args(["extract", "--min-confidence", minimum]).arg(&article).assert().success();
        let lines = String::from_utf8(output.get_output().stdout.clone()).unwrap();
        let confidence = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["confidence"].as_f64();
        let least: f64 = minimum.parse().unwrap();
        assert!(lines.lines().all(|line| confidence(line).unwrap() >= least - 0.001));
        lines.lines().count()
    };
    assert!(count("0") > count("0.8") && count("0.8") > count("1"));
    assert_eq!(count("1"), 0);
    tidings().args(["extract", "--min-confidence", "2"]).arg(&article).assert().failure().stderr(contains("0 to 1"));
}

#[test]
fn own_gazetteers_link_what_the_built_in_one_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let own = root("examples/gazetteer.csv");
    let text = folder.path().join("note.txt");
    fs::write(&text, "Envoys in Oslo spoke on Monday about the Nobel Peace Prize.\n").unwrap();
    let links = |files: &[&Path]| {
        let mut command = tidings();
        command.arg("mentions").arg(&text);
        for file in files {
            command.arg("--gazetteer").arg(file);
        }
        let output = command.assert().success().get_output().stdout.clone();
        String::from_utf8(output).unwrap().contains("Q35637")
    };
    assert!(!links(&[]));
    assert!(links(&[&own]));
    // A file built from the table does the same, and may stand beside another.
    let built = folder.path().join("own.bin");
    tidings().args(["gazetteer", "build", "--from"]).arg(&own).arg("-o").arg(&built).assert().success();
    assert!(links(&[&built]));
    let other = folder.path().join("other.csv");
    fs::write(&other, "name,type,wikidata,country,aliases\nMira Quandle,person,Q990000001,NZ,\n").unwrap();
    assert!(links(&[&own, &other]) && links(&[&other, &own]));
    fs::write(&other, "name,type,wikidata,country,aliases\nMira Quandle,person,990000001,NZ,\n").unwrap();
    for command in ["extract", "mentions", "ingest", "explain"] {
        let store = folder.path().join("s.nq.gz");
        let mut run = tidings();
        run.arg(command).arg("--gazetteer").arg(&other).arg(&text);
        if command == "ingest" {
            run.arg("--store").arg(&store);
        }
        run.assert().failure().stderr(contains("other.csv:2: `990000001` is not a Wikidata id"));
    }
}
