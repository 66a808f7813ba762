//! Where each admitted child goes.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};

/// One admission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The child.
    pub receipt: String,
    /// `direct` (without a draw), `drawn` (a choice, by draw), `placed` (the pool).
    pub how: String,
    /// What brought it: a route code or a 类别 of the choices.
    pub route: String,
    /// The school.
    pub school: String,
    /// 学段.
    pub level: String,
    /// The ceremony of a drawn or placed child.
    pub ceremony: Option<String>,
    /// Its batch.
    pub batch: Option<i64>,
    /// A Chinese sentence for the child's page.
    pub why: String,
    /// When; filled from the act.
    pub at: String,
}

/// Enters admissions. A child that has one already is an error of the caller.
///
/// # Errors
/// What the disk says.
pub fn add_all(tx: &Tx<'_>, placements: &[Placement]) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO placement (receipt, how, route, school, level, ceremony, batch, why, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for p in placements {
        statement.execute(params![
            p.receipt, p.how, p.route, p.school, p.level, p.ceremony, p.batch, p.why, tx.at
        ])?;
    }
    Ok(())
}

/// Takes an admission back, and keeps that it was.
///
/// # Errors
/// What the disk says.
pub fn withdraw(tx: &Tx<'_>, receipt: &str, reason: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "INSERT INTO placement_withdrawn (receipt, how, route, school, level, ceremony, batch, why,
            placed_at, at, actor, reason)
         SELECT receipt, how, route, school, level, ceremony, batch, why, at, ?2, ?3, ?4
         FROM placement WHERE receipt = ?1",
        params![receipt, tx.at, tx.actor, reason],
    )?;
    tx.sql()
        .execute("DELETE FROM placement WHERE receipt = ?1", [receipt])?;
    Ok(())
}

/// How many admissions of each ceremony were taken back.
///
/// # Errors
/// What the disk says.
pub fn withdrawn_by_ceremony(reader: Reader<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT ceremony, count(*) FROM placement_withdrawn WHERE ceremony IS NOT NULL GROUP BY 1",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The admissions of a child that were taken back: school, when, by whom.
///
/// # Errors
/// What the disk says.
pub fn withdrawn_of(
    reader: Reader<'_>,
    receipt: &str,
) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT school, at, actor FROM placement_withdrawn WHERE receipt = ?1 ORDER BY at",
    )?;
    let rows = statement.query_map([receipt], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All admissions by receipt.
///
/// # Errors
/// What the disk says.
pub fn all(reader: Reader<'_>) -> Result<Vec<Placement>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached(&format!("{SELECT} ORDER BY receipt"))?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One child's admission.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, receipt: &str) -> Result<Option<Placement>, StoreError> {
    Ok(reader
        .sql()
        .prepare_cached(&format!("{SELECT} WHERE receipt = ?1"))?
        .query_row([receipt], from_row)
        .optional()?)
}

const SELECT: &str =
    "SELECT receipt, how, route, school, level, ceremony, batch, why, at FROM placement";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Placement> {
    Ok(Placement {
        receipt: row.get(0)?,
        how: row.get(1)?,
        route: row.get(2)?,
        school: row.get(3)?,
        level: row.get(4)?,
        ceremony: row.get(5)?,
        batch: row.get(6)?,
        why: row.get(7)?,
        at: row.get(8)?,
    })
}
