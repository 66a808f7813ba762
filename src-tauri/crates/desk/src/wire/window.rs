//! One open window: its desk, who sits at it, the files that were chosen.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use chrono::NaiveDate;

use super::failure::{Failure, Progress};
use super::founding::Unproven;
use super::idle::{self, Moment};
use super::imports::{Output, PickFor};
use super::table;
use crate::access::Act;
use crate::intake::Staged;
use crate::memory;
use crate::open::{Desk, Leave};
use crate::register::Register;

/// What the window needs of the machine around it. The shell gives it with native dialogs, tests
/// without.
pub trait Host: Send + Sync {
    /// Lets the person choose a file or a folder; `None` where that was given up.
    fn pick(&self, purpose: PickFor) -> Option<PathBuf>;
    /// Lets the person choose where a copy goes, under this name at first.
    fn pick_save(&self, name: &str) -> Option<PathBuf>;
    /// Opens a file with the machine's own program for it.
    ///
    /// # Errors
    /// What the machine says.
    fn open(&self, path: &Path) -> std::io::Result<()>;
    /// Scales the window's contents, in percent.
    fn zoom(&self, percent: u16);
}

/// One open window.
pub struct Window(Arc<Inner>);

/// What a window is made of; its watch looks at it too.
pub(super) struct Inner {
    host: Box<dyn Host>,
    today: Option<NaiveDate>,
    folder: Mutex<PathBuf>,
    sitting: Mutex<Sitting>,
    files: Mutex<HashMap<String, PathBuf>>,
    stirred: Mutex<Moment>,
}

/// What lasts from sign-in to locking.
#[derive(Default)]
pub(super) struct Sitting {
    /// In a box, so that where the sitting lies no copy of the key stays behind.
    pub(super) desk: Option<Box<Desk>>,
    /// The file that was previewed last, under its token.
    pub(super) staged: Option<(String, Staged)>,
    /// The register as last read, and the state of the desk it was read in.
    pub(super) register: Option<(String, Arc<Register>)>,
    /// The ceremony whose page is on the screen.
    pub(super) ceremony: Option<String>,
    /// The journal's entries as last sifted.
    pub(super) entries: Option<super::journal::Found>,
    /// The recovery code of a desk just made, until its sheet is known to be printed.
    pub(super) unproven: Option<Unproven>,
}

impl Sitting {
    /// The open desk.
    pub(super) fn desk(&mut self) -> Result<&mut Desk, Failure> {
        self.desk.as_deref_mut().ok_or_else(Failure::signed_out)
    }
}

impl Window {
    /// A window on the desk in `folder`, nobody signed in. `today` sets the day of a demonstration
    /// desk and is ignored at others.
    ///
    /// A sitting at it ends by itself after ten idle minutes.
    pub fn new(folder: PathBuf, today: Option<NaiveDate>, host: Box<dyn Host>) -> Window {
        let inner = Arc::new(Inner {
            host,
            today,
            folder: Mutex::new(folder),
            sitting: Mutex::default(),
            files: Mutex::default(),
            stirred: Mutex::new(Moment::now()),
        });
        idle::watch(&inner);
        Window(inner)
    }

    /// Answers a call of the table; `body` and the answer are JSON, `tell` hears how far long work is.
    ///
    /// # Errors
    /// A [`Failure`]; nothing was changed unless its message says so.
    pub fn call(
        &self,
        name: &str,
        body: &str,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<String, Failure> {
        self.0.stir();
        let turn = Turn {
            window: &self.0,
            tell,
        };
        let answered = table::dispatch(&turn, name, body);
        memory::scrub_stack();
        self.0.stir();
        answered
    }

    #[cfg(test)]
    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    /// Somebody did something: the idle time begins anew.
    fn stir(&self) {
        *held(&self.stirred) = Moment::now();
    }

    /// When somebody last did something.
    pub(super) fn last_stir(&self) -> Moment {
        *held(&self.stirred)
    }

    /// The sitting, where no call holds it.
    pub(super) fn try_sitting(&self) -> Option<MutexGuard<'_, Sitting>> {
        match self.sitting.try_lock() {
            Ok(sitting) => Some(sitting),
            Err(TryLockError::Poisoned(broken)) => Some(broken.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Ends a sitting: an entry in the journal, the desk closed, its key wiped, what was read or
    /// chosen forgotten.
    pub(super) fn leave(&self, sitting: &mut Sitting, why: Leave) {
        let left = std::mem::take(sitting);
        if let Some(desk) = left.desk {
            desk.leave(why);
        }
        held(&self.files).clear();
    }
}

/// One call being answered.
pub(super) struct Turn<'a> {
    window: &'a Inner,
    tell: &'a (dyn Fn(Progress) + Sync),
}

#[cfg(test)]
impl<'a> Turn<'a> {
    /// A call of a test, which nobody hears of.
    pub(super) fn of(window: &'a Window) -> Turn<'a> {
        Turn {
            window: &window.0,
            tell: &|_| (),
        }
    }
}

impl Turn<'_> {
    /// The door of a call: someone must be signed in, and may do one of its acts.
    ///
    /// # Errors
    /// [`FailureCode::Locked`](super::FailureCode::Locked) and
    /// [`FailureCode::Refused`](super::FailureCode::Refused); a refusal is entered in the journal.
    pub(super) fn admit(&self, acts: &[Act]) -> Result<(), Failure> {
        if acts.is_empty() {
            return Ok(());
        }
        Ok(self.sitting().desk()?.require_any(acts)?)
    }

    pub(super) fn host(&self) -> &dyn Host {
        self.window.host.as_ref()
    }

    pub(super) fn today(&self) -> Option<NaiveDate> {
        self.window.today
    }

    pub(super) fn folder(&self) -> PathBuf {
        held(&self.window.folder).clone()
    }

    pub(super) fn set_folder(&self, folder: PathBuf) {
        *held(&self.window.folder) = folder;
    }

    /// The sitting; other calls wait meanwhile.
    pub(super) fn sitting(&self) -> MutexGuard<'_, Sitting> {
        held(&self.window.sitting)
    }

    /// Says how far the work is.
    pub(super) fn tell(&self, done: usize, total: usize) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (self.tell)(Progress {
            done: count(done),
            total: count(total),
        });
    }

    /// Keeps a path and gives the token that the page may hold.
    pub(super) fn token_for(&self, path: PathBuf) -> String {
        let token = uuid::Uuid::new_v4().simple().to_string();
        held(&self.window.files).insert(token.clone(), path);
        token
    }

    /// The path of a token.
    pub(super) fn path_of(&self, token: &str) -> Result<PathBuf, Failure> {
        held(&self.window.files)
            .get(token)
            .cloned()
            .ok_or_else(|| Failure::not_found("这个文件已经不在手边。", "请重新选择或重新生成。"))
    }

    /// Ends the sitting.
    pub(super) fn leave(&self, sitting: &mut Sitting, why: Leave) {
        self.window.leave(sitting, why);
    }

    /// A written file as the page knows it.
    pub(super) fn output(&self, desk: &Path, path: PathBuf, pages: u32) -> Output {
        let shown = path.strip_prefix(desk).unwrap_or(&path);
        let name = shown.display().to_string();
        Output {
            token: self.token_for(path),
            name,
            pages,
        }
    }
}

/// What a lock guards; a call that panicked has changed nothing that the next must distrust.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
