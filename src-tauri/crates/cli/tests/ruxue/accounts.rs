//! Failed sign-ins, locked accounts, the recovery code.

use crate::draws::FREEZE;
use crate::stage::{PASSWORD, Stage, halves, ruxue};

const WRONG: &str = "不对的密码不对的密码";

#[test]
fn five_failures_lock_and_stay_in_the_journal() {
    let stage = Stage::demo();
    let check = ["check"];
    for _ in 0..5 {
        stage.run_with("clerk", WRONG, &check).refuses(1, "五次");
    }
    stage.run("clerk", &check).refuses(1, "已锁定");
    stage
        .said("secadmin", "user unlock clerk")
        .refuses(1, "系统管理员");
    stage
        .said("sysadmin", "user unlock nobody")
        .refuses(1, "nobody");
    stage.said("sysadmin", "user unlock clerk").good();
    stage.run("clerk", &check).good();
    let journal = stage.said("auditor", "audit list").good();
    assert!(journal.contains("after 5 failures"), "{journal}");
}

#[test]
fn failures_are_entered_although_the_desk_was_busy() {
    let stage = Stage::demo();
    stage
        .run_with("clerk", WRONG, &["check"])
        .refuses(1, "密码不对");
    let desk = ruxue_desk::Desk::open(&stage.desk(), "centre", PASSWORD, None).unwrap();
    stage.said("clerk", "check").refuses(1, "正在被使用");
    drop(desk);
    stage.said("clerk", "check").good();
    let journal = stage.said("auditor", "audit list").good();
    assert!(journal.contains("ok after 1 failures"), "{journal}");
}

#[test]
fn an_open_desk_forgets_nobodys_failures() {
    let stage = Stage::demo();
    let mut desk = ruxue_desk::Desk::open(&stage.desk(), "sysadmin", PASSWORD, None).unwrap();
    for _ in 0..5 {
        stage
            .run_with("clerk", WRONG, &["check"])
            .refuses(1, "五次");
    }
    desk.add_person("新来的", PASSWORD, None, None).unwrap();
    drop(desk);
    stage.said("clerk", "check").refuses(1, "已锁定");
}

#[test]
fn guesses_at_one_time_are_all_counted() {
    let stage = Stage::demo();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| stage.run_with("clerk", WRONG, &["check"]));
        }
    });
    stage.said("clerk", "check").refuses(1, "已锁定");
}

#[test]
fn the_second_persons_failures_are_entered_too() {
    let stage = Stage::with_sample();
    let freeze = |second: &str| {
        ruxue()
            .args(FREEZE.split_whitespace())
            .args(["--user", "centre", "--second", "centre2", "--desk"])
            .arg(stage.desk())
            .env("RUXUE_PASSWORD", PASSWORD)
            .env("RUXUE_PASSWORD2", second)
            .status()
            .unwrap()
            .code()
    };
    assert_eq!(freeze(WRONG), Some(1));
    assert_eq!(freeze(PASSWORD), Some(0));
    let journal = stage.said("auditor", "audit list --json").good();
    let entered = journal
        .lines()
        .any(|line| line.contains("\"actor\":\"centre2\"") && line.contains("after 1 failures"));
    assert!(entered, "{journal}");
}

#[test]
fn a_password_is_changed_only_for_a_better_one() {
    let stage = Stage::demo();
    let change = |new: &str| {
        ruxue()
            .args(["user", "passwd", "--user", "clerk", "--desk"])
            .arg(stage.desk())
            .env("RUXUE_PASSWORD", PASSWORD)
            .env("RUXUE_NEW_PASSWORD", new)
            .status()
            .unwrap()
            .code()
    };
    for weak in ["short", "1234567890", "一一一一一一一一一一"] {
        assert_eq!(change(weak), Some(1), "{weak}");
    }
    stage.said("clerk", "check").good();
    assert_eq!(change("另一个很好的密码"), Some(1), "eight characters");
    assert_eq!(change("另一个很好的长密码呀"), Some(0));
    stage.said("clerk", "check").refuses(1, "密码不对");
    stage
        .run_with("clerk", "另一个很好的长密码呀", &["check"])
        .good();
}

#[test]
fn no_desk_without_its_recovery_code() {
    let stage = Stage::demo();
    let new = stage.path("new");
    let code = stage.desk_without_fonts(&new);
    assert_eq!(halves(&code).len(), 2, "{code}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = new.metadata().unwrap().permissions().mode();
        assert_eq!(
            mode & 0o077,
            0,
            "others on the machine may read the recovery code: {mode:o}"
        );
    }
}
