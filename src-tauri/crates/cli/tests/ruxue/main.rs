//! `ruxue` from outside: exit status, sentence, effect.

mod bad_input;
mod desk;
mod stage;
