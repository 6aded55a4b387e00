//! The readers together, on real files.

use std::io::Write;
use std::path::Path;

use proptest::prelude::*;

use super::*;

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn read(path: impl AsRef<Path>) -> Vec<Result<Article>> {
    read_paths(&[path.as_ref().to_path_buf()]).collect()
}

fn ids(articles: &[Result<Article>]) -> Vec<&str> {
    articles.iter().map(|article| article.as_ref().map_or("error", |article| article.id.as_str())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn folders_are_read_in_order_and_ids_come_from_names() {
    let folder = folder(&[
        ("b.txt", b"Second\n\nThe tide turns."),
        ("a.md", b"# First\n\nThe tide rises."),
        ("c/d.jsonl.gz", &gzip(b"{\"text\":\"One.\"}\n{\"text\":\"Two.\",\"id\":\"given\"}\n\n{\"text\":\"Three.\"}")),
        ("c/notes.docx", b"PK"),
        (".hidden.txt", b"x"),
    ]);
    let articles = read(&folder);
    assert_eq!(ids(&articles), ["a", "b", "c/d", "given", "c/d#3"]);
    assert_eq!(articles[0].as_ref().unwrap().full_text(), "First\n\nThe tide rises.");
}

#[test]
fn a_bad_record_is_one_error_with_its_line_and_the_rest_is_read() {
    let folder = folder(&[
        ("a.jsonl", b"{\"text\":\"One.\"}\n{\"text\": \n[1]\n{\"title\":\"No body\"}\n{\"text\":\"Five.\"}\n"),
        ("b.csv", b"title,TEXT\nA,\"Two\nlines.\"\nB,too,many\nC,\nD,Last.\n"),
    ]);
    let articles = read(folder.path().join("a.jsonl"));
    assert_eq!(ids(&articles), ["a", "error", "error", "error", "a#5"]);
    let message = |n: usize| articles[n].as_ref().unwrap_err().to_string();
    assert!(message(1).contains("a.jsonl:2: not valid JSON"), "{}", message(1));
    assert!(message(2).contains("a.jsonl:3: expected a JSON object, found an array"), "{}", message(2));
    assert!(message(3).contains("a.jsonl:4: article \"a#4\" has no text"), "{}", message(3));
    let articles = read(folder.path().join("b.csv"));
    assert_eq!(ids(&articles), ["b", "error", "error", "b#4"]);
    assert!(articles[1].as_ref().unwrap_err().to_string().contains("b.csv:4: 3 fields"), "{:?}", articles[1]);
    assert!(articles[2].as_ref().unwrap_err().to_string().contains("no text"));
}

#[test]
fn json_is_an_object_an_array_or_a_feed() {
    let folder = folder(&[
        ("a.json", b"{\"headline\":\"T\",\"body\":\"B.\",\"date\":\"30 Oct 2025\"}"),
        ("b.json", b"[{\"text\":\"One.\"},{\"content\":\"Two.\"}]"),
        ("c.json", b"{\"status\":\"ok\",\"articles\":[{\"content\":\"Three.\",\"source\":{\"name\":\"Visby Post\"}}]}"),
        ("d.json", b"{\"text\":"),
    ]);
    let articles = read(&folder);
    assert_eq!(ids(&articles), ["a", "b", "b#2", "c", "error"]);
    assert_eq!(articles[0].as_ref().unwrap().published.as_deref(), Some("2025-10-30"));
    assert_eq!(articles[3].as_ref().unwrap().publisher.as_deref(), Some("Visby Post"));
}

#[test]
fn tables_have_any_delimiter_and_encoding() {
    let wide: Vec<u8> = "\u{feff}title;text\nÅ;Ö.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = folder(&[
        ("a.csv", b"\xef\xbb\xbfURL;Title;Text\nhttps://visby.example/1;T;\"a; b\"\n"),
        ("b.csv", &wide),
        ("c.tsv", b"text\ttitle\nBody\tHead\n"),
        ("d.csv", b"name,age\nx,1\n"),
    ]);
    let articles = read(&folder);
    assert_eq!(ids(&articles), ["a", "b", "c", "error"]);
    assert_eq!(articles[0].as_ref().unwrap().text, "a; b");
    assert_eq!(articles[1].as_ref().unwrap().full_text(), "Å\n\nÖ.");
    assert!(articles[3].as_ref().unwrap_err().to_string().contains("columns: name, age"));
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[("a.txt", b"%PDF-1.4"), ("b.docx", b"PK"), ("c.gz.txt.gz", b"not gzip"), ("e/f.png", b"")]);
    for (name, expected) in [
        ("a.txt", "a PDF"),
        ("b.docx", "unknown kind of file"),
        ("c.gz.txt.gz", "c.gz.txt.gz"),
        ("missing.txt", "missing.txt: No such file"),
        ("e", "no article files"),
    ] {
        let articles = read(folder.path().join(name));
        assert_eq!(articles.len(), 1, "{name}");
        let message = articles[0].as_ref().unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn files_of_one_name_in_two_folders_keep_apart() {
    let folder = folder(&[("x/a.txt", b"T\nOne."), ("y/a.txt", b"T\nTwo.")]);
    let paths = [folder.path().join("x/a.txt"), folder.path().join("y/a.txt")];
    let articles: Vec<_> = read_paths(&paths).collect();
    assert_eq!(ids(&articles), ["a", "a~2"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let names = ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv", "a.txt.gz"];
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::write(folder.path().join(name), &bytes).unwrap();
        }
        prop_assert!(read(&folder).len() >= names.len() - 3);
    }

    #[test]
    fn random_marks_never_panic(text in "([<>/a-z\"'=#*_!\\[\\]()&;{},:\\n\\r ]|---\n|<div|</p>|é|\u{a0}){0,200}") {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv"] {
            std::fs::write(folder.path().join(name), text.as_bytes()).unwrap();
        }
        for article in read(&folder).into_iter().flatten() {
            prop_assert!(!article.text.trim().is_empty());
        }
    }
}
