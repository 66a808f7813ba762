//! The ceremonies' rows. Their files are in the desk's folder; these rows say how far each is.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// One ceremony.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// A batch as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the columns of the table, under their names
pub struct Batch {
    pub batch: i64,
    pub kind: String,
    pub zone: Option<String>,
    pub school: Option<String>,
    pub title: String,
    /// Seats by school.
    pub seats: Vec<(String, u32)>,
}

/// Writes the batches of a ceremony whose row is there.
///
/// # Errors
/// What the disk says.
pub fn put_batches(tx: &Tx<'_>, number: &str, batches: &[Batch]) -> Result<(), StoreError> {
    for b in batches {
        tx.sql().execute(
            "INSERT INTO draw_batch (ceremony, batch, kind, zone, school, title) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![number, b.batch, b.kind, b.zone, b.school, b.title],
        )?;
        let mut statement = tx.sql().prepare_cached(
            "INSERT INTO draw_seat (ceremony, batch, school, seats) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (school, seats) in &b.seats {
            statement.execute(params![number, b.batch, school, seats])?;
        }
    }
    Ok(())
}

/// The batches of a ceremony, ascending.
///
/// # Errors
/// What the disk says.
pub fn batches(reader: Reader<'_>, number: &str) -> Result<Vec<Batch>, StoreError> {
    let mut seats = reader.sql().prepare_cached(
        "SELECT school, seats FROM draw_seat WHERE ceremony = ?1 AND batch = ?2 ORDER BY school",
    )?;
    let mut statement = reader.sql().prepare_cached(
        "SELECT batch, kind, zone, school, title FROM draw_batch WHERE ceremony = ?1 ORDER BY batch",
    )?;
    let mut batches: Vec<Batch> = statement
        .query_map([number], |row| {
            Ok(Batch {
                batch: row.get(0)?,
                kind: row.get(1)?,
                zone: row.get(2)?,
                school: row.get(3)?,
                title: row.get(4)?,
                seats: Vec::new(),
            })
        })?
        .collect::<Result<_, _>>()?;
    for batch in &mut batches {
        let rows = seats.query_map(params![number, batch.batch], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        batch.seats = rows.collect::<Result<_, _>>()?;
    }
    Ok(batches)
}

/// One row of a completed formal ceremony's result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of result.csv, under their names
pub struct DrawResult {
    pub batch: i64,
    pub index: i64,
    pub receipt: String,
    pub ticket: String,
    pub rank: i64,
    pub outcome: String,
    pub school: Option<String>,
    pub choice: Option<i64>,
    pub reason: String,
}

/// Keeps the result of a completed formal ceremony.
///
/// # Errors
/// What the disk says.
pub fn put_results(tx: &Tx<'_>, number: &str, rows: &[DrawResult]) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO draw_result (ceremony, batch, place, receipt, ticket, rank, outcome, school, choice, reason)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for r in rows {
        statement.execute(params![
            number, r.batch, r.index, r.receipt, r.ticket, r.rank, r.outcome, r.school, r.choice,
            r.reason
        ])?;
    }
    Ok(())
}

/// A child's rows in completed formal ceremonies, with the ceremony and the title of the batch.
///
/// # Errors
/// What the disk says.
pub fn results_of(
    reader: Reader<'_>,
    receipt: &str,
) -> Result<Vec<(String, String, DrawResult)>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT r.batch, r.place, r.receipt, r.ticket, r.rank, r.outcome, r.school, r.choice, r.reason,
                r.ceremony, b.title
         FROM draw_result r JOIN draw_batch b USING (ceremony, batch)
         WHERE r.receipt = ?1 ORDER BY r.ceremony, r.batch",
    )?;
    let rows = statement.query_map([receipt], |row| {
        let result = DrawResult {
            batch: row.get(0)?,
            index: row.get(1)?,
            receipt: row.get(2)?,
            ticket: row.get(3)?,
            rank: row.get(4)?,
            outcome: row.get(5)?,
            school: row.get(6)?,
            choice: row.get(7)?,
            reason: row.get(8)?,
        };
        Ok((row.get(9)?, row.get(10)?, result))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Keeps who stands in a formal ceremony whose row is there. A child may stand in several batches.
///
/// # Errors
/// What the disk says.
pub fn put_standing<'a>(
    tx: &Tx<'_>,
    number: &str,
    receipts: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT OR IGNORE INTO draw_standing (receipt, ceremony) VALUES (?1, ?2)",
    )?;
    for receipt in receipts {
        statement.execute([receipt, number])?;
    }
    Ok(())
}

/// Children who stood in a batch of these kinds in a completed formal ceremony.
///
/// # Errors
/// What the disk says.
pub fn stood_in(reader: Reader<'_>, kinds: &[&str]) -> Result<Vec<String>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT DISTINCT r.receipt FROM draw_result r JOIN draw_batch b USING (ceremony, batch)
         WHERE b.kind = ?1",
    )?;
    let mut stood = Vec::new();
    for kind in kinds {
        let rows = statement.query_map([kind], |row| row.get(0))?;
        for receipt in rows {
            stood.push(receipt?);
        }
    }
    Ok(stood)
}

/// How many rows a ceremony seated, as its kept result says.
///
/// # Errors
/// What the disk says.
pub fn seated(reader: Reader<'_>, number: &str) -> Result<i64, StoreError> {
    Ok(reader.sql().query_row(
        "SELECT count(*) FROM draw_result WHERE ceremony = ?1 AND outcome IN ('admitted', 'placed')",
        [number],
        |row| row.get(0),
    )?)
}

/// What a person decided of a child and those born with it: a tier for all, or apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BirthDecision {
    /// The child.
    pub receipt: String,
    /// Together in this tier; `None`: apart.
    pub tier: Option<u32>,
    /// The person's reason.
    pub reason: String,
}

/// Keeps decisions.
///
/// # Errors
/// What the disk says.
pub fn put_birth_decisions(tx: &Tx<'_>, decisions: &[BirthDecision]) -> Result<(), StoreError> {
    for d in decisions {
        tx.sql().execute(
            "INSERT OR REPLACE INTO birth_decision (receipt, tier, reason, at, actor) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![d.receipt, d.tier, d.reason, tx.at, tx.actor],
        )?;
    }
    Ok(())
}

/// All decisions, by receipt.
///
/// # Errors
/// What the disk says.
pub fn birth_decisions(reader: Reader<'_>) -> Result<Vec<BirthDecision>, StoreError> {
    let mut statement = reader
        .sql()
        .prepare_cached("SELECT receipt, tier, reason FROM birth_decision ORDER BY receipt")?;
    let rows = statement.query_map([], |row| {
        Ok(BirthDecision {
            receipt: row.get(0)?,
            tier: row.get(1)?,
            reason: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
