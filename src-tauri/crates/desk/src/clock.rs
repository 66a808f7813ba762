//! Time, as an argument: the machine's clock, or a demonstration desk's set day.

use chrono::{DateTime, Days, Duration, NaiveDate, SecondsFormat, Utc};
use std::cell::Cell;

/// Beijing is eight hours ahead of UTC and has no summer time.
const BEIJING_HOURS: i64 = 8;

/// Where a desk takes its time from.
#[derive(Debug, Clone)]
pub struct Clock {
    set: Option<NaiveDate>,
    ticks: Cell<i64>,
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Clock {
        Clock {
            set: None,
            ticks: Cell::new(0),
        }
    }

    /// A clock that stands at nine in the morning (Beijing) of a day and moves one millisecond
    /// with each look. Only demonstration desks may use it.
    pub fn set_to(day: NaiveDate) -> Clock {
        Clock {
            set: Some(day),
            ticks: Cell::new(0),
        }
    }

    /// Whether the day was set by hand.
    pub fn is_set(&self) -> bool {
        self.set.is_some()
    }

    /// Now, in UTC.
    pub fn now(&self) -> DateTime<Utc> {
        match self.set {
            None => Utc::now(),
            Some(day) => {
                let tick = self.ticks.get();
                self.ticks.set(tick + 1);
                let nine = day.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc();
                nine + Duration::milliseconds(tick)
            }
        }
    }

    /// Today in Beijing.
    pub fn today(&self) -> NaiveDate {
        match self.set {
            Some(day) => day,
            None => (Utc::now() + Duration::hours(BEIJING_HOURS)).date_naive(),
        }
    }

    /// Starts a set clock's ticks so that it never goes behind `last`, the last journal entry,
    /// where both lie on one day.
    pub(crate) fn not_before(&self, last: DateTime<Utc>) {
        if let Some(day) = self.set {
            let nine = day.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc();
            let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
            let evening = next.and_hms_opt(1, 0, 0).unwrap_or_default().and_utc();
            if last >= nine && last < evening {
                self.ticks.set((last - nine).num_milliseconds() + 1);
            }
        }
    }
}

/// RFC 3339, UTC, milliseconds: the form of every time that is kept.
pub fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A kept time as people read it in Beijing: `2021-06-09 09:00`.
pub fn beijing(at: &str) -> String {
    match DateTime::parse_from_rfc3339(at) {
        Ok(time) => (time.to_utc() + Duration::hours(BEIJING_HOURS))
            .format("%Y-%m-%d %H:%M")
            .to_string(),
        Err(_) => at.to_owned(),
    }
}

/// The day in Beijing of a kept time.
pub fn beijing_day(at: &str) -> Option<NaiveDate> {
    let time = DateTime::parse_from_rfc3339(at).ok()?;
    Some((time.to_utc() + Duration::hours(BEIJING_HOURS)).date_naive())
}
