//! A desk out of a backup, in a new folder and a new epoch.

use super::manifest::Manifest;
use super::recover::{Halves, holders};
use super::write::{DATABASE, MAC, MANIFEST};
use super::{BackupError, Watch, make, prove};
use crate::access::{Act, Role, Session, permit};
use crate::ceremony::sync_folder;
use crate::clock::Clock;
use crate::store::backup::{self, Backup};
use crate::store::keys::{DeskKey, Keys, check_password};
use crate::store::{Ask, Mark, Store, StoreError, person};
use chrono::{NaiveDate, Utc};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What is restored, where and by whom.
pub struct RestoreOrder<'a> {
    /// The backup.
    pub file: &'a Path,
    /// The new desk's folder: none there yet, or an empty one.
    pub dir: &'a Path,
    /// A system administrator of the desk, as the backup knows the accounts.
    pub person: &'a str,
    /// That person's password at the time of the backup; the new one where the recovery code opens it.
    pub password: &'a str,
    /// The day to set the clock to; demonstration desks only.
    pub today: Option<NaiveDate>,
}

/// A desk that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup held.
    pub manifest: Manifest,
    /// The new epoch.
    pub epoch: String,
    /// Where the journal stands now.
    pub anchor: String,
}

/// What opened the backup.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    ByPassword,
    ByCode,
}

/// The folder in which a desk is put together; it goes with its value unless it became the desk.
struct Site(PathBuf);

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Makes a desk of a backup. All checks of a backup come first; the folder gets its name last, so
/// that there is a whole desk or none.
///
/// # Errors
/// Where the folder is not empty, the backup is not whole, the password is wrong, the person is no
/// system administrator, or what the disk says.
pub fn restore(order: &RestoreOrder<'_>, watch: Watch<'_>) -> Result<Restored, BackupError> {
    rebuild(order, None, watch)
}

/// The same where all passwords are lost: the two halves of the recovery code open the backup, and
/// the system administrator named gets the order's password as the new one. The journal says that
/// the holders of the code did it, and for whom.
///
/// # Errors
/// As [`restore`]; wrong halves or a weak password.
pub fn restore_with_code(
    order: &RestoreOrder<'_>,
    halves: Halves<'_>,
    watch: Watch<'_>,
) -> Result<Restored, BackupError> {
    check_password(order.person, order.password).map_err(StoreError::from)?;
    rebuild(order, Some(halves), watch)
}

fn rebuild(
    order: &RestoreOrder<'_>,
    halves: Option<Halves<'_>>,
    watch: Watch<'_>,
) -> Result<Restored, BackupError> {
    require_empty(order.dir)?;
    let site = site_beside(order.dir)?;
    let place = |name: &str| (name != MANIFEST && name != MAC).then(|| site.0.join(name));
    let contents = prove::read(order.file, &place, watch)?;
    let mut keys = Keys::load(&site.0)?;
    let (key, opened) = match halves {
        None => (
            keys.open(order.person, order.password, Utc::now())?,
            Opened::ByPassword,
        ),
        Some(halves) => (keys.recover(halves)?, Opened::ByCode),
    };
    let database = site.0.join(DATABASE);
    let manifest = prove::check(order.file, &contents, &key, &database, watch)?;
    let clock = clock(order, &manifest)?;
    let (epoch, anchor) = begin(order, opened, &clock, &site.0, &key, &manifest)?;
    if opened == Opened::ByCode {
        keys.renew(order.person, order.password, &key)?;
        keys.save(&site.0)?;
    }
    crate::make_folders(&site.0)?;
    sync_tree(&site.0)?;
    let failed = |error| StoreError::File(order.dir.to_owned(), error);
    if order.dir.exists() {
        fs::remove_dir(order.dir).map_err(failed)?;
    }
    fs::rename(&site.0, order.dir)
        .and_then(|()| sync_folder(order.dir.parent()))
        .map_err(failed)?;
    Ok(Restored {
        manifest,
        epoch,
        anchor,
    })
}

fn clock(order: &RestoreOrder<'_>, manifest: &Manifest) -> Result<Clock, BackupError> {
    match order.today {
        None => Ok(Clock::machine()),
        Some(day) if manifest.demo => Ok(Clock::set_to(day)),
        Some(_) => Err(BackupError::Refused(
            "只有演示工作台可以设定日期（--today）。".into(),
        )),
    }
}

fn require_empty(dir: &Path) -> Result<(), BackupError> {
    let said = |what: &str| {
        BackupError::Refused(format!(
            "{} {what}，没有改动它。恢复只写入新的或空的文件夹：请换一个，核对无误后再停用旧的。",
            dir.display()
        ))
    };
    if !dir.exists() {
        return Ok(());
    }
    if dir.join("keys.json").exists() || dir.join(DATABASE).exists() {
        return Err(said("已经是一个工作台"));
    }
    match fs::read_dir(dir).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(said("不是空文件夹")),
        Err(error) => Err(StoreError::File(dir.to_owned(), error).into()),
    }
}

fn site_beside(dir: &Path) -> Result<Site, StoreError> {
    // Without a name of its own there is nothing beside it.
    let name = dir.file_name().ok_or_else(|| {
        StoreError::File(dir.to_owned(), std::io::ErrorKind::InvalidFilename.into())
    })?;
    let path = dir.with_file_name(format!(".{}.restore.part", name.to_string_lossy()));
    let make = || {
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        fs::create_dir_all(&path)
    };
    make().map_err(|error| StoreError::File(path.clone(), error))?;
    let site = Site(path);
    crate::keep_to_owner(&site.0)?;
    Ok(site)
}

/// Begins the new epoch and enters who restored what; answers epoch and anchor.
fn begin(
    order: &RestoreOrder<'_>,
    opened: Opened,
    clock: &Clock,
    dir: &Path,
    key: &DeskKey,
    manifest: &Manifest,
) -> Result<(String, String), BackupError> {
    let mut store = Store::find(dir, order.person, key)?.take()?;
    store.put_forward(clock);
    let who = person::find(store.reader(), order.person)?;
    let who = who.unwrap_or_else(|| Session {
        name: order.person.to_owned(),
        office: manifest.office.clone(),
        school: None,
        roles: Vec::<Role>::new(),
    });
    permit(&who, Act::Restore).map_err(StoreError::from)?;
    let by = match opened {
        Opened::ByPassword => who,
        Opened::ByCode => holders(manifest.office.clone()),
    };
    store.begin_epoch(&by, clock, manifest.demo)?;
    let name = make::file_name(order.file);
    let size = fs::metadata(order.file).map_or(0, |found| found.len());
    let row = Backup {
        file: name.clone(),
        at: String::new(),
        why: manifest.why.clone(),
        folder: make::folder_of(order.dir, order.file),
        seq: manifest.head.seq,
        hash: manifest.head.hash.clone(),
        manifest: Manifest::digest(&manifest.bytes()?),
        size: i64::try_from(size).unwrap_or(i64::MAX),
    };
    let result = format!(
        "from {}:{} manifest {}",
        manifest.head.seq, manifest.head.hash, row.manifest
    );
    store.transact::<_, StoreError>(&by, clock, Ask::to(Act::Restore), |tx| {
        backup::add(tx, &row)?;
        Ok(((), Mark::on("backup", name).result(result)))
    })?;
    if opened == Opened::ByCode {
        store.transact::<_, StoreError>(&by, clock, Ask::to(Act::Recover), |_| {
            Ok(((), Mark::on("person", order.person).result("new password")))
        })?;
    }
    Ok((store.epoch().to_owned(), store.head().anchor()))
}

/// Brings every file and folder to the disk.
fn sync_tree(dir: &Path) -> Result<(), StoreError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| StoreError::File(path, error)
    };
    for entry in fs::read_dir(dir).map_err(failed(dir))? {
        let path = entry.map_err(failed(dir))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            File::options()
                .write(true)
                .open(&path)
                .and_then(|file| file.sync_all())
                .map_err(failed(&path))?;
        }
    }
    sync_folder(Some(dir)).map_err(failed(dir))
}
