//! The lists load, and mistakes in them are named with their place.

use super::*;

fn load(text: &str) -> Result<Cues> {
    Cues::from_texts([("cues/x.toml".to_string(), text.to_string())])
}

#[test]
fn the_longest_phrase_comes_first() {
    let cues = load(
        "[[cue]]\nid = \"rule\"\nmeans = \"m\"\nverbs = [\"rule\"]\n\
         [[cue]]\nid = \"rule-out\"\nmeans = \"m\"\nverbs = [\"rule out\"]\n",
    )
    .unwrap();
    let ids: Vec<_> = cues.lookup(CueClass::Verb, "rule").map(|(_, e)| e.id()).collect();
    assert_eq!(ids, ["rule-out", "rule"]);
    assert_eq!(cues.lookup(CueClass::Noun, "rule").count(), 0);
}

#[test]
fn a_slip_of_the_lemmatiser_is_mended() {
    let cues = load("[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"refuse\", \"bar\", \"deny\"]\n").unwrap();
    for (lemma, form, expected) in [
        ("refus", "refused", "refuse"),
        ("barr", "barring", "bar"),
        ("denie", "denied", "deny"),
        ("walk", "walked", "walk"),
    ] {
        assert_eq!(cues.verb_lemma(lemma.to_string(), form), expected);
    }
}

#[test]
fn mistakes_name_file_and_line() {
    let unknown = load("[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"x\"]\ncolour = 1\n").unwrap_err().to_string();
    assert!(unknown.starts_with("cues/x.toml:"), "{unknown}");
    let twice = "[[cue]]\nid = \"a\"\nmeans = \"m\"\nverbs = [\"x\"]\n";
    let error = load(&format!("{twice}{twice}")).unwrap_err().to_string();
    assert_eq!(error, "cues/x.toml:6: the id \"a\" stands already in cues/x.toml:2");
    let test = "[[cue.test]]\ntext = \"a b\"\nword = \"b\"\ngives = \"maybe\"\n";
    let error = load(&format!("{twice}{test}")).unwrap_err().to_string();
    assert!(error.starts_with("cues/x.toml:6: \"maybe\" is none of"), "{error}");
}

#[test]
fn the_built_in_lists_load_and_every_entry_has_a_test() {
    let cues = Cues::built_in().unwrap();
    assert!(cues.entries().len() > 40);
    for entry in cues.entries() {
        assert!(!entry.tests.is_empty(), "{}:{} {} has no test", entry.file, entry.line, entry.id());
    }
    let test = cues.tests().next().unwrap();
    assert!(test.line > 1 && test.text.contains(&test.word));
}
