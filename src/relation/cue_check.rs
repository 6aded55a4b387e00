//! Runs the tests that stand in the cue lists, for `tidings check` and `cargo test`: a text is read, and the event's
//! polarity, modality and speaker are compared with what the list expects.

use crate::error::Result;
use crate::language::Reader;
use crate::lexicon::{CueTest, Cues, Effect};
use crate::mention::{self, Knowledge};
use crate::relation::{Attributions, Modality, Polarity, factuality};

/// Runs one test: `None` if it holds, else what came out instead, in a sentence.
///
/// # Errors
/// What the reader reports.
pub fn failure(test: &CueTest, reader: &Reader, knowledge: &Knowledge, cues: &Cues) -> Result<Option<String>> {
    let document = reader.read(&test.text, 0)?;
    let word = document.sentences.iter().enumerate().find_map(|(s, sentence)| {
        let is_word = |t: &crate::document::Token| t.span.of(&document.text) == test.word;
        sentence.tokens.iter().position(is_word).map(|i| (s, i))
    });
    let Some((s, i)) = word else { return Ok(Some(format!("the text has no word {:?}", test.word))) };
    let Some(sentence) = document.sentences.get(s) else { return Ok(None) };
    let found = factuality(&document, sentence, i, cues);
    let expected = expected(&test.gives);
    if (found.polarity, found.modality) != expected {
        let rules: Vec<&str> = found.cues.iter().map(|c| c.rule.as_str()).collect();
        return Ok(Some(format!(
            "{:?} is {} {} by {rules:?}, not {} {}",
            test.word,
            found.polarity.as_str(),
            found.modality.as_str(),
            expected.0.as_str(),
            expected.1.as_str()
        )));
    }
    let Some(wanted) = &test.speaker else { return Ok(None) };
    let mentions = mention::read(&document, knowledge);
    let attributions = Attributions::build(&document, &mentions, cues);
    let speaker = attributions.speaker_of(s, i).map_or("", |a| mentions.chain_of(a.mention).name.as_str());
    Ok((speaker != wanted).then(|| format!("{:?} is said by {speaker:?}, not by {wanted:?}", test.word)))
}

fn expected(gives: &[Effect]) -> (Polarity, Modality) {
    let polarity = if gives.contains(&Effect::Negative) { Polarity::Negative } else { Polarity::Positive };
    let modality = gives.iter().find_map(|effect| match effect {
        Effect::Negative => None,
        Effect::Alleged => Some(Modality::Alleged),
        Effect::Possible => Some(Modality::Possible),
        Effect::Planned => Some(Modality::Planned),
    });
    (polarity, modality.unwrap_or(Modality::Actual))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_in_the_built_in_lists_hold() {
        let (reader, knowledge) = (Reader::embedded().unwrap(), Knowledge::embedded().unwrap());
        let cues = Cues::built_in().unwrap();
        let mut failures = Vec::new();
        for test in cues.tests() {
            if let Some(message) = failure(&test, &reader, &knowledge, &cues).unwrap() {
                failures.push(format!("{}:{} {}: {message}\n    {}", test.file, test.line, test.entry, test.text));
            }
        }
        assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cues.tests().count(), failures.join("\n"));
    }
}
