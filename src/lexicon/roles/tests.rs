//! Tests of `roles`.

use super::*;

#[test]
fn the_built_in_files_are_well_formed() {
    let nouns = RoleNouns::built_in().unwrap();
    assert!(nouns.len() > 500, "only {} nouns", nouns.len());
    assert!(nouns.tests().count() > 60);
    for test in nouns.tests() {
        for claim in &test.gives {
            assert_eq!(claim.split(" | ").count(), 3, "{}:{}: {claim}", test.file, test.line);
        }
    }
}

#[test]
fn every_class_of_office_has_a_test_and_a_near_miss() {
    let nouns = RoleNouns::built_in().unwrap();
    for office in &nouns.offices {
        assert!(office.test.iter().any(|t| !t.get_ref().gives.is_empty()), "{}", office.class);
        assert!(office.test.iter().any(|t| t.get_ref().gives.is_empty()), "{}", office.class);
    }
}

#[test]
fn a_plural_is_found_by_its_lemma() {
    let nouns = RoleNouns::built_in().unwrap();
    let words = [Word { form: "senators".into(), lemma: "senator".into() }];
    assert_eq!(nouns.office_at(&words, 0).map(|(end, o)| (end, o.class.as_str())), Some((1, "legislator")));
}
