//! Backups, restore and recovery from the command line, and backups killed at any moment.

use crate::draws::{DIGITS, FREEZE};
use crate::stage::{PASSWORD, Stage, halves, plain, ruxue};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Kills of one run; `make test-long` asks for many more.
fn kills() -> u32 {
    let asked = std::env::var("RUXUE_KILLS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(30)
}

fn tars(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "tar"))
        .collect()
}

fn backup(stage: &Stage, out: &Path) -> Command {
    let mut command = ruxue();
    command
        .args(["backup", "--user", "sysadmin", "--desk"])
        .arg(stage.desk())
        .arg("--out")
        .arg(out)
        .env("RUXUE_PASSWORD", PASSWORD)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Files on the medium that have not got their name yet.
fn half_written(out: &Path) -> usize {
    let entries = std::fs::read_dir(out).unwrap().flatten();
    entries
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_none_or(|ending| ending != "tar")
        })
        .count()
}

#[test]
fn a_backup_killed_anywhere_leaves_the_former_and_no_half_one() {
    let stage = Stage::with_sample();
    let out = stage.path("medium");
    std::fs::create_dir(&out).unwrap();
    let start = Instant::now();
    assert!(backup(&stage, &out).status().unwrap().success());
    let whole = start.elapsed();
    let former = tars(&out).pop_first().unwrap();
    let bytes = std::fs::read(&former).unwrap();
    let mut dice = 88_172_645_463_325_252_u64;
    let (mut halves, mut done, mut known) = (0, 0, tars(&out));
    for round in 0..kills() {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let mut child = backup(&stage, &out).spawn().unwrap();
        let moment = whole.as_micros() as u64 * (dice % 1100) / 1000;
        // Every other kill comes while the file is written, however quick the machine is.
        if round % 2 == 0 {
            while half_written(&out) == 0 && child.try_wait().unwrap().is_none() {}
            std::thread::sleep(Duration::from_micros(moment / 50));
        } else {
            std::thread::sleep(Duration::from_micros(moment));
        }
        let _ = child.kill();
        done += u32::from(child.wait().unwrap().success());
        halves += u32::from(half_written(&out) > 0);
        // What has its name is whole, whether or not it came to count; what counts is there.
        let mut desk = ruxue_desk::Desk::open(&stage.desk(), "sysadmin", PASSWORD, None).unwrap();
        for file in tars(&out).difference(&known) {
            ruxue_desk::backup::check(&mut desk, file, &mut |_, _, _| ())
                .unwrap_or_else(|error| panic!("round {round}, {moment} µs: {error}"));
        }
        for row in ruxue_desk::store::backup::all(desk.reader()).unwrap() {
            let there = row.folder.is_empty() || out.join(&row.file).is_file();
            assert!(there, "round {round}: {} counts and is not there", row.file);
        }
        assert_eq!(desk.verify_journal(&[]).unwrap().broken, None);
        known = tars(&out);
        if former.exists() {
            assert!(std::fs::read(&former).unwrap() == bytes, "round {round}");
        } else {
            // One that counts made the former of the same day superfluous.
            let rows = ruxue_desk::store::backup::all(desk.reader()).unwrap();
            assert!(
                rows.iter()
                    .any(|row| !row.folder.is_empty() && out.join(&row.file).is_file())
            );
        }
    }
    assert!(
        halves > 0,
        "the control: no kill came while a backup was written"
    );
    assert!(done < kills(), "no kill came in time");
    assert!(backup(&stage, &out).status().unwrap().success());
    let left = std::fs::read_dir(&out).unwrap().count();
    assert_eq!(left, tars(&out).len(), "halves are swept");
    stage.said("sysadmin", "desk check").good();
}

#[test]
fn a_lost_laptop_and_a_lost_password() {
    let stage = Stage::demo();
    std::fs::remove_dir_all(stage.desk()).unwrap();
    let code = stage.desk_without_fonts(&stage.desk());
    let halves: [&str; 2] = halves(&code).try_into().unwrap();
    let out = stage.path("medium");
    std::fs::create_dir(&out).unwrap();
    let said = stage
        .said("it", &format!("backup --out {}", out.display()))
        .good();
    assert!(
        said.contains("核对无误") && said.contains("日志锚点"),
        "{said}"
    );
    let file = tars(&out).pop_first().unwrap();
    let check = stage.said("it", "desk check").good();
    assert!(check.contains("! 恢复演练：还没有做过"), "{check}");
    assert!(check.contains("✓ 存到移动介质的备份：上次"), "{check}");
    std::fs::remove_dir_all(stage.desk()).unwrap();

    let restore = |name: &str, user: &str| {
        ruxue()
            .args(["restore", "--user", user, "--desk"])
            .arg(stage.path(name))
            .arg(&file)
            .env("RUXUE_PASSWORD", PASSWORD)
            .output()
            .unwrap()
    };
    assert_eq!(restore("medium", "it").status.code(), Some(1), "not empty");
    assert_eq!(restore("desk", "nobody").status.code(), Some(1));
    assert!(!stage.desk().exists());
    assert_eq!(restore("desk", "it").status.code(), Some(0));
    assert_eq!(
        restore("desk", "it").status.code(),
        Some(1),
        "never over a desk"
    );
    stage.said("it", "desk check").good();
    stage
        .said("it", &format!("backup --check {}", file.display()))
        .good();
    let list = stage.said("it", "backup --list --json").good();
    assert_eq!(list.lines().count(), 1, "{list}");

    let recover = |words: &str, halves: [&str; 2]| {
        let mut command = ruxue();
        command
            .args(words.split_whitespace())
            .arg("--desk")
            .arg(stage.desk())
            .env("RUXUE_RECOVERY1", halves[0])
            .env("RUXUE_RECOVERY2", halves[1])
            .env("RUXUE_NEW_PASSWORD", "恢复之后的新密码-2021");
        let done = command.output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        (
            done.status.code(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let (status, said) = recover("recover --drill", [halves[0], halves[0]]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("恢复码打不开"), "{said}");
    let drill = format!("recover --drill --file {}", file.display());
    let (status, said) = recover(&drill, halves);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("演练通过") && said.contains("内容完整"),
        "{said}"
    );
    let (status, said) = recover("recover", halves);
    assert_eq!(status, Some(2), "{said}");
    let (status, said) = recover("recover --user it", halves);
    assert_eq!(status, Some(0), "{said}");
    stage.said("it", "desk check").refuses(1, "密码不对");
    stage
        .run_with("it", "恢复之后的新密码-2021", &["desk", "check"])
        .good();
    plain(&["recover", "--drill", "--desk", "nowhere"]).refuses(2, "RUXUE_RECOVERY1");
    plain(&["backup", "--desk", "nowhere"]).refuses(2, "--out");
}

#[test]
fn an_anchor_of_after_the_backup_is_explained() {
    let stage = Stage::demo();
    let out = stage.path("medium");
    std::fs::create_dir(&out).unwrap();
    stage
        .said("sysadmin", &format!("backup --out {}", out.display()))
        .good();
    for _ in 0..3 {
        stage.said("centre", "check").good();
    }
    let exported = stage.said("auditor", "audit export").good();
    let line = exported.lines().last().unwrap();
    let fields: Vec<&str> = line.split('\t').collect();
    let back = Stage::demo();
    std::fs::remove_dir_all(back.desk()).unwrap();
    let file = tars(&out).pop_first().unwrap();
    back.said("sysadmin", &format!("restore {}", file.display()))
        .good();
    back.said("auditor", "audit verify").good();
    let verify = format!("audit verify --anchor {}:{}", fields[0], &fields[1][..16]);
    stage.said("auditor", &verify).good();
    let refused = back.said("auditor", &verify);
    refused.refuses(1, "由备份恢复过");
}

#[test]
fn a_verifier_outside_reads_the_folder_of_a_frozen_ceremony() {
    let stage = Stage::with_sample();
    stage.said("centre", FREEZE).good();
    let folder = stage.desk().join("ceremonies/2021-0001");
    assert!(folder.join("nonce.sealed").exists());
    let folder = folder.display().to_string();
    let said = plain(&["draw", "verify", &folder]).good();
    assert!(said.contains("自用的密封随机数"), "{said}");
    stage
        .said("centre", &format!("draw run 2021-0001 {DIGITS}"))
        .good();
    plain(&["draw", "verify", &folder]).good();
}
