//! Single values of the desk, by key.

use super::{Reader, StoreError, Tx};
use rusqlite::OptionalExtension;

/// Renews a value.
///
/// # Errors
/// What the disk says.
pub fn set(tx: &Tx<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}

/// Reads a value.
///
/// # Errors
/// What the disk says.
pub fn get(reader: Reader<'_>, key: &str) -> Result<Option<String>, StoreError> {
    Ok(reader
        .sql()
        .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
        .optional()?)
}
