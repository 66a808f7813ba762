//! Why a unit waits (spec section 3, the table of codes).

use crate::allocate::{Draw, Fate, Unit};
use crate::{Method, Reason, Ticket};

/// Who was admitted at each school of a batch, as far as the reasons ask.
pub(crate) struct Admissions {
    /// By school: (round, largest rank admitted in that round or an earlier one), by round; empty
    /// where there are no rounds.
    by_round: Vec<Vec<(u32, u32)>>,
    /// By school: (tier, largest ticket admitted of that tier or a smaller one), by tier.
    by_tier: Vec<Vec<(u32, Ticket)>>,
    /// The smallest tier of the batch, before which nobody goes.
    first_tier: u32,
    method: Method,
}

impl Admissions {
    /// Gathers the admissions of a batch once all units have had their turns.
    pub(crate) fn new(draw: &Draw<'_>) -> Admissions {
        let schools = draw.hall.plan.len();
        let (mut by_round, mut by_tier) = (vec![Vec::new(); schools], vec![Vec::new(); schools]);
        let mut in_rounds: Vec<(u32, u32, u32)> = Vec::new();
        for (unit, rank) in draw.units.iter().zip(1..) {
            let Fate::Admitted { school, choice } = unit.fate else {
                continue;
            };
            // In rank order, therefore by ascending tier.
            note(&mut by_tier[school as usize], unit.tier, unit.ticket);
            if draw.hall.batch.method == Method::Rounds {
                in_rounds.push((choice, school, rank));
            }
        }
        in_rounds.sort_by_key(|&(round, _, _)| round);
        for (round, school, rank) in in_rounds {
            note(&mut by_round[school as usize], round, rank);
        }
        let first_tier = draw.units.first().map_or(0, |unit| unit.tier);
        Admissions {
            by_round,
            by_tier,
            first_tier,
            method: draw.hall.batch.method,
        }
    }

    /// The first code that holds for a unit of this rank.
    pub(crate) fn reason(&self, unit: &Unit<'_>, rank: u32) -> Reason {
        match unit.fate {
            Fate::Admitted { .. } => Reason::Choice,
            Fate::Placed { .. } => Reason::Pool,
            Fate::Elsewhere => Reason::Elsewhere,
            Fate::Unseated if unit.choices.is_empty() => Reason::NoChoice,
            Fate::Unseated if self.earlier_round(unit, rank) => Reason::EarlierRound,
            Fate::Unseated if self.tier_first(unit) => Reason::TierFirst,
            Fate::Unseated if unit.too_large => Reason::UnitTooLarge,
            Fate::Unseated => Reason::FullBeforeTurn,
        }
    }

    /// At one of its choices a larger rank was admitted in a round before its own there.
    fn earlier_round(&self, unit: &Unit<'_>, rank: u32) -> bool {
        self.method == Method::Rounds
            && unit.choices.iter().zip(1..).any(|(&school, round)| {
                largest_below(&self.by_round[school as usize], round) > Some(rank)
            })
    }

    /// At one of its choices a smaller tier with a larger ticket was admitted.
    fn tier_first(&self, unit: &Unit<'_>) -> bool {
        unit.tier > self.first_tier
            && unit.choices.iter().any(|&school| {
                largest_below(&self.by_tier[school as usize], unit.tier) > Some(unit.ticket)
            })
    }
}

/// Adds to a list of (key, largest value so far), to which keys come ascending.
fn note<T: Copy + Ord>(list: &mut Vec<(u32, T)>, key: u32, value: T) {
    let largest = list.last().map_or(value, |last| last.1.max(value));
    match list.last_mut() {
        Some(last) if last.0 == key => last.1 = largest,
        _ => list.push((key, largest)),
    }
}

/// In such a list: the largest value of all smaller keys.
fn largest_below<T: Copy>(list: &[(u32, T)], key: u32) -> Option<T> {
    let below = list.partition_point(|entry| entry.0 < key);
    list[..below].last().map(|entry| entry.1)
}
