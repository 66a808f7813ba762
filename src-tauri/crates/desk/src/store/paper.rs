//! The ledger (台账) of papers, and the children whose page was stopped.

use super::{Reader, StoreError, Tx};
use rusqlite::{Row, params};

/// One paper of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its number, never used twice.
    pub number: String,
    /// `notice` and the like.
    pub kind: String,
    /// The child, where it is about one.
    pub receipt: Option<String>,
    /// The school, where it is about one.
    pub school: Option<String>,
    /// What the QR code carries to tell a real paper from a copied number.
    pub mac: String,
    /// `numbered` (the number is given, its page not yet made), `printed` or `void`.
    pub state: String,
    /// When; filled from the act.
    pub at: String,
    /// By whom; filled from the act.
    pub actor: String,
}

/// Enters papers.
///
/// # Errors
/// What the disk says; a number used before is an error.
pub fn add_all(tx: &Tx<'_>, papers: &[Paper]) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO paper (number, kind, receipt, school, mac, state, at, actor)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for p in papers {
        statement.execute(params![
            p.number, p.kind, p.receipt, p.school, p.mac, p.state, tx.at, tx.actor
        ])?;
    }
    Ok(())
}

/// The papers of a kind, by number.
///
/// # Errors
/// What the disk says.
pub fn of_kind(reader: Reader<'_>, kind: &str) -> Result<Vec<Paper>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT number, kind, receipt, school, mac, state, at, actor FROM paper WHERE kind = ?1 ORDER BY number",
    )?;
    let rows = statement.query_map([kind], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts papers in their next state.
///
/// # Errors
/// What the disk says.
pub fn set_state(tx: &Tx<'_>, numbers: &[String], state: &str) -> Result<(), StoreError> {
    let mut statement = tx
        .sql()
        .prepare_cached("UPDATE paper SET state = ?2 WHERE number = ?1")?;
    for number in numbers {
        statement.execute([number.as_str(), state])?;
    }
    Ok(())
}

/// Makes a child's papers of a kind void; answers the numbers of those that were printed.
///
/// # Errors
/// What the disk says.
pub fn void_of(tx: &Tx<'_>, receipt: &str, kind: &str) -> Result<Vec<String>, StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "SELECT number FROM paper WHERE receipt = ?1 AND kind = ?2 AND state = 'printed' ORDER BY number",
    )?;
    let printed = statement
        .query_map([receipt, kind], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    tx.sql().execute(
        "UPDATE paper SET state = 'void' WHERE receipt = ?1 AND kind = ?2",
        [receipt, kind],
    )?;
    Ok(printed)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Paper> {
    Ok(Paper {
        number: row.get(0)?,
        kind: row.get(1)?,
        receipt: row.get(2)?,
        school: row.get(3)?,
        mac: row.get(4)?,
        state: row.get(5)?,
        at: row.get(6)?,
        actor: row.get(7)?,
    })
}

/// Notes that a child's page was stopped, and why.
///
/// # Errors
/// What the disk says.
pub fn put_stopped(tx: &Tx<'_>, receipt: &str, why: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT OR REPLACE INTO stopped (receipt, why) VALUES (?1, ?2)",
        [receipt, why],
    )?;
    Ok(())
}

/// A child's page is printed after all.
///
/// # Errors
/// What the disk says.
pub fn clear_stopped(tx: &Tx<'_>, receipt: &str) -> Result<(), StoreError> {
    tx.sql()
        .execute("DELETE FROM stopped WHERE receipt = ?1", [receipt])?;
    Ok(())
}

/// The stopped children and why, by receipt.
///
/// # Errors
/// What the disk says.
pub fn stopped(reader: Reader<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT receipt, why FROM stopped ORDER BY receipt")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
