//! Own vectors: a small season kept in `tests/golden/draw`, byte for byte.
//!
//! `RUXUE_BLESS=1` writes it anew; a change there is a change of format 1 and never wanted.

use std::fs;

use ruxue_lottery::{
    Batch, Code, Digest, Folder, Freeze, Frozen, Groups, Leftover, Lists, Method, Mode, Number,
    PlanLine, Row, Seed, Slot, SlotKind, allocate, close_aborted, close_completed, file, freeze,
    result_csv, season_text, seed_text, verify,
};

use crate::folders::{digits, failures, formal_slots, nonce, read, tests_dir};

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn batch(number: u32, title: &str, method: Method, groups: Groups, leftover: Leftover) -> Batch {
    Batch {
        number,
        title: title.to_owned(),
        method,
        groups,
        leftover,
    }
}

/// Three batches in which every outcome and every reason occurs.
pub fn lists() -> Lists {
    let batches = vec![
        batch(
            1,
            "志愿优先, \"甲\"",
            Method::Rounds,
            Groups::Skip,
            Leftover::None,
        ),
        batch(
            2,
            "随机号优先",
            Method::Serial,
            Groups::Extend,
            Leftover::Pool,
        ),
        batch(3, "", Method::Serial, Groups::Skip, Leftover::None),
    ];
    let seats = [
        (1, "S1", 2),
        (1, "S10", 1),
        (1, "S2", 0),
        (2, "S1", 3),
        (2, "S3", 2),
        (3, "S9", 1),
    ];
    let plan = seats.map(|(batch, school, seats)| PlanLine {
        batch,
        school: code(school),
        seats,
    });
    let roster = [
        (1, "A1", 0, "", "S1>S10"),
        (1, "A2", 0, "U1", "S1"),
        (1, "A3", 0, "U1", "S1"),
        (1, "A4", 1, "", "S2>S10>S1"),
        (1, "A5", 0, "", "S10"),
        (1, "A6", 0, "", ""),
        (1, "A7", 1, "", "S1"),
        (1, "A8", 0, "", "S10>S1"),
        (2, "A1", 0, "", "S1>S3"),
        (2, "A10", 1, "", ""),
        (2, "A4", 0, "", "S3"),
        (2, "A7", 1, "U2", "S1>S3"),
        (2, "A9", 1, "U2", "S1>S3"),
        (2, "B1", 0, "U3", "S3"),
        (2, "B2", 0, "U3", "S3"),
        (2, "B3", 0, "U3", "S3"),
        (2, "B4", 2, "", ""),
        (3, "C1", 1, "", "S9"),
        (3, "C2", 0, "", "S9"),
        (3, "C3", 1, "", "S9"),
        (3, "C4", 1, "U1", "S9"),
        (3, "C5", 1, "U1", "S9"),
        (3, "C6", 1, "", "S9"),
        (3, "C7", 1, "", "S9"),
    ];
    let rows = roster.map(|(batch, receipt, tier, unit, choices)| Row {
        batch,
        receipt: code(receipt),
        tier,
        unit: Code::new(unit),
        choices: choices.split('>').filter_map(Code::new).collect(),
    });
    Lists::new(batches, plan.to_vec(), rows.to_vec()).unwrap()
}

/// Freezes those lists.
pub fn frozen(number: Number, prev: Digest, slots: &[Slot], n: u8) -> Frozen {
    freeze(
        number,
        prev,
        Digest::of(b"policy"),
        slots,
        &lists(),
        &nonce(n),
    )
    .unwrap()
}

/// Draws and completes a frozen ceremony.
pub fn complete(frozen: Frozen, n: u8, digits: &[String]) -> Folder {
    let Frozen { freeze, mut folder } = frozen;
    let seed = seed_text(&freeze, &nonce(n), digits).unwrap();
    let result = result_csv(&allocate(&lists(), &Seed::of(&seed)));
    folder.put(file::CLOSE, close_completed(&freeze, &seed, &result));
    folder.put(file::SEED, seed);
    folder.put(file::RESULT, result);
    folder
}

/// Gives a frozen ceremony up after the first slot.
pub fn abort(frozen: Frozen, n: u8) -> Folder {
    let Frozen { freeze, mut folder } = frozen;
    let close = close_aborted(&freeze, "名单有误，重新封存", &nonce(n), &digits()[..1]).unwrap();
    folder.put(file::CLOSE, close);
    folder
}

pub fn closed(folder: &Folder) -> Digest {
    Digest::of(folder.get(file::CLOSE).unwrap())
}

/// A season: completed, aborted, completed; a rehearsal with one short slot.
pub fn season() -> Vec<Folder> {
    let number = |order| Number::formal(2021, order).unwrap();
    let slots = formal_slots();
    let first = complete(frozen(number(1), Digest::ZEROS, &slots, 1), 1, &digits());
    let second = abort(frozen(number(2), closed(&first), &slots, 2), 2);
    let third = complete(frozen(number(3), closed(&second), &slots, 3), 3, &digits());
    let slot = Slot {
        label: "演练员".to_owned(),
        kind: SlotKind::Sealed,
        count: 3,
    };
    let rehearsal = frozen(Number::rehearsal(1).unwrap(), Digest::ZEROS, &[slot], 4);
    assert_eq!(rehearsal.freeze.mode(), Mode::Rehearsal);
    vec![
        first,
        second,
        third,
        complete(rehearsal, 4, &["007".to_owned()]),
    ]
}

#[test]
fn the_golden_season() {
    let folders = season();
    let closing = season_text(2021, &folders).unwrap();
    let root = tests_dir("golden/draw");
    if std::env::var_os("RUXUE_BLESS").is_some() {
        for folder in &folders {
            fs::create_dir_all(root.join(&folder.name)).unwrap();
            for (name, bytes) in &folder.files {
                fs::write(root.join(&folder.name).join(name), bytes).unwrap();
            }
        }
        fs::write(root.join(file::SEASON), &closing).unwrap();
    }
    for folder in &folders {
        assert_eq!(&read(&root.join(&folder.name)), folder);
    }
    assert_eq!(fs::read(root.join(file::SEASON)).unwrap(), closing);
    let report = verify(&folders, Some(&closing));
    assert!(report.accepted(), "{}", failures(&report));
}

/// The golden season is worth its place: every reason code stands in it.
#[test]
fn the_golden_season_knows_every_reason() {
    let folders = season();
    let results: String = folders
        .iter()
        .filter_map(|folder| folder.get(file::RESULT))
        .map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
        .collect();
    for reason in ruxue_lottery::Reason::ALL {
        assert!(
            results.contains(&format!(",{}\n", reason.word())),
            "{reason:?}\n{results}"
        );
    }
}

/// What is read from a sheet prints again.
#[test]
fn sheets_read_back() {
    for folder in season() {
        let bytes = folder.get(file::FREEZE).unwrap();
        assert_eq!(Freeze::parse(bytes).unwrap().to_bytes(), bytes);
    }
}
