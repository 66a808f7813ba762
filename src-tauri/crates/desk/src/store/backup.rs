//! The ledger (台账) of backups that were made and proved, and of recovery drills.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// A backup that counts: its file was reopened and found equal to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file's name, which no other backup has.
    pub file: String,
    /// When it was entered: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// Why it was made: `asked`, or what it came before.
    pub why: String,
    /// The folder it was written to; empty is the desk's own `backups`.
    pub folder: String,
    /// Number of the journal's last entry in it.
    pub seq: i64,
    /// Hash of that entry, hex.
    pub hash: String,
    /// SHA-256 of its manifest, hex.
    pub manifest: String,
    /// Bytes of the file.
    pub size: i64,
}

/// Enters a proved backup; one of the same name, which a renamed file may have, gives way.
///
/// # Errors
/// What the disk says.
pub fn add(tx: &Tx<'_>, one: &Backup) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT OR REPLACE INTO backup (file, at, why, folder, seq, hash, manifest, size)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            one.file,
            tx.at,
            one.why,
            one.folder,
            one.seq,
            one.hash,
            one.manifest,
            one.size
        ],
    )?;
    Ok(())
}

/// Notes that a backup was thinned out.
///
/// # Errors
/// What the disk says.
pub fn mark_thinned(tx: &Tx<'_>, file: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "UPDATE backup SET thinned_at = ?2 WHERE file = ?1",
        [file, &tx.at],
    )?;
    Ok(())
}

/// All that were not thinned out, oldest first.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Backup>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT file, at, why, folder, seq, hash, manifest, size FROM backup
         WHERE thinned_at IS NULL ORDER BY at, seq",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(Backup {
            file: row.get(0)?,
            at: row.get(1)?,
            why: row.get(2)?,
            folder: row.get(3)?,
            seq: row.get(4)?,
            hash: row.get(5)?,
            manifest: row.get(6)?,
            size: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// File names of all, those that were thinned out too.
///
/// # Errors
/// What the disk says.
pub fn names(reader: Reader<'_>) -> Result<BTreeSet<String>, StoreError> {
    let mut statement = reader.sql().prepare_cached("SELECT file FROM backup")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Files of those that were thinned out, with their bytes.
///
/// # Errors
/// What the disk says.
pub fn thinned(reader: Reader<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT file, size FROM backup WHERE thinned_at IS NOT NULL")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Enters a recovery drill that went well.
///
/// # Errors
/// What the disk says.
pub fn add_drill(tx: &Tx<'_>, file: Option<&str>) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT OR REPLACE INTO drill (at, file) VALUES (?1, ?2)",
        params![tx.at, file],
    )?;
    Ok(())
}

/// When the last drill went well.
///
/// # Errors
/// What the disk says.
pub fn last_drill(reader: Reader<'_>) -> Result<Option<String>, StoreError> {
    Ok(reader
        .sql()
        .query_row("SELECT at FROM drill ORDER BY at DESC LIMIT 1", [], |row| {
            row.get(0)
        })
        .optional()?)
}
