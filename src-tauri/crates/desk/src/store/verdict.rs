//! The verdicts as last judged: derived rows that lists, counts and plans read. Of a decided child
//! it is the verdict decided upon.

use super::{Reader, StoreError, Tx};
use rusqlite::{OptionalExtension, Row, params};

/// What is kept of a verdict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ruling {
    /// `eligible`, `supplement`, `refer`, `ineligible`.
    pub outcome: String,
    /// P1 … J9; empty where a fact is missing that tells it.
    pub category: String,
    /// Route of an eligible child.
    pub route: Option<String>,
    /// Reason codes, joined by spaces.
    pub codes: String,
    /// Notes, joined by spaces.
    pub notes: String,
}

impl Ruling {
    /// Whether `new` is another decision: verdict, category or route differ. Other reasons for the
    /// same decision, and other notes, are none.
    pub fn flips_to(&self, new: &Ruling) -> bool {
        (&self.outcome, &self.category, &self.route) != (&new.outcome, &new.category, &new.route)
    }

    /// Whether the child is eligible.
    pub fn is_eligible(&self) -> bool {
        self.outcome == "eligible"
    }

    /// Five columns of a row, from `at` on.
    pub(super) fn from_row(row: &Row<'_>, at: usize) -> rusqlite::Result<Ruling> {
        Ok(Ruling {
            outcome: row.get(at)?,
            category: row.get(at + 1)?,
            route: row.get(at + 2)?,
            codes: row.get(at + 3)?,
            notes: row.get(at + 4)?,
        })
    }
}

/// Writes verdicts, new or in place of the former ones.
///
/// # Errors
/// What the disk says.
pub fn put<'a>(
    tx: &Tx<'_>,
    verdicts: impl IntoIterator<Item = (&'a str, &'a Ruling)>,
) -> Result<(), StoreError> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO verdict (receipt, outcome, category, route, codes, notes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (receipt) DO UPDATE SET outcome = excluded.outcome, category = excluded.category,
            route = excluded.route, codes = excluded.codes, notes = excluded.notes",
    )?;
    for (receipt, v) in verdicts {
        statement.execute(params![
            receipt, v.outcome, v.category, v.route, v.codes, v.notes
        ])?;
    }
    Ok(())
}

/// All verdicts, in ascending order of receipt, one at a time.
///
/// # Errors
/// What the disk says.
pub fn each(reader: Reader<'_>, mut take: impl FnMut(&str, Ruling)) -> Result<(), StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT receipt, outcome, category, route, codes, notes FROM verdict ORDER BY receipt",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let ruling = Ruling::from_row(row, 1)?;
        take(
            row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?,
            ruling,
        );
    }
    Ok(())
}

/// One child's verdict.
///
/// # Errors
/// What the disk says.
pub fn find(reader: Reader<'_>, receipt: &str) -> Result<Option<Ruling>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT outcome, category, route, codes, notes FROM verdict WHERE receipt = ?1",
    )?;
    Ok(statement
        .query_row([receipt], |row| Ruling::from_row(row, 0))
        .optional()?)
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
