//! The rules of admission as data: loads a policy pack, judges a child, explains the verdict.
//!
//! Pure: no file, database, clock or randomness. A verdict depends on the child, the district's
//! tables and the pack alone.

pub mod fact;

pub use fact::{Case, Fact, Kind};
