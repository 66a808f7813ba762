//! A flow of headings, paragraphs, tables and lines to sign, over as many pages as it takes.

use super::mm;
use super::press::{A4, Ink, PageSize, Press, Stroke, Type};
use super::table::{Row, Table};
use super::text::{Line, Measure, break_lines};
use super::volume::Cover;

/// How a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paragraph {
    pub kind: Type,
    /// Distance of baselines in points.
    pub leading: f32,
    /// Left edge, from the left edge of the flow.
    pub left: f32,
    /// Indent of the first line.
    pub indent: f32,
}

impl Paragraph {
    /// A paragraph without indent.
    pub const fn new(kind: Type, leading: f32) -> Paragraph {
        Paragraph {
            kind,
            leading,
            left: 0.0,
            indent: 0.0,
        }
    }
}

/// The flow: where the next thing goes.
pub(crate) struct Flow<'p, 'a> {
    pub press: &'p mut Press<'a>,
    cover: &'p Cover<'p>,
    running: String,
    size: PageSize,
    /// Left edge.
    pub left: f32,
    /// Width.
    pub width: f32,
    /// Upper edge of the next thing.
    pub y: f32,
}

const TOP: f32 = mm(24.0);
const BOTTOM: f32 = mm(22.0);
const SIDE: f32 = mm(24.0);

impl<'p, 'a> Flow<'p, 'a> {
    /// Begins the flow on a new A4 page. `running` stands at the head of later pages.
    pub fn new(press: &'p mut Press<'a>, cover: &'p Cover<'p>, running: String) -> Flow<'p, 'a> {
        cover.begin_page(press, A4);
        Flow {
            press,
            cover,
            running,
            size: A4,
            left: SIDE,
            width: A4.width - 2.0 * SIDE,
            y: TOP,
        }
    }

    fn bottom(&self) -> f32 {
        self.size.height - BOTTOM
    }

    /// Goes to a new page.
    pub fn new_page(&mut self) {
        self.cover.begin_page(self.press, self.size);
        let kind = Type::new(super::fonts::Style::Sans, 8.0).ink(Ink::Grey);
        let right = self.left + self.width;
        let running = self.running.clone();
        self.press.text_right(right, mm(16.0), kind, &running);
        let rule = Stroke::new(0.4).ink(Ink::Grey);
        self.press
            .line((self.left, mm(18.0)), (right, mm(18.0)), rule);
        self.y = TOP;
    }

    /// Goes to a new page unless `height` points are left on this one.
    pub fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() && self.y > TOP {
            self.new_page();
        }
    }

    /// Leaves a gap.
    pub fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// Sets a line in the middle.
    pub fn centred(&mut self, kind: Type, text: &str) {
        let middle = self.left + self.width / 2.0;
        let paragraph = Paragraph::new(kind, kind.size * 1.4);
        for line in self.lines(paragraph, text) {
            self.need(paragraph.leading);
            self.y += kind.size * 1.15;
            self.press.text_centred(middle, self.y, kind, &line.text);
            self.y += kind.size * 0.25;
        }
    }

    /// Sets a heading and keeps it with what follows.
    pub fn heading(&mut self, kind: Type, text: &str) {
        self.need(kind.size * 1.6 + mm(28.0));
        self.gap(kind.size * 0.7);
        self.paragraph(Paragraph::new(kind, kind.size * 1.5), text);
        self.gap(2.0);
    }

    fn lines(&self, paragraph: Paragraph, text: &str) -> Vec<Line> {
        let measure = Measure {
            size: paragraph.kind.size,
            width: self.width - paragraph.left,
            indent: paragraph.indent,
        };
        break_lines(self.press.fonts, paragraph.kind.style, text, measure)
    }

    /// Sets a paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph, text: &str) {
        let lines = self.lines(paragraph, text);
        let mut indent = paragraph.indent;
        for line in lines {
            self.need(paragraph.leading);
            let x = self.left + paragraph.left + indent;
            let base = self.y + (paragraph.leading + paragraph.kind.size * 0.76) / 2.0;
            let width = self.left + self.width - x;
            self.press.justified(x, base, paragraph.kind, &line, width);
            self.y += paragraph.leading;
            indent = 0.0;
        }
    }

    /// Sets a label with its text beside it; long texts run on under themselves.
    pub fn labelled(&mut self, label: Type, label_width: f32, text: Type, pair: (&str, &str)) {
        let leading = text.size * 1.6;
        self.need(leading);
        let base = self.y + (leading + text.size * 0.76) / 2.0;
        self.press.text(self.left, base, label, pair.0);
        let paragraph = Paragraph {
            left: label_width,
            ..Paragraph::new(text, leading)
        };
        self.paragraph(paragraph, pair.1);
    }

    /// Sets a label with a rule to write on beside it.
    pub fn blank(&mut self, label: Type, label_width: f32, text: &str) {
        let leading = label.size * 2.0;
        self.need(leading);
        let base = self.y + (leading + label.size * 0.76) / 2.0;
        self.press.text(self.left, base, label, text);
        let from = self.left + label_width;
        let to = self.left + self.width;
        self.press
            .line((from, base + 3.0), (to, base + 3.0), Stroke::new(0.5));
        self.y += leading;
    }

    /// Sets a line to sign: role, printed name if known, rule for the signature, rule for the
    /// date.
    pub fn sign(&mut self, kind: Type, (role, name): (&str, &str), height: f32) {
        self.need(height);
        self.y += height;
        let (y, rule) = (self.y, Stroke::new(0.5));
        let (left, right) = (self.left, self.left + self.width);
        self.press.text(left, y, kind, role);
        let from = left + 84.0;
        let name_width = if name.is_empty() {
            0.0
        } else {
            self.press.text(from, y, kind, name) + 12.0
        };
        let date = right - 150.0;
        let signature = (from + name_width).min(date - 90.0);
        self.press
            .line((signature, y + 3.0), (date - 14.0, y + 3.0), rule);
        let label = self.press.text(date, y, kind, "日期：");
        self.press
            .line((date + label, y + 3.0), (right, y + 3.0), rule);
    }

    /// Draws a table, its head on every page it comes to.
    pub fn table(&mut self, table: &Table, rows: &[Row]) {
        let head = table.head_height(self.press);
        let first = rows
            .first()
            .map_or(0.0, |r| table.lay(self.press, r).height);
        self.need(head + first);
        self.y += table.draw_head(self.press, self.y);
        for row in rows {
            let laid = table.lay(self.press, row);
            if self.y + laid.height > self.bottom() {
                self.new_page();
                self.y += table.draw_head(self.press, self.y);
            }
            table.draw_row(self.press, self.y, &laid);
            self.y += laid.height;
        }
    }
}
