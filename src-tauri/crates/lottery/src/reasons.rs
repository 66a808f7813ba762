//! Why a unit waits (spec section 3, the table of codes).

use crate::allocate::{Draw, Fate, Unit};
use crate::{Method, Reason, Ticket};

/// Who was admitted at each school of a batch, as far as the reasons ask.
pub(crate) struct Admissions<'d> {
    draw: &'d Draw<'d>,
    /// By school: (round, largest rank admitted in that round or an earlier one), by round; empty
    /// where there are no rounds.
    by_round: Vec<Vec<(u32, u32)>>,
    /// By school: (tier, largest ticket admitted of that tier or a smaller one), by tier; empty
    /// where all are of one tier.
    by_tier: Vec<Vec<(u32, Ticket)>>,
}

impl<'d> Admissions<'d> {
    /// Gathers the admissions of a batch once all units have had their turns.
    pub(crate) fn new(draw: &'d Draw<'d>) -> Admissions<'d> {
        let schools = draw.hall.plan.len();
        let mut admissions = Admissions {
            draw,
            by_round: vec![Vec::new(); schools],
            by_tier: vec![Vec::new(); schools],
        };
        if draw.hall.batch.method == Method::Rounds {
            admissions.gather_rounds();
        }
        let one_tier = draw
            .hall
            .turns
            .windows(2)
            .all(|two| two[0].tier == two[1].tier);
        if !one_tier {
            admissions.gather_tiers();
        }
        admissions
    }

    fn gather_rounds(&mut self) {
        let mut admitted: Vec<(u32, u32, u32)> = Vec::new();
        for unit in self.draw.ranking.units() {
            if let Fate::Admitted { school, choice } = unit.fate {
                admitted.push((choice, school, unit.rank));
            }
        }
        admitted.sort_by_key(|&(round, _, _)| round);
        for (round, school, rank) in admitted {
            note(&mut self.by_round[school as usize], round, rank);
        }
    }

    fn gather_tiers(&mut self) {
        // In rank order, therefore by ascending tier.
        for unit in self.draw.ranking.units() {
            if let Fate::Admitted { school, .. } = unit.fate {
                let (tier, ticket) = (self.tier(unit), self.ticket(unit));
                note(&mut self.by_tier[school as usize], tier, ticket);
            }
        }
    }

    fn tier(&self, unit: &Unit) -> u32 {
        self.draw.hall.turns[unit.head as usize].tier
    }

    fn ticket(&self, unit: &Unit) -> Ticket {
        self.draw.tickets[unit.head as usize]
    }

    /// Why a unit with these choices waits: the first code that holds.
    pub(crate) fn reason(&self, unit: &Unit, choices: &[u32]) -> Reason {
        if choices.is_empty() {
            Reason::NoChoice
        } else if self.earlier_round(unit, choices) {
            Reason::EarlierRound
        } else if self.tier_first(unit, choices) {
            Reason::TierFirst
        } else if unit.too_large {
            Reason::UnitTooLarge
        } else {
            Reason::FullBeforeTurn
        }
    }

    /// At one of its choices a larger rank was admitted in a round before its own there.
    fn earlier_round(&self, unit: &Unit, choices: &[u32]) -> bool {
        choices.iter().zip(1..).any(|(&school, round)| {
            largest_below(&self.by_round[school as usize], round) > Some(unit.rank)
        })
    }

    /// At one of its choices a smaller tier with a larger ticket was admitted.
    fn tier_first(&self, unit: &Unit, choices: &[u32]) -> bool {
        let (tier, ticket) = (self.tier(unit), self.ticket(unit));
        choices
            .iter()
            .any(|&school| largest_below(&self.by_tier[school as usize], tier) > Some(ticket))
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
