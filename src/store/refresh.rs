//! Resolving anew: the records that lie with the articles, and the exchange of many articles and of the decisions at
//! once, all or nothing.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, NamedNodeRef, Quad, Term};

use super::{Kind, Store, entities};
use crate::claim::{ArticleQuads, Base, Record};
use crate::corpus::Article;
use crate::error::{Error, Result};
use crate::lexicon::vocab::{schema, td};

impl Store {
    /// The article with this graph and what was read from it; nothing where the store does not have its record (one
    /// that another program or an earlier version wrote).
    pub fn record(&self, graph: &str) -> Result<Option<(Article, Record)>> {
        let (Some(record), Some(text)) = (self.text(graph, td::RECORD)?, self.text(graph, schema::ARTICLE_BODY)?)
        else {
            return Ok(None);
        };
        let found = Record::from_json(&record, &text);
        Ok(found.filter(|(article, _)| graph.ends_with(&article.hash())))
    }

    /// Does it hold the article, with its record?
    pub fn has_record(&self, graph: &NamedNode) -> bool {
        self.contains_article(graph) && matches!(self.text(graph.as_str(), td::RECORD), Ok(Some(_)))
    }

    /// The one text that an article has for a property.
    fn text(&self, graph: &str, property: NamedNodeRef<'_>) -> Result<Option<String>> {
        let Ok(graph) = NamedNodeRef::new(graph) else { return Ok(None) };
        let mut found = self.graph.quads_for_pattern(Some(graph.into()), Some(property), None, Some(graph.into()));
        match found.next() {
            Some(Ok(Quad { object: Term::Literal(text), .. })) => Ok(Some(text.value().to_owned())),
            Some(Err(error)) => Err(self.failed(error)),
            _ => Ok(None),
        }
    }

    /// All quads of the article with this graph that do not follow from others.
    pub fn article_quads(&self, graph: &str) -> Result<Vec<Quad>> {
        entities::article_quads(&self.graph, graph).map_err(|error| self.failed(error))
    }

    /// The bases under which its articles are named.
    pub fn bases(&self) -> Vec<Base> {
        let bases: BTreeSet<String> =
            self.articles().filter_map(Base::of_article).map(|base| base.as_str().to_owned()).collect();
        bases.iter().filter_map(|base| Base::new(base).ok()).collect()
    }

    /// The quads of the decisions that it was last resolved by.
    pub fn decision_quads(&self, base: &Base) -> Result<Vec<Quad>> {
        let graph = base.decisions_graph();
        let found = self.graph.quads_for_pattern(None, None, None, Some(graph.as_ref().into()));
        found.collect::<std::result::Result<_, _>>().map_err(|error| self.failed(error))
    }

    /// Puts these articles in the place of those with the same graphs, and these decisions in the place of those of
    /// their graphs; all or nothing: a store in a folder changes at once, a file with [`Store::finish`].
    pub fn exchange(&mut self, articles: &[ArticleQuads], decisions: &[(Base, Vec<Quad>)]) -> Result<()> {
        self.check_writable()?;
        let failed = |error: oxigraph::store::StorageError| Error::store(&self.path, error);
        let mut old = Vec::new();
        for article in articles {
            old.extend(self.article_quads(article.graph.as_str())?);
        }
        for (base, _) in decisions {
            old.extend(self.decision_quads(base)?);
        }
        let mut touched = entities::touched_by(&old);
        for article in articles {
            touched.extend(entities::touched_by(&article.quads));
        }
        let new = articles.iter().flat_map(|a| &a.quads).chain(decisions.iter().flat_map(|(_, quads)| quads));
        let mut transaction = self.graph.start_transaction().map_err(failed)?;
        for quad in &old {
            transaction.remove(quad);
        }
        for quad in new {
            transaction.insert(quad);
        }
        if matches!(self.kind, Kind::Folder) {
            transaction.extend(touched.markers().iter().map(Quad::as_ref));
        }
        transaction.commit().map_err(failed)?;
        self.touched.extend(touched);
        self.mark_stale();
        self.settle()
    }
}
