//! The store as its users see it, on every kind of store that this build has.

use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;

use super::query::{Format, Options, run};
use super::*;
use crate::claim::{Base, fixture, quads};
use crate::lexicon::Ontology;
use crate::pipeline::Reading;

fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut names = vec!["graph.nq.gz", "graph.nq"];
    if cfg!(feature = "rocksdb") {
        names.push("graph.db");
    }
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// Article `n` of a series; `state` changes its content.
fn reading(n: usize, state: usize) -> Reading {
    let text = fixture::harbour().article.text;
    let mut reading = fixture::named(&format!("harbour-{n}"), &format!("{text} Note {n}.{state}."));
    reading.entities[2].name = format!("Visby {n}");
    reading.entities[2].key = format!("visby-{n}/Place");
    reading
}

fn article(n: usize, state: usize) -> ArticleQuads {
    quads(reading(n, state).article_claims(), &Base::default(), &Ontology::embedded().unwrap())
}

fn filled(path: &Path, articles: &[(usize, usize)]) {
    let mut store = Store::open(path, Mode::Write).unwrap();
    for &(n, state) in articles {
        store.replace_article(&article(n, state)).unwrap();
    }
    store.finish().unwrap();
}

fn dump(path: &Path) -> String {
    dump_of(&Store::open(path, Mode::Read).unwrap())
}

fn dump_of(store: &Store) -> String {
    let mut out = Vec::new();
    store.dump(&mut out, RdfFormat::NQuads).unwrap();
    String::from_utf8(out).unwrap()
}

fn message<T>(result: Result<T>) -> String {
    result.err().expect("an error").to_string()
}

#[test]
fn the_same_article_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for path in paths(folder.path()) {
        filled(&path, &[(1, 0), (2, 0)]);
        let before = dump(&path);
        let mut store = Store::open(&path, Mode::Write).unwrap();
        assert_eq!(store.replace_article(&article(1, 0)).unwrap(), Change::Unchanged);
        store.finish().unwrap();
        drop(store);
        assert!(dump(&path) == before);
    }
}

#[test]
fn changed_content_replaces_the_old() {
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.nq");
    filled(&expected, &[(1, 1), (2, 0)]);
    for path in paths(folder.path()) {
        filled(&path, &[(1, 0), (2, 0)]);
        let mut store = Store::open(&path, Mode::Write).unwrap();
        assert_eq!(store.replace_article(&article(1, 1)).unwrap(), Change::Replaced);
        store.finish().unwrap();
        drop(store);
        assert!(dump(&path) == dump(&expected), "{}", path.display());
    }
}

#[test]
fn a_killed_replacement_leaves_the_new_article() {
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.nq");
    filled(&expected, &[(1, 1), (2, 0)]);
    for path in paths(folder.path()) {
        filled(&path, &[(1, 0), (2, 0)]);
        let mut store = Store::open(&path, Mode::Write).unwrap();
        store.replace_article(&article(1, 1)).unwrap();
        drop(store); // without finish
        let mut store = Store::open(&path, Mode::Write).unwrap();
        store.settle().unwrap();
        assert!(dump_of(&store) == dump(&expected), "{}", path.display());
    }
}

#[test]
fn removal_takes_what_nothing_else_mentions() {
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.nq");
    filled(&expected, &[(2, 0)]);
    for path in paths(folder.path()) {
        filled(&path, &[(1, 0), (2, 0)]);
        assert!(dump(&path).contains("visby-1"));
        let mut store = Store::open(&path, Mode::Write).unwrap();
        let graph = article(1, 0).graph;
        assert!(store.contains_article(&graph));
        assert!(store.remove_article(&graph).unwrap());
        assert!(!store.remove_article(&graph).unwrap());
        store.finish().unwrap();
        drop(store);
        assert!(dump(&path) == dump(&expected));
    }
}

#[test]
fn the_order_of_articles_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let expected = folder.path().join("expected.nq");
    filled(&expected, &[(1, 0), (2, 0), (3, 0)]);
    for path in paths(folder.path()) {
        filled(&path, &[(3, 0), (1, 5), (2, 0)]);
        filled(&path, &[(1, 0)]);
        assert!(dump(&path) == dump(&expected));
    }
    let (one, other) = (folder.path().join("one.nq.gz"), folder.path().join("other.nq.gz"));
    filled(&one, &[(1, 5), (2, 0), (1, 0)]);
    filled(&other, &[(2, 0), (1, 7), (1, 0)]);
    assert!(std::fs::read(one).unwrap() == std::fs::read(other).unwrap(), "rewritten files are equal to the byte");
}

/// An article of few quads.
fn small(n: usize) -> ArticleQuads {
    let mut article = article(n, 0);
    article
        .quads
        .retain(|quad| quad.to_string().contains("schema.org") && quad.graph_name == article.graph.clone().into());
    article
}

#[test]
fn a_kill_at_any_byte_keeps_the_articles_before() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["graph.nq.gz", "graph.nq"] {
        let path = folder.path().join(name);
        let add = |n| {
            let mut store = Store::open(&path, Mode::Write).unwrap();
            store.replace_article(&small(n)).unwrap();
            store.finish().unwrap();
            drop(store);
            (std::fs::read(&path).unwrap(), dump(&path))
        };
        let (one, before) = add(1);
        let (whole, after) = add(2);
        for cut in one.len()..whole.len() {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let store = Store::open(&path, Mode::Read).unwrap();
            assert!(dump_of(&store) == before, "cut at {cut}");
            assert_eq!(store.notes().is_empty(), cut == one.len());
        }
        let again = add(2);
        assert!(again == (whole, after), "what was torn is cut off before more is written");
    }
}

#[test]
fn damage_is_named_with_file_and_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.nq.gz");
    filled(&path, &[(1, 0), (2, 0)]);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 0xff;
    std::fs::write(&path, bytes).unwrap();
    let message = message(Store::open(&path, Mode::Read));
    assert!(message.contains("graph.nq.gz: byte 0: damaged"), "{message}");
}

#[test]
fn a_second_writer_is_told_and_readers_are_not_hindered() {
    let folder = tempfile::tempdir().unwrap();
    for path in paths(folder.path()) {
        let mut store = Store::open(&path, Mode::Write).unwrap();
        store.replace_article(&article(1, 0)).unwrap();
        let message = message(Store::open(&path, Mode::Write));
        assert!(message.contains("another process is writing"), "{message}");
        if path.extension().is_none_or(|ending| ending != "db") {
            assert_eq!(Store::open(&path, Mode::Read).unwrap().articles().count(), 1);
        }
        store.finish().unwrap();
        drop(store);
        Store::open(&path, Mode::Write).unwrap();
    }
}

#[test]
fn places_that_hold_no_store_are_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("note.txt"), "x").unwrap();
    let missing = folder.path().join("missing.nq.gz");
    for (path, mode, expected) in [
        (missing.as_path(), Mode::Read, "no such store"),
        (folder.path(), Mode::Write, "not one that holds a store"),
        (&folder.path().join("note.txt"), Mode::Write, "ends in .nq.gz or .nq"),
        (Path::new("/proc/graph.nq.gz"), Mode::Write, "cannot be written"),
    ] {
        let message = message(Store::open(path, mode));
        assert!(message.contains(expected), "{message}");
    }
    assert!(!missing.exists(), "reading makes nothing");
    if !cfg!(feature = "rocksdb") {
        let message = message(Store::open(folder.path().join("graph.db"), Mode::Write));
        assert!(message.contains("--features rocksdb"), "{message}");
    }
    let mut store = Store::in_memory().unwrap();
    store.mode = Mode::Read;
    assert!(message(store.replace_article(&article(1, 0))).contains("reading only"));
}

#[test]
fn a_dump_loads_to_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.nq.gz");
    filled(&source, &[(1, 0), (2, 0)]);
    let mut expected = dump(&source);
    expected.push_str("<urn:a> <urn:b> \"by hand\" <urn:notes> .\n");
    for (n, path) in paths(folder.path()).into_iter().enumerate() {
        for format in [RdfFormat::NQuads, RdfFormat::TriG] {
            let mut store = Store::open(&path, Mode::Write).unwrap();
            let mut out = Vec::new();
            let with_note = Store::in_memory().unwrap();
            oxigraph::store::Store::load_from_reader(&with_note.graph, RdfFormat::NQuads, expected.as_bytes()).unwrap();
            with_note.dump(&mut out, format).unwrap();
            let loaded = store.load(out.as_slice(), format, Path::new("dump")).unwrap();
            if format == RdfFormat::NQuads {
                assert_eq!(loaded, dump::Loaded { articles: 2, unchanged: 0, others: 1 }, "{n}");
            } else {
                assert_eq!(loaded, dump::Loaded { articles: 0, unchanged: 2, others: 0 }, "{n}");
            }
            store.finish().unwrap();
            drop(store);
            assert!(sorted(&dump(&path)) == sorted(&expected));
        }
    }
    let mut store = Store::in_memory().unwrap();
    let error = store.load(&b"<urn:a> <urn:b>\n<urn:c"[..], RdfFormat::NQuads, Path::new("bad.nq"));
    let message = message(error);
    assert!(message.starts_with("bad.nq:"), "{message}");
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

fn store() -> Store {
    let mut store = Store::in_memory().unwrap();
    store.replace_article(&article(1, 0)).unwrap();
    store.replace_article(&article(2, 0)).unwrap();
    store.settle().unwrap();
    store
}

fn ask(query: &str, format: Format) -> Result<String> {
    let mut out = Vec::new();
    run(&store(), query, &Options { format, ..Options::default() }, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn queries_know_the_prefixes_and_see_the_union() {
    let met = "SELECT DISTINCT ?a ?b { ?x td:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a";
    assert_eq!(ask(met, Format::Csv).unwrap().replace('\r', ""), "a,b\nLena Holm,Åke Strand\nÅke Strand,Lena Holm\n");
    let graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { entity:Q7 td:met entity:Q8 } }";
    assert_eq!(ask(graphs, Format::Csv).unwrap().replace('\r', ""), "n\n2\n");
    let table = ask("SELECT ?c { ?c td:predicate td:met ; td:inferredFrom ?d } LIMIT 1", Format::Table).unwrap();
    assert!(table.contains(" claim:") && !table.contains("urn:tidings:claim"), "{table}");
    assert_eq!(ask("ASK { ?s td:visited ?o }", Format::Table).unwrap(), "no\n", "it is only planned");
    let own = "PREFIX td: <urn:mine:> ASK { ?s td:met ?o }";
    assert_eq!(ask(own, Format::Table).unwrap(), "no\n", "a prefix that the query declares counts");
    assert!(ask("SELECT * { ?s td:met ?o }", Format::Json).unwrap().contains("\"bindings\""));
    assert!(ask("SELECT * { ?s td:met ?o }", Format::Xml).unwrap().contains("<sparql"));
    assert!(ask("SELECT ?s ?o { ?s td:met ?o }", Format::Tsv).unwrap().starts_with("?s\t?o\n"));
    let turtle = ask("CONSTRUCT { ?s td:met ?o } WHERE { ?s td:met ?o }", Format::Turtle).unwrap();
    assert!(turtle.contains("entity:Q7 td:met entity:Q8 ."), "{turtle}");
    assert!(ask("DESCRIBE entity:Q7", Format::NTriples).unwrap().contains("> <https://w3id.org"));
    assert!(ask("DESCRIBE entity:Q7", Format::Table).unwrap().contains("Lena Holm"));
}

#[test]
fn what_is_wrong_with_a_query_is_said() {
    let syntax = message(ask("SELECT ?a\nWHERE { ?a td:met }", Format::Table));
    assert!(syntax.contains("line 2, column "), "{syntax}");
    assert!(syntax.contains("\n  WHERE { ?a td:met }\n"), "{syntax}");
    let format = message(ask("SELECT * { ?s ?p ?o }", Format::Turtle));
    assert!(format.contains("turtle is a format for triples"), "{format}");
    let format = message(ask("DESCRIBE entity:Q7", Format::Csv));
    assert!(format.contains("csv is a format for rows"), "{format}");
    let service = message(ask("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", Format::Csv));
    assert!(service.contains("SERVICE is not available"), "{service}");
}

#[test]
fn time_and_rows_have_limits() {
    let mut out = Vec::new();
    let long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g td:rule ?i . ?j td:rule ?k }";
    let options = Options { timeout: std::time::Duration::from_millis(100), ..Options::default() };
    let (store, started) = (store(), std::time::Instant::now());
    let error = message(run(&store, long, &options, &mut out));
    assert!(error.contains("not answered within 0.1 s"), "{error}");
    assert!(started.elapsed().as_secs() < 5);
    let options = Options { limit: Some(3), format: Format::Csv, ..Options::default() };
    let answer = run(&store, "SELECT ?s { ?s ?p ?o }", &options, &mut out).unwrap();
    assert_eq!(answer, query::Answer { rows: 3, cut: true });
}

#[test]
fn stats_count() {
    let stats = store().stats().unwrap();
    assert_eq!((stats.articles, stats.claims, stats.inferred), (2, 12, 2));
    assert_eq!(stats.predicates.get("met"), Some(&4));
    assert_eq!(stats.predicates.get("open/serenade"), Some(&2));
    assert_eq!(stats.modalities.get("alleged"), Some(&2));
    assert_eq!(stats.polarities.get("negative"), Some(&2));
    assert_eq!((stats.entities, stats.linked), (5, 2));
    assert_eq!(stats.publishers.get("Visby Post"), Some(&2));
    assert_eq!(stats.first_date.as_deref(), Some("2025-03-01"));
}
