//! Tables: wrapped cells, one grid, a head that each page repeats.

use super::fonts::Style;
use super::press::{Area, Ink, Press, Stroke, Type};
use super::text::{Line, Measure, break_lines};

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// A column: its head, width in points and alignment.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub head: String,
    pub width: f32,
    pub align: Align,
}

impl Column {
    /// A column.
    pub fn new(head: &str, width: f32, align: Align) -> Column {
        Column {
            head: head.to_owned(),
            width,
            align,
        }
    }
}

/// One row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Receipt of the child whose row it is; empty for other rows.
    pub receipt: String,
    pub cells: Vec<String>,
    pub weight: Weight,
}

/// Ordinary row, or a row of totals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    #[default]
    Plain,
    Total,
}

/// A table at a place of the page.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub x: f32,
    pub columns: Vec<Column>,
    /// Size of the text in points.
    pub size: f32,
    /// Least height of a row in points.
    pub least_height: f32,
}

/// A row with its cells broken into lines.
pub(crate) struct LaidRow {
    receipt: String,
    cells: Vec<LaidCell>,
    /// Height in points.
    pub height: f32,
    weight: Weight,
}

struct LaidCell {
    lines: Vec<Line>,
    size: f32,
}

const PAD: f32 = 3.0;
const PAD_ABOVE: f32 = 2.0;
const LEADING: f32 = 1.3;
/// A cell of more lines than this is set smaller before it makes the row taller.
const COMFORTABLE_LINES: usize = 2;
const LEAST_SIZE: f32 = 6.5;
const RULE: Stroke = Stroke::new(0.4);

impl Table {
    /// Width of the whole table.
    pub fn width(&self) -> f32 {
        self.columns.iter().map(|c| c.width).sum()
    }

    /// Breaks the cells of a row.
    pub fn lay(&self, press: &Press<'_>, row: &Row) -> LaidRow {
        let style = style(row.weight);
        let cells: Vec<LaidCell> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let text = row.cells.get(at).map_or("", String::as_str);
                self.lay_cell(press, style, text, column.width - 2.0 * PAD)
            })
            .collect();
        let tallest = cells
            .iter()
            .map(|c| c.lines.len() as f32 * c.size * LEADING)
            .fold(0.0, f32::max);
        LaidRow {
            receipt: row.receipt.clone(),
            cells,
            height: (tallest + 2.0 * PAD_ABOVE).max(self.least_height),
            weight: row.weight,
        }
    }

    fn lay_cell(&self, press: &Press<'_>, style: Style, text: &str, width: f32) -> LaidCell {
        let mut size = self.size;
        loop {
            let measure = Measure {
                size,
                width,
                indent: 0.0,
            };
            let lines = break_lines(press.fonts, style, text, measure);
            if lines.len() <= COMFORTABLE_LINES || size <= LEAST_SIZE {
                return LaidCell { lines, size };
            }
            size = (size - 0.5).max(LEAST_SIZE);
        }
    }

    /// Draws the head with its upper edge at `y`; returns its height.
    pub fn draw_head(&self, press: &mut Press<'_>, y: f32) -> f32 {
        let row = Row {
            receipt: String::new(),
            cells: self.columns.iter().map(|c| c.head.clone()).collect(),
            weight: Weight::Total,
        };
        let laid = self.lay(press, &row);
        let area = Area {
            x: self.x,
            y,
            width: self.width(),
            height: laid.height,
        };
        press.fill_area(area, Ink::Shade);
        let top = Stroke::new(0.8);
        press.line((self.x, y), (self.x + self.width(), y), top);
        self.draw_cells(press, y, &laid, |_| Align::Centre);
        laid.height
    }

    /// Height of the head.
    pub fn head_height(&self, press: &Press<'_>) -> f32 {
        let row = Row {
            cells: self.columns.iter().map(|c| c.head.clone()).collect(),
            weight: Weight::Total,
            ..Row::default()
        };
        self.lay(press, &row).height
    }

    /// Draws a row with its upper edge at `y`.
    pub fn draw_row(&self, press: &mut Press<'_>, y: f32, row: &LaidRow) {
        press.subject.clone_from(&row.receipt);
        self.draw_cells(press, y, row, |column| column.align);
        press.subject.clear();
    }

    fn draw_cells(
        &self,
        press: &mut Press<'_>,
        y: f32,
        row: &LaidRow,
        align: impl Fn(&Column) -> Align,
    ) {
        let mut x = self.x;
        let bottom = y + row.height;
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            press.line((x, y), (x, bottom), RULE);
            let kind = Type::new(style(row.weight), cell.size);
            let leading = cell.size * LEADING;
            let block = cell.lines.len() as f32 * leading;
            let mut base = y + (row.height - block) / 2.0 + cell.size * 1.02;
            for line in &cell.lines {
                let at = match align(column) {
                    Align::Left => x + PAD,
                    Align::Centre => x + (column.width - line.width) / 2.0,
                    Align::Right => x + column.width - PAD - line.width,
                };
                press.text(at, base, kind, &line.text);
                base += leading;
            }
            x += column.width;
        }
        press.line((x, y), (x, bottom), RULE);
        press.line((self.x, bottom), (x, bottom), RULE);
    }
}

fn style(weight: Weight) -> Style {
    match weight {
        Weight::Plain => Style::Sans,
        Weight::Total => Style::Bold,
    }
}
