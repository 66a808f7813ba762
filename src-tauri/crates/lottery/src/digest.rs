//! SHA-256 digests as the files write them, and the machine nonce.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a file's exact bytes; written as 64 lowercase hex characters, so that
/// `sha256sum` checks it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// 64 zeros: where no file exists.
    pub const ZEROS: Digest = Digest([0; 32]);

    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Reads 64 lowercase hex characters.
    pub fn from_hex(text: &str) -> Option<Digest> {
        hex32(text).map(Digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The machine nonce: 32 bytes of the caller's random source, fixed at the freeze (its hash stands
/// on the sheet) and shown only at the draw. `Debug` does not print it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 32]);

impl Nonce {
    /// A nonce of 32 random bytes.
    pub fn new(bytes: [u8; 32]) -> Nonce {
        Nonce(bytes)
    }

    /// Reads 64 lowercase hex characters.
    pub fn from_hex(text: &str) -> Option<Nonce> {
        hex32(text).map(Nonce)
    }

    /// The 64 lowercase hex characters that `seed.txt` shows.
    pub fn to_hex(&self) -> String {
        Digest(self.0).to_string()
    }

    /// What `freeze.txt` shows: the digest of the 64 characters, without newline.
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_hex().as_bytes())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(…)")
    }
}

/// Writes bytes as lowercase hex.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Reads exactly 64 lowercase hex characters.
pub(crate) fn hex32(text: &str) -> Option<[u8; 32]> {
    let nibble = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let characters: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(characters.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}
