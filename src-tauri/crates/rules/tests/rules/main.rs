//! Tests of the rules with the real pack and the shared vectors.

mod boundaries;
mod conditions;
mod district;
mod pack;
mod properties;
mod refusals;
mod speed;
mod switches;
mod vectors;
mod warnings;
mod world;
