//! The rules of admission as data: loads a policy pack, judges a child, explains the verdict.
//!
//! Pure: no file, database, clock or randomness. A verdict depends on the child, the district's
//! tables and the pack alone.

pub mod address;
mod catchment;
pub mod fact;
pub mod judge;
pub mod lookup;
mod months;
pub mod office;
pub mod pack;
pub mod remedy;
mod route;
pub mod table;
pub mod trial;
pub mod verdict;
mod warning;
mod weigh;
pub mod world;

pub use fact::{Case, Fact, Kind};
pub use judge::judge;
pub use office::{OFFICES, Office};

pub use pack::{Pack, PackError};
pub use remedy::{Advisor, Remedies, Remedy};
pub use table::{
    Catchment, EstateAlias, Level, Ownership, PrimaryZone, School, SchoolKind, SeatRecord, Tables,
};
pub use verdict::{
    Condition, Excluded, Note, Outcome, Reason, Route, Severity, State, Verdict, Warning,
};
pub use world::World;
