//! A demonstration desk with a small district.

use ruxue_desk::access::Act;
use ruxue_desk::ceremony::{DrawError, Drawn, Entropy, FreezeOrder, Frozen, Kind, freeze, run};
use ruxue_desk::intake::{self, Source, Template};
use ruxue_desk::store::keys::RecoveryCode;
use ruxue_desk::{Desk, NewDesk, Purpose};
use ruxue_lottery::{Mode, Number, Slot, SlotKind};
use ruxue_rules::Level;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub const PASSWORD: &str = "入学-测试-密码-2021";

/// The district of the shared vectors.
pub fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/verdicts")
}

/// A demonstration desk with nothing in it, the system administrator signed in.
pub fn empty(dir: &Path) -> (Desk, RecoveryCode) {
    Desk::create(&NewDesk {
        dir: dir.to_owned(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "sysadmin".into(),
        password: PASSWORD.into(),
        purpose: Purpose::Demonstration {
            today: "2021-05-01".parse().ok(),
        },
    })
    .unwrap()
}

/// A desk with that district, the centre signed in on the day of the first draws.
pub fn desk_with_district(dir: &Path) -> Desk {
    let mut desk = empty(dir).0;
    desk.switch_to("centre", PASSWORD).unwrap();
    for template in [
        Template::Schools,
        Template::Catchments,
        Template::PrimaryZones,
        Template::SeatRecords,
        Template::Applicants,
        Template::Choices,
    ] {
        let file = vectors().join(format!("{}.csv", template.name()));
        let staged = intake::read(template, Source::path(&file)).unwrap();
        let intent = intake::Intent::Enter;
        let outcome = intake::accept(&mut desk, &staged, intake::Choice::GoodRows, intent).unwrap();
        assert_eq!(outcome.refused, 0, "{:?}", outcome.problems);
    }
    desk.set_today("2021-06-09".parse().unwrap()).unwrap();
    desk
}

/// Opens it again for the centre.
pub fn open(dir: &Path) -> Desk {
    Desk::open(dir, "centre", PASSWORD, "2021-06-09".parse().ok()).unwrap()
}

pub fn slots() -> Vec<Slot> {
    let slot = |label: &str, kind| Slot {
        label: label.into(),
        kind,
        count: 20,
    };
    vec![
        slot("公证员", SlotKind::Sealed),
        slot("家长代表", SlotKind::Sealed),
        slot("现场掷骰", SlotKind::Dice),
    ]
}

pub fn digits() -> Vec<String> {
    ["1", "2", "3"].map(|digit| digit.repeat(20)).into()
}

pub fn freeze_first(desk: &mut Desk, mode: Mode) -> Result<Frozen, DrawError> {
    let second = desk.second("centre2", PASSWORD, Act::Freeze).unwrap();
    freeze(
        desk,
        &FreezeOrder {
            level: Level::Primary,
            kinds: &[Kind::Private, Kind::Boarding],
            slots: &slots(),
            mode,
            entropy: &Entropy::Seeded("测试".into()),
            second: Some(&second),
        },
    )
}

pub fn draw(desk: &mut Desk, number: Number, digits: &[String]) -> Result<Drawn, DrawError> {
    let second = desk.second("centre2", PASSWORD, Act::ReadOut).unwrap();
    run(desk, number, digits, Some(&second))
}

/// Every file below a folder, by its path there.
pub fn tree(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(dir)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Copies a closed desk.
pub fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let path = to.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::create_dir_all(to.join("ceremonies")).unwrap();
}
