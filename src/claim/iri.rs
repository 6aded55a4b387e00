//! Names for what Tidings writes: IRIs under a base, made from hashes and entity keys.

use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The IRI under which data is named; `urn:tidings:` unless told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Default for Base {
    fn default() -> Self {
        Base("urn:tidings:".into())
    }
}

impl Base {
    /// A base of the user's own, such as `https://example.org/graph/`. It should end in `/`, `#` or `:`; a `/` is
    /// added otherwise. An error if it is no absolute IRI.
    pub fn new(iri: &str) -> Result<Self> {
        let slash = if iri.ends_with(['/', '#', ':']) { "" } else { "/" };
        let base = format!("{iri}{slash}");
        match NamedNode::new(format!("{base}article/0")) {
            Ok(_) => Ok(Base(base)),
            Err(error) => Err(Error::Query(format!("base {iri:?} is no absolute IRI: {error}"))),
        }
    }

    /// The IRI itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The graph of the article with this content hash, which is also the article's name.
    pub fn article(&self, hash: &str) -> NamedNode {
        self.name("article/", hash)
    }

    /// The claim with this id.
    pub fn claim(&self, id: &str) -> NamedNode {
        self.name("claim/", id)
    }

    /// The entity with this key.
    pub fn entity(&self, key: &str) -> NamedNode {
        self.name("entity/", key)
    }

    /// The decision with this number.
    pub fn decision(&self, number: u32) -> NamedNode {
        self.name("decision/", &number.to_string())
    }

    /// The graph that holds the decisions in force.
    pub fn decisions_graph(&self) -> NamedNode {
        self.name("decisions", "")
    }

    /// The base of an article's graph.
    pub fn of_article(graph: &str) -> Option<Base> {
        let (base, _) = graph.rsplit_once("article/")?;
        Some(Base(base.to_owned()))
    }

    /// The key of the entity with this IRI.
    pub fn entity_key(iri: &str) -> Option<String> {
        let (_, local) = iri.rsplit_once("entity/")?;
        Some(percent_decode(local))
    }

    /// The evidence with this hash.
    pub(super) fn evidence(&self, hash: &str) -> NamedNode {
        self.name("evidence/", hash)
    }

    /// The link with this hash.
    pub(super) fn link(&self, hash: &str) -> NamedNode {
        self.name("link/", hash)
    }

    /// The graph that holds entities, their names and their links.
    pub fn entities_graph(&self) -> NamedNode {
        self.name("entities", "")
    }

    fn name(&self, kind: &str, local: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{kind}{}", self.0, percent_encode(local)))
    }
}

/// `text` with all but unreserved characters, `/` and `:` percent-encoded (RFC 3986).
pub(super) fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&crate::hex(&[byte]).to_ascii_uppercase());
        }
        out
    })
}

/// What [`percent_encode`] encoded.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// 32 hexadecimal digits for these parts, in this order.
pub(super) fn hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    crate::hex(&hasher.finalize()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_iris_whatever_the_key() {
        for base in [Base::default(), Base::new("https://example.org/graph").unwrap()] {
            for key in ["Q7747", "lena holm|Person", "Ärzte ohne Grenzen", "a<b>\"c\" {d}\\^`%", "😀/x:y"] {
                let iri = base.entity(key);
                assert_eq!(Base::entity_key(iri.as_str()).as_deref(), Some(key));
                assert!(NamedNode::new(iri.as_str()).is_ok(), "{iri}");
            }
        }
        assert_eq!(Base::default().entity("Q7747").as_str(), "urn:tidings:entity/Q7747");
        assert_eq!(
            Base::new("https://example.org/g").unwrap().article("ab").as_str(),
            "https://example.org/g/article/ab"
        );
        assert!(Base::new("no iri").is_err());
    }
}
