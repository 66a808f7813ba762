//! The allocation (spec section 3): ranks, both methods, reasons.

use crate::lists::{Entry, Hall};
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
        Draw::new(hall, seed, &seated).run(seed).write(&mut rows);
        let here = rows[first..]
            .iter()
            .filter(|row| row.outcome.school().is_some());
        seated.extend(here.map(|row| row.receipt));
        seated.sort(); // two ascending runs: a merge
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

/// One batch under allocation. The vectors by index speak of a unit at the index of its first row
/// (its head); entries at other rows of a unit are not used.
pub(crate) struct Draw<'a> {
    pub(crate) hall: Hall<'a>,
    /// By index: each row's own ticket; at a head it is the unit's.
    tickets: Vec<Ticket>,
    /// Heads in rank order.
    pub(crate) order: Vec<u32>,
    /// By head.
    pub(crate) size: Vec<u32>,
    /// By head, from 1.
    rank: Vec<u32>,
    /// By head.
    pub(crate) fate: Vec<Fate>,
    /// By head: seats were left where it tried, but fewer than its size.
    too_large: Vec<bool>,
    /// By school: seats left.
    pub(crate) left: Vec<u32>,
    /// By school: who was admitted, for the reasons.
    admitted: Vec<Admitted>,
}

/// Who was admitted at a school, as far as the reasons ask.
#[derive(Clone, Default)]
struct Admitted {
    /// (choice number, largest rank admitted in that round or an earlier one), ascending.
    by_round: Vec<(u32, u32)>,
    /// (tier, largest ticket admitted of that tier or a smaller one), ascending.
    by_tier: Vec<(u32, Ticket)>,
}

impl<'a> Draw<'a> {
    /// Ranks the units of a batch. `seated`: receipts that earlier batches seated, ascending.
    fn new(hall: Hall<'a>, seed: &Seed, seated: &[Code]) -> Draw<'a> {
        let rows = hall.entries.len();
        let tickets = tickets(seed, u64::from(hall.batch.number), rows);
        let mut size = vec![0; rows];
        let mut fate = vec![Fate::Unseated; rows];
        let mut earlier = seated.iter().peekable();
        for entry in hall.entries {
            size[entry.head as usize] += 1;
            while earlier
                .next_if(|&&receipt| receipt < entry.receipt)
                .is_some()
            {}
            if earlier.peek() == Some(&&entry.receipt) {
                fate[entry.head as usize] = Fate::Elsewhere;
            }
        }
        let order = ranked(hall.entries, &tickets);
        let mut rank = vec![0; rows];
        for (&head, place) in order.iter().zip(1..) {
            rank[head as usize] = place;
        }
        let left: Vec<u32> = hall.plan.iter().map(|line| line.seats).collect();
        let admitted = vec![Admitted::default(); left.len()];
        Draw {
            hall,
            tickets,
            order,
            size,
            rank,
            fate,
            too_large: vec![false; rows],
            left,
            admitted,
        }
    }

    fn run(mut self, seed: &Seed) -> Draw<'a> {
        match self.hall.batch.method {
            Method::Serial => self.serial(),
            Method::Rounds => self.rounds(),
        }
        if self.hall.batch.leftover == Leftover::Pool {
            pool::place(&mut self, seed);
        }
        self
    }

    /// 随机号优先: each unit in rank order tries all its choices.
    fn serial(&mut self) {
        for place in 0..self.order.len() {
            let head = self.order[place];
            if self.fate[head as usize] == Fate::Elsewhere {
                continue;
            }
            let choices = self.choices(head);
            let _ = choices
                .iter()
                .zip(1..)
                .any(|(&school, choice)| self.seat(head, school, choice));
        }
    }

    /// 志愿优先: in round r each unseated unit in rank order tries its r-th choice only.
    fn rounds(&mut self) {
        let mut trying = self.order.clone();
        trying.retain(|&head| self.fate[head as usize] != Fate::Elsewhere);
        let mut round = 1;
        while !trying.is_empty() {
            trying.retain(|&head| match self.choices(head).get(round as usize - 1) {
                Some(&school) => !self.seat(head, school, round),
                None => false, // no choice left; it stays unseated
            });
            round += 1;
        }
    }

    /// Tries to seat a unit at a school; says whether it was.
    fn seat(&mut self, head: u32, school: u32, choice: u32) -> bool {
        let (unit, left) = (head as usize, &mut self.left[school as usize]);
        let size = self.size[unit];
        if *left >= size {
            *left -= size;
        } else if *left > 0 && self.hall.batch.groups == Groups::Extend {
            *left = 0;
        } else {
            self.too_large[unit] |= *left > 0;
            return false;
        }
        self.fate[unit] = Fate::Admitted { school, choice };
        true
    }

    fn choices(&self, head: u32) -> &'a [u32] {
        self.hall.choices(&self.hall.entries[head as usize])
    }

    /// Notes who was admitted where, for the reasons of those who wait.
    fn note_admitted(&mut self) {
        let mut by_choice = Vec::new();
        for &head in &self.order {
            let Fate::Admitted { school, choice } = self.fate[head as usize] else {
                continue;
            };
            by_choice.push((school, choice, self.rank[head as usize]));
            let (tier, ticket) = (
                self.hall.entries[head as usize].tier,
                self.tickets[head as usize],
            );
            // In rank order, therefore by ascending tier.
            let by_tier = &mut self.admitted[school as usize].by_tier;
            match by_tier.last_mut() {
                Some(last) if last.0 == tier => last.1 = last.1.max(ticket),
                Some(&mut (_, largest)) => by_tier.push((tier, largest.max(ticket))),
                None => by_tier.push((tier, ticket)),
            }
        }
        if self.hall.batch.method != Method::Rounds {
            return;
        }
        by_choice.sort_unstable();
        for (school, choice, rank) in by_choice {
            let by_round = &mut self.admitted[school as usize].by_round;
            match by_round.last_mut() {
                Some(last) if last.0 == choice => last.1 = last.1.max(rank),
                Some(&mut (_, largest)) => by_round.push((choice, largest.max(rank))),
                None => by_round.push((choice, rank)),
            }
        }
    }

    fn reason(&self, head: u32) -> Reason {
        let unit = head as usize;
        let choices = self.choices(head);
        let tier = self.hall.entries[unit].tier;
        match self.fate[unit] {
            Fate::Admitted { .. } => Reason::Choice,
            Fate::Placed { .. } => Reason::Pool,
            Fate::Elsewhere => Reason::Elsewhere,
            Fate::Unseated if choices.is_empty() => Reason::NoChoice,
            Fate::Unseated if self.overtaken_by_round(choices, self.rank[unit]) => {
                Reason::EarlierRound
            }
            Fate::Unseated if self.overtaken_by_tier(choices, tier, self.tickets[unit]) => {
                Reason::TierFirst
            }
            Fate::Unseated if self.too_large[unit] => Reason::UnitTooLarge,
            Fate::Unseated => Reason::FullBeforeTurn,
        }
    }

    /// Whether at one of its choices a larger rank was admitted in a round before its own there.
    fn overtaken_by_round(&self, choices: &[u32], rank: u32) -> bool {
        choices.iter().zip(1..).any(|(&school, round)| {
            largest_below(&self.admitted[school as usize].by_round, round)
                .is_some_and(|largest| largest > rank)
        })
    }

    /// Whether at one of its choices a smaller tier with a larger ticket was admitted.
    fn overtaken_by_tier(&self, choices: &[u32], tier: u32, ticket: Ticket) -> bool {
        choices.iter().any(|&school| {
            largest_below(&self.admitted[school as usize].by_tier, tier)
                .is_some_and(|largest| largest > ticket)
        })
    }

    /// Appends the result rows by index.
    fn write(mut self, rows: &mut Vec<ResultRow>) {
        self.note_admitted();
        let mut reasons = vec![Reason::FullBeforeTurn; self.hall.entries.len()];
        for &head in &self.order {
            reasons[head as usize] = self.reason(head);
        }
        let school = |position: u32| self.hall.plan[position as usize].school;
        for ((entry, &ticket), index) in self.hall.entries.iter().zip(&self.tickets).zip(0..) {
            let unit = entry.head as usize;
            let outcome = match self.fate[unit] {
                Fate::Unseated => Outcome::Waiting,
                Fate::Elsewhere => Outcome::Elsewhere,
                Fate::Placed { school: at } => Outcome::Placed { school: school(at) },
                Fate::Admitted { school: at, choice } => Outcome::Admitted {
                    school: school(at),
                    choice,
                },
            };
            rows.push(ResultRow {
                batch: self.hall.batch.number,
                index,
                receipt: entry.receipt,
                ticket,
                rank: self.rank[unit],
                outcome,
                reason: reasons[unit],
            });
        }
    }
}

/// The heads of all units by (tier, ticket of the head, head).
fn ranked(entries: &[Entry], tickets: &[Ticket]) -> Vec<u32> {
    let mut keys: Vec<(u32, u128, u32)> = entries
        .iter()
        .zip(0u32..)
        .filter(|(entry, index)| entry.head == *index)
        .map(|(entry, index)| (entry.tier, tickets[index as usize].number(), index))
        .collect();
    keys.sort_unstable();
    keys.into_iter().map(|(_, _, head)| head).collect()
}

/// In an ascending list of (key, largest so far): the largest below a key.
fn largest_below<T: Copy>(list: &[(u32, T)], key: u32) -> Option<T> {
    let below = list.partition_point(|entry| entry.0 < key);
    list[..below].last().map(|entry| entry.1)
}
