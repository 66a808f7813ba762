//! 合规报告: which rules were checked, how, and what was found.

mod draw;

use crate::kit::flow::Flow;
use crate::kit::press::Press;
use crate::kit::volume::{Cover, StoppedPage};
use crate::{Fonts, Imprint, PaperError, Volume};

/// The report. The journal anchor and the date come from the imprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplianceReport {
    /// Title; empty prints `入学工作合规报告`.
    pub title: String,
    /// Period or season reported, as printed.
    pub period: String,
    /// Name of the policy pack.
    pub pack: String,
    /// Digest of the policy pack, 64 hex digits.
    pub pack_digest: String,
    /// Faults of the data that limit what the report can say, one sentence each; empty when
    /// the data are sound.
    pub data_faults: Vec<String>,
    /// The checks in order.
    pub checks: Vec<Check>,
    /// Figures by school or other lists, after the checks.
    pub tables: Vec<FigureTable>,
}

/// Result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckResult {
    /// 符合.
    Conforms,
    /// 不符合.
    Violates,
    /// 未能检查, with the reason.
    NotChecked {
        /// Why it could not be checked.
        why: String,
    },
}

/// One number of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// The number with its unit, as printed.
    pub value: String,
}

/// One check of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The rule, in a sentence.
    pub rule: String,
    /// Clause of the policy document.
    pub clause: String,
    /// How it was checked.
    pub method: String,
    /// What was counted.
    pub figures: Vec<Figure>,
    /// Receipts concerned; may be empty, printed in full.
    pub receipts: Vec<String>,
    /// The result.
    pub result: CheckResult,
    /// A sentence on the finding and its cure; may be empty.
    pub remark: String,
}

/// A table of figures: first column text, the others numbers (right-aligned).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTable {
    /// Title.
    pub title: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Rows; missing cells print empty, surplus cells are not printed.
    pub rows: Vec<Vec<String>>,
    /// Row of totals; may be empty.
    pub total: Vec<String>,
}

/// Prints the compliance report.
///
/// A page with a character that no font has is replaced by a page that says so and listed in
/// [`Volume::stopped`].
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn compliance(
    fonts: &Fonts,
    imprint: &Imprint,
    sheet: &ComplianceReport,
) -> Result<Volume, PaperError> {
    let title = match sheet.title.as_str() {
        "" => "入学工作合规报告".to_owned(),
        title => title.to_owned(),
    };
    let running = format!("{title}　{}", sheet.period);
    let cover = Cover {
        imprint,
        title: title.clone(),
        paper: "合规报告",
        mark: None,
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    let mut flow = Flow::new(&mut press, &cover, running);
    draw::draw(&mut flow, imprint, &title, sheet)?;
    cover.finish(press)
}
