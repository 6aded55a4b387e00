//! A small reading made by hand, for the tests of the writers and of the store.

use crate::claim::{Argument, Claim, Evidence, Record};
use crate::corpus::Article;
use crate::document::{Document, Span};
use crate::lexicon::{EntityType, Judgement};
use crate::mention::Mentions;
use crate::pipeline::Reading;
use crate::relation::{Cue, Modality, Polarity};
use crate::resolve::{Candidate, Entity};

const TITLE: &str = "Harbour talks";
const TEXT: &str = "Lena Holm met Åke Strand in Visby in February 2025, the town said. Holm is accused of smuggling. \
    Strand denied any agreement and will visit Visby. Holm serenaded Strand.";

/// An article of three entities and six claims of all kinds.
pub(crate) fn harbour() -> Reading {
    named("harbour-1", TEXT)
}

/// The same claims in an article of this id, with `text` in place of the usual one (which it must begin with).
pub(crate) fn named(id: &str, text: &str) -> Reading {
    let article = Article {
        id: id.into(),
        title: TITLE.into(),
        text: text.into(),
        published: Some("2025-03-01".into()),
        url: None,
        publisher: Some("Visby Post".into()),
    };
    let full = article.full_text();
    let entities = vec![
        entity("Q7", "Lena Holm", EntityType::Person, &["Holm", "Lena Holm"], true),
        entity("Q8", "Åke Strand", EntityType::Person, &["Strand", "Åke Strand"], true),
        entity("visby/Place", "Visby", EntityType::Place, &["Visby", "the town"], false),
        entity("smuggling/Concept", "smuggling", EntityType::Concept, &["smuggling"], false),
    ];
    let claim = |subject: usize, predicate: &str, object: usize, sentence: usize, trigger: &str| {
        claim(&full, &entities, subject, predicate, object, sentence, trigger)
    };
    let mut met = claim(0, "met", 1, 1, "met");
    met.speaker = Some(argument(&full, &entities, 2));
    met.time = Some("2025-02".into());
    let mut accused = claim(0, "accusedOf", 3, 2, "accused");
    accused.modality = Modality::Alleged;
    accused.cues.push(Cue { span: span(&full, "accused"), rule: "accusation:accuse".into() });
    let mut signed = claim(1, "signedAgreementWith", 0, 3, "agreement");
    signed.polarity = Polarity::Negative;
    let mut visited = claim(1, "visited", 2, 3, "visit");
    visited.modality = Modality::Planned;
    let open = claim(0, "open/serenade", 1, 4, "serenaded");
    let mut back = claim(1, "met", 0, 1, "met");
    back.rule = "symmetry".into();
    back.inferred_from = vec![0];
    let claims = vec![met, accused, signed, visited, open, back];
    let document = Document { text: full, sentences: Vec::new() };
    Reading { article, document, mentions: Mentions::default(), entities, claims, record: Record::default() }
}

fn entity(key: &str, name: &str, entity_type: EntityType, forms: &[&str], linked: bool) -> Entity {
    let candidate = Candidate { wikidata: key.into(), label: name.into(), score: 0.8 };
    Entity {
        key: key.into(),
        name_key: key.into(),
        name: name.into(),
        given_name: None,
        entity_type,
        forms: forms.iter().map(ToString::to_string).collect(),
        wikidata: linked.then(|| key.to_owned()),
        score: if linked { 0.8 } else { 0.0 },
        candidates: if linked { vec![candidate] } else { Vec::new() },
        reason: if linked { "only candidate".into() } else { "no candidate".into() },
        decisions: Vec::new(),
    }
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span { start, end: start + words.len() }
}

fn argument(text: &str, entities: &[Entity], entity: usize) -> Argument {
    let words = entities[entity].name.clone();
    Argument { entity, span: span(text, &words), text: words }
}

fn claim(
    text: &str,
    entities: &[Entity],
    subject: usize,
    predicate: &str,
    object: usize,
    sentence: usize,
    trigger: &str,
) -> Claim {
    let body = text.get(TITLE.len() + 2..).unwrap();
    let quote = body.split_inclusive(". ").nth(sentence - 1).unwrap().trim_end();
    let start = text[..text.find(quote).unwrap()].chars().count();
    Claim {
        subject: argument(text, entities, subject),
        predicate: predicate.into(),
        object: argument(text, entities, object),
        topic: None,
        place: None,
        time: None,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        speaker: None,
        confidence: 0.9,
        judgement: Judgement::default(),
        rule: "by-hand".into(),
        sentence,
        evidence: Evidence { start, end: start + quote.chars().count(), quote: quote.into() },
        trigger: span(text, trigger),
        cues: Vec::new(),
        inferred_from: Vec::new(),
    }
}
