//! Did it happen, and how is it given? What comes in: a sentence's parse and the word that expresses an event; what
//! goes out: polarity, modality and the cues that set them.
//!
//! The walk starts at the event's word and goes up the tree, one *level* a clause or phrase. At each level the word's
//! own modifiers count (auxiliaries, adverbs, "no", "if", "alleged"), then the word that governs it ("refused to
//! meet", "plans for a visit"), until a boundary: a finite clause under a reporting or factive word, a relative
//! clause, an unrelated noun. Negatives cancel each other; the modality nearest to the event stands.

mod level;
mod link;

use crate::document::{Deprel, Document, Sentence};
use crate::lexicon::{CueClass, CueEntry, Cues, Effect, Reporting, UnderNegation};
use crate::relation::clause::Clauses;
use crate::relation::{Cue, Modality, Polarity};

use level::Level;
use link::Link;

/// How an event is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factuality {
    /// Did it happen?
    pub polarity: Polarity,
    /// How sure?
    pub modality: Modality,
    /// The words that say so, from the event outwards.
    pub cues: Vec<Cue>,
}

/// The factuality of the event that word `head` of `sentence` expresses.
pub fn factuality(document: &Document, sentence: &Sentence, head: usize, cues: &Cues) -> Factuality {
    let walk = Walk { clauses: Clauses::new(document, sentence), cues };
    walk.up_from(head).finish()
}

/// The state of the walk: what the levels passed so far add up to.
#[derive(Debug, Default)]
struct State {
    is_negative: bool,
    modality: Option<Modality>,
    found: Vec<Cue>,
}

impl State {
    /// One level outwards: its negation turns the polarity once, its modality counts where none is set yet.
    fn absorb(&mut self, level: Level) {
        self.is_negative ^= level.is_negative;
        // A charge of planning something is a charge; "if they plan to" is a condition.
        self.modality = if level.prevails { level.modality } else { self.modality.or(level.modality) };
        self.found.extend(level.found);
    }

    fn finish(self) -> Factuality {
        Factuality {
            polarity: if self.is_negative { Polarity::Negative } else { Polarity::Positive },
            modality: self.modality.unwrap_or(Modality::Actual),
            cues: self.found,
        }
    }
}

/// The rule name of a cue: the list and the entry.
fn rule_of(entry: &CueEntry) -> String {
    let list = entry.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
    format!("{list}/{}", entry.id())
}

/// The modality that an effect stands for; `None` for a negative.
fn modality_of(effect: Effect) -> Option<Modality> {
    match effect {
        Effect::Negative => None,
        Effect::Alleged => Some(Modality::Alleged),
        Effect::Possible => Some(Modality::Possible),
        Effect::Planned => Some(Modality::Planned),
    }
}

struct Walk<'a> {
    clauses: Clauses<'a>,
    cues: &'a Cues,
}

/// How far the walk goes beyond a governing cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// No further.
    Ends,
    /// On, with the cue word's own modifiers.
    Further,
    /// Only to a word that says whether the cue's content is right ("dismissed reports that …").
    Judgement,
}

impl Walk<'_> {
    fn up_from(&self, head: usize) -> State {
        let mut state = State::default();
        let mut current = head;
        let mut reach = Reach::Further;
        let mut is_content = false;
        let mut only_modality = false;
        state.absorb(self.level(head, None));
        for _ in 0..self.clauses.sentence.tokens.len() {
            let anchor = self.clauses.first_conjunct(current);
            let link = self.link(current, anchor, is_content);
            if reach == Reach::Judgement && !matches!(&link, Link::Governed { entry, .. } if entry.takes("content")) {
                break;
            }
            let (next, mut level) = match link {
                Link::Stop => break,
                Link::Top => {
                    state.absorb(self.top(anchor));
                    break;
                }
                Link::Pass(next) => (next, Level::default()),
                Link::Modality(next) => {
                    only_modality = true;
                    (next, Level::default())
                }
                Link::Governed { by, entry, is_finite } => {
                    let (level, further) = self.governing(by, entry, is_finite);
                    is_content = self.clauses.is_noun(by);
                    reach = further;
                    (by, level)
                }
            };
            let mut own = if reach == Reach::Further { self.level(next, Some(anchor)) } else { Level::default() };
            if only_modality {
                (level.is_negative, own.is_negative) = (false, false);
            }
            state.absorb(level);
            state.absorb(own);
            if reach == Reach::Ends {
                break;
            }
            current = next;
        }
        state
    }

    /// The lemma under which a word stands in the lists.
    fn verb_lemma(&self, i: usize) -> String {
        let lemma = self.clauses.lemma(i);
        if self.clauses.is_verb(i) { self.cues.verb_lemma(lemma, &self.clauses.form(i)) } else { lemma }
    }

    /// The effect of a governing cue, and how far the walk goes beyond it.
    fn governing(&self, by: usize, entry: &CueEntry, is_finite: bool) -> (Level, Reach) {
        let mut level = Level::default();
        level.add(self.clauses.sentence, by..by + 1, entry);
        self.unnamed_source(by, entry, &mut level);
        let is_noun = self.clauses.is_noun(by);
        if entry.negated == UnderNegation::Flips && (is_noun || !is_finite) {
            return (level, Reach::Further);
        }
        let mut denial = self.level(by, Some(by));
        if entry.negated == UnderNegation::Possible && !is_noun && self.clauses.deprel(by) == Deprel::Xcomp {
            // "refused to rule out joining", "refused to confirm that"
            let above = self.up_from(by);
            (denial.is_negative, denial.found) = (above.is_negative, above.found);
        }
        if denial.is_negative && entry.negated != UnderNegation::Stays {
            if entry.negated == UnderNegation::Possible || self.is_left_open(by, entry) {
                level.modality = level.modality.or(Some(Modality::Possible));
                level.is_negative = false;
            } else {
                level.is_negative = !level.is_negative;
            }
            level.found.extend(denial.found);
        } else if denial.modality == Some(Modality::Alleged) {
            // "is reportedly convinced that"
            level.modality = level.modality.or(denial.modality);
            level.found.extend(denial.found);
        }
        (level, if is_noun { Reach::Judgement } else { Reach::Ends })
    }

    /// "neither confirmed nor denied that": to deny a denial leaves it open where a report is denied with it.
    fn is_left_open(&self, by: usize, entry: &CueEntry) -> bool {
        let first = self.clauses.first_conjunct(by);
        let lemma = self.verb_lemma(first);
        let mut entries = self.cues.lookup(CueClass::Verb, &lemma).map(|(_, first)| first);
        first != by
            && entry.reports == Some(Reporting::Denial)
            && entries.any(|first| first.takes("that") && first.negated == UnderNegation::Possible)
    }

    /// "Sources say that …": nobody answers for it. "The indictment says that …": it accuses.
    fn unnamed_source(&self, by: usize, entry: &CueEntry, level: &mut Level) {
        if !matches!(entry.reports, Some(Reporting::Neutral | Reporting::Opinion)) {
            return;
        }
        // "declined to comment on reports that"
        let said = if self.clauses.is_verb(by) { self.clauses.subject(by) } else { Some(by) };
        let Some(subject) = said else { return };
        if self.cues.is_accusing(&self.clauses.lemma(subject)) {
            level.mark(self.clauses.sentence, subject, "carriers/accusing", Modality::Alleged);
        }
        if !self.cues.is_anonymous(&self.clauses.lemma(subject)) {
            return;
        }
        const NAMING: [Deprel; 5] = [Deprel::Nmod, Deprel::NmodPoss, Deprel::Compound, Deprel::Amod, Deprel::Appos];
        // "issued a report that", "dismissed reports that": somebody stands for it, or says that it is wrong.
        let verb = self.clauses.head(subject).filter(|_| subject == by && self.clauses.deprel(by) == Deprel::Obj);
        let is_judged = |verb: usize| {
            let is_carrier = self.clauses.is_verb(verb) && self.cues.is_carrier_verb(&self.verb_lemma(verb));
            is_carrier || self.governs_content(verb)
        };
        if verb.is_some_and(is_judged) {
            return;
        }
        // "many in Oslo" are no less unnamed, "many of the ministers" are.
        let is_noun = self.clauses.is_noun(subject);
        let names = |i: usize| is_noun || self.clauses.marker(i).as_deref() == Some("of");
        if !self.clauses.dependents(subject, &NAMING).any(names) {
            level.mark(self.clauses.sentence, subject, "carriers/anonymous", Modality::Alleged);
        }
    }

    /// What the sentence as a whole adds at its root: a question, an infinitive in a headline.
    fn top(&self, root: usize) -> Level {
        let mut level = Level::default();
        let sentence = self.clauses.sentence;
        let last = sentence
            .tokens
            .iter()
            .rposition(|t| !matches!(t.span.of(&self.clauses.document.text), "\"" | "”" | "'" | "’"));
        if let Some(last) = last.filter(|&i| self.clauses.form(i) == "?") {
            level.mark(sentence, last, "question", Modality::Possible);
        }
        if sentence.is_title && self.clauses.has_to(root) {
            level.mark(sentence, root, "headline-infinitive", Modality::Planned);
        }
        // "Reports: Berg resigned"
        let source = self.clauses.head(root).filter(|&noun| self.clauses.is_behind_colon(root, noun));
        if let Some(noun) = source.filter(|&noun| self.cues.is_anonymous(&self.clauses.lemma(noun))) {
            level.mark(sentence, noun, "carriers/anonymous", Modality::Alleged);
        }
        level
    }
}

#[cfg(test)]
mod tests;
