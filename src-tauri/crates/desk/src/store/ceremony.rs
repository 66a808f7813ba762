//! The ceremonies' rows. Their files are in the desk's folder; these rows say how far each is.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};

/// One ceremony.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table, under their names
pub struct Ceremony {
    pub number: String,
    pub mode: String,
    pub level: String,
    pub kinds: String,
    pub state: String,
    pub nonce: String,
    pub freeze: String,
    pub seed: Option<String>,
    pub close: Option<String>,
    pub frozen_at: String,
    pub closed_at: Option<String>,
    pub operator: String,
    pub second: Option<String>,
}

/// Writes a ceremony, new or in its next state.
///
/// # Errors
/// What the disk says.
pub fn put(tx: &Tx<'_>, c: &Ceremony) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO ceremony (number, mode, level, kinds, state, nonce, freeze, seed, close, frozen_at, closed_at, operator, second)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (number) DO UPDATE SET state = excluded.state, seed = excluded.seed, close = excluded.close, closed_at = excluded.closed_at",
        params![
            c.number, c.mode, c.level, c.kinds, c.state, c.nonce, c.freeze, c.seed, c.close,
            c.frozen_at, c.closed_at, c.operator, c.second
        ],
    )?;
    Ok(())
}

/// All ceremonies by number, formal ones first.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Ceremony>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached(&format!("{SELECT} ORDER BY mode, number"))?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One ceremony.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, number: &str) -> Result<Option<Ceremony>, StoreError> {
    Ok(reader
        .sql()
        .query_row(&format!("{SELECT} WHERE number = ?1"), [number], from_row)
        .optional()?)
}

const SELECT: &str = "SELECT number, mode, level, kinds, state, nonce, freeze, seed, close, frozen_at, closed_at, operator, second FROM ceremony";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Ceremony> {
    Ok(Ceremony {
        number: row.get(0)?,
        mode: row.get(1)?,
        level: row.get(2)?,
        kinds: row.get(3)?,
        state: row.get(4)?,
        nonce: row.get(5)?,
        freeze: row.get(6)?,
        seed: row.get(7)?,
        close: row.get(8)?,
        frozen_at: row.get(9)?,
        closed_at: row.get(10)?,
        operator: row.get(11)?,
        second: row.get(12)?,
    })
}
