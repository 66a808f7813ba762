//! A desk from outside: making, opening, people, journal, refusals.

use ruxue_desk::access::{Act, Role};
use ruxue_desk::store::{Ask, Mark, StoreError, keys::KeyError};
use ruxue_desk::{Desk, DeskError, NewDesk, Purpose};
use std::path::Path;

const PASSWORD: &str = "入学-测试-密码-2021";

fn new_desk(dir: &Path, purpose: Purpose) -> NewDesk {
    NewDesk {
        dir: dir.to_owned(),
        office: "110105".into(),
        policy: "chaoyang-2021".into(),
        person: "it".into(),
        password: PASSWORD.into(),
        purpose,
    }
}

fn demo(dir: &Path) -> Desk {
    let today = "2021-05-06".parse().ok();
    Desk::create(&new_desk(dir, Purpose::Demonstration { today }))
        .unwrap()
        .0
}

#[test]
fn a_demonstration_desk_has_one_person_a_role() {
    let dir = tempfile::tempdir().unwrap();
    drop(demo(dir.path()));
    for (name, role) in [("centre", Role::Centre), ("auditor", Role::Auditor)] {
        let desk = Desk::open(dir.path(), name, PASSWORD, None).unwrap();
        assert_eq!(desk.session().roles, [role]);
        assert!(desk.is_demo());
    }
    let bytes = std::fs::read(dir.path().join("desk.db")).unwrap();
    assert!(
        !bytes.windows(6).any(|window| window == b"SQLite"),
        "the file must be encrypted"
    );
}

#[test]
fn the_journal_tells_each_act_and_notices_a_changed_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    desk.add_person("张一", PASSWORD, None, None).unwrap();
    let refused = desk.give_role("张一", Role::Clerk).unwrap_err();
    assert!(refused.to_string().contains("安全管理员"), "{refused}");
    let verified = desk.verify_journal(&[1]).unwrap();
    assert_eq!(verified.broken, None);
    let entries = ruxue_desk::store::audit::page(desk.reader(), 0, 100).unwrap();
    let acts: Vec<String> = entries
        .iter()
        .map(|stored| {
            let entry: ruxue_desk::journal::Entry = serde_json::from_str(&stored.entry).unwrap();
            format!("{} {}", entry.act, entry.result)
        })
        .collect();
    assert_eq!(
        acts,
        [
            "GENESIS ok",
            "PERSON_ADD ok",
            "SIGN_IN ok",
            "PERSON_ADD ok",
            "PERSON_ROLE refused"
        ]
    );
    // An outsider who changes one character of one entry.
    let mut walk = ruxue_desk::journal::Walk::default();
    walk.take(1, &entries[0].entry, &entries[0].hash).unwrap();
    let changed = entries[1].entry.replace("\"it\"", "\"xx\"");
    assert_ne!(changed, entries[1].entry);
    assert!(
        walk.take(2, &changed, &entries[1].hash)
            .unwrap_err()
            .contains("第 2 条")
    );
}

#[test]
fn a_wrong_password_is_counted_and_locks() {
    let dir = tempfile::tempdir().unwrap();
    drop(demo(dir.path()));
    for _ in 0..5 {
        let wrong = Desk::open(dir.path(), "clerk", "不对的密码不对的密码", None);
        assert!(matches!(
            wrong,
            Err(DeskError::Store(StoreError::Keys(KeyError::Wrong)))
        ));
    }
    let locked = Desk::open(dir.path(), "clerk", PASSWORD, None);
    assert!(matches!(
        locked,
        Err(DeskError::Store(StoreError::Keys(KeyError::Locked { .. })))
    ));
    let mut desk = Desk::open(dir.path(), "sysadmin", PASSWORD, None).unwrap();
    desk.unlock_person("clerk").unwrap();
    desk.switch_to("clerk", PASSWORD).unwrap();
}

#[test]
fn a_second_process_is_told_who_sits_there() {
    let dir = tempfile::tempdir().unwrap();
    let _first = demo(dir.path());
    let second = Desk::open(dir.path(), "centre", PASSWORD, None)
        .err()
        .unwrap()
        .to_string();
    assert!(second.contains("it，进程"), "{second}");
}

#[test]
fn a_first_security_administrator_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::create(&new_desk(dir.path(), Purpose::Work))
        .unwrap()
        .0;
    desk.add_person("安全", PASSWORD, None, None).unwrap();
    desk.add_person("第二人", PASSWORD, None, None).unwrap();
    assert!(
        desk.give_role("it", Role::Secadmin).is_err(),
        "sysadmin may not be secadmin"
    );
    desk.give_role("安全", Role::Secadmin).unwrap();
    assert!(desk.give_role("第二人", Role::Secadmin).is_err());
    desk.switch_to("安全", PASSWORD).unwrap();
    desk.give_role("第二人", Role::Clerk).unwrap();
    assert!(
        desk.give_role("第二人", Role::Reviewer).is_err(),
        "two roles for one person are a school's need alone"
    );
    assert!(
        desk.set_today("2021-06-01".parse().unwrap()).is_err(),
        "no set clock on a real desk"
    );
}

#[test]
fn an_act_under_one_id_is_done_once_and_failed_work_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.switch_to("centre", PASSWORD).unwrap();
    let ask = || Ask::to(Act::Place).once("same-id");
    let work = |_: &ruxue_desk::store::Tx<'_>| Ok::<_, StoreError>(((), Mark::on("desk", "x")));
    desk.transact(ask(), work).unwrap();
    let again = desk.transact(ask(), work);
    assert!(matches!(again, Err(StoreError::AlreadyDone(_))));
    let head = desk.store().head();
    let failed = desk.transact::<(), StoreError>(Ask::to(Act::Place), |tx| {
        ruxue_desk::store::meta::set(tx, "half", "done")?;
        Err(StoreError::Damaged("试验".into()))
    });
    assert!(failed.is_err());
    assert_eq!(desk.store().head(), head);
    assert_eq!(
        ruxue_desk::store::meta::get(desk.reader(), "half").unwrap(),
        None
    );
    desk.verify_journal(&[]).unwrap();
}

#[test]
fn weak_passwords_are_refused_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let mut new = new_desk(&dir.path().join("d"), Purpose::Work);
    for weak in ["short", "1234567890", "Password123", "啊啊啊啊啊啊啊啊啊啊"] {
        new.password = weak.into();
        assert!(Desk::create(&new).is_err(), "{weak}");
        assert!(!new.dir.exists());
    }
}

fn roles_of(desk: &Desk, name: &str) -> Vec<Role> {
    let found = ruxue_desk::store::person::find(desk.reader(), name).unwrap();
    found.unwrap().roles
}

#[test]
fn only_the_pairs_of_a_school_go_together_and_no_administrators() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let mut number = 0;
    for first in Role::ALL {
        for second in Role::ALL.iter().filter(|role| *role > first) {
            for school in [None, Some("3101")] {
                number += 1;
                let name = format!("某人{number}");
                desk.switch_to("sysadmin", PASSWORD).unwrap();
                desk.add_person(&name, PASSWORD, None, school).unwrap();
                desk.switch_to("secadmin", PASSWORD).unwrap();
                desk.give_role(&name, *first).unwrap();
                let pair = [*first, *second];
                let goes = school.is_some()
                    && [[Role::Clerk, Role::Reviewer], [Role::Lead, Role::Principal]]
                        .iter()
                        .any(|known| known.iter().all(|role| pair.contains(role)));
                let given = desk.give_role(&name, *second);
                assert_eq!(given.is_ok(), goes, "{first:?} {second:?} {school:?}");
            }
        }
    }
}

#[test]
fn a_stopped_account_has_no_way_in_and_its_row_stays() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    let before = std::fs::read(dir.path().join("keys.json")).unwrap();
    assert!(desk.stop_person("it", "x").is_err(), "not oneself");
    assert!(desk.stop_person("clerk", " ").is_err(), "no reason");
    desk.stop_person("clerk", "调离").unwrap();
    assert_eq!(roles_of(&desk, "clerk"), []);
    let again = desk.stop_person("clerk", "调离").unwrap_err();
    assert!(again.to_string().contains("停用"), "{again}");
    let taken = desk.add_person("clerk", PASSWORD, None, None).unwrap_err();
    assert!(taken.to_string().contains("停用"), "{taken}");
    let listed = desk.accounts().unwrap();
    let clerk = listed.iter().find(|one| one.who.name == "clerk").unwrap();
    assert_eq!(clerk.stopped.as_ref().unwrap().reason, "调离");
    desk.switch_to("secadmin", PASSWORD).unwrap();
    assert!(desk.give_role("clerk", Role::Clerk).is_err());
    assert!(desk.switch_to("clerk", PASSWORD).is_err());
    drop(desk);
    assert!(Desk::open(dir.path(), "clerk", PASSWORD, None).is_err());
    // An old keys.json is put back: the slot is there, the account is not, and the slot goes again.
    std::fs::write(dir.path().join("keys.json"), before).unwrap();
    let back = Desk::open(dir.path(), "clerk", PASSWORD, None)
        .err()
        .unwrap();
    assert!(back.to_string().contains("停用"), "{back}");
    let kept = std::fs::read_to_string(dir.path().join("keys.json")).unwrap();
    assert!(!kept.contains("\"clerk\""));
    Desk::open(dir.path(), "lead", PASSWORD, None).unwrap();
}

#[test]
fn the_last_administrators_stay_and_a_role_is_taken_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.stop_person("sysadmin", "换人").unwrap();
    desk.add_person("接任", PASSWORD, None, None).unwrap();
    let refused = desk.stop_person("secadmin", "换人").unwrap_err();
    assert!(refused.to_string().contains("最后一位"), "{refused}");
    desk.switch_to("secadmin", PASSWORD).unwrap();
    desk.give_role("接任", Role::Sysadmin).unwrap();
    for (name, role) in [("secadmin", Role::Secadmin), ("lead", Role::Clerk)] {
        assert!(desk.take_role(name, role, "试").is_err(), "{name}");
    }
    assert!(desk.take_role("lead", Role::Lead, "").is_err(), "no reason");
    desk.take_role("lead", Role::Lead, "轮岗").unwrap();
    assert_eq!(roles_of(&desk, "lead"), []);
    desk.take_role("it", Role::Sysadmin, "轮岗").unwrap();
    let last = desk.take_role("接任", Role::Sysadmin, "轮岗").unwrap_err();
    assert!(last.to_string().contains("最后一位"), "{last}");
    desk.switch_to("接任", PASSWORD).unwrap();
    let refused = desk.take_role("lead", Role::Lead, "轮岗").unwrap_err();
    assert!(refused.to_string().contains("安全管理员"), "{refused}");
    let stored = ruxue_desk::store::audit::page(desk.reader(), 0, 100).unwrap();
    let acts: Vec<&str> = stored
        .iter()
        .filter(|one| one.entry.contains("PERSON_STOP") || one.entry.contains("PERSON_UNROLE"))
        .map(|one| {
            if one.entry.contains("refused") {
                "refused"
            } else {
                "ok"
            }
        })
        .collect();
    assert_eq!(acts, ["ok", "ok", "ok", "refused"]);
}

#[test]
fn the_second_person_is_another_who_may() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.switch_to("centre", PASSWORD).unwrap();
    let mut second = |name: &str, password: &str| desk.second(name, password, Act::Freeze);
    assert!(second("centre2", PASSWORD).is_ok());
    let same = second("centre", PASSWORD).unwrap_err();
    assert!(same.to_string().contains("同一人"), "{same}");
    assert!(second("clerk", PASSWORD).is_err(), "a role that may not");
    assert!(second("centre2", "不对的密码不对的密码").is_err());
    assert!(second("recovery", PASSWORD).is_err());
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    desk.stop_person("centre2", "调离").unwrap();
    desk.switch_to("centre", PASSWORD).unwrap();
    assert!(desk.second("centre2", PASSWORD, Act::Freeze).is_err());
}

#[test]
fn a_child_is_shown_in_full_under_the_purpose_of_the_sitting() {
    use ruxue_desk::access::{PurposeKind, StatedPurpose};
    let dir = tempfile::tempdir().unwrap();
    let mut desk = demo(dir.path());
    desk.switch_to("lead", PASSWORD).unwrap();
    let unsaid = desk.show_in_full("A").unwrap_err();
    assert!(matches!(unsaid, DeskError::Purpose));
    let head = desk.store().head().seq;
    let purpose = || StatedPurpose::new(PurposeKind::Appeal, "").unwrap();
    desk.state_purpose(purpose()).unwrap();
    desk.show_in_full("A").unwrap();
    desk.show_in_full("B").unwrap();
    let stored = ruxue_desk::store::audit::page(desk.reader(), head, 9).unwrap();
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|one| one.entry.contains("办理复核申请")));
    // The next person says the own purpose.
    desk.switch_to("clerk", PASSWORD).unwrap();
    assert!(matches!(desk.show_in_full("A"), Err(DeskError::Purpose)));
    desk.switch_to("sysadmin", PASSWORD).unwrap();
    let refused = desk.state_purpose(purpose()).unwrap_err();
    assert!(refused.to_string().contains("系统管理员"), "{refused}");
}
