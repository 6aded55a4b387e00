//! Web pages: the article's text without menus and advertisements, and what the page says about itself.

use std::path::Path;

use dom_smoothie::{Config, Readability, TextMode};

use super::encoding;
use super::record::Record;
use super::source::Records;
use crate::error::{Error, Result};

/// Elements nested deeper than this are no article, and might exhaust the stack.
const MAX_DEPTH: usize = 400;

/// Reads a web page.
pub(super) fn read(bytes: &[u8], path: &Path) -> Result<Records> {
    let declared = encoding::declared_in_html(bytes);
    let page = encoding::decode(bytes, declared.as_deref()).map_err(|message| Error::input(path, None, message))?;
    let record = record(&page).map_err(|message| Error::input(path, None, message))?;
    Ok(Box::new(std::iter::once(Ok(record))))
}

fn record(page: &str) -> Result<Record, String> {
    if depth(page) > MAX_DEPTH {
        return Err(format!("elements nested deeper than {MAX_DEPTH}"));
    }
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let failed = |error: dom_smoothie::ReadabilityError| format!("no article found in the page: {error}");
    let mut reader = Readability::new(page, None, Some(config)).map_err(failed)?;
    let stated = |selector: &str, attribute: &str| {
        let value = reader.doc.select(selector).attr(attribute)?.trim().to_owned();
        value.starts_with("http").then_some(value)
    };
    let url = stated("link[rel='canonical']", "href").or_else(|| stated("meta[property='og:url']", "content"));
    let article = reader.parse().map_err(failed)?;
    Ok(Record {
        id: None,
        title: article.title.trim().to_owned(),
        text: article.text_content.trim().to_owned(),
        date: article.published_time,
        url: article.url.or(url),
        publisher: article.site_name,
        line: None,
    })
}

/// An upper bound for how deep elements are nested: tags that open less those that close.
fn depth(page: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let bytes = page.as_bytes();
    for (i, _) in page.match_indices('<') {
        match bytes.get(i + 1) {
            Some(b'/') if !is_void(page.get(i + 2..).unwrap_or_default()) => depth = depth.saturating_sub(1),
            Some(next) if next.is_ascii_alphabetic() && !is_void(page.get(i + 1..).unwrap_or_default()) => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Elements without an end tag, or whose end tag is often left out (HTML standard, 13.1.2).
const VOID: [&str; 20] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "td", "tr", "option", "dt", "dd",
];

fn is_void(tag: &str) -> bool {
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let slash = tag.split('>').next().is_some_and(|tag| tag.ends_with('/'));
    slash || VOID.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Ferry resumes - Visby Post</title>
        <meta property="og:title" content="Ferry resumes"><meta property="og:site_name" content="Visby Post">
        <meta property="og:url" content="https://visby.example/17">
        <meta property="article:published_time" content="2025-02-01T08:00:00Z"></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
        <article><h1>Ferry resumes</h1>
        <p>The ferry to Gotland runs again, the harbour master Lena Holm said on Saturday, after a week of storms that
        had kept it in port and cut the island off from the mainland.</p>
        <p>The shipping line had asked the government in Stockholm for help, and the minister of transport promised to
        visit Visby next month, though she named no day for it.</p>
        <p>Farmers on the island, who had warned of losses, welcomed the news and thanked the crews who had worked
        through the nights.</p></article>
        <footer>Copyright. <a href="/about">About us</a></footer></body></html>"#;

    #[test]
    fn the_article_is_found_in_the_page() {
        let record = record(PAGE).unwrap();
        assert_eq!(record.title, "Ferry resumes");
        assert!(record.text.contains("Lena Holm said on Saturday"), "{}", record.text);
        assert!(record.text.contains("\n"), "paragraphs stay apart");
        assert!(!record.text.contains("Sport") && !record.text.contains("Copyright"), "{}", record.text);
        assert_eq!(record.date.as_deref(), Some("2025-02-01T08:00:00Z"));
        assert_eq!(record.publisher.as_deref(), Some("Visby Post"));
        assert_eq!(record.url.as_deref(), Some("https://visby.example/17"));
    }

    #[test]
    fn depth_counts_open_elements() {
        assert_eq!(depth("<div><p>a<br><img src=x /></p><div></div></div><a></a>"), 2);
        let deep = "<div>".repeat(100_000);
        assert!(record(&deep).unwrap_err().contains("nested"));
        assert!(record("").is_err() || record("").unwrap().text.is_empty());
    }
}
