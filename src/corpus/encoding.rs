//! From bytes to text: byte order mark, then UTF-8, then the page's own declaration, then a guess. Bytes that are
//! not text at all are refused.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// First bytes of files that people take for text, and what they are.
const SIGNATURES: [(&[u8], &str); 6] = [
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x1f\x8b", "gzip data; its name should end in .gz"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
];

/// Decodes `bytes`, without their byte order mark. `declared` is the encoding that the document itself names.
/// The error says in words why the bytes are no text.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Cow<'a, str>, String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, malformed) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return if malformed { Err(format!("not valid {}, though it says so", encoding.name())) } else { Ok(text) };
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(format!("not text but {what}"));
    }
    let nuls = bytes.iter().filter(|&&b| b == 0).count();
    if nuls > 0 {
        return utf_16(bytes, nuls).map(Cow::Owned);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let control = bytes.iter().filter(|&&b| b < 32 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0b | 0x0c | 0x1b)).count();
    if control * 50 > bytes.len() {
        return Err("not text: too many control characters".into());
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| *e != UTF_8) {
        let (text, malformed) = encoding.decode_without_bom_handling(bytes);
        if !malformed {
            return Ok(text);
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let (text, malformed) = detector.guess(None, Utf8Detection::Deny).decode_without_bom_handling(bytes);
    if malformed { Err("not text in any encoding that could be recognised".into()) } else { Ok(text) }
}

/// UTF-16 without a byte order mark shows by its NULs, nearly all of them at even or at odd places.
fn utf_16(bytes: &[u8], nuls: usize) -> Result<String, String> {
    let even = bytes.iter().step_by(2).filter(|&&b| b == 0).count();
    let encoding = if nuls * 4 < bytes.len() {
        None
    } else if even * 20 < nuls {
        Some(UTF_16LE)
    } else if (nuls - even) * 20 < nuls {
        Some(UTF_16BE)
    } else {
        None
    };
    match encoding.map(|encoding| encoding.decode_without_bom_handling(bytes)) {
        Some((text, false)) => Ok(text.into_owned()),
        _ => Err("not text: it has NUL bytes in it".into()),
    }
}

/// The encoding that an HTML page declares in its first kilobytes.
pub(super) fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, after) = head.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_encodings_are_read() {
        let text = "Žižkov a Çanakkale: Ərdoğan’s “visit”";
        assert_eq!(decode(text.as_bytes(), None).unwrap(), text);
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(decode(&marked, None).unwrap(), text, "the mark is dropped");
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&[b"\xff\xfe", wide.as_slice()].concat(), None).unwrap(), text);
        let plain: Vec<u8> = "Plain words in sixteen bits".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&plain, None).unwrap(), "Plain words in sixteen bits", "without a mark");
        assert_eq!(decode(b"caf\xe9 in Orl\xe9ans", Some("iso-8859-1")).unwrap(), "café in Orléans");
        assert_eq!(decode(b"Le caf\xe9 de la gare est ferm\xe9", None).unwrap(), "Le café de la gare est fermé");
        let russian = encoding_rs::WINDOWS_1251.encode("Президент прибыл в Душанбе").0.into_owned();
        assert_eq!(decode(&russian, None).unwrap(), "Президент прибыл в Душанбе");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(decode(b"%PDF-1.7 and so on", None).unwrap_err().contains("PDF"));
        assert!(decode(b"a\0b\0\0\0\x01\0\0zz\0", None).unwrap_err().contains("NUL"));
        assert!(decode(b"\x01\x02\x03\xff\xfe\x04\x05", None).is_err());
    }

    #[test]
    fn a_page_declares_its_encoding() {
        assert_eq!(declared_in_html(b"<meta charset=\"windows-1251\">").as_deref(), Some("windows-1251"));
        let old = b"<meta http-equiv='Content-Type' content='text/html; charset=KOI8-R'>";
        assert_eq!(declared_in_html(old).as_deref(), Some("koi8-r"));
        assert_eq!(declared_in_html(b"<p>no"), None);
    }
}
