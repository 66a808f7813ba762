//! Counts that overviews show, and the papers of one child.

use super::{Reader, StoreError};
use rusqlite::params;

/// How the children of one 学段 stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelStand {
    /// 学段.
    pub level: String,
    /// All children.
    pub children: u32,
    /// Children with a school.
    pub admitted: u32,
    /// Eligible children without one.
    pub unplaced: u32,
    /// Children whose notice is printed.
    pub notices: u32,
}

/// Counts by 学段, 小学 first.
///
/// # Errors
/// What the disk says.
pub fn by_level(reader: Reader<'_>) -> Result<Vec<LevelStand>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT c.level, count(*), count(p.receipt),
                count(*) FILTER (WHERE v.outcome = 'eligible' AND p.receipt IS NULL),
                count(n.receipt)
         FROM child c LEFT JOIN verdict v ON v.receipt = c.receipt
         LEFT JOIN placement p ON p.receipt = c.receipt
         LEFT JOIN (SELECT DISTINCT receipt FROM paper WHERE kind = 'notice' AND state = 'printed') n
                ON n.receipt = c.receipt
         GROUP BY c.level ORDER BY c.level = '小学' DESC",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(LevelStand {
            level: row.get(0)?,
            children: row.get(1)?,
            admitted: row.get(2)?,
            unplaced: row.get(3)?,
            notices: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Admitted children of a school and the notices printed for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchoolStand {
    /// School code.
    pub school: String,
    /// 学段.
    pub level: String,
    /// Children admitted.
    pub admitted: u32,
    /// Children whose notice is printed.
    pub notices: u32,
}

/// Counts by school and 学段; schools without an admitted child are left out.
///
/// # Errors
/// What the disk says.
pub fn by_school(reader: Reader<'_>) -> Result<Vec<SchoolStand>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT p.school, p.level, count(*), count(n.receipt) FROM placement p
         LEFT JOIN (SELECT DISTINCT receipt FROM paper WHERE kind = 'notice' AND state = 'printed') n
                ON n.receipt = p.receipt
         GROUP BY p.school, p.level ORDER BY p.school, p.level DESC",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(SchoolStand {
            school: row.get(0)?,
            level: row.get(1)?,
            admitted: row.get(2)?,
            notices: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Rows held of a template, by the template's name; 0 for a name that no template has.
///
/// # Errors
/// What the disk says.
pub fn held(reader: Reader<'_>, template: &str) -> Result<u32, StoreError> {
    let table = match template {
        "applicants" => "child",
        "schools" => "school",
        "catchments" => "catchment",
        "aliases" => "estate_alias",
        "primary-zones" => "primary_zone",
        "seat-records" => "seat_record",
        "choices" => "choice",
        "joint-review" => "joint_review",
        "filings" => "filing",
        "city-results" => "city_result",
        _ => return Ok(0),
    };
    Ok(reader
        .sql()
        .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
            row.get(0)
        })?)
}

/// A child's papers of a kind, as number, time, person and state.
///
/// # Errors
/// What the disk says.
pub fn papers_of(
    reader: Reader<'_>,
    receipt: &str,
    kind: &str,
) -> Result<Vec<(String, String, String, String)>, StoreError> {
    let mut statement = reader.sql().prepare_cached(
        "SELECT number, at, actor, state FROM paper WHERE receipt = ?1 AND kind = ?2 ORDER BY at",
    )?;
    let rows = statement.query_map(params![receipt, kind], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
