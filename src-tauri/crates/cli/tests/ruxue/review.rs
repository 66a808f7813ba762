//! What a changed fact changes after a case is decided, and its settling, on the command line.

use crate::stage::{PASSWORD, Stage};
use serde_json::Value;

/// The applicants' row of a placed child whose 全家户口簿 decides, with 无 in it; and its receipt.
fn altered(stage: &Stage) -> (String, String) {
    let placed = {
        let desk = ruxue_desk::Desk::open(&stage.desk(), "centre", PASSWORD, None).unwrap();
        let all = ruxue_desk::store::placement::all(desk.reader()).unwrap();
        let verdict = |receipt: &str| {
            ruxue_desk::store::verdict::find(desk.reader(), receipt)
                .unwrap()
                .unwrap()
        };
        let placed = all.into_iter().map(|one| one.receipt);
        placed
            .filter(|one| ["P1", "P2", "P3", "P5"].contains(&&*verdict(one).category))
            .collect::<Vec<_>>()
    };
    let text = std::fs::read_to_string(stage.path("district/applicants.csv")).unwrap();
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let columns: Vec<&str> = head.trim_start_matches('\u{feff}').split(',').collect();
    let at = |header: &str| columns.iter().position(|one| *one == header).unwrap();
    let (receipt, book) = (at("受理编号"), at("全家户口簿"));
    let row = lines
        .filter(|line| !line.contains('"'))
        .map(|line| line.split(',').collect::<Vec<_>>())
        .find(|row| placed.iter().any(|one| one == row[receipt]))
        .unwrap();
    let mut other = row.clone();
    other[book] = "无";
    (
        row[receipt].to_owned(),
        format!("{head}\n{}\n", other.join(",")),
    )
}

#[test]
fn a_decided_case_waits_for_a_person() {
    let stage = Stage::with_sample();
    let first = stage.said("reviewer", "check").good();
    assert!(first.contains("这是首次判定。"), "{first}");
    let again = stage.said("reviewer", "check").good();
    assert!(again.contains("与上次判定相比没有变化。"), "{again}");
    stage.said("centre", "place").good();
    let (receipt, csv) = altered(&stage);
    let file = stage.path("改.csv");
    std::fs::write(&file, csv).unwrap();
    let file = file.display().to_string();
    stage.run("clerk", &["import", "applicants", &file]).good();
    let check = stage.said("reviewer", "check").good();
    let says = "与上次判定相比，1 人有变化，其中 1 人已定案，原判定未改，待人核定";
    assert!(check.contains(says), "{check}");
    let fresh = stage
        .said("reviewer", &format!("check --json --receipt {receipt}"))
        .good();
    let fresh: Value = serde_json::from_str(&fresh).unwrap();
    assert_eq!(fresh["verdict"], "supplement");
    let listed = stage.said("lead", "review changes --json").good();
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["receipt"], receipt.as_str());
    assert_eq!(listed["was"]["verdict"], "eligible");
    assert_eq!(listed["now"]["codes"][0], "NO_HUKOU_BOOK");
    assert_eq!(listed["facts"][0]["headers"][0], "全家户口簿");
    let words = stage.said("lead", "review changes").good();
    assert!(
        words.contains("改了 全家户口簿") && words.contains("已录取到"),
        "{words}"
    );
    let settle = format!("review settle {receipt}");
    stage
        .said("lead", &format!("{settle} --reason 原件"))
        .refuses(2, "--keep");
    stage
        .said("clerk", &format!("{settle} --keep --reason 原件"))
        .refuses(1, "复核员");
    let followed = stage
        .said("lead", &format!("{settle} --follow --reason 户口簿系借用"))
        .good();
    assert!(followed.contains("已撤回"), "{followed}");
    stage
        .said("lead", &format!("{settle} --keep --reason 原件"))
        .refuses(1, "没有待核定");
    let none = stage.said("lead", "review changes").good();
    assert!(none.contains("没有待核定的判定变化"), "{none}");
}
