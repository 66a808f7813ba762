//! Which old backups go: 12 days, 10 weeks and 9 months keep their last one (spec/records.md).

use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

const DAYS: usize = 12;
const WEEKS: usize = 10;
const MONTHS: usize = 9;

/// A backup that counts, as thinning sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The day in Beijing on which it was made.
    pub day: NaiveDate,
    /// Made before an import, a draw … : it stays.
    pub pinned: bool,
}

/// The places in `kept`, which is oldest first, of those that go.
pub fn superfluous(kept: &[Kept]) -> Vec<usize> {
    let mut stays = BTreeSet::new();
    let month = |day: NaiveDate| (day.year(), day.month());
    let week = |day: NaiveDate| (day.iso_week().year(), day.iso_week().week());
    keep(kept, DAYS, |day| day, &mut stays);
    keep(kept, WEEKS, week, &mut stays);
    keep(kept, MONTHS, month, &mut stays);
    (0..kept.len())
        .filter(|at| !kept[*at].pinned && !stays.contains(at))
        .collect()
}

/// The last one of each of the newest `most` periods that have one.
fn keep<P: PartialEq>(
    kept: &[Kept],
    most: usize,
    period: impl Fn(NaiveDate) -> P,
    stays: &mut BTreeSet<usize>,
) {
    let mut periods = 0;
    let mut last = None;
    let free = kept.iter().enumerate().rev().filter(|(_, one)| !one.pinned);
    for (at, one) in free {
        let of = Some(period(one.day));
        if of != last {
            periods += 1;
            if periods > most {
                return;
            }
            stays.insert(at);
            last = of;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn day(offset: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + Days::new(offset)
    }

    /// Backups one after another, thinned after each, as a desk does it.
    fn lived(days: &[(u64, bool)]) -> Vec<Kept> {
        let mut kept: Vec<Kept> = Vec::new();
        for (offset, pinned) in days {
            kept.push(Kept {
                day: day(*offset),
                pinned: *pinned,
            });
            for at in superfluous(&kept).into_iter().rev() {
                kept.remove(at);
            }
        }
        kept
    }

    #[test]
    fn a_year_of_days_leaves_twelve_days_ten_weeks_nine_months() {
        let kept = lived(&(0..400).map(|offset| (offset, false)).collect::<Vec<_>>());
        let last = day(399);
        for back in 0..12 {
            assert!(
                kept.iter().any(|one| one.day == last - Days::new(back)),
                "day {back}"
            );
        }
        for back in 1..10 {
            let sunday = last - Days::new(u64::from(last.weekday().num_days_from_monday()) + 1);
            let sunday = sunday - Days::new(7 * (back - 1));
            assert!(
                kept.iter().any(|one| one.day == sunday),
                "week {back}: {sunday}"
            );
        }
        let mut first = last.with_day(1).unwrap();
        for back in 1..9 {
            let end = first - Days::new(1);
            assert!(kept.iter().any(|one| one.day == end), "month {back}: {end}");
            first = end.with_day(1).unwrap();
        }
        assert!(kept.len() <= DAYS + WEEKS + MONTHS, "{}", kept.len());
    }

    proptest! {
        #[test]
        fn the_newest_and_the_pinned_stay_and_the_rest_is_bounded(
            mut days in proptest::collection::vec((0u64..900, proptest::bool::weighted(0.1)), 1..200)
        ) {
            days.sort_by_key(|(offset, _)| *offset);
            let kept = lived(&days);
            let pinned = |one: &&Kept| one.pinned;
            let was: Vec<NaiveDate> = days.iter().filter(|(_, pinned)| *pinned).map(|(offset, _)| day(*offset)).collect();
            let is: Vec<NaiveDate> = kept.iter().filter(pinned).map(|one| one.day).collect();
            prop_assert_eq!(was, is);
            let free: Vec<&Kept> = kept.iter().filter(|one| !one.pinned).collect();
            prop_assert!(free.len() <= DAYS + WEEKS + MONTHS);
            let newest = days.iter().rfind(|(_, pinned)| !pinned).map(|(offset, _)| day(*offset));
            prop_assert_eq!(free.last().map(|one| one.day), newest);
            // The last twelve days that had one have one, and once thinned, all is thinned.
            let mut had: Vec<u64> = days.iter().filter(|(_, pinned)| !pinned).map(|(offset, _)| *offset).collect();
            had.dedup();
            for offset in had.iter().rev().take(DAYS) {
                prop_assert!(free.iter().any(|one| one.day == day(*offset)));
            }
            prop_assert!(superfluous(&kept).is_empty());
        }
    }
}
