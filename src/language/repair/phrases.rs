//! Phrases with a preposition that the parser hangs one noun too deep: "the firing of Ada Berg by the mayor", "duties of
//! 15 percent on coal", "signed for Bayern Munich"; and "charges of money laundering", where it makes a verb of a noun.

use super::{form, hang, is_person, lists};
use crate::document::{Deprel, Sentence, Upos};
use crate::lexicon::{EntityType, Nouns};

/// "signed for Bayern Munich", "with her counterpart Ada Berg": a preposition before a name or a noun with a name beside it
/// belongs to the first word of the phrase.
pub(super) fn give_heads_their_prepositions(sentence: &mut Sentence) {
    for preposition in 0..sentence.tokens.len() {
        let token = &sentence.tokens[preposition];
        let is_case = token.deprel == Deprel::Case && token.upos == Upos::Adp;
        let Some(part) = token.head.filter(|_| is_case) else { continue };
        let is_part = matches!(sentence.tokens[part].deprel, Deprel::Flat | Deprel::Appos);
        let whole = sentence.tokens[part].head.filter(|&whole| is_part && preposition < whole && whole < part);
        if let Some(whole) = whole {
            hang(sentence, preposition, whole, Deprel::Case);
        }
    }
}

/// "is against sending troops": the copula and its subject belong to what the preposition stands before, which is the
/// predicate.
pub(super) fn give_predicates_their_copulas(sentence: &mut Sentence) {
    for copula in 0..sentence.tokens.len() {
        let token = &sentence.tokens[copula];
        let Some(marker) = token.head.filter(|_| token.deprel == Deprel::Cop) else { continue };
        let above = &sentence.tokens[marker];
        let is_marker = matches!(above.deprel, Deprel::Mark | Deprel::Case) && marker > copula;
        let Some(predicate) = above.head.filter(|&head| is_marker && head > marker) else { continue };
        for child in sentence.dependents(marker).collect::<Vec<_>>() {
            sentence.tokens[child].head = Some(predicate);
        }
    }
}

/// The noun in front that a noun modifies, and the one in front of that which that one modifies.
fn nouns_above(sentence: &Sentence, noun: usize) -> Option<(usize, usize)> {
    let above = |i: usize| {
        let token = &sentence.tokens[i];
        token.head.filter(|&head| token.deprel == Deprel::Nmod && head < i)
    };
    let inner = above(noun)?;
    Some((inner, above(inner)?))
}

/// "the firing of Ada Berg by the mayor", "the rejection of the plan by the rebels": whoever does what the noun says, not
/// whose the plan is. A book by somebody stays theirs.
pub(super) fn lift_agents(text: &str, sentence: &mut Sentence) {
    for agent in 3..sentence.tokens.len() {
        let Some((inner, outer)) = nouns_above(sentence, agent) else { continue };
        let has = |noun: usize, word: &str| {
            let mut cases = sentence.dependents(noun).filter(|&c| sentence.tokens[c].deprel == Deprel::Case);
            cases.any(|c| c < noun && form(text, sentence, c).eq_ignore_ascii_case(word))
        };
        if !has(agent, "by") || !has(inner, "of") || sentence.tokens[outer].upos != Upos::Noun {
            continue;
        }
        let lemma = |i: usize| sentence.tokens[i].lemma.to_lowercase();
        let is_deed = lists().deed_endings.iter().any(|ending| lemma(outer).ends_with(ending.as_str()));
        let listed = Nouns::shared().and_then(|nouns| nouns.listed_type(&lemma(inner)));
        let is_made = listed == Some(EntityType::Work);
        if is_person(sentence, inner) || is_deed && !is_made {
            hang(sentence, agent, outer, Deprel::Nmod);
        }
    }
}

/// "duties of 15 percent on coal": what the duties are on, where the parser hangs it on the measure.
pub(super) fn lift_from_measures(text: &str, sentence: &mut Sentence) {
    for noun in 3..sentence.tokens.len() {
        let Some((measure, measured)) = nouns_above(sentence, noun) else { continue };
        let case = |i: usize| sentence.dependent(i, Deprel::Case).filter(|&c| c < i).map(|c| form(text, sentence, c));
        let is_counted = sentence.dependent(measure, Deprel::Nummod).is_some() && case(measure) == Some("of");
        if is_counted && matches!(case(noun), Some("on" | "upon" | "for" | "to")) {
            hang(sentence, noun, measured, Deprel::Nmod);
        }
    }
}

/// "charges of money laundering": an -ing form right behind a bare noun, without an object, is one noun with it.
pub(super) fn join_gerunds(text: &str, sentence: &mut Sentence) {
    for gerund in 2..sentence.tokens.len() {
        let (noun, preposition) = (gerund - 1, gerund - 2);
        let (token, first) = (&sentence.tokens[gerund], &sentence.tokens[noun]);
        let is_bare = first.upos == Upos::Noun
            && first.feats.contains("Number=Sing")
            && sentence.tokens[preposition].upos == Upos::Adp
            && sentence.tokens[preposition].head == Some(noun)
            && first.deprel == Deprel::Nmod;
        let is_gerund = token.upos == Upos::Verb && form(text, sentence, gerund).ends_with("ing");
        let is_beside = token.head == Some(noun) || token.head == first.head;
        let has_object = [Deprel::Obj, Deprel::Ccomp, Deprel::Xcomp, Deprel::Nsubj]
            .into_iter()
            .any(|relation| sentence.dependent(gerund, relation).is_some());
        let Some(above) = first.head.filter(|_| is_bare && is_gerund && is_beside && !has_object) else { continue };
        let lemma = form(text, sentence, gerund).to_lowercase();
        for child in sentence.dependents(noun).filter(|&child| child != gerund).collect::<Vec<_>>() {
            sentence.tokens[child].head = Some(gerund);
        }
        let token = &mut sentence.tokens[gerund];
        (token.head, token.deprel, token.upos) = (Some(above), Deprel::Nmod, Upos::Noun);
        (token.lemma, token.feats) = (lemma, "Number=Sing".to_owned());
        let first = &mut sentence.tokens[noun];
        (first.head, first.deprel) = (Some(gerund), Deprel::Compound);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{repaired, word};
    use crate::document::{Deprel, Upos};

    #[test]
    fn a_preposition_stands_before_the_whole_phrase() {
        let club = "signed sign VERB 0 root\nfor for ADP 4 case\nReal Real PROPN 1 obl\nVigo Vigo PROPN 3 flat";
        assert_eq!(word(&repaired(club), "for").1, "Real");
        let inside = "signed sign VERB 0 root\nReal Real PROPN 1 obj\nfor for ADP 4 case\nVigo Vigo PROPN 2 appos";
        assert_eq!(word(&repaired(inside), "for").1, "Vigo");
    }

    #[test]
    fn a_preposition_has_no_copula() {
        let rows = "Ada Ada PROPN 3 nsubj\nis be AUX 3 cop\nagainst against SCONJ 4 mark\nleaving leave VERB 0 root";
        assert_eq!(word(&repaired(rows), "Ada").1, "leaving");
        assert_eq!(word(&repaired(rows), "is"), (Deprel::Cop, "leaving", Upos::Aux));
    }

    #[test]
    fn the_agent_belongs_to_the_deed() {
        let rows = |noun: &str| {
            format!(
                "rejection rejection NOUN 0 root\nof of ADP 3 case\n{noun} NOUN 1 nmod\nby by ADP 5 case\n\
                 rebels rebel NOUN 3 nmod"
            )
        };
        assert_eq!(word(&repaired(&rows("plans plan")), "rebels").1, "rejection");
        assert_eq!(word(&repaired(&rows("novels novel")), "rebels").1, "novels");
        let kept = rows("plans plan").replace("rejection rejection", "pile pile");
        assert_eq!(word(&repaired(&kept), "rebels").1, "plans");
        let name = kept.replace("plans plan NOUN 1 nmod", "Ada Ada PROPN 1 nmod _ B-PER");
        assert_eq!(word(&repaired(&name), "rebels").1, "pile");
    }

    #[test]
    fn a_measure_hands_its_phrase_up() {
        let rows = "duties duty NOUN 0 root\nof of ADP 4 case\n15 15 NUM 4 nummod\npercent percent NOUN 1 nmod\n\
                    on on ADP 6 case\ncoal coal NOUN 4 nmod";
        assert_eq!(word(&repaired(rows), "coal").1, "duties");
        assert_eq!(word(&repaired(&rows.replace("on on", "of of")), "coal").1, "percent");
    }

    #[test]
    fn laundering_is_a_noun() {
        let rows = "charges charge NOUN 0 root\nof of ADP 3 case\nmoney money NOUN 1 nmod Number=Sing\n\
                    laundering launder VERB 3 acl\nagainst against ADP 6 case\nAda Ada PROPN 4 obl";
        let document = repaired(rows);
        assert_eq!(word(&document, "laundering"), (Deprel::Nmod, "charges", Upos::Noun));
        assert_eq!(word(&document, "money"), (Deprel::Compound, "laundering", Upos::Noun));
        assert_eq!(word(&document, "of").1, "laundering");
        let deed = rows.replace("against against ADP 6 case\nAda Ada PROPN 4 obl", "banks bank NOUN 4 obj");
        assert_eq!(word(&repaired(&deed), "laundering").2, Upos::Verb);
    }
}
