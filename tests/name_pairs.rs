//! Names of one person must rank above names of two: pairs of our own from some thirty languages.

use tidings::resolve::similarity;

const REQUIRED: f64 = 0.98;

struct Pair {
    a: String,
    b: String,
    same: bool,
    score: f32,
}

fn pairs() -> Vec<Pair> {
    let mut reader = csv::Reader::from_path("tests/data/name-pairs.csv").expect("the pairs");
    let records = reader.records().map(|record| {
        let record = record.expect("a row");
        let (a, b) = (record[0].to_owned(), record[1].to_owned());
        let score = similarity(&a, &b).score;
        Pair { a, b, same: &record[2] == "same", score }
    });
    records.collect()
}

#[test]
fn same_above_different() {
    let pairs = pairs();
    let (same, different): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|p| p.same);
    assert!(pairs.len() >= 400, "only {} pairs", pairs.len());
    let mut right = 0.0;
    for s in &same {
        for d in &different {
            right += if s.score > d.score { 1.0 } else { 0.0 };
        }
    }
    let share = right / (same.len() * different.len()) as f64;
    let mut lowest = same.clone();
    lowest.sort_by(|a, b| a.score.total_cmp(&b.score));
    let mut highest = different.clone();
    highest.sort_by(|a, b| b.score.total_cmp(&a.score));
    println!("{} pairs, {:.2} % ranked right", pairs.len(), 100.0 * share);
    for p in lowest.iter().take(40) {
        println!("same      {:.2} {} / {}", p.score, p.a, p.b);
    }
    for p in highest.iter().take(40) {
        println!("different {:.2} {} / {}", p.score, p.a, p.b);
    }
    assert!(share >= REQUIRED, "{share:.4} ranked right");
}

#[test]
fn pairs_that_a_well_known_matcher_gets_wrong() {
    let score = |a, b| similarity(a, b).score;
    let different = score("Ilham Heydar oglu Aliyev", "Heydar Aliyev");
    for (a, b) in [
        ("Ilham Aliyev", "İlham Əliyev"),
        ("Ilham Aliyev", "Ilham Heydar oglu Aliyev"),
        ("Ramiz Mehdiyev", "Ramiz Mehdiev"),
        ("Ilham Aliyev", "Ильхам Алиев"),
    ] {
        assert!(score(a, b) > different + 0.3, "{a} {b}");
    }
}
