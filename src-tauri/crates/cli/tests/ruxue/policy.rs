//! Packs compared, tried and checked from outside.

use std::collections::{BTreeMap, BTreeSet};

use crate::stage::{Stage, json_lines, plain, root};
use serde_json::Value;

/// What `check --json` says, by receipt.
fn verdicts(stage: &Stage, day: &str) -> BTreeMap<String, [Value; 3]> {
    let said = stage
        .said("reviewer", &format!("check --json --today {day}"))
        .good();
    let place = |line: &Value| {
        let receipt = line["receipt"].as_str().unwrap().to_owned();
        (
            receipt,
            [&line["verdict"], &line["category"], &line["route"]].map(Clone::clone),
        )
    };
    json_lines(&said).iter().map(place).collect()
}

#[test]
fn what_changes_between_two_years_is_told_by_line() {
    let said = plain(&["policy", "diff", "chaoyang-2021", "chaoyang-2022"]).good();
    assert!(said.contains("「年满六周岁的最晚出生日（含当日）」由 2015-08-31 改为 2016-08-31（三(一)1）  [原 pack.toml:23，新 pack.toml:24]"), "{said}");
    assert!(said.contains("不再要求：在当年学龄段内，不超龄"), "{said}");
    let folder = root()
        .join("assets/policy/chaoyang-2022")
        .display()
        .to_string();
    let json = plain(&["policy", "diff", "chaoyang-2021", &folder, "--json"]).good();
    let changes = json_lines(&json);
    assert!(
        said.contains(&format!("{} 处改动", changes.len())),
        "{said}"
    );
    let birth = changes
        .iter()
        .find(|change| change["id"] == "birth-latest")
        .unwrap();
    assert_eq!(
        (&birth["kind"], &birth["old"]["line"], &birth["new"]["file"]),
        (&"日期".into(), &23.into(), &"pack.toml".into())
    );
    assert!(
        plain(&["policy", "diff", &folder, "chaoyang-2022", "--json"])
            .good()
            .is_empty()
    );
    plain(&["policy", "diff", "chaoyang-2021", "chaoyang-1999"]).refuses(1, "自带的名字");
}

/// 600 children, both ways: the list is exactly the children on whom two desks disagree, and each
/// names the changed lines.
#[test]
fn a_trial_lists_every_changed_child_with_its_lines() {
    let old = Stage::with_children("chaoyang-2021", "2021-05-06", 600);
    let new = Stage::with_children("chaoyang-2022", "2022-05-06", 600);
    let (before, after) = (verdicts(&old, "2021-05-06"), verdicts(&new, "2022-05-06"));
    let differ: BTreeSet<&String> = before
        .keys()
        .filter(|receipt| before[*receipt] != after[*receipt])
        .collect();
    assert!(differ.len() > 50);
    for (stage, day, other) in [
        (&old, "2021-05-06", "chaoyang-2022"),
        (&new, "2022-05-06", "chaoyang-2021"),
    ] {
        let said = stage
            .said(
                "centre",
                &format!("policy try {other} --json --today {day}"),
            )
            .good();
        let all = json_lines(&said);
        let (summary, children) = all.split_last().unwrap();
        let listed: Vec<String> = children
            .iter()
            .map(|child| child["receipt"].as_str().unwrap().into())
            .collect();
        assert_eq!(listed.iter().collect::<BTreeSet<_>>(), differ);
        for child in children {
            assert!(
                !child["changes"].as_array().unwrap().is_empty(),
                "untraced: {child}"
            );
            assert!(
                child["name"].as_str().unwrap().contains('*'),
                "a name in full: {child}"
            );
        }
        assert_eq!(summary["summary"]["children"], 600);
        assert_eq!(summary["summary"]["changed"], differ.len());
    }
    let moved = old
        .said(
            "centre",
            "policy try chaoyang-2022 --move-dates --json --today 2021-05-06",
        )
        .good();
    for child in json_lines(&moved)
        .iter()
        .filter(|line| line["receipt"].is_string())
    {
        assert_eq!(child["went"], serde_json::json!(["AGE_OVER"]), "{child}");
    }
}

#[test]
fn a_trial_changes_nothing_but_the_journal_and_needs_the_centre() {
    let stage = Stage::with_children("chaoyang-2021", "2021-05-06", 200);
    let before = verdicts(&stage, "2021-05-06");
    let book = stage.path("试用.xlsx");
    let words = [
        "policy",
        "try",
        "chaoyang-2022",
        "--today",
        "2021-05-06",
        "--out",
        &book.display().to_string(),
    ];
    let said = stage.run("centre", &words).good();
    assert!(
        said.contains("共 200 名孩子") && said.contains("工作簿"),
        "{said}"
    );
    assert!(std::fs::read(&book).unwrap().starts_with(b"PK"));
    assert_eq!(verdicts(&stage, "2021-05-06"), before);
    let log = stage
        .said("auditor", "audit list --today 2021-05-06")
        .good();
    assert!(log.contains("试用政策包"), "{log}");
    stage
        .said("clerk", "policy try chaoyang-2022 --today 2021-05-06")
        .refuses(1, "试用政策包");
    stage
        .said(
            "centre",
            "policy try chaoyang-2022 --out a.csv --today 2021-05-06",
        )
        .refuses(2, ".xlsx");
    stage
        .said("centre", "policy try nowhere --today 2021-05-06")
        .refuses(1, "nowhere");
}
