//! The daily closing sheets (日终清单) that were printed.

use super::{Reader, StoreError, Tx};
use chrono::NaiveDate;
use rusqlite::{Row, params};

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// The day in Beijing that it closes.
    pub day: NaiveDate,
    /// The first entry on it.
    pub first: i64,
    /// The last entry on it.
    pub last: i64,
    /// SHA-256 of the last entry, hex.
    pub hash: String,
    /// SM3 of the same bytes, hex.
    pub sm3: String,
    /// How often it was printed.
    pub prints: i64,
    /// When it was printed first; filled from the act.
    pub at: String,
    /// By whom; filled from the act.
    pub actor: String,
}

/// All sheets, oldest first.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Closing>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT number, day, first, last, hash, sm3, prints, at, actor FROM closing ORDER BY number",
    )?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entry that the newest sheet ends with; 0 where there is none.
///
/// # Errors
/// What the disk says.
pub fn closed_to(reader: Reader<'_>) -> Result<i64, StoreError> {
    let sql = "SELECT coalesce(max(last), 0) FROM closing";
    Ok(reader.sql().query_row(sql, [], |row| row.get(0))?)
}

/// Enters a sheet that is printed for the first time.
///
/// # Errors
/// What the disk says.
pub fn add(tx: &Tx<'_>, one: &Closing) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO closing (number, day, first, last, hash, sm3, prints, at, actor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8)",
        params![
            one.number,
            one.day.to_string(),
            one.first,
            one.last,
            one.hash,
            one.sm3,
            tx.at,
            tx.actor
        ],
    )?;
    Ok(())
}

/// Notes that a sheet was printed once more.
///
/// # Errors
/// What the disk says.
pub fn printed_again(tx: &Tx<'_>, number: i64) -> Result<(), StoreError> {
    tx.sql().execute(
        "UPDATE closing SET prints = prints + 1 WHERE number = ?1",
        [number],
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Closing> {
    let day: String = row.get(1)?;
    Ok(Closing {
        number: row.get(0)?,
        day: day.parse().unwrap_or_default(),
        first: row.get(2)?,
        last: row.get(3)?,
        hash: row.get(4)?,
        sm3: row.get(5)?,
        prints: row.get(6)?,
        at: row.get(7)?,
        actor: row.get(8)?,
    })
}
