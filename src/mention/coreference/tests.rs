//! Coreference on short passages of our own, given with their parse.

use crate::language::Reader;
use crate::mention::sample::{self, document};
use crate::mention::{Knowledge, read};

/// Chains with more than one mention, as "name: mention (rule), mention (rule)".
fn chains(rows: &str) -> Vec<String> {
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    mentions
        .chains
        .iter()
        .filter(|chain| chain.mentions.len() > 1)
        .map(|chain| {
            let parts: Vec<String> = chain
                .mentions
                .iter()
                .map(|&m| format!("{} ({})", mentions.mentions[m].span.of(&document.text), mentions.mentions[m].rule))
                .collect();
            format!("{}: {}", chain.name, parts.join(", "))
        })
        .collect()
}

#[test]
fn title_surname_and_pronoun_join_the_name() {
    let rows = format!(
        "{}\n\nVarennikov Varennikov PROPN 2 nsubj Number=Sing B-PER
         said say VERB 0 root
         he he PRON 5 nsubj Gender=Masc|Number=Sing|Person=3|PronType=Prs
         would would AUX 5 aux
         resign resign VERB 2 ccomp",
        sample::SPOKESMAN
    );
    assert_eq!(
        chains(&rows),
        ["Oleg Varennikov: Kremlin spokesman (first), Oleg Varennikov (title), Varennikov (surname), he (pronoun)"]
    );
}

#[test]
fn square_brackets_are_no_part_of_a_name() {
    let rows = "Oleg] Oleg PROPN 3 nsubj _ B-PER
         Varennikov Varennikov PROPN 1 flat _ I-PER
         said say VERB 0 root
         he he PRON 5 nsubj Gender=Masc|Number=Sing|Person=3|PronType=Prs
         left leave VERB 3 ccomp";
    assert_eq!(chains(rows), ["Oleg Varennikov: Oleg] Varennikov (first), he (pronoun)"]);
}

#[test]
fn father_and_son_stay_apart() {
    let rows = "Ilham Ilham PROPN 3 nsubj Number=Sing B-PER
        Aliyev Aliyev PROPN 1 flat Number=Sing I-PER
        succeeded succeed VERB 0 root
        Heydar Heydar PROPN 3 obj Number=Sing B-PER
        Aliyev Aliyev PROPN 4 flat Number=Sing I-PER
        . . PUNCT 3 punct

        A a DET 2 det
        court court NOUN 3 nsubj Number=Sing
        sat sit VERB 0 root

        A a DET 2 det
        road road NOUN 3 nsubj Number=Sing
        opened open VERB 0 root

        A a DET 2 det
        school school NOUN 3 nsubj Number=Sing
        closed close VERB 0 root

        Aliyev Aliyev PROPN 2 nsubj Number=Sing B-PER
        spoke speak VERB 0 root";
    assert_eq!(chains(rows), Vec::<String>::new());
}

#[test]
fn acronyms_states_and_offices() {
    let rows = "President president PROPN 2 nmod:desc Number=Sing
        Maia Maia PROPN 4 nsubj Number=Sing B-PER
        Lupu Lupu PROPN 2 flat Number=Sing I-PER
        joined join VERB 0 root
        the the DET 8 det
        Baltic Baltic ADJ 8 amod _ B-ORG
        Trade Trade PROPN 8 compound Number=Sing I-ORG
        Assembly Assembly PROPN 4 obj Number=Sing I-ORG
        ( ( PUNCT 10 punct
        BTA BTA PROPN 8 appos Number=Sing B-ORG
        ) ) PUNCT 10 punct
        in in ADP 13 case
        Norway Norway PROPN 4 obl Number=Sing B-GPE
        . . PUNCT 4 punct

        Norwegian norwegian ADJ 2 amod _ B-NORP
        papers paper NOUN 3 nsubj Number=Plur
        praised praise VERB 0 root
        the the DET 5 det
        president president NOUN 3 obj Number=Sing
        . . PUNCT 3 punct

        The the DET 2 det
        BTA BTA PROPN 3 nsubj Number=Sing B-ORG
        grew grow VERB 0 root
        . . PUNCT 3 punct";
    assert_eq!(
        chains(rows),
        [
            "Maia Lupu: President (first), Maia Lupu (title), president (office)",
            "Baltic Trade Assembly: Baltic Trade Assembly (first), BTA (acronym), BTA (exact name)",
            "Norway: Norway (first), Norwegian (alias of a state)",
        ]
    );
}

#[test]
fn a_subject_is_no_object_of_its_own_verb() {
    let rows = "Anna Anna PROPN 3 nsubj Number=Sing B-PER
        Berg Berg PROPN 1 flat Number=Sing I-PER
        praised praise VERB 0 root
        her she PRON 3 obj Gender=Fem|Number=Sing|Person=3|PronType=Prs";
    assert_eq!(chains(rows), Vec::<String>::new());
}

#[test]
fn a_body_is_called_by_its_class_and_a_pair_by_its_number() {
    let rows = "Norwegian norwegian ADJ 2 amod _ B-NORP
        carrier carrier NOUN 4 nsubj Number=Sing
        Fjordair Fjordair PROPN 2 appos Number=Sing B-ORG
        sued sue VERB 0 root
        Denmark Denmark PROPN 4 obj Number=Sing B-GPE
        . . PUNCT 4 punct

        The the DET 2 det
        airline airline NOUN 3 nsubj Number=Sing
        wants want VERB 0 root
        both both DET 5 det
        countries country NOUN 6 nsubj Number=Plur
        apologise apologise VERB 3 ccomp
        . . PUNCT 3 punct";
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    let chain = |sentence, token| mentions.chain_of(mentions.at(sentence, token).expect("a mention"));
    assert_eq!(chain(1, 1).name, "Fjordair");
    let members: Vec<&str> = chain(1, 4).members.iter().map(|&m| mentions.chains[m].name.as_str()).collect();
    assert_eq!(members, ["Norwegian", "Denmark"]);
}

#[test]
fn quoted_first_persons_join_their_speaker() {
    let rows = "Berg Berg PROPN 2 nsubj Number=Sing B-PER
        said say VERB 0 root
        : : PUNCT 2 punct
        \" \" PUNCT 6 punct
        I I PRON 6 nsubj Case=Nom|Number=Sing|Person=1|PronType=Prs
        trust trust VERB 2 ccomp
        our our PRON 8 nmod:poss Case=Gen|Number=Plur|Person=1|Poss=Yes|PronType=Prs
        courts court NOUN 6 obj Number=Plur
        . . PUNCT 6 punct
        \" \" PUNCT 6 punct

        I I PRON 2 nsubj Case=Nom|Number=Sing|Person=1|PronType=Prs
        do do VERB 0 root
        not not PART 2 advmod";
    let document = document(rows);
    let knowledge = Knowledge::embedded().expect("the built-in lists are well-formed");
    let mut mentions = read(&document, &knowledge);
    let berg = mentions.at(0, 0);
    super::link_first_person(
        &mut mentions,
        &document,
        &knowledge,
        &|sentence, _| berg.filter(|_| sentence == 0),
        &|_, _| None,
    );
    let chain_at = |sentence, token| mentions.mentions[mentions.at(sentence, token).expect("a mention")].chain;
    assert_eq!(chain_at(0, 4), chain_at(0, 0), "I is Berg");
    assert_ne!(chain_at(0, 6), chain_at(0, 0), "we are more than Berg");
    assert_eq!(mentions.chains[chain_at(0, 6)].members, [chain_at(0, 0)]);
    assert_ne!(chain_at(1, 0), chain_at(0, 0), "outside the quotation I is the author");
    for (index, chain) in mentions.chains.iter().enumerate() {
        assert!(chain.mentions.iter().all(|&m| mentions.mentions[m].chain == index));
    }
}

#[test]
fn two_bearers_of_a_surname_in_one_sentence_are_not_guessed() {
    let rows = "Anna Anna PROPN 6 nsubj Number=Sing B-PER
        Berg Berg PROPN 1 flat Number=Sing I-PER
        and and CCONJ 4 cc
        Olaf Olaf PROPN 1 conj Number=Sing B-PER
        Berg Berg PROPN 4 flat Number=Sing I-PER
        sat sit VERB 0 root
        . . PUNCT 6 punct

        They they PRON 2 nsubj Case=Nom|Number=Plur|Person=3|PronType=Prs
        argued argue VERB 0 root";
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    let they = mentions.chain_of(mentions.at(1, 0).expect("a mention"));
    let members: Vec<&str> = they.members.iter().map(|&m| mentions.chains[m].name.as_str()).collect();
    assert_eq!(members, ["Anna Berg", "Olaf Berg"]);
}

/// Names of the members of the plural mention at this word.
fn members(rows: &str, sentence: usize, token: usize) -> Vec<String> {
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    let chain = mentions.chain_of(mentions.at(sentence, token).expect("a mention"));
    chain.members.iter().map(|&m| mentions.chains[m].name.clone()).collect()
}

#[test]
fn the_holder_of_an_office_is_named_behind_the_whole_phrase() {
    let title = "Norwegian norwegian ADJ 2 amod _ B-NORP
        Secretary Secretary PROPN 7 nsubj Number=Sing
        of of ADP 5 case
        Justice Justice PROPN 2 nmod Number=Sing
        Ada Ada PROPN 2 nmod Number=Sing B-PER
        Berg Berg PROPN 5 flat Number=Sing I-PER
        resigned resign VERB 0 root
        . . PUNCT 7 punct";
    assert_eq!(chains(title), ["Ada Berg: Norwegian Secretary (first), Ada Berg (title)"]);
    let apposition = |head: &str, relation: &str| {
        format!(
            "Holm Holm PROPN 2 nsubj Number=Sing B-PER
             met meet VERB 0 root
             the the DET 4 det
             head head NOUN 2 obj Number=Sing
             of of ADP 8 case
             Lind Lind PROPN 8 nmod:poss Number=Sing B-PER
             's 's PART 6 case
             office office NOUN 4 nmod Number=Sing
             , , PUNCT 10 punct
             Ada Ada PROPN {head} {relation} Number=Sing B-PER
             Berg Berg PROPN 10 flat Number=Sing I-PER
             . . PUNCT 2 punct"
        )
    };
    for (head, relation) in [("4", "appos"), ("8", "appos"), ("2", "dep")] {
        assert_eq!(
            chains(&apposition(head, relation)),
            ["Ada Berg: head of Lind's office (first), Ada Berg (apposition)"],
            "{relation} of word {head}"
        );
    }
}

#[test]
fn a_predicate_noun_is_its_subject_and_nobody_named_before() {
    let rows = |not: &str| {
        format!(
            "Olaf Olaf PROPN 9 nsubj Number=Sing B-PER
             Holm Holm PROPN 1 flat Number=Sing I-PER
             , , PUNCT 5 punct
             the the DET 5 det
             head head NOUN 1 appos Number=Sing
             of of ADP 8 case
             the the DET 8 det
             bank bank NOUN 5 nmod Number=Sing
             left leave VERB 0 root
             . . PUNCT 9 punct

             Berg Berg PROPN 4 nsubj Number=Sing B-PER
             is be AUX 4 cop Tense=Pres
             {not} {not} DET 4 {}
             leader leader NOUN 0 root Number=Sing
             . . PUNCT 4 punct",
            if not == "the" { "det" } else { "advmod Polarity=Neg" }
        )
    };
    let holm = "Olaf Holm: Olaf Holm (first), head of the bank (apposition)";
    assert_eq!(chains(&rows("the")), [holm, "Berg: Berg (first), leader (predicate)"]);
    assert_eq!(chains(&rows("never")), [holm]);
}

/// "Norway and Denmark signed. Iceland and Malta mediated, and both sides thanked them."
const SIDES: &str = "Norway Norway PROPN 4 nsubj Number=Sing B-GPE
    and and CCONJ 3 cc
    Denmark Denmark PROPN 1 conj Number=Sing B-GPE
    signed sign VERB 0 root
    . . PUNCT 4 punct

    Iceland Iceland PROPN 4 nsubj Number=Sing B-GPE
    and and CCONJ 3 cc
    Malta Malta PROPN 1 conj Number=Sing B-GPE
    mediated mediate VERB 0 root
    between between ADP 6 case
    Copenhagen Copenhagen PROPN 4 obl Number=Sing B-GPE
    and and CCONJ 8 cc
    Oslo Oslo PROPN 6 conj Number=Sing B-GPE
    and and CCONJ 12 cc
    both both DET 11 det
    sides side NOUN 12 nsubj Number=Plur
    thanked thank VERB 4 conj
    them they PRON 12 obj Case=Acc|Number=Plur|Person=3|PronType=Prs
    . . PUNCT 4 punct";

#[test]
fn both_sides_are_the_parties_and_not_their_mediators() {
    assert_eq!(members(SIDES, 1, 10), ["Norway", "Denmark"]);
    assert_eq!(members(SIDES, 1, 12), ["Iceland", "Malta"]);
    let previous = "Norway Norway PROPN 4 nsubj Number=Sing B-GPE
        and and CCONJ 3 cc
        Denmark Denmark PROPN 1 conj Number=Sing B-GPE
        signed sign VERB 0 root
        . . PUNCT 4 punct

        Iceland Iceland PROPN 6 obl Number=Sing B-GPE
        hosted host VERB 0 root
        talks talk NOUN 2 obj Number=Plur
        and and CCONJ 7 cc
        both both DET 6 det
        sides side NOUN 7 nsubj Number=Plur
        agreed agree VERB 2 conj
        . . PUNCT 2 punct";
    assert_eq!(members(previous, 1, 5), ["Norway", "Denmark"]);
    let persons = previous.replace("B-GPE", "B-PER");
    assert_eq!(members(&persons, 1, 5), Vec::<String>::new());
}

#[test]
fn whom_they_nominate_is_none_of_them() {
    let rows = "Berg Berg PROPN 4 nsubj Number=Sing B-PER
        and and CCONJ 3 cc
        Holm Holm PROPN 1 conj Number=Sing B-PER
        praised praise VERB 0 root
        Lind Lind PROPN 4 obj Number=Sing B-PER
        and and CCONJ 7 cc
        said say VERB 4 conj
        they they PRON 10 nsubj Case=Nom|Number=Plur|Person=3|PronType=Prs
        would would AUX 10 aux
        nominate nominate VERB 7 ccomp
        him he PRON 10 obj Gender=Masc|Number=Sing|Person=3|PronType=Prs
        . . PUNCT 4 punct";
    assert_eq!(members(rows, 0, 7), ["Berg", "Holm"]);
    assert_eq!(chains(rows), ["Lind: Lind (first), him (pronoun)"]);
}

#[test]
fn its_parliament_approves_something_else() {
    let rows = "Norway Norway PROPN 2 nsubj Number=Sing B-GPE
        signed sign VERB 0 root
        the the DET 4 det
        treaty treaty NOUN 2 obj Number=Sing
        after after SCONJ 8 mark
        its its PRON 7 nmod:poss Number=Sing|Person=3|Poss=Yes|PronType=Prs
        parliament parliament NOUN 8 nsubj Number=Sing
        approved approve VERB 2 advcl
        it it PRON 8 obj Number=Sing|Person=3|PronType=Prs
        . . PUNCT 2 punct";
    assert_eq!(
        chains(rows),
        ["Norway: Norway (first), its (possessive pronoun)", "treaty: treaty (first), it (pronoun)"]
    );
    // Critics may well speak of what they are critics of.
    let critics = "The the DET 2 det
        treaty treaty NOUN 3 nsubj Number=Sing
        failed fail VERB 0 root
        . . PUNCT 3 punct

        Its its PRON 2 nmod:poss Number=Sing|Person=3|Poss=Yes|PronType=Prs
        critics critic NOUN 3 nsubj Number=Plur
        mocked mock VERB 0 root
        it it PRON 3 obj Number=Sing|Person=3|PronType=Prs
        . . PUNCT 3 punct";
    assert_eq!(chains(critics), ["treaty: treaty (first), Its (possessive pronoun), it (pronoun)"]);
}

#[test]
fn which_behind_a_predicate_noun_is_the_name_before_the_comma() {
    let rows = "Norway Norway PROPN 4 nsubj Number=Sing B-GPE
        is be AUX 4 cop
        a a DET 4 det
        partner partner NOUN 0 root Number=Sing
        of of ADP 6 case
        Iceland Iceland PROPN 4 nmod Number=Sing B-GPE
        , , PUNCT 9 punct
        which which PRON 9 nsubj PronType=Rel
        backs back VERB 4 acl:relcl
        Malta Malta PROPN 9 obj Number=Sing B-GPE
        . . PUNCT 4 punct";
    assert_eq!(chains(rows), ["Iceland: Iceland (first), which (relative clause)"]);
}

#[test]
fn a_group_is_taken_apart_by_the_names_behind_it() {
    let officers = "Police police NOUN 2 nsubj Number=Plur
        held hold VERB 0 root
        two two NUM 4 nummod NumType=Card
        officers officer NOUN 2 obj Number=Plur
        , , PUNCT 6 punct
        Anna Anna PROPN 4 appos Number=Sing B-PER
        Berg Berg PROPN 6 flat Number=Sing I-PER
        and and CCONJ 9 cc
        Olaf Olaf PROPN 6 conj Number=Sing B-PER
        Lund Lund PROPN 9 flat Number=Sing I-PER";
    assert_eq!(members(officers, 0, 3), ["Anna Berg", "Olaf Lund"]);
    let states = "Several several ADJ 2 amod
        states state NOUN 6 nsubj Number=Plur
        including include VERB 4 case VerbForm=Part
        Norway Norway PROPN 2 nmod Number=Sing B-GPE
        have have AUX 6 aux
        agreed agree VERB 0 root";
    assert_eq!(members(states, 0, 1), ["Several states", "Norway"]);
    let apart = "Police police NOUN 2 nsubj Number=Plur
        held hold VERB 0 root
        eight eight NUM 4 nummod NumType=Card
        people people NOUN 2 obj Number=Plur
        for for SCONJ 6 mark
        lying lie VERB 2 advcl
        , , PUNCT 9 punct
        including include VERB 9 case VerbForm=Part
        Anna Anna PROPN 6 obl Number=Sing B-PER
        Berg Berg PROPN 9 flat Number=Sing I-PER";
    assert_eq!(members(apart, 0, 3), ["eight people", "Anna Berg"]);
    let one = "Police police NOUN 2 nsubj Number=Plur
        told tell VERB 0 root
        officers officer NOUN 2 iobj Number=Plur
        Anna Anna PROPN 6 nsubj Number=Sing B-PER
        Berg Berg PROPN 4 flat Number=Sing I-PER
        fled flee VERB 2 ccomp";
    assert_eq!(members(one, 0, 2), Vec::<String>::new(), "one name is not two officers");
}

#[test]
fn bodies_of_two_states_stay_apart() {
    let rows = "Norway Norway PROPN 4 nmod:poss Number=Sing B-GPE
        's 's PART 1 case
        Foreign Foreign PROPN 4 compound Number=Sing B-ORG
        Ministry Ministry PROPN 5 nsubj Number=Sing I-ORG
        protested protest VERB 0 root
        . . PUNCT 5 punct

        Danish Danish ADJ 3 amod _ B-ORG
        Foreign Foreign PROPN 3 compound Number=Sing I-ORG
        Ministry Ministry PROPN 4 nsubj Number=Sing I-ORG
        replied reply VERB 0 root
        . . PUNCT 4 punct

        The the DET 3 det
        Foreign Foreign PROPN 3 compound Number=Sing B-ORG
        Ministry Ministry PROPN 4 nsubj Number=Sing I-ORG
        smiled smile VERB 0 root";
    assert_eq!(
        chains(rows),
        ["Danish Foreign Ministry: Danish Foreign Ministry (first), Foreign Ministry (short name)"]
    );
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    assert_eq!(mentions.chain_of(mentions.at(0, 3).expect("a mention")).owner, Some("Norway"));
}

#[test]
fn he_served_as_the_mayor_and_the_mayor_is_he() {
    let rows = "Ada Ada PROPN 3 nsubj Number=Sing B-PER
        Holmsen Holmsen PROPN 1 flat Number=Sing I-PER
        entered enter VERB 0 root
        politics politics NOUN 3 obj Number=Sing

        She she PRON 2 nsubj Gender=Fem|Number=Sing|Person=3|PronType=Prs
        served serve VERB 0 root
        as as ADP 5 case
        the the DET 5 det
        mayor mayor NOUN 2 obl Number=Sing

        The the DET 2 det
        mayor mayor NOUN 3 nsubj Number=Sing
        praised praise VERB 0 root
        her her PRON 3 obj Gender=Fem|Number=Sing|Person=3|PronType=Prs";
    let found = chains(rows);
    assert!(found.iter().any(|c| c.starts_with("Ada Holmsen: Ada Holmsen (first), She (pronoun)")), "{found:?}");
}

#[test]
fn what_parliament_has_to_ratify_is_no_body() {
    let rows = |verb: &str| {
        format!(
            "The the DET 3 det
             Baltic Baltic ADJ 3 amod _ B-ORG
             Assembly Assembly PROPN 4 nsubj Number=Sing I-ORG
             drew draw VERB 0 root
             up up ADP 4 compound:prt
             a a DET 7 det
             treaty treaty NOUN 4 obj Number=Sing

             Oslo Oslo PROPN 2 nsubj Number=Sing B-GPE
             wants want VERB 0 root
             to to PART 4 mark
             {verb} {verb} VERB 2 xcomp
             it it PRON 4 obj Number=Sing|Person=3|PronType=Prs"
        )
    };
    assert_eq!(chains(&rows("ratify")), ["treaty: treaty (first), it (pronoun)"]);
    // Whose subject is above is not spoken of as "it" either.
    assert!(chains(&rows("join")).iter().all(|c| !c.starts_with("Oslo")));
}

#[test]
fn both_are_the_two_people_joined_by_and() {
    let rows = "Cora Cora PROPN 4 nsubj Number=Sing B-PER
        Vik Vik PROPN 1 flat Number=Sing I-PER
        had have AUX 4 aux
        said say VERB 0 root
        that that SCONJ 11 mark
        Ada Ada PROPN 11 nsubj Number=Sing B-PER
        Berg Berg PROPN 6 flat Number=Sing I-PER
        and and CCONJ 9 cc
        Ole Ole PROPN 6 conj Number=Sing B-PER
        Holm Holm PROPN 9 flat Number=Sing I-PER
        quarrelled quarrel VERB 4 ccomp
        . . PUNCT 4 punct

        The the DET 3 det
        two two NUM 3 nummod NumType=Card
        leaders leader NOUN 4 nsubj Number=Plur
        met meet VERB 0 root";
    assert_eq!(members(rows, 1, 2), ["Ada Berg", "Ole Holm"]);
}

#[test]
fn a_body_may_be_an_operator() {
    let rows = |noun: &str| {
        format!(
            "A a DET 3 det
            rival rival ADJ 3 amod
            {noun} {noun} NOUN 8 nsubj Number=Sing
            , , PUNCT 6 punct
            Halden Halden PROPN 6 compound Number=Sing B-ORG
            Ferries Ferries PROPN 3 appos Number=Sing I-ORG
            , , PUNCT 3 punct
            left leave VERB 0 root"
        )
    };
    assert_eq!(chains(&rows("operator")), ["Halden Ferries: rival operator (first), Halden Ferries (apposition)"]);
    assert!(chains(&rows("teacher")).is_empty());
}

#[test]
fn a_body_behind_the_place_of_its_description() {
    let rows = "A a DET 2 det
        brewery brewery NOUN 10 nsubj:pass Number=Sing
        from from ADP 4 case
        Oslo Oslo PROPN 2 nmod Number=Sing B-GPE
        , , PUNCT 7 punct
        Two two NUM 7 nummod _ B-ORG
        Kings King PROPN 4 appos Number=Plur I-ORG
        , , PUNCT 2 punct
        was be AUX 10 aux:pass
        named name VERB 0 root
        . . PUNCT 10 punct

        Its its PRON 2 nmod:poss Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs
        editor editor NOUN 3 nsubj Number=Sing
        left leave VERB 0 root";
    let document = document(rows);
    let mentions = read(&document, &Knowledge::embedded().expect("the built-in lists are well-formed"));
    let chain = |sentence, token| &mentions.chain_of(mentions.at(sentence, token).expect("a mention")).name;
    assert_eq!([chain(0, 1), chain(1, 0)], ["Two Kings", "Two Kings"]);
    let considered =
        mentions.considered.iter().find(|c| mentions.mentions[c.pronoun].sentence == 1).expect("a pronoun");
    let total: f32 = considered.candidates.iter().map(|candidate| candidate.probability).sum();
    assert!((total - 1.0).abs() < 1e-5 && considered.class == "its");
}

#[test]
fn the_three_are_the_three_that_were_named_together() {
    let rows = |all: &str, three: &str| {
        format!(
            "Cora Cora PROPN 2 nsubj Number=Sing B-PER
            held hold VERB 0 root
            Ada Ada PROPN 2 obj Number=Sing B-PER
            , , PUNCT 5 punct
            Ole Ole PROPN 3 conj Number=Sing B-PER
            and and CCONJ 7 cc
            Jan Jan PROPN 3 conj Number=Sing B-PER
            . . PUNCT 2 punct

            {all} {all} DET 2 det _
            {three} {three} NUM 3 nsubj NumType=Card
            left leave VERB 0 root"
        )
    };
    assert_eq!(members(&rows("all", "three"), 1, 1), ["Ada", "Ole", "Jan"]);
    assert_eq!(members(&rows("the", "three"), 1, 1), ["Ada", "Ole", "Jan"]);
    assert_eq!(members(&rows("the", "four"), 1, 1), [""; 0]);
}

#[test]
fn a_pair_may_be_people() {
    let rows = "Ada Ada PROPN 2 nsubj Number=Sing B-PER
        met meet VERB 0 root
        Ole Ole PROPN 2 obj Number=Sing B-PER
        . . PUNCT 2 punct

        The the DET 2 det
        pair pair NOUN 3 nsubj Number=Sing
        left leave VERB 0 root";
    assert_eq!(members(rows, 1, 1), ["Ada", "Ole"]);
}

#[test]
fn whom_police_hold_is_the_suspect() {
    let rows = |second: &str| {
        format!(
            "Police police NOUN 2 nsubj Number=Plur
             held detain VERB 0 root
             Ada Ada PROPN 2 obj Number=Sing B-PER
             Berg Berg PROPN 3 flat _ I-PER
             {second}

             The the DET 2 det
             suspect suspect NOUN 4 nsubj:pass Number=Sing
             was be AUX 4 aux:pass
             released release VERB 0 root"
        )
    };
    assert_eq!(chains(&rows("")), ["Ada Berg: Ada Berg (first), suspect (told before)"]);
    // Two of them: nobody knows which.
    let two = "and and CCONJ 6 cc\nOlaf Olaf PROPN 3 conj Number=Sing B-PER\nLund Lund PROPN 6 flat _ I-PER";
    assert_eq!(chains(&rows(two)), [""; 0]);
}

#[test]
fn who_was_shot_is_not_the_gunman() {
    let told = |object: &str| {
        chains(&format!(
            "Ada Ada PROPN 3 nsubj Number=Sing B-PER
             Berg Berg PROPN 1 flat _ I-PER
             shot shoot VERB 0 root
             {object}

             The the DET 2 det
             gunman gunman NOUN 3 nsubj Number=Sing
             fled flee VERB 0 root"
        ))
    };
    assert_eq!(told("Olaf Olaf PROPN 3 obj Number=Sing B-PER"), ["Ada Berg: Ada Berg (first), gunman (told before)"]);
    assert_eq!(told("outside outside ADV 3 advmod"), [""; 0]);
}

#[test]
fn a_nurse_named_so_is_the_one_of_that_name() {
    let rows = "Rebels rebel NOUN 2 nsubj Number=Plur
         seized seize VERB 0 root
         a a DET 4 det
         nurse nurse NOUN 2 obj Number=Sing
         named name VERB 4 acl Tense=Past|VerbForm=Part|Voice=Pass
         Ada Ada PROPN 5 xcomp Number=Sing B-PER
         Berg Berg PROPN 6 flat _ I-PER";
    assert_eq!(chains(rows), ["Ada Berg: nurse (first), Ada Berg (named)"]);
    assert_eq!(chains(&rows.replace("named name", "beating beat")), [""; 0]);
}

#[test]
fn a_town_behind_a_comma_is_the_place_before_it() {
    let rows = "Jets jet NOUN 2 nsubj Number=Plur
         struck strike VERB 0 root
         a a DET 4 det
         market market NOUN 2 obj Number=Sing
         in in ADP 6 case
         Tromsø Tromsø PROPN 4 nmod Number=Sing B-LOC
         , , PUNCT 9 punct
         a a DET 9 det
         town town NOUN 4 appos Number=Sing";
    assert_eq!(chains(rows), ["Tromsø: Tromsø (first), town (apposition)"]);
}

#[test]
fn a_norwegian_is_not_norway() {
    let rows = "A a DET 2 det
         Norwegian Norwegian ADJ 7 nsubj:pass Degree=Pos B-NORP
         , , PUNCT 4 punct
         Ada Ada PROPN 2 appos Number=Sing B-PER
         Berg Berg PROPN 4 flat _ I-PER
         was be AUX 7 aux:pass
         held hold VERB 0 root";
    assert_eq!(chains(rows), [""; 0]);
}

#[test]
fn who_does_what_a_participle_says_is_not_its_object() {
    let rows = |object: &str| {
        format!(
            "Ada Ada PROPN 3 nsubj Number=Sing B-PER
             Berg Berg PROPN 1 flat Number=Sing I-PER
             resigned resign VERB 0 root VerbForm=Fin
             , , PUNCT 5 punct
             blaming blame VERB 3 advcl VerbForm=Part
             {object}
             for for ADP 8 case
             leaks leak NOUN 5 obl Number=Plur"
        )
    };
    assert_eq!(chains(&rows("her she PRON 5 obj Gender=Fem|Number=Sing|Person=3|PronType=Prs")), [""; 0]);
    let herself = rows("herself herself PRON 5 obj Gender=Fem|Number=Sing|Person=3|PronType=Prs|Reflex=Yes");
    assert_eq!(chains(&herself), ["Ada Berg: Ada Berg (first), herself (reflexive)"]);
}

#[test]
fn the_tests_of_nouns_for_participants_hold() {
    let (reader, knowledge) = (Reader::embedded().unwrap(), Knowledge::embedded().unwrap());
    let mut failures = Vec::new();
    for test in knowledge.participants.tests() {
        let document = reader.read(&test.text, 0).unwrap();
        let mentions = read(&document, &knowledge);
        let last = mentions.mentions.iter().rev().find(|m| m.span.of(&document.text) == test.noun);
        let chain = last.map(|mention| &mentions.chains[mention.chain]);
        let found = chain.filter(|chain| chain.is_named).map(|chain| chain.name.as_str());
        if chain.is_none() || found != test.means.as_deref() {
            failures.push(format!("{}: {found:?}", test.text));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn the_noun_right_before_a_name_is_what_it_names() {
    let rows = "Ada Ada PROPN 9 nsubj Number=Sing B-PER
        , , PUNCT 4 punct
        a a DET 4 det
        member member NOUN 1 appos Number=Sing
        of of ADP 7 case
        the the DET 7 det
        group group NOUN 4 nmod Number=Sing
        Dawn Dawn PROPN 7 appos Number=Sing B-ORG
        spoke speak VERB 0 root";
    assert_eq!(
        chains(rows),
        ["Ada: Ada (first), member of the group (apposition)", "Dawn: group (first), Dawn (title)"]
    );
}

#[test]
fn a_pronoun_before_its_subject() {
    let rows = "During during ADP 3 case
        his his PRON 3 nmod:poss Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs
        visit visit NOUN 8 obl Number=Sing
        , , PUNCT 3 punct
        Oleg Oleg PROPN 8 nsubj Number=Sing B-PER
        Varennikov Varennikov PROPN 5 flat Number=Sing I-PER
        then then ADV 8 advmod
        spoke speak VERB 0 root";
    assert_eq!(chains(rows), ["Oleg Varennikov: his (first), Oleg Varennikov (pronoun before its subject)"]);
}
