//! The door and the clock: every act, and whether it waits.

use super::*;
use crate::access::Role;
use crate::stage::{PASSWORD, new_desk};
use crate::{Desk, NewDesk, Purpose};

/// The acts that wait, by their words in the journal: every draw, placement, paper and decision.
const WAITING: &[&str] = &[
    "CHANGE_SETTLE",
    "FREEZE",
    "REHEARSE",
    "SEED",
    "ADOPT",
    "ABORT",
    "SEASON",
    "PLACE",
    "PRINT_NOTICES",
    "PRINT_ROSTERS",
    "PRINT_RECORD",
    "PRINT_CASE",
    "PRINT_CLOSING",
    "REPORT",
    "PURGE",
];

fn desk(dir: &Path, purpose: Purpose) -> Desk {
    let new = NewDesk {
        purpose,
        ..new_desk(dir)
    };
    Desk::create(&new).unwrap().0
}

/// Tries an act in the name of someone who may do everything.
fn try_act(desk: &mut Desk, clock: &Clock, act: Act) -> Result<(), StoreError> {
    let everyone = Session {
        roles: Role::ALL.to_vec(),
        ..desk.session().clone()
    };
    let store = desk.store_and_clock().0;
    store.transact(&everyone, clock, Ask::to(act), |_| {
        Ok(((), Mark::on("desk", "")))
    })
}

#[test]
fn with_the_clock_set_back_draws_papers_and_decisions_wait_and_the_rest_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let today = "2021-05-06".parse().ok();
    let mut desk = desk(dir.path(), Purpose::Demonstration { today });
    let from = desk.store().head().seq;
    let behind = Clock::set_to("2021-05-05".parse().unwrap());
    let waits = |act: &Act| WAITING.contains(&act.code());
    let (waiting, others): (Vec<Act>, Vec<Act>) = Act::ALL.iter().copied().partition(waits);
    assert_eq!(waiting.len(), WAITING.len());
    for act in waiting {
        let done = try_act(&mut desk, &behind, act);
        let waits = matches!(done, Err(StoreError::ClockBehind { .. }));
        assert!(waits, "{}", act.code());
    }
    // The journal goes by number.
    for act in &others {
        try_act(&mut desk, &behind, *act).unwrap();
    }
    assert_eq!(desk.store().head().seq, from + others.len() as i64);
    let right = Clock::set_to("2021-05-06".parse().unwrap());
    for act in Act::ALL {
        try_act(&mut desk, &right, *act).unwrap();
    }
}

#[test]
fn an_act_under_a_clock_set_back_does_not_hide_that_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut made = desk(dir.path(), Purpose::Work);
    // An entry of a day to come: now the machine's clock is one that was set back.
    let ahead = Clock::set_to("2199-05-06".parse().unwrap());
    try_act(&mut made, &ahead, Act::SignIn).unwrap();
    let waits = |desk: &mut Desk| {
        try_act(desk, &Clock::machine(), Act::SignIn).unwrap();
        let done = try_act(desk, &Clock::machine(), Act::Place);
        assert!(matches!(done, Err(StoreError::ClockBehind { .. })));
    };
    waits(&mut made);
    drop(made);
    // Nor does opening the desk again.
    let mut again = Desk::open(dir.path(), "it", PASSWORD, None).unwrap();
    waits(&mut again);
    again.require_clock().unwrap_err();
    try_act(&mut again, &ahead, Act::Place).unwrap();
}
