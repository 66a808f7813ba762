//! The shared vectors, and any other district of the same form.

use std::path::Path;

use chrono::NaiveDate;
use ruxue_rules::{Verdict, World, judge};
use serde_json::Value;

use crate::district;

/// One line as the vectors have it.
fn line(verdict: &Verdict<'_>, receipt: &str) -> Value {
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    let notes: Vec<_> = verdict.notes.iter().map(|note| note.code).collect();
    serde_json::json!({
        "receipt": receipt,
        "verdict": verdict.outcome.code(),
        "category": verdict.category,
        "route": verdict.route.map(|route| route.code()),
        "codes": codes,
        "notes": notes,
    })
}

/// Judges a folder; gives its lines and how many differ from `expected.jsonl`.
fn compare(folder: &Path) -> (usize, Vec<String>) {
    let pack = district::pack();
    let cases = district::cases(folder);
    let world = World::build(pack, district::tables(folder), &cases);
    let on = NaiveDate::from_ymd_opt(2021, 6, 1).expect("a day");
    let expected = std::fs::read_to_string(folder.join("expected.jsonl")).expect("expected");
    let expected: Vec<Value> = expected
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let differ = expected.iter().filter_map(|want| {
        let receipt = want["receipt"].as_str().unwrap_or("");
        let Some(case) = cases.iter().find(|case| case.receipt() == receipt) else {
            return Some(format!("no child {receipt}"));
        };
        let got = line(&judge(pack, case, &world, on), receipt);
        (got != *want).then(|| format!("want {want}\n got {got}"))
    });
    (expected.len(), differ.collect())
}

#[test]
fn every_expected_verdict_is_given() {
    let (count, differ) = compare(&district::root().join("tests/fixtures/verdicts"));
    assert_eq!(count, 400);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// `RUXUE_DISTRICTS=dir cargo test -p ruxue-rules -- --ignored`: every folder of other districts
/// that an independent judge has judged.
#[test]
#[ignore = "needs districts made by tests/outside"]
fn an_independent_judge_agrees() {
    let folder = std::env::var("RUXUE_DISTRICTS").expect("RUXUE_DISTRICTS");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("districts") {
        let path = entry.expect("a district").path();
        let (_, differ) = compare(&path);
        all.extend(
            differ
                .into_iter()
                .map(|line| format!("{}: {line}", path.display())),
        );
    }
    assert!(all.is_empty(), "{} differ\n{}", all.len(), all.join("\n"));
}
