//! Claims as a table for people.

use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};
use tidings::lexicon::{Modality, Polarity};
use tidings::pipeline::Reading;

/// Print the claims of an article as a table: one claim a row, with what qualifies it.
pub fn claims(reading: &Reading, out: &mut impl Write) -> std::io::Result<()> {
    if reading.claims.is_empty() {
        return writeln!(out, "{}\n  no claims", reading.article.title);
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !is_terminal() {
        table.set_width(160);
    }
    table.set_header(["§", "subject", "predicate", "object", "status", "says", "more", "rule", "conf."]);
    let name = |a: &tidings::claim::Argument| reading.entities[a.entity].name.clone();
    for claim in &reading.claims {
        let mut status = claim.modality.as_str().to_owned();
        if claim.polarity == Polarity::Negative {
            status = if claim.modality == Modality::Actual { "not".into() } else { format!("not, {status}") };
        } else if claim.modality == Modality::Actual {
            status.clear();
        }
        let mut more = Vec::new();
        more.extend(claim.topic.as_ref().map(|t| format!("topic {}", name(t))));
        more.extend(claim.place.as_ref().map(|p| format!("in {}", name(p))));
        more.extend(claim.time.clone());
        if !claim.inferred_from.is_empty() {
            more.push("inferred".into());
        }
        table.add_row([
            claim.sentence.to_string(),
            name(&claim.subject),
            claim.predicate.clone(),
            name(&claim.object),
            status,
            claim.speaker.as_ref().map(name).unwrap_or_default(),
            more.join(", "),
            claim.rule.clone(),
            format!("{:.2}", claim.confidence),
        ]);
    }
    writeln!(out, "{}\n{table}", reading.article.title)
}

fn is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stdout())
}
