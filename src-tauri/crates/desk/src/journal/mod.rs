//! The hash-chained journal, format 1 (spec/records.md, "Journal").
//!
//! This module holds the format alone: what an entry is, how it is hashed, how a chain is verified
//! and held against anchors, and how an entry reads in words ([`told`]). The store appends to it in
//! the transaction of the act.

mod anchor;
mod line;
pub mod told;
mod walk;

pub use anchor::{Anchor, Misfit, compare};
pub use line::Line;
pub use walk::Walk;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// First bytes of what is hashed.
const DOMAIN: &[u8] = b"ruxue-journal/1\n";
/// The act of the first entry of an epoch.
pub const GENESIS: &str = "GENESIS";
/// The previous head of a chain that has none.
pub const NO_HEAD: [u8; 32] = [0; 32];

/// One entry. `before` and `after` are HMACs under the record's own salt: no name or number of a
/// child is in the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the members are those of the specification, in its order
pub struct Entry {
    pub v: u32,
    pub seq: i64,
    pub epoch: String,
    pub at: String,
    pub actor: String,
    pub role: String,
    pub act: String,
    pub kind: String,
    pub id: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub result: String,
    pub reason: String,
    /// GENESIS only: the device's key, the previous epoch's head, whether it is a demonstration.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub genesis: Option<Genesis>,
}

/// What the first entry of an epoch says besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// Public name of this device: 32 random bytes in hex, made with the desk.
    pub device: String,
    /// Head of the previous epoch, or 64 zeros.
    pub previous: String,
    /// A demonstration desk.
    pub demo: bool,
}

impl Entry {
    /// The entry in RFC 8785 form.
    ///
    /// # Errors
    /// Where the value cannot be written as JSON, which no entry of this type is.
    pub fn canonical(&self) -> Result<String, serde_json::Error> {
        canonical(&serde_json::to_value(self)?)
    }
}

/// Any value in RFC 8785 form.
///
/// # Errors
/// Where the value cannot be written as JSON.
pub fn canonical(value: &Value) -> Result<String, serde_json::Error> {
    serde_json_canonicalizer::to_string(value)
}

/// `SHA-256("ruxue-journal/1\n" + previous + canonical entry)`.
pub fn hash(previous: &[u8; 32], entry: &str) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(DOMAIN);
    sha.update(previous);
    sha.update(entry.as_bytes());
    sha.finalize().into()
}

/// SM3 of the same bytes, which stands beside every exported head.
pub fn hash_sm3(previous: &[u8; 32], entry: &str) -> String {
    let mut sm3 = Sm3::new();
    sm3.update(DOMAIN);
    sm3.update(previous);
    sm3.update(entry.as_bytes());
    hex(&sm3.finalize())
}

/// HMAC-SHA-256 of a record's canonical form under its salt.
///
/// # Errors
/// Where the record cannot be written as JSON.
pub fn record_mac(salt: &[u8], record: &Value) -> Result<String, serde_json::Error> {
    Ok(mac(salt, canonical(record)?.as_bytes()))
}

/// HMAC-SHA-256 in hex.
pub fn mac(key: &[u8], bytes: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes keys of any length")
    };
    mac.update(bytes);
    hex(&mac.finalize().into_bytes())
}

/// Lowercase hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Bytes of lowercase or uppercase hex; `None` where it is not hex.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    // The standard library's reader takes a sign for a digit.
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// Where the chain stands after an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the entry.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Head {
    /// `SEQ:` and the first 16 hex digits of the hash, as it stands on papers.
    pub fn anchor(&self) -> String {
        format!("{}:{}", self.seq, &hex(&self.hash)[..16])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sm3_is_the_standard_one() {
        let mut sm3 = Sm3::new();
        sm3.update(b"abc");
        assert_eq!(
            hex(&sm3.finalize()),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn hex_goes_there_and_back() {
        assert_eq!(unhex(&hex(&[0, 1, 254, 255])), Some(vec![0, 1, 254, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
        assert_eq!(unhex("+0+a"), None, "a sign is no digit");
    }
}
