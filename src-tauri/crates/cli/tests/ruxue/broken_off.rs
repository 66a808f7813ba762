//! What is broken off in the middle: the plug, Ctrl-C, a lost file.

use crate::draws::{DIGITS, FREEZE};
use crate::stage::{PASSWORD, Stage, copy_folder, fixture, ruxue};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn start(stage: &Stage, user: &str, words: &str) -> Child {
    ruxue()
        .args(words.split_whitespace())
        .arg("--desk")
        .arg(stage.desk())
        .args(["--user", user])
        .env("RUXUE_PASSWORD", PASSWORD)
        .env("RUXUE_PASSWORD2", PASSWORD)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills the process `later` after `sign` is there, or lets it end.
fn kill_after(mut child: Child, sign: &Path, later: Duration) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !sign.exists() && Instant::now() < patience && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    std::thread::sleep(later);
    let _ = child.kill();
    child.wait().unwrap();
}

fn drawn(folder: &Path) -> Vec<Vec<u8>> {
    ["seed.txt", "result.csv", "close.txt"]
        .map(|name| std::fs::read(folder.join(name)).unwrap())
        .into()
}

#[test]
fn a_draw_killed_anywhere_ends_in_the_same_bytes() {
    let frozen = Stage::with_sample();
    frozen.said("centre", FREEZE).good();
    let run = format!("draw run 2021-0001 {DIGITS}");
    let whole = frozen.copy();
    whole.said("centre", &run).good();
    let expected = drawn(&whole.desk().join("ceremonies/2021-0001"));
    let mut open = 0;
    for (sign, micros) in [
        ("seed.txt.part", 0),
        ("seed.txt", 0),
        ("seed.txt", 1500),
        ("result.csv.part", 0),
        ("result.csv", 0),
        ("close.txt", 0),
        ("close.txt", 1500),
    ] {
        let stage = frozen.copy();
        let folder = stage.desk().join("ceremonies/2021-0001");
        let child = start(&stage, "centre", &run);
        kill_after(child, &folder.join(sign), Duration::from_micros(micros));
        stage.said("sysadmin", "desk check").good();
        let again = stage.said("centre", &run);
        assert!(
            again.status == 0 || again.err.contains("已经完成"),
            "killed at {sign}: {}{}",
            again.out,
            again.err
        );
        open += i32::from(again.status == 0);
        assert_eq!(drawn(&folder), expected, "killed at {sign}");
        stage.said("auditor", "audit verify").good();
    }
    assert!(open > 0, "no kill came in time");
}

#[test]
fn other_digits_never_replace_a_seed() {
    let stage = Stage::with_sample();
    stage.said("centre", FREEZE).good();
    let folder = stage.desk().join("ceremonies/2021-0001");
    // A folder in the result's place stops the draw between seed and result.
    std::fs::create_dir(folder.join("result.csv")).unwrap();
    let run = format!("draw run 2021-0001 {DIGITS}");
    let stopped = stage.said("centre", &run);
    stopped.refuses(1, "result.csv");
    assert!(!stopped.err.contains("os error"), "{}", stopped.err);
    std::fs::remove_dir(folder.join("result.csv")).unwrap();
    let seed = std::fs::read(folder.join("seed.txt")).unwrap();
    let other = run.replace("09876543210987654321", "09876543210987654322");
    stage.said("centre", &other).refuses(1, "不能更换");
    stage
        .said("centre", "draw abort 2021-0001 --reason 停电")
        .refuses(1, "不能中止");
    std::fs::remove_file(folder.join("seed.txt")).unwrap();
    stage.said("centre", &other).refuses(1, "不符");
    stage
        .said("centre", "draw abort 2021-0001 --reason 停电")
        .refuses(1, "不能中止");
    assert!(!folder.join("seed.txt").exists());
    stage.said("centre", &run).good();
    assert_eq!(std::fs::read(folder.join("seed.txt")).unwrap(), seed);
}

#[test]
fn a_broken_off_abort_is_ended_as_one_and_not_drawn_over() {
    let stage = Stage::with_sample();
    stage.said("centre", FREEZE).good();
    let before = stage.copy();
    let abort = "draw abort 2021-0001 --reason 停电";
    stage.said("centre", abort).good();
    let close = stage.desk().join("ceremonies/2021-0001/close.txt");
    // The other desk's power failed after the file, before the record.
    let folder = before.desk().join("ceremonies/2021-0001");
    std::fs::copy(close, folder.join("close.txt")).unwrap();
    before
        .said("centre", &format!("draw run 2021-0001 {DIGITS}"))
        .refuses(1, "再次中止");
    assert!(!folder.join("seed.txt").exists());
    before.said("centre", abort).good();
    before.said("sysadmin", "desk check").good();
}

#[test]
fn an_import_broken_off_is_in_or_out() {
    let base = Stage::with_tables();
    let words = format!("import applicants {}", fixture("applicants.csv"));
    for millis in [30, 60, 120, 200, 320] {
        let stage = base.copy();
        let mut child = start(&stage, "clerk", &words);
        std::thread::sleep(Duration::from_millis(millis));
        let _ = child.kill();
        child.wait().unwrap();
        let children = stage.children();
        assert!(children == 0 || children == 400, "{children} of 400");
        stage.said("sysadmin", "desk check").good();
    }
}

#[test]
fn a_season_broken_off_is_finished_by_the_next() {
    let whole = Stage::demo();
    let from = whole.sample("").display().to_string();
    let season = format!("season --seed 5 --from {from}");
    let stage = Stage::demo();
    let child = start(&stage, "centre", &season);
    let sign = stage.desk().join("ceremonies/2021-0001/seed.txt");
    kill_after(child, &sign, Duration::ZERO);
    stage.said("sysadmin", "desk check").good();
    stage.said("centre", &season).good();
    whole.said("centre", &season).good();
    let read = |stage: &Stage, name: &str| std::fs::read(stage.desk().join(name)).unwrap();
    for name in [
        "out/season.json",
        "ceremonies/season.txt",
        "ceremonies/2021-0001/close.txt",
        "ceremonies/2021-0004/close.txt",
    ] {
        assert!(read(&stage, name) == read(&whole, name), "{name}");
    }
    let kept = stage.path("kept");
    copy_folder(&stage.desk().join("ceremonies"), &kept);
    assert!(kept.join("season.txt").exists());
}

#[test]
fn a_damaged_or_missing_database_is_said_and_left_alone() {
    let whole = Stage::with_tables();
    let size = whole.desk().join("desk.db").metadata().unwrap().len();
    for part in 0..8 {
        let stage = whole.copy();
        let path = stage.desk().join("desk.db");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[(size * part / 8) as usize] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        for words in ["check", "desk check"] {
            let ran = stage.said(
                if words == "check" {
                    "centre"
                } else {
                    "sysadmin"
                },
                words,
            );
            ran.refuses(1, "备份");
            let english = ran.err.chars().filter(char::is_ascii_alphabetic).count();
            assert!(english == 0, "{}", ran.err);
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "written to");
    }
    let stage = whole.copy();
    let path = stage.desk().join("desk.db");
    std::fs::remove_file(&path).unwrap();
    stage.said("centre", "check").refuses(1, "desk.db 缺失");
    assert!(
        !path.exists(),
        "an empty database in the place of the lost one"
    );
}
