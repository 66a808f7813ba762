//! Ceremonies under hostile hands: who, which digits, in which order, with which files.

use crate::stage::{PASSWORD, Stage, plain};

/// The witnesses and kinds of the sample's first ceremony.
pub const FREEZE: &str = "draw freeze --level 小学 --kind private,boarding \
    --witness 公证员:sealed:20 --witness 家长代表:sealed:20 --witness 骰:dice:20";
/// Twenty digits a witness.
pub const DIGITS: &str =
    "--digits 12345678901234567890 --digits 09876543210987654321 --digits 31415926535897932384";

/// The acts in the journal that are neither sign-ins nor refusals.
fn acts(stage: &Stage, auditor: &str) -> Vec<String> {
    let list = stage.said(auditor, "audit list --json").good();
    let entries = list
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    entries
        .filter(|entry| entry["act"] != "SIGN_IN" && entry["result"] != "refused")
        .map(|entry| entry.to_string())
        .collect()
}

fn frozen_folders(stage: &Stage) -> usize {
    std::fs::read_dir(stage.desk().join("ceremonies"))
        .unwrap()
        .count()
}

#[test]
fn a_formal_draw_takes_two_people_who_may() {
    let stage = Stage::at_work();
    let before = acts(&stage, "a1");
    let freeze = |more: &str| stage.said("c1", &format!("{FREEZE} {more}"));
    freeze("").refuses(1, "两人");
    freeze("--second c1").refuses(1, "同一人");
    freeze("--second k1").refuses(1, "收件员");
    freeze("--second nobody").refuses(1, "密码不对");
    stage
        .said("k1", &format!("{FREEZE} --second c2"))
        .refuses(1, "收件员");
    stage
        .said("c1", &format!("{FREEZE} --second c2 --today 2021-05-01"))
        .refuses(1, "演示");
    assert_eq!(acts(&stage, "a1"), before, "a refusal changes nothing");
    assert_eq!(frozen_folders(&stage), 0);
    let journal = stage.said("a1", "audit list --json").good();
    let refused: Vec<&str> = journal
        .lines()
        .filter(|line| line.contains("\"result\":\"refused\""))
        .collect();
    assert_eq!(refused.len(), 2, "both refusals of k1: {refused:?}");
    assert!(refused.iter().all(|line| line.contains("\"actor\":\"k1\"")));

    freeze("--second c2").good();
    freeze("--second c2").refuses(1, "尚未结束");
    let run = |more: &str| stage.said("c1", &format!("draw run 2021-0001 {DIGITS} {more}"));
    run("").refuses(1, "两人");
    run("--second c1").refuses(1, "同一人");
    stage
        .said("c1", "draw abort 2021-0001 --reason 停电")
        .refuses(1, "两人");
    run("--second c2").good();
    run("--second c2").refuses(1, "已经完成");
    stage.said("it", "desk check").good();
    stage.said("a1", "audit verify").good();
}

#[test]
fn a_refused_freeze_enters_nothing() {
    let stage = Stage::with_sample();
    // Whoever looks first has the verdicts renewed, which is an entry of its own.
    stage.said("centre", "check").good();
    let before = acts(&stage, "auditor");
    let freeze = |words: &str| stage.said("centre", &format!("draw freeze {words}"));
    let pb = "--level 小学 --kind private,boarding";
    for (words, status, part) in [
        (pb.to_owned(), 1, "至少要有 3 份"),
        (
            format!("{pb} --witness a:sealed:20 --witness b:sealed:20 --witness c:sealed:20"),
            1,
            "dice",
        ),
        (
            format!("{pb} --witness a:sealed:20 --witness b:sealed:19 --witness c:dice:20"),
            1,
            "20 位",
        ),
        (
            format!("{pb} --witness a:sealed:20 --witness b:sealed:20 --witness c:dice:4000000000"),
            1,
            "至多",
        ),
        (
            format!("{pb} --witness a:sealed:20 --witness b:coins:20 --witness c:dice:20"),
            2,
            "写法不对",
        ),
        (
            format!(
                "{pb} --witness a:sealed:20 --witness b:sealed:99999999999 --witness c:dice:20"
            ),
            2,
            "写法不对",
        ),
        ("--level 小学 --kind nonsense".into(), 2, "没有派位类别"),
        ("--level 高中 --kind zone".into(), 2, "小学、初中"),
        (
            FREEZE.replace("draw freeze", "").replace("private,", ""),
            1,
            "民办",
        ),
        (
            FREEZE
                .replace("draw freeze", "")
                .replace("private,boarding", "supplement"),
            1,
            "没有可封存",
        ),
        (
            FREEZE
                .replace("draw freeze", "")
                .replace("private,boarding", "wish-all"),
            1,
            "可选",
        ),
    ] {
        freeze(&words).refuses(status, part);
    }
    assert_eq!(acts(&stage, "auditor"), before);
    assert_eq!(frozen_folders(&stage), 0);
}

#[test]
fn digits_fit_their_slots_or_nothing_is_drawn() {
    let stage = Stage::with_sample();
    stage.said("centre", FREEZE).good();
    let d = "12345678901234567890";
    for (digits, part) in [
        (vec![], "应有 3 份"),
        (vec![d, d], "应有 3 份"),
        (vec![d, d, d, d], "应有 3 份"),
        (vec![d, d, "1234567890123456789"], "20 位"),
        (vec![d, d, "1234567890123456789x"], "0 至 9"),
        (
            vec![d, d, "１２３４５６７８９０１２３４５６７８９０"],
            "0 至 9",
        ),
        (vec![d, "12345 67890 12345 67", d], "0 至 9"),
        (vec![d, d, "1234567890123456789\n"], "0 至 9"),
    ] {
        let mut words = vec!["draw", "run", "2021-0001"];
        digits
            .iter()
            .for_each(|one| words.extend(["--digits", one]));
        stage.run("centre", &words).refuses(1, part);
    }
    let folder = stage.desk().join("ceremonies/2021-0001");
    assert!(!folder.join("seed.txt").exists());
    for (number, status, part) in [
        ("2021-0002", 1, "没有场次"),
        ("R-0001", 1, "没有场次"),
        ("../../etc", 2, "写法不对"),
        ("2021-1", 2, "写法不对"),
    ] {
        stage
            .said("centre", &format!("draw run {number} {DIGITS}"))
            .refuses(status, part);
    }
    for (reason, part) in [("", "不能为空"), ("两\n行", "控制字符")] {
        let words = ["draw", "abort", "2021-0001", "--reason", reason];
        stage.run("centre", &words).refuses(1, part);
    }
    stage
        .said(
            "centre",
            &format!("draw abort 2021-0001 --reason 停电 {DIGITS}"),
        )
        .refuses(1, "不能再中止");
    assert!(!folder.join("close.txt").exists());
    stage
        .said(
            "centre",
            "draw abort 2021-0001 --reason 停电 --digits 12345678901234567890",
        )
        .good();
    stage
        .said("centre", &format!("draw run 2021-0001 {DIGITS}"))
        .refuses(1, "已经中止");
    stage.said("centre", FREEZE).good();
    let folders =
        ["2021-0001", "2021-0002"].map(|number| stage.desk().join("ceremonies").join(number));
    let [first, second] = folders.map(|path| path.display().to_string());
    let said = plain(&["draw", "verify", &first, &second]).good();
    assert!(said.contains("中止") && !said.contains("不符"), "{said}");
}

/// One byte of a file, turned.
fn turn(path: &std::path::Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let mut other = bytes.clone();
    let middle = other.len() / 2;
    other[middle] ^= 1;
    std::fs::write(path, other).unwrap();
    bytes
}

#[test]
fn one_changed_byte_stops_the_draw_and_is_found_afterwards() {
    let stage = Stage::with_sample();
    stage.said("centre", FREEZE).good();
    let folder = stage.desk().join("ceremonies/2021-0001");
    let run = format!("draw run 2021-0001 {DIGITS}");
    let verify = || plain(&["draw", "verify", &folder.display().to_string()]);
    for name in ["freeze.txt", "batches.csv", "plan.csv", "roster.csv"] {
        let path = folder.join(name);
        let bytes = turn(&path);
        stage.said("centre", &run).refuses(1, name);
        stage.said("sysadmin", "desk check").refuses(1, "不符");
        verify().refuses(1, "核验不通过");
        std::fs::remove_file(&path).unwrap();
        stage.said("centre", &run).refuses(1, name);
        stage.said("sysadmin", "desk check").refuses(1, "不符");
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(!folder.join("seed.txt").exists());
    let aside = stage.path("aside");
    std::fs::rename(&folder, &aside).unwrap();
    stage.said("centre", &run).refuses(1, "2021-0001");
    stage.said("sysadmin", "desk check").refuses(1, "");
    std::fs::rename(&aside, &folder).unwrap();
    stage.said("centre", &run).good();
    stage.said("sysadmin", "desk check").good();
    let own = |name: &std::ffi::OsStr| name == "nonce.sealed";
    let entries = std::fs::read_dir(&folder).unwrap().flatten();
    for entry in entries.filter(|entry| !own(&entry.file_name())) {
        let bytes = turn(&entry.path());
        let name = entry.file_name().to_string_lossy().into_owned();
        verify().refuses(1, "核验不通过");
        let check = stage.said("sysadmin", "desk check");
        check.refuses(1, "不符");
        assert!(check.out.contains('✗'), "{name}: {}", check.out);
        std::fs::remove_file(entry.path()).unwrap();
        let check = stage.said("sysadmin", "desk check");
        check.refuses(1, "不符");
        std::fs::write(entry.path(), bytes).unwrap();
    }
    verify().good();
}

#[test]
fn a_rehearsal_admits_nobody_and_gives_no_notice() {
    let stage = Stage::with_sample();
    let rehearse =
        "draw freeze --rehearsal --level 小学 --kind private,boarding --witness 甲:public:3 --json";
    let frozen = stage.said("centre", rehearse).good();
    let frozen: serde_json::Value = serde_json::from_str(&frozen).unwrap();
    assert_eq!(frozen["ceremony"], "R-0001");
    let out = stage.path("out").display().to_string();
    stage
        .said("centre", "draw run R-0001 --digits 12")
        .refuses(1, "3 位");
    stage.said("centre", "draw run R-0001 --digits 123").good();
    stage
        .said("centre", &format!("print notice --out {out}"))
        .refuses(1, "没有已录取");
    let roster =
        std::fs::read_to_string(stage.desk().join("ceremonies/R-0001/roster.csv")).unwrap();
    assert!(!roster.contains("210000"), "no family finds its own row");
    stage.said("centre", rehearse).good();
    stage.said("centre", FREEZE).good();
    stage.said("centre", "draw run R-0002 --digits 321").good();
    let all = stage.desk().join("ceremonies");
    let folders = ["R-0001", "R-0002"].map(|number| all.join(number).display().to_string());
    plain(&["draw", "verify", &folders[0], &folders[1]]).good();
    let reader = ruxue_desk::Desk::open(&stage.desk(), "centre", PASSWORD, None).unwrap();
    let by_draw = ruxue_desk::store::placement::all(reader.reader()).unwrap();
    assert!(by_draw.iter().all(|placement| placement.ceremony.is_none()));
}
