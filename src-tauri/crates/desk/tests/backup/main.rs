//! Backups, restore and recovery on real desks (spec/records.md).

mod automatic;
#[path = "../ceremony/desk.rs"]
#[allow(dead_code)]
mod desk;
mod medium;
mod recovery;
mod refused;
mod restored;
mod stage;
