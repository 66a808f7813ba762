//! The draw (派位), as `spec/draw.md` (format 1) lays it down, whole and alone.
//!
//! This crate is what a notary's expert reads. It turns three lists into a frozen ceremony, the
//! frozen ceremony and the witnesses' digits into a seed, the seed into tickets, the tickets into
//! seats, and it re-derives all of that from a folder's bytes. It opens no file, reads no clock and
//! draws no randomness of its own: the machine nonce and the digits are arguments, and the same
//! arguments give the same bytes on every machine.
//!
//! In the order of a ceremony:
//!
//! 1. [`Lists::new`] checks batches, seats and roster, sorts them and gives every row its index
//!    ([`Lists::parse`] reads them back from their files);
//! 2. [`freeze`] makes the four frozen files, `freeze.txt` (封存单) among them;
//! 3. [`seed_text`] makes `seed.txt`; its SHA-256 is the [`Seed`];
//! 4. [`allocate`] (or, unwritten, [`allocation`]) gives one [`ResultRow`] a roster row, [`result_csv`] writes them;
//! 5. [`close_completed`] or [`close_aborted`] ends it; [`season_text`] closes a season;
//! 6. [`verify`] takes folders and checks everything above again, one sentence a check.
//!
//! What is wrong with data is an answer, not a failure: a [`Finding`] with file, row and a Chinese
//! sentence that says how to cure it.

mod allocate;
mod allocation;
mod canon;
mod choices;
mod close;
mod code;
mod digest;
mod finding;
mod folder;
mod freeze;
mod listfiles;
mod lists;
mod number;
mod pool;
mod rank;
mod reasons;
mod result;
mod season;
mod seed;
mod ticket;
mod verify;
mod words;

pub use allocate::{allocate, allocation};
pub use allocation::Allocation;
pub use close::{Abort, Close, State, close_aborted, close_completed};
pub use code::Code;
pub use digest::{Digest, Nonce};
pub use finding::Finding;
pub use folder::{Folder, file};
pub use freeze::{Freeze, Frozen, Slot, SlotKind, freeze};
pub use lists::{Batch, Groups, Leftover, Lists, Method, PlanLine, Row};
pub use number::{Mode, Number};
pub use result::{Outcome, Reason, ResultRow, result_csv};
pub use season::season_text;
pub use seed::seed_text;
pub use ticket::{Seed, Ticket, ticket, tickets};
pub use verify::{Check, Report, Verdict, verify};
