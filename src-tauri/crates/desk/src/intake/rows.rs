//! Normalised rows, kept compactly: one text for all cells, four bytes beside each.

/// Rows of one template that passed their own checks, in file order.
///
/// 100,000 children with 35 filled cells each take some 70 MB less than as separate strings.
#[derive(Debug, Default)]
pub struct Rows {
    text: String,
    /// Column in the upper 8 bits, length in bytes in the lower 24.
    cells: Vec<u32>,
    starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    row: u32,
    cell: u32,
    text: u64,
}

const LENGTH: u32 = 0x00ff_ffff;

impl Rows {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds a row: its number in the file, and its filled cells by column of the template.
    pub(crate) fn push<'a>(&mut self, row: u32, cells: impl Iterator<Item = (usize, &'a str)>) {
        self.starts.push(Start {
            row,
            cell: self.cells.len() as u32,
            text: self.text.len() as u64,
        });
        for (column, text) in cells {
            debug_assert!(column < 256 && text.len() <= LENGTH as usize);
            self.cells
                .push(((column as u32) << 24) | (text.len() as u32 & LENGTH));
            self.text.push_str(text);
        }
    }

    /// The row at `index`.
    pub fn get(&self, index: usize) -> Option<Row<'_>> {
        let start = self.starts.get(index)?;
        let end = match self.starts.get(index + 1) {
            Some(next) => next.cell as usize,
            None => self.cells.len(),
        };
        let cells = self.cells.get(start.cell as usize..end)?;
        Some(Row {
            row: start.row,
            cells,
            text: self.text.get(start.text as usize..)?,
        })
    }

    /// All rows in file order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// One normalised row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The number of the row as the spreadsheet program shows it, from 1.
    pub row: u32,
    cells: &'a [u32],
    text: &'a str,
}

impl<'a> Row<'a> {
    /// The filled cells: column of the template from 0, and text.
    pub fn cells(&self) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let text = self.text;
        let mut at = 0;
        self.cells.iter().map(move |cell| {
            let from = at;
            at += (cell & LENGTH) as usize;
            ((cell >> 24) as usize, text.get(from..at).unwrap_or(""))
        })
    }

    /// The text of a column; empty where nothing is given.
    pub fn get(&self, column: usize) -> &'a str {
        self.cells()
            .find(|(found, _)| *found == column)
            .map_or("", |(_, text)| text)
    }
}
