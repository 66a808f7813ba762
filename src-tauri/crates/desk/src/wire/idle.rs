//! The idle lock: a sitting at which nobody does anything ends by itself, whatever the page does.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant, SystemTime};

use super::window::{Inner, Sitting};
use crate::memory;
use crate::open::Leave;
use crate::store::ceremony;

/// Idle minutes that lock the desk (spec/records.md, "Keys and people").
const IDLE: Duration = Duration::from_secs(10 * 60);
/// How often the watch looks.
const LOOK: Duration = Duration::from_secs(5);

/// A moment on two clocks: the one that never goes back stands still while the machine sleeps, the
/// other may be set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    steady: Instant,
    wall: SystemTime,
}

impl Moment {
    pub(super) fn now() -> Moment {
        Moment {
            steady: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    /// Whether somebody who did the last thing at `self` has been idle too long by `now`: by either
    /// clock, so that neither sleep nor a clock set back keeps a desk open.
    fn is_idle(self, now: Moment) -> bool {
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        now.steady.saturating_duration_since(self.steady) >= IDLE || wall >= IDLE
    }

    #[cfg(test)]
    pub(super) fn later(self, seconds: u64) -> Moment {
        Moment {
            steady: self.steady + Duration::from_secs(seconds),
            wall: self.wall + Duration::from_secs(seconds),
        }
    }

    #[cfg(test)]
    pub(super) fn after_sleep(self, seconds: u64) -> Moment {
        Moment {
            steady: self.steady,
            wall: self.wall + Duration::from_secs(seconds),
        }
    }

    #[cfg(test)]
    pub(super) fn set_back(self, seconds: u64) -> Moment {
        Moment {
            steady: self.steady + Duration::from_secs(seconds),
            wall: self.wall - Duration::from_secs(seconds),
        }
    }
}

impl Inner {
    /// Locks the desk where nobody has done anything for ten minutes; says whether it did.
    ///
    /// Work at the desk (a print, an import, a draw) holds the sitting, and what is held is in use.
    /// A file dialog left open holds nothing and keeps no desk open. Between the freeze and the
    /// close of the ceremony on the screen the desk stays open.
    pub(super) fn lock_if_idle(&self, now: Moment) -> bool {
        let Some(mut sitting) = self.try_sitting() else {
            return false;
        };
        if sitting.desk.is_none() || !self.last_stir().is_idle(now) || is_drawing(&mut sitting) {
            return false;
        }
        self.leave(&mut sitting, Leave::Idle);
        memory::scrub_stack();
        true
    }
}

fn is_drawing(sitting: &mut Sitting) -> bool {
    let Sitting { desk, ceremony, .. } = sitting;
    let (Some(desk), Some(number)) = (desk.as_ref(), ceremony.as_ref()) else {
        return false;
    };
    let row = ceremony::find(desk.reader(), number).ok().flatten();
    row.is_some_and(|row| row.close.is_none())
}

/// Looks after a window's sitting until the window has gone.
pub(super) fn watch(window: &Arc<Inner>) {
    let window: Weak<Inner> = Arc::downgrade(window);
    let look = move || {
        while let Some(window) = window.upgrade() {
            window.lock_if_idle(Moment::now());
            drop(window);
            std::thread::sleep(LOOK);
        }
    };
    let started = std::thread::Builder::new().name("idle".into()).spawn(look);
    if let Err(error) = started {
        // The page locks by its own timer too.
        eprintln!("不能启动空闲锁定：{error}");
    }
}

#[cfg(test)]
mod tests;
