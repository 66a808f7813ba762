//! A long journal in little time, for `make bench`: entries as acts leave them, but thousands to a
//! transaction. Behind the feature `long-journal`, which only the benches' package turns on.

use super::Store;
use crate::access::Act;
use crate::clock::stamp;
use crate::journal::{Entry, hex};
use crate::open::{Desk, DeskError};
use sha2::{Digest, Sha256};

/// Entries in one transaction.
const BATCH: i64 = 20_000;

impl Desk {
    /// Lengthens a demonstration desk's journal to `total` entries.
    ///
    /// # Errors
    /// At other desks, or what the disk says.
    pub fn lengthen_journal(&mut self, total: i64) -> Result<(), DeskError> {
        if !self.is_demo() {
            return Err(DeskError::Invalid("只有演示工作台可以加长日志。".into()));
        }
        let (store, clock) = self.store_and_clock();
        while store.head().seq < total {
            let until = total.min(store.head().seq + BATCH);
            store.begin()?;
            let mut written = Ok(());
            for seq in store.head().seq + 1..=until {
                let entry = made(store, seq, stamp(clock.now()));
                written = store.append(entry);
                if written.is_err() {
                    break;
                }
            }
            store.end(written)?;
        }
        Ok(())
    }
}

/// An act of one child, as a day of entering leaves it.
fn made(store: &Store, seq: i64, at: String) -> Entry {
    let act = Act::ALL[usize::try_from(seq).unwrap_or(0) % Act::ALL.len()];
    let mac = |salt: u8| {
        Some(hex(&Sha256::digest(
            [&seq.to_le_bytes()[..], &[salt]].concat(),
        )))
    };
    Entry {
        v: 1,
        seq,
        epoch: store.epoch().to_owned(),
        at,
        actor: format!("经办人{}", seq % 17),
        role: act.roles().first().map_or("", |role| role.code()).into(),
        act: act.code().into(),
        kind: "child".into(),
        id: format!("H21{seq:09}"),
        before: mac(0),
        after: mac(1),
        result: "ok".into(),
        reason: String::new(),
        genesis: None,
    }
}
