//! The whole season on the district of the vectors.

use crate::desk::{PASSWORD, tree, vectors};
use ruxue_desk::ceremony::{Entropy, verify_paths};
use ruxue_desk::season::{Figures, SeasonDone, SeasonOrder, run};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

fn season(desk: &Path, from: &Path, seed: &str) -> SeasonDone {
    let entropy = Entropy::Seeded(seed.into());
    let order = SeasonOrder {
        desk,
        from,
        password: PASSWORD,
        entropy,
    };
    run(&order, &|_, _, _| {}).unwrap_or_else(|error| panic!("{error}"))
}

fn paths(desk: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(desk.join("ceremonies")).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// What must hold at the end of any season.
fn check(desk: &Path, figures: &Figures) {
    assert_eq!(
        figures.admitted,
        figures.direct + figures.drawn + figures.placed
    );
    assert_eq!(figures.admitted, figures.notices + figures.stopped.len());
    assert_eq!(figures.eligible, figures.admitted + figures.unplaced.len());
    let verdicts = figures.eligible + figures.supplement + figures.refer + figures.ineligible;
    assert_eq!(figures.children, verdicts);
    let codes = [
        "WAITING",
        "NO_SEATS",
        "NO_ZONE",
        "CENTRE_DECIDES",
        "CITY_RESULT_PENDING",
    ];
    assert!(
        figures
            .unplaced
            .iter()
            .all(|one| codes.contains(&one.why.as_str()))
    );
    let named: HashSet<&String> = figures.unplaced.iter().map(|one| &one.receipt).collect();
    assert_eq!(named.len(), figures.unplaced.len());
    let report = verify_paths(&paths(desk)).unwrap();
    assert!(
        report.accepted(),
        "{:#?}",
        report.failures().collect::<Vec<_>>()
    );
}

#[test]
fn the_season_of_the_vectors_admits_or_names_everyone_and_repeats_itself() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (one, two) = (one.path().join("k"), two.path().join("k"));
    let first = season(&one, &vectors(), "7");
    check(&one, &first.figures);
    assert!(first.recovery.is_some());
    assert_eq!(first.figures.children, 400);
    let second = season(&two, &vectors(), "7");
    assert_eq!(second.figures, first.figures);
    assert_eq!(tree(&one.join("ceremonies")), tree(&two.join("ceremonies")));
    let json = |desk: &Path| std::fs::read_to_string(desk.join("out/season.json")).unwrap();
    assert_eq!(json(&one), json(&two));
    let value: serde_json::Value = serde_json::from_str(&json(&one)).unwrap();
    for key in [
        "children",
        "eligible",
        "supplement",
        "refer",
        "ineligible",
        "direct",
        "drawn",
        "placed",
        "unplaced",
        "admitted",
        "notices",
        "stopped",
        "ceremonies",
    ] {
        assert!(value.get(key).is_some(), "{key}");
    }
    let out = tree(&one.join("out"));
    assert!(out.contains_key("compliance.pdf") && out.contains_key("records/2021-0001.pdf"));
    assert!(out.contains_key("records/R-0001.pdf"));
    let other = season(&two.with_file_name("other"), &vectors(), "8");
    assert_ne!(
        tree(&one.join("ceremonies"))["2021-0001/seed.txt"],
        tree(&two.with_file_name("other").join("ceremonies"))["2021-0001/seed.txt"]
    );
    check(&two.with_file_name("other"), &other.figures);
}

#[test]
fn a_season_again_on_its_own_desk_draws_nothing_anew() {
    let dir = tempfile::tempdir().unwrap();
    let desk = dir.path().join("k");
    let first = season(&desk, &vectors(), "7");
    let before = tree(&desk.join("ceremonies"));
    let again = season(&desk, &vectors(), "9");
    assert_eq!(again.figures, first.figures);
    assert_eq!(tree(&desk.join("ceremonies")), before);
    assert!(again.imported.iter().all(|file| file.taken == 0));
}

#[test]
fn a_sample_district_ends_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, from) = (dir.path().join("k"), dir.path().join("d"));
    let children = 600;
    let format = ruxue_desk::sample::Format::Csv;
    let request = ruxue_desk::sample::Request {
        children,
        seed: 7,
        format,
    };
    ruxue_desk::sample::write(&request, &from, &mut |_, _| {}).unwrap();
    let done = season(&desk, &from, "7");
    check(&desk, &done.figures);
    assert!(
        done.figures.ceremonies.len() >= 4,
        "{:?}",
        done.figures.ceremonies
    );
    let stops = done.figures.stopped.len();
    eprintln!(
        "{} stopped; {} unplaced",
        stops,
        done.figures.unplaced.len()
    );
}

#[test]
fn a_season_that_was_interrupted_after_a_freeze_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = crate::desk::desk_with_district(dir.path());
    crate::desk::freeze_first(&mut desk, ruxue_lottery::Mode::Formal).unwrap();
    drop(desk);
    let done = season(dir.path(), &vectors(), "7");
    check(dir.path(), &done.figures);
    assert_eq!(
        done.figures.ceremonies.len(),
        3,
        "{:?}",
        done.figures.ceremonies
    );
}

#[test]
fn a_desk_for_real_work_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let new = ruxue_desk::NewDesk {
        dir: dir.path().to_owned(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "it".into(),
        password: PASSWORD.into(),
        purpose: ruxue_desk::Purpose::Work,
    };
    drop(ruxue_desk::Desk::create(&new).unwrap());
    let before = tree(dir.path());
    let (desk, from) = (dir.path(), vectors());
    let order = SeasonOrder {
        desk,
        from: &from,
        password: PASSWORD,
        entropy: Entropy::System,
    };
    let refused = run(&order, &|_, _, _| {}).err().unwrap().to_string();
    assert!(refused.contains("只在演示工作台上运行"), "{refused}");
    assert_eq!(tree(dir.path()), before);
}
