//! One row of a foreign sheet as the file has it, before anything is understood.

use std::fmt::Write as _;

/// What the file says a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Text.
    Text,
    /// A number; the text is its shortest decimal form without exponent.
    Number,
    /// A day; the text is `2015-08-31`, or with a time `2021-08-28 09:00`.
    Day,
    /// TRUE or FALSE; the text is 是 or 否.
    Truth,
    /// A formula's error (`#N/A`), or a value that no calendar has.
    Broken,
}

/// A cell of a row, with its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    pub kind: CellKind,
    pub text: &'a str,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    column: u32,
    kind: CellKind,
    from: usize,
    to: usize,
}

/// A row's filled cells, reused from row to row so that reading allocates little.
#[derive(Debug, Default)]
pub(crate) struct RowBuffer {
    /// The number of the row as the spreadsheet program shows it, from 1.
    pub row: u32,
    text: String,
    slots: Vec<Slot>,
}

impl RowBuffer {
    /// Empties the buffer for another row.
    pub fn start(&mut self, row: u32) {
        self.row = row;
        self.text.clear();
        self.slots.clear();
    }

    /// Takes over another row.
    pub fn copy(&mut self, row: &RowBuffer) {
        self.row = row.row;
        self.text.clone_from(&row.text);
        self.slots.clone_from(&row.slots);
    }

    /// Whether no cell of the row holds anything.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Adds a cell; blank text is no cell.
    pub fn push(&mut self, column: u32, kind: CellKind, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let from = self.text.len();
        self.text.push_str(text);
        self.slots.push(Slot {
            column,
            kind,
            from,
            to: self.text.len(),
        });
    }

    /// Adds a number cell.
    pub fn push_number(&mut self, column: u32, number: f64) {
        let from = self.text.len();
        // Display of f64 is the shortest decimal that reads back, and never uses an exponent.
        let _ = write!(self.text, "{number}");
        self.slots.push(Slot {
            column,
            kind: CellKind::Number,
            from,
            to: self.text.len(),
        });
    }

    /// The filled cells in file order, each with its column from 0.
    pub fn cells(&self) -> impl Iterator<Item = (u32, Cell<'_>)> {
        self.slots.iter().map(|slot| {
            let text = self.text.get(slot.from..slot.to).unwrap_or("");
            (
                slot.column,
                Cell {
                    kind: slot.kind,
                    text,
                },
            )
        })
    }
}
