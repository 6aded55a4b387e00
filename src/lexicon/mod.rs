//! Knowledge as data: the typed, validated form of the files under `data/` and `ontology/`.

mod entity_type;

pub use entity_type::EntityType;
