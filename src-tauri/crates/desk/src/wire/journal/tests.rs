//! 日志 as the window asks for it: who reads what, sifted, checked, exported, closed; and that what
//! shows a child, prints or exports leaves an entry.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::intake::{self, Choice, Intent, Source, Template};
use crate::stage::{self, Hand, PASSWORD, TODAY};
use crate::wire::{FailureCode, Window};

const CHILD: &str = "H21000001";
const NAME: &str = "欧阳春晓";

struct Stage {
    dir: tempfile::TempDir,
    hand: Hand,
    window: Window,
}

impl Stage {
    /// A demonstration desk with one child.
    fn new() -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("desk");
        let mut desk = stage::desk(&folder);
        desk.switch_to("clerk", PASSWORD).unwrap();
        let csv = format!(
            "受理编号,学段,姓名,性别,证件类型,证件号码,出生日期,户籍类别,监护人一姓名\n\
             {CHILD},小学,{NAME},男,居民身份证,110108201506253236,2015-06-25,本市外区,{NAME}\n"
        );
        let file = dir.path().join("applicants.csv");
        std::fs::write(&file, csv).unwrap();
        let staged = intake::read(Template::Applicants, Source::path(&file)).unwrap();
        intake::accept(&mut desk, &staged, Choice::GoodRows, Intent::Enter).unwrap();
        drop(desk);
        let hand = Hand::default();
        let window = Window::new(folder, TODAY.parse().ok(), Box::new(hand.clone()));
        Stage { dir, hand, window }
    }

    fn call(&self, name: &str, body: &Value) -> Result<Value, (FailureCode, String)> {
        match self.window.call(name, &body.to_string(), &|_| ()) {
            Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
            Err(failure) => Err((failure.code, failure.message)),
        }
    }

    #[track_caller]
    fn ask(&self, name: &str, body: Value) -> Value {
        self.call(name, &body)
            .unwrap_or_else(|(_, said)| panic!("{name}: {said}"))
    }

    fn sign_in(&self, name: &str) {
        self.ask("sign_in", json!({ "name": name, "password": PASSWORD }));
    }

    /// The journal as the auditor sees it.
    fn entries(&self, part: &str, more: &[(&str, &str)]) -> Vec<Value> {
        let mut ask = json!({
            "part": part, "actor": "", "act": "", "day": "", "record": "", "offset": 0, "limit": 200,
        });
        for (name, value) in more {
            ask[name] = json!(value);
        }
        self.ask("journal", ask)["rows"].as_array().unwrap().clone()
    }

    fn put(&self, name: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        self.hand.picks(&path);
        self.hand.saves_to(&path);
        path
    }
}

#[test]
fn an_auditor_reads_sentences_sifts_them_and_finds_no_child_by_name() {
    let stage = Stage::new();
    stage.sign_in("clerk");
    assert!(stage.call("export_journal", &Value::Null).is_err());
    stage.sign_in("auditor");
    let all = stage.entries("all", &[]);
    assert_eq!(all.last().unwrap()["act"], "建立工作台");
    assert!(all.iter().all(|row| !row.to_string().contains(NAME)));
    let refused = stage.entries("refusals", &[]);
    assert_eq!(refused.len(), 1);
    assert_eq!(
        refused[0]["sentence"],
        "clerk（收件员）导出日志：未获准许。"
    );
    let imports = stage.entries("all", &[("act", "IMPORT_CHILDREN"), ("actor", "clerk")]);
    assert_eq!(imports.len(), 1, "{imports:?}");
    assert!(imports[0]["result"].as_str().unwrap().contains("收 1 行"));
    assert!(stage.entries("all", &[("day", "2021-05-05")]).is_empty());
    assert_eq!(stage.entries("all", &[("day", TODAY)]).len(), all.len());
    let (_, said) = stage
        .call("journal", &json!({ "part": "all", "actor": "", "act": "", "day": "昨天", "record": "", "offset": 0, "limit": 9 }))
        .unwrap_err();
    assert!(said.contains("不是日期"), "{said}");
    // Pages of what was sifted hang together.
    let signed = stage.entries("all", &[("act", "SIGN_IN")]);
    let page = stage.ask("journal", json!({ "part": "all", "actor": "", "act": "SIGN_IN", "day": "", "record": "", "offset": 1, "limit": 1 }));
    assert_eq!(page["total"], signed.len());
    assert_eq!(page["rows"][0], signed[1]);
    // Others see what was issued, not the whole journal.
    stage.sign_in("centre");
    assert!(stage.entries("ledger", &[]).is_empty());
    let all = json!({ "part": "all", "actor": "", "act": "", "day": "", "record": "", "offset": 0, "limit": 9 });
    assert!(stage.call("journal", &all).is_err());
}

#[test]
fn anchors_are_typed_or_taken_from_a_file() {
    let stage = Stage::new();
    stage.sign_in("auditor");
    let file = stage.put("export.txt");
    let made = stage.ask("export_journal", Value::Null);
    assert!(
        made["sentence"].as_str().unwrap().contains("已导出日志"),
        "{made}"
    );
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("JOURNAL_EXPORT")
    );
    let given = stage.ask("pick_anchors", Value::Null);
    let good = stage.ask("verify_journal", json!({ "anchors": given["anchors"] }));
    assert_eq!(good["agrees"], true, "{good}");
    let bare = stage.ask("verify_journal", json!({ "anchors": "" }));
    assert!(bare.to_string().contains("不能排除"), "{bare}");
    let short = stage.ask(
        "verify_journal",
        json!({ "anchors": "锚点 1:00000000，抄自通知书" }),
    );
    assert_eq!(short["agrees"], false, "{short}");
    let late = stage.ask(
        "verify_journal",
        json!({ "anchors": "9999:0011223344556677" }),
    );
    assert!(
        late["agrees"] == false && late.to_string().contains("截断"),
        "{late}"
    );
    let (_, said) = stage
        .call("verify_journal", &json!({ "anchors": "没有" }))
        .unwrap_err();
    assert!(said.contains("没有锚点"), "{said}");
    let slip = given["anchors"].as_str().unwrap().to_owned() + "9999:0011223344556677";
    let (_, said) = stage
        .call("verify_journal", &json!({ "anchors": slip }))
        .unwrap_err();
    assert!(said.contains("不是锚点"), "{said}");
    std::fs::write(&file, "什么也没有").unwrap();
    assert!(stage.call("pick_anchors", &Value::Null).is_err());
}

#[test]
fn what_shows_a_child_prints_or_exports_leaves_an_entry_and_lists_do_not() {
    let stage = Stage::new();
    let masked = json!({ "receipt": CHILD, "shown": "masked" });
    let full = json!({ "receipt": CHILD, "shown": "full" });
    let case = json!({ "paper": "case", "receipt": CHILD });
    let closing = json!({ "day": "", "reason": "" });
    let table = [
        ("reviewer", "child", masked, None),
        ("reviewer", "child", full, Some("SHOW_FULL")),
        ("reviewer", "make_papers", case, Some("PRINT_CASE")),
        (
            "centre",
            "make_papers",
            json!({ "paper": "compliance" }),
            Some("REPORT"),
        ),
        ("lead", "print_closing", closing, Some("PRINT_CLOSING")),
        (
            "auditor",
            "export_journal",
            Value::Null,
            Some("JOURNAL_EXPORT"),
        ),
        ("auditor", "journal_desk", Value::Null, None),
    ];
    let mut left = 0;
    for (role, call, body, act) in table {
        stage.sign_in(role);
        if call == "child" {
            stage.ask("state_purpose", json!({ "kind": "review", "words": "" }));
        }
        stage.put("out.txt");
        stage.ask(call, body.clone());
        left += usize::from(act.is_some());
        stage.sign_in("auditor");
        let found = stage.entries("all", &[]);
        let leaving = [
            "SHOW_FULL",
            "PRINT_CASE",
            "REPORT",
            "PRINT_CLOSING",
            "JOURNAL_EXPORT",
        ];
        let acts: Vec<&Value> = found
            .iter()
            .filter(|row| {
                leaving
                    .iter()
                    .any(|code| row["act"] == crate::journal::told::act_word(code))
            })
            .collect();
        assert_eq!(acts.len(), left, "{role} {call} {body}");
        if let Some(act) = act {
            assert_eq!(
                acts[0]["act"],
                crate::journal::told::act_word(act),
                "{call}"
            );
        }
    }
    let ledger = stage.entries("ledger", &[]);
    assert_eq!(ledger.len(), 4, "shown children are not issued: {ledger:?}");
}
