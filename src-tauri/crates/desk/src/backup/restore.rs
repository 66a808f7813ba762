//! A desk out of a backup, in a new folder and a new epoch.

use super::manifest::Manifest;
use super::recover::{Halves, holders};
use super::write::{DATABASE, MAC, MANIFEST};
use super::{BackupError, Watch, make, prove};
use crate::access::{Act, Role, Session, permit};
use crate::clock::Clock;
use crate::site::{self, Site};
use crate::store::backup::{self, Backup};
use crate::store::keys::{DeskKey, Keys, check_password};
use crate::store::{Ask, Mark, Store, StoreError, person};
use chrono::{NaiveDate, Utc};
use std::fs;
use std::path::Path;

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
    let site = Site::beside(order.dir, "restore")?;
    let place = |name: &str| (name != MANIFEST && name != MAC).then(|| site.path().join(name));
    let contents = prove::read(order.file, &place, watch)?;
    let mut keys = Keys::load(site.path())?;
    let (key, opened) = match halves {
        None => (
            keys.open(order.person, order.password, Utc::now())?,
            Opened::ByPassword,
        ),
        Some(halves) => (keys.recover(halves)?, Opened::ByCode),
    };
    let database = site.path().join(DATABASE);
    let manifest = prove::check(order.file, &contents, &key, &database, watch)?;
    let clock = clock(order, &manifest)?;
    let (epoch, anchor) = begin(order, opened, &clock, site.path(), &key, &manifest)?;
    if opened == Opened::ByCode {
        keys.renew(order.person, order.password, &key)?;
        keys.save(site.path())?;
    }
    site.settle()?;
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
    match site::occupied(dir)? {
        None => Ok(()),
        Some(what) => Err(BackupError::Refused(format!(
            "{} {}，没有改动它。恢复只写入新的或空的文件夹：请换一个，核对无误后再停用旧的。",
            dir.display(),
            what.chinese()
        ))),
    }
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
