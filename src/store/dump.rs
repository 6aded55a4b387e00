//! Whole graphs in and out: N-Quads and TriG, sorted, so that the same content gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, Quad};

use super::articles::Entry;
use super::{Change, Kind, Store, entities};
use crate::claim::ArticleQuads;
use crate::error::{Error, Result};
use crate::lexicon::vocab::PREFIXES;

/// What a load did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Articles that are new or took the place of others.
    pub articles: usize,
    /// Articles that were there already.
    pub unchanged: usize,
    /// Quads that belong to no article and were not there.
    pub others: usize,
}

impl Store {
    /// Writes all quads, sorted by graph and within it, as N-Quads or TriG.
    pub fn dump(&self, out: &mut impl Write, format: RdfFormat) -> Result<()> {
        let written = |error: std::io::Error| Error::io("output", error);
        let mut by_name: BTreeMap<String, GraphName> = BTreeMap::new();
        for graph in self.graph.named_graphs() {
            let graph = graph.map_err(|error| self.failed(error))?;
            by_name.insert(graph.to_string(), graph.into());
        }
        let mut serializer = RdfSerializer::from_format(format);
        if format != RdfFormat::NQuads {
            for (name, iri) in PREFIXES {
                serializer = serializer.with_prefix(name, iri).map_err(|error| self.failed(error))?;
            }
        }
        let mut serializer = serializer.for_writer(out);
        for graph in [GraphName::DefaultGraph].into_iter().chain(by_name.into_values()) {
            let quads = self.graph.quads_for_pattern(None, None, None, Some(graph.as_ref()));
            let mut quads: Vec<Quad> = quads.collect::<std::result::Result<_, _>>().map_err(|e| self.failed(e))?;
            quads.sort_by_cached_key(ToString::to_string);
            for quad in &quads {
                serializer.serialize_quad(quad).map_err(written)?;
            }
        }
        serializer.finish().and_then(|out| out.flush()).map_err(written)
    }

    /// Takes in the quads of an RDF file: articles of a dump as articles, all else as it is. `path` names the file
    /// in errors; blank nodes get new names.
    pub fn load(&mut self, reader: impl BufRead, format: RdfFormat, path: &Path) -> Result<Loaded> {
        self.check_writable()?;
        let mut quads = Vec::new();
        for quad in RdfParser::from_format(format).rename_blank_nodes().for_reader(reader) {
            quads.push(quad.map_err(|error| parse_error(error, path))?);
        }
        let source = Store::in_memory()?;
        source.bulk_insert(&mut quads.clone())?;
        let mut loaded = Loaded::default();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for entry in Entry::all(&quads) {
            let graph = entry.graph();
            let own = entities::article_quads(&source.graph, graph.as_str()).map_err(|error| self.failed(error))?;
            taken.extend(own.iter().map(ToString::to_string));
            let quads = entities::with_descriptions(own);
            match self.replace_article(&ArticleQuads { graph, quads })? {
                Change::Unchanged => loaded.unchanged += 1,
                Change::New | Change::Replaced => loaded.articles += 1,
            }
        }
        self.settle()?;
        let mut rest = Vec::new();
        for quad in quads {
            let known = taken.contains(&quad.to_string()) || entities::is_derived(&quad, &source.graph);
            if !known && !self.graph.contains(&quad).map_err(|error| self.failed(error))? {
                rest.push(quad);
            }
        }
        loaded.others = rest.len();
        if !rest.is_empty() {
            if let Kind::File(file) = &mut self.kind {
                file.append(&rest)?;
            }
            self.insert(&rest)?;
        }
        self.settle()?;
        Ok(loaded)
    }
}

fn parse_error(error: oxigraph::io::RdfParseError, path: &Path) -> Error {
    match error {
        oxigraph::io::RdfParseError::Io(error) => Error::io(path, error),
        oxigraph::io::RdfParseError::Syntax(error) => {
            Error::input(path, error.location().map(|range| range.start.line + 1), error.to_string())
        }
    }
}
