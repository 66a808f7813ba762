//! Backups and a purge: which still hold what went, and how the desk's own ones go.

use super::Why;
use super::make::{enter_in_the_desks_name, source};
use super::write::{OWN, prefix, write};
use crate::access::Act;
use crate::clock::beijing_day;
use crate::open::{Desk, DeskError};
use crate::purge::files::remove;
use crate::store::backup::{self, Backup};
use crate::store::{Ask, Mark, StoreError, copy};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fs;

/// A monthly place is kept for so many months (thin.rs).
const MONTHS: u32 = 9;

/// A backup outside the desk's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Its file.
    pub file: String,
    /// The folder that it was written to.
    pub folder: String,
    /// When it was made: RFC 3339, UTC.
    pub at: String,
    /// The day by which thinning has removed it, where backups go on being made to that folder each
    /// month; `None` for a pinned one, which stays until a person destroys it.
    pub gone_by: Option<NaiveDate>,
}

/// The backups that hold nothing later than a journal entry: names of the desk's own, and those
/// elsewhere.
pub(crate) fn holding(
    desk: &Desk,
    before: i64,
) -> Result<(Vec<String>, Vec<Elsewhere>), StoreError> {
    let all = backup::all(desk.reader())?;
    let older = all.into_iter().filter(|one| one.seq < before);
    let (own, elsewhere): (Vec<_>, Vec<_>) = older.partition(|one| one.folder.is_empty());
    let own_folder = desk.dir().join(OWN);
    let own = own
        .into_iter()
        .map(|one| one.file)
        .filter(|file| own_folder.join(file).is_file());
    let today = desk.clock().today();
    let told = elsewhere.into_iter().map(|one| told(one, today));
    Ok((own.collect(), told.collect()))
}

/// One that should have been thinned by now was not: a person must destroy it.
fn told(one: Backup, today: NaiveDate) -> Elsewhere {
    let gone_by = beijing_day(&one.at)
        .filter(|_| one.why == Why::Asked.code())
        .and_then(|day| day.with_day(1))
        .and_then(|first| first.checked_add_months(Months::new(MONTHS)))
        .filter(|gone| *gone > today);
    Elsewhere {
        file: one.file,
        folder: one.folder,
        at: one.at,
        gone_by,
    }
}

/// Makes a backup of the purged desk in its own folder, then removes the older ones there. Done
/// twice it does nothing more.
pub(crate) fn after_purge(desk: &mut Desk, seq: i64) -> Result<(), DeskError> {
    let own = desk.dir().join(OWN);
    let newer = |one: &Backup| one.folder.is_empty() && one.seq >= seq;
    let stands = |one: &Backup| own.join(&one.file).is_file();
    let ledger = backup::all(desk.reader())?;
    if !ledger.iter().any(|one| newer(one) && stands(one)) {
        fs::create_dir_all(&own).map_err(|error| StoreError::File(own.clone(), error))?;
        let written = write(&source(desk), &own, Why::Purge, &mut |_, _, _| ());
        enter_in_the_desks_name(desk, &written?)?;
    }
    let ledger = backup::all(desk.reader())?;
    let (stay, go): (Vec<_>, Vec<_>) = ledger
        .into_iter()
        .filter(|one| one.folder.is_empty())
        .partition(newer);
    // First they cease to count, then they go, with what killed backups left.
    if !go.is_empty() {
        desk.transact::<_, StoreError>(Ask::to(Act::Purge), |tx| {
            for one in &go {
                backup::mark_thinned(tx, &one.file)?;
            }
            let result = format!("removed {} backups older than the purge", go.len());
            Ok(((), Mark::on("backup", "own").result(result)))
        })?;
    }
    let (office, genesis) = copy::origin(desk.reader())?;
    let ours = prefix(&office, &genesis.device);
    let listed = fs::read_dir(&own).map_err(|error| StoreError::File(own.clone(), error))?;
    for entry in listed.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(&ours) && !stay.iter().any(|one| one.file == name) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}
