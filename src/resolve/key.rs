//! Keys of entities that are not linked. A full name is the same thing in all articles; a bare surname, a description or
//! a body such as many states have ("the Supreme Court") means something only within its article, unless the article
//! says whose body it is.

use std::collections::HashMap;

use super::link::split_owner;
use super::rules::LinkingRules;
use crate::lexicon::{Demonyms, EntityType, fold, name_words, slug};
use crate::mention::Chain;

/// Digits of the article's hash in a key.
const DIGITS: usize = 8;
/// Longest name in a key, in bytes.
const LONGEST: usize = 80;

/// Makes the keys of one article.
pub(super) struct Keys {
    article: String,
    given: HashMap<String, usize>,
}

impl Keys {
    /// Keys for the article with this hash.
    pub(super) fn new(mut article: String) -> Keys {
        article.truncate(DIGITS);
        Keys { article, given: HashMap::new() }
    }

    /// The key of a chain that is not linked: `person-ramiz-mehdiyev`, `group-prosecutors-1a2b3c4d`.
    pub(super) fn nil(&mut self, chain: &Chain, demonyms: &Demonyms) -> String {
        let body = institution(chain, demonyms);
        let folded = match &body {
            Some((body, owner)) => [body.as_str(), &owner.map(fold).unwrap_or_default()].join(" ").trim().to_owned(),
            None => fold(&chain.name),
        };
        let folded = match chain.entity_type {
            EntityType::Person => name_words().without_titles(&folded).to_owned(),
            _ => folded,
        };
        let mut name = slug(&folded);
        name.truncate(LONGEST);
        let key = format!("{}-{name}", chain.entity_type.as_str().to_lowercase());
        let is_surname = chain.entity_type == EntityType::Person && !folded.contains(' ');
        let is_anyones = body.is_some_and(|(_, owner)| owner.is_none());
        if chain.is_named && !is_surname && !is_anyones && !folded.is_empty() {
            return key;
        }
        let key = format!("{key}-{}", self.article);
        if !chain.is_named && chain.entity_type.is_actor() {
            // "A man" here and "a man" there are two, or the chains would be one.
            let count = self.given.entry(key.clone()).or_default();
            *count += 1;
            if *count > 1 {
                return format!("{key}-{count}");
            }
        }
        key
    }
}

/// The key of a thing that is this article's own, from the key of its name.
pub(super) fn of_article(name_key: &str, article: &str) -> String {
    let digits = article.get(..DIGITS).unwrap_or(article);
    if name_key.contains(&format!("-{digits}")) { name_key.to_owned() } else { format!("{name_key}-{digits}") }
}

/// The key of a thing that a single mention stands for; `start` is the mention's first character.
pub(super) fn of_mention(entity_type: EntityType, words: &str, article: &str, start: usize) -> String {
    let digits = article.get(..DIGITS).unwrap_or(article);
    let mut name = slug(&fold(words));
    name.truncate(LONGEST);
    format!("{}-{name}-{digits}-{start}", entity_type.as_str().to_lowercase())
}

/// The folded name of a body such as many states have, without its state, and the state's name where it is known.
fn institution<'a>(chain: &Chain, demonyms: &'a Demonyms) -> Option<(String, Option<&'a str>)> {
    if !chain.is_named || chain.entity_type != EntityType::Organization {
        return None;
    }
    let rules = LinkingRules::embedded();
    let whole = fold(&chain.name);
    if rules.is_institution(&whole) {
        let owner = chain.owner.and_then(|name| demonyms.named(name)).map(|state| state.name.as_str());
        return Some((whole, owner));
    }
    let (state, body) = split_owner(&chain.name, demonyms)?;
    rules.is_institution(&body).then_some((body, Some(state.name.as_str())))
}

/// "Supreme Court of Norway" for a Supreme Court that the article gives to Norway outside the name.
pub(super) fn owned_name(chain: &Chain, demonyms: &Demonyms) -> Option<String> {
    let (body, owner) = institution(chain, demonyms)?;
    let owner = owner.filter(|owner| body == fold(&chain.name) && !body.contains(&fold(owner)))?;
    Some(format!("{} of {owner}", chain.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(name: &str, entity_type: EntityType, is_named: bool) -> Chain {
        Chain {
            mentions: Vec::new(),
            name: name.to_owned(),
            entity_type,
            is_named,
            gender: None,
            is_plural: false,
            owner: None,
            members: Vec::new(),
        }
    }

    #[test]
    fn keys_tell_full_names_surnames_and_descriptions_apart() {
        let mut keys = Keys::new("1a2b3c4d5e6f".to_owned());
        let mut key = |name, entity_type, is_named| keys.nil(&chain(name, entity_type, is_named), Demonyms::embedded());
        assert_eq!(key("Ramiz Mehdiyev", EntityType::Person, true), "person-ramiz-mehdiyev");
        assert_eq!(key("Mehdiyev", EntityType::Person, true), "person-mehdiyev-1a2b3c4d");
        assert_eq!(key("prosecutors", EntityType::Group, false), "group-prosecutors-1a2b3c4d");
        assert_eq!(key("prosecutors", EntityType::Group, false), "group-prosecutors-1a2b3c4d-2");
        assert_eq!(key("treason", EntityType::Concept, false), "concept-treason-1a2b3c4d");
        assert_eq!(key("treason", EntityType::Concept, false), "concept-treason-1a2b3c4d");
        assert_eq!(key("Radio Liberty", EntityType::Organization, true), "organization-radio-liberty");
        assert_eq!(key("Supreme Court", EntityType::Organization, true), "organization-supreme-court-1a2b3c4d");
        assert_eq!(key("Norwegian Supreme Court", EntityType::Organization, true), "organization-supreme-court-norway");
        let owned = Chain { owner: Some("Norway"), ..chain("Supreme Court", EntityType::Organization, true) };
        assert_eq!(keys.nil(&owned, Demonyms::embedded()), "organization-supreme-court-norway");
        assert_eq!(owned_name(&owned, Demonyms::embedded()).as_deref(), Some("Supreme Court of Norway"));
    }
}
