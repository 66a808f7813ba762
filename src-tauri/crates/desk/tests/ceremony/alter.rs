//! Altering a child of the vectors, and asking what became of its verdict.

use crate::desk::PASSWORD;
use ruxue_desk::Desk;
use ruxue_desk::intake::{self, Source, Template};
use ruxue_desk::issue::{NoticeOrder, fonts, notices};
use ruxue_desk::register;
use ruxue_desk::store::change::{self, Change};
use ruxue_desk::store::child;
use ruxue_desk::store::decided::{Ground, is_decided};
use ruxue_desk::store::verdict::{self, Ruling};
use ruxue_rules::{Case, Fact};
use std::path::Path;

/// Imports one row; answers the import's number.
pub fn import(desk: &mut Desk, template: Template, row: &[(&str, &str)]) -> i64 {
    import_rows(desk, template, &[row.to_vec()])
}

pub fn import_rows(desk: &mut Desk, template: Template, rows: &[Vec<(&str, &str)>]) -> i64 {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(format!("{}.csv", template.name()));
    let mut csv = csv::Writer::from_path(&file).unwrap();
    csv.write_record(rows[0].iter().map(|(header, _)| header))
        .unwrap();
    for row in rows {
        csv.write_record(row.iter().map(|(_, text)| text)).unwrap();
    }
    csv.flush().unwrap();
    let staged = intake::read(template, Source::path(&file)).unwrap();
    let (choice, intent) = (intake::Choice::AllOrNothing, intake::Intent::Enter);
    let outcome = intake::accept(desk, &staged, choice, intent).unwrap();
    assert_eq!(outcome.taken, rows.len(), "{:?}", outcome.problems);
    outcome.number.unwrap()
}

/// Imports a child's row with some facts altered.
pub fn alter(desk: &mut Desk, receipt: &str, facts: &[(Fact, &str)]) -> i64 {
    let mut case = case(desk, receipt);
    for (fact, text) in facts {
        case.set(*fact, text);
    }
    import(desk, Template::Applicants, &row_of(&case))
}

pub fn row_of(case: &Case) -> Vec<(&str, &str)> {
    let cells = Fact::ALL.iter();
    cells
        .map(|fact| (fact.header(), case.get(*fact).unwrap_or("")))
        .collect()
}

pub fn case(desk: &Desk, receipt: &str) -> Case {
    child::find(desk.reader(), receipt).unwrap().unwrap().case
}

/// A fact without which no eligible child of the primary level is eligible but P4.
pub const BOOK: Fact = Fact::HukouBook;

pub fn alter_by(desk: &mut Desk, person: &str, receipt: &str, facts: &[(Fact, &str)]) -> i64 {
    let before = desk.session().name.clone();
    desk.switch_to(person, PASSWORD).unwrap();
    let number = alter(desk, receipt, facts);
    desk.switch_to(&before, PASSWORD).unwrap();
    number
}

pub fn stored(desk: &Desk, receipt: &str) -> Ruling {
    verdict::find(desk.reader(), receipt).unwrap().unwrap()
}

/// The first eligible child of P1, P2, P3 or P5 whose case is decided so; `None`: not at all.
pub fn eligible(desk: &Desk, decided: Option<fn(&Ground) -> bool>) -> String {
    let mut all = Vec::new();
    verdict::each(desk.reader(), |receipt, ruling| {
        if ruling.is_eligible() && ["P1", "P2", "P3", "P5"].contains(&ruling.category.as_str()) {
            all.push(receipt.to_owned());
        }
    })
    .unwrap();
    let fits = |receipt: &String| {
        let grounds = is_decided(desk.reader(), receipt).unwrap();
        match decided {
            None => grounds.is_empty(),
            Some(ground) => grounds.iter().any(ground),
        }
    };
    all.into_iter().find(fits).expect("the vectors have one")
}

pub fn changes(desk: &Desk, receipt: &str) -> Vec<Change> {
    change::of_child(desk.reader(), receipt).unwrap()
}

pub fn said(desk: &Desk, one: &Change) -> String {
    register::sentence(desk.reader(), desk.pack(), one).unwrap()
}

pub fn print(desk: &mut Desk, out: &Path) -> (usize, Vec<(String, String)>) {
    let order = NoticeOrder {
        school: None,
        receipt: None,
        out,
        reason: "",
    };
    let made = notices(desk, &fonts::load().unwrap(), &order, &|_, _| {}).unwrap();
    (made.pages, made.stopped)
}
