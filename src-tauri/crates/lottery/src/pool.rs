//! The pool: what is left meets who is left, at random (spec section 3).

use std::collections::BTreeMap;

use crate::allocate::{Draw, Fate};
use crate::{Seed, tickets};

/// The stream of a batch's seats is its number with this bit set.
const SEAT_STREAM: u64 = 1 << 63;

/// Places unseated units in rank order, each at the earliest seat whose school has room for all of
/// it.
pub(crate) fn place(draw: &mut Draw<'_>, seed: &Seed) {
    let seats = seat_order(draw, seed);
    // A unit takes its school's earliest seats, so the seats of a school go in order and counting
    // them is enough: `before[i]` seats of the same school precede seat i.
    let mut given = vec![0u32; draw.left.len()];
    let mut before = Vec::with_capacity(seats.len());
    for &school in &seats {
        before.push(given[school as usize]);
        given[school as usize] += 1;
    }
    given.fill(0);
    let had = &draw.left;
    // A seat that cannot serve a size never can later, so each size goes on where it stood.
    let mut reached: BTreeMap<u32, usize> = BTreeMap::new();
    draw.ranking.each_unseated(&draw.tickets, |unit, _| {
        let at = reached.entry(unit.size).or_insert(0);
        while let Some(&school) = seats.get(*at) {
            let s = school as usize;
            if before[*at] >= given[s] && had[s] - given[s] >= unit.size {
                given[s] += unit.size;
                unit.fate = Fate::Placed { school };
                break;
            }
            *at += 1;
        }
    });
}

/// The schools of the empty seats, in the order of the seats' tickets.
fn seat_order(draw: &Draw<'_>, seed: &Seed) -> Vec<u32> {
    let empty = draw.left.iter().zip(0u32..);
    let schools: Vec<u32> = empty
        .flat_map(|(&left, school)| std::iter::repeat_n(school, left as usize))
        .collect();
    let stream = SEAT_STREAM | u64::from(draw.hall.batch.number);
    let mut order: Vec<(u128, u32)> = tickets(seed, stream, schools.len())
        .into_iter()
        .zip(0..)
        .map(|(ticket, seat)| (ticket.number(), seat))
        .collect();
    order.sort_unstable();
    order
        .into_iter()
        .map(|(_, seat)| schools[seat as usize])
        .collect()
}
