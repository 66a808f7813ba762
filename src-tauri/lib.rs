//! The desktop shell: opens the window and hands calls to `desk`.
use tauri as _;
/// x
pub fn run() { tauri::Builder::default().run(tauri::generate_context!()).unwrap(); }
