//! Subjects and clauses that the parser hangs on the verb of saying or naming beside them: "Ada Berg won, officials
//! said", "demanding that the mayor step down", "she said, denying it", "was re-elected mayor". Each subject goes to the
//! verb that it stands before, and a clause to the verb that it goes with.

use super::relative::{give_subject, is_subject};
use super::{form, keeping_tree, lists};
use crate::document::{Deprel, Sentence, Upos};

/// Give clauses their subjects.
pub(super) fn give_subjects(sentence: &mut Sentence) {
    for clause in 1..sentence.tokens.len() {
        let token = &sentence.tokens[clause];
        let is_clause = matches!(token.deprel, Deprel::Ccomp | Deprel::Xcomp);
        let Some(governor) = token.head.filter(|_| is_clause) else { continue };
        if token.deprel == Deprel::Xcomp {
            give_back_complements_subject(sentence, clause, governor);
        } else if token.upos == Upos::Verb && subject_of(sentence, clause).is_none() {
            let subject =
                reported_subject(sentence, clause, governor).or_else(|| marked_subject(sentence, clause, governor));
            if let Some(subject) = subject {
                hang_as_subject(sentence, subject, clause);
            }
        }
    }
}

/// "Ada Berg won a fifth term, officials said": of two subjects of the reporting verb, the one before the clause is that of
/// the clause.
fn reported_subject(sentence: &Sentence, clause: usize, says: usize) -> Option<usize> {
    let subjects: Vec<usize> = sentence.dependents(says).filter(|&i| is_subject(sentence, i)).collect();
    match *subjects.as_slice() {
        [first, second] if first < clause && clause < second && second < says => Some(first),
        _ => None,
    }
}

/// "demanding that the mayor step down": what stands behind "that" is the subject of the verb that "that" opens.
fn marked_subject(sentence: &Sentence, clause: usize, governor: usize) -> Option<usize> {
    let mark =
        sentence.dependent(clause, Deprel::Mark).filter(|&m| m > governor && sentence.tokens[m].lemma == "that")?;
    sentence.dependents(governor).find(|&i| sentence.tokens[i].deprel == Deprel::Nsubj && (mark..clause).contains(&i))
}

/// "Ada Berg has been re-elected mayor": the subject in front of the verb is the verb's.
fn give_back_complements_subject(sentence: &mut Sentence, complement: usize, verb: usize) {
    let is_noun = matches!(sentence.tokens[complement].upos, Upos::Noun | Upos::Propn);
    let subject = subject_of(sentence, complement).filter(|&s| is_noun && s < verb && verb < complement);
    if let Some(subject) = subject.filter(|_| subject_of(sentence, verb).is_none()) {
        hang_as_subject(sentence, subject, verb);
    }
}

fn subject_of(sentence: &Sentence, verb: usize) -> Option<usize> {
    let subjects = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::NsubjOuter, Deprel::Csubj, Deprel::CsubjPass];
    sentence.dependents(verb).find(|&i| subjects.contains(&sentence.tokens[i].deprel))
}

fn hang_as_subject(sentence: &mut Sentence, subject: usize, verb: usize) {
    keeping_tree(sentence, |sentence| {
        give_subject(sentence, verb, subject);
        true
    });
}

/// "she said, denying the report": a participle behind a comma tells what the subject does beside, and is not what is said.
pub(super) fn part_participles_from_speech(text: &str, sentence: &mut Sentence) {
    for participle in 2..sentence.tokens.len() {
        let token = &sentence.tokens[participle];
        let is_said = token.deprel == Deprel::Ccomp && token.upos == Upos::Verb;
        let is_behind = token.head.is_some_and(|says| says < participle);
        let is_bare = form(text, sentence, participle).ends_with("ing") && form(text, sentence, participle - 1) == ",";
        if is_said && is_behind && is_bare && subject_of(sentence, participle).is_none() {
            sentence.tokens[participle].deprel = Deprel::Advcl;
        }
    }
}

/// "moved to distance itself from the junta": what stands between "to" and its reflexive object is a verb.
pub(super) fn call_infinitives_verbs(text: &str, sentence: &mut Sentence) {
    for infinitive in 1..sentence.tokens.len().saturating_sub(1) {
        let is_noun = matches!(sentence.tokens[infinitive].upos, Upos::Noun | Upos::Adj);
        let (before, behind) = (infinitive - 1, infinitive + 1);
        let is_to = form(text, sentence, before).eq_ignore_ascii_case("to");
        let is_reflexive = lists().reflexives.contains(&form(text, sentence, behind).to_lowercase());
        let is_own = |i: usize| sentence.tokens[i].head == Some(infinitive);
        if !(is_noun && is_to && is_reflexive && is_own(before) && is_own(behind)) {
            continue;
        }
        let lemma = form(text, sentence, infinitive).to_lowercase();
        let token = &mut sentence.tokens[infinitive];
        (token.upos, token.lemma, token.feats) = (Upos::Verb, lemma, "VerbForm=Inf".to_owned());
        if token.deprel == Deprel::Obl {
            token.deprel = Deprel::Xcomp;
        }
        sentence.tokens[before].deprel = Deprel::Mark;
        sentence.tokens[behind].deprel = Deprel::Obj;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use super::*;

    #[test]
    fn a_clause_has_the_subject_before_it() {
        let rows = "Ada Ada PROPN 5 nsubj\nwon win VERB 5 ccomp\n, , PUNCT 2 punct\nofficials official NOUN 5 nsubj\n\
                    said say VERB 0 root";
        assert_eq!(word(&repaired(rows), "Ada"), (Deprel::Nsubj, "won", Upos::Propn));
        assert_eq!(word(&repaired(rows), "officials").1, "said");
        let one = rows.replace("officials official NOUN 5 nsubj", "never never ADV 5 advmod");
        assert_eq!(word(&repaired(&one), "Ada").1, "said");
    }

    #[test]
    fn what_that_opens_has_its_subject() {
        let rows = "asking ask VERB 0 root\nthat that SCONJ 4 mark\nAda Ada PROPN 1 nsubj\nresign resign VERB 1 ccomp";
        assert_eq!(word(&repaired(rows), "Ada").1, "resign");
        let before = "Ada Ada PROPN 2 nsubj\nasked ask VERB 0 root\nthat that SCONJ 4 mark\nresign resign VERB 2 ccomp";
        assert_eq!(word(&repaired(before), "Ada").1, "asked");
    }

    #[test]
    fn who_is_elected_mayor_is_the_subject_of_the_verb() {
        let rows = "Ada Ada PROPN 4 nsubj\nwas be AUX 3 aux:pass\nelected elect VERB 0 root\nmayor mayor NOUN 3 xcomp";
        assert_eq!(word(&repaired(rows), "Ada"), (Deprel::NsubjPass, "elected", Upos::Propn));
    }

    #[test]
    fn what_one_does_while_speaking_is_not_said() {
        let rows = "Ada Ada PROPN 2 nsubj\nsaid say VERB 0 root\n, , PUNCT 4 punct\ndenying deny VERB 2 ccomp\nit it PRON 4 obj";
        assert_eq!(word(&repaired(rows), "denying").0, Deprel::Advcl);
        let said = rows.replace("denying deny", "denied deny");
        assert_eq!(word(&repaired(&said), "denied").0, Deprel::Ccomp);
    }

    #[test]
    fn to_distance_oneself_is_a_verb() {
        let rows = |pronoun: &str| {
            format!("moved move VERB 0 root\nto to ADP 3 case\ndistance distance NOUN 1 obl\n{pronoun} PRON 3 nmod")
        };
        let document = repaired(&rows("itself itself"));
        assert_eq!(word(&document, "distance"), (Deprel::Xcomp, "moved", Upos::Verb));
        assert_eq!(word(&document, "itself").0, Deprel::Obj);
        assert_eq!(word(&repaired(&rows("them they")), "distance").2, Upos::Noun);
    }
}
