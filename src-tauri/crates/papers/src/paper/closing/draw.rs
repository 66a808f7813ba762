//! The page of the sheet.

use super::{ClosingCount, ClosingSheet};
use crate::kit::flow::{Flow, Paragraph};
use crate::kit::fonts::Style;
use crate::kit::press::{Area, Ink, Type};
use crate::kit::table::{Align, Column, Row, Table, Weight};
use crate::kit::volume::chinese_date;
use crate::kit::{mm, qr};
use crate::{Imprint, PaperError};

const BODY: Type = Type::new(Style::Serif, 11.0);
const LABEL: Type = Type::new(Style::Serif, 11.0).ink(Ink::Grey);
const DIGEST: Type = Type::new(Style::Sans, 9.0);
const NOTE: Type = Type::new(Style::Sans, 8.5).ink(Ink::Grey);
const LABEL_WIDTH: f32 = 76.0;
/// Rows of a table; what goes beyond stands in one line.
const MOST_ROWS: usize = 16;
/// Side of the code.
const CODE: f32 = mm(38.0);

/// Draws the page.
pub(super) fn draw(
    flow: &mut Flow<'_, '_>,
    imprint: &Imprint,
    sheet: &ClosingSheet,
) -> Result<(), PaperError> {
    flow.centred(Type::new(Style::Bold, 22.0), "日 终 清 单");
    let again = match sheet.printed_before {
        0 => String::new(),
        before => format!("（第 {before} 次补打）"),
    };
    let number = format!("{}　第 {} 号{again}", chinese_date(sheet.day), sheet.number);
    flow.gap(2.0);
    flow.centred(Type::new(Style::Serif, 13.0), &number);
    flow.gap(6.0);
    head(flow, imprint, sheet)?;
    flow.gap(8.0);
    let words = "本清单写下这一天办完时日志的末条。此后日志若被改写，或末尾被截去，用本清单的锚点一核便知。";
    flow.paragraph(Paragraph::new(NOTE, 14.0), words);
    flow.gap(8.0);
    counts(flow, sheet);
    signatures(flow);
    Ok(())
}

/// The facts at the left, the code at the right.
fn head(
    flow: &mut Flow<'_, '_>,
    imprint: &Imprint,
    sheet: &ClosingSheet,
) -> Result<(), PaperError> {
    let anchor = format!("{}:{}", sheet.last, sheet.sha256);
    let content = format!(
        "RUXUE-CLOSING/1;{};{};{};{anchor};sm3={}",
        sheet.office, sheet.day, sheet.number, sheet.sm3
    );
    let area = Area {
        x: flow.left + flow.width - CODE,
        y: flow.y,
        width: CODE,
        height: CODE,
    };
    flow.press.image(area, qr::image(&content)?);
    let under = area.y + CODE + 8.0;
    let short = format!("{}:{}", sheet.last, sheet.sha256.get(..16).unwrap_or(""));
    let small = Type::new(Style::Sans, 7.5).ink(Ink::Grey);
    flow.press
        .text_centred(area.x + CODE / 2.0, under, small, &short);
    let width = flow.width;
    flow.width -= CODE + 10.0;
    let office = format!("{}（{}）", imprint.office, sheet.office);
    let days = match sheet.days.as_str() {
        "" => String::new(),
        days => format!("（{days}）"),
    };
    let count = sheet.last.saturating_sub(sheet.first) + 1;
    let entries = format!(
        "第 {} 条至第 {} 条，共 {count} 条{days}",
        sheet.first, sheet.last
    );
    let before = match &sheet.previous {
        None => "这是第一张，从建台的第 1 条起。".to_owned(),
        Some(one) => format!(
            "第 {} 号，{}，止于 {}",
            one.number,
            one.day,
            one.anchor.text()
        ),
    };
    let last = format!("第 {} 条", sheet.last);
    for pair in [
        ("单位", office.as_str()),
        ("日志", entries.as_str()),
        ("上一张", before.as_str()),
        ("核对", sheet.chain.as_str()),
        ("制表", sheet.made.as_str()),
        ("末条", last.as_str()),
    ] {
        flow.labelled(LABEL, LABEL_WIDTH, BODY, pair);
    }
    flow.width = width;
    flow.y = flow.y.max(under + 6.0);
    for pair in [("SHA-256", &sheet.sha256), ("SM3", &sheet.sm3)] {
        flow.labelled(LABEL, LABEL_WIDTH, DIGEST, (pair.0, &grouped(pair.1)));
    }
    Ok(())
}

/// A digest in groups of eight, so that two people can read it to each other.
fn grouped(digest: &str) -> String {
    let groups: Vec<&str> = digest
        .as_bytes()
        .chunks(8)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

/// Two tables side by side.
fn counts(flow: &mut Flow<'_, '_>, sheet: &ClosingSheet) {
    let between = 14.0;
    let half = (flow.width - between) / 2.0;
    let top = flow.y;
    let mut end = top;
    for (x, head, counts) in [
        (flow.left, "事项", &sheet.acts),
        (flow.left + half + between, "经办人", &sheet.people),
    ] {
        let table = Table {
            x,
            columns: vec![
                Column::new(head, half - 76.0, Align::Left),
                Column::new("办成", 34.0, Align::Right),
                Column::new("未准", 42.0, Align::Right),
            ],
            size: 9.0,
            least_height: 15.0,
        };
        let mut y = top + table.draw_head(flow.press, top);
        for row in rows(counts) {
            let laid = table.lay(flow.press, &row);
            table.draw_row(flow.press, y, &laid);
            y += laid.height;
        }
        end = end.max(y);
    }
    flow.y = end + 6.0;
}

fn rows(counts: &[ClosingCount]) -> Vec<Row> {
    let row = |label: &str, done: u64, refused: u64, weight| Row {
        cells: vec![
            label.to_owned(),
            done.to_string(),
            match refused {
                0 => String::new(),
                refused => refused.to_string(),
            },
        ],
        weight,
        ..Row::default()
    };
    let sum = |counts: &[ClosingCount]| {
        let add = |sum: (u64, u64), one: &ClosingCount| (sum.0 + one.done, sum.1 + one.refused);
        counts.iter().fold((0, 0), add)
    };
    let (shown, rest) = counts.split_at(counts.len().min(MOST_ROWS));
    let mut rows: Vec<Row> = shown
        .iter()
        .map(|one| row(&one.label, one.done, one.refused, Weight::Plain))
        .collect();
    if !rest.is_empty() {
        let (done, refused) = sum(rest);
        let label = format!("其余 {} 项", rest.len());
        rows.push(row(&label, done, refused, Weight::Plain));
    }
    let (done, refused) = sum(counts);
    rows.push(row("合计", done, refused, Weight::Total));
    rows
}

fn signatures(flow: &mut Flow<'_, '_>) {
    flow.gap(4.0);
    let words =
        "两人核对末条与上表后签名。本清单一式两份，一份由审计员保管，一份锁入与工作台不同的地方。";
    flow.paragraph(Paragraph::new(NOTE, 14.0), words);
    for role in ["制表人", "核对人"] {
        flow.sign(BODY, (role, ""), 30.0);
    }
}
