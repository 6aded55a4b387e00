//! Views of a store for the analyst's other tools: claims gathered into a property graph, and its writers.

pub mod graph;
pub mod graphml;
mod select;

pub use graph::{Edge, Node, PropertyGraph};
pub use select::Selection;
