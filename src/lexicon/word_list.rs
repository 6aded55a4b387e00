//! Plain word lists: one word a line, `#` for comments.

use std::collections::HashSet;
use std::sync::OnceLock;

const LIGHT_VERBS: &str = include_str!("../../data/lexicon/light-verbs.txt");

const CONTROL: &str = include_str!("../../data/lexicon/control.toml");

const GROUPS: &str = include_str!("../../data/lexicon/groups.toml");

/// Who does what a clause without a subject says.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Control {
    subject_control: HashSet<String>,
    object_control: HashSet<String>,
    shares_object: HashSet<String>,
    far_prepositions: HashSet<String>,
    calling: HashSet<String>,
    object_control_prepositions: HashSet<String>,
    prepositional_control: HashSet<(String, String)>,
    effects: HashSet<String>,
    stands: HashSet<String>,
    joint_control: HashSet<String>,
    object_and_of: HashSet<String>,
    ranking: HashSet<String>,
    occasions: HashSet<String>,
    own_meaning: HashSet<String>,
    asides: HashSet<(String, String)>,
}

fn control() -> &'static Control {
    static LIST: OnceLock<Control> = OnceLock::new();
    LIST.get_or_init(|| toml::from_str(CONTROL).unwrap_or_default())
}

/// Does a fixed expression that begins with this word mean something else than its last word ("according to")?
pub fn has_own_meaning(word: &str) -> bool {
    control().own_meaning.contains(&word.to_lowercase())
}

/// Does the noun, behind this preposition and with a possessive, only say whose turn or judgement it is ("for her part")?
pub fn is_aside(preposition: &str, lemma: &str) -> bool {
    control().asides.contains(&(preposition.to_lowercase(), lemma.to_lowercase()))
}

/// Is it a verb with an object whose infinitive is done by its subject ("promise")?
pub fn is_subject_control(lemma: &str) -> bool {
    control().subject_control.contains(lemma)
}

/// Is it a verb whose object does what an infinitive behind it says ("elect")?
pub fn is_object_control(lemma: &str) -> bool {
    control().object_control.contains(lemma)
}

/// Is it a transitive verb that shares the object of a verb joined to it ("capture and hold X")?
pub fn shares_object(lemma: &str) -> bool {
    control().shares_object.contains(lemma)
}

/// Does the verb say what something is ("what he called a mistake")?
pub fn is_calling(lemma: &str) -> bool {
    control().calling.contains(lemma)
}

/// May the phrase with this preposition be the verb's, although the parse hangs it on a phrase in between?
pub fn reaches_far(preposition: &str) -> bool {
    control().far_prepositions.contains(preposition)
}

/// Is the infinitive done by what stands behind this preposition of the verb ("call on X to act")?
pub fn is_prepositional_control(lemma: &str, preposition: &str) -> bool {
    control().prepositional_control.contains(&(lemma.to_owned(), preposition.to_owned()))
}

/// Is what follows this preposition done by the verb's object ("accused him of hiding")?
pub fn is_object_control_preposition(word: &str) -> bool {
    control().object_control_prepositions.contains(word)
}

/// Does "not" before this word deny nothing ("not only")?
pub fn is_inclusive_after_not(word: &str) -> bool {
    groups().inclusive_after_not.contains(word)
}

/// Is a mere number people where it is the object of this verb ("killed nine")?
pub fn counts_people(lemma: &str) -> bool {
    groups().counted_people.contains(lemma)
}

/// How a text takes a group apart.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    introduces_examples: HashSet<String>,
    names_examples: HashSet<String>,
    identifies: HashSet<String>,
    calls_by_name: HashSet<String>,
    places_among: HashSet<String>,
    joins_companions: Vec<Vec<String>>,
    stands_for_nobody: HashSet<String>,
    reciprocal_pronouns: HashSet<(String, String)>,
    inclusion: HashSet<String>,
    partitives: HashSet<String>,
    counted_people: HashSet<String>,
    inclusive_after_not: HashSet<String>,
}

fn groups() -> &'static Groups {
    static LIST: OnceLock<Groups> = OnceLock::new();
    LIST.get_or_init(|| toml::from_str(GROUPS).unwrap_or_default())
}

/// Does a phrase that starts with this word give examples of the group before it ("including", "such as")?
pub fn introduces_examples(word: &str) -> bool {
    groups().introduces_examples.contains(word)
}

/// Does a relative clause with this verb give examples of its noun ("critics, who include")?
pub fn names_examples(lemma: &str) -> bool {
    groups().names_examples.contains(lemma)
}

/// Does the verb say by name who somebody is ("identified as Ada Berg")?
pub fn identifies(lemma: &str) -> bool {
    groups().identifies.contains(lemma)
}

/// Does the verb give a name to whom its object or noun describes ("a nurse named Ada Berg")?
pub fn calls_by_name(lemma: &str) -> bool {
    groups().calls_by_name.contains(lemma)
}

/// Does this word, before "them", count names among a group ("several deputies, among them Ada Berg")?
pub fn places_among(word: &str) -> bool {
    groups().places_among.contains(word)
}

/// The phrases before those who do the same beside the subject ("along with", "together with"), word by word.
pub fn joins_companions() -> &'static [Vec<String>] {
    &groups().joins_companions
}

/// Does the word, in lower case, stand for nobody in particular ("nobody", "some", "others")?
pub fn stands_for_nobody(word: &str) -> bool {
    groups().stands_for_nobody.contains(word)
}

/// Does the verb take an object and, behind "of", what it is about ("accused the mayor of fraud")?
pub fn takes_object_and_of(lemma: &str) -> bool {
    control().object_and_of.contains(lemma)
}

/// Does a noun with this adjective do what an infinitive behind it says ("the only mayor to resign")?
pub fn is_ranking(word: &str) -> bool {
    control().ranking.contains(word)
}

/// Does the verb's object do with its subject what an -ing form behind "in" says ("join")?
pub fn is_joint_control(lemma: &str) -> bool {
    control().joint_control.contains(lemma)
}

/// Are these the two words of a reciprocal pronoun ("each other"), in any case?
pub fn is_reciprocal_pronoun(first: &str, second: &str) -> bool {
    groups().reciprocal_pronouns.contains(&(first.to_lowercase(), second.to_lowercase()))
}

/// Does the verb say who is among a group ("the guests included Ada")?
pub fn is_inclusion(lemma: &str) -> bool {
    groups().inclusion.contains(lemma)
}

/// Does the noun only count or gather what stands behind its "of" ("thousands of troops", "a batch of missiles")?
pub fn counts_others(lemma: &str) -> bool {
    groups().partitives.contains(lemma)
}

/// Does the verb, behind a passive, say what the deed did ("was shelled by rebels, killing two")?
pub fn is_effect(lemma: &str) -> bool {
    control().effects.contains(lemma)
}

/// Does the verb take a stand on what others plan ("opposed the plan to close the mine")?
pub fn is_stand(lemma: &str) -> bool {
    control().stands.contains(lemma)
}

/// Does a meeting, call or visit behind this preposition belong to the subject of the verb ("said in a call with")?
pub fn is_occasion_preposition(word: &str) -> bool {
    control().occasions.contains(word)
}

fn words(text: &'static str) -> HashSet<&'static str> {
    text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// Is it a verb that only carries its noun ("make a visit")?
pub fn is_light_verb(lemma: &str) -> bool {
    static LIST: OnceLock<HashSet<&str>> = OnceLock::new();
    LIST.get_or_init(|| words(LIGHT_VERBS)).contains(lemma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read() {
        assert!(is_light_verb("voice") && !is_light_verb("oppose"));
        assert!(is_aside("For", "part") && !is_aside("in", "part"));
        assert!(is_subject_control("promise") && !is_subject_control("force"));
        assert!(is_prepositional_control("call", "on") && !is_prepositional_control("call", "from"));
        assert!(introduces_examples("including") && !introduces_examples("excluding"));
        assert!(names_examples("include") && !names_examples("exclude"));
        assert!(places_among("among") && !places_among("between"));
        assert!(joins_companions().iter().any(|words| *words == ["along", "with"]));
        assert!(stands_for_nobody("nobody") && !stands_for_nobody("police"));
        assert!(takes_object_and_of("accuse") && !takes_object_and_of("arrest"));
        assert!(is_ranking("first") && !is_ranking("new"));
        assert!(is_joint_control("join") && !is_joint_control("leave"));
        assert!(is_reciprocal_pronoun("Each", "other") && !is_reciprocal_pronoun("each", "minister"));
        assert!(is_inclusion("include") && !is_inclusion("exclude"));
        assert!(counts_others("dozen") && !counts_others("minister"));
        assert!(is_effect("kill") && !is_effect("carry"));
        assert!(is_stand("oppose") && !is_stand("announce"));
        assert!(is_occasion_preposition("during") && !is_occasion_preposition("before"));
        assert!(is_object_control_preposition("of") && !is_object_control_preposition("by"));
    }
}
