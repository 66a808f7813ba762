//! Notices, rosters, records, reports: asked for too early, twice, by others, to odd places.

use crate::draws::{DIGITS, FREEZE};
use crate::stage::{PASSWORD, Stage, ruxue};
use ruxue_desk::store::paper;

fn ledger(stage: &Stage) -> Vec<(String, Option<String>)> {
    let desk = ruxue_desk::Desk::open(&stage.desk(), "centre", PASSWORD, None).unwrap();
    let mut all: Vec<_> = paper::of_kind(desk.reader(), "notice")
        .unwrap()
        .into_iter()
        .map(|one| (one.number, one.receipt))
        .collect();
    all.sort();
    all
}

#[test]
fn a_notice_made_again_keeps_its_number() {
    let stage = Stage::with_sample();
    let out = stage.path("纸").display().to_string();
    let print = format!("print notice --out {out}");
    stage.said("centre", &print).refuses(1, "安排入学");
    assert!(!stage.path("纸").exists());
    stage.said("centre", FREEZE).good();
    stage
        .said("centre", &format!("draw run 2021-0001 {DIGITS}"))
        .good();
    stage.said("centre", &print).good();
    let first = ledger(&stage);
    assert!(!first.is_empty());
    let again = stage.said("centre", &print).good();
    assert!(again.contains("补打"), "{again}");
    let receipt = first[0].1.clone().unwrap();
    stage
        .said(
            "centre",
            &format!("{print} --receipt {receipt} --reason 遗失"),
        )
        .good();
    assert_eq!(ledger(&stage), first, "no second number for anyone");
    for (words, part) in [("--receipt NOPE", "NOPE"), ("--school NOPE", "没有")] {
        stage
            .said("centre", &format!("{print} {words}"))
            .refuses(1, part);
    }
    stage.said("auditor", &print).refuses(1, "审计员");
    stage
        .said("centre", "print poster --out x")
        .refuses(2, "不认识纸件");
    stage
        .said(
            "centre",
            &format!("print draw-record --ceremony 2021-0009 --out {out}"),
        )
        .refuses(1, "没有场次");
    // A drawn seat that the result does not give: no notice until people have looked.
    let import = ["import", "withdraw", "5"];
    stage.run("clerk", &import).refuses(1, "不能撤回");
}

#[test]
fn odd_places_give_a_chinese_sentence_and_no_file() {
    let stage = Stage::with_sample();
    stage.said("centre", "place").good();
    let file = stage.write("file", b"");
    for words in [
        format!("print notice --out {file}"),
        format!("print roster --out {file}/deep"),
        format!("report compliance --out {file}/c.pdf"),
        format!("template applicants --out {file}/t.xlsx"),
        format!("template applicants --out {}", stage.desk().display()),
        format!("sample --children 200 --seed 1 --out {file}/d"),
        format!("import applicants {}", stage.desk().display()),
        format!("policy check {file}"),
        format!("draw verify {file}"),
    ] {
        let ran = stage.said("centre", &words);
        ran.refuses(1, "");
        for english in ["os error", "directory", "No such", "Is a"] {
            assert!(!ran.err.contains(english), "{words}: {}", ran.err);
        }
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"");
    stage
        .said("centre", "report compliance --out c.xlsx")
        .refuses(2, ".pdf");
    stage
        .said("centre", "report workload --out c.pdf")
        .refuses(2, "不认识报告");
    // A bare file name, in the folder where the command stands.
    let status = ruxue()
        .args([
            "report",
            "compliance",
            "--out",
            "c.pdf",
            "--user",
            "centre",
            "--desk",
        ])
        .arg(stage.desk())
        .env("RUXUE_PASSWORD", PASSWORD)
        .current_dir(stage.path(""))
        .status()
        .unwrap();
    assert!(status.success());
    assert!(stage.path("c.pdf").exists());
}

#[test]
fn a_pipe_is_not_waited_for() {
    let stage = Stage::with_tables();
    let pipe = stage.path("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("no mkfifo: a pipe in a file's place was not tried");
        return;
    }
    let words = format!("import applicants {}", pipe.display());
    stage.said("clerk", &words).refuses(1, "管道");
}
