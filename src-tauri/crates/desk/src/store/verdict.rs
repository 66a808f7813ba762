//! The verdicts as last judged: derived rows that lists and counts read.

use super::{Reader, StoreError, Tx};
use rusqlite::params;

/// What is kept of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The child.
    pub receipt: String,
    /// `eligible`, `supplement`, `refer`, `ineligible`.
    pub outcome: String,
    /// P1 … J9.
    pub category: String,
    /// Route of an eligible child.
    pub route: Option<String>,
    /// Reason codes, joined by spaces.
    pub codes: String,
    /// Notes, joined by spaces.
    pub notes: String,
}

/// Puts all verdicts in place of the former ones.
///
/// # Errors
/// What the disk says.
pub fn replace_all(tx: &Tx<'_>, verdicts: &[Judged]) -> Result<(), StoreError> {
    tx.sql().execute("DELETE FROM verdict", [])?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO verdict (receipt, outcome, category, route, codes, notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for v in verdicts {
        statement.execute(params![
            v.receipt, v.outcome, v.category, v.route, v.codes, v.notes
        ])?;
    }
    Ok(())
}

/// Level, outcome, route, and how many children.
pub type Count = (String, String, Option<String>, i64);

/// How many children per level, outcome and route.
///
/// # Errors
/// What the disk says.
pub fn counts(reader: Reader<'_>) -> Result<Vec<Count>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT c.level, v.outcome, v.route, count(*) FROM verdict v JOIN child c USING (receipt)
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    )?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Renews a key of `meta`.
///
/// # Errors
/// What the disk says.
pub fn set_meta(tx: &Tx<'_>, key: &str, value: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )?;
    Ok(())
}

/// Reads a key of `meta`.
///
/// # Errors
/// What the disk says.
pub fn meta(reader: Reader<'_>, key: &str) -> Result<Option<String>, StoreError> {
    use rusqlite::OptionalExtension;
    Ok(reader
        .sql()
        .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
        .optional()?)
}
