//! One table on disk: .csv (UTF-8, LF) or .xlsx (constant memory), under a temporary name until
//! it is whole.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as CellFormat, Workbook, XlsxError};

use super::{Format, SampleError};

enum Body {
    Csv(csv::Writer<BufWriter<File>>),
    Xlsx {
        book: Box<Workbook>,
        row: u32,
        day: CellFormat,
    },
}

/// A table that is being written.
pub(super) struct Sheet {
    body: Body,
    part: PathBuf,
    path: PathBuf,
    days: Vec<usize>,
}

impl Sheet {
    /// Begins `<kind>.csv` or `<kind>.xlsx` in `dir` with its headers. Columns of `days` hold
    /// dates, which a workbook keeps as dates.
    pub(super) fn begin(
        dir: &Path,
        kind: &str,
        format: Format,
        headers: &[&str],
        days: &[usize],
    ) -> Result<Sheet, SampleError> {
        let path = dir.join(file_name(kind, format));
        let part = dir.join(format!("{}.part", file_name(kind, format)));
        let body = match format {
            Format::Csv => {
                let file = File::create(&part).map_err(|error| failed(&part, error))?;
                Body::Csv(csv::Writer::from_writer(BufWriter::new(file)))
            }
            Format::Xlsx => Body::Xlsx {
                book: Box::new(workbook(dir).map_err(|error| broken(&part, error))?),
                row: 0,
                day: CellFormat::new().set_num_format("yyyy-mm-dd"),
            },
        };
        let mut sheet = Sheet {
            body,
            part,
            path,
            days: Vec::new(),
        };
        sheet.row(headers)?;
        sheet.days = days.to_vec();
        Ok(sheet)
    }

    /// Adds a row.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> Result<(), SampleError> {
        match &mut self.body {
            Body::Csv(writer) => writer
                .write_record(cells.iter().map(|cell| cell.as_ref().as_bytes()))
                .map_err(|error| failed(&self.part, error.into())),
            Body::Xlsx { book, row, day } => {
                let written = write_cells(book, *row, cells, &self.days, day);
                *row += 1;
                written.map_err(|error| broken(&self.part, error))
            }
        }
    }

    /// Ends the table under its temporary name; [`Finished::publish`] gives it its own.
    pub(super) fn finish(self) -> Result<Finished, SampleError> {
        match self.body {
            Body::Csv(mut writer) => {
                writer.flush().map_err(|error| failed(&self.part, error))?;
            }
            Body::Xlsx { mut book, .. } => {
                book.save(&self.part)
                    .map_err(|error| broken(&self.part, error))?;
            }
        }
        Ok(Finished {
            part: self.part,
            path: self.path,
        })
    }
}

/// A whole table under its temporary name.
pub(super) struct Finished {
    part: PathBuf,
    path: PathBuf,
}

impl Finished {
    pub(super) fn publish(self) -> Result<PathBuf, SampleError> {
        fs::rename(&self.part, &self.path).map_err(|error| failed(&self.path, error))?;
        Ok(self.path)
    }
}

/// `applicants.csv`.
pub(super) fn file_name(kind: &str, format: Format) -> String {
    match format {
        Format::Csv => format!("{kind}.csv"),
        Format::Xlsx => format!("{kind}.xlsx"),
    }
}

fn workbook(dir: &Path) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The rows wait on the disk that has to hold the file anyway.
    book.set_tempdir(dir)?;
    // A fixed day of making: the same seed gives the same bytes.
    let made = ExcelDateTime::from_ymd(2021, 5, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    book.add_worksheet_with_constant_memory()?;
    Ok(book)
}

fn write_cells<T: AsRef<str>>(
    book: &mut Workbook,
    row: u32,
    cells: &[T],
    days: &[usize],
    day: &CellFormat,
) -> Result<(), XlsxError> {
    let sheet = book.worksheet_from_index(0)?;
    for (column, cell) in cells.iter().enumerate() {
        let (at, text) = (column as u16, cell.as_ref());
        if text.is_empty() {
            continue;
        }
        if days.contains(&column) {
            let value = ExcelDateTime::parse_from_str(text)?;
            sheet.write_datetime_with_format(row, at, &value, day)?;
        } else {
            sheet.write_string(row, at, text)?;
        }
    }
    Ok(())
}

fn failed(path: &Path, source: std::io::Error) -> SampleError {
    SampleError::Write {
        path: path.to_owned(),
        source,
    }
}

fn broken(path: &Path, source: XlsxError) -> SampleError {
    SampleError::Workbook {
        path: path.to_owned(),
        source,
    }
}
