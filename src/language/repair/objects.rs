//! Objects that the parser hangs on the wrong word, and participles that it hangs past them: "thanked Ghana for hosting
//! refugees", "declared the ambassador persona non grata", "used gas to disperse students protesting".

use super::{dependents, form, hang, keeping_tree, lists};
use crate::document::{Deprel, Sentence, Upos};

/// "thanked Ghana for hosting refugees": what stands before the preposition of a gerund is not the gerund's object but
/// that of the verb before it.
pub(super) fn give_back(text: &str, sentence: &mut Sentence) {
    for object in 0..sentence.tokens.len() {
        let token = &sentence.tokens[object];
        let is_noun = matches!(token.upos, Upos::Noun | Upos::Propn);
        let Some(gerund) = token.head.filter(|&v| v > object && is_noun && token.deprel == Deprel::Obj) else {
            continue;
        };
        let governor = sentence.tokens[gerund].head.filter(|&v| v < object && sentence.tokens[v].upos == Upos::Verb);
        let is_between = |d: usize| sentence.tokens[d].deprel == Deprel::Mark && (object..gerund).contains(&d);
        if !form(text, sentence, gerund).ends_with("ing") || !sentence.dependents(gerund).any(is_between) {
            continue;
        }
        if let Some(verb) = governor.filter(|&verb| sentence.dependent(verb, Deprel::Obj).is_none()) {
            sentence.tokens[object].head = Some(verb);
        }
    }
}

/// "dismissed as nonsense reports that Oslo had paid": what the reports are called stands in front of them, and they are the
/// object.
pub(super) fn part_from_dismissals(text: &str, sentence: &mut Sentence) {
    for object in 3..sentence.tokens.len() {
        let token = &sentence.tokens[object];
        let dismisses = |&verb: &usize| lists().dismissing_verbs.contains(&sentence.tokens[verb].lemma.to_lowercase());
        let Some(verb) = token.head.filter(|_| token.deprel == Deprel::Obl).filter(dismisses) else { continue };
        let is_as = |&i: &usize| sentence.tokens[i].deprel == Deprel::Case && form(text, sentence, i) == "as";
        let Some(case) = sentence.dependents(object).find(is_as).filter(|&case| case == verb + 1) else { continue };
        let between = (case + 1..object).rev().find(|&i| sentence.tokens[i].head == Some(object));
        let is_said = sentence.dependents(object).any(|i| {
            i > object
                && matches!(sentence.tokens[i].deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Nmod | Deprel::Ccomp)
        });
        let Some(called) = between.filter(|_| is_said && sentence.dependent(verb, Deprel::Obj).is_none()) else {
            continue;
        };
        keeping_tree(sentence, |sentence| {
            (sentence.tokens[object].head, sentence.tokens[object].deprel) = (Some(verb), Deprel::Obj);
            (sentence.tokens[called].head, sentence.tokens[called].deprel) = (Some(verb), Deprel::Obl);
            sentence.tokens[case].head = Some(called);
            true
        });
    }
}

/// "declared the ambassador persona non grata": the ambassador is the object, and the three foreign words, of which the
/// parser makes his name or a clause, are what he is declared.
pub(super) fn part_from_grata(text: &str, sentence: &mut Sentence) {
    for persona in 1..sentence.tokens.len().saturating_sub(2) {
        let is_form = |(i, stem): (usize, &str)| {
            let start = form(text, sentence, i).get(..stem.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(stem))
        };
        if ![(persona, "persona"), (persona + 1, "non"), (persona + 2, "grata")].into_iter().all(is_form) {
            continue;
        }
        let is_verb = |&i: &usize| sentence.tokens[i].upos == Upos::Verb && i < persona;
        let verb = sentence.ancestors(persona).find(is_verb);
        if let Some(verb) = verb {
            keeping_tree(sentence, |sentence| part_from_verb(sentence, persona, verb));
            let token = &mut sentence.tokens[persona];
            (token.upos, token.lemma) = (Upos::Noun, "persona".to_owned());
        }
    }
}

/// Make the three words at `persona` the complement of the verb, and what the parser put under them its own.
fn part_from_verb(sentence: &mut Sentence, persona: usize, verb: usize) -> bool {
    let (head, deprel) = (sentence.tokens[persona].head, sentence.tokens[persona].deprel);
    // "a Russian diplomat a persona non grata" has two noun phrases already.
    let before = persona - 1;
    let is_noun = matches!(sentence.tokens[before].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    if is_noun && sentence.tokens[before].head == Some(persona) {
        for part in dependents(sentence, persona).into_iter().filter(|&d| d < before) {
            sentence.tokens[part].head = Some(before);
        }
        (sentence.tokens[before].head, sentence.tokens[before].deprel) = (head, deprel);
    }
    for foreign in [persona + 1, persona + 2] {
        for stray in dependents(sentence, foreign).into_iter().filter(|&d| d > persona + 2) {
            sentence.tokens[stray].head = Some(verb);
        }
        (sentence.tokens[foreign].head, sentence.tokens[foreign].deprel) = (Some(persona), Deprel::Flat);
    }
    (sentence.tokens[persona].head, sentence.tokens[persona].deprel) = (Some(verb), Deprel::Xcomp);
    true
}

/// "used gas to disperse students protesting over fees": whoever stands right in front protests, where the parser hangs
/// the participle on a verb farther off.
pub(super) fn give_crowds_their_participles(text: &str, sentence: &mut Sentence) {
    for participle in 2..sentence.tokens.len() {
        let token = &sentence.tokens[participle];
        let crowd = &sentence.tokens[participle - 1];
        let is_object = crowd.upos == Upos::Noun && matches!(crowd.deprel, Deprel::Obj | Deprel::Obl);
        let is_loose = is_object && token.upos == Upos::Verb && token.deprel == Deprel::Advcl;
        let is_listed = || lists().crowd_participles.contains(&form(text, sentence, participle).to_lowercase());
        if let (Some(far), Some(near)) = (token.head, crowd.head)
            && is_loose
            && (far < near && near < participle)
            && is_listed()
        {
            hang(sentence, participle, participle - 1, Deprel::Acl);
        }
    }
}

/// "called the claims about her "absurd and malicious"": an adjective that opens a quotation behind its noun says what the
/// verb calls it.
pub(super) fn part_quoted_predicates(text: &str, sentence: &mut Sentence) {
    for adjective in 3..sentence.tokens.len() {
        let token = &sentence.tokens[adjective];
        let opens = matches!(form(text, sentence, adjective - 1), "\"" | "“" | "'" | "‘");
        let is_behind = token.head.is_some_and(|noun| noun < adjective) && token.deprel == Deprel::Amod;
        if !opens || !is_behind || !matches!(token.upos, Upos::Adj | Upos::Verb) {
            continue;
        }
        let is_object = |&i: &usize| i < adjective && sentence.tokens[i].deprel == Deprel::Obj;
        let object = sentence.ancestors(adjective).find(is_object);
        let verb = object.and_then(|i| sentence.tokens[i].head);
        let calls = |&verb: &usize| lists().calling_verbs.contains(&sentence.tokens[verb].lemma.to_lowercase());
        if let Some(verb) = verb.filter(calls) {
            hang(sentence, adjective, verb, Deprel::Xcomp);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use super::*;

    #[test]
    fn a_gerund_has_no_object_before_its_preposition() {
        let thanks = "She she PRON 2 nsubj\nthanked thank VERB 0 root\nGhana Ghana PROPN 5 obj\nfor for SCONJ 5 mark\n\
                      hosting host VERB 2 advcl\nrefugees refugee NOUN 5 obj";
        let document = repaired(thanks);
        assert_eq!(word(&document, "Ghana"), (Deprel::Obj, "thanked", Upos::Propn));
        assert_eq!(word(&document, "refugees").1, "hosting");
    }

    #[test]
    fn what_is_dismissed_may_stand_behind_what_it_is_called() {
        let rows = "dismissed dismiss VERB 0 root\nas as ADP 4 case\nnonsense nonsense NOUN 4 compound\n\
                    claims claim NOUN 1 obl\nof of ADP 6 case\ntheft theft NOUN 4 nmod";
        let document = repaired(rows);
        assert_eq!(word(&document, "claims"), (Deprel::Obj, "dismissed", Upos::Noun));
        assert_eq!(word(&document, "nonsense"), (Deprel::Obl, "dismissed", Upos::Noun));
        assert_eq!(word(&document, "as").1, "nonsense");
        let bare = rows.replace("\nof of ADP 6 case\ntheft theft NOUN 4 nmod", "");
        assert_eq!(word(&repaired(&bare), "claims").0, Deprel::Obl);
    }

    #[test]
    fn what_is_called_is_told_of_the_object() {
        let rows = "She she PRON 2 nsubj\ncalled call VERB 0 root\nclaims claim NOUN 2 obj\nabout about ADP 5 case\n\
                    him he PRON 3 nmod\n\" \" PUNCT 7 punct\nabsurd absurd ADJ 5 amod\nand and CCONJ 9 cc\n\
                    malicious malicious ADJ 7 conj\n\" \" PUNCT 7 punct";
        let document = repaired(rows);
        assert_eq!(word(&document, "absurd"), (Deprel::Xcomp, "called", Upos::Adj));
        assert_eq!(word(&document, "malicious").1, "absurd");
        let other = rows.replace("called call", "read read");
        assert_eq!(word(&repaired(&other), "absurd").1, "him");
    }

    #[test]
    fn who_stands_in_front_protests() {
        let rows = "Police police NOUN 2 nsubj\nused use VERB 0 root\ngas gas NOUN 2 obj\nto to PART 5 mark\n\
                    stop stop VERB 2 advcl\nnurses nurse NOUN 5 obj\nprotesting protest VERB 2 advcl";
        assert_eq!(word(&repaired(rows), "protesting"), (Deprel::Acl, "nurses", Upos::Verb));
        let other = rows.replace("protesting protest", "fearing fear");
        assert_eq!(word(&repaired(&other), "fearing").1, "used");
    }

    #[test]
    fn no_repair_leaves_a_cycle() {
        let odd = "envoys envoy NOUN 5 nsubj\ndeclared declare VERB 5 acl\npersona persona NOUN 2 obj\nnon non X 5 flat\n\
                   grata grata X 0 root";
        assert_eq!(word(&repaired(odd), "grata").1, "");
        let odd = "police police NOUN 5 nsubj\nused use VERB 0 root\nbeating beat VERB 5 advcl\nnurses nurse NOUN 3 obj\n\
                   protesting protest VERB 2 advcl";
        assert_eq!(word(&repaired(odd), "protesting").1, "used");
    }

    #[test]
    fn somebody_declared_persona_non_grata_is_the_object() {
        let declared = "Peru Peru PROPN 2 nsubj\ndeclared declare VERB 0 root\nthe the DET 5 det\nenvoy envoy NOUN 5 compound\n\
                        persona persona NOUN 2 obj\nnon non X 5 appos\ngrata grata PROPN 6 flat\nin in ADP 9 case\n\
                        May May PROPN 7 nmod";
        let document = repaired(declared);
        assert_eq!(word(&document, "envoy"), (Deprel::Obj, "declared", Upos::Noun));
        assert_eq!(word(&document, "the").1, "envoy");
        assert_eq!(word(&document, "persona"), (Deprel::Xcomp, "declared", Upos::Noun));
        assert_eq!(word(&document, "May").1, "declared");
    }
}
