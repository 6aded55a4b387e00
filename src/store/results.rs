//! Results of queries, written in the formats of SPARQL and RDF or as a table.

use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::Variable;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use super::query::{Answer, Format, Found, Options, prefixes};
use crate::error::{Error, Result};

fn written(error: io::Error) -> Error {
    Error::io("output", error)
}

/// The format for rows or a truth value; an error where it is one for triples.
fn results_format(format: Format, kind: &str) -> Result<QueryResultsFormat> {
    match format {
        Format::Csv => Ok(QueryResultsFormat::Csv),
        Format::Tsv => Ok(QueryResultsFormat::Tsv),
        Format::Json => Ok(QueryResultsFormat::Json),
        Format::Xml => Ok(QueryResultsFormat::Xml),
        Format::Table | Format::Turtle | Format::NTriples => Err(Error::Query(format!(
            "{} is a format for triples, but this {kind}; use table, csv, tsv, json or xml",
            format.as_str()
        ))),
    }
}

/// Writes the answer of ASK.
pub(super) fn write_boolean(yes: bool, options: &Options, out: &mut impl Write) -> Result<Answer> {
    if options.format == Format::Table {
        writeln!(out, "{}", if yes { "yes" } else { "no" }).map_err(written)?;
    } else {
        let format = results_format(options.format, "query asks yes or no")?;
        let serializer = QueryResultsSerializer::from_format(format);
        serializer.serialize_boolean_to_writer(&mut *out, yes).map_err(written)?;
        out.write_all(b"\n").map_err(written)?;
    }
    Ok(Answer { rows: 1, cut: false })
}

/// Writes the rows of SELECT.
pub(super) fn write_rows(
    variables: &[Variable],
    rows: Found,
    options: &Options,
    out: &mut impl Write,
) -> Result<Answer> {
    let limit = options.limit.unwrap_or(usize::MAX);
    let mut answer = Answer { rows: 0, cut: false };
    if options.format == Format::Table {
        let shortener = Shortener::new(options);
        let mut table = table(options);
        table.set_header(variables.iter().map(|variable| variable.as_str()));
        for row in rows {
            let row = row?;
            if answer.rows == limit {
                answer.cut = true;
                break;
            }
            table.add_row(row.iter().map(|value| value.as_ref().map_or(String::new(), |term| shortener.term(term))));
            answer.rows += 1;
        }
        writeln!(out, "{}", trimmed(&table)).map_err(written)?;
        return Ok(answer);
    }
    let format = results_format(options.format, "query gives rows")?;
    let serializer = QueryResultsSerializer::from_format(format);
    let mut serializer = serializer.serialize_solutions_to_writer(&mut *out, variables.to_vec()).map_err(written)?;
    for row in rows {
        let row = row?;
        if answer.rows == limit {
            answer.cut = true;
            break;
        }
        let bound = variables.iter().zip(&row).filter_map(|(variable, term)| Some((variable, term.as_ref()?)));
        serializer.serialize(bound).map_err(written)?;
        answer.rows += 1;
    }
    serializer.finish().map_err(written)?;
    if matches!(options.format, Format::Json | Format::Xml) {
        out.write_all(b"\n").map_err(written)?;
    }
    Ok(answer)
}

/// Writes the triples of CONSTRUCT and DESCRIBE, each once and sorted.
pub(super) fn write_triples(rows: Found, options: &Options, out: &mut impl Write) -> Result<Answer> {
    let format = match options.format {
        Format::Table => None,
        Format::Turtle => Some(RdfFormat::Turtle),
        Format::NTriples => Some(RdfFormat::NTriples),
        other => {
            let message = "is a format for rows, but this query gives triples; use table, turtle or ntriples";
            return Err(Error::Query(format!("{} {message}", other.as_str())));
        }
    };
    let mut sorted: BTreeMap<[String; 3], Triple> = BTreeMap::new();
    for row in rows {
        if let Some(triple) = triple(row?) {
            let key = [triple.subject.to_string(), triple.predicate.to_string(), triple.object.to_string()];
            sorted.insert(key, triple);
        }
    }
    let limit = options.limit.unwrap_or(usize::MAX);
    let answer = Answer { rows: sorted.len().min(limit), cut: sorted.len() > limit };
    let triples = sorted.values().take(limit);
    match format {
        Some(format) => write_rdf(triples, format, options, out)?,
        None => {
            let shortener = Shortener::new(options);
            let mut table = table(options);
            table.set_header(["subject", "predicate", "object"]);
            for triple in triples {
                let subject = shortener.term(&triple.subject.clone().into());
                table.add_row([subject, shortener.iri(triple.predicate.as_str()), shortener.term(&triple.object)]);
            }
            writeln!(out, "{}", trimmed(&table)).map_err(written)?;
        }
    }
    Ok(answer)
}

/// A row of subject, predicate and object as a triple.
fn triple(row: Vec<Option<Term>>) -> Option<Triple> {
    let [Some(subject), Some(Term::NamedNode(predicate)), Some(object)] = <[_; 3]>::try_from(row).ok()? else {
        return None;
    };
    let subject: NamedOrBlankNode = match subject {
        Term::NamedNode(node) => node.into(),
        Term::BlankNode(node) => node.into(),
        Term::Literal(_) => return None,
    };
    Some(Triple::new(subject, predicate, object))
}

fn write_rdf<'a>(
    triples: impl Iterator<Item = &'a Triple>,
    format: RdfFormat,
    options: &Options,
    out: &mut impl Write,
) -> Result<()> {
    let mut serializer = RdfSerializer::from_format(format);
    if format == RdfFormat::Turtle {
        for (name, iri) in prefixes(&options.base) {
            serializer = serializer.with_prefix(name, iri).map_err(|error| Error::Query(error.to_string()))?;
        }
    }
    let mut serializer = serializer.for_writer(out);
    for triple in triples {
        serializer.serialize_triple(triple).map_err(written)?;
    }
    serializer.finish().map_err(written)?;
    Ok(())
}

/// A line under the header, and nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

fn table(options: &Options) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    if let Some(width) = options.width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
    }
    table
}

/// The table without blanks at the ends of lines.
fn trimmed(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Shortens IRIs by the known prefixes.
struct Shortener(Vec<(String, String)>);

impl Shortener {
    fn new(options: &Options) -> Self {
        Shortener(prefixes(&options.base))
    }

    fn iri(&self, iri: &str) -> String {
        let plain = |local: &str| !local.is_empty() && !local.contains(['#', '<', '>', ' ']);
        let found = self.0.iter().find_map(|(name, namespace)| {
            iri.strip_prefix(namespace.as_str()).filter(|local| plain(local)).map(|local| format!("{name}:{local}"))
        });
        found.unwrap_or_else(|| format!("<{iri}>"))
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::Literal(literal) => literal.value().to_owned(),
            Term::BlankNode(node) => node.to_string(),
        }
    }
}
