//! How fast the parts run, on the sample articles: reading, look-ups in the gazetteer, a query. Prints one line a
//! figure, the median of several runs. `make bench` runs it, and times the reading of a larger set where there is one.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use tidings::claim::{Base, quads};
use tidings::corpus::{Article, read_paths};
use tidings::lexicon::Gazetteer;
use tidings::pipeline::Tidings;
use tidings::store::{Store, query};

const RUNS: usize = 7;

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn main() -> tidings::Result<()> {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|a| a == "--test") {
        return Ok(());
    }
    let start = Instant::now();
    let tidings = Tidings::embedded()?;
    println!("start-up                    {:9.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles"));
    let articles: Vec<Article> = read_paths(&[folder]).collect::<tidings::Result<_>>()?;
    let words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    let reading = median(|| {
        for article in &articles {
            black_box(tidings.read(article.clone()).map(|r| r.claims.len()).ok());
        }
    });
    println!("reading, one thread         {:9.0} words/s", words as f64 / reading.as_secs_f64());
    let names = ["Vladimir Putin", "Azerbaijan", "European Union", "Nobody Atall", "Washington"];
    let gazetteer = Gazetteer::embedded();
    let lookups = median(|| {
        for name in names.iter().cycle().take(10_000) {
            black_box(gazetteer.lookup(name).len());
        }
    });
    println!("look-ups, one thread        {:9.0} /s", 10_000.0 / lookups.as_secs_f64());
    let mut store = Store::in_memory()?;
    for article in articles {
        let reading = tidings.read(article)?;
        store.replace_article(&quads(reading.article_claims(), &Base::default(), tidings.ontology()))?;
    }
    store.settle()?;
    let text = "SELECT ?a ?b WHERE { ?c td:predicate td:met ; td:subject/rdfs:label ?a ; td:object/rdfs:label ?b }";
    let asking = median(|| {
        let mut out = Vec::new();
        black_box(query::run(&store, text, &query::Options::default(), &mut out).is_ok());
    });
    println!("who met whom                {:9.2} ms", asking.as_secs_f64() * 1e3);
    Ok(())
}
