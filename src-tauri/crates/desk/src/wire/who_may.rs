//! Every role tries every call, on a demonstration desk; `docs/roles.md` says who may.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::window::Window;
use super::{CALLS, FailureCode};
use crate::access::{Act, Role};
use crate::journal::Entry;
use crate::stage::{self, Hand, PASSWORD, TODAY};
use crate::store::audit;

const MATRIX: &str = include_str!("../../../../../docs/roles.md");

/// What is asked of a call, and the acts under which that may be asked.
fn asks(call: &str) -> Vec<(Value, Vec<Act>)> {
    let one = |body: Value, act: Act| vec![(body, vec![act])];
    let receipt = json!({ "receipt": "2021-000001" });
    let number = json!({ "number": "2021-0001" });
    let paper = |body: Value, act| (body, vec![act]);
    match call {
        "pick" => [
            ("table", Act::ImportChildren),
            ("pack", Act::InstallPolicy),
            ("district-key", Act::TrustDistrict),
            ("backup", Act::Backup),
            ("backup-folder", Act::Backup),
        ]
        .into_iter()
        .map(|(purpose, act)| (json!({ "purpose": purpose }), vec![act]))
        .collect(),
        "make_papers" => vec![
            paper(
                json!({ "paper": "notices", "school": "1" }),
                Act::PrintNotices,
            ),
            paper(
                json!({ "paper": "notice", "receipt": "1" }),
                Act::PrintNotices,
            ),
            paper(
                json!({ "paper": "roster", "school": "1" }),
                Act::PrintRosters,
            ),
            paper(
                json!({ "paper": "draw-record", "number": "2021-0001" }),
                Act::PrintDrawRecord,
            ),
            paper(json!({ "paper": "case", "receipt": "1" }), Act::PrintCase),
            paper(json!({ "paper": "compliance" }), Act::Report),
        ],
        "state_purpose" => one(json!({ "kind": "review", "words": "" }), Act::ShowChild),
        "child" => vec![
            (
                json!({ "receipt": "1", "shown": "masked" }),
                vec![Act::ReadChildren],
            ),
            (
                json!({ "receipt": "1", "shown": "full" }),
                vec![Act::ReadChildren],
            ),
        ],
        "children" => one(
            json!({ "level": null, "outcome": null, "route": null, "school": null,
                    "changed": false, "search": "", "offset": 0, "limit": 9 }),
            Act::ReadChildren,
        ),
        "settle_change" => one(
            json!({ "receipt": "1", "decision": "keep", "reason": "试" }),
            Act::SettleChange,
        ),
        "look_up_home" => one(
            json!({ "text": "双井 1 号", "street": "", "level": null, "on": "" }),
            Act::LookUpHome,
        ),
        "make_template" => one(
            json!({ "token": "", "kind": "applicants" }),
            Act::ImportChildren,
        ),
        "journal" => ["all", "refusals", "ledger"]
            .map(|part| {
                let act = match part {
                    "ledger" => Act::ReadLedger,
                    _ => Act::ReadJournal,
                };
                let body = json!({ "part": part, "actor": "", "act": "", "day": "", "record": "",
                                   "offset": 0, "limit": 9 });
                (body, vec![act])
            })
            .to_vec(),
        "ceremony" | "verify_draw" => one(number, Act::ReadDraws),
        "draw_result" => one(
            json!({ "number": "2021-0001", "search": "", "offset": 0, "limit": 9 }),
            Act::ReadDraws,
        ),
        _ => {
            let known = CALLS.iter().find(|one| one.name == call);
            let acts = known.map_or(&[][..], |one| one.acts);
            // What only the door has to refuse may be asked in any words.
            let body = if call == "withdraw_import" {
                json!({ "number": 1 })
            } else if acts.len() == 1 && needs_nothing(call) {
                Value::Null
            } else {
                receipt
            };
            vec![(body, acts.to_vec())]
        }
    }
}

fn needs_nothing(call: &str) -> bool {
    let table = super::typescript();
    table.contains(&format!("  {call}: {{ ask: null;"))
}

struct Stage {
    window: Window,
    _dir: tempfile::TempDir,
}

impl Stage {
    fn new() -> Stage {
        let dir = tempfile::tempdir().unwrap();
        let desk = dir.path().join("desk");
        drop(stage::desk(&desk));
        let hand = Hand::default();
        hand.saves_to(&dir.path().join("saved"));
        Stage {
            window: Window::new(desk, TODAY.parse().ok(), Box::new(hand)),
            _dir: dir,
        }
    }

    fn sign_in(&self, role: Role) {
        let who = json!({ "name": role.code(), "password": PASSWORD });
        self.window
            .call("sign_in", &who.to_string(), &|_| ())
            .unwrap();
    }

    /// The journal's entries after a number.
    fn since(&self, seq: i64) -> Vec<Entry> {
        let sitting = self.window.inner().try_sitting().unwrap();
        let desk = sitting.desk.as_ref().unwrap();
        let page = audit::page(desk.reader(), seq, 100).unwrap();
        let parse = |stored: &audit::Stored| serde_json::from_str(&stored.entry).unwrap();
        page.iter().map(parse).collect()
    }

    fn head(&self) -> i64 {
        let sitting = self.window.inner().try_sitting().unwrap();
        sitting.desk.as_ref().unwrap().store().head().seq
    }

    /// Asks once: whether it was refused, and what it left in the journal.
    fn tried(&self, call: &str, body: &Value) -> (bool, Vec<Entry>) {
        let head = self.head();
        let answer = self.window.call(call, &body.to_string(), &|_| ());
        let refused = answer.is_err_and(|failure| failure.code == FailureCode::Refused);
        (refused, self.since(head))
    }
}

/// What the published matrix says of a call, by role; `None` where it has no row for it.
fn published(matrix: &str, call: &str) -> Option<Vec<bool>> {
    let named = format!("`{call}` |");
    let row = matrix.lines().find(|line| line.contains(&named))?;
    let cells = row.split('|').skip(2).map(str::trim);
    let cells = cells.filter(|cell| !cell.is_empty());
    Some(cells.map(|cell| cell == "●").collect())
}

/// Where what happens and the matrix differ: `auditor children`.
fn differences(stage: &Stage, matrix: &str, calls: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (place, role) in Role::ALL.iter().enumerate() {
        stage.sign_in(*role);
        for call in calls {
            let says = published(matrix, call).and_then(|row| row.get(place).copied());
            let mut may_any = false;
            for (body, acts) in asks(call) {
                let may = acts.iter().any(|act| act.roles().contains(role));
                may_any |= may;
                let (refused, left) = stage.tried(call, &body);
                let entered: Vec<_> = left.iter().filter(|one| one.result == "refused").collect();
                let as_told = match may {
                    true => entered.is_empty(),
                    false => refused && entered.len() == 1 && left.len() == 1,
                };
                if !as_told {
                    found.insert(format!("{} {call} {body}", role.code()));
                }
            }
            if says != Some(may_any) {
                found.insert(format!("{} {call}", role.code()));
            }
        }
    }
    found
}

/// The calls that ask for someone signed in.
fn guarded() -> Vec<&'static str> {
    let guarded = CALLS.iter().filter(|call| !call.acts.is_empty());
    guarded.map(|call| call.name).collect()
}

#[test]
fn every_role_may_what_the_matrix_says_and_nothing_else() {
    let stage = Stage::new();
    assert_eq!(
        differences(&stage, MATRIX, &guarded()),
        BTreeSet::<String>::new()
    );
}

/// The control: one cell of the matrix is wrong, and is found.
#[test]
fn a_wrong_cell_is_noticed() {
    let row = MATRIX.lines().find(|line| line.contains("`journal` |"));
    let row = row.unwrap();
    let wrong = MATRIX.replace(row, &row.replacen(" · ", " ● ", 1));
    let found = differences(&Stage::new(), &wrong, &["journal", "policy"]);
    assert_eq!(found, BTreeSet::from(["clerk journal".to_owned()]));
}

#[test]
fn without_anybody_signed_in_every_guarded_call_says_locked() {
    let stage = Stage::new();
    for call in guarded() {
        for body in ["null", "{}", "[", ""] {
            let refused = stage.window.call(call, body, &|_| ()).unwrap_err();
            assert_eq!(refused.code, FailureCode::Locked, "{call} {body}");
        }
    }
}

/// An auditor looks, and leaves nothing but the own comings, goings and reports.
#[test]
fn an_auditor_writes_nothing() {
    let may = |act: &&Act| act.roles().contains(&Role::Auditor);
    let held: Vec<_> = Act::ALL.iter().filter(may).map(|act| act.code()).collect();
    let looks = [
        "PASSWORD",
        "PEOPLE_LIST",
        "SIGN_IN",
        "LOCK",
        "COUNTS",
        "POLICY_READ",
        "DRAWS_READ",
        "REPORT",
        "JOURNAL_READ",
        "JOURNAL_VERIFY",
        "JOURNAL_EXPORT",
        "PRINT_CLOSING",
        "LEDGER_READ",
        "CHECK_DESK",
    ];
    assert_eq!(held, looks);
    let stage = Stage::new();
    stage.sign_in(Role::Auditor);
    let start = stage.head();
    for call in guarded() {
        for (body, _) in asks(call) {
            stage.tried(call, &body);
        }
    }
    let own = |entry: &Entry| entry.actor == "auditor" && entry.result != "refused";
    let left = stage.since(start).into_iter().filter(own);
    let acts: BTreeSet<String> = left.map(|entry| entry.act).collect();
    assert_eq!(
        acts,
        BTreeSet::from(["JOURNAL_EXPORT".to_owned(), "REPORT".to_owned()])
    );
}

/// Those who keep the machine and the roles see no child (spec/records.md, "Keys and people").
#[test]
fn administrators_have_no_act_on_children() {
    let of_children = [
        Act::ReadCounts,
        Act::ReadChildren,
        Act::ShowChild,
        Act::LookUpHome,
        Act::Judge,
        Act::PrintCase,
        Act::PrintNotices,
        Act::PrintRosters,
        Act::ReadDraws,
        Act::Report,
        Act::ImportChildren,
        Act::ExportList,
        Act::SettleChange,
    ];
    for act in of_children {
        for role in [Role::Sysadmin, Role::Secadmin] {
            assert!(!act.roles().contains(&role), "{act:?} {role:?}");
        }
    }
    for act in [Act::ReadChildren, Act::ShowChild, Act::LookUpHome] {
        assert!(!act.roles().contains(&Role::Auditor), "{act:?}");
    }
}
