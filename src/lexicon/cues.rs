//! Cue lists: words that deny, hedge, plan or report. What comes in: `data/cues/*.toml` (the form is described in
//! `data/cues/README.md`); what goes out: [`Cues`], looked up by lemma while the relation layer walks a parse.

mod entry;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};

use entry::parse_effects;
pub use entry::{CueEntry, CueTest, Effect, Reporting, UnderNegation, When};

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
    accusing: Vec<String>,
    faced: Vec<String>,
    proposals: Vec<String>,
    performed: Vec<String>,
    undergone: Vec<String>,
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
        // The order decides between entries for one word: as built in, then files of the analyst's own by name.
        let place = |name: &str| BUILT_IN.iter().position(|(built_in, _)| *built_in == name).unwrap_or(BUILT_IN.len());
        files.sort_by_cached_key(|(name, _)| (place(name), name.clone()));
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

    /// Is this the lemma of a noun for an accusation ("charge", "allegation")?
    pub fn is_charge(&self, lemma: &str) -> bool {
        self.lookup(CueClass::Noun, lemma).any(|(_, entry)| entry.reports == Some(Reporting::Accusation))
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

    /// Is this the lemma of a noun for papers that accuse ("the indictment says")?
    pub fn is_accusing(&self, lemma: &str) -> bool {
        self.carriers.accusing.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a verb whose subject is told of, and does not make, what its object says ("faces charges")?
    pub fn is_faced(&self, lemma: &str) -> bool {
        self.carriers.faced.iter().any(|v| v == lemma)
    }

    /// Is this the lemma of a noun for something proposed, which has been proposed though it be vetoed ("bill")?
    pub fn is_proposal(&self, lemma: &str) -> bool {
        self.carriers.proposals.iter().any(|v| v == lemma)
    }

    /// Is it a predicate that an utterance itself performs (`requestedFrom`: "I urge you")?
    pub fn is_performed(&self, predicate: &str) -> bool {
        self.carriers.performed.iter().any(|p| p == predicate)
    }

    /// Does an utterance itself bring this predicate about for whom it is against ("accusedOf")?
    pub fn is_undergone(&self, predicate: &str) -> bool {
        self.carriers.undergone.iter().any(|p| p == predicate)
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
        self.accusing.extend(other.accusing);
        self.faced.extend(other.faced);
        self.proposals.extend(other.proposals);
        self.performed.extend(other.performed);
        self.undergone.extend(other.undergone);
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

fn line_at(text: &str, byte: usize) -> u64 {
    text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count() as u64 + 1
}

#[cfg(test)]
mod tests;
