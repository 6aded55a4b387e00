//! Knowledge as data: the typed, validated form of the files under `data/` and `ontology/`.

mod antecedents;
mod calendar;
mod calibration;
mod credits;
mod cues;
mod demonym;
mod entity_type;
mod factuality;
mod first_names;
mod fold;
pub mod frames;
mod gazetteer;
mod gender;
pub mod inflection;
mod name_words;
mod nouns;
mod ontology;
mod participants;
pub mod pattern;
mod phrases;
mod pronouns;
mod roles;
pub mod vocab;
pub mod word_list;

pub use antecedents::Antecedents;
pub use calendar::{Calendar, Role, Unit};
pub use calibration::{Calibration, Factor, FactorKind, Judgement};
pub use credits::Credits;
pub use cues::{CueClass, CueEntry, CueTest, Cues, Effect, Reporting, UnderNegation, When};
pub use demonym::{Demonyms, State, StateKind, is_qid};
pub use entity_type::{EntityType, TypeSet};
pub use factuality::{Modality, Polarity};
pub use first_names::FirstNames;
pub use fold::{fold, fold_into, skeleton, slug};
pub use gazetteer::{
    BuildSummary, Builder, Curation, DumpEnd, DumpEvent, DumpProgress, Entry, Gazetteer, Hit, NameKind, Record,
    Selection, read_csv, read_table, read_tsv, read_wikidata_dump,
};
pub use gender::Gender;
pub use name_words::{NameWords, name_words};
pub use nouns::Nouns;
pub use ontology::{InferenceRule, Ontology, Predicate, TURTLE};
pub use participants::{ParticipantTest, Participants};
pub use phrases::{Phrases, Word};
pub use pronouns::{Antecedent, Pronoun, Pronouns};
pub use roles::{Kin, KinRole, KinVerbs, Office, Party, PlaceKind, RoleNouns, RoleTest, Status, TyingForms};
