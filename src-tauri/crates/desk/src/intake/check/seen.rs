//! Rows that say again what an earlier row of the file said.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::{BuildHasher, Hash, Hasher};

use super::{Found, Normal};
use crate::intake::fault::Fault;
use crate::intake::headers::shortened;
use crate::intake::template::Template;
use ruxue_rules::Fact;

/// Which keys stood in which row. Keys are kept as 128 bits of a keyed hash: a file of a million
/// rows takes some 50 MB.
#[derive(Debug, Default)]
pub(super) struct Seen {
    keys: [RandomState; 2],
    rows: HashMap<u128, u32>,
}

/// What of a row must not stand twice.
#[derive(Clone, Copy, Hash)]
enum Key {
    Receipt,
    Identity,
    Row,
}

impl Seen {
    /// Adds the row's keys; what stood before is a problem of this row.
    pub fn check(&mut self, template: Template, at: u32, row: Normal<'_>, found: &mut Vec<Found>) {
        let mut put = |column: usize, fault: Fault| {
            found.push(Found {
                column,
                value: shortened(row.get(column)),
                fault,
            });
        };
        match template {
            Template::Applicants => {
                let (receipt, number) = (Fact::Receipt as usize, Fact::IdNumber as usize);
                if let Some(earlier) = self.add(Key::Receipt, row, &[receipt], at) {
                    put(receipt, Fault::SameReceipt(earlier));
                }
                if let Some(earlier) = self.add(Key::Identity, row, &[number], at) {
                    put(number, Fault::SameIdentity(earlier));
                }
                if row.get(receipt).is_empty() && row.get(number).is_empty() {
                    let who =
                        [Fact::Name, Fact::Birth, Fact::Guardian1Name].map(|fact| fact as usize);
                    if let Some(earlier) = self.add(Key::Row, row, &who, at) {
                        put(Fact::Name as usize, Fault::SameRow(earlier));
                    }
                }
            }
            template => {
                if let Some(earlier) = self.add(Key::Row, row, key(template), at) {
                    put(0, Fault::SameRow(earlier));
                }
            }
        }
    }

    /// Adds a key; gives the row that had it before. A key with no text in it is none.
    fn add(&mut self, kind: Key, row: Normal<'_>, columns: &[usize], at: u32) -> Option<u32> {
        if columns.iter().all(|column| row.get(*column).is_empty()) {
            return None;
        }
        let halves = self.keys.each_ref().map(|state| {
            let mut hasher = state.build_hasher();
            kind.hash(&mut hasher);
            for column in columns {
                row.get(*column).hash(&mut hasher);
            }
            u128::from(hasher.finish())
        });
        match self.rows.entry(halves[0] << 64 | halves[1]) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(place) => {
                place.insert(at);
                None
            }
        }
    }
}

/// The columns that make a row of a table one row.
fn key(template: Template) -> &'static [usize] {
    match template {
        // 学校代码 and 学段.
        Template::Schools => &[0, 2],
        // All: rows of one address unite.
        Template::Catchments => &[0, 1, 2, 3, 4, 5],
        // All: an alias of two estates is told as that (accept::aliases).
        Template::Aliases => &[0, 1, 2],
        Template::PrimaryZones | Template::Choices | Template::JointReview | Template::Filings => {
            &[0, 1]
        }
        Template::SeatRecords => &[0, 1, 2, 3, 4, 5, 6, 7, 8],
        Template::Applicants | Template::CityResults => &[0],
    }
}
