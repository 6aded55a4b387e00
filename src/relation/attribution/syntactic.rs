//! Sources that the parse shows: reporting clauses, "according to", parentheses, accusations, nouns of saying.

use super::{Attributed, Finder};
use crate::document::Deprel;
use crate::lexicon::{CueClass, Reporting};
use crate::relation::clause::Kind;

impl Finder<'_> {
    /// The innermost source above word `word`.
    pub(super) fn by_parse(&self, s: usize, word: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let mut current = word;
        let mut came_from = None;
        let mut is_told_of_noun = false;
        for _ in 0..clauses.sentence.tokens.len() {
            if let Some(found) = self.beside(s, current, came_from) {
                return Some(found);
            }
            let head = clauses.head(current)?;
            // "announced the alliance that Oslo joined": the alliance is announced, not that Oslo joined it.
            let is_noun_said = matches!(clauses.deprel(current), Deprel::Obj | Deprel::NsubjPass);
            // "denied Oslo's charges": who denies them does not say that they were made.
            let is_charge = || came_from.is_none() && self.cues.is_charge(&clauses.lemma(current));
            if !(is_noun_said && (is_told_of_noun || is_charge()))
                && let Some(found) = self.above(s, current, head)
            {
                return Some(found);
            }
            if self.is_aside(s, current) {
                return None;
            }
            let is_relative = clauses.deprel(current) == Deprel::AclRelcl && !self.is_quoted(s, current);
            is_told_of_noun = is_relative || is_told_of_noun && clauses.is_noun(current);
            came_from = Some(current);
            current = head;
        }
        None
    }

    /// Sources named beside a clause: "according to X", ", X said", "as X reported", "citing X".
    fn beside(&self, s: usize, clause: usize, came_from: Option<usize>) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        for d in clauses.sentence.dependents(clause).filter(|&d| Some(d) != came_from) {
            if let Some(found) = self.loose_source(s, d).or_else(|| self.owned_view(s, d)) {
                return Some(found);
            }
            let found = match clauses.deprel(d) {
                Deprel::Obl | Deprel::Nmod | Deprel::Advmod | Deprel::Parataxis | Deprel::Dep | Deprel::Advcl
                    if self.source_preposition(s, d).is_some() =>
                {
                    let (marker, entry) = self.source_preposition(s, d)?;
                    self.speaker_at(s, d).and_then(|m| self.attributed(s, marker, m, entry))
                }
                Deprel::Parataxis => self.parenthesis(s, d),
                // ", X announced" behind a noun, which the parser takes for an apposition to it.
                _ if clauses.head(clause).is_none() && !clauses.is_verb(d) => self.stray_parenthesis(s, d, came_from),
                Deprel::Advcl => self.as_reported(s, d).or_else(|| self.citing(s, d)),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The preposition of a source in front of word `d`, with its entry.
    fn source_preposition(&self, s: usize, d: usize) -> Option<(usize, &crate::lexicon::CueEntry)> {
        let clauses = self.clauses(s)?;
        clauses.markers(d).into_iter().find_map(|(m, marker)| {
            let mut words = marker.split(' ').map(str::to_string);
            let first = words.next()?;
            let rest: Vec<String> = words.collect();
            let mut entries = self.cues.lookup(CueClass::Preposition, &first);
            let entry = entries.find(|(more, e)| {
                e.reports.is_some() && (*more == rest.as_slice() || rest.is_empty() && clauses.is_followed_by(m, more))
            });
            entry.map(|(_, e)| (m, e))
        })
    }

    /// "in X's own words", "in the eyes of X": what stands in the lists as "in the words of".
    fn owned_view(&self, s: usize, noun: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let is_of = |&n: &usize| clauses.marker(n).as_deref() == Some("of");
        let behind = || clauses.dependents(noun, &[Deprel::Nmod]).find(is_of);
        let owner = clauses.dependents(noun, &[Deprel::NmodPoss]).next().or_else(behind)?;
        let (marker, preposition) = clauses.markers(noun).into_iter().next()?;
        let form = clauses.form(noun);
        let mut entries = self.cues.lookup(CueClass::Preposition, &preposition).filter(|(_, e)| e.reports.is_some());
        let is_it = |rest: &[String]| matches!(rest, [the, noun, of] if the == "the" && *noun == form && of == "of");
        let (_, entry) = entries.find(|(rest, _)| is_it(rest))?;
        self.speaker_at(s, owner).and_then(|m| self.attributed(s, marker, m, entry))
    }

    /// "according to X" whose first word the parser hangs on the clause: the noun phrase behind it is the source.
    fn loose_source(&self, s: usize, first: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        if clauses.is_noun(first) || matches!(clauses.deprel(first), Deprel::Case | Deprel::Fixed) {
            return None;
        }
        let form = clauses.form(first);
        let mut entries = self.cues.lookup(CueClass::Preposition, &form).filter(|(_, e)| e.reports.is_some());
        let (rest, entry) = entries.find(|(rest, _)| !rest.is_empty() && clauses.is_followed_by(first, rest))?;
        let mut noun = first + 1 + rest.len();
        while let Some(head) = clauses.head(noun).filter(|&h| h > noun && clauses.is_noun(h)) {
            noun = head;
        }
        self.speaker_at(s, noun).and_then(|m| self.attributed(s, first, m, entry))
    }

    /// ", X said" beside its content.
    fn parenthesis(&self, s: usize, verb: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let entry = self.reporting(s, verb, &["that", "quote"])?;
        // Behind a semicolon stands a clause of its own.
        let is_apart = clauses.dependents(verb, &[Deprel::Punct]).any(|p| p < verb && clauses.form(p) == ";");
        if is_apart || clauses.dependents(verb, &[Deprel::Ccomp]).next().is_some() || self.is_quoted(s, verb) {
            return None;
        }
        self.source_of_word(s, verb).and_then(|m| self.attributed(s, verb, m, entry))
    }

    /// A finite reporting clause with its own subject that hangs as an apposition below `noun`, a dependent of the
    /// main clause.
    fn stray_parenthesis(&self, s: usize, noun: usize, came_from: Option<usize>) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let mut appositions = clauses.dependents(noun, &[Deprel::Appos]).filter(|&a| Some(a) != came_from);
        appositions.find_map(|a| {
            let has_subject = clauses.subject(a).is_some_and(|n| n < a) && clauses.follows_comma(a);
            (clauses.is_verb(a) && has_subject).then(|| self.parenthesis(s, a)).flatten()
        })
    }

    /// "as X reported".
    fn as_reported(&self, s: usize, verb: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let entry = self.reporting(s, verb, &["that"])?;
        let is_as = clauses.marker(verb).as_deref() == Some("as");
        let has_content = clauses.dependents(verb, &[Deprel::Ccomp, Deprel::Obj]).next().is_some();
        if !is_as || has_content {
            return None;
        }
        self.source_of_word(s, verb).and_then(|m| self.attributed(s, verb, m, entry))
    }

    /// ", citing X".
    fn citing(&self, s: usize, verb: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let lemma = clauses.lemma(verb);
        let form = clauses.form(verb);
        let mut entries = self.cues.lookup(CueClass::Preposition, &form).filter(|(_, e)| e.reports.is_some());
        let (_, entry) = entries.next().filter(|_| lemma != form)?;
        let object = clauses.dependents(verb, &[Deprel::Obj]).next()?;
        let mention = self.speaker_at(s, object)?;
        let is_actor = self.mentions.mentions.get(mention).is_some_and(|m| m.entity_type.is_actor());
        is_actor.then(|| self.attributed(s, verb, mention, entry)).flatten()
    }

    /// Sources that govern a clause or phrase: "X said that …", "X accused Y of …", "X's claim that …".
    fn above(&self, s: usize, current: usize, head: usize) -> Option<Attributed> {
        let clauses = self.clauses(s)?;
        let kind = clauses.kind(current);
        let is_that_clause =
            clauses.deprel(current) == Deprel::Acl || clauses.marker(current).as_deref() == Some("that");
        let (takes, may_accuse): (Vec<&str>, bool) = match clauses.deprel(current) {
            Deprel::Ccomp if self.is_quoted(s, current) => (vec!["that", "quote"], false),
            Deprel::Ccomp => (vec!["that"], false),
            Deprel::Xcomp => match kind {
                // "was reported by X to have met": as passive, like a clause.
                Kind::To if self.has_agent(s, head) => (vec!["to", "that"], false),
                Kind::To => (vec!["to"], false),
                Kind::Ing => (vec!["ing"], false),
                _ => (vec![], false),
            },
            // "X said: content", where the parser hangs the content beside the verb.
            Deprel::Parataxis if self.is_content_beside(s, current, head) => (vec!["quote"], false),
            Deprel::Acl | Deprel::AclRelcl if clauses.is_noun(head) && is_that_clause => {
                let is_clause = matches!(kind, Kind::That | Kind::Mandative);
                (if is_clause { vec!["that"] } else { vec![] }, false)
            }
            Deprel::Obj | Deprel::NsubjPass => (vec!["noun"], false),
            Deprel::Advcl if kind == Kind::To && self.has_agent(s, head) => (vec!["that"], false),
            Deprel::Obl | Deprel::Advcl => (vec![], true),
            Deprel::Nmod if clauses.is_noun(head) => (vec![], true),
            _ => return None,
        };
        // Parsers may hang the charge on the accused: "accused the banker of bribing".
        let verb = clauses.verb_of_object(head).filter(|_| clauses.deprel(current) == Deprel::Acl || may_accuse);
        let preposition = clauses.marker(current).filter(|_| may_accuse || verb.is_some());
        let mut takes = takes;
        takes.extend(preposition.as_deref());
        let charge = verb.and_then(|v| Some((v, self.reporting(s, v, &[preposition.as_deref()?])?)));
        if let Some((verb, entry)) = charge.filter(|(_, e)| e.reports == Some(Reporting::Accusation)) {
            return self.source_of_word(s, verb).and_then(|m| self.attributed(s, verb, m, entry));
        }
        let entry = self.reporting(s, head, &takes)?;
        let is_gerund = clauses.deprel(current) == Deprel::Advcl && clauses.is_gerund(current); // "confessed to killing"
        if may_accuse && entry.reports != Some(Reporting::Accusation) && !clauses.is_noun(head) && !is_gerund {
            return None;
        }
        self.source_of_word(s, head).and_then(|m| self.attributed(s, head, m, entry))
    }

    /// Is `word` the head of what the article itself puts in as knowledge of its own: an apposition, a clause between
    /// dashes, a relative clause behind a comma, a noun that sums up what was said ("…, a claim that Oslo dismissed")?
    fn is_aside(&self, s: usize, word: usize) -> bool {
        let Some(clauses) = self.clauses(s) else { return false };
        match clauses.deprel(word) {
            Deprel::Appos => true,
            Deprel::Parataxis => {
                let is_summary = clauses.is_noun(word)
                    && clauses.dependents(word, &[Deprel::Acl, Deprel::AclRelcl]).next().is_some()
                    && clauses.subject(word).is_none();
                self.is_between_dashes(s, word) || is_summary && !self.is_quoted(s, word)
            }
            Deprel::AclRelcl => clauses.follows_comma(word) && !self.is_quoted(s, word),
            _ => false,
        }
    }

    fn is_between_dashes(&self, s: usize, clause: usize) -> bool {
        let Some(clauses) = self.clauses(s) else { return false };
        let words = clauses.sentence.subtree(clause);
        let is_dash = |i: usize| matches!(clauses.form(i).as_str(), "—" | "–" | "-" | "--");
        words.first().is_some_and(|&first| is_dash(first) || first.checked_sub(1).is_some_and(is_dash))
    }

    fn is_content_beside(&self, s: usize, current: usize, head: usize) -> bool {
        let Some(clauses) = self.clauses(s) else { return false };
        let is_verb_with_content = clauses.dependents(head, &[Deprel::Ccomp]).next().is_some();
        let between =
            (head.min(current)..head.max(current)).any(|i| matches!(clauses.form(i).as_str(), ":" | "\"" | "“" | ","));
        !is_verb_with_content && between && current > head
    }
}
