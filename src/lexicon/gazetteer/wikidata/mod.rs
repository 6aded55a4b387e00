//! A full Wikidata JSON dump (`latest-all.json`, plain, `.gz` or `.bz2`) as a source of records. One thread reads and
//! inflates, the others look at lines: a filter on bytes turns most of them away before anything is parsed. Records come
//! out in the order of the dump, whatever the number of threads. Memory holds some blocks of text and no more.

mod blocks;
mod entity;
mod filter;
mod selection;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use blocks::{Block, Blocks};
use filter::Filter;
pub use selection::Selection;

use super::Record;
use crate::error::{Error, Result};

/// How far the reading of a dump is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DumpProgress {
    /// Bytes of the file read, as it lies on the disk.
    pub read: u64,
    /// Bytes of the file, where known.
    pub size: Option<u64>,
    /// Bytes of text looked at.
    pub text: u64,
    /// Lines looked at.
    pub lines: u64,
    /// Lines that the filter on bytes let through.
    pub parsed: u64,
    /// Entities kept.
    pub kept: u64,
    /// Lines that are no entity.
    pub broken: u64,
}

/// What the reading of a dump tells on its way.
#[derive(Debug)]
pub enum DumpEvent {
    /// An entity that the selection keeps.
    Kept(Record),
    /// A line that is no entity; it is passed over. The error names file and line.
    Broken(Error),
    /// So far it has come.
    Progress(DumpProgress),
}

/// How a dump ended.
#[derive(Debug)]
pub struct DumpEnd {
    /// What was read.
    pub progress: DumpProgress,
    /// Why it is not the whole dump, with file, line and byte; `None` where it is.
    pub cut_off: Option<Error>,
}

/// What one block of lines gave.
#[derive(Default)]
struct Outcome {
    number: usize,
    lines: u64,
    parsed: u64,
    text: u64,
    records: Vec<Record>,
    broken: Vec<(u64, String)>,
}

/// Read the dump at `path` (`-` for standard input) on `threads` threads and hand on what `selection` keeps, in the order
/// of the dump.
///
/// # Errors
/// The file cannot be opened, is empty, or is no text of lines. A dump that is cut off is no error here: see
/// [`DumpEnd::cut_off`].
pub fn read_wikidata_dump(
    path: &Path,
    selection: &Selection,
    threads: usize,
    mut on: impl FnMut(DumpEvent),
) -> Result<DumpEnd> {
    let read = AtomicU64::new(0);
    let (mut blocks, size) = blocks::open(path, &read)?;
    let filter = Filter::new(selection);
    let mut progress = DumpProgress { size, ..DumpProgress::default() };
    let mut collect = |outcome: Outcome| {
        progress.read = read.load(Ordering::Relaxed);
        progress.lines += outcome.lines;
        progress.text += outcome.text;
        progress.parsed += outcome.parsed;
        progress.kept += outcome.records.len() as u64;
        progress.broken += outcome.broken.len() as u64;
        outcome.records.into_iter().for_each(|record| on(DumpEvent::Kept(record)));
        for (line, message) in outcome.broken {
            on(DumpEvent::Broken(Error::input(path, Some(line), message)));
        }
        on(DumpEvent::Progress(progress));
    };
    if threads < 2 {
        while let Some(block) = blocks.next() {
            collect(work(&block, &filter, selection));
        }
    } else {
        on_threads(&mut blocks, &filter, selection, threads - 1, &mut collect);
    }
    let cut_off = blocks.ending(path)?;
    progress.read = read.load(Ordering::Relaxed);
    Ok(DumpEnd { progress, cut_off })
}

/// One thread reads blocks, `workers` threads look at them, this one collects what they find in the order of the dump.
fn on_threads(
    blocks: &mut Blocks<'_>,
    filter: &Filter<'_>,
    selection: &Selection,
    workers: usize,
    collect: &mut impl FnMut(Outcome),
) {
    let (block_sender, block_receiver) = sync_channel::<Block>(2 * workers);
    let block_receiver = Mutex::new(block_receiver);
    let (sender, receiver) = sync_channel::<Outcome>(4 * workers);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            while let Some(block) = blocks.next() {
                if block_sender.send(block).is_err() {
                    break;
                }
            }
        });
        for _ in 0..workers {
            let sender = sender.clone();
            let block_receiver = &block_receiver;
            scope.spawn(move || work_on(block_receiver, &sender, filter, selection));
        }
        drop(sender);
        let mut waiting: BTreeMap<usize, Outcome> = BTreeMap::new();
        let mut next = 0;
        for outcome in receiver {
            waiting.insert(outcome.number, outcome);
            while let Some(outcome) = waiting.remove(&next) {
                collect(outcome);
                next += 1;
            }
        }
    });
}

fn work_on(
    blocks: &Mutex<Receiver<Block>>,
    outcomes: &SyncSender<Outcome>,
    filter: &Filter<'_>,
    selection: &Selection,
) {
    loop {
        let Ok(Ok(block)) = blocks.lock().map(|receiver| receiver.recv()) else { return };
        if outcomes.send(work(&block, filter, selection)).is_err() {
            return;
        }
    }
}

/// Look at all lines of a block.
fn work(block: &Block, filter: &Filter<'_>, selection: &Selection) -> Outcome {
    let mut outcome = Outcome { number: block.number, text: block.text.len() as u64, ..Outcome::default() };
    for (line, number) in block.lines().zip(block.first_line..) {
        outcome.lines += 1;
        match line {
            [] | b"[" | b"]" => {}
            [b'{', .., b'}'] => {
                if filter.passes(line) {
                    outcome.parsed += 1;
                    match entity::record(line, selection) {
                        Ok(Some(record)) => outcome.records.push(record),
                        Ok(None) => {}
                        Err(message) => outcome.broken.push((number, message)),
                    }
                }
            }
            _ => outcome.broken.push((number, "not an entity: the line is not one JSON object".to_owned())),
        }
    }
    outcome
}
