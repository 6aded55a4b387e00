//! `tidings decide log`.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use comfy_table::{ContentArrangement, Table, presets};
use tidings::resolve::decisions::{Kind, Log};

/// Columns of the table where it does not go to a terminal.
const WIDTH: u16 = 140;

/// Prints all decisions, and whether they hold.
pub fn print(log: &Log) -> Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    if log.decisions().is_empty() {
        writeln!(out, "{}: no decisions", log.path().display()).context("standard output")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table.set_header(["no.", "time", "author", "kind", "decision", "reason", "holds"]);
    for decision in log.decisions() {
        let holds = match log.undone_by(decision.number) {
            Some(by) => format!("undone by {by}"),
            None if decision.act.kind == Kind::Undo => String::new(),
            None => "yes".to_owned(),
        };
        table.add_row([
            decision.number.to_string(),
            decision.time.clone(),
            decision.author.clone(),
            decision.act.kind.as_str().to_owned(),
            decision.act.describe(),
            decision.reason.clone(),
            holds,
        ]);
    }
    writeln!(out, "{table}").context("standard output")?;
    // What contradicts itself is shown all the same, and said.
    log.replay()?;
    Ok(ExitCode::SUCCESS)
}
