//! A file, read and checked as far as that goes without a desk.

use std::ops::ControlFlow;

use serde::Serialize;

use super::cells::RowBuffer;
use super::check::{Checker, Found, in_order};
use super::fault::{Fault, Gravity};
use super::headers::{MappedColumn, Mapping, has_known_header, needed_headers};
use super::refusal::FileRefused;
use super::rows::Rows;
use super::source::{FileKind, Source};
use super::table::{Encoding, Table};
use super::template::Template;
use super::xlsx::{Go, SheetHead, Workbook};

/// Problems that are kept with their sentence; what is beyond is counted.
const MOST_PROBLEMS: usize = 50_000;
/// The same for warnings, which must not crowd problems out.
const MOST_WARNINGS: usize = 10_000;
/// Rows of a preview.
const PREVIEW_ROWS: usize = 50;
/// How many rows are read between two looks at whether someone wants it stopped.
const ROWS_A_LOOK: usize = 512;

/// A problem of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The row as the spreadsheet program shows it, from 1.
    pub row: u32,
    /// The template's header of the cell.
    pub column: &'static str,
    /// What the cell holds, shortened.
    pub value: String,
    /// What is wrong and how to cure it.
    pub message: String,
    /// Whether the row is refused for it.
    pub gravity: Gravity,
}

/// How the file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// A workbook, and the sheet that was taken.
    Workbook {
        /// Name of the sheet.
        sheet: String,
    },
    /// A text table.
    Table {
        /// Its encoding.
        encoding: Encoding,
    },
}

impl Format {
    /// Its name on screen.
    pub fn name(&self) -> String {
        match self {
            Format::Workbook { sheet } => format!("Excel 工作簿，工作表“{sheet}”"),
            Format::Table { encoding } => format!("CSV，{}", encoding.name()),
        }
    }
}

/// A row of a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreviewRow {
    /// The row as the spreadsheet program shows it.
    pub row: u32,
    /// By column of the template: the normalised text, or what the file has where it is refused.
    pub cells: Vec<String>,
    /// Its problems.
    pub problems: Vec<Problem>,
}

/// A file that was read: rows that passed their own checks, problems of the others.
#[derive(Debug)]
pub struct Staged {
    /// What was asked for.
    pub template: Template,
    /// The file.
    pub source: Source,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// How it was read.
    pub format: Format,
    /// The columns that were understood.
    pub columns: Vec<MappedColumn>,
    /// By column of the template: whether the file has it.
    pub present: Vec<bool>,
    /// Headers that no template column has; kept out.
    pub unknown_columns: Vec<String>,
    /// Headers with a prohibited word; kept out, and entered with the import.
    pub refused_columns: Vec<String>,
    /// Sheets that were not taken.
    pub extra_sheets: Vec<String>,
    /// Rows with something in them, the headers aside.
    pub read: usize,
    /// Rows that passed.
    pub rows: Rows,
    /// Rows that did not.
    pub refused: usize,
    /// Problems of rows, in file order; warnings too.
    pub problems: Vec<Problem>,
    /// Problems beyond those.
    pub more_problems: usize,
    /// The first rows.
    pub preview: Vec<PreviewRow>,
}

/// Reads a file as rows of `template`.
///
/// # Errors
/// [`FileRefused`] where the file as a whole cannot be taken.
pub fn read(template: Template, source: Source) -> Result<Staged, FileRefused> {
    read_watched(template, source, &mut |_| ControlFlow::Continue(()))
}

/// Reads a file, telling `watch` now and then how many rows it has read; a break stops it.
///
/// # Errors
/// [`FileRefused`] where the file as a whole cannot be taken, or someone stopped it.
pub fn read_watched(
    template: Template,
    source: Source,
    watch: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Result<Staged, FileRefused> {
    let digest = source.digest()?;
    let mut sheets = Sheets::open(template, &source)?;
    let mapping = Mapping::read(template, &sheets.head)?;
    let mut intake = Intake {
        template,
        checker: Checker::new(template, &mapping),
        read: 0,
        rows: Rows::default(),
        refused: 0,
        told: Told::default(),
        preview: Vec::new(),
    };
    sheets.each_row(&mut |row| {
        if intake.read.is_multiple_of(ROWS_A_LOOK) && watch(intake.read).is_break() {
            return Err(FileRefused::Stopped);
        }
        intake.take(row);
        Ok(Go::On)
    })?;
    let Intake {
        read,
        rows,
        refused,
        told,
        preview,
        ..
    } = intake;
    let (format, extra_sheets) = sheets.into_format();
    Ok(Staged {
        template,
        digest,
        format,
        columns: mapping.mapped,
        present: mapping.present,
        unknown_columns: mapping.unknown,
        refused_columns: mapping.prohibited,
        extra_sheets,
        read,
        rows,
        refused,
        problems: told.problems,
        more_problems: told.more,
        preview,
        source,
    })
}

/// What reading builds up.
struct Intake<'m> {
    template: Template,
    checker: Checker<'m>,
    read: usize,
    rows: Rows,
    refused: usize,
    told: Told,
    preview: Vec<PreviewRow>,
}

/// Problems and warnings, as many of each as can be kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub problems: Vec<Problem>,
    warnings: usize,
    pub more: usize,
}

impl Told {
    /// Goes on from what reading found.
    pub fn from_staged(staged: &Staged) -> Told {
        let warns = |problem: &&Problem| problem.gravity == Gravity::Warns;
        Told {
            problems: staged.problems.clone(),
            warnings: staged.problems.iter().filter(warns).count(),
            more: staged.more_problems,
        }
    }

    /// Whether another problem of this gravity is kept.
    fn has_room(&self, gravity: Gravity) -> bool {
        match gravity {
            Gravity::Warns => self.warnings < MOST_WARNINGS,
            Gravity::Refuses => self.problems.len() - self.warnings < MOST_PROBLEMS,
        }
    }

    /// Keeps a problem, or counts it.
    pub fn add(&mut self, gravity: Gravity, problem: impl FnOnce() -> Problem) {
        if !self.has_room(gravity) {
            self.more += 1;
            return;
        }
        self.warnings += usize::from(gravity == Gravity::Warns);
        self.problems.push(problem());
    }
}

impl Intake<'_> {
    fn take(&mut self, row: &RowBuffer) {
        self.read += 1;
        self.checker.check(row);
        in_order(&mut self.checker.found);
        if self.checker.passes() {
            self.rows.push(row.row, self.checker.normal().cells());
        } else {
            self.refused += 1;
        }
        if self.preview.len() < PREVIEW_ROWS {
            self.show(row.row);
        }
        for found in &self.checker.found {
            let make = || problem(self.template, row.row, found);
            self.told.add(found.fault.gravity(), make);
        }
    }

    fn show(&mut self, row: u32) {
        let normal = self.checker.normal();
        let mut cells: Vec<String> = (0..self.template.columns().len())
            .map(|at| normal.get(at).to_owned())
            .collect();
        for found in &self.checker.found {
            if let Some(cell) = cells.get_mut(found.column)
                && cell.is_empty()
            {
                cell.clone_from(&found.value);
            }
        }
        let problems = self
            .checker
            .found
            .iter()
            .map(|found| problem(self.template, row, found))
            .collect();
        self.preview.push(PreviewRow {
            row,
            cells,
            problems,
        });
    }
}

fn problem(template: Template, row: u32, found: &Found) -> Problem {
    problem_of(
        template,
        row,
        found.column,
        found.value.clone(),
        &found.fault,
    )
}

/// Puts a fault into words.
pub(crate) fn problem_of(
    template: Template,
    row: u32,
    column: usize,
    value: String,
    fault: &Fault,
) -> Problem {
    let columns = template.columns();
    let (header, message) = match columns.get(column) {
        Some(column) => (column.header, fault.message(column)),
        None => ("", String::new()),
    };
    Problem {
        row,
        column: header,
        value,
        message,
        gravity: fault.gravity(),
    }
}

/// An opened file: the sheet to take, and its row of headers.
pub(crate) struct Sheets<'s> {
    file: Opened<'s>,
    pub head: RowBuffer,
    sheet: String,
    extra: Vec<String>,
}

enum Opened<'s> {
    Workbook(Box<Workbook<'s>>),
    Table(Table),
}

impl<'s> Sheets<'s> {
    /// Opens the file and finds the sheet whose row 1 fits the template.
    pub fn open(template: Template, source: &'s Source) -> Result<Sheets<'s>, FileRefused> {
        if source.kind()? == FileKind::Table {
            let table = Table::open(source)?;
            let mut head = RowBuffer::default();
            table.each_row(&mut |row| {
                head.copy(row);
                Ok(Go::Enough)
            })?;
            check_head(template, &head, source.name())?;
            return Ok(Sheets {
                file: Opened::Table(table),
                head,
                sheet: String::new(),
                extra: Vec::new(),
            });
        }
        let mut workbook = Workbook::open(source)?;
        let heads = workbook.heads()?;
        let at = choose(template, &heads).ok_or_else(|| below(template, &mut workbook, &heads))?;
        let extra = heads.iter().enumerate().filter(|(index, _)| *index != at);
        let extra = extra.map(|(_, head)| head.name.clone()).collect();
        let mut heads = heads;
        let SheetHead { name, first, .. } = heads.swap_remove(at);
        Ok(Sheets {
            file: Opened::Workbook(Box::new(workbook)),
            head: first,
            sheet: name,
            extra,
        })
    }

    /// Hands each filled row below the headers to `sink`.
    pub fn each_row(
        &mut self,
        sink: &mut dyn FnMut(&RowBuffer) -> Result<Go, FileRefused>,
    ) -> Result<(), FileRefused> {
        let mut below = |row: &RowBuffer| if row.row == 1 { Ok(Go::On) } else { sink(row) };
        match &mut self.file {
            Opened::Workbook(workbook) => workbook.each_row(&self.sheet, &mut below),
            Opened::Table(table) => table.each_row(&mut below),
        }
    }

    fn into_format(self) -> (Format, Vec<String>) {
        let format = match self.file {
            Opened::Workbook(_) => Format::Workbook { sheet: self.sheet },
            Opened::Table(table) => Format::Table {
                encoding: table.encoding,
            },
        };
        (format, self.extra)
    }
}

/// The visible sheet whose first row, being row 1, holds the most needed headers.
fn choose(template: Template, heads: &[SheetHead]) -> Option<usize> {
    let fits = |head: &&SheetHead| {
        head.visible && head.first.row == 1 && has_known_header(template, &head.first)
    };
    let best = heads
        .iter()
        .filter(fits)
        .map(|head| needed_headers(template, &head.first))
        .max()?;
    heads
        .iter()
        .position(|head| fits(&head) && needed_headers(template, &head.first) == best)
}

/// No sheet has the headers in row 1: says where they are instead, if anywhere near.
fn below(template: Template, workbook: &mut Workbook<'_>, heads: &[SheetHead]) -> FileRefused {
    for head in heads.iter().filter(|head| head.visible) {
        let mut looked = 0;
        let mut found = None;
        let read = workbook.each_row(&head.name, &mut |row| {
            if needed_headers(template, row) > 1 {
                found = Some(row.row);
                return Ok(Go::Enough);
            }
            looked += 1;
            Ok(if looked < 10 { Go::On } else { Go::Enough })
        });
        if let (Ok(()), Some(row)) = (read, found) {
            return FileRefused::HeadersBelow(row);
        }
    }
    FileRefused::no_headers(template)
}

fn check_head(template: Template, head: &RowBuffer, name: &str) -> Result<(), FileRefused> {
    if head.is_empty() {
        return Err(FileRefused::Empty(name.to_owned()));
    }
    if head.row != 1 && has_known_header(template, head) {
        return Err(FileRefused::HeadersBelow(head.row));
    }
    Ok(())
}
