use std::path::Path;

use serde_json::{Value, json};

use super::Moment;
use crate::access::Act;
use crate::open::Desk;
use crate::stage::{self, Hand, PASSWORD, TODAY};
use crate::store::ceremony::{self, Ceremony};
use crate::store::{Ask, Mark, StoreError, audit};
use crate::wire::{FailureCode, Window};

const TEN_MINUTES: u64 = 600;

fn window(dir: &Path) -> Window {
    drop(stage::desk(dir));
    let window = Window::new(
        dir.to_owned(),
        TODAY.parse().ok(),
        Box::new(Hand::default()),
    );
    sign_in(&window);
    window
}

fn ask(window: &Window, name: &str, body: Value) -> Result<String, FailureCode> {
    let answer = window.call(name, &body.to_string(), &|_| ());
    answer.map_err(|failure| failure.code)
}

fn sign_in(window: &Window) {
    let who = json!({ "name": "centre", "password": PASSWORD });
    ask(window, "sign_in", who).unwrap();
}

fn last(dir: &Path, count: usize) -> Vec<(String, String)> {
    let desk = Desk::open(dir, "auditor", PASSWORD, TODAY.parse().ok()).unwrap();
    let head = desk.store().head().seq;
    let page = audit::page(desk.reader(), 0, head).unwrap();
    let told = page.iter().rev().skip(1).take(count).map(|stored| {
        let entry: crate::journal::Entry = serde_json::from_str(&stored.entry).unwrap();
        (entry.act, entry.result)
    });
    told.collect()
}

#[test]
fn ten_idle_minutes_close_the_desk_with_an_entry() {
    let dir = tempfile::tempdir().unwrap();
    let window = window(dir.path());
    let inner = window.inner();
    let then = inner.last_stir();
    assert!(!inner.lock_if_idle(then.later(TEN_MINUTES - 1)));
    assert!(ask(&window, "overview", Value::Null).is_ok());
    let then = inner.last_stir();
    assert!(inner.lock_if_idle(then.later(TEN_MINUTES)));
    assert!(!inner.lock_if_idle(then.later(TEN_MINUTES * 2)), "once");
    assert_eq!(
        ask(&window, "overview", Value::Null),
        Err(FailureCode::Locked)
    );
    // The folder is free: the connection and the lock on it have gone.
    let entered = last(dir.path(), 1);
    assert_eq!(entered, [("LOCK".into(), "idle 10 minutes".into())]);
    sign_in(&window);
    ask(&window, "lock", Value::Null).unwrap();
    assert_eq!(last(dir.path(), 1), [("LOCK".into(), "ok".into())]);
}

#[test]
fn neither_sleep_nor_a_clock_set_back_keeps_it_open() {
    let dir = tempfile::tempdir().unwrap();
    let window = window(dir.path());
    let inner = window.inner();
    let then: Moment = inner.last_stir();
    assert!(inner.lock_if_idle(then.after_sleep(TEN_MINUTES)));
    sign_in(&window);
    let then = inner.last_stir();
    assert!(inner.lock_if_idle(then.set_back(TEN_MINUTES)));
}

#[test]
fn stirring_keeps_it_open_and_work_is_not_broken_off() {
    let dir = tempfile::tempdir().unwrap();
    let window = window(dir.path());
    let inner = window.inner();
    let then = inner.last_stir();
    std::thread::sleep(std::time::Duration::from_millis(20));
    ask(&window, "stir", Value::Null).unwrap();
    let almost = then.later(TEN_MINUTES);
    assert!(!inner.lock_if_idle(almost), "somebody stirred since");
    // A call that works at the desk holds the sitting as long as it lasts.
    let held = inner.try_sitting().unwrap();
    std::thread::scope(|scope| {
        let late = inner.last_stir().later(TEN_MINUTES);
        let tried = scope.spawn(move || inner.lock_if_idle(late));
        assert!(!tried.join().unwrap());
    });
    drop(held);
    assert!(inner.lock_if_idle(inner.last_stir().later(TEN_MINUTES)));
}

#[test]
fn the_ceremony_on_the_screen_keeps_it_open_from_freeze_to_close() {
    let dir = tempfile::tempdir().unwrap();
    let window = window(dir.path());
    let inner = window.inner();
    let put = |close: Option<&str>| {
        let row = Ceremony {
            number: "2021-0001".into(),
            mode: "FORMAL".into(),
            level: "小学".into(),
            kinds: "zone".into(),
            state: close.map_or("frozen", |_| "completed").into(),
            nonce: String::new(),
            freeze: String::new(),
            seed: None,
            close: close.map(str::to_owned),
            frozen_at: String::new(),
            closed_at: None,
            operator: "centre".into(),
            second: None,
        };
        let mut sitting = inner.try_sitting().unwrap();
        let desk = sitting.desk.as_mut().unwrap();
        let ask = Ask::to(Act::Freeze);
        let entered = desk.transact::<_, StoreError>(ask, |tx| {
            ceremony::put(tx, &row)?;
            Ok(((), Mark::on("ceremony", "2021-0001")))
        });
        entered.unwrap();
    };
    let idle = || inner.last_stir().later(TEN_MINUTES * 6);
    put(None);
    let attend = |number: Value| ask(&window, "attend", json!({ "number": number }));
    attend("2021-0001".into()).unwrap();
    assert!(!inner.lock_if_idle(idle()), "being drawn");
    attend(Value::Null).unwrap();
    assert!(inner.lock_if_idle(idle()), "not on the screen any more");
    sign_in(&window);
    attend("2021-0001".into()).unwrap();
    put(Some("digest"));
    assert!(inner.lock_if_idle(idle()), "closed");
}
