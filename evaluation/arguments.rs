//! Do the mentions carry the arguments of annotated claims? For each argument of the annotated articles: is there
//! a mention at its head word, and does its chain's name (or its text) denote the annotated entity?
//!
//! `cargo run --release --example eval-arguments -- [--verbose] FOLDER` with `articles/`, `gold/` and `sentences/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tidings::document::Document;
use tidings::language::Reader;
use tidings::lexicon::Cues;
use tidings::mention::{self, Knowledge, MentionKind, Mentions};
use tidings::relation::attribution::Attributions;

#[derive(Deserialize)]
struct Article {
    id: String,
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct Gold {
    entities: Vec<Entity>,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
struct Entity {
    name: String,
    aliases: Vec<String>,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Claim {
    s: String,
    o: String,
    st: String,
    ot: String,
    sent: usize,
}

/// Arguments looked at, with a mention, with the right name.
#[derive(Default, Clone, Copy)]
struct Count {
    all: usize,
    mentioned: usize,
    right: usize,
}

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "--verbose");
    arguments.retain(|a| a != "--verbose");
    let [folder] = arguments.as_slice() else { bail!("usage: eval-arguments [--verbose] FOLDER") };
    let folder = Path::new(folder);
    let reader = Reader::embedded()?.with_vectors(false);
    let knowledge = Knowledge::embedded()?;
    let cues = Cues::built_in()?;
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let mut files: Vec<_> = std::fs::read_dir(folder.join("articles"))?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    for file in files {
        let article: Article = serde_json::from_str(&std::fs::read_to_string(file.path())?)
            .with_context(|| file.path().display().to_string())?;
        let gold: Gold =
            serde_json::from_str(&std::fs::read_to_string(folder.join("gold").join(format!("{}.json", article.id)))?)?;
        let sentences = std::fs::read_to_string(folder.join("sentences").join(format!("{}.sents.txt", article.id)))?;
        let sentences: Vec<&str> = sentences.lines().map(|l| l.split_once('\t').map_or(l, |(_, text)| text)).collect();
        let text = format!("{}\n\n{}", article.title, article.text);
        let document = reader.read(&text, article.title.len())?;
        let mut mentions = mention::read(&document, &knowledge);
        let attributions = Attributions::build(&document, &mentions, &cues);
        let speaker_of = |s, t| attributions.speaker_of(s, t).map(|source| source.mention);
        mention::coreference::link_first_person(&mut mentions, &document, &knowledge, &speaker_of, &|_, _| None);
        let mut seen = BTreeSet::new();
        for claim in &gold.claims {
            for (entity, words) in [(&claim.s, &claim.st), (&claim.o, &claim.ot)] {
                if words.is_empty() || !seen.insert((claim.sent, entity, words)) {
                    continue;
                }
                let Some(sentence) = sentences.get(claim.sent) else { continue };
                let Some(at) = text.find(sentence).and_then(|start| Some(start + find_words(sentence, words)?)) else {
                    continue;
                };
                let kind = gold.entities.iter().find(|e| &e.name == entity).map_or("?", |e| e.kind.as_str());
                let found = argument(&document, &mentions, at, at + words.len());
                let right = found.is_some_and(|m| denotes(&gold, entity, &document, &mentions, m));
                let how = found.map_or("-", |m| match mentions.mentions[m].kind {
                    MentionKind::Name => "by name",
                    MentionKind::Nominal => "by description",
                    MentionKind::Pronoun => "by pronoun",
                });
                for key in [kind, how, "all"] {
                    let count = counts.entry(key.to_owned()).or_default();
                    count.all += 1;
                    count.mentioned += usize::from(found.is_some());
                    count.right += usize::from(right);
                }
                if verbose && !right {
                    let got = found.map_or("none".to_owned(), |m| {
                        let mention = &mentions.mentions[m];
                        format!(
                            "[{}] {:?} {:?} {} -> {}",
                            mention.span.of(&document.text),
                            mention.kind,
                            mention.entity_type,
                            mention.rule,
                            mentions.chain_of(m).name
                        )
                    });
                    println!(
                        "{}:{} {kind} {words:?} = {entity:?} | {got}",
                        article.id.get(..24).unwrap_or(&article.id),
                        claim.sent
                    );
                }
            }
        }
    }
    for (kind, count) in counts {
        let share = |n: usize| 100.0 * n as f64 / count.all.max(1) as f64;
        println!(
            "{kind:14} {:5} arguments, {:5.1} % mentioned, {:5.1} % named right",
            count.all,
            share(count.mentioned),
            share(count.right)
        );
    }
    Ok(())
}

/// Where `words` stand in `sentence` as whole words.
fn find_words(sentence: &str, words: &str) -> Option<usize> {
    sentence.match_indices(words).map(|(at, _)| at).find(|&at| {
        let before = sentence.get(..at).and_then(|s| s.chars().next_back());
        let after = sentence.get(at + words.len()..).and_then(|s| s.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// The mention whose head is the topmost word between two byte offsets, as a frame would look it up.
fn argument(document: &Document, mentions: &Mentions, start: usize, end: usize) -> Option<usize> {
    let (index, sentence) =
        document.sentences.iter().enumerate().find(|(_, s)| s.span.start <= start && start < s.span.end)?;
    let inside: Vec<usize> = (0..sentence.tokens.len())
        .filter(|&i| sentence.tokens[i].span.start >= start && sentence.tokens[i].span.end <= end)
        .collect();
    let is_top = |&&i: &&usize| sentence.tokens[i].head.is_none_or(|head| !inside.contains(&head));
    let top = inside.iter().find(is_top)?;
    mentions.at(index, *top).or_else(|| inside.iter().filter(|i| is_top(i)).find_map(|&i| mentions.at(index, i)))
}

fn denotes(gold: &Gold, entity: &str, document: &Document, mentions: &Mentions, mention: usize) -> bool {
    let Some(entity) = gold.entities.iter().find(|e| e.name == entity) else { return false };
    let forms: Vec<BTreeSet<String>> =
        std::iter::once(&entity.name).chain(&entity.aliases).map(|form| words(form)).collect();
    let concept = matches!(entity.kind.as_str(), "Concept" | "Work" | "Event" | "Position" | "Group");
    let chain = mentions.chain_of(mention);
    let names = chain.members.iter().filter_map(|&member| mentions.chains.get(member)).chain([chain]);
    names.into_iter().any(|chain| names_match(&forms, concept, &chain.name, document, mentions, mention))
}

fn names_match(
    forms: &[BTreeSet<String>],
    concept: bool,
    name: &str,
    document: &Document,
    mentions: &Mentions,
    mention: usize,
) -> bool {
    let name = words(name);
    let text = words(mentions.mentions[mention].span.of(&document.text));
    forms.iter().any(|form| *form == name || *form == text)
        || forms.iter().any(|form| {
            let overlap = form.intersection(&name).count();
            (concept && overlap > 0 && 4 * overlap >= form.len() + name.len())
                || (overlap >= 2 && (form.is_subset(&name) || name.is_subset(form)))
        })
}

/// Content words, lower case, without diacritics.
fn words(text: &str) -> BTreeSet<String> {
    const STOP: &str = " the a an of and or in on at to for s by with its his her their ";
    tidings::lexicon::fold(text)
        .split_whitespace()
        .filter(|word| !STOP.contains(&format!(" {word} ")))
        .map(str::to_owned)
        .collect()
}
