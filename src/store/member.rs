//! Members: a file is a sequence of them, each holding the quads of one article as N-Quads.
//!
//! In a `.nq.gz` file a member is a gzip member whose header tells its length (extra field `TD`), so that one that
//! was torn by a kill can be told from one that is damaged, and the others are found without reading it. In a `.nq`
//! file a member stands between two comment lines. Members that other tools wrote, without length or comments, are
//! read as well.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::DeflateEncoder;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rayon::prelude::*;

/// How members are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Gzip members, one after the other.
    Gzip,
    /// Plain lines between comments.
    Plain,
}

/// Gzip header with an extra field of 12 bytes: `TD`, length 8, and the length of the whole member (RFC 1952).
const HEADER: [u8; 16] = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 12, 0, b'T', b'D', 8, 0];
/// Bytes of the header with the length.
const HEADER_LEN: usize = 24;

const BEGIN: &str = "# tidings: begin\n";
const END: &str = "# tidings: end\n";

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The quads of its members, in order.
    pub members: Vec<Vec<Quad>>,
    /// Bytes of the file that are whole; what follows was torn.
    pub valid: u64,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Damage: byte offset of the member, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub offset: usize,
    pub message: String,
}

fn damage(offset: usize, message: impl ToString) -> Damage {
    Damage { offset, message: message.to_string() }
}

/// One member's bytes for these quads.
pub(super) fn encode(layout: Layout, quads: &[Quad]) -> std::io::Result<Vec<u8>> {
    let mut lines = String::new();
    for quad in quads {
        lines.push_str(&quad.to_string());
        lines.push_str(" .\n");
    }
    match layout {
        Layout::Plain => Ok([BEGIN, &lines, END].concat().into_bytes()),
        Layout::Gzip => {
            let mut member = HEADER.to_vec();
            member.extend([0; 8]);
            let mut encoder = DeflateEncoder::new(member, Compression::default());
            encoder.write_all(lines.as_bytes())?;
            let mut member = encoder.finish()?;
            let mut crc = flate2::Crc::new();
            crc.update(lines.as_bytes());
            member.extend(crc.sum().to_le_bytes());
            member.extend(crc.amount().to_le_bytes());
            let length = (member.len() as u64).to_le_bytes();
            for (place, byte) in member.iter_mut().skip(HEADER.len()).zip(length) {
                *place = byte;
            }
            Ok(member)
        }
    }
}

/// The members of a file's bytes.
pub(super) fn decode(layout: Layout, bytes: &[u8]) -> Result<Contents, Damage> {
    let found = match layout {
        Layout::Gzip => gzip_members(bytes)?,
        Layout::Plain => plain_members(bytes)?,
    };
    let last = found.members.len().saturating_sub(1);
    let mut read: Vec<Result<Vec<Quad>, Damage>> = found.members.par_iter().map(|member| member.quads(bytes)).collect();
    let mut contents = Contents { valid: found.valid as u64, ..Contents::default() };
    let mut torn = bytes.len() - found.valid;
    // A last member of the right length that cannot be read was cut off by a crash before it was safe on disk.
    if torn == 0
        && let (Some(Err(_)), Some(member)) = (read.last(), found.members.get(last))
        && matches!(member.kind, MemberKind::Sized)
    {
        read.pop();
        contents.valid = member.start as u64;
        torn = bytes.len() - member.start;
    }
    contents.members = read.into_iter().collect::<Result<_, _>>()?;
    if torn > 0 {
        let at = contents.valid;
        contents
            .notes
            .push(format!("dropped {torn} bytes of an article that was not written to its end (at byte {at})"));
    }
    Ok(contents)
}

/// Where members stand.
struct Found {
    members: Vec<Member>,
    valid: usize,
}

struct Member {
    start: usize,
    end: usize,
    kind: MemberKind,
}

enum MemberKind {
    /// Gzip of our own.
    Sized,
    /// Gzip of another tool, decoded already.
    Foreign(Vec<u8>),
    /// Lines.
    Plain,
}

impl Member {
    fn quads(&self, bytes: &[u8]) -> Result<Vec<Quad>, Damage> {
        let raw = bytes.get(self.start..self.end).unwrap_or_default();
        let mut lines = Vec::new();
        let lines = match &self.kind {
            MemberKind::Foreign(lines) => lines.as_slice(),
            MemberKind::Plain => raw,
            MemberKind::Sized => {
                let mut decoder = GzDecoder::new(raw);
                let read = decoder.read_to_end(&mut lines);
                read.map_err(|error| damage(self.start, format!("damaged: {error}")))?;
                if !decoder.into_inner().is_empty() {
                    return Err(damage(self.start, "damaged: the stated length is wrong"));
                }
                &lines
            }
        };
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(lines);
        parser.collect::<Result<_, _>>().map_err(|error| {
            let line = error.location().map(|range| range.start.line + 1).unwrap_or_default();
            damage(self.start, format!("not N-Quads, {line} lines on: {error}"))
        })
    }
}

fn gzip_members(bytes: &[u8]) -> Result<Found, Damage> {
    let mut members = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if is_header(rest) {
            match stated_length(rest).and_then(|length| at.checked_add(length)).filter(|&end| end <= bytes.len()) {
                Some(end) if end > at + HEADER_LEN => {
                    members.push(Member { start: at, end, kind: MemberKind::Sized });
                    at = end;
                }
                // Cut off, unless another member follows: then its length is what is wrong.
                _ if contains_header(rest.get(1..).unwrap_or_default()) => {
                    return Err(damage(at, "damaged: the stated length is wrong"));
                }
                _ => break,
            }
        } else if HEADER.starts_with(rest) || rest.iter().all(|&b| b == 0) {
            break;
        } else {
            let mut decoder = GzDecoder::new(rest);
            let mut lines = Vec::new();
            decoder.read_to_end(&mut lines).map_err(|error| damage(at, format!("not gzip, or damaged: {error}")))?;
            let end = bytes.len() - decoder.into_inner().len();
            members.push(Member { start: at, end, kind: MemberKind::Foreign(lines) });
            at = end;
        }
    }
    Ok(Found { members, valid: at })
}

fn is_header(bytes: &[u8]) -> bool {
    bytes.starts_with(&HEADER)
}

fn contains_header(bytes: &[u8]) -> bool {
    bytes.windows(HEADER.len()).any(is_header)
}

fn stated_length(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(HEADER.len()..HEADER_LEN)?;
    usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()
}

fn plain_members(bytes: &[u8]) -> Result<Found, Damage> {
    let mut members = Vec::new();
    let (mut at, mut start, mut begun) = (0, 0, false);
    let mut push = |start: usize, end: usize| {
        if end > start {
            members.push(Member { start, end, kind: MemberKind::Plain });
        }
    };
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let next = at + line.len();
        if line == BEGIN.as_bytes() {
            if begun {
                return Err(damage(start, "an article begins inside another"));
            }
            push(start, at);
            (start, begun) = (at, true);
        } else if line == END.as_bytes() && begun {
            push(start, next);
            (start, begun) = (next, false);
        } else if !begun && next == bytes.len() && BEGIN.as_bytes().starts_with(line) {
            // The first words of an article, and no more.
            push(start, at);
            return Ok(Found { members, valid: at });
        }
        at = next;
    }
    if !begun {
        push(start, at);
        start = at;
    }
    Ok(Found { members, valid: start })
}

#[cfg(test)]
mod tests {
    use oxigraph::model::NamedNode;

    use super::*;

    fn quads(n: usize) -> Vec<Quad> {
        let node = |name: &str| NamedNode::new_unchecked(format!("urn:{name}{n}"));
        vec![
            Quad::new(node("s"), node("p"), node("o"), node("g")),
            Quad::new(node("s"), node("p"), node("x"), node("g")),
        ]
    }

    fn file(layout: Layout, members: usize) -> Vec<u8> {
        (0..members).flat_map(|n| encode(layout, &quads(n)).unwrap()).collect()
    }

    #[test]
    fn a_file_cut_anywhere_keeps_the_members_before() {
        for layout in [Layout::Gzip, Layout::Plain] {
            let whole = file(layout, 3);
            let (one, two) = (file(layout, 1).len(), file(layout, 2).len());
            assert_eq!(decode(layout, &whole).unwrap().members, [quads(0), quads(1), quads(2)]);
            for cut in one..whole.len() {
                let contents = decode(layout, &whole[..cut]).unwrap();
                let kept = if cut < two { 1 } else { 2 };
                assert_eq!(contents.members.len(), kept, "{layout:?} cut at {cut}");
                assert_eq!(contents.valid as usize, if kept == 1 { one } else { two });
                assert_eq!(contents.notes.is_empty(), cut == one || cut == two);
            }
        }
    }

    #[test]
    fn zeros_after_a_crash_are_dropped() {
        let whole = file(Layout::Gzip, 2);
        let one = file(Layout::Gzip, 1).len();
        let padded = [whole.clone(), vec![0; 100]].concat();
        assert_eq!(decode(Layout::Gzip, &padded).unwrap().members.len(), 2);
        let mut zeroed = whole;
        zeroed[one + HEADER_LEN..].fill(0);
        assert_eq!(decode(Layout::Gzip, &zeroed).unwrap().members, [quads(0)], "of the right length, but empty");
    }

    #[test]
    fn damage_in_the_middle_is_an_error_with_its_offset() {
        let whole = file(Layout::Gzip, 3);
        let (one, two) = (file(Layout::Gzip, 1).len(), file(Layout::Gzip, 2).len());
        for at in one..two {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            match decode(Layout::Gzip, &damaged) {
                Err(damage) => assert!(damage.offset >= one, "{at}: {damage:?}"),
                // A byte of the header that says nothing (time, system) may change.
                Ok(contents) => assert_eq!(contents.members.len(), 3, "{at}"),
            }
        }
    }

    #[test]
    fn files_of_other_tools_are_read() {
        let lines = quads(7).iter().map(|quad| format!("{quad} .\n")).collect::<String>();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(lines.as_bytes()).unwrap();
        let foreign = encoder.finish().unwrap();
        let mixed = [foreign.clone(), file(Layout::Gzip, 1), foreign].concat();
        assert_eq!(decode(Layout::Gzip, &mixed).unwrap().members, [quads(7), quads(0), quads(7)]);
        let mixed = [lines.as_bytes(), &file(Layout::Plain, 1), lines.as_bytes()].concat();
        assert_eq!(decode(Layout::Plain, &mixed).unwrap().members, [quads(7), quads(0), quads(7)]);
        assert!(decode(Layout::Plain, b"<a> <b\n").is_err());
        assert!(decode(Layout::Gzip, b"plain words").is_err());
        assert!(decode(Layout::Gzip, b"").unwrap().members.is_empty());
    }
}
