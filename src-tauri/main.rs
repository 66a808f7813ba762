//! The desktop program 入学工作站.
fn main() {}
