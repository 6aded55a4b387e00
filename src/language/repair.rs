//! Trees set right where the idiom of news leaves no doubt: a parsed sentence comes in and is changed in place; it
//! stays a tree with one root. The parser has seen little news, and takes "attorney general" for two people, the name
//! behind "appointed" for a part of the office, and "The board named Ada Berg minister." for a phrase without a verb.

mod clauses;
mod headlines;
mod holders;
mod names;
mod objects;
mod phrases;
mod relative;
mod titles;

use std::collections::HashSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::document::{Deprel, Name, NameType, Sentence, Upos};
use crate::language::decode::is_tree;

const REPAIRS: &str = include_str!("../../data/language/repairs.toml");

/// The lists of `data/language/repairs.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    before_general: HashSet<String>,
    naming_verbs: HashSet<String>,
    calling_verbs: HashSet<String>,
    dismissing_verbs: HashSet<String>,
    custody_participles: HashSet<String>,
    no_object: HashSet<String>,
    crowd_participles: HashSet<String>,
    kin: HashSet<String>,
    titles: HashSet<String>,
    reflexives: HashSet<String>,
    deed_endings: Vec<String>,
    holders: HashSet<String>,
}

fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| toml::from_str(REPAIRS).unwrap_or_default())
}

/// Set right what is known to be read wrongly.
pub(super) fn repair(text: &str, sentence: &mut Sentence) {
    name_acronyms(text, sentence);
    names::part(text, sentence);
    join_generals(text, sentence);
    give_clause_its_verb(text, sentence);
    headlines::give_clauses_their_verbs(text, sentence);
    part_names_from_offices(text, sentence);
    give_participles_their_nouns(text, sentence);
    titles::give_names_their_lists(sentence);
    titles::give_names_their_titles(sentence);
    titles::give_names_their_offices(text, sentence);
    holders::hang(text, sentence);
    call_passives_verbs(sentence);
    call_actives_verbs(sentence);
    give_active_verbs_objects(sentence);
    give_called_names_objects(text, sentence);
    objects::give_back(text, sentence);
    objects::part_from_dismissals(text, sentence);
    objects::part_from_grata(text, sentence);
    objects::give_crowds_their_participles(text, sentence);
    objects::part_quoted_predicates(text, sentence);
    part_obliques_from_objects(sentence);
    lift_prepositions(sentence);
    phrases::give_heads_their_prepositions(sentence);
    phrases::give_predicates_their_copulas(sentence);
    phrases::join_gerunds(text, sentence);
    phrases::lift_agents(text, sentence);
    phrases::lift_from_measures(text, sentence);
    clauses::give_subjects(sentence);
    clauses::part_participles_from_speech(text, sentence);
    clauses::call_infinitives_verbs(text, sentence);
    join_parts_of_offices(sentence);
    join_descriptions(text, sentence);
    relative::pass_over_denied(text, sentence);
    relative::bring_home(text, sentence);
    relative::hang_clauses(text, sentence);
    relative::give_things_their_clauses(text, sentence);
}

/// "Ada Berg, a nurse and the mayor of Riga, resigned": two descriptions of her, where the parser joins the second to her
/// name. Behind a comma it may be somebody else.
fn join_descriptions(text: &str, sentence: &mut Sentence) {
    for second in 1..sentence.tokens.len() {
        let token = &sentence.tokens[second];
        let is_joined = token.deprel == Deprel::Conj && token.upos == Upos::Noun;
        let is_name = |&name: &usize| sentence.tokens[name].upos == Upos::Propn && is_person(sentence, name);
        let Some(name) = token.head.filter(|_| is_joined).filter(is_name) else { continue };
        let is_description = |&i: &usize| {
            let token = &sentence.tokens[i];
            name < i && i < second && token.deprel == Deprel::Appos && token.upos == Upos::Noun
        };
        let Some(first) = sentence.dependents(name).find(is_description) else { continue };
        let joined = sentence.dependent(second, Deprel::Cc);
        if joined.is_some_and(|and| and > 0 && form(text, sentence, and - 1) != ",") {
            hang(sentence, second, first, Deprel::Conj);
        }
    }
}

/// Run a repair, and take it back where it does nothing or leaves no tree.
fn keeping_tree(sentence: &mut Sentence, repair: impl FnOnce(&mut Sentence) -> bool) {
    let before: Vec<_> = sentence.tokens.iter().map(|token| (token.head, token.deprel)).collect();
    let is_done = repair(sentence);
    let heads: Vec<_> = sentence.tokens.iter().map(|token| token.head.map_or(0, |head| head + 1)).collect();
    if !is_done || !is_tree(&heads) {
        for (token, old) in sentence.tokens.iter_mut().zip(before) {
            (token.head, token.deprel) = old;
        }
    }
}

/// Hang a word on another one, where that leaves a tree.
fn hang(sentence: &mut Sentence, word: usize, head: usize, deprel: Deprel) {
    keeping_tree(sentence, |sentence| {
        let token = &mut sentence.tokens[word];
        (token.head, token.deprel) = (Some(head), deprel);
        true
    });
}

fn form<'a>(text: &'a str, sentence: &Sentence, i: usize) -> &'a str {
    text.get(sentence.tokens[i].span.start..sentence.tokens[i].span.end).unwrap_or_default()
}

/// Words that hang on `head`, in text order.
fn dependents(sentence: &Sentence, head: usize) -> Vec<usize> {
    sentence.dependents(head).collect()
}

/// "in downtown Las Vegas": a preposition before a compound belongs to the noun at its end.
fn lift_prepositions(sentence: &mut Sentence) {
    for preposition in 0..sentence.tokens.len() {
        let token = &sentence.tokens[preposition];
        let Some(part) = token.head.filter(|&h| h > preposition && token.deprel == Deprel::Case) else { continue };
        let whole =
            sentence.tokens[part].head.filter(|&h| h > part && sentence.tokens[part].deprel == Deprel::Compound);
        if whole.is_some() && token.upos == Upos::Adp {
            sentence.tokens[preposition].head = whole;
        }
    }
}

/// "WHO" in capitals is a body and no pronoun, unless the whole sentence is in capitals.
fn name_acronyms(text: &str, sentence: &mut Sentence) {
    let is_shouted = !sentence.span.of(text).contains(char::is_lowercase);
    for i in 0..sentence.tokens.len() {
        if is_shouted || sentence.tokens[i].upos != Upos::Pron || form(text, sentence, i) != "WHO" {
            continue;
        }
        let token = &mut sentence.tokens[i];
        token.upos = Upos::Propn;
        token.lemma = "WHO".to_owned();
        token.feats = "Number=Sing".to_owned();
        // "WHO officials met the minister."
        let is_before_noun = sentence.tokens.get(i + 1).is_some_and(|next| next.upos == Upos::Noun);
        if is_before_noun && dependents(sentence, i).is_empty() && sentence.tokens[i].head.is_some() {
            sentence.tokens[i].head = Some(i + 1);
            sentence.tokens[i].deprel = Deprel::Compound;
        }
        if !sentence.names.iter().any(|name| name.tokens.contains(&i)) {
            let at = sentence.names.partition_point(|name| name.tokens.start < i);
            sentence.names.insert(at, Name { tokens: i..i + 1, kind: NameType::Org });
        }
    }
}

/// "the attorney general of Texas": one office, whose last word is its head as in other offices.
fn join_generals(text: &str, sentence: &mut Sentence) {
    for general in 1..sentence.tokens.len() {
        if form(text, sentence, general) != "general" {
            continue;
        }
        let joint = usize::from(matches!(form(text, sentence, general - 1), "-" | "‑"));
        let Some(first) = general.checked_sub(1 + joint) else { continue };
        let is_office = lists().before_general.contains(&form(text, sentence, first).to_lowercase());
        if !is_office || sentence.tokens[general].head != Some(first) {
            continue;
        }
        for child in dependents(sentence, first) {
            sentence.tokens[child].head = Some(general);
        }
        (sentence.tokens[general].head, sentence.tokens[general].deprel) =
            (sentence.tokens[first].head, sentence.tokens[first].deprel);
        sentence.tokens[general].upos = Upos::Noun;
        sentence.tokens[first].head = Some(general);
        sentence.tokens[first].deprel = Deprel::Compound;
    }
}

/// "The board named Ada Berg minister.": a whole sentence whose verb the parser takes for a participle behind its
/// subject, though it has an object.
fn give_clause_its_verb(text: &str, sentence: &mut Sentence) {
    let Some(root) = sentence.tokens.iter().position(|token| token.head.is_none()) else { return };
    let is_whole = sentence.tokens.len().checked_sub(1).is_some_and(|last| form(text, sentence, last) == ".");
    if sentence.is_title || !is_whole || !matches!(sentence.tokens[root].upos, Upos::Noun | Upos::Propn) {
        return;
    }
    let below = dependents(sentence, root);
    let has =
        |words: &[usize], relations: &[Deprel]| words.iter().any(|&i| relations.contains(&sentence.tokens[i].deprel));
    let is_clause = [Deprel::Cop, Deprel::Nsubj, Deprel::Aux, Deprel::Conj, Deprel::Parataxis, Deprel::Case];
    if has(&below, &is_clause) {
        return;
    }
    let is_verb = |&i: &usize| {
        let token = &sentence.tokens[i];
        let own = dependents(sentence, i);
        i > root
            && token.deprel == Deprel::Acl
            && token.upos == Upos::Verb
            && token.feats.contains("Tense=Past")
            && has(&own, &[Deprel::Obj, Deprel::Iobj, Deprel::Ccomp, Deprel::Xcomp])
            && !has(&own, &[Deprel::OblAgent, Deprel::AuxPass, Deprel::Aux, Deprel::Mark])
    };
    let Some(verb) = below.iter().copied().find(is_verb) else { return };
    for child in below {
        if child > verb || sentence.tokens[child].deprel == Deprel::Punct && child > root {
            sentence.tokens[child].head = Some(verb);
        }
    }
    let token = &mut sentence.tokens[verb];
    (token.head, token.deprel) = (None, Deprel::Root);
    token.feats = "Mood=Ind|Tense=Past|VerbForm=Fin".to_owned();
    (sentence.tokens[root].head, sentence.tokens[root].deprel) = (Some(verb), Deprel::Nsubj);
}

/// "called Ada Berg a traitor", "elected Ada Berg as its leader": of two complements of one verb the first, a name, is the
/// object, and so is the only one of a verb that names somebody something.
fn give_called_names_objects(text: &str, sentence: &mut Sentence) {
    for verb in 0..sentence.tokens.len() {
        if sentence.tokens[verb].upos != Upos::Verb || sentence.dependent(verb, Deprel::Obj).is_some() {
            continue;
        }
        let complements: Vec<usize> =
            sentence.dependents(verb).filter(|&i| i > verb && sentence.tokens[i].deprel == Deprel::Xcomp).collect();
        let is_nominal = |i: usize| matches!(sentence.tokens[i].upos, Upos::Noun | Upos::Propn | Upos::Adj);
        let is_name = |i: usize| sentence.tokens[i].upos == Upos::Propn;
        let object = match *complements.as_slice() {
            [first, second] => Some(first).filter(|&i| is_name(i) && is_nominal(second)),
            [only] => Some(only).filter(|&i| is_person(sentence, i) && is_naming(text, sentence, verb)),
            _ => None,
        };
        if let Some(object) = object {
            sentence.tokens[object].deprel = Deprel::Obj;
        }
    }
}

/// Is the word part of a person's name?
fn is_person(sentence: &Sentence, word: usize) -> bool {
    sentence.names.iter().any(|name| name.kind == NameType::Per && name.tokens.contains(&word))
}

/// Words of a name that hang on none of its others, in text order.
fn tops<'a>(sentence: &'a Sentence, name: &'a Name) -> impl Iterator<Item = usize> + 'a {
    let is_top = |&i: &usize| sentence.tokens[i].head.is_none_or(|h| !name.tokens.contains(&h));
    name.tokens.clone().filter(is_top)
}

/// "named Ada Berg minister": the name is the object, and the office behind it says what she is named.
fn part_names_from_offices(text: &str, sentence: &mut Sentence) {
    for office in 2..sentence.tokens.len() {
        let is_common =
            sentence.tokens[office].upos == Upos::Noun && form(text, sentence, office).starts_with(char::is_lowercase);
        if !is_common {
            continue;
        }
        let Some(name) = sentence.names.iter().find(|n| n.kind == NameType::Per && ends_before(sentence, n, office))
        else {
            continue;
        };
        let (start, end) = (name.tokens.start, name.tokens.end);
        let is_inside = |i: usize| (start..end).contains(&i);
        let Some(person) = (start..end).find(|&i| sentence.tokens[i].head.is_none_or(|h| !is_inside(h))) else {
            continue;
        };
        let names = |i: Option<usize>| {
            i.is_some_and(|i| i < start && sentence.tokens[i].upos == Upos::Verb && is_naming(text, sentence, i))
        };
        let (person_head, office_head) = (sentence.tokens[person].head, sentence.tokens[office].head);
        let verb = match (person_head, office_head) {
            (verb, Some(h)) if h == person && names(verb) => verb,
            (Some(h), verb) if h == office && names(verb) => verb,
            _ => continue,
        };
        let is_passive = verb.is_some_and(|v| {
            sentence.dependents(v).any(|i| matches!(sentence.tokens[i].deprel, Deprel::AuxPass | Deprel::NsubjPass))
        });
        if is_passive || verb.is_some_and(is_inside) {
            continue;
        }
        // What the parser hung on the two as one phrase goes on hanging on the one in front of which it stands.
        (sentence.tokens[person].head, sentence.tokens[person].deprel) = (verb, Deprel::Obj);
        (sentence.tokens[office].head, sentence.tokens[office].deprel) = (verb, Deprel::Xcomp);
        for i in 0..start {
            if sentence.tokens[i].head == Some(office) {
                sentence.tokens[i].head = Some(person);
            }
        }
        for i in end..office {
            if sentence.tokens[i].head == Some(person) {
                sentence.tokens[i].head = Some(office);
            }
        }
    }
}

/// "ordered the release of Cody Marsh, jailed for theft": what courts and police do to people is told of the noun
/// right in front of the comma, where the parser hangs it on the verb.
fn give_participles_their_nouns(text: &str, sentence: &mut Sentence) {
    for verb in 2..sentence.tokens.len() {
        let token = &sentence.tokens[verb];
        let is_loose = matches!(token.deprel, Deprel::Parataxis | Deprel::Advcl) && token.upos == Upos::Verb;
        let is_listed = lists().custody_participles.contains(&form(text, sentence, verb).to_lowercase());
        let has_subject = sentence.dependents(verb).any(|i| {
            let relation = sentence.tokens[i].deprel;
            let is_other =
                matches!(relation, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::AuxPass | Deprel::Mark);
            is_other || matches!(relation, Deprel::Obj | Deprel::Ccomp)
        });
        if !is_loose || !is_listed || has_subject || form(text, sentence, verb - 1) != "," {
            continue;
        }
        let person = sentence.names.iter().find(|n| n.kind == NameType::Per && n.tokens.end == verb - 1);
        let Some(mut noun) = person.map(|n| n.tokens.start) else { continue };
        let Some(governor) = sentence.tokens[verb].head else { continue };
        while let Some(head) = sentence.tokens[noun].head.filter(|_| {
            matches!(sentence.tokens[noun].deprel, Deprel::Flat | Deprel::Appos | Deprel::NmodDesc | Deprel::Compound)
        }) {
            noun = head;
        }
        // Not where the noun is the subject itself, or stands below the participle.
        if noun < governor || noun >= verb || sentence.subtree(verb).contains(&noun) {
            continue;
        }
        (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (Some(noun), Deprel::Acl);
    }
}

/// "was upset by a qualifier": what has a passive auxiliary is a verb.
fn call_passives_verbs(sentence: &mut Sentence) {
    for i in 0..sentence.tokens.len() {
        let has_passive = |i: usize| sentence.dependents(i).any(|d| sentence.tokens[d].deprel == Deprel::AuxPass);
        if sentence.tokens[i].upos == Upos::Adj && has_passive(i) {
            sentence.tokens[i].upos = Upos::Verb;
            sentence.tokens[i].feats = "Tense=Past|VerbForm=Part|Voice=Pass".to_owned();
        }
    }
}

/// "demanded that Oslo free him": what has a subject and an object and no copula is no adjective.
fn call_actives_verbs(sentence: &mut Sentence) {
    for i in 0..sentence.tokens.len() {
        let has = |relation: Deprel| sentence.dependent(i, relation).is_some();
        if sentence.tokens[i].upos == Upos::Adj && has(Deprel::Nsubj) && has(Deprel::Obj) && !has(Deprel::Cop) {
            sentence.tokens[i].upos = Upos::Verb;
            sentence.tokens[i].feats = "VerbForm=Inf".to_owned();
        }
    }
}

/// "A court sentenced Ada Berg to a year": behind an active verb that has its subject in front stands no passive subject
/// but an object.
fn give_active_verbs_objects(sentence: &mut Sentence) {
    for i in 0..sentence.tokens.len() {
        let token = &sentence.tokens[i];
        let Some(verb) = token.head.filter(|&v| token.deprel == Deprel::NsubjPass && v < i) else { continue };
        let below = dependents(sentence, verb);
        let is_other = |relation: Deprel| below.iter().any(|&d| d != i && sentence.tokens[d].deprel == relation);
        let has_subject = below.iter().any(|&d| d < verb && sentence.tokens[d].deprel == Deprel::Nsubj);
        if has_subject && !is_other(Deprel::AuxPass) && !is_other(Deprel::Obj) {
            sentence.tokens[i].deprel = Deprel::Obj;
        }
    }
}

/// "called on Norway to leave": what has a preposition in front is no object.
fn part_obliques_from_objects(sentence: &mut Sentence) {
    for i in 0..sentence.tokens.len() {
        let token = &sentence.tokens[i];
        let Some(verb) = token.head.filter(|&v| token.deprel == Deprel::Obj && v < i) else { continue };
        let is_preposition = |d: usize| {
            let below = &sentence.tokens[d];
            (verb..i).contains(&d) && below.deprel == Deprel::Case && below.upos == Upos::Adp
        };
        if sentence.dependents(i).any(is_preposition) {
            sentence.tokens[i].deprel = Deprel::Obl;
        }
    }
}

/// "minister of education and science": a noun behind "and" that lacks a preposition shares that of the one before.
fn join_parts_of_offices(sentence: &mut Sentence) {
    for i in 0..sentence.tokens.len() {
        let token = &sentence.tokens[i];
        let Some(head) = token.head.filter(|_| token.deprel == Deprel::Nmod) else { continue };
        let before = |relation: Deprel| sentence.dependent(i, relation).filter(|&d| d < i);
        let Some(and) = before(Deprel::Cc).filter(|_| before(Deprel::Case).is_none()) else { continue };
        let is_first = |&d: &usize| d < and && d > head && sentence.tokens[d].deprel == Deprel::Nmod;
        if let Some(first) = dependents(sentence, head).into_iter().rfind(is_first) {
            (sentence.tokens[i].head, sentence.tokens[i].deprel) = (Some(first), Deprel::Conj);
        }
    }
}

/// Does nothing but the noun's own modifiers stand between the name and the noun?
fn ends_before(sentence: &Sentence, name: &Name, office: usize) -> bool {
    name.tokens.end <= office
        && office - name.tokens.end <= 4
        && (name.tokens.end..office).all(|i| {
            matches!(sentence.tokens[i].deprel, Deprel::Compound | Deprel::Amod | Deprel::Flat)
                && sentence.tokens[i].upos != Upos::Punct
        })
}

fn is_naming(text: &str, sentence: &Sentence, verb: usize) -> bool {
    let lists = lists();
    lists.naming_verbs.contains(sentence.tokens[verb].lemma.as_str())
        || lists.naming_verbs.contains(&form(text, sentence, verb).to_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::document::{Deprel, Document, Upos};
    use crate::mention::sample;

    /// The document for hand-written rows, as a parser gives it, with its sentences repaired.
    pub(super) fn repaired(rows: &str) -> Document {
        let mut document = sample::document(rows);
        let text = document.text.clone();
        document.sentences.iter_mut().for_each(|sentence| super::repair(&text, sentence));
        document
    }

    /// The word with this form: its relation, the form of its head ("" for the root), and its tag.
    pub(super) fn word<'a>(document: &'a Document, form: &str) -> (Deprel, &'a str, Upos) {
        let sentence = &document.sentences[0];
        let at = |i: usize| sentence.tokens[i].span.of(&document.text);
        let i = (0..sentence.tokens.len()).find(|&i| at(i) == form).expect("the word is there");
        (sentence.tokens[i].deprel, sentence.tokens[i].head.map_or("", at), sentence.tokens[i].upos)
    }

    #[test]
    fn lists_are_read() {
        assert!(super::lists().before_general.contains("attorney"));
        assert!(super::lists().naming_verbs.contains("appoint"));
    }

    #[test]
    fn an_attorney_general_is_one_person() {
        let office = "The the DET 2 det\nattorney attorney NOUN 6 nsubj\ngeneral general ADJ 2 amod\nof of ADP 5 case\n\
                      Texas Texas PROPN 2 nmod\nsued sue VERB 0 root";
        let document = repaired(office);
        assert_eq!(word(&document, "attorney"), (Deprel::Compound, "general", Upos::Noun));
        assert_eq!(word(&document, "general"), (Deprel::Nsubj, "sued", Upos::Noun));
        assert_eq!(word(&document, "Texas").1, "general");
        let two = "attorney attorney NOUN 2 nsubj\nmet meet VERB 0 root\na a DET 4 det\ngeneral general NOUN 2 obj";
        assert_eq!(word(&repaired(two), "attorney").1, "met");
    }

    #[test]
    fn a_name_and_an_office_are_two_objects() {
        let rows = |verb: &str| {
            format!(
                "president president NOUN 2 nsubj\n{verb} VERB 0 root\nKarl Karl PROPN 6 compound _ B-PER\n\
                 Weber Weber PROPN 3 flat _ I-PER\nfinance finance NOUN 6 compound\nminister minister NOUN 2 obj"
            )
        };
        let document = repaired(&rows("appointed appoint"));
        assert_eq!(word(&document, "Karl"), (Deprel::Obj, "appointed", Upos::Propn));
        assert_eq!(word(&document, "minister"), (Deprel::Xcomp, "appointed", Upos::Noun));
        assert_eq!(word(&repaired(&rows("met meet")), "minister").0, Deprel::Obj);
    }

    #[test]
    fn a_sentence_has_a_verb() {
        let rows = |end: &str| {
            format!(
                "The the DET 2 det\nboard board NOUN 0 root\nnamed name VERB 2 acl Tense=Past|VerbForm=Part\n\
                 Marie Marie PROPN 3 obj _ B-PER\nDupont Dupont PROPN 4 flat _ I-PER{end}"
            )
        };
        let document = repaired(&rows("\n. . PUNCT 2 punct"));
        assert_eq!(word(&document, "named"), (Deprel::Root, "", Upos::Verb));
        assert_eq!(word(&document, "board").0, Deprel::Nsubj);
        assert_eq!(word(&document, ".").1, "named");
        // Without a full stop it may be a headline or a caption.
        assert_eq!(word(&repaired(&rows("")), "named").0, Deprel::Acl);
    }

    #[test]
    fn a_jailed_person_stands_before_the_comma() {
        let rows = |participle: &str| {
            format!(
                "courts court NOUN 2 nsubj\nfreed free VERB 0 root\nCody Cody PROPN 2 obj _ B-PER\n\
                 Marsh Marsh PROPN 3 flat _ I-PER\n, , PUNCT 6 punct\n{participle} VERB 2 advcl\n\
                 for for ADP 8 case\ntheft theft NOUN 6 obl"
            )
        };
        assert_eq!(word(&repaired(&rows("jailed jail")), "jailed"), (Deprel::Acl, "Cody", Upos::Verb));
        assert_eq!(word(&repaired(&rows("asking ask")), "asking").1, "freed");
    }

    #[test]
    fn a_title_is_no_second_object() {
        let beat = "Achterberg Achterberg PROPN 2 nsubj\nbeat beat VERB 0 root\nincumbent incumbent NOUN 2 obj\n\
                    Jan Jan PROPN 2 obj _ B-PER\nSmit Smit PROPN 4 flat _ I-PER";
        assert_eq!(word(&repaired(beat), "incumbent"), (Deprel::NmodDesc, "Jan", Upos::Noun));
        let gave = beat.replace("beat beat", "gave give").replace("incumbent NOUN 2 obj", "incumbent NOUN 2 iobj");
        assert_eq!(word(&repaired(&gave), "incumbent").1, "gave");
    }

    #[test]
    fn a_passive_is_a_verb() {
        let rows = "champion champion NOUN 3 nsubj:pass\nwas be AUX 3 aux:pass\nupset upset ADJ 0 root";
        assert_eq!(word(&repaired(rows), "upset").2, Upos::Verb);
        let happy = rows.replace("aux:pass", "cop").replace("nsubj:pass", "nsubj");
        assert_eq!(word(&repaired(&happy), "upset").2, Upos::Adj);
    }

    #[test]
    fn who_in_capitals_is_a_name() {
        let rows = "WHO who PRON 3 nsubj\nofficials official NOUN 3 nsubj\nmet meet VERB 0 root";
        let document = repaired(rows);
        assert_eq!(word(&document, "WHO"), (Deprel::Compound, "officials", Upos::Propn));
        assert_eq!(document.sentences[0].names.len(), 1);
        assert!(repaired(&rows.replace("officials", "OFFICIALS").replace("met", "MET")).sentences[0].names.is_empty());
    }

    #[test]
    fn an_active_verb_has_an_object() {
        let rows = |auxiliary: &str| {
            format!(
                "court court NOUN 3 nsubj\n{auxiliary}\nsentenced sentence VERB 0 root\nAda Ada PROPN 3 nsubj:pass\n\
                 to to ADP 6 case\nprison prison NOUN 3 obl"
            )
        };
        assert_eq!(word(&repaired(&rows("thus thus ADV 3 advmod")), "Ada").0, Deprel::Obj);
        assert_eq!(word(&repaired(&rows("was be AUX 3 aux:pass")), "Ada").0, Deprel::NsubjPass);
    }

    #[test]
    fn a_preposition_belongs_to_the_whole_compound() {
        let rows =
            "slept sleep VERB 0 root\nin in ADP 3 case\ndowntown downtown NOUN 4 compound\nOslo Oslo PROPN 1 obl";
        assert_eq!(word(&repaired(rows), "in").1, "Oslo");
        let apart = rows.replace("NOUN 4 compound", "NOUN 1 obl").replace("PROPN 1 obl", "PROPN 3 appos");
        assert_eq!(word(&repaired(&apart), "in").1, "downtown");
    }

    #[test]
    fn no_object_stands_behind_a_preposition() {
        let rows = "bishop bishop NOUN 2 nsubj\ncalled call VERB 0 root\non on ADP 4 case\nNorway Norway PROPN 2 obj\n\
                    to to PART 6 mark\nleave leave VERB 2 xcomp";
        assert_eq!(word(&repaired(rows), "Norway").0, Deprel::Obl);
        let plain = rows.replace("on on ADP 4 case", "poor poor ADJ 4 amod");
        assert_eq!(word(&repaired(&plain), "Norway").0, Deprel::Obj);
    }

    #[test]
    fn parts_of_an_office_are_joined() {
        let rows = "minister minister NOUN 6 nsubj\nof of ADP 3 case\neducation education NOUN 1 nmod\nand and CCONJ 5 cc\n\
                    science science NOUN 1 nmod\nresigned resign VERB 0 root";
        assert_eq!(word(&repaired(rows), "science"), (Deprel::Conj, "education", Upos::Noun));
        let two = rows.replace("and and CCONJ 5 cc", "from from ADP 5 case");
        assert_eq!(word(&repaired(&two), "science").1, "minister");
    }
}
