//! What somebody is, right before the name. The parser takes it for a subject or object of its own ("beat incumbent Jan
//! Smit"), or hangs the name on the last word of a list or on none of it, as if two people met ("the actor, director and
//! activist Ada Berg"). Here the name is the head, the title or the first of the list describes it, and the others of the
//! list are joined to the first.

use super::{form, tops};
use crate::document::{Deprel, NameType, Sentence, Upos};

/// Make names the heads of the lists before them.
pub(super) fn give_names_their_lists(sentence: &mut Sentence) {
    for at in 0..sentence.names.len() {
        if let Some(list) = List::before(sentence, at) {
            list.hang(sentence);
        }
    }
}

/// A noun beside the name describes the name.
pub(super) fn give_names_their_titles(sentence: &mut Sentence) {
    for at in 0..sentence.names.len() {
        let Some((title, person)) = before_person(sentence, at) else { continue };
        let (first, second) = (&sentence.tokens[title], &sentence.tokens[person]);
        // "Cardinal Ada Berg": a title in capitals that is no name.
        let is_named = || sentence.names.iter().any(|name| name.tokens.contains(&title));
        let is_word = matches!(first.upos, Upos::Noun | Upos::Adj) || first.upos == Upos::Propn && !is_named();
        let is_title = is_word && !first.feats.contains("Number=Plur");
        let is_doubled = first.head == second.head
            && first.deprel == second.deprel
            && matches!(first.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj | Deprel::Obl);
        if is_title && is_doubled {
            (sentence.tokens[title].head, sentence.tokens[title].deprel) = (Some(person), Deprel::NmodDesc);
        }
    }
}

/// "Assistant to the President of Norway Ada Berg": the office right before the name has an article and stands behind a
/// preposition, so it is another's; the name goes with the noun before the preposition.
pub(super) fn give_names_their_offices(text: &str, sentence: &mut Sentence) {
    for at in 0..sentence.names.len() {
        let Some((_, person)) = before_person(sentence, at) else { continue };
        let start = sentence.names[at].tokens.start;
        let office = |inner: usize| {
            let outer = outer_office(text, sentence, inner)?;
            let (head, deprel) = (sentence.tokens[inner].head, sentence.tokens[inner].deprel);
            let describes = head == Some(person) && deprel == Deprel::NmodDesc || head == Some(outer);
            let phrase = sentence.subtree(inner);
            (describes && (inner..start).all(|i| phrase.contains(&i))).then_some((outer, inner))
        };
        let Some((outer, inner)) = (0..start).find_map(office) else { continue };
        let (noun, name) = (&sentence.tokens[outer], &sentence.tokens[person]);
        let is_doubled = noun.head == name.head && noun.deprel == name.deprel;
        let is_tied = noun.head == Some(person);
        if !is_doubled && name.head != Some(outer) && !is_tied {
            continue;
        }
        let top = if is_tied { (name.head, name.deprel) } else { (noun.head, noun.deprel) };
        let mut set = |i: usize, (head, deprel)| {
            (sentence.tokens[i].head, sentence.tokens[i].deprel) = (head, deprel);
        };
        set(person, top);
        set(outer, (Some(person), Deprel::NmodDesc));
        set(inner, (Some(outer), Deprel::Nmod));
    }
}

/// The noun of an office before "to the" or "of the" of this one, without an article of its own.
fn outer_office(text: &str, sentence: &Sentence, inner: usize) -> Option<usize> {
    let article =
        sentence.dependents(inner).find(|&d| d < inner && form(text, sentence, d).eq_ignore_ascii_case("the"))?;
    let preposition = article.checked_sub(1).filter(|&p| matches!(form(text, sentence, p), "to" | "of"))?;
    let outer = preposition.checked_sub(1).filter(|&o| matches!(sentence.tokens[o].upos, Upos::Noun | Upos::Propn))?;
    let is_plural = sentence.tokens[outer].feats.contains("Number=Plur");
    (!is_plural && sentence.dependent(outer, Deprel::Det).is_none()).then_some(outer)
}

/// The word before a person's name, and the head of the name.
fn before_person(sentence: &Sentence, name: usize) -> Option<(usize, usize)> {
    let name = sentence.names.get(name).filter(|name| name.kind == NameType::Per)?;
    Some((name.tokens.start.checked_sub(1)?, tops(sentence, name).next()?))
}

/// A list of at least three nouns right before a person's name.
struct List {
    first: usize,
    last: usize,
    /// The head of the name.
    person: usize,
}

impl List {
    fn before(sentence: &Sentence, name: usize) -> Option<Self> {
        let ((last, person), tokens) = (before_person(sentence, name)?, &sentence.tokens);
        let joined = if tokens[last].head == Some(person) { person } else { last };
        let first = tokens[joined].head.filter(|&first| first < last && tokens[joined].deprel == Deprel::Conj)?;
        let is_between = |&i: &usize| tokens[i].deprel == Deprel::Conj && (first..last).contains(&i);
        let others: Vec<usize> = sentence.dependents(first).filter(is_between).chain([last]).collect();
        let is_bare = |&i: &usize| sentence.dependent(i, Deprel::Det).is_none();
        let is_title = |&i: &usize| tokens[i].upos == Upos::Noun && !tokens[i].feats.contains("Number=Plur");
        let is_beside = tokens[person].head == tokens[first].head && tokens[person].deprel == tokens[first].deprel;
        let is_list = others.len() > 1 && others.iter().all(is_bare) && others.iter().chain([&first]).all(is_title);
        (is_list && (is_beside || tokens[person].head == Some(first))).then_some(List { first, last, person })
    }

    fn hang(&self, sentence: &mut Sentence) {
        let behind: Vec<usize> = sentence.dependents(self.first).filter(|&i| i > self.person).collect();
        for i in behind {
            sentence.tokens[i].head = Some(self.person);
        }
        let top = (sentence.tokens[self.first].head, sentence.tokens[self.first].deprel);
        let mut set = |i: usize, (head, deprel)| {
            (sentence.tokens[i].head, sentence.tokens[i].deprel) = (head, deprel);
        };
        set(self.person, top);
        set(self.first, (Some(self.person), Deprel::NmodDesc));
        set(self.last, (Some(self.first), Deprel::Conj));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use super::*;

    #[test]
    fn an_office_of_another_is_no_title() {
        let rows = |article: &str| {
            format!(
                "Assistant assistant NOUN 8 nsubj\nto to ADP 4 case\n{article} the DET 4 det\n\
                 President President PROPN 7 nmod:desc\nof of ADP 6 case\nNorway Norway PROPN 4 nmod _ B-GPE\n\
                 Ada Ada PROPN 8 nsubj _ B-PER\nspoke speak VERB 0 root"
            )
        };
        let document = repaired(&rows("the"));
        assert_eq!(word(&document, "Ada"), (Deprel::Nsubj, "spoke", Upos::Propn));
        assert_eq!(word(&document, "Assistant"), (Deprel::NmodDesc, "Ada", Upos::Noun));
        assert_eq!(word(&document, "President"), (Deprel::Nmod, "Assistant", Upos::Propn));
        assert_eq!(word(&repaired(&rows("a")), "President").1, "Ada");
    }

    #[test]
    fn a_list_before_a_name_describes_it() {
        let rows = |activist: &str, ada: &str, number: &str| {
            format!(
                "actor actor NOUN 8 nsubj Number=Sing\n, , PUNCT 3 punct\ndirector director NOUN 1 conj {number}\n\
                 and and CCONJ 5 cc\nactivist activist NOUN {activist} Number=Sing\nAda Ada PROPN {ada} _ B-PER\n\
                 Berg Berg PROPN 6 flat _ I-PER\ndied die VERB 0 root"
            )
        };
        for (activist, ada) in [("1 conj", "8 nsubj"), ("1 conj", "1 appos"), ("6 nmod:desc", "1 conj")] {
            let document = repaired(&rows(activist, ada, "Number=Sing"));
            assert_eq!(word(&document, "Ada"), (Deprel::Nsubj, "died", Upos::Propn));
            assert_eq!(word(&document, "actor"), (Deprel::NmodDesc, "Ada", Upos::Noun));
            assert_eq!(word(&document, "director").1, "actor");
            assert_eq!(word(&document, "activist"), (Deprel::Conj, "actor", Upos::Noun));
        }
        let several = repaired(&rows("6 nmod:desc", "1 conj", "Number=Plur"));
        assert_eq!(word(&several, "Ada").1, "actor", "several directors are nobody's title");
    }
}
