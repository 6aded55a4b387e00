//! Stores in a folder, by oxigraph's RocksDB, with the feature `rocksdb`.

use std::path::Path;

use super::{Mode, Store, file};
use crate::error::{Error, Result};

/// Is the store at `path` a folder (or, where there is none yet, should it be)?
pub(super) fn is_folder(path: &Path) -> Result<bool> {
    if path.is_dir() {
        let mut entries = std::fs::read_dir(path).map_err(|error| Error::store(path, error))?;
        if path.join("CURRENT").exists() || entries.next().is_none() {
            return Ok(true);
        }
        return Err(Error::store(path, "a folder, but not one that holds a store"));
    }
    let ends_in_slash = path.to_string_lossy().ends_with('/');
    Ok(!path.exists()
        && (ends_in_slash || (file::layout(path).is_none() && path.extension().is_some_and(|e| e == "db"))))
}

/// Opens a folder.
#[cfg(not(feature = "rocksdb"))]
pub(super) fn open(path: &Path, _: Mode) -> Result<Store> {
    Err(Error::store(
        path,
        "a folder, but this build of tidings keeps stores in files (NAME.nq.gz); for stores in folders build it with \
         `cargo build --release --features rocksdb` (needs a C++ compiler and libclang)",
    ))
}

/// Opens a folder.
#[cfg(feature = "rocksdb")]
pub(super) fn open(path: &Path, mode: Mode) -> Result<Store> {
    use oxigraph::store::Store as Graph;

    if mode == Mode::Read && !path.join("CURRENT").exists() {
        return Err(Error::store(path, "there is no such store; `tidings ingest` makes one"));
    }
    let graph = if mode == Mode::Write { Graph::open(path) } else { Graph::open_read_only(path) };
    let graph = graph.map_err(|error| Error::store(path, kindly(&error.to_string())))?;
    let mut store = Store::over(path, mode, super::Kind::Folder, graph);
    store.read_articles()?;
    if mode == Mode::Write {
        super::entities::settle_marked(&store.graph).map_err(|error| Error::store(path, error))?;
    }
    Ok(store)
}

/// RocksDB's message, or a better one for a lock that is held.
#[cfg(feature = "rocksdb")]
fn kindly(message: &str) -> String {
    if message.to_ascii_lowercase().contains("lock") {
        "another process is writing to it; try again when that has finished".into()
    } else {
        message.to_owned()
    }
}

#[cfg(feature = "rocksdb")]
impl Store {
    /// Fills the index of articles from their descriptions.
    fn read_articles(&mut self) -> Result<()> {
        use oxigraph::model::vocab::rdf;
        use oxigraph::model::{GraphName, Quad};

        use super::articles::Entry;
        use crate::lexicon::vocab::schema;

        let collect = |quads: oxigraph::store::QuadIter<'_>| quads.collect::<std::result::Result<Vec<Quad>, _>>();
        let class = Some(schema::NEWS_ARTICLE.into());
        let found = collect(self.graph.quads_for_pattern(None, Some(rdf::TYPE), class, None));
        for article in found.map_err(|error| self.failed(error))? {
            if let GraphName::NamedNode(graph) = &article.graph_name {
                let name = Some(graph.as_ref().into());
                let described = collect(self.graph.quads_for_pattern(Some(graph.as_ref().into()), None, None, name));
                let entry = Entry::of(graph, &described.map_err(|error| self.failed(error))?);
                self.articles.insert(entry);
            }
        }
        Ok(())
    }
}
