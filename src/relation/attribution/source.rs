//! Whose words a reporting word reports: from the word to a mention.

use super::Finder;
use crate::document::{Deprel, Upos};
use crate::lexicon::{CueClass, CueEntry};
use crate::mention::MentionKind;
use crate::relation::clause::Clauses;

/// Steps that the search for a missing subject takes at most.
const MOST_STEPS: usize = 8;

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
        let lemma = clauses.lemma(i);
        let mut entries = self.cues.lookup(class, &lemma);
        let fits = |e: &CueEntry| e.reports.is_some() && takes.iter().any(|t| e.takes(t));
        entries.find(|(rest, e)| fits(e) && clauses.has_companions(i, rest)).map(|(_, e)| e)
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
        let is_passive = clauses.dependents(verb, &[Deprel::AuxPass, Deprel::NsubjPass]).next().is_some();
        let by = |i: &usize| clauses.marker(*i).as_deref() == Some("by");
        let agent = clauses.dependents(verb, &[Deprel::Obl, Deprel::OblAgent]).find(by);
        let is_bare_participle = clauses.deprel(verb) == Deprel::Acl && !clauses.is_gerund(verb);
        if is_passive || (is_bare_participle && agent.is_some()) {
            return agent.and_then(|a| self.speaker_at(s, a));
        }
        if let Some(subject) = clauses.dependents(verb, &[Deprel::Nsubj, Deprel::NsubjOuter]).next() {
            if clauses.deprel(verb) == Deprel::AclRelcl && is_relative(&clauses.form(subject)) {
                return clauses.head(verb).and_then(|noun| self.speaker_at(s, noun));
            }
            return self.speaker_at(s, subject);
        }
        let head = clauses.head(verb)?;
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

    /// "Putin's claim that", "a report by Reuters that", "issued a statement saying".
    fn source_of_noun(&self, s: usize, noun: usize) -> Option<usize> {
        let clauses = self.clauses(s)?;
        let owner = clauses.dependents(noun, &[Deprel::NmodPoss]).next();
        let from = || {
            clauses
                .dependents(noun, &[Deprel::Nmod, Deprel::Obl])
                .find(|&n| matches!(clauses.marker(n).as_deref(), Some("by" | "from" | "of")))
        };
        if let Some(found) = owner.or_else(from).and_then(|n| self.speaker_at(s, n)) {
            return Some(found);
        }
        let head = clauses.head(noun)?;
        let is_object = matches!(clauses.deprel(noun), Deprel::Obj | Deprel::Obl);
        if is_object && clauses.is_verb(head) { self.source_of_verb(s, head, 1) } else { None }
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
            let body = clauses.dependents(i, &[Deprel::NmodPoss, Deprel::Nmod, Deprel::Compound, Deprel::Amod]);
            let body = body.filter_map(|n| self.mention_at(s, n)).find(|&m| {
                let mention = &self.mentions.mentions[m];
                mention.kind != MentionKind::Pronoun && mention.entity_type.is_actor()
            });
            return body.or(own);
        }
        if self.cues.is_statement(&lemma) {
            return self.source_of_noun(s, i).or(own);
        }
        let named = clauses.dependents(i, &[Deprel::Appos]).find_map(|a| self.mention_at(s, a));
        named.filter(|&m| self.mentions.chain_of(m).is_named).or(own)
    }

    /// The mention headed by word `i`, or the only one that covers it.
    fn mention_at(&self, s: usize, i: usize) -> Option<usize> {
        self.mentions.at(s, i).or_else(|| {
            let covers = |m: &crate::mention::Mention| m.sentence == s && m.tokens.contains(&i);
            self.mentions.mentions.iter().position(covers)
        })
    }
}

fn is_relative(form: &str) -> bool {
    matches!(form, "who" | "which" | "that")
}
