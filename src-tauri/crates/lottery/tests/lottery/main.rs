//! The one test binary of the draw.

mod chain;
mod folders;
mod golden;
mod many;
mod naive;
mod openssl;
mod properties;
mod refuse;
mod tamper;
mod vectors;
mod worlds;
