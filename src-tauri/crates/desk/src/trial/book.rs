//! The workbook of a trial, for the office: figures, children, changes.

use std::path::Path;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Tried, place_words};
use crate::intake::{BookError, properties, save_book, set_trace};
use crate::leaving::Trace;
use ruxue_rules::Pack;

/// Writes the workbook. Every cell is text or a count: nothing is run as a formula.
///
/// # Errors
/// Where it cannot be put together or written.
pub fn trial_book(
    tried: &Tried,
    packs: [&Pack; 2],
    trace: &Trace,
    to: &Path,
) -> Result<(), BookError> {
    let mut book = Workbook::new();
    let look = Look::new();
    figures(tried, packs, &look, book.add_worksheet())?;
    children(tried, packs, (&look, trace), book.add_worksheet())?;
    changes(tried, &look, book.add_worksheet())?;
    for sheet in book.worksheets_mut() {
        set_trace(sheet, trace);
    }
    book.set_properties(&properties(trace));
    save_book(&mut book, to)
}

struct Look {
    title: Format,
    head: Format,
    text: Format,
}

impl Look {
    fn new() -> Look {
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Top)
            .set_text_wrap();
        Look {
            title: Format::new().set_bold().set_font_size(14),
            head: cell.clone().set_bold().set_align(FormatAlign::Center),
            text: cell,
        }
    }

    /// A row of texts.
    fn row(&self, sheet: &mut Worksheet, at: u32, texts: &[&str]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string_with_format(at, column, *text, &self.text)?;
        }
        Ok(())
    }

    fn heads(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        heads: &[(&str, f64)],
    ) -> Result<(), XlsxError> {
        for (column, (head, width)) in (0..).zip(heads) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(at, column, *head, &self.head)?;
        }
        Ok(())
    }
}

fn figures(
    tried: &Tried,
    packs: [&Pack; 2],
    look: &Look,
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    sheet.set_name("汇总")?;
    sheet.write_string_with_format(0, 0, "政策包试用：判定和去向的变化", &look.title)?;
    let lines = [
        format!("现用：{}　摘要 {}", tried.old.title, tried.old.digest),
        format!("试用：{}　摘要 {}", tried.new.title, tried.new.digest),
        tried.figures(),
        format!("日志锚点 {}", tried.anchor),
    ];
    for (at, line) in (1..).zip(&lines) {
        sheet.write_string(at, 0, line)?;
    }
    look.heads(
        sheet,
        5,
        &[("现用判为", 34.0), ("试用判为", 34.0), ("人数", 8.0)],
    )?;
    for (at, ((old, new), count)) in (6..).zip(tried.trial.table()) {
        let (old, new) = (place_words(packs[0], &old), place_words(packs[1], &new));
        look.row(sheet, at, &[&old, &new])?;
        sheet.write_number_with_format(at, 2, count as f64, &look.text)?;
    }
    Ok(())
}

fn children(
    tried: &Tried,
    packs: [&Pack; 2],
    (look, trace): (&Look, &Trace),
    sheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    sheet.set_name("名单")?;
    let heads = [
        ("受理编号", 18.0),
        ("姓名", 10.0),
        ("学段", 6.0),
        ("现用判为", 24.0),
        ("试用判为", 24.0),
        ("不再有的理由", 24.0),
        ("新有的理由", 24.0),
        ("因为改了", 80.0),
    ];
    look.heads(sheet, 0, &heads)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, (who, changed)) in (1..).zip(tried.children.iter().zip(&tried.trial.changed)) {
        let causes = changed.causes.iter().map(|cause| {
            let change = &tried.trial.changes[*cause];
            format!("{}〔{}〕", change.says, change.place())
        });
        let texts = [
            &*who.receipt,
            &who.name,
            &who.level,
            &place_words(packs[0], &changed.old.place()),
            &place_words(packs[1], &changed.new.place()),
            &changed.went().join("、"),
            &changed.came().join("、"),
            &causes.collect::<Vec<_>>().join("\n"),
        ];
        look.row(sheet, at, &texts)?;
    }
    let last = u32::try_from(tried.children.len() + 1).unwrap_or(u32::MAX);
    let words = format!("{} 取出，用后销毁", trace.says());
    look.row(sheet, last, &[&words])?;
    Ok(())
}

fn changes(tried: &Tried, look: &Look, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("改动")?;
    let heads = [
        ("种类", 8.0),
        ("改了什么", 80.0),
        ("现用包", 24.0),
        ("试用包", 24.0),
        ("牵涉人数", 10.0),
    ];
    look.heads(sheet, 0, &heads)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, (change, weight)) in (1..).zip(tried.trial.changes.iter().zip(tried.trial.weight())) {
        let spots = [&change.old, &change.new]
            .map(|spot| spot.as_ref().map_or_else(String::new, ToString::to_string));
        look.row(
            sheet,
            at,
            &[change.kind.text(), &change.says, &spots[0], &spots[1]],
        )?;
        sheet.write_number_with_format(at, 4, weight as f64, &look.text)?;
    }
    Ok(())
}
