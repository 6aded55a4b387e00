//! Articles as they come in: one reader a format, all giving [`Article`].

mod article;

pub use article::Article;
