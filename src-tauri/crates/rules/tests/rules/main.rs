//! Tests of the rules with the real pack and the shared vectors.

mod boundaries;
mod conditions;
mod district;
mod pack;
mod explained;
mod nasty;
mod properties;
mod remedy;
mod refusals;
mod speed;
mod vectors;
mod warnings;
mod world;
