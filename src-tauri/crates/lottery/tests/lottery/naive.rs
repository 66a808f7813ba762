//! Section 3 of the specification read word by word, with no care for speed: the second opinion
//! of the property tests. It shares nothing with the crate but the tickets.

use std::collections::{BTreeMap, BTreeSet};

use ruxue_lottery::{
    Batch, Code, Groups, Leftover, Lists, Method, Outcome, Reason, ResultRow, Row, Seed, Ticket,
    ticket,
};

#[derive(Clone)]
pub struct Unit {
    pub rows: Vec<(u32, Row)>,
    pub ticket: Ticket,
    pub rank: u32,
    pub outcome: Outcome,
    short: bool,
}

impl Unit {
    pub fn size(&self) -> u32 {
        self.rows.len() as u32
    }

    pub fn tier(&self) -> u32 {
        self.rows[0].1.tier
    }

    pub fn choices(&self) -> &[Code] {
        &self.rows[0].1.choices
    }
}

/// The units of every batch in rank order, after the allocation.
pub fn allocate(lists: &Lists, seed: &Seed) -> Vec<(Batch, Vec<Unit>)> {
    let mut seated = BTreeSet::new();
    let mut done = Vec::new();
    for batch in lists.batches() {
        let mut units = ranked(lists, batch.number, seed);
        for unit in &mut units {
            if unit
                .rows
                .iter()
                .any(|(_, row)| seated.contains(&row.receipt))
            {
                unit.outcome = Outcome::Elsewhere;
            }
        }
        let mut left: BTreeMap<Code, u32> = BTreeMap::new();
        for line in lists
            .plan()
            .iter()
            .filter(|line| line.batch == batch.number)
        {
            left.insert(line.school, line.seats);
        }
        let longest = units
            .iter()
            .map(|unit| unit.choices().len())
            .max()
            .unwrap_or(0);
        match batch.method {
            Method::Serial => {
                for unit in &mut units {
                    for choice in 0..longest {
                        try_choice(unit, choice, &mut left, batch.groups);
                    }
                }
            }
            Method::Rounds => {
                for choice in 0..longest {
                    for unit in &mut units {
                        try_choice(unit, choice, &mut left, batch.groups);
                    }
                }
            }
        }
        if batch.leftover == Leftover::Pool {
            pool(&mut units, &mut left, batch.number, seed);
        }
        for unit in units.iter().filter(|unit| unit.outcome.school().is_some()) {
            seated.extend(unit.rows.iter().map(|(_, row)| row.receipt));
        }
        done.push((batch.clone(), units));
    }
    done
}

fn ranked(lists: &Lists, batch: u32, seed: &Seed) -> Vec<Unit> {
    let mut units: Vec<Vec<(u32, Row)>> = Vec::new();
    for (index, row) in lists.rows().filter(|(_, row)| row.batch == batch) {
        let same = |unit: &&mut Vec<(u32, Row)>| row.unit.is_some() && unit[0].1.unit == row.unit;
        match units.iter_mut().find(same) {
            Some(unit) => unit.push((index, row)),
            None => units.push(vec![(index, row)]),
        }
    }
    let mut units: Vec<Unit> = units
        .into_iter()
        .map(|rows| Unit {
            ticket: ticket(seed, batch.into(), rows[0].0.into()),
            rows,
            rank: 0,
            outcome: Outcome::Waiting,
            short: false,
        })
        .collect();
    units.sort_by_key(|unit| (unit.tier(), unit.ticket, unit.rows[0].0));
    units
        .iter_mut()
        .zip(1..)
        .for_each(|(unit, rank)| unit.rank = rank);
    units
}

fn try_choice(unit: &mut Unit, choice: usize, left: &mut BTreeMap<Code, u32>, groups: Groups) {
    if unit.outcome != Outcome::Waiting {
        return;
    }
    let Some(&school) = unit.choices().get(choice) else {
        return;
    };
    let (seats, size) = (left[&school], unit.size());
    let remain = if seats >= size {
        seats - size
    } else if seats > 0 && groups == Groups::Extend {
        0
    } else {
        unit.short |= seats > 0;
        return;
    };
    left.insert(school, remain);
    unit.outcome = Outcome::Admitted {
        school,
        choice: choice as u32 + 1,
    };
}

fn pool(units: &mut [Unit], left: &mut BTreeMap<Code, u32>, batch: u32, seed: &Seed) {
    let mut seats: Vec<(Ticket, u64, Code)> = Vec::new();
    for (&school, &count) in left.iter() {
        for _ in 0..count {
            let j = seats.len() as u64;
            seats.push((ticket(seed, (1 << 63) + u64::from(batch), j), j, school));
        }
    }
    seats.sort();
    let mut seats: Vec<Code> = seats.into_iter().map(|(_, _, school)| school).collect();
    for unit in units
        .iter_mut()
        .filter(|unit| unit.outcome == Outcome::Waiting)
    {
        let size = unit.size();
        let Some(&school) = seats.iter().find(|&school| left[school] >= size) else {
            continue;
        };
        for _ in 0..size {
            let at = seats.iter().position(|&s| s == school).unwrap();
            seats.remove(at);
        }
        left.insert(school, left[&school] - size);
        unit.outcome = Outcome::Placed { school };
    }
}

/// The reason of a unit, by the table of section 3.
fn reason(unit: &Unit, units: &[Unit], method: Method) -> Reason {
    match unit.outcome {
        Outcome::Admitted { .. } => return Reason::Choice,
        Outcome::Placed { .. } => return Reason::Pool,
        Outcome::Elsewhere => return Reason::Elsewhere,
        Outcome::Waiting => {}
    }
    if unit.choices().is_empty() {
        return Reason::NoChoice;
    }
    let admitted_at = |place: Code| {
        units.iter().filter_map(move |other| match other.outcome {
            Outcome::Admitted { school, choice } if school == place => Some((other, choice)),
            _ => None,
        })
    };
    let earlier = |(at, &school): (usize, &Code)| {
        admitted_at(school)
            .any(|(other, round)| other.rank > unit.rank && (round as usize) < at + 1)
    };
    if method == Method::Rounds && unit.choices().iter().enumerate().any(earlier) {
        return Reason::EarlierRound;
    }
    let by_tier = |&school: &Code| {
        admitted_at(school)
            .any(|(other, _)| other.tier() < unit.tier() && other.ticket > unit.ticket)
    };
    if unit.choices().iter().any(by_tier) {
        return Reason::TierFirst;
    }
    if unit.short {
        Reason::UnitTooLarge
    } else {
        Reason::FullBeforeTurn
    }
}

/// The result rows by batch, then index.
pub fn result(lists: &Lists, seed: &Seed) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (batch, units) in allocate(lists, seed) {
        for unit in &units {
            let reason = reason(unit, &units, batch.method);
            for (index, row) in &unit.rows {
                rows.push(ResultRow {
                    batch: batch.number,
                    index: *index,
                    receipt: row.receipt,
                    ticket: ticket(seed, batch.number.into(), (*index).into()),
                    rank: unit.rank,
                    outcome: unit.outcome,
                    reason,
                });
            }
        }
    }
    rows.sort_by_key(|row| (row.batch, row.index));
    rows
}
