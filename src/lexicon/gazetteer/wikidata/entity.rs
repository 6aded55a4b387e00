//! One line of a dump, parsed: names in the chosen languages, description, classes, countries, offices, pages.
//!
//! The form is that of <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>. Empty objects may be written
//! as `[]`; statements of rank `deprecated` do not count; of countries and offices those without an end hold.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Selection;
use crate::lexicon::gazetteer::Record;
use crate::lexicon::{Demonyms, EntityType};

/// The language code of names that hold in many languages.
const ALL_LANGUAGES: &str = "mul";

/// The record of a line; `None` where the selection does not keep its entity.
///
/// # Errors
/// What is wrong with the line.
pub(super) fn record(line: &[u8], selection: &Selection) -> Result<Option<Record>, String> {
    let item: Item<'_> = serde_json::from_slice(line).map_err(|e| format!("not an entity: {e}"))?;
    if item.kind != "item" {
        return Ok(None);
    }
    let number = item.id.strip_prefix('Q').and_then(|n| n.parse().ok());
    let Some(qid) = number else { return Err(format!("`{}` is not the id of an item", item.id)) };
    let claims = &item.claims.0;
    let classes: Vec<u32> = valid(&claims.class).filter_map(Statement::item).collect();
    let offices: Vec<u32> = valid(&claims.office).filter_map(Statement::item).collect();
    let rule = selection.rules.iter().find(|rule| {
        rule.fits_class(&classes)
            && rule.fits_office(&offices)
            && item.sitelinks.0.0 >= rule.min_sitelinks
            && (rule.properties.is_empty() || rule.properties.iter().any(|p| claims.has(p)))
    });
    let Some(rule) = rule else { return Ok(None) };
    let languages = || selection.languages.iter().map(String::as_str).chain([ALL_LANGUAGES]);
    let Some(label) = languages().find_map(|l| item.labels.0.get(l)) else { return Ok(None) };
    let mut aliases: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if name != label && !aliases.iter().any(|a| a == name) {
            aliases.push(name.to_owned());
        }
    };
    for language in languages() {
        item.labels.0.get(language).into_iter().for_each(&mut add);
        item.aliases.0.all(language).for_each(&mut add);
        valid(&claims.short_name).filter_map(|s| s.text(language)).for_each(&mut add);
    }
    let description = languages().find_map(|l| item.descriptions.0.get(l)).unwrap_or_default();
    Ok(Some(Record {
        qid,
        kind: rule.entity_type.as_str().to_owned(),
        label: label.to_owned(),
        description: claims.description(description, rule.entity_type, selection),
        aliases,
        country: claims.country_code(rule.entity_type),
        prior: selection.prior(item.sitelinks.0.0),
        sources: "wikidata".to_owned(),
        is_trusted: false,
    }))
}

#[derive(serde::Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    labels: OrEmpty<Texts<'a>>,
    #[serde(borrow, default)]
    descriptions: OrEmpty<Texts<'a>>,
    #[serde(borrow, default)]
    aliases: OrEmpty<Lists<'a>>,
    #[serde(borrow, default)]
    claims: OrEmpty<Claims<'a>>,
    #[serde(default)]
    sitelinks: OrEmpty<Count>,
}

/// The statements that are looked at.
#[derive(Default)]
struct Claims<'a> {
    class: Vec<Statement<'a>>,
    office: Vec<Statement<'a>>,
    country: Vec<Statement<'a>>,
    citizenship: Vec<Statement<'a>>,
    code: Vec<Statement<'a>>,
    birth: Vec<Statement<'a>>,
    short_name: Vec<Statement<'a>>,
    /// All properties of which there are statements.
    properties: Vec<Cow<'a, str>>,
}

impl Claims<'_> {
    fn has(&self, property: &str) -> bool {
        self.properties.iter().any(|p| p == property)
    }

    /// ISO 3166 code of the country: its own of a country, else that which it lies in or is a citizen of today.
    fn country_code(&self, entity_type: EntityType) -> String {
        if entity_type == EntityType::Country
            && let Some(code) = valid(&self.code).find_map(|s| s.value()?.string.clone())
        {
            return code.into_owned();
        }
        let of_today = |statements: &[Statement<'_>]| {
            let iso = |s: &Statement<'_>| Demonyms::embedded().by_qid(&format!("Q{}", s.item()?))?.iso.clone();
            let mut present: Vec<&Statement<'_>> = valid(statements).filter(|s| !s.has_ended()).collect();
            present.sort_by_key(|s| s.rank != "preferred");
            present.into_iter().find_map(iso)
        };
        of_today(&self.citizenship).or_else(|| of_today(&self.country)).unwrap_or_default()
    }

    /// The present office where the selection has words for it, else Wikidata's description, with the year of birth.
    fn description(&self, description: &str, entity_type: EntityType, selection: &Selection) -> String {
        let present = valid(&self.office).filter(|s| !s.has_ended());
        if let Some(holder) = present.filter_map(Statement::item).find_map(|office| selection.holder(office)) {
            return holder.to_owned();
        }
        let year = valid(&self.birth).find_map(|s| s.value()?.year());
        match year {
            Some(year) if entity_type == EntityType::Person && !description.contains(|c: char| c.is_ascii_digit()) => {
                format!("{description} (born {year})").trim_start().to_owned()
            }
            _ => description.to_owned(),
        }
    }
}

fn valid<'s, 'a>(statements: &'s [Statement<'a>]) -> impl Iterator<Item = &'s Statement<'a>> {
    statements.iter().filter(|s| s.rank != "deprecated")
}

#[derive(serde::Deserialize)]
struct Statement<'a> {
    #[serde(borrow)]
    mainsnak: Snak<'a>,
    #[serde(borrow, default)]
    rank: Cow<'a, str>,
    #[serde(default)]
    qualifiers: OrEmpty<Qualifiers>,
}

impl Statement<'_> {
    fn value(&self) -> Option<&Value<'_>> {
        self.mainsnak.datavalue.as_ref().map(|d| &d.value)
    }

    /// Number of the item that is the value.
    fn item(&self) -> Option<u32> {
        self.value()?.id.as_deref()?.strip_prefix('Q')?.parse().ok()
    }

    /// The value in this language.
    fn text(&self, language: &str) -> Option<&str> {
        let value = self.value().filter(|v| v.language.as_deref() == Some(language))?;
        value.text.as_deref()
    }

    fn has_ended(&self) -> bool {
        self.qualifiers.0.end.is_some()
    }
}

#[derive(serde::Deserialize, Default)]
struct Qualifiers {
    #[serde(rename = "P582")]
    end: Option<IgnoredAny>,
}

#[derive(serde::Deserialize)]
struct Snak<'a> {
    #[serde(borrow, default)]
    datavalue: Option<DataValue<'a>>,
}

#[derive(serde::Deserialize)]
struct DataValue<'a> {
    #[serde(borrow)]
    value: Value<'a>,
}

/// A value of any kind: an item, a time, a text in a language, or a string.
#[derive(Default)]
struct Value<'a> {
    id: Option<Cow<'a, str>>,
    time: Option<Cow<'a, str>>,
    text: Option<Cow<'a, str>>,
    language: Option<Cow<'a, str>>,
    string: Option<Cow<'a, str>>,
}

impl Value<'_> {
    /// `+1938-04-17T00:00:00Z` -> 1938; years before our era are none.
    fn year(&self) -> Option<u32> {
        self.time.as_deref()?.strip_prefix('+')?.split('-').next()?.parse().ok()
    }
}

/// A string, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
struct Str<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the value of a statement")
            }

            fn visit_borrowed_str<E>(self, string: &'de str) -> Result<Self::Value, E> {
                Ok(Value { string: Some(Cow::Borrowed(string)), ..Value::default() })
            }

            fn visit_str<E>(self, string: &str) -> Result<Self::Value, E> {
                Ok(Value { string: Some(Cow::Owned(string.to_owned())), ..Value::default() })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut value = Value::default();
                while let Some(Str(key)) = map.next_key()? {
                    let field = match key.as_ref() {
                        "id" => &mut value.id,
                        "time" => &mut value.time,
                        "text" => &mut value.text,
                        "language" => &mut value.language,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    *field = Some(map.next_value::<Str<'de>>()?.0);
                }
                Ok(value)
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Claims<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByProperty;
        impl<'de> Visitor<'de> for ByProperty {
            type Value = Claims<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("statements by property")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut claims = Claims::default();
                while let Some(Str(property)) = map.next_key()? {
                    let statements = match property.as_ref() {
                        "P31" => &mut claims.class,
                        "P39" => &mut claims.office,
                        "P17" => &mut claims.country,
                        "P27" => &mut claims.citizenship,
                        "P297" => &mut claims.code,
                        "P569" => &mut claims.birth,
                        "P1813" => &mut claims.short_name,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            claims.properties.push(property);
                            continue;
                        }
                    };
                    *statements = map.next_value()?;
                    claims.properties.push(property);
                }
                Ok(claims)
            }
        }
        deserializer.deserialize_map(ByProperty)
    }
}

/// How many members an object has.
#[derive(Default)]
struct Count(u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = deserializer.deserialize_map(Pairs::<IgnoredAny, IgnoredAny>(PhantomData))?;
        Ok(Count(members.len() as u32))
    }
}

/// A map, or the empty list that stands for an empty one.
#[derive(Default)]
struct OrEmpty<T>(T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for OrEmpty<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapOrList<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for MapOrList<T> {
            type Value = OrEmpty<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or an empty list")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(OrEmpty)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                match list.next_element::<IgnoredAny>()? {
                    None => Ok(OrEmpty::default()),
                    Some(_) => Err(serde::de::Error::custom("a list where an object should be")),
                }
            }
        }
        deserializer.deserialize_any(MapOrList(PhantomData))
    }
}

/// A map from keys to values, in the order of the text.
struct Pairs<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Pairs<K, V> {
    type Value = Vec<(K, V)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(pairs)
    }
}

#[derive(serde::Deserialize)]
struct Text<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

/// One text a language.
#[derive(Default)]
struct Texts<'a>(Vec<(Str<'a>, Text<'a>)>);

impl Texts<'_> {
    fn get(&self, language: &str) -> Option<&str> {
        self.0.iter().find(|(l, _)| l.0 == language).map(|(_, text)| text.value.as_ref())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Texts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs(PhantomData)).map(Texts)
    }
}

/// Several texts a language.
#[derive(Default)]
struct Lists<'a>(Vec<(Str<'a>, Vec<Text<'a>>)>);

impl Lists<'_> {
    fn all(&self, language: &str) -> impl Iterator<Item = &str> {
        let lists = self.0.iter().filter(move |(l, _)| l.0 == language);
        lists.flat_map(|(_, texts)| texts.iter().map(|t| t.value.as_ref()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Lists<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Pairs(PhantomData)).map(Lists)
    }
}
