//! Frames: `data/frames/*.toml` in typed form, patterns compiled, with the tests that stand inside the files.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::pattern::Pattern;
use super::{Modality, Polarity};
use crate::error::{Error, Result};

/// One meaning and the ways to say it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Unique id, shown as the rule of its claims.
    pub id: String,
    /// Predicate id of the ontology.
    pub predicate: String,
    /// What it means, for people.
    pub means: String,
    /// Its patterns.
    pub patterns: Vec<Pattern>,
    /// The predicate holds both ways.
    pub reciprocal: bool,
    /// For one that holds both ways: what is done to the topic is done together ("the two discussed the plan").
    pub together: bool,
    /// A noun without a possessor that says on what occasion something was done ("said in a call with") belongs to
    /// whoever did it.
    pub circumstance: bool,
    /// Lemmas that must not head the object.
    pub not: Vec<String>,
    /// Where any are given: lemmas of which one must head the object.
    pub only: Vec<String>,
    /// Where any are given: lemmas of which one must head the phrase of whoever acts.
    pub by: Vec<String>,
    /// Where any are given: the patterns leave the subject unsaid; it is the nearest mention that one of these lemmas
    /// heads.
    pub unsaid_by: Vec<String>,
    /// Lemmas of which none must head the phrase of whoever acts.
    pub not_by: Vec<String>,
    /// An object that is a quality or an act of somebody ("his conduct") stands for them.
    pub of_owner: bool,
    /// A nameless envoy as object stands for the state or body that sent him ("summoned the Danish ambassador").
    pub of_state: bool,
    /// The patterns say what somebody says; whoever says it is the subject.
    pub is_spoken: bool,
    /// Does a capital in which something is done to something do it ("was condemned in Riga")?
    pub seat_acts: bool,
    /// Does the predicate hold only where the words are denied ("will not tolerate")?
    pub needs_denial: bool,
    /// Where any are given: the patterns leave the object unsaid; it is that of the nearest claim of one of these
    /// predicates about the same subject.
    pub implied: Vec<String>,
    /// For what is said: reporting words of which one must report it; empty for any.
    pub reported: Vec<String>,
    /// For what is said: the predicate that holds where the words are denied ("is not fair").
    pub denied: Option<String>,
    /// The patterns have no object: it is the office that the text says the subject holds.
    pub is_held_office: bool,
    /// The predicate of a claim that comes with each, between its object and its topic or the deed that it tells.
    pub companion: Option<String>,
    /// Polarity that the patterns themselves carry.
    pub polarity: Polarity,
    /// Modality that the patterns themselves carry.
    pub modality: Modality,
    /// 0 to 1.
    pub confidence: f32,
    /// Tests.
    pub tests: Vec<FrameTest>,
    /// File it stands in.
    pub file: String,
    /// Line of its id, from 1.
    pub line: u64,
}

/// A text and the claims of the frame's predicate that it must give.
#[derive(Debug, Clone)]
pub struct FrameTest {
    /// One to three sentences.
    pub text: String,
    /// The claims it gives.
    pub gives: Vec<Expected>,
    /// File it stands in.
    pub file: String,
    /// Line of the text, from 1.
    pub line: u64,
}

/// A claim as a test states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Words of the subject.
    pub subject: String,
    /// Predicate id.
    pub predicate: String,
    /// Words of the object.
    pub object: String,
    /// Polarity that must hold.
    pub polarity: Polarity,
    /// Modality that must hold.
    pub modality: Modality,
    /// Words of the speaker, compared where stated.
    pub speaker: Option<String>,
    /// Words of the topic, compared where stated.
    pub topic: Option<String>,
    /// Words of the place, compared where stated.
    pub place: Option<String>,
    /// Time, compared where stated.
    pub time: Option<String>,
}

impl Expected {
    /// Read `subject | predicate | object | key=value | planned …`.
    pub fn parse(line: &str) -> Result<Self, String> {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [subject, predicate, object, rest @ ..] = parts.as_slice() else {
            return Err(format!("`{line}` is not `subject | predicate | object`"));
        };
        let mut expected = Expected {
            subject: (*subject).into(),
            predicate: (*predicate).into(),
            object: (*object).into(),
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            speaker: None,
            topic: None,
            place: None,
            time: None,
        };
        for part in rest {
            match part.split_once('=').map(|(key, value)| (key.trim(), value.trim().to_owned())) {
                Some(("speaker", value)) => expected.speaker = Some(value),
                Some(("topic", value)) => expected.topic = Some(value),
                Some(("place", value)) => expected.place = Some(value),
                Some(("time", value)) => expected.time = Some(value),
                _ => match *part {
                    "positive" => expected.polarity = Polarity::Positive,
                    "negative" => expected.polarity = Polarity::Negative,
                    "actual" => expected.modality = Modality::Actual,
                    "alleged" => expected.modality = Modality::Alleged,
                    "possible" => expected.modality = Modality::Possible,
                    "planned" => expected.modality = Modality::Planned,
                    _ => return Err(format!("`{part}` in `{line}` is not understood")),
                },
            }
        }
        Ok(expected)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileForm {
    #[serde(default)]
    frame: Vec<FrameForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameForm {
    id: Spanned<String>,
    predicate: Spanned<String>,
    means: String,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    reciprocal: bool,
    #[serde(default)]
    circumstance: bool,
    #[serde(default)]
    together: bool,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    unsaid_by: Vec<String>,
    #[serde(default)]
    not_by: Vec<String>,
    #[serde(default)]
    of_owner: bool,
    #[serde(default)]
    of_state: bool,
    #[serde(default)]
    spoken: bool,
    #[serde(default)]
    needs_denial: bool,
    #[serde(default)]
    seat_acts: bool,
    #[serde(default)]
    implied: Vec<Spanned<String>>,
    #[serde(default)]
    reported: Vec<String>,
    denied: Option<Spanned<String>>,
    #[serde(default)]
    held_office: bool,
    companion: Option<Spanned<String>>,
    polarity: Option<Polarity>,
    modality: Option<Modality>,
    confidence: Option<f32>,
    #[serde(default)]
    test: Vec<TestForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TestForm {
    text: Spanned<String>,
    gives: Vec<Spanned<String>>,
}

/// All frames.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// In the order of the files.
    pub frames: Vec<Frame>,
}

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../data/frames/", $name)))),*]
    };
}

/// The frame files built into the program: name and content.
pub const EMBEDDED: &[(&str, &str)] = embedded![
    "conflict.toml",
    "diplomacy.toml",
    "judgements.toml",
    "law.toml",
    "life.toml",
    "offices.toml",
    "requests.toml",
    "sanctions-aid-trade.toml",
    "stance.toml",
];

const PREPOSITIONS: &str = include_str!("../../data/lexicon/prepositions.txt");

impl Frames {
    /// The frames built into the program. The second part lists every mistake found in them.
    pub fn embedded(is_predicate: &dyn Fn(&str) -> bool) -> (Self, Vec<Error>) {
        Self::from_files(
            EMBEDDED.iter().map(|(name, text)| (format!("data/frames/{name}"), (*text).to_owned())),
            is_predicate,
        )
    }

    /// The frames of a folder: all its `*.toml`, in alphabetical order.
    pub fn from_folder(folder: &Path, is_predicate: &dyn Fn(&str) -> bool) -> Result<(Self, Vec<Error>)> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|e| Error::io(folder, e))? {
            let path = entry.map_err(|e| Error::io(folder, e))?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut files = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
            files.push((path.display().to_string(), text));
        }
        Ok(Self::from_files(files, is_predicate))
    }

    fn from_files(
        files: impl IntoIterator<Item = (String, String)>,
        is_predicate: &dyn Fn(&str) -> bool,
    ) -> (Self, Vec<Error>) {
        let prepositions: HashSet<&str> = PREPOSITIONS.lines().filter(|l| !l.starts_with('#')).collect();
        let mut loader = Loader {
            frames: Vec::new(),
            errors: Vec::new(),
            ids: HashSet::new(),
            is_predicate,
            is_preposition: &|word| prepositions.contains(word),
        };
        for (name, text) in files {
            loader.file(&name, &text);
        }
        (Frames { frames: loader.frames }, loader.errors)
    }
}

struct Loader<'a> {
    frames: Vec<Frame>,
    errors: Vec<Error>,
    ids: HashSet<String>,
    is_predicate: &'a dyn Fn(&str) -> bool,
    is_preposition: &'a dyn Fn(&str) -> bool,
}

fn line_of(text: &str, byte: usize) -> u64 {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|&&b| b == b'\n').count() as u64 + 1
}

impl Loader<'_> {
    fn file(&mut self, name: &str, text: &str) {
        match toml::from_str::<FileForm>(text) {
            Ok(form) => form.frame.into_iter().for_each(|frame| self.frame(name, text, frame)),
            Err(e) => {
                let line = e.span().map(|span| line_of(text, span.start));
                self.errors.push(Error::data(name, line, e.message().replace('\n', " ")));
            }
        }
    }

    fn frame(&mut self, name: &str, text: &str, form: FrameForm) {
        let line = line_of(text, form.id.span().start);
        let id = form.id.into_inner();
        if !self.ids.insert(id.clone()) {
            self.errors.push(Error::data(name, Some(line), format!("frame id `{id}` stands twice")));
        }
        let predicates = [Some(&form.predicate), form.denied.as_ref(), form.companion.as_ref()];
        for predicate in predicates.into_iter().flatten().chain(&form.implied) {
            if !(self.is_predicate)(predicate.get_ref()) {
                let line = line_of(text, predicate.span().start);
                let message = format!("predicate `{}` is not in the ontology", predicate.get_ref());
                self.errors.push(Error::data(name, Some(line), message));
            }
        }
        if !form.spoken && (form.denied.is_some() || !form.reported.is_empty()) {
            let message = "`denied` and `reported` go with `spoken = true`";
            self.errors.push(Error::data(name, Some(line), message));
        }
        if form.needs_denial && (form.spoken || form.held_office) {
            let message = "`needs_denial` goes with neither `spoken` nor `held_office`";
            self.errors.push(Error::data(name, Some(line), message));
        }
        if form.spoken && form.held_office {
            let message = "`spoken` and `held_office` do not go together";
            self.errors.push(Error::data(name, Some(line), message));
        }
        if (form.spoken || form.held_office) && !form.implied.is_empty() {
            let message = "`implied` does not go with `spoken` or `held_office`";
            self.errors.push(Error::data(name, Some(line), message));
        }
        if !form.unsaid_by.is_empty() && (form.spoken || form.held_office || !form.implied.is_empty()) {
            let message = "`unsaid_by` goes with none of `spoken`, `held_office` and `implied`";
            self.errors.push(Error::data(name, Some(line), message));
        }
        let has_no_subject = form.spoken || !form.unsaid_by.is_empty();
        let parse = match (has_no_subject, form.held_office || !form.implied.is_empty()) {
            (true, _) => Pattern::parse_spoken,
            (false, true) => Pattern::parse_held,
            (false, false) => Pattern::parse,
        };
        let mut patterns = Vec::new();
        for pattern in &form.patterns {
            match parse(pattern.get_ref(), self.is_preposition) {
                Ok(pattern) => patterns.push(pattern),
                Err(e) => self.errors.push(Error::data(name, Some(line_of(text, pattern.span().start)), e)),
            }
        }
        let mut tests = Vec::new();
        for test in form.test {
            let mut gives = Vec::new();
            for claim in &test.gives {
                match Expected::parse(claim.get_ref()) {
                    Ok(claim) => gives.push(claim),
                    Err(e) => self.errors.push(Error::data(name, Some(line_of(text, claim.span().start)), e)),
                }
            }
            let line = line_of(text, test.text.span().start);
            tests.push(FrameTest { text: test.text.into_inner(), gives, file: name.into(), line });
        }
        self.frames.push(Frame {
            id,
            predicate: form.predicate.into_inner(),
            means: form.means,
            patterns,
            reciprocal: form.reciprocal,
            circumstance: form.circumstance,
            together: form.together,
            not: form.not,
            only: form.only,
            by: form.by,
            unsaid_by: form.unsaid_by,
            not_by: form.not_by,
            of_owner: form.of_owner,
            of_state: form.of_state,
            is_spoken: form.spoken,
            needs_denial: form.needs_denial,
            seat_acts: form.seat_acts,
            implied: form.implied.into_iter().map(Spanned::into_inner).collect(),
            reported: form.reported,
            denied: form.denied.map(Spanned::into_inner),
            is_held_office: form.held_office,
            companion: form.companion.map(Spanned::into_inner),
            polarity: form.polarity.unwrap_or(Polarity::Positive),
            modality: form.modality.unwrap_or(Modality::Actual),
            confidence: form.confidence.unwrap_or(0.85),
            tests,
            file: name.into(),
            line,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_name_file_and_line() {
        let text = "[[frame]]\nid = \"a\"\npredicate = \"met\"\nmeans = \"x\"\npatterns = [\n  \"S meet O\",\n  \"S meet\",\n]\n";
        let (frames, errors) = Frames::from_files([("x.toml".to_owned(), text.to_owned())], &|p| p == "met");
        assert_eq!(frames.frames[0].patterns.len(), 1);
        assert_eq!(errors.len(), 1);
        assert!(errors[0].to_string().starts_with("x.toml:7: pattern `S meet` has no O"), "{}", errors[0]);
        let (_, errors) = Frames::from_files([("x.toml".to_owned(), text.replace("means", "mean"))], &|_| true);
        assert!(errors[0].to_string().starts_with("x.toml:4:"), "{}", errors[0]);
    }

    #[test]
    fn every_frame_file_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/frames");
        let mut found: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .filter(|n| n.ends_with(".toml"))
            .collect();
        found.sort();
        assert_eq!(found, EMBEDDED.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn expectations_are_read() {
        let e = Expected::parse("A b | met | C | negative | planned | speaker=D E").unwrap();
        assert_eq!(
            (e.polarity, e.modality, e.speaker.as_deref()),
            (Polarity::Negative, Modality::Planned, Some("D E"))
        );
        assert!(Expected::parse("A met B").is_err());
    }
}
