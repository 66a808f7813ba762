//! What unit tests begin from: a demonstration desk, and dialogs that nobody has to click.

use crate::open::{Desk, NewDesk, Purpose};
use crate::wire::{Host, PickFor};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Everyone's password.
pub(crate) const PASSWORD: &str = "入学-测试-密码-2021";
/// The desk's day.
pub(crate) const TODAY: &str = "2021-05-06";

/// What a demonstration desk of the centre is made of.
pub(crate) fn new_desk(dir: &Path) -> NewDesk {
    NewDesk {
        dir: dir.to_owned(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "it".into(),
        password: PASSWORD.into(),
        purpose: Purpose::Demonstration {
            today: TODAY.parse().ok(),
        },
    }
}

/// The desk, its first person signed in.
pub(crate) fn desk(dir: &Path) -> Desk {
    Desk::create(&new_desk(dir)).unwrap().0
}

/// Dialogs that answer with the paths that the test chose, and are given up where it chose none.
#[derive(Clone, Default)]
pub(crate) struct Hand {
    picked: Arc<Mutex<Option<PathBuf>>>,
    saved: Arc<Mutex<Option<PathBuf>>>,
}

impl Hand {
    /// The file that is picked from now on.
    pub(crate) fn picks(&self, path: &Path) {
        *self.picked.lock().unwrap() = Some(path.to_owned());
    }

    /// The place that is chosen for saving from now on.
    pub(crate) fn saves_to(&self, path: &Path) {
        *self.saved.lock().unwrap() = Some(path.to_owned());
    }
}

impl Host for Hand {
    fn pick(&self, _: PickFor) -> Option<PathBuf> {
        self.picked.lock().unwrap().clone()
    }
    fn pick_save(&self, _: &str) -> Option<PathBuf> {
        self.saved.lock().unwrap().clone()
    }
    fn open(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn zoom(&self, _: u16) {}
}
