//! Tests of the rules with the real pack and the shared vectors.

mod addresses;
mod boundaries;
mod conditions;
mod district;
mod lookup;
mod pack;
mod properties;
mod refusals;
mod seats;
mod speed;
mod vectors;
mod warnings;
mod world;
