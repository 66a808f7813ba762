//! Workbooks, streamed cell by cell.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::cells::{CellKind, RowBuffer};
use super::guard::{self, Parts};
use super::refusal::FileRefused;
use super::source::{ReadSeek, Source};

/// Rows that a sheet can have.
const LAST_ROW: u32 = 1 << 20;
/// Columns that a sheet can have.
const LAST_COLUMN: u32 = 1 << 14;

/// An opened workbook.
pub(crate) struct Workbook<'s> {
    xlsx: Xlsx<Box<dyn ReadSeek + 's>>,
}

/// The first filled row of a sheet.
pub(crate) struct SheetHead {
    pub name: String,
    pub visible: bool,
    /// Its first filled row; nothing in an empty sheet.
    pub first: RowBuffer,
}

/// What a sink wants after a row.
pub(crate) enum Go {
    On,
    Enough,
}

type Sink<'f> = dyn FnMut(&RowBuffer) -> Result<Go, FileRefused> + 'f;

impl<'s> Workbook<'s> {
    /// Looks the file over and opens it.
    pub fn open(source: &'s Source) -> Result<Workbook<'s>, FileRefused> {
        guard::look_over(source.open()?, Parts::Kept)?;
        // Unpacking the sheets to measure them takes as long as reading the strings: side by side.
        let xlsx = std::thread::scope(|scope| {
            let sheets = scope.spawn(|| guard::look_over(source.open()?, Parts::Sheets));
            let xlsx = contained(|| Xlsx::new(source.open()?).map_err(|why| refusal(&why)));
            let looked = sheets.join();
            looked.unwrap_or_else(|_| Err(malformed()))?;
            xlsx
        })?;
        Ok(Workbook { xlsx })
    }

    /// The sheets in order, each with its first filled row.
    pub fn heads(&mut self) -> Result<Vec<SheetHead>, FileRefused> {
        let sheets: Vec<(String, bool)> = self
            .xlsx
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
            .collect();
        let mut heads = Vec::new();
        for (name, visible) in sheets {
            let mut first = RowBuffer::default();
            self.each_row(&name, &mut |row| {
                first.copy(row);
                Ok(Go::Enough)
            })?;
            heads.push(SheetHead {
                name,
                visible,
                first,
            });
        }
        Ok(heads)
    }

    /// Hands each filled row of a sheet to `sink`, in file order.
    pub fn each_row(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), FileRefused> {
        contained(AssertUnwindSafe(|| self.stream(sheet, sink)))
    }

    fn stream(&mut self, sheet: &str, sink: &mut Sink<'_>) -> Result<(), FileRefused> {
        let mut reader = match self.xlsx.worksheet_cells_reader(sheet) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
            Err(why) => return Err(refusal(&why)),
        };
        let mut buffer = RowBuffer::default();
        buffer.start(1);
        while let Some(cell) = reader.next_cell().map_err(|why| refusal(&why))? {
            let (row, column) = cell.get_position();
            if row >= LAST_ROW || column >= LAST_COLUMN {
                return Err(FileRefused::Hostile("单元格位置超出工作表范围".to_owned()));
            }
            if row + 1 != buffer.row {
                if !buffer.is_empty()
                    && let Go::Enough = sink(&buffer)?
                {
                    return Ok(());
                }
                buffer.start(row + 1);
            }
            push(&mut buffer, column, cell.get_value());
        }
        if !buffer.is_empty() {
            sink(&buffer)?;
        }
        Ok(())
    }
}

fn push(buffer: &mut RowBuffer, column: u32, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) => buffer.push(column, CellKind::Text, text),
        DataRef::SharedString(text) => buffer.push(column, CellKind::Text, text),
        DataRef::Int(number) => buffer.push_number(column, *number as f64),
        DataRef::Float(number) => buffer.push_number(column, *number),
        DataRef::Bool(truth) => {
            buffer.push(column, CellKind::Truth, if *truth { "是" } else { "否" });
        }
        DataRef::DateTime(when) if !when.is_datetime() || when.as_f64() < 1.0 => {
            buffer.push_number(column, when.as_f64());
        }
        DataRef::DateTime(when) => {
            let (year, month, day, hour, minute, ..) = when.to_ymd_hms_milli();
            match chrono::NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
                Some(day) if (hour, minute) == (0, 0) => {
                    buffer.push(column, CellKind::Day, &day.to_string());
                }
                Some(day) => {
                    let text = format!("{day} {hour:02}:{minute:02}");
                    buffer.push(column, CellKind::Day, &text);
                }
                // Excel knows a 29 February 1900.
                None => buffer.push(column, CellKind::Broken, "不存在的日期"),
            }
        }
        DataRef::DateTimeIso(text) => match text.get(..10) {
            Some(day) => buffer.push(column, CellKind::Day, day),
            None => buffer.push(column, CellKind::Text, text),
        },
        DataRef::DurationIso(text) => buffer.push(column, CellKind::Text, text),
        DataRef::Error(error) => buffer.push(column, CellKind::Broken, &error.to_string()),
    }
}

/// A reader's own panic on a malformed workbook (it does arithmetic on cell names) is a damaged
/// workbook, not the end of the program.
fn contained<T>(read: impl FnOnce() -> Result<T, FileRefused>) -> Result<T, FileRefused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(malformed()))
}

fn malformed() -> FileRefused {
    FileRefused::Damaged("内部结构不合规范".to_owned())
}

fn refusal(why: &XlsxError) -> FileRefused {
    match why {
        XlsxError::Password => FileRefused::Encrypted,
        _ => malformed(),
    }
}
