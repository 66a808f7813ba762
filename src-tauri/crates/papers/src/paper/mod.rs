//! One file a paper.

pub mod case;
pub mod closing;
pub mod compliance;
pub mod notice;
pub mod purge;
pub mod record;
pub mod recovery;
pub mod roster;
