//! The frame extractor: every frame whose trigger stands in a sentence is tried on its parse, and what fits in
//! form and type becomes a claim. Each try can be recorded, so that `explain` can say why a frame fired or not.

mod companion;
mod fillers;
mod implied;
mod spoken;
mod unsaid;

use std::collections::{HashMap, HashSet};

use super::factuality::factuality;
use super::matching::{Bindings, Licence, match_pattern};
use super::nominal::HeldOffices;
use super::roles::Clause;
use super::{Attributions, Cue, Extraction, Modality, Polarity};
use crate::document::{Deprel, Document, Span, Upos};
use crate::lexicon::frames::{Frame, Frames};
use crate::lexicon::pattern::{Pattern, Role, TriggerKind};
use crate::lexicon::{Cues, EntityType, Nouns, Ontology, RoleNouns, TypeSet, inflection};
use crate::mention::{Mentions, phrases};

/// Pairs of one trigger beyond this number are not drawn: a list of twenty guests is no list of 190 meetings.
pub const MAX_PAIRS: usize = 24;

/// How many governing words a noun's place may hang on.
const MAX_CLIMB: usize = 3;

/// The cues that deny.
const NEGATION: &str = "negation/";

/// Frames with an index from trigger words.
pub struct FrameExtractor {
    frames: Frames,
    index: HashMap<String, Vec<(usize, usize)>>,
    /// The same from the first and last parts of trigger words with a hyphen.
    parts: HashMap<String, Vec<(usize, usize)>>,
    types: Vec<Signature>,
}

/// What the ontology says of a frame's predicate.
#[derive(Debug, Clone, Copy)]
struct Signature {
    domain: TypeSet,
    range: TypeSet,
    /// Range of the predicate of the frame's companion claims.
    companion_range: TypeSet,
    is_symmetric: bool,
}

/// What the extractor reads besides the document.
#[derive(Clone, Copy)]
pub struct Knowledge<'a> {
    /// Cues of polarity and modality.
    pub cues: &'a Cues,
    /// Head nouns by type.
    pub nouns: &'a Nouns,
    /// Who says what.
    pub attributions: &'a Attributions,
    /// Pairs of chains of which one leads, serves or belongs to the other.
    pub own: &'a HashSet<(usize, usize)>,
    /// The posts that people are said to hold.
    pub held: &'a HeldOffices,
    /// Nouns of offices.
    pub roles: &'a RoleNouns,
}

/// One try of one frame on one word, for `explain`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Frame id.
    pub frame: String,
    /// The pattern as written.
    pub pattern: String,
    /// Sentence and word of the trigger.
    pub trigger: (usize, usize),
    /// `None` where it fired, else why not.
    pub miss: Option<String>,
}

impl FrameExtractor {
    /// Index `frames`; domains and ranges come from `ontology`.
    pub fn new(frames: Frames, ontology: &Ontology) -> Self {
        let mut index: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        let mut parts: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        let mut types = Vec::new();
        for (f, frame) in frames.frames.iter().enumerate() {
            let companion = frame.companion.as_ref().and_then(|id| ontology.predicate(id));
            let companion_range = companion.map_or(TypeSet::ANY, |p| TypeSet::of(&p.range));
            types.push(match ontology.predicate(&frame.predicate) {
                Some(predicate) => Signature {
                    domain: TypeSet::of(&predicate.domain),
                    range: TypeSet::of(&predicate.range),
                    companion_range,
                    is_symmetric: predicate.symmetric,
                },
                None => Signature { domain: TypeSet::ANY, range: TypeSet::ANY, companion_range, is_symmetric: false },
            });
            for (p, pattern) in frame.patterns.iter().enumerate() {
                for word in &pattern.trigger {
                    // "cease-fire" is three words in a sentence; its head may be the first or the last.
                    if let Some((first, _)) = word.split_once('-') {
                        let last = word.rsplit('-').next().unwrap_or(word);
                        for form in [first, last].into_iter().flat_map(inflection::forms).chain([last.to_owned()]) {
                            parts.entry(form).or_default().push((f, p));
                        }
                    }
                    for form in inflection::forms(word).into_iter().chain([word.clone()]) {
                        index.entry(form).or_default().push((f, p));
                    }
                }
            }
        }
        FrameExtractor { frames, index, parts, types }
    }

    /// The frames.
    pub fn frames(&self) -> &[Frame] {
        &self.frames.frames
    }

    /// All claims of a document by frames, sentence by sentence; with `attempts`, every try is recorded there. Deeds
    /// that clauses tell ("said that the army looted shops") join the mentions where a claim needs them.
    pub fn extract(
        &self,
        document: &Document,
        mentions: &mut Mentions,
        knowledge: Knowledge<'_>,
        mut attempts: Option<&mut Vec<Attempt>>,
    ) -> Vec<Extraction> {
        let (mut found, mut unsaid) = (Vec::new(), Vec::new());
        for index in 0..document.sentences.len() {
            let clause = Clause::new(document, index);
            for head in 0..clause.sentence.tokens.len() {
                let mut here = Vec::new();
                for (f, p) in self.candidates(clause, head, false) {
                    if self.frames.frames[f].is_held_office {
                        unsaid.push((index, head, f, p));
                        continue;
                    }
                    if self.frames.frames[f].patterns[p].takes_clause() {
                        for verb in clause.told(head) {
                            phrases::clause_at(document, mentions, index, verb);
                        }
                    }
                    let attempt = Try { extractor: self, clause, mentions: &*mentions, knowledge, head, frame: f };
                    self.run(attempt, p, &mut here, attempts.as_deref_mut());
                }
                for (claim, charge) in most_specific(mentions, here) {
                    let companions = charge.map(|c| c.claims(document, mentions, &claim)).unwrap_or_default();
                    found.push(claim);
                    found.extend(companions);
                }
            }
        }
        // Offices left unsaid come last: by then it is known which ones the text names.
        let mut held = knowledge.held.clone();
        held.add(document, mentions, knowledge.roles, &found);
        let knowledge = Knowledge { held: &held, ..knowledge };
        let mut of_unsaid = Vec::new();
        for (index, head, f, p) in unsaid {
            let clause = Clause::new(document, index);
            let attempt = Try { extractor: self, clause, mentions: &*mentions, knowledge, head, frame: f };
            self.run(attempt, p, &mut of_unsaid, attempts.as_deref_mut());
        }
        found.extend(of_unsaid.into_iter().map(|counted| counted.claim));
        self.without_repeats(mentions, found)
    }

    /// Try pattern `p` of a frame, and record the try.
    fn run(&self, attempt: Try<'_>, p: usize, found: &mut Vec<Counted>, attempts: Option<&mut Vec<Attempt>>) {
        let frame = &self.frames.frames[attempt.frame];
        let result = attempt.run(&frame.patterns[p], found);
        if let Some(attempts) = attempts {
            attempts.push(Attempt {
                frame: frame.id.clone(),
                pattern: frame.patterns[p].source.clone(),
                trigger: (attempt.clause.index, attempt.head),
                miss: result.err(),
            });
        }
    }

    /// Frames and patterns that this word may trigger, by lemma and by form, each once, in the order of the files:
    /// those that say their object, or those that imply it.
    fn candidates(&self, clause: Clause<'_>, head: usize, is_implied: bool) -> Vec<(usize, usize)> {
        let lemma = clause.sentence.tokens[head].lemma.to_lowercase();
        let form = clause.form(head).to_lowercase();
        let mut found: Vec<(usize, usize)> = self.index.get(&lemma).cloned().unwrap_or_default();
        if form != lemma {
            found.extend(self.index.get(&form).into_iter().flatten());
        }
        let triggers = |f: usize, p: usize| self.frames.frames[f].patterns[p].trigger.iter();
        let is_whole =
            |&&(f, p): &&(usize, usize)| triggers(f, p).any(|word| word.contains('-') && clause.is_word(head, word));
        for key in [&lemma, &form] {
            found.extend(self.parts.get(key).into_iter().flatten().filter(is_whole).copied());
        }
        // "pro-Russian" is one word.
        if let Some((prefix, _)) = form.split_once(['-', '–', '‑']) {
            let is_prefix =
                |&&(f, p): &&(usize, usize)| self.frames.frames[f].patterns[p].kind == TriggerKind::CompoundPrefix;
            found.extend(self.index.get(prefix).into_iter().flatten().filter(is_prefix));
        }
        found.retain(|&(f, _)| self.frames.frames[f].implied.is_empty() != is_implied);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A claim, what comes with it, and the number of words that its pattern names.
struct Counted {
    claim: Extraction,
    charge: Option<companion::Charge>,
    words: usize,
}

/// Of the claims that one word makes about the same two, those of the patterns that name most words: "hold
/// responsible" is not to hold.
fn most_specific(mentions: &Mentions, claims: Vec<Counted>) -> Vec<(Extraction, Option<companion::Charge>)> {
    let ends = |c: &Extraction| {
        let (s, o) = (mentions.mentions[c.subject].chain, mentions.mentions[c.object].chain);
        (s.min(o), s.max(o))
    };
    let most = |c: &Extraction| claims.iter().filter(|other| ends(&other.claim) == ends(c)).map(|c| c.words).max();
    let kept: Vec<bool> = claims.iter().map(|c| most(&c.claim) == Some(c.words)).collect();
    claims.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|(c, _)| (c.claim, c.charge)).collect()
}

struct Try<'a> {
    extractor: &'a FrameExtractor,
    clause: Clause<'a>,
    mentions: &'a Mentions,
    knowledge: Knowledge<'a>,
    head: usize,
    frame: usize,
}

impl Try<'_> {
    fn frame(&self) -> &Frame {
        &self.extractor.frames.frames[self.frame]
    }

    /// Match and add claims; `Err` says why nothing was added.
    fn run(&self, pattern: &Pattern, found: &mut Vec<Counted>) -> Result<(), String> {
        let frame = self.frame();
        let may = Licence {
            reciprocal: frame.reciprocal,
            together: frame.together,
            circumstance: frame.circumstance,
            seat_acts: frame.seat_acts,
        };
        let bindings = match_pattern(self.clause, self.head, pattern, may).map_err(|miss| miss.to_string())?;
        let Signature { domain, range, is_symmetric, .. } = self.extractor.types[self.frame];
        let subject_types = pattern.types_of(Role::Subject).unwrap_or(domain);
        let object_types = pattern.types_of(Role::Object).unwrap_or(range);
        if let (Some(topic), Some(types)) = (bindings.topic, pattern.types_of(Role::Topic)) {
            let mention = self.mention(topic).ok_or("T names nothing")?;
            self.check(mention, types).map_err(|e| format!("T is {e}"))?;
        }
        if self.is_agent_of_object(pattern, &bindings) {
            return Err("S does what O says, not what the word says".into());
        }
        let acts = |words: &[String]| {
            let is_one = |&s: &usize| words.iter().any(|w| self.clause.is_word(self.semantic_head(s), w));
            bindings.subjects.iter().any(is_one)
        };
        if !frame.by.is_empty() && !acts(&frame.by) {
            return Err("S is none of the words in `by`".into());
        }
        if acts(&frame.not_by) {
            return Err("S is one of the words in `not_by`".into());
        }
        if !frame.unsaid_by.is_empty() && self.says_who_acts(pattern) {
            return Err("the sentence says who does so".into());
        }
        let subjects = match frame.is_spoken {
            true => vec![self.holder(&bindings, subject_types)?],
            false if !frame.unsaid_by.is_empty() => vec![self.unsaid_doer(subject_types)?],
            false => self.fillers(&bindings.subjects, subject_types, "S").or_else(|wrong| {
                let is_verb = matches!(pattern.kind, TriggerKind::Verb { .. });
                let outer = if is_verb { self.outer_subject() } else { Vec::new() };
                self.fillers(&outer, subject_types, "S").map_err(|_| wrong)
            })?,
        };
        // "accused each other": each of them all the others.
        let is_reciprocal = bindings.objects.iter().any(|&o| self.clause.is_reciprocal_pronoun(o));
        let objects = match (frame.is_held_office, is_reciprocal) {
            (true, _) => self.held_offices(&subjects)?,
            (false, true) => subjects.clone(),
            (false, false) => self.fillers(&self.judged(&bindings), object_types, "O")?,
        };
        let is_meant = |m: usize| !frame.is_spoken || self.is_target(m, subjects[0], &bindings);
        // What the pattern itself names is no word in `not`: "O's charge".
        let is_named = |m: usize| bindings.words.contains(&self.mentions.mentions[m].head);
        let is_refused = |m: usize| self.is_refused(m) && !is_named(m);
        let objects: Vec<usize> = objects.into_iter().filter(|&m| !is_refused(m) && is_meant(m)).collect();
        if objects.is_empty() {
            return Err("O is one of the words in `not`, or cannot be what is judged".into());
        }
        if !frame.only.is_empty() && !objects.iter().any(|&m| self.is_headed_by(m, &frame.only)) {
            return Err("O is none of the words in `only`".into());
        }
        if self.is_placeholder(&bindings) {
            return Err("O is `it`, which a clause fills".into());
        }
        // A phrase may name the holder by the office ("the minister, X, resigned").
        let is_mutual = !frame.is_held_office && (bindings.is_mutual || subjects == objects);
        let mut pairs = Vec::new();
        for (i, &s) in subjects.iter().enumerate() {
            for (j, &o) in objects.iter().enumerate() {
                let same = match frame.is_held_office {
                    true => self.held_office(s) != Some(o),
                    false => self.mentions.mentions[s].chain == self.mentions.mentions[o].chain,
                };
                let is_part = is_mutual && self.is_part(s, o);
                if !same && !is_part && (!is_mutual || !is_symmetric || i < j) && pairs.len() < MAX_PAIRS {
                    pairs.push((s, o));
                }
            }
        }
        if pairs.is_empty() {
            return Err("S and O are the same".into());
        }
        self.add(&bindings, pairs, found)
    }

    /// "a protest against raids by the army": the army raids, it does not protest.
    fn is_agent_of_object(&self, pattern: &Pattern, bindings: &Bindings) -> bool {
        let tokens = &self.clause.sentence.tokens;
        pattern.kind == TriggerKind::Noun
            && bindings.subjects.iter().any(|&s| {
                let object = tokens[s].head.filter(|h| *h != self.head && bindings.objects.contains(h));
                let has =
                    |i: usize, word: &str| self.clause.preposition_of(i).is_some_and(|p| self.clause.is_word(p, word));
                // "support for the strike among nurses": theirs.
                let object = object.filter(|&o| !has(o, "of") && !has(s, "among")).and_then(|o| self.mention(o));
                let entity_type = object.map(|m| self.mentions.mentions[m].entity_type);
                s > self.head && entity_type == Some(EntityType::Event)
            })
    }

    /// "considers it wrong to shell ports": what is wrong stands in the clause.
    fn is_placeholder(&self, bindings: &Bindings) -> bool {
        let (clause, sentence) = (self.clause, self.clause.sentence);
        const CLAUSES: [Deprel; 5] = [Deprel::Csubj, Deprel::Ccomp, Deprel::Advcl, Deprel::Xcomp, Deprel::Acl];
        let is_marked =
            |i: usize| clause.preposition_of(i).is_some_and(|p| ["to", "that"].iter().any(|w| clause.is_word(p, w)));
        let fills = |i: usize| {
            let token = &sentence.tokens[i];
            token.upos == Upos::Verb && CLAUSES.contains(&token.deprel) && is_marked(i)
        };
        let is_it = |&o: &usize| clause.form(o).eq_ignore_ascii_case("it");
        let follows = |o: usize| bindings.words.iter().any(|&w| sentence.dependents(w).any(|i| i > o && fills(i)));
        bindings.words.len() > 1 && bindings.objects.iter().filter(|o| is_it(o)).any(|&o| follows(o))
    }

    fn add(&self, bindings: &Bindings, pairs: Vec<(usize, usize)>, found: &mut Vec<Counted>) -> Result<(), String> {
        let (clause, frame) = (self.clause, self.frame());
        let event = bindings.event.unwrap_or(self.head);
        let facts = factuality(clause.document, clause.sentence, event, self.knowledge.cues);
        // "is no fan of": the pattern names the denial itself.
        let is_named = |c: &Cue| bindings.words.iter().any(|&w| clause.sentence.tokens[w].span == c.span);
        let is_own = facts.cues.iter().any(|c| c.rule.starts_with(NEGATION) && is_named(c));
        let is_denied = (facts.polarity == Polarity::Negative) != is_own
            || self.is_word_denied(bindings)
            || self.has_no_participant(bindings);
        let mut negative = is_denied != (frame.polarity == Polarity::Negative);
        let mut modality = if facts.modality == Modality::Actual { frame.modality } else { facts.modality };
        let mut predicate = frame.predicate.as_str();
        if frame.is_spoken {
            predicate = self.said(&facts, event, is_denied)?;
            (negative, modality) = (false, frame.modality);
        }
        if frame.needs_denial {
            if !is_denied {
                return Err("it is not denied".into());
            }
            let is_alleged = facts.modality == Modality::Alleged;
            (negative, modality) =
                (frame.polarity == Polarity::Negative, if is_alleged { modality } else { frame.modality });
        }
        let topic = bindings.topic.and_then(|t| self.mention(t));
        let place = bindings.place.and_then(|t| self.mention(t)).or_else(|| self.place(bindings));
        let charge = self.charge(bindings);
        for (subject, object) in pairs {
            let claim = Extraction {
                subject,
                predicate: predicate.to_owned(),
                object,
                topic: topic.filter(|&t| t != subject && t != object),
                place: place.filter(|&p| p != subject && p != object),
                polarity: if negative { Polarity::Negative } else { Polarity::Positive },
                modality,
                cues: facts.cues.clone(),
                ..self.stated(event, bindings)
            };
            found.push(Counted { claim, charge: charge.clone(), words: bindings.words.len() });
        }
        Ok(())
    }

    /// What the frame says by the words of a match, whose event is word `event`.
    fn stated(&self, event: usize, bindings: &Bindings) -> Extraction {
        let (frame, tokens) = (self.frame(), &self.clause.sentence.tokens);
        let trigger = bindings.words.iter().map(|&w| tokens[w].span).reduce(Span::cover);
        Extraction {
            rule: frame.id.clone(),
            confidence: frame.confidence,
            ..Extraction::at(self.clause.index, event, trigger.unwrap_or(tokens[self.head].span))
        }
    }

    /// Is a noun or adjective that the pattern names denied by itself ("pleaded not guilty", "reached no deal")?
    fn is_word_denied(&self, bindings: &Bindings) -> bool {
        let sentence = self.clause.sentence;
        bindings.words.iter().filter(|&&w| w != self.head).any(|&word| {
            matches!(sentence.tokens[word].upos, Upos::Adj | Upos::Noun)
                && sentence
                    .dependents(word)
                    .filter(|d| !bindings.words.contains(d))
                    .any(|d| sentence.tokens[d].denies())
        })
    }

    /// "is a member of no union", "spoke to no reporters": nobody takes part behind the preposition.
    fn has_no_participant(&self, bindings: &Bindings) -> bool {
        let sentence = self.clause.sentence;
        let is_behind =
            |&&word: &&usize| matches!(sentence.tokens[word].deprel, Deprel::Obl | Deprel::Nmod | Deprel::OblAgent);
        // "voted against a no-deal Brexit" is against one.
        let is_det = |d: &usize| sentence.tokens[*d].deprel == Deprel::Det;
        let is_none = |&word: &usize| {
            let mut determiners = sentence.dependents(word).filter(is_det);
            let first = determiners.next().filter(|&d| sentence.tokens[d].denies() && determiners.next().is_none());
            first.is_some_and(|no| no > 0 && sentence.tokens[no - 1].upos == Upos::Adp)
        };
        bindings.subjects.iter().chain(&bindings.objects).filter(is_behind).any(is_none)
    }

    /// Where it took place: "in Dushanbe" on the trigger or on a noun of the pattern; for a noun, also behind it on
    /// the words that govern it, where the parse often hangs what belongs to the noun.
    fn place(&self, bindings: &Bindings) -> Option<usize> {
        let own = bindings.words.iter().find_map(|&word| self.place_on(word, 0));
        let tokens = &self.clause.sentence.tokens;
        if own.is_some() || tokens[self.head].upos != Upos::Noun {
            return own;
        }
        let mut word = self.head;
        for _ in 0..MAX_CLIMB {
            word = tokens[word].head?;
            if let Some(place) = self.place_on(word, self.head) {
                return Some(place);
            }
        }
        None
    }

    /// A place that hangs on `word` and stands behind word `after`.
    fn place_on(&self, word: usize, after: usize) -> Option<usize> {
        let prepositions = ["in", "at", "near", "outside"].map(str::to_owned);
        self.clause.prepositional(word, &prepositions).into_iter().filter(|&t| t >= after).find_map(|t| {
            let mention = self.mention(t)?;
            let entity_type = self.mentions.chain_of(mention).entity_type;
            matches!(entity_type, EntityType::Place | EntityType::Country).then_some(mention)
        })
    }
}
