//! The recovery code: a new password where all are lost, and the drill that shows it would work.

use super::manifest::Manifest;
use super::migration::{before_migration, enter_migrations};
use super::write::Scratch;
use super::{BackupError, Watch, prove};
use crate::access::{Act, Role, Session};
use crate::clock::Clock;
use crate::open::{Desk, DeskError};
use crate::store::keys::{DeskKey, KeyError, Keys, RECOVERY};
use crate::store::{Ask, Mark, Store, StoreError, Tx, backup, copy, person};
use std::path::Path;

/// The two halves of the recovery code, as they were typed.
pub type Halves<'a> = [&'a str; 2];

/// What a drill found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drilled {
    /// Where the desk's journal stands after it.
    pub anchor: String,
    /// The backup that was opened with the code, where one was given.
    pub backup: Option<Manifest>,
}

/// Gives a person of the desk a new password; the code stands in for all that are lost. A lock of
/// the account goes with the old password.
///
/// # Errors
/// Wrong halves, an unknown person, a weak password, another process at the desk, what the disk
/// says. Then nothing has changed.
pub fn renew_password(
    dir: &Path,
    halves: Halves<'_>,
    name: &str,
    password: &str,
    clock: &Clock,
) -> Result<(), DeskError> {
    crate::store::keys::check_password(name, password)?;
    let (mut store, key, holders) = open(dir, halves, clock)?;
    if person::find(store.reader(), name)?.is_none() {
        return Err(KeyError::Unknown(name.into()).into());
    }
    if person::stopped(store.reader(), name)?.is_some() {
        return Err(KeyError::Stopped(name.into()).into());
    }
    let _held = Keys::hold(dir)?;
    let mut keys = Keys::load(dir)?;
    keys.renew(name, password, &key)?;
    store.transact::<_, StoreError>(&holders, clock, Ask::to(Act::Recover), |_| {
        Ok(((), Mark::on("person", name).result("new password")))
    })?;
    Ok(keys.save(dir)?)
}

/// Shows that the code opens the desk, and a backup where one is given; changes nothing but the
/// journal and the date of the last drill.
///
/// # Errors
/// Wrong halves, a backup that is not whole or not of this desk, what the disk says.
pub fn drill(
    dir: &Path,
    halves: Halves<'_>,
    file: Option<&Path>,
    clock: &Clock,
    watch: Watch<'_>,
) -> Result<Drilled, DeskError> {
    let (mut store, key, holders) = open(dir, halves, clock)?;
    let proved = file.map(|file| -> Result<Manifest, BackupError> {
        let scratch = Scratch::in_desk(dir)?;
        prove::prove(file, &key, &scratch, watch)
    });
    let manifest = proved.transpose()?;
    let row = DrillRow::of(file, manifest.as_ref());
    store.transact::<_, StoreError>(&holders, clock, Ask::to(Act::Drill), |tx| row.enter(tx))?;
    Ok(Drilled {
        anchor: store.head().anchor(),
        backup: manifest,
    })
}

/// The same at the open desk, by the system administrator who is signed in.
///
/// # Errors
/// As [`drill`], and where the person may not.
pub fn drill_at(
    desk: &mut Desk,
    halves: Halves<'_>,
    file: Option<&Path>,
    watch: Watch<'_>,
) -> Result<Drilled, DeskError> {
    desk.require(Act::Drill)?;
    let key = Keys::load(desk.dir())?.recover(halves)?;
    // A slot of another desk's keys.json opens, too, and to another key.
    if key != *desk.key() {
        return Err(KeyError::WrongCode.into());
    }
    let proved = file.map(|file| -> Result<Manifest, BackupError> {
        let scratch = Scratch::in_desk(desk.dir())?;
        prove::prove(file, &key, &scratch, watch)
    });
    let manifest = proved.transpose()?;
    let row = DrillRow::of(file, manifest.as_ref());
    desk.transact::<_, StoreError>(Ask::to(Act::Drill), |tx| row.enter(tx))?;
    Ok(Drilled {
        anchor: desk.store().head().anchor(),
        backup: manifest,
    })
}

/// What ledger and journal keep of a drill.
struct DrillRow {
    file: Option<String>,
    result: String,
}

impl DrillRow {
    fn of(file: Option<&Path>, manifest: Option<&Manifest>) -> DrillRow {
        DrillRow {
            file: file.map(super::make::file_name),
            result: match manifest {
                None => "ok".to_owned(),
                Some(manifest) => format!("ok, backup {}", manifest.head.anchor()),
            },
        }
    }

    fn enter(self, tx: &Tx<'_>) -> Result<((), Mark), StoreError> {
        backup::add_drill(tx, self.file.as_deref())?;
        let mark = Mark::on("backup", self.file.unwrap_or_default());
        Ok(((), mark.result(self.result)))
    }
}

/// Opens the desk with the code. Who holds it acts under the recovery slot's name.
fn open(
    dir: &Path,
    halves: Halves<'_>,
    clock: &Clock,
) -> Result<(Store, DeskKey, Session), DeskError> {
    let key = Keys::load(dir)?.recover(halves)?;
    let found = Store::find(dir, "恢复码持有人", &key)?;
    let written = before_migration(&found, dir, &key, clock)?;
    let mut store = found.take()?;
    let (office, _) = copy::origin(store.reader())?;
    let holders = holders(office);
    store.put_forward(clock);
    enter_migrations(&mut store, &holders, clock, &key, written)?;
    Ok((store, key, holders))
}

/// Who holds both halves of the code, as the journal names them.
pub(super) fn holders(office: String) -> Session {
    Session {
        name: RECOVERY.into(),
        office,
        school: None,
        roles: vec![Role::Sysadmin],
    }
}
