//! `<file>-问题.xlsx`: the refused rows as the sender had them, bad cells red, reasons beside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Color, Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::{BookError, book_says, properties, set_trace};
use crate::intake::cells::RowBuffer;
use crate::intake::fault::Gravity;
use crate::intake::headers::Mapping;
use crate::intake::refusal::FileRefused;
use crate::intake::staged::{Problem, Sheets, Staged};
use crate::intake::xlsx::Go;
use crate::leaving::Trace;
use crate::store::file::write_file;
use crate::store::{StoreError, disk_says};

/// The header of the last column.
const HEADER: &str = "问题";
/// Notes beyond these are left out; the last column says the same.
const MOST_NOTES: usize = 5_000;
/// Longest text of a cell.
const LONGEST: usize = 32_000;

/// Where the problem workbook of a file goes unless the caller says otherwise.
pub fn problem_path(file: &Path) -> PathBuf {
    let stem = file
        .file_stem()
        .unwrap_or(file.as_os_str())
        .to_string_lossy();
    file.with_file_name(format!("{stem}-问题.xlsx"))
}

/// Writes the refused rows to `to`, in the sender's columns without the prohibited ones, and
/// answers how many there are; with none, no file is written.
///
/// Every cell is text: no number is cut and nothing is run as a formula. Who took it and when stands
/// at the foot of every printed page and among the file's properties, not in a row: the workbook is
/// corrected and imported again.
///
/// # Errors
/// Where the file changed since it was read, or the workbook cannot be written.
pub fn problem_book(
    staged: &Staged,
    problems: &[Problem],
    trace: &Trace,
    to: &Path,
) -> Result<usize, BookError> {
    let rows = by_row(problems);
    if rows.is_empty() {
        return Ok(0);
    }
    if staged.source.digest()? != staged.digest {
        return Err(FileRefused::Changed(staged.source.name().to_owned()).into());
    }
    let mut book = Workbook::new();
    // Rows go to an unnamed file beside the result instead of memory.
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    book.set_tempdir(folder.unwrap_or(Path::new(".")))
        .map_err(|why| BookError::Write {
            path: to.display().to_string(),
            why: book_says(&why),
        })?;
    let sheet = book.add_worksheet_with_constant_memory()?;
    set_trace(sheet, trace);
    let written = fill(staged, &rows, sheet)?;
    book.set_properties(&properties(trace));
    save(&mut book, to)?;
    Ok(written)
}

/// Problems of the refused rows, by row; their warnings come with them.
fn by_row(problems: &[Problem]) -> BTreeMap<u32, Vec<&Problem>> {
    let mut rows: BTreeMap<u32, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        rows.entry(problem.row).or_default().push(problem);
    }
    rows.retain(|_, problems| {
        problems
            .iter()
            .any(|problem| problem.gravity == Gravity::Refuses)
    });
    rows
}

struct Look {
    head: Format,
    text: Format,
    bad: Format,
}

/// The sheet being written.
struct Page<'a> {
    sheet: &'a mut Worksheet,
    look: Look,
    mapping: Mapping,
    /// By column of the file: the column written to; prohibited ones are left out.
    places: Vec<Option<u16>>,
    last: u16,
    notes: usize,
}

fn fill(
    staged: &Staged,
    rows: &BTreeMap<u32, Vec<&Problem>>,
    sheet: &mut Worksheet,
) -> Result<usize, BookError> {
    let mut sheets = Sheets::open(staged.template, &staged.source)?;
    let mapping = Mapping::read(staged.template, &sheets.head)?;
    let mut page = Page::new(sheet, mapping);
    page.head(&sheets.head)?;
    let mut at = 1;
    let mut failed = None;
    sheets.each_row(&mut |row| {
        let Some(problems) = rows.get(&row.row) else {
            return Ok(Go::On);
        };
        match page.row(at, row, problems) {
            Ok(()) => {
                at += 1;
                Ok(Go::On)
            }
            Err(why) => {
                failed = Some(why);
                Ok(Go::Enough)
            }
        }
    })?;
    match failed {
        Some(why) => Err(why.into()),
        None => Ok(at as usize - 1),
    }
}

impl<'a> Page<'a> {
    fn new(sheet: &'a mut Worksheet, mapping: Mapping) -> Page<'a> {
        let text = Format::new().set_num_format("@");
        let look = Look {
            head: text
                .clone()
                .set_bold()
                .set_border_bottom(FormatBorder::Thin),
            bad: text.clone().set_background_color(Color::RGB(0xFF_C7CE)),
            text,
        };
        let mut places = Vec::new();
        let mut last = 0;
        for place in 0..mapping.width {
            let kept = !mapping.left_out.contains(&place);
            places.push(kept.then_some(last));
            last += u16::from(kept);
        }
        Page {
            sheet,
            look,
            mapping,
            places,
            last,
            notes: 0,
        }
    }

    fn place(&self, column: u32) -> Option<u16> {
        self.places.get(column as usize).copied().flatten()
    }

    fn head(&mut self, head: &RowBuffer) -> Result<(), XlsxError> {
        self.sheet.set_freeze_panes(1, 0)?;
        self.sheet.set_column_width(self.last, 60)?;
        let cells = head.cells().filter_map(|(column, cell)| {
            self.place(column)
                .map(|place| (place, cut(cell.text).to_owned()))
        });
        let cells: BTreeMap<u16, String> = cells.collect();
        for (place, text) in cells {
            self.sheet
                .write_string_with_format(0, place, text, &self.look.head)?;
        }
        self.sheet
            .write_string_with_format(0, self.last, HEADER, &self.look.head)?;
        Ok(())
    }

    fn row(&mut self, at: u32, row: &RowBuffer, problems: &[&Problem]) -> Result<(), XlsxError> {
        let mut cells: BTreeMap<u16, &str> = BTreeMap::new();
        for (column, cell) in row.cells() {
            if let Some(place) = self.place(column) {
                cells.insert(place, cut(cell.text));
            }
        }
        let mut bad: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for problem in problems {
            let mapped = self
                .mapping
                .mapped
                .iter()
                .find(|mapped| mapped.header == problem.column);
            if let Some(place) = mapped.and_then(|mapped| self.place(mapped.place - 1)) {
                bad.entry(place).or_default().push(&problem.message);
                cells.entry(place).or_insert("");
            }
        }
        for (place, text) in cells {
            let look = if bad.contains_key(&place) {
                &self.look.bad
            } else {
                &self.look.text
            };
            if text.is_empty() {
                self.sheet.write_blank(at, place, look)?;
            } else {
                self.sheet.write_string_with_format(at, place, text, look)?;
            }
        }
        for (place, messages) in bad {
            if self.notes < MOST_NOTES {
                self.notes += 1;
                let note = Note::new(messages.join("\n"))
                    .set_author("入学工作站")
                    .set_width(260);
                self.sheet.insert_note(at, place, &note)?;
            }
        }
        let all: Vec<&str> = problems
            .iter()
            .map(|problem| problem.message.as_str())
            .collect();
        let all = all.join("；");
        self.sheet
            .write_string_with_format(at, self.last, cut(&all), &self.look.text)?;
        Ok(())
    }
}

/// A text that a cell can hold.
fn cut(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => text.get(..at).unwrap_or(""),
        None => text,
    }
}

/// Writes beside the place first, so that a half-written file never stands under the name.
///
/// # Errors
/// [`BookError::Write`].
pub(crate) fn save(book: &mut Workbook, to: &Path) -> Result<(), BookError> {
    let bytes = book.save_to_buffer()?;
    write_file(to, &bytes).map_err(|error| BookError::Write {
        path: to.display().to_string(),
        why: match error {
            StoreError::File(_, error) => disk_says(&error),
            other => other.to_string(),
        },
    })
}
