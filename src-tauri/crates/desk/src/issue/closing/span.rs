//! Which entries a day's sheet covers.

use crate::access::Act;
use crate::clock::beijing_day;
use crate::issue::IssueError;
use crate::journal::Line;
use crate::open::Desk;
use crate::store::closing::Closing;
use crate::store::{Reader, StoreError, audit};
use chrono::NaiveDate;
use std::ops::ControlFlow;

/// Entries from and to, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first: i64,
    pub last: i64,
}

/// Acts that alone make no new sheet necessary: they are there because someone looked, or closed.
/// The next sheet has them.
const NO_NEWS: &[Act] = &[
    Act::SignIn,
    Act::Lock,
    Act::PrintClosing,
    Act::VerifyJournal,
    Act::ExportJournal,
    Act::CheckDesk,
];

/// Whether an entry asks for a sheet of its day.
pub(super) fn is_news(line: &Line<'_>) -> bool {
    line.is_refusal() || !NO_NEWS.iter().any(|act| act.code() == line.act)
}

/// The entries of the day's sheet, and the sheet itself where it stands already.
pub(super) fn wanted(
    desk: &Desk,
    before: &[Closing],
    day: NaiveDate,
) -> Result<(Span, Option<Closing>), IssueError> {
    let refuse = |sentence: String| Err(IssueError::Refused(sentence));
    let today = desk.clock().today();
    if day > today {
        return refuse(format!(
            "{day} 还没有到（今天是 {today}），没有日终清单可印。"
        ));
    }
    let stands = before.iter().rfind(|one| one.day == day);
    let again = |one: &Closing| {
        let span = Span {
            first: one.first,
            last: one.last,
        };
        Ok((span, Some(one.clone())))
    };
    let newest = before.last();
    if let Some(newest) = newest.filter(|newest| newest.day > day) {
        return match stands {
            Some(one) => again(one),
            None => refuse(format!(
                "{day} 的日志已在 {} 的日终清单（第 {} 号）上，请补打那一张。",
                newest.day, newest.number
            )),
        };
    }
    let from = newest.map_or(1, |newest| newest.last + 1);
    let found = until(desk.reader(), from, day)?;
    match (found, stands) {
        (Some((last, true)), _) => Ok((Span { first: from, last }, None)),
        (_, Some(one)) => again(one),
        (Some((last, false)), None) => Ok((Span { first: from, last }, None)),
        (None, None) => refuse(format!("{day} 及上一张日终清单之后没有日志，不必印。")),
    }
}

/// The last entry from `from` on before a later day begins, and whether there is news among them;
/// `None` where there is no entry. Of a clock that was set back the entries stay where they stand.
fn until(reader: Reader<'_>, from: i64, day: NaiveDate) -> Result<Option<(i64, bool)>, StoreError> {
    let mut found = None;
    audit::each(reader, from, |line| {
        if beijing_day(line.at).is_some_and(|at| at > day) {
            return ControlFlow::Break(());
        }
        let news = found.is_some_and(|(_, news)| news);
        found = Some((line.seq, news || is_news(line)));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}
