//! What the window may ask of the desk, and how the answers look.
//!
//! Only this module serialises for the window. [`Window`] is one open window: the folder of its
//! desk, who is signed in, and the files that were chosen; [`Window::call`] answers by name.

mod ceremony_files;
mod changes;
mod child_page;
mod children;
mod drawing;
mod draws;
mod fact_papers;
mod failure;
mod founding;
mod history;
mod home;
mod idle;
mod imports;
mod intaking;
mod journal;
mod journal_acts;
pub(crate) mod masking;
mod overview;
mod papers;
mod people;
mod policy;
mod printing;
mod safekeeping;
mod session;
mod sheet;
mod table;
#[cfg(test)]
mod who_may;
mod window;
mod words;

pub use failure::{Failure, FailureCode, Progress};
pub use imports::PickFor;
pub use masking::covered;
#[cfg(feature = "fuzzing")]
pub(crate) use table::reads;
pub use table::{CALLS, Call, typescript};
pub use window::{Host, Window};
