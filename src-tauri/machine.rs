//! What the shell does on the machine: fonts, dialogs, opening a finished file, the window's scale.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ruxue_desk::wire::{Host, PickFor};
use tauri::{AppHandle, Manager, Wry};

use crate::dialogs;

/// Where an installed program keeps its assets on Linux.
const INSTALLED: &str = "/usr/share/ruxue";
const FONT_CONFIG: &str = "assets/fonts/fonts.conf";

/// Sets what the webview reads from the environment. To be called first, before any thread starts.
pub(crate) fn prepare() {
    if cfg!(not(target_os = "linux")) {
        return;
    }
    if let Some(fonts) = bundled_fonts() {
        set("FONTCONFIG_FILE", &fonts);
    }
    // Some drivers show an empty window with it.
    if env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
        set("WEBKIT_DISABLE_DMABUF_RENDERER", Path::new("1"));
    }
}

/// The configuration of the bundled fonts: in a folder above the program, or where it is installed.
fn bundled_fonts() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let above = program
        .ancestors()
        .skip(1)
        .map(|folder| folder.join(FONT_CONFIG));
    let installed = [
        Path::new(INSTALLED).join("fonts/fonts.conf"),
        Path::new(INSTALLED).join(FONT_CONFIG),
    ];
    above.chain(installed).find(|file| file.is_file())
}

#[allow(unsafe_code)]
fn set(name: &str, value: &Path) {
    // SAFETY: `run` calls `prepare` before it starts any thread, so nobody reads meanwhile.
    unsafe { env::set_var(name, value) };
}

/// The machine around the one window.
pub(crate) struct Machine {
    app: AppHandle<Wry>,
}

impl Machine {
    pub fn new(app: AppHandle<Wry>) -> Machine {
        Machine { app }
    }
}

impl Host for Machine {
    fn pick(&self, purpose: PickFor) -> Option<PathBuf> {
        dialogs::test_pick().or_else(|| dialogs::pick(&self.app, purpose))
    }

    fn pick_save(&self, name: &str) -> Option<PathBuf> {
        dialogs::pick_save(&self.app, name)
    }

    fn open(&self, path: &Path) -> io::Result<()> {
        let opener = if cfg!(target_os = "windows") {
            "explorer"
        } else {
            "xdg-open"
        };
        Command::new(opener)
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop)
    }

    fn zoom(&self, percent: u16) {
        if let Some(window) = self.app.get_webview_window("main") {
            // A window that has just been closed needs no scale.
            let _ = window.set_zoom(f64::from(percent) / 100.0);
        }
    }
}
