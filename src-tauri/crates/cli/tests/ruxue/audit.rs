//! The journal from outside: closing sheets, anchors, what a person reads.

use crate::stage::{PASSWORD, Stage, plain};
use ruxue_desk::Desk;
use ruxue_desk::store::closing;

fn field(json: &str, name: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json.trim()).unwrap();
    value[name].to_string().trim_matches('"').to_owned()
}

fn sheets(stage: &Stage) -> Vec<closing::Closing> {
    let desk = Desk::open(&stage.desk(), "auditor", PASSWORD, None).unwrap();
    closing::all(desk.reader()).unwrap()
}

#[test]
fn closing_sheets_follow_each_other_without_gaps() {
    let stage = Stage::demo();
    let out = stage.path("out").display().to_string();
    let print = |who: &str, day: &str, more: &str| {
        stage.said(
            who,
            &format!("print closing --out {out} --today {day} {more}"),
        )
    };
    print("centre", "2021-05-06", "").good();
    // Nothing but looking happened since: the same sheet again, and it says so.
    let again = print("lead", "2021-05-06", "--reason 卡纸").good();
    assert!(again.contains("第 1 号日终清单（补打）"), "{again}");
    // The day goes on: a second sheet of it.
    stage
        .said("sysadmin", "user add 李二 --today 2021-05-06")
        .good();
    let second = print("auditor", "2021-05-06", "").good();
    assert!(second.contains("第 2 号日终清单："), "{second}");
    // Two days on one sheet, and no sheet of a day that stands on another's.
    stage
        .said("sysadmin", "user add 王三 --today 2021-05-07")
        .good();
    stage
        .said("sysadmin", "user add 赵四 --today 2021-05-08")
        .good();
    print("sysadmin", "2021-05-10", "--day 2021-05-08").good();
    print("sysadmin", "2021-05-10", "--day 2021-05-07").refuses(1, "第 3 号");
    print("sysadmin", "2021-05-10", "--day 2021-05-11").refuses(1, "还没有到");
    print("sysadmin", "2021-05-10", "--day 2021-05-06").good();
    print("clerk", "2021-05-10", "").refuses(1, "收件员");
    let all = sheets(&stage);
    let prints: Vec<i64> = all.iter().map(|one| one.prints).collect();
    assert_eq!(prints, [2, 2, 1]);
    assert_eq!(all[0].first, 1);
    for pair in all.windows(2) {
        assert_eq!(pair[1].first, pair[0].last + 1);
    }
    for sheet in &all {
        let anchor = format!("audit verify --anchor {}:{}", sheet.last, sheet.hash);
        stage.said("auditor", &anchor).good();
    }
}

#[test]
fn a_day_without_its_sheet_is_called_for() {
    let stage = Stage::demo();
    let says = |day: &str| {
        stage
            .said("lead", &format!("desk check --today {day}"))
            .good()
    };
    assert!(
        says("2021-05-06").contains("✓ 日终清单"),
        "the day is not over"
    );
    let late = says("2021-05-07");
    assert!(late.contains("! 日终清单：2021-05-06 有办理记录"), "{late}");
    let out = stage.path("out").display().to_string();
    let print = format!("print closing --day 2021-05-06 --today 2021-05-07 --out {out}");
    stage.said("lead", &print).good();
    assert!(says("2021-05-07").contains("✓ 日终清单"));
    // Signing in alone does not ask for a sheet.
    assert!(says("2021-05-09").contains("✓ 日终清单"));
    stage
        .said("sysadmin", "user add 李二 --today 2021-05-10")
        .good();
    assert!(says("2021-05-11").contains("! 日终清单：2021-05-10"));
}

#[test]
fn anchors_come_typed_from_papers_from_exports_and_from_backups() {
    let stage = Stage::demo();
    let out = stage.path("out").display().to_string();
    let closed = stage
        .said("auditor", &format!("print closing --out {out} --json"))
        .good();
    let (last, head) = (field(&closed, "last"), field(&closed, "head"));
    std::fs::create_dir_all(stage.path("medium")).unwrap();
    let medium = stage.path("medium").display().to_string();
    let made = stage
        .said("sysadmin", &format!("backup --out {medium} --json"))
        .good();
    let backup = field(&made, "file");
    let export = stage.said("auditor", "audit export").good();
    let file = stage.path("export.txt").display().to_string();
    std::fs::write(&file, &export).unwrap();

    let good = stage.said(
        "auditor",
        &format!(
            "audit verify --anchor {last}:{} --backup {backup} --anchors {file}",
            &head[..16]
        ),
    );
    let entries = export.lines().count();
    let good = good.good();
    let reach = format!("个锚点全部相符：第 1 条到第 {entries} 条");
    assert!(good.contains(&reach), "{good}");
    let bare = stage.said("auditor", "audit verify").good();
    assert!(bare.contains("不能排除末尾被截断"), "{bare}");
    let off = format!("audit verify --anchor {last}:0000000000000000");
    stage.said("auditor", &off).refuses(1, "不符");
    stage
        .said("auditor", "audit verify --anchor 9999:0000000000000000")
        .refuses(1, "被截断过");
    let empty = stage.path("empty.txt").display().to_string();
    std::fs::write(&empty, "10:42 没有锚点").unwrap();
    stage
        .said("auditor", &format!("audit verify --anchors {empty}"))
        .refuses(1, "没有锚点");
    // An export is checked without any desk.
    let offline = format!(
        "audit verify --export {file} --anchor {last}:{}",
        &head[..16]
    );
    let words: Vec<&str> = offline.split(' ').collect();
    plain(&words).good();
    std::fs::write(
        &file,
        export.replace("\"role\":\"sysadmin\"", "\"role\":\"secadmin\""),
    )
    .unwrap();
    plain(&words).refuses(1, "被改动过");
    // Another desk's backup is no anchor of this one.
    let other = Stage::demo();
    other
        .said("auditor", &format!("audit verify --backup {backup}"))
        .refuses(1, "校验码不符");
}

#[test]
fn the_journal_reads_as_sentences_and_is_sifted() {
    let stage = Stage::demo();
    stage
        .said("clerk", "user add 李二")
        .refuses(1, "系统管理员");
    stage.said("sysadmin", "user add 李二").good();
    let list = |more: &str| stage.said("auditor", &format!("audit list {more}")).good();
    assert!(list("").contains("sysadmin（系统管理员）建立账户，账户 李二：完成。"));
    let refused = list("--refused");
    assert_eq!(refused.lines().count(), 1, "{refused}");
    assert!(
        refused.contains("clerk（收件员）建立账户：未获准许。"),
        "{refused}"
    );
    assert_eq!(list("--record 李二").lines().count(), 1);
    assert!(list("--act SIGN_IN --who clerk").lines().count() == 1);
    assert!(list("--day 2001-01-01").is_empty());
    stage.said("clerk", "audit list").refuses(1, "审计员");
    // What was exported stands in the journal, and in the export.
    let export = stage.said("auditor", "audit export").good();
    let last = export.lines().last().unwrap();
    assert!(last.contains("\"act\":\"JOURNAL_EXPORT\""), "{last}");
}

#[test]
fn what_shows_a_child_prints_or_exports_leaves_an_entry_and_figures_do_not() {
    let stage = Stage::with_children("chaoyang-2021", "2021-06-20", 200);
    let said = |who: &str, words: &str| {
        let out = stage.path("out").display().to_string();
        let words = words.replace("OUT", &out);
        stage
            .said(who, &format!("{words} --today 2021-06-20"))
            .good()
    };
    let line: serde_json::Value =
        serde_json::from_str(said("reviewer", "check --json").lines().next().unwrap()).unwrap();
    let receipt = line["receipt"].as_str().unwrap();
    said("centre", "place");
    std::fs::create_dir_all(stage.path("medium")).unwrap();
    let backup = format!("backup --out {}", stage.path("medium").display());
    let count = |act: &str| {
        said("auditor", &format!("audit list --act {act}"))
            .lines()
            .count()
    };
    let explain = format!("check --receipt {receipt} --explain");
    let in_full = format!("{explain} --purpose 核对户口簿");
    let case = format!("print case --receipt {receipt} --out OUT");
    for (who, words, act, left) in [
        ("reviewer", "check", "SHOW_FULL", 0),
        ("reviewer", "check --json", "SHOW_FULL", 1),
        ("reviewer", explain.as_str(), "SHOW_FULL", 0),
        ("reviewer", in_full.as_str(), "SHOW_FULL", 1),
        ("clerk", case.as_str(), "PRINT_CASE", 1),
        ("centre", "print roster --out OUT", "PRINT_ROSTERS", 1),
        // Numbering and printing are two acts.
        ("centre", "print notice --out OUT", "PRINT_NOTICES", 2),
        ("centre", "report compliance --out OUT/c.pdf", "REPORT", 1),
        ("lead", "print closing --out OUT", "PRINT_CLOSING", 1),
        ("auditor", "audit export", "JOURNAL_EXPORT", 1),
        ("auditor", "audit list", "JOURNAL_EXPORT", 0),
        ("centre", "policy try chaoyang-2022", "POLICY_TRY", 1),
        ("sysadmin", backup.as_str(), "BACKUP", 1),
        ("clerk", "import list", "EXPORT_LIST", 0),
    ] {
        let before = count(act);
        said(who, words);
        assert_eq!(count(act), before + left, "{words}");
    }
}
