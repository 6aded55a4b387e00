//! `tidings explain`: how a sentence was read, step by step, or how a claim in a store came about.

mod stored;

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use comfy_table::{Table, presets};
use tidings::check::{bare_article, describe};
use tidings::claim::Claim;
use tidings::claim::confidence::Least;
use tidings::document::Sentence;
use tidings::lexicon::{Calibration, FactorKind};
use tidings::mention::{Mention, MentionKind};
use tidings::pipeline::{Reading, Tidings};
use tidings::relation::frames::Attempt;
use tidings::resolve::decisions::Log;

use super::gazetteer_option::GazetteerOption;
use super::store_option::StoreOption;

/// How many factors of a confidence are shown; the others are summed up.
const FACTORS_SHOWN: usize = 7;

/// Show how a sentence is read: words, parse, names, mentions, the frames tried, the claims, and why. For a claim in
/// a store, by its IRI, the whole chain from the article to the claim.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings explain \"Baku is distancing itself from Moscow, analysts say.\"
  tidings explain --all \"Prague expelled two diplomats.\"
  tidings explain --store samples.nq.gz urn:tidings:claim/3f624601012855f64082c43b32275e0e")]
pub struct Args {
    /// Also the frames whose trigger word is of another kind (noun for verb …)
    #[arg(long)]
    all: bool,
    /// Use frames and cues of this folder instead of those built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Apply the decisions of this log; for a claim in a store, those of its own log unless told otherwise
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    /// One or more sentences, or the IRI (or its last part) of a claim in the store
    #[arg(required = true)]
    text: Vec<String>,
}

/// Run the command.
pub fn run(args: Args) -> Result<ExitCode> {
    let sentence = args.text.join(" ");
    if sentence.trim().is_empty() {
        bail!("no sentence given");
    }
    let mut tidings = Tidings::with_data(args.data.as_deref())?.with_gazetteers(&args.gazetteer.gazetteer)?;
    if let Some(name) = claim_name(&sentence) {
        return stored::run(name, &args, tidings);
    }
    let log = args.decisions.as_deref().map(Log::read).transpose()?;
    if let Some(log) = &log {
        tidings = tidings.with_decisions(log.replay()?);
    }
    let mut attempts = Vec::new();
    let reading = tidings.read_recording(bare_article(&sentence), Some(&mut attempts))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    print(&reading, &attempts, args.all, log.as_ref(), &mut out)
        .and_then(|()| out.flush())
        .context("standard output")?;
    Ok(ExitCode::SUCCESS)
}

/// The claim that a text names: an IRI, one with the prefix `claim:`, or an id of 32 hexadecimal digits.
fn claim_name(text: &str) -> Option<&str> {
    let name = text.trim().trim_start_matches('<').trim_end_matches('>');
    let id = name.rsplit(['/', ':']).next().filter(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let is_iri = name.contains("claim/") && !name.contains(char::is_whitespace);
    match name.strip_suffix(id) {
        Some("" | "claim:") => Some(id),
        _ => is_iri.then_some(name),
    }
}

fn print(
    reading: &Reading,
    attempts: &[Attempt],
    all: bool,
    log: Option<&Log>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    for (index, sentence) in reading.document.sentences.iter().enumerate() {
        words(reading, index, sentence, out)?;
    }
    mentions(reading, None, log, out)?;
    tried(reading, attempts, all, out)?;
    writeln!(out, "\nClaims")?;
    for claim in &reading.claims {
        explain_claim(reading, claim, out)?;
    }
    if reading.claims.is_empty() {
        writeln!(out, "  none")?;
    }
    Ok(())
}

fn words(reading: &Reading, index: usize, sentence: &Sentence, out: &mut impl Write) -> std::io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["#", "word", "lemma", "tag", "head", "relation", "name"]);
    for (i, token) in sentence.tokens.iter().enumerate() {
        let name = sentence.names.iter().find(|n| n.tokens.contains(&i));
        table.add_row([
            i.to_string(),
            reading.document.form(index, i).to_owned(),
            token.lemma.clone(),
            token.upos.to_string(),
            token.head.map_or("root".into(), |h| format!("{h} {}", reading.document.form(index, h))),
            token.deprel.to_string(),
            name.map_or("", |n| n.kind.as_str()).to_owned(),
        ]);
    }
    writeln!(out, "Sentence {index}\n{table}\n")
}

/// The mentions of all sentences or of one.
fn mentions(
    reading: &Reading,
    sentence: Option<usize>,
    log: Option<&Log>,
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(out, "Mentions")?;
    let here = |m: &&Mention| sentence.is_none_or(|s| m.sentence == s);
    for mention in reading.mentions.mentions.iter().filter(here) {
        let kind = match mention.kind {
            MentionKind::Name => "name",
            MentionKind::Nominal => "description",
            MentionKind::Pronoun => "pronoun",
        };
        let entity = &reading.entities[mention.chain];
        let link = entity.wikidata.as_deref().unwrap_or("NIL");
        let decisions = entity.decisions.iter().filter_map(|&number| log?.get(number));
        let decided: String = decisions.map(|decision| format!("; {}", decision.why())).collect();
        writeln!(
            out,
            "  {} ({kind}, {}) = {} [{}, {link}] by rule {}{decided}",
            mention.span.of(&reading.document.text),
            mention.entity_type.as_str(),
            entity.given_name.as_ref().unwrap_or(&entity.name),
            entity.entity_type.as_str(),
            mention.rule
        )?;
    }
    Ok(())
}

fn tried(reading: &Reading, attempts: &[Attempt], all: bool, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "\nFrames tried")?;
    for attempt in attempts {
        let word = reading.document.form(attempt.trigger.0, attempt.trigger.1);
        match &attempt.miss {
            None => writeln!(out, "  {word}: {} `{}` fired", attempt.frame, attempt.pattern)?,
            Some(why) if all || !why.contains("another kind") => {
                writeln!(out, "  {word}: {} `{}`: {why}", attempt.frame, attempt.pattern)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn explain_claim(reading: &Reading, claim: &Claim, out: &mut impl Write) -> std::io::Result<()> {
    let calibration = Calibration::embedded();
    let text = &reading.document.text;
    writeln!(out, "  {}", describe(reading, claim))?;
    writeln!(out, "    rule {}, words \"{}\", confidence {:.2}", claim.rule, claim.trigger.of(text), claim.confidence)?;
    let least = Least::from(calibration).of(&claim.rule);
    if claim.confidence < least {
        writeln!(out, "    below {least}: left out unless --min-confidence asks for it")?;
    }
    writeln!(out, "    confidence from {}", factors(claim, calibration))?;
    for cue in &claim.cues {
        writeln!(out, "    \"{}\": {}", cue.span.of(text), cue.rule)?;
    }
    for &ground in &claim.inferred_from {
        writeln!(out, "    follows from {}", describe(reading, &reading.claims[ground]))?;
    }
    Ok(())
}

/// What a confidence rests on, in log-odds, the weightiest first.
fn factors(claim: &Claim, calibration: &Calibration) -> String {
    let mut effects: Vec<(f32, String)> = Vec::new();
    for factor in &claim.judgement.factors {
        let name = match factor.kind {
            FactorKind::General => factor.name.to_string(),
            FactorKind::Rule => format!("rule {}", factor.name),
            FactorKind::Predicate => format!("predicate {}", factor.name),
        };
        effects.push((factor.effect(calibration), name));
    }
    effects.retain(|(effect, _)| effect.abs() >= 0.005);
    effects.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
    let rest = effects.split_off(effects.len().min(FACTORS_SHOWN));
    let mut parts = vec![format!("base {:+.2}", calibration.base)];
    parts.extend(effects.into_iter().map(|(effect, name)| format!("{name} {effect:+.2}")));
    if !rest.is_empty() {
        parts.push(format!("{} more {:+.2}", rest.len(), rest.iter().map(|(effect, _)| effect).sum::<f32>()));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_told_from_sentences() {
        let id = "3f624601012855f64082c43b32275e0e";
        assert_eq!(claim_name(id), Some(id));
        assert_eq!(claim_name(&format!("claim:{id}")), Some(id));
        let iri = format!("urn:tidings:claim/{id}");
        assert_eq!(claim_name(&iri), Some(iri.as_str()));
        assert_eq!(claim_name(&format!("<{iri}>")), Some(iri.as_str()));
        assert_eq!(claim_name("Oslo met Riga."), None);
        assert_eq!(claim_name(&format!("Oslo/{id}")), None);
    }
}
