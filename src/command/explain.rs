//! `tidings explain`: how a sentence was read, step by step.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use comfy_table::{Table, presets};
use tidings::check::{bare_article, describe};
use tidings::claim::Claim;
use tidings::document::Sentence;
use tidings::mention::MentionKind;
use tidings::pipeline::{Reading, Tidings};
use tidings::relation::frames::Attempt;
use tidings::resolve::decisions::Log;

use super::gazetteer_option::GazetteerOption;

/// Show how a sentence is read: words, parse, names, mentions, the frames tried, the claims, and why.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings explain \"Baku is distancing itself from Moscow, analysts say.\"
  tidings explain --all \"Prague expelled two diplomats.\"")]
pub struct Args {
    /// Also the frames whose trigger word is of another kind (noun for verb …)
    #[arg(long)]
    all: bool,
    /// Use frames and cues of this folder instead of those built in
    #[arg(long, value_name = "DIR", value_parser = super::data_folder)]
    data: Option<PathBuf>,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Apply the decisions of this log
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// One or more sentences
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
    mentions(reading, log, out)?;
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

fn mentions(reading: &Reading, log: Option<&Log>, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "Mentions")?;
    for mention in &reading.mentions.mentions {
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
    let text = &reading.document.text;
    writeln!(out, "  {}", describe(reading, claim))?;
    writeln!(out, "    rule {}, words \"{}\", confidence {:.2}", claim.rule, claim.trigger.of(text), claim.confidence)?;
    for cue in &claim.cues {
        writeln!(out, "    \"{}\": {}", cue.span.of(text), cue.rule)?;
    }
    for &ground in &claim.inferred_from {
        writeln!(out, "    follows from {}", describe(reading, &reading.claims[ground]))?;
    }
    Ok(())
}
