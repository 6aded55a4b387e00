//! Which verbs are passive.

use crate::relation::parsed::{document, find};
use crate::relation::roles::Clause;

const CHARGED: &str = "Man man NOUN 2 nsubj
    charged charge VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
    over over ADP 4 case
    stabbing stabbing NOUN 2 obl";

#[test]
fn a_headline_leaves_out_its_auxiliary() {
    let mut document = document(CHARGED);
    let (s, verb) = find(&document, "charged");
    assert!(!Clause::new(&document, s).is_passive(verb));
    document.sentences[0].is_title = true;
    assert!(Clause::new(&document, s).is_passive(verb));
    let mut active = self::document(
        "Court court NOUN 2 nsubj
        jailed jail VERB 0 root Mood=Ind|Tense=Past|VerbForm=Fin
        banker banker NOUN 2 obj",
    );
    active.sentences[0].is_title = true;
    let (s, verb) = find(&active, "jailed");
    assert!(!Clause::new(&active, s).is_passive(verb));
}

#[test]
fn a_whole_clause_without_auxiliary_is_active() {
    let document = document(
        "laureates laureate NOUN 2 nsubj:pass
        called call VERB 0 root Tense=Past|VerbForm=Part|Voice=Pass
        on on ADP 4 case
        Oslo Oslo PROPN 2 obl
        . . PUNCT 2 punct",
    );
    let (s, verb) = find(&document, "called");
    let clause = Clause::new(&document, s);
    assert!(!clause.is_passive(verb));
    assert_eq!(clause.logical_subject(verb), [0]);
}

#[test]
fn the_second_passive_hands_its_agent_to_the_first() {
    let document = document(
        "officer officer NOUN 3 nsubj:pass
        was be AUX 3 aux:pass
        shot shoot VERB 0 root Tense=Past|VerbForm=Part|Voice=Pass
        and and CCONJ 6 cc
        two two NUM 6 nsubj:pass
        wounded wound VERB 3 conj Tense=Past|VerbForm=Part|Voice=Pass
        by by ADP 8 case
        rebels rebel NOUN 6 obl:agent",
    );
    let (s, verb) = find(&document, "shot");
    assert_eq!(Clause::new(&document, s).logical_subject(verb), [7]);
}

#[test]
fn joined_verbs_share_their_object() {
    let rows = |verb: &str| {
        format!(
            "rebels rebel NOUN 2 nsubj
            {verb} VERB 0 root VerbForm=Fin
            and and CCONJ 4 cc
            held hold VERB 2 conj VerbForm=Fin
            envoys envoy NOUN 4 obj"
        )
    };
    let objects = |rows: &str, form: &str| {
        let document = document(rows);
        let (s, verb) = find(&document, form);
        Clause::new(&document, s).logical_object(verb)
    };
    assert_eq!(objects(&rows("captured capture"), "captured"), [4]);
    assert_eq!(objects(&rows("left leave"), "left"), Vec::<usize>::new(), "they may simply have left");
}

#[test]
fn whoever_is_elected_does_what_follows() {
    let rows = |verb: &str| {
        format!(
            "party party NOUN 2 nsubj
            {verb} VERB 0 root VerbForm=Fin
            Ada Ada PROPN 2 obj
            to to PART 5 mark
            succeed succeed VERB 2 advcl VerbForm=Inf
            Ola Ola PROPN 5 obj"
        )
    };
    let subject = |rows: &str| {
        let document = document(rows);
        let (s, verb) = find(&document, "succeed");
        Clause::new(&document, s).logical_subject(verb)
    };
    assert_eq!(subject(&rows("elected elect")), [2]);
    assert_eq!(subject(&rows("met meet")), [0]);
}

#[test]
fn whom_one_signs_with_is_no_agent() {
    let document = document(
        "deal deal NOUN 0 root
        signed sign VERB 1 acl Tense=Past|VerbForm=Part
        with with ADP 4 case
        Oslo Oslo PROPN 2 obl:agent",
    );
    let (s, verb) = find(&document, "signed");
    assert_eq!(Clause::new(&document, s).logical_subject(verb), Vec::<usize>::new());
}

#[test]
fn out_of_is_not_of() {
    let document = document(
        "letters letter NOUN 0 root
        out out ADP 5 case
        of of ADP 5 case
        the the DET 5 det
        camp camp NOUN 1 nmod",
    );
    let clause = Clause::new(&document, 0);
    assert_eq!(clause.prepositional(0, &["of".to_owned()]), Vec::<usize>::new());
    assert_eq!(clause.prepositional(0, &["out".to_owned(), "of".to_owned()]), [4]);
}
