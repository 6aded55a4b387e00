//! Tests of `pattern`.

use super::*;

fn parse(source: &str) -> Result<Pattern, String> {
    Pattern::parse(source, &|w| {
        ["on", "upon", "with", "of", "as", "down", "from", "at", "off", "by", "for"].contains(&w)
    })
}

#[test]
fn light_verb_with_noun_and_preposition() {
    let p = parse("S impose|slap sanction on|upon O").unwrap();
    assert_eq!(p.trigger, ["impose", "slap"]);
    assert_eq!(p.kind, TriggerKind::Verb { particle: None });
    assert_eq!(p.arguments.len(), 3);
    assert_eq!(p.arguments[1].filler, Filler::Word(vec!["sanction".into()]));
    assert_eq!(p.arguments[2].link, Link::Preposition(vec!["on".into(), "upon".into()]));
}

#[test]
fn particles_copulas_and_compounds() {
    let p = parse("S back down from O").unwrap();
    assert_eq!(p.kind, TriggerKind::Verb { particle: Some(vec!["down".into()]) });
    let p = parse("O be S's nominee|pick").unwrap();
    assert_eq!((p.trigger.len(), p.arguments[1].link.clone()), (2, Link::Possessor));
    let p = parse("S be at war with O").unwrap();
    assert_eq!(p.kind, TriggerKind::Copular { preposition: Some(vec!["at".into()]) });
    assert_eq!(p.trigger, ["war"]);
    assert_eq!(parse("S-backed O").unwrap().kind, TriggerKind::CompoundParticiple);
    assert_eq!(parse("pro-O S").unwrap().kind, TriggerKind::CompoundPrefix);
    assert_eq!(parse("S-O meeting|talks").unwrap().kind, TriggerKind::CompoundPair);
}

#[test]
fn nouns_with_possessor_and_between() {
    let p = parse("S's visit to O").unwrap();
    assert_eq!((p.kind, p.arguments[0].link.clone()), (TriggerKind::Noun, Link::Possessor));
    let p = parse("meeting between S and O").unwrap();
    assert!(p.arguments.iter().all(|a| a.link == Link::Between));
}

#[test]
fn required_slots() {
    let p = parse("S choose O as T!:position").unwrap();
    let Filler::Slot(slot) = &p.arguments[2].filler else { panic!("no slot") };
    assert!(slot.is_required && slot.types.is_some());
    let Filler::Slot(slot) = &p.arguments[1].filler else { panic!("no slot") };
    assert!(!slot.is_required);
}

#[test]
fn complements_that_describe() {
    let p = parse("S see|view O as pillar of _").unwrap();
    assert_eq!(p.arguments[2].link, Link::Preposition(vec!["as".into()]));
    let p = parse("S order O to *").unwrap();
    assert_eq!((p.arguments[2].link.clone(), p.arguments[2].filler.clone()), (Link::Infinitive, Filler::AnyVerb));
    assert!(parse("S name O president").is_ok());
}

#[test]
fn to_and_between_among_alternatives() {
    let p = parse("S send relief to|for O").unwrap();
    assert_eq!(p.arguments[2].link, Link::Preposition(vec!["to".into(), "for".into()]));
    let p = parse("S mediate between O").unwrap();
    assert_eq!(p.arguments[1].link, Link::Preposition(vec!["between".into()]));
}

#[test]
fn prepositions_modals_and_quoted_words() {
    let p = parse("S be down|off O").unwrap();
    assert_eq!((p.kind, p.trigger), (TriggerKind::CopularPreposition, vec!["down".to_owned(), "off".to_owned()]));
    let p = parse("O * at S's request").unwrap();
    assert_eq!((p.kind, p.trigger[0].as_str()), (TriggerKind::Adjunct { preposition: vec!["at".into()] }, "request"));
    assert_eq!(parse("S call O \"*\"").unwrap().arguments[2].filler, Filler::Quoted);
    let spoken = |source| Pattern::parse_spoken(source, &|w| w == "for");
    let p = spoken("O must|should *").unwrap();
    assert_eq!((p.kind, p.trigger.len()), (TriggerKind::Modal, 2));
    assert!(spoken("_ must *").unwrap_err().contains("no O"));
    assert!(spoken("S harm O").unwrap_err().contains("its subject is the speaker or left unsaid"));
}

#[test]
fn words_that_must_be_absent_and_offices_left_unsaid() {
    let p = parse("S hold O !against|up").unwrap();
    assert_eq!((p.absent.len(), p.arguments.len()), (2, 2));
    assert!(parse("S hold O !").unwrap_err().contains("must follow `!`"));
    let held = |source| Pattern::parse_held(source, &|w| w == "down" || w == "from");
    assert_eq!(held("S resign").unwrap().arguments.len(), 1);
    assert!(held("S resign from O").unwrap_err().contains("its object is left unsaid"));
}

#[test]
fn what_the_verb_beside_an_adjunct_takes() {
    let p = Pattern::parse("_ * O despite S's objection", &|w| w == "despite").unwrap();
    assert_eq!(p.arguments[1].link, Link::Governed);
    assert_eq!(p.kind, TriggerKind::Adjunct { preposition: vec!["despite".into()] });
}

#[test]
fn the_trigger_as_object() {
    let p = parse("S's letter|memoir=O").unwrap();
    assert_eq!((p.trigger.len(), p.kind), (2, TriggerKind::Noun));
    assert_eq!(p.named.map(|slot| slot.role), Some(Role::Object));
    let p = parse("O's critic=S:person").unwrap();
    assert!(p.has_role(Role::Subject) && p.types_of(Role::Subject).is_some());
    assert!(parse("O's critic=plan").unwrap_err().contains("no slot behind"));
    let p = parse("S deny that=O").unwrap();
    assert!(p.takes_clause() && p.named.is_none());
    assert!(parse("S's letter=O to O").unwrap_err().contains("more than once"));
    assert!(parse("S write letter=O").unwrap_err().contains("only the noun that triggers"));
}

#[test]
fn mistakes_are_named() {
    assert!(parse("S meet").unwrap_err().contains("no O"));
    assert!(parse("S meet O with O").unwrap_err().contains("more than once"));
    assert!(parse("S meet O:thing").unwrap_err().contains("unknown type"));
    assert!(parse("meeting between S and").unwrap_err().contains("between S and O"));
}

#[test]
fn the_verb_of_a_noun() {
    let p = parse("tie between S and O >sour|fray").unwrap();
    assert_eq!((p.kind, p.trigger), (TriggerKind::Noun, vec!["tie".to_owned()]));
    let verb = p.arguments.last().unwrap();
    assert_eq!(
        (verb.link.clone(), verb.filler.clone()),
        (Link::Predicate, Filler::Word(vec!["sour".into(), "fray".into()]))
    );
    assert!(parse("S's command >pass to O").is_ok());
    assert!(parse("S meet >sour O").unwrap_err().contains("only a noun"));
    assert!(parse("tie between S and O >sour >fray").unwrap_err().contains("one verb"));
}
