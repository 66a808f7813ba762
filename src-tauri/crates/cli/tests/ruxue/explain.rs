//! Why a verdict, what would change it: `check --explain` and `print case`.

use crate::stage::{PASSWORD, Stage};
use serde_json::Value;

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

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
    let plain = lines(&stage.said("reviewer", "check --json").good());
    let told = lines(&stage.said("reviewer", "check --json --explain").good());
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
    let told = lines(&stage.said("reviewer", "check --json --explain").good());
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
    let csv = std::fs::read_to_string(stage.path("district").join("applicants.csv")).unwrap();
    let header: Vec<&str> = csv
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .unwrap()
        .split(',')
        .collect();
    let row = csv.lines().find(|line| line.contains(receipt)).unwrap();
    let mut cells: Vec<String> = row.split(',').map(Into::into).collect();
    for (name, value) in facts {
        let at = header.iter().position(|one| one == name).unwrap();
        cells[at] = value.as_str().unwrap().to_owned();
    }
    let file = stage.write(
        "mended.csv",
        format!("{}\n{}\n", header.join(","), cells.join(",")).as_bytes(),
    );
    stage.run("clerk", &["import", "applicants", &file]).good();
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
    assert!(prints.count() >= 3, "an entry a run");
}
