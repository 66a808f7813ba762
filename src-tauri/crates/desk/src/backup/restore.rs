//! A desk out of a backup, in a new folder and a new epoch.

use super::manifest::Manifest;
use super::write::{DATABASE, MAC, MANIFEST};
use super::{BackupError, Halves, Watch, make, prove};
use crate::access::{Act, Role, Session, permit};
use crate::clock::Clock;
use crate::site::{self, Site};
use crate::store::backup::{self, Backup};
use crate::store::keys::{DeskKey, Keys};
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
    /// What opens the backup.
    pub secret: Secret<'a>,
    /// The day to set the clock to; demonstration desks only.
    pub today: Option<NaiveDate>,
}

/// What opens a backup.
#[derive(Clone, Copy)]
pub enum Secret<'a> {
    /// The person's password at the time of the backup.
    Password(&'a str),
    /// The two halves of the recovery code, where the password is lost.
    Code {
        /// As they were typed.
        halves: Halves<'a>,
        /// The person's password from now on.
        password: &'a str,
    },
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

/// Makes a desk of a backup. All checks of a backup come first; the folder gets its name last, so
/// that there is a whole desk or none.
///
/// # Errors
/// Where the folder is not empty, the backup is not whole, the password is wrong, the person is no
/// system administrator, or what the disk says.
pub fn restore(order: &RestoreOrder<'_>, watch: Watch<'_>) -> Result<Restored, BackupError> {
    require_empty(order.dir)?;
    let site = Site::beside(order.dir, "restore")?;
    let place = |name: &str| (name != MANIFEST && name != MAC).then(|| site.path().join(name));
    let contents = prove::read(order.file, &place, watch)?;
    let mut keys = Keys::load(site.path())?;
    let key = match order.secret {
        Secret::Password(password) => keys.open(order.person, password, Utc::now())?,
        Secret::Code { halves, .. } => keys.recover(halves)?,
    };
    let database = site.path().join(DATABASE);
    let manifest = prove::check(order.file, &contents, &key, &database, watch)?;
    let clock = clock(order, &manifest)?;
    let (epoch, anchor) = begin(order, &clock, site.path(), &key, &manifest)?;
    if let Secret::Code { password, .. } = order.secret {
        keys.renew(order.person, password, &key)?;
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
    store.begin_epoch(&who, clock, manifest.demo)?;
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
    let opened = match order.secret {
        Secret::Password(_) => "",
        Secret::Code { .. } => ", new password by recovery code",
    };
    let result = format!(
        "from {}:{} manifest {}{opened}",
        manifest.head.seq, manifest.head.hash, row.manifest
    );
    store.transact::<_, StoreError>(&who, clock, Ask::to(Act::Restore), |tx| {
        backup::add(tx, &row)?;
        Ok(((), Mark::on("backup", name).result(result)))
    })?;
    Ok((store.epoch().to_owned(), store.head().anchor()))
}
