//! Knowledge as data: the typed, validated form of the files under `data/` and `ontology/`.

mod entity_type;
mod factuality;
mod ontology;
pub mod pattern;
pub mod vocab;

pub use entity_type::{EntityType, TypeSet};
pub use factuality::{Modality, Polarity};
pub use ontology::{InferenceRule, Ontology, Predicate, TURTLE};
