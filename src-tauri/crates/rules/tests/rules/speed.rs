//! How fast children are judged. Run by hand:
//! `cargo test --release -p ruxue-rules --test rules -- --ignored speed --nocapture`.

use std::time::Instant;

use ruxue_rules::{Fact, World, judge};

use crate::conditions::on;
use crate::district;

#[test]
#[ignore = "a measurement, for release builds"]
fn a_hundred_thousand_children_in_a_second() {
    let folder = district::root().join("tests/fixtures/verdicts");
    let pack = district::pack();
    let few = district::cases(&folder);
    let cases: Vec<_> = (0..100_000)
        .map(|at| {
            few[at % few.len()]
                .clone()
                .with(Fact::Receipt, &format!("H{at:08}"))
        })
        .collect();
    let start = Instant::now();
    let world = World::build(pack, district::tables(&folder), &cases);
    let built = start.elapsed();
    let reasons: usize = cases
        .iter()
        .map(|case| judge(pack, case, &world, on()).reasons.len())
        .sum();
    println!(
        "world {built:?}, with judging {:?}, {reasons} reasons",
        start.elapsed()
    );
    assert!(start.elapsed().as_secs() < 1);
}
