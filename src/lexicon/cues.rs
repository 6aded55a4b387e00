//! Cue lists: words that deny, hedge, plan or report. What comes in: `data/cues/*.toml` (the form is described in
//! `data/cues/README.md`); what goes out: [`Cues`], looked up by lemma while the relation layer walks a parse.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Result};

/// The lists that are built in: file name and text.
const BUILT_IN: [(&str, &str); 7] = [
    ("cues/negation.toml", include_str!("../../data/cues/negation.toml")),
    ("cues/modals.toml", include_str!("../../data/cues/modals.toml")),
    ("cues/implicatives.toml", include_str!("../../data/cues/implicatives.toml")),
    ("cues/intentions.toml", include_str!("../../data/cues/intentions.toml")),
    ("cues/hedges.toml", include_str!("../../data/cues/hedges.toml")),
    ("cues/reporting.toml", include_str!("../../data/cues/reporting.toml")),
    ("cues/carriers.toml", include_str!("../../data/cues/carriers.toml")),
];

/// What a cue does to the event that it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Turns the polarity round.
    Negative,
    /// Makes it rumour or accusation.
    Alleged,
    /// Makes it something that may be.
    Possible,
    /// Makes it intent, plan, call or order.
    Planned,
}

/// What happens to the event when the cue word itself is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnderNegation {
    /// The event is denied too ("did not manage to meet"; "did not deny meeting" gives a meeting).
    #[default]
    Flips,
    /// The event is untouched ("did not say that they had met").
    Stays,
    /// The event becomes open ("did not confirm that they had met").
    Possible,
}

/// The kind of a word that reports what somebody says or thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reporting {
    /// "say", "announce": the content stands as the speaker gives it.
    Neutral,
    /// "claim", "allege": the article keeps its distance.
    Claim,
    /// "deny", "reject the claim".
    Denial,
    /// "order", "urge".
    Command,
    /// "believe", "fear".
    Opinion,
    /// "accuse", "blame": the content is an accusation.
    Accusation,
}

/// When an auxiliary means what its entry says; entries are tried in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// Before "have" and a participle.
    Perfect,
    /// With a negation beside it.
    Negated,
    /// In the main clause of a conditional.
    Conditional,
    /// In a clause under a reporting word.
    Reported,
    /// In a relative clause.
    Relative,
    /// Before an infinitive with "to" ("is to visit").
    Infinitive,
    /// A verb in the passive ("is said to").
    Passive,
    /// A verb in the -ing form ("is going to").
    Progressive,
    /// A verb in the present tense without auxiliary ("has to").
    Present,
}

/// One entry of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueEntry {
    /// Unique name, in lower case with hyphens.
    id: Spanned<String>,
    /// What the words mean, in a sentence.
    pub means: String,
    /// Lemmas of verbs; more words may follow ("rule out").
    #[serde(default)]
    verbs: Vec<String>,
    /// Lemmas of nouns.
    #[serde(default)]
    nouns: Vec<String>,
    /// Lemmas of adjectives and participles.
    #[serde(default)]
    adjectives: Vec<String>,
    /// Adverbs and adverbial phrases, as written.
    #[serde(default)]
    adverbs: Vec<String>,
    /// Auxiliaries (lemmas).
    #[serde(default)]
    auxiliaries: Vec<String>,
    /// Determiners.
    #[serde(default)]
    determiners: Vec<String>,
    /// Pronouns.
    #[serde(default)]
    pronouns: Vec<String>,
    /// Prepositions, also of several words.
    #[serde(default)]
    prepositions: Vec<String>,
    /// Subordinating and coordinating conjunctions.
    #[serde(default)]
    conjunctions: Vec<String>,
    /// What a verb, noun or adjective governs: `to`, `ing`, `that`, `noun`, `subject`, `modifies`, or a preposition.
    #[serde(default)]
    takes: Vec<String>,
    /// What it does to that.
    #[serde(default)]
    pub effect: Vec<Effect>,
    /// What the denial of the cue does to the event.
    #[serde(default)]
    pub negated: UnderNegation,
    /// Condition on an auxiliary.
    #[serde(default)]
    pub when: Option<When>,
    /// Set for words that report.
    #[serde(default)]
    pub reports: Option<Reporting>,
    /// Words that must not follow an adverb ("not only").
    #[serde(default)]
    pub not_before: Vec<String>,
    #[serde(default, rename = "test")]
    tests: Vec<RawTest>,
    /// `file` and line, filled in on loading.
    #[serde(skip)]
    pub file: String,
    /// Line of the entry in its file, from 1.
    #[serde(skip)]
    pub line: u64,
}

impl CueEntry {
    /// Its name.
    pub fn id(&self) -> &str {
        self.id.get_ref()
    }

    /// Does it govern this kind of complement (`to`, `ing`, `that`, `noun`, a preposition …)?
    pub fn takes(&self, complement: &str) -> bool {
        self.takes.iter().any(|t| t == complement)
    }

    /// Does it have this effect?
    pub fn has(&self, effect: Effect) -> bool {
        self.effect.contains(&effect)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    text: Spanned<String>,
    word: String,
    #[serde(default)]
    gives: String,
    #[serde(default)]
    speaker: Option<String>,
    #[serde(skip)]
    line: u64,
}

/// A test that stands beside an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueTest {
    /// File under `data/`.
    pub file: String,
    /// Line of the text, from 1.
    pub line: u64,
    /// Entry that it belongs to.
    pub entry: String,
    /// One to three sentences.
    pub text: String,
    /// The word (as written; the first such word) that expresses the event.
    pub word: String,
    /// What must come out, apart from `positive` and `actual`.
    pub gives: Vec<Effect>,
    /// Who must come out as the speaker: `Some("")` for nobody, `None` where it is not asked.
    pub speaker: Option<String>,
}

/// The word class in which a cue is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // the names say it
pub enum CueClass {
    Verb,
    Noun,
    Adjective,
    Adverb,
    Auxiliary,
    Determiner,
    Pronoun,
    Preposition,
    Conjunction,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    #[serde(default)]
    cue: Vec<CueEntry>,
    #[serde(default)]
    carriers: Carriers,
}

/// Words that carry an event or a source for another word.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Carriers {
    verbs: Vec<String>,
    nouns: Vec<String>,
    spokespeople: Vec<String>,
    statements: Vec<String>,
    anonymous: Vec<String>,
    performed: Vec<String>,
    background: Vec<String>,
}

/// One way into an entry: the words after the first, and the entry's index.
#[derive(Debug, Clone)]
struct Way {
    rest: Vec<String>,
    entry: usize,
}

/// All cue lists.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    entries: Vec<CueEntry>,
    ways: BTreeMap<CueClass, HashMap<String, Vec<Way>>>,
    carriers: Carriers,
}

impl Cues {
    /// The lists built into the program.
    ///
    /// # Errors
    /// [`Error::Data`] with file and line where a list is malformed.
    pub fn built_in() -> Result<Self> {
        Self::from_texts(BUILT_IN.iter().map(|(file, text)| (file.to_string(), text.to_string())))
    }

    /// The lists in the folder `cues` of a data folder: all its `.toml` files, in the order of their names.
    ///
    /// # Errors
    /// [`Error::Io`] where the folder cannot be read, [`Error::Data`] where a list is malformed.
    pub fn from_folder(data: &Path) -> Result<Self> {
        let folder = data.join("cues");
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| Error::io(&folder, e))? {
            let path = entry.map_err(|e| Error::io(&folder, e))?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
                files.push((format!("cues/{name}"), text));
            }
        }
        files.sort();
        Self::from_texts(files)
    }

    /// Lists from (file name, text) pairs.
    ///
    /// # Errors
    /// [`Error::Data`] where a text is malformed or two entries have one id.
    pub fn from_texts(files: impl IntoIterator<Item = (String, String)>) -> Result<Self> {
        let mut cues = Cues::default();
        for (file, text) in files {
            let parsed: CueFile = toml::from_str(&text).map_err(|e| {
                Error::data(&file, e.span().map(|s| line_at(&text, s.start)), e.message().replace('\n', " "))
            })?;
            cues.carriers.extend(parsed.carriers);
            for mut entry in parsed.cue {
                entry.file = file.clone();
                entry.line = line_at(&text, entry.id.span().start);
                for test in &mut entry.tests {
                    test.line = line_at(&text, test.text.span().start);
                    parse_effects(&test.gives).map_err(|m| Error::data(&file, Some(test.line), m))?;
                }
                cues.add(entry)?;
            }
        }
        Ok(cues)
    }

    fn add(&mut self, entry: CueEntry) -> Result<()> {
        if let Some(other) = self.entries.iter().find(|e| e.id() == entry.id()) {
            let message = format!("the id {:?} stands already in {}:{}", entry.id(), other.file, other.line);
            return Err(Error::data(entry.file, Some(entry.line), message));
        }
        let index = self.entries.len();
        let lists = [
            (CueClass::Verb, &entry.verbs),
            (CueClass::Noun, &entry.nouns),
            (CueClass::Adjective, &entry.adjectives),
            (CueClass::Adverb, &entry.adverbs),
            (CueClass::Auxiliary, &entry.auxiliaries),
            (CueClass::Determiner, &entry.determiners),
            (CueClass::Pronoun, &entry.pronouns),
            (CueClass::Preposition, &entry.prepositions),
            (CueClass::Conjunction, &entry.conjunctions),
        ];
        if lists.iter().all(|(_, words)| words.is_empty()) {
            return Err(Error::data(entry.file, Some(entry.line), format!("{:?} has no words", entry.id.get_ref())));
        }
        for (class, words) in lists {
            for phrase in words {
                let mut parts = phrase.split(' ').map(str::to_lowercase);
                let Some(first) = parts.next() else { continue };
                let ways = self.ways.entry(class).or_default().entry(first).or_default();
                ways.push(Way { rest: parts.collect(), entry: index });
                ways.sort_by_key(|w| (std::cmp::Reverse(w.rest.len()), w.entry)); // the longest first
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Entries for a word of this class, the longest phrases first: the words that must follow the first, and
    /// the entry. `word` is in lower case (a lemma for verbs, nouns and adjectives).
    pub fn lookup<'a>(
        &'a self,
        class: CueClass,
        word: &str,
    ) -> impl Iterator<Item = (&'a [String], &'a CueEntry)> + use<'a> {
        let ways = self.ways.get(&class).and_then(|words| words.get(word)).map(Vec::as_slice).unwrap_or_default();
        ways.iter().map(|w| (w.rest.as_slice(), &self.entries[w.entry]))
    }

    /// Is this the lemma of a verb that only carries the event its subject or object names ("take place", "hold")?
    pub fn is_carrier_verb(&self, lemma: &str) -> bool {
        self.carriers.verbs.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a noun that only carries another event noun ("round of talks")?
    pub fn is_carrier_noun(&self, lemma: &str) -> bool {
        self.carriers.nouns.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a noun for people who speak for others ("spokesman")?
    pub fn is_spokesperson(&self, lemma: &str) -> bool {
        self.carriers.spokespeople.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a noun for something said or written ("statement", "report")?
    pub fn is_statement(&self, lemma: &str) -> bool {
        self.carriers.statements.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a noun for sources that stay unnamed ("sources say")?
    pub fn is_anonymous(&self, lemma: &str) -> bool {
        self.carriers.anonymous.iter().any(|v| v == lemma)
    }

    /// Is it a predicate that an utterance itself performs (`requestedFrom`: "I urge you")?
    pub fn is_performed(&self, predicate: &str) -> bool {
        self.carriers.performed.iter().any(|p| p == predicate)
    }

    /// Is it a predicate that is the article's own knowledge, unless it stands in a quotation (`borders`)?
    pub fn is_background(&self, predicate: &str) -> bool {
        self.carriers.background.iter().any(|p| p == predicate)
    }

    /// The lemma under which a verb stands in the lists: the given one, else, where a lemmatiser slipped at the end
    /// of the word ("refus"), the one that regular inflection gives.
    pub fn verb_lemma(&self, lemma: String, form: &str) -> String {
        let verbs = self.ways.get(&CueClass::Verb);
        let is_known = |word: &str| verbs.is_some_and(|v| v.contains_key(word)) || self.is_carrier_verb(word);
        if is_known(&lemma) { lemma } else { uninflected(form).into_iter().find(|w| is_known(w)).unwrap_or(lemma) }
    }

    /// All entries in the order of the files.
    pub fn entries(&self) -> &[CueEntry] {
        &self.entries
    }

    /// All tests, in the order of the files.
    pub fn tests(&self) -> impl Iterator<Item = CueTest> + '_ {
        self.entries.iter().flat_map(|entry| {
            entry.tests.iter().map(|test| CueTest {
                file: entry.file.clone(),
                line: test.line,
                entry: entry.id().to_string(),
                text: test.text.get_ref().clone(),
                word: test.word.clone(),
                gives: parse_effects(&test.gives).unwrap_or_default(),
                speaker: test.speaker.clone(),
            })
        })
    }
}

impl Carriers {
    fn extend(&mut self, other: Carriers) {
        self.verbs.extend(other.verbs);
        self.nouns.extend(other.nouns);
        self.spokespeople.extend(other.spokespeople);
        self.statements.extend(other.statements);
        self.anonymous.extend(other.anonymous);
        self.performed.extend(other.performed);
        self.background.extend(other.background);
    }
}

/// What a regular verb form may be a form of: "refused" -> "refus", "refuse", "barred" -> "bar", "denied" -> "deny".
fn uninflected(form: &str) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["ed", "ing", "es", "s"] {
        let Some(stem) = form.strip_suffix(ending).filter(|s| s.chars().count() > 1) else { continue };
        found.push(format!("{stem}e"));
        found.push(stem.to_string());
        found.extend(stem.strip_suffix('i').map(|s| format!("{s}y")));
        let mut ends = stem.chars().rev();
        if let (Some(last), Some(before)) = (ends.next(), ends.next())
            && last == before
        {
            found.extend(stem.strip_suffix(last).map(str::to_string));
        }
    }
    found
}

/// "negative planned" -> the effects; empty, "positive" and "actual" are nothing.
fn parse_effects(words: &str) -> std::result::Result<Vec<Effect>, String> {
    let words = words.split_whitespace().filter(|w| !matches!(*w, "positive" | "actual"));
    words
        .map(|word| match word {
            "negative" => Ok(Effect::Negative),
            "alleged" => Ok(Effect::Alleged),
            "possible" => Ok(Effect::Possible),
            "planned" => Ok(Effect::Planned),
            other => Err(format!("{other:?} is none of positive, negative, actual, alleged, possible, planned")),
        })
        .collect()
}

fn line_at(text: &str, byte: usize) -> u64 {
    text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Cues> {
        Cues::from_texts([("cues/x.toml".to_string(), text.to_string())])
    }

    #[test]
    fn the_longest_phrase_comes_first() {
        let cues = load(
            "[[cue]]\nid = \"rule\"\nmeans = \"m\"\nverbs = [\"rule\"]\n\
             [[cue]]\nid = \"rule-out\"\nmeans = \"m\"\nverbs = [\"rule out\"]\n",
        )
        .unwrap();
        let ids: Vec<_> = cues.lookup(CueClass::Verb, "rule").map(|(_, e)| e.id()).collect();
        assert_eq!(ids, ["rule-out", "rule"]);
        assert_eq!(cues.lookup(CueClass::Noun, "rule").count(), 0);
    }

    #[test]
    fn a_slip_of_the_lemmatiser_is_mended() {
        let cues = load("[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"refuse\", \"bar\", \"deny\"]\n").unwrap();
        for (lemma, form, expected) in [
            ("refus", "refused", "refuse"),
            ("barr", "barring", "bar"),
            ("denie", "denied", "deny"),
            ("walk", "walked", "walk"),
        ] {
            assert_eq!(cues.verb_lemma(lemma.to_string(), form), expected);
        }
    }

    #[test]
    fn mistakes_name_file_and_line() {
        let unknown =
            load("[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"x\"]\ncolour = 1\n").unwrap_err().to_string();
        assert!(unknown.starts_with("cues/x.toml:"), "{unknown}");
        let twice = "[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"x\"]\n";
        let error = load(&format!("{twice}{twice}")).unwrap_err().to_string();
        assert_eq!(error, "cues/x.toml:6: the id \"a\" stands already in cues/x.toml:2");
        let test = "[[cue.test]]\ntext = \"a b\"\nword = \"b\"\ngives = \"maybe\"\n";
        let error = load(&format!("{twice}{test}")).unwrap_err().to_string();
        assert!(error.starts_with("cues/x.toml:6: \"maybe\" is none of"), "{error}");
    }

    #[test]
    fn the_built_in_lists_load_and_every_entry_has_a_test() {
        let cues = Cues::built_in().unwrap();
        assert!(cues.entries().len() > 40);
        for entry in cues.entries() {
            assert!(!entry.tests.is_empty(), "{}:{} {} has no test", entry.file, entry.line, entry.id());
        }
        let test = cues.tests().next().unwrap();
        assert!(test.line > 1 && test.text.contains(&test.word));
    }
}
