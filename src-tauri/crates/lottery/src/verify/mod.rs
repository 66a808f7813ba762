//! The check of finished, open and aborted ceremonies from their folders alone.
//!
//! Nothing that a folder says about itself is believed: every digest is computed again, the result
//! is drawn again, and every file must be, byte for byte, what this crate would have written.

mod chain;
mod folder;

use std::fmt;

use crate::words::words;
use crate::{Finding, Folder, file};

words! {
    /// What a check came to.
    Verdict {
        /// It holds.
        Passed "通过";
        /// Said, and no error: an open ceremony, a predecessor that was not given.
        Noted "说明";
        /// It does not hold.
        Failed "不符";
    }
}

/// One check: one line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The folder's name, `season.txt`, or 各场次 for what is checked across folders.
    pub place: String,
    /// What it came to.
    pub verdict: Verdict,
    /// What was checked; where it failed, file, row and cure. Chinese.
    pub sentence: String,
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.verdict.word(),
            self.place,
            self.sentence
        )
    }
}

/// All checks in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// One a line.
    pub checks: Vec<Check>,
}

impl Report {
    /// Whether no check failed.
    pub fn accepted(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks
            .iter()
            .filter(|check| check.verdict == Verdict::Failed)
    }

    /// Names of folders and files come from outside: escaped, none can pass for a line of its own.
    fn say(&mut self, place: &str, verdict: Verdict, sentence: impl Into<String>) {
        let place = place.escape_debug().to_string();
        self.checks.push(Check {
            place,
            verdict,
            sentence: sentence.into(),
        });
    }

    fn fail(&mut self, place: &str, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.say(place, Verdict::Failed, finding.to_string());
        }
    }
}

/// Verifies ceremonies and, with more than one, their numbers, chain and nonces; with `season.txt`
/// also that they are all there were.
///
/// Aborted ceremonies: the reason and the digits that had been read out are tied only by the next
/// ceremony's `prev`. A ceremony frozen and not closed is noted, not refused.
pub fn verify(folders: &[Folder], season_txt: Option<&[u8]>) -> Report {
    let mut report = Report::default();
    let mut ceremonies: Vec<chain::Link<'_>> = folders
        .iter()
        .filter_map(|folder| folder::check(folder, &mut report))
        .collect();
    ceremonies.sort_by_key(|link| link.number);
    chain::check(&ceremonies, &mut report);
    if let Some(bytes) = season_txt {
        chain::check_season(bytes, &ceremonies, &mut report);
    }
    if folders.is_empty() {
        report.say(
            file::SEASON,
            Verdict::Failed,
            "没有给出任何场次；请给出派位仪式的文件夹",
        );
    }
    report
}
