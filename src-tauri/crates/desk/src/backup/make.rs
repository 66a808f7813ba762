//! Making a backup that counts: write, prove, enter in ledger and journal, thin out.

use super::manifest::Manifest;
use super::thin::{Kept, superfluous};
use super::write::{OWN, Scratch, Source, Written, prefix, sweep, write};
use super::{BackupError, Watch, Why, prove};
use crate::access::{Act, Role, Session};
use crate::ceremony::ceremonies_dir;
use crate::clock::Clock;
use crate::journal::Anchor;
use crate::open::{Desk, DeskError};
use crate::store::backup::{self, Backup};
use crate::store::{Ask, Mark, Store, StoreError, audit, ceremony, copy};
use chrono::{DateTime, NaiveDate};
use ruxue_lottery::file;
use std::fs;
use std::path::{Path, PathBuf};

/// A backup that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// SHA-256 of `manifest.json`, hex: it names the backup.
    pub digest: String,
    /// Bytes of the file.
    pub size: u64,
    /// Names of old backups that were thinned out.
    pub thinned: Vec<String>,
    /// What a person should know besides, a sentence each.
    pub notes: Vec<String>,
}

/// Which automatic backups a sitting makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pins {
    /// Before each act that wants one.
    Each,
    /// At the season's end alone: a season in one go would copy its desk a dozen times.
    SeasonEnd,
}

/// Acts after which the desk holds nothing that the backup before lacks.
const NO_NEWS: &[Act] = &[Act::SignIn, Act::Backup, Act::VerifyJournal, Act::CheckDesk];
/// Entries looked through for news; more are news.
const FEW: i64 = 200;

/// Makes a backup in a folder on another medium.
///
/// # Errors
/// Where the person may not, the medium does not take it, or what was written is not what is read
/// back. Then no older backup is touched.
pub fn make(desk: &mut Desk, out: &Path, watch: Watch<'_>) -> Result<Made, DeskError> {
    desk.require(Act::Backup)?;
    let (office, genesis) = copy::origin(desk.reader())?;
    sweep(out, &prefix(&office, &genesis.device));
    let written = write(&source(desk), out, Why::Asked, watch)?;
    let session = desk.session().clone();
    let (store, clock) = desk.store_and_clock();
    enter(store, &session, clock, &written)?;
    let mut notes = notes(desk, out, &written);
    let thinned = thin(desk, out, &mut notes)?;
    unseal_ended(desk)?;
    Ok(Made {
        path: written.path,
        manifest: written.manifest,
        digest: written.digest,
        size: written.size,
        thinned,
        notes,
    })
}

/// Proves a backup of this desk once more, as right after it was made.
///
/// # Errors
/// Where the person may not, or the file is no whole backup of this desk.
pub fn check(desk: &mut Desk, file: &Path, watch: Watch<'_>) -> Result<Manifest, DeskError> {
    desk.require(Act::Backup)?;
    let scratch = Scratch::in_desk(desk.dir())?;
    Ok(prove::prove(file, desk.key(), &scratch, watch)?)
}

/// The point of the journal that a backup of this desk holds, for `audit verify`.
///
/// # Errors
/// Where the file is no backup of this desk, or its manifest is not what the desk wrote.
pub fn anchor_of(desk: &mut Desk, file: &Path) -> Result<Anchor, DeskError> {
    desk.require(Act::VerifyJournal)?;
    let head = prove::manifest(file, desk.key())?.head;
    Ok(Anchor {
        seq: head.seq,
        start: head.hash,
    })
}

/// Makes a pinned backup in the desk's own folder before an act, unless the last one there still
/// says all. Whoever acts: the desk makes it in its own name.
///
/// # Errors
/// Where it cannot be made; then the act must not go on.
pub(crate) fn before(desk: &mut Desk, why: Why) -> Result<(), DeskError> {
    let wanted = desk.pins() == Pins::Each || why == Why::Season;
    if !wanted || is_fresh(desk)? {
        return Ok(());
    }
    let out = desk.dir().join(OWN);
    fs::create_dir_all(&out).map_err(|error| StoreError::File(out.clone(), error))?;
    let written = write(&source(desk), &out, why, &mut |_, _, _| ());
    let written = written.map_err(|error| wanted_for(why, error))?;
    enter_in_the_desks_name(desk, &written)?;
    Ok(unseal_ended(desk)?)
}

pub(super) fn wanted_for(why: Why, error: BackupError) -> BackupError {
    BackupError::Before {
        what: why.chinese(),
        why: Box::new(error),
    }
}

pub(super) fn source(desk: &Desk) -> Source<'_> {
    Source {
        reader: desk.reader(),
        dir: desk.dir(),
        key: desk.key(),
        at: desk.clock().now(),
    }
}

/// Enters a backup that no person asked for.
pub(crate) fn enter_in_the_desks_name(
    desk: &mut Desk,
    written: &Written,
) -> Result<(), StoreError> {
    let by = desk.own_session(Role::Sysadmin);
    let (store, clock) = desk.store_and_clock();
    enter(store, &by, clock, written)
}

/// Enters a proved backup: from here on it counts.
pub(super) fn enter(
    store: &mut Store,
    by: &Session,
    clock: &Clock,
    written: &Written,
) -> Result<(), StoreError> {
    let file = file_name(&written.path);
    let row = Backup {
        file: file.clone(),
        at: String::new(),
        why: written.why.code().into(),
        folder: folder_of(store.dir(), &written.path),
        seq: written.manifest.head.seq,
        hash: written.manifest.head.hash.clone(),
        manifest: written.digest.clone(),
        size: i64::try_from(written.size).unwrap_or(i64::MAX),
    };
    let anchor = written.manifest.head.anchor();
    store.transact(by, clock, Ask::to(Act::Backup), |tx| {
        backup::add(tx, &row)?;
        let result = format!("{anchor} manifest {}", row.manifest);
        Ok::<_, StoreError>(((), Mark::on("backup", file).result(result)))
    })
}

pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The folder of a backup as the ledger has it: empty for the desk's own.
pub(super) fn folder_of(desk: &Path, file: &Path) -> String {
    let folder = file.parent().unwrap_or(Path::new("."));
    let own = fs::canonicalize(desk).ok();
    match (own, fs::canonicalize(folder).ok()) {
        (Some(own), Some(folder)) if folder.starts_with(&own) => String::new(),
        (_, Some(folder)) => folder.display().to_string(),
        _ => folder.display().to_string(),
    }
}

/// Whether the newest backup in the desk's own folder holds all that the desk holds.
fn is_fresh(desk: &Desk) -> Result<bool, StoreError> {
    let ledger = backup::all(desk.reader())?;
    let Some(last) = ledger.iter().rfind(|one| one.folder.is_empty()) else {
        return Ok(false);
    };
    if !stands(&desk.dir().join(OWN), &last.file, last.size) {
        return Ok(false);
    }
    let since = audit::page(desk.reader(), last.seq, FEW)?;
    let news = |stored: &audit::Stored| {
        let entry: Result<crate::journal::Entry, _> = serde_json::from_str(&stored.entry);
        !entry.is_ok_and(|entry| {
            entry.kind == "refusal" || NO_NEWS.iter().any(|act| act.code() == entry.act)
        })
    };
    Ok(since.len() < FEW as usize && !since.iter().any(news))
}

/// Whether a ledger's file is there, as long as it was.
pub(super) fn stands(folder: &Path, file: &str, size: i64) -> bool {
    let found = fs::metadata(folder.join(file));
    found.is_ok_and(|found| i64::try_from(found.len()) == Ok(size))
}

/// Removes the backups in `out` that no day, week or month needs any more. Only files that the
/// ledger knows are looked at, and only after a new one counts.
fn thin(desk: &mut Desk, out: &Path, notes: &mut Vec<String>) -> Result<Vec<String>, StoreError> {
    let mut there: Vec<Backup> = backup::all(desk.reader())?;
    there.retain(|one| stands(out, &one.file, one.size));
    there.sort_by_key(|one| one.seq);
    let kept: Vec<Kept> = there
        .iter()
        .map(|one| Kept {
            day: day_of(&one.at),
            pinned: one.why != Why::Asked.code(),
        })
        .collect();
    let gone: Vec<&str> = superfluous(&kept)
        .into_iter()
        .map(|at| there[at].file.as_str())
        .collect();
    // First they cease to count, then they go: what counts is always there.
    if !gone.is_empty() {
        desk.transact::<_, StoreError>(Ask::to(Act::Backup), |tx| {
            for file in &gone {
                backup::mark_thinned(tx, file)?;
            }
            let result = format!("thinned {}", gone.len());
            Ok(((), Mark::on("backup", gone.join(" ")).result(result)))
        })?;
    }
    let mut removed = Vec::new();
    for (file, size) in backup::thinned(desk.reader())? {
        if !stands(out, &file, size) {
            continue;
        }
        match fs::remove_file(out.join(&file)) {
            Ok(()) => removed.push(file),
            Err(error) => notes.push(format!(
                "旧备份 {file} 没有删去（{}），不影响这份备份，下次再删。",
                crate::store::disk_says(&error)
            )),
        }
    }
    Ok(removed)
}

fn day_of(at: &str) -> NaiveDate {
    crate::clock::beijing_day(at).unwrap_or_default()
}

fn notes(desk: &Desk, out: &Path, written: &Written) -> Vec<String> {
    let mut notes = Vec::new();
    if !written.left_out.is_empty() {
        notes.push(format!(
            "没有收入备份的文件（名字过长或含有不能用的字符，不是工作台写的）：{}。请改名或移走。",
            written.left_out.join("、")
        ));
    }
    if folder_of(desk.dir(), &written.path).is_empty() || on_one_disk(desk.dir(), out) {
        notes.push(
            "这份备份与工作台在同一块磁盘上，磁盘损坏时会一起丢失：请另存一份到移动介质或另一台机器。"
                .into(),
        );
    }
    notes
}

pub(super) fn on_one_disk(desk: &Path, out: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
        disk(desk).is_some() && disk(desk) == disk(out)
    }
    #[cfg(not(unix))]
    {
        let _ = (desk, out);
        false
    }
}

/// A ceremony's sealed nonce goes once a backup holds the ceremony's end.
fn unseal_ended(desk: &Desk) -> Result<(), StoreError> {
    let parent = ceremonies_dir(desk.dir());
    for row in ceremony::all(desk.reader())? {
        let sealed = parent.join(&row.number).join(file::SEALED);
        if row.close.is_some() && sealed.exists() {
            let _ = fs::remove_file(sealed);
        }
    }
    Ok(())
}

/// How many backups stand in the desk's own folder, and their bytes.
///
/// # Errors
/// What the disk says.
pub fn own_backups(desk: &Desk) -> Result<(usize, i64), StoreError> {
    let own = desk.dir().join(OWN);
    let mut there = backup::all(desk.reader())?;
    there.retain(|one| one.folder.is_empty() && stands(&own, &one.file, one.size));
    Ok((there.len(), there.iter().map(|one| one.size).sum()))
}

/// A backup in the desk's own folder, read back.
pub(crate) struct ReadBack {
    /// The file's name.
    pub file: String,
    /// Why it does not prove, if it does not.
    pub fault: Option<BackupError>,
}

/// Reads back the newest backup that stands in the desk's own folder.
///
/// # Errors
/// What the desk's own disk says.
pub(crate) fn newest_own(desk: &Desk) -> Result<Option<ReadBack>, StoreError> {
    let own = desk.dir().join(OWN);
    let ledger = backup::all(desk.reader())?;
    let here = |one: &&Backup| one.folder.is_empty() && own.join(&one.file).is_file();
    let Some(newest) = ledger.iter().rfind(here) else {
        return Ok(None);
    };
    let proved = Scratch::in_desk(desk.dir())
        .map_err(BackupError::from)
        .and_then(|scratch| {
            let path = own.join(&newest.file);
            prove::prove(&path, desk.key(), &scratch, &mut |_, _, _| ())
        });
    Ok(Some(ReadBack {
        file: newest.file.clone(),
        fault: proved.err(),
    }))
}

/// How many days lie between a kept time and now; 0 where the clock was set back.
pub(super) fn days_since(at: &str, clock: &Clock) -> i64 {
    DateTime::parse_from_rfc3339(at)
        .map_or(0, |then| (clock.now() - then.to_utc()).num_days().max(0))
}
