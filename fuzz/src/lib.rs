//! The bodies of the fuzz targets: each takes bytes, hands them to a parser of outside bytes, and
//! panics where the parser does or where a property of it fails. README.md says which parser is
//! reached by which.
//!
//! Two programs run them: the targets of cargo-fuzz (`fuzz_targets/`), and a test of desk that takes
//! them over the committed corpus (`src-tauri/crates/desk/tests/corpus/`), which includes this file
//! by its path. Nothing here is part of the product.

mod district;
mod draws;
mod intake;
mod journal;
mod packs;
mod places;
mod records;
mod sections;
mod typed;
mod workbooks;

pub use district::{district, signed_pack};
pub use draws::{ceremony, draw};
pub use intake::{cell, problem_book, table};
pub use journal::journal;
pub use packs::{pack, switch};
pub use places::address;
pub use records::{backup, keys};
pub use typed::{typed, wire};
pub use workbooks::{sheets, workbook};

/// A target: its name, which is that of its corpus folder, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("address", address),
    ("backup", backup),
    ("cell", cell),
    ("ceremony", ceremony),
    ("district", district),
    ("draw", draw),
    ("journal", journal),
    ("keys", keys),
    ("pack", pack),
    ("problem_book", problem_book),
    ("sheets", sheets),
    ("signed_pack", signed_pack),
    ("switch", switch),
    ("table", table),
    ("typed", typed),
    ("wire", wire),
    ("workbook", workbook),
];
