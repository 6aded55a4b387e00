//! Lemmas set right: the model's lemma of an inflected form comes in; what spelling and the vocabulary know
//! better goes out. The model chooses an edit ("drop two characters") from few examples and so writes
//! "companie" or "vot"; of the stems that spelling allows, the one that is a word of the vocabulary is taken, and of a
//! verb of which none is, the one that its last letters make likely ("denounc" is "denounce", "sanction" is whole).

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::rules::parse_data;
use super::wordpiece::WordPiece;
use crate::document::Upos;
use crate::error::Result;

/// Irregular forms by part of speech.
#[derive(Debug, Clone, Default)]
pub struct Lemmas {
    irregular: HashMap<(Upos, String), String>,
    /// What may stand before an irregular verb in the past.
    prefixes: Vec<String>,
    /// How stems end that have lost an "e" before "ed" and "ing", and such that have not; the longest one decides.
    silent_e: HashSet<String>,
    no_silent_e: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: Vec<String>,
    prefixes: Vec<String>,
    nouns: Vec<String>,
    adjectives: Vec<String>,
    adverbs: Vec<String>,
    silent_e: HashSet<String>,
    no_silent_e: HashSet<String>,
}

impl Lemmas {
    /// The list that is built into the program.
    ///
    /// # Errors
    /// [`crate::Error::Data`] when the list is not in its form.
    pub fn embedded() -> Result<Self> {
        let file: File = parse_data("language/lemmas.toml", include_str!("../../data/language/lemmas.toml"))?;
        let mut irregular = HashMap::new();
        let lists = [
            (Upos::Verb, file.verbs),
            (Upos::Noun, file.nouns),
            (Upos::Adj, file.adjectives),
            (Upos::Adv, file.adverbs),
        ];
        for (tag, entries) in lists {
            for entry in entries {
                let mut forms = entry.split_whitespace();
                let Some(base) = forms.next() else { continue };
                irregular.extend(forms.map(|form| ((tag, form.to_owned()), base.to_owned())));
            }
        }
        Ok(Lemmas { irregular, prefixes: file.prefixes, silent_e: file.silent_e, no_silent_e: file.no_silent_e })
    }

    /// The lemma of `form`, where the model says `lemma`, the tag `upos` and the features `feats`.
    pub fn correct(&self, vocabulary: &WordPiece, form: &str, upos: Upos, feats: &str, lemma: String) -> String {
        match upos {
            Upos::Num if is_grouped(form) => return form.replace(',', ""),
            Upos::Pron if lemma == "i" => return "I".to_owned(),
            Upos::Part | Upos::Aux if lemma.contains('’') => return lemma.replace('’', "'"),
            Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv => {}
            _ => return lemma,
        }
        if !form.is_ascii() {
            return lemma;
        }
        let lower = form.to_ascii_lowercase();
        if let Some(base) = self.irregular_base(&lower, upos, feats) {
            return base;
        }
        if form.len() < 4 {
            return lemma;
        }
        let mut stems = match upos {
            Upos::Verb => self.verb_stems(&lower),
            Upos::Noun if feats.contains("Number=Plur") => plural_stems(&lower),
            Upos::Adj | Upos::Adv if feats.contains("Degree=Cmp") || feats.contains("Degree=Sup") => {
                self.graded_stems(&lower)
            }
            _ => return lemma,
        };
        // An edit that the form's ending does not allow ("rumoy" of "rumours") gives way to one that it does.
        let regular =
            stems.first().cloned().filter(|_| upos == Upos::Verb || upos == Upos::Noun && !stems.contains(&lemma));
        stems.retain(|stem| vocabulary.knows(stem));
        let unchanged = upos == Upos::Verb && lemma == lower;
        match stems.into_iter().next() {
            Some(first) if unchanged || !vocabulary.knows(&lemma) || must_double(&lemma, &lower) => first,
            None if (lemma != lower || is_inflected(feats)) && !vocabulary.knows(&lemma) => regular.unwrap_or(lemma),
            _ => lemma,
        }
    }

    /// The lemma of an irregular form, also of one behind a prefix where it stands in the past ("retook"; not "relent").
    fn irregular_base(&self, lower: &str, upos: Upos, feats: &str) -> Option<String> {
        let known = |form: &str| self.irregular.get(&(upos, form.to_owned()));
        let is_past = upos == Upos::Verb && (feats.contains("Tense=Past") || feats.contains("VerbForm=Part"));
        let past_of = |p: &String| Some(format!("{p}{}", known(lower.strip_prefix(p.as_str())?)?));
        let behind = || self.prefixes.iter().find_map(past_of);
        known(lower).cloned().or_else(|| behind().filter(|_| is_past))
    }

    /// Has a stem spelled like this lost an "e"?
    fn has_lost_e(&self, stem: &str) -> bool {
        let endings = (0..stem.len()).map(|start| &stem[start..]);
        let mut known = endings.filter(|e| self.silent_e.contains(*e) || self.no_silent_e.contains(*e));
        known.next().is_some_and(|ending| self.silent_e.contains(ending))
    }

    /// Stems of a form without its ending, the likeliest first.
    fn stripped(&self, base: &str) -> Vec<String> {
        let plain = base.to_owned();
        let single = base[..base.len().saturating_sub(1)].to_owned();
        let with_e = format!("{base}e");
        match base.as_bytes() {
            // "stopped", "propelled", but "passed" and "called".
            [.., a, b] if a == b => match b {
                b's' | b'z' | b'f' | b'e' | b'o' => vec![plain, single, with_e],
                b'l' if vowels(base) < 2 => vec![plain, single, with_e],
                _ => vec![single, plain, with_e],
            },
            _ if is_short(base) || self.has_lost_e(base) => vec![with_e, plain],
            _ => vec![plain, with_e],
        }
    }

    fn verb_stems(&self, form: &str) -> Vec<String> {
        if let Some(base) = form.strip_suffix("ied").or_else(|| form.strip_suffix("ies")) {
            return vec![format!("{base}y"), format!("{base}ie")];
        }
        if let Some(base) = form.strip_suffix("ing") {
            return self.stripped(base);
        }
        if let Some(base) = form.strip_suffix("eed") {
            return vec![format!("{base}eed"), format!("{base}ee")];
        }
        if let Some(base) = form.strip_suffix("ed") {
            return self.stripped(base);
        }
        let mut stems = sibilant_stems(form);
        if stems.first().is_some_and(|stem| self.has_lost_e(stem)) {
            stems.reverse();
        }
        stems
    }

    fn graded_stems(&self, form: &str) -> Vec<String> {
        let Some(base) = form.strip_suffix("er").or_else(|| form.strip_suffix("est")) else { return Vec::new() };
        match base.strip_suffix('i') {
            Some(short) => vec![format!("{short}y")],
            None => self.stripped(base),
        }
    }
}

/// Is the form of a verb, by its features, not its lemma ("disproving", but not "bring")?
fn is_inflected(feats: &str) -> bool {
    ["VerbForm=Ger", "VerbForm=Part", "Tense=Past"].iter().any(|feature| feats.contains(feature))
}

/// "1,250,000".
fn is_grouped(form: &str) -> bool {
    let mut groups = form.split(',');
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    groups.next().is_some_and(|first| !first.is_empty() && digits(first))
        && form.contains(',')
        && groups.all(|group| group.len() == 3 && digits(group))
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// "hop" from "hoping": a short stem that would have doubled its last letter.
fn must_double(lemma: &str, form: &str) -> bool {
    let rest = form.strip_prefix(lemma);
    matches!(rest, Some("ing" | "ed" | "er" | "est")) && is_short(lemma)
}

fn vowels(stem: &str) -> usize {
    stem.bytes().filter(|&c| is_vowel(c) || c == b'y').count()
}

/// One syllable that ends with a vowel and a consonant ("hop").
fn is_short(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    let [.., vowel, last] = bytes else { return false };
    vowels(stem) == 1 && is_vowel(*vowel) && !is_vowel(*last) && !matches!(last, b'w' | b'x' | b'y')
}

fn plural_stems(form: &str) -> Vec<String> {
    match form.strip_suffix("ies") {
        Some(base) => vec![format!("{base}y"), format!("{base}ie")],
        None => sibilant_stems(form),
    }
}

/// Stems of a form in -s or -es.
fn sibilant_stems(form: &str) -> Vec<String> {
    if form.ends_with("ss") {
        return Vec::new();
    }
    let Some(base) = form.strip_suffix('s') else { return Vec::new() };
    match base.strip_suffix('e') {
        Some(short) if short.ends_with("sh") || short.ends_with("ch") || short.ends_with(['s', 'x', 'z', 'o']) => {
            vec![short.to_owned(), base.to_owned()]
        }
        _ => vec![base.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str =
        "[UNK]\n[CLS]\n[SEP]\nvote\ncompany\nclash\nhop\nhope\nstop\nexpress\nclose\nagree\ncarry\npass\nkill\nmove";

    #[test]
    fn spelling_and_vocabulary_choose_the_stem() {
        let vocabulary = WordPiece::new(WORDS, HashMap::new()).expect("special pieces are there");
        let lemmas = Lemmas::embedded().expect("the list is well formed");
        let correct = |form: &str, upos, feats: &str, lemma: &str| {
            lemmas.correct(&vocabulary, form, upos, feats, lemma.to_owned())
        };
        for (form, model, right) in [
            ("voted", "vot", "vote"),
            ("hoping", "hop", "hope"),
            ("hopping", "hopp", "hop"),
            ("stopped", "stopp", "stop"),
            ("expressed", "expresse", "express"),
            ("Killing", "kil", "kill"),
            ("agreed", "agre", "agree"),
            ("carried", "carrie", "carry"),
            ("passes", "passe", "pass"),
            ("fought", "foug", "fight"),
            ("frobbing", "frobbe", "frob"),
            ("denounced", "denounc", "denounce"),
            ("sanctioned", "sanctione", "sanction"),
            ("criticizes", "criticiz", "criticize"),
            ("ratified", "ratifie", "ratify"),
            ("detaining", "detaine", "detain"),
            ("injured", "injur", "injure"),
            ("devouring", "devoure", "devour"),
            ("propelled", "propell", "propel"),
            ("united", "unit", "unite"),
            ("moved", "move", "move"),
            ("closing", "closing", "close"),
            ("sat", "s", "sit"),
            ("outfought", "outfought", "outfight"),
            ("retaken", "retak", "retake"),
        ] {
            assert_eq!(correct(form, Upos::Verb, "VerbForm=Part", model), right);
        }
        assert_eq!(correct("relent", Upos::Verb, "VerbForm=Inf", "relent"), "relent");
        assert_eq!(correct("companies", Upos::Noun, "Number=Plur", "companie"), "company");
        assert_eq!(correct("rumours", Upos::Noun, "Number=Plur", "rumoy"), "rumour");
        assert_eq!(correct("clashes", Upos::Noun, "Number=Plur", "clashe"), "clash");
        assert_eq!(correct("closest", Upos::Adj, "Degree=Sup", "clos"), "close");
        assert_eq!(correct("better", Upos::Adv, "Degree=Cmp", "better"), "well");
        assert_eq!(correct("1,250", Upos::Num, "", "1,250"), "1250");
        assert_eq!(correct("1,25", Upos::Num, "", "1,25"), "1,25");
        assert_eq!(correct("Companies", Upos::Propn, "Number=Plur", "Companies"), "Companies");
    }
}
