//! The relation head: a small network over the word vectors of two mentions proposes the predicate that holds
//! between them. It finds what no frame says, and has a say in how sure the claims of frames are. Its own claims name
//! the word that the pair looks at, or where it looks at no one word the one that joins the two mentions in the parse,
//! and `explain` shows them as what they are.
//!
//! In: a document with vectors and its mentions. Out: [`Proposals`], from which come extractions where frames have
//! none, and the probability of any claim between two mentions of a sentence.

mod features;
mod network;

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Cue, Extraction, Factuality, Known, Modality, Polarity, factuality};
use crate::document::{Deprel, Document, Sentence, Upos};
use crate::error::{Error, Result};
use crate::lexicon::{Cues, EntityType, Ontology, TypeSet};
use crate::mention::Mentions;
use features::{Layout, Way, is_pair};
use network::{Network, Question};

/// The rule that its claims name.
pub const RULE: &str = "relation-head";

/// The cue of what somebody denies.
const DENIED: &str = "reporting/deny";

/// The cue of a participant that is left out ("not Niger").
const LEFT_OUT: &str = "participant-left-out";

/// Words between two mentions at most.
const MAX_DISTANCE: usize = 30;

/// Share of its attention from which on the word that a pair looks at is taken for the one that tells of the claim.
const SEEN: f32 = 0.5;

/// Where it says one thing with at least this probability, and what a rule says with at most that one, both stand.
const SURE: f32 = 0.5;
const DOUBTED: f32 = 0.05;

/// What a claim of the head must reach, by predicate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thresholds {
    /// For predicates without their own.
    default: f32,
    /// Predicates that could incriminate somebody: the pair must look at one word, which is the evidence.
    needs_word: Vec<String>,
    /// Predicates of which a rule's claim in the sentence leaves neither of its two another.
    exclusive: Vec<String>,
    /// Predicate and probability; above 1 for never.
    #[serde(default)]
    predicate: BTreeMap<String, f32>,
}

/// The loaded head.
pub struct RelationHead {
    network: Network,
    layout: Layout,
    /// By class; `None` for "none" and for what the ontology lacks.
    classes: Vec<Option<Class>>,
}

#[derive(Debug)]
struct Class {
    predicate: String,
    /// It, its ancestors and descendants: of two of them only the narrower one is told.
    family: Vec<String>,
    domain: TypeSet,
    range: TypeSet,
    is_symmetric: bool,
    needs_word: bool,
    is_exclusive: bool,
    threshold: f32,
}

#[derive(Deserialize)]
struct Labels {
    relations: Vec<String>,
    rel: Vec<String>,
    upos: Vec<String>,
}

/// What the head says of the pairs of mentions in a document.
#[derive(Default)]
pub struct Proposals {
    pairs: Vec<Pair>,
    /// Index into `pairs` by subject and object mention.
    index: HashMap<[usize; 2], usize>,
    /// Probabilities of all classes, pair by pair.
    probabilities: Vec<f32>,
    /// Class of each predicate.
    class_of: HashMap<String, usize>,
    classes: usize,
}

/// Two mentions of one sentence, subject first.
#[derive(Debug, Clone, Copy)]
struct Pair {
    sentence: usize,
    mentions: [usize; 2],
    /// The word that has at least [`SEEN`] of the pair's attention.
    word: Option<usize>,
}

impl Proposals {
    /// The probability, 0 to 1, that `predicate` holds between two mentions, and that nothing does; `None` where the
    /// head was not asked or does not know the predicate.
    pub fn probability(&self, subject: usize, object: usize, predicate: &str) -> Option<(f32, f32)> {
        let row = self.row(*self.index.get(&[subject, object])?);
        Some((*row.get(*self.class_of.get(predicate)?)?, *row.first()?))
    }

    fn row(&self, pair: usize) -> &[f32] {
        self.probabilities.get(pair * self.classes..(pair + 1) * self.classes).unwrap_or_default()
    }
}

impl RelationHead {
    /// The head that is built into the program.
    ///
    /// # Errors
    /// [`Error::Model`] or [`Error::Data`] where its files do not fit together.
    pub fn embedded(ontology: &Ontology) -> Result<Self> {
        let labels: Labels = serde_json::from_str(include_str!("../../../data/model/labels.json"))
            .map_err(|e| Error::data("data/model/labels.json", None, e.to_string()))?;
        let thresholds: Thresholds = toml::from_str(include_str!("../../../data/model/relation-thresholds.toml"))
            .map_err(|e| Error::data("data/model/relation-thresholds.toml", None, e.message().to_owned()))?;
        let class = |name: &String| {
            let predicate = ontology.predicate(name)?;
            let is_kin = |other: &&String| ontology.is_a(other, name) || ontology.is_a(name, other);
            Some(Class {
                predicate: name.clone(),
                family: labels.relations.iter().filter(is_kin).cloned().collect(),
                domain: TypeSet::of(&predicate.domain),
                range: TypeSet::of(&predicate.range),
                is_symmetric: predicate.symmetric,
                needs_word: thresholds.needs_word.contains(name),
                is_exclusive: thresholds.exclusive.contains(name),
                threshold: thresholds.predicate.get(name).copied().unwrap_or(thresholds.default),
            })
        };
        Ok(RelationHead {
            network: Network::embedded()?,
            layout: Layout::new(&labels.rel, &labels.upos)?,
            classes: labels.relations.iter().map(class).collect(),
        })
    }

    /// What the head says of the pairs of near mentions in each sentence that some predicate could join.
    ///
    /// # Errors
    /// [`Error::Model`] where the head cannot be run.
    pub fn propose(&self, document: &Document, mentions: &Mentions) -> Result<Proposals> {
        let questions = self.questions(document, mentions);
        let answers = self.network.run(&document.sentences, &questions)?;
        let mut proposals = Proposals { classes: self.classes.len(), ..Proposals::default() };
        let named =
            self.classes.iter().enumerate().filter_map(|(n, class)| Some((class.as_ref()?.predicate.clone(), n)));
        proposals.class_of = named.collect();
        for (question, answer) in questions.iter().zip(answers) {
            for (&mentions, (word, share)) in question.pairs.iter().zip(answer.looks) {
                proposals.index.insert(mentions, proposals.pairs.len());
                let word = (share >= SEEN).then_some(word);
                proposals.pairs.push(Pair { sentence: question.sentence, mentions, word });
            }
            proposals.probabilities.extend(answer.probabilities);
        }
        Ok(proposals)
    }

    fn questions(&self, document: &Document, mentions: &Mentions) -> Vec<Question> {
        let mut by_sentence = vec![Vec::new(); document.sentences.len()];
        for (n, mention) in mentions.mentions.iter().enumerate() {
            if let Some(here) = by_sentence.get_mut(mention.sentence).filter(|_| mentions.has_referent(n)) {
                here.push(n);
            }
        }
        let asks = |(n, here): (usize, &Vec<usize>)| {
            let sentence = document.sentences.get(n).filter(|s| !s.vectors.is_empty())?;
            let mut question = Question { sentence: n, ..Question::default() };
            for pair in here.iter().flat_map(|&s| here.iter().map(move |&o| [s, o])) {
                let [s, o] = pair.map(|m| &mentions.mentions[m]);
                if is_pair(s, o, MAX_DISTANCE) && self.classes().any(|class| class.fits(mentions, pair)) {
                    let way = Way::new(sentence, s.head, o.head);
                    self.layout.describe(&mut question.descriptors, sentence, mentions, pair, &way);
                    question.pairs.push(pair);
                    question.heads.push([s.head, o.head]);
                    question.ways.push(way);
                }
            }
            (!question.pairs.is_empty()).then_some(question)
        };
        by_sentence.iter().enumerate().filter_map(asks).collect()
    }

    /// Claims between mentions of a sentence: the likeliest one for each two chains of a sentence that `known` has no
    /// claim for (their predicates by sentence and chains), or only such as are most unlikely beside this one.
    pub fn extract(
        &self,
        proposals: &Proposals,
        document: &Document,
        mentions: &Mentions,
        cues: &Cues,
        known: &Known,
    ) -> Vec<Extraction> {
        let mut best: BTreeMap<(usize, usize, usize), (Pair, &Class, f32)> = BTreeMap::new();
        for (n, &pair) in proposals.pairs.iter().enumerate() {
            let [s, o] = pair.mentions.map(|m| mentions.mentions[m].chain);
            let Some((class, probability)) = self.best(mentions, pair, proposals.row(n)) else { continue };
            let stands = |[a, b]: [usize; 2]| {
                let chains = [a, b].map(|m| mentions.mentions[m].chain);
                let mut told = known.get(&(pair.sentence, chains[0], chains[1])).into_iter().flatten();
                let is_doubted = |p: &String| proposals.probability(a, b, p).is_some_and(|(p, _)| p <= DOUBTED);
                told.any(|p| probability < SURE || class.family.contains(p) || !is_doubted(p))
            };
            let is_taken = |(&(sentence, a, b), told): (&(usize, usize, usize), &Vec<String>)| {
                sentence == pair.sentence && (a == s || b == o) && told.contains(&class.predicate)
            };
            let [subject, object] = pair.mentions;
            let is_told = stands([subject, object]) || stands([object, subject]);
            if is_told || class.is_exclusive && known.iter().any(is_taken) {
                continue;
            }
            // A symmetric claim is told from the mention that stands first.
            if class.is_symmetric && pair.mentions[0] > pair.mentions[1] {
                continue;
            }
            let slot = best.entry((pair.sentence, s.min(o), s.max(o))).or_insert((pair, class, probability));
            if probability > slot.2 {
                *slot = (pair, class, probability);
            }
        }
        best.into_values().map(|(pair, class, p)| extraction(document, mentions, cues, pair, class, p)).collect()
    }

    /// The likeliest class of a pair that fits the types of the two, where it reaches its threshold.
    fn best(&self, mentions: &Mentions, pair: Pair, row: &[f32]) -> Option<(&Class, f32)> {
        let likely = self.classes.iter().zip(row).filter_map(|(class, &p)| Some((class.as_ref()?, p)));
        likely
            .filter(|(class, p)| *p >= class.threshold && (pair.word.is_some() || !class.needs_word))
            .filter(|(class, _)| class.fits(mentions, pair.mentions))
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The classes that it may propose.
    fn classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.iter().flatten().filter(|class| class.threshold <= 1.0)
    }
}

impl Class {
    /// Are subject and object of types that the predicate joins?
    fn fits(&self, mentions: &Mentions, [subject, object]: [usize; 2]) -> bool {
        let fits = |mention: usize, types: TypeSet| {
            let entity_type = mentions.chain_of(mention).entity_type;
            types.contains(entity_type)
                || types.contains(mentions.mentions[mention].entity_type)
                || entity_type == EntityType::Place && types.contains(EntityType::Country)
                // A movement or a faction is a group to one reader and a body to another; people are arrested together.
                || entity_type == EntityType::Group && (types.contains(EntityType::Organization) || types.contains(EntityType::Person))
                // "died in hospital", "a university in the State University of New York system"; the name of a fair reads
                // like that of a body.
                || entity_type == EntityType::Organization && (types.contains(EntityType::Place) || types.contains(EntityType::Event))
                // A campaign or a council whose noun tells no type is led and joined.
                || entity_type == EntityType::Concept && types.contains(EntityType::Organization) && !types.contains(EntityType::Person)
                || types.contains(EntityType::Concept) && matches!(entity_type, EntityType::Event | EntityType::Work)
        };
        fits(subject, self.domain) && fits(object, self.range)
    }
}

fn extraction(
    document: &Document,
    mentions: &Mentions,
    cues: &Cues,
    pair: Pair,
    class: &Class,
    probability: f32,
) -> Extraction {
    let sentence = &document.sentences[pair.sentence];
    let [s, o] = pair.mentions.map(|m| mentions.mentions[m].head);
    let way = Way::new(sentence, s, o);
    let head = pair.word.unwrap_or_else(|| joining_word(sentence, &way));
    // Whether it is told as a fact hangs on all words on the way: in "accuse the police of beating them" the deed is only
    // alleged, in "a letter that he supposedly sent" the letter is; an accusation must not become a fact.
    let on_way = way.between.iter().rev().copied().filter(|&word| carries(sentence, word));
    let told = |word: usize| factuality(document, sentence, word, cues);
    // "denies any support for the rebels": where the head rests on "denies", it is denied still.
    let is_reproach = cues.is_undergone(&class.predicate) || cues.is_performed(&class.predicate);
    let is_denied = |facts: &Factuality| !is_reproach && facts.cues.iter().any(|cue| cue.rule == DENIED);
    let is_open = |facts: &Factuality| facts.modality != Modality::Actual || is_denied(facts);
    let doubted = std::iter::once(head).chain(on_way).map(told).find(is_open);
    let mut facts = doubted.unwrap_or_else(|| told(head));
    if let Some(denial) = [s, o].into_iter().find_map(|word| left_out(sentence, word)) {
        facts.polarity = Polarity::Negative;
        facts.cues.push(Cue { span: sentence.tokens[denial].span, rule: LEFT_OUT.to_owned() });
    }
    Extraction {
        subject: pair.mentions[0],
        predicate: class.predicate.clone(),
        object: pair.mentions[1],
        polarity: facts.polarity,
        modality: facts.modality,
        rule: RULE.to_owned(),
        cues: facts.cues,
        confidence: probability,
        ..Extraction::at(pair.sentence, head, sentence.tokens[head].span)
    }
}

/// "visited Chad, not Niger": the word that leaves out a conjunct.
fn left_out(sentence: &Sentence, word: usize) -> Option<usize> {
    let is_conjunct = sentence.tokens[word].deprel == Deprel::Conj;
    sentence.dependents(word).find(|&d| is_conjunct && d < word && sentence.tokens[d].denies())
}

/// The word that joins two words in the parse: the lowest one above both, or where that is one of the two, the first
/// verb or noun on the way between them.
fn joining_word(sentence: &Sentence, way: &Way) -> usize {
    if !way.ends.contains(&way.joint) {
        return way.joint;
    }
    way.between.iter().copied().find(|&word| carries(sentence, word)).unwrap_or(way.joint)
}

/// Can the word tell a deed?
fn carries(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.tokens[word].upos, Upos::Verb | Upos::Noun)
}

#[cfg(test)]
mod tests {
    use super::super::parsed;
    use super::*;
    use crate::language::Reader;
    use crate::mention::{self, Knowledge};

    /// A text that the head has been asked about.
    struct Asked {
        document: Document,
        mentions: Mentions,
        head: RelationHead,
        proposals: Proposals,
    }

    impl Asked {
        fn about(text: &str) -> Self {
            let document = Reader::embedded().unwrap().read(text, 0).unwrap();
            let mentions = mention::read(&document, &Knowledge::embedded().unwrap());
            let head = RelationHead::embedded(&Ontology::embedded().unwrap()).unwrap();
            let proposals = head.propose(&document, &mentions).unwrap();
            Asked { document, mentions, head, proposals }
        }

        fn mention(&self, text: &str) -> usize {
            self.mentions.mentions.iter().position(|m| m.span.of(&self.document.text) == text).unwrap()
        }

        fn chain(&self, mention: usize) -> usize {
            self.mentions.mentions[mention].chain
        }

        /// Its claims of this predicate, where rules have told what is `known`.
        fn claims(&self, predicate: &str, known: &Known) -> Vec<Extraction> {
            let cues = Cues::built_in().unwrap();
            let mut claims = self.head.extract(&self.proposals, &self.document, &self.mentions, &cues, known);
            claims.retain(|c| c.predicate == predicate);
            claims
        }
    }

    #[test]
    fn what_it_says_of_a_plain_sentence() {
        let asked = Asked::about("Ada Berg met Ola Dahl in Oslo on Monday.");
        let (ada, ola) = (asked.mention("Ada Berg"), asked.mention("Ola Dahl"));
        let proposals = &asked.proposals;
        for (a, b) in [(ada, ola), (ola, ada)] {
            let (met, none) = proposals.probability(a, b, "met").unwrap();
            assert!(met > 0.5 && none < 0.3, "{met} {none}");
        }
        assert_eq!(proposals.probability(ada, ola, "no such predicate"), None);
        assert_eq!(proposals.probability(ada, ada, "met"), None);
        let met =
            |known: &Known| asked.claims("met", known).into_iter().map(|c| (c.subject, c.object)).collect::<Vec<_>>();
        assert_eq!(met(&Known::new()), [(ada, ola)], "once, from the one that stands first");
        assert_eq!(
            met(&Known::from([((0, asked.chain(ola), asked.chain(ada)), vec!["met".to_owned()])])),
            [],
            "not where a rule has a claim of the two"
        );
    }

    #[test]
    fn who_leads_what_is_said_once() {
        let asked = Asked::about("Ada Berg heads the Riga Choir.");
        let leads = |known: &Known| asked.claims("leads", known);
        let claims = leads(&Known::new());
        let claim = claims.first().expect("it says who leads the choir");
        assert_eq!(claim.trigger.of(&asked.document.text), "heads");
        let chain = asked.chain(claim.subject);
        assert_eq!(leads(&Known::from([((0, chain, usize::MAX), vec!["leads".to_owned()])])).len(), claims.len() - 1);
    }

    #[test]
    fn of_a_family_the_rule_has_the_word() {
        let asked = Asked::about("Ada Berg killed the mayor, Ola Dahl.");
        let pair = (0, asked.chain(asked.mention("Ada Berg")), asked.chain(asked.mention("Ola Dahl")));
        let killed = |known: &Known| asked.claims("killed", known).len();
        assert_eq!(killed(&Known::new()), 1);
        assert_eq!(killed(&Known::from([(pair, vec!["attacked".to_owned()])])), 0, "what is broader is said already");
        assert_eq!(killed(&Known::from([(pair, vec!["funded".to_owned()])])), 1, "what it finds most unlikely is not");
    }

    #[test]
    fn a_conjunct_that_is_left_out() {
        let rows = |not: &str| {
            format!(
                "visited visit VERB 0 root\nOslo Oslo PROPN 1 obj\n{not} advmod Polarity=Neg\nRiga Riga PROPN 2 conj"
            )
        };
        let (of_riga, of_visit) =
            (parsed::document(&rows("not not PART 4")), parsed::document(&rows("not not PART 1")));
        assert_eq!(left_out(&of_riga.sentences[0], 3), Some(2));
        assert_eq!(left_out(&of_riga.sentences[0], 1), None);
        assert_eq!(left_out(&of_visit.sentences[0], 3), None);
    }

    #[test]
    fn the_word_that_joins() {
        let document = parsed::document(
            "Lena Lena PROPN 3 nsubj\nthen then ADV 3 advmod\nmet meet VERB 0 root\nfriends friend NOUN 3 obj\nof of ADP 6 case\nOla Ola PROPN 4 nmod",
        );
        let sentence = &document.sentences[0];
        let joining = |a, b| joining_word(sentence, &Way::new(sentence, a, b));
        assert_eq!([joining(0, 5), joining(2, 5), joining(3, 5)], [2, 3, 3]);
    }
}
