//! What is proposed, and what is not.

use super::*;
use crate::claim::{Base, fixture, quads};
use crate::lexicon::{EntityType, Ontology};
use crate::resolve::Candidate;
use crate::resolve::decisions::{Kind, Log};

/// A store of articles in each of which one of these people, by key and name, met the other two of the fixture.
fn store(people: &[(&str, &str)]) -> Store {
    let mut store = Store::in_memory().unwrap();
    for (n, (key, name)) in people.iter().enumerate() {
        let text = fixture::harbour().article.text;
        let mut reading = fixture::named(&format!("a{n}"), &format!("{text} Note {n}."));
        let person = &mut reading.entities[0];
        (person.key, person.name, person.forms) = ((*key).into(), (*name).into(), vec![(*name).into()]);
        (person.candidates, person.entity_type) = (Vec::new(), EntityType::Person);
        person.wikidata = crate::lexicon::is_qid(key).then(|| (*key).to_owned());
        let quads = quads(reading.article_claims(), &Base::default(), &Ontology::embedded().unwrap());
        store.replace_article(&quads).unwrap();
    }
    store.settle().unwrap();
    store
}

fn none() -> Replay {
    Replay::default()
}

fn merges(store: &Store, replay: &Replay) -> Vec<(String, String)> {
    let found = proposals(store, replay).unwrap();
    let merges = found.into_iter().filter(|p| p.act.kind == Kind::Merge);
    merges.map(|p| (p.act.entity, p.act.target)).collect()
}

#[test]
fn spellings_of_one_name_are_proposed_and_namesakes_are_not() {
    let found = merges(
        &store(&[
            ("Q100", "Ramin Tahirov"),
            ("person-ramin-tahirow", "Ramin Tahirow"),
            ("person-rauf-tahirov", "Rauf Tahirov"),
            ("person-carl-berg", "Carl Berg"),
        ]),
        &none(),
    );
    assert_eq!(found, [("Q100".to_owned(), "person-ramin-tahirow".to_owned())], "the item stays");
    assert!(merges(&store(&[("Q100", "Ramin Tahirov"), ("Q101", "Ramin Tahirow")]), &none()).is_empty());
}

#[test]
fn what_was_told_apart_is_not_proposed_again() {
    let store = store(&[("Q100", "Ramin Tahirov"), ("person-ramin-tahirow", "Ramin Tahirow")]);
    let log = Log::parse(std::path::Path::new("x.csv"), b"").unwrap();
    let log = log.with(Act::new(Kind::Different, "person-ramin-tahirow", "Q100"), "anna", "2026-01-31T12:00:00Z", "");
    assert_eq!(merges(&store, &none()).len(), 1);
    assert!(merges(&store, &log.replay().unwrap()).is_empty());
}

#[test]
fn a_surname_alone_is_proposed_for_its_bearer() {
    let store = store(&[("person-ramin-tahirov", "Ramin Tahirov"), ("person-tahirov-1a2b3c4d", "Tahirov")]);
    let found = proposals(&store, &none()).unwrap();
    let surname = found.iter().find(|p| p.act.kind == Kind::Merge).expect("a proposal");
    assert_eq!(
        (surname.act.entity.as_str(), surname.act.target.as_str()),
        ("person-ramin-tahirov", "person-tahirov-1a2b3c4d")
    );
    assert!(surname.reasons.iter().any(|r| r == "the only bearer in the store"), "{:?}", surname.reasons);
}

#[test]
fn missing_and_doubtful_links_are_proposed_by_their_candidates() {
    let mut reading = fixture::harbour();
    let candidate = |id: &str, score| Candidate { wikidata: id.into(), label: format!("Label {id}"), score };
    reading.entities[0].candidates = vec![candidate("Q7", 0.6), candidate("Q70", 0.55)];
    reading.entities[0].score = 0.6;
    reading.entities[2].candidates = vec![candidate("Q20", 0.5), candidate("Q21", 0.1)];
    let mut store = Store::in_memory().unwrap();
    store.replace_article(&quads(reading.article_claims(), &Base::default(), &Ontology::embedded().unwrap())).unwrap();
    store.settle().unwrap();
    let found = proposals(&store, &none()).unwrap();
    let links: Vec<_> = found.iter().filter(|p| p.act.kind == Kind::Link).map(|p| p.act.target.as_str()).collect();
    assert!(links.contains(&"Q70") && links.contains(&"Q20"), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[0].value() >= pair[1].value()), "the most valuable first");
}
