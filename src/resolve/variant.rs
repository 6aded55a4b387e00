//! Forms under which a name may stand in the gazetteer: as it is, without middle initials and patronymics, without the
//! legal form of a company, without what a body is. The first is the name itself.

use crate::lexicon::{EntityType, fold, name_words};

/// Folded variants of a name, the closest first, without duplicates.
pub fn variants(name: &str, entity_type: Option<EntityType>) -> Vec<String> {
    let folded = fold(name);
    let mut list = vec![folded.clone()];
    let words: Vec<&str> = folded.split(' ').collect();
    let name_words = name_words();
    let mut add = |variant: String| {
        if !variant.is_empty() && !list.contains(&variant) {
            list.push(variant);
        }
    };
    if let Some((bare, _)) = name.split_once([',', '(']) {
        add(fold(bare));
    }
    match entity_type {
        Some(EntityType::Person) => {
            let untitled = name_words.without_titles(&folded);
            add(untitled.to_owned());
            let words: Vec<&str> = untitled.split(' ').collect();
            let plain = name_words.without_patronymics(&name_words.without_suffixes(&words));
            add(plain.join(" "));
            let without_initials: Vec<&str> = plain.iter().copied().filter(|w| w.len() > 1).collect();
            if without_initials.len() > 1 {
                add(without_initials.join(" "));
            }
        }
        None | Some(EntityType::Organization) => {
            add(name_words.without_legal_form(&words).join(" "));
            // "the Georgian Dream party": a noun in lower case is not part of the name.
            if name.split_whitespace().next_back().is_some_and(|word| word.chars().all(char::is_lowercase)) {
                add(name_words.without_kind(&folded).to_owned());
            }
        }
        _ => {}
    }
    for (short, long) in [("us ", "united states "), ("uk ", "united kingdom "), ("un ", "united nations ")] {
        if let Some(rest) = folded.strip_prefix(short) {
            add(format!("{long}{rest}"));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middle_names_that_news_adds() {
        let person = |name| variants(name, Some(EntityType::Person));
        assert_eq!(person("Nancy P. Doe"), ["nancy p doe", "nancy doe"]);
        assert!(person("Ilham Heydar oglu Aliyev").contains(&"ilham aliyev".to_owned()));
        assert!(person("Dmitry Sergeyevich Peskov").contains(&"dmitry peskov".to_owned()));
        assert!(person("Prime Minister Roe").contains(&"roe".to_owned()));
        assert!(person("John Roe Jr.").contains(&"john roe".to_owned()));
        assert!(!person("Heydar Aliyev").contains(&"aliyev".to_owned()));
    }

    #[test]
    fn bodies_and_places() {
        assert!(variants("Acme Corp.", Some(EntityType::Organization)).contains(&"acme".to_owned()));
        assert!(variants("U.S. Senate", Some(EntityType::Organization)).contains(&"united states senate".to_owned()));
        let party = |name| variants(name, Some(EntityType::Organization)).contains(&"likud".to_owned());
        assert!(party("Likud party") && !party("Likud Party"));
        assert!(variants("Portland, Oregon", Some(EntityType::Place)).contains(&"portland".to_owned()));
    }
}
