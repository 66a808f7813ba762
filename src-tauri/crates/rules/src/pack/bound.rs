//! Limits in time, and how a pack writes them.

use super::Names;
use super::reader::Section;

/// A limit in time, itself allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    NotAfter(chrono::NaiveDate),
    NotBefore(chrono::NaiveDate),
}

impl Bound {
    /// The last or first day allowed.
    pub fn day(self) -> chrono::NaiveDate {
        let (Bound::NotAfter(day) | Bound::NotBefore(day)) = self;
        day
    }

    pub fn allows(self, day: chrono::NaiveDate) -> bool {
        match self {
            Bound::NotAfter(limit) => day <= limit,
            Bound::NotBefore(limit) => day >= limit,
        }
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bound::NotAfter(day) => write!(f, "不晚于 {day}"),
            Bound::NotBefore(day) => write!(f, "不早于 {day}"),
        }
    }
}

pub(super) fn read_bound(section: &Section<'_>, names: &Names<'_>) -> Option<Bound> {
    let key = if section.has("not_before") {
        "not_before"
    } else {
        "not_after"
    };
    let day = names.day(section, key)?;
    Some(if key == "not_before" {
        Bound::NotBefore(day)
    } else {
        Bound::NotAfter(day)
    })
}
