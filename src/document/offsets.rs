//! Offsets: the program counts in bytes, output in Unicode characters.

/// Converts byte offsets of a text to character offsets, in about constant time.
#[derive(Debug)]
pub struct CharOffsets<'a> {
    text: &'a str,
    /// Characters before each block of [`BLOCK`] bytes; empty for a text of ASCII.
    before: Vec<usize>,
}

/// Bytes a block.
const BLOCK: usize = 256;

impl<'a> CharOffsets<'a> {
    /// Prepares `text`.
    pub fn new(text: &'a str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                before.push(sum);
                sum += starts(block);
            }
            before.push(sum);
        }
        CharOffsets { text, before }
    }

    /// Number of characters before byte `byte`; the text's length where it lies past the end.
    pub fn chars(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = byte / BLOCK;
        match self.before.get(block) {
            None => byte,
            Some(before) => before + starts(self.text.as_bytes().get(block * BLOCK..byte).unwrap_or_default()),
        }
    }

    /// The byte at which character `chars` begins; the text's length where it lies past the end.
    pub fn byte(&self, chars: usize) -> usize {
        if self.before.is_empty() {
            return chars.min(self.text.len());
        }
        let block = self.before.partition_point(|&before| before <= chars).saturating_sub(1);
        let (mut byte, mut left) = (block * BLOCK, chars - self.before.get(block).copied().unwrap_or_default());
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(byte) {
                None => return self.text.len(),
                Some(b) if b & 0xC0 == 0x80 => {}
                Some(_) if left == 0 => return byte,
                Some(_) => left -= 1,
            }
            byte += 1;
        }
    }
}

/// Number of characters that begin in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_characters() {
        for text in ["plain".to_owned(), "é😀x".repeat(300), String::new(), "a".repeat(512)] {
            let offsets = CharOffsets::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.chars(byte), chars);
                assert_eq!(offsets.byte(chars), byte);
            }
            assert_eq!(offsets.chars(text.len() + 9), text.chars().count());
            assert_eq!(offsets.byte(text.chars().count()), text.len());
            assert_eq!(offsets.byte(usize::MAX), text.len());
        }
    }
}
