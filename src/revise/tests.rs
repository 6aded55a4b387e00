//! Plans tell what they do, and do nothing by halves.

use std::path::Path;

use super::*;
use crate::lexicon::{Ontology, RoleNouns};
use crate::resolve::decisions::{Act, Kind};
use crate::store::{Mode, RdfFormat};

/// A record made by hand: Ann Doe met Bo Roe, and Ann Do met Bo Roe, in one sentence each.
fn article(n: usize) -> (Article, Record) {
    let text = format!("Ann Doe met Bo Roe. Ann Do met Bo Roe. Note {n}.");
    let article =
        Article { id: format!("a{n}"), title: String::new(), text, published: None, url: None, publisher: None };
    let json = r#"{"version":3,"least_confidence":0.0,"sentences":[[2,21],[22,40]],
        "mentions":[[2,9,"n",0,0,"Person"],[14,20,"n",0,1,"Person"],[22,28,"n",1,2,"Person"],[33,39,"n",1,1,"Person"]],
        "chains":[{"name":"Ann Doe","type":"Person","named":true},{"name":"Bo Roe","type":"Person","named":true},
            {"name":"Ann Do","type":"Person","named":true}],
        "extractions":[
            {"subject":0,"predicate":"met","object":1,"polarity":"positive","modality":"actual","rule":"meet","sentence":0,
                "trigger":{"start":10,"end":13},"head":0,"confidence":0.9},
            {"subject":2,"predicate":"met","object":3,"polarity":"positive","modality":"actual","rule":"meet","sentence":1,
                "trigger":{"start":29,"end":32},"head":0,"confidence":0.9}],
        "object_names":[null,null],"links":{"chains":[null,null,null]},
        "article":{"id":"ID","title":"","text":"","published":null,"url":null,"publisher":null}}"#;
    let json = json.replace("ID", &article.id);
    let (_, record) = Record::from_json(&json, &article.text).expect("a whole record");
    (article, record)
}

struct World {
    ontology: Ontology,
    roles: RoleNouns,
}

impl World {
    fn new() -> World {
        World { ontology: Ontology::embedded().unwrap(), roles: RoleNouns::built_in().unwrap() }
    }

    fn rules(&self) -> Rules<'_> {
        Rules { ontology: &self.ontology, roles: &self.roles }
    }

    fn plan(&self, store: &Store, log: &Log) -> Result<Plan> {
        Plan::new(store, Revision { rules: self.rules(), log, gazetteer: None })
    }

    /// The quads of article `n` as `ingest` makes them under these decisions.
    fn quads(&self, n: usize, log: &Log) -> ArticleQuads {
        let (article, record) = article(n);
        let revision = Revision { rules: self.rules(), log, gazetteer: None };
        let replay = log.replay().unwrap();
        resolved(&article, record, &Base::default(), revision, &replay, &mut Diff::default())
    }
}

fn log(acts: &[Act]) -> Log {
    let empty = Log::parse(Path::new("x.csv"), b"").unwrap();
    acts.iter().fold(empty, |log, act| log.with(act.clone(), "anna", "2026-01-31T12:00:00Z", "they are"))
}

fn dump(store: &Store) -> String {
    let mut out = Vec::new();
    store.dump(&mut out, RdfFormat::NQuads).unwrap();
    String::from_utf8(out).unwrap()
}

fn merge() -> Act {
    Act { label: "Ann Doe".into(), ..Act::new(Kind::Merge, "person-ann-doe", "person-ann-do") }
}

#[test]
fn decisions_before_and_after_articles_give_the_same() {
    for ending in if cfg!(feature = "rocksdb") { &[".nq.gz", ".db"][..] } else { &[".nq.gz"] } {
        before_and_after(ending);
    }
}

fn before_and_after(ending: &str) {
    let (world, folder) = (World::new(), tempfile::tempdir().unwrap());
    let path = |name: &str| folder.path().join(format!("{name}{ending}"));
    let (none, merged) = (log(&[]), log(&[merge()]));
    let mut store = Store::open(path("after"), Mode::Write).unwrap();
    for n in [1, 2] {
        store.replace_article(&world.quads(n, &none)).unwrap();
    }
    store.finish().unwrap();
    let before = dump(&store);
    assert!(world.plan(&store, &none).unwrap().is_empty());
    let plan = world.plan(&store, &merged).unwrap();
    assert_eq!(dump(&store), before, "planning changes nothing");
    assert_eq!((plan.diff.changed, plan.diff.claims), (2, (4, 4)));
    let moved = &plan.diff.moves[&("person-ann-do".to_owned(), "person-ann-doe".to_owned())];
    assert_eq!((moved.claims, moved.articles.len()), (2, 2));
    plan.apply(&mut store).unwrap();
    let after = dump(&store);
    let graph: Vec<&str> = after.lines().filter(|line| !line.ends_with("<urn:tidings:decisions> .")).collect();
    assert!(graph.iter().all(|line| !line.contains("entity/person-ann-do>")), "only the decision itself names it");
    assert!(graph.iter().any(|line| line.contains("ontology#decision> <urn:tidings:decision/1>")));
    drop(store);
    let reopened = Store::open(path("after"), Mode::Read).unwrap();
    assert_eq!(dump(&reopened), after, "and is on disk");

    let mut other = Store::open(path("before"), Mode::Write).unwrap();
    let mut plan = Plan::default();
    plan.set_decisions(&other, &merged, Base::default()).unwrap();
    plan.apply(&mut other).unwrap();
    for n in [2, 1] {
        other.replace_article(&world.quads(n, &merged)).unwrap();
    }
    other.finish().unwrap();
    assert_eq!(dump(&other), after);
    assert!(is_current(&other, &merged).unwrap() && !is_current(&other, &none).unwrap());
    let undone = log(&[merge(), Act::new(Kind::Undo, "", "1")]);
    world.plan(&other, &undone).unwrap().apply(&mut other).unwrap();
    assert_eq!(dump(&other), before, "an undo leaves no trace in the store");
}

#[test]
fn nobody_meets_himself() {
    let (world, mut store) = (World::new(), Store::in_memory().unwrap());
    store.replace_article(&world.quads(1, &log(&[]))).unwrap();
    store.settle().unwrap();
    let all = log(&[merge(), Act::new(Kind::Merge, "person-bo-roe", "person-ann-doe")]);
    let plan = world.plan(&store, &all).unwrap();
    assert_eq!((plan.diff.claims.1, plan.diff.lost), (0, plan.diff.claims.0));
    let rename =
        log(&[Act::new(Kind::Rename, "person-bo-roe", "Roberta"), Act::new(Kind::Rename, "person-nobody", "X")]);
    let plan = world.plan(&store, &rename).unwrap();
    assert_eq!(plan.diff.renamed.get("person-bo-roe"), Some(&Some("Roberta".to_owned())));
    assert_eq!(plan.diff.idle, [2]);
    plan.apply(&mut store).unwrap();
    assert!(
        dump(&store)
            .contains("<urn:tidings:entity/person-bo-roe> <http://www.w3.org/2000/01/rdf-schema#label> \"Roberta\"")
    );
}

#[test]
fn articles_without_a_record_stay_as_they_are() {
    let (world, mut store) = (World::new(), Store::in_memory().unwrap());
    let mut bare = world.quads(1, &log(&[]));
    bare.quads.retain(|quad| quad.predicate != td::RECORD);
    store.replace_article(&bare).unwrap();
    let plan = world.plan(&store, &log(&[merge()])).unwrap();
    assert_eq!((plan.diff.without_record, plan.diff.changed), (1, 0));
}
