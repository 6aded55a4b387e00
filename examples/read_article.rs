//! Read one article with the library and print who is said to have done what, with the exact words.
//!
//! `cargo run --release --example read_article`

use tidings::corpus::Article;
use tidings::pipeline::Tidings;

fn main() -> tidings::Result<()> {
    let article = Article {
        id: "example-1".into(),
        title: "Norway and Estonia sign defence agreement".into(),
        text: "Norwegian Prime Minister Jonas Gahr Støre met his Estonian counterpart in Tallinn on Monday. \
               The two countries reportedly plan to set up a joint battalion."
            .into(),
        published: Some("2024-05-06".into()),
        url: None,
        publisher: Some("Example Wire".into()),
    };
    let reading = Tidings::embedded()?.read(article)?;
    for claim in &reading.claims {
        println!("{}", tidings::check::describe(&reading, claim));
        println!("    {}-{}: {}", claim.evidence.start, claim.evidence.end, claim.evidence.quote);
    }
    Ok(())
}
