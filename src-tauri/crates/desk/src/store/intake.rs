//! What intake asks of the store beside children and tables: feedback of other bodies, and whether
//! an import's rows were worked on.

use super::tables::Put;
use super::{Reader, StoreError, Tx};
use rusqlite::params;

/// Feedback of a bureau on one child (联审反馈).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointReview {
    /// The child.
    pub receipt: String,
    /// 部门.
    pub bureau: String,
    /// 结果: 通过, 不通过, 待核.
    pub result: String,
    /// 事由.
    pub cause: String,
    /// 日期.
    pub at: String,
}

/// A child's result of the city's draw (市级派位结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityResult {
    /// The child.
    pub receipt: String,
    /// 录取学校.
    pub school: String,
    /// 志愿序.
    pub choice: String,
    /// 随机号.
    pub number: String,
}

/// Writes a bureau's feedback.
///
/// # Errors
/// What the disk says.
pub fn put_joint_review(tx: &Tx<'_>, r: &JointReview, import: i64) -> Result<Put, StoreError> {
    let count = tx
        .sql()
        .prepare_cached(
            "INSERT INTO joint_review (receipt, bureau, result, cause, at, import)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (receipt, bureau) DO UPDATE SET result = excluded.result,
                cause = excluded.cause, at = excluded.at, import = excluded.import
             WHERE (result, cause, at) IS NOT (excluded.result, excluded.cause, excluded.at)",
        )?
        .execute(params![
            r.receipt, r.bureau, r.result, r.cause, r.at, import
        ])?;
    Ok(put(count))
}

/// Writes a result of the city's draw.
///
/// # Errors
/// What the disk says.
pub fn put_city_result(tx: &Tx<'_>, r: &CityResult, import: i64) -> Result<Put, StoreError> {
    let count = tx
        .sql()
        .prepare_cached(
            "INSERT INTO city_result (receipt, school, choice, number, import)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (receipt) DO UPDATE SET school = excluded.school,
                choice = excluded.choice, number = excluded.number, import = excluded.import
             WHERE (school, choice, number)
                IS NOT (excluded.school, excluded.choice, excluded.number)",
        )?
        .execute(params![r.receipt, r.school, r.choice, r.number, import])?;
    Ok(put(count))
}

fn put(count: usize) -> Put {
    if count == 0 {
        Put::Unchanged
    } else {
        Put::Taken
    }
}

/// How many rows a table of the district holds. `table` is one of a closed list.
///
/// # Errors
/// What the disk says.
pub fn count_rows(reader: Reader<'_>, table: Table) -> Result<i64, StoreError> {
    let sql = format!("SELECT count(*) FROM {}", table.name());
    Ok(reader.sql().query_row(&sql, [], |row| row.get(0))?)
}

/// The tables that imports fill, children aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named as the tables
pub enum Table {
    School,
    Catchment,
    EstateAlias,
    PrimaryZone,
    SeatRecord,
    Choice,
    JointReview,
    Filing,
    CityResult,
}

impl Table {
    fn name(self) -> &'static str {
        match self {
            Table::School => "school",
            Table::Catchment => "catchment",
            Table::EstateAlias => "estate_alias",
            Table::PrimaryZone => "primary_zone",
            Table::SeatRecord => "seat_record",
            Table::Choice => "choice",
            Table::JointReview => "joint_review",
            Table::Filing => "filing",
            Table::CityResult => "city_result",
        }
    }
}

/// What was done since with the children of an import, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Changed by a later import.
    pub replaced: i64,
    /// With choices.
    pub choices: i64,
    /// With feedback of a bureau.
    pub reviewed: i64,
    /// In a formal ceremony that was not given up.
    pub drawn: i64,
    /// Placed.
    pub placed: i64,
    /// With a paper.
    pub papers: i64,
}

/// What was done since with the children that an import brought or changed.
///
/// # Errors
/// What the disk says.
pub fn work_on_children(reader: Reader<'_>, import: i64) -> Result<Work, StoreError> {
    const OF_IMPORT: &str = "receipt IN (SELECT receipt FROM child WHERE import = ?1)";
    let count = |sql: &str| -> Result<i64, StoreError> {
        Ok(reader.sql().query_row(sql, [import], |row| row.get(0))?)
    };
    let of = |table: &str| count(&format!("SELECT count(*) FROM {table} WHERE {OF_IMPORT}"));
    Ok(Work {
        replaced: count("SELECT count(*) FROM child_before WHERE import = ?1")?,
        choices: of("choice")?,
        reviewed: of("joint_review")?,
        drawn: count(&format!(
            "SELECT count(DISTINCT s.receipt) FROM draw_standing s JOIN ceremony c ON c.number = s.ceremony
             WHERE c.state <> 'aborted' AND s.{OF_IMPORT}"
        ))?,
        placed: of("placement")?,
        papers: of("paper")?,
    })
}

/// How many children are placed and how many ceremonies held: after either the district's tables
/// are in use.
///
/// # Errors
/// What the disk says.
pub fn use_of_tables(reader: Reader<'_>) -> Result<(i64, i64), StoreError> {
    let sql = "SELECT (SELECT count(*) FROM placement), (SELECT count(*) FROM ceremony)";
    Ok(reader
        .sql()
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
