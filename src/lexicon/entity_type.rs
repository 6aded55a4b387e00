//! What kinds of thing take part in claims.

use serde::{Deserialize, Serialize};

/// The type of an entity or of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityType {
    /// A human being, named or not.
    Person,
    /// A body: company, party, ministry, court, medium, armed group with a name.
    Organization,
    /// A state or territory that acts like one.
    Country,
    /// Any other place.
    Place,
    /// People taken together: protesters, troops, a nationality.
    Group,
    /// A summit, election, war, raid.
    Event,
    /// A letter, law, book, report, agreement.
    Work,
    /// An office or job title.
    Position,
    /// Anything else that stands as an object: a charge, a plan, a policy.
    Concept,
}

impl EntityType {
    /// All types.
    pub const ALL: [EntityType; 9] = [
        EntityType::Person,
        EntityType::Organization,
        EntityType::Country,
        EntityType::Place,
        EntityType::Group,
        EntityType::Event,
        EntityType::Work,
        EntityType::Position,
        EntityType::Concept,
    ];

    /// The name as written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "Person",
            EntityType::Organization => "Organization",
            EntityType::Country => "Country",
            EntityType::Place => "Place",
            EntityType::Group => "Group",
            EntityType::Event => "Event",
            EntityType::Work => "Work",
            EntityType::Position => "Position",
            EntityType::Concept => "Concept",
        }
    }

    /// Can it act (person, body, state, group)?
    pub fn is_actor(self) -> bool {
        matches!(self, EntityType::Person | EntityType::Organization | EntityType::Country | EntityType::Group)
    }
}
