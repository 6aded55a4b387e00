//! Claims as JSON lines, for scripts and for scoring: one claim a line, offsets in Unicode characters of title,
//! blank line and text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::article_claims::{ArticleClaims, rounded};
use super::{Argument, Claim, Evidence};
use crate::document::{CharOffsets, Span};
use crate::lexicon::{EntityType, FactorKind, Modality, Polarity};

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimLine<'a> {
    /// The claim's id, as in the RDF.
    pub id: &'a str,
    /// Which article says it.
    pub article: ArticleLine<'a>,
    /// Number of the sentence, from 0; the title is 0.
    pub sentence: usize,
    /// Who.
    pub subject: EntityLine<'a>,
    /// Predicate id.
    pub predicate: &'a str,
    /// Whom or what.
    pub object: EntityLine<'a>,
    /// Did it happen, says the text?
    pub polarity: Polarity,
    /// How sure is the text?
    pub modality: Modality,
    /// Who says so; `null` for the article's own voice.
    pub speaker: Option<EntityLine<'a>>,
    /// Charge, office, asset or matter.
    pub topic: Option<EntityLine<'a>>,
    /// When.
    pub time: Option<&'a str>,
    /// Where.
    pub place: Option<EntityLine<'a>>,
    /// 0 to 1.
    pub confidence: f64,
    /// The rule that found it.
    pub rule: &'a str,
    /// The words it rests on.
    pub evidence: Quote<'a>,
    /// The words that express the predicate.
    pub trigger: Quote<'a>,
    /// Words that set polarity, modality and speaker.
    pub cues: Vec<CueLine<'a>>,
    /// Ids of the claims it follows from.
    pub inferred_from: Vec<&'a str>,
    /// What its confidence rests on, where asked for: name and value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factors: Option<BTreeMap<String, f32>>,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLine<'a> {
    /// The id of the input.
    pub id: &'a str,
    /// Date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<&'a str>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'a str>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<&'a str>,
}

/// A participant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntityLine<'a> {
    /// The fullest form.
    pub name: &'a str,
    /// The words here.
    pub text: &'a str,
    /// Its type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// Its Wikidata id.
    pub wikidata: Option<&'a str>,
}

/// A stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote<'a> {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words.
    pub quote: &'a str,
}

/// A cue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CueLine<'a> {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words.
    pub quote: &'a str,
    /// List and entry.
    pub rule: &'a str,
}

/// Writes one article's claims, one a line, in text order; `with_factors`, what their confidence rests on too.
pub fn write(claims: ArticleClaims<'_>, with_factors: bool, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let (text, ids) = (claims.article.full_text(), claims.ids());
    for line in lines(claims, &text, &ids, with_factors) {
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The lines of one article's claims. `text` is its full text, `ids` those of [`ArticleClaims::ids`].
pub fn lines<'a>(
    claims: ArticleClaims<'a>,
    text: &'a str,
    ids: &'a [String],
    with_factors: bool,
) -> Vec<ClaimLine<'a>> {
    let offsets = CharOffsets::new(text);
    let mut lines = Vec::new();
    for (id, claim) in claims.distinct(ids) {
        if let Some(mut line) = line(id, claim, &claims, text, &offsets, ids) {
            line.factors = with_factors.then(|| factors(claim));
            lines.push(line);
        }
    }
    lines
}

/// The factors of a claim, each under the table of its weight.
fn factors(claim: &Claim) -> BTreeMap<String, f32> {
    let table = |kind: FactorKind| match kind {
        FactorKind::General => "factor",
        FactorKind::Rule => "rule",
        FactorKind::Predicate => "predicate",
    };
    claim.judgement.factors.iter().map(|f| (format!("{}: {}", table(f.kind), f.name), f.value)).collect()
}

fn line<'a>(
    id: &'a str,
    claim: &'a Claim,
    claims: &ArticleClaims<'a>,
    text: &'a str,
    offsets: &CharOffsets<'_>,
    ids: &'a [String],
) -> Option<ClaimLine<'a>> {
    let article = claims.article;
    let entity = |argument: &'a Argument| {
        let entity = claims.entity(argument)?;
        let (entity_type, wikidata) = (entity.entity_type, entity.wikidata.as_deref());
        Some(EntityLine { name: &entity.name, text: &argument.text, entity_type, wikidata })
    };
    let quote = |span: Span| Quote {
        start: offsets.chars(span.start),
        end: offsets.chars(span.end),
        quote: text.get(span.start..span.end).unwrap_or_default(),
    };
    let cue = |cue: &'a super::Cue| {
        let Quote { start, end, quote } = quote(cue.span);
        CueLine { start, end, quote, rule: &cue.rule }
    };
    let Evidence { start, end, quote: words } = &claim.evidence;
    Some(ClaimLine {
        id,
        article: ArticleLine {
            id: &article.id,
            date: article.published.as_deref(),
            publisher: article.publisher.as_deref(),
            url: article.url.as_deref(),
        },
        sentence: claim.sentence,
        subject: entity(&claim.subject)?,
        predicate: &claim.predicate,
        object: entity(&claim.object)?,
        polarity: claim.polarity,
        modality: claim.modality,
        speaker: claim.speaker.as_ref().and_then(entity),
        topic: claim.topic.as_ref().and_then(entity),
        time: claim.time.as_deref(),
        place: claim.place.as_ref().and_then(entity),
        confidence: rounded(claim.confidence),
        rule: &claim.rule,
        evidence: Quote { start: *start, end: *end, quote: words },
        trigger: quote(claim.trigger),
        cues: claim.cues.iter().map(cue).collect(),
        inferred_from: claim.inferred_from.iter().filter_map(|&index| ids.get(index)).map(String::as_str).collect(),
        factors: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn a_line_has_the_form_that_scripts_expect() {
        let reading = fixture::harbour();
        let mut out = Vec::new();
        write(reading.article_claims(), false, &mut out).unwrap();
        let lines: Vec<serde_json::Value> =
            String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), reading.claims.len());
        let text: Vec<char> = reading.article.full_text().chars().collect();
        for line in &lines {
            for place in ["evidence", "trigger"] {
                let number = |name: &str| usize::try_from(line[place][name].as_u64().unwrap()).unwrap();
                let quote: String = text[number("start")..number("end")].iter().collect();
                assert_eq!(line[place]["quote"], quote);
            }
        }
        let met = &lines[0];
        assert_eq!(met["article"]["id"], "harbour-1");
        assert_eq!(met["subject"]["wikidata"], "Q7");
        assert_eq!(met["subject"]["type"], "Person");
        assert_eq!(met["speaker"]["name"], "Visby");
        assert_eq!(met["topic"], serde_json::Value::Null);
        assert_eq!(met["polarity"], "positive");
        assert_eq!(met["confidence"], 0.9);
        assert_eq!(lines.last().unwrap()["inferred_from"][0], met["id"]);
    }

    #[test]
    fn a_claim_read_twice_from_the_same_words_stands_once() {
        let mut reading = fixture::harbour();
        let mut again = reading.claims[0].clone();
        again.rule = "another-rule".into();
        reading.claims.insert(1, again);
        let text = reading.article.full_text();
        let (claims, ids) = (reading.article_claims(), reading.article_claims().ids());
        let lines = lines(claims, &text, &ids, true);
        assert_eq!(lines.len() + 1, claims.claims.len());
        assert!(lines.iter().all(|line| line.rule != "another-rule"));
    }
}
