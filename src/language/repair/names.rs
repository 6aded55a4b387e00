//! Where a name ends and a title or another name begins. The tagger takes "Kremlin Press" for a body where its press
//! secretary is meant, and "Milli Majlis Sahiba Dahlova" for one person. Here a body gives back the first word of the
//! title behind it, and of two names in one each gets its own.

use super::holders::holder_inside;
use super::{form, lists, tops};
use crate::document::{Deprel, Name, NameType, Sentence, Upos};

/// Set right the names of a sentence.
pub(super) fn part(text: &str, sentence: &mut Sentence) {
    give_titles_their_first_words(text, sentence);
    part_people_from_bodies(sentence, |sentence, name| second_name(text, sentence, name));
    part_people_from_bodies(sentence, |sentence, name| holder_inside(text, sentence, name));
}

/// "Kremlin Press Secretary X": "press" belongs to the title.
fn give_titles_their_first_words(text: &str, sentence: &mut Sentence) {
    for at in 0..sentence.names.len() {
        let Name { tokens, kind } = &sentence.names[at];
        let (last, next) = (tokens.end - 1, tokens.end);
        if *kind == NameType::Per || tokens.len() < 2 || next >= sentence.tokens.len() {
            continue;
        }
        let title = format!("{} {}", form(text, sentence, last), form(text, sentence, next)).to_lowercase();
        if lists().titles.contains(&title) {
            sentence.names[at].tokens.end = last;
        }
    }
}

/// "Speaker of the Milli Majlis Sahiba Dahlova": the name is two where `begins` tells where the person's begins.
fn part_people_from_bodies(sentence: &mut Sentence, begins: impl Fn(&Sentence, &Name) -> Option<usize>) {
    let mut at = 0;
    while at < sentence.names.len() {
        if let Some(split) = begins(sentence, &sentence.names[at]) {
            let whole = &mut sentence.names[at];
            let person = Name { tokens: split..whole.tokens.end, kind: NameType::Per };
            (whole.tokens.end, whole.kind) = (split, NameType::Org);
            sentence.names.insert(at + 1, person);
        }
        at += 1;
    }
}

/// Where in a person's name another begins: one part stands behind a preposition, and the other hangs elsewhere.
fn second_name(text: &str, sentence: &Sentence, name: &Name) -> Option<usize> {
    let tokens = &sentence.tokens;
    let tops: Vec<usize> = tops(sentence, name).collect();
    let &[first, second] = tops.as_slice() else { return None };
    let case = sentence.dependent(first, Deprel::Case).filter(|&c| form(text, sentence, c).eq_ignore_ascii_case("of"));
    let is_body = case.is_some() && sentence.dependent(first, Deprel::Det).is_some();
    let is_own = sentence.dependent(second, Deprel::Case).is_none() && tokens[second].upos == Upos::Propn;
    let starts = second > first && (first + 1..second).all(|i| tokens[i].head == Some(first));
    (name.kind == NameType::Per && is_body && is_own && starts).then_some(second)
}

#[cfg(test)]
mod tests {
    use super::super::tests::repaired;
    use super::*;

    fn names(rows: &str) -> Vec<(String, NameType)> {
        let document = repaired(rows);
        let sentence = &document.sentences[0];
        let words =
            |n: &Name| n.tokens.clone().map(|i| form(&document.text, sentence, i)).collect::<Vec<_>>().join(" ");
        sentence.names.iter().map(|n| (words(n), n.kind)).collect()
    }

    #[test]
    fn a_title_begins_where_the_body_ends() {
        let rows = |second: &str| {
            format!(
                "Castle Castle PROPN 3 compound _ B-ORG\n{second} Press PROPN 3 compound _ I-ORG\n\
                 Secretary Secretary PROPN 4 nmod:desc\nAda Ada PROPN 5 nsubj _ B-PER\nspoke speak VERB 0 root"
            )
        };
        assert_eq!(names(&rows("Press"))[0], ("Castle".into(), NameType::Org));
        assert_eq!(names(&rows("Bank"))[0], ("Castle Bank".into(), NameType::Org));
    }

    #[test]
    fn a_body_and_its_speaker_are_two_names() {
        let rows = "Speaker speaker NOUN 8 nsubj\nof of ADP 5 case\nthe the DET 5 det\nStor Stor PROPN 5 compound _ B-PER\n\
            Ting Ting PROPN 1 nmod _ I-PER\nAda Ada PROPN 1 nmod _ I-PER\nBerg Berg PROPN 6 flat _ I-PER\n\
            spoke speak VERB 0 root";
        assert_eq!(names(rows), [("Stor Ting".into(), NameType::Org), ("Ada Berg".into(), NameType::Per)]);
    }
}
