//! Why a verdict, what would change it: `check --explain` and `print case`.

use crate::bad_input::split;
use crate::stage::{PASSWORD, Stage, json_lines};
use serde_json::Value;

/// The text of a PDF without blanks, and its pages.
fn read(path: &std::path::Path) -> (String, usize) {
    let out = std::process::Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output();
    let out = out.expect("pdftotext is needed (apt-get install poppler-utils)");
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let pages = text.matches('\u{c}').count();
    (text.split_whitespace().collect(), pages)
}

#[test]
fn what_would_change_it_is_a_key_more_and_nothing_else() {
    let stage = Stage::with_sample();
    let plain = json_lines(&stage.said("reviewer", "check --json").good());
    let told = json_lines(&stage.said("reviewer", "check --json --explain").good());
    assert_eq!(plain.len(), told.len());
    let mut answers = 0;
    for (plain, mut told) in plain.into_iter().zip(told) {
        let remedies = told.as_object_mut().unwrap().remove("remedies").unwrap();
        assert_eq!(plain, told);
        let asks = ["supplement", "ineligible"].contains(&plain["verdict"].as_str().unwrap());
        let remedies = remedies.as_array().unwrap();
        assert!(asks || remedies.is_empty(), "{plain}");
        for remedy in remedies {
            answers += 1;
            let facts = remedy["facts"].as_object().unwrap();
            assert!(!facts.is_empty());
            for header in remedy["missing"].as_array().unwrap() {
                assert!(facts.contains_key(header.as_str().unwrap()), "{remedy}");
            }
            match remedy["then"].as_str() {
                Some("eligible") => assert!(remedy["route"].is_string(), "{remedy}"),
                Some("refer") => assert!(!remedy["codes"].as_array().unwrap().is_empty()),
                other => panic!("{other:?}"),
            }
        }
        // The line names what it rests on: the category, and where conditions are met the route.
        let ids: Vec<&str> = plain["conditions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids.first(), Some(&"category"));
        assert_eq!(
            plain["verdict"] == "eligible",
            ids.last() == Some(&"route") && plain["route"].is_string()
        );
    }
    assert!(answers > 10);
    stage
        .said("reviewer", "check --receipt NOPE --explain")
        .refuses(1, "NOPE");
}

/// A corrected row cures what the answer named, and the sheet says who changed it and when.
#[test]
fn a_case_sheet_says_why_and_who() {
    let stage = Stage::with_sample();
    let told = json_lines(&stage.said("reviewer", "check --json --explain").good());
    let lacks = |one: &&Value| {
        let facts = one["remedies"][0]["facts"].as_object();
        one["verdict"] == "supplement"
            && facts.is_some_and(|all| all.len() == 1 && all.contains_key("全家户口簿"))
    };
    let child = told
        .iter()
        .find(lacks)
        .expect("a child without its household register");
    let receipt = child["receipt"].as_str().unwrap();
    let facts = child["remedies"][0]["facts"].as_object().unwrap();
    let out = stage.path("out").display().to_string();
    let print = format!("print case --receipt {receipt} --out {out}");
    stage.said("clerk", &print).good();
    let path = stage.path("out").join(format!("判定说明-{receipt}.pdf"));
    let (page, pages) = read(&path);
    assert_eq!(pages, 1);
    for text in [
        "判定说明",
        receipt,
        "待补正",
        "怎样会改变这个结论",
        "全家户口簿（有",
        "NO_HUKOU_BOOK",
        "政策包摘要",
        "日志锚点",
        "演示",
    ] {
        assert!(page.contains(text), "{text} is not in: {page}");
    }
    // The family brings what is missing.
    mend(&stage, receipt, facts);
    stage.said("clerk", &print).good();
    let (page, pages) = read(&path);
    assert_eq!(pages, 1);
    let then = child["remedies"][0]["then"].as_str().unwrap();
    assert!(
        page.contains(if then == "eligible" {
            "符合入学条件"
        } else {
            "人工核定"
        }),
        "{page}"
    );
    assert!(page.contains("后来改过1次"), "{page}");
    assert!(page.contains("〔全家户口簿，clerk"), "{page}");
    let text = stage
        .said("clerk", &format!("check --receipt {receipt} --explain"))
        .good();
    assert!(text.contains("依据") && text.contains("逐项条件"), "{text}");
    // Who may not, and what is not there.
    stage.said("principal", &print).refuses(1, "校长");
    stage
        .said("clerk", &format!("print case --receipt NOPE --out {out}"))
        .refuses(1, "NOPE");
    let all = stage
        .said("centre", &format!("print case --out {out} --json"))
        .good();
    assert!(all.contains("\"pages\":200"), "{all}");
    let desk = ruxue_desk::Desk::open(&stage.desk(), "auditor", PASSWORD, None).unwrap();
    let entries = ruxue_desk::store::audit::page(desk.reader(), 0, 1000).unwrap();
    let prints = entries
        .iter()
        .filter(|stored| format!("{:?}", stored.entry).contains("PRINT_CASE"));
    // Three runs that printed, and the principal's, who may not.
    assert_eq!(prints.count(), 4);
}

/// Imports a child's row again with these facts.
fn mend(stage: &Stage, receipt: &str, facts: &serde_json::Map<String, Value>) {
    let csv = std::fs::read_to_string(stage.path("district").join("applicants.csv")).unwrap();
    let mut lines = csv.lines();
    let header = lines.next().unwrap();
    let headers = split(header.trim_start_matches('\u{feff}'));
    let mut row = split(lines.find(|line| line.contains(receipt)).unwrap());
    for (name, value) in facts {
        let at = headers.iter().position(|one| one == name).unwrap();
        row[at] = format!("\"{}\"", value.as_str().unwrap());
    }
    let text = format!("{header}\n{}\n", row.join(","));
    let file = stage.write("mended.csv", text.as_bytes());
    stage.run("clerk", &["import", "applicants", &file]).good();
}

/// What an answer says holds once its witnesses stand in the register: intake takes every one.
#[test]
fn an_answer_survives_import() {
    let stage = Stage::with_sample();
    let told = json_lines(&stage.said("reviewer", "check --json --explain").good());
    let children = told.iter().filter(|one| {
        let remedies = one["remedies"].as_array().unwrap();
        !remedies.is_empty()
    });
    let number = |one: &Value| one["remedies"][0]["facts"].get("居住证一号码").is_some();
    let (with, without): (Vec<&Value>, Vec<&Value>) = children.partition(|one| number(one));
    assert!(!with.is_empty(), "a child without its permit's number");
    for child in with.iter().take(3).chain(without.iter().take(12)) {
        let receipt = child["receipt"].as_str().unwrap();
        let first = &child["remedies"][0];
        mend(&stage, receipt, first["facts"].as_object().unwrap());
        let check = format!("check --receipt {receipt} --json");
        let now = json_lines(&stage.said("reviewer", &check).good());
        assert_eq!(now[0]["verdict"], first["then"], "{receipt} {first}");
        assert_eq!(now[0]["route"], first["route"], "{receipt} {first}");
    }
}
