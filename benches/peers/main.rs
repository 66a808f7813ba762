//! Other rules engines on the same children and the same rules as Ruxue; `scripts/bench.sh` runs it.
//!
//! ```text
//! peers CHILDREN [RUNS]
//! ```
//!
//! `CHILDREN` is what `figures children` wrote: one line of JSON a child, with its facts prepared and
//! the category and verdict that Ruxue gives. Every engine judges every child first, and must agree
//! on all of them; the first child of a difference is named and the exit is not zero. Then each runs
//! over all children on one thread, in turn, `RUNS` times (3). Prints `name value` lines: seconds
//! (wall: the smallest of the runs; CPU: their average).

use std::error::Error;
use std::hint::black_box;

use serde_json::Value;

mod breaches;
mod json_logic;
#[path = "../timing.rs"]
mod timing;
mod zen;
mod zen_rules;

use json_logic::JsonLogic;
use timing::{Seconds, once};
use zen::Zen;

/// What is said of a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Empty where no category claims the child.
    pub category: String,
    /// The code of spec/rules.md.
    pub verdict: String,
}

/// A child as `figures children` writes it.
struct Child {
    receipt: String,
    facts: Value,
    ruxue: Opinion,
}

impl Child {
    fn read(line: &str) -> Result<Child, Box<dyn Error>> {
        let mut child: Value = serde_json::from_str(line)?;
        let text = |key: &str| child[key].as_str().unwrap_or("").to_owned();
        Ok(Child {
            receipt: text("receipt"),
            ruxue: Opinion {
                category: text("category"),
                verdict: text("verdict"),
            },
            facts: child["facts"].take(),
        })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let Some(file) = words.next() else {
        println!("usage: peers CHILDREN [RUNS]");
        return Ok(());
    };
    let runs: u32 = words.next().map_or(Ok(3), |runs| runs.parse())?;
    let children = std::fs::read_to_string(file)?
        .lines()
        .map(Child::read)
        .collect::<Result<Vec<_>, _>>()?;
    race(&children, runs)
}

fn race(children: &[Child], runs: u32) -> Result<(), Box<dyn Error>> {
    let zen = Zen::new()?;
    let json_logic = JsonLogic::new()?;
    let facts = || children.iter().map(|child| &child.facts);
    let for_zen: Vec<_> = facts().map(zen::input).collect();
    let for_json_logic = facts()
        .map(json_logic::input)
        .collect::<Result<Vec<_>, _>>()?;

    agree("zen-engine", children, &zen.opinions(&for_zen)?)?;
    agree(
        "datalogic-rs",
        children,
        &json_logic.opinions(&for_json_logic)?,
    )?;

    let (mut of_zen, mut of_json_logic) = (Best::new(runs), Best::new(runs));
    for _ in 0..runs {
        of_zen.add(once(|| {
            zen.each(&for_zen, |verdict| drop(black_box(verdict)))
        })?)?;
        of_json_logic.add(once(|| {
            json_logic.each(&for_json_logic, |verdict| _ = black_box(verdict))
        })?)?;
    }
    println!("children {}", children.len());
    of_zen.print("zen");
    of_json_logic.print("json_logic");
    Ok(())
}

/// The smallest wall time of the runs and their average CPU time.
struct Best {
    runs: u32,
    seconds: Seconds,
}

impl Best {
    fn new(runs: u32) -> Best {
        let (wall, cpu) = (f64::MAX, 0.0);
        Best {
            runs,
            seconds: Seconds { wall, cpu },
        }
    }

    fn add(&mut self, run: (Seconds, Result<(), Box<dyn Error>>)) -> Result<(), Box<dyn Error>> {
        let (seconds, done) = run;
        self.seconds.wall = self.seconds.wall.min(seconds.wall);
        self.seconds.cpu += seconds.cpu / f64::from(self.runs);
        done
    }

    fn print(&self, name: &str) {
        println!("{name}_wall {:.3}", self.seconds.wall);
        println!("{name}_cpu {:.3}", self.seconds.cpu);
    }
}

/// Fails on the first child of whom an engine says something else than Ruxue.
fn agree(engine: &str, children: &[Child], opinions: &[Opinion]) -> Result<(), Box<dyn Error>> {
    let mut both = children.iter().zip(opinions);
    match both.find(|(child, opinion)| child.ruxue != **opinion) {
        None => Ok(()),
        Some((child, opinion)) => Err(format!(
            "{engine} disagrees on {}: Ruxue says {:?}, {engine} {opinion:?}",
            child.receipt, child.ruxue
        )
        .into()),
    }
}
