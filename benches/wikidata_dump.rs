//! How fast a Wikidata dump is read: made-up entities of 1 to 30 KB in the dump's form, most of which the selection does
//! not keep, plain and compressed, on one and two threads. Prints megabytes of text a second and a second of processor time
//! (which tells more where the machine is busy), and the memory needed.
//! `TIDINGS_DUMP_MB` sets the size of the text (256 if not set).

#[path = "../tests/support/wikidata.rs"]
#[allow(dead_code)]
mod support;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use support::{Random, typical};
use tidings::lexicon::{DumpEvent, Selection, read_wikidata_dump};

/// Text that is made and compressed once and written again and again, as streams one after the other.
const CHUNK: usize = 32 << 20;

fn main() -> tidings::Result<()> {
    // `cargo test --benches` only wants to know that it builds.
    if std::env::args().any(|a| a == "--test") {
        return Ok(());
    }
    let megabytes: usize = std::env::var("TIDINGS_DUMP_MB").ok().and_then(|m| m.parse().ok()).unwrap_or(256);
    let chunk = chunk();
    let times = (megabytes << 20).div_ceil(chunk.len());
    let folder = tempfile::tempdir().map_err(|e| tidings::Error::io("temporary folder", e))?;
    let selection = Selection::embedded()?;
    for kind in ["json", "json.gz", "json.bz2"] {
        let path = folder.path().join(format!("dump.{kind}"));
        write(&path, kind, &chunk, times).map_err(|e| tidings::Error::io(&path, e))?;
        for threads in [1, 2] {
            let (start, cpu) = (Instant::now(), cpu_seconds());
            let mut kept = 0;
            let end = read_wikidata_dump(&path, &selection, threads, |event| {
                kept += u64::from(matches!(event, DumpEvent::Kept(_)));
            })?;
            let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
            assert!(end.cut_off.is_none() && end.progress.broken == 0 && kept > 0);
            println!(
                "{kind:<9} {threads} thread{} {:7.0} MB/s, {:6.0} MB a CPU-second; {:.0} MB of text, {} entities, {} parsed, \
                 {kept} kept, peak {} MB",
                if threads == 1 { " " } else { "s" },
                end.progress.text as f64 / 1e6 / seconds,
                end.progress.text as f64 / 1e6 / cpu.max(0.01),
                end.progress.text as f64 / 1e6,
                end.progress.lines - 2,
                end.progress.parsed,
                peak_memory(),
            );
        }
        std::fs::remove_file(&path).map_err(|e| tidings::Error::io(&path, e))?;
    }
    Ok(())
}

/// Entities, a line each, with commas.
fn chunk() -> Vec<u8> {
    let mut random = Random::new(42);
    let mut text = Vec::new();
    let mut number = 0;
    while text.len() < CHUNK {
        text.extend_from_slice(typical(number, &mut random).line(&mut random).as_bytes());
        text.extend_from_slice(b",\n");
        number += 1;
    }
    text
}

fn write(path: &Path, kind: &str, chunk: &[u8], times: usize) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let packed = pack(kind, chunk)?;
    file.write_all(&pack(kind, b"[\n")?)?;
    for _ in 0..times {
        file.write_all(&packed)?;
    }
    file.write_all(&pack(kind, b"]\n")?)?;
    file.flush()
}

fn pack(kind: &str, text: &[u8]) -> std::io::Result<Vec<u8>> {
    match kind {
        "json.gz" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            encoder.write_all(text)?;
            encoder.finish()
        }
        "json.bz2" => {
            let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
            encoder.write_all(text)?;
            encoder.finish()
        }
        _ => Ok(text.to_vec()),
    }
}

/// Seconds of processor time that the process has used, of all threads; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = status.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

/// The most memory that the process has held so far, in MB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
