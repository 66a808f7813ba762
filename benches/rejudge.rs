//! `figures rejudge DESK [RUNS]`: judging all children of a demonstration desk from its database.

use std::error::Error;
use std::path::Path;

use ruxue_desk::Desk;
use ruxue_desk::access::Act;
use ruxue_desk::register::{self, Moved};
use ruxue_desk::store::verdict::{self, Ruling};
use ruxue_desk::store::{Ask, Mark, StoreError};

use super::{once, smallest};

/// Most seconds, wall, that rejudging a district may take.
const MOST: f64 = 3.0;

/// Measures the first judging where the desk was never judged, a judging that finds every verdict as it
/// stood, and one that finds every verdict changed (as after another pack). Load, judge, compare,
/// store and the journal are all inside.
pub fn rejudge(desk: &Path, runs: usize) -> Result<(), Box<dyn Error>> {
    let password = std::env::var("RUXUE_PASSWORD")?;
    let mut desk = Desk::open(desk, "centre", &password, None)?;
    let (first, judging) = once(|| register::refresh(&mut desk))?;
    if let Some(judging) = judging? {
        println!("first_wall {:.3}", first.wall);
        println!("first_cpu {:.3}", first.cpu);
        println!("children {}", judging.children);
    }
    let mut worst: f64 = 0.0;
    for (name, stale) in [("same", Stale::None), ("changed", Stale::All)] {
        let mut times = Vec::new();
        for _ in 0..runs.max(1) {
            move_register(&mut desk, stale)?;
            let seconds = smallest(1, || {
                register::refresh(&mut desk).map(|judging| judging.map(|one| one.changed))
            })?;
            times.push(seconds);
        }
        let wall = times.iter().map(|one| one.wall).fold(f64::MAX, f64::min);
        let cpu = times.iter().map(|one| one.cpu).sum::<f64>() / times.len() as f64;
        println!("{name}_wall {wall:.3}");
        println!("{name}_cpu {cpu:.3}");
        worst = worst.max(wall);
    }
    if worst > MOST {
        return Err(format!("rejudging took {worst:.2} s, more than {MOST} s").into());
    }
    Ok(())
}

/// Which stored verdicts are made stale.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stale {
    None,
    All,
}

fn move_register(desk: &mut Desk, stale: Stale) -> Result<(), Box<dyn Error>> {
    let mut receipts = Vec::new();
    if stale == Stale::All {
        verdict::each(desk.reader(), |receipt, _| {
            receipts.push(receipt.to_owned())
        })?;
    }
    let other = Ruling {
        outcome: "refer".into(),
        codes: "OTHER_STATUS".into(),
        ..Ruling::default()
    };
    desk.transact::<_, StoreError>(Ask::to(Act::ImportTables), |tx| {
        verdict::put(
            tx,
            receipts.iter().map(|receipt| (receipt.as_str(), &other)),
        )?;
        let moved = Moved::Switch {
            name: "bench",
            value: "moved",
        };
        register::moved(tx, &moved)?;
        Ok(((), Mark::on("bench", "moved")))
    })?;
    Ok(())
}
