//! 日终清单 (daily closing sheet): where the journal stood at the end of a day, on one A4 page that
//! two people sign. Whoever holds it can show later that nothing before it was changed or cut.

mod draw;

use crate::kit::flow::Flow;
use crate::kit::press::Press;
use crate::kit::volume::{Cover, StoppedPage};
use crate::{Anchor, Fonts, Imprint, PaperError, Volume};
use chrono::NaiveDate;

/// The sheet. The office comes from the imprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingSheet {
    /// Its number, from 1 without gaps.
    pub number: u64,
    /// How often it was printed before; 0 the first time.
    pub printed_before: u64,
    /// Code of the office.
    pub office: String,
    /// The day that it closes.
    pub day: NaiveDate,
    /// When and by whom it was printed: 2021-05-06 17:30　张一（审计员）.
    pub made: String,
    /// First entry on it.
    pub first: u64,
    /// Last entry on it.
    pub last: u64,
    /// Days of the first and the last entry, where they are not both `day`: 2021-05-04 至 2021-05-06.
    pub days: String,
    /// SHA-256 of the last entry, 64 hex digits.
    pub sha256: String,
    /// SM3 of the same bytes, 64 hex digits.
    pub sm3: String,
    /// The sheet before; `None` for the first.
    pub previous: Option<ClosingBefore>,
    /// What the check of the chain found, a sentence.
    pub chain: String,
    /// Counts by act.
    pub acts: Vec<ClosingCount>,
    /// Counts by person.
    pub people: Vec<ClosingCount>,
}

/// The sheet before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingBefore {
    /// Its number.
    pub number: u64,
    /// The day that it closed.
    pub day: NaiveDate,
    /// Where it ended.
    pub anchor: Anchor,
}

/// What was done and what was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingCount {
    /// The act, or the person with the role.
    pub label: String,
    /// Entries that are no refusals.
    pub done: u64,
    /// Refusals.
    pub refused: u64,
}

/// Prints the sheet: one page.
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn closing(
    fonts: &Fonts,
    imprint: &Imprint,
    sheet: &ClosingSheet,
) -> Result<Volume, PaperError> {
    let title = format!("日终清单 {} 第 {} 号", sheet.day, sheet.number);
    let cover = Cover {
        imprint,
        title: title.clone(),
        paper: "日终清单",
        mark: None,
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    let mut flow = Flow::new(&mut press, &cover, title);
    draw::draw(&mut flow, imprint, sheet)?;
    cover.finish(press)
}
