//! `ruxue` from outside: exit status, sentence, effect.

mod accounts;
mod bad_input;
mod broken_off;
mod desk;
mod district;
mod draws;
mod papers;
mod season;
mod stage;
