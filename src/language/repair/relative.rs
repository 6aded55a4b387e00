//! Clauses that "whose" opens, or "whom" and "which" behind a preposition. In "The bank, whose head, Ada Berg, was
//! jailed, is closed." the parser often takes the head of the bank for a second subject of the sentence. Here such a
//! clause is hung on the noun in front, and the verb behind it gets its subject back. A clause that "which" opens is
//! hung on a thing.

use super::{form, hang, is_person, keeping_tree, lists};
use crate::document::{Deprel, NameType, Sentence, Upos};
use crate::lexicon::{EntityType, Nouns};

/// Hang such clauses, where they hang nowhere, on what they describe.
pub(super) fn hang_clauses(text: &str, sentence: &mut Sentence) {
    for pronoun in 1..sentence.tokens.len() {
        let Some(noun) = opens_clause(text, sentence, pronoun).filter(|_| !is_hung(sentence, pronoun)) else {
            continue;
        };
        keeping_tree(sentence, |sentence| {
            Clause::of(sentence, pronoun, noun).is_some_and(|clause| clause.hang(sentence))
        });
    }
}

/// "It was X, not Y, who resigned": the clause tells of X.
pub(super) fn pass_over_denied(text: &str, sentence: &mut Sentence) {
    for verb in 0..sentence.tokens.len() {
        let token = &sentence.tokens[verb];
        let Some(denied) = token.head.filter(|_| token.deprel == Deprel::AclRelcl) else { continue };
        let is_not = |i: usize| i < denied && form(text, sentence, i).eq_ignore_ascii_case("not");
        let second = &sentence.tokens[denied];
        let first = second.head.filter(|_| second.deprel == Deprel::Conj && sentence.dependents(denied).any(is_not));
        if let Some(first) = first.filter(|&first| sentence.dependent(first, Deprel::Cop).is_some()) {
            hang(sentence, verb, first, Deprel::AclRelcl);
        }
    }
}

/// "X, whom the mayor tried to fire, resigned", "X, to which Russia sold tanks, protested": the parser hangs the pronoun on
/// the main verb. It goes to the verb of its clause, the clause to X, and a main verb without its subject gets X back.
pub(super) fn bring_home(text: &str, sentence: &mut Sentence) {
    for pronoun in 1..sentence.tokens.len() {
        let is_relative = matches!(form(text, sentence, pronoun), "whom" | "which");
        let token = &sentence.tokens[pronoun];
        let is_object = matches!(token.deprel, Deprel::Obl | Deprel::Obj | Deprel::Iobj) && token.upos == Upos::Pron;
        let Some(main) = token.head.filter(|&main| is_relative && is_object && main > pronoun) else { continue };
        let Some(verb) = inner_verb(sentence, pronoun, main) else { continue };
        let Some(host) = host(sentence, pronoun) else { continue };
        keeping_tree(sentence, |sentence| {
            let has_case = sentence.dependent(pronoun, Deprel::Case).is_some();
            let below = sentence.dependent(verb, Deprel::Xcomp).filter(|&below| {
                lists().no_object.contains(&sentence.tokens[verb].lemma)
                    && sentence.dependent(below, Deprel::Obj).is_none()
            });
            let governor = below.unwrap_or(verb);
            let deprel = match (has_case, sentence.dependent(governor, Deprel::Obj)) {
                (true, _) => Deprel::Obl,
                (false, Some(_)) => Deprel::Iobj,
                (false, None) => Deprel::Obj,
            };
            (sentence.tokens[pronoun].head, sentence.tokens[pronoun].deprel) = (Some(governor), deprel);
            (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (Some(host), Deprel::AclRelcl);
            if sentence.tokens[main].deprel == Deprel::AclRelcl && sentence.tokens[main].head == Some(host) {
                take_place(sentence, main, host);
                give_subject(sentence, main, host);
            }
            true
        });
    }
}

/// The verb of the clause that the pronoun opens: one with a subject of its own between the pronoun and the main verb.
fn inner_verb(sentence: &Sentence, pronoun: usize, main: usize) -> Option<usize> {
    let has_subject = |verb: usize| {
        let mut subjects = sentence.dependents(verb).filter(|&i| is_subject(sentence, i));
        subjects.any(|subject| pronoun < subject && subject < verb)
    };
    let is_clause = |i: usize| matches!(sentence.tokens[i].deprel, Deprel::AclRelcl | Deprel::Acl);
    (pronoun + 1..main).find(|&i| is_clause(i) && has_subject(i))
}

/// The noun in front of the pronoun (or its preposition) that the clause describes.
fn host(sentence: &Sentence, pronoun: usize) -> Option<usize> {
    let is_passed = |word: &usize| matches!(sentence.tokens[*word].upos, Upos::Punct | Upos::Adp);
    let last = (0..pronoun).rfind(|word| !is_passed(word))?;
    host_of(sentence, last, pronoun).filter(|&host| is_noun(sentence, host))
}

/// Behind "the son of the minister Ola Dahl, 63," stands Ola Dahl.
fn host_of(sentence: &Sentence, last: usize, pronoun: usize) -> Option<usize> {
    let is_inner = |word: &usize| {
        let token = &sentence.tokens[*word];
        let inner = [Deprel::Flat, Deprel::Compound, Deprel::Appos, Deprel::NmodDesc, Deprel::Nummod];
        inner.contains(&token.deprel) && token.head.is_some_and(|head| head < pronoun)
    };
    sentence.ancestors(last).find(|word| !is_inner(word)).filter(|&host| host < pronoun)
}

pub(super) fn is_subject(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.tokens[word].deprel, Deprel::Nsubj | Deprel::NsubjPass)
}

fn is_noun(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.tokens[word].upos, Upos::Noun | Upos::Propn | Upos::Pron)
}

/// "a deputy for the Green Party, which left": "which" tells of no person, so the clause is the party's, whose name stands
/// in front of it.
pub(super) fn give_things_their_clauses(text: &str, sentence: &mut Sentence) {
    let Some(nouns) = Nouns::shared() else { return };
    for pronoun in 2..sentence.tokens.len() {
        let token = &sentence.tokens[pronoun];
        let is_which = token.upos == Upos::Pron && form(text, sentence, pronoun) == "which";
        let clause = token.head.filter(|&verb| is_which && sentence.tokens[verb].deprel == Deprel::AclRelcl);
        let Some((verb, person)) = clause.and_then(|verb| Some((verb, sentence.tokens[verb].head?))) else { continue };
        let is_person = |&i: &usize| {
            let listed = nouns.listed_type(&sentence.tokens[i].lemma.to_lowercase()) == Some(EntityType::Person);
            listed || sentence.names.iter().any(|name| name.kind == NameType::Per && name.tokens.contains(&i))
        };
        let last = (person + 1..pronoun).rev().find(|&i| sentence.tokens[i].upos != Upos::Punct);
        let things = last.map(|last| sentence.ancestors(last).take_while(|i| *i > person && !is_person(i)));
        let thing = things.and_then(Iterator::last).filter(|&i| sentence.tokens[i].deprel == Deprel::Nmod);
        if let Some(thing) = thing.filter(|_| is_person(&person)) {
            let deprel = sentence.tokens[verb].deprel;
            hang(sentence, verb, thing, deprel);
        }
    }
}

/// The part of the clause that stands in front: what belongs to whom "whose" stands for, or the pronoun behind its
/// preposition.
fn opens_clause(text: &str, sentence: &Sentence, pronoun: usize) -> Option<usize> {
    let token = &sentence.tokens[pronoun];
    if !matches!(token.deprel, Deprel::NmodPoss | Deprel::Obl) {
        return None;
    }
    match form(text, sentence, pronoun).to_lowercase().as_str() {
        "whose" if token.deprel == Deprel::NmodPoss => token.head.filter(|&noun| noun > pronoun),
        "whom" | "which" if token.deprel == Deprel::Obl && token.upos == Upos::Pron => {
            let has_preposition = sentence.dependent(pronoun, Deprel::Case) == Some(pronoun - 1);
            has_preposition.then_some(pronoun)
        }
        _ => None,
    }
}

/// Does the clause around the word describe a noun in front of it already?
fn is_hung(sentence: &Sentence, word: usize) -> bool {
    let describes = |up: &usize| matches!(sentence.tokens[*up].deprel, Deprel::AclRelcl | Deprel::Appos);
    let clause = sentence.ancestors(word).take(5).find(describes);
    clause.and_then(|up| sentence.tokens[up].head).is_some_and(|head| head < word)
}

/// A clause that is to be hung.
struct Clause {
    /// Its part in front.
    noun: usize,
    /// Its predicate.
    verb: usize,
    /// The noun that it describes, or the predicate of the clause in front of "and whose" that describes it.
    host: usize,
    is_second: bool,
}

impl Clause {
    fn of(sentence: &Sentence, pronoun: usize, noun: usize) -> Option<Self> {
        let is_part = |word: &usize| {
            let nominal = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Obj, Deprel::Obl, Deprel::Nmod, Deprel::NmodPoss];
            nominal.contains(&sentence.tokens[*word].deprel)
        };
        let verb = sentence.ancestors(noun).find(|word| !is_part(word)).filter(|&verb| verb > noun)?;
        let is_passed = |word: &usize| matches!(sentence.tokens[*word].upos, Upos::Punct | Upos::Adp);
        let last = (0..pronoun).rfind(|word| !is_passed(word))?;
        if sentence.tokens[last].upos == Upos::Cconj {
            let is_relative = |&word: &usize| sentence.tokens[word].deprel == Deprel::AclRelcl;
            let host = (0..last).rfind(is_relative)?;
            return Some(Clause { noun, verb, host, is_second: true });
        }
        let mut host = host_of(sentence, last, pronoun)?;
        // "Ola Dahl of the Green Party, whose wife": a party has none.
        let is_kin = lists().kin.contains(sentence.tokens[noun].lemma.as_str());
        let above = sentence.tokens[host].head.filter(|_| sentence.tokens[host].deprel == Deprel::Nmod);
        if let Some(person) = above.filter(|&above| is_kin && above < host && is_person(sentence, above)) {
            host = person;
        }
        is_noun(sentence, host).then_some(Clause { noun, verb, host, is_second: false })
    }

    /// Whether something was changed.
    fn hang(&self, sentence: &mut Sentence) -> bool {
        let (host, mut verb) = (self.host, self.verb);
        if self.is_second {
            let ours = sentence.ancestors(host).any(|up| up == verb);
            if !ours {
                (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (Some(host), Deprel::Conj);
            }
            return !ours;
        }
        let own = sentence.tokens[host].head.filter(|&own| own > self.noun && is_subject(sentence, host));
        if let Some(mut main) = own.filter(|&own| own != verb) {
            // The nearer verb is that of the clause.
            if main < verb && sentence.tokens[self.noun].head == Some(verb) && is_subject(sentence, self.noun) {
                give_subject(sentence, verb, host);
                give_subject(sentence, main, self.noun);
                std::mem::swap(&mut main, &mut verb);
            }
            if sentence.ancestors(main).any(|up| up == verb) {
                take_place(sentence, main, verb);
            }
        } else if let Some(below) = below(sentence, verb, host) {
            let main = (below == host && own.is_some()).then(|| next_verb(sentence, verb)).flatten();
            let top = main.unwrap_or(below);
            take_place(sentence, top, verb);
            for word in sentence.dependents(verb).filter(|&word| word < host).collect::<Vec<_>>() {
                sentence.tokens[word].head = Some(top);
            }
            if let Some(main) = main {
                give_subject(sentence, main, host);
            }
        }
        (sentence.tokens[verb].head, sentence.tokens[verb].deprel) = (Some(host), Deprel::AclRelcl);
        true
    }
}

/// The dependent of `verb` that `word` hangs under, or is.
fn below(sentence: &Sentence, verb: usize, word: usize) -> Option<usize> {
    sentence.ancestors(word).find(|&up| sentence.tokens[up].head == Some(verb))
}

/// The verb behind the clause that the parser made a part of it: "…, is closed".
fn next_verb(sentence: &Sentence, verb: usize) -> Option<usize> {
    let is_main = |&word: &usize| {
        let token = &sentence.tokens[word];
        let joined = [Deprel::Conj, Deprel::Parataxis, Deprel::Ccomp, Deprel::Advcl, Deprel::Xcomp];
        let has = |relation: Deprel| sentence.dependent(word, relation).is_some();
        let comma = |i: usize| sentence.tokens[i].upos == Upos::Punct;
        let first = sentence.subtree(word).into_iter().find(|&i| !comma(i)).unwrap_or(word);
        joined.contains(&token.deprel)
            && token.upos == Upos::Verb
            && !has(Deprel::Nsubj)
            && !has(Deprel::NsubjPass)
            && !has(Deprel::Mark)
            && !has(Deprel::Cc)
            && !token.feats.contains("VerbForm=Ger")
            && first > 0
            && comma(first - 1)
    };
    sentence.dependents(verb).filter(|&word| word > verb).find(is_main)
}

pub(super) fn give_subject(sentence: &mut Sentence, verb: usize, subject: usize) {
    let is_passive = sentence.dependent(verb, Deprel::AuxPass).is_some();
    let relation = if is_passive { Deprel::NsubjPass } else { Deprel::Nsubj };
    (sentence.tokens[subject].head, sentence.tokens[subject].deprel) = (Some(verb), relation);
}

/// Hang `word` where `old` hangs.
fn take_place(sentence: &mut Sentence, word: usize, old: usize) {
    (sentence.tokens[word].head, sentence.tokens[word].deprel) =
        (sentence.tokens[old].head, sentence.tokens[old].deprel);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use crate::document::{Deprel, Upos};

    /// Relation and head of each of these words.
    fn trees(rows: &str, words: &[&str]) -> Vec<String> {
        let document = repaired(rows);
        let tell = |form: &&str| {
            let (deprel, head, _) = word(&document, form);
            format!("{form} {} {head}", deprel.as_str())
        };
        words.iter().map(tell).collect()
    }

    #[test]
    fn a_clause_passes_over_who_is_left_out() {
        let rows = "It it PRON 3 nsubj\nwas be AUX 3 cop\nAda Ada PROPN 0 root\nnot not PART 5 advmod\nOle Ole PROPN 3 conj\n\
                    who who PRON 7 nsubj\nleft leave VERB 5 acl:relcl";
        assert_eq!(trees(rows, &["left"]), ["left acl:relcl Ada"]);
        let both = rows.replace("not not PART 5 advmod", "and and CCONJ 5 cc");
        assert_eq!(trees(&both, &["left"]), ["left acl:relcl Ole"]);
    }

    #[test]
    fn subjects_go_to_their_own_verbs() {
        let rows = "The the DET 2 det\nbank bank NOUN 6 nsubj:pass\nwhose whose PRON 4 nmod:poss\nhead head NOUN 8 nsubj\n\
                    was be AUX 6 aux:pass\njailed jail VERB 0 root\n, , PUNCT 8 punct\nfiled file VERB 6 advcl\n\
                    papers paper NOUN 8 obj";
        let told = trees(rows, &["bank", "head", "jailed", "filed"]);
        assert_eq!(told, ["bank nsubj filed", "head nsubj:pass jailed", "jailed acl:relcl bank", "filed root "]);
    }

    #[test]
    fn whom_is_the_object_of_its_own_clause() {
        let rows = "Ada Ada PROPN 8 nsubj\n, , PUNCT 6 punct\nwhom whom PRON 8 obl PronType=Rel\nthe the DET 5 det\n\
                    court court NOUN 6 nsubj\njailed jail VERB 1 acl:relcl\n, , PUNCT 6 punct\nresigned resign VERB 0 root";
        assert_eq!(
            trees(rows, &["Ada", "whom", "jailed"]),
            ["Ada nsubj resigned", "whom obj jailed", "jailed acl:relcl Ada"]
        );
    }

    #[test]
    fn the_main_verb_behind_to_which_is_the_root() {
        let rows = "Chad Chad PROPN 0 root\n, , PUNCT 4 punct\nto to ADP 4 case\nwhich which PRON 8 obl PronType=Rel\n\
                    Ada Ada PROPN 6 nsubj\nsold sell VERB 1 acl:relcl\ntanks tank NOUN 6 obj\nprotested protest VERB 1 acl:relcl";
        assert_eq!(
            trees(rows, &["Chad", "which", "sold", "protested"]),
            ["Chad nsubj protested", "which obl sold", "sold acl:relcl Chad", "protested root "]
        );
    }

    #[test]
    fn what_which_tells_of_is_no_person() {
        let rows = "deputy deputy NOUN 0 root\nfor for ADP 4 case\nthe the DET 4 det\nGreens Greens PROPN 1 nmod\n, , PUNCT 7 punct\n\
                    which which PRON 7 nsubj\nleft leave VERB 1 acl:relcl";
        assert_eq!(trees(rows, &["left"]), ["left acl:relcl Greens"]);
        assert_eq!(trees(&rows.replace("which which", "who who"), &["left"]), ["left acl:relcl deputy"]);
    }

    #[test]
    fn a_verb_behind_the_clause_is_that_of_the_sentence() {
        let rows = "Quarry quarry PROPN 5 nsubj\n, , PUNCT 4 punct\nwhose whose PRON 4 nmod:poss\nowner owner NOUN 5 nsubj\n\
                    fled flee VERB 0 root\n, , PUNCT 7 punct\nclosed close VERB 5 parataxis";
        assert_eq!(
            trees(rows, &["Quarry", "owner", "fled", "closed"]),
            ["Quarry nsubj closed", "owner nsubj fled", "fled acl:relcl Quarry", "closed root "]
        );
    }

    #[test]
    fn a_name_at_the_end_may_be_all_that_is_left() {
        let rows = "Among among ADP 2 case\nthem they PRON 7 obl\nwas be AUX 7 cop\nLena Lena PROPN 7 nsubj\n\
                    whose whose PRON 6 nmod:poss\nson son NOUN 7 nsubj\nguest guest NOUN 0 root";
        assert_eq!(
            trees(rows, &["Lena", "them", "was", "guest", "son"]),
            ["Lena root ", "them obl Lena", "was cop Lena", "guest acl:relcl Lena", "son nsubj guest"]
        );
    }

    #[test]
    fn a_second_clause_joins_the_first() {
        let rows = "Lena Lena PROPN 9 nsubj\nwho who PRON 3 nsubj\nleft leave VERB 1 acl:relcl\nand and CCONJ 7 cc\n\
                    whose whose PRON 6 nmod:poss\nbook book NOUN 7 nsubj\nsold sell VERB 9 parataxis\n, , PUNCT 7 punct\n\
                    sued sue VERB 0 root";
        assert_eq!(trees(rows, &["sold", "sued", "Lena"]), ["sold conj left", "sued root ", "Lena nsubj sued"]);
    }

    #[test]
    fn a_preposition_may_stand_in_front() {
        let rows = "Rovers Rovers PROPN 6 nsubj\n, , PUNCT 6 punct\nfor for ADP 4 case\nwhom who PRON 6 obl\n\
                    Lena Lena PROPN 6 nsubj\nplays play VERB 0 root\n, , PUNCT 8 punct\nwon win VERB 6 conj";
        let told = trees(rows, &["Rovers", "whom", "Lena", "plays", "won"]);
        assert_eq!(
            told,
            ["Rovers nsubj won", "whom obl plays", "Lena nsubj plays", "plays acl:relcl Rovers", "won root "]
        );
    }

    #[test]
    fn a_party_has_no_wife() {
        let rows = "Lena Lena PROPN 8 nsubj _ B-PER\nof of ADP 3 case\nGreens Greens PROPN 1 nmod _ B-ORG\n, , PUNCT 6 punct\n\
                    whose whose PRON 6 nmod:poss\nhusband husband NOUN 7 nsubj\ndied die VERB 8 advcl\nsang sing VERB 0 root";
        let document = repaired(rows);
        assert_eq!(word(&document, "died"), (Deprel::AclRelcl, "Lena", Upos::Verb));
    }

    #[test]
    fn what_hangs_right_stays() {
        let rows = "The the DET 2 det\nbank bank NOUN 6 nsubj\nwhose whose PRON 4 nmod:poss\nhead head NOUN 5 nsubj\n\
                    fled flee VERB 2 acl:relcl\nclosed close VERB 0 root";
        let told = trees(rows, &["bank", "head", "fled", "closed"]);
        assert_eq!(told, ["bank nsubj closed", "head nsubj fled", "fled acl:relcl bank", "closed root "]);
    }
}
