//! Random small ceremonies: tight seats, twins, tiers, receipts in several batches.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use ruxue_lottery::{Batch, Code, Groups, Leftover, Lists, Method, PlanLine, Row, Seed};

/// The three lists before they are checked, in no particular order.
#[derive(Clone, Debug)]
pub struct World {
    pub batches: Vec<Batch>,
    pub plan: Vec<PlanLine>,
    pub rows: Vec<Row>,
}

impl World {
    pub fn lists(&self) -> Lists {
        Lists::new(self.batches.clone(), self.plan.clone(), self.rows.clone()).unwrap()
    }
}

/// Children of one birth: how many, tier, where receipts begin, choices.
type Family = (usize, u32, u32, Vec<usize>);
type Part = (String, Method, Groups, Leftover, Vec<u32>, Vec<Family>);

fn part() -> impl Strategy<Value = Part> {
    (
        "[^\\p{Cc}]{0,8}",
        proptest::sample::select(Method::ALL),
        proptest::sample::select(Groups::ALL),
        proptest::sample::select(Leftover::ALL),
        vec(0u32..5, 1..6),
        vec(
            (
                prop_oneof![3 => Just(1usize), 1 => 2usize..4],
                0u32..3,
                0u32..60,
                vec(0usize..6, 0..6),
            ),
            0..16,
        ),
    )
}

/// Ceremonies of one to three batches.
pub fn world() -> impl Strategy<Value = World> {
    vec(part(), 1..4).prop_map(|parts| {
        let mut world = World {
            batches: vec![],
            plan: vec![],
            rows: vec![],
        };
        for (part, number) in parts.into_iter().zip(1..) {
            add(&mut world, number, part);
        }
        world
    })
}

/// One batch of single children of one tier, serial, no pool.
pub fn plain_serial() -> impl Strategy<Value = World> {
    part().prop_map(|(title, _, groups, _, seats, mut families)| {
        families
            .iter_mut()
            .for_each(|family| (family.0, family.1) = (1, 0));
        let mut world = World {
            batches: vec![],
            plan: vec![],
            rows: vec![],
        };
        add(
            &mut world,
            1,
            (
                title,
                Method::Serial,
                groups,
                Leftover::None,
                seats,
                families,
            ),
        );
        world
    })
}

pub fn seed() -> impl Strategy<Value = Seed> {
    any::<u64>().prop_map(|n| Seed::of(&n.to_be_bytes()))
}

fn add(world: &mut World, number: u32, part: Part) {
    let (title, method, groups, leftover, seats, families) = part;
    world.batches.push(Batch {
        number,
        title,
        method,
        groups,
        leftover,
    });
    // Names whose ASCII order is not that of their numbers, and one the beginning of another.
    let names = ["S2", "S10", "S1", "A", "Z9"];
    let schools: Vec<Code> = names
        .iter()
        .take(seats.len())
        .map(|name| Code::new(name).unwrap())
        .collect();
    for (&school, &seats) in schools.iter().zip(&seats) {
        world.plan.push(PlanLine {
            batch: number,
            school,
            seats,
        });
    }
    let mut used = BTreeSet::new();
    for ((size, tier, from, wishes), family) in families.into_iter().zip(0..) {
        let mut choices: Vec<Code> = Vec::new();
        for wish in wishes {
            let school = schools[wish % schools.len()];
            if !choices.contains(&school) {
                choices.push(school);
            }
        }
        let unit = (size > 1).then(|| Code::new(&format!("U{family}")).unwrap());
        for _ in 0..size {
            let receipt = (from..).find(|n| used.insert(*n)).unwrap();
            world.rows.push(Row {
                batch: number,
                receipt: Code::new(&format!("R{receipt}")).unwrap(),
                tier,
                unit,
                choices: choices.clone(),
            });
        }
    }
}
