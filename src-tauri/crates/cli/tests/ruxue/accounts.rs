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
    assert!(journal.contains("密码错 5 次"), "{journal}");
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
    assert!(journal.contains("完成，此前密码错 1 次"), "{journal}");
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

#[test]
fn an_account_is_stopped_and_a_role_taken() {
    let stage = Stage::demo();
    stage
        .said("sysadmin", "user stop clerk --reason 调离")
        .good();
    stage.said("clerk", "check").refuses(1, "密码不对");
    stage
        .said("sysadmin", "user take lead lead --reason 轮岗")
        .refuses(1, "安全管理员");
    stage
        .said("secadmin", "user take lead lead --reason 轮岗")
        .good();
    stage.said("lead", "check").refuses(1, "还没有角色");
    let listed = stage.said("sysadmin", "user list").good();
    assert!(listed.contains("停用：调离"), "{listed}");
}

#[test]
fn an_explanation_is_masked_until_its_purpose_is_said() {
    let stage = Stage::with_sample();
    let told = stage.said("reviewer", "check --explain").good();
    assert!(told.contains("已填（遮盖）"), "{told}");
    let first = told.lines().next().unwrap().to_owned();
    let receipt = first.split(' ').next().unwrap();
    assert!(first.contains('*'), "{first}");
    let full = format!("check --explain --receipt {receipt} --purpose 核对户口簿");
    let told = stage.said("reviewer", &full).good();
    assert!(!told.lines().next().unwrap().contains('*'), "{told}");
    let listed = "audit list --act SHOW_FULL";
    let journal = stage.said("auditor", listed).good();
    let shown: Vec<&str> = journal.lines().collect();
    assert_eq!(shown.len(), 1, "{journal}");
    assert!(shown[0].contains(receipt) && shown[0].contains("核对户口簿"));
}

#[test]
fn with_all_passwords_lost_the_two_halves_restore() {
    let stage = Stage::demo();
    let (old, new) = (stage.path("old"), stage.path("restored"));
    let code = stage.desk_without_fonts(&old);
    let halves = halves(&code);
    let out = stage.path("medium");
    std::fs::create_dir(&out).unwrap();
    let run = |words: &[&str], desk: &std::path::Path, password: &str| {
        let mut command = ruxue();
        command
            .args(words)
            .args(["--user", "it", "--desk"])
            .arg(desk);
        command.env("RUXUE_PASSWORD", password);
        command.env("RUXUE_NEW_PASSWORD", "恢复之后的新密码-2021");
        command.env("RUXUE_RECOVERY1", halves[0]);
        command.env("RUXUE_RECOVERY2", halves[1]);
        crate::stage::Ran::of(&mut command)
    };
    let to = out.display().to_string();
    run(&["backup", "--out", &to], &old, PASSWORD).good();
    let tar = std::fs::read_dir(&out).unwrap().flatten().next().unwrap();
    let tar = tar.path().display().to_string();
    let said = run(&["restore", &tar, "--recovery"], &new, "").good();
    assert!(said.contains("新设的密码"), "{said}");
    run(&["user", "list"], &new, PASSWORD).refuses(1, "密码不对");
    run(&["user", "list"], &new, "恢复之后的新密码-2021").good();
}
