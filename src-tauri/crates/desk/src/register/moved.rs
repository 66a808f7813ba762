//! What verdicts rest on, and that it has moved.

use crate::store::{StoreError, Tx, change, meta};

/// Where the counter of moves is kept.
const REVISION: &str = "register";

/// Something on which verdicts rest and that has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved<'a> {
    /// An import entered rows.
    Import {
        /// Its number.
        number: i64,
        /// Its template's name: `applicants`.
        template: &'a str,
    },
    /// An import was taken back.
    Withdrawal {
        /// Its number.
        number: i64,
        /// Its template's name.
        template: &'a str,
        /// Children whose facts came back, with the headers, joined by 、.
        returned: &'a [(String, String)],
    },
    /// A formal ceremony was given up: who stood in it is no longer decided by it.
    Abort {
        /// Its number.
        ceremony: &'a str,
    },
    /// Another pack is in force.
    Pack {
        /// Its digest.
        digest: &'a str,
    },
    /// A switch has another value.
    Switch {
        /// Its name.
        name: &'a str,
        /// The value.
        value: &'a str,
    },
    /// Children and records that were due were deleted.
    Purge,
}

/// Announces, in the transaction of the act, that verdicts must be renewed, and why.
///
/// # Errors
/// What the disk says.
pub fn moved(tx: &Tx<'_>, what: &Moved<'_>) -> Result<(), StoreError> {
    let revision = revision(meta::get(tx.reader(), REVISION)?) + 1;
    meta::set(tx, REVISION, &revision.to_string())?;
    match *what {
        Moved::Import { number, template } => {
            change::add_move(tx, revision, "import", Some(number), template)
        }
        Moved::Withdrawal {
            number,
            template,
            returned,
        } => {
            change::add_move(tx, revision, "withdrawal", Some(number), template)?;
            change::put_returned(tx, revision, returned)
        }
        Moved::Abort { ceremony } => change::add_move(tx, revision, "abort", None, ceremony),
        Moved::Pack { digest } => change::add_move(tx, revision, "pack", None, digest),
        Moved::Switch { name, value } => {
            change::add_move(tx, revision, "switch", None, &format!("{name}={value}"))
        }
        Moved::Purge => change::add_move(tx, revision, "purge", None, ""),
    }
}

fn revision(kept: Option<String>) -> i64 {
    kept.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// What the verdicts rest on now: the last move, and the state of the policy.
pub(crate) fn state(desk: &crate::open::Desk) -> Result<String, StoreError> {
    let revision = revision(meta::get(desk.reader(), REVISION)?);
    Ok(format!("{revision}/{}", desk.policy_state()))
}
