//! What an analyst decides about identity: which name is whom, what is one thing and what is two. Decisions stand in an
//! append-only [`Log`], which is their source of truth; [`Replay`] checks that they agree with one another and applies
//! those in force to the entities of an article, whenever an article is read or a store is resolved anew.
//!
//! A decision changes the entities of each article by itself, by keys that stay (`Q…`, or made from the name), so that
//! the result does not depend on the order of articles, nor on whether decisions or articles came first.

mod apply;
mod log;
mod replay;
mod row;
mod table;
#[cfg(test)]
mod tests;

pub use apply::ArticleName;
pub use log::Log;
pub use replay::Replay;
pub use row::{COLUMNS, NAME_PREFIX};
pub use table::{Table, Verdict, read_table};

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// An entity, or a name, is the Wikidata item `target`.
    Link,
    /// It is not the item that it was linked to: it gets the key of its name.
    Unlink,
    /// `target` is the same as `entity`, whose key stays (that of a Wikidata item stays in any case).
    Merge,
    /// A mention, or all that an article says of the entity, is something else: `target`, or a thing of its own.
    Split,
    /// The entity is to be called `target`.
    Rename,
    /// `entity` and `target` are never one: they may not be merged or linked, and are proposed no more.
    Different,
    /// Decision number `target` no longer holds.
    Undo,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 7] =
        [Kind::Link, Kind::Unlink, Kind::Merge, Kind::Split, Kind::Rename, Kind::Different, Kind::Undo];

    /// The word for it in logs and commands.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Link => "link",
            Kind::Unlink => "unlink",
            Kind::Merge => "merge",
            Kind::Split => "split",
            Kind::Rename => "rename",
            Kind::Different => "different",
            Kind::Undo => "undo",
        }
    }

    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What is decided about what; the fields that a kind does not use are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What is decided.
    pub kind: Kind,
    /// Key of the entity (`Q7747`, `person-ramiz-mehdiyev`), or `name:` and a name for all that bears it.
    pub entity: String,
    /// Wikidata id, key of another entity, new name, or number of a decision.
    pub target: String,
    /// Only in this article: its id, or its hash.
    pub article: String,
    /// Only this mention: first and one past the last Unicode character of the article's full text.
    pub mention: Option<(usize, usize)>,
    /// Name of the target, for display.
    pub label: String,
}

impl Act {
    /// An act on an entity everywhere.
    pub fn new(kind: Kind, entity: impl Into<String>, target: impl Into<String>) -> Act {
        let (article, label) = (String::new(), String::new());
        Act { kind, entity: entity.into(), target: target.into(), article, mention: None, label }
    }

    /// What is decided, in words.
    pub fn describe(&self) -> String {
        let place = match (self.article.is_empty(), self.mention) {
            (true, _) => String::new(),
            (false, None) => format!(" in article {}", self.article),
            (false, Some((start, end))) => format!(" in article {} at {start}..{end}", self.article),
        };
        let label = if self.label.is_empty() { String::new() } else { format!(" ({})", self.label) };
        let Act { entity, target, .. } = self;
        match self.kind {
            Kind::Link => format!("{entity}{place} is {target}{label}"),
            Kind::Unlink => format!("{entity}{place} is not the Wikidata item it was linked to"),
            Kind::Merge => format!("{target} is the same as {entity}{label}"),
            Kind::Split if target.is_empty() => format!("{entity}{place} is another one"),
            Kind::Split => format!("{entity}{place} is {target}{label}"),
            Kind::Rename => format!("{entity} is called {target}"),
            Kind::Different => format!("{entity} and {target} are not the same"),
            Kind::Undo => format!("decision {target} no longer holds"),
        }
    }
}

/// A decision as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number, from 1, rising.
    pub number: u32,
    /// When, ISO 8601 in UTC.
    pub time: String,
    /// Who decided.
    pub author: String,
    /// What.
    pub act: Act,
    /// Why; may be empty.
    pub reason: String,
}

impl Decision {
    /// Number, author and the analyst's own words: the reason that stands with what rests on it.
    pub fn why(&self) -> String {
        let reason = if self.reason.is_empty() { String::new() } else { format!(": {}", self.reason) };
        format!("decision {} by {}{reason}", self.number, self.author)
    }
}
