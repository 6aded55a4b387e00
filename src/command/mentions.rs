//! `tidings mentions`: who and what is mentioned where, and as which entity.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use tidings::document::CharOffsets;
use tidings::mention::MentionKind;
use tidings::mention::coreference::{Candidate, Considered};
use tidings::pipeline::{Reading, Tidings};
use tidings::resolve::Candidate as EntityCandidate;

use super::batch::for_each_reading;
use super::gazetteer_option::GazetteerOption;

/// Width of the table where it does not go to a terminal, in characters.
const TABLE_WIDTH: u16 = 160;

/// Print every mention of people, bodies, places, groups, works, events and concepts, with its entity.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings mentions --format table article.txt
  tidings mentions news.jsonl > mentions.jsonl")]
pub struct Args {
    /// jsonl: one mention a line, offsets in Unicode characters of title, blank line and text; table: for people
    #[arg(long, default_value = "jsonl")]
    format: Format,
    /// Print instead, for each pronoun of the third person, what it might stand for, with features and probabilities
    #[arg(long, conflicts_with = "format")]
    antecedents: bool,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Files or folders (.txt .md .html .json .jsonl .csv, also .gz); `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Jsonl,
    Table,
}

/// One mention as printed.
#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    entity_type: &'static str,
    kind: &'static str,
    /// Number of the chain within the article.
    chain: usize,
    /// The rule that put the mention into its chain.
    rule: &'static str,
    name: &'a str,
    /// Key of the entity.
    entity: &'a str,
    wikidata: Option<&'a str>,
    score: f32,
    candidates: &'a [EntityCandidate],
    reason: &'a str,
}

/// A pronoun and what it might stand for, as printed.
#[derive(Serialize)]
struct PronounRow<'a> {
    article: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
    /// Which weights of `data/lexicon/antecedents.toml` it takes.
    class: &'static str,
    /// Is the first one likely enough?
    chosen: bool,
    /// That none of them is meant.
    none: f32,
    /// The likeliest first.
    candidates: Vec<Antecedent<'a>>,
}

#[derive(Serialize)]
struct Antecedent<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    /// What the article calls it.
    name: &'a str,
    /// For several things together: what the article calls them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    members: Vec<&'a str>,
    probability: f32,
    features: BTreeMap<&'static str, f32>,
}

/// Run the command. Articles that cannot be read are named on standard error and make the exit code 1.
pub fn run(args: Args) -> Result<ExitCode> {
    let tidings = Tidings::embedded()?.with_gazetteers(&args.gazetteer.gazetteer)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let code = for_each_reading(&tidings, &args.paths, |reading| match args.antecedents {
        true => print_lines(&pronouns(reading), &mut out),
        false => print(reading, args.format, &mut out),
    })?;
    out.flush()?;
    Ok(code)
}

fn print_lines(rows: &[impl Serialize], out: &mut impl Write) -> Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn print(reading: &Reading, format: Format, out: &mut impl Write) -> Result<()> {
    let rows = rows(reading);
    match format {
        Format::Jsonl => print_lines(&rows, out)?,
        Format::Table => {
            let mut table = Table::new();
            table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
            if !table.is_tty() {
                table.set_width(TABLE_WIDTH);
            }
            table.set_header(["from", "to", "text", "type", "kind", "chain", "rule", "entity", "wikidata", "score"]);
            for row in &rows {
                table.add_row([
                    row.start.to_string(),
                    row.end.to_string(),
                    row.text.to_owned(),
                    row.entity_type.to_owned(),
                    row.kind.to_owned(),
                    row.chain.to_string(),
                    row.rule.to_owned(),
                    row.name.to_owned(),
                    row.wikidata.unwrap_or_default().to_owned(),
                    row.wikidata.map_or_else(String::new, |_| format!("{:.2}", row.score)),
                ]);
            }
            writeln!(out, "{}\n{table}\n", reading.article.title)?;
        }
    }
    Ok(())
}

/// The pronouns in text order; offsets in Unicode characters.
fn pronouns(reading: &Reading) -> Vec<PronounRow<'_>> {
    let (text, mentions) = (reading.document.text.as_str(), &reading.mentions);
    let offsets = CharOffsets::new(text);
    let place = |mention: usize| {
        let span = mentions.mentions[mention].span;
        (offsets.chars(span.start), offsets.chars(span.end), span.of(text))
    };
    let antecedent = |candidate: &'_ Candidate| {
        let (start, end, text) = place(candidate.mention);
        let name = |m: usize| mentions.chain_of(m).name.as_str();
        Antecedent {
            start,
            end,
            text,
            name: name(candidate.mention),
            members: candidate.members.iter().map(|&m| name(m)).collect(),
            probability: candidate.probability,
            features: candidate.features.iter().copied().collect(),
        }
    };
    let row = |considered: &'_ Considered| {
        let (start, end, text) = place(considered.pronoun);
        PronounRow {
            article: &reading.article.id,
            start,
            end,
            text,
            class: considered.class,
            chosen: considered.chosen().is_some(),
            none: considered.none,
            candidates: considered.candidates.iter().map(antecedent).collect(),
        }
    };
    mentions.considered.iter().map(row).collect()
}

/// The mentions in text order; offsets in Unicode characters.
fn rows(reading: &Reading) -> Vec<Row<'_>> {
    let text = reading.document.text.as_str();
    let mut mentions: Vec<_> = reading.mentions.mentions.iter().collect();
    mentions.sort_by_key(|mention| mention.span);
    let offsets = CharOffsets::new(text);
    let row = |mention: &'_ &'_ tidings::mention::Mention| {
        let entity = reading.entities.get(mention.chain)?;
        let (start, end) = (offsets.chars(mention.span.start), offsets.chars(mention.span.end));
        Some(Row {
            article: &reading.article.id,
            start,
            end,
            text: mention.span.of(text),
            entity_type: entity.entity_type.as_str(),
            kind: match mention.kind {
                MentionKind::Name => "name",
                MentionKind::Nominal => "nominal",
                MentionKind::Pronoun => "pronoun",
            },
            chain: mention.chain,
            rule: mention.rule,
            name: &entity.name,
            entity: &entity.key,
            wikidata: entity.wikidata.as_deref(),
            score: entity.score,
            candidates: &entity.candidates,
            reason: &entity.reason,
        })
    };
    mentions.iter().filter_map(row).collect()
}
