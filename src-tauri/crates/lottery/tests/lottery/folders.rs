//! Ceremonies on disk, and ceremonies made on the spot.

use std::path::{Path, PathBuf};

use ruxue_lottery::{Digest, Folder, Nonce, Report, Slot, SlotKind};

/// A folder of the repository's `tests/`.
pub fn tests_dir(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests")
        .join(below)
}

/// Reads a ceremony's folder.
pub fn read(path: &Path) -> Folder {
    let mut folder = Folder {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        ..Folder::default()
    };
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        folder.put(
            entry.file_name().to_str().unwrap(),
            std::fs::read(entry.path()).unwrap(),
        );
    }
    folder
}

/// The six ceremonies made elsewhere (`tests/fixtures/draw`), in order.
pub fn vectors() -> Vec<Folder> {
    let root = tests_dir("fixtures/draw");
    (1..=6)
        .map(|n| read(&root.join(format!("2021-{n:04}"))))
        .collect()
}

/// The failed checks, one a line.
pub fn failures(report: &Report) -> String {
    report
        .failures()
        .map(|check| format!("{check}\n"))
        .collect()
}

/// Three slots as a formal ceremony needs them.
pub fn formal_slots() -> Vec<Slot> {
    let slot = |label: &str, kind| Slot {
        label: label.to_owned(),
        kind,
        count: 20,
    };
    vec![
        slot("公证员", SlotKind::Sealed),
        slot("家长代表甲", SlotKind::Sealed),
        slot("现场掷骰", SlotKind::Dice),
    ]
}

/// Digits for those slots.
pub fn digits() -> Vec<String> {
    vec![
        "31415926535897932384".into(),
        "27182818284590452353".into(),
        "14142135623730950488".into(),
    ]
}

/// A nonce for the n-th ceremony of a test.
pub fn nonce(n: u8) -> Nonce {
    Nonce::new(Digest::of(&[n]).0)
}
