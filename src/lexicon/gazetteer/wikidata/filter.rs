//! The filter on bytes: can this line be an entity that the selection keeps? It never says no to one that is; what it lets
//! through is parsed and looked at again.

use std::cell::RefCell;

use memchr::memmem::{Finder, FinderRev};
use memchr::{memchr2, memchr3};

use super::Selection;

/// Looks at lines for one selection.
pub(super) struct Filter<'a> {
    selection: &'a Selection,
    class: Finder<'static>,
    office: Finder<'static>,
    sitelinks: FinderRev<'static>,
    site: Finder<'static>,
    /// For every rule, the keys of the properties of which an entity must have one.
    properties: Vec<Vec<Finder<'static>>>,
}

thread_local! {
    static IDS: RefCell<(Vec<u32>, Vec<u32>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

impl<'a> Filter<'a> {
    pub(super) fn new(selection: &'a Selection) -> Filter<'a> {
        let key = |property: &String| Finder::new(format!("\"{property}\"").as_bytes()).into_owned();
        Filter {
            selection,
            class: Finder::new("\"P31\""),
            office: Finder::new("\"P39\""),
            sitelinks: FinderRev::new("\"sitelinks\""),
            site: Finder::new("\"site\""),
            properties: selection.rules.iter().map(|rule| rule.properties.iter().map(key).collect()).collect(),
        }
    }

    /// May the entity of this line be kept?
    pub(super) fn passes(&self, line: &[u8]) -> bool {
        IDS.with_borrow_mut(|(classes, offices)| {
            classes.clear();
            values(line, &self.class, classes);
            if !classes.iter().any(|class| self.selection.has_class(*class)) {
                return false;
            }
            let sitelinks = self.sitelinks(line);
            let mut is_read = false;
            self.selection.rules.iter().zip(&self.properties).any(|(rule, properties)| {
                if !rule.fits_class(classes) || sitelinks < rule.min_sitelinks {
                    return false;
                }
                if !rule.offices.is_empty() && !is_read {
                    offices.clear();
                    values(line, &self.office, offices);
                    is_read = true;
                }
                rule.fits_office(offices)
                    && (properties.is_empty() || properties.iter().any(|p| p.find(line).is_some()))
            })
        })
    }

    /// Number of pages that an entity has: the members `site` behind the last key `sitelinks`.
    fn sitelinks(&self, line: &[u8]) -> u32 {
        let Some(start) = self.sitelinks.rfind(line) else { return 0 };
        let links = line.get(start..).unwrap_or_default();
        let is_key = |&at: &usize| {
            let after = links.get(at + 6..).unwrap_or_default();
            after.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':')
        };
        self.site.find_iter(links).filter(is_key).count() as u32
    }
}

/// The ids (`"Q5"`) that stand in the list behind a property's key, wherever that key stands.
fn values(line: &[u8], property: &Finder<'_>, ids: &mut Vec<u32>) {
    for start in property.find_iter(line) {
        let after = line.get(start + property.needle().len()..).unwrap_or_default().trim_ascii_start();
        let Some(list) = after.strip_prefix(b":").map(<[u8]>::trim_ascii_start) else { continue };
        if list.starts_with(b"[") {
            ids_of_list(list, ids);
        }
    }
}

/// The ids in a JSON list that begins here, up to its closing bracket.
fn ids_of_list(list: &[u8], ids: &mut Vec<u32>) {
    let mut depth = 0;
    let mut rest = list;
    while let Some(at) = memchr3(b'"', b'[', b']', rest) {
        let mark = rest.get(at).copied();
        rest = rest.get(at + 1..).unwrap_or_default();
        match mark {
            Some(b'[') => depth += 1,
            Some(b']') => {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            _ => {
                let Some(end) = string_end(rest) else { return };
                ids.extend(rest.get(..end).and_then(number));
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }
}

/// Where the string that begins here ends: its closing quotation mark.
fn string_end(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        match text.get(at) {
            Some(b'"') => return Some(at),
            _ => at += 2,
        }
    }
}

/// `Q42` -> 42.
fn number(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"Q")?;
    std::str::from_utf8(digits).ok().filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection() -> Selection {
        let text = r#"
            [[select]]
            type = "Person"
            classes = ["Q5"]
            min_sitelinks = 2
            properties = ["P39", "P102"]
            [[select]]
            type = "Organization"
            classes = ["Q7278"]
        "#;
        Selection::parse(text, "t.toml").expect("a selection")
    }

    fn passes(line: &str) -> bool {
        Filter::new(&selection()).passes(line.as_bytes())
    }

    #[test]
    fn rules_are_looked_up_in_bytes() {
        let claim = |p: &str, q: &str| format!(r#""{p}":[{{"mainsnak":{{"datavalue":{{"value":{{"id":"{q}"}}}}}}}}]"#);
        let line = |claims: &[String], sites: &str| {
            format!(r#"{{"id":"Q1","claims":{{{}}},"sitelinks":{{{sites}}}}}"#, claims.join(","))
        };
        let sites = r#""a":{"site":"a","title":"\"sitelinks\""},"b":{"site" : "b"}"#;
        let human = claim("P31", "Q5");
        assert!(passes(&line(&[human.clone(), claim("P39", "Q9")], sites)));
        assert!(passes(&line(&[human.clone(), claim("P102", "Q9")], sites)));
        assert!(!passes(&line(&[human.clone(), claim("P40", "Q9")], sites)), "none of the properties");
        assert!(!passes(&line(&[human, claim("P39", "Q9")], r#""a":{"site":"a"}"#)), "too few pages");
        assert!(passes(&line(&[claim("P31", "Q7278")], "")));
        assert!(!passes(&line(&[claim("P31", "Q72")], "")), "another class that begins alike");
        assert!(!passes(&line(&[claim("P279", "Q7278")], "")), "another property");
        assert!(passes(r#"{ "claims" : { "P31" : [ { "x]\"" : "y" , "id" : "Q7278" } ] } }"#), "white space");
        assert!(!passes(r#"{"claims":{"P31":[{"id":"Q9"}],"P1":[{"id":"Q7278"}]}}"#), "behind the list");
    }

    #[test]
    fn broken_text_does_no_harm() {
        for line in ["{\"P31\":[\"Q5", "{\"P31\":[\"\\", "{\"P31\":", "{\"P31\"", "{\"P31\":[[[", "{\"sitelinks\""] {
            assert!(!passes(line), "{line}");
        }
    }
}
