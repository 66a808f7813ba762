//! Tests of the rules with the real pack and the shared vectors.

mod boundaries;
mod conditions;
mod diff;
mod district;
mod mutations;
mod pack;
mod properties;
mod refusals;
mod schema;
mod speed;
mod trial;
mod vectors;
mod warnings;
mod world;
