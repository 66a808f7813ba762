//! From a child to its verdict.

use chrono::NaiveDate;

use crate::verdict::{Outcome, Verdict};
use crate::{Case, Pack, World};

/// Judges a child. Cannot fail: what is not known is unknown.
///
/// `on` is the day of judging; it only bears on warnings (days in the future), never on the
/// verdict, whose days are the pack's.
pub fn judge<'a>(pack: &'a Pack, case: &'a Case, world: &'a World, on: NaiveDate) -> Verdict<'a> {
    let _ = (pack, case, world, on);
    Verdict {
        outcome: Outcome::Supplement,
        category: None,
        route: None,
        reasons: Vec::new(),
        notes: Vec::new(),
        conditions: Vec::new(),
        excluded: Vec::new(),
        warnings: Vec::new(),
    }
}
