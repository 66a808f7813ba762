//! A database of an older program: backed up, then migrated.

use super::{RestoreOrder, check, renew_password, restore};
use crate::clock::Clock;
use crate::open::{Desk, NewDesk, Purpose};
use crate::store::{as_an_older_program_left_it, copy};
use std::path::{Path, PathBuf};

const PASSWORD: &str = "入学-测试-密码-2021";

fn older(dir: &Path) -> crate::store::keys::RecoveryCode {
    let (desk, code) = Desk::create(&NewDesk {
        dir: dir.to_owned(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "it".into(),
        password: PASSWORD.into(),
        purpose: Purpose::Work,
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
