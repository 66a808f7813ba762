//! The backups that count, and where each of them is.

use super::make::{days_since, on_one_disk, stands};
use super::write::OWN;
use crate::access::Act;
use crate::open::{Desk, DeskError};
use crate::store::backup::{self, Backup};
use std::path::Path;

/// Where a backup is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// In the desk's own folder.
    Own,
    /// In another folder of the same disk, which may break with the desk's.
    SameDisk,
    /// On another disk that is there now.
    Second,
    /// Written to a folder where it does not stand now: the medium is put away, or the file is gone.
    Away,
}

/// A backup that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its row of the ledger.
    pub row: Backup,
    /// How many whole days ago.
    pub days: i64,
    /// Where it is now.
    pub medium: Medium,
}

/// The backups that count, latest first. Of the desk's own only those whose file is still there.
///
/// # Errors
/// Where the person may not, or what the disk says.
pub fn list(desk: &mut Desk) -> Result<Vec<Listed>, DeskError> {
    desk.require(Act::Backup)?;
    let mut ledger = backup::all(desk.reader())?;
    ledger.reverse();
    let listed = ledger.into_iter().filter_map(|row| {
        Some(Listed {
            days: days_since(&row.at, desk.clock()),
            medium: medium(desk.dir(), &row)?,
            row,
        })
    });
    Ok(listed.collect())
}

fn medium(desk: &Path, row: &Backup) -> Option<Medium> {
    if row.folder.is_empty() {
        return stands(&desk.join(OWN), &row.file, row.size).then_some(Medium::Own);
    }
    let folder = Path::new(&row.folder);
    Some(match stands(folder, &row.file, row.size) {
        false => Medium::Away,
        true if on_one_disk(desk, folder) => Medium::SameDisk,
        true => Medium::Second,
    })
}
