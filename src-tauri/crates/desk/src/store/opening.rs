//! Making and opening a desk's database, and the first entry of each of its epochs.

use super::connect::{
    DATABASE, close_unfolded, connect, lock_desk, log_ahead, make, prove_whole, random, renew_wal,
};
use super::footing::{Footing, latest};
use super::keys::DeskKey;
use super::{Reader, Store, StoreError, audit, migrate};
use crate::access::Session;
use crate::clock::{Clock, stamp};
use crate::journal::{self, Entry, Genesis, Head, NO_HEAD};
use rusqlite::Connection;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A desk's database, held for this process and whole, its schema still as it was found.
pub(crate) struct Found {
    connection: Connection,
    dir: PathBuf,
    key: DeskKey,
    lock: File,
}

impl Found {
    /// Whether an older program wrote it: [`Found::take`] would migrate it.
    pub(crate) fn is_older(&self) -> Result<bool, StoreError> {
        migrate::is_behind(&self.connection)
    }

    /// Reading the tables as they are.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader {
            connection: &self.connection,
        }
    }

    /// Brings the schema up to date and opens the desk: from here on it is written to.
    pub(crate) fn take(mut self) -> Result<Store, StoreError> {
        migrate::refuse_future(&self.connection)?;
        log_ahead(&self.connection)?;
        migrate::run(&mut self.connection)?;
        let Some((head, entry, _)) = audit::last(self.reader())? else {
            return Err(StoreError::Damaged("日志为空".into()));
        };
        let latest_at = latest(&self.connection, &entry.at)?;
        let genesis = audit::genesis(self.reader())?;
        Ok(Store {
            connection: self.connection,
            dir: self.dir,
            head,
            epoch: entry.epoch,
            last_at: entry.at,
            latest_at,
            demo: genesis.is_some_and(|(_, genesis)| genesis.demo),
            key: self.key,
            footing: Footing::Firm,
            #[cfg(test)]
            fault: None,
            _lock: self.lock,
        })
    }
}

impl Store {
    /// Makes the database of a new desk and writes GENESIS.
    pub(crate) fn create(
        dir: &Path,
        key: &DeskKey,
        clock: &Clock,
        first: &Session,
        demo: bool,
    ) -> Result<Store, StoreError> {
        let lock = lock_desk(dir, &first.name)?;
        let mut connection = make(dir, key)?;
        migrate::run(&mut connection)?;
        let mut store = Store {
            connection,
            dir: dir.to_owned(),
            head: Head {
                seq: 0,
                hash: NO_HEAD,
            },
            epoch: String::new(),
            last_at: String::new(),
            latest_at: String::new(),
            demo,
            key: key.clone(),
            footing: Footing::Firm,
            #[cfg(test)]
            fault: None,
            _lock: lock,
        };
        store.begin_epoch(first, clock, demo)?;
        Ok(store)
    }

    /// Takes the folder, unlocks the database and reads all of it. Neither the database nor its log
    /// is written to before both were found whole.
    pub(crate) fn find(dir: &Path, person: &str, key: &DeskKey) -> Result<Found, StoreError> {
        let path = dir.join(DATABASE);
        if !path.is_file() {
            return Err(StoreError::NoDesk(format!(
                "{} 缺失，没有写入任何内容。请取回原文件，或用最近的备份恢复。",
                path.display()
            )));
        }
        crate::open::refuse_network(dir)?;
        let lock = lock_desk(dir, person)?;
        let connection = connect(dir, key)?;
        prove_whole(&connection, dir)?;
        migrate::refuse_future(&connection)?;
        close_unfolded(connection);
        renew_wal(dir)?;
        Ok(Found {
            connection: connect(dir, key)?,
            dir: dir.to_owned(),
            key: key.clone(),
            lock,
        })
    }

    /// Begins an epoch of the journal under a new device key. The chain goes on: GENESIS names the
    /// head of the epoch before, which is the hash that it follows (spec/records.md, "Journal").
    pub(crate) fn begin_epoch(
        &mut self,
        by: &Session,
        clock: &Clock,
        demo: bool,
    ) -> Result<(), StoreError> {
        let epoch = journal::hex(&random::<4>()?);
        let genesis = Genesis {
            device: journal::hex(&random::<32>()?),
            previous: journal::hex(&self.head.hash),
            demo,
        };
        self.begin()?;
        let written = self.append(Entry {
            v: 1,
            seq: self.head.seq + 1,
            epoch: epoch.clone(),
            at: stamp(clock.now()),
            actor: by.name.clone(),
            role: "sysadmin".into(),
            act: journal::GENESIS.into(),
            kind: "desk".into(),
            id: by.office.clone(),
            before: None,
            after: None,
            result: "ok".into(),
            reason: String::new(),
            genesis: Some(genesis),
        });
        self.end(written)?;
        self.epoch = epoch;
        Ok(())
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) fn as_an_older_program_left_it(dir: &Path, key: &DeskKey) {
    let connection = connect(dir, key).unwrap();
    connection
        .execute_batch(
            "DROP TABLE backup; DROP TABLE drill; DROP TABLE person_stopped; DROP TABLE closing;
             DROP TABLE retention; DROP TABLE purge; PRAGMA user_version = 4;",
        )
        .unwrap();
}
