//! The part of the notice that the family keeps.
//!
//! After GB/T 9704-2012 where it applies: type area 156 mm wide, 28 mm from the left edge, red
//! name of the issuer over a red rule, body at 16 points (三号) on lines of 28 points, date four
//! characters in from the right with the name of the school centred over it and the seal over
//! both. The body is set smaller only when it would not end above the seal.

use super::{Notice, Stage};
use crate::kit::fonts::Style;
use crate::kit::press::{A4, Area, Ink, Press, Stroke, Type};
use crate::kit::text::{Line, Measure, break_lines, fit};
use crate::kit::volume::chinese_date;
use crate::kit::{mm, qr};
use crate::{Imprint, PaperError};

const LEFT: f32 = mm(28.0);
const WIDTH: f32 = mm(156.0);
const RIGHT: f32 = LEFT + WIDTH;
const MIDDLE: f32 = A4.width / 2.0;
const BODY_TOP: f32 = mm(77.0);
/// Upper edge of the seal: a round seal of 42 mm over the name of the school and the date.
const BODY_BOTTOM: f32 = mm(176.0);
const SIGN_NAME: f32 = mm(192.0);
const SIGN_DATE: f32 = mm(202.5);
/// Sizes of the body tried in turn, in points.
const BODY_SIZES: [f32; 8] = [16.0, 15.0, 14.0, 13.0, 12.0, 10.5, 9.0, 7.5];

/// Draws the front.
pub(super) fn draw(
    press: &mut Press<'_>,
    imprint: &Imprint,
    notice: &Notice,
) -> Result<(), PaperError> {
    frame(press);
    heading(press, notice);
    body(press, notice)?;
    signature(press, imprint, notice);
    code(press, imprint, notice)
}

fn frame(press: &mut Press<'_>) {
    let inset = |by: f32| Area {
        x: mm(14.0 + by),
        y: mm(14.0 + by),
        width: A4.width - mm(2.0 * (14.0 + by)),
        height: mm(208.0 - 2.0 * by),
    };
    press.frame(inset(0.0), Stroke::new(2.2).ink(Ink::Red));
    press.frame(inset(1.8), Stroke::new(0.6).ink(Ink::Red));
    let inner = inset(1.8);
    let side = mm(5.0);
    for (x, y) in [
        (inner.x, inner.y),
        (inner.x + inner.width - side, inner.y),
        (inner.x, inner.y + inner.height - side),
        (inner.x + inner.width - side, inner.y + inner.height - side),
    ] {
        let corner = Area {
            x,
            y,
            width: side,
            height: side,
        };
        press.frame(corner, Stroke::new(0.6).ink(Ink::Red));
        let core = Area {
            x: x + side * 0.3,
            y: y + side * 0.3,
            width: side * 0.4,
            height: side * 0.4,
        };
        press.fill_area(core, Ink::Red);
    }
}

fn heading(press: &mut Press<'_>, notice: &Notice) {
    let size = fit(
        press.fonts,
        Style::Bold,
        &notice.school,
        (24.0, 12.0),
        WIDTH,
    );
    let kind = Type::new(Style::Bold, size).ink(Ink::Red);
    let measure = Measure {
        size,
        width: WIDTH,
        indent: 0.0,
    };
    let lines = break_lines(press.fonts, Style::Bold, &notice.school, measure);
    let mut y = mm(35.0) - (lines.len() as f32 - 1.0) * size * 0.6;
    for line in lines {
        press.text_centred(MIDDLE, y, kind, &line.text);
        y += size * 1.2;
    }
    let title = Type::new(Style::Bold, 38.0).ink(Ink::Red);
    let spacing = 12.0;
    let text = "入学通知书";
    let width = press.width(title, text) + spacing * 4.0;
    press.spaced_text(MIDDLE - width / 2.0, mm(54.0), title, spacing, text);
    let number = Type::new(Style::Serif, 12.0);
    press.text_centred(MIDDLE, mm(64.5), number, &notice.number);
    let rule = Stroke::new(1.2).ink(Ink::Red);
    press.line((LEFT, mm(68.5)), (RIGHT, mm(68.5)), rule);
}

/// A block of the body: lines of one type, with a label before the first.
struct Block {
    kind: Type,
    label: &'static str,
    left: f32,
    indent: f32,
    lines: Vec<Line>,
    /// Whether the lines of text are replaced by a rule to write on.
    blank: bool,
}

fn body(press: &mut Press<'_>, notice: &Notice) -> Result<(), PaperError> {
    for size in BODY_SIZES {
        let leading = size * 1.75;
        let blocks = blocks(press, notice, size);
        let lines: usize = blocks.iter().map(|b| b.lines.len()).sum();
        if BODY_TOP + lines as f32 * leading <= BODY_BOTTOM {
            set_blocks(press, &blocks, leading);
            return Ok(());
        }
    }
    Err(PaperError::TooLong {
        number: notice.number.clone(),
    })
}

fn set_blocks(press: &mut Press<'_>, blocks: &[Block], leading: f32) {
    let mut y = BODY_TOP;
    for block in blocks {
        let mut indent = block.indent;
        let label = Type::new(Style::Bold, block.kind.size);
        for (at, line) in block.lines.iter().enumerate() {
            let base = y + (leading + block.kind.size * 0.76) / 2.0;
            if at == 0 && !block.label.is_empty() {
                press.text(LEFT, base, label, block.label);
            }
            let x = LEFT + block.left + indent;
            if block.blank {
                press.line((x, base + 3.0), (RIGHT, base + 3.0), Stroke::new(0.5));
            } else {
                press.justified(x, base, block.kind, line, RIGHT - x);
            }
            indent = 0.0;
            y += leading;
        }
    }
}

fn blocks(press: &Press<'_>, notice: &Notice, size: f32) -> Vec<Block> {
    let mut blocks = vec![
        salutation(press, notice, size),
        admission(press, notice, size),
    ];
    if let Some(from) = &notice.graduate {
        if !from.school.is_empty() {
            blocks.push(item(press, size, "毕业小学：", &from.school));
        }
        if !from.education_id.is_empty() {
            blocks.push(item(press, size, "教 育 ID：", &from.education_id));
        }
    }
    blocks.push(item(press, size, "报到时间：", &notice.report_time));
    blocks.push(item(press, size, "报到地点：", &notice.report_place));
    if !notice.bring.is_empty() {
        blocks.push(item(press, size, "携带材料：", &bring(&notice.bring)));
    }
    blocks.push(item(press, size, "咨询电话：", &notice.phone));
    blocks
}

fn salutation(press: &Press<'_>, notice: &Notice, size: f32) -> Block {
    let text = format!("{} 同学：", notice.name);
    let size = fit(
        press.fonts,
        Style::Bold,
        &text,
        (size * 1.125, size * 0.875),
        WIDTH,
    );
    let kind = Type::new(Style::Bold, size);
    Block {
        kind,
        label: "",
        left: 0.0,
        indent: 0.0,
        lines: lines(press, kind, &text, 0.0, 0.0),
        blank: false,
    }
}

fn admission(press: &Press<'_>, notice: &Notice, size: f32) -> Block {
    let class = match notice.stage {
        Stage::Primary => "小学一年级",
        Stage::Junior => "初中一年级",
    };
    let text = format!(
        "根据{}年{}义务教育阶段入学工作安排，你已被我校录取为{class}新生，欢迎你！请按下列时间和地点，由家长陪同来校报到。",
        notice.year, notice.district
    );
    let kind = Type::new(Style::Serif, size);
    Block {
        kind,
        label: "",
        left: 0.0,
        indent: size * 2.0,
        lines: lines(press, kind, &text, 0.0, size * 2.0),
        blank: false,
    }
}

fn item(press: &Press<'_>, size: f32, label: &'static str, text: &str) -> Block {
    let kind = Type::new(Style::Serif, size);
    let left = size * 5.0;
    Block {
        kind,
        label,
        left,
        indent: 0.0,
        lines: lines(press, kind, text, left, 0.0),
        blank: text.is_empty(),
    }
}

fn lines(press: &Press<'_>, kind: Type, text: &str, left: f32, indent: f32) -> Vec<Line> {
    let measure = Measure {
        size: kind.size,
        width: WIDTH - left,
        indent,
    };
    break_lines(press.fonts, kind.style, text, measure)
}

/// Writes the list as one sentence: `1.户口簿；2.出生证明。`
fn bring(items: &[String]) -> String {
    let numbered: Vec<String> = items
        .iter()
        .enumerate()
        .map(|(at, item)| format!("{}. {item}", at + 1))
        .collect();
    format!("{}。", numbered.join("；"))
}

fn signature(press: &mut Press<'_>, imprint: &Imprint, notice: &Notice) {
    let date = Type::new(Style::Serif, 16.0);
    let text = chinese_date(imprint.date);
    let right = RIGHT - 4.0 * date.size;
    let middle = right - press.width(date, &text) / 2.0;
    press.text_right(right, SIGN_DATE, date, &text);
    let width = 2.0 * (RIGHT - middle);
    let size = fit(
        press.fonts,
        Style::Serif,
        &notice.school,
        (16.0, 10.5),
        width,
    );
    let name = Type::new(Style::Serif, size);
    let measure = Measure {
        size,
        width,
        indent: 0.0,
    };
    let lines = break_lines(press.fonts, Style::Serif, &notice.school, measure);
    let mut y = SIGN_NAME - (lines.len() as f32 - 1.0) * size * 1.3;
    for line in lines {
        press.text_centred(middle, y, name, &line.text);
        y += size * 1.3;
    }
    let small = Type::new(Style::Serif, 9.0).ink(Ink::Grey);
    press.text_centred(middle, mm(210.0), small, "（学校盖章）");
    let head = Type::new(Style::Serif, 12.0);
    press.text(mm(64.0), SIGN_DATE, head, "校长（签章）");
    let rule = Stroke::new(0.5);
    let y = SIGN_DATE + 3.0;
    press.line((mm(90.0), y), (mm(112.0), y), rule);
}

fn code(press: &mut Press<'_>, imprint: &Imprint, notice: &Notice) -> Result<(), PaperError> {
    let side = mm(28.0);
    let area = Area {
        x: LEFT,
        y: mm(180.0),
        width: side,
        height: side,
    };
    press.image(area, qr::image(&notice.qr)?);
    let middle = LEFT + side / 2.0;
    let caption = Type::new(Style::Sans, 8.0);
    press.text_centred(middle, mm(211.0), caption, "扫码核验");
    let anchor = Type::new(Style::Sans, 6.0).ink(Ink::Grey);
    press.text_centred(middle, mm(214.0), anchor, &imprint.anchor.text());
    Ok(())
}
