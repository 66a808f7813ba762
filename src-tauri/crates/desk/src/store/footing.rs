//! What the write door stands on: whether its connection may still be written to, and how a firm
//! footing is regained after the disk has failed (spec/records.md, "Storage and acknowledgement").
//!
//! A connection that saw a failure is closed, without a checkpoint, and the file is opened anew.
//! Whether the act of a failed commit is in it, the journal tells: an act's idempotency id is the
//! hash of its entry, which is committed with the rows or not at all.

use super::connect::{DAMAGED_PAGES, close_unfolded, connect, is_damage, prove_whole, renew_wal};
use super::{Reader, Store, StoreError, audit, meta};
use crate::journal::{Head, NO_HEAD};
use rusqlite::{Connection, ErrorCode, OptionalExtension};
use std::error::Error;

/// Whether the connection may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Footing {
    /// It may.
    Firm,
    /// The disk failed; the file is to be opened anew before anything else is done. The head is
    /// that of a commit whose outcome is not known.
    Lost(Option<Head>),
    /// Damage was found: nothing is written any more.
    Damaged(String),
}

/// What became of a commit that the disk failed.
pub(super) enum Outcome {
    /// It is in the file, and on the disk.
    Done,
    /// It is not in the file.
    Undone,
}

impl Store {
    /// Opens a transaction on a firm footing.
    ///
    /// # Errors
    /// Where there is none to be had; [`StoreError::FoundDone`] where an earlier act of unknown
    /// outcome turns out to be done.
    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        match &self.footing {
            Footing::Firm => {}
            Footing::Damaged(what) => return Err(StoreError::Damaged(what.clone())),
            Footing::Lost(doubt) => {
                let doubt = *doubt;
                if let (Outcome::Done, Some(head)) = (self.regain(doubt)?, doubt) {
                    return Err(StoreError::FoundDone(head.seq));
                }
            }
        }
        match self.connection.execute_batch("BEGIN IMMEDIATE") {
            Err(error) if is_of_the_disk(&error) => {
                // Nothing was begun, so that a second try risks nothing.
                self.regain(None)?;
                Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
            }
            begun => Ok(begun?),
        }
    }

    /// Commits what went well and rolls back what did not. A commit that fails is looked up before
    /// anything is said of it.
    pub(super) fn end<T, E>(&mut self, done: Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError> + Error + 'static,
    {
        let value = match done {
            Ok(value) => value,
            Err(error) => {
                self.undo(stems_from_the_disk(&error));
                return Err(error);
            }
        };
        match self.commit() {
            Ok(()) => {
                self.fold();
                Ok(value)
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                self.undo(false);
                Err(StoreError::from(error).into())
            }
            Err(error) => match self.regain(Some(self.head)) {
                Ok(Outcome::Done) => Ok(value),
                Ok(Outcome::Undone) => Err(StoreError::from(error).into()),
                Err(StoreError::Damaged(what)) => Err(StoreError::Damaged(what).into()),
                Err(_) => Err(StoreError::Unknown(Box::new(error.into())).into()),
            },
        }
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        #[cfg(test)]
        if let Some(fault) = self.fault.take() {
            return fault.commit(&self.connection);
        }
        self.connection.execute_batch("COMMIT")
    }

    /// Takes back a transaction that was not committed.
    fn undo(&mut self, the_disk_failed: bool) {
        let rolled_back =
            self.connection.is_autocommit() || self.connection.execute_batch("ROLLBACK").is_ok();
        let recalled = rolled_back && !the_disk_failed && self.recall_head().is_ok();
        if !recalled {
            // Where this fails too, the footing stays lost and the next act tries again.
            let _ = self.regain(None);
        }
    }

    /// Closes the file and opens it anew; answers whether the commit in doubt is in it.
    fn regain(&mut self, doubt: Option<Head>) -> Result<Outcome, StoreError> {
        self.footing = Footing::Lost(doubt);
        self.shut()?;
        let opened = connect(&self.dir, &self.key)
            .and_then(|connection| prove_whole(&connection, &self.dir).map(|()| connection));
        self.connection = opened.map_err(|error| self.note_damage(error))?;
        let outcome = match doubt {
            Some(head) if self.holds(head)? => Outcome::Done,
            _ => Outcome::Undone,
        };
        if matches!(outcome, Outcome::Done) {
            // After a failed sync the system may hold as written what the disk never got.
            self.shut()?;
            renew_wal(&self.dir)?;
            self.connection = connect(&self.dir, &self.key)?;
        }
        self.recall_head()?;
        self.footing = Footing::Firm;
        Ok(outcome)
    }

    /// Puts an empty database in the connection's place, so that the file is closed.
    fn shut(&mut self) -> Result<(), StoreError> {
        let empty = Connection::open_in_memory()?;
        close_unfolded(std::mem::replace(&mut self.connection, empty));
        Ok(())
    }

    /// From here on nothing is written any more, where it is damage that was found.
    fn note_damage(&mut self, error: StoreError) -> StoreError {
        let what = match error {
            StoreError::Damaged(what) => what,
            StoreError::Sqlite(error) if is_damage(&error) => DAMAGED_PAGES.to_owned(),
            other => return other,
        };
        self.footing = Footing::Damaged(what.clone());
        StoreError::Damaged(what)
    }

    /// Whether the journal holds this very entry.
    fn holds(&self, head: Head) -> Result<bool, StoreError> {
        let hash: Option<Vec<u8>> = self
            .connection
            .query_row(
                "SELECT hash FROM journal WHERE seq = ?1",
                [head.seq],
                |row| row.get(0),
            )
            .optional()?;
        Ok(hash.is_some_and(|hash| hash == head.hash))
    }

    /// Reads again where the journal stands.
    fn recall_head(&mut self) -> Result<(), StoreError> {
        let Some((head, entry, _)) = audit::last(self.reader())? else {
            self.head = Head {
                seq: 0,
                hash: NO_HEAD,
            };
            return Ok(());
        };
        self.head = head;
        self.epoch = entry.epoch;
        self.latest_at = latest(&self.connection, &entry.at)?;
        self.last_at = entry.at;
        Ok(())
    }

    /// Folds the write-ahead log into the database once it is long. What was committed stays so
    /// where this fails; the file is opened anew before the next act.
    fn fold(&mut self) {
        let wal = self.dir.join(super::connect::WAL);
        let long = std::fs::metadata(wal).is_ok_and(|found| found.len() > LONGEST_WAL);
        if long && fold_now(&self.connection).is_err() {
            self.footing = Footing::Lost(None);
        }
    }
}

/// Bytes of the write-ahead log after which it is folded in.
const LONGEST_WAL: u64 = 4 << 20;

fn fold_now(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

impl Drop for Store {
    /// Only a database on a firm footing is folded together on closing.
    fn drop(&mut self) {
        if self.footing == Footing::Firm {
            super::connect::fold_on_close(&self.connection);
        }
    }
}

/// Where the journal's latest time is kept while its last entry is earlier.
const LATEST: &str = "clock_latest";

/// The latest time of any entry, of a journal whose last one is of `last_at`.
pub(super) fn latest(connection: &Connection, last_at: &str) -> Result<String, StoreError> {
    let kept = meta::get(Reader { connection }, LATEST)?;
    Ok(kept
        .filter(|kept| kept.as_str() > last_at)
        .unwrap_or_else(|| last_at.to_owned()))
}

/// Keeps it, since an earlier entry follows.
pub(super) fn put_latest(connection: &Connection, at: &str) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
        [LATEST, at],
    )?;
    Ok(())
}

/// Whether SQLite speaks of the disk or the file, not of what was asked of it.
pub(super) fn is_of_the_disk(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::SystemIoFailure
                | ErrorCode::DiskFull
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::OutOfMemory
        )
    )
}

/// The same of any error, by what it stems from.
fn stems_from_the_disk(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error: &&(dyn Error + 'static)| {
        (*error).source()
    })
    .filter_map(|error| error.downcast_ref::<rusqlite::Error>())
    .any(is_of_the_disk)
}

#[cfg(test)]
pub(super) use tests::Fault;
#[cfg(test)]
mod tests;
