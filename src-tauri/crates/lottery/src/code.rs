//! Receipts, school codes and unit labels.

use std::cmp::Ordering;
use std::fmt;

const LONGEST: usize = 20;

/// A receipt (受理编号), school code or unit label: 1 to 20 of `0-9A-Z`.
///
/// It is held in place, padded with zeros, so that a million rows need no million allocations, and
/// orders by ASCII bytes, as the files do (the padding is smaller than any character it may hold).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code([u8; LONGEST]);

impl Ord for Code {
    /// By bytes; two numbers compare faster than twenty bytes.
    fn cmp(&self, other: &Code) -> Ordering {
        self.as_numbers().cmp(&other.as_numbers())
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Code) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Code {
    /// Reads a code; `None` for anything that is not 1 to 20 of `0-9A-Z`.
    pub fn new(text: &str) -> Option<Code> {
        let bytes = text.as_bytes();
        let plain = bytes
            .iter()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if bytes.is_empty() || bytes.len() > LONGEST || !plain {
            return None;
        }
        let mut code = [0; LONGEST];
        code[..bytes.len()].copy_from_slice(bytes);
        Some(Code(code))
    }

    fn as_numbers(&self) -> (u128, u32) {
        let [head @ .., a, b, c, d] = self.0;
        (u128::from_be_bytes(head), u32::from_be_bytes([a, b, c, d]))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&b| b == 0).unwrap_or(LONGEST);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.as_str())
    }
}
