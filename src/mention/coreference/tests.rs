//! Coreference on short passages of our own, given with their parse.

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
