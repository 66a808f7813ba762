//! 日终清单: the journal's end at the end of a day, on paper (spec/records.md, "Journal").
//!
//! Sheets follow each other without gaps: each covers the entries after the last one's, up to the
//! last entry of its day. A day that went on after its sheet gets another one.

mod due;
mod span;
mod tally;

pub use due::{Due, due};

use super::{IssueError, imprint};
use crate::access::{Act, permit};
use crate::clock::{beijing, stamp};
use crate::journal::{Anchor, hex};
use crate::open::Desk;
use crate::store::audit::{self, Verified};
use crate::store::closing::{self, Closing};
use crate::store::file::write_file;
use crate::store::{Ask, Mark, StoreError};
use chrono::NaiveDate;
use ruxue_papers::{ClosingBefore, ClosingSheet, Fonts};
use span::Span;
use std::path::{Path, PathBuf};

/// A closing sheet that was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The PDF: `日终清单-2021-05-06-3.pdf`.
    pub file: PathBuf,
    /// The sheet.
    pub sheet: Closing,
    /// How often it was printed before.
    pub printed_before: i64,
}

/// Prints the closing sheet of a day into a folder; `None` is today. A day whose sheet stands and
/// that did not go on afterwards gets the same sheet again, marked 补打.
///
/// # Errors
/// Where the person may not, the chain does not hold, the day has no entries or is on another
/// day's sheet, or what fonts and disk say.
pub fn closing(
    desk: &mut Desk,
    fonts: &Fonts,
    day: Option<NaiveDate>,
    out: &Path,
    reason: &str,
) -> Result<Closed, IssueError> {
    desk.require(Act::PrintClosing)?;
    desk.require_clock()?;
    let day = day.unwrap_or_else(|| desk.clock().today());
    let before = closing::all(desk.reader())?;
    let (span, again) = span::wanted(desk, &before, day)?;
    let verified = verified(desk, &before, span)?;
    let sheet = match again {
        Some(sheet) => sheet,
        None => fresh(desk, &before, span, day, &verified)?,
    };
    let paper = paper(desk, &before, &sheet, prints_of(&before, &sheet))?;
    let volume = ruxue_papers::closing(fonts, &imprint(desk), &paper)?;
    std::fs::create_dir_all(out).map_err(|error| StoreError::File(out.to_owned(), error))?;
    let file = out.join(format!("日终清单-{day}-{}.pdf", sheet.number));
    let known = prints_of(&before, &sheet);
    desk.transact::<_, IssueError>(Ask::to(Act::PrintClosing).because(reason), |tx| {
        match known {
            0 => closing::add(tx, &sheet)?,
            _ => closing::printed_again(tx, sheet.number)?,
        }
        write_file(&file, &volume.pdf)?;
        let result = format!("{}:{}", sheet.last, sheet.hash);
        Ok((
            (),
            Mark::on("closing", sheet.number.to_string()).result(result),
        ))
    })?;
    Ok(Closed {
        file,
        sheet,
        printed_before: known,
    })
}

/// How often the sheet was printed so far.
fn prints_of(before: &[Closing], sheet: &Closing) -> i64 {
    let known = before.iter().find(|one| one.number == sheet.number);
    known.map_or(0, |one| one.prints)
}

/// The whole chain, which must hold, and hold the sheets before.
fn verified(desk: &mut Desk, before: &[Closing], span: Span) -> Result<Verified, IssueError> {
    let anchors: Vec<Anchor> = before
        .iter()
        .map(|one| Anchor {
            seq: one.last,
            start: one.hash.clone(),
        })
        .collect();
    let mut numbers: Vec<i64> = anchors.iter().map(|anchor| anchor.seq).collect();
    numbers.push(span.last);
    let verified = desk.verify_journal(&numbers)?;
    let misfit = verified.misfits(&anchors).into_iter().next();
    match verified.broken.clone().or(misfit.map(|one| one.says)) {
        None => Ok(verified),
        Some(why) => Err(IssueError::Refused(format!(
            "日志核对不符，不能印日终清单：{why}请停止办理，保留现场，报告审计员。"
        ))),
    }
}

fn fresh(
    desk: &Desk,
    before: &[Closing],
    span: Span,
    day: NaiveDate,
    verified: &Verified,
) -> Result<Closing, IssueError> {
    let hash = verified.hashes.iter().find(|(seq, _)| *seq == span.last);
    let hash = hash.map(|(_, hash)| hex(hash)).unwrap_or_default();
    Ok(Closing {
        number: before.last().map_or(1, |last| last.number + 1),
        day,
        first: span.first,
        last: span.last,
        hash,
        sm3: audit::sm3(desk.reader(), span.last)?,
        prints: 0,
        at: String::new(),
        actor: String::new(),
    })
}

fn paper(
    desk: &Desk,
    before: &[Closing],
    sheet: &Closing,
    printed_before: i64,
) -> Result<ClosingSheet, IssueError> {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let tally = tally::tally(desk.reader(), sheet.first, sheet.last)?;
    let earlier = before.iter().rfind(|one| one.number < sheet.number);
    let whole = format!("第 1 条至第 {} 条逐条相扣", sheet.last);
    let chain = match earlier {
        None => format!("{whole}。"),
        Some(one) => format!(
            "{whole}；接上一张的第 {} 条，其摘要与上一张所载相符。",
            one.last
        ),
    };
    let who = desk.session();
    let role = permit(who, Act::PrintClosing).map_or("", |role| role.chinese());
    let now = beijing(&stamp(desk.clock().now()));
    Ok(ClosingSheet {
        number: count(sheet.number),
        printed_before: count(printed_before),
        office: who.office.clone(),
        day: sheet.day,
        made: format!("{now}　{}（{role}）", who.name),
        first: count(sheet.first),
        last: count(sheet.last),
        days: tally.days(sheet.day),
        sha256: sheet.hash.clone(),
        sm3: sheet.sm3.clone(),
        previous: earlier.map(|one| ClosingBefore {
            number: count(one.number),
            day: one.day,
            anchor: ruxue_papers::Anchor {
                seq: count(one.last),
                hash: one.hash.get(..16).unwrap_or_default().to_owned(),
            },
        }),
        chain,
        acts: tally.acts,
        people: tally.people,
    })
}
