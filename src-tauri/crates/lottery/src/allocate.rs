//! The allocation (spec section 3): ranks and both methods.

use crate::allocation::{Allocated, Allocation, Answer};
use crate::lists::Hall;
use crate::rank::Ranking;
use crate::reasons::Admissions;
use crate::{
    Code, Groups, Leftover, Lists, Method, Reason, ResultRow, Seed, Ticket, pool, tickets,
};

/// Allocates all batches in ascending order; one result row a roster row, in its order.
pub fn allocate(lists: &Lists, seed: &Seed) -> Vec<ResultRow> {
    let mut rows = Vec::with_capacity(lists.len());
    for batch in &allocation(lists, seed).batches {
        rows.extend(batch.rows());
    }
    rows
}

/// The same as [`allocate`], the rows not yet written out: a few bytes a child.
pub fn allocation<'a>(lists: &'a Lists, seed: &Seed) -> Allocation<'a> {
    let mut batches: Vec<Allocated<'a>> = Vec::new();
    // Receipts seated by earlier batches, ascending.
    let mut seated: Vec<Code> = Vec::new();
    for hall in lists.halls() {
        let batch = allocate_batch(hall, seed, &seated);
        if lists.batches().len() > 1 {
            seated.extend(batch.seated());
            seated.sort(); // two ascending runs: a merge
        }
        batches.push(batch);
    }
    Allocation { batches }
}

/// What becomes of a unit; schools as positions in the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Not seated so far.
    Unseated,
    Admitted {
        school: u32,
        choice: u32,
    },
    Placed {
        school: u32,
    },
    Elsewhere,
    /// Not seated when all have had their turns.
    Waiting(Reason),
}

/// All rows of one label, or a single row.
pub(crate) struct Unit {
    /// The index of its first row, whose ticket and choices are the unit's.
    pub(crate) head: u32,
    /// How many rows it binds.
    pub(crate) size: u32,
    /// From 1.
    pub(crate) rank: u32,
    pub(crate) fate: Fate,
    /// Seats were left where it tried, but fewer than its size.
    pub(crate) too_large: bool,
}

/// One batch under allocation.
pub(crate) struct Draw<'a> {
    pub(crate) hall: Hall<'a>,
    /// By index.
    pub(crate) tickets: Vec<Ticket>,
    /// The units.
    pub(crate) ranking: Ranking,
    /// By school: seats left.
    pub(crate) left: Vec<u32>,
}

fn allocate_batch<'a>(hall: Hall<'a>, seed: &Seed, seated: &[Code]) -> Allocated<'a> {
    let tickets = tickets(seed, u64::from(hall.batch.number), hall.entries.len());
    let mut draw = Draw {
        hall,
        ranking: Ranking::new(hall, &tickets),
        tickets,
        left: hall.plan.iter().map(|line| line.seats).collect(),
    };
    if !seated.is_empty() {
        draw.leave_out(&elsewhere(hall, seated));
    }
    match hall.batch.method {
        Method::Serial => draw.serial(),
        Method::Rounds => draw.rounds(),
    }
    if hall.batch.leftover == Leftover::Pool {
        pool::place(&mut draw, seed);
    }
    let answers = draw.answers();
    Allocated {
        hall,
        tickets: draw.tickets,
        answers,
    }
}

/// By head: whether a row of the unit is among the receipts already seated (ascending).
fn elsewhere(hall: Hall<'_>, seated: &[Code]) -> Vec<bool> {
    let mut elsewhere = vec![false; hall.entries.len()];
    let mut seated = seated.iter().peekable();
    for (entry, turn) in hall.entries.iter().zip(hall.turns) {
        while seated
            .next_if(|&&receipt| receipt < entry.receipt)
            .is_some()
        {}
        elsewhere[turn.head as usize] |= seated.peek() == Some(&&entry.receipt);
    }
    elsewhere
}

impl Draw<'_> {
    /// Those take no part that are marked by head.
    fn leave_out(&mut self, elsewhere: &[bool]) {
        self.ranking.each_unseated(&self.tickets, |unit, _| {
            if elsewhere[unit.head as usize] {
                unit.fate = Fate::Elsewhere;
            }
        });
    }

    /// 随机号优先: each unit in rank order tries its choices in order.
    fn serial(&mut self) {
        let groups = self.hall.batch.groups;
        self.ranking.each_unseated(&self.tickets, |unit, choices| {
            let mut tries = choices.iter().zip(1..);
            tries.any(|(&school, choice)| seat(unit, school, choice, &mut self.left, groups));
        });
    }

    /// 志愿优先: in round r each unseated unit in rank order tries its r-th choice only.
    fn rounds(&mut self) {
        let groups = self.hall.batch.groups;
        let mut trying = self.ranking.unseated(&self.tickets);
        let mut round = 1;
        while !trying.is_empty() {
            trying.retain(|&stand| {
                let (unit, choices) = self.ranking.at(stand);
                match choices.get(round as usize - 1) {
                    Some(&school) => !seat(unit, school, round, &mut self.left, groups),
                    None => false, // no choice left: it stays unseated
                }
            });
            round += 1;
        }
    }

    /// Rank and fate by index, once all have had their turns.
    fn answers(&self) -> Vec<Answer> {
        let turns = self.hall.turns;
        let admissions = Admissions::new(self);
        let mut answers: Vec<Answer> = Vec::with_capacity(turns.len());
        self.ranking
            .each_by_index(turns, &self.tickets, |unit, choices| {
                let fate = match unit.fate {
                    Fate::Unseated => Fate::Waiting(admissions.reason(unit, choices)),
                    seated => seated,
                };
                // The rows before it that are not the first of their units.
                while answers.len() < unit.head as usize {
                    answers.push(answers[turns[answers.len()].head as usize]);
                }
                answers.push(Answer {
                    rank: unit.rank,
                    fate,
                });
            });
        while answers.len() < turns.len() {
            answers.push(answers[turns[answers.len()].head as usize]);
        }
        answers
    }
}

/// Tries to seat a unit at a school; says whether it was.
fn seat(unit: &mut Unit, school: u32, choice: u32, left: &mut [u32], groups: Groups) -> bool {
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
