//! What is refused is not written to, and every flipped byte is noticed.

use super::*;
use crate::Desk;
use crate::access::Act;
use crate::stage::{PASSWORD, desk as new_desk};
use crate::store::copy::Copy;
use crate::store::{Ask, Mark, connect, integrity, meta};
use std::collections::BTreeMap;

fn put(desk: &mut Desk, value: &str) {
    let put = desk.transact::<(), StoreError>(Ask::to(Act::SignIn), |tx| {
        meta::set(tx, "trial", value)?;
        Ok(((), Mark::on("desk", "trial")))
    });
    put.unwrap();
}

/// A desk as a killed process leaves it, with acknowledged acts in its log; and its key.
fn killed(at: &Path) -> DeskKey {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = new_desk(dir.path());
    let long = "长".repeat(60_000);
    put(&mut desk, &long);
    put(&mut desk, "短");
    drop(desk);
    let mut desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    for value in ["一", "二", "三"] {
        put(&mut desk, value);
    }
    std::fs::create_dir_all(at).unwrap();
    for name in ["desk.db", "desk.db-wal", "keys.json"] {
        std::fs::copy(dir.path().join(name), at.join(name)).unwrap();
    }
    desk.key().clone()
}

fn database(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = ["desk.db", "desk.db-wal"];
    files
        .map(|name| (name.to_owned(), std::fs::read(dir.join(name)).unwrap()))
        .into()
}

fn flip(path: &Path, places: impl Iterator<Item = usize>) {
    let mut bytes = std::fs::read(path).unwrap();
    places.for_each(|at| bytes[at] ^= 4);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_killed_desk_opens_with_all_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    killed(dir.path());
    let before = database(dir.path());
    let desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    let value = meta::get(desk.reader(), "trial").unwrap();
    assert_eq!(value.as_deref(), Some("三"));
    drop(desk);
    // The control: a desk that opens is written to.
    let after = std::fs::read(dir.path().join("desk.db")).unwrap();
    assert!(after != before["desk.db"]);
}

#[test]
fn a_desk_that_is_refused_is_not_written_to() {
    let whole = tempfile::tempdir().unwrap();
    let key = killed(whole.path());
    let refused = |spoil: &dyn Fn(&Path), expect: &str| {
        let dir = tempfile::tempdir().unwrap();
        for name in ["desk.db", "desk.db-wal", "keys.json"] {
            std::fs::copy(whole.path().join(name), dir.path().join(name)).unwrap();
        }
        spoil(dir.path());
        let before = database(dir.path());
        for _ in 0..2 {
            let said = Desk::open(dir.path(), "it", PASSWORD, None).err().unwrap();
            assert!(said.to_string().contains(expect), "{expect}: {said}");
            assert!(database(dir.path()) == before, "{expect}: written to");
        }
        let names = std::fs::read_dir(dir.path()).unwrap();
        let names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.ends_with(".lock"))
            .collect();
        assert_eq!(names.len(), 3, "{names:?}");
    };
    refused(
        &|dir| {
            let path = dir.join("desk.db");
            let size = path.metadata().unwrap().len() as usize;
            flip(&path, (4096 + 9..size).step_by(4096));
        },
        "备份恢复",
    );
    refused(&|dir| flip(&dir.join("desk.db"), 3..4), "备份恢复");
    refused(&|dir| flip(&dir.join("desk.db-wal"), 100..101), "预写日志");
    refused(
        &|dir| {
            let connection = connect::connect(dir, &key).unwrap();
            connection
                .execute_batch("PRAGMA user_version = 99")
                .unwrap();
        },
        "更新版本",
    );
}

/// Whether a desk with this database is refused, and its files stay as they are.
fn refused_unwritten(dir: &Path, bytes: &[u8]) -> bool {
    std::fs::write(dir.join("desk.db"), bytes).unwrap();
    // To look for a log SQLite makes an empty one.
    let log = || std::fs::read(dir.join("desk.db-wal")).unwrap_or_default();
    let before = log();
    let opened = Desk::open(dir, "it", PASSWORD, None);
    let refused = opened.is_err();
    drop(opened);
    refused && std::fs::read(dir.join("desk.db")).unwrap() == bytes && log() == before
}

#[test]
fn beside_a_log_a_flip_is_refused_or_mended_out_of_the_log() {
    let whole = tempfile::tempdir().unwrap();
    killed(whole.path());
    let before = database(whole.path());
    let size = before["desk.db"].len();
    let (mut refusals, mut mended) = (0, 0);
    // One flip in each page, and in the header.
    for at in (0..size)
        .step_by(4096)
        .map(|page| page + page / 4096 * 53 % 4096)
    {
        let dir = tempfile::tempdir().unwrap();
        for name in ["desk.db-wal", "keys.json"] {
            std::fs::copy(whole.path().join(name), dir.path().join(name)).unwrap();
        }
        let mut bytes = before["desk.db"].clone();
        bytes[at] ^= 1;
        if refused_unwritten(dir.path(), &bytes) {
            refusals += 1;
            continue;
        }
        // The page was torn while the log was folded in, as far as one can tell.
        let desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
        let value = meta::get(desk.reader(), "trial").unwrap();
        assert_eq!(value.as_deref(), Some("三"), "byte {at}");
        drop(desk);
        let desk = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
        assert_eq!(integrity(desk.reader()).unwrap(), None, "byte {at}");
        mended += 1;
    }
    assert!(
        refusals > 10 && mended > 0,
        "{refusals} refused, {mended} mended"
    );
}

#[test]
fn each_of_400_flipped_bytes_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = new_desk(dir.path());
    // Pages that are free again, which no table leads to.
    let long = "长".repeat(60_000);
    put(&mut desk, &long);
    put(&mut desk, "短");
    let key = desk.key().clone();
    drop(desk);
    let whole = std::fs::read(dir.path().join("desk.db")).unwrap();
    let trial = dir.path().join("trial.db");
    let noticed = |bytes: &[u8], check: &dyn Fn(&Copy) -> bool| {
        std::fs::write(&trial, bytes).unwrap();
        Copy::open(&trial, &key).map_or(true, |copy| check(&copy))
    };
    let as_desk_check = |copy: &Copy| !matches!(integrity(copy.reader()), Ok(None));
    let as_sqlite_alone =
        |copy: &Copy| connect::prove(copy.reader().sql(), connect::QUICK_CHECK).is_err();
    assert!(!noticed(&whole, &as_desk_check));
    let (mut state, mut missed_by_sqlite) = (20_210_506_u64, 0);
    let mut dice = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % most as u64) as usize
    };
    for trial in 0..400 {
        let mut bytes = whole.clone();
        // The head of the file, the ends of pages, and anywhere.
        let at = match trial % 8 {
            0 => dice(100),
            1 => 4095 - dice(80) + 4096 * dice(bytes.len() / 4096),
            _ => dice(bytes.len()),
        };
        bytes[at] ^= 1 << dice(8);
        assert!(noticed(&bytes, &as_desk_check), "byte {at}");
        assert!(
            refused_unwritten(dir.path(), &bytes),
            "byte {at} at opening"
        );
        missed_by_sqlite += usize::from(!noticed(&bytes, &as_sqlite_alone));
    }
    // The control: without the checksum of every page, free ones included, flips go by.
    assert!(missed_by_sqlite > 0);
    assert!(noticed(&whole[..whole.len() - 1], &as_desk_check), "cut");
}
