//! A gazetteer from a Wikidata dump: what is kept, in every compression and on any number of threads, and what happens to
//! broken lines and dumps that are cut off.

#[path = "support/wikidata.rs"]
mod support;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use support::{Item, Random, typical};
use tidings::lexicon::{EntityType, Gazetteer};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/wikidata-sample.json");

fn build(dump: &Path, output: &Path, options: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
    command.args(["gazetteer", "build", "--wikidata-dump"]).arg(dump).arg("-o").arg(output);
    command.args(options).assert()
}

fn open(path: &Path) -> Gazetteer {
    Gazetteer::from_bytes(fs::read(path).unwrap(), "test").unwrap()
}

/// A dump of several hundred entities in many blocks, with two broken lines.
fn generated() -> Vec<u8> {
    let mut random = Random::new(7);
    let mut text = b"[\n".to_vec();
    for number in 0..900 {
        let mut item = typical(number, &mut random);
        if number % 3 == 0 {
            item = Item { classes: vec![5], statements: vec![("P39", 83_307)], sitelinks: 9, ..item };
        }
        text.extend_from_slice(item.line(&mut random).as_bytes());
        text.extend_from_slice(b",\n");
        match number {
            100 => text.extend_from_slice(b"{\"type\":\"item\",\"id\":\"Q1\",\"claims\":{\"P31\":[{\"mainsn,\n"),
            // Whole on the outside, so that only the parser can tell.
            300 => text.extend_from_slice(b"{\"id\":\"Q2\",\"claims\":{\"P31\":[\"Q5\"],\"P39\":[]},\"sitelinks\":{\"a\":{\"site\":1},\"b\":{\"site\":1},\"c\":{\"site\":1}}},\n"),
            _ => {}
        }
    }
    text.truncate(text.len() - 2);
    text.extend_from_slice(b"\n]\n");
    text
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// Two streams one after the other, as parallel compressors write them.
fn bzip2(text: &[u8]) -> Vec<u8> {
    let (first, second) = text.split_at(text.len() / 3);
    let mut bytes = Vec::new();
    for part in [first, second] {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        encoder.write_all(part).unwrap();
        bytes.extend(encoder.finish().unwrap());
    }
    bytes
}

#[test]
fn a_written_sample_gives_names_types_countries_and_descriptions() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("w.bin");
    let run = build(Path::new(SAMPLE), &output, &["--languages", "en,ru"]);
    run.code(1).stderr(contains("wikidata-sample.json:6: not an entity")).stdout(contains("3 of 3 entities"));
    let gazetteer = open(&output);
    let get = |name: &str| {
        let hits = gazetteer.lookup(name);
        let [hit] = hits.as_slice() else { panic!("{name}: {hits:?}") };
        (hit.wikidata(), hit.entity_type, gazetteer.entry(hit))
    };
    for name in ["Anwar Tesfali", "Анвар Тесфали", "Tesfali", "A. Tesfali", "Тесфали"] {
        let (id, entity_type, entry) = get(name);
        assert_eq!((id.as_str(), entity_type), ("Q900001", EntityType::Person), "{name}");
        assert_eq!((entry.country.as_str(), entry.description.as_str()), ("AZ", "politician (born 1951)"), "{name}");
    }
    let (id, entity_type, entry) = get("Brask Holding");
    assert_eq!((id.as_str(), entity_type, entry.country.as_str()), ("Q900002", EntityType::Organization, "DK"));
    assert_eq!(get("BRH").0, "Q900002", "the short name");
    let (id, entity_type, entry) = get("Orrland");
    assert_eq!((id.as_str(), entity_type, entry.country.as_str()), ("Q900006", EntityType::Country, "XO"));
    for name in ["Deprecated Person", "Sans nom anglais", "a property", "Tallberg"] {
        assert_eq!(gazetteer.lookup(name), [], "{name}");
    }
}

#[test]
fn all_compressions_and_numbers_of_threads_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let text = generated();
    let mut first: Option<Vec<u8>> = None;
    for (name, bytes) in [("d.json", text.clone()), ("d.json.gz", gzip(&text)), ("d.json.bz2", bzip2(&text))] {
        let dump = folder.path().join(name);
        fs::write(&dump, bytes).unwrap();
        for threads in ["1", "2", "5"] {
            let output = folder.path().join("d.bin");
            let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
            command.env("RAYON_NUM_THREADS", threads).args(["gazetteer", "build", "--wikidata-dump"]);
            let run = command.arg(&dump).arg("-o").arg(&output).assert();
            // Both broken lines are named, and nothing else is lost.
            run.code(1).stderr(contains(":103: not an entity").and(contains(":304: not an entity")));
            let bytes = fs::read(&output).unwrap();
            assert!(open(&output).len() >= 300);
            assert_eq!(first.get_or_insert_with(|| bytes.clone()), &bytes, "{name}, {threads} threads");
        }
    }
}

#[test]
fn a_dump_that_is_cut_off_is_named_and_nothing_is_written_unless_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let text = String::from_utf8(generated()).unwrap();
    let is_whole = |line: &&str| !line.contains("\"id\":\"Q1\"") && !line.contains("\"id\":\"Q2\"");
    let text = text.lines().filter(is_whole).collect::<Vec<_>>().join("\n").into_bytes();
    for (name, bytes) in [("d.json", text.clone()), ("d.json.gz", gzip(&text)), ("d.json.bz2", bzip2(&text))] {
        let dump = folder.path().join(name);
        let output = folder.path().join("d.bin");
        fs::write(&dump, &bytes[..bytes.len() * 3 / 5]).unwrap();
        let named = || contains(format!("{name}:")).and(contains("cut off or damaged after byte"));
        build(&dump, &output, &[]).code(1).stderr(named());
        assert!(!output.exists(), "{name}");
        build(&dump, &output, &["--allow-truncated"]).success().stderr(named());
        let kept = open(&output).len();
        assert!((100..300).contains(&kept), "{name}: {kept} kept");
        fs::remove_file(&output).unwrap();
    }
}

#[test]
fn bad_input_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &[u8]| -> PathBuf {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let output = folder.path().join("o.bin");
    build(&folder.path().join("none.json"), &output, &[]).code(1).stderr(contains("none.json"));
    build(&file("empty.json", b""), &output, &[]).code(1).stderr(contains("empty.json: the file is empty"));
    build(&file("other.json", b"[\n]\n"), &output, &[]).code(1).stderr(contains("no entity is left"));
    build(&file("text.json", b"Dear all,\nhello\n"), &output, &[])
        .code(1)
        .stderr(contains("text.json:1: not an entity"));
    let rules = file("rules.toml", b"[[select]]\ntype = \"Person\"\nclasses = [\"human\"]\n");
    let options = ["--selection", rules.to_str().unwrap()];
    build(Path::new(SAMPLE), &output, &options).code(1).stderr(contains("rules.toml:3: `human` is not a Wikidata id"));
    assert!(!output.exists());
}

#[test]
fn an_own_selection_and_a_floor_of_pages() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.toml");
    fs::write(&rules, "languages = [\"fr\"]\n[[select]]\ntype = \"Group\"\nclasses = [\"Q7278\"]\n").unwrap();
    let output = folder.path().join("o.bin");
    let run = build(Path::new(SAMPLE), &output, &["--selection", rules.to_str().unwrap()]);
    run.stdout(contains("1 of 1 entities"));
    let hits = open(&output).lookup("Sans nom anglais");
    assert_eq!(hits.first().map(|h| h.entity_type), Some(EntityType::Group));
    build(Path::new(SAMPLE), &output, &["--min-sitelinks", "4"]).stdout(contains("1 of 1 entities"));
    assert_eq!(open(&output).lookup("Brask").len(), 1);
}

#[test]
fn a_dump_may_come_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("o.bin");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("tidings"));
    command.args(["gazetteer", "build", "--wikidata-dump", "-", "-o"]).arg(&output);
    command.write_stdin(gzip(&fs::read(SAMPLE).unwrap())).assert().stdout(contains("3 of 3 entities"));
}
