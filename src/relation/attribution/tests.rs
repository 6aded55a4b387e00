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
    check_document(&document(rows), word, speaker);
}

#[track_caller]
fn check_document(document: &Document, word: &str, speaker: Option<&str>) {
    let mentions = mentions(document);
    let attributions = Attributions::build(document, &mentions, &Cues::built_in().unwrap());
    let (s, i) = find(document, word);
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

#[test]
fn a_relative_clause_behind_a_comma_is_the_articles_own() {
    let restrictive = "Orlov Orlov PROPN 2 nsubj\nsaid say VERB 0 root VerbForm=Fin\nthe the DET 4 det\n\
                       firm firm NOUN 9 nsubj\nwhich which PRON 7 obj\nOslo Oslo PROPN 7 nsubj\n\
                       founded found VERB 4 acl:relcl VerbForm=Fin\nwould would AUX 9 aux\n\
                       close close VERB 2 ccomp VerbForm=Inf";
    let set_off = "Orlov Orlov PROPN 2 nsubj\nsaid say VERB 0 root VerbForm=Fin\nthe the DET 4 det\nfirm firm NOUN 11 nsubj\n\
                   , , PUNCT 8 punct\nwhich which PRON 8 obj\nOslo Oslo PROPN 8 nsubj\n\
                   founded found VERB 4 acl:relcl VerbForm=Fin\n, , PUNCT 8 punct\nwould would AUX 11 aux\n\
                   close close VERB 2 ccomp VerbForm=Inf";
    check(set_off, "founded", None);
    check(set_off, "close", Some("Orlov"));
    check(restrictive, "founded", Some("Orlov"));
}

#[test]
fn a_noun_that_sums_up_what_was_said_is_the_articles_own() {
    let rows = "Orlov Orlov PROPN 2 nsubj\nclaimed claim VERB 0 root VerbForm=Fin\nthat that SCONJ 5 mark\n\
                Riga Riga PROPN 5 nsubj\nlied lie VERB 2 ccomp VerbForm=Fin\n, , PUNCT 8 punct\na a DET 8 det\n\
                charge charge NOUN 5 parataxis\nthat that PRON 11 obj\nOslo Oslo PROPN 11 nsubj\n\
                dismissed dismiss VERB 8 acl VerbForm=Fin";
    check(rows, "lied", Some("Orlov"));
    check(rows, "dismissed", None);
}

#[test]
fn what_is_told_of_an_announced_thing_is_not_announced() {
    let rows = "Orlov Orlov PROPN 2 nsubj\nannounced announce VERB 0 root VerbForm=Fin\nthe the DET 4 det\n\
                creation creation NOUN 2 obj\nof of ADP 7 case\nan a DET 7 det\nalliance alliance NOUN 4 nmod\n\
                that that PRON 10 obj\nOslo Oslo PROPN 10 nsubj\njoined join VERB 7 acl:relcl VerbForm=Fin";
    check(rows, "creation", Some("Orlov"));
    check(rows, "joined", None);
}

#[test]
fn a_headline_names_its_source_before_or_behind_what_it_says() {
    let title = |rows: &str| {
        let mut document = document(rows);
        document.sentences[0].is_title = true;
        document
    };
    let before = "Orlov Orlov PROPN 0 root\n: : PUNCT 4 punct\nOslo Oslo PROPN 4 nsubj\nlies lie VERB 1 parataxis";
    check_document(&title(before), "lies", Some("Orlov"));
    check_document(&title(before), "Orlov", None);
    check(before, "lies", None);
    let behind = "Oslo Oslo PROPN 2 nsubj\nlies lie VERB 0 root\n: : PUNCT 4 punct\nUN UN PROPN 2 parataxis";
    check_document(&title(behind), "lies", None);
    let phrase = "Orlov Orlov PROPN 0 root\n: : PUNCT 4 punct\na a DET 4 det\nlife life NOUN 1 appos";
    check_document(&title(phrase), "life", None);
}
