//! `ruxue` from outside: exit status, sentence, effect.

mod accounts;
mod backups;
mod bad_input;
mod broken_off;
mod desk;
mod draws;
mod papers;
mod season;
mod stage;
