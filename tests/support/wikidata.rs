//! Lines of a Wikidata JSON dump, made up, in the form that
//! <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html> describes. The same seed gives the same lines.

use std::fmt::Write as _;

/// A small generator of numbers (xorshift), so that dumps are the same everywhere.
pub struct Random(u64);

impl Random {
    /// A generator that gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// One entity to be written.
pub struct Item {
    /// Number of its id.
    pub qid: u64,
    /// Its English label.
    pub label: String,
    /// Numbers of its classes (P31).
    pub classes: Vec<u64>,
    /// Statements with items as values: property, item.
    pub statements: Vec<(&'static str, u64)>,
    /// Number of pages.
    pub sitelinks: usize,
    /// About how many bytes of further statements, labels and references there are.
    pub ballast: usize,
}

const LANGUAGES: [&str; 12] = ["de", "fr", "es", "it", "ja", "zh", "ar", "ru", "uk", "pt", "nl", "sv"];
const SYLLABLES: [&str; 16] =
    ["ba", "ko", "ri", "ta", "mel", "sun", "dra", "vi", "lo", "pe", "nor", "shi", "gal", "tu", "ze", "fam"];

/// A made-up name of two words.
pub fn name(random: &mut Random) -> String {
    let mut word = || {
        let mut word = String::new();
        for _ in 0..2 + random.below(3) {
            word.push_str(SYLLABLES[random.below(16) as usize]);
        }
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}", word(), word())
}

/// A statement whose value is an item, with a reference, as dumps have them.
pub fn statement(subject: u64, property: &str, item: u64, qualifiers: &str, rank: &str) -> String {
    let qualifiers = match qualifiers {
        "" => String::new(),
        some => format!(r#","qualifiers":{{{some}}},"qualifiers-order":["P580"]"#),
    };
    format!(
        r#"{{"mainsnak":{{"snaktype":"value","property":"{property}","hash":"{subject:08x}{item:08x}","datavalue":{{"value":{{"entity-type":"item","numeric-id":{item},"id":"Q{item}"}},"type":"wikibase-entityid"}},"datatype":"wikibase-item"}},"type":"statement"{qualifiers},"id":"Q{subject}$0A1B2C3D-{item:08X}","rank":"{rank}","references":[{{"hash":"{item:016x}","snaks":{{"P143":[{{"snaktype":"value","property":"P143","hash":"e4f6d9","datavalue":{{"value":{{"entity-type":"item","numeric-id":328,"id":"Q328"}},"type":"wikibase-entityid"}},"datatype":"wikibase-item"}}]}},"snaks-order":["P143"]}}]}}"#
    )
}

impl Item {
    /// The line, without comma and line feed.
    pub fn line(&self, random: &mut Random) -> String {
        let qid = self.qid;
        let mut claims: Vec<String> = Vec::new();
        let list = |property: &str, items: &[u64]| {
            let all: Vec<String> = items.iter().map(|&i| statement(qid, property, i, "", "normal")).collect();
            format!(r#""{property}":[{}]"#, all.join(","))
        };
        // The order of properties in dumps is that of their making: P31 stands anywhere.
        let mut ballast = self.ballast as i64;
        let mut property = 1000 + random.below(500);
        while ballast > 0 {
            let text = list(&format!("P{property}"), &[random.below(90_000_000) + 1_000_000]);
            ballast -= text.len() as i64;
            property += 1 + random.below(40);
            claims.push(text);
        }
        if !self.classes.is_empty() {
            let at = random.below(claims.len() as u64 + 1) as usize;
            claims.insert(at, list("P31", &self.classes));
        }
        claims.extend(self.statements.iter().map(|(p, item)| list(p, &[*item])));
        let mut labels = format!(r#""en":{{"language":"en","value":"{}"}}"#, self.label);
        let mut sitelinks = String::new();
        for language in LANGUAGES.iter().take(self.ballast / 400) {
            let _ =
                write!(labels, r#","{language}":{{"language":"{language}","value":"{} ({language})"}}"#, self.label);
        }
        for i in 0..self.sitelinks {
            let comma = if i == 0 { "" } else { "," };
            let _ =
                write!(sitelinks, r#"{comma}"x{i}wiki":{{"site":"x{i}wiki","title":"{}","badges":[]}}"#, self.label);
        }
        format!(
            r#"{{"type":"item","id":"Q{qid}","labels":{{{labels}}},"descriptions":{{"en":{{"language":"en","value":"made-up thing"}}}},"aliases":[],"claims":{{{}}},"sitelinks":{{{sitelinks}}},"pageid":{qid},"ns":0,"title":"Q{qid}","lastrevid":1,"modified":"2025-01-01T00:00:00Z"}}"#,
            claims.join(",")
        )
    }
}

/// Classes of most of Wikidata: scholarly articles, genes, stars, categories, taxa, streets, paintings.
const OTHER_CLASSES: [u64; 7] = [13_442_814, 7187, 523, 4_167_836, 16_521, 79_007, 3_305_213];

/// The `number`th entity of a large dump: one in fifty is kept by the built-in selection.
pub fn typical(number: u64, random: &mut Random) -> Item {
    let size = [600, 1_500, 3_000, 6_000, 10_000, 16_000, 28_000][random.below(7) as usize];
    let (classes, statements, sitelinks) = match random.below(50) {
        0 => (vec![5], vec![("P27", 30), ("P39", 4_416_090)], 20),
        1..=8 => (vec![5], vec![("P106", 1_650_915)], random.below(3) as usize),
        9 => (vec![486_972], vec![("P17", 142)], 6),
        _ => (vec![OTHER_CLASSES[random.below(7) as usize]], vec![], random.below(2) as usize),
    };
    Item { qid: number + 200_000, label: name(random), classes, statements, sitelinks, ballast: size }
}
