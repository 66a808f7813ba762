//! 判定说明 (case sheet): why a child has its verdict, one A4 page a child, always one.
//!
//! The page is set in the largest of a row of sizes at which it fits. Where the smallest size with
//! every condition on its own row does not do, the conditions that are met share a paragraph, and
//! last, long values are shortened with a mark that says so. Nothing is left out in silence.

mod page;

use crate::kit::press::Press;
use crate::kit::volume::{Cover, StoppedPage};
use crate::{Fonts, Imprint, PaperError, Volume};

/// How a condition stands: a sign and a word, readable without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseMark {
    /// ✓ 满足.
    Met,
    /// ✕ 不满足.
    NotMet,
    /// ？ 缺材料: nothing given breaks it, but something is missing.
    Unknown,
    /// ◇ 由人核定: a person must say.
    Person,
}

impl CaseMark {
    /// The sign and the word.
    pub fn text(self) -> &'static str {
        match self {
            CaseMark::Met => "✓ 满足",
            CaseMark::NotMet => "✕ 不满足",
            CaseMark::Unknown => "？缺材料",
            CaseMark::Person => "◇ 由人核定",
        }
    }
}

/// A fact on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFact {
    /// Its header: 租赁起.
    pub header: String,
    /// Its value; `None` where nothing is given.
    pub value: Option<String>,
    /// Where it comes from: the paper, and who entered it where that is not said for the whole
    /// sheet. Facts with the same source say it once.
    pub source: String,
}

/// A condition on the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCondition {
    /// How it stands.
    pub mark: CaseMark,
    /// What it asks.
    pub says: String,
    /// Its place in the document.
    pub clause: String,
    /// The facts that it looked at.
    pub facts: Vec<CaseFact>,
    /// What it compares with; may be empty.
    pub threshold: String,
    /// What cures it; empty where it is met.
    pub cure: String,
}

/// Some lines under a heading; left out where there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSection {
    /// The heading.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
    /// The facts that it rests on, as the last line; may be empty.
    pub facts: Vec<CaseFact>,
}

/// One child's sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSheet {
    /// Receipt (受理编号); names the child in [`Volume::stopped`].
    pub receipt: String,
    /// Name of the child in full.
    pub name: String,
    /// What stands beside the name: 学段, 受理编号, date of birth.
    pub about: String,
    /// The verdict with its sign: `◐ 待补正`.
    pub verdict: String,
    /// What to do next, in one plain sentence to the family.
    pub next: String,
    /// What stands before the conditions: what would change it, the category.
    pub before: Vec<CaseSection>,
    /// Every condition of the category that concerns the child.
    pub conditions: Vec<CaseCondition>,
    /// What stands after: route, the other categories, switches, warnings, basis.
    pub after: Vec<CaseSection>,
}

/// Prints one page a sheet, in the order given.
///
/// A sheet with a character that no font has is left out and named in [`Volume::stopped`].
///
/// # Errors
/// [`PaperError::CaseTooLong`] where a sheet does not go on one page however it is compressed.
pub fn cases(fonts: &Fonts, imprint: &Imprint, sheets: &[CaseSheet]) -> Result<Volume, PaperError> {
    let title = match sheets {
        [one] => format!("判定说明 {}", one.receipt),
        _ => "判定说明".to_owned(),
    };
    let cover = Cover {
        imprint,
        title,
        paper: "判定说明",
        mark: None,
        stopped_page: StoppedPage::LeftOut,
    };
    let mut press = Press::new(fonts);
    for sheet in sheets {
        cover.begin_page(&mut press, crate::kit::press::A4);
        press.subject.clone_from(&sheet.receipt);
        page::draw(&mut press, sheet)?;
        press.subject.clear();
    }
    cover.finish(press)
}
