//! What a draw gave: `result.csv`.

use crate::canon::push_integer;
use crate::words::words;
use crate::{Code, Ticket};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Seated at one of its choices.
    Admitted {
        /// Where.
        school: Code,
        /// Which choice, from 1.
        choice: u32,
    },
    /// Placed at random in a seat that was left (the pool).
    Placed {
        /// Where.
        school: Code,
    },
    /// Not seated.
    Waiting,
    /// Its unit was seated by an earlier batch of the ceremony and takes no part in this one.
    Elsewhere,
}

impl Outcome {
    /// The word in `result.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Admitted { .. } => "admitted",
            Outcome::Placed { .. } => "placed",
            Outcome::Waiting => "waiting",
            Outcome::Elsewhere => "elsewhere",
        }
    }

    /// The school, where there is one.
    pub fn school(self) -> Option<Code> {
        match self {
            Outcome::Admitted { school, .. } | Outcome::Placed { school } => Some(school),
            Outcome::Waiting | Outcome::Elsewhere => None,
        }
    }

    /// Which choice, from 1, where it is one.
    pub fn choice(self) -> Option<u32> {
        match self {
            Outcome::Admitted { choice, .. } => Some(choice),
            _ => None,
        }
    }
}

words! {
    /// Why, in the order of the specification: the first that holds.
    Reason {
        /// Admitted.
        Choice "CHOICE";
        /// Placed.
        Pool "POOL";
        /// Seated by an earlier batch.
        Elsewhere "ELSEWHERE";
        /// Waiting, without choices.
        NoChoice "NO_CHOICE";
        /// Waiting; a unit of larger rank had put one of its schools in an earlier round.
        EarlierRound "EARLIER_ROUND";
        /// Waiting; a unit of a smaller tier number and a larger ticket was admitted at one of its schools.
        TierFirst "TIER_FIRST";
        /// Waiting; where it tried, seats were left but fewer than its size.
        UnitTooLarge "UNIT_TOO_LARGE";
        /// Waiting; none of the above.
        FullBeforeTurn "FULL_BEFORE_TURN";
    }
}

/// One row of `result.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// The batch.
    pub batch: u32,
    /// The index inside the batch.
    pub index: u32,
    /// The receipt.
    pub receipt: Code,
    /// The row's own ticket (batch, index), also where its unit goes by another.
    pub ticket: Ticket,
    /// The unit's rank, from 1.
    pub rank: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

const HEADER: &str = "batch,index,receipt,ticket,rank,outcome,school,choice,reason\n";

/// `result.csv` of these rows, which are those of [`crate::allocate`] in its order.
pub fn result_csv(rows: &[ResultRow]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER.len() + rows.len() * 96);
    out.extend_from_slice(HEADER.as_bytes());
    for row in rows {
        push_integer(&mut out, row.batch);
        out.push(b',');
        push_integer(&mut out, row.index);
        out.push(b',');
        out.extend_from_slice(row.receipt.as_str().as_bytes());
        out.push(b',');
        push_hex(&mut out, &row.ticket.0);
        out.push(b',');
        push_integer(&mut out, row.rank);
        out.push(b',');
        out.extend_from_slice(row.outcome.word().as_bytes());
        out.push(b',');
        if let Some(school) = row.outcome.school() {
            out.extend_from_slice(school.as_str().as_bytes());
        }
        out.push(b',');
        if let Some(choice) = row.outcome.choice() {
            push_integer(&mut out, choice);
        }
        out.push(b',');
        out.extend_from_slice(row.reason.word().as_bytes());
        out.push(b'\n');
    }
    out
}

fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(HEX[usize::from(byte >> 4)]);
        out.push(HEX[usize::from(byte & 15)]);
    }
}
