//! Inputs of several named parts: `\x1e`, a name, a line break, the part's bytes, and so on. What
//! stands before the first mark has no name.

/// Begins a section.
const MARK: u8 = 0x1e;

/// The sections of an input, in its order.
pub(super) fn sections(bytes: &[u8]) -> impl Iterator<Item = (&str, &[u8])> {
    bytes.split(|byte| *byte == MARK).skip(1).map(|section| {
        let end = section.iter().position(|byte| *byte == b'\n');
        let (name, body) = section.split_at(end.unwrap_or(section.len()));
        (
            std::str::from_utf8(name).unwrap_or_default(),
            body.get(1..).unwrap_or_default(),
        )
    })
}

/// The first byte, as a choice among `of`, and the rest.
pub(super) fn choice(bytes: &[u8], of: usize) -> Option<(usize, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    Some((usize::from(*first) % of, rest))
}

/// The bytes with one byte at `at` (taken round) other than it was.
pub(super) fn one_changed(bytes: &[u8], at: usize, by: u8) -> Vec<u8> {
    let mut other = bytes.to_vec();
    let at = at % other.len().max(1);
    if let Some(byte) = other.get_mut(at) {
        *byte ^= by.max(1);
    }
    other
}
