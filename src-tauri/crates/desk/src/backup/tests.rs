//! A database of an older program: backed up, then migrated.

use super::{RestoreOrder, before_migration, check, renew_password, restore};
use crate::clock::Clock;
use crate::open::{Desk, NewDesk, Purpose};
use crate::stage::{PASSWORD, new_desk};
use crate::store::keys::{DeskKey, Keys};
use crate::store::{Store, as_an_older_program_left_it, copy};
use std::path::{Path, PathBuf};

fn older(dir: &Path) -> crate::store::keys::RecoveryCode {
    let (desk, code) = Desk::create(&NewDesk {
        purpose: Purpose::Work,
        ..new_desk(dir)
    })
    .unwrap();
    let key = desk.key().clone();
    drop(desk);
    as_an_older_program_left_it(dir, &key);
    code
}

fn backups(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir.join("backups")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn an_older_database_is_backed_up_before_it_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    older(&path);
    let mut desk = Desk::open(&path, "it", PASSWORD, None).unwrap();
    assert_eq!(copy::schema(desk.reader()).unwrap(), copy::newest_schema());
    let files = backups(&path);
    assert_eq!(files.len(), 1, "{files:?}");
    let kept = check(&mut desk, &files[0], &mut |_, _, _| ()).unwrap();
    assert_eq!((kept.schema, kept.why.as_str()), (4, "migration"));
    drop(desk);
    Desk::open(&path, "it", PASSWORD, None).unwrap();
    assert_eq!(backups(&path).len(), 1, "once");
    // It becomes a desk of this program.
    let new = dir.path().join("new");
    let order = RestoreOrder {
        file: &files[0],
        dir: &new,
        person: "it",
        password: PASSWORD,
        today: None,
    };
    restore(&order, &mut |_, _, _| ()).unwrap();
    Desk::open(&new, "it", PASSWORD, None).unwrap();
}

#[test]
fn without_its_backup_nothing_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    std::fs::remove_dir(dir.path().join("backups")).unwrap();
    std::fs::write(dir.path().join("backups"), b"in the way").unwrap();
    assert!(Desk::open(dir.path(), "it", PASSWORD, None).is_err());
    std::fs::remove_file(dir.path().join("backups")).unwrap();
    Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    assert_eq!(
        backups(dir.path()).len(),
        1,
        "the schema was still the older one"
    );
}

/// The `migration` backups of the ledger.
fn entered(desk: &Desk) -> usize {
    let ledger = crate::store::backup::all(desk.reader()).unwrap();
    ledger.iter().filter(|one| one.why == "migration").count()
}

/// Leaves a desk as one that was killed after the backup was made, and before the migration.
fn killed_before_migration(dir: &Path) -> PathBuf {
    let keys = Keys::load(dir).unwrap();
    let (_, key) = opened(keys);
    let found = Store::find(dir, "it", &key).unwrap();
    let made = before_migration(&found, dir, &key, &Clock::machine()).unwrap();
    assert!(made.is_some());
    drop(found);
    backups(dir).remove(0)
}

/// Leaves a desk as one that was killed after the migration, and before the backup was entered.
fn killed_after_migration(dir: &Path) -> PathBuf {
    let file = killed_before_migration(dir);
    let (_, key) = opened(Keys::load(dir).unwrap());
    drop(Store::find(dir, "it", &key).unwrap().take().unwrap());
    file
}

fn opened(mut keys: Keys) -> (Keys, DeskKey) {
    let key = keys.open("it", PASSWORD, chrono::Utc::now()).unwrap();
    (keys, key)
}

#[test]
fn a_backup_left_before_the_migration_is_taken_by_the_next_attempt() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    let left = killed_before_migration(dir.path());
    // At once, in the same second or the next.
    for _ in 0..3 {
        assert_eq!(killed_before_migration(dir.path()), left);
    }
    let mut desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    assert_eq!(
        (backups(dir.path()), entered(&desk)),
        (vec![left.clone()], 1)
    );
    check(&mut desk, &left, &mut |_, _, _| ()).unwrap();
}

#[test]
fn a_damaged_backup_left_before_the_migration_does_not_count() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    let left = killed_before_migration(dir.path());
    let mut bytes = std::fs::read(&left).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    // Of an earlier second.
    let name = left.file_name().unwrap().to_string_lossy().into_owned();
    let earlier = left.with_file_name(name.replace("-20", "-19"));
    std::fs::write(&earlier, bytes).unwrap();
    std::fs::remove_file(&left).unwrap();
    let mut desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    let mut files = backups(dir.path());
    assert_eq!((files.len(), entered(&desk)), (2, 1), "{files:?}");
    files.retain(|file| *file != earlier);
    check(&mut desk, &files[0], &mut |_, _, _| ()).unwrap();
}

#[test]
fn a_backup_left_after_the_migration_is_entered_by_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    older(dir.path());
    let left = killed_after_migration(dir.path());
    // No backup of this desk, though its name says so.
    let other = left.to_string_lossy().replace("-migration", "9-migration");
    std::fs::write(&other, b"none").unwrap();
    let mut desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    assert_eq!(entered(&desk), 1);
    check(&mut desk, &left, &mut |_, _, _| ()).unwrap();
    drop(desk);
    let desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    assert_eq!(entered(&desk), 1, "once");
    let head = desk.store().head().seq;
    drop(desk);
    let desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    assert_eq!(desk.store().head().seq, head + 1, "a sign-in alone");
}

#[test]
fn the_recovery_code_enters_what_was_left_after_the_migration() {
    let dir = tempfile::tempdir().unwrap();
    let code = older(dir.path());
    killed_after_migration(dir.path());
    let halves = [code.first.as_str(), code.second.as_str()];
    let password = "恢复之后的新密码-2021";
    renew_password(dir.path(), halves, "it", password, &Clock::machine()).unwrap();
    let desk = Desk::open(dir.path(), "it", password, None).unwrap();
    assert_eq!(entered(&desk), 1);
}

#[test]
fn the_recovery_code_opens_an_older_database_too() {
    let dir = tempfile::tempdir().unwrap();
    let code = older(dir.path());
    let halves = [code.first.as_str(), code.second.as_str()];
    renew_password(
        dir.path(),
        halves,
        "it",
        "恢复之后的新密码-2021",
        &Clock::machine(),
    )
    .unwrap();
    assert_eq!(backups(dir.path()).len(), 1);
    Desk::open(dir.path(), "it", "恢复之后的新密码-2021", None).unwrap();
}
