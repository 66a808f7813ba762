//! The stub (存根) that the school keeps, below the cut line.

use super::Notice;
use crate::kit::fonts::Style;
use crate::kit::mm;
use crate::kit::press::{A4, Area, Ink, Press, Stroke, Type};
use crate::kit::text::{Measure, break_lines, fit};

const LEFT: f32 = mm(20.0);
const RIGHT: f32 = A4.width - LEFT;
const CUT: f32 = mm(230.0);
const TOP: f32 = mm(247.0);
const ROW: f32 = mm(11.0);
const LABEL: Type = Type::new(Style::Serif, 10.5).ink(Ink::Grey);
const LABEL_WIDTH: f32 = 66.0;
const RULE: Stroke = Stroke::new(0.5);

/// Draws the cut line and the stub.
pub(super) fn draw(press: &mut Press<'_>, notice: &Notice) {
    cut_line(press, notice);
    let title = Type::new(Style::Bold, 14.0);
    press.text_centred(A4.width / 2.0, mm(243.0), title, "入学通知书存根");
    let width = RIGHT - LEFT;
    let half = LEFT + width * 0.5;
    let third = |n: f32| LEFT + width * n / 3.0;
    let rows = [
        vec![
            (LEFT, half, "编号", notice.number.as_str()),
            (half, RIGHT, "受理编号", notice.receipt.as_str()),
        ],
        vec![
            (LEFT, half, "姓名", notice.name.as_str()),
            (half, RIGHT, "录取学校", notice.school.as_str()),
        ],
        vec![
            (LEFT, third(1.0), "领取人签字", ""),
            (third(1.0), third(2.0), "与学生关系", ""),
            (third(2.0), RIGHT, "领取日期", ""),
        ],
    ];
    for (at, row) in rows.iter().enumerate() {
        for (from, _, _, _) in row {
            let area = Area {
                x: *from,
                y: TOP + at as f32 * ROW,
                width: LABEL_WIDTH,
                height: ROW,
            };
            press.fill_area(area, Ink::Shade);
        }
    }
    for (at, row) in rows.into_iter().enumerate() {
        let y = TOP + at as f32 * ROW;
        press.line((LEFT, y), (RIGHT, y), RULE);
        for (from, to, label, text) in row {
            cell(press, (from, to, y), label, text);
        }
    }
    let bottom = TOP + 3.0 * ROW;
    press.line((RIGHT, TOP), (RIGHT, bottom), RULE);
    press.line((LEFT, bottom), (RIGHT, bottom), RULE);
}

/// The number stands across the cut, so that each half carries half of it (骑缝).
fn cut_line(press: &mut Press<'_>, notice: &Notice) {
    let kind = Type::new(Style::Serif, 11.0).ink(Ink::Grey);
    let text = format!("{}（骑缝章）", notice.number);
    let half = press.width(kind, &text) / 2.0 + 8.0;
    let dash = Stroke {
        dash: Some([4.0, 3.0]),
        ..Stroke::new(0.6).ink(Ink::Grey)
    };
    let middle = A4.width / 2.0;
    press.line((mm(8.0), CUT), (middle - half, CUT), dash);
    press.line((middle + half, CUT), (A4.width - mm(8.0), CUT), dash);
    press.text_centred(middle, CUT + kind.size * 0.38, kind, &text);
}

fn cell(press: &mut Press<'_>, (from, to, y): (f32, f32, f32), label: &str, text: &str) {
    press.line((from, y), (from, y + ROW), RULE);
    let edge = from + LABEL_WIDTH;
    press.line((edge, y), (edge, y + ROW), RULE);
    let middle = from + LABEL_WIDTH / 2.0;
    press.text_centred(middle, y + ROW / 2.0 + 4.0, LABEL, label);
    let room = to - edge - 10.0;
    let size = fit(press.fonts, Style::Serif, text, (12.0, 7.5), room);
    let measure = Measure {
        size,
        width: room,
        indent: 0.0,
    };
    let kind = Type::new(Style::Serif, size);
    let lines = break_lines(press.fonts, Style::Serif, text, measure);
    let leading = size * 1.2;
    let block = lines.len() as f32 * leading;
    let mut base = y + (ROW - block) / 2.0 + size;
    for line in lines {
        press.text(edge + 5.0, base, kind, &line.text);
        base += leading;
    }
}
