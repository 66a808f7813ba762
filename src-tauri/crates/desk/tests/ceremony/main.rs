//! The draws, placement, papers and the whole season from outside, on real desks.

mod alter;
mod desk;
mod draw;
mod issue;
mod rejudge;
mod season;
