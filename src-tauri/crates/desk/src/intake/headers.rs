//! Row 1: which column of the file is which column of the template.

use super::cells::RowBuffer;
use super::normal::fold_header;
use super::refusal::FileRefused;
use super::template::{Needed, PROHIBITED_WORDS, Template, alias};

/// How many unknown columns are named before the rest is only counted.
const MOST_NAMED: usize = 100;

/// A column of the file that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedColumn {
    /// Its place in the file, from 1.
    pub place: u32,
    /// Its header in the file.
    pub found: String,
    /// The template's header.
    pub header: &'static str,
}

/// The columns of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    /// By column of the file: the column of the template.
    targets: Vec<Option<u8>>,
    /// By column of the template: whether the file has it.
    pub present: Vec<bool>,
    pub mapped: Vec<MappedColumn>,
    pub unknown: Vec<String>,
    /// Headers with a prohibited word; their values are not looked at.
    pub prohibited: Vec<String>,
    /// Places, from 0, of columns that a problem workbook leaves out: the prohibited ones, and its own.
    pub left_out: Vec<u32>,
    /// How many columns row 1 spans.
    pub width: u32,
}

/// What a header means for a template.
enum Meaning {
    Column(usize),
    Prohibited,
    Unknown,
}

fn meaning(template: Template, header: &str) -> Meaning {
    if let Some(column) = template.column(header) {
        return Meaning::Column(column);
    }
    if let Some(column) = alias(template, header).and_then(|header| template.column(header)) {
        return Meaning::Column(column);
    }
    if PROHIBITED_WORDS.iter().any(|word| header.contains(word)) {
        return Meaning::Prohibited;
    }
    Meaning::Unknown
}

/// Whether a row holds any header of the template.
pub(crate) fn has_known_header(template: Template, row: &RowBuffer) -> bool {
    row.cells().any(|(_, cell)| {
        matches!(
            meaning(template, &fold_header(cell.text)),
            Meaning::Column(_)
        )
    })
}

/// How many needed columns of the template a row holds.
pub(crate) fn needed_headers(template: Template, row: &RowBuffer) -> usize {
    let columns = template.columns();
    row.cells()
        .filter(
            |(_, cell)| match meaning(template, &fold_header(cell.text)) {
                Meaning::Column(column) => columns
                    .get(column)
                    .is_some_and(|column| is_needed(column.needed)),
                _ => false,
            },
        )
        .count()
}

fn is_needed(needed: Needed) -> bool {
    matches!(needed, Needed::Always | Needed::UnlessNone)
}

impl Mapping {
    /// Reads the headers.
    pub fn read(template: Template, row: &RowBuffer) -> Result<Mapping, FileRefused> {
        let columns = template.columns();
        let mut mapping = Mapping {
            present: vec![false; columns.len()],
            ..Mapping::default()
        };
        for (place, cell) in row.cells() {
            mapping.width = mapping.width.max(place + 1);
            let shown = shortened(cell.text);
            // The last column of a problem workbook that comes back corrected.
            if shown == "问题" {
                mapping.left_out.push(place);
                continue;
            }
            match meaning(template, &fold_header(cell.text)) {
                Meaning::Column(column) => mapping.map(template, place, column, shown)?,
                Meaning::Prohibited => {
                    mapping.left_out.push(place);
                    if mapping.prohibited.len() < MOST_NAMED {
                        mapping.prohibited.push(shown);
                    }
                }
                Meaning::Unknown if mapping.unknown.len() < MOST_NAMED => {
                    mapping.unknown.push(shown);
                }
                Meaning::Unknown => {}
            }
        }
        if mapping.mapped.is_empty() {
            return Err(FileRefused::no_headers(template));
        }
        let missing: Vec<&str> = columns
            .iter()
            .zip(&mapping.present)
            .filter(|(column, present)| is_needed(column.needed) && !**present)
            .map(|(column, _)| column.header)
            .collect();
        if missing.is_empty() {
            Ok(mapping)
        } else {
            Err(FileRefused::MissingColumns(missing.join("、")))
        }
    }

    fn map(
        &mut self,
        template: Template,
        place: u32,
        column: usize,
        found: String,
    ) -> Result<(), FileRefused> {
        let header = template
            .columns()
            .get(column)
            .map_or("", |column| column.header);
        if let Some(earlier) = self.mapped.iter().find(|earlier| earlier.header == header) {
            return Err(FileRefused::ColumnTwice {
                header,
                first: earlier.place,
                first_header: earlier.found.clone(),
                second: place + 1,
                second_header: found,
            });
        }
        if self.targets.len() <= place as usize {
            self.targets.resize(place as usize + 1, None);
        }
        if let Some(target) = self.targets.get_mut(place as usize) {
            *target = u8::try_from(column).ok();
        }
        if let Some(present) = self.present.get_mut(column) {
            *present = true;
        }
        self.mapped.push(MappedColumn {
            place: place + 1,
            found,
            header,
        });
        Ok(())
    }

    /// The template's column of a column of the file, from 0.
    pub fn target(&self, place: u32) -> Option<usize> {
        self.targets
            .get(place as usize)
            .copied()
            .flatten()
            .map(usize::from)
    }
}

/// A header or value, short enough for a sentence.
pub(crate) fn shortened(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

impl FileRefused {
    pub(crate) fn no_headers(template: Template) -> FileRefused {
        let expected: Vec<&str> = template
            .columns()
            .iter()
            .take(6)
            .map(|column| column.header)
            .collect();
        FileRefused::NoHeaders {
            template: template.title(),
            expected: format!("{} 等", expected.join("、")),
        }
    }
}
