//! 新生花名册: one school's admitted children, A4 landscape.

use std::ops::Range;

use super::notice::Stage;
use crate::kit::fonts::Style;
use crate::kit::press::{A4_LANDSCAPE, Press, Stroke, Type};
use crate::kit::table::{Align, Column, LaidRow, Row, Table, Weight};
use crate::kit::text::fit;
use crate::kit::volume::{Cover, StoppedPage};
use crate::kit::{mm, qr};
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
///
/// # Errors
/// [`PaperError`] when the PDF cannot be made.
pub fn roster(fonts: &Fonts, imprint: &Imprint, sheet: &Roster) -> Result<Volume, PaperError> {
    let cover = Cover {
        imprint,
        title: format!("{}{}", sheet.school, name(sheet)),
        paper: "新生花名册",
        mark: None,
        stopped_page: StoppedPage::Replaced,
    };
    let mut press = Press::new(fonts);
    let table = table();
    let rows: Vec<LaidRow> = {
        let cells = sheet.rows.iter().enumerate().map(|(at, r)| row(at + 1, r));
        cells.map(|r| table.lay(&press, &r)).collect()
    };
    let mut from = 0;
    loop {
        cover.begin_page(&mut press, A4_LANDSCAPE);
        let mut y = heading(&mut press, sheet);
        if from == 0 {
            qr::anchor(&mut press, &imprint.anchor, (LEFT, mm(7.0)), CODE)?;
        }
        y += table.draw_head(&mut press, y);
        let begun = from;
        while let Some(laid) = rows.get(from) {
            if y + laid.height > BOTTOM && from > begun {
                break;
            }
            table.draw_row(&mut press, y, laid);
            y += laid.height;
            from += 1;
        }
        page_total(&mut press, &sheet.rows, begun..from, y);
        signatures(&mut press);
        if from >= rows.len() {
            return cover.finish(press);
        }
    }
}

/// Where the rows of a page end; below stand the totals and the lines to sign.
const BOTTOM: f32 = A4_LANDSCAPE.height - mm(31.0);
const LEFT: f32 = mm(12.0);
/// Side of the anchor's code, above the head of the first page.
const CODE: f32 = mm(15.0);

/// Heads, widths in millimetres (273 together) and alignment of the columns (domain.md 4.7).
const COLUMNS: [(&str, f32, Align); 14] = [
    ("序号", 9.0, Align::Centre),
    ("姓名", 23.0, Align::Left),
    ("性别", 9.0, Align::Centre),
    ("出生日期", 19.0, Align::Centre),
    ("证件号", 33.0, Align::Left),
    ("户籍类别", 17.0, Align::Left),
    ("入学途径", 19.0, Align::Left),
    ("居住地址", 43.0, Align::Left),
    ("监护人", 17.0, Align::Left),
    ("电话", 22.0, Align::Left),
    ("通知书编号", 27.0, Align::Left),
    ("领取", 10.0, Align::Centre),
    ("报到", 10.0, Align::Centre),
    ("备注", 15.0, Align::Left),
];

fn table() -> Table {
    Table {
        x: LEFT,
        columns: COLUMNS
            .into_iter()
            .map(|(head, width, align)| Column::new(head, mm(width), align))
            .collect(),
        size: 8.0,
        least_height: 18.0,
    }
}

fn row(number: usize, row: &RosterRow) -> Row {
    let cells = [
        &row.name,
        &row.sex,
        &row.born,
        &row.document,
        &row.hukou,
        &row.path,
        &row.address,
        &row.guardian,
        &row.phone,
        &row.notice,
        &row.collected,
        &row.reported,
        &row.remark,
    ];
    Row {
        receipt: row.receipt.clone(),
        cells: std::iter::once(number.to_string())
            .chain(cells.into_iter().cloned())
            .collect(),
        weight: Weight::Plain,
    }
}

fn name(sheet: &Roster) -> String {
    format!("{}年{}新生花名册", sheet.year, sheet.stage.name())
}

fn heading(press: &mut Press<'_>, sheet: &Roster) -> f32 {
    let middle = A4_LANDSCAPE.width / 2.0;
    let right = A4_LANDSCAPE.width - LEFT;
    let text = format!("{} {}", sheet.school, name(sheet));
    let size = fit(press.fonts, Style::Bold, &text, (18.0, 11.0), right - LEFT);
    let title = Type::new(Style::Bold, size);
    press.text_centred(middle, mm(19.0), title, &text);
    let kind = Type::new(Style::Sans, 9.0);
    let line = format!(
        "学校代码 {}　　学段 {}　　{}",
        sheet.code,
        sheet.stage.name(),
        count(&sheet.rows)
    );
    press.text(LEFT, mm(26.0), kind, &line);
    let note = match sheet.masking {
        Masking::Full => "含个人信息全文，专人保管，用后入档",
        Masking::Masked => "个人信息已脱敏",
    };
    press.text_right(right, mm(26.0), kind, note);
    mm(28.5)
}

/// Counts rows by sex: `共 3 人，男 2 人，女 1 人`.
fn count(rows: &[RosterRow]) -> String {
    let of = |sex: &str| rows.iter().filter(|r| r.sex == sex).count();
    let (boys, girls) = (of("男"), of("女"));
    let rest = rows.len() - boys - girls;
    let unknown = match rest {
        0 => String::new(),
        n => format!("，性别未填 {n} 人"),
    };
    format!("共 {} 人，男 {boys} 人，女 {girls} 人{unknown}", rows.len())
}

fn page_total(press: &mut Press<'_>, rows: &[RosterRow], on_page: Range<usize>, y: f32) {
    let text = if rows.is_empty() {
        "本校没有已录取的新生。".to_owned()
    } else {
        let through = rows.get(..on_page.end).unwrap_or(rows);
        let here = rows.get(on_page).unwrap_or(&[]);
        format!("本页{}；累计{}", count(here), count(through))
    };
    press.text(LEFT, y + 14.0, Type::new(Style::Sans, 9.0), &text);
}

fn signatures(press: &mut Press<'_>) {
    let y = A4_LANDSCAPE.height - mm(18.0);
    let kind = Type::new(Style::Serif, 11.0);
    let blanks = ["制表：", "审核：", "校长：", "日期：", "（学校盖章）"];
    for (at, label) in blanks.into_iter().enumerate() {
        let x = LEFT + mm(56.0) * at as f32;
        let width = press.text(x, y, kind, label);
        if label.ends_with('：') {
            let rule = Stroke::new(0.5);
            press.line((x + width, y + 2.5), (x + mm(50.0), y + 2.5), rule);
        }
    }
}
