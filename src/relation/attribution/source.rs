//! Whose words a reporting word reports: from the word to a mention.

use super::Finder;
use super::spokespeople::body_beside;
use crate::document::{Deprel, Upos};
use crate::lexicon::word_list::{is_object_control_preposition, is_subject_control};
use crate::lexicon::{CueClass, CueEntry, EntityType, Reporting};
use crate::mention::{Mention, Mentions};
use crate::relation::clause::Clauses;

/// Steps that the search for a missing subject takes at most.
const MOST_STEPS: usize = 8;
/// Sentences that the search for the author of "the report" goes back.
const SENTENCES_BACK: usize = 10;

impl<'a> Finder<'a> {
    pub(super) fn clauses(&self, s: usize) -> Option<Clauses<'a>> {
        self.document.sentences.get(s).map(|sentence| Clauses::new(self.document, sentence))
    }

    /// The first entry by which word `i` reports what it takes in one of these ways.
    pub(super) fn reporting(&self, s: usize, i: usize, takes: &[&str]) -> Option<&'a CueEntry> {
        let clauses = self.clauses(s)?;
        let class = match clauses.token(i)?.upos {
            Upos::Noun => CueClass::Noun,
            Upos::Verb | Upos::Aux => CueClass::Verb,
            _ => return None,
        };
        let lemma = self.lemma(s, i);
        let mut entries = self.cues.lookup(class, &lemma);
        let reports = |e: &CueEntry| e.reports.is_some_and(|r| r != Reporting::Command);
        let fits = |e: &CueEntry| reports(e) && takes.iter().any(|t| e.takes(t));
        entries.find(|(rest, e)| fits(e) && clauses.has_companions(i, rest)).map(|(_, e)| e)
    }

    /// The lemma under which a word stands in the lists.
    pub(super) fn lemma(&self, s: usize, i: usize) -> String {
        let Some(clauses) = self.clauses(s) else { return String::new() };
        let lemma = clauses.lemma(i);
        if clauses.is_verb(i) { self.cues.verb_lemma(lemma, &clauses.form(i)) } else { lemma }
    }

    /// The mention that utters what reporting word `i` reports.
    pub(super) fn source_of_word(&self, s: usize, i: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        if clauses.is_noun(i) { self.source_of_noun(s, i) } else { self.source_of_verb(s, i, 0) }
    }

    /// Subject of a verb, agent of a passive; where the verb has none, that of the verb it hangs on.
    fn source_of_verb(&self, s: usize, verb: usize, steps: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        if steps > MOST_STEPS {
            return None;
        }
        let is_passive = clauses.dependents(verb, &[Deprel::AuxPass, Deprel::NsubjPass]).next().is_some()
            || self.is_bare_participle(s, verb);
        let agent = self.agent(&clauses, verb);
        if is_passive {
            return agent.and_then(|a| self.speaker_at(s, a));
        }
        // A parser may give a title and its name a relation each: the named one speaks.
        let subjects: Vec<usize> = clauses.dependents(verb, &[Deprel::Nsubj, Deprel::NsubjOuter]).collect();
        let named = subjects.iter().find(|&&n| self.is_named(s, n));
        if let Some(&subject) = named.or(subjects.first()) {
            if clauses.deprel(verb) == Deprel::AclRelcl && is_relative(&clauses.form(subject)) {
                return clauses.head(verb).and_then(|noun| self.speaker_at(s, noun));
            }
            return self.speaker_at(s, subject);
        }
        if let Some(strayed) = self.strayed_subject(s, verb) {
            return self.speaker_at(s, strayed);
        }
        let head = clauses.head(verb)?;
        // "quoted the minister as saying": the minister says it.
        let marker = clauses.marker(verb).filter(|_| clauses.is_gerund(verb));
        if marker.is_some_and(|m| is_object_control_preposition(&m))
            && let Some(object) = clauses.dependents(head, &[Deprel::Obj]).next()
        {
            return self.speaker_at(s, object);
        }
        // "ordered the paper to retract claims that": the paper does.
        let is_told =
            clauses.deprel(verb) == Deprel::Xcomp && clauses.has_to(verb) && !is_subject_control(&clauses.lemma(head));
        if let Some(object) = clauses.dependents(head, &[Deprel::Obj]).next().filter(|_| is_told) {
            return self.speaker_at(s, object);
        }
        match clauses.deprel(verb) {
            Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Parataxis if clauses.is_verb(head) => {
                self.source_of_verb(s, head, steps + 1)
            }
            Deprel::Acl if clauses.is_gerund(verb) => {
                if self.cues.is_statement(&clauses.lemma(head)) {
                    self.source_of_noun(s, head)
                } else {
                    self.speaker_at(s, head)
                }
            }
            _ => None,
        }
    }

    /// The subject beside a reporting verb that the parser gave to a verb of the content: in front of it ("Oslo met
    /// Riga, Orlov said"), or behind it after a quotation ("…," said Orlov).
    fn strayed_subject(&self, s: usize, verb: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        let mut before = (0..verb).rev().take_while(|&i| !clauses.is_verb(i));
        let strayed = |i: &usize| {
            let head = clauses.head(*i);
            let is_behind_its_verb = head.is_some_and(|h| h < *i) && clauses.follows_comma(*i);
            clauses.deprel(*i) == Deprel::Nsubj && (head.is_some_and(|h| h > verb) || is_behind_its_verb)
        };
        if let Some(found) = before.find(strayed).filter(|_| clauses.is_finite(verb)) {
            return Some(found);
        }
        let closes = |i: usize| matches!(clauses.form(i).as_str(), "\"" | "”" | "’" | "''");
        // "…," the head of the union, X, told Y: all that stands between the mark and the verb.
        if let Some(mark) = (0..verb).rev().take_while(|&i| !clauses.is_verb(i)).find(|&i| closes(i)) {
            let is_top = |i: &usize| clauses.is_noun(*i) && clauses.head(*i).is_none_or(|h| h <= mark || h >= verb);
            if let Some(found) = (mark + 1..verb).find(is_top) {
                return Some(found);
            }
        }
        verb.checked_sub(1).filter(|&i| closes(i))?;
        let mut noun = (verb + 1..clauses.sentence.tokens.len()).find(|&i| clauses.is_noun(i))?;
        while let Some(head) = clauses.head(noun).filter(|&h| h > noun && clauses.is_noun(h)) {
            noun = head;
        }
        clauses.head(noun).is_some_and(|h| h < verb).then_some(noun)
    }

    /// "Putin's claim that", "a report by Reuters that", "issued a statement saying".
    fn source_of_noun(&self, s: usize, noun: usize) -> Option<usize> {
        if let Some(author) = self.author_of(s, noun) {
            return Some(author);
        }
        let clauses = self.clauses(s)?;
        let head = clauses.head(noun)?;
        let is_object = matches!(clauses.deprel(noun), Deprel::Obj | Deprel::Obl);
        // "faces charges of", "declined to comment on reports that": others make them.
        let lemma = clauses.lemma(noun);
        let is_others =
            self.cues.is_faced(&self.lemma(s, head)) && (self.cues.is_charge(&lemma) || self.cues.is_statement(&lemma));
        if is_object && !is_others && clauses.is_verb(head) { self.source_of_verb(s, head, 1) } else { None }
    }

    /// The author that a noun for something said names itself: "Putin's claim", "a report by Reuters".
    fn author_of(&self, s: usize, noun: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        let owner = clauses.dependents(noun, &[Deprel::NmodPoss]).next();
        let from = || {
            clauses
                .dependents(noun, &[Deprel::Nmod, Deprel::Obl])
                .find(|&n| matches!(clauses.marker(n).as_deref(), Some("by" | "from" | "of")))
        };
        let compound =
            || clauses.dependents(noun, &[Deprel::Compound, Deprel::NmodUnmarked]).find(|&n| self.is_named(s, n));
        // "a memo posted by X"
        let written = || clauses.dependents(noun, &[Deprel::Acl]).find_map(|v| self.agent(&clauses, v));
        owner.or_else(from).or_else(written).or_else(compound).and_then(|n| self.speaker_at(s, n))
    }

    /// Is it a passive that names its agent?
    pub(super) fn has_agent(&self, s: usize, verb: usize) -> bool {
        self.clauses(s).is_some_and(|clauses| self.agent(&clauses, verb).is_some())
    }

    fn agent(&self, clauses: &Clauses, verb: usize) -> Option<usize> {
        let mut nouns = clauses.sentence.dependents(verb);
        nouns.find(|&n| {
            matches!(clauses.deprel(n), Deprel::Obl | Deprel::OblAgent) && clauses.marker(n).as_deref() == Some("by")
        })
    }

    /// The author that an earlier sentence gives to something said that is now only "the report", "the filing".
    fn earlier_author(&self, s: usize, lemma: &str) -> Option<usize> {
        let earlier = (s.saturating_sub(SENTENCES_BACK)..s).rev();
        let mut nouns = earlier.filter_map(|e| Some((e, self.clauses(e)?))).flat_map(|(e, clauses)| {
            let words = 0..clauses.sentence.tokens.len();
            words.filter(move |&i| clauses.is_noun(i) && clauses.lemma(i) == lemma).map(move |i| (e, i))
        });
        nouns.find_map(|(e, i)| self.source_of_noun(e, i))
    }

    /// Is it a past participle without auxiliary and subject ("charged with …")?
    fn is_bare_participle(&self, s: usize, verb: usize) -> bool {
        let Some(clauses) = self.clauses(s) else { return false };
        let is_participle = clauses.has_feature(verb, "VerbForm=Part") && !clauses.is_gerund(verb);
        is_participle && clauses.auxiliaries(verb).next().is_none() && clauses.deprel(verb) != Deprel::Conj
    }

    fn is_named(&self, s: usize, i: usize) -> bool {
        self.mention_at(s, i).is_some_and(|m| self.mentions.chain_of(m).is_named)
    }

    /// The mention that speaks where word `i` is named as the source: the body for its spokesman, the author for a
    /// statement, the named one for an apposition.
    pub(super) fn speaker_at(&self, s: usize, i: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        let lemma = clauses.lemma(i);
        let own = self.mention_at(s, i);
        let is_named = own.is_some_and(|m| self.mentions.chain_of(m).is_named);
        if is_named {
            return own;
        }
        if self.cues.is_spokesperson(&lemma) {
            return body_beside(self.mentions, &clauses, s, i).or(own);
        }
        if self.cues.is_statement(&lemma) {
            let author = self.author_of(s, i).or_else(|| self.earlier_author(s, &lemma));
            return author.or(own.filter(|_| !self.cues.is_anonymous(&lemma)));
        }
        const NAMING: [Deprel; 4] = [Deprel::Appos, Deprel::Flat, Deprel::NmodDesc, Deprel::List];
        let named = clauses.dependents(i, &NAMING).find(|&a| self.is_named(s, a));
        let can_speak = |m: &usize| {
            let mention = self.mentions.mentions.get(*m);
            !mention
                .is_some_and(|m| matches!(m.entity_type, EntityType::Event | EntityType::Concept | EntityType::Work))
        };
        named.and_then(|a| self.mention_at(s, a)).or(own.filter(can_speak))
    }

    /// The mention headed by word `i`, or the only one that covers it.
    pub(super) fn mention_at(&self, s: usize, i: usize) -> Option<usize> {
        mention_at(self.mentions, s, i)
    }
}

/// The mention that word `i` of sentence `s` heads, else one that it stands in.
pub(super) fn mention_at(mentions: &Mentions, s: usize, i: usize) -> Option<usize> {
    mentions.at(s, i).or_else(|| {
        let covers = |m: &Mention| m.sentence == s && m.tokens.contains(&i);
        mentions.mentions.iter().position(covers)
    })
}

fn is_relative(form: &str) -> bool {
    matches!(form, "who" | "which" | "that")
}
