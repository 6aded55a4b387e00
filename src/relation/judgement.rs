//! What the words of an extraction tell of how likely it is to be right: the rule, the kind of its mentions, where
//! they stand, how sure the parser is, what qualifies it. What its entities tell comes later, with the claims.

use super::Extraction;
use super::learned::Proposals;
use crate::document::{Deprel, Document, Sentence};
use crate::lexicon::{Calibration, Factor, FactorKind, Judgement, Modality, Polarity};
use crate::mention::{MentionKind, Mentions};

/// Judge each extraction by its words.
pub fn judge(
    document: &Document,
    mentions: &Mentions,
    proposals: &Proposals,
    calibration: &Calibration,
    extractions: &mut [Extraction],
) {
    for extraction in extractions {
        let mut judgement = Judgement::default();
        let mut factors = vec![
            Factor::new(FactorKind::Rule, extraction.rule.clone(), 1.0),
            Factor::new(FactorKind::Predicate, extraction.predicate.clone(), 1.0),
        ];
        let mut add = |name: &str, value: f32| factors.push(Factor::new(FactorKind::General, name.to_owned(), value));
        add("the rule's own confidence", log_odds(extraction.confidence, 0.05));
        let performer = performer(document, mentions, extraction);
        second_opinion(proposals, performer.unwrap_or(extraction.subject), extraction, &mut add);
        references(mentions, document, extraction, &mut add);
        commitment(extraction, &mut add);
        if let Some(sentence) = document.sentences.get(extraction.sentence) {
            position(document, mentions, sentence, extraction, &mut add);
        }
        factors.into_iter().for_each(|factor| judgement.add(calibration, factor));
        extraction.judgement = judgement;
    }
}

/// Logarithm of the odds of a probability, which is kept `least` away from 0 and 1.
fn log_odds(probability: f32, least: f32) -> f32 {
    let p = probability.clamp(least, 1.0 - least);
    (p / (1.0 - p)).ln()
}

/// What the relation head thinks of a claim between two mentions of a sentence.
fn second_opinion(proposals: &Proposals, subject: usize, extraction: &Extraction, add: &mut impl FnMut(&str, f32)) {
    match proposals.probability(subject, extraction.object, &extraction.predicate) {
        Some((this, none)) => {
            add("the relation head for it", log_odds(this, 0.005));
            add("the relation head for no claim", log_odds(none, 0.005));
        }
        None => add("the relation head cannot tell", 1.0),
    }
}

/// The "we" of "We call on Oslo to act", by which the speaker asks: nobody reports that but who says so.
fn performer(document: &Document, mentions: &Mentions, extraction: &Extraction) -> Option<usize> {
    let speaker = mentions.mentions.get(extraction.subject).filter(|_| extraction.speaker.is_none())?.chain;
    let sentence = document.sentences.get(extraction.sentence)?;
    let subjects = sentence.dependents(extraction.head).filter(|&i| sentence.tokens[i].deprel == Deprel::Nsubj);
    let is_we = |&m: &usize| {
        let mention = &mentions.mentions[m];
        mention.kind == MentionKind::Pronoun && mentions.chains[mention.chain].members == [speaker]
    };
    subjects.filter_map(|i| mentions.at(extraction.sentence, i)).find(is_we)
}

/// 1 where it holds.
fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

/// Logarithm of one more than a count.
fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}

/// How subject and object are referred to.
fn references(mentions: &Mentions, document: &Document, extraction: &Extraction, add: &mut impl FnMut(&str, f32)) {
    for (role, index) in [("subject", extraction.subject), ("object", extraction.object)] {
        let Some(mention) = mentions.mentions.get(index) else { continue };
        let chain = &mentions.chains[mention.chain];
        let is_office = role == "object" && extraction.object_words.is_some();
        let kind = match mention.kind {
            _ if is_office => "an office",
            MentionKind::Name => "a name",
            MentionKind::Pronoun => "a pronoun",
            MentionKind::Nominal if chain.is_named => "a description of somebody named",
            MentionKind::Nominal => "a description",
        };
        add(&format!("{role} is {kind}"), 1.0);
        let words = extraction.object_words.filter(|_| is_office).unwrap_or(mention.span).of(&document.text);
        add(&format!("words of the {role}"), log(words.split_whitespace().count().saturating_sub(1)));
        if !is_office {
            add(&format!("mentions of the {role}"), log(chain.mentions.len().saturating_sub(1)));
        }
    }
}

/// What the text says of truth and source.
fn commitment(extraction: &Extraction, add: &mut impl FnMut(&str, f32)) {
    add(extraction.modality.as_str(), flag(extraction.modality != Modality::Actual));
    add("negative", flag(extraction.polarity == Polarity::Negative));
    add("somebody says so", flag(extraction.speaker.is_some()));
}

/// Where its words stand, and how surely they are parsed.
fn position(
    document: &Document,
    mentions: &Mentions,
    sentence: &Sentence,
    extraction: &Extraction,
    add: &mut impl FnMut(&str, f32),
) {
    // An office may be named in another sentence than the one that tells of leaving it.
    let here = |index: usize| mentions.mentions.get(index).filter(|m| m.sentence == extraction.sentence);
    let head = |index: usize| here(index).map_or(extraction.head, |m| m.head);
    let (subject, object, trigger) = (head(extraction.subject), head(extraction.object), extraction.head);
    add("words between subject and object", log(subject.abs_diff(object)));
    let (near, far) = (
        trigger.abs_diff(subject).min(trigger.abs_diff(object)),
        trigger.abs_diff(subject).max(trigger.abs_diff(object)),
    );
    add("words from the trigger to the nearer one", log(near));
    add("words from the trigger to the farther one", log(far));
    add("words in the sentence", log(sentence.tokens.len()) - log(20));
    add("doubt in the parse", doubt(sentence, [trigger, subject, object]));
    add("sentences before it", log(extraction.sentence) - log(5));
    add("in the headline", flag(sentence.is_title));
    if let Some(token) = sentence.tokens.get(trigger) {
        add(&format!("trigger is {}", token.upos), 1.0);
    }
    let words = sentence.span.of(&document.text).trim_end();
    add("in a question", flag(words.ends_with('?')));
    add("quotation marks in the sentence", flag(words.contains(['"', '“', '”'])));
}

/// How unsure the parser is of the words on the way from each of these up to the root: minus the logarithm of the
/// least sure head.
fn doubt(sentence: &Sentence, words: [usize; 3]) -> f32 {
    let mut worst: f32 = 1.0;
    for mut word in words {
        for _ in 0..sentence.tokens.len() {
            worst = worst.min(sentence.certainty.get(word).copied().unwrap_or(1.0));
            match sentence.tokens.get(word).and_then(|t| t.head) {
                Some(head) => word = head,
                None => break,
            }
        }
    }
    -worst.max(0.05).ln()
}

#[cfg(test)]
mod tests {
    use super::super::parsed;
    use super::*;
    use crate::lexicon::EntityType;
    use crate::mention::{Chain, Mention};

    #[test]
    fn doubt_is_that_of_the_least_sure_head_on_the_way() {
        let mut document = parsed::document("Lena Lena PROPN 2 nsubj\nleft leave VERB 0 root\nOslo Oslo PROPN 2 obj");
        let sentence = &mut document.sentences[0];
        assert_eq!(doubt(sentence, [1, 0, 2]), 0.0, "nothing is known of the parser");
        sentence.certainty = vec![0.9, 1.0, 0.5];
        assert!((doubt(sentence, [1, 0, 2]) - 0.693).abs() < 0.001);
        assert!((doubt(sentence, [1, 0, 0]) - 0.105).abs() < 0.001);
    }

    #[test]
    fn the_head_is_asked_about_the_we_that_asks() {
        let rows = "We we PRON 2 nsubj\nurge urge VERB 0 root\nOslo Oslo PROPN 2 obj\nsays say VERB 2 parataxis\n\
                    Lena Lena PROPN 4 nsubj";
        let document = parsed::document(rows);
        let mention = |head: usize, kind: MentionKind, chain: usize| Mention {
            sentence: 0,
            tokens: head..head + 1,
            head,
            span: document.sentences[0].tokens[head].span,
            kind,
            entity_type: EntityType::Person,
            chain,
            rule: "first",
        };
        let chain = |mention: usize, members: Vec<usize>| Chain {
            mentions: vec![mention],
            name: String::new(),
            entity_type: EntityType::Person,
            is_named: members.is_empty(),
            gender: None,
            is_plural: !members.is_empty(),
            owner: None,
            members,
        };
        let here = vec![mention(0, MentionKind::Pronoun, 0), mention(4, MentionKind::Name, 1)];
        let mentions = Mentions::new(here, vec![chain(0, vec![1]), chain(1, Vec::new())]);
        let urged = Extraction { subject: 1, ..Extraction::at(0, 1, document.sentences[0].tokens[1].span) };
        assert_eq!(performer(&document, &mentions, &urged), Some(0));
        let reported = Extraction { speaker: Some(1), ..urged.clone() };
        assert_eq!(performer(&document, &mentions, &reported), None, "others may have done it");
        let said = Extraction { head: 3, ..urged };
        assert_eq!(performer(&document, &mentions, &said), None);
    }
}
