//! The one door that writes.

use super::StoreError;
use super::connect::random;
use super::footing::{Footing, put_latest};
use super::keys::DeskKey;
use crate::access::{Act, Session, permit};
use crate::clock::{Clock, stamp};
use crate::journal::{self, Entry, Head};
use chrono::DateTime;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What is asked of the door.
#[derive(Debug, Clone)]
pub struct Ask {
    act: Act,
    reason: String,
    act_id: Option<String>,
}

impl Ask {
    /// Asks for an act.
    pub fn to(act: Act) -> Ask {
        Ask {
            act,
            reason: String::new(),
            act_id: None,
        }
    }

    /// With the person's reason.
    pub fn because(mut self, reason: &str) -> Ask {
        reason.clone_into(&mut self.reason);
        self
    }

    /// Under an idempotency id: a second time gives [`StoreError::AlreadyDone`].
    pub fn once(mut self, act_id: &str) -> Ask {
        self.act_id = Some(act_id.to_owned());
        self
    }
}

/// What the journal says of a finished act.
#[derive(Debug, Clone)]
pub struct Mark {
    kind: &'static str,
    id: String,
    before: Option<Value>,
    after: Option<Value>,
    result: String,
}

impl Mark {
    /// The record that the act is about: its kind (`child`, `import`, `ceremony` …) and id.
    pub fn on(kind: &'static str, id: impl Into<String>) -> Mark {
        Mark {
            kind,
            id: id.into(),
            before: None,
            after: None,
            result: "ok".into(),
        }
    }

    /// The record as it was; kept as an HMAC only.
    pub fn before(mut self, record: Value) -> Mark {
        self.before = Some(record);
        self
    }

    /// The record as it is now; kept as an HMAC only.
    pub fn after(mut self, record: Value) -> Mark {
        self.after = Some(record);
        self
    }

    /// A word or figures in place of `ok`. Names and numbers of children do not belong here.
    pub fn result(mut self, result: impl Into<String>) -> Mark {
        self.result = result.into();
        self
    }
}

/// Reading access to the tables.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub(super) connection: &'a Connection,
}

impl<'a> Reader<'a> {
    pub(super) fn sql(&self) -> &'a Connection {
        self.connection
    }
}

/// A running transaction of the write door.
pub struct Tx<'a> {
    connection: &'a Connection,
    /// The time of the act, as it stands in the journal.
    pub at: String,
    /// Who acts.
    pub actor: String,
    /// The number that the act's journal entry gets.
    pub seq: i64,
}

impl<'a> Tx<'a> {
    pub(super) fn sql(&self) -> &'a Connection {
        self.connection
    }

    /// Reading inside the transaction.
    pub fn reader(&self) -> Reader<'a> {
        Reader {
            connection: self.connection,
        }
    }
}

/// One desk's open database.
pub struct Store {
    pub(super) connection: Connection,
    pub(super) dir: PathBuf,
    pub(super) head: Head,
    pub(super) epoch: String,
    pub(super) last_at: String,
    /// The latest time of any entry: later than the last one's where the clock was set back.
    pub(super) latest_at: String,
    /// Whether it is a demonstration.
    pub(super) demo: bool,
    pub(super) key: DeskKey,
    pub(super) footing: Footing,
    #[cfg(test)]
    pub(super) fault: Option<super::footing::Fault>,
    pub(super) _lock: File,
}

impl Store {
    /// The desk's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the journal stands.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The first eight hex digits that name this run of the desk.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Time of the last entry.
    pub fn last_at(&self) -> &str {
        &self.last_at
    }

    /// Puts a set clock forward to the last entry.
    pub(crate) fn put_forward(&self, clock: &Clock) {
        if let Ok(last) = DateTime::parse_from_rfc3339(&self.last_at) {
            clock.not_before(last.to_utc());
        }
    }

    /// Reading access.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            connection: &self.connection,
        }
    }

    /// Refuses where the clock is behind the journal: behind any of its entries, since the first act
    /// under a clock set back (a sign-in) would else be the last entry and hide it. A demonstration's
    /// day is set at will and compared with the last entry alone. The door asks for every act that waits for
    /// the clock; who writes files before coming to the door asks first.
    ///
    /// # Errors
    /// [`StoreError::ClockBehind`].
    pub fn require_clock(&self, clock: &Clock) -> Result<(), StoreError> {
        let now = clock.now();
        let last_at = match self.demo {
            true => &self.last_at,
            false => &self.latest_at,
        };
        match DateTime::parse_from_rfc3339(last_at) {
            Ok(last) if now < last => Err(StoreError::ClockBehind {
                now: crate::clock::beijing(&stamp(now)),
                last: crate::clock::beijing(last_at),
            }),
            _ => Ok(()),
        }
    }

    /// The write door: permission, work, journal entry, commit; then the act is done.
    ///
    /// A refusal is entered in the journal. Work that fails leaves nothing. A commit that the disk
    /// fails is looked up before anything is said of it (`store::footing`).
    ///
    /// # Errors
    /// [`StoreError::Refused`], [`StoreError::ClockBehind`], [`StoreError::AlreadyDone`], what the work says, or what the disk
    /// says; [`StoreError::Unknown`] where it does not even say what became of the act.
    pub fn transact<T, E>(
        &mut self,
        by: &Session,
        clock: &Clock,
        ask: Ask,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, Mark), E>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + Error + 'static,
    {
        let role = match permit(by, ask.act) {
            Ok(role) => role.code(),
            Err(refused) => {
                self.note_refusal(by, clock, &ask)?;
                return Err(StoreError::from(refused).into());
            }
        };
        if ask.act.waits_for_the_clock() {
            self.require_clock(clock)?;
        }
        self.begin()?;
        let done = self.inside(by, clock, &ask, role, work);
        self.end(done)
    }

    fn inside<T, E>(
        &mut self,
        by: &Session,
        clock: &Clock,
        ask: &Ask,
        role: &str,
        work: impl FnOnce(&Tx<'_>) -> Result<(T, Mark), E>,
    ) -> Result<T, E>
    where
        E: From<StoreError> + Error + 'static,
    {
        if let Some(id) = &ask.act_id {
            let seq: Option<i64> = self
                .connection
                .query_row("SELECT seq FROM act_done WHERE act_id = ?1", [id], |row| {
                    row.get(0)
                })
                .optional()
                .map_err(StoreError::from)?;
            if let Some(seq) = seq {
                return Err(StoreError::AlreadyDone(seq).into());
            }
        }
        let at = stamp(clock.now());
        let tx = Tx {
            connection: &self.connection,
            at: at.clone(),
            actor: by.name.clone(),
            seq: self.head.seq + 1,
        };
        let (value, mark) = work(&tx)?;
        let seal = |record: &Option<Value>| match record {
            None => Ok(None),
            Some(record) => tx.record_mac(mark.kind, &mark.id, record).map(Some),
        };
        let entry = Entry {
            v: 1,
            seq: self.head.seq + 1,
            epoch: self.epoch.clone(),
            at,
            actor: by.name.clone(),
            role: role.to_owned(),
            act: ask.act.code().to_owned(),
            kind: mark.kind.to_owned(),
            id: mark.id.clone(),
            before: seal(&mark.before)?,
            after: seal(&mark.after)?,
            result: mark.result.clone(),
            reason: ask.reason.clone(),
            genesis: None,
        };
        self.append(entry)?;
        if let Some(id) = &ask.act_id {
            self.connection
                .execute(
                    "INSERT INTO act_done (act_id, seq) VALUES (?1, ?2)",
                    params![id, self.head.seq],
                )
                .map_err(StoreError::from)?;
        }
        Ok(value)
    }

    fn note_refusal(&mut self, by: &Session, clock: &Clock, ask: &Ask) -> Result<(), StoreError> {
        let role = by.roles.first().map_or("", |role| role.code());
        self.begin()?;
        let written = self.append(Entry {
            v: 1,
            seq: self.head.seq + 1,
            epoch: self.epoch.clone(),
            at: stamp(clock.now()),
            actor: by.name.clone(),
            role: role.to_owned(),
            act: ask.act.code().to_owned(),
            kind: "refusal".into(),
            id: String::new(),
            before: None,
            after: None,
            result: "refused".into(),
            reason: ask.reason.clone(),
            genesis: None,
        });
        self.end(written)
    }

    pub(super) fn append(&mut self, entry: Entry) -> Result<(), StoreError> {
        let text = entry.canonical()?;
        let hash = journal::hash(&self.head.hash, &text);
        self.connection.execute(
            "INSERT INTO journal (seq, entry, hash) VALUES (?1, ?2, ?3)",
            params![entry.seq, text, hash.as_slice()],
        )?;
        self.head = Head {
            seq: entry.seq,
            hash,
        };
        if entry.at < self.latest_at {
            put_latest(&self.connection, &self.latest_at)?;
        } else {
            self.latest_at.clone_from(&entry.at);
        }
        self.last_at = entry.at;
        Ok(())
    }
}

impl Tx<'_> {
    fn record_mac(&self, kind: &str, id: &str, record: &Value) -> Result<String, StoreError> {
        let known: Option<Vec<u8>> = self
            .connection
            .query_row(
                "SELECT salt FROM salt WHERE kind = ?1 AND id = ?2",
                [kind, id],
                |row| row.get(0),
            )
            .optional()?;
        let salt = match known {
            Some(salt) => salt,
            None => {
                let salt = random::<32>()?.to_vec();
                self.connection.execute(
                    "INSERT INTO salt (kind, id, salt) VALUES (?1, ?2, ?3)",
                    params![kind, id, salt],
                )?;
                salt
            }
        };
        Ok(journal::record_mac(&salt, record)?)
    }
}

#[cfg(test)]
mod tests;
