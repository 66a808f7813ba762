//! The two envelopes.

use crate::desk::PASSWORD;
use crate::stage::{empty, entries, make};
use ruxue_desk::Desk;
use ruxue_desk::backup::{
    Halves, RestoreOrder, drill, drill_at, duty, renew_password, restore_with_code,
};
use ruxue_desk::clock::Clock;
use std::path::Path;

const NEW: &str = "恢复之后的新密码-2021";

fn clock() -> Clock {
    Clock::set_to("2021-05-02".parse().unwrap())
}

fn renew(dir: &Path, halves: Halves<'_>, name: &str, password: &str) -> Result<(), String> {
    renew_password(dir, halves, name, password, &clock()).map_err(|error| error.to_string())
}

fn signs_in(dir: &Path, name: &str, password: &str) -> bool {
    Desk::open(dir, name, password, "2021-05-02".parse().ok()).is_ok()
}

#[test]
fn a_lost_password_is_renewed_with_both_halves_and_nothing_less() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, code) = empty(dir.path());
    let head = desk.store().head();
    drop(desk);
    let (first, second) = (code.first.as_str(), code.second.as_str());
    let zeros = "0".repeat(32);
    for halves in [
        [first, first],
        [first, &zeros],
        ["", ""],
        [first, ""],
        [&second[..31], first],
        ["不是", "恢复码"],
    ] {
        let refused = renew(dir.path(), halves, "sysadmin", NEW).unwrap_err();
        assert!(refused.contains("恢复码打不开"), "{refused}");
    }
    let refused = renew(dir.path(), [first, second], "nobody", NEW).unwrap_err();
    assert!(refused.contains("nobody"), "{refused}");
    let refused = renew(dir.path(), [first, second], "recovery", NEW).unwrap_err();
    assert!(refused.contains("recovery"), "{refused}");
    let refused = renew(dir.path(), [first, second], "sysadmin", "short").unwrap_err();
    assert!(refused.contains("太弱"), "{refused}");
    let desk = Desk::open(dir.path(), "sysadmin", PASSWORD, None).unwrap();
    assert_eq!(desk.store().head().seq, head.seq + 1, "only the sign-in");
    drop(desk);

    // Five failures lock; the code unlocks too. Halves may come in either order, in groups.
    for _ in 0..5 {
        assert!(!signs_in(dir.path(), "sysadmin", NEW));
    }
    let grouped = format!(" {}  {} ", &second[..8], second[8..].to_uppercase());
    renew(dir.path(), [&grouped, first], "sysadmin", NEW).unwrap();
    assert!(!signs_in(dir.path(), "sysadmin", PASSWORD));
    assert!(signs_in(dir.path(), "sysadmin", NEW));
    assert!(
        signs_in(dir.path(), "centre", PASSWORD),
        "others keep theirs"
    );
    let desk = Desk::open(dir.path(), "sysadmin", NEW, None).unwrap();
    let found = entries(&desk);
    let entry = found.iter().find(|entry| entry.act == "RECOVER").unwrap();
    assert_eq!(
        (entry.actor.as_str(), entry.id.as_str()),
        ("recovery", "sysadmin")
    );
    drop(desk);
    // The code itself still opens: it is not used up.
    renew(dir.path(), [first, second], "sysadmin", PASSWORD).unwrap();
}

#[test]
fn nobody_recovers_while_someone_sits_there() {
    let dir = tempfile::tempdir().unwrap();
    let (_desk, code) = empty(dir.path());
    let refused = renew(dir.path(), [&code.first, &code.second], "sysadmin", NEW).unwrap_err();
    assert!(refused.contains("正在被使用"), "{refused}");
}

#[test]
fn a_drill_changes_nothing_but_its_date() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("desk"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let (mut desk, code) = empty(&path);
    let before = duty(&desk).unwrap();
    assert!(before.drill_due && before.backup_due, "{before:?}");
    let made = make(&mut desk, &out);
    drop(desk);
    let keys = std::fs::read(path.join("keys.json")).unwrap();
    let halves = [code.first.as_str(), code.second.as_str()];
    let watch: &mut dyn FnMut(&str, u64, u64) = &mut |_, _, _| ();
    let wrong = drill(&path, [halves[0], halves[0]], None, &clock(), watch);
    assert!(wrong.unwrap_err().to_string().contains("恢复码打不开"));
    let other = std::fs::write(dir.path().join("x.tar"), b"no tar");
    other.unwrap();
    let bad = drill(
        &path,
        halves,
        Some(&dir.path().join("x.tar")),
        &clock(),
        watch,
    );
    assert!(bad.unwrap_err().to_string().contains("没有通过核对"));
    let open = |day: &str| Desk::open(&path, "sysadmin", PASSWORD, day.parse().ok()).unwrap();
    assert!(
        duty(&open("2021-05-02")).unwrap().drill_due,
        "a failed drill is none"
    );
    drill(&path, halves, None, &clock(), watch).unwrap();
    let drilled = drill(&path, halves, Some(&made.path), &clock(), watch).unwrap();
    assert_eq!(drilled.backup.as_ref(), Some(&made.manifest));
    assert_eq!(std::fs::read(path.join("keys.json")).unwrap(), keys);
    let desk = open("2021-05-03");
    let standing = duty(&desk).unwrap();
    assert!(!standing.drill_due && !standing.backup_due, "{standing:?}");
    assert!(standing.drill.contains("2021-05-02"), "{}", standing.drill);
    let acts = entries(&desk);
    assert_eq!(
        acts.iter()
            .filter(|entry| entry.act == "RECOVERY_DRILL")
            .count(),
        2
    );
    drop(desk);
    // Thirty days later both are due again.
    assert!(!duty(&open("2021-05-30")).unwrap().backup_due);
    let due = duty(&open("2021-06-02")).unwrap();
    assert!(due.backup_due && due.drill_due, "{due:?}");
    assert!(due.backup.contains("天前"), "{}", due.backup);
}

#[test]
fn with_every_password_lost_the_two_halves_restore_a_backup() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("desk"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let (mut desk, code) = empty(&path);
    let made = make(&mut desk, &out);
    drop(desk);
    std::fs::remove_dir_all(&path).unwrap();
    let new = dir.path().join("new");
    let restore = |person: &str, password: &str, halves: Halves<'_>| {
        let order = RestoreOrder {
            file: &made.path,
            dir: &new,
            person,
            password,
            today: "2021-05-02".parse().ok(),
        };
        restore_with_code(&order, halves, &mut |_, _, _| ()).map_err(|error| error.to_string())
    };
    let (first, second) = (code.first.as_str(), code.second.as_str());
    for (person, password, halves, part) in [
        ("sysadmin", "short", [first, second], "太弱"),
        ("sysadmin", NEW, [first, first], "恢复码打不开"),
        ("clerk", NEW, [first, second], "系统管理员"),
        ("nobody", NEW, [first, second], "nobody"),
    ] {
        let refused = restore(person, password, halves).unwrap_err();
        assert!(refused.contains(part), "{refused}");
        assert!(!new.exists(), "{part}: something was left");
    }
    let restored = restore("sysadmin", NEW, [second, first]).unwrap();
    assert!(!signs_in(&new, "sysadmin", PASSWORD), "the old password");
    assert!(signs_in(&new, "centre", PASSWORD), "others keep theirs");
    let desk = Desk::open(&new, "sysadmin", NEW, "2021-05-02".parse().ok()).unwrap();
    let found = entries(&desk);
    let since = found
        .iter()
        .position(|entry| entry.seq > made.manifest.head.seq);
    let told: Vec<(&str, &str, &str)> = found[since.unwrap()..]
        .iter()
        .take(3)
        .map(|entry| {
            (
                entry.act.as_str(),
                entry.actor.as_str(),
                entry.epoch.as_str(),
            )
        })
        .collect();
    let epoch = restored.epoch.as_str();
    assert_eq!(
        told,
        [
            ("GENESIS", "recovery", epoch),
            ("RESTORE", "recovery", epoch),
            ("RECOVER", "recovery", epoch)
        ]
    );
    assert_eq!(
        ruxue_desk::store::audit::verify(desk.reader(), &[])
            .unwrap()
            .broken,
        None
    );
    drop(desk);
    // The code opens the restored desk too.
    renew(&new, [first, second], "centre", NEW).unwrap();
}

#[test]
fn whoever_sits_at_the_desk_drills_with_the_halves_typed_there() {
    let dir = tempfile::tempdir().unwrap();
    let (path, out) = (dir.path().join("desk"), dir.path().join("out"));
    std::fs::create_dir(&out).unwrap();
    let (mut desk, code) = empty(&path);
    let made = make(&mut desk, &out);
    let (first, second) = (code.first.as_str(), code.second.as_str());
    let mut drilled = |halves: Halves<'_>, file: Option<&Path>| {
        drill_at(&mut desk, halves, file, &mut |_, _, _| ()).map_err(|error| error.to_string())
    };
    let refused = drilled([first, first], None).unwrap_err();
    assert!(refused.contains("恢复码打不开"), "{refused}");
    assert!(drilled([first, second], None).unwrap().backup.is_none());
    let with = drilled([second, first], Some(&made.path)).unwrap();
    assert!(with.backup.is_some());
    assert!(!duty(&desk).unwrap().drill_due);
    desk.switch_to("centre", PASSWORD).unwrap();
    assert!(drill_at(&mut desk, [first, second], None, &mut |_, _, _| ()).is_err());
}
