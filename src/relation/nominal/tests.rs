//! The rules on hand-made parses, without the model: each word is `form/UPOS/head/deprel`, heads from 1.

use super::*;
use crate::document::{Deprel, Name, NameType, Sentence, Token, Upos};
use crate::lexicon::{EntityType, Polarity};
use crate::mention::{Chain, Mention, MentionKind};

/// A one-sentence document. Mentions are `(first word, last word, head, type, is a name)`, from 1, a chain each.
fn read(words: &str, listed: &[(usize, usize, usize, EntityType, bool)]) -> (Document, Mentions) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for word in words.split_whitespace() {
        let parts: Vec<&str> = word.split('/').collect();
        let start = text.len();
        text.push_str(parts[0]);
        let head: usize = parts[2].parse().unwrap();
        let plural = parts[1] == "NOUN" && parts[0].ends_with('s');
        tokens.push(Token {
            span: Span::new(start, text.len()),
            lemma: if plural { parts[0].trim_end_matches('s').to_owned() } else { parts[0].to_lowercase() },
            upos: Upos::parse(parts[1]).unwrap(),
            feats: if plural { "Number=Plur".to_owned() } else { String::new() },
            head: head.checked_sub(1),
            deprel: Deprel::parse(parts[3]).unwrap(),
            joined_to_next: false,
        });
        text.push(' ');
    }
    let spans: Vec<Span> = tokens.iter().map(|t| t.span).collect();
    let names = listed.iter().filter(|m| m.4).map(|m| Name { tokens: m.0 - 1..m.1, kind: NameType::Per }).collect();
    let span = Span::new(0, text.len());
    let mut mentions = Vec::new();
    let mut chains = Vec::new();
    for (chain, &(first, last, head, entity_type, is_name)) in listed.iter().enumerate() {
        let span = spans[first - 1].cover(spans[last - 1]);
        let kind = if is_name { MentionKind::Name } else { MentionKind::Nominal };
        mentions.push(Mention {
            sentence: 0,
            tokens: first - 1..last,
            head: head - 1,
            span,
            kind,
            entity_type,
            chain,
            rule: "first",
        });
        chains.push(Chain {
            mentions: vec![chain],
            name: span.of(&text).to_owned(),
            entity_type,
            is_named: is_name,
            gender: None,
            is_plural: false,
            owner: None,
            members: Vec::new(),
        });
    }
    let sentence = Sentence { span, tokens, names, certainty: Vec::new(), vectors: Vec::new(), is_title: false };
    (Document { text, sentences: vec![sentence] }, Mentions::new(mentions, chains))
}

fn claims(words: &str, listed: &[(usize, usize, usize, EntityType, bool)]) -> Vec<String> {
    let (document, mentions) = read(words, listed);
    let nouns = RoleNouns::built_in().unwrap();
    let shown = |c: &Extraction| {
        let object = object_name(&document, &mentions, &nouns, c)
            .map_or_else(|| mentions.chain_of(c.object).name.clone(), |(name, _)| name);
        format!("{} | {} | {object}", mentions.chain_of(c.subject).name, c.predicate)
    };
    let mut all: Vec<String> = extract(&document, &mentions, &nouns).iter().map(shown).collect();
    all.sort();
    all
}

#[test]
fn a_title_before_a_name() {
    let got = claims(
        "Former/ADJ/3/amod Norwegian/ADJ/3/amod president/NOUN/4/nmod:desc Silje/PROPN/6/nsubj Aas/PROPN/4/flat left/VERB/0/root",
        &[
            (2, 2, 2, EntityType::Country, true),
            (3, 3, 3, EntityType::Person, false),
            (4, 5, 4, EntityType::Person, true),
        ],
    );
    assert_eq!(got, ["Silje Aas | holdsPosition | president", "Silje Aas | leads | Norwegian"]);
}

#[test]
fn a_plural_title_holds_for_all_names() {
    let got = claims(
        "Senators/NOUN/2/nmod:desc Dufresne/PROPN/5/nsubj and/CCONJ/4/cc Tran/PROPN/2/conj agreed/VERB/0/root",
        &[
            (1, 1, 1, EntityType::Group, false),
            (2, 2, 2, EntityType::Person, true),
            (4, 4, 4, EntityType::Person, true),
        ],
    );
    assert_eq!(got, ["Dufresne | holdsPosition | Senator", "Tran | holdsPosition | Senator"]);
}

#[test]
fn an_apposition_with_its_body() {
    let words = "Farida/PROPN/9/nsubj Ibraev/PROPN/1/flat ,/PUNCT/4/punct head/NOUN/1/appos of/ADP/7/case Tax/PROPN/7/compound \
                 Service/PROPN/4/nmod ,/PUNCT/1/punct left/VERB/0/root";
    let listed = [
        (1, 2, 1, EntityType::Person, true),
        (4, 4, 4, EntityType::Person, false),
        (6, 7, 7, EntityType::Organization, true),
    ];
    let got = claims(words, &listed);
    assert_eq!(got, ["Farida Ibraev | holdsPosition | head of Tax Service", "Farida Ibraev | leads | Tax Service"]);
}

#[test]
fn a_negated_copula_is_negative() {
    let words = "Awa/PROPN/5/nsubj is/AUX/5/cop not/PART/5/advmod a/DET/5/det lawyer/NOUN/0/root";
    let (document, mentions) =
        read(words, &[(1, 1, 1, EntityType::Person, true), (5, 5, 5, EntityType::Person, false)]);
    let found = extract(&document, &mentions, &RoleNouns::built_in().unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].polarity, Polarity::Negative);
    assert!(!is_presupposed(&found[0].rule));
}

#[test]
fn kinship_knows_its_direction() {
    let words = "Traore/PROPN/3/nmod:poss 's/PART/1/case daughter/NOUN/5/nsubj Awa/PROPN/3/appos sang/VERB/0/root";
    let listed = [
        (1, 1, 1, EntityType::Person, true),
        (3, 3, 3, EntityType::Person, false),
        (4, 4, 4, EntityType::Person, true),
    ];
    assert_eq!(claims(words, &listed), ["Traore | parentOf | Awa"]);
}

#[test]
fn a_town_in_its_country() {
    let words = "Omsk/PROPN/4/nsubj ,/PUNCT/3/punct Russia/PROPN/1/appos froze/VERB/0/root";
    let listed = [(1, 1, 1, EntityType::Place, true), (3, 3, 3, EntityType::Country, true)];
    assert_eq!(claims(words, &listed), ["Omsk | locatedIn | Russia"]);
}

#[test]
fn the_tests_in_the_data_files_hold() {
    let reader = crate::language::Reader::embedded().unwrap();
    let knowledge = crate::mention::Knowledge::embedded().unwrap();
    let nouns = RoleNouns::built_in().unwrap();
    let mut wrong = Vec::new();
    for test in nouns.tests() {
        let document = reader.read(&test.text, 0).unwrap();
        let mentions = crate::mention::read(&document, &knowledge);
        for failure in failures(test, &document, &mentions, &nouns) {
            wrong.push(format!("{}:{}: {failure} ({})", test.file, test.line, test.text));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} failures", wrong.join("\n"), wrong.len());
}
