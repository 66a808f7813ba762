//! Tests of the rules with the real pack and the shared vectors.

mod district;
mod pack;
mod vectors;
