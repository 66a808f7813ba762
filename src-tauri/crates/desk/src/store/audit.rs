//! The journal's rows, for reading and verifying.

use super::{Reader, StoreError};
use crate::journal::{Entry, Genesis, Head, Walk};

/// One stored entry.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Number.
    pub seq: i64,
    /// Canonical JSON.
    pub entry: String,
    /// 32 bytes.
    pub hash: Vec<u8>,
}

/// Entries from `after` (excluded) upwards, at most `limit`.
///
/// # Errors
/// What the disk says.
pub fn page(reader: Reader<'_>, after: i64, limit: i64) -> Result<Vec<Stored>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT seq, entry, hash FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let rows = statement.query_map([after, limit], |row| {
        Ok(Stored {
            seq: row.get(0)?,
            entry: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The office and what the first entry says of the desk.
///
/// # Errors
/// What the disk says.
pub fn genesis(reader: Reader<'_>) -> Result<Option<(String, Genesis)>, StoreError> {
    let first = page(reader, 0, 1)?.into_iter().next();
    let entry: Option<Entry> = first
        .map(|stored| serde_json::from_str(&stored.entry))
        .transpose()?;
    Ok(entry.and_then(|entry| Some((entry.id, entry.genesis?))))
}

/// What verifying the whole chain found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Where the good part of the chain ends.
    pub head: Head,
    /// Entries that stand.
    pub entries: i64,
    /// Why the chain breaks after them, if it does.
    pub broken: Option<String>,
    /// Full hashes of the entries asked for as anchors, by number.
    pub hashes: Vec<(i64, [u8; 32])>,
    /// The entries that began an epoch: the first, and one for each restore from a backup.
    pub epochs: Vec<i64>,
}

/// Walks the whole chain; keeps the hashes of the entries named in `anchors`.
///
/// # Errors
/// What the disk says.
pub fn verify(reader: Reader<'_>, anchors: &[i64]) -> Result<Verified, StoreError> {
    let mut statement = reader
        .sql()
        .prepare("SELECT seq, entry, hash FROM journal ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut walk = Walk::default();
    let mut broken = None;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let entry = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let hash = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        if let Err(sentence) = walk.take(seq, entry, hash) {
            broken = Some(sentence);
            break;
        }
        if anchors.contains(&seq) {
            hashes.push((seq, walk.head().hash));
        }
    }
    Ok(Verified {
        head: walk.head(),
        entries: walk.head().seq,
        broken,
        hashes,
        epochs: walk.epochs().to_vec(),
    })
}
