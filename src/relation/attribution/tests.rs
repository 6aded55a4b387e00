//! Sources on hand-written parses, with the words whose tag is PROPN or PRON as mentions.

use super::*;
use crate::document::{Deprel, Upos};
use crate::lexicon::EntityType;
use crate::mention::{Chain, Mention, MentionKind};
use crate::relation::parsed::{document, find};

/// Every proper noun and pronoun that is the head of its name is a mention of its own.
fn mentions(document: &Document) -> Mentions {
    let (mut mentions, mut chains) = (Vec::new(), Vec::new());
    for (s, sentence) in document.sentences.iter().enumerate() {
        for (i, token) in sentence.tokens.iter().enumerate() {
            let is_head = !matches!(token.deprel, Deprel::Flat | Deprel::Compound);
            if !is_head || !matches!(token.upos, Upos::Propn | Upos::Pron) {
                continue;
            }
            let kind = if token.upos == Upos::Propn { MentionKind::Name } else { MentionKind::Pronoun };
            mentions.push(Mention {
                sentence: s,
                tokens: i..i + 1,
                head: i,
                span: token.span,
                kind,
                entity_type: EntityType::Person,
                chain: chains.len(),
                rule: "first",
            });
            chains.push(Chain {
                mentions: vec![mentions.len() - 1],
                name: token.span.of(&document.text).to_string(),
                entity_type: EntityType::Person,
                is_named: kind == MentionKind::Name,
                gender: None,
                is_plural: false,
                owner: None,
                members: Vec::new(),
            });
        }
    }
    Mentions::new(mentions, chains)
}

#[track_caller]
fn check(rows: &str, word: &str, speaker: Option<&str>) {
    let document = document(rows);
    let mentions = mentions(&document);
    let attributions = Attributions::build(&document, &mentions, &Cues::built_in().unwrap());
    let (s, i) = find(&document, word);
    let found = attributions.speaker_of(s, i).map(|a| mentions.mentions[a.mention].span.of(&document.text));
    assert_eq!(found, speaker);
}

const SAID_THAT: &str = "Orlov Orlov PROPN 2 nsubj\nsaid say VERB 0 root VerbForm=Fin\nOslo Oslo PROPN 4 nsubj\nmet meet VERB 2 ccomp VerbForm=Fin\nRiga Riga PROPN 4 obj";

#[test]
fn a_clause_under_a_reporting_verb() {
    check(SAID_THAT, "met", Some("Orlov"));
    check(SAID_THAT, "said", None);
}

#[test]
fn the_reporting_clause_may_follow_its_content() {
    let rows = "Oslo Oslo PROPN 2 nsubj\nmet meet VERB 0 root VerbForm=Fin\nRiga Riga PROPN 2 obj\n, , PUNCT 5 punct\nsaid say VERB 2 parataxis VerbForm=Fin\nOrlov Orlov PROPN 5 nsubj";
    check(rows, "met", Some("Orlov"));
    check(rows, "said", None);
}

#[test]
fn according_to() {
    let rows = "According accord VERB 3 case\nto to ADP 1 fixed\nReuters Reuters PROPN 6 obl\n, , PUNCT 6 punct\nOslo Oslo PROPN 6 nsubj\nmet meet VERB 0 root VerbForm=Fin\nRiga Riga PROPN 6 obj";
    check(rows, "met", Some("Reuters"));
}

#[test]
fn an_accuser_is_the_source_of_the_charge_not_of_the_accusation() {
    let rows = "Oslo Oslo PROPN 2 nsubj\naccused accuse VERB 0 root VerbForm=Fin\nRiga Riga PROPN 2 obj\nof of SCONJ 5 mark\nbribing bribe VERB 2 advcl VerbForm=Ger\nher she PRON 5 obj";
    check(rows, "bribing", Some("Oslo"));
    check(rows, "accused", None);
}

#[test]
fn a_quotation_over_two_sentences() {
    let rows = "“ “ PUNCT 3 punct\nWe we PRON 3 nsubj\nmet meet VERB 0 root VerbForm=Fin\n. . PUNCT 3 punct\n\nThey they PRON 2 nsubj\nleft leave VERB 5 ccomp VerbForm=Fin\n, , PUNCT 2 punct\n” ” PUNCT 2 punct\nsaid say VERB 0 root VerbForm=Fin\nOrlov Orlov PROPN 5 nsubj";
    check(rows, "met", Some("Orlov"));
    check(rows, "said", None);
}

#[test]
fn subjects_and_clauses_that_the_parser_misplaces() {
    let rows = "Oslo Oslo PROPN 2 nsubj\nmet meet VERB 6 ccomp VerbForm=Fin\nRiga Riga PROPN 2 obj\n, , PUNCT 5 punct\nOrlov Orlov PROPN 2 nsubj\nsaid say VERB 0 root VerbForm=Fin";
    check(rows, "met", Some("Orlov"));
    let rows = "Oslo Oslo PROPN 2 nsubj\nmet meet VERB 0 root VerbForm=Fin\nRiga Riga PROPN 2 obj\n, , PUNCT 6 punct\nOrlov Orlov PROPN 6 nsubj\nsaid say VERB 3 appos VerbForm=Fin";
    check(rows, "met", Some("Orlov"));
}
