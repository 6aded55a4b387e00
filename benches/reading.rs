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

/// Look-ups of every name of the articles in `$SHARED/news` (`../shared` if not set), else of the samples, each as
/// often as it stands there.
fn look_ups(tidings: &Tidings, samples: &[Article]) -> tidings::Result<()> {
    let news = PathBuf::from(std::env::var("SHARED").unwrap_or("../shared".into())).join("news");
    let articles: Vec<Article> = match news.is_dir() {
        true => read_paths(&[news]).collect::<tidings::Result<_>>()?,
        false => samples.to_vec(),
    };
    let mut names = Vec::new();
    for article in &articles {
        let document = tidings.reader().read(&article.full_text(), article.title_end())?;
        for sentence in &document.sentences {
            for name in &sentence.names {
                let words = (sentence.tokens.get(name.tokens.start), sentence.tokens.get(name.tokens.end - 1));
                if let (Some(first), Some(last)) = words {
                    names.push(document.text[first.span.start..last.span.end].to_owned());
                }
            }
        }
    }
    let gazetteer = Gazetteer::embedded();
    let rounds = 500_000usize.div_ceil(names.len().max(1));
    let mut known = 0;
    let time = median(|| {
        known = 0;
        for _ in 0..rounds {
            known += names.iter().filter(|name| !black_box(gazetteer.lookup(name)).is_empty()).count();
        }
    });
    println!("look-ups, one thread        {:9.0} /s", (rounds * names.len()) as f64 / time.as_secs_f64());
    println!("  names of {} articles: {}, known {}", articles.len(), names.len(), known / rounds);
    Ok(())
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
    look_ups(&tidings, &articles)?;
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
