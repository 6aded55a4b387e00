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

/// A set of entity types.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct TypeSet(u16);

impl TypeSet {
    /// Every type.
    pub const ANY: TypeSet = TypeSet((1 << EntityType::ALL.len()) - 1);

    /// The set of the given types.
    pub fn of(types: &[EntityType]) -> Self {
        TypeSet(types.iter().fold(0, |bits, &t| bits | 1 << t as u16))
    }

    /// Is `entity_type` in the set?
    pub fn contains(self, entity_type: EntityType) -> bool {
        self.0 & 1 << entity_type as u16 != 0
    }

    /// Does the set hold places, and no persons?
    pub fn is_spatial(self) -> bool {
        self.contains(EntityType::Place) && !self.contains(EntityType::Person)
    }

    /// Both sets together.
    pub fn union(self, other: TypeSet) -> Self {
        TypeSet(self.0 | other.0)
    }

    /// The set called `name` in frames and in the ontology's tables: a type in lower case, `actor` (person,
    /// organization, country, group), `body` (organization, country) or `any`.
    pub fn named(name: &str) -> Option<Self> {
        use EntityType::{Country, Group, Organization, Person};
        match name {
            "any" => Some(Self::ANY),
            "actor" => Some(Self::of(&[Person, Organization, Country, Group])),
            "body" => Some(Self::of(&[Organization, Country])),
            _ => EntityType::ALL.into_iter().find(|t| t.as_str().eq_ignore_ascii_case(name)).map(|t| Self::of(&[t])),
        }
    }
}

impl std::fmt::Debug for TypeSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::ANY {
            return f.write_str("any");
        }
        let names: Vec<_> = EntityType::ALL.into_iter().filter(|&t| self.contains(t)).map(EntityType::as_str).collect();
        f.write_str(&names.join("|"))
    }
}
