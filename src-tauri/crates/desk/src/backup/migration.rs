//! The backup before a migration. It can only be entered once the tables are those of this program,
//! so that a power cut may fall between: then the next opening enters it.

use super::make::{enter, file_name, wanted_for};
use super::manifest::Manifest;
use super::write::{OWN, Scratch, Source, Written, prefix, write};
use super::{BackupError, Why, prove};
use crate::access::Session;
use crate::clock::Clock;
use crate::journal::hex;
use crate::store::keys::DeskKey;
use crate::store::{Found, Reader, Store, StoreError, backup, copy};
use std::fs;
use std::path::{Path, PathBuf};

/// Makes the backup before a migration, where there is to be one. The tables are still those of the
/// older program: [`enter_migrations`] enters it afterwards. One of the same state that an earlier
/// attempt left is proved and taken.
pub(crate) fn before_migration(
    found: &Found,
    dir: &Path,
    key: &DeskKey,
    clock: &Clock,
) -> Result<Option<Written>, BackupError> {
    if !found.is_older()? {
        return Ok(None);
    }
    let made = left_over(found.reader(), dir, key).and_then(|left| match left {
        Some(left) => Ok(left),
        None => {
            let out = dir.join(OWN);
            fs::create_dir_all(&out).map_err(|error| StoreError::File(out.clone(), error))?;
            let source = Source {
                reader: found.reader(),
                dir,
                key,
                at: clock.now(),
            };
            write(&source, &out, Why::Migration, &mut |_, _, _| ())
        }
    });
    made.map(Some)
        .map_err(|error| wanted_for(Why::Migration, error))
}

/// A whole backup of the desk as it is now.
fn left_over(
    reader: Reader<'_>,
    dir: &Path,
    key: &DeskKey,
) -> Result<Option<Written>, BackupError> {
    let Some(last) = copy::last_entry(reader)? else {
        return Ok(None);
    };
    let (hash, schema) = (hex(&last.head.hash), copy::schema(reader)?);
    let ending = format!("-{}-{}.tar", last.head.seq, Why::Migration.code());
    let same = |one: &Written| one.manifest.head.hash == hash && one.manifest.schema == schema;
    let mut left = migrations(reader, dir)?.into_iter();
    Ok(left.find_map(|path| {
        let named = file_name(&path).ends_with(&ending);
        named
            .then(|| proved(path, dir, key).ok())
            .flatten()
            .filter(same)
    }))
}

/// Enters the backups before migrations that the ledger lacks, each of which is whole: the one made
/// just now, and those after which the power went.
///
/// # Errors
/// What the desk's own disk says.
pub(crate) fn enter_migrations(
    store: &mut Store,
    by: &Session,
    clock: &Clock,
    key: &DeskKey,
    made: Option<Written>,
) -> Result<(), StoreError> {
    let dir = store.dir().to_owned();
    let mut lacking = migrations(store.reader(), &dir)?;
    let known = backup::names(store.reader())?;
    lacking.retain(|path| !known.contains(&file_name(path)));
    for path in lacking {
        let one = match &made {
            Some(made) if made.path == path => None,
            _ => match proved(path, &dir, key) {
                Ok(one) => Some(one),
                // What is no backup of this desk does not count.
                Err(_) => continue,
            },
        };
        if let Some(one) = one.as_ref().or(made.as_ref()) {
            enter(store, by, clock, one)?;
        }
    }
    Ok(())
}

/// Files in the desk's own folder that are named as backups of this desk before a migration, oldest
/// first.
fn migrations(reader: Reader<'_>, dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let (office, genesis) = copy::origin(reader)?;
    let ours = prefix(&office, &genesis.device);
    let ending = format!("-{}.tar", Why::Migration.code());
    let own = dir.join(OWN);
    let Ok(entries) = fs::read_dir(&own) else {
        return Ok(Vec::new());
    };
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = file_name(path);
            name.starts_with(&ours) && name.ends_with(&ending)
        })
        .collect();
    found.sort();
    Ok(found)
}

/// Reads a backup back as right after it was made.
fn proved(path: PathBuf, dir: &Path, key: &DeskKey) -> Result<Written, BackupError> {
    let scratch = Scratch::in_desk(dir)?;
    let manifest = prove::prove(&path, key, &scratch, &mut |_, _, _| ())?;
    if manifest.why != Why::Migration.code() {
        return Err(BackupError::Damaged(path, "名字与清单不符".into()));
    }
    let size = fs::metadata(&path)
        .map_err(|error| StoreError::File(path.clone(), error))?
        .len();
    Ok(Written {
        digest: Manifest::digest(&manifest.bytes()?),
        why: Why::Migration,
        left_out: Vec::new(),
        path,
        manifest,
        size,
    })
}
