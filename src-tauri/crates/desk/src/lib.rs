//! The application: everything the offices do, with no window system.
//!
//! A *desk* (工作台) is a folder with one office's encrypted database and its files. [`Desk`] opens
//! one for a signed-in person; the modules below are what can be done at it.

pub mod access;
pub mod backup;
pub mod ceremony;
pub mod clock;
pub mod district;
pub mod founding;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod inspect;
pub mod intake;
pub mod issue;
pub mod journal;
pub mod leaving;
pub mod memory;
mod open;
pub mod pack;
pub mod purge;
pub mod register;
pub mod retention;
pub mod sample;
pub mod season;
mod site;
#[cfg(test)]
mod stage;
pub mod store;
#[cfg(test)]
mod torture;
pub mod trial;
pub mod wire;

pub use open::{Account, Desk, DeskError, Leave, NewDesk, Purpose, demonstration, is_of_street};
pub(crate) use open::{keep_to_owner, make_folders};
