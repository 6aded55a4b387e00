//! From one level of the walk to the next: which word governs the event, and does it have a say?

use super::Walk;
use crate::document::{Deprel, Upos};
use crate::lexicon::{CueClass, CueEntry, Effect, EntityType, Nouns, When};
use crate::relation::clause::Kind;

/// How the walk goes on from a word.
pub(super) enum Link<'c> {
    /// Nothing above has a say.
    Stop,
    /// The word is the root of the sentence.
    Top,
    /// The word above only carries the event: its modifiers count.
    Pass(usize),
    /// The word above lends its modality, not its polarity (participle clause beside it).
    Modality(usize),
    /// A cue governs the event.
    Governed {
        /// The cue word.
        by: usize,
        /// Its entry.
        entry: &'c CueEntry,
        /// Is the event a finite clause?
        is_finite: bool,
    },
}

impl<'a> Walk<'a> {
    /// The link from `current`, whose coordination hangs on the tree by `anchor` (its first conjunct).
    /// `is_content`: the walk came to `current` from its content ("allegations that …").
    pub(super) fn link(&self, current: usize, anchor: usize, is_content: bool) -> Link<'a> {
        if let Some(link) = self.predicative_link(anchor) {
            return link;
        }
        let Some(head) = self.clauses.head(anchor) else { return Link::Top };
        if self.clauses.is_behind_colon(anchor, head) {
            return Link::Top;
        }
        if self.stands_apart(current, anchor) {
            return Link::Stop;
        }
        match self.clauses.deprel(anchor) {
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => self.clause_link(anchor, head),
            Deprel::Advcl => self.adverbial_link(current, anchor, head),
            Deprel::Acl => self.adnominal_link(anchor, head),
            // Parsers take "evidence that …" for a relative clause.
            Deprel::AclRelcl if self.is_content_clause(anchor) => self.adnominal_link(anchor, head),
            Deprel::AclRelcl | Deprel::AdvclRelcl if self.is_cleft(anchor, head) => Link::Pass(head),
            Deprel::Obj | Deprel::NsubjPass => self.object_link(anchor, head, is_content),
            // "The accusation is false": it was made.
            Deprel::Nsubj if !is_content && self.cues.is_charge(&self.clauses.lemma(anchor)) => Link::Stop,
            Deprel::Nsubj => self.subject_link(head),
            Deprel::Obl | Deprel::Nmod | Deprel::OblAgent => self.prepositional_link(anchor, head),
            Deprel::Compound | Deprel::NmodUnmarked => {
                self.governed(CueClass::Noun, head, &["noun"], false).unwrap_or(Link::Stop)
            }
            _ => Link::Stop,
        }
    }

    /// "Oslo's plan is to close the port": the noun governs the infinitive that says what it is.
    fn predicative_link(&self, infinitive: usize) -> Option<Link<'a>> {
        let noun = self.said_what_it_is(infinitive)?;
        self.governed(CueClass::Noun, noun, &["to"], false)
    }

    /// The noun whose content an infinitive says ("her *answer* was to resign"), no actor of whom it says what is
    /// arranged ("the bishops are to resign").
    pub(super) fn said_what_it_is(&self, infinitive: usize) -> Option<usize> {
        let clauses = &self.clauses;
        let has_copula = clauses.dependents(infinitive, &[Deprel::Cop]).next().is_some();
        let is_deed = has_copula && clauses.is_verb(infinitive) && clauses.kind(infinitive) == Kind::To;
        let noun = clauses.dependents(infinitive, &[Deprel::NsubjOuter]).next().filter(|_| is_deed)?;
        let listed = Nouns::shared().and_then(|nouns| nouns.listed_type(&clauses.lemma(noun)));
        let is_said = listed.is_none_or(|t| matches!(t, EntityType::Concept | EntityType::Event | EntityType::Work));
        (is_said && clauses.is_noun(noun)).then_some(noun)
    }

    /// Is a conjunct a clause with its own subject and tense that only follows what governs the first one ("insists
    /// that it include a wall, but Congress has not passed it")?
    fn stands_apart(&self, current: usize, anchor: usize) -> bool {
        let is_clause = |i: usize| self.clauses.subject(i).is_some() && self.clauses.kind(i) == Kind::That;
        current != anchor
            && is_clause(current)
            && self.clauses.is_verb(anchor)
            && self.clauses.kind(anchor) != Kind::That
    }

    /// Is what the parser takes for a relative clause a content clause ("evidence that they met", "claims they met")?
    /// That has all its participants itself.
    fn is_content_clause(&self, clause: usize) -> bool {
        let Some(subject) = self.clauses.subject(clause) else { return false };
        let is_relative = matches!(self.clauses.form(subject).as_str(), "who" | "which" | "that" | "whom" | "whose");
        const FILLED: [Deprel; 5] = [Deprel::Obj, Deprel::Xcomp, Deprel::Ccomp, Deprel::Cop, Deprel::AuxPass];
        // "a move that Baku has criticised": the relative pronoun is what the noun fills.
        let is_gap = |i: usize| self.clauses.has_feature(i, "PronType=Rel");
        let is_filled = self.clauses.dependents(clause, &FILLED).any(|i| !is_gap(i));
        !is_relative && (self.clauses.marker(clause).as_deref() == Some("that") || is_filled)
    }

    /// "it was not Oslo that closed the port": what the clause tells is denied of the focus; "not until May" denies
    /// nothing.
    fn is_cleft(&self, clause: usize, focus: usize) -> bool {
        let clauses = &self.clauses;
        let is_it = clauses.subject(focus).is_some_and(|s| clauses.form(s) == "it");
        let has = |deprel| clauses.dependents(focus, &[deprel]).next().is_some();
        let is_gap = |i: usize| clauses.head(i) == Some(clause) && matches!(clauses.form(i).as_str(), "that" | "who");
        is_it && has(Deprel::Cop) && !has(Deprel::Case) && (focus + 1..clause).any(is_gap)
    }

    /// The first entry of word `by` that takes one of these complements.
    fn governed_by(&self, class: CueClass, by: usize, takes: &[&str]) -> Option<&'a CueEntry> {
        let lemma = self.verb_lemma(by);
        let form = self.clauses.form(by);
        let by_lemma = self.cues.lookup(class, &lemma);
        let by_form = self.cues.lookup(class, &form).filter(|_| class == CueClass::Adjective && form != lemma);
        let mut entries = by_lemma.chain(by_form);
        let fits = |e: &CueEntry| takes.iter().any(|t| e.takes(t)) && self.holds(e.when, by);
        let entry = entries.find(|(rest, e)| fits(e) && self.clauses.has_companions(by, rest));
        entry.map(|(_, e)| e)
    }

    /// Does the condition of an entry hold for the verb at `by`?
    fn holds(&self, when: Option<When>, by: usize) -> bool {
        let is_passive = || {
            let marks = [Deprel::AuxPass, Deprel::NsubjPass];
            let is_marked = self.clauses.sentence.dependents(by).any(|d| marks.contains(&self.clauses.deprel(d)));
            is_marked || matches!(self.clauses.deprel(by), Deprel::Acl | Deprel::Amod)
        };
        match when {
            None => true,
            Some(When::Passive) => is_passive(),
            Some(When::Progressive) => self.clauses.form(by).ends_with("ing"),
            Some(When::Present) => {
                let is_past = self.clauses.has_feature(by, "Tense=Past") || self.clauses.form(by) == "had";
                !is_past && self.clauses.auxiliaries(by).next().is_none()
            }
            Some(_) => false,
        }
    }

    fn governed(&self, class: CueClass, by: usize, takes: &[&str], is_finite: bool) -> Option<Link<'a>> {
        self.governed_by(class, by, takes).map(|entry| Link::Governed { by, entry, is_finite })
    }

    /// Does the verb say whether the content of its object is right ("dismissed reports that …")?
    pub(super) fn governs_content(&self, verb: usize) -> bool {
        self.governed_by(CueClass::Verb, verb, &["content"]).is_some()
    }

    /// The classes in which a word may be listed, its own first.
    fn classes(&self, i: usize) -> [CueClass; 2] {
        match self.clauses.token(i).map(|t| t.upos) {
            Some(Upos::Noun | Upos::Propn) => [CueClass::Noun, CueClass::Noun],
            Some(Upos::Adj) => [CueClass::Adjective, CueClass::Verb],
            _ => [CueClass::Verb, CueClass::Adjective],
        }
    }

    fn any_governed(&self, by: usize, takes: &[&str], is_finite: bool) -> Option<Link<'a>> {
        self.classes(by).into_iter().find_map(|class| self.governed(class, by, takes, is_finite))
    }

    fn clause_link(&self, anchor: usize, head: usize) -> Link<'a> {
        let kind = self.clauses.kind(anchor);
        let is_xcomp = self.clauses.deprel(anchor) == Deprel::Xcomp;
        let takes: Vec<&str> = match &kind {
            Kind::To => vec!["to"],
            Kind::Ing => vec!["ing"],
            Kind::That => vec!["that"],
            Kind::Mandative => vec!["mandative", "that"],
            Kind::Preposition(p) => vec![p.as_str(), "ing"],
            // "held the rebels responsible"
            Kind::Other if is_xcomp => vec!["predicate"],
            Kind::Other => vec!["that"],
        };
        let is_finite = !is_xcomp && matches!(kind, Kind::That | Kind::Mandative | Kind::Other);
        if let Some(link) = self.any_governed(head, &takes, is_finite) {
            return link;
        }
        if is_xcomp { Link::Pass(head) } else { Link::Stop }
    }

    fn adverbial_link(&self, current: usize, anchor: usize, head: usize) -> Link<'a> {
        match self.clauses.kind(anchor) {
            Kind::Preposition(p) => {
                // "broke off talks on joining", where the parse hangs the content on the verb.
                let gerund = format!("{p}-ing");
                let takes = [p.as_str(), gerund.as_str()];
                let is_gerund = self.clauses.is_gerund(anchor);
                let link = self.any_governed(head, if is_gerund { &takes } else { &takes[..1] }, false);
                match link.or_else(|| self.object_content_link(&p, anchor, head)) {
                    Some(link) => link,
                    None if p == "with" && self.clauses.is_gerund(anchor) => Link::Modality(head),
                    None => Link::Stop,
                }
            }
            Kind::To => {
                // Parsers take "call on X to leave" for a purpose clause: a plan either way.
                let takes = if self.clauses.is_gerund(anchor) { &["to", "to-ing"][..] } else { &["to"] };
                let entry = self.classes(head).into_iter().find_map(|class| self.governed_by(class, head, takes));
                // "foiled a plot to kill", where it hangs on the verb.
                let of_object = || self.objects_before(anchor, head).find_map(|o| self.any_governed(o, &["to"], false));
                match entry.filter(|e| e.has(Effect::Planned)) {
                    Some(entry) => Link::Governed { by: head, entry, is_finite: false },
                    None => of_object().unwrap_or(Link::Modality(head)),
                }
            }
            Kind::Ing if self.clauses.subject(current).is_none() => {
                // "blocked streets in Oslo demanding": what is blocked are the streets.
                let object = self.objects_before(anchor, head).find(|&o| o > head);
                let mut between = self.clauses.dependents(head, &[Deprel::Obl, Deprel::OblUnmarked]);
                let is_behind = object.is_some_and(|o| between.any(|i| i > o && i < anchor));
                let is_set_off = is_behind || self.clauses.follows_comma(anchor);
                match self.governed(CueClass::Verb, head, &["ing"], false).filter(|_| !is_set_off) {
                    Some(link) => link,
                    None => Link::Modality(head),
                }
            }
            _ => Link::Stop,
        }
    }

    /// The object of `head`, where it takes an -ing form behind this preposition.
    fn object_content_link(&self, preposition: &str, anchor: usize, head: usize) -> Option<Link<'a>> {
        let takes = format!("{preposition}-ing");
        self.objects_before(anchor, head).find_map(|object| self.any_governed(object, &[takes.as_str()], false))
    }

    fn objects_before(&self, anchor: usize, head: usize) -> impl Iterator<Item = usize> {
        self.clauses.dependents(head, &[Deprel::Obj]).filter(move |&object| object < anchor)
    }

    /// A clause on a noun that is no relative clause: "plan to visit", "claims that …", "accused of …".
    fn adnominal_link(&self, anchor: usize, head: usize) -> Link<'a> {
        let link = match self.clauses.kind(anchor) {
            Kind::To => self.any_governed(head, &["to"], false),
            Kind::That | Kind::Mandative => self.any_governed(head, &["that"], true),
            Kind::Preposition(p) => self.any_governed(head, &[p.as_str(), &format!("{p}-ing")], false),
            Kind::Ing | Kind::Other => None,
        };
        if let Some(link) = link {
            return link;
        }
        // Parsers may hang the content on the object: "accused the banker of bribing", "want the troops to leave".
        if let Some(verb) = self.clauses.verb_of_object(head) {
            let takes = match self.clauses.kind(anchor) {
                Kind::To => "to".to_string(),
                Kind::Preposition(p) => p,
                _ => String::new(),
            };
            if let Some(link) = self.governed(CueClass::Verb, verb, &[takes.as_str()], false) {
                return link;
            }
        }
        let is_headline =
            self.clauses.sentence.is_title && self.clauses.has_to(anchor) && self.clauses.head(head).is_none();
        if is_headline { Link::Top } else { Link::Stop }
    }

    fn object_link(&self, object: usize, head: usize, is_content: bool) -> Link<'a> {
        // "prevented the army from attacking": the object is no event.
        let has_rest =
            self.clauses.dependents(head, &[Deprel::Advcl]).any(|c| self.clauses.marker(c).as_deref() == Some("from"));
        if has_rest {
            return Link::Stop;
        }
        // "called the claim that Oslo paid a lie"
        let called = self.clauses.dependents(head, &[Deprel::Xcomp]).filter(|&word| word > object && is_content);
        if let Some(link) =
            called.filter(|&w| !self.clauses.is_verb(w)).find_map(|w| self.any_governed(w, &["subject"], false))
        {
            return link;
        }
        let content = ["content", "noun"];
        // "denied Oslo's charges", "vetoed Oslo's proposal": they were made.
        let lemma = self.clauses.lemma(object);
        let is_charge = !is_content && (self.cues.is_charge(&lemma) || self.cues.is_proposal(&lemma));
        let takes = match (is_content, is_charge) {
            (true, _) => &content[..],
            (false, false) => &content[1..],
            (false, true) => &[],
        };
        if let Some(link) = self.governed(CueClass::Verb, head, takes, false) {
            return link;
        }
        self.carried(head)
    }

    fn subject_link(&self, head: usize) -> Link<'a> {
        if let Some(link) = self.any_governed(head, &["subject"], false) {
            return link;
        }
        // "The attack reportedly was in Oslo": what is said of its place is said of it.
        let is_located = self.clauses.dependents(head, &[Deprel::Cop]).next().is_some()
            && self.clauses.dependents(head, &[Deprel::Case]).next().is_some();
        if is_located {
            return Link::Pass(head);
        }
        // "The visit is expected to take place": the verb below carries it.
        let below = self
            .clauses
            .dependents(head, &[Deprel::Xcomp])
            .find(|&x| self.cues.is_carrier_verb(&self.clauses.lemma(x)));
        if let Some(below) = below.filter(|_| self.clauses.is_verb(head)) {
            return Link::Pass(below);
        }
        self.carried(head)
    }

    fn carried(&self, head: usize) -> Link<'a> {
        let is_carrier = self.clauses.is_verb(head) && self.cues.is_carrier_verb(&self.verb_lemma(head));
        if is_carrier { Link::Pass(head) } else { Link::Stop }
    }

    fn prepositional_link(&self, anchor: usize, head: usize) -> Link<'a> {
        let Some(preposition) = self.clauses.marker(anchor) else { return Link::Stop };
        if let Some(link) = self.any_governed(head, &[preposition.as_str()], false) {
            return link;
        }
        let is_carrier = self.clauses.is_noun(head) && self.cues.is_carrier_noun(&self.clauses.lemma(head));
        if is_carrier && preposition == "of" { Link::Pass(head) } else { Link::Stop }
    }
}
