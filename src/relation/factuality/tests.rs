//! The walk on hand-written parses. The lists' own tests run through the model in `relation::cue_tests`.

use super::*;
use crate::relation::parsed::{document, find};

#[track_caller]
fn check(rows: &str, word: &str, expected: &str) -> Factuality {
    let cues = Cues::built_in().unwrap();
    let document = document(rows);
    let (s, i) = find(&document, word);
    let found = factuality(&document, &document.sentences[s], i, &cues);
    assert_eq!(format!("{} {}", found.polarity.as_str(), found.modality.as_str()), expected, "{:?}", found.cues);
    found
}

#[test]
fn a_plain_clause_is_positive_and_actual() {
    let rows = "Oslo Oslo PROPN 2 nsubj\nmet meet VERB 0 root VerbForm=Fin\nRiga Riga PROPN 2 obj";
    assert!(check(rows, "met", "positive actual").cues.is_empty());
}

#[test]
fn negation_and_what_only_looks_like_it() {
    let rows = "Oslo Oslo PROPN 4 nsubj\ndid do AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\nmeet meet VERB 0 root VerbForm=Inf\nRiga Riga PROPN 4 obj";
    let found = check(rows, "meet", "negative actual");
    assert_eq!(found.cues[0].rule, "negation/not");
    let rows = "Oslo Oslo PROPN 4 nsubj\nnot not PART 4 advmod\nonly only ADV 4 advmod\nmet meet VERB 0 root VerbForm=Fin\nRiga Riga PROPN 4 obj";
    check(rows, "met", "positive actual");
    let rows = "They they PRON 2 nsubj\nreached reach VERB 0 root VerbForm=Fin\nno no DET 4 det\nagreement agreement NOUN 2 obj";
    check(rows, "reached", "negative actual");
    check(rows, "agreement", "negative actual");
    let rows = "The the DET 2 det\nvisit visit NOUN 3 nsubj\nhad have VERB 0 root VerbForm=Fin\nno no DET 5 det\neffect effect NOUN 3 obj";
    check(rows, "visit", "positive actual");
    check(rows, "effect", "negative actual");
    let rows = "No no DET 2 det\nvisit visit NOUN 3 nsubj\nhad have VERB 0 root VerbForm=Fin\nan a DET 5 det\neffect effect NOUN 3 obj";
    check(rows, "visit", "negative actual");
}

#[test]
fn two_negatives_cancel() {
    let rows = "He he PRON 4 nsubj\ndid do AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\ndeny deny VERB 0 root VerbForm=Inf\nmeeting meet VERB 4 xcomp VerbForm=Ger\nher she PRON 5 obj";
    check(rows, "meeting", "positive actual");
    let rows = "He he PRON 2 nsubj\nrefused refuse VERB 0 root VerbForm=Fin\nto to PART 4 mark\nmeet meet VERB 2 xcomp VerbForm=Inf\nher she PRON 4 obj";
    check(rows, "meet", "negative actual");
}

#[test]
fn conjuncts_share_auxiliaries_of_the_same_form_only() {
    let rows = "She she PRON 3 nsubj\nwill will AUX 3 aux VerbForm=Fin\nmeet meet VERB 0 root VerbForm=Inf\nhim he PRON 3 obj\nand and CCONJ 6 cc\nsign sign VERB 3 conj VerbForm=Inf\nit it PRON 6 obj";
    check(rows, "sign", "positive planned");
    let rows = "She she PRON 4 nsubj\ndid do AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\nmeet meet VERB 0 root VerbForm=Inf\nhim he PRON 4 obj\nand and CCONJ 7 cc\nleft leave VERB 4 conj VerbForm=Fin|Tense=Past";
    check(rows, "left", "positive actual");
    check(rows, "meet", "negative actual");
}

#[test]
fn the_scope_of_a_plan_ends_at_relative_clauses() {
    let rows = "She she PRON 2 nsubj\nplans plan VERB 0 root VerbForm=Fin\nto to PART 4 mark\nmeet meet VERB 2 xcomp VerbForm=Inf\nBaku Baku PROPN 4 obj\nwhich which PRON 7 nsubj\njoined join VERB 5 acl:relcl VerbForm=Fin\nit it PRON 7 obj";
    check(rows, "meet", "positive planned");
    check(rows, "joined", "positive actual");
}

#[test]
fn what_is_denied_of_a_focus_did_not_happen() {
    let rows = "It it PRON 4 nsubj\nwas be AUX 4 cop VerbForm=Fin\nnot not PART 4 advmod\nOslo Oslo PROPN 0 root\nthat that PRON 6 nsubj\nclosed close VERB 4 acl:relcl VerbForm=Fin\nit it PRON 6 obj";
    check(rows, "closed", "negative actual");
    let rows = rows.replace("not not PART 4 advmod", "in in ADP 4 case");
    check(&rows, "closed", "positive actual");
}

#[test]
fn plans_hold_for_nouns_too() {
    let rows = "Plans plan NOUN 5 nsubj\nfor for ADP 3 case\nvisits visit NOUN 1 nmod\nwere be AUX 5 aux:pass VerbForm=Fin\ndropped drop VERB 0 root VerbForm=Part";
    check(rows, "visits", "positive planned");
    let rows = "He he PRON 2 nsubj\nannounced announce VERB 0 root VerbForm=Fin\nplans plan NOUN 2 obj\nto to PART 5 mark\nvisit visit VERB 3 acl VerbForm=Inf\nPeru Peru PROPN 5 obj";
    check(rows, "visit", "positive planned");
    let rows = "Allegations allegation NOUN 6 nsubj\nthat that SCONJ 4 mark\nhe he PRON 4 nsubj\nattacked attack VERB 1 acl VerbForm=Fin\nher she PRON 4 obj\nspread spread VERB 0 root VerbForm=Fin";
    check(rows, "attacked", "positive alleged");
}

#[test]
fn a_reporting_word_keeps_its_own_denial() {
    let rows = "He he PRON 4 nsubj\ndid do AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\nsay say VERB 0 root VerbForm=Inf\nthat that SCONJ 7 mark\nOslo Oslo PROPN 7 nsubj\nmet meet VERB 4 ccomp VerbForm=Fin\nRiga Riga PROPN 7 obj";
    // What somebody did not say is neither told nor denied.
    check(rows, "met", "positive possible");
    let rows = rows.replace("say say", "believe believe");
    check(&rows, "met", "negative actual");
    let rows = rows.replace("believe believe", "claim claim");
    check(&rows, "met", "positive alleged");
}

#[test]
fn auxiliaries_depend_on_what_stands_beside_them() {
    let rows = "They they PRON 4 nsubj\ncould could AUX 4 aux VerbForm=Fin\nhave have AUX 4 aux VerbForm=Inf\nmet meet VERB 0 root VerbForm=Part\nher she PRON 4 obj";
    check(rows, "met", "negative possible");
    let rows = "They they PRON 4 nsubj\ncould could AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\nmeet meet VERB 0 root VerbForm=Inf\nher she PRON 4 obj";
    check(rows, "meet", "negative actual");
    let rows = "They they PRON 4 nsubj\nare be AUX 4 aux VerbForm=Fin\nto to PART 4 mark\nmeet meet VERB 0 root VerbForm=Inf\nher she PRON 4 obj";
    check(rows, "meet", "positive planned");
    let rows = "She she PRON 2 nsubj\nsaid say VERB 0 root VerbForm=Fin\nshe she PRON 5 nsubj\nwould would AUX 5 aux VerbForm=Fin\nvisit visit VERB 2 ccomp VerbForm=Inf\nPeru Peru PROPN 5 obj";
    check(rows, "visit", "positive planned");
}

#[test]
fn participle_clauses_take_over_the_hedge_but_not_the_denial() {
    let rows = "They they PRON 3 nsubj\nreportedly reportedly ADV 3 advmod\nattacked attack VERB 0 root VerbForm=Fin\nit it PRON 3 obj\nkilling kill VERB 3 advcl VerbForm=Ger\nten ten NUM 5 obj";
    check(rows, "killing", "positive alleged");
    let rows = "They they PRON 4 nsubj\ndid do AUX 4 aux VerbForm=Fin\nnot not PART 4 advmod\nattend attend VERB 0 root VerbForm=Inf\nciting cite VERB 4 advcl VerbForm=Ger\nher she PRON 5 obj";
    check(rows, "citing", "positive actual");
}

#[test]
fn a_headline_infinitive_is_a_plan() {
    let rows =
        "Macron Macron PROPN 3 nsubj\nto to PART 3 mark\nvisit visit VERB 0 root VerbForm=Inf\nBaku Baku PROPN 3 obj";
    let mut document = document(rows);
    document.sentences[0].is_title = true;
    let found = factuality(&document, &document.sentences[0], 2, &Cues::built_in().unwrap());
    assert_eq!(found.modality, Modality::Planned);
}

#[test]
fn a_following_clause_stands_apart_from_what_governs_the_first() {
    let rows = "He he PRON 2 nsubj\ndemands demand VERB 0 root VerbForm=Fin\nthat that SCONJ 5 mark\nOslo Oslo PROPN 5 nsubj\npay pay VERB 2 ccomp VerbForm=Inf\nbut but CCONJ 9 cc\nRiga Riga PROPN 9 nsubj\nhas have AUX 9 aux VerbForm=Fin\npaid pay VERB 5 conj VerbForm=Part";
    check(rows, "pay", "positive planned");
    check(rows, "paid", "positive actual");
}

#[test]
fn charges_and_conditions_prevail() {
    let rows = "He he PRON 3 nsubj:pass\nwas be AUX 3 aux:pass VerbForm=Fin\naccused accuse VERB 0 root VerbForm=Part\nof of SCONJ 5 mark\nplanning plan VERB 3 advcl VerbForm=Ger\nto to PART 7 mark\nkill kill VERB 5 xcomp VerbForm=Inf\nher she PRON 7 obj";
    check(rows, "kill", "positive alleged");
}
