//! RoleNouns that tie people, bodies and places: offices and occupations, kinship, parties, kinds of place. In come
//! the files of `data/lexicon`, out come typed classes that can be searched in a sentence.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::inflection::forms;
use super::phrases::{Phrases, Word};
use crate::error::{Error, Result};

/// A class of offices, ranks or occupations; what its flags mean stands in `data/lexicon/offices.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// What the class is called.
    pub class: String,
    /// The nouns, lower case.
    pub names: Vec<String>,
    /// Its holder heads the body, place or unit named with it.
    #[serde(default)]
    pub leads: bool,
    /// Its holder heads a state or its government.
    #[serde(default)]
    pub state: bool,
    /// Its holder heads a town.
    #[serde(default)]
    pub town: bool,
    /// Where no body is named, the article's own country or town is meant.
    #[serde(default)]
    pub unnamed: bool,
    /// Speaks for the body.
    #[serde(default)]
    pub speaks: bool,
    /// Works for the body.
    #[serde(default)]
    pub serves: bool,
    /// Works for a person named with it, too.
    #[serde(default)]
    pub serves_people: bool,
    /// Works for a person whose it is ("her deputy").
    #[serde(default)]
    pub serves_owner: bool,
    /// Works for the body, but stands second in a state.
    #[serde(default)]
    pub serves_bodies: bool,
    /// Belongs to the body.
    #[serde(default)]
    pub member: bool,
    /// A country before it tells where the person is from.
    #[serde(default)]
    pub occupation: bool,
    /// In the service of a church, not of the state that an adjective names ("a Dutch nun").
    #[serde(default)]
    pub church: bool,
    /// A military or police rank: left out where the same sentence names an office of the person.
    #[serde(default)]
    pub rank: bool,
    /// Heads bodies only; a country or town named with it says where.
    #[serde(default)]
    pub unit: bool,
    /// What follows "of" or "for" is part of its name.
    #[serde(default)]
    pub portfolio: bool,
    /// No office: it says no more than what follows from it ("employee", "owner").
    #[serde(default)]
    pub no_office: bool,
    /// Set up what is named with it.
    #[serde(default)]
    pub founds: bool,
    /// Owns what is named with it.
    #[serde(default)]
    pub owns: bool,
    /// What is named behind "to" is where its holder is sent, not whom he or she works for.
    #[serde(default)]
    pub sent: bool,
    /// Only runs for the office.
    #[serde(default)]
    pub candidate: bool,
    /// A post that one is elected or appointed to and can leave, neither rank nor occupation.
    #[serde(default)]
    pub post: bool,
    /// Voters or a parliament choose its holder.
    #[serde(default)]
    pub elective: bool,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
}

impl Office {
    /// Does holding it say nothing of any body, person or place (a judge, a founder)?
    pub fn is_plain(&self) -> bool {
        !(self.leads
            || self.speaks
            || self.serves
            || self.member
            || self.occupation
            || self.portfolio
            || self.candidate)
    }
}

/// How a noun of kinship points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KinRole {
    /// The noun names the claim's object (child).
    Child,
    /// The noun names the claim's subject (parent).
    Parent,
    /// The noun names who came after: the claim's subject.
    Later,
    /// The noun names who came before: the claim's object.
    Earlier,
}

/// RoleNouns of kinship that give one predicate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kin {
    /// The predicate they give.
    pub predicate: String,
    /// Who the noun names; `None` where it holds both ways.
    pub noun: Option<KinRole>,
    /// Counts also of somebody without a name ("Novak's mother said").
    #[serde(default)]
    pub unnamed: bool,
    names: Vec<String>,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
}

/// Verbs, by lemma, that say whose kin somebody is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KinVerbs {
    /// Whose object is kin of their subject ("has two sons").
    pub having: Vec<String>,
    /// By whom their subject is left behind ("is survived by a son").
    pub survived: Vec<String>,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
}

/// A party and the words for belonging to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its usual name.
    pub name: String,
    words: Vec<String>,
    /// Abbreviations in brackets after a name.
    #[serde(default)]
    pub letters: Vec<String>,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
}

/// Kinds of noun that lie in a place, or are part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A town, province, island.
    Locality,
    /// A body or building.
    Body,
    /// Something that takes place.
    Event,
    /// A part of a larger whole.
    Part,
    /// A body that may stand within another one.
    Unit,
    /// What the state owns is called.
    Public,
    /// A person who belongs to a place.
    Person,
    /// The seat of a state.
    Capital,
    /// Somebody who lives in the place.
    Resident,
    /// Somebody who belongs to the state.
    Citizen,
    /// Somebody who was born in the place.
    Native,
    /// A body that is the state itself, or its arm: it lies nowhere.
    Arm,
    /// A demonym that is in names of bodies everywhere.
    Worldwide,
    /// The second part of a name with a comma.
    Tail,
    /// A word in the name of a sea, lake or river.
    Water,
    /// A word in the name of a body that has members.
    Assembly,
    /// A body that is called after the person at its head.
    Government,
    /// A body that is called after one of its members.
    Circle,
    /// A body that is called after the person who gathered it.
    Following,
    /// The place from which a body is run.
    Seat,
    /// Somebody of the same office elsewhere.
    Counterpart,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceNouns {
    kind: PlaceKind,
    names: Vec<String>,
    #[serde(default)]
    test: Vec<Spanned<RawTest>>,
}

/// What a word before an office says about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    words: Vec<String>,
    /// The office is still to come.
    #[serde(default)]
    pub planned: bool,
    /// The office is only said to be so.
    #[serde(default)]
    pub alleged: bool,
    /// The office is held no more.
    #[serde(default)]
    pub past: bool,
    /// The holder was elected to it.
    #[serde(default)]
    pub elected: bool,
    /// The holder was elected to it and holds it.
    #[serde(default)]
    pub holds: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TyingVerbs {
    with_as: Vec<String>,
    bare: Vec<String>,
    made: Vec<String>,
}

/// Verbs that tie an office to their subject, in all their forms.
#[derive(Debug, Clone)]
pub struct TyingForms {
    /// With "as": "served as president".
    pub with_as: HashSet<String>,
    /// Without: "became president".
    pub bare: HashSet<String>,
    /// By which others give it: "was elected president", "elected her as president".
    pub made: HashSet<String>,
}

impl From<TyingVerbs> for TyingForms {
    fn from(verbs: TyingVerbs) -> Self {
        let all = |lemmas: &[String]| lemmas.iter().flat_map(|l| forms(l).into_iter().chain([l.clone()])).collect();
        TyingForms { with_as: all(&verbs.with_as), bare: all(&verbs.bare), made: all(&verbs.made) }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adjective {
    adjective: String,
    office: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTest {
    text: String,
    gives: Vec<String>,
}

/// A text of our own with the claims that it must give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleTest {
    /// The data file, relative to the data folder.
    pub file: &'static str,
    /// Line from 1.
    pub line: u64,
    /// One to three sentences.
    pub text: String,
    /// `subject | predicate | object`: every claim of `predicates` that it must give, and no other.
    pub gives: Vec<String>,
    /// The predicates that are compared: those of `gives`; where that is empty, all that the entry could give.
    pub predicates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    office: Vec<Office>,
    status: Vec<Status>,
    adjective: Vec<Adjective>,
    verbs: TyingVerbs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KinFile {
    kin: Vec<Kin>,
    verbs: KinVerbs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyFile {
    party: Vec<Party>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceFile {
    place: Vec<PlaceNouns>,
}

const OFFICES: (&str, &str) = ("lexicon/offices.toml", include_str!("../../data/lexicon/offices.toml"));
const KINSHIP: (&str, &str) = ("lexicon/kinship.toml", include_str!("../../data/lexicon/kinship.toml"));
const PARTIES: (&str, &str) = ("lexicon/parties.toml", include_str!("../../data/lexicon/parties.toml"));
const PLACES: (&str, &str) = ("lexicon/places.toml", include_str!("../../data/lexicon/places.toml"));

/// All nouns of `data/lexicon`, ready to be searched.
#[derive(Debug, Clone)]
pub struct RoleNouns {
    offices: Vec<Office>,
    office_index: Phrases,
    kin: Vec<Kin>,
    kin_index: Phrases,
    kin_verbs: KinVerbs,
    parties: Vec<Party>,
    party_index: Phrases,
    places: HashMap<PlaceKind, Phrases>,
    statuses: Vec<Status>,
    status_index: HashMap<String, usize>,
    adjectives: Vec<(String, String)>,
    verbs: TyingForms,
    tests: Vec<RoleTest>,
}

impl RoleNouns {
    /// Those built into the program.
    pub fn built_in() -> Result<Self> {
        let (office_file, kin_file): (OfficeFile, KinFile) = (read(OFFICES)?, read(KINSHIP)?);
        let (party_file, place_file): (PartyFile, PlaceFile) = (read(PARTIES)?, read(PLACES)?);
        let mut nouns = RoleNouns {
            office_index: index(office_file.office.iter().map(|o| &o.names)),
            kin_index: index(kin_file.kin.iter().map(|k| &k.names)),
            party_index: index(party_file.party.iter().map(|p| &p.words)),
            places: place_file.place.iter().map(|p| (p.kind, index([&p.names]))).collect(),
            status_index: HashMap::new(),
            adjectives: office_file.adjective.into_iter().map(|a| (a.adjective, a.office)).collect(),
            verbs: office_file.verbs.into(),
            statuses: office_file.status,
            offices: office_file.office,
            kin: kin_file.kin,
            kin_verbs: kin_file.verbs,
            parties: party_file.party,
            tests: Vec::new(),
        };
        for (number, status) in nouns.statuses.iter().enumerate() {
            nouns.status_index.extend(status.words.iter().map(|w| (w.clone(), number)));
        }
        nouns.collect_tests(&place_file.place);
        Ok(nouns)
    }

    /// The office that starts at word `at`: one past its last word, and its class.
    pub fn office_at(&self, words: &[Word], at: usize) -> Option<(usize, &Office)> {
        let (end, value) = self.office_index.longest_at(words, at)?;
        Some((end, self.offices.get(value)?))
    }

    /// Is it an office whose holder heads a state or its government ("Prime Minister")?
    pub fn heads_a_state(&self, office: &str) -> bool {
        let office = office.to_lowercase();
        self.offices.iter().any(|o| o.leads && o.state && o.names.contains(&office))
    }

    /// The noun of kinship that starts at word `at`.
    pub fn kin_at(&self, words: &[Word], at: usize) -> Option<(usize, &Kin)> {
        let (end, value) = self.kin_index.longest_at(words, at)?;
        Some((end, self.kin.get(value)?))
    }

    /// The verbs that say whose kin somebody is.
    pub fn kin_verbs(&self) -> &KinVerbs {
        &self.kin_verbs
    }

    /// The party word that starts at word `at`.
    pub fn party_at(&self, words: &[Word], at: usize) -> Option<(usize, &Party)> {
        let (end, value) = self.party_index.longest_at(words, at)?;
        Some((end, self.parties.get(value)?))
    }

    /// The party with this abbreviation.
    pub fn party_of_letter(&self, letter: &str) -> Option<&Party> {
        self.parties.iter().find(|p| p.letters.iter().any(|l| l == letter))
    }

    /// Is a noun of this kind at word `at`, alone or as the end of a phrase that starts there?
    pub fn place_at(&self, kind: PlaceKind, words: &[Word], at: usize) -> Option<usize> {
        self.places.get(&kind)?.longest_at(words, at).map(|(end, _)| end)
    }

    /// What this word, before an office, says about it.
    pub fn status(&self, word: &str) -> Option<&Status> {
        self.statuses.get(*self.status_index.get(word)?)
    }

    /// The office that an adjective names ("presidential").
    pub fn office_of_adjective(&self, adjective: &str) -> Option<&str> {
        self.adjectives.iter().find(|(a, _)| a == adjective).map(|(_, office)| office.as_str())
    }

    /// Does the word name an office in this very form ("Catholicos", which is no plural)?
    pub fn is_office_form(&self, form: &str) -> bool {
        self.offices.iter().any(|o| o.names.iter().any(|name| name == form))
    }

    /// The verbs that tie an office to their subject.
    pub fn verbs(&self) -> &TyingForms {
        &self.verbs
    }

    /// The tests in the data files, file by file, in order.
    pub fn tests(&self) -> impl Iterator<Item = &RoleTest> {
        self.tests.iter()
    }

    /// How many nouns and phrases there are.
    pub fn len(&self) -> usize {
        let names = self.offices.iter().map(|o| o.names.len()).sum::<usize>();
        names + self.kin.iter().map(|k| k.names.len()).sum::<usize>()
    }

    /// Never true for the built-in files.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn collect_tests(&mut self, places: &[PlaceNouns]) {
        let mut tests = Vec::new();
        for office in &self.offices {
            tests.extend(office.test.iter().map(|t| role_test(OFFICES, t, &OFFICE_PREDICATES)));
        }
        for kin in &self.kin {
            tests.extend(kin.test.iter().map(|t| role_test(KINSHIP, t, &[kin.predicate.as_str()])));
        }
        let relations: Vec<&str> = self.kin.iter().map(|kin| kin.predicate.as_str()).collect();
        tests.extend(self.kin_verbs.test.iter().map(|t| role_test(KINSHIP, t, &relations)));
        for party in &self.parties {
            tests.extend(party.test.iter().map(|t| role_test(PARTIES, t, &["memberOf"])));
        }
        for place in places {
            tests.extend(place.test.iter().map(|t| role_test(PLACES, t, &PLACE_PREDICATES)));
        }
        self.tests = tests;
    }
}

const OFFICE_PREDICATES: [&str; 9] = [
    "holdsPosition",
    "leads",
    "spokespersonFor",
    "worksFor",
    "memberOf",
    "candidateFor",
    "electedTo",
    "founded",
    "owns",
];
const PLACE_PREDICATES: [&str; 9] =
    ["locatedIn", "headquarteredIn", "capitalOf", "partOf", "citizenOf", "residesIn", "bornIn", "leads", "memberOf"];

fn role_test((file, text): (&'static str, &str), test: &Spanned<RawTest>, all: &[&str]) -> RoleTest {
    let raw = test.get_ref();
    let named: Vec<String> = raw.gives.iter().filter_map(|g| g.split(" | ").nth(1)).map(str::to_owned).collect();
    let predicates = if named.is_empty() { all.iter().map(|&p| p.to_owned()).collect() } else { named };
    RoleTest {
        file,
        line: line_of(text, test.span().start),
        text: raw.text.clone(),
        gives: raw.gives.clone(),
        predicates,
    }
}

fn index<'a>(lists: impl IntoIterator<Item = &'a Vec<String>>) -> Phrases {
    let mut phrases = Phrases::default();
    for (number, names) in lists.into_iter().enumerate() {
        for name in names {
            phrases.insert(name, number);
        }
    }
    phrases
}

fn line_of(text: &str, byte: usize) -> u64 {
    text.bytes().take(byte).filter(|&b| b == b'\n').count() as u64 + 1
}

fn read<T: serde::de::DeserializeOwned>((file, text): (&str, &str)) -> Result<T> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map(|span| line_of(text, span.start));
        Error::data(file, line, e.message())
    })
}

#[cfg(test)]
mod tests;
