//! Detection on short passages of our own, given with their parse.

use super::*;
use crate::mention::sample::{self, document};

fn texts(rows: &str) -> Vec<String> {
    let document = document(rows);
    let knowledge = Knowledge::embedded().expect("the built-in lists are well-formed");
    detect(&document, &knowledge)
        .iter()
        .map(|m| format!("{} {:?} {}", m.span.of(&document.text), m.kind, m.entity_type.as_str()))
        .collect()
}

#[test]
fn title_and_body_stand_apart_from_the_name() {
    assert_eq!(
        texts(sample::SPOKESMAN),
        [
            "Kremlin Name Organization",
            "Kremlin spokesman Nominal Person",
            "Oleg Varennikov Name Person",
            "visit Nominal Event",
            "Riga Name Place"
        ]
    );
}

#[test]
fn sentences_of_another_script_name_nobody() {
    let said = |word: &str| {
        texts(&format!("{word} {word} PROPN 2 nsubj _ B-PER\nсказал сказал VERB 0 root\nдоктор доктор NOUN 2 obj"))
    };
    assert_eq!(said("Берг"), [""; 0]);
    assert_eq!(texts("Берг Берг PROPN 2 nsubj _ B-PER\nresigned resign VERB 0 root"), ["Берг Name Person"]);
}

#[test]
fn adjectives_of_states_are_names_of_the_state() {
    assert_eq!(
        texts(
            "Russian russian ADJ 2 amod _ B-NORP
             troops troop NOUN 3 nsubj Number=Plur
             left leave VERB 0 root
             the the DET 6 det
             border border NOUN 6 compound
             town town NOUN 3 obj Number=Sing
             on on ADP 8 case
             Monday Monday PROPN 3 obl"
        ),
        ["Russian Name Country", "Russian troops Nominal Group", "border town Nominal Place"]
    );
}

#[test]
fn possessive_endings_and_determiners_are_dropped() {
    assert_eq!(
        texts(
            "The the DET 2 det
             country country NOUN 5 nmod:poss Number=Sing
             's 's PART 2 case
             foreign foreign ADJ 5 amod
             minister minister NOUN 6 nsubj Number=Sing
             signed sign VERB 0 root
             the the DET 8 det
             law law NOUN 6 obj Number=Sing
             on on ADP 11 case
             press press NOUN 11 compound
             freedom freedom NOUN 8 nmod Number=Sing
             , , PUNCT 14 punct
             which which PRON 14 nsubj PronType=Rel
             failed fail VERB 8 acl:relcl
             . . PUNCT 6 punct"
        ),
        [
            "country Nominal Country",
            "country's foreign minister Nominal Person",
            "law on press freedom Nominal Work",
            "press Nominal Organization",
            "press freedom Nominal Concept",
            "which Pronoun Concept",
        ]
    );
}

#[test]
fn what_is_counted_gives_the_type_to_the_number() {
    assert_eq!(
        texts(
            "Dozens dozen NOUN 4 nsubj Number=Plur
             of of ADP 3 case
             miners miner NOUN 1 nmod Number=Plur
             waited wait VERB 0 root
             three three NUM 6 nummod
             hours hour NOUN 4 obl:unmarked Number=Plur"
        ),
        ["Dozens of miners Nominal Group", "miners Nominal Group"]
    );
}

#[test]
fn names_of_bodies_go_on_and_regnal_titles_stay() {
    assert_eq!(
        texts(
            "Pope Pope PROPN 2 nmod:desc Number=Sing B-PER
             Leo Leo PROPN 3 nsubj Number=Sing I-PER
             thanked thank VERB 0 root
             the the DET 5 det
             University University PROPN 3 obj Number=Sing B-ORG
             of of ADP 7 case
             Bergen Bergen PROPN 5 nmod Number=Sing B-GPE"
        ),
        ["Pope Leo Name Person", "University of Bergen Name Organization", "Bergen Name Place"]
    );
}

#[test]
fn forms_of_address_are_nobody_and_make_a_person() {
    assert_eq!(
        texts(
            "Mr. Mr. PROPN 2 nmod:desc Number=Sing
             Goldvoice Goldvoice PROPN 3 nsubj Number=Sing B-ORG
             thanked thank VERB 0 root
             Don Don PROPN 3 obj Number=Sing B-PER
             Cheever Cheever PROPN 4 flat Number=Sing I-PER"
        ),
        ["Goldvoice Name Person", "Don Cheever Name Person"]
    );
    assert_eq!(
        texts(
            "Don Don PROPN 4 nsubj Number=Sing B-PER
             Pedro Pedro PROPN 1 flat Number=Sing I-PER
             Ruiz Ruiz PROPN 1 flat Number=Sing I-PER
             left leave VERB 0 root"
        ),
        ["Pedro Ruiz Name Person"]
    );
}

#[test]
fn a_hyphen_before_a_noun_joins_two_names() {
    assert_eq!(
        texts(
            "The the DET 5 det
             Berg Berg PROPN 5 compound Number=Sing B-PER
             - - PUNCT 2 punct _ I-PER
             Holm Holm PROPN 2 flat Number=Sing I-PER
             meeting meeting NOUN 6 nsubj Number=Sing
             failed fail VERB 0 root"
        ),
        ["Berg Name Person", "Holm Name Person", "Berg-Holm meeting Nominal Event"]
    );
}

#[test]
fn dates_and_measures_are_no_mentions() {
    assert_eq!(
        texts(
            "Shares share NOUN 2 nsubj Number=Plur
             fell fall VERB 0 root
             five five NUM 4 nummod
             percent percent NOUN 2 obl:unmarked Number=Sing
             in in ADP 6 case
             May May PROPN 2 obl Number=Sing"
        ),
        ["Shares Nominal Concept"]
    );
}

#[test]
fn a_prefix_is_no_part_of_the_name() {
    assert_eq!(
        texts(
            "Anti-Norwegian anti-Norwegian ADJ 2 amod
             rallies rally NOUN 3 nsubj Number=Plur
             failed fail VERB 0 root"
        ),
        ["Norwegian Name Country", "Anti-Norwegian rallies Nominal Event"]
    );
}

#[test]
fn a_surname_is_of_the_person_whose_full_name_the_article_has() {
    let passage = |name: &str| {
        format!(
            "Ada Ada PROPN 3 nsubj Number=Sing B-PER
             {name} {name} PROPN 1 flat Number=Sing I-PER
             spoke speak VERB 0 root

             {name} {name} PROPN 2 nsubj Number=Sing B-ORG
             left leave VERB 0 root

             {name} {name} PROPN 2 nsubj Number=Sing B-ORG
             stayed stay VERB 0 root"
        )
    };
    let person = |name: &str| format!("{name} Name Person");
    assert_eq!(texts(&passage("Quandlesen")), [person("Ada Quandlesen"), person("Quandlesen"), person("Quandlesen")]);
    // A state, and a body that goes by this name itself, stay what they are.
    assert_eq!(texts(&passage("Norway"))[1], "Norway Name Country");
    let body = format!(
        "{}\n\nQuandlesen Quandlesen PROPN 2 compound _ B-ORG\nSteel Steel PROPN 3 nsubj _ I-ORG\nfell fall VERB 0 root",
        passage("Quandlesen")
    );
    assert_eq!(texts(&body)[1], "Quandlesen Name Organization");
}

#[test]
fn a_surname_that_looks_like_a_common_noun_is_a_name_where_somebody_bears_it() {
    let passage = |before: &str| {
        format!(
            "Ada Ada PROPN 3 nsubj Number=Sing B-PER
             Day Day PROPN 1 flat Number=Sing I-PER
             spoke speak VERB 0 root

             {before}Day day NOUN {verb} nsubj Number=Sing
             left leave VERB 0 root",
            verb = if before.is_empty() { 2 } else { 3 }
        )
    };
    assert_eq!(texts(&passage(""))[1], "Day Name Person");
    assert!(
        !texts(&passage("The the DET 2 det\n")).contains(&"Day Name Person".to_owned()),
        "with an article it is none"
    );
}

#[test]
fn a_number_is_people_where_somebody_does_something_to_them() {
    let of = |verb: &str, rest: &str| texts(&format!("It it PRON 2 nsubj\n{verb} {verb} VERB 0 root\n{rest}"));
    assert_eq!(of("kill", "nine nine NUM 2 obj")[1..], ["nine Nominal Group"]);
    assert_eq!(of("injure", "three three NUM 4 nummod\nmore more ADJ 2 obj")[1..], ["three more Nominal Group"]);
    assert_eq!(of("buy", "nine nine NUM 2 obj")[1..], [""; 0], "nine of what is not known");
    let bounded = "At at ADP 2 case\nleast least ADJ 3 nmod\n30 30 NUM 4 nummod\nmen man NOUN 5 nsubj Number=Plur\nleft leave VERB 0 root";
    assert_eq!(texts(bounded), ["30 men Nominal Group"]);
}

#[test]
fn a_name_is_what_most_of_its_mentions_are() {
    let sentence = |tag: &str| format!("Zorvexit Zorvexit PROPN 2 nsubj Number=Sing B-{tag}\nended end VERB 0 root");
    let article = |tags: &[&str]| texts(&tags.iter().map(|t| sentence(t)).collect::<Vec<_>>().join("\n\n"));
    assert_eq!(article(&["EVENT", "PER", "EVENT"]), ["Zorvexit Name Event"; 3]);
    assert_eq!(article(&["EVENT", "PER"])[1], "Zorvexit Name Person");
}

#[test]
fn a_well_known_name_is_what_all_its_bearers_are() {
    let of = |name: &str, tag: &str| {
        texts(&format!("{name} {name} PROPN 2 nsubj Number=Sing {tag}\ndenied deny VERB 0 root\nit it PRON 2 obj"))
    };
    assert_eq!(of("Likud", "B-PER")[0], "Likud Name Organization");
    // Places bear this name too.
    assert_eq!(of("Boston", "B-PER")[0], "Boston Name Place");
    assert_eq!(of("Varennikov", "B-PER")[0], "Varennikov Name Person");
}

#[test]
fn capitals_within_a_sentence_belong_to_the_name() {
    assert_eq!(
        texts(
            "She she PRON 2 nsubj
             joined join VERB 0 root
             the the DET 7 det
             Anti Anti ADJ 6 amod
             - - PUNCT 6 punct
             Fraud Fraud NOUN 7 compound
             League League PROPN 2 obj _ B-ORG
             and and CCONJ 10 cc
             Wild Wild ADJ 10 amod
             Honey Honey PROPN 7 conj _ B-ORG"
        )[1..],
        ["Anti-Fraud League Name Organization", "Wild Honey Name Organization"]
    );
    assert_eq!(
        texts(
            "Old old ADJ 2 amod
             Labour Labour PROPN 3 nsubj _ B-ORG
             left leave VERB 0 root
             the the DET 7 det
             old old ADJ 7 amod
             Danish Danish ADJ 7 amod
             Parliament Parliament PROPN 3 obj _ B-ORG"
        ),
        ["Labour Name Organization", "Danish Name Country", "Parliament Name Organization"]
    );
}

#[test]
fn a_prefix_with_a_capital_belongs_to_the_name() {
    assert_eq!(
        texts(
            "The the DET 3 det
             Anti-Fraud Anti-Fraud ADJ 3 amod _ B-ORG
             League League PROPN 4 nsubj _ I-ORG
             sued sue VERB 0 root
             the the DET 7 det
             pro-Danish pro-Danish ADJ 7 amod _ B-ORG
             Party Party PROPN 4 obj _ I-ORG"
        ),
        ["Anti-Fraud League Name Organization", "Danish Name Country", "Party Name Organization"]
    );
}

#[test]
fn a_name_is_whole_wherever_it_is_whole_once() {
    assert_eq!(
        texts(
            "Ola Ola PROPN 2 nsubj _ B-PER
             left leave VERB 0 root
             Strong Strong ADJ 4 amod _ B-ORG
             Regions Region PROPN 2 obj Number=Plur I-ORG

             Strong strong ADJ 2 amod
             Regions Region PROPN 3 compound Number=Plur B-ORG
             members member NOUN 4 nsubj Number=Plur
             wept weep VERB 0 root

             Strong strong ADJ 2 amod
             regions region NOUN 3 nsubj Number=Plur
             grow grow VERB 0 root"
        ),
        [
            "Ola Name Person",
            "Strong Regions Name Organization",
            "Strong Regions Name Organization",
            "Strong Regions members Nominal Group",
            "Strong regions Nominal Place"
        ]
    );
}

#[test]
fn a_name_is_what_the_description_beside_it_says() {
    assert_eq!(
        texts(
            "Barida Barida PROPN 5 nsubj Number=Sing B-PER
             , , PUNCT 4 punct
             a a DET 4 det
             company company NOUN 1 appos Number=Sing
             grew grow VERB 0 root

             Barida Barida PROPN 2 nsubj Number=Sing B-PER
             sued sue VERB 0 root
             Anna Anna PROPN 2 obj Number=Sing B-PER
             , , PUNCT 6 punct
             a a DET 6 det
             company company NOUN 3 appos Number=Sing"
        ),
        [
            "Barida Name Organization",
            "company Nominal Organization",
            "Barida Name Organization",
            "Anna Name Person",
            "company Nominal Organization"
        ]
    );
}

#[test]
fn a_known_body_keeps_its_name_over_small_words() {
    let rows = |last: &str| {
        format!(
            "Organization Organization PROPN 8 nsubj Number=Sing B-ORG
             for for ADP 3 case _ I-ORG
             Security Security PROPN 1 nmod Number=Sing I-ORG
             and and CCONJ 5 cc
             Co-operation co-operation NOUN 3 conj Number=Sing
             in in ADP 7 case
             {last} {last} PROPN 1 nmod Number=Sing B-LOC
             left leave VERB 0 root"
        )
    };
    let whole = "Organization for Security and Co-operation in Europe Name Organization";
    assert_eq!(texts(&rows("Europe"))[0], whole);
    assert_eq!(texts(&rows("Halden"))[0], "Organization for Security Name Organization");
}

#[test]
fn one_inhabitant_is_a_person_and_not_the_state() {
    let held = |who: &str| {
        texts(&format!("Police police NOUN 2 nsubj Number=Plur\nheld hold VERB 0 root\n{who}"))
            .into_iter()
            .skip(1)
            .collect::<Vec<_>>()
    };
    assert_eq!(held("a a DET 4 det\nKenyan Kenyan PROPN 2 obj Number=Sing B-NORP"), ["Kenyan Nominal Person"]);
    assert_eq!(held("the the DET 4 det\nSwede Swede PROPN 2 obj Number=Sing"), ["Swede Nominal Person"]);
    assert_eq!(held("the the DET 4 det\nFrench French PROPN 2 obj Number=Plur B-NORP"), ["French Name Group"]);
    assert_eq!(
        held("Kenyan Kenyan ADJ 4 amod _ B-NORP\ntroops troop NOUN 2 obj Number=Plur")[0],
        "Kenyan Name Country"
    );
}
