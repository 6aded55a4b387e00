//! Headlines, which leave out what makes a clause: "Norway to expel two diplomats" has no verb but an infinitive, which the
//! parser hangs on its subject, and "Berg orders review" one that it takes for a noun.

use super::{form, hang, is_person, keeping_tree};
use crate::document::{Deprel, Sentence, Upos};
use crate::lexicon::{Nouns, inflection};

/// Give the clauses of a headline their verbs.
pub(super) fn give_clauses_their_verbs(text: &str, sentence: &mut Sentence) {
    if !sentence.is_title {
        return;
    }
    for word in 0..sentence.tokens.len() {
        call_objects_governor_verb(text, sentence, word);
        raise_infinitive(text, sentence, word);
    }
    part_source(text, sentence);
}

/// "Berg orders review": a noun with an object is a verb, and the noun right in front of it the subject.
fn call_objects_governor_verb(text: &str, sentence: &mut Sentence, word: usize) {
    let token = &sentence.tokens[word];
    let is_top = matches!(token.deprel, Deprel::Root | Deprel::Parataxis | Deprel::Conj | Deprel::Ccomp);
    let has_object = sentence.dependent(word, Deprel::Obj).is_some_and(|object| object > word);
    let Some(lemma) =
        verb_lemma(form(text, sentence, word)).filter(|_| token.upos == Upos::Noun && is_top && has_object)
    else {
        return;
    };
    let is_part = |&i: &usize| {
        let part = &sentence.tokens[i];
        i < word && part.deprel == Deprel::Compound && matches!(part.upos, Upos::Noun | Upos::Propn)
    };
    let parts: Vec<usize> = sentence.dependents(word).filter(is_part).collect();
    let Some((&subject, rest)) = parts.split_last() else { return };
    // Whatever stands in front of the subject belongs to it.
    let own = [Deprel::Amod, Deprel::Det, Deprel::Nummod, Deprel::NmodPoss];
    let modifiers = sentence.dependents(word).filter(|&i| i < subject && own.contains(&sentence.tokens[i].deprel));
    let moved: Vec<usize> = modifiers.chain(rest.iter().copied()).collect();
    for part in moved {
        sentence.tokens[part].head = Some(subject);
    }
    sentence.tokens[subject].deprel = Deprel::Nsubj;
    let token = &mut sentence.tokens[word];
    (token.upos, token.lemma) = (Upos::Verb, lemma);
    token.feats = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin".to_owned();
}

/// The verb of which this is the form in "-s".
fn verb_lemma(form: &str) -> Option<String> {
    let form = form.to_lowercase();
    let stem = form.strip_suffix('s').filter(|stem| !stem.ends_with(['s', '\'', '’']))?;
    let without_e = stem.strip_suffix('e').map(str::to_owned);
    let with_y = stem.strip_suffix("ie").map(|stem| format!("{stem}y"));
    let hisses = |stem: &String| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end));
    let candidates = with_y.into_iter().chain(without_e.filter(hisses)).chain([stem.to_owned()]);
    candidates.into_iter().find(|lemma| inflection::forms(lemma).contains(&form))
}

/// "Norway to expel two diplomats": the infinitive is the verb of which the phrase in front is the subject. "Plan to
/// expel diplomats" stays a phrase.
fn raise_infinitive(text: &str, sentence: &mut Sentence, verb: usize) {
    let token = &sentence.tokens[verb];
    let Some(noun) = token.head.filter(|&noun| token.deprel == Deprel::Acl && noun < verb) else { return };
    let mark = sentence.dependents(verb).find(|&i| form(text, sentence, i) == "to" && i < verb);
    let is_clause = matches!(sentence.tokens[noun].deprel, Deprel::Root | Deprel::Parataxis);
    let Some(mark) = mark.filter(|_| is_clause && token.upos == Upos::Verb) else { return };
    let has_colon = (noun..mark).any(|i| form(text, sentence, i) == ":");
    let own =
        sentence.dependents(verb).find(|&i| matches!(sentence.tokens[i].deprel, Deprel::Nsubj | Deprel::NsubjPass));
    if own.is_some() && has_colon {
        // "Kremlin: Berg and Lund to meet"
        sentence.tokens[verb].deprel = Deprel::Parataxis;
        return;
    }
    if own.is_some() || has_colon || !is_actor(sentence, noun) {
        return;
    }
    let is_passive = sentence.dependent(verb, Deprel::AuxPass).is_some();
    keeping_tree(sentence, |sentence| {
        let behind: Vec<usize> = sentence.dependents(noun).filter(|&i| i > verb).collect();
        for word in behind {
            sentence.tokens[word].head = Some(verb);
        }
        let (head, deprel) = (sentence.tokens[noun].head, sentence.tokens[noun].deprel);
        (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (head, deprel);
        let subject = if is_passive { Deprel::NsubjPass } else { Deprel::Nsubj };
        (sentence.tokens[noun].head, sentence.tokens[noun].deprel) = (Some(verb), subject);
        true
    });
}

/// "Army shells village: governor": who says so is nothing in the village.
fn part_source(text: &str, sentence: &mut Sentence) {
    let Some(mark) = sentence.last_colon(text) else { return };
    let is_outside = |&i: &usize| {
        let token = &sentence.tokens[i];
        token.deprel == Deprel::Appos && token.head.is_some_and(|head| head < mark)
    };
    let root = sentence.tokens.iter().position(|token| token.head.is_none());
    let behind = (mark + 1..sentence.tokens.len()).find(is_outside);
    if let (Some(source), Some(root)) = (behind, root.filter(|&root| sentence.tokens[root].upos == Upos::Verb)) {
        hang(sentence, source, root, Deprel::Parataxis);
    }
}

/// Is it somebody who could do what an infinitive says?
fn is_actor(sentence: &Sentence, noun: usize) -> bool {
    let token = &sentence.tokens[noun];
    let listed = Nouns::shared().and_then(|nouns| nouns.listed_type(&token.lemma.to_lowercase()));
    token.upos == Upos::Propn || is_person(sentence, noun) || listed.is_some_and(|t| t.is_actor())
}

#[cfg(test)]
mod tests {
    use super::super::tests::word;
    use super::*;
    use crate::document::Document;
    use crate::mention::sample;

    fn repaired(rows: &str) -> Document {
        let mut document = sample::document(rows);
        document.sentences[0].is_title = true;
        let text = document.text.clone();
        super::super::repair(&text, &mut document.sentences[0]);
        document
    }

    #[test]
    fn an_infinitive_is_the_verb_of_a_headline() {
        let rows = |noun: &str| {
            format!(
                "{noun} 0 root\nto to PART 3 mark\nexpel expel VERB 1 acl\nenvoys envoy NOUN 3 obj\ntoday today NOUN 1 obl"
            )
        };
        let document = repaired(&rows("Norway Norway PROPN"));
        assert_eq!(word(&document, "Norway"), (Deprel::Nsubj, "expel", Upos::Propn));
        assert_eq!(word(&document, "today").1, "expel");
        assert_eq!(word(&repaired(&rows("Plan plan NOUN")), "expel").0, Deprel::Acl);
    }

    #[test]
    fn behind_a_colon_it_has_a_subject_of_its_own() {
        let rows = "Kremlin Kremlin PROPN 0 root\n: : PUNCT 5 punct\nAda Ada PROPN 5 nsubj\nto to PART 5 mark\nleave leave VERB 1 acl";
        assert_eq!(word(&repaired(rows), "leave").0, Deprel::Parataxis);
    }

    #[test]
    fn what_has_an_object_is_a_verb() {
        let rows = "Supreme supreme ADJ 3 amod\nCourt court NOUN 3 compound\norders order NOUN 0 root\nreview review NOUN 3 obj";
        let document = repaired(rows);
        assert_eq!(word(&document, "Court"), (Deprel::Nsubj, "orders", Upos::Noun));
        assert_eq!(word(&document, "Supreme").1, "Court");
        assert_eq!(word(&document, "orders").2, Upos::Verb);
        assert_eq!(word(&repaired(&rows.replace("3 obj", "3 nmod")), "orders").2, Upos::Noun);
    }

    #[test]
    fn a_source_at_the_end_is_none_of_those_told_of() {
        let rows = "Court court NOUN 2 nsubj\njails jail VERB 0 root\nleader leader NOUN 2 obj\n: : PUNCT 5 punct\n\
                    lawyer lawyer NOUN 3 appos";
        assert_eq!(word(&repaired(rows), "lawyer"), (Deprel::Parataxis, "jails", Upos::Noun));
        let beside = rows.replace(": :", ", ,");
        assert_eq!(word(&repaired(&beside), "lawyer").0, Deprel::Appos);
    }

    #[test]
    fn lemmas_of_forms_in_s() {
        let lemmas = ["orders", "denies", "reaches", "leaves", "faces"].map(verb_lemma);
        assert_eq!(lemmas, ["order", "deny", "reach", "leave", "face"].map(|lemma| Some(lemma.to_owned())));
        assert_eq!(["press", "cattle", "Ada's"].map(verb_lemma), [None, None, None]);
    }
}
