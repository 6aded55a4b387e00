//! Knowledge as data: the typed, validated form of the files under `data/` and `ontology/`.

mod entity_type;
mod factuality;
pub mod pattern;

pub use entity_type::{EntityType, TypeSet};
pub use factuality::{Modality, Polarity};
