//! How a claim in a store came about: what the store keeps of it, and, where it keeps the article's text, the whole
//! chain again: words, parse, mentions with their coreference, pattern, cues, confidence, claims it follows from.

use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tidings::check::{bare_article, describe};
use tidings::claim::Claim;
use tidings::mention::MentionKind;
use tidings::pipeline::{Reading, Tidings};
use tidings::relation::frames::Attempt;
use tidings::resolve::decisions::Log;
use tidings::store::provenance::{Participant, Provenance};
use tidings::store::{Mode, Store};

use super::super::decisions_option::DecisionsOption;
use super::{Args, explain_claim, mentions, tried, words};

/// Explain the claim with this IRI or id.
pub(super) fn run(name: &str, args: &Args, mut tidings: Tidings) -> Result<ExitCode> {
    let store = args.store.open(Mode::Read)?;
    let log = DecisionsOption { decisions: args.decisions.clone() }.read(&args.store.store)?;
    tidings = tidings.with_decisions(log.replay()?);
    let path = store.path().display();
    let found = store.claims_called(name)?;
    let Some(kept) = found.first().map(|iri| store.provenance(iri)).transpose()?.flatten() else {
        bail!("{path} has no claim called {name}");
    };
    if kept.predicate.starts_with("open/") {
        tidings = tidings.with_open_claims(true);
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    show_kept(&kept, &mut out).context("standard output")?;
    show_read(&kept, args.all, &tidings, &log, &mut out)?;
    show_grounds(&store, &kept, &mut out)?;
    out.flush().context("standard output")?;
    Ok(ExitCode::SUCCESS)
}

fn label<'a>(kept: &'a Provenance, role: &str) -> &'a str {
    kept.participants.iter().find(|p| p.role == role).map_or("?", |p| &p.label)
}

fn one_line(kept: &Provenance) -> String {
    let mut line = format!("{} | {} | {}", label(kept, "subject"), kept.predicate, label(kept, "object"));
    line.extend(kept.fact("polarity").filter(|p| *p != "positive").map(|p| format!(" | {p}")));
    line.extend(kept.fact("modality").filter(|m| *m != "actual").map(|m| format!(" | {m}")));
    line
}

/// What the store keeps.
fn show_kept(kept: &Provenance, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "Claim {}\n  {}", kept.claim, one_line(kept))?;
    for (name, value) in &kept.facts {
        writeln!(out, "  {name}: {value}")?;
    }
    let article = &kept.article;
    let about = [Some(&article.title), article.publisher.as_ref(), article.published.as_ref(), article.url.as_ref()];
    let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).filter(|s| !s.is_empty()).collect();
    writeln!(out, "\nArticle {} ({})\n  {}", article.id, kept.graph, about.join(", "))?;
    let (quote, start, end) = &kept.quote;
    writeln!(out, "  characters {start} to {end}: \"{quote}\"\n\nEntities")?;
    for participant in &kept.participants {
        show_link(participant, out)?;
    }
    writeln!(out)
}

fn show_link(participant: &Participant, out: &mut impl Write) -> std::io::Result<()> {
    let Participant { role, entity, label, link } = participant;
    writeln!(out, "  {role}: {label} ({entity})")?;
    let Some(link) = link else { return Ok(()) };
    let item = link.item.as_deref().unwrap_or("no Wikidata item");
    let score = link.score.as_ref().map(|score| format!(", score {score}")).unwrap_or_default();
    writeln!(out, "    \"{}\" is {item}{score}: {}", link.name, link.reason)?;
    for (item, label, score) in &link.candidates {
        writeln!(out, "    candidate {label}, {item}, score {score}")?;
    }
    Ok(())
}

/// The article read again, as far as the claim goes; the sentence alone where the text is not kept.
fn show_read(kept: &Provenance, all: bool, tidings: &Tidings, log: &Log, out: &mut impl Write) -> Result<()> {
    let mut attempts = Vec::new();
    if kept.article.text.is_empty() {
        writeln!(
            out,
            "The store does not keep the text of this article. The sentence alone reads as follows; what pronouns and \
             descriptions in it mean may stand in other sentences.\n"
        )?;
        let reading = tidings.read_recording(bare_article(&kept.quote.0), Some(&mut attempts))?;
        return Ok(super::print(&reading, &attempts, all, Some(log), out)?);
    }
    let article = kept.article.clone();
    if !kept.graph.ends_with(&article.hash()) {
        writeln!(out, "What is kept of the article is not what was read, to the letter; offsets may differ.\n")?;
    }
    let reading = tidings.read_recording(article, Some(&mut attempts))?;
    let ids = reading.article_claims().ids();
    let at = ids.iter().position(|id| kept.claim.ends_with(id.as_str()));
    match at.map(|at| &reading.claims[at]) {
        Some(claim) => show_claim(&reading, claim, &attempts, out)?,
        None => show_sentence(kept, &reading, &attempts, all, log, out)?,
    }
    Ok(())
}

fn show_claim(reading: &Reading, claim: &Claim, attempts: &[Attempt], out: &mut impl Write) -> std::io::Result<()> {
    if let Some(sentence) = reading.document.sentences.get(claim.sentence) {
        words(reading, claim.sentence, sentence, out)?;
    }
    writeln!(out, "Mentions of its participants")?;
    let optional = [&claim.speaker, &claim.topic, &claim.place].into_iter().flatten();
    for argument in [&claim.subject, &claim.object].into_iter().chain(optional) {
        let entity = &reading.entities[argument.entity];
        writeln!(out, "  \"{}\" here is {}", argument.text, entity.name)?;
        let Some(chain) = reading.mentions.chains.get(argument.entity) else { continue };
        for &index in &chain.mentions {
            let mention = &reading.mentions.mentions[index];
            let kind = match mention.kind {
                MentionKind::Name => "name",
                MentionKind::Nominal => "description",
                MentionKind::Pronoun => "pronoun",
            };
            let text = mention.span.of(&reading.document.text);
            writeln!(out, "    sentence {}: {text} ({kind}) by rule {}", mention.sentence, mention.rule)?;
        }
    }
    let in_trigger = |a: &&Attempt| {
        let token = reading.document.sentences.get(a.trigger.0).and_then(|s| s.tokens.get(a.trigger.1));
        a.frame == claim.rule && a.trigger.0 == claim.sentence && token.is_some_and(|t| claim.trigger.contains(t.span))
    };
    for attempt in attempts.iter().filter(in_trigger).filter(|a| a.miss.is_none()) {
        writeln!(out, "\nFrame {}, pattern `{}`", attempt.frame, attempt.pattern)?;
    }
    writeln!(out, "\nReading")?;
    explain_claim(reading, claim, out)
}

/// Where the program no longer makes this claim: how it reads the sentence now.
fn show_sentence(
    kept: &Provenance,
    reading: &Reading,
    attempts: &[Attempt],
    all: bool,
    log: &Log,
    out: &mut impl Write,
) -> std::io::Result<()> {
    writeln!(
        out,
        "The article now reads otherwise: the program, its data or its options are not those that made this claim. \
         The sentence as it is read now:\n"
    )?;
    let index = kept.fact("sentence").and_then(|s| s.parse::<usize>().ok()).unwrap_or_default();
    if let Some(sentence) = reading.document.sentences.get(index) {
        words(reading, index, sentence, out)?;
    }
    let here: Vec<Attempt> = attempts.iter().filter(|a| a.trigger.0 == index).cloned().collect();
    mentions(reading, Some(index), Some(log), out)?;
    tried(reading, &here, all, out)?;
    writeln!(out, "\nClaims of this sentence")?;
    for claim in reading.claims.iter().filter(|c| c.sentence == index) {
        explain_claim(reading, claim, out)?;
    }
    if let Some(other) = reading.claims.iter().find(|c| c.sentence == index && c.predicate == kept.predicate) {
        writeln!(out, "  nearest to the stored one: {}", describe(reading, other))?;
    }
    Ok(())
}

/// The stored claims that it follows from.
fn show_grounds(store: &Store, kept: &Provenance, out: &mut impl Write) -> Result<()> {
    for iri in &kept.grounds {
        match store.provenance(iri)? {
            Some(ground) => writeln!(
                out,
                "\nFollows from {iri}\n  {}\n  rule {}, \"{}\"",
                one_line(&ground),
                ground.fact("rule").unwrap_or("?"),
                ground.quote.0
            )?,
            None => writeln!(out, "\nFollows from {iri}, which the store no longer has")?,
        }
    }
    Ok(())
}
