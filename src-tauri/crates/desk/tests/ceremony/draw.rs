//! Freeze, draw, abort on a real desk: what is refused, and what a crash leaves.

use crate::desk::{
    PASSWORD, copy, desk_with_district, digits, draw, freeze_first, open, slots, tree,
};
use ruxue_desk::access::Act;
use ruxue_desk::ceremony::{
    DrawError, Entropy, FreezeOrder, Kind, abort, close_season, freeze, place, planned,
    verify_paths,
};
use ruxue_desk::store::{ceremony, placement};
use ruxue_lottery::{Mode, Number};
use ruxue_rules::Level;

fn first() -> Number {
    Number::parse("2021-0001").unwrap()
}

#[test]
fn a_formal_ceremony_is_frozen_drawn_adopted_and_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    assert_eq!(frozen.number, first());
    let folder = dir.path().join("ceremonies/2021-0001");
    let names: Vec<String> = tree(&folder).into_keys().collect();
    assert_eq!(
        names,
        [
            "batches.csv",
            "freeze.txt",
            "nonce.sealed",
            "plan.csv",
            "roster.csv"
        ]
    );
    assert!(
        verify_paths(&[&folder]).unwrap().accepted(),
        "an open ceremony is no error"
    );

    let before = placement::all(desk.reader()).unwrap().len();
    let drawn = draw(&mut desk, first(), &digits()).unwrap();
    assert_eq!(drawn.adopted, drawn.admitted + drawn.placed);
    assert!(drawn.adopted > 0);
    assert_eq!(
        placement::all(desk.reader()).unwrap().len(),
        before + drawn.adopted
    );
    assert_eq!(
        ceremony::seated(desk.reader(), "2021-0001").unwrap() as usize,
        drawn.adopted
    );
    close_season(&mut desk).unwrap();
    let paths = [folder, dir.path().join("ceremonies/season.txt")];
    let report = verify_paths(&paths).unwrap();
    assert!(
        report.accepted(),
        "{:?}",
        report.failures().collect::<Vec<_>>()
    );
    let again = draw(&mut desk, first(), &digits()).unwrap_err();
    assert!(again.to_string().contains("已经完成"), "{again}");
}

#[test]
fn one_changed_byte_of_a_frozen_file_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let folder = dir.path().join("ceremonies/2021-0001");
    for name in ["batches.csv", "plan.csv", "roster.csv", "freeze.txt"] {
        let path = folder.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut changed = whole.clone();
        let last = changed.len() - 2;
        changed[last] ^= 1;
        std::fs::write(&path, &changed).unwrap();
        let refused = draw(&mut desk, first(), &digits()).unwrap_err().to_string();
        assert!(
            refused.contains(name) && refused.contains("与封存时不同"),
            "{refused}"
        );
        std::fs::remove_file(&path).unwrap();
        let refused = draw(&mut desk, first(), &digits()).unwrap_err().to_string();
        assert!(refused.contains(name), "{refused}");
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(!folder.join("seed.txt").exists());
    draw(&mut desk, first(), &digits()).unwrap();
}

#[test]
fn a_crash_between_any_two_steps_ends_in_the_same_bytes() {
    let frozen = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(frozen.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    drop(desk);
    let whole = tempfile::tempdir().unwrap();
    copy(frozen.path(), whole.path());
    let mut desk = open(whole.path());
    let done = draw(&mut desk, first(), &digits()).unwrap();
    let admitted = placement::all(desk.reader()).unwrap().len();
    drop(desk);
    let files = tree(&whole.path().join("ceremonies"));
    let steps: [&[&str]; 4] = [
        &[],
        &["seed.txt"],
        &["seed.txt", "result.csv"],
        &["seed.txt", "result.csv", "close.txt"],
    ];
    for left in steps {
        let crashed = tempfile::tempdir().unwrap();
        copy(frozen.path(), crashed.path());
        let folder = crashed.path().join("ceremonies/2021-0001");
        for name in left {
            std::fs::write(folder.join(name), &files[&format!("2021-0001/{name}")]).unwrap();
        }
        std::fs::write(folder.join("close.txt.part"), b"RUXUE").unwrap();
        let mut desk = open(crashed.path());
        let digits = if left.is_empty() {
            digits()
        } else {
            Vec::new()
        };
        assert_eq!(
            draw(&mut desk, first(), &digits).unwrap(),
            done,
            "after {left:?}"
        );
        assert_eq!(placement::all(desk.reader()).unwrap().len(), admitted);
        let _ = std::fs::remove_file(folder.join("close.txt.part"));
        assert_eq!(
            tree(&crashed.path().join("ceremonies")),
            files,
            "after {left:?}"
        );
    }
}

#[test]
fn a_seed_that_stands_is_never_exchanged() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    drop(desk);
    let other = tempfile::tempdir().unwrap();
    copy(dir.path(), other.path());
    let mut desk = open(other.path());
    draw(&mut desk, first(), &digits()).unwrap();
    let seed = std::fs::read(other.path().join("ceremonies/2021-0001/seed.txt")).unwrap();

    let path = dir.path().join("ceremonies/2021-0001/seed.txt");
    std::fs::write(&path, &seed).unwrap();
    let mut desk = open(dir.path());
    let mut wished = digits();
    wished[2] = "4".repeat(20);
    let refused = draw(&mut desk, first(), &wished).unwrap_err().to_string();
    assert!(refused.contains("种子不能更换"), "{refused}");
    let second = desk.second("centre2", PASSWORD, Act::AbortDraw).unwrap();
    let refused = abort(&mut desk, first(), "不想要", &[], Some(&second)).unwrap_err();
    assert!(refused.to_string().contains("不能中止"), "{refused}");
    let mut forged = seed.clone();
    let last = forged.len() - 2;
    forged[last] = b'x';
    std::fs::write(&path, &forged).unwrap();
    let refused = draw(&mut desk, first(), &[]).unwrap_err().to_string();
    assert!(refused.contains("seed.txt"), "{refused}");
    std::fs::write(&path, &seed).unwrap();
    draw(&mut desk, first(), &digits()).unwrap();
}

#[test]
fn what_a_formal_ceremony_lacks_is_said_and_nothing_is_frozen() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let entropy = Entropy::System;
    let slots = slots();
    let order = |kinds: &'static [Kind]| FreezeOrder {
        level: Level::Primary,
        kinds,
        slots: &slots,
        mode: Mode::Formal,
        entropy: &entropy,
        second: None,
    };
    let alone = freeze(&mut desk, &order(&[Kind::Private])).unwrap_err();
    assert!(alone.to_string().contains("两人"), "{alone}");
    let second = desk.second("centre2", PASSWORD, Act::Freeze).unwrap();
    let refuse = |desk: &mut ruxue_desk::Desk, order: FreezeOrder<'_>| {
        let order = FreezeOrder {
            second: Some(&second),
            ..order
        };
        freeze(desk, &order).unwrap_err().to_string()
    };
    let later = refuse(&mut desk, order(&[Kind::Boarding]));
    assert!(later.contains("民办"), "{later}");
    let zone = refuse(&mut desk, order(&[Kind::Zone]));
    assert!(zone.contains("现在不需要派位"), "{zone}");
    let wish = refuse(&mut desk, order(&[Kind::WishAll]));
    assert!(wish.contains("小学没有"), "{wish}");
    let few = refuse(
        &mut desk,
        FreezeOrder {
            slots: &slots[..2],
            ..order(&[Kind::Private, Kind::Boarding])
        },
    );
    assert!(few.contains("3 份见证数字"), "{few}");
    assert_eq!(ceremony::all(desk.reader()).unwrap(), []);
    assert_eq!(tree(&dir.path().join("ceremonies")).len(), 0);
    assert_eq!(
        placement::all(desk.reader()).unwrap(),
        [],
        "a refusal changes nothing"
    );

    freeze_first(&mut desk, Mode::Formal).unwrap();
    let twice = freeze_first(&mut desk, Mode::Formal).unwrap_err();
    assert!(twice.to_string().contains("尚未结束"), "{twice}");
    let short = draw(&mut desk, first(), &digits()[..2]).unwrap_err();
    assert!(matches!(short, DrawError::Findings(_)), "{short}");
    assert!(!dir.path().join("ceremonies/2021-0001/seed.txt").exists());
}

#[test]
fn an_abort_is_recorded_and_the_next_ceremony_is_chained_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let second = desk.second("centre2", PASSWORD, Act::AbortDraw).unwrap();
    let full = abort(&mut desk, first(), "停电", &digits(), Some(&second)).unwrap_err();
    assert!(full.to_string().contains("不能再中止"), "{full}");
    abort(&mut desk, first(), "停电", &digits()[..2], Some(&second)).unwrap();
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    assert_eq!(frozen.number.to_string(), "2021-0002");
    draw(&mut desk, frozen.number, &digits()).unwrap();
    let folders = ["2021-0001", "2021-0002"].map(|name| dir.path().join("ceremonies").join(name));
    let report = verify_paths(&folders).unwrap();
    assert!(
        report.accepted(),
        "{:?}",
        report.failures().collect::<Vec<_>>()
    );
}

#[test]
fn a_rehearsal_runs_on_other_receipts_and_admits_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let before = placement::all(desk.reader()).unwrap();
    let frozen = freeze_first(&mut desk, Mode::Rehearsal).unwrap();
    assert_eq!(frozen.number.to_string(), "R-0001");
    let drawn = draw(&mut desk, frozen.number, &digits()).unwrap();
    assert_eq!(
        (drawn.adopted, placement::all(desk.reader()).unwrap()),
        (0, before)
    );
    let roster = std::fs::read_to_string(dir.path().join("ceremonies/R-0001/roster.csv")).unwrap();
    assert!(
        !roster.contains("H21"),
        "no real receipt stands in a rehearsal"
    );
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let later = freeze_first(&mut desk, Mode::Rehearsal).unwrap();
    assert_eq!(later.number.to_string(), "R-0002", "also after the freeze");
    draw(&mut desk, later.number, &digits()).unwrap();
    assert_eq!(
        planned(&mut desk).unwrap().findings.len(),
        1,
        "the open ceremony"
    );
}

#[test]
fn placing_twice_changes_nothing_and_stands_still_while_a_ceremony_is_open() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    assert!(!place::place(&mut desk).unwrap().entered.is_empty());
    let head = desk.store().head();
    let again = place::place(&mut desk).unwrap();
    assert_eq!((again.entered.len(), desk.store().head()), (0, head));
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let open = place::place(&mut desk).unwrap();
    assert!(
        open.findings
            .iter()
            .any(|finding| finding.code == "CEREMONY_OPEN")
    );
    desk.switch_to("clerk", PASSWORD).unwrap();
    assert!(
        place::place(&mut desk)
            .unwrap_err()
            .to_string()
            .contains("不能安排入学")
    );
}

#[test]
fn a_kind_that_was_asked_for_and_not_drawn_is_not_settled() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let second = desk.second("centre2", PASSWORD, Act::Freeze).unwrap();
    let (slots, entropy) = (slots(), Entropy::System);
    let order = FreezeOrder {
        level: Level::Primary,
        kinds: &[Kind::Private, Kind::Boarding, Kind::Zone],
        slots: &slots,
        mode: Mode::Formal,
        entropy: &entropy,
        second: Some(&second),
    };
    let frozen = freeze(&mut desk, &order).unwrap();
    draw(&mut desk, frozen.number, &digits()).unwrap();
    let plan = planned(&mut desk).unwrap();
    assert!(plan.batches.iter().any(|batch| batch.kind == Kind::Zone));
}

#[test]
fn a_lost_seed_comes_back_by_its_own_digits_only() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    freeze_first(&mut desk, Mode::Formal).unwrap();
    let folder = dir.path().join("ceremonies/2021-0001");
    std::fs::write(folder.join("result.csv"), b"batch\n").unwrap();
    let refused = draw(&mut desk, first(), &digits()).unwrap_err().to_string();
    assert!(refused.contains("result.csv"), "{refused}");
    let row = ceremony::find(desk.reader(), "2021-0001").unwrap().unwrap();
    assert_eq!(row.state, "seeded");
    std::fs::remove_file(folder.join("seed.txt")).unwrap();
    std::fs::remove_file(folder.join("result.csv")).unwrap();
    let mut others = digits();
    others[0] = "9".repeat(20);
    let refused = draw(&mut desk, first(), &others).unwrap_err().to_string();
    assert!(refused.contains("种子已经形成"), "{refused}");
    assert!(!folder.join("seed.txt").exists());
    draw(&mut desk, first(), &digits()).unwrap();
}

#[test]
fn a_folder_that_no_acknowledged_freeze_left_is_put_aside() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let folder = dir.path().join("ceremonies/2021-0001");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("freeze.txt"), b"half").unwrap();
    freeze_first(&mut desk, Mode::Formal).unwrap();
    draw(&mut desk, first(), &digits()).unwrap();
    let aside = dir
        .path()
        .join("ceremonies/.2021-0001.unfinished-1/freeze.txt");
    assert_eq!(std::fs::read(aside).unwrap(), b"half");
}
