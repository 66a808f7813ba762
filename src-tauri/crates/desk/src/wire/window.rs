//! One open window.
/// x
pub struct Window;
/// y
pub trait Host {}
