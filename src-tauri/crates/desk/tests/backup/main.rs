//! Backups, restore and recovery on real desks (spec/records.md).

mod automatic;
#[path = "../ceremony/desk.rs"]
#[allow(dead_code)]
mod desk;
#[path = "../durability/mod.rs"]
mod durability;
mod medium;
mod recovery;
mod refused;
mod restored;
mod stage;
