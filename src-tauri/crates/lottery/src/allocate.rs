//! The allocation (spec section 3): ranks and both methods.

use crate::lists::{Entry, Hall};
use crate::reasons::Admissions;
use crate::{
    Code, Groups, Leftover, Lists, Method, Outcome, Reason, ResultRow, Seed, Ticket, pool, tickets,
};

/// Allocates all batches in ascending order; one result row a roster row, in its order.
pub fn allocate(lists: &Lists, seed: &Seed) -> Vec<ResultRow> {
    let mut rows: Vec<ResultRow> = Vec::with_capacity(lists.len());
    // Receipts seated by earlier batches, ascending.
    let mut seated: Vec<Code> = Vec::new();
    for hall in lists.halls() {
        let first = rows.len();
        allocate_batch(hall, seed, &seated, &mut rows);
        if lists.batches().len() > 1 {
            let here = rows[first..]
                .iter()
                .filter(|row| row.outcome.school().is_some());
            seated.extend(here.map(|row| row.receipt));
            seated.sort(); // two ascending runs: a merge
        }
    }
    rows
}

/// What becomes of a unit; schools as positions in the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Unseated,
    Admitted { school: u32, choice: u32 },
    Placed { school: u32 },
    Elsewhere,
}

/// All rows of one label, or a single row.
pub(crate) struct Unit<'a> {
    /// The index of its first row.
    pub(crate) head: u32,
    /// How many rows it binds.
    pub(crate) size: u32,
    pub(crate) tier: u32,
    /// Its first row's ticket, which is the unit's.
    pub(crate) ticket: Ticket,
    /// Positions in the plan.
    pub(crate) choices: &'a [u32],
    pub(crate) fate: Fate,
    /// Seats were left where it tried, but fewer than its size.
    pub(crate) too_large: bool,
}

/// One batch under allocation.
pub(crate) struct Draw<'a> {
    pub(crate) hall: Hall<'a>,
    /// In rank order.
    pub(crate) units: Vec<Unit<'a>>,
    /// By school: seats left.
    pub(crate) left: Vec<u32>,
}

fn allocate_batch(hall: Hall<'_>, seed: &Seed, seated: &[Code], rows: &mut Vec<ResultRow>) {
    let tickets = tickets(seed, u64::from(hall.batch.number), hall.entries.len());
    let mut draw = Draw {
        hall,
        units: units(hall, &tickets, seated),
        left: hall.plan.iter().map(|line| line.seats).collect(),
    };
    match hall.batch.method {
        Method::Serial => draw.serial(),
        Method::Rounds => draw.rounds(),
    }
    if hall.batch.leftover == Leftover::Pool {
        pool::place(&mut draw, seed);
    }
    draw.write(&tickets, rows);
}

/// The units in rank order, those marked that have a row among the receipts already seated.
fn units<'a>(hall: Hall<'a>, tickets: &[Ticket], seated: &[Code]) -> Vec<Unit<'a>> {
    let mut size = vec![0u32; hall.entries.len()];
    hall.entries
        .iter()
        .for_each(|entry| size[entry.head as usize] += 1);
    let elsewhere = elsewhere(hall.entries, seated);
    let unit = |(tier, head): (u32, u32)| {
        let at = head as usize;
        Unit {
            head,
            size: size[at],
            tier,
            ticket: tickets[at],
            choices: hall.choices(head),
            fate: if elsewhere[at] {
                Fate::Elsewhere
            } else {
                Fate::Unseated
            },
            too_large: false,
        }
    };
    ranked(hall.entries, tickets).map(unit).collect()
}

/// By head: whether a row of the unit is among the receipts already seated (ascending).
fn elsewhere(entries: &[Entry], seated: &[Code]) -> Vec<bool> {
    let mut elsewhere = vec![false; entries.len()];
    if seated.is_empty() {
        return elsewhere;
    }
    let mut seated = seated.iter().peekable();
    for entry in entries {
        while seated
            .next_if(|&&receipt| receipt < entry.receipt)
            .is_some()
        {}
        elsewhere[entry.head as usize] |= seated.peek() == Some(&&entry.receipt);
    }
    elsewhere
}

/// The tiers and heads of all units by (tier, ticket of the head, head).
fn ranked(entries: &[Entry], tickets: &[Ticket]) -> impl Iterator<Item = (u32, u32)> {
    // Tier, the first half of the ticket and the head in one number sort fast; units that agree in
    // tier and half a ticket, hardly ever seen, are put right afterwards.
    let key = |head: u32, tier: u32| {
        let ticket = tickets[head as usize].number();
        u128::from(tier) << 96 | (ticket >> 64) << 32 | u128::from(head)
    };
    let mut keys: Vec<u128> = (0..)
        .zip(entries)
        .filter(|(index, entry)| entry.head == *index)
        .map(|(index, entry)| key(index, entry.tier))
        .collect();
    keys.sort_unstable();
    let head = |key: u128| key as u32;
    for alike in keys
        .chunk_by_mut(|a, b| a >> 32 == b >> 32)
        .filter(|alike| alike.len() > 1)
    {
        alike.sort_unstable_by_key(|&key| (tickets[head(key) as usize], head(key)));
    }
    keys.into_iter()
        .map(move |key| ((key >> 96) as u32, head(key)))
}

impl Draw<'_> {
    /// 随机号优先: each unit in rank order tries its choices in order.
    fn serial(&mut self) {
        let groups = self.hall.batch.groups;
        for unit in self
            .units
            .iter_mut()
            .filter(|unit| unit.fate == Fate::Unseated)
        {
            for (&school, choice) in unit.choices.iter().zip(1..) {
                if seat(unit, school, choice, &mut self.left, groups) {
                    break;
                }
            }
        }
    }

    /// 志愿优先: in round r each unseated unit in rank order tries its r-th choice only.
    fn rounds(&mut self) {
        let groups = self.hall.batch.groups;
        let mut trying: Vec<u32> = (0..)
            .zip(&self.units)
            .filter(|(_, unit)| unit.fate == Fate::Unseated)
            .map(|(place, _)| place)
            .collect();
        let mut round = 1;
        while !trying.is_empty() {
            trying.retain(|&place| {
                let unit = &mut self.units[place as usize];
                match unit.choices.get(round as usize - 1) {
                    Some(&school) => !seat(unit, school, round, &mut self.left, groups),
                    None => false, // no choice left: it stays unseated
                }
            });
            round += 1;
        }
    }

    /// Appends the result rows by index.
    fn write(&self, tickets: &[Ticket], rows: &mut Vec<ResultRow>) {
        let admissions = Admissions::new(self);
        let mut answers = vec![(0u32, Fate::Unseated, Reason::NoChoice); self.hall.entries.len()];
        for (unit, rank) in self.units.iter().zip(1..) {
            answers[unit.head as usize] = (rank, unit.fate, admissions.reason(unit, rank));
        }
        let school = |position: u32| self.hall.plan[position as usize].school;
        rows.extend(self.hall.entries.iter().zip(tickets).zip(0..).map(
            |((entry, &ticket), index)| {
                let (rank, fate, reason) = answers[entry.head as usize];
                let outcome = match fate {
                    Fate::Unseated => Outcome::Waiting,
                    Fate::Elsewhere => Outcome::Elsewhere,
                    Fate::Placed { school: at } => Outcome::Placed { school: school(at) },
                    Fate::Admitted { school: at, choice } => Outcome::Admitted {
                        school: school(at),
                        choice,
                    },
                };
                let (batch, receipt) = (self.hall.batch.number, entry.receipt);
                ResultRow {
                    batch,
                    index,
                    receipt,
                    ticket,
                    rank,
                    outcome,
                    reason,
                }
            },
        ));
    }
}

/// Tries to seat a unit at a school; says whether it was.
fn seat(unit: &mut Unit<'_>, school: u32, choice: u32, left: &mut [u32], groups: Groups) -> bool {
    let left = &mut left[school as usize];
    if *left >= unit.size {
        *left -= unit.size;
    } else if *left > 0 && groups == Groups::Extend {
        *left = 0;
    } else {
        unit.too_large |= *left > 0;
        return false;
    }
    unit.fate = Fate::Admitted { school, choice };
    true
}
