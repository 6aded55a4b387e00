//! `tidings export`: part of a store as a graph file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use tidings::lexicon::Ontology;
use tidings::store::Mode;
use tidings::view::{PropertyGraph, Selection, graphml};

use super::store_option::StoreOption;

/// Export the graph, or the part around some entities, for Gephi, networkx, igraph and the like
///
/// One edge a statement: subject, predicate, object, and whether it is given as a fact, denied, alleged, possible or
/// planned. The weight of an edge is the number of independent sources.
///
/// Examples:
///   tidings export -o all.graphml
///   tidings export --entity "Vladimir Putin" --hops 2 -o putin.graphml
///   tidings export --predicate met --min-weight 2 --modality actual -o meetings.graphml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    store: StoreOption,
    /// File format
    #[arg(long, value_enum, default_value = "graphml")]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what is near this entity: a name as in the store, or a Wikidata id; may be given more than once
    #[arg(long, value_name = "NAME")]
    entity: Vec<String>,
    /// How many edges away from the entities
    #[arg(long, value_name = "N", default_value_t = 1)]
    hops: usize,
    /// Only this predicate and its children; may be given more than once
    #[arg(long, value_name = "P")]
    predicate: Vec<String>,
    /// Only edges with at least so many independent sources
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_weight: usize,
    /// Only this modality (actual, alleged, possible, planned); may be given more than once
    #[arg(long, value_name = "M", value_parser = ["actual", "alleged", "possible", "planned"])]
    modality: Vec<String>,
    /// Leave out what is only inferred
    #[arg(long)]
    no_inferred: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Graphml,
}

/// Writes the graph.
pub fn run(args: Args) -> Result<ExitCode> {
    let store = args.store.open(Mode::Read)?;
    let selection = Selection {
        entities: args.entity,
        hops: args.hops,
        predicates: args.predicate,
        min_weight: args.min_weight,
        modalities: args.modality,
        without_inferred: args.no_inferred,
    };
    let graph = selection.apply(&PropertyGraph::of(&store)?, &Ontology::embedded()?)?;
    match &args.output {
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            graphml::write(&graph, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let named = || path.display().to_string();
            let mut out = BufWriter::new(File::create(path).with_context(named)?);
            graphml::write(&graph, &mut out).and_then(|()| out.flush()).with_context(named)?;
            eprintln!(
                "{}: {} entities, {} statements",
                path.display(),
                graph.graph.node_count(),
                graph.graph.edge_count()
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}
