//! Deleting what is due: which rows, their salts, and the pages that held them.

use super::{Reader, StoreError, Tx};
use crate::retention::Record;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// How far back a kind of record is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    /// Rows entered before this time, by import, judging or decision.
    pub until: String,
    /// Records of this year and earlier, where they carry a year of their own.
    pub year: i32,
}

/// Children whose case is open: in a formal ceremony that has not ended, or with a change of the
/// verdict that waits for a person. Nothing of them goes. A further ground is a further line.
const HELD: &str = "SELECT s.receipt FROM draw_standing s JOIN ceremony c ON c.number = s.ceremony
     WHERE c.mode = 'FORMAL' AND c.state IN ('frozen', 'seeded')
     UNION SELECT receipt FROM verdict_change WHERE state = 'open'";
const OF_IMPORT: &str = "import IN (SELECT number FROM import WHERE at < ?1)";
const OF_CHILD: &str = "receipt IN (SELECT receipt FROM child WHERE import IN (SELECT number FROM import WHERE at < ?1))";

/// The rows of a kind that are due: tables, and which of their rows. Only kinds with rows to delete
/// have any.
fn parts(record: Record) -> Vec<(&'static str, String)> {
    let open = |condition: &str| format!("({condition}) AND receipt NOT IN ({HELD})");
    match record {
        Record::Registration => vec![("child", open(OF_IMPORT))],
        Record::EarlierFacts => vec![
            ("child_before", open(OF_IMPORT)),
            (
                "fact_returned",
                open("revision IN (SELECT revision FROM register_move WHERE at < ?1)"),
            ),
        ],
        Record::Verdicts => vec![
            (
                "verdict_change",
                open("judging IN (SELECT seq FROM judging WHERE at < ?1)"),
            ),
            ("birth_decision", open("at < ?1")),
            (
                "stopped",
                open(&format!(
                    "{OF_CHILD} OR receipt NOT IN (SELECT receipt FROM child)"
                )),
            ),
        ],
        Record::Choices => vec![("choice", open(OF_IMPORT))],
        Record::JointReviews => vec![("joint_review", open(OF_IMPORT))],
        _ => Vec::new(),
    }
}

/// How many records of a kind are due: children for the registration, rows of other kinds.
///
/// # Errors
/// What the disk says.
pub(crate) fn count(reader: Reader<'_>, record: Record, due: &Bound) -> Result<i64, StoreError> {
    let sql = reader.sql();
    let one = |text: &str, value: &dyn rusqlite::ToSql| -> Result<i64, StoreError> {
        Ok(sql.query_row(text, [value], |row| row.get(0))?)
    };
    match record {
        Record::SeatRecords => one(
            "SELECT count(*) FROM seat_record WHERE year <= ?1",
            &due.year,
        ),
        Record::ImportFiles => one(
            "SELECT count(*) FROM import WHERE file_name <> '' AND at < ?1",
            &due.until,
        ),
        _ => parts(record).iter().try_fold(0, |sum, (table, which)| {
            Ok(sum
                + one(
                    &format!("SELECT count(*) FROM {table} WHERE {which}"),
                    &due.until,
                )?)
        }),
    }
}

/// How many children are kept because their case is open.
///
/// # Errors
/// What the disk says.
pub(crate) fn count_held(reader: Reader<'_>) -> Result<i64, StoreError> {
    let text = format!("SELECT count(*) FROM child WHERE receipt IN ({HELD})");
    Ok(reader.sql().query_row(&text, [], |row| row.get(0))?)
}

/// Deletes what is due of a kind; answers how many, and adds the children concerned.
///
/// # Errors
/// What the disk says.
pub(crate) fn delete(
    tx: &Tx<'_>,
    record: Record,
    due: &Bound,
    whose: &mut BTreeSet<String>,
) -> Result<i64, StoreError> {
    let sql = tx.sql();
    let gone = match record {
        Record::SeatRecords => {
            sql.execute("DELETE FROM seat_record WHERE year <= ?1", [due.year])?
        }
        Record::ImportFiles => sql.execute(
            "UPDATE import SET file_name = '' WHERE file_name <> '' AND at < ?1",
            [&due.until],
        )?,
        _ => {
            let mut gone = 0;
            for (table, which) in parts(record) {
                let mut found = sql.prepare(&format!(
                    "SELECT DISTINCT receipt FROM {table} WHERE {which}"
                ))?;
                let receipts = found.query_map([&due.until], |row| row.get::<_, String>(0))?;
                for receipt in receipts {
                    whose.insert(receipt?);
                }
                gone += sql.execute(&format!("DELETE FROM {table} WHERE {which}"), [&due.until])?;
            }
            gone
        }
    };
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// The children whose registration is due.
///
/// # Errors
/// What the disk says.
pub(crate) fn children(reader: Reader<'_>, due: &Bound) -> Result<BTreeSet<String>, StoreError> {
    let mut receipts = BTreeSet::new();
    for (table, which) in parts(Record::Registration) {
        let mut statement = reader
            .sql()
            .prepare(&format!("SELECT receipt FROM {table} WHERE {which}"))?;
        let found = statement.query_map([&due.until], |row| row.get::<_, String>(0))?;
        for receipt in found {
            receipts.insert(receipt?);
        }
    }
    Ok(receipts)
}

/// Deletes the salts of children, so that the journal's HMACs can no longer be tied to them, and
/// what people wrote of them in kept rows; answers how many salts.
///
/// # Errors
/// What the disk says.
pub(crate) fn forget(tx: &Tx<'_>, children: &BTreeSet<String>) -> Result<i64, StoreError> {
    let mut salts = tx.sql().prepare("SELECT kind, id FROM salt")?;
    let kept = salts
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(String, String)>, _>>()?;
    let mut delete = tx
        .sql()
        .prepare("DELETE FROM salt WHERE kind = ?1 AND id = ?2")?;
    let mut gone = 0;
    for (kind, id) in kept {
        // The record of children of one birth has all their receipts for its id.
        if id.split(' ').any(|receipt| children.contains(receipt)) {
            gone += delete.execute([kind, id])?;
        }
    }
    let mut blank = tx
        .sql()
        .prepare("UPDATE placement_withdrawn SET reason = '' WHERE receipt = ?1")?;
    for receipt in children {
        blank.execute([receipt])?;
    }
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Rewrites the file without the pages that were freed, and empties the write-ahead log.
///
/// # Errors
/// What the disk says.
pub(crate) fn wipe_free_pages(reader: Reader<'_>) -> Result<(), StoreError> {
    reader.sql().execute_batch("VACUUM")?;
    let busy: i64 = reader
        .sql()
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    match busy {
        0 => Ok(()),
        _ => Err(StoreError::Damaged("预写日志没有清空".into())),
    }
}

/// A purge as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // the columns of the table, under their names
pub(crate) struct Purge {
    pub number: i64,
    pub at: String,
    pub state: String,
    pub seq: i64,
    pub actor: String,
    pub second: String,
    pub report: String,
    pub certificate: Option<String>,
}

/// Enters a purge whose rows go in the same transaction; answers its number.
///
/// # Errors
/// What the disk says.
pub(crate) fn add(tx: &Tx<'_>, second: &str, report: &str) -> Result<i64, StoreError> {
    tx.sql().execute(
        "INSERT INTO purge (at, state, seq, actor, second, report) VALUES (?1, 'deleted', ?2, ?3, ?4, ?5)",
        params![tx.at, tx.seq, tx.actor, second, report],
    )?;
    Ok(tx.sql().last_insert_rowid())
}

/// A purge is through: free pages, files and older copies are gone, the certificate is written.
///
/// # Errors
/// What the disk says.
pub(crate) fn finish(tx: &Tx<'_>, number: i64, certificate: &str) -> Result<(), StoreError> {
    tx.sql().execute(
        "UPDATE purge SET state = 'done', certificate = ?2 WHERE number = ?1",
        params![number, certificate],
    )?;
    Ok(())
}

/// The purge that was broken off after its rows had gone.
///
/// # Errors
/// What the disk says.
pub(crate) fn unfinished(reader: Reader<'_>) -> Result<Option<Purge>, StoreError> {
    Ok(reader
        .sql()
        .query_row(
            "SELECT number, at, state, seq, actor, second, report, certificate FROM purge
             WHERE state = 'deleted' ORDER BY number LIMIT 1",
            [],
            from_row,
        )
        .optional()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Purge> {
    Ok(Purge {
        number: row.get(0)?,
        at: row.get(1)?,
        state: row.get(2)?,
        seq: row.get(3)?,
        actor: row.get(4)?,
        second: row.get(5)?,
        report: row.get(6)?,
        certificate: row.get(7)?,
    })
}
