//! Inflected forms of a lemma: what a frame's trigger word looks like in a text, whatever the model makes of its
//! lemma. Regular forms are made by spelling rules (all candidates, also some that no writer uses); irregular
//! ones stand in `data/language/irregular.tsv`.

use std::collections::HashMap;
use std::sync::OnceLock;

const IRREGULAR: &str = include_str!("../../data/language/irregular.tsv");

fn irregular() -> &'static HashMap<&'static str, Vec<&'static str>> {
    static TABLE: OnceLock<HashMap<&str, Vec<&str>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = IRREGULAR.lines().filter(|l| !l.starts_with('#'));
        lines
            .filter_map(|line| {
                let mut words = line.split('\t');
                Some((words.next()?, words.collect()))
            })
            .collect()
    })
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The forms of `lemma` besides itself, in lower case.
pub fn forms(lemma: &str) -> Vec<String> {
    let mut found: Vec<String> = irregular().get(lemma).into_iter().flatten().map(|f| (*f).to_owned()).collect();
    let letters: Vec<char> = lemma.chars().collect();
    let &[.., before, last] = letters.as_slice() else { return found };
    let without_last: String = letters[..letters.len() - 1].iter().collect();
    let hisses = matches!(last, 's' | 'x' | 'z' | 'o') || lemma.ends_with("ch") || lemma.ends_with("sh");
    let is_y = last == 'y' && !is_vowel(before);
    found.push(match () {
        () if is_y => format!("{without_last}ies"),
        () if hisses => format!("{lemma}es"),
        () => format!("{lemma}s"),
    });
    match () {
        () if is_y => found.extend([format!("{without_last}ied"), format!("{lemma}ing")]),
        () if last == 'e' => {
            found.push(format!("{lemma}d"));
            let stem =
                if before == 'i' { format!("{}y", &without_last[..without_last.len() - 1]) } else { without_last };
            found.push(format!("{stem}ing"));
        }
        () => {
            found.extend([format!("{lemma}ed"), format!("{lemma}ing")]);
            let third = letters.len().checked_sub(3).map(|i| letters[i]);
            // "acquit": the u of "qu" is no vowel.
            let third = third.filter(|_| !lemma.contains("qu") || letters[letters.len() - 3] != 'u');
            let doubles = is_vowel(before) && !is_vowel(last) && !matches!(last, 'w' | 'x' | 'y');
            if doubles && third.is_none_or(|c| !is_vowel(c)) {
                found.extend([format!("{lemma}{last}ed"), format!("{lemma}{last}ing")]);
            }
        }
    }
    found
}

/// Has the word irregular forms, or a past like its present?
pub fn is_irregular(lemma: &str) -> bool {
    irregular().contains_key(lemma)
}

/// Is it the past participle of an irregular verb ("shot", "slain"; not "slew"), and no other form of it?
pub fn is_irregular_participle(lemma: &str, form: &str) -> bool {
    let form = form.to_lowercase();
    let own = irregular().get(lemma).and_then(|forms| forms.iter().rfind(|f| !f.ends_with("ing") && !f.ends_with('s')));
    form != lemma && own.is_some_and(|participle| *participle == form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular() {
        for (lemma, form) in [
            ("sentence", "sentenced"),
            ("ban", "banned"),
            ("ban", "banning"),
            ("visit", "visited"),
            ("deny", "denied"),
            ("attack", "attacking"),
            ("meet", "met"),
            ("lie", "lying"),
            ("march", "marches"),
            ("overthrow", "overthrown"),
            ("rape", "raping"),
            ("acquit", "acquitted"),
        ] {
            assert!(forms(lemma).contains(&form.to_owned()), "{lemma} -> {form}: {:?}", forms(lemma));
        }
        assert!(!forms("meet").contains(&"meetting".to_owned()));
    }

    #[test]
    fn participles_of_irregular_verbs() {
        assert!(is_irregular_participle("shoot", "Shot"));
        assert!(is_irregular_participle("beat", "beaten"));
        assert!(!is_irregular_participle("take", "took"));
        assert!(!is_irregular_participle("hit", "hit"));
    }
}
