//! One row of a table of decisions: fields by column name go in, a checked [`Act`] comes out, or what is wrong with it.
//! The same for the log and for tables that come back from a spreadsheet.

use super::{Act, Decision, Kind};
use crate::lexicon::{fold, is_qid};

/// The columns of the log, in this order.
pub const COLUMNS: [&str; 10] =
    ["number", "time", "author", "kind", "entity", "target", "article", "mention", "label", "reason"];

/// Before a name that stands for whatever bears it.
pub const NAME_PREFIX: &str = "name:";

/// The act that these fields state; `field` gives the value of a column, empty where there is none.
///
/// # Errors
/// What is wrong, in a sentence without a full stop.
pub(super) fn act<'a>(field: &dyn Fn(&str) -> &'a str) -> Result<Act, String> {
    let word = field("kind");
    let Some(kind) = Kind::parse(word) else {
        let kinds = Kind::ALL.map(Kind::as_str).join(", ");
        return Err(match word {
            "" => "there is no kind of decision".to_owned(),
            _ => format!("`{word}` is no kind of decision; there are {kinds}"),
        });
    };
    let act = Act {
        kind,
        entity: field("entity").to_owned(),
        target: field("target").to_owned(),
        article: field("article").to_owned(),
        mention: mention(field("mention"))?,
        label: field("label").to_owned(),
    };
    check(&act)?;
    Ok(act)
}

fn mention(text: &str) -> Result<Option<(usize, usize)>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = text.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    match parsed {
        Some((start, end)) if start < end => Ok(Some((start, end))),
        _ => Err(format!("mention `{text}` is not of the form START..END, in characters of the article's text")),
    }
}

/// Checks an act by itself, without regard to others.
///
/// # Errors
/// What is wrong, in a sentence without a full stop.
pub(super) fn check(act: &Act) -> Result<(), String> {
    let kind = act.kind.as_str();
    if act.kind == Kind::Undo {
        return match act.target.parse::<u32>() {
            Ok(_) => Ok(()),
            Err(_) => Err(format!("undo needs the number of a decision as target, not `{}`", act.target)),
        };
    }
    if act.entity.is_empty() {
        return Err(format!("{kind} needs an entity"));
    }
    let is_name = act.entity.strip_prefix(NAME_PREFIX).map(|name| !fold(name).is_empty());
    if is_name == Some(false) {
        return Err(format!("`{}` holds no name", act.entity));
    }
    if is_name.is_some() && !matches!(act.kind, Kind::Link | Kind::Unlink) {
        return Err(format!("{kind} needs an entity's key; names (`{NAME_PREFIX}…`) go with link and unlink only"));
    }
    if !act.article.is_empty() && !matches!(act.kind, Kind::Link | Kind::Unlink | Kind::Split) {
        return Err(format!("{kind} holds in all articles; it takes no article"));
    }
    if act.mention.is_some() && act.kind != Kind::Split {
        return Err(format!("{kind} takes no mention; split the mention off first"));
    }
    let needs_target = !matches!(act.kind, Kind::Unlink | Kind::Split);
    if needs_target && act.target.is_empty() {
        return Err(format!("{kind} needs a target"));
    }
    match act.kind {
        Kind::Link if !is_qid(&act.target) => {
            Err(format!("`{}` is no Wikidata id; one is Q and a number, such as Q7747", act.target))
        }
        Kind::Split if act.article.is_empty() => Err("split needs the article whose mentions are meant".to_owned()),
        Kind::Merge | Kind::Different | Kind::Split if act.entity == act.target => {
            Err(format!("{kind} of {} with itself", act.entity))
        }
        _ => Ok(()),
    }
}

/// A text on one line, so that a decision stands on one line of the log.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An act with all its texts on one line.
pub(super) fn plain(act: Act) -> Act {
    let Act { kind, entity, target, article, mention, label } = act;
    let [entity, target, article, label] = [entity, target, article, label].map(|text| line(&text));
    Act { kind, entity, target, article, mention, label }
}

/// The fields of a decision, as they stand in the log.
pub(super) fn fields(decision: &Decision) -> [String; 10] {
    let act = &decision.act;
    let mention = act.mention.map(|(start, end)| format!("{start}..{end}")).unwrap_or_default();
    [
        decision.number.to_string(),
        decision.time.clone(),
        decision.author.clone(),
        act.kind.as_str().to_owned(),
        act.entity.clone(),
        act.target.clone(),
        act.article.clone(),
        mention,
        act.label.clone(),
        decision.reason.clone(),
    ]
}
