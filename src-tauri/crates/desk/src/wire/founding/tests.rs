//! 首次建台 and 账户 as the window asks for them, down to a power cut between two steps.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::stage::Hand;
use crate::wire::window::Turn;
use crate::wire::{FailureCode, Window};

const SYSADMIN: &str = "建台-系统-口令-一";
const SECADMIN: &str = "建台-安全-口令-二";

struct Stage {
    dir: tempfile::TempDir,
    window: Window,
}

impl Stage {
    fn new() -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let window = Window::new(dir.path().join("desk"), None, Box::new(Hand::default()));
        Stage { dir, window }
    }

    /// The program started anew, as after a power cut.
    fn restart(&mut self) {
        self.window = Window::new(
            self.dir.path().join("desk"),
            None,
            Box::new(Hand::default()),
        );
    }

    fn call(&self, name: &str, body: Value) -> Result<Value, (FailureCode, String)> {
        match self.window.call(name, &body.to_string(), &|_| ()) {
            Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
            Err(failure) => Err((failure.code, failure.message + &failure.hint)),
        }
    }

    #[track_caller]
    fn ask(&self, name: &str, body: Value) -> Value {
        self.call(name, body)
            .unwrap_or_else(|(_, said)| panic!("{name}: {said}"))
    }

    #[track_caller]
    fn refused(&self, name: &str, body: Value, part: &str) {
        let (_, said) = self.call(name, body).expect_err(part);
        assert!(said.contains(part), "no «{part}» in: {said}");
    }

    fn found(&self) -> Value {
        self.ask(
            "found_desk",
            json!({ "office": "110105016", "pack": "chaoyang-2021", "signed": null,
                    "person": " 系统甲 ", "password": SYSADMIN }),
        )
    }

    fn sign_in(&self, name: &str, password: &str) -> Value {
        self.ask("sign_in", json!({ "name": name, "password": password }))
    }

    /// The two groups that are asked for, as the paper has them.
    fn groups(&self) -> [String; 2] {
        let turn = Turn::of(&self.window);
        let sitting = turn.sitting();
        let unproven = sitting.unproven.as_ref().unwrap();
        [(0, &unproven.code.first), (1, &unproven.code.second)].map(|(at, half)| {
            let from = (usize::from(unproven.groups[at]) - 1) * super::GROUP;
            half[from..from + super::GROUP].to_owned()
        })
    }

    fn halves(&self) -> [String; 2] {
        let turn = Turn::of(&self.window);
        let sitting = turn.sitting();
        let code = &sitting.unproven.as_ref().unwrap().code;
        [code.first.clone(), code.second.clone()]
    }

    fn duties(&self) -> String {
        self.ask("overview", Value::Null)["upkeep"].to_string()
    }
}

#[test]
fn a_desk_is_founded_proven_and_given_its_second_administrator() {
    let stage = Stage::new();
    let offer = stage.ask("founding_offer", Value::Null);
    assert_eq!(offer["obstacle"], Value::Null);
    assert_eq!(offer["offices"].as_array().unwrap().len(), 44);
    stage.refused("overview", Value::Null, "已锁定");
    let founded = stage.found();
    assert_eq!(founded["groups"].as_array().unwrap().len(), 2);
    stage.refused(
        "restore_desk",
        json!({ "token": "x", "person": "a", "secret": { "by": "password", "password": "b" } }),
        "请先锁定",
    );

    let [first, second] = stage.groups();
    let prove = |first: &str, second: &str| json!({ "first": first, "second": second });
    stage.refused("prove_recovery", prove(&first, "00000000"), "第二半的第");
    stage.refused("prove_recovery", prove("", &second), "第一半的第");
    let sheet = PathBuf::from(founded["sheet"].as_str().unwrap());
    assert!(sheet.exists());
    let spaced = format!("{} {}", &first[..4], first[4..].to_uppercase());
    stage.ask("prove_recovery", prove(&spaced, &second));
    assert!(!sheet.exists(), "the code still lies in the folder");

    stage.ask(
        "add_first_secadmin",
        json!({ "name": "安全乙", "password": SECADMIN }),
    );
    stage.refused(
        "add_first_secadmin",
        json!({ "name": "安全丙", "password": SECADMIN }),
        "已有安全管理员",
    );
    stage.ask("lock", Value::Null);

    stage.sign_in("系统甲", SYSADMIN);
    stage.ask(
        "add_person",
        json!({ "name": "收件丁", "password": SECADMIN, "school": "" }),
    );
    stage.refused(
        "give_role",
        json!({ "name": "收件丁", "role": "clerk", "reason": "" }),
        "安全管理员",
    );
    stage.ask("lock", Value::Null);

    let session = stage.sign_in("安全乙", SECADMIN);
    assert!(
        session["screens"]
            .as_array()
            .unwrap()
            .contains(&json!("people"))
    );
    stage.refused(
        "add_person",
        json!({ "name": "戊", "password": SECADMIN, "school": "" }),
        "系统管理员",
    );
    stage.ask(
        "give_role",
        json!({ "name": "收件丁", "role": "clerk", "reason": "" }),
    );
    stage.refused(
        "give_role",
        json!({ "name": "收件丁", "role": "auditor", "reason": "" }),
        "不相容",
    );
    stage.refused(
        "take_role",
        json!({ "name": "收件丁", "role": "clerk", "reason": " " }),
        "原因",
    );
    stage.ask(
        "take_role",
        json!({ "name": "收件丁", "role": "clerk", "reason": "调岗" }),
    );
    let people = stage.ask("people", Value::Null);
    assert_eq!(people["people"].as_array().unwrap().len(), 3);
    assert_eq!(people["mayAdd"], json!(false));
}

#[test]
fn a_broken_off_founding_is_told_and_finished_by_the_system_administrator() {
    let mut stage = Stage::new();
    stage.found();
    let halves = stage.halves();
    stage.restart();
    stage.sign_in("系统甲", SYSADMIN);
    let duties = stage.duties();
    for part in ["还没有安全管理员", "恢复单的文件还在"] {
        assert!(duties.contains(part), "no «{part}» in: {duties}");
    }
    // A few digits prove nothing any more; the whole halves do.
    stage.refused(
        "prove_recovery",
        json!({ "first": "a", "second": "b" }),
        "恢复演练",
    );
    let drill =
        |first: &str, second: &str| json!({ "first": first, "second": second, "token": null });
    let other = "0".repeat(32);
    stage.refused("drill", drill(&halves[0], &other), "恢复码打不开");
    stage.ask("drill", drill(&halves[0], &halves[1]));
    // Between account and role the power failed again.
    stage.ask(
        "add_person",
        json!({ "name": "安全乙", "password": SECADMIN, "school": "" }),
    );
    stage.ask(
        "add_first_secadmin",
        json!({ "name": "安全乙", "password": SECADMIN }),
    );
    let duties = stage.duties();
    for part in ["还没有安全管理员", "恢复单的文件还在"] {
        assert!(!duties.contains(part), "«{part}» in: {duties}");
    }
    stage.refused("found_desk", json!({ "office": "110105", "pack": "chaoyang-2021", "signed": null, "person": "乙", "password": SYSADMIN }), "请先锁定");
    stage.ask("lock", Value::Null);
    let offer = stage.ask("founding_offer", Value::Null);
    assert!(
        offer["obstacle"]
            .as_str()
            .unwrap()
            .contains("已经是一个工作台")
    );
}

#[test]
fn before_anyone_signs_in_no_other_file_is_chosen() {
    let stage = Stage::new();
    for purpose in ["table", "desk", "backup-folder"] {
        let (code, _) = stage
            .call("pick_at_founding", json!({ "purpose": purpose }))
            .expect_err(purpose);
        assert_eq!(code, FailureCode::Locked);
    }
    let weighed = stage.ask("weigh_password", json!({ "name": "甲", "password": "短" }));
    assert_eq!(weighed["good"], json!(false));
    assert!(weighed["sentence"].as_str().unwrap().contains("10 个字符"));
}
