//! The one test binary of the draw.

mod folders;
mod vectors;
