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
