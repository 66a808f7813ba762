//! Tests of the rules with the real pack and the shared vectors.

mod addresses;
mod boundaries;
mod conditions;
mod diff;
mod district;
mod explained;
mod lookup;
mod nasty;
mod pack;
mod properties;
mod refusals;
mod remedy;
mod seats;
mod mutations;
mod pack;
mod properties;
mod refusals;
mod schema;
mod speed;
mod switches;
mod trial;
mod vectors;
mod warnings;
mod world;
