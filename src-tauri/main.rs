//! The desktop program 入学工作站.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    ruxue_desktop::run()
}
