//! States, regions and peoples by the words that stand for them: adjectives and inhabitants ("Russian",
//! "Azerbaijanis"), capitals and seats of power ("Moscow", "the Élysée"). In: `data/lexicon/demonyms.tsv`; out: the
//! [`State`] that a word means. Whether a capital acts for its state is for the reader of the sentence to decide.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use super::fold::fold;
use crate::error::{Error, Result};

const FILE: &str = "lexicon/demonyms.tsv";
const HEADER: [&str; 10] =
    ["name", "kind", "wikidata", "iso", "names", "adjectives", "nouns", "combining", "capitals", "seats"];

/// What a row of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateKind {
    /// A state, present or former.
    State,
    /// A territory that often acts by itself, disputed ones included.
    Territory,
    /// A part of a state with a name for its people.
    Region,
    /// A union of states or a body of them.
    Union,
    /// A people without a state of its own in the table.
    People,
}

/// A state, territory, region, union or people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The usual English name.
    pub name: String,
    /// What it is.
    pub kind: StateKind,
    /// Wikidata id, `Q…`.
    pub qid: Option<String>,
    /// ISO 3166 code (`AZ`, `GB-SCT`, also codes of former states).
    pub iso: Option<String>,
    /// Other names of the state itself ("USA", "Burma").
    pub other_names: Vec<String>,
    /// Adjectives ("Burmese").
    pub adjectives: Vec<String>,
    /// Words for its people ("Burmese", "Poles").
    pub nouns: Vec<String>,
}

impl State {
    /// Its usual name and the other ones.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.other_names).map(String::as_str)
    }
}

/// The table, indexed by folded word.
#[derive(Debug)]
pub struct Demonyms {
    states: Vec<State>,
    names: Index,
    demonyms: Index,
    combining: Index,
    capitals: Index,
    seats: Index,
}

/// Folded form -> row, and whether the form must stand in capitals (`US`, not `us`).
type Index = HashMap<String, (usize, bool)>;

impl Demonyms {
    /// The table that is built in, parsed once.
    pub fn embedded() -> &'static Demonyms {
        static TABLE: OnceLock<Demonyms> = OnceLock::new();
        TABLE.get_or_init(|| {
            Demonyms::parse(include_str!("../../data/lexicon/demonyms.tsv"), FILE).expect("built-in table is valid")
        })
    }

    /// Parse a table in the form of `data/lexicon/demonyms.tsv`.
    ///
    /// # Errors
    /// A wrong header, a row with a wrong number of fields, an unknown kind, a malformed Wikidata id, or a word that
    /// is given to two states: with file and line.
    pub fn parse(text: &str, file: &str) -> Result<Demonyms> {
        let mut table = Demonyms {
            states: Vec::new(),
            names: Index::new(),
            demonyms: Index::new(),
            combining: Index::new(),
            capitals: Index::new(),
            seats: Index::new(),
        };
        let mut lines = (1u64..).zip(text.lines()).filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        match lines.next() {
            Some((_, header)) if header.split('\t').eq(HEADER) => {}
            first => {
                let message = format!("the first row must be the header: {}", HEADER.join(", "));
                return Err(Error::data(file, first.map(|(n, _)| n), message));
            }
        }
        for (number, line) in lines {
            table.add_row(line).map_err(|message| Error::data(file, Some(number), message))?;
        }
        Ok(table)
    }

    fn add_row(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[name, kind, wikidata, iso, names, adjectives, nouns, combining, capitals, seats] = fields.as_slice()
        else {
            return Err(format!("{} fields instead of {}", fields.len(), HEADER.len()));
        };
        let kind = match kind {
            "state" => StateKind::State,
            "territory" => StateKind::Territory,
            "region" => StateKind::Region,
            "union" => StateKind::Union,
            "people" => StateKind::People,
            other => return Err(format!("unknown kind `{other}`")),
        };
        if !wikidata.is_empty() && !is_qid(wikidata) {
            return Err(format!("`{wikidata}` is not a Wikidata id"));
        }
        let row = self.states.len();
        let some = |field: &str| (!field.is_empty()).then(|| field.to_owned());
        let list = |field: &str| field.split('|').filter(|n| !n.is_empty()).map(str::to_owned).collect();
        let other_names = list(names);
        self.states.push(State {
            name: name.to_owned(),
            kind,
            qid: some(wikidata),
            iso: some(iso),
            other_names,
            adjectives: list(adjectives),
            nouns: list(nouns),
        });
        self.names.insert(fold(name), (row, false));
        for (index, lists) in [
            (&mut self.names, [names, ""]),
            (&mut self.demonyms, [adjectives, nouns]),
            (&mut self.combining, [combining, ""]),
            (&mut self.capitals, [capitals, ""]),
            (&mut self.seats, [seats, ""]),
        ] {
            for form in lists.iter().flat_map(|list| list.split('|')).filter(|f| !f.is_empty()) {
                let key = fold(form);
                let capitals_only = form.len() > 1 && form.chars().all(|c| c.is_uppercase() || c == '.');
                match index.entry(key) {
                    Entry::Vacant(slot) => {
                        slot.insert((row, capitals_only));
                    }
                    Entry::Occupied(slot) if slot.get().0 == row => {}
                    Entry::Occupied(slot) => {
                        let other = self.states.get(slot.get().0).map_or("", |s| s.name.as_str());
                        return Err(format!("`{form}` of {name} already belongs to {other}"));
                    }
                }
            }
        }
        Ok(())
    }

    fn find(&self, index: &Index, word: &str) -> Option<&State> {
        let is_capitalised = word.trim_start_matches("the ").chars().next().is_some_and(char::is_uppercase);
        let &(row, capitals_only) = index.get(&fold(word))?;
        let in_capitals = || !word.trim_end_matches("’s").trim_end_matches("'s").chars().any(char::is_lowercase);
        if !is_capitalised || (capitals_only && !in_capitals()) {
            return None;
        }
        self.states.get(row)
    }

    /// The state that an adjective or a word for inhabitants means: "Russian", "Azerbaijanis", "U.S.", "Dutchman".
    /// Lower-case words never match ("turkey", "pole", "us").
    pub fn country_of(&self, word: &str) -> Option<&State> {
        self.find(&self.demonyms, word)
    }

    /// Is the adjective a word for the people too ("the Japanese"), where others have a plural ("the Kenyans")?
    pub fn is_plural(&self, word: &str) -> bool {
        let is_it = |other: &String| other.as_str() == word;
        self.country_of(word).is_some_and(|s| s.nouns.iter().any(is_it) && s.adjectives.iter().any(is_it))
    }

    /// The state with this name ("Türkiye", "Holland", "Britain").
    pub fn named(&self, name: &str) -> Option<&State> {
        self.find(&self.names, name)
    }

    /// Is this folded name one of a state?
    pub fn is_name(&self, folded: &str) -> bool {
        self.names.contains_key(folded)
    }

    /// The state of a combining form before a hyphen ("Sino", "Russo").
    pub fn combining(&self, word: &str) -> Option<&State> {
        self.find(&self.combining, word)
    }

    /// The state whose capital or seat of government this town is ("Moscow", "The Hague").
    pub fn capital_of(&self, name: &str) -> Option<&State> {
        self.find(&self.capitals, name)
    }

    /// The state that a palace, street or quarter stands for ("Kremlin", "Downing Street", "Bankova"); "Brussels" is
    /// the seat of the European Union and the capital of Belgium.
    pub fn seat_of(&self, name: &str) -> Option<&State> {
        self.find(&self.seats, name)
    }

    /// Does the name stand for who rules from there: a capital, a palace, a quarter ("Moscow", "Kremlin")?
    pub fn is_seat(&self, name: &str) -> bool {
        self.seat_of(name).or_else(|| self.capital_of(name)).is_some()
    }

    /// The state with this ISO code.
    pub fn by_iso(&self, code: &str) -> Option<&State> {
        self.states.iter().find(|s| s.iso.as_deref() == Some(code))
    }

    /// The state with this Wikidata id.
    pub fn by_qid(&self, qid: &str) -> Option<&State> {
        self.states.iter().find(|s| s.qid.as_deref() == Some(qid))
    }

    /// All rows in the order of the file.
    pub fn states(&self) -> &[State] {
        &self.states
    }
}

/// Is this `Q` and a number without leading zero?
pub fn is_qid(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|n| !n.is_empty() && n.len() < 12 && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn qid(state: Option<&State>) -> Option<&str> {
        state.and_then(|s| s.qid.as_deref())
    }

    #[test]
    fn words_lead_to_their_states() {
        let table = Demonyms::embedded();
        assert_eq!(qid(table.country_of("Russian")), Some("Q159"));
        assert_eq!(qid(table.country_of("Azerbaijanis")), Some("Q227"));
        assert_eq!(qid(table.country_of("U.S.")), Some("Q30"));
        assert_eq!(qid(table.country_of("British")), Some("Q145"));
        assert_eq!(qid(table.country_of("North Korean")), Some("Q423"));
        assert_eq!(qid(table.named("Türkiye")), Some("Q43"));
        assert_eq!(qid(table.capital_of("Tbilisi")), Some("Q230"));
        assert_eq!(qid(table.capital_of("The Hague")), None);
        assert_eq!(qid(table.seat_of("The Hague")), Some("Q55"));
        assert_eq!(qid(table.seat_of("the Élysée")), Some("Q142"));
        assert_eq!(qid(table.seat_of("Kremlin")), Some("Q159"));
        assert_eq!(qid(table.combining("Sino")), Some("Q148"));
        assert_eq!(qid(table.capital_of("Brussels")), Some("Q31"));
        assert_eq!(qid(table.seat_of("Brussels")), Some("Q458"));
    }

    #[test]
    fn common_words_do_not() {
        let table = Demonyms::embedded();
        for word in ["us", "Us", "pole", "turkey", "car", "danish", ""] {
            assert_eq!(table.country_of(word).or(table.named(word)), None, "{word}");
        }
    }

    #[test]
    fn every_state_has_a_capital_or_is_known_to_have_none() {
        let table = Demonyms::embedded();
        let with_capital: std::collections::HashSet<usize> = table.capitals.values().map(|&(row, _)| row).collect();
        let states = table.states.iter().enumerate().filter(|(_, s)| s.kind == StateKind::State);
        let without: Vec<&str> =
            states.filter(|(i, _)| !with_capital.contains(i)).map(|(_, s)| s.name.as_str()).collect();
        assert!(without.len() < 12, "{without:?}");
    }

    #[test]
    fn errors_name_the_line() {
        let header = HEADER.join("\t");
        for (row, expected) in [
            ("Ruritania\tstate\tQ0\t\t\t\t\t\t\t", "t.tsv:2: `Q0` is not a Wikidata id"),
            ("Ruritania\tkingdom\t\t\t\t\t\t\t\t", "t.tsv:2: unknown kind `kingdom`"),
            ("Ruritania\tstate", "t.tsv:2: 2 fields instead of 10"),
        ] {
            let error = Demonyms::parse(&format!("{header}\n{row}\n"), "t.tsv").expect_err(expected);
            assert_eq!(error.to_string(), expected);
        }
        let twice = format!("{header}\nA\tstate\t\t\t\tAish\t\t\t\t\nB\tstate\t\t\t\tAish\t\t\t\t\n");
        let error = Demonyms::parse(&twice, "t.tsv").expect_err("a word of two states");
        assert_eq!(error.to_string(), "t.tsv:3: `Aish` of B already belongs to A");
    }
}
