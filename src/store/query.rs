//! SPARQL: a query comes in, its result goes out in the format asked for. The usual prefixes need not be declared,
//! the default graph is the union of all graphs, and a time limit holds.

use std::io::Write;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use oxigraph::model::{Term, Triple};
use oxigraph::sparql::{
    CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults, SparqlEvaluator, SparqlSyntaxError,
    Variable,
};
use oxigraph::store::Store as Graph;

use super::{Store, results};
use crate::claim::Base;
use crate::error::{Error, Result};
use crate::lexicon::vocab::PREFIXES;

/// Said of an update.
const UPDATE: &str = "this is an update (INSERT, DELETE, LOAD …); queries only read. A store changes by `tidings ingest`, \
    `load` and `decide`";

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For the eye, with IRIs shortened.
    Table,
    /// SPARQL 1.1 results in CSV.
    Csv,
    /// SPARQL 1.1 results in TSV.
    Tsv,
    /// SPARQL 1.1 results in JSON.
    Json,
    /// SPARQL 1.1 results in XML.
    Xml,
    /// Triples in Turtle.
    Turtle,
    /// Triples in N-Triples.
    NTriples,
}

impl Format {
    /// The name, as in `--format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Xml => "xml",
            Format::Turtle => "turtle",
            Format::NTriples => "ntriples",
        }
    }
}

/// How a query is answered.
#[derive(Debug, Clone)]
pub struct Options {
    /// How results are written.
    pub format: Format,
    /// After this time the query ends with an error.
    pub timeout: Duration,
    /// Not more than so many rows or triples are written.
    pub limit: Option<usize>,
    /// Columns of the terminal, for tables; `None` for no limit.
    pub width: Option<u16>,
    /// Under which base the store's data is named, for `entity:`, `article:` and `claim:`.
    pub base: Base,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            format: Format::Table,
            timeout: Duration::from_secs(60),
            limit: None,
            width: None,
            base: Base::default(),
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Rows or triples written; 1 for ASK.
    pub rows: usize,
    /// Were there more than the limit?
    pub cut: bool,
}

/// The prefixes that queries know: those of the vocabularies, and `entity:`, `article:` and `claim:` for the data.
pub fn prefixes(base: &Base) -> Vec<(String, String)> {
    let data = ["entity", "article", "claim"].map(|kind| (kind.to_owned(), format!("{}{kind}/", base.as_str())));
    PREFIXES.iter().map(|(name, iri)| ((*name).to_owned(), (*iri).to_owned())).chain(data).collect()
}

/// Answers `query` from the store and writes the result to `out`.
///
/// # Errors
/// [`Error::Query`] for a syntax error (with line and column as in `query`), a format that does not go with the kind
/// of query, and a query that takes too long; [`Error::Io`] where `out` cannot be written.
pub fn run(store: &Store, query: &str, options: &Options, out: &mut impl Write) -> Result<Answer> {
    let deadline = Deadline { token: CancellationToken::new(), timeout: options.timeout };
    let mut evaluator = SparqlEvaluator::new().with_cancellation_token(deadline.token.clone());
    for (name, iri) in prefixes(&options.base) {
        evaluator = evaluator.with_prefix(name, iri).map_err(|error| Error::Query(error.to_string()))?;
    }
    let is_update = evaluator.clone().parse_update(query).is_ok();
    let mut prepared = evaluator.parse_query(query).map_err(|error| match is_update {
        true => Error::Query(UPDATE.to_owned()),
        false => syntax_error(&error, query),
    })?;
    if prepared.dataset().is_default_dataset() {
        prepared.dataset_mut().set_default_graph_as_union();
    }
    let found = Found::start(prepared, store.graph().clone(), deadline);
    match found.kind()? {
        Kind::Rows(variables) => results::write_rows(&variables, found, options, out),
        Kind::Boolean(yes) => results::write_boolean(yes, options, out),
        Kind::Triples => results::write_triples(found, options, out),
    }
}

/// What a query gives.
enum Kind {
    Rows(Vec<Variable>),
    Boolean(bool),
    Triples,
}

/// What the thread that evaluates a query tells.
enum Told {
    Kind(Kind),
    /// Values of the variables, or subject, predicate and object.
    Row(Vec<Option<Term>>),
    Error(QueryEvaluationError),
}

/// A query at work in a thread of its own. The evaluator looks at its cancellation token only when it reads quads,
/// so that a query that multiplies what it has read could run for ever; this way the answer comes in time, and the
/// thread ends when the evaluator next looks or wants to tell a row.
pub(super) struct Found {
    told: mpsc::Receiver<Told>,
    token: CancellationToken,
    end: Option<Instant>,
    timeout: Duration,
}

/// Rows that may be waiting to be written.
const WAITING: usize = 1024;

impl Found {
    fn start(prepared: PreparedSparqlQuery, graph: Graph, deadline: Deadline) -> Self {
        let (tell, told) = mpsc::sync_channel(WAITING);
        std::thread::spawn(move || evaluate(prepared, &graph, &tell));
        Found {
            told,
            token: deadline.token,
            end: Instant::now().checked_add(deadline.timeout),
            timeout: deadline.timeout,
        }
    }

    fn kind(&self) -> Result<Kind> {
        match self.wait()? {
            Some(Told::Kind(kind)) => Ok(kind),
            Some(Told::Error(error)) => Err(self.error(error)),
            Some(Told::Row(_)) | None => Err(Error::Query("ended without a result".into())),
        }
    }

    fn wait(&self) -> Result<Option<Told>> {
        let left = self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return Err(self.passed());
        }
        match self.told.recv_timeout(left) {
            Ok(told) => Ok(Some(told)),
            Err(mpsc::RecvTimeoutError::Disconnected) => Ok(None),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(self.passed()),
        }
    }

    /// What went wrong while the query ran.
    fn error(&self, error: QueryEvaluationError) -> Error {
        match error {
            QueryEvaluationError::Cancelled => self.passed(),
            QueryEvaluationError::Service(_) | QueryEvaluationError::UnsupportedService(_) => {
                Error::Query("SERVICE is not available: tidings asks no other servers".into())
            }
            other => Error::Query(other.to_string()),
        }
    }

    fn passed(&self) -> Error {
        let seconds = self.timeout.as_secs_f64();
        Error::Query(format!("not answered within {seconds} s; allow more with --timeout, or ask for less"))
    }
}

impl Iterator for Found {
    type Item = Result<Vec<Option<Term>>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.wait().transpose()? {
            Ok(Told::Row(row)) => Some(Ok(row)),
            Ok(Told::Error(error)) => Some(Err(self.error(error))),
            Ok(Told::Kind(_)) => None,
            Err(error) => Some(Err(error)),
        }
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        self.token.cancel();
    }
}

/// Evaluates a query and tells what it finds, until nobody listens any more.
fn evaluate(prepared: PreparedSparqlQuery, graph: &Graph, tell: &mpsc::SyncSender<Told>) {
    let rows: Box<dyn Iterator<Item = std::result::Result<Vec<Option<Term>>, QueryEvaluationError>>>;
    let kind = match prepared.on_store(graph).execute() {
        Ok(QueryResults::Solutions(found)) => {
            let kind = Kind::Rows(found.variables().to_vec());
            rows = Box::new(found.map(|row| row.map(|row| row.values().to_vec())));
            kind
        }
        Ok(QueryResults::Graph(found)) => {
            let terms = |triple: Triple| [triple.subject.into(), triple.predicate.into(), triple.object];
            rows = Box::new(found.map(move |triple| triple.map(|triple| terms(triple).map(Some).to_vec())));
            Kind::Triples
        }
        Ok(QueryResults::Boolean(yes)) => {
            rows = Box::new(std::iter::empty());
            Kind::Boolean(yes)
        }
        Err(error) => {
            // Where nobody listens, nobody wants to know.
            let _ = tell.send(Told::Error(error));
            return;
        }
    };
    let told = std::iter::once(Told::Kind(kind)).chain(rows.map(|row| row.map_or_else(Told::Error, Told::Row)));
    for told in told {
        if tell.send(told).is_err() {
            return;
        }
    }
}

/// How long a query may take, and how it is told to stop.
struct Deadline {
    token: CancellationToken,
    timeout: Duration,
}

/// The parser's message, but for lists of the grammar's character classes, which help nobody.
fn in_plain_words(what: &str) -> &str {
    if what.contains("Prefix not found") {
        "this prefix is not known; declare it with PREFIX"
    } else if what.contains("['") || what.len() > 120 {
        "not SPARQL from here on, or the query ends too early"
    } else {
        what
    }
}

/// The parser's message with the line it is about and a mark under the place.
fn syntax_error(error: &SparqlSyntaxError, query: &str) -> Error {
    let message = error.to_string();
    let parts = message.strip_prefix("error at ").and_then(|rest| {
        let (place, what) = rest.split_once(": ")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, what))
    });
    let Some((line, column, what)) = parts else {
        return Error::Query(message);
    };
    let source = query.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let mark = format!("{}^", " ".repeat(column.saturating_sub(1)));
    let what = in_plain_words(what);
    Error::Query(format!("line {line}, column {column}: {what}\n  {source}\n  {mark}"))
}
