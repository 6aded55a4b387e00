//! The sorted list of folded names, front-coded: each name is the number of bytes it shares with the one before it and
//! the rest. Every [`STEP`]th name stands in full, so that a name is found by bisection over those and a short scan.

/// Names from one full name to the next.
const STEP: usize = 16;
/// Values of the first two bytes: nothing, space, digits, letters.
const RADIX: usize = 38;

/// Names in order, searchable.
pub(super) struct Names {
    shared: Vec<u8>,
    rest: Vec<u8>,
    /// Length of each rest, without its line feed.
    lengths: Vec<u8>,
    /// Where the rest of every `STEP`th name begins.
    starts: Vec<u32>,
    /// First step whose full name begins with these two bytes or later ones.
    by_prefix: Vec<u32>,
}

impl Names {
    /// From one byte a name (bytes shared with the name before) and the rests, each ended by a line feed.
    pub(super) fn new(shared: Vec<u8>, rest: Vec<u8>) -> Option<Names> {
        let mut starts = Vec::with_capacity(shared.len() / STEP + 1);
        let mut lengths = Vec::with_capacity(shared.len());
        let mut at = 0;
        for (i, &common) in shared.iter().enumerate() {
            if i % STEP == 0 {
                if common != 0 {
                    return None;
                }
                starts.push(u32::try_from(at).ok()?);
            }
            let length = rest.get(at..)?.iter().position(|&b| b == b'\n')?;
            lengths.push(u8::try_from(length).ok()?);
            at += length + 1;
        }
        let mut names = Names { shared, rest, lengths, starts, by_prefix: Vec::new() };
        let mut by_prefix = vec![0u32; RADIX * RADIX + 1];
        for step in 0..names.starts.len() {
            let cell = prefix(names.full(step)) + 1;
            *by_prefix.get_mut(cell)? += 1;
        }
        for cell in 1..by_prefix.len() {
            by_prefix[cell] += by_prefix[cell - 1];
        }
        names.by_prefix = by_prefix;
        Some(names)
    }

    pub(super) fn len(&self) -> usize {
        self.shared.len()
    }

    /// The full name at the head of a step.
    fn full(&self, step: usize) -> &[u8] {
        let (Some(&start), Some(&length)) = (self.starts.get(step), self.lengths.get(step * STEP)) else { return &[] };
        self.rest.get(start as usize..start as usize + usize::from(length)).unwrap_or_default()
    }

    /// The number of a name in the list.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        let cell = prefix(name);
        let low = *self.by_prefix.get(cell)? as usize;
        let high = *self.by_prefix.get(cell + 1)? as usize;
        let (mut low, mut high) = (low.saturating_sub(1), high);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.full(middle) <= name {
                low = middle;
            } else {
                high = middle;
            }
        }
        self.scan(low, name)
    }

    /// Look for `name` among the names of one step.
    fn scan(&self, step: usize, name: &[u8]) -> Option<usize> {
        let first = step * STEP;
        let mut tail = self.rest.get(*self.starts.get(step)? as usize..)?;
        let mut matched = 0;
        for i in first..(first + STEP).min(self.shared.len()) {
            let common = usize::from(*self.shared.get(i)?);
            let (rest, after) = tail.split_at_checked(usize::from(*self.lengths.get(i)?))?;
            tail = after.get(1..)?;
            if common < matched {
                return None;
            }
            if common > matched {
                continue;
            }
            let wanted = name.get(matched..)?;
            let agree = rest.iter().zip(wanted).take_while(|(a, b)| a == b).count();
            if agree == rest.len() && agree == wanted.len() {
                return Some(i);
            }
            if rest.get(agree..agree + 1).unwrap_or_default() > wanted.get(agree..agree + 1).unwrap_or_default() {
                return None;
            }
            matched += agree;
        }
        None
    }

    /// The name with this number.
    pub(super) fn get(&self, number: usize) -> Option<String> {
        let step = number / STEP;
        let mut found = None;
        self.walk(step, (number % STEP) + 1, |name| found = Some(name.to_owned()))?;
        found
    }

    /// All names in order.
    pub(super) fn for_each(&self, visit: &mut impl FnMut(&str)) {
        for step in 0..self.starts.len() {
            self.walk(step, STEP, &mut *visit);
        }
    }

    fn walk(&self, step: usize, count: usize, mut visit: impl FnMut(&str)) -> Option<()> {
        let mut tail = self.rest.get(*self.starts.get(step)? as usize..)?;
        let mut name = Vec::new();
        for i in (step * STEP..self.shared.len()).take(count) {
            let end = usize::from(*self.lengths.get(i)?);
            name.truncate(usize::from(*self.shared.get(i)?));
            name.extend_from_slice(tail.get(..end)?);
            tail = tail.get(end + 1..)?;
            visit(std::str::from_utf8(&name).ok()?);
        }
        Some(())
    }
}

/// Front-code sorted names: shared lengths and rests, as [`Names::new`] takes them.
pub(super) fn encode<'a>(names: impl Iterator<Item = &'a str>) -> (Vec<u8>, Vec<u8>) {
    let (mut shared, mut rest) = (Vec::new(), Vec::new());
    let mut previous = "";
    for (i, name) in names.enumerate() {
        let common = if i % STEP == 0 {
            0
        } else {
            name.bytes().zip(previous.bytes()).take_while(|(a, b)| a == b).count().min(255)
        };
        shared.push(common as u8);
        rest.extend_from_slice(name.as_bytes().get(common..).unwrap_or_default());
        rest.push(b'\n');
        previous = name;
    }
    (shared, rest)
}

/// The cell of the first two bytes; keeps the order of folded names.
fn prefix(name: &[u8]) -> usize {
    let digit = |byte: Option<&u8>| match byte {
        None => 0,
        Some(b' ') => 1,
        Some(b @ b'0'..=b'9') => usize::from(b - b'0') + 2,
        Some(b @ b'a'..=b'z') => usize::from(b - b'a') + 12,
        Some(b) if *b < b'0' => 1,
        Some(b) if *b < b'a' => 11,
        Some(_) => RADIX - 1,
    };
    digit(name.first()) * RADIX + digit(name.get(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let mut list: Vec<String> = (0..500).map(|i| format!("{:x} {}", i * 37 % 101, "ab".repeat(i % 7))).collect();
        list.extend(["a", "aa", "aaa", "zz", "z 9", "00"].map(str::to_owned));
        list.sort();
        list.dedup();
        let (shared, rest) = encode(list.iter().map(String::as_str));
        let names = Names::new(shared, rest).expect("well-formed");
        for (i, name) in list.iter().enumerate() {
            assert_eq!(names.find(name), Some(i), "{name}");
            assert_eq!(names.get(i).as_ref(), Some(name));
            for other in [format!("{name}q"), format!("{name} "), name.get(1..).unwrap_or_default().to_owned()] {
                assert_eq!(names.find(&other), list.binary_search(&other).ok(), "{other}");
            }
        }
        assert_eq!(names.find(""), None);
        let mut seen = Vec::new();
        names.for_each(&mut |n| seen.push(n.to_owned()));
        assert_eq!(seen, list);
    }

    #[test]
    fn damage_is_none() {
        assert!(Names::new(vec![3], b"abc\n".to_vec()).is_none());
        assert!(Names::new(vec![0, 1], b"abc\n".to_vec()).is_none());
    }
}
