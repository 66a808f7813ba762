//! What must hold in every ceremony.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use ruxue_lottery::{
    Code, Groups, Leftover, Lists, Method, Outcome, ResultRow, Seed, allocate, result_csv, ticket,
    tickets,
};

use crate::naive;
use crate::worlds::{plain_serial, seed, world};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Ranks, outcomes, schools, choices, pool, elsewhere and reasons equal a word-by-word reading.
    #[test]
    fn equals_the_naive_reading(world in world(), seed in seed()) {
        let lists = world.lists();
        prop_assert_eq!(allocate(&lists, &seed), naive::result(&lists, &seed));
    }

    /// A school is never over plan but for one extended unit, which took its last seats.
    #[test]
    fn seats_are_conserved(world in world(), seed in seed()) {
        let lists = world.lists();
        for (batch, units) in naive_checked(&lists, &seed) {
            for line in lists.plan().iter().filter(|line| line.batch == batch.number) {
                let here = || units.iter().filter(|u| u.outcome.school() == Some(line.school));
                let seated: u32 = here().map(naive::Unit::size).sum();
                let largest = here().map(naive::Unit::size).max().unwrap_or(0);
                match batch.groups {
                    Groups::Skip => prop_assert!(seated <= line.seats),
                    Groups::Extend => prop_assert!(seated <= line.seats || seated - line.seats < largest),
                }
                if line.seats == 0 {
                    prop_assert_eq!(seated, 0);
                }
            }
        }
    }

    /// All rows of a unit share rank, outcome and reason.
    #[test]
    fn units_are_never_split(world in world(), seed in seed()) {
        let lists = world.lists();
        let results = allocate(&lists, &seed);
        let mut of_unit: BTreeMap<(u32, Code), &ResultRow> = BTreeMap::new();
        for ((_, row), result) in lists.rows().zip(&results) {
            prop_assert_eq!((row.batch, row.receipt), (result.batch, result.receipt));
            let Some(unit) = row.unit else { continue };
            let first = of_unit.entry((row.batch, unit)).or_insert(result);
            prop_assert_eq!(
                (first.rank, first.outcome, first.reason),
                (result.rank, result.outcome, result.reason)
            );
        }
    }

    /// The order of the input lists is irrelevant, and what is printed reads back.
    #[test]
    fn order_of_input_is_irrelevant(world in world(), seed in seed(), shuffle in any::<u64>()) {
        let lists = world.lists();
        let mut other = world.clone();
        let key = Seed::of(&shuffle.to_be_bytes());
        other.batches.sort_by_key(|batch| ticket(&key, 1, batch.number.into()));
        other.plan.sort_by_key(|line| Seed::of(format!("{shuffle}{line:?}").as_bytes()).digest());
        other.rows.sort_by_key(|row| Seed::of(format!("{shuffle}{row:?}").as_bytes()).digest());
        let other = other.lists();
        prop_assert_eq!(&lists, &other);
        prop_assert_eq!(result_csv(&allocate(&lists, &seed)), result_csv(&allocate(&other, &seed)));
        let (batches, plan, roster) = (lists.batches_csv(), lists.plan_csv(), lists.roster_csv());
        prop_assert_eq!(Lists::parse(&batches, &plan, &roster).unwrap(), lists);
    }

    /// No single child waits while a larger rank of its tier was admitted where and when it tried.
    #[test]
    fn no_single_child_is_passed_over(world in world(), seed in seed()) {
        let lists = world.lists();
        for (batch, units) in naive_checked(&lists, &seed) {
            let waits = |u: &&naive::Unit| u.size() == 1 && u.outcome == Outcome::Waiting;
            for unit in units.iter().filter(waits) {
                for (&wish, tried) in unit.choices().iter().zip(1..) {
                    let passed_over = units.iter().any(|other| {
                        let Outcome::Admitted { school, choice } = other.outcome else { return false };
                        let then = batch.method == Method::Serial || choice == tried;
                        school == wish && then && other.rank > unit.rank && other.tier() == unit.tier()
                    });
                    prop_assert!(!passed_over, "{:?} at {wish}", unit.rows);
                }
            }
        }
    }

    /// Serial without tiers and units is deferred acceptance with one tie-break.
    #[test]
    fn serial_equals_deferred_acceptance(world in plain_serial(), seed in seed()) {
        let lists = world.lists();
        let ours: BTreeMap<Code, Option<Code>> = allocate(&lists, &seed)
            .iter()
            .map(|row| (row.receipt, row.outcome.school()))
            .collect();
        prop_assert_eq!(ours, deferred_acceptance(&lists, &seed));
    }

    /// After the pool no waiting unit fits anywhere in its batch; without it nobody is placed.
    #[test]
    fn the_pool_leaves_no_room(world in world(), seed in seed()) {
        let lists = world.lists();
        for (batch, units) in naive_checked(&lists, &seed) {
            let placed = |u: &naive::Unit| matches!(u.outcome, Outcome::Placed { .. });
            if batch.leftover == Leftover::None {
                prop_assert!(!units.iter().any(placed));
                continue;
            }
            for line in lists.plan().iter().filter(|line| line.batch == batch.number) {
                let here = units.iter().filter(|u| u.outcome.school() == Some(line.school));
                let left = line.seats.saturating_sub(here.map(naive::Unit::size).sum());
                let fits = |u: &naive::Unit| u.outcome == Outcome::Waiting && u.size() <= left;
                prop_assert!(!units.iter().any(fits));
            }
        }
    }

    /// A receipt is seated at most once, and a unit is elsewhere exactly when one of it was seated.
    #[test]
    fn nobody_is_seated_twice(world in world(), seed in seed()) {
        let lists = world.lists();
        let mut seated = BTreeSet::new();
        for (_, units) in naive_checked(&lists, &seed) {
            for unit in &units {
                let before = unit.rows.iter().any(|(_, row)| seated.contains(&row.receipt));
                prop_assert_eq!(before, unit.outcome == Outcome::Elsewhere);
            }
            for unit in units.iter().filter(|unit| unit.outcome.school().is_some()) {
                prop_assert!(unit.rows.iter().all(|(_, row)| seated.insert(row.receipt)));
            }
        }
    }

    /// Reading the keystream in one go equals reading one ticket at a time.
    #[test]
    fn tickets_in_one_go(seed in seed(), stream in any::<u64>(), count in 0usize..300) {
        let one_by_one: Vec<_> = (0..count as u64).map(|i| ticket(&seed, stream, i)).collect();
        prop_assert_eq!(tickets(&seed, stream, count), one_by_one);
    }
}

/// The units of every batch with the crate's outcomes in them.
fn naive_checked(lists: &Lists, seed: &Seed) -> Vec<(ruxue_lottery::Batch, Vec<naive::Unit>)> {
    let results = allocate(lists, seed);
    let outcome: BTreeMap<(u32, u32), (u32, Outcome)> = results
        .iter()
        .map(|row| ((row.batch, row.index), (row.rank, row.outcome)))
        .collect();
    let mut batches = naive::allocate(lists, seed);
    for (batch, units) in &mut batches {
        for unit in units {
            (unit.rank, unit.outcome) = outcome[&(batch.number, unit.rows[0].0)];
        }
    }
    batches
}

/// Children propose down their lists; a school keeps the smallest tickets it has seats for.
fn deferred_acceptance(lists: &Lists, seed: &Seed) -> BTreeMap<Code, Option<Code>> {
    let children: Vec<_> = lists.rows().collect();
    let priority = |child: usize| (ticket(seed, 1, children[child].0.into()), child);
    let mut held: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    let mut next = vec![0; children.len()];
    let mut free: Vec<usize> = (0..children.len()).collect();
    while let Some(child) = free.pop() {
        let Some(&school) = children[child].1.choices.get(next[child]) else {
            continue;
        };
        next[child] += 1;
        let seats = lists
            .plan()
            .iter()
            .find(|line| line.school == school)
            .unwrap()
            .seats;
        let kept = held.entry(school).or_default();
        kept.push(child);
        kept.sort_by_key(|&child| priority(child));
        if kept.len() > seats as usize {
            free.extend(kept.pop());
        }
    }
    let mut at: BTreeMap<Code, Option<Code>> = children
        .iter()
        .map(|(_, row)| (row.receipt, None))
        .collect();
    for (school, kept) in held {
        for child in kept {
            at.insert(children[child].1.receipt, Some(school));
        }
    }
    at
}
