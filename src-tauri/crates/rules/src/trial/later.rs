//! The same children some years later.

use chrono::{Datelike, NaiveDate};

use crate::pack::SeatYears;
use crate::pack::conditions::{Ask, Need, Test};
use crate::pack::routes::LookAt;
use crate::{Case, Fact, Kind, Pack, Tables};

/// The facts that both packs compare with the same days: they stay where they are.
pub(super) fn still(packs: [&Pack; 2]) -> Vec<Fact> {
    let dated = Fact::ALL
        .iter()
        .copied()
        .filter(|fact| fact.kind() == Kind::Date);
    dated
        .filter(|fact| {
            let [old, new] = packs.map(|pack| days_of(pack, *fact));
            !old.is_empty() && old == new
        })
        .collect()
}

/// The days with which a pack compares a fact, ascending.
fn days_of(pack: &Pack, fact: Fact) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let of_needs = |needs: &[Need], days: &mut Vec<NaiveDate>| {
        for need in needs.iter().filter(|need| need.fact.contains(&fact)) {
            if let Ask::Day(bound) = &need.ask {
                days.push(bound.day());
            }
        }
    };
    for rule in &pack.rules {
        match &rule.test {
            Test::Day {
                fact: own, bound, ..
            } if *own == fact => days.push(bound.day()),
            Test::Work(work) => work
                .ways
                .iter()
                .for_each(|way| of_needs(&way.needs, &mut days)),
            Test::Each(each) => of_needs(&each.needs, &mut days),
            _ => {}
        }
    }
    for step in &pack.steps {
        for look in step.looks() {
            match &look.at {
                LookAt::After { fact: own, day, .. } if *own == fact => days.push(*day),
                _ => {}
            }
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// The child with its days and months so many years later, but for the facts that stay.
pub(super) fn case(case: &Case, years: i32, still: &[Fact]) -> Case {
    let mut moved = case.clone();
    for fact in Fact::ALL.iter().filter(|fact| !still.contains(fact)) {
        let Some(text) = case.get(*fact) else {
            continue;
        };
        let later = match fact.kind() {
            Kind::Date => case
                .date(*fact)
                .map(|day| day_later(day, years).to_string()),
            Kind::Months => Some(months_later(text, years)),
            _ => None,
        };
        if let Some(later) = later {
            moved.set(*fact, &later);
        }
    }
    moved
}

/// The 29th of February becomes the 28th where the year has none.
fn day_later(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year() + years;
    let same = day.with_year(year);
    same.or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
        .unwrap_or(day)
}

/// `2020-11..2021-01,2021-03` so many years later.
fn months_later(text: &str, years: i32) -> String {
    let month = |month: &str| match month.split_once('-') {
        Some((year, rest)) => match year.parse::<i32>() {
            Ok(year) => format!("{:04}-{rest}", year + years),
            Err(_) => month.to_owned(),
        },
        None => month.to_owned(),
    };
    let range = |range: &str| range.split("..").map(month).collect::<Vec<_>>().join("..");
    text.split(',').map(range).collect::<Vec<_>>().join(",")
}

/// The tables with the uses of seats so many years later. A use from before records began stays:
/// moved, it would become one that is recorded.
pub(super) fn tables(tables: &Tables, years: i32, seats: &SeatYears) -> Tables {
    let mut moved = tables.clone();
    for record in &mut moved.seat_records {
        if record.year >= seats.recorded_from {
            record.year += years;
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_move_by_whole_years() {
        let child = Case::new()
            .with(Fact::Birth, "2016-02-29")
            .with(Fact::Job1Months, "2020-11..2021-01,2021-03")
            .with(Fact::TitleDate, "2017-06-30");
        let later = case(&child, 1, &[Fact::TitleDate]);
        assert_eq!(later.get(Fact::Birth), Some("2017-02-28"));
        assert_eq!(
            later.get(Fact::Job1Months),
            Some("2021-11..2022-01,2022-03")
        );
        assert_eq!(later.get(Fact::TitleDate), Some("2017-06-30"));
    }
}
