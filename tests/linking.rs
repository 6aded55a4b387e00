//! Entity linking against published news benchmarks: run on purpose, prints a table (`make eval-linking`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tidings::corpus::Article;
use tidings::lexicon::{Demonyms, EntityType, Gazetteer};
use tidings::mention::MentionKind;
use tidings::pipeline::Tidings;
use tidings::resolve::{Context, Subject, link};

const SETS: [&str; 3] = ["msnbc-updated", "reuters-128", "rss-500"];

/// Right, wrong and all gold links.
#[derive(Default, Clone, Copy)]
struct Score {
    right: usize,
    wrong: usize,
    gold: usize,
}

impl Score {
    fn add(&mut self, gold: &str, found: Option<&str>) {
        self.gold += 1;
        match found {
            Some(found) if found == gold => self.right += 1,
            Some(_) => self.wrong += 1,
            None => {}
        }
    }

    fn row(&self) -> String {
        let part = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        let (precision, recall) = (part(self.right + self.wrong), part(self.gold));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        format!("{precision:6.1} {recall:6.1} {f1:6.1}   ({} of {})", self.right, self.gold)
    }
}

struct Gold {
    text: String,
    /// Bytes of the text; the id, or none where the thing is in no knowledge base.
    labels: Vec<(usize, usize, Option<String>)>,
}

fn read(path: &Path) -> Vec<Gold> {
    let file = std::fs::read_to_string(path).expect("the benchmark");
    file.lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = record["text"].as_str().expect("text").to_owned();
            let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
            bytes.push(text.len());
            let labels = record["labels"].as_array().expect("labels").iter().map(|label| {
                let at = |i: usize| bytes[label["span"][i].as_u64().expect("offset") as usize];
                let id = label["entity_id"].as_str().filter(|id| id.starts_with('Q')).map(str::to_owned);
                (at(0), at(1), id)
            });
            Gold { labels: labels.collect(), text }
        })
        .collect()
}

#[test]
#[ignore = "needs the benchmarks, which are not shipped"]
fn benchmarks() {
    let folder = PathBuf::from(std::env::var("SHARED").unwrap_or("../shared".into())).join("corpora/linking");
    let tidings = Tidings::embedded().expect("the program");
    let gazetteer = Gazetteer::embedded();
    println!("                                   prec.    rec.     F1");
    for set in SETS {
        let (mut spans, mut whole, mut known) = (Score::default(), Score::default(), 0);
        for gold in read(&folder.join(format!("{set}.benchmark.jsonl"))) {
            known += gold.labels.iter().filter(|l| is_known(l.2.as_deref(), gazetteer)).count();
            given_spans(&gold, &tidings, gazetteer, set, &mut spans);
            end_to_end(&gold, &tidings, &mut whole);
        }
        println!("{set:<14} spans given, known {}", spans.row());
        println!("{set:<14} end to end, all   {}", whole.row());
        println!("{set:<14} in the gazetteer  {known} of {}", whole.gold);
    }
}

fn is_known(id: Option<&str>, gazetteer: &Gazetteer) -> bool {
    id.is_some_and(|id| gazetteer.by_qid(id).is_some())
}

fn article(text: &str) -> Article {
    Article {
        id: "benchmark".to_owned(),
        title: String::new(),
        text: text.to_owned(),
        published: None,
        url: None,
        publisher: None,
    }
}

/// Links of gold spans, over gold ids that the gazetteer has. Types are those that the reader finds at the span.
fn given_spans(gold: &Gold, tidings: &Tidings, gazetteer: &Gazetteer, set: &str, score: &mut Score) {
    let demonyms = Demonyms::embedded();
    let reading = tidings.read(article(&gold.text)).expect("read");
    let shift = reading.document.text.len() - gold.text.len();
    let mut types: BTreeMap<(usize, usize), EntityType> = BTreeMap::new();
    for mention in reading.mentions.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        let chain = &reading.mentions.chains[mention.chain];
        types.insert((mention.span.start - shift, mention.span.end - shift), chain.entity_type);
    }
    let texts: Vec<&str> = gold.labels.iter().map(|&(start, end, _)| &gold.text[start..end]).collect();
    let subjects: Vec<Subject<'_>> = gold
        .labels
        .iter()
        .zip(&texts)
        .map(|(&(start, end, _), text)| {
            let longer = texts.iter().find(|t| t.len() > text.len() && t.ends_with(&format!(" {text}")));
            let forms = longer.into_iter().chain([text]).copied().collect();
            Subject { forms, entity_type: types.get(&(start, end)).copied(), owner: None }
        })
        .collect();
    let mut context = Context::of(&gold.text, demonyms);
    for subject in &subjects {
        if let Some(wikidata) = link(subject, &context, gazetteer, demonyms).wikidata
            && let Some(hit) = gazetteer.by_qid(&wikidata)
        {
            context.add_linked(gazetteer.country(&hit), &wikidata);
        }
    }
    for (subject, (_, _, id)) in subjects.iter().zip(&gold.labels) {
        if let Some(id) = id.as_deref().filter(|id| is_known(Some(id), gazetteer)) {
            let state = demonyms.country_of(subject.forms[0]).and_then(|s| s.qid.clone());
            let decision = link(subject, &context, gazetteer, demonyms);
            let found = state.or(decision.wikidata);
            score.add(id, found.as_deref());
            if std::env::var("SHOW").is_ok() && found.as_deref() != Some(id) {
                let label = gazetteer.by_qid(id).map(|h| gazetteer.entry(&h).label);
                let said = found.map_or("NIL".to_owned(), |f| f);
                println!(
                    "{set}\t{said}\t{:?} {:?}\tgold {id} {label:?}\t{}",
                    subject.forms, subject.entity_type, decision.reason
                );
            }
        }
    }
}

/// Links of the spans that the program finds, against all gold links; a link where gold has none counts as wrong.
fn end_to_end(gold: &Gold, tidings: &Tidings, score: &mut Score) {
    let reading = tidings.read(article(&gold.text)).expect("read");
    let shift = reading.document.text.len() - gold.text.len();
    let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for mention in reading.mentions.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
        if let Some(id) = reading.entities.get(mention.chain).and_then(|e| e.wikidata.clone()) {
            found.insert((mention.span.start - shift, mention.span.end - shift), id);
        }
    }
    for (start, end, id) in &gold.labels {
        let mine = found.remove(&(*start, *end));
        match id {
            Some(id) => score.add(id, mine.as_deref()),
            None => score.wrong += usize::from(mine.is_some()),
        }
    }
    score.wrong += found.len();
}
