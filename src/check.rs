//! Tests that stand beside the knowledge: a frame's texts are read by the whole program and their claims compared
//! with what the file says must come out. `tidings check` runs them for analysts, `cargo test` for developers.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::claim::{Argument, Claim};
use crate::corpus::Article;
use crate::error::Result;
use crate::lexicon::frames::{Expected, Frame, FrameTest};
use crate::lexicon::{CueTest, Polarity, RoleTest, fold};
use crate::mention;
use crate::pipeline::{Reading, Tidings};
use crate::relation::{cue_check, learned, nominal};

/// A test that did not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// File it stands in.
    pub file: String,
    /// Line, from 1.
    pub line: u64,
    /// Frame or entry.
    pub rule: String,
    /// The text.
    pub text: String,
    /// What was missing, and what came instead.
    pub message: String,
}

/// Run the tests of all frames, or of the one called `only`, in parallel; failures in the order of the files.
///
/// # Errors
/// [`crate::Error::Model`] when the model cannot be run.
pub fn frames(tidings: &Tidings, only: Option<&str>) -> Result<Vec<Failure>> {
    let wanted = wanted(tidings, only);
    let tests: Vec<(&Frame, &FrameTest)> = wanted.flat_map(|f| f.tests.iter().map(move |t| (f, t))).collect();
    let results: Vec<Result<Option<Failure>>> = tests.par_iter().map(|(f, t)| frame_test(tidings, f, t)).collect();
    let mut failures = Vec::new();
    for result in results {
        failures.extend(result?);
    }
    Ok(failures)
}

/// The frames, or the one called `only`.
fn wanted<'a>(tidings: &'a Tidings, only: Option<&'a str>) -> impl Iterator<Item = &'a Frame> {
    tidings.frames().frames().iter().filter(move |frame| only.is_none_or(|id| frame.id == id))
}

/// A pattern that no test shows to be of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfired {
    /// File of its frame.
    pub file: String,
    /// Line of its frame's id, from 1.
    pub line: u64,
    /// The frame.
    pub rule: String,
    /// The pattern as written.
    pub pattern: String,
}

/// Patterns that fire on no text of any frame's tests, in the order of the files; of the frame called `only`, those that
/// fire in none of its own. Patterns with an implied object are left out: they fire on what other rules have found.
///
/// # Errors
/// [`crate::Error::Model`] when the model cannot be run.
pub fn unfired(tidings: &Tidings, only: Option<&str>) -> Result<Vec<Unfired>> {
    let tests: Vec<&FrameTest> = wanted(tidings, only).flat_map(|f| &f.tests).collect();
    let fired_by = |test: &&FrameTest| -> Result<Vec<(String, String)>> {
        let mut attempts = Vec::new();
        tidings.read_recording(bare_article(&test.text), Some(&mut attempts))?;
        let fired = attempts.into_iter().filter(|attempt| attempt.miss.is_none());
        Ok(fired.map(|attempt| (attempt.frame, attempt.pattern)).collect())
    };
    let mut fired = BTreeSet::new();
    for result in tests.par_iter().map(fired_by).collect::<Vec<_>>() {
        fired.extend(result?);
    }
    let is_unfired = |frame: &Frame, pattern: &str| !fired.contains(&(frame.id.clone(), pattern.to_owned()));
    let unfired_of = |frame: &Frame| -> Vec<Unfired> {
        let sources = frame.patterns.iter().map(|pattern| pattern.source.as_str());
        let unfired = sources.filter(|source| frame.implied.is_empty() && is_unfired(frame, source));
        let describe = |source: &str| Unfired {
            file: frame.file.clone(),
            line: frame.line,
            rule: frame.id.clone(),
            pattern: source.to_owned(),
        };
        unfired.map(describe).collect()
    };
    Ok(wanted(tidings, only).flat_map(unfired_of).collect())
}

/// Run the tests of all cue lists, or of the cue called `only`; failures in the order of the files.
///
/// # Errors
/// [`crate::Error::Model`] when the model cannot be run.
pub fn cues(tidings: &Tidings, only: Option<&str>) -> Result<Vec<Failure>> {
    let tests: Vec<CueTest> =
        tidings.cues().tests().filter(|test| only.is_none_or(|entry| test.entry == entry)).collect();
    let run = |test: &CueTest| cue_check::failure(test, tidings.reader(), tidings.knowledge(), tidings.cues());
    let results: Vec<Result<Option<String>>> = tests.par_iter().map(run).collect();
    let mut failures = Vec::new();
    for (test, result) in tests.into_iter().zip(results) {
        let CueTest { file, line, entry: rule, text, .. } = test;
        failures.extend(result?.map(|message| Failure { file, line, rule, text, message }));
    }
    Ok(failures)
}

/// Run the tests of the nouns of `data/lexicon` (offices, kinship, parties, places); failures in the order of the files.
///
/// # Errors
/// [`crate::Error::Model`] when the model cannot be run.
pub fn nouns(tidings: &Tidings) -> Result<Vec<Failure>> {
    let tests: Vec<&RoleTest> = tidings.roles().tests().collect();
    let run = |test: &&RoleTest| -> Result<Option<Failure>> {
        let document = tidings.reader().read(&test.text, 0)?;
        let mentions = mention::read(&document, tidings.knowledge());
        let wrong = nominal::failures(test, &document, &mentions, tidings.roles());
        Ok((!wrong.is_empty()).then(|| Failure {
            file: test.file.to_owned(),
            line: test.line,
            rule: "nouns".to_owned(),
            text: test.text.clone(),
            message: wrong.join("; "),
        }))
    };
    let results: Vec<Result<Option<Failure>>> = tests.par_iter().map(run).collect();
    results.into_iter().filter_map(Result::transpose).collect()
}

/// An article around a bare text, as tests and `explain` read it.
pub fn bare_article(text: &str) -> Article {
    Article { id: "text".into(), title: String::new(), text: text.into(), published: None, url: None, publisher: None }
}

fn frame_test(tidings: &Tidings, frame: &Frame, test: &FrameTest) -> Result<Option<Failure>> {
    let reading = tidings.read_recording(bare_article(&test.text), None)?;
    let is_tested =
        |c: &&Claim| c.predicate == frame.predicate && c.inferred_from.is_empty() && c.rule != learned::RULE;
    let given: Vec<&Claim> = reading.claims.iter().filter(is_tested).collect();
    let mut free = vec![true; given.len()];
    let mut messages = Vec::new();
    for expected in &test.gives {
        let hit = (0..given.len()).find(|&i| free[i] && matches(&reading, given[i], expected, tidings));
        match hit {
            Some(i) => free[i] = false,
            None => messages.push(format!("missing {}", describe_expected(expected))),
        }
    }
    messages.extend((0..given.len()).filter(|&i| free[i]).map(|i| format!("gives {}", describe(&reading, given[i]))));
    Ok((!messages.is_empty()).then(|| Failure {
        file: test.file.clone(),
        line: test.line,
        rule: frame.id.clone(),
        text: test.text.clone(),
        message: messages.join("; "),
    }))
}

fn matches(reading: &Reading, claim: &Claim, expected: &Expected, tidings: &Tidings) -> bool {
    let same = |argument: &Argument, words: &str| names(reading, argument).iter().any(|n| agree(n, words));
    let option = |argument: &Option<Argument>, words: &Option<String>| match words {
        None => true,
        Some(words) => argument.as_ref().is_some_and(|a| same(a, words)),
    };
    let straight = same(&claim.subject, &expected.subject) && same(&claim.object, &expected.object);
    let symmetric = tidings.ontology().predicate(&claim.predicate).is_some_and(|p| p.symmetric);
    let swapped = symmetric && same(&claim.subject, &expected.object) && same(&claim.object, &expected.subject);
    (straight || swapped)
        && claim.predicate == expected.predicate
        && claim.polarity == expected.polarity
        && claim.modality == expected.modality
        && option(&claim.speaker, &expected.speaker)
        && option(&claim.topic, &expected.topic)
        && option(&claim.place, &expected.place)
        && expected.time.as_ref().is_none_or(|t| claim.time.as_ref() == Some(t))
}

fn names<'a>(reading: &'a Reading, argument: &'a Argument) -> Vec<&'a str> {
    let entity = &reading.entities[argument.entity];
    let mut names = vec![entity.name.as_str(), argument.text.as_str()];
    names.extend(entity.forms.iter().map(String::as_str));
    names
}

/// Same words, articles apart, or all words of one among those of the other.
fn agree(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        fold(text).split(' ').filter(|w| !matches!(*w, "" | "the" | "a" | "an")).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let within = |x: &[String], y: &[String]| !x.is_empty() && x.iter().all(|w| y.contains(w));
    within(&a, &b) || within(&b, &a)
}

/// A claim in one line, in the form in which tests are written.
pub fn describe(reading: &Reading, claim: &Claim) -> String {
    let name = |a: &Argument| reading.entities[a.entity].name.clone();
    let mut parts = vec![name(&claim.subject), claim.predicate.clone(), name(&claim.object)];
    if claim.polarity == Polarity::Negative {
        parts.push("negative".into());
    }
    if claim.modality != crate::lexicon::Modality::Actual {
        parts.push(claim.modality.as_str().into());
    }
    let extra = [("speaker", &claim.speaker), ("topic", &claim.topic), ("place", &claim.place)];
    parts.extend(extra.iter().filter_map(|(key, a)| a.as_ref().map(|a| format!("{key}={}", name(a)))));
    parts.extend(claim.time.as_ref().map(|t| format!("time={t}")));
    parts.join(" | ")
}

fn describe_expected(e: &Expected) -> String {
    let mut parts = vec![e.subject.clone(), e.predicate.clone(), e.object.clone()];
    if e.polarity == Polarity::Negative {
        parts.push("negative".into());
    }
    if e.modality != crate::lexicon::Modality::Actual {
        parts.push(e.modality.as_str().into());
    }
    let extra = [("speaker", &e.speaker), ("topic", &e.topic), ("place", &e.place), ("time", &e.time)];
    parts.extend(extra.iter().filter_map(|(key, v)| v.as_ref().map(|v| format!("{key}={v}"))));
    parts.join(" | ")
}
