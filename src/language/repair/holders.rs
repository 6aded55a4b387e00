//! "Chairman of the State Committee Ada Berg": an office, its body and its holder in one breath, as the press of many
//! countries writes. The tagger often makes one name of body and holder, and the parser hangs the body, or the office, on
//! whatever is near. Here it is told where the holder's name begins; the name becomes the head, the office describes it,
//! and the body hangs on the office.

use super::{form, keeping_tree, lists, tops};
use crate::document::{Deprel, Name, NameType, Sentence, Upos};
use crate::lexicon::{EntityType, Nouns};

/// Words of a holder's name at most.
const MOST_NAMES: usize = 3;
/// Words between office and name at most.
const MOST_WORDS: usize = 10;

/// Where the holder begins in "Central Bank Ada Berg" behind "governor of the".
pub(super) fn holder_inside(text: &str, sentence: &Sentence, name: &Name) -> Option<usize> {
    let start = name.tokens.start;
    let article = start.checked_sub(1).filter(|&i| form(text, sentence, i).eq_ignore_ascii_case("the"))?;
    let of = article.checked_sub(1).filter(|&i| form(text, sentence, i) == "of")?;
    let office = of.checked_sub(1)?;
    let is_listed = |i: usize, wanted: EntityType| listed(text, sentence, i) == Some(wanted);
    let is_body = |&split: &usize| is_listed(split - 1, EntityType::Organization);
    let is_bare = |i: usize| sentence.tokens[i].upos == Upos::Propn && listed(text, sentence, i).is_none();
    let may_hold =
        |&split: &usize| (2..=MOST_NAMES).contains(&(name.tokens.end - split)) && (split..name.tokens.end).all(is_bare);
    let splits = (start + 1..name.tokens.end).rev();
    splits.filter(|_| is_listed(office, EntityType::Person)).filter(may_hold).find(is_body)
}

fn listed(text: &str, sentence: &Sentence, word: usize) -> Option<EntityType> {
    Nouns::shared()?.listed_type(&form(text, sentence, word).to_lowercase())
}

/// Hang the names of holders, their offices and bodies as they belong together.
pub(super) fn hang(text: &str, sentence: &mut Sentence) {
    for at in 0..sentence.names.len() {
        if let Some(phrase) = Phrase::before(text, sentence, at) {
            keeping_tree(sentence, |sentence| phrase.hang(sentence));
        }
    }
}

/// The words of "Chairman of the State Committee Ada Berg".
struct Phrase {
    office: usize,
    of: usize,
    /// The head of the body.
    body: usize,
    /// The head of the holder's name.
    person: usize,
    /// The word behind the name.
    next: usize,
}

impl Phrase {
    /// The phrase before a person's name, where the parser has it wrong.
    fn before(text: &str, sentence: &Sentence, name: usize) -> Option<Self> {
        let Name { tokens, .. } = sentence.names.get(name).filter(|name| name.kind == NameType::Per)?;
        let person = tops(sentence, &sentence.names[name]).next()?;
        let is_of = |&i: &usize| form(text, sentence, i) == "of";
        let holds = |i: usize| listed(text, sentence, i) == Some(EntityType::Person);
        let is_office = |i: usize| lists().holders.contains(&form(text, sentence, i).to_lowercase());
        let of = (tokens.start.saturating_sub(MOST_WORDS)..tokens.start)
            .filter(is_of)
            .find(|&i| i > 0 && is_office(i - 1))?;
        let is_part = |i: usize| {
            let upos = sentence.tokens[i].upos;
            matches!(upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::Det)
                || matches!(form(text, sentence, i), "of" | "and")
        };
        let ends = |&i: &usize| i == tokens.start || is_of(&i) || form(text, sentence, i) == "and";
        let end = (of + 1..=tokens.start).find(ends)?;
        // "Assistant to the President of Norway Ada Berg": another's office.
        let is = |back: usize, words: &[&str]| {
            of.checked_sub(back).is_some_and(|i| words.contains(&form(text, sentence, i)))
        };
        if is(2, &["the"]) && is(3, &["to", "of"]) {
            return None;
        }
        let (office, body) = (of - 1, end - 1);
        let is_whole = body > of && (of + 1..tokens.start).all(is_part);
        // "an adviser of Prime Minister Ada Berg": the name is the minister's.
        let is_body =
            matches!(sentence.tokens[body].upos, Upos::Propn | Upos::Noun) && !(of + 1..tokens.start).any(holds);
        let is_one = !sentence.tokens[office].feats.contains("Number=Plur");
        let hangs = |word: usize, head: usize| sentence.tokens[word].head == Some(head);
        let is_right = hangs(office, person) && hangs(body, office);
        let phrase = Phrase { office, of, body, person, next: tokens.end };
        (is_whole && is_body && is_one && !is_right).then_some(phrase)
    }

    /// Whether something was changed.
    fn hang(&self, sentence: &mut Sentence) -> bool {
        let Phrase { office, of, body, person, next } = *self;
        let place = |i: usize| (sentence.tokens[i].head, sentence.tokens[i].deprel);
        let is_below = |word: usize, above: usize| sentence.ancestors(word).skip(1).any(|up| up == above);
        // "received the Speaker of the Senate Ada Berg": one object.
        let is_beside = sentence.tokens[office].head == sentence.tokens[person].head;
        let mut top = if is_beside || is_below(person, office) { place(office) } else { place(person) };
        // "Chairman of the Committee Ada Berg met …": no subject is left for the verb right behind.
        let verb = sentence.tokens.get(next).filter(|token| token.upos == Upos::Verb).map(|_| next);
        let verb = verb.filter(|&v| {
            let mut below = sentence.dependents(v);
            !below.any(|d| {
                matches!(sentence.tokens[d].deprel, Deprel::Nsubj | Deprel::NsubjPass) && d != person && d != office
            })
        });
        if let Some(verb) = verb.filter(|_| matches!(top.1, Deprel::NmodDesc | Deprel::Nmod | Deprel::Compound)) {
            top = (Some(verb), Deprel::Nsubj);
        }
        let inside = of + 1..body;
        for i in inside.chain([of]) {
            let above = sentence.tokens[i].head;
            if above.is_none_or(|h| h == person || h > body || h <= of) {
                sentence.tokens[i].head = Some(body);
            }
        }
        // What the parser hung on the office before the name stays in front of the name.
        for i in (0..office).filter(|&i| sentence.tokens[i].head == Some(office)).collect::<Vec<_>>() {
            if sentence.tokens[i].deprel == Deprel::Case {
                sentence.tokens[i].head = Some(person);
            }
        }
        let mut set = |i: usize, (head, deprel)| {
            (sentence.tokens[i].head, sentence.tokens[i].deprel) = (head, deprel);
        };
        set(person, top);
        set(office, (Some(person), Deprel::NmodDesc));
        set(body, (Some(office), Deprel::Nmod));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use super::*;

    #[test]
    fn a_body_and_its_holder_are_two_names() {
        let rows = "Governor governor PROPN 7 nmod:desc\nof of ADP 6 case\nthe the DET 5 det\nNorth North PROPN 5 compound _ B-ORG\n\
            Bank Bank PROPN 6 compound _ I-ORG\nAda Ada PROPN 1 nmod _ I-ORG\nBerg Berg PROPN 6 flat _ I-ORG\n\
            spoke speak VERB 0 root";
        let rows = rows.replace("PROPN 7 nmod:desc", "PROPN 8 nsubj");
        let document = repaired(&rows);
        let kinds: Vec<_> = document.sentences[0].names.iter().map(|n| (n.tokens.clone(), n.kind)).collect();
        assert_eq!(kinds, [(3..5, NameType::Org), (5..7, NameType::Per)]);
        assert_eq!(word(&document, "Ada"), (Deprel::Nsubj, "spoke", Upos::Propn));
        assert_eq!(word(&document, "Governor").1, "Ada");
        assert_eq!([word(&document, "Bank").1, word(&document, "of").1], ["Governor", "Bank"]);
    }

    #[test]
    fn a_body_hung_on_its_holder_goes_to_the_office() {
        let rows = "Spokesman spokesman NOUN 5 nmod:desc\nof of ADP 5 case\nthe the DET 4 det\nMinistry Ministry PROPN 5 compound _ B-ORG\n\
            Ada Ada PROPN 6 nsubj _ B-PER\nspoke speak VERB 0 root";
        let document = repaired(rows);
        assert_eq!(word(&document, "Ministry"), (Deprel::Nmod, "Spokesman", Upos::Propn));
        assert_eq!([word(&document, "of").1, word(&document, "Ada").1], ["Ministry", "spoke"]);
        let apart = rows.replace("Ada Ada PROPN 6 nsubj _ B-PER", "hall hall NOUN 6 nsubj");
        assert_eq!(word(&repaired(&apart), "Ministry").1, "hall");
    }
}
