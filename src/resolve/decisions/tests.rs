//! The log, tables, contradictions, and what decisions do to the entities of an article.

use std::path::Path;

use super::*;
use crate::document::Span;
use crate::lexicon::EntityType;
use crate::mention::{Chain, Mention, MentionKind, Mentions};
use crate::resolve::Entity;

const TIME: &str = "2026-01-31T12:00:00Z";

fn log(acts: &[Act]) -> Log {
    let empty = Log::parse(Path::new("x.decisions.csv"), b"").unwrap();
    acts.iter().fold(empty, |log, act| log.with(act.clone(), "anna", TIME, ""))
}

fn act(kind: Kind, entity: &str, target: &str) -> Act {
    Act::new(kind, entity, target)
}

fn refused(acts: &[Act]) -> String {
    Replay::check(&log(acts)).expect_err("a contradiction").message
}

fn entity(key: &str, name: &str) -> Entity {
    let wikidata = crate::lexicon::is_qid(key).then(|| key.to_owned());
    Entity {
        key: key.into(),
        name_key: format!("person-{}", crate::lexicon::slug(&crate::lexicon::fold(name))),
        name: name.into(),
        given_name: None,
        entity_type: EntityType::Person,
        forms: vec![name.into()],
        score: if wikidata.is_some() { 0.8 } else { 0.0 },
        wikidata,
        candidates: Vec::new(),
        reason: String::new(),
        decisions: Vec::new(),
    }
}

/// The keys that these entities have after these decisions, in an article called `a`.
fn keys(acts: &[Act], entities: &[Entity]) -> Vec<String> {
    let mut entities = entities.to_vec();
    let name = ArticleName { id: "a", hash: "0123456789abcdef0123456789abcdef" };
    log(acts).replay().unwrap().apply(name, "", &mut Mentions::default(), &mut entities);
    entities.into_iter().map(|e| e.key).collect()
}

#[test]
fn a_log_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.decisions.csv");
    assert!(Log::read(&path).unwrap().decisions().is_empty(), "no file is an empty log");
    let mut first = Log::read(&path).unwrap().with(
        Act { label: "Doe, \"the\" academic".into(), ..act(Kind::Link, "person-jo-doe", "Q7") },
        "Anna\nB.",
        TIME,
        "two\r\nlines; and; more",
    );
    first.save().unwrap();
    let split = Act { article: "a".into(), mention: Some((3, 9)), ..act(Kind::Split, "Q7", "") };
    let mut second = Log::read(&path).unwrap().with(split, "ben", TIME, "");
    second.save().unwrap();
    let read = Log::read(&path).unwrap();
    assert_eq!(read.decisions(), second.decisions());
    assert_eq!(read.decisions()[0].reason, "two lines; and; more", "a decision stands on one line");
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.starts_with("number,time,author,kind,entity,target,article,mention,label,reason\n"));
    // A line end that an editor took away is put back before more is added.
    std::fs::write(&path, text.trim_end()).unwrap();
    let mut third = Log::read(&path).unwrap().with(act(Kind::Undo, "", "2"), "ben", TIME, "");
    third.save().unwrap();
    let read = Log::read(&path).unwrap();
    assert_eq!((read.decisions().len(), read.undone_by(2), read.effective().count()), (3, Some(3), 1));
    let stale = read.clone().with(act(Kind::Undo, "", "1"), "ben", TIME, "");
    let mut other = read.with(act(Kind::Rename, "Q7", "Jo"), "anna", TIME, "");
    other.save().unwrap();
    let mut stale = stale;
    assert!(stale.save().unwrap_err().to_string().contains("has changed in the meantime"));
}

#[test]
fn a_log_lies_beside_its_store() {
    for (store, log) in
        [("a/x.nq.gz", "a/x.decisions.csv"), ("x.nq", "x.decisions.csv"), ("a/g.db/", "a/g.decisions.csv")]
    {
        assert_eq!(Log::beside(Path::new(store)), Path::new(log));
    }
}

#[test]
fn a_mistake_made_by_hand_is_named_with_its_line() {
    let head = format!("{}\n", COLUMNS.join(","));
    let good: String = (1..=15).map(|n| format!("{n},{TIME},anna,rename,person-p{n},P,,,,\n")).collect();
    for (line, expected) in [
        ("16,yesterday,anna,rename,person-x,X,,,,", "`yesterday` is no time"),
        ("16,2026-01-31T12:00:00Z,,rename,person-x,X,,,,", "there is no author"),
        ("16,2026-01-31T12:00:00Z,anna,marry,person-x,X,,,,", "`marry` is no kind of decision"),
        ("16,2026-01-31T12:00:00Z,anna,link,person-x,Q7x,,,,", "`Q7x` is no Wikidata id"),
        ("16,2026-01-31T12:00:00Z,anna,merge,Q7,Q7,,,,", "merge of Q7 with itself"),
        ("16,2026-01-31T12:00:00Z,anna,merge,Q7", "5 columns"),
        ("9,2026-01-31T12:00:00Z,anna,rename,person-x,X,,,,", "number 9 comes after number 15"),
        ("16,2026-01-31T12:00:00Z,anna,split,Q7,,a,9..3,,", "mention `9..3`"),
        ("16,2026-01-31T12:00:00Z,anna,split,Q7,,,,,", "split needs the article"),
        ("16,2026-01-31T12:00:00Z,anna,undo,,99,,,,", "there is no decision 99"),
        ("16,2026-01-31T12:00:00Z,anna,rename,person-p3,Other,,,,", "contradicts decision 3"),
    ] {
        let text = format!("{head}{good}{line}\n");
        let error = Log::parse(Path::new("my.csv"), text.as_bytes()).and_then(|log| log.replay());
        let error = error.expect_err(line).to_string();
        assert!(error.starts_with("my.csv:17: ") && error.contains(expected), "{line}\n{error}");
    }
    let windows = format!("{head}{good}16,yesterday,anna,rename,person-x,X,,,,\n").replace('\n', "\r\n");
    let error = Log::parse(Path::new("my.csv"), windows.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("my.csv:17: "), "{error}");
    let other = Log::parse(Path::new("my.csv"), b"number,kind\n1,x\n").unwrap_err().to_string();
    assert!(other.contains("the columns of a log are"), "{other}");
}

#[test]
fn decisions_that_contradict_each_other_are_refused() {
    let merge = act(Kind::Merge, "person-a", "person-b");
    let different = act(Kind::Different, "person-b", "person-a");
    assert!(refused(&[merge.clone(), different.clone()]).contains("contradicts decision 1, which makes them one"));
    assert!(
        refused(&[different.clone(), merge.clone()]).contains("contradicts decision 1, which says that they are not")
    );
    assert!(refused(&[merge.clone(), act(Kind::Merge, "person-b", "person-a")]).contains("one already, by decision 1"));
    let (one, two) = (act(Kind::Link, "person-a", "Q1"), act(Kind::Link, "person-a", "Q2"));
    assert!(refused(&[one.clone(), two.clone()]).contains("contradicts decision 1, which says that it is Q1"));
    assert!(refused(&[one.clone(), one.clone()]).contains("decision 1 says this already"));
    assert!(refused(&[one.clone(), act(Kind::Unlink, "person-a", "")]).contains("undo 1 first"));
    let chain = [one.clone(), act(Kind::Link, "person-b", "Q1"), different.clone()];
    assert!(refused(&chain).contains("makes them one"), "two links to one item make one");
    let here = Act { article: "a".into(), ..two };
    assert!(Replay::check(&log(&[one.clone(), here])).is_ok(), "one article may differ");
    let undo = act(Kind::Undo, "", "1");
    assert!(refused(&[one.clone(), undo.clone(), undo.clone()]).contains("undone already, by decision 2"));
    assert!(refused(&[one.clone(), undo.clone(), act(Kind::Undo, "", "2")]).contains("is an undo itself"));
    assert!(Replay::check(&log(&[merge, undo, different])).is_ok(), "what is undone contradicts nothing");
}

#[test]
fn entities_go_under_the_keys_decided() {
    let people = [entity("Q57", "Ilir Doe"), entity("person-ilir-do", "Ilir Do"), entity("person-ann-roe", "Ann Roe")];
    assert_eq!(
        keys(&[act(Kind::Merge, "person-ilir-do", "Q57")], &people),
        ["Q57", "Q57", "person-ann-roe"],
        "an item's key stays"
    );
    assert_eq!(keys(&[act(Kind::Unlink, "Q57", "")], &people)[0], "person-ilir-doe");
    let later = [act(Kind::Merge, "Q57", "person-ilir-do"), act(Kind::Link, "person-ilir-do", "Q99")];
    assert_eq!(keys(&later, &people), ["Q99", "Q99", "person-ann-roe"], "a key means what it became");
    assert_eq!(keys(&[act(Kind::Link, "name:ANN ROE", "Q5")], &people)[2], "Q5");
    let elsewhere = Act { article: "b".into(), ..act(Kind::Link, "person-ann-roe", "Q5") };
    assert_eq!(keys(&[elsewhere], &people)[2], "person-ann-roe");
    let split = Act { article: "a".into(), ..act(Kind::Split, "Q57", "") };
    assert_eq!(keys(&[split], &people)[0], "person-ilir-doe-01234567");
    // What a newer gazetteer links goes by its name all the same.
    assert_eq!(keys(&[act(Kind::Link, "person-ilir-doe", "Q4")], &people)[0], "Q4");
}

#[test]
fn a_mention_is_split_off_its_chain() {
    let text = "Åsa Doe came. Doe left.";
    let mention = |start, end| Mention {
        sentence: 0,
        tokens: 0..1,
        head: 0,
        span: Span::new(start, end),
        kind: MentionKind::Name,
        entity_type: EntityType::Person,
        chain: 0,
        rule: "first",
    };
    let chain = Chain {
        mentions: vec![0, 1],
        name: "Åsa Doe".into(),
        entity_type: EntityType::Person,
        is_named: true,
        gender: None,
        is_plural: false,
        owner: None,
        members: Vec::new(),
    };
    // Offsets of decisions are characters, those of spans are bytes.
    let read = Mentions::new(vec![mention(0, 8), mention(15, 18)], vec![chain]);
    let mut whole = entity("Q57", "Åsa Doe");
    whole.forms.push("Doe".into());
    let apply = |act: Act| {
        let (mut mentions, mut entities) = (read.clone(), vec![whole.clone()]);
        let name = ArticleName { id: "a", hash: "0123456789abcdef0123456789abcdef" };
        log(&[act]).replay().unwrap().apply(name, text, &mut mentions, &mut entities);
        (mentions, entities)
    };
    let split = Act { article: "a".into(), mention: Some((14, 17)), ..act(Kind::Split, "Q57", "") };
    let (mentions, entities) = apply(split.clone());
    assert_eq!((mentions.chains.len(), mentions.mentions[1].chain), (2, 1));
    assert_eq!(entities[1].key, "person-doe-01234567-14");
    assert_eq!((entities[0].forms.as_slice(), entities[1].wikidata.as_deref()), (&["Åsa Doe".to_owned()][..], None));
    let (_, entities) = apply(Act { target: "Q58".into(), label: "Bo Doe".into(), ..split.clone() });
    assert_eq!((entities[1].key.as_str(), entities[1].decisions.as_slice()), ("Q58", &[1][..]));
    let (mentions, _) = apply(Act { mention: Some((15, 18)), ..split });
    assert_eq!(mentions, read, "no mention stands there");
}

#[test]
fn tables_come_back_from_spreadsheets() {
    let rows = "decision,kind,entity,target,article,mention,label,reason,note\r\n\
                yes,merge,Q7,person-x,,,\"Doe, Jo\",\"a \"\"b\"\"\",hi\r\n\
                ,merge,Q8,person-y,,,,,\r\n\
                no,merge,Q9,person-z,,,,,\r\n\
                YES ,split,Q7,,a1,3..9,,,\r\n";
    let semicolons = rows.replace(',', ";").replace("Doe; Jo", "Doe, Jo");
    let tabs = semicolons.replace(';', "\t");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let forms: Vec<Vec<u8>> = vec![
        rows.into(),
        rows.replace("\r\n", "\n").into(),
        format!("\u{feff}{semicolons}").into(),
        format!("sep=;\r\n{semicolons}").into(),
        tabs.into(),
        utf16,
    ];
    for (n, bytes) in forms.iter().enumerate() {
        let table = read_table(Path::new("t.csv"), bytes).unwrap();
        assert!(table.errors.is_empty(), "{n} {:?}", table.errors);
        assert_eq!((table.open, table.verdicts.len()), (1, 3), "{n}");
        let merge = &table.verdicts[0];
        assert_eq!((merge.act.label.as_str(), merge.reason.as_str()), ("Doe, Jo", "a \"b\""), "{n}");
        assert_eq!(merge.line, if n == 3 { 3 } else { 2 });
        assert_eq!(table.verdicts[1].act, act(Kind::Different, "Q9", "person-z"), "{n}");
        assert_eq!(table.verdicts[2].act.mention, Some((3, 9)), "{n}");
    }
    let bad = b"decision,kind,entity,target\nmaybe,merge,Q7,Q8\nyes,link,Q7,Q0\nyes,link,Q7,Q5\n";
    let table = read_table(Path::new("t.csv"), bad).unwrap();
    let errors: Vec<String> = table.errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 2);
    assert!(errors[0].starts_with("t.csv:2: `maybe`") && errors[1].starts_with("t.csv:3: `Q0` is no Wikidata id"));
    assert_eq!(table.verdicts.len(), 1);
    assert!(read_table(Path::new("t.csv"), b"a,b\n1,2\n").unwrap_err().to_string().contains("no column `kind`"));
    assert!(read_table(Path::new("t.csv"), b"kind,entity\n\xe9\n").unwrap_err().to_string().contains("UTF-8"));
}
