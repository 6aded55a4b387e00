//! One entry of a cue list, as TOML gives it.

use serde::Deserialize;
use toml::Spanned;

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
    /// The event is untouched ("did not condemn the invasion").
    Stays,
    /// The event becomes open, and nobody is its speaker ("did not confirm that they had met", "never said so").
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
    /// In front of the subject of a subordinate clause ("had they met, …").
    Inverted,
}

/// One entry of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueEntry {
    /// Unique name, in lower case with hyphens.
    pub(super) id: Spanned<String>,
    /// What the words mean, in a sentence.
    pub means: String,
    /// Lemmas of verbs; more words may follow ("rule out").
    #[serde(default)]
    pub(super) verbs: Vec<String>,
    /// Lemmas of nouns.
    #[serde(default)]
    pub(super) nouns: Vec<String>,
    /// Lemmas of adjectives and participles.
    #[serde(default)]
    pub(super) adjectives: Vec<String>,
    /// Adverbs and adverbial phrases, as written.
    #[serde(default)]
    pub(super) adverbs: Vec<String>,
    /// Auxiliaries (lemmas).
    #[serde(default)]
    pub(super) auxiliaries: Vec<String>,
    /// Determiners.
    #[serde(default)]
    pub(super) determiners: Vec<String>,
    /// Pronouns.
    #[serde(default)]
    pub(super) pronouns: Vec<String>,
    /// Prepositions, also of several words.
    #[serde(default)]
    pub(super) prepositions: Vec<String>,
    /// Subordinating and coordinating conjunctions.
    #[serde(default)]
    pub(super) conjunctions: Vec<String>,
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
    /// For auxiliaries: adverbs of which one must stand beside the verb ("would later visit"); none: always.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Words that must not follow an adverb ("not only").
    #[serde(default)]
    pub not_before: Vec<String>,
    #[serde(default, rename = "test")]
    pub(super) tests: Vec<RawTest>,
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
pub(super) struct RawTest {
    pub text: Spanned<String>,
    pub word: String,
    #[serde(default)]
    pub gives: String,
    #[serde(default)]
    pub speaker: Option<String>,
    #[serde(skip)]
    pub line: u64,
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

/// "negative planned" -> the effects; empty, "positive" and "actual" are nothing.
pub(super) fn parse_effects(words: &str) -> std::result::Result<Vec<Effect>, String> {
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
