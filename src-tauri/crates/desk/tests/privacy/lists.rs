//! What the lists of the window, and the lists that leave, show of a child: no name in full, no
//! number, no fragment of one.

use crate::desk::{PASSWORD, desk_with_district, digits, freeze_first, tree};
use ruxue_desk::Desk;
use ruxue_desk::access::Act;
use ruxue_desk::issue::{self, fonts};
use ruxue_desk::store::{audit, child};
use ruxue_desk::wire::{Host, PickFor, Window};
use ruxue_lottery::Mode;
use ruxue_rules::Fact;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const DAY: &str = "2021-06-09";

struct Hand(PathBuf);

impl Host for Hand {
    fn pick(&self, _: PickFor) -> Option<PathBuf> {
        None
    }
    fn pick_save(&self, name: &str) -> Option<PathBuf> {
        Some(self.0.join(name))
    }
    fn open(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
    fn zoom(&self, _: u16) {}
}

/// What no list may show: full names of three characters and more, numbers, and what comes after the
/// area in identity numbers.
fn secrets(desk: &Desk) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    child::each(desk.reader(), |child| {
        let get = |fact| child.case.get(fact).unwrap_or_default().to_owned();
        for fact in [Fact::Name, Fact::Guardian1Name, Fact::Guardian2Name] {
            secrets.insert(get(fact));
        }
        for fact in [Fact::IdNumber, Fact::Guardian1Id, Fact::Guardian2Id] {
            let number = get(fact);
            if number.chars().count() == 18 {
                secrets.insert(number.chars().skip(6).collect());
                // As it is shown whole: 6-8-4.
                secrets.insert(format!("{} {}", &number[6..14], &number[14..]));
            }
        }
        secrets.insert(get(Fact::Guardian1Phone));
        secrets.insert(get(Fact::TitleNumber));
        Ok(())
    })
    .unwrap();
    // Two characters of a name may stand in a street's name, and a few digits in a digest.
    secrets.retain(|text| match text.is_ascii() {
        true => text.len() >= 8,
        false => text.chars().count() >= 3,
    });
    secrets
}

fn shown(text: &str, secrets: &BTreeSet<String>) -> Vec<String> {
    let found = secrets
        .iter()
        .filter(|secret| text.contains(secret.as_str()));
    found.cloned().collect()
}

fn call(window: &Window, name: &str, body: &Value) -> String {
    let answer = window.call(name, &body.to_string(), &|_| ());
    answer.unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
}

#[test]
fn no_list_of_the_window_shows_a_name_or_a_number() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let mut desk = desk_with_district(&path);
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    let number = frozen.number.to_string();
    let second = desk.second("centre2", PASSWORD, Act::ReadOut).unwrap();
    ruxue_desk::ceremony::run(&mut desk, frozen.number, &digits(), Some(&second)).unwrap();
    let secrets = secrets(&desk);
    assert!(secrets.len() > 800, "{}", secrets.len());
    let receipt = "H21000000";
    let full = child::find(desk.reader(), receipt).unwrap().unwrap();
    drop(desk);
    let window = Window::new(path, DAY.parse().ok(), Box::new(Hand(dir.path().into())));
    let children = |search: &str, changed: bool| {
        json!({ "level": null, "outcome": null, "route": null, "school": null, "changed": changed,
            "search": search, "offset": 0, "limit": 200 })
    };
    let page = json!({ "part": "all", "actor": "", "act": "", "day": "", "record": "",
        "offset": 0, "limit": 200 });
    let home = full.case.get(Fact::HomeAddress).unwrap_or_default();
    let lists = [
        ("overview", Value::Null),
        ("child_filters", Value::Null),
        ("children", children("", false)),
        ("children", children("H2100000", false)),
        ("children", children("", true)),
        ("child", json!({ "receipt": receipt, "shown": "masked" })),
        ("imports", Value::Null),
        ("draw_plan", Value::Null),
        ("ceremonies", Value::Null),
        ("ceremony", json!({ "number": number })),
        (
            "draw_result",
            json!({ "number": number, "search": "", "offset": 0, "limit": 200 }),
        ),
        ("paper_desk", Value::Null),
        (
            "look_up_home",
            json!({ "text": home, "street": "", "level": null, "on": "" }),
        ),
        ("policy", Value::Null),
    ];
    call(
        &window,
        "sign_in",
        &json!({ "name": "centre", "password": PASSWORD }),
    );
    let searched = |answer: &str, name: &str, asked: &Value| {
        // What was asked stands in the answer to it.
        let answer = answer.replace(home, "");
        let found = shown(&answer, &secrets);
        assert!(
            found.is_empty(),
            "{name} {asked}: {} shown, {answer}",
            found.len()
        );
    };
    for (name, asked) in &lists {
        searched(&call(&window, name, asked), name, asked);
    }
    call(
        &window,
        "sign_in",
        &json!({ "name": "auditor", "password": PASSWORD }),
    );
    searched(&call(&window, "journal", &page), "journal", &page);
    // The control: the same search finds a child that is shown in full.
    call(
        &window,
        "sign_in",
        &json!({ "name": "centre", "password": PASSWORD }),
    );
    call(
        &window,
        "state_purpose",
        &json!({ "kind": "review", "words": "" }),
    );
    let whole = call(
        &window,
        "child",
        &json!({ "receipt": receipt, "shown": "full" }),
    );
    assert!(!shown(&whole, &secrets).is_empty(), "{whole}");
}

#[test]
fn lists_that_leave_stand_in_the_journal_and_files_carry_no_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let mut desk = desk_with_district(&path);
    let frozen = freeze_first(&mut desk, Mode::Formal).unwrap();
    let second = desk.second("centre2", PASSWORD, Act::ReadOut).unwrap();
    ruxue_desk::ceremony::run(&mut desk, frozen.number, &digits(), Some(&second)).unwrap();
    let secrets = secrets(&desk);
    let fonts = fonts::load().unwrap();
    issue::rosters(&mut desk, &fonts, None, &path.join("out/rosters")).unwrap();
    let last = audit::page(desk.reader(), desk.store().head().seq - 1, 1).unwrap();
    assert!(last[0].entry.contains("schools, "), "{}", last[0].entry);
    assert!(last[0].entry.contains("children"), "{}", last[0].entry);
    let school = tree(&path.join("out/rosters")).into_keys().next().unwrap();
    let school = school.split('-').next().unwrap().to_owned();
    drop(desk);
    let window = Window::new(
        path.clone(),
        DAY.parse().ok(),
        Box::new(Hand(dir.path().into())),
    );
    call(
        &window,
        "sign_in",
        &json!({ "name": "centre", "password": PASSWORD }),
    );
    let made = json!({ "paper": "roster", "school": school });
    let made: Value = serde_json::from_str(&call(&window, "make_papers", &made)).unwrap();
    let token = &made["files"][0]["token"];
    call(&window, "save_output", &json!({ "token": token }));
    drop(window);
    let desk = Desk::open(&path, "auditor", PASSWORD, DAY.parse().ok()).unwrap();
    let all = audit::page(desk.reader(), 0, 10_000).unwrap();
    let left = all
        .iter()
        .filter(|stored| stored.entry.contains("EXPORT_LIST"));
    let left: Vec<&str> = left.map(|stored| stored.entry.as_str()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].contains("\"id\":\"roster\""), "{left:?}");
    for stored in &all {
        assert!(
            shown(&stored.entry, &secrets).is_empty(),
            "{}",
            stored.entry
        );
    }
    for name in tree(dir.path()).into_keys() {
        assert!(shown(&name, &secrets).is_empty(), "{name}");
    }
}
