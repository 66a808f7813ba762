//! The hash-chained journal, format 1 (spec/records.md, "Journal").
//!
//! This module holds the format alone: what an entry is, how it is hashed, how a chain is
//! verified. The store appends to it in the transaction of the act.

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

/// Walks a chain entry by entry.
#[derive(Debug, Clone)]
pub struct Walk {
    head: Head,
    epoch: String,
    demo: bool,
    epochs: Vec<i64>,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk {
            head: Head {
                seq: 0,
                hash: NO_HEAD,
            },
            epoch: String::new(),
            demo: false,
            epochs: Vec::new(),
        }
    }
}

impl Walk {
    /// Takes the next entry as it is stored.
    ///
    /// # Errors
    /// A Chinese sentence that says which entry does not fit and why.
    pub fn take(&mut self, seq: i64, entry: &str, stored: &[u8]) -> Result<Entry, String> {
        let expected = self.head.seq + 1;
        if seq != expected {
            return Err(format!(
                "日志缺号：应为第 {expected} 条，实为第 {seq} 条。请勿继续使用，保留现场并联系区教委审计员。"
            ));
        }
        let parsed: Entry = serde_json::from_str(entry)
            .map_err(|_| format!("日志第 {seq} 条不是规定的格式，内容已被改动。"))?;
        let canonical = parsed
            .canonical()
            .map_err(|_| format!("日志第 {seq} 条无法按规范形式重写。"))?;
        if parsed.v != 1 || parsed.seq != seq || canonical != entry {
            return Err(format!("日志第 {seq} 条不是规范形式，内容已被改动。"));
        }
        self.follow_epoch(&parsed)?;
        let hash = hash(&self.head.hash, entry);
        if hash != stored {
            return Err(format!(
                "日志第 {seq} 条的摘要对不上：该条或它之前的记录被改动过。"
            ));
        }
        self.head = Head { seq, hash };
        Ok(parsed)
    }

    /// An epoch begins with GENESIS, which names the head that it follows, and only there: with the
    /// desk, and where it was restored from a backup.
    fn follow_epoch(&mut self, entry: &Entry) -> Result<(), String> {
        let seq = entry.seq;
        let begins = entry.act == GENESIS;
        if begins != entry.genesis.is_some() || (seq == 1 && !begins) {
            return Err(format!(
                "日志第 {seq} 条的起始标记不对：第 1 条须是建台记录，恢复之后的第一条须写明接在哪一条之后。"
            ));
        }
        match &entry.genesis {
            None if entry.epoch == self.epoch => Ok(()),
            Some(genesis)
                if genesis.previous == hex(&self.head.hash)
                    && entry.epoch != self.epoch
                    && (seq == 1 || genesis.demo == self.demo) =>
            {
                self.epoch.clone_from(&entry.epoch);
                self.demo = genesis.demo;
                self.epochs.push(seq);
                Ok(())
            }
            _ => Err(format!(
                "日志第 {seq} 条的纪元不对：与它之前的建台或恢复记录接不上，内容已被改动。"
            )),
        }
    }

    /// The entries that began an epoch: the first, and one for each restore.
    pub fn epochs(&self) -> &[i64] {
        &self.epochs
    }

    /// Where the walk stands.
    pub fn head(&self) -> Head {
        self.head
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
