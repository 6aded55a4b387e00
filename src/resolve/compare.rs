//! How likely two names of people are of one person: for proposals to the analyst, never for merging by itself. In: two
//! names in any script; out: a score from 0 to 1 and the reasons in words.
//!
//! A name is taken apart into given names, middle names, surname, patronymic and suffix. Given names and surnames must
//! both agree; a father is told from his son by the patronymic, brothers by the given name.

use crate::lexicon::{NameWords, fold, name_words, skeleton};

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// 0 (surely two people) to 1 (the same name).
    pub score: f32,
    /// What speaks for and against it.
    pub reasons: Vec<String>,
}

/// Compare two names of people.
pub fn similarity(a: &str, b: &str) -> Comparison {
    let (left, right) = (fold(a), fold(b));
    if left.is_empty() || right.is_empty() {
        return Comparison { score: 0.0, reasons: vec!["a name is empty".to_owned()] };
    }
    if left == right {
        return Comparison { score: 1.0, reasons: vec!["the same name".to_owned()] };
    }
    let words = name_words();
    let mut best = compare(&Parts::of(a, words), &Parts::of(b, words));
    for (first, second) in
        [(Parts::swapped(a, words), Parts::of(b, words)), (Parts::of(a, words), Parts::swapped(b, words))]
    {
        let mut other = compare(&first, &second);
        other.score *= 0.97;
        if other.score > best.score {
            other.reasons.push("in another order".to_owned());
            best = other;
        }
    }
    best
}

/// A folded name, taken apart.
#[derive(Debug, Clone, PartialEq, Default)]
struct Parts {
    given: String,
    middle: Vec<String>,
    surname: String,
    /// Father's name, as a stem.
    father: Option<String>,
    suffix: Option<String>,
}

impl Parts {
    fn of(name: &str, words: &NameWords) -> Parts {
        match name.split_once(',') {
            Some((surname, given)) if !words.is_suffix(&fold(given)) && !given.trim().is_empty() => {
                Parts::from_words(&format!("{} {}", fold(given), fold(surname)), words)
            }
            _ => Parts::from_words(&fold(name), words),
        }
    }

    /// The name with its first word taken as the surname.
    fn swapped(name: &str, words: &NameWords) -> Parts {
        let folded = fold(name);
        match folded.split_once(' ') {
            Some((surname, given)) => Parts::from_words(&format!("{given} {surname}"), words),
            None => Parts::from_words(&folded, words),
        }
    }

    fn from_words(folded: &str, words: &NameWords) -> Parts {
        let mut parts = Parts::default();
        let mut list: Vec<&str> = folded.split(' ').collect();
        if list.len() > 2 && list.last().is_some_and(|w| words.is_suffix(w)) {
            parts.suffix = list.pop().map(str::to_owned);
        }
        let mut kept: Vec<&str> = Vec::new();
        for (i, &word) in list.iter().enumerate() {
            if i > 0 && list.get(i + 1).is_some_and(|next| words.is_patronymic_word(next)) {
                parts.father = Some(word.to_owned());
            } else if i > 0 && words.is_patronymic_word(word) {
                continue;
            } else if i > 0 && i + 1 < list.len() && words.is_patronymic(word) {
                parts.father = Some(words.father_of(word).to_owned());
            } else {
                kept.push(word);
            }
        }
        let surname = kept.pop().unwrap_or_default();
        while kept.len() > 1 && kept.last().is_some_and(|w| words.is_particle(w)) {
            kept.pop();
        }
        parts.surname = surname.to_owned();
        let mut kept = kept.into_iter().map(str::to_owned);
        parts.given = kept.next().unwrap_or_default();
        parts.middle = kept.collect();
        parts
    }

    fn joined(&self) -> String {
        skeleton(&format!("{}{}{}", self.given, self.middle.concat(), self.surname))
    }
}

fn compare(a: &Parts, b: &Parts) -> Comparison {
    let mut reasons = Vec::new();
    let (surname, how) = surname_agreement(&a.surname, &b.surname);
    reasons.push(format!("surnames {how}"));
    let mut score;
    if a.given.is_empty() || b.given.is_empty() {
        score = 0.55 * surname;
        reasons.push("one is a surname only".to_owned());
    } else {
        let (given, how) = given_agreement(a, b);
        reasons.push(format!("given names {how}"));
        score = surname.min(given) * 0.7 + surname * given * 0.3;
    }
    if a.joined() == b.joined() && !a.given.is_empty() {
        score = score.max(0.93);
        reasons.push("alike when written together".to_owned());
    }
    score *= middle_agreement(&a.middle, &b.middle, &mut reasons);
    match (&a.father, &b.father) {
        (Some(x), Some(y)) if word_agreement(x, y).0 < 0.7 => {
            score *= 0.3;
            reasons.push(format!("children of different fathers, {x} and {y}"));
        }
        (Some(_), Some(_)) => reasons.push("the same patronymic".to_owned()),
        (None, None) => {}
        _ => score *= 0.99,
    }
    if a.suffix != b.suffix {
        score *= if a.suffix.is_some() && b.suffix.is_some() { 0.3 } else { 0.5 };
        reasons.push("junior and senior".to_owned());
    }
    Comparison { score: score.clamp(0.0, 1.0), reasons }
}

/// Given names agree as such, or where one of them is among the other's middle names ("Tayyip" in "Recep Tayyip").
fn given_agreement(a: &Parts, b: &Parts) -> (f32, String) {
    let (direct, how) = first_name_agreement(&a.given, &b.given);
    let inside = |given: &str, middle: &[String]| {
        middle.iter().map(|m| word_agreement(given, m).0).fold(0.0f32, f32::max) * 0.85
    };
    let crossed = inside(&a.given, &b.middle).max(inside(&b.given, &a.middle));
    if crossed > direct && crossed > 0.6 { (crossed, "agree with a middle name".to_owned()) } else { (direct, how) }
}

fn first_name_agreement(a: &str, b: &str) -> (f32, String) {
    let forms = name_words().given_name_forms(a);
    if a != b && forms.is_some_and(|forms| forms.iter().any(|f| f == b)) {
        return (0.95, "are forms of one name".to_owned());
    }
    if a.len() > 3 && b == format!("{a}a") || b.len() > 3 && a == format!("{b}a") {
        return (0.3, "differ in gender".to_owned());
    }
    word_agreement(a, b)
}

fn surname_agreement(a: &str, b: &str) -> (f32, String) {
    let feminine = |a: &str, b: &str| {
        let stem = b.strip_suffix('a');
        stem.is_some_and(|s| s == a) || b.strip_suffix("aya").is_some_and(|s| a.strip_suffix('y') == Some(s))
    };
    if a != b && (feminine(a, b) || feminine(b, a)) && a.len().min(b.len()) > 4 {
        return (0.4, "differ in gender".to_owned());
    }
    if a.len() == 1 || b.len() == 1 {
        return (0.2, "are initials".to_owned());
    }
    word_agreement(a, b)
}

/// Agreement of two folded words, and in which way they agree.
fn word_agreement(a: &str, b: &str) -> (f32, String) {
    if a == b {
        return (1.0, "agree".to_owned());
    }
    if a.len() == 1 || b.len() == 1 {
        let agree = a.chars().next() == b.chars().next();
        return if agree { (0.78, "agree with an initial".to_owned()) } else { (0.0, "differ".to_owned()) };
    }
    let (left, right) = (skeleton(a), skeleton(b));
    if left == right {
        return (0.97, "agree but for transliteration".to_owned());
    }
    let distance = strsim::osa_distance(&left, &right).min(strsim::osa_distance(a, b));
    let longest = a.chars().count().max(b.chars().count());
    let starts_alike = left.chars().next() == right.chars().next();
    let score = match distance {
        1 if longest >= 8 => 0.9,
        1 if longest >= 5 && starts_alike => 0.82,
        1 if longest >= 4 && starts_alike => 0.62,
        2 if longest >= 9 => 0.78,
        2 if longest >= 7 && starts_alike => 0.68,
        3 if longest >= 11 && starts_alike => 0.66,
        _ => 0.45 * (strsim::jaro_winkler(&left, &right) as f32 - 0.4).max(0.0),
    };
    let how = if score > 0.6 { format!("differ in {distance} letters") } else { "differ".to_owned() };
    (score, how)
}

/// What middle names leave of the score: all of it where they agree or one name has none.
fn middle_agreement(a: &[String], b: &[String], reasons: &mut Vec<String>) -> f32 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    if a.is_empty() || b.is_empty() {
        return 0.97;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let best = |word: &String| long.iter().map(|other| word_agreement(word, other).0).fold(0.0f32, f32::max);
    let agreement = short.iter().map(best).fold(1.0f32, f32::min);
    if agreement > 0.6 && a.len() == b.len() {
        reasons.push("middle names agree".to_owned());
        return 0.99;
    }
    if agreement > 0.6 {
        let only_initials = short.iter().chain(long).all(|w| w.len() == 1);
        return if only_initials { 0.55 } else { 0.95 };
    }
    reasons.push("middle names differ".to_owned());
    0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn father_and_son_sisters_and_brothers() {
        let son = similarity("Ilham Aliyev", "Ilham Heydar oglu Aliyev").score;
        assert!(son > 0.9, "{son}");
        for (a, b) in [
            ("Ilham Heydar oglu Aliyev", "Heydar Aliyev"),
            ("Ivan Petrovich Sidorov", "Ivan Pavlovich Sidorov"),
            ("Kim Jong-un", "Kim Jong-il"),
            ("John Roe", "John Roe Jr."),
        ] {
            let other = similarity(a, b);
            assert!(other.score < 0.7, "{a} {b} {other:?}");
        }
    }

    #[test]
    fn a_comparison_tells_its_reasons() {
        let found = similarity("Ramiz Mehdiyev", "Ramiz Mehdiev");
        assert!(found.reasons.iter().any(|r| r == "surnames agree but for transliteration"), "{found:?}");
        assert_eq!(similarity("", "Ramiz").score, 0.0);
    }

    #[test]
    fn order_of_the_two_names_does_not_matter() {
        for (a, b) in
            [("Xi Jinping", "Jinping Xi"), ("D. Roe", "David Roe"), ("Tayyip Erdogan", "Recep Tayyip Erdoğan")]
        {
            assert!((similarity(a, b).score - similarity(b, a).score).abs() < 1e-6);
        }
    }
}
