//! `season` and `sample`: the same from the same, refused where it must be, honest about everyone.

use crate::bad_input::split;
use crate::draws::FREEZE;
use crate::stage::{PASSWORD, Stage, plain};
use serde_json::Value;
use std::path::Path;

fn season(stage: &Stage, from: &Path) -> Value {
    let from = from.display().to_string();
    let words = ["season", "--seed", "5", "--from", &from];
    stage.run("centre", &words).good();
    figures(stage)
}

fn figures(stage: &Stage) -> Value {
    let text = std::fs::read(stage.desk().join("out/season.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Every eligible child is placed or named, every admitted one has a notice or is named.
fn adds_up(figures: &Value) {
    let count = |key: &str| figures[key].as_u64().unwrap();
    let len = |key: &str| figures[key].as_array().unwrap().len() as u64;
    assert_eq!(
        count("admitted"),
        count("direct") + count("drawn") + count("placed")
    );
    assert_eq!(count("eligible"), count("admitted") + len("unplaced"));
    assert_eq!(count("admitted"), count("notices") + len("stopped"));
    let outcomes = ["eligible", "supplement", "refer", "ineligible"];
    assert_eq!(count("children"), outcomes.map(count).iter().sum::<u64>());
    for child in figures["unplaced"].as_array().unwrap() {
        let why = child["why"].as_str().unwrap();
        let known = [
            "WAITING",
            "NO_SEATS",
            "NO_ZONE",
            "CENTRE_DECIDES",
            "CITY_RESULT_PENDING",
        ];
        assert!(known.contains(&why), "{why}");
    }
}

/// Rewrites one column of a template file.
fn rewrite(file: &Path, header: &str, new: impl Fn(usize, &str) -> Option<String>) {
    let whole = std::fs::read_to_string(file).unwrap();
    let mut lines = whole.lines();
    let first = lines.next().unwrap();
    let place = first
        .split(',')
        .position(|found| found.trim_start_matches('\u{feff}') == header)
        .unwrap();
    let rows = lines.enumerate().filter_map(|(row, line)| {
        let mut cells = split(line);
        cells[place] = new(row, &cells[place])?;
        Some(cells.join(","))
    });
    let rows: Vec<String> = std::iter::once(first.to_owned()).chain(rows).collect();
    std::fs::write(file, rows.join("\n") + "\n").unwrap();
}

#[test]
fn a_workbook_district_draws_the_same_bytes_as_a_csv_one() {
    let (csv, xlsx) = (Stage::demo(), Stage::demo());
    let first = season(&csv, &csv.sample(""));
    let second = season(&xlsx, &xlsx.sample("--xlsx"));
    adds_up(&first);
    assert_eq!(first, second);
    let ceremonies = |stage: &Stage| stage.desk().join("ceremonies");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(ceremonies(&csv)).unwrap().flatten() {
        paths.push(entry.path().display().to_string());
        let other = ceremonies(&xlsx).join(entry.file_name());
        if entry.path().is_file() {
            assert!(std::fs::read(entry.path()).unwrap() == std::fs::read(other).unwrap());
            continue;
        }
        for file in std::fs::read_dir(entry.path()).unwrap().flatten() {
            let twin = std::fs::read(other.join(file.file_name())).unwrap();
            assert!(
                std::fs::read(file.path()).unwrap() == twin,
                "{:?}",
                file.path()
            );
        }
    }
    let mut words = vec!["draw", "verify"];
    words.extend(paths.iter().map(String::as_str));
    plain(&words).good();
    csv.said("auditor", "audit verify").good();
    let again = season(&csv, &csv.path("district"));
    assert_eq!(again, first, "a season that was held is not held again");
}

#[test]
fn a_name_that_no_font_has_stops_its_page_and_no_other() {
    let stage = Stage::demo();
    let from = stage.sample("");
    let names = [
        "\u{30EDE}\u{31350}",
        "王\u{323AF}",
        &"好".repeat(60),
        "阿卜杜热西提·阿卜杜热合曼江",
        "𠮷野家",
    ];
    rewrite(&from.join("applicants.csv"), "姓名", |row, name| {
        let given = (row % 5 == 0).then(|| names[(row / 5) % names.len()]);
        Some(given.unwrap_or(name).to_owned())
    });
    let figures = season(&stage, &from);
    adds_up(&figures);
    let stopped = figures["stopped"].as_array().unwrap();
    assert!(!stopped.is_empty());
    for one in stopped {
        let why = one["why"].as_str().unwrap();
        assert!(
            why.contains("U+30EDE") || why.contains("U+31350") || why.contains("U+323AF"),
            "{why}"
        );
    }
}

#[test]
fn poor_districts_end_with_everyone_named() {
    let stage = Stage::demo();
    let from = stage.sample("");
    rewrite(&from.join("schools.csv"), "招生计划", |_, _| {
        Some("0".into())
    });
    rewrite(&from.join("schools.csv"), "志愿计划", |_, _| {
        Some(String::new())
    });
    adds_up(&season(&stage, &from));

    let stage = Stage::demo();
    let from = stage.sample("");
    rewrite(&from.join("applicants.csv"), "学段", |_, level| {
        (level == "小学").then(|| level.into())
    });
    let figures = season(&stage, &from);
    adds_up(&figures);
    assert!(figures["admitted"].as_u64() > Some(0));

    let stage = Stage::demo();
    let from = stage.sample("");
    rewrite(&from.join("applicants.csv"), "学段", |_, _| None);
    let figures = season(&stage, &from);
    adds_up(&figures);
    assert_eq!(figures["children"], 0);
}

#[test]
fn a_ceremony_that_someone_froze_is_ended_with_its_own_witnesses() {
    let stage = Stage::demo();
    let from = stage.sample("");
    for (user, kind) in [
        ("centre", "schools"),
        ("centre", "catchments"),
        ("clerk", "applicants"),
        ("clerk", "choices"),
    ] {
        let file = from.join(format!("{kind}.csv")).display().to_string();
        let words = ["import", kind, &file, "--today", "2021-05-06"];
        stage.run(user, &words).good();
    }
    let freeze = format!("{FREEZE} --witness 气象台:public:25 --today 2021-05-07");
    stage.said("centre", &freeze).good();
    adds_up(&season(&stage, &from));
    stage.said("sysadmin", "desk check").good();
}

#[test]
fn a_desk_for_work_is_not_played_with() {
    let stage = Stage::at_work();
    let from = stage.path("district").display().to_string();
    stage
        .said("c1", &format!("season --from {from}"))
        .refuses(1, "正式工作台");
    // keys.json is a plain file: its word alone makes no demonstration of a desk.
    let keys = stage.desk().join("keys.json");
    let text = std::fs::read_to_string(&keys).unwrap();
    let altered = text.replacen("\"demo\": false", "\"demo\": true", 1);
    assert_ne!(altered, text);
    std::fs::write(&keys, altered).unwrap();
    stage
        .said("c1", "check --today 2021-05-01")
        .refuses(1, "建台记录");
    stage
        .said("c1", &format!("season --from {from}"))
        .refuses(1, "");
    std::fs::write(&keys, text).unwrap();
    stage.said("c1", "check").good();
    assert!(!stage.desk().join("out/season.json").exists());
}

#[test]
fn odd_orders_make_no_desk() {
    let stage = Stage::demo();
    let desk = stage.path("new").display().to_string();
    let empty = stage.path("empty");
    std::fs::create_dir(&empty).unwrap();
    for from in [empty.display().to_string(), "/nowhere".into()] {
        plain(&["season", "--desk", &desk, "--from", &from]).refuses(1, "applicants");
    }
    assert!(!stage.path("new").exists());
    for (children, status) in [("100", 1), ("2000000", 1), ("x", 2), ("-5", 2)] {
        let out = stage.path("d").display().to_string();
        let ran = plain(&[
            "sample",
            "--children",
            children,
            "--seed",
            "1",
            "--out",
            &out,
        ]);
        ran.refuses(status, "");
        assert!(!stage.path("d").exists());
    }
    let from = stage.sample("").display().to_string();
    stage
        .run_with(
            "centre",
            "不对的密码不对的密码",
            &["season", "--from", &from],
        )
        .refuses(1, "密码不对");
    assert_ne!(PASSWORD, "不对的密码不对的密码");
}
