//! placeholder
pub mod sample;
