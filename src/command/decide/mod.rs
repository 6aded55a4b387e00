//! `tidings decide`: decisions into the log, and from there into the store.

mod find;
mod list;
mod record;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;
use tidings::resolve::decisions::{Act, Kind, Log, Verdict};
use tidings::revise::Diff;

use super::decisions_option::DecisionsOption;
use super::gazetteer_option::GazetteerOption;
use super::store_option::StoreOption;
use find::Finder;

/// Decide who is who: link, unlink, merge, split, rename, tell apart, and undo any of it
///
/// Decisions are added to a log beside the store (a CSV file that can be put under version control) and applied to the
/// store at once, and again on every later ingest. What will change is shown first. Entities are given by name, by
/// Wikidata id, or by key (the last part of their IRI; `tidings review` and `tidings export` show it); `name:NAME` means
/// whatever bears that name, for link and unlink.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  tidings decide link \"Ramiz Mehdiyev\" Q4287733 --label \"Ramiz Mehdiyev\" --reason \"the academic\"
  tidings decide link name:Mehdiyev Q4287733 --article baku-2025-10-14
  tidings decide merge \"Ramiz Mehdiyev\" \"Ramiz Mehdiev\" --dry-run
  tidings decide split Q57371 --article baku-2025-10-14 --mention 120..126
  tidings decide --from review.csv
  tidings decide undo 3
  tidings decide log"
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Take the decisions of a table, such as `tidings review --format csv` writes: comma, semicolon or tab, with any
    /// further columns; rows with nothing in the column `decision` are passed over. All of it is taken, or nothing
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Options of all of them.
#[derive(Debug, clap::Args)]
struct Common {
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    decisions: DecisionsOption,
    #[command(flatten)]
    gazetteer: GazetteerOption,
    /// Who decides [default: $TIDINGS_AUTHOR, else the user's name]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
    /// Do not ask (it is asked only on a terminal)
    #[arg(short, long)]
    yes: bool,
    /// Record also what finds nothing in the store yet
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// An entity, or a name, is this Wikidata item
    Link {
        /// The entity: name, Wikidata id or key; or `name:NAME`
        entity: String,
        /// Wikidata id; one that no gazetteer has needs a --label
        item: String,
        /// Only in this article (its id)
        #[arg(long, value_name = "ID")]
        article: Option<String>,
        /// What the item is called
        #[arg(long, value_name = "NAME")]
        label: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// An entity is not the Wikidata item that it was linked to
    Unlink {
        /// The entity: name, Wikidata id or key; or `name:NAME`
        entity: String,
        /// Only in this article (its id)
        #[arg(long, value_name = "ID")]
        article: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Two entities are one
    Merge {
        /// The entity that stays
        kept: String,
        /// The one that becomes the same (a Wikidata item stays in any case)
        other: String,
        #[command(flatten)]
        common: Common,
    },
    /// A mention, or all that an article says of an entity, is something else
    Split {
        /// The entity
        entity: String,
        /// The article (its id)
        #[arg(long, value_name = "ID")]
        article: String,
        /// Only the mention at these characters of the article, as `tidings mentions` prints them
        #[arg(long, value_name = "START..END")]
        mention: Option<String>,
        /// What it is: an entity or a Wikidata id; without this, a thing of its own
        #[arg(long = "as", value_name = "ENTITY")]
        target: Option<String>,
        /// What that is called
        #[arg(long, value_name = "NAME")]
        label: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// An entity is to be called otherwise
    Rename {
        /// The entity
        entity: String,
        /// Its name
        name: String,
        #[command(flatten)]
        common: Common,
    },
    /// Two entities are never one: they are neither proposed nor merged
    Different {
        /// The one
        entity: String,
        /// The other
        other: String,
        #[command(flatten)]
        common: Common,
    },
    /// Take a decision back
    Undo {
        /// Its number in the log
        number: u32,
        #[command(flatten)]
        common: Common,
    },
    /// Show all decisions
    Log {
        #[command(flatten)]
        store: StoreOption,
        #[command(flatten)]
        decisions: DecisionsOption,
    },
}

/// Run the command.
pub fn run(args: Args) -> Result<ExitCode> {
    let Some(command) = args.command else {
        return match &args.from {
            Some(path) => record::from_table(path, &args.common),
            None => bail!("nothing to decide; see `tidings decide --help`"),
        };
    };
    if let Command::Log { store, decisions } = &command {
        return list::print(&decisions.read(&store.store)?);
    }
    let common = command.common();
    let log = common.decisions.read(&common.store.store)?;
    log.replay()?;
    let mut session = record::Session::open(common, log)?;
    let act = command.act(&session.finder)?;
    let verdict = Verdict { line: 0, act, reason: common.reason.clone(), author: String::new() };
    session.record(vec![verdict], None)
}

impl Command {
    fn common(&self) -> &Common {
        match self {
            Command::Link { common, .. }
            | Command::Unlink { common, .. }
            | Command::Merge { common, .. }
            | Command::Split { common, .. }
            | Command::Rename { common, .. }
            | Command::Different { common, .. }
            | Command::Undo { common, .. } => common,
            // It records nothing and was handled before.
            Command::Log { .. } => unreachable!("`decide log` records nothing"),
        }
    }

    /// The act that was asked for, with names looked up.
    fn act(&self, finder: &Finder) -> Result<Act> {
        let label = |label: &Option<String>| label.clone().unwrap_or_default();
        let act = match self {
            Command::Link { entity, item, article, label: name, .. } => Act {
                article: article.clone().unwrap_or_default(),
                label: label(name),
                ..Act::new(Kind::Link, entity, item)
            },
            Command::Unlink { entity, article, .. } => {
                Act { article: article.clone().unwrap_or_default(), ..Act::new(Kind::Unlink, entity, "") }
            }
            Command::Merge { kept, other, .. } => Act::new(Kind::Merge, kept, other),
            Command::Split { entity, article, mention, target, label: name, .. } => Act {
                article: article.clone(),
                mention: mention.as_deref().map(find::mention).transpose()?,
                label: label(name),
                ..Act::new(Kind::Split, entity, target.clone().unwrap_or_default())
            },
            Command::Rename { entity, name, .. } => Act::new(Kind::Rename, entity, name),
            Command::Different { entity, other, .. } => Act::new(Kind::Different, entity, other),
            Command::Undo { number, .. } => Act::new(Kind::Undo, "", number.to_string()),
            Command::Log { .. } => unreachable!("`decide log` records nothing"),
        };
        finder.complete(act)
    }
}

/// What the user should know besides the changes.
pub fn notes(diff: &Diff, log: &Log) {
    for decision in diff.idle.iter().filter_map(|&number| log.get(number)) {
        eprintln!(
            "tidings: note: decision {} finds nothing in the store: {}",
            decision.number,
            decision.act.describe()
        );
    }
    if diff.without_record > 0 {
        eprintln!(
            "tidings: note: {} in the store without a record, which stay as they are; ingest them again",
            super::changes::count(diff.without_record, "article")
        );
    }
}
