//! Purging what is due, by two people.

use crate::desk::{PASSWORD, copy, desk_with_district, freeze_first, tree};
use ruxue_desk::access::Act;
use ruxue_desk::issue::{self, IssueError, fonts};
use ruxue_desk::purge::{self, Purged, Resumed};
use ruxue_desk::store::{self, audit, child, placement};
use ruxue_desk::{Desk, backup, retention};
use ruxue_lottery::Mode;
use ruxue_rules::Fact;
use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;

const LATE: &str = "2029-10-02";

/// A season with a ceremony frozen and given up, so that there are placements; its people's data in
/// the tables, a roster in `out`, a backup elsewhere.
static SEASON: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let (path, usb) = (dir.path().join("desk"), dir.path().join("usb"));
    std::fs::create_dir(&usb).unwrap();
    let mut desk = desk_with_district(&path);
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    let second = desk.second("centre2", PASSWORD, Act::ReadOut).unwrap();
    ruxue_desk::ceremony::run(
        &mut desk,
        frozen.number,
        &crate::desk::digits(),
        Some(&second),
    )
    .unwrap();
    let out = path.join("out").join("rosters");
    issue::rosters(&mut desk, &fonts::load().unwrap(), None, &out).unwrap();
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    backup::make(&mut desk, &usb, &mut |_, _, _| ()).unwrap();
    dir
});

/// Its copy, for one test.
fn season() -> (TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    copy(&SEASON.path().join("desk"), &path);
    for empty in ["blobs", "inbox", "outbox"] {
        std::fs::create_dir_all(path.join(empty)).unwrap();
    }
    (dir, path)
}

fn open(dir: &Path, person: &str, day: &str) -> Desk {
    Desk::open(dir, person, PASSWORD, day.parse().ok()).unwrap()
}

fn run(desk: &mut Desk, second: &str) -> Result<Purged, IssueError> {
    let second = desk.second(second, PASSWORD, Act::Purge)?;
    purge::run(desk, &fonts::load().unwrap(), &second)
}

/// Names and numbers of the children, and a receipt.
fn marks(desk: &Desk) -> Vec<String> {
    let mut marks = Vec::new();
    child::each(desk.reader(), |child| {
        for fact in [
            Fact::Name,
            Fact::IdNumber,
            Fact::Guardian1Phone,
            Fact::Guardian1Name,
        ] {
            marks.extend(child.case.get(fact).map(str::to_owned));
        }
        Ok(())
    })
    .unwrap();
    marks.retain(|mark| mark.len() >= 9);
    marks
}

fn holds(bytes: &[u8], mark: &str) -> bool {
    bytes
        .windows(mark.len())
        .any(|part| part == mark.as_bytes())
}

fn found(desk: &mut Desk, marks: &[String]) -> usize {
    let pages = store::pages(desk).unwrap();
    marks.iter().filter(|mark| holds(&pages, mark)).count()
}

fn due(desk: &mut Desk, day: &str) -> i64 {
    let plan = purge::plan(desk, day.parse().ok()).unwrap();
    plan.lines.iter().map(|line| line.due).sum()
}

#[test]
fn what_is_due_goes_without_residue_and_what_is_permanent_stays() {
    let (_dir, path) = season();
    let mut desk = open(&path, "secadmin", LATE);
    let marks: Vec<String> = marks(&desk).into_iter().step_by(7).collect();
    assert!(marks.len() > 20);
    assert!(
        found(&mut desk, &marks) > marks.len() * 9 / 10,
        "the search finds them before"
    );
    let admitted = placement::all(desk.reader()).unwrap().len();
    assert!(admitted > 0);
    let purged = run(&mut desk, "lead").unwrap();
    assert_eq!((purged.number, purged.resumed), (1, Resumed::No));
    assert_eq!(child::count(desk.reader()).unwrap(), 0);
    assert_eq!(found(&mut desk, &marks), 0);
    assert_eq!(placement::all(desk.reader()).unwrap().len(), admitted);
    let verified = audit::verify(desk.reader(), &[]).unwrap();
    assert_eq!(verified.broken, None);
    // Elsewhere is named, the own one replaced.
    assert_eq!(purged.elsewhere.len(), 1);
    assert_eq!(
        purged.elsewhere[0].gone_by, None,
        "long past its time: a person must"
    );
    let backups: Vec<String> = tree(&path.join("backups")).into_keys().collect();
    assert_eq!(backups.len(), 1, "{backups:?}");
    assert!(backups[0].ends_with("-purge.tar"), "{backups:?}");
    let out: Vec<String> = tree(&path.join("out")).into_keys().collect();
    assert_eq!(out, ["purge/0001.pdf"]);
    // Nothing is left to do, and the desk is whole.
    let again = run(&mut desk, "lead").unwrap_err().to_string();
    assert!(again.contains("没有到期的记录"), "{again}");
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let looks = ruxue_desk::inspect::inspect(&mut desk).unwrap();
    assert!(looks.iter().all(|look| look.good), "{looks:?}");
    let lines = std::fs::metadata(path.join("desk.db-wal")).map_or(0, |wal| wal.len());
    assert!(lines < 200_000, "the log was emptied: {lines}");
}

#[test]
fn before_its_day_nothing_is_due() {
    let (_dir, path) = season();
    let mut desk = open(&path, "secadmin", "2021-10-01");
    assert_eq!(
        due(&mut desk, "2022-07-06"),
        0,
        "the last day of the copies' year"
    );
    let copies = due(&mut desk, "2022-07-07");
    assert!(copies > 0);
    // Seat records of earlier years come first, each by its own year.
    let earlier = due(&mut desk, "2027-07-06");
    assert!(
        (copies..copies + 50).contains(&earlier),
        "{copies} then {earlier}"
    );
    let six_years = due(&mut desk, "2027-07-07");
    assert!(six_years > earlier + 100, "the registration's: {six_years}");
    let refused = run(&mut desk, "lead").unwrap_err().to_string();
    assert!(refused.contains("没有到期的记录"), "{refused}");
    assert!(child::count(desk.reader()).unwrap() > 100);
}

#[test]
fn it_takes_a_security_administrator_and_one_who_decides() {
    let (_dir, path) = season();
    let mut desk = open(&path, "sysadmin", LATE);
    let people = [
        "clerk",
        "reviewer",
        "lead",
        "centre",
        "principal",
        "auditor",
        "sysadmin",
        "secadmin",
    ];
    let may = |first: &str, second: &str| {
        let decides = |one: &str| one == "lead" || one == "centre";
        (first == "secadmin" && decides(second)) || (decides(first) && second == "secadmin")
    };
    for first in people {
        desk.switch_to(first, PASSWORD).unwrap();
        let planned = purge::plan(&mut desk, None).is_ok();
        let can_plan = ["secadmin", "lead", "centre"].contains(&first);
        assert_eq!(planned, can_plan, "{first}");
        for second in people.into_iter().filter(|second| !may(first, second)) {
            assert!(run(&mut desk, second).is_err(), "{first} with {second}");
        }
    }
    assert!(child::count(desk.reader()).unwrap() > 100);
    desk.switch_to("centre", PASSWORD).unwrap();
    run(&mut desk, "secadmin").unwrap();
}

#[test]
fn a_child_in_an_open_ceremony_stays_with_all_that_is_kept_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    desk.set_today(LATE.parse().unwrap()).unwrap();
    desk.switch_to("secadmin", PASSWORD).unwrap();
    let held = purge::plan(&mut desk, None).unwrap().held;
    assert!(held > 0);
    run(&mut desk, "centre").unwrap();
    assert_eq!(child::count(desk.reader()).unwrap(), held);
    let plan = purge::plan(&mut desk, None).unwrap();
    assert!(plan.is_empty(), "{:?}", plan.lines);
    let pages = store::pages(&mut desk).unwrap();
    assert!(marks(&desk).iter().all(|mark| holds(&pages, mark)));
}

#[test]
fn a_purge_that_was_broken_off_is_finished_by_the_next() {
    let (_dir, path) = season();
    let mut desk = open(&path, "secadmin", LATE);
    let marks: Vec<String> = marks(&desk).into_iter().step_by(9).collect();
    // The rows go; then there is no place for the backup.
    let own = path.join("backups");
    std::fs::rename(&own, path.join("aside")).unwrap();
    std::fs::write(&own, b"in the way").unwrap();
    assert!(run(&mut desk, "lead").is_err());
    let plan = purge::plan(&mut desk, None).unwrap();
    assert_eq!(plan.unfinished, Some(1));
    drop(desk);
    std::fs::remove_file(&own).unwrap();
    std::fs::rename(path.join("aside"), &own).unwrap();
    let mut desk = open(&path, "lead", LATE);
    let purged = run(&mut desk, "secadmin").unwrap();
    assert_eq!((purged.number, purged.resumed), (1, Resumed::Yes));
    assert!(purged.children > 100, "the certificate still says how many");
    assert_eq!(found(&mut desk, &marks), 0);
    assert_eq!(tree(&own).len(), 1);
    assert_eq!(purge::plan(&mut desk, None).unwrap().unfinished, None);
    assert!(audit::verify(desk.reader(), &[]).unwrap().broken.is_none());
}

#[test]
fn the_district_sets_its_own_table() {
    let (_dir, path) = season();
    let mut desk = open(&path, "secadmin", "2021-10-01");
    let example = include_str!("../../../../../assets/district/110105/retention.toml");
    let longer = example.replace("years = 1\n", "years = 2\n");
    let set = |desk: &mut Desk, text: &str, reason: &str| retention::set(desk, text, reason);
    assert!(set(&mut desk, &longer, "").is_err(), "without a reason");
    assert!(set(&mut desk, example, "同一份").is_err(), "the same table");
    assert!(set(&mut desk, &longer.replace("\"choices\", ", ""), "少一类").is_err());
    assert!(due(&mut desk, "2022-07-07") > 0);
    set(&mut desk, &longer, "朝教文〔2021〕12号（虚构）").unwrap();
    assert_eq!(due(&mut desk, "2022-07-07"), 0);
    assert!(due(&mut desk, "2023-07-07") > 0);
    let last = audit::page(desk.reader(), desk.store().head().seq - 1, 1).unwrap();
    assert!(last[0].entry.contains("RETENTION_SET"), "{}", last[0].entry);
    desk.switch_to("centre", PASSWORD).unwrap();
    assert!(
        set(&mut desk, example, "改回").is_err(),
        "not the centre's to set"
    );
}
