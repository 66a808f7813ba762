//! How fast children are judged. Run by hand:
//! `cargo test --release -p ruxue-rules --test rules -- --ignored speed --nocapture`.

use std::time::Duration;

use ruxue_rules::{Fact, World, judge};

use crate::conditions::on;
use crate::district;

/// This thread's time on the CPU, as Linux counts it.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos = stat.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanos.expect("a number"))
}

#[test]
#[ignore = "a measurement, for release builds"]
fn a_hundred_thousand_children_in_a_second() {
    let folder = district::root().join("tests/fixtures/verdicts");
    let pack = district::pack();
    let few = district::cases(&folder);
    let cases: Vec<_> = (0..100_000)
        .map(|at| {
            let child = few[at % few.len()].clone();
            let room = child.get(Fact::HomeRoom).map(|_| at.to_string());
            child
                .with(Fact::Receipt, &format!("H{at:08}"))
                .with(Fact::HomeRoom, &room.unwrap_or_default())
        })
        .collect();
    let start = cpu();
    let world = World::build(pack, district::tables(&folder), &cases);
    let built = cpu() - start;
    let once = || {
        let start = cpu();
        let verdicts = cases.iter().map(|case| judge(pack, case, &world, on()));
        let reasons: usize = verdicts.map(|verdict| verdict.reasons.len()).sum();
        (cpu() - start, reasons)
    };
    let all: Vec<_> = (0..5).map(|_| once()).collect();
    let (least, reasons) = all.into_iter().min().unwrap_or_default();
    let each = least.as_nanos() / cases.len() as u128;
    println!("world {built:?}, {each} ns a child, {reasons} reasons");
    assert!((built + least).as_secs() < 1);
}
