//! The plan against small districts made by hand, and whole seasons of random ones.

mod district;
mod first;
mod home;
mod season;

use district::{District, child, school};
