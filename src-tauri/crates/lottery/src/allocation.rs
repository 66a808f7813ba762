//! What an allocation gave, before it is written out row by row.

use crate::allocate::Fate;
use crate::lists::Hall;
use crate::{Code, Outcome, Reason, ResultRow, Ticket};

/// The outcome of all batches by row: rank, ticket, where, why; some bytes a row.
pub struct Allocation<'a> {
    pub(crate) batches: Vec<Allocated<'a>>,
}

impl Allocation<'_> {
    /// One result row a roster row, in its order.
    pub fn rows(&self) -> impl Iterator<Item = ResultRow> {
        self.batches.iter().flat_map(Allocated::rows)
    }
}

/// One batch, allocated.
pub(crate) struct Allocated<'a> {
    pub(crate) hall: Hall<'a>,
    /// By index.
    pub(crate) tickets: Vec<Ticket>,
    /// By index.
    pub(crate) answers: Vec<Answer>,
}

/// What a row is told.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) rank: u32,
    pub(crate) fate: Fate,
}

impl Allocated<'_> {
    /// The receipts that have a seat now, ascending.
    pub(crate) fn seated(&self) -> impl Iterator<Item = Code> {
        self.rows()
            .filter(|row| row.outcome.school().is_some())
            .map(|row| row.receipt)
    }

    /// The result rows by index.
    pub(crate) fn rows(&self) -> impl Iterator<Item = ResultRow> {
        (0..self.hall.entries.len() as u32).map(|index| self.row(index))
    }

    fn row(&self, index: u32) -> ResultRow {
        let at = index as usize;
        let Answer { rank, fate } = self.answers[at];
        let (outcome, reason) = self.outcome(fate);
        ResultRow {
            batch: self.hall.batch.number,
            index,
            receipt: self.hall.entries[at].receipt,
            ticket: self.tickets[at],
            rank,
            outcome,
            reason,
        }
    }

    fn outcome(&self, fate: Fate) -> (Outcome, Reason) {
        let code = |position: u32| self.hall.plan[position as usize].school;
        match fate {
            Fate::Admitted { school, choice } => {
                let school = code(school);
                (Outcome::Admitted { school, choice }, Reason::Choice)
            }
            Fate::Placed { school } => {
                let school = code(school);
                (Outcome::Placed { school }, Reason::Pool)
            }
            Fate::Elsewhere => (Outcome::Elsewhere, Reason::Elsewhere),
            Fate::Waiting(reason) => (Outcome::Waiting, reason),
            // Every unit has had its turn.
            Fate::Unseated => (Outcome::Waiting, Reason::FullBeforeTurn),
        }
    }
}
