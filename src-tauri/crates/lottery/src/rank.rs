//! The rank order (spec section 3): units by (tier, ticket, index of the first row).

use std::collections::BTreeMap;

use crate::Ticket;
use crate::allocate::{Fate, Unit};
use crate::choices::Choices;
use crate::lists::{Hall, Turn};

/// The units of a batch, ranked.
///
/// They stand on shelves by (tier, first byte of the ticket), and each shelf is sorted by itself:
/// it stays in the processor's cache, where a million units at once would mostly wait for memory.
/// Shelf after shelf is the rank order. A shelf is sorted when it is first walked along.
pub(crate) struct Ranking {
    /// Ascending.
    tiers: Vec<Tier>,
    shelves: Vec<Shelf>,
}

/// Where the units of a tier stand: a number of shelves from the first on.
struct Tier {
    tier: u32,
    first: usize,
    shelves: usize,
}

/// Units of one tier whose tickets begin alike.
struct Shelf {
    /// In order of index.
    units: Vec<Unit>,
    /// Those of the units.
    choices: Choices,
    /// The first four bytes of a unit's ticket and its place among the units, in one number; in
    /// rank order once sorted.
    order: Vec<u64>,
    /// The rank of the first in that order.
    first_rank: u32,
    sorted: bool,
}

/// Where a unit stands.
#[derive(Clone, Copy)]
pub(crate) struct Stand {
    shelf: u32,
    place: u32,
}

/// A shelf for each first byte at the most.
const MOST_SHELVES: usize = 256;
/// Units of a shelf, about.
const SHELF: usize = 1 << 12;

impl Ranking {
    /// Ranks the units of a batch.
    pub(crate) fn new(hall: Hall<'_>, tickets: &[Ticket]) -> Ranking {
        let mut ranking = Ranking::empty(hall);
        for ((turn, ticket), index) in hall.turns.iter().zip(tickets).zip(0..) {
            if turn.head == index {
                let shelf = ranking.shelf_of(turn, ticket);
                ranking.shelves[shelf].put(turn, ticket, hall.choices(index));
            }
        }
        let mut rank = 1;
        for shelf in &mut ranking.shelves {
            shelf.first_rank = rank;
            rank += shelf.units.len() as u32;
        }
        ranking
    }

    fn empty(hall: Hall<'_>) -> Ranking {
        let mut rows: BTreeMap<u32, usize> = BTreeMap::new();
        for alike in hall.turns.chunk_by(|a, b| a.tier == b.tier) {
            *rows.entry(alike[0].tier).or_default() += alike.len();
        }
        let (mut tiers, mut shelves) = (Vec::new(), Vec::new());
        for (tier, rows) in rows {
            let count = (rows / SHELF).clamp(1, MOST_SHELVES);
            tiers.push(Tier {
                tier,
                first: shelves.len(),
                shelves: count,
            });
            let room = rows / count * 9 / 8;
            shelves.extend((0..count).map(|_| Shelf::with_room(room, hall.choices_a_row())));
        }
        Ranking { tiers, shelves }
    }

    fn shelf_of(&self, turn: &Turn, ticket: &Ticket) -> usize {
        let at = self.tiers.partition_point(|tier| tier.tier < turn.tier);
        let tier = &self.tiers[at];
        tier.first + usize::from(ticket.0[0]) * tier.shelves / 256
    }

    /// All units in rank order, once they have been walked along.
    pub(crate) fn units(&self) -> impl Iterator<Item = &Unit> {
        self.shelves.iter().flat_map(Shelf::in_order)
    }

    /// Gives each unit its turn that is unseated, in rank order, with its choices.
    pub(crate) fn each_unseated(
        &mut self,
        tickets: &[Ticket],
        mut turn: impl FnMut(&mut Unit, &[u32]),
    ) {
        for shelf in &mut self.shelves {
            shelf.sort(tickets);
            for &key in &shelf.order {
                let unit = &mut shelf.units[place(key)];
                if unit.fate == Fate::Unseated {
                    turn(unit, shelf.choices.of(place(key)));
                }
            }
        }
    }

    /// The units that are unseated, in rank order.
    pub(crate) fn unseated(&mut self, tickets: &[Ticket]) -> Vec<Stand> {
        self.shelves
            .iter_mut()
            .for_each(|shelf| shelf.sort(tickets));
        let shelves = self.shelves.iter().zip(0..);
        let stands = shelves.flat_map(|(units, shelf)| {
            let places = units.order.iter().map(|&key| key as u32);
            places
                .filter(|&place| units.units[place as usize].fate == Fate::Unseated)
                .map(move |place| Stand { shelf, place })
        });
        stands.collect()
    }

    /// The unit there, with its choices.
    pub(crate) fn at(&mut self, stand: Stand) -> (&mut Unit, &[u32]) {
        let shelf = &mut self.shelves[stand.shelf as usize];
        let place = stand.place as usize;
        (&mut shelf.units[place], shelf.choices.of(place))
    }

    /// Visits all units in order of index, with their choices. They come off the shelves as they
    /// were put on them.
    pub(crate) fn each_by_index(
        &self,
        turns: &[Turn],
        tickets: &[Ticket],
        mut visit: impl FnMut(&Unit, &[u32]),
    ) {
        let mut taken = vec![0; self.shelves.len()];
        for ((turn, ticket), index) in turns.iter().zip(tickets).zip(0..) {
            if turn.head == index {
                let at = self.shelf_of(turn, ticket);
                let (shelf, place) = (&self.shelves[at], taken[at]);
                taken[at] += 1;
                visit(&shelf.units[place], shelf.choices.of(place));
            }
        }
    }
}

impl Shelf {
    fn with_room(units: usize, choices: usize) -> Shelf {
        Shelf {
            units: Vec::with_capacity(units),
            choices: Choices::with_capacity(units, units * choices),
            order: Vec::with_capacity(units),
            first_rank: 0,
            sorted: false,
        }
    }

    fn put(&mut self, turn: &Turn, ticket: &Ticket, choices: &[u32]) {
        let place = self.units.len() as u64;
        self.order.push(u64::from(ticket.start()) << 32 | place);
        self.units.push(Unit {
            head: turn.head,
            size: turn.size,
            rank: 0,
            fate: Fate::Unseated,
            too_large: false,
        });
        self.choices.add(choices);
    }

    /// Brings the units in order of (ticket, index) and numbers them, unless that is done.
    fn sort(&mut self, tickets: &[Ticket]) {
        if std::mem::replace(&mut self.sorted, true) {
            return;
        }
        self.order.sort_unstable();
        // The few that agree in four bytes are put right by the whole ticket.
        let alike = self.order.chunk_by_mut(|a, b| a >> 32 == b >> 32);
        for alike in alike.filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by_key(|&key| {
                let head = self.units[place(key)].head;
                (tickets[head as usize], head)
            });
        }
        for (&key, rank) in self.order.iter().zip(self.first_rank..) {
            self.units[place(key)].rank = rank;
        }
    }

    fn in_order(&self) -> impl Iterator<Item = &Unit> {
        self.order.iter().map(|&key| &self.units[place(key)])
    }
}

fn place(key: u64) -> usize {
    key as u32 as usize
}
