//! What the tests of this folder share.

use crate::desk::PASSWORD;
pub use crate::desk::empty;
use ruxue_desk::Desk;
use ruxue_desk::backup::{self, BackupError, Made, RestoreOrder, Restored};
use ruxue_desk::journal::Entry;
use ruxue_desk::store::audit;
use std::path::{Path, PathBuf};

pub fn make(desk: &mut Desk, out: &Path) -> Made {
    let made = backup::make(desk, out, &mut |_, _, _| ());
    made.unwrap_or_else(|error| panic!("{error}"))
}

pub fn sentence(desk: &mut Desk, out: &Path) -> String {
    let made = backup::make(desk, out, &mut |_, _, _| ());
    made.unwrap_err().to_string()
}

pub fn restore_as(
    person: &str,
    password: &str,
    file: &Path,
    dir: &Path,
) -> Result<Restored, BackupError> {
    let order = RestoreOrder {
        file,
        dir,
        person,
        password,
        today: "2021-06-10".parse().ok(),
    };
    backup::restore(&order, &mut |_, _, _| ())
}

pub fn restore(file: &Path, dir: &Path) -> Result<Restored, BackupError> {
    restore_as("sysadmin", PASSWORD, file, dir)
}

pub fn entries(desk: &Desk) -> Vec<Entry> {
    let stored = audit::page(desk.reader(), 0, 10_000).unwrap();
    stored
        .iter()
        .map(|stored| serde_json::from_str(&stored.entry).unwrap())
        .collect()
}

/// The tars in a folder, by name.
pub fn tars(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Random enough for where to strike.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }
}
