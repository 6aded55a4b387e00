//! The store: articles' quads come in, one graph an article; queries read the union of all graphs.
//!
//! A store is a file (`graph.nq.gz`, `graph.nq`: oxigraph in memory over one portable file, a member an article) or,
//! with the feature `rocksdb`, a folder (`graph.db/`: oxigraph's RocksDB). This module hides the difference.
//!
//! What entities are called follows from all their links together ([`crate::claim::describe_all`]), so that the
//! order of articles does not matter: [`Store::settle`] brings it up to date, [`Store::finish`] does so as well.

mod articles;
mod dump;
mod entities;
mod file;
mod folder;
mod member;
pub mod provenance;
pub mod query;
mod refresh;
mod results;
pub mod stats;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad};
use oxigraph::store::Store as Graph;

use crate::claim::ArticleQuads;
use crate::error::{Error, Result};
pub use dump::Loaded;
pub use oxigraph::io::RdfFormat;

use articles::{Articles, Entry};
use entities::Touched;
use file::FileStore;

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To read what is there; any number of readers at a time.
    Read,
    /// To change it, or to make it where there is none; one writer at a time.
    Write,
}

/// What putting an article into the store did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The store did not know it.
    New,
    /// The store has the same content already; nothing was done.
    Unchanged,
    /// It took the place of an article with the same URL or id and other content.
    Replaced,
}

/// Where the quads live.
#[derive(Debug)]
enum Kind {
    Memory,
    File(FileStore),
    #[cfg_attr(not(feature = "rocksdb"), allow(dead_code))]
    Folder,
}

/// A graph of articles, claims and entities.
pub struct Store {
    path: PathBuf,
    mode: Mode,
    kind: Kind,
    graph: Graph,
    articles: Articles,
    touched: Touched,
    notes: Vec<String>,
}

impl Store {
    /// Opens the store at `path`: a file (`.nq.gz`, `.nq`) or a folder. What was left half written by a killed
    /// writer is dropped, with a note in [`Store::notes`].
    ///
    /// # Errors
    /// [`Error::Store`] where the store is missing (when reading), held by another writer, damaged (with the byte
    /// offset), or in a place that cannot be written.
    pub fn open(path: impl AsRef<Path>, mode: Mode) -> Result<Self> {
        let path = path.as_ref();
        if folder::is_folder(path)? {
            return folder::open(path, mode);
        }
        let (file, contents) = FileStore::open(path, mode)?;
        let mut store = Store::empty(path, mode, Kind::File(file))?;
        store.notes = contents.notes;
        store.fill(contents.members)?;
        Ok(store)
    }

    /// A store in memory alone, for tests and for one-off queries.
    pub fn in_memory() -> Result<Self> {
        Store::empty(Path::new("(memory)"), Mode::Write, Kind::Memory)
    }

    fn empty(path: &Path, mode: Mode, kind: Kind) -> Result<Self> {
        let graph = Graph::new().map_err(|error| Error::store(path, error))?;
        Ok(Store::over(path, mode, kind, graph))
    }

    fn over(path: &Path, mode: Mode, kind: Kind, graph: Graph) -> Self {
        let (articles, touched) = (Articles::default(), Touched::default());
        Store { path: path.to_path_buf(), mode, kind, graph, articles, touched, notes: Vec::new() }
    }

    /// Takes in the members of a file, in order; later articles replace earlier ones as they did when they came.
    fn fill(&mut self, members: Vec<Vec<Quad>>) -> Result<()> {
        let mut batch = Vec::new();
        for quads in members {
            for entry in Entry::all(&quads) {
                for old in self.articles.replaced_by(&entry) {
                    self.bulk_insert(&mut batch)?;
                    self.forget(&old)?;
                    self.mark_stale();
                }
                self.articles.insert(entry);
            }
            batch.extend(quads);
            if batch.len() > 100_000 {
                self.bulk_insert(&mut batch)?;
            }
        }
        self.bulk_insert(&mut batch)?;
        self.settle()?;
        entities::settle_all(&self.graph).map_err(|error| self.failed(error))
    }

    fn bulk_insert(&self, batch: &mut Vec<Quad>) -> Result<()> {
        let mut loader = self.graph.bulk_loader();
        loader.load_quads(std::mem::take(batch)).map_err(|error| self.failed(error))?;
        loader.commit().map_err(|error| self.failed(error))
    }

    fn failed(&self, error: impl ToString) -> Error {
        Error::store(&self.path, error)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the user should know about how it was opened.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The quads, for queries. After changes, [`Store::settle`] first.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The graphs of all articles, in the order of their names.
    pub fn articles(&self) -> impl Iterator<Item = &str> {
        self.articles.graphs()
    }

    /// Does it hold the article whose graph has this name?
    pub fn contains_article(&self, graph: &NamedNode) -> bool {
        self.articles.contains(graph.as_str())
    }

    /// Puts an article in. The same content again changes nothing; an article with the same URL (or, where one of
    /// the two has none, the same id) and other content is replaced. When this returns, the article is on disk.
    pub fn replace_article(&mut self, article: &ArticleQuads) -> Result<Change> {
        self.check_writable()?;
        if self.contains_article(&article.graph) {
            return Ok(Change::Unchanged);
        }
        let entry = Entry::of(&article.graph, &article.quads);
        let old = self.articles.replaced_by(&entry);
        if let Kind::File(file) = &mut self.kind {
            file.append(&article.quads)?;
        }
        for graph in &old {
            self.forget(graph)?;
            self.mark_stale();
        }
        self.insert(&article.quads)?;
        self.articles.insert(entry);
        Ok(if old.is_empty() { Change::New } else { Change::Replaced })
    }

    /// Takes an article out, with its links and with the entities that nothing else mentions. Gives whether it was
    /// there. A file is rewritten by [`Store::finish`].
    pub fn remove_article(&mut self, graph: &NamedNode) -> Result<bool> {
        self.check_writable()?;
        if !self.contains_article(graph) {
            return Ok(false);
        }
        self.forget(graph.as_str())?;
        self.mark_stale();
        Ok(true)
    }

    /// Brings the descriptions of entities up to date with their links.
    pub fn settle(&mut self) -> Result<()> {
        let touched = std::mem::take(&mut self.touched);
        entities::settle(&self.graph, &touched, matches!(self.kind, Kind::Folder)).map_err(|error| self.failed(error))
    }

    /// Ends the work: settles entities, rewrites the file where articles were replaced or removed, and makes all
    /// safe on disk.
    pub fn finish(&mut self) -> Result<()> {
        self.settle()?;
        let stale = matches!(&self.kind, Kind::File(file) if file.is_stale());
        let members = if stale { self.members()? } else { Vec::new() };
        match &mut self.kind {
            Kind::File(file) if stale => file.rewrite(members),
            #[cfg(feature = "rocksdb")]
            Kind::Folder if self.mode == Mode::Write => {
                self.graph.flush().map_err(|error| Error::store(&self.path, error))
            }
            _ => Ok(()),
        }
    }

    /// The members of a rewritten file: one an article, and one with all that belongs to none.
    fn members(&self) -> Result<Vec<Vec<Quad>>> {
        let mut members = Vec::new();
        let mut taken: HashSet<(GraphName, NamedOrBlankNode)> = HashSet::new();
        for graph in self.articles.graphs() {
            let quads = entities::article_quads(&self.graph, graph).map_err(|error| self.failed(error))?;
            taken.extend(quads.iter().map(|quad| (quad.graph_name.clone(), quad.subject.clone())));
            members.push(quads);
        }
        let mut rest = Vec::new();
        for quad in self.graph.iter() {
            let quad = quad.map_err(|error| self.failed(error))?;
            if !taken.contains(&(quad.graph_name.clone(), quad.subject.clone())) {
                rest.push(quad);
            }
        }
        members.push(rest);
        for quads in &mut members {
            quads.sort_by_cached_key(ToString::to_string);
        }
        members.retain(|quads| !quads.is_empty());
        Ok(members)
    }

    fn check_writable(&self) -> Result<()> {
        match self.mode {
            Mode::Write => Ok(()),
            Mode::Read => Err(self.failed("opened for reading only")),
        }
    }

    fn mark_stale(&mut self) {
        if let Kind::File(file) = &mut self.kind {
            file.mark_stale();
        }
    }

    /// Removes an article from the quads and from the index.
    fn forget(&mut self, graph: &str) -> Result<()> {
        let touched = entities::remove_article(&self.graph, graph).map_err(|error| Error::store(&self.path, error))?;
        self.touched.extend(touched);
        self.articles.remove(graph);
        Ok(())
    }

    fn insert(&mut self, quads: &[Quad]) -> Result<()> {
        let failed = |error: oxigraph::store::StorageError| Error::store(&self.path, error);
        let mut transaction = self.graph.start_transaction().map_err(failed)?;
        transaction.extend(quads.iter().map(Quad::as_ref));
        let touched = entities::touched_by(quads);
        if matches!(self.kind, Kind::Folder) {
            transaction.extend(touched.markers().iter().map(Quad::as_ref));
        }
        transaction.commit().map_err(failed)?;
        self.touched.extend(touched);
        Ok(())
    }
}
