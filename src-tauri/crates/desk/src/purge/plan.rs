//! What is due on a day: counts by class, no names.

use super::files;
use crate::access::Act;
use crate::backup::{self, Elsewhere};
use crate::open::{Desk, DeskError};
use crate::retention::{self, Due, Keep, Record};
use crate::store::purge::{self as store, Bound};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One kind of record in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The class's word.
    pub class: String,
    /// The class's name.
    pub name: String,
    /// The kind in Chinese.
    pub record: String,
    /// 6 年, 永久.
    pub keep: String,
    /// The last season that is due; `None` where none is, or the kind is permanent.
    pub season: Option<i32>,
    /// The last day on which the newest season's records are kept; `None` where permanent.
    pub kept_until: Option<NaiveDate>,
    /// Records that are due: children for the registration, files for papers, else rows.
    pub due: i64,
}

/// What is due at a desk on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day.
    pub day: NaiveDate,
    /// Title of the table of retention in force.
    pub terms: String,
    /// SHA-256 of its file.
    pub digest: String,
    /// The kinds of record, in the table's order.
    pub lines: Vec<Line>,
    /// Children that stay because their case is open.
    pub held: i64,
    /// Backups in the desk's own folder, which go with a purge.
    pub own_backups: usize,
    /// Backups elsewhere, which people must destroy.
    pub elsewhere: Vec<Elsewhere>,
    /// Number of a purge that was broken off and must be finished first.
    pub unfinished: Option<i64>,
}

impl Plan {
    /// Whether there is something to purge.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.due == 0)
    }
}

/// What is due on a day: today's, where none is given.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn plan(desk: &mut Desk, on: Option<NaiveDate>) -> Result<Plan, DeskError> {
    desk.require(Act::PlanPurge)?;
    Ok(reckon(desk, on.unwrap_or(desk.clock().today()))?.0)
}

/// What goes of a kind.
pub(super) struct Going {
    pub record: Record,
    pub bound: Bound,
}

/// The plan, and what goes by it.
pub(super) fn reckon(desk: &Desk, day: NaiveDate) -> Result<(Plan, Vec<Going>), DeskError> {
    let terms = retention::in_force(desk.reader())?;
    let newest = retention::newest_season(desk)?;
    let (mut lines, mut going) = (Vec::new(), Vec::new());
    for class in &terms.classes {
        for record in &class.records {
            let (mut season, mut kept_until, mut count) = (None, None, 0);
            if let Keep::Years(years) = class.keep {
                kept_until = Some(retention::kept_until(newest.end, years));
                if let Some((last, bound)) = bound(desk, *record, years, day)? {
                    season = Some(last);
                    count = counted(desk, *record, &bound)?;
                    going.push(Going {
                        record: *record,
                        bound,
                    });
                }
            }
            lines.push(Line {
                class: class.code.clone(),
                name: class.name.clone(),
                record: record.chinese().to_owned(),
                keep: class.keep.says(),
                season,
                kept_until,
                due: count,
            });
        }
    }
    going.sort_by_key(|one| one.record);
    let (own, elsewhere) = backup::holding(desk, i64::MAX)?;
    let plan = Plan {
        day,
        terms: terms.title,
        digest: terms.digest,
        lines,
        held: store::count_held(desk.reader())?,
        own_backups: own.len(),
        elsewhere,
        unfinished: store::unfinished(desk.reader())?.map(|one| one.number),
    };
    Ok((plan, going))
}

/// How far back a kind is due, and the last year of it.
fn bound(
    desk: &Desk,
    record: Record,
    years: u32,
    day: NaiveDate,
) -> Result<Option<(i32, Bound)>, DeskError> {
    if record == Record::SeatRecords {
        // Each has its own year; the last day of that year begins its time.
        let end = |year| NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
        let first = chrono::Datelike::year(&day) - i32::try_from(years).unwrap_or(i32::MAX) - 1;
        let due = retention::kept_until(end(first), years) < day;
        let year = if due { first } else { first - 1 };
        let until = String::new();
        return Ok(Some((year, Bound { until, year })));
    }
    let due = retention::due(desk, years, day)?;
    Ok(due.map(|Due { season, until }| {
        let year = season.year;
        (year, Bound { until, year })
    }))
}

fn counted(desk: &Desk, record: Record, bound: &Bound) -> Result<i64, DeskError> {
    if record == Record::Papers {
        let files = files::due(desk.dir(), &bound.until)?;
        return Ok(i64::try_from(files.len()).unwrap_or(i64::MAX));
    }
    Ok(store::count(desk.reader(), record, bound)?)
}
