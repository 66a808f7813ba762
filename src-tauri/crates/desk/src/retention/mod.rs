//! How long each kind of record is kept (保存期限): a table as data, checked when it is loaded, that a
//! district can replace; and from which day each season's records are due.

mod record;
mod terms;

pub use record::{Fate, PLAIN, Record};
pub use terms::{Class, Keep, Terms, TermsError};

use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::pack::bundled;
use crate::store::{Ask, Mark, Reader, StoreError, policy, retention};
use chrono::{Months, NaiveDate};
use ruxue_rules::Pack;
use serde_json::json;

/// The program's own table: an example until the district has set one.
const EXAMPLE: &str = include_str!("../../../../../assets/district/110105/retention.toml");

/// The table in force at a desk: the last one that was set, or the program's example.
///
/// # Errors
/// Where the kept table is not one, or what the disk says.
pub fn in_force(reader: Reader<'_>) -> Result<Terms, DeskError> {
    let text = retention::last(reader)?;
    Terms::read(text.as_deref().unwrap_or(EXAMPLE))
        .map_err(|error| StoreError::Damaged(format!("保存期限表：{error}")).into())
}

/// Sets the district's table; the reason names the document that decided it.
///
/// # Errors
/// Where the table is off, the reason is missing, or the person may not.
pub fn set(desk: &mut Desk, text: &str, reason: &str) -> Result<Terms, DeskError> {
    desk.require(Act::SetRetention)?;
    let terms = Terms::read(text).map_err(|error| DeskError::Invalid(error.to_string()))?;
    let reason = reason.trim();
    if reason.is_empty() || reason.lines().count() > 1 {
        return Err(DeskError::Invalid(
            "登记保存期限要用一行写明依据（哪个部门、哪份文号核定）。请补上再登记。".into(),
        ));
    }
    let former = in_force(desk.reader())?.digest;
    if former == terms.digest {
        return Err(DeskError::Invalid(
            "这份保存期限表就是现在使用的一份，没有改动。".into(),
        ));
    }
    desk.transact::<_, StoreError>(Ask::to(Act::SetRetention).because(reason), |tx| {
        retention::add(tx, text, &terms.digest, reason)?;
        let mark = Mark::on("retention", terms.digest.as_str())
            .before(json!(former))
            .after(json!(terms.digest))
            .result(terms.digest.as_str());
        Ok(((), mark))
    })?;
    Ok(terms)
}

/// A season of the desk and its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// Its year.
    pub year: i32,
    /// The last day of its timetable; 31 December where its pack is not at hand.
    pub end: NaiveDate,
}

/// The seasons that this desk has had, ascending, with the time of the pack that began each.
fn seasons(desk: &Desk) -> Result<Vec<(Season, String)>, DeskError> {
    let mut found: Vec<(Season, String)> = Vec::new();
    for row in policy::packs(desk.reader())? {
        match found
            .iter_mut()
            .find(|(season, _)| season.year == row.season)
        {
            Some((season, _)) => season.end = season.end.max(end(desk, row.season, &row.name)),
            None => {
                let end = end(desk, row.season, &row.name);
                let year = row.season;
                found.push((Season { year, end }, row.at));
            }
        }
    }
    if found.is_empty() {
        let year = desk.pack().season();
        let end = end(desk, year, desk.policy_name());
        found.push((Season { year, end }, String::new()));
    }
    found.sort_by_key(|(season, _)| season.year);
    Ok(found)
}

fn end(desk: &Desk, year: i32, name: &str) -> NaiveDate {
    let last_day = |pack: &Pack| {
        let days = pack
            .timetable()
            .iter()
            .flat_map(|event| [event.from, event.to]);
        days.flatten().max()
    };
    let of_pack = match desk.pack().season() == year {
        true => last_day(desk.pack()),
        false => bundled(name).ok().as_ref().and_then(last_day),
    };
    let years_end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
    of_pack.unwrap_or(years_end)
}

/// How far back a kind of record is due on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    /// The last season whose records are due.
    pub season: Season,
    /// Records entered before this time belong to it or to earlier ones: RFC 3339, or a text that
    /// sorts after every time.
    pub until: String,
}

/// Sorts after every time that is kept.
const END_OF_TIME: &str = "9999";

/// The last day on which a record of a season that ended on `end` is kept.
pub(crate) fn kept_until(end: NaiveDate, years: u32) -> NaiveDate {
    end.checked_add_months(Months::new(years.saturating_mul(12)))
        .unwrap_or(NaiveDate::MAX)
}

/// By how many years the records of each season are kept, which are due on a day; `None` where none
/// is.
pub(crate) fn due(desk: &Desk, years: u32, on: NaiveDate) -> Result<Option<Due>, DeskError> {
    let seasons = seasons(desk)?;
    let due = seasons
        .iter()
        .take_while(|(season, _)| kept_until(season.end, years) < on);
    let Some((at, (season, _))) = due.enumerate().last() else {
        return Ok(None);
    };
    let until = seasons.get(at + 1).map(|(_, begun)| begun.clone());
    Ok(Some(Due {
        season: *season,
        until: until.unwrap_or_else(|| END_OF_TIME.to_owned()),
    }))
}

/// The newest season of the desk, for what a plan says of records that are not due yet.
pub(crate) fn newest_season(desk: &Desk) -> Result<Season, DeskError> {
    let seasons = seasons(desk)?;
    seasons
        .last()
        .map(|(season, _)| *season)
        .ok_or_else(|| DeskError::Invalid("工作台上没有招生季。".into()))
}
