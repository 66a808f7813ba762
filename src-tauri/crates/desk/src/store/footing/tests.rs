//! The disk fails under the door.

use super::*;
use crate::Desk;
use crate::access::Act;
use crate::stage::{self, PASSWORD};
use crate::store::{Ask, Mark, Tx, audit, meta};
use rusqlite::ffi;
use std::path::Path;

/// What the next commit comes to.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Fault {
    /// It is done, and yet the disk says that a sync failed.
    DoneAndFailing,
    /// It is not done, and the disk says so.
    UndoneAndFailing,
}

impl Fault {
    pub(super) fn commit(self, connection: &Connection) -> rusqlite::Result<()> {
        if matches!(self, Fault::DoneAndFailing) {
            connection.execute_batch("COMMIT")?;
        }
        Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_IOERR_FSYNC),
            None,
        ))
    }
}

fn desk(dir: &Path) -> Desk {
    let mut desk = stage::desk(dir);
    desk.switch_to("centre", PASSWORD).unwrap();
    desk
}

/// One act: a word under a name.
fn put(desk: &mut Desk, name: &'static str) -> Result<(), StoreError> {
    desk.transact(Ask::to(Act::Place), |tx: &Tx<'_>| {
        meta::set(tx, name, "done")?;
        Ok(((), Mark::on("desk", name)))
    })
}

fn has(desk: &Desk, name: &str) -> bool {
    meta::get(desk.reader(), name).unwrap().is_some()
}

fn fail(desk: &mut Desk, fault: Fault) {
    desk.store_and_clock().0.fault = Some(fault);
}

#[test]
fn a_commit_that_fails_is_looked_up_and_said_to_be_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    put(&mut desk, "one").unwrap();
    let before = desk.store().head();
    fail(&mut desk, Fault::UndoneAndFailing);
    let said = put(&mut desk, "two").unwrap_err().to_string();
    assert!(said.contains("没有保存") && said.contains("介质"), "{said}");
    assert_eq!(desk.store().head(), before);
    assert!(!has(&desk, "two"));
    // Done after all: the act is acknowledged, once.
    fail(&mut desk, Fault::DoneAndFailing);
    put(&mut desk, "three").unwrap();
    assert!(has(&desk, "three"));
    assert_eq!(desk.store().head().seq, before.seq + 1);
    put(&mut desk, "four").unwrap();
    assert_eq!(audit::verify(desk.reader(), &[]).unwrap().broken, None);
    let head = desk.store().head();
    drop(desk);
    let desk = Desk::open(dir.path(), "centre", PASSWORD, None).unwrap();
    assert_eq!(desk.store().head().seq, head.seq + 1, "and the sign-in");
    assert!(has(&desk, "one") && has(&desk, "three") && has(&desk, "four"));
}

#[test]
fn an_act_of_unknown_outcome_is_cleared_up_before_the_next() {
    for (fault, done) in [
        (Fault::DoneAndFailing, true),
        (Fault::UndoneAndFailing, false),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = desk(dir.path());
        let (database, gone) = (dir.path().join("desk.db"), dir.path().join("gone"));
        fail(&mut desk, fault);
        // The medium is pulled out while the commit runs.
        let store = desk.store_and_clock().0;
        std::fs::rename(&database, &gone).unwrap();
        assert!(store.dir().exists());
        let said = put(&mut desk, "one").unwrap_err();
        assert!(matches!(said, StoreError::Unknown(_)), "{said}");
        // Nothing can be read or written, and nothing is made in the file's place.
        let said = meta::get(desk.reader(), "one").unwrap_err().to_string();
        assert!(said.contains("已经关闭"), "{said}");
        assert!(put(&mut desk, "two").is_err());
        assert!(!database.exists());
        // The medium is back.
        std::fs::rename(&gone, &database).unwrap();
        let next = put(&mut desk, "three");
        match done {
            true => assert!(matches!(next, Err(StoreError::FoundDone(_))), "{next:?}"),
            false => next.unwrap(),
        }
        assert_eq!((has(&desk, "one"), has(&desk, "three")), (done, !done));
        put(&mut desk, "four").unwrap();
        assert_eq!(audit::verify(desk.reader(), &[]).unwrap().broken, None);
    }
}

/// The control: without the looking-up, what SQLite says is a lie, and a second try would do the
/// act twice.
#[test]
fn what_sqlite_says_of_a_failed_sync_is_not_the_outcome() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let store = desk.store_and_clock().0;
    store.begin().unwrap();
    store
        .connection
        .execute("INSERT INTO meta (key, value) VALUES ('one', 'done')", [])
        .unwrap();
    assert!(Fault::DoneAndFailing.commit(&store.connection).is_err());
    assert!(has(&desk, "one"));
}

#[test]
fn a_full_disk_stops_one_act_and_the_next_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    put(&mut desk, "one").unwrap();
    let before = desk.store().head();
    let connection = &desk.store_and_clock().0.connection;
    let pages: i64 = connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    connection
        .execute_batch(&format!("PRAGMA max_page_count = {pages}"))
        .unwrap();
    let long = "长".repeat(1 << 20);
    let big = |desk: &mut Desk| {
        desk.transact::<(), StoreError>(Ask::to(Act::Place), |tx| {
            meta::set(tx, "big", &long)?;
            Ok(((), Mark::on("desk", "big")))
        })
    };
    let said = big(&mut desk).unwrap_err().to_string();
    assert!(
        said.contains("磁盘已满") && said.contains("清理出空间"),
        "{said}"
    );
    assert_eq!(desk.store().head(), before);
    assert!(has(&desk, "one") && !has(&desk, "big"));
    // The new connection has room again.
    big(&mut desk).unwrap();
    assert!(has(&desk, "big"));
}

#[test]
fn damage_found_while_running_ends_all_writing() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let store = desk.store_and_clock().0;
    fold_now(&store.connection).unwrap();
    store
        .connection
        .execute_batch("PRAGMA cache_size = 1; PRAGMA shrink_memory;")
        .unwrap();
    let database = dir.path().join("desk.db");
    let mut bytes = std::fs::read(&database).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page[77] ^= 1;
    }
    std::fs::write(&database, &bytes).unwrap();
    let said = put(&mut desk, "one").unwrap_err().to_string();
    assert!(said.contains("备份恢复"), "{said}");
    for _ in 0..3 {
        let again = put(&mut desk, "two");
        assert!(matches!(again, Err(StoreError::Damaged(_))), "{again:?}");
    }
    drop(desk);
    assert!(std::fs::read(&database).unwrap() == bytes, "written to");
    let refused = Desk::open(dir.path(), "centre", PASSWORD, None)
        .err()
        .unwrap();
    assert!(refused.to_string().contains("备份恢复"), "{refused}");
    assert!(std::fs::read(&database).unwrap() == bytes, "written to");
}

#[test]
fn a_long_log_is_folded_in_and_a_short_one_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk(dir.path());
    let log = dir.path().join("desk.db-wal");
    let long = "长".repeat(2 << 20);
    put(&mut desk, "one").unwrap();
    assert!(log.metadata().unwrap().len() > 0);
    desk.transact::<(), StoreError>(Ask::to(Act::Place), |tx| {
        meta::set(tx, "big", &long)?;
        Ok(((), Mark::on("desk", "big")))
    })
    .unwrap();
    assert_eq!(log.metadata().unwrap().len(), 0);
    drop(desk);
    assert!(!log.exists(), "closing folds the rest in");
}
