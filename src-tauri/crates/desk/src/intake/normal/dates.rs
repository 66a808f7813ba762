//! Days, months and years.

use std::fmt::Write as _;

use super::texts::{folded, trimmed};
use crate::intake::cells::CellKind;
use crate::intake::fault::Fault;
use chrono::NaiveDate;

/// Years that a paper of a school season can name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Appends a day as `2015-08-31`.
pub(super) fn date(kind: CellKind, text: &str, out: &mut String) -> Result<(), Fault> {
    let text = match kind {
        // A time of day says nothing about the day.
        CellKind::Day => text.get(..10).unwrap_or(text),
        _ => text,
    };
    // Nearly every cell is in the normal form already.
    if let Some(day) = iso(text) {
        return push_day(day?, out);
    }
    let folded = folded(text);
    let text = without_midnight(trimmed(&folded));
    let fields = fields(text);
    let whole = fields.as_ref().is_some_and(|(_, count)| *count == 3);
    match fields {
        Some((fields, 3)) if whole => push_day(day(fields)?, out),
        _ if kind == CellKind::Number => Err(Fault::ExcelSerial),
        _ => Err(Fault::DateForm),
    }
}

/// A day in exactly the form `2015-08-31`; `None` where the form is another.
fn iso(text: &str) -> Option<Result<NaiveDate, Fault>> {
    let bytes = text.as_bytes();
    let dashed = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if !dashed {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<i32> {
        let digits = bytes.get(range)?;
        digits.iter().try_fold(0, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + i32::from(digit - b'0'))
        })
    };
    Some(day([number(0..4)?, number(5..7)?, number(8..10)?]))
}

fn day([year, month, day]: [i32; 3]) -> Result<NaiveDate, Fault> {
    let found = NaiveDate::from_ymd_opt(year, month.unsigned_abs(), day.unsigned_abs());
    found
        .filter(|_| YEARS.contains(&year))
        .ok_or(Fault::NoSuchDay)
}

fn push_day(day: NaiveDate, out: &mut String) -> Result<(), Fault> {
    let _ = write!(out, "{day}");
    Ok(())
}

/// Some programs write a day with its midnight.
fn without_midnight(text: &str) -> &str {
    for midnight in [
        " 00:00:00",
        "T00:00:00",
        " 0:00:00",
        " 00:00",
        " 0:00",
        " 00:00:00.000",
    ] {
        if let Some(day) = text.strip_suffix(midnight) {
            return day;
        }
    }
    text
}

/// Year, month and perhaps day, of `2015-8-31`, `2015/8/31`, `2015.8.31`, `20150831`,
/// `2015年8月31日`; and how many of them there are.
fn fields(text: &str) -> Option<([i32; 3], usize)> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i32 = text.parse().ok()?;
        return match text.len() {
            8 => Some(([number / 10_000, number / 100 % 100, number % 100], 3)),
            6 => Some(([number / 100, number % 100, 0], 2)),
            _ => None,
        };
    }
    let mut found = [0; 3];
    let mut rest = text;
    for (count, (place, mark)) in found.iter_mut().zip(["年", "月", "日"]).enumerate() {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(if count == 0 { 4..=4 } else { 1..=2 }).contains(&length) {
            return None;
        }
        let (digits, tail) = rest.split_at(length);
        *place = digits.parse().ok()?;
        if tail.is_empty() {
            return (count > 0).then_some((found, count + 1));
        }
        rest = tail
            .strip_prefix(mark)
            .or_else(|| tail.strip_prefix(['-', '/', '.']))?;
        rest = rest.trim_start();
        if rest.is_empty() {
            let marked = tail == mark && count > 0;
            return marked.then_some((found, count + 1));
        }
    }
    None
}

/// Appends months as `2020-11..2021-01,2021-03`: ascending, each once, runs as ranges.
pub(super) fn months(kind: CellKind, text: &str, out: &mut String) -> Result<(), Fault> {
    if kind == CellKind::Day {
        // 2020-11 in a cell becomes the first day of that month.
        let month = match iso(text) {
            Some(Ok(_)) => text.strip_suffix("-01"),
            _ => None,
        };
        out.push_str(month.ok_or(Fault::MonthsForm(text.to_owned()))?);
        return Ok(());
    }
    let folded = folded(text);
    let mut found: Vec<i32> = Vec::new();
    for part in folded.split([',', '、', ';', '\n', '\r', '\t']) {
        let part = trimmed(part);
        if part.is_empty() {
            continue;
        }
        let fault = || Fault::MonthsForm(part.to_owned());
        let (from, to) = range(part).ok_or_else(fault)?;
        if to < from || to - from > 1200 || found.len() > 3000 {
            return Err(fault());
        }
        found.extend(from..=to);
    }
    found.sort_unstable();
    found.dedup();
    push_months(&found, out);
    Ok(())
}

/// A month or a range of months, each as the number of months since year 0.
fn range(part: &str) -> Option<(i32, i32)> {
    if let Some(one) = month(part) {
        return Some((one, one));
    }
    let compact = part.len() == 13 && part.as_bytes().get(6) == Some(&b'-');
    let parted = ["..", "…", "至", "到", "~", "—"]
        .iter()
        .find_map(|mark| part.split_once(mark))
        .or_else(|| if compact { part.split_once('-') } else { None });
    let (from, to) = parted?;
    Some((
        month(trimmed(from))?,
        month(trimmed(to.trim_start_matches(['—', '.', '~'])))?,
    ))
}

fn month(text: &str) -> Option<i32> {
    let (fields, count) = fields(text)?;
    let [year, month, _] = fields;
    (count == 2 && YEARS.contains(&year) && (1..=12).contains(&month))
        .then_some(year * 12 + month - 1)
}

fn push_months(months: &[i32], out: &mut String) {
    let mut rest = months;
    let mut first = true;
    while let Some(from) = rest.first().copied() {
        let run = rest
            .iter()
            .zip(from..)
            .take_while(|(found, month)| **found == *month)
            .count();
        if !first {
            out.push(',');
        }
        first = false;
        push_month(from, out);
        if run > 1 {
            out.push_str("..");
            push_month(from + run as i32 - 1, out);
        }
        rest = rest.get(run..).unwrap_or(&[]);
    }
}

fn push_month(month: i32, out: &mut String) {
    let _ = write!(out, "{:04}-{:02}", month / 12, month % 12 + 1);
}

/// Appends a year of four digits.
pub(super) fn year(kind: CellKind, text: &str, out: &mut String) -> Result<(), Fault> {
    if kind == CellKind::Day {
        return Err(Fault::ExcelMadeDate);
    }
    let folded = folded(text);
    let text = trimmed(&folded);
    let text = text.strip_suffix('年').unwrap_or(text);
    let year: i32 = text.parse().map_err(|_| Fault::Year)?;
    if text.len() != 4 || !YEARS.contains(&year) {
        return Err(Fault::Year);
    }
    out.push_str(text);
    Ok(())
}
