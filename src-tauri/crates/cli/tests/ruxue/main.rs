//! `ruxue` from outside: exit status, sentence, effect.

mod accounts;
mod backups;
mod bad_input;
mod broken_off;
mod desk;
mod district;
mod draws;
mod explain;
mod home;
mod papers;
mod policy;
mod review;
mod roles;
mod season;
mod stage;
