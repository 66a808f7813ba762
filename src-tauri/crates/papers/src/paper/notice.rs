//! 入学通知书: one A4 page a child, with the school's stub (存根) below a cut line.

mod front;
mod stub;

use crate::kit::press::{A4, Press};
use crate::kit::volume::{Cover, StoppedPage};
use crate::{Fonts, Imprint, PaperError, Volume};

/// School level (学段).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 小学.
    Primary,
    /// 初中.
    Junior,
}

impl Stage {
    /// Returns the name of the level as papers print it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Primary => "小学",
            Stage::Junior => "初中",
        }
    }
}

/// What a junior notice adds: where the child comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graduate {
    /// Primary school (毕业小学); may be empty.
    pub school: String,
    /// 教育ID; may be empty.
    pub education_id: String,
}

/// One admission notice. Texts may be empty where said; an empty text leaves its line out or
/// leaves a rule to write on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Receipt (受理编号); names the child in [`Volume::stopped`], printed on the stub.
    pub receipt: String,
    /// Number of the notice, `朝教入〔2021〕学校码-流水`.
    pub number: String,
    /// Name of the child in full.
    pub name: String,
    /// School level.
    pub stage: Stage,
    /// Calendar year of entry, for example 2021.
    pub year: i32,
    /// Full name of the school.
    pub school: String,
    /// District as the text names it, for example `朝阳区`.
    pub district: String,
    /// For junior notices: primary school and 教育ID.
    pub graduate: Option<Graduate>,
    /// When to report (报到时间), as printed; may be empty.
    pub report_time: String,
    /// Where to report (报到地点); may be empty.
    pub report_place: String,
    /// What to bring (携带材料), one item each; may be empty.
    pub bring: Vec<String>,
    /// Phone for questions; may be empty.
    pub phone: String,
    /// Content of the QR code: number, short MAC and anchor.
    pub qr: String,
}

/// Prints one page a notice, in the order given.
///
/// A notice with a character that no font has is left out and named in [`Volume::stopped`];
/// `pages + stopped.len()` is the number of notices. The date over the seal is the imprint's.
///
/// # Errors
/// [`PaperError::TooLong`] when a notice's text does not go on one page in readable type,
/// [`PaperError::Qr`] when its QR content is too long.
pub fn notices(fonts: &Fonts, imprint: &Imprint, sheets: &[Notice]) -> Result<Volume, PaperError> {
    let cover = Cover {
        imprint,
        title: title(sheets),
        paper: "入学通知书",
        mark: None,
        stopped_page: StoppedPage::LeftOut,
    };
    let mut press = Press::new(fonts);
    for notice in sheets {
        cover.begin_page(&mut press, A4);
        press.subject.clone_from(&notice.receipt);
        front::draw(&mut press, imprint, notice)?;
        stub::draw(&mut press, notice);
        press.subject.clear();
    }
    cover.finish(press)
}

fn title(sheets: &[Notice]) -> String {
    match sheets.first() {
        Some(first) if sheets.iter().all(|n| n.school == first.school) => {
            format!("{} {}年入学通知书", first.school, first.year)
        }
        Some(first) => format!("{}年入学通知书", first.year),
        None => "入学通知书".to_owned(),
    }
}
