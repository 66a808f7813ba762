//! `manifest.json` and `manifest.mac`: what a backup holds, and that the desk's key says so.

use crate::journal::{self, hex};
use crate::store::StoreError;
use crate::store::keys::{DeskKey, derived_key};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// First word of every manifest.
const FORMAT: &str = "ruxue-backup/1";

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `ruxue-backup/1`.
    pub format: String,
    /// The program's version.
    pub program: String,
    /// Number of the database's schema.
    pub schema: i64,
    /// The desk's office.
    pub office: String,
    /// Device key of the desk's first epoch: the same through all its restores.
    pub device: String,
    /// The journal's epoch.
    pub epoch: String,
    /// Whether the desk is a demonstration.
    pub demo: bool,
    /// When: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// Why: `asked`, or what it was made before.
    pub why: String,
    /// The journal's last entry.
    pub head: ManifestHead,
    /// Rows of every table.
    pub counts: BTreeMap<String, i64>,
    /// All members before the manifest, in their order.
    pub members: Vec<ManifestMember>,
}

/// The journal's head in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestHead {
    /// Number of the entry.
    pub seq: i64,
    /// Its SHA-256, hex.
    pub hash: String,
    /// SM3 of the same bytes, hex.
    pub sm3: String,
}

impl ManifestHead {
    /// `SEQ:` and the first 16 hex digits, as on papers.
    pub fn anchor(&self) -> String {
        format!("{}:{}", self.seq, self.hash.get(..16).unwrap_or_default())
    }
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestMember {
    /// Path in the tar.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hex.
    pub sha256: String,
}

impl Manifest {
    /// The first word of a manifest of this program.
    pub(super) fn format() -> String {
        FORMAT.to_owned()
    }

    /// The bytes of `manifest.json`: canonical JSON (RFC 8785), no final newline.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, StoreError> {
        Ok(journal::canonical(&serde_json::to_value(self)?)?.into_bytes())
    }

    /// Reads `manifest.json`; `None` where it is not what [`Manifest::bytes`] would write.
    pub(crate) fn read(bytes: &[u8]) -> Option<Manifest> {
        let manifest: Manifest = serde_json::from_slice(bytes).ok()?;
        let same = manifest.bytes().is_ok_and(|again| again == bytes);
        (same && manifest.format == FORMAT).then_some(manifest)
    }

    /// SHA-256 of `manifest.json`, hex: it names the whole backup.
    pub(super) fn digest(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    /// The bytes of `manifest.mac`: HMAC-SHA-256 of `manifest.json` under a key derived of the
    /// desk's, hex, and a newline.
    pub(super) fn mac(bytes: &[u8], key: &DeskKey) -> Vec<u8> {
        let mac = journal::mac(&derived_key(key, "backup"), bytes);
        format!("{mac}\n").into_bytes()
    }
}
