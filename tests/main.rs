//! Integration tests of the whole house, one binary.

mod tidy;
mod window;
