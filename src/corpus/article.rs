//! One news article, as read from any format.

use serde::{Deserialize, Serialize};

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
}
