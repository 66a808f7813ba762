//! Lists that leave the desk: who took them and when is printed on them, and stands in the journal.

use crate::access::Act;
use crate::clock::{beijing, stamp};
use crate::intake::{self, BookError, Outcome, Staged};
use crate::open::{Desk, DeskError};
use crate::store::{Ask, Mark, StoreError};
use std::path::Path;

/// What leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The refused rows of an import.
    Problems,
    /// The children whom another policy pack would change.
    Trial,
    /// 入学通知书, as a copy.
    Notices,
    /// 新生花名册, as a copy.
    Roster,
    /// 判定说明, as a copy.
    Cases,
}

impl List {
    /// The word in the journal.
    pub fn code(self) -> &'static str {
        match self {
            List::Problems => "problems",
            List::Trial => "trial",
            List::Notices => "notices",
            List::Roster => "roster",
            List::Cases => "cases",
        }
    }

    /// What a file that the desk has written is; `None` where it names no child.
    pub fn of_file(path: &Path) -> Option<List> {
        let folder = path.parent().and_then(Path::file_name);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match folder.unwrap_or_default().to_string_lossy().as_ref() {
            "notices" => Some(List::Notices),
            "rosters" => Some(List::Roster),
            "cases" => Some(List::Cases),
            _ if name.ends_with("-问题.xlsx") => Some(List::Problems),
            _ => None,
        }
    }
}

/// Who takes a list out of the desk, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The account.
    pub person: String,
    /// The time, as people read it.
    pub at: String,
}

impl Trace {
    /// Whoever is signed in, now.
    pub fn of(desk: &Desk) -> Trace {
        Trace {
            person: desk.session().name.clone(),
            at: beijing(&stamp(desk.clock().now())),
        }
    }

    /// As it is printed across pages and in feet: `centre 2021-07-06 10:42`.
    pub fn says(&self) -> String {
        format!("{} {}", self.person, self.at)
    }
}

/// Enters in the journal that a list leaves: what it is, how many rows, and in what form. Not the
/// file's name, which people choose and which may name a child.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn enter(desk: &mut Desk, list: List, rows: usize, form: &str) -> Result<(), DeskError> {
    Ok(
        desk.transact::<_, StoreError>(Ask::to(Act::ExportList), |_| {
            let result = format!("{rows} rows, {form}");
            Ok(((), Mark::on("export", list.code()).result(result)))
        })?,
    )
}

/// Writes the refused rows of an import to `to` and enters that they leave; answers how many there
/// are. With none, neither is done.
///
/// # Errors
/// Where the person may not, or the workbook cannot be written; then no file is there.
pub fn problem_book(
    desk: &mut Desk,
    staged: &Staged,
    outcome: &Outcome,
    to: &Path,
) -> Result<usize, LeavingError> {
    if outcome.refused == 0 {
        return Ok(0);
    }
    enter(desk, List::Problems, outcome.refused, "xlsx")?;
    let trace = Trace::of(desk);
    Ok(intake::problem_book(staged, &outcome.problems, &trace, to)?)
}

/// What can go wrong with a list that leaves.
#[derive(Debug, thiserror::Error)]
pub enum LeavingError {
    /// The desk: permission, the journal.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The workbook.
    #[error(transparent)]
    Book(#[from] BookError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_desk_is_known_by_its_place() {
        let check = |path: &str, list| assert_eq!(List::of_file(Path::new(path)), list, "{path}");
        check("/d/out/notices/P00101.pdf", Some(List::Notices));
        check("/d/out/rosters/P00101-小学.pdf", Some(List::Roster));
        check("/d/out/cases/判定说明-H21000001.pdf", Some(List::Cases));
        check("/home/a/报名-问题.xlsx", Some(List::Problems));
        check("/d/out/compliance.pdf", None);
        check("applicants.xlsx", None);
    }
}
