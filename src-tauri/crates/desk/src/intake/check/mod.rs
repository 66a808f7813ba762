//! Checks one row: its cells, its cells against each other, and against the rows before it.
//! What only the desk knows (receipts, schools) is checked when the rows are accepted.

mod applicant;
mod district;
mod seen;

pub use applicant::{Advice, advice};

use super::cells::{CellKind, RowBuffer};
use super::fault::{Fault, Gravity};
use super::headers::{Mapping, shortened};
use super::normal::normalise;
use super::template::{Column, Needed, Template};
use seen::Seen;

/// A problem of the row at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Column of the template.
    pub column: usize,
    /// The value as the file has it, shortened.
    pub value: String,
    pub fault: Fault,
}

/// Checks rows of one template in file order.
pub(crate) struct Checker<'m> {
    template: Template,
    columns: &'static [Column],
    mapping: &'m Mapping,
    seen: Seen,
    text: String,
    spans: Vec<(usize, usize)>,
    /// The problems of the last row.
    pub found: Vec<Found>,
}

/// The normalised cells of a row.
#[derive(Clone, Copy)]
pub(crate) struct Normal<'a> {
    text: &'a str,
    spans: &'a [(usize, usize)],
}

impl<'a> Normal<'a> {
    /// The text of a column; empty where nothing is given or it was refused.
    pub fn get(&self, column: usize) -> &'a str {
        let (from, to) = self.spans.get(column).copied().unwrap_or((0, 0));
        self.text.get(from..to).unwrap_or("")
    }

    /// The filled cells.
    pub fn cells(self) -> impl Iterator<Item = (usize, &'a str)> {
        (0..self.spans.len())
            .map(move |column| (column, self.get(column)))
            .filter(|(_, text)| !text.is_empty())
    }
}

impl<'m> Checker<'m> {
    pub fn new(template: Template, mapping: &'m Mapping) -> Checker<'m> {
        let columns = template.columns();
        Checker {
            template,
            columns,
            mapping,
            seen: Seen::default(),
            text: String::new(),
            spans: vec![(0, 0); columns.len()],
            found: Vec::new(),
        }
    }

    /// Checks a row; its problems are in `found` afterwards.
    pub fn check(&mut self, row: &RowBuffer) {
        self.text.clear();
        self.found.clear();
        self.spans.fill((0, 0));
        self.normalise(row);
        self.require();
        let normal = Normal {
            text: &self.text,
            spans: &self.spans,
        };
        match self.template {
            Template::Applicants => applicant::cross_check(normal, &mut self.found),
            template => district::cross_check(template, normal, &mut self.found),
        }
        self.seen
            .check(self.template, row.row, normal, &mut self.found);
    }

    /// Whether the last row may enter.
    pub fn passes(&self) -> bool {
        self.found
            .iter()
            .all(|found| found.fault.gravity() == Gravity::Warns)
    }

    /// The last row in the normal form.
    pub fn normal(&self) -> Normal<'_> {
        Normal {
            text: &self.text,
            spans: &self.spans,
        }
    }

    fn normalise(&mut self, row: &RowBuffer) {
        let mut beyond = 0;
        for (place, cell) in row.cells() {
            if place >= self.mapping.width {
                beyond += usize::from(cell.kind == CellKind::Text);
            }
            let Some(target) = self.mapping.target(place) else {
                continue;
            };
            let Some(column) = self.columns.get(target) else {
                continue;
            };
            let from = self.text.len();
            match normalise(column.shape, cell, &mut self.text) {
                Ok(()) => {
                    if let Some(span) = self.spans.get_mut(target) {
                        *span = (from, self.text.len());
                    }
                }
                Err(fault) => {
                    let value = shortened(cell.text);
                    self.found.push(Found {
                        column: target,
                        value,
                        fault,
                    });
                }
            }
        }
        if beyond > 0 {
            let fault = Fault::ShiftedRow(beyond);
            self.found.push(Found {
                column: 0,
                value: String::new(),
                fault,
            });
        }
    }

    /// Columns that this row must fill.
    fn require(&mut self) {
        let normal = Normal {
            text: &self.text,
            spans: &self.spans,
        };
        let (junior, without_paper) = match self.template {
            Template::Applicants => applicant::asks(normal),
            _ => (false, false),
        };
        let mut missing = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let fault = match column.needed {
                Needed::Always => Fault::Needed,
                Needed::Junior if junior => Fault::NeededIn("初中"),
                Needed::UnlessNone if !without_paper => Fault::Needed,
                _ => continue,
            };
            // A value that was refused is not also missing.
            let refused = self.found.iter().any(|found| found.column == index);
            if normal.get(index).is_empty() && !refused {
                missing.push(Found {
                    column: index,
                    value: String::new(),
                    fault,
                });
            }
        }
        self.found.append(&mut missing);
    }
}

/// The columns that a fault is about beside its own come first in the file; problems are shown in
/// the order of the template.
pub(crate) fn in_order(found: &mut [Found]) {
    found.sort_by_key(|found| found.column);
}
