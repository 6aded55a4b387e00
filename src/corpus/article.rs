//! One news article, as read from any format.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A news article. `title` and `text` are kept as they came, apart from the encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The id given in the input, else one made from the file's name (and line or record number).
    pub id: String,
    /// Headline; may be empty.
    pub title: String,
    /// Body text.
    pub text: String,
    /// Date of publication, ISO 8601 (`2025-10-30` or with a time), as far as known.
    pub published: Option<String>,
    /// Where it was published on the web.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
}

impl Article {
    /// The text that is read and that all offsets refer to: title, blank line, text.
    pub fn full_text(&self) -> String {
        format!("{}\n\n{}", self.title, self.text)
    }

    /// Byte length of the title within [`Article::full_text`].
    pub fn title_end(&self) -> usize {
        self.title.len()
    }

    /// Hash of the content (title, text, date, url, publisher, but not the id): 32 hexadecimal digits, the first
    /// half of a SHA-256. Names the article's graph.
    pub fn hash(&self) -> String {
        let mut hasher = Sha256::new();
        let optional = [&self.published, &self.url, &self.publisher].map(|field| field.as_deref().unwrap_or_default());
        for field in [self.title.as_str(), self.text.as_str()].into_iter().chain(optional) {
            hasher.update((field.len() as u64).to_le_bytes());
            hasher.update(field.as_bytes());
        }
        crate::hex(&hasher.finalize()[..16])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> Article {
        Article {
            id: "a".into(),
            title: "Ferry resumes".into(),
            text: "The ferry to Gotland runs again.".into(),
            published: None,
            url: None,
            publisher: None,
        }
    }

    #[test]
    fn the_hash_is_of_the_content_and_not_of_the_id() {
        let other_id = Article { id: "b".into(), ..article() };
        assert_eq!(article().hash(), other_id.hash());
        assert_eq!(article().hash().len(), 32);
        let moved =
            Article { title: "Ferry".into(), text: " resumesThe ferry to Gotland runs again.".into(), ..article() };
        assert_ne!(article().hash(), moved.hash(), "what is title and what is text counts");
        let dated = Article { published: Some("2025-02-01".into()), ..article() };
        let linked = Article { url: Some("2025-02-01".into()), ..article() };
        assert_ne!(dated.hash(), linked.hash());
    }
}
