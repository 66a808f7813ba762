//! The list of imports.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};

/// One import as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its number, from 1.
    pub number: i64,
    /// Template: `applicants`, `schools` …
    pub kind: String,
    /// Name of the file, without its folder.
    pub file_name: String,
    /// Digest of the file's bytes.
    pub sha256: String,
    /// When.
    pub at: String,
    /// By whom.
    pub actor: String,
    /// Rows with something in them.
    pub rows_read: i64,
    /// New or changed.
    pub taken: i64,
    /// The same as what the desk holds.
    pub unchanged: i64,
    /// Sent back.
    pub refused: i64,
    /// Columns refused for a prohibited word, joined by 、.
    pub refused_columns: String,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<String>,
}

/// The number that the next import gets.
///
/// # Errors
/// What the disk says.
pub fn next_number(tx: &Tx<'_>) -> Result<i64, StoreError> {
    Ok(tx.sql().query_row(
        "SELECT coalesce(max(number), 0) + 1 FROM import",
        [],
        |row| row.get(0),
    )?)
}

/// Enters an import; `at` and `actor` are those of the act. To be called before its rows are.
///
/// # Errors
/// What the disk says.
pub fn add(tx: &Tx<'_>, import: &Import) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO import (number, kind, file_name, sha256, at, actor, rows_read, taken, unchanged, refused, refused_columns)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            import.number, import.kind, import.file_name, import.sha256, tx.at, tx.actor,
            import.rows_read, import.taken, import.unchanged, import.refused, import.refused_columns
        ],
    )?;
    Ok(())
}

/// Sets the figures once the rows are in.
///
/// # Errors
/// What the disk says.
pub fn set_counts(
    tx: &Tx<'_>,
    number: i64,
    taken: i64,
    unchanged: i64,
    refused: i64,
) -> Result<(), StoreError> {
    tx.sql().execute(
        "UPDATE import SET taken = ?2, unchanged = ?3, refused = ?4 WHERE number = ?1",
        [number, taken, unchanged, refused],
    )?;
    Ok(())
}

/// Takes an entry back in the transaction that made it, where the file held nothing new.
///
/// # Errors
/// What the disk says; an entry that rows point to does not go.
pub fn forget(tx: &Tx<'_>, number: i64) -> Result<(), StoreError> {
    tx.sql()
        .execute("DELETE FROM import WHERE number = ?1", [number])?;
    Ok(())
}

/// Marks an import as taken back.
///
/// # Errors
/// What the disk says.
pub fn set_withdrawn(tx: &Tx<'_>, number: i64) -> Result<(), StoreError> {
    tx.sql().execute(
        "UPDATE import SET withdrawn_at = ?2 WHERE number = ?1",
        params![number, tx.at],
    )?;
    Ok(())
}

/// One import.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, number: i64) -> Result<Option<Import>, StoreError> {
    Ok(reader
        .sql()
        .query_row(&format!("{SELECT} WHERE number = ?1"), [number], from_row)
        .optional()?)
}

/// All imports, the newest first.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Import>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare(&format!("{SELECT} ORDER BY number DESC"))?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

const SELECT: &str = "SELECT number, kind, file_name, sha256, at, actor, rows_read, taken, unchanged, refused, refused_columns, withdrawn_at FROM import";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Import> {
    Ok(Import {
        number: row.get(0)?,
        kind: row.get(1)?,
        file_name: row.get(2)?,
        sha256: row.get(3)?,
        at: row.get(4)?,
        actor: row.get(5)?,
        rows_read: row.get(6)?,
        taken: row.get(7)?,
        unchanged: row.get(8)?,
        refused: row.get(9)?,
        refused_columns: row.get(10)?,
        withdrawn_at: row.get(11)?,
    })
}
