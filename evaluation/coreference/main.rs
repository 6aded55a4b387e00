//! Coreference measured on gold mentions: MUC, B³ and CEAFe, and their mean (the CoNLL average), over GUM
//! documents in CoNLL-U with `Entity=` in MISC.
//!
//! `cargo run --release --example eval-coreference -- [--verbose] [--gold-parse] FILE GENRE…`
//!
//! A gold mention takes the chain that Tidings gave to the mention with the same head word, the smallest gold
//! mention first; what Tidings did not join stays alone. Tags, parse and names are the model's; with `--gold-parse`
//! they are the file's, and names are told by the gold entity types.

mod score;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use tidings::document::{Document, Name, NameType, Upos};
use tidings::language::{Reader, conllu};
use tidings::mention::{self, Knowledge, Mention, Mentions};

use score::{Clusters, Scores};

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|a| a == "--verbose");
    let gold_parse = arguments.iter().any(|a| a == "--gold-parse");
    arguments.retain(|a| !a.starts_with("--"));
    let [file, genres @ ..] = arguments.as_slice() else { bail!("usage: eval-coreference [--verbose] FILE GENRE…") };
    let input = std::fs::read_to_string(file).with_context(|| file.clone())?;
    let documents = conllu::read(&input, Path::new(file))?;
    let gold = gold_mentions(&input);
    let knowledge = Knowledge::embedded()?;
    let reader = Reader::embedded()?.with_vectors(false);
    let mut all = Scores::default();
    let mut without_singletons = Scores::default();
    let mut rules: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for (read, (id, gold)) in documents.into_iter().zip(&gold) {
        anyhow::ensure!(&read.id == id, "{} is not {id}", read.id);
        if !genres.iter().any(|genre| id.contains(genre.as_str())) {
            continue;
        }
        let mut document = read.document;
        if gold_parse {
            tag_names(&mut document, &gold.mentions);
        } else {
            document = reader.read_pretokenised(&document)?;
        }
        let mut mentions = mention::read(&document, &knowledge);
        join_speakers(&document, &mut mentions, gold);
        let (key, response) = clusters(&document, &gold.mentions, &mentions);
        if verbose {
            explain(&document, &gold.mentions, &mentions, &key, &response, &mut rules);
        }
        let scores = Scores::of(&key, &response);
        println!("{id:28} {}", scores.line());
        all.add(&scores);
        without_singletons.add(&Scores::of(&several(&key), &several(&response)));
    }
    println!("{:28} {}", "all", all.line());
    println!("{:28} {}", "all, without singletons", without_singletons.line());
    for (rule, (right, wrong)) in rules {
        println!("{rule:28} {right:5} right {wrong:5} wrong");
    }
    Ok(())
}

/// A gold mention: sentence, words, entity, type.
struct Gold {
    sentence: usize,
    start: usize,
    end: usize,
    entity: String,
    kind: String,
}

#[derive(Default)]
struct GoldDocument {
    mentions: Vec<Gold>,
    /// Speaker and addressee of each sentence, where the file says.
    speakers: Vec<(Option<String>, Option<String>)>,
}

fn gold_mentions(input: &str) -> Vec<(String, GoldDocument)> {
    let mut documents: Vec<(String, GoldDocument)> = Vec::new();
    let mut open: Vec<(String, String, usize, usize)> = Vec::new();
    let mut sentence: Option<usize> = None;
    let mut speaker = (None, None);
    for line in input.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            documents.push((id.to_owned(), GoldDocument::default()));
            (sentence, speaker) = (None, (None, None));
            continue;
        }
        let Some((_, document)) = documents.last_mut() else { continue };
        if let Some(name) = line.strip_prefix("# speaker = ") {
            speaker.0 = Some(name.to_owned());
        } else if let Some(name) = line.strip_prefix("# addressee = ") {
            speaker.1 = Some(name.to_owned());
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[id, .., misc] = columns.as_slice() else { continue };
        let Ok(number) = id.parse::<usize>() else { continue };
        if number == 1 {
            sentence = Some(sentence.map_or(0, |s| s + 1));
            document.speakers.push(std::mem::take(&mut speaker));
        }
        let Some(at) = sentence else { continue };
        let Some(entity) = misc.split('|').find_map(|entry| entry.strip_prefix("Entity=")) else { continue };
        let mut rest = entity;
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let end = opened.find(['(', ')']).unwrap_or(opened.len());
                let mut fields = opened[..end].split('-');
                let name = fields.next().unwrap_or_default().to_owned();
                let kind = fields.next().unwrap_or_default().to_owned();
                rest = &opened[end..];
                if let Some(closed) = rest.strip_prefix(')') {
                    document.mentions.push(Gold { sentence: at, start: number - 1, end: number, entity: name, kind });
                    rest = closed;
                } else {
                    open.push((name, kind, at, number - 1));
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                let name = rest[..end].split('-').next().unwrap_or_default();
                if let Some(position) = open.iter().rposition(|(entity, ..)| entity == name) {
                    let (entity, kind, sentence, start) = open.remove(position);
                    document.mentions.push(Gold { sentence, start, end: number, entity, kind });
                }
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }
    documents
}

/// Runs of proper nouns inside a gold mention are names of its type.
fn tag_names(document: &mut Document, gold: &[Gold]) {
    for (index, sentence) in document.sentences.iter_mut().enumerate() {
        let mut names: Vec<Name> = Vec::new();
        let mut spans: Vec<&Gold> = gold.iter().filter(|g| g.sentence == index).collect();
        spans.sort_by_key(|g| g.end - g.start);
        for span in spans {
            let kind = match span.kind.as_str() {
                "person" => NameType::Per,
                "organization" => NameType::Org,
                "place" => NameType::Gpe,
                "event" => NameType::Event,
                _ => continue,
            };
            let is_proper = |i: &usize| sentence.tokens.get(*i).is_some_and(|t| t.upos == Upos::Propn);
            let Some(head) = head_of(sentence, span.start, span.end).filter(is_proper) else { continue };
            let (mut start, mut end) = (head, head + 1);
            while start > span.start && is_proper(&(start - 1)) {
                start -= 1;
            }
            while end < span.end && is_proper(&end) {
                end += 1;
            }
            if names.iter().all(|n| n.tokens.end <= start || end <= n.tokens.start) {
                names.push(Name { tokens: start..end, kind });
            }
        }
        names.sort_by_key(|n| n.tokens.start);
        sentence.names = names;
    }
}

fn head_of(sentence: &tidings::document::Sentence, start: usize, end: usize) -> Option<usize> {
    (start..end).find(|&i| sentence.tokens.get(i).is_some_and(|t| t.head.is_none_or(|h| h < start || h >= end)))
}

/// Transcripts say who speaks: all sentences of a speaker share "I".
fn join_speakers(document: &Document, mentions: &mut Mentions, gold: &GoldDocument) {
    let mut last: HashMap<(String, &str), usize> = HashMap::new();
    let mut joins = Vec::new();
    for (index, mention) in mentions.mentions.iter().enumerate() {
        let Some((speaker, addressee)) = gold.speakers.get(mention.sentence) else { continue };
        let who = match document.form(mention.sentence, mention.head).to_lowercase().as_str() {
            "i" | "me" | "my" | "mine" | "myself" => speaker.clone().map(|s| (s, "one")),
            "you" | "your" | "yours" | "yourself" => addressee.clone().map(|s| (s, "one")),
            "we" | "us" | "our" | "ours" => speaker.clone().map(|s| (s, "many")),
            _ => None,
        };
        let Some(who) = who else { continue };
        if let Some(earlier) = last.insert(who, index) {
            joins.push((index, earlier));
        }
    }
    mention::coreference::join(mentions, &joins, "speaker");
}

/// Gold and found clusters over the numbers of the gold mentions.
fn clusters(document: &Document, gold: &[Gold], mentions: &Mentions) -> (Clusters, Clusters) {
    let by_head: HashMap<(usize, usize), usize> =
        mentions.mentions.iter().enumerate().map(|(i, m)| ((m.sentence, m.head), i)).collect();
    let mut key: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut response = Vec::new();
    let mut taken = BTreeSet::new();
    let mut order: Vec<usize> = (0..gold.len()).collect();
    order.sort_by_key(|&g| (gold[g].end - gold[g].start, g));
    for g in order {
        let span = &gold[g];
        key.entry(&span.entity).or_default().insert(g);
        let head = document.sentences.get(span.sentence).and_then(|s| head_of(s, span.start, span.end));
        let mention = head.and_then(|head| by_head.get(&(span.sentence, head))).filter(|m| taken.insert(**m));
        match mention {
            Some(&m) => {
                found.entry(mentions.mentions[m].chain).or_default().insert(g);
            }
            None => response.push(BTreeSet::from([g])),
        }
    }
    response.extend(found.into_values());
    (key.into_values().collect(), response)
}

fn several(clusters: &Clusters) -> Clusters {
    clusters.iter().filter(|c| c.len() > 1).cloned().collect()
}

/// Prints wrong and missing links, and counts right and wrong links by rule.
fn explain(
    document: &Document,
    gold: &[Gold],
    mentions: &Mentions,
    key: &Clusters,
    response: &Clusters,
    rules: &mut BTreeMap<&'static str, (usize, usize)>,
) {
    let text = |g: usize| {
        let span = &gold[g];
        let words: Vec<&str> = (span.start..span.end).map(|i| document.form(span.sentence, i)).collect();
        format!("{}:{}", span.sentence, words.join(" ").chars().take(40).collect::<String>())
    };
    let entity_of = |g: usize| key.iter().position(|c| c.contains(&g));
    let mention_of = |g: usize| -> Option<&Mention> {
        let span = &gold[g];
        let head = head_of(document.sentences.get(span.sentence)?, span.start, span.end)?;
        mentions.mentions.iter().find(|m| (m.sentence, m.head) == (span.sentence, head))
    };
    for cluster in response.iter().filter(|c| c.len() > 1) {
        let mut ordered: Vec<usize> = cluster.iter().copied().collect();
        ordered.sort_by_key(|&g| (gold[g].sentence, gold[g].start));
        for (position, &g) in ordered.iter().enumerate().skip(1) {
            let right = ordered[..position].iter().any(|&earlier| entity_of(earlier) == entity_of(g));
            let rule = mention_of(g).map_or("?", |m| m.rule);
            let counts = rules.entry(rule).or_default();
            if right {
                counts.0 += 1;
            } else {
                counts.1 += 1;
                println!("  wrong [{rule}] {} -> {}", text(g), text(ordered[position - 1]));
            }
        }
    }
    for cluster in key.iter().filter(|c| c.len() > 1) {
        let mut ordered: Vec<usize> = cluster.iter().copied().collect();
        ordered.sort_by_key(|&g| (gold[g].sentence, gold[g].start));
        for (position, &g) in ordered.iter().enumerate().skip(1) {
            let home = response.iter().find(|c| c.contains(&g));
            if !home.is_some_and(|c| ordered[..position].iter().any(|earlier| c.contains(earlier))) {
                let kind = mention_of(g).map_or("none".to_owned(), |m| format!("{:?} {:?}", m.kind, m.entity_type));
                println!("  missing ({kind}) {} -> {}", text(g), text(ordered[position - 1]));
            }
        }
    }
}
