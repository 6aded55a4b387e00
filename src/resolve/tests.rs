//! The choice among candidates, on sentences of our own.

use super::*;
use crate::lexicon::{Demonyms, Gazetteer};

fn linked(text: &str, forms: &[&str], entity_type: EntityType) -> Option<String> {
    let demonyms = Demonyms::embedded();
    let context = Context::of(text, demonyms);
    let subject = Subject { forms: forms.to_vec(), entity_type: Some(entity_type), owner: None };
    link(&subject, &context, Gazetteer::embedded(), demonyms).wikidata
}

fn is(text: &str, name: &str, entity_type: EntityType, wikidata: &str) {
    assert_eq!(linked(text, &[name], entity_type).as_deref(), Some(wikidata), "{name} in: {text}");
}

fn is_nil(text: &str, name: &str, entity_type: EntityType) {
    assert_eq!(linked(text, &[name], entity_type), None, "{name} in: {text}");
}

#[test]
fn father_and_son() {
    let text = "In Baku a museum showed letters of Ilham Aliyev and of Heydar Aliyev.";
    is(text, "Ilham Aliyev", EntityType::Person, "Q57371");
    is(text, "Heydar Aliyev", EntityType::Person, "Q157451");
    is(text, "Ilham Heydar oglu Aliyev", EntityType::Person, "Q57371");
}

#[test]
fn a_surname_needs_a_bearer_known_to_all_or_the_full_name() {
    is("The Kremlin said on Monday that Putin had left.", "Putin", EntityType::Person, "Q7747");
    is_nil("The clerk Khan closed the shop.", "Khan", EntityType::Person);
    is_nil("A baker called Rubinstein-Doe spoke.", "Rubinstein-Doe", EntityType::Person);
    assert_eq!(linked("Brown met Otto Brown.", &["Otto Brown", "Brown"], EntityType::Person), None);
}

#[test]
fn states_towns_and_people_of_one_name() {
    is("Tbilisi and Moscow trade wine again, Georgia says.", "Georgia", EntityType::Country, "Q230");
    is("Talks in Washington ended late.", "Washington", EntityType::Place, "Q61");
    is("The U.S. sent an envoy from Washington.", "George Washington", EntityType::Person, "Q23");
}

#[test]
fn initials_need_context() {
    is("Ships of NATO sailed on.", "NATO", EntityType::Organization, "Q7184");
    is("The F.B.I. searched a farm.", "FBI", EntityType::Organization, "Q8333");
    is("The WHO sent nurses to Chad.", "WHO", EntityType::Organization, "Q7817");
    is_nil("The CCA opened a new hall.", "CCA", EntityType::Organization);
}

#[test]
fn bodies_that_many_states_have() {
    is("The U.S. Supreme Court heard two cases.", "U.S. Supreme Court", EntityType::Organization, "Q11201");
    is(
        "American judges: the Supreme Court in Washington heard them.",
        "Supreme Court",
        EntityType::Organization,
        "Q11201",
    );
    is_nil("Kenya, Ghana and Peru each changed a Supreme Court.", "Supreme Court", EntityType::Organization);
}

#[test]
fn a_decision_tells_why() {
    let demonyms = Demonyms::embedded();
    let context = Context::of("A grocer called Zyx Quux.", demonyms);
    let subject = Subject { forms: vec!["Zyx Quux"], entity_type: Some(EntityType::Person), owner: None };
    let choice = link(&subject, &context, Gazetteer::embedded(), demonyms);
    assert_eq!(choice.reason, "the gazetteer knows no such name of this type");
    let subject = Subject { forms: vec!["Türkiye"], entity_type: Some(EntityType::Country), owner: None };
    let choice = link(&subject, &context, Gazetteer::embedded(), demonyms);
    assert_eq!(choice.wikidata.as_deref(), Some("Q43"));
    assert!(choice.reason.starts_with("exact name") || choice.reason.starts_with("usual name"), "{}", choice.reason);
}

#[test]
fn a_town_in_a_sport_report_may_be_its_team() {
    let report = "Boston lost the game in the final inning; its coach blamed the roster.";
    is_nil(report, "Boston", EntityType::Place);
    is("The game was played in Boston, a coach said.", "Boston", EntityType::Place, "Q100");
    is("Boston sued the governor over the harbour.", "Boston", EntityType::Place, "Q100");
}
