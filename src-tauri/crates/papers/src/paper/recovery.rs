//! 恢复单: the recovery code of a desk, one half a page, for two envelopes.

use crate::kit::flow::{Flow, Paragraph};
use crate::kit::fonts::Style;
use crate::kit::press::{Press, Type};
use crate::kit::volume::{Cover, StoppedPage};
use crate::{Fonts, Imprint, PaperError, Volume};

const TITLE: Type = Type::new(Style::Bold, 22.0);
const BODY: Type = Type::new(Style::Serif, 14.0);
const CODE: Type = Type::new(Style::Sans, 20.0);
/// Hex digits between two spaces.
const GROUP: usize = 8;

/// The two halves of a desk's recovery code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoverySheet {
    /// The desk's office, as its code.
    pub office: String,
    /// First half, hex.
    pub first: String,
    /// Second half, hex.
    pub second: String,
}

/// Prints the sheet: two pages, one for each envelope.
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn recovery(
    fonts: &Fonts,
    imprint: &Imprint,
    sheet: &RecoverySheet,
) -> Result<Volume, PaperError> {
    let title = "工作台恢复单".to_owned();
    let cover = Cover {
        imprint,
        title: title.clone(),
        paper: "恢复单",
        mark: None,
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    let mut flow = Flow::new(&mut press, &cover, title);
    page(&mut flow, ("第一半", "甲信封"), &sheet.office, &sheet.first);
    flow.new_page();
    page(
        &mut flow,
        ("第二半", "乙信封"),
        &sheet.office,
        &sheet.second,
    );
    cover.finish(press)
}

fn page(flow: &mut Flow<'_, '_>, (half, envelope): (&str, &str), office: &str, code: &str) {
    flow.gap(40.0);
    flow.centred(TITLE, &format!("工作台恢复单（{half}）"));
    flow.gap(30.0);
    let text = Paragraph {
        indent: 28.0,
        ..Paragraph::new(BODY, 26.0)
    };
    let use_of = format!(
        "单位 {office} 的工作台在全部账户密码都不能使用时，须把两半恢复码依次连在一起才能打开。\
         本页是{half}，请装入{envelope}，封口签字，与另一半由不同的人分开保管；不要拍照，不要存入电脑。"
    );
    flow.paragraph(text, &use_of);
    flow.gap(30.0);
    let groups: Vec<&str> = code
        .as_bytes()
        .chunks(GROUP)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    for line in groups.chunks(2) {
        flow.centred(CODE, &line.join("  "));
        flow.gap(8.0);
    }
    flow.gap(60.0);
    for role in ["封存人", "保管人"] {
        flow.sign(BODY, (role, ""), 40.0);
    }
}
