//! `tidings review`: what to decide, the most valuable first.

use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use comfy_table::{ContentArrangement, Table, presets};
use tidings::resolve::decisions::{Act, Kind};
use tidings::review::{Proposal, proposals};
use tidings::store::Mode;

use super::decisions_option::DecisionsOption;
use super::store_option::StoreOption;

/// Proposals in a table where it is not said how many.
const LISTED: usize = 20;
/// Columns of the table where it does not go to a terminal.
const WIDTH: u16 = 140;

/// List what an analyst should decide: entities that may be one, doubtful or missing links, mentions that disagree
///
/// The most valuable first: claims that would change, times the probability that the store is wrong. Each comes with the
/// command that accepts it. The CSV can be edited in a spreadsheet or OpenRefine: write yes or no into the column
/// `decision`, leave it empty to skip, and give it back with `tidings decide --from`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tidings review --limit 10
  tidings review --format csv > review.csv      # edit it, then:
  tidings decide --from review.csv")]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    decisions: DecisionsOption,
    /// How to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Not more than N proposals [default: 20 in a table, all in CSV]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Csv,
}

/// Run the command.
pub fn run(args: Args) -> Result<ExitCode> {
    let log = args.decisions.read(&args.store.store)?;
    let replay = log.replay()?;
    let store = args.store.open(Mode::Read)?;
    let mut found = proposals(&store, &replay)?;
    let all = found.len();
    let limit = args.limit.or((args.format == Format::Table).then_some(LISTED));
    found.truncate(limit.unwrap_or(usize::MAX));
    let options = options(&args);
    let mut out = BufWriter::new(std::io::stdout().lock());
    match args.format {
        Format::Table => table(&found, &options, &mut out),
        Format::Csv => csv(&found, &options, &mut out),
    }
    .and_then(|()| out.flush())
    .context("standard output")?;
    if found.len() < all {
        eprintln!("tidings: note: {} more (--limit)", all - found.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// The options that a command on the same store and log needs.
fn options(args: &Args) -> String {
    let mut options = String::new();
    if args.store.store != std::path::Path::new("tidings.nq.gz") {
        options.push_str(&format!(" --store {}", quoted(&args.store.store.display().to_string())));
    }
    if let Some(path) = &args.decisions.decisions {
        options.push_str(&format!(" --decisions {}", quoted(&path.display().to_string())));
    }
    options
}

fn table(found: &[Proposal], options: &str, out: &mut impl Write) -> std::io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "nothing to decide");
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table.set_header(["", "value", "score", "claims", "proposal", "why"]);
    for (index, proposal) in found.iter().enumerate() {
        table.add_row([
            (index + 1).to_string(),
            format!("{:.1}", proposal.value()),
            format!("{:.2}", proposal.score),
            proposal.claims.to_string(),
            question(proposal),
            proposal.reasons.join("; "),
        ]);
    }
    // Commands stand below and on one line each, so that they can be copied.
    writeln!(out, "{table}\nA yes is recorded by")?;
    for (index, proposal) in found.iter().enumerate() {
        writeln!(out, "{:>4}  {}", index + 1, command(&proposal.act, options))?;
    }
    Ok(())
}

/// The proposal as a question.
fn question(proposal: &Proposal) -> String {
    let Proposal { act, entity_name, target_name, .. } = proposal;
    let place = if act.article.is_empty() { String::new() } else { format!(" in article {}", act.article) };
    match act.kind {
        Kind::Merge => format!("Is {target_name} the same as {entity_name}?"),
        Kind::Split => format!("Is {target_name}{place} another one than {entity_name}?"),
        _ => format!("Is {entity_name}{place} {}: {target_name}?", act.target),
    }
}

/// The command that makes a decision.
fn command(act: &Act, options: &str) -> String {
    let mut words = vec!["tidings decide".to_owned(), act.kind.as_str().to_owned()];
    words.push(quoted(&act.entity));
    if !act.target.is_empty() && act.kind != Kind::Split {
        words.push(quoted(&act.target));
    }
    if !act.article.is_empty() {
        words.extend(["--article".to_owned(), quoted(&act.article)]);
    }
    if let Some((start, end)) = act.mention {
        words.push(format!("--mention {start}..{end}"));
    }
    format!("{}{options}", words.join(" "))
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,%+@".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn csv(found: &[Proposal], options: &str, out: &mut impl Write) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "decision",
        "kind",
        "entity",
        "target",
        "article",
        "mention",
        "label",
        "reason",
        "author",
        "score",
        "claims",
        "value",
        "entity_name",
        "target_name",
        "command",
    ])?;
    for proposal in found {
        let act = &proposal.act;
        writer.write_record([
            "",
            act.kind.as_str(),
            &act.entity,
            &act.target,
            &act.article,
            &act.mention.map(|(start, end)| format!("{start}..{end}")).unwrap_or_default(),
            &act.label,
            &format!("{} (score {:.2})", proposal.reasons.join("; "), proposal.score),
            "",
            &format!("{:.2}", proposal.score),
            &proposal.claims.to_string(),
            &format!("{:.1}", proposal.value()),
            &plain(&proposal.entity_name),
            &plain(&proposal.target_name),
            &command(act, options),
        ])?;
    }
    writer.flush()
}

/// A text that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}
