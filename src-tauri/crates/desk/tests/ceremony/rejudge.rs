//! Rejudging: what changed and why, flags on decided cases, and their settling.

use crate::alter::{
    BOOK, alter, alter_by, case, changes, eligible, import, import_rows, print, row_of, said,
    stored,
};
use crate::desk::{PASSWORD, desk_with_district, digits, draw, freeze_first, open, tree};
use ruxue_desk::Desk;
use ruxue_desk::access::Act;
use ruxue_desk::ceremony::{abort, place, planned};
use ruxue_desk::intake::{self, Template};
use ruxue_desk::issue::{fonts, rosters};
use ruxue_desk::register::refresh;
use ruxue_desk::register::settle::{STOPS, Settle, settle, waiting};
use ruxue_desk::store::change::{self, Standing, Way};
use ruxue_desk::store::decided::{Ground, is_decided};
use ruxue_desk::store::verdict::{self, Ruling};
use ruxue_desk::store::{paper, placement};
use ruxue_lottery::{Mode, Number};
use ruxue_rules::{Case, Fact};
use std::path::Path;

#[test]
fn a_changed_fact_renews_the_verdict_and_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let first = refresh(&mut desk).unwrap().unwrap();
    assert_eq!((first.children, first.changed, first.flagged), (400, 0, 0));
    assert!(first.policy_before.is_none());
    assert!(refresh(&mut desk).unwrap().is_none());
    let receipt = eligible(&desk, None);
    let old = stored(&desk, &receipt);
    let number = alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "无")]);
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert_eq!((judging.changed, judging.flagged), (1, 0));
    let new = stored(&desk, &receipt);
    assert_eq!(
        (new.outcome.as_str(), new.route.as_deref()),
        ("supplement", None)
    );
    drop(desk);
    let desk = open(dir.path());
    let kept = changes(&desk, &receipt);
    let [one] = &kept[..] else { panic!("{kept:?}") };
    assert_eq!((&one.old, &one.new), (&old, &new));
    assert_eq!((one.standing, one.judging), (Standing::Taken, judging.seq));
    let facts = &one.facts[0];
    assert_eq!((facts.import, facts.way), (number, Way::Imported));
    assert_eq!(facts.headers, ["全家户口簿"]);
    let sentence = said(&desk, one);
    let begins = format!("第 {number} 号导入改了 全家户口簿，判定由 符合（");
    assert!(sentence.starts_with(&begins), "{sentence}");
    assert!(sentence.ends_with("变为 待补正。"), "{sentence}");
}

#[test]
fn facts_that_change_no_verdict_leave_no_change() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    refresh(&mut desk).unwrap();
    let receipt = eligible(&desk, None);
    alter(
        &mut desk,
        &receipt,
        &[(Fact::Guardian1Phone, "13800138000")],
    );
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert_eq!(judging.changed, 0);
    assert!(changes(&desk, &receipt).is_empty());
    assert!(verdict::find(desk.reader(), &receipt).unwrap().is_some());
}

/// Eligible children without choices: their imports can be withdrawn.
fn without_choices(desk: &Desk) -> Vec<String> {
    let choices = ruxue_desk::store::tables::choices(desk.reader()).unwrap();
    let mut found = Vec::new();
    verdict::each(desk.reader(), |one, ruling| {
        let fits = ruling.is_eligible() && ["P1", "P2", "P3", "P5"].contains(&&*ruling.category);
        if fits && !choices.iter().any(|choice| choice.receipt == one) {
            found.push(one.to_owned());
        }
    })
    .unwrap();
    found
}

#[test]
fn a_number_that_went_from_child_to_child_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    refresh(&mut desk).unwrap();
    let pair: Vec<Case> = without_choices(&desk)
        .iter()
        .map(|receipt| case(&desk, receipt))
        .filter(|case| case.get(Fact::IdNumber).is_some())
        .take(2)
        .collect();
    let (mut without, mut with) = (pair[0].clone(), pair[1].clone());
    without.set(Fact::IdKind, "无");
    without.set(Fact::IdNumber, "");
    for fact in [Fact::IdKind, Fact::IdNumber, Fact::Birth, Fact::Sex] {
        with.set(fact, pair[0].get(fact).unwrap_or(""));
    }
    let rows = [row_of(&without), row_of(&with)];
    let number = import_rows(&mut desk, Template::Applicants, &rows);
    refresh(&mut desk).unwrap();
    let back = intake::withdraw(&mut desk, number).unwrap();
    assert_eq!((back.gone, back.restored), (0, 2));
    for one in &pair {
        assert_eq!(case(&desk, one.receipt()), *one);
        assert!(
            verdict::find(desk.reader(), one.receipt())
                .unwrap()
                .is_some()
        );
    }
}

#[test]
fn a_withdrawn_import_brings_facts_and_verdict_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    refresh(&mut desk).unwrap();
    let receipt = without_choices(&desk)[0].clone();
    let old = stored(&desk, &receipt);
    let number = alter(&mut desk, &receipt, &[(BOOK, "")]);
    refresh(&mut desk).unwrap();
    assert_ne!(stored(&desk, &receipt), old);
    intake::withdraw(&mut desk, number).unwrap();
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert_eq!(judging.changed, 1);
    assert_eq!(stored(&desk, &receipt), old);
    let kept = changes(&desk, &receipt);
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[1].facts[0].way, Way::Withdrawn);
    let sentence = said(&desk, &kept[1]);
    let begins = format!("撤回第 {number} 号导入，恢复了 全家户口簿，判定由 待补正 变为 符合");
    assert!(sentence.starts_with(&begins), "{sentence}");
}

#[test]
fn a_changed_table_renews_verdicts_and_names_the_table() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    refresh(&mut desk).unwrap();
    let mut single = String::new();
    verdict::each(desk.reader(), |receipt, ruling| {
        let named = || case(&desk, receipt).get(Fact::HomeEstate).is_some();
        let fits = ruling.category == "P2" && ruling.route.as_deref() == Some("SINGLE");
        if single.is_empty() && fits && named() {
            single = receipt.to_owned();
        }
    })
    .unwrap();
    let home = case(&desk, &single);
    let row = [
        ("学段", "小学"),
        ("街乡", home.get(Fact::HomeStreet).unwrap()),
        ("小区", home.get(Fact::HomeEstate).unwrap()),
        ("楼号", ""),
        ("学校代码", "P001、P002"),
        ("版本日期", "2021-05-20"),
    ];
    let number = import(&mut desk, Template::Catchments, &row);
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert!(judging.changed >= 1);
    assert_eq!(stored(&desk, &single).route.as_deref(), Some("MULTI"));
    let one = changes(&desk, &single).pop().unwrap();
    assert!(one.facts.is_empty());
    let title = Template::Catchments.title();
    let sentence = said(&desk, &one);
    let begins =
        format!("第 {number} 号导入改了{title}，判定由 符合（单校登记） 变为 符合（多校划片）");
    assert!(sentence.starts_with(&begins), "{sentence}");
    intake::withdraw(&mut desk, number).unwrap();
    refresh(&mut desk).unwrap();
    assert_eq!(stored(&desk, &single).route.as_deref(), Some("SINGLE"));
    let back = changes(&desk, &single).pop().unwrap();
    assert!(said(&desk, &back).starts_with(&format!("撤回第 {number} 号导入（{title}）")));
}

/// A desk with a placed child whose facts have changed since, by the clerk.
fn flagged(dir: &Path) -> (Desk, String, Ruling) {
    let mut desk = desk_with_district(dir);
    place::place(&mut desk).unwrap();
    let receipt = eligible(&desk, Some(|ground| matches!(ground, Ground::Placed(_))));
    let old = stored(&desk, &receipt);
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "无")]);
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert_eq!((judging.changed, judging.flagged), (1, 1));
    (desk, receipt, old)
}

#[test]
fn a_decided_case_is_flagged_and_its_notice_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, receipt, old) = flagged(dir.path());
    assert_eq!(stored(&desk, &receipt), old);
    let one = changes(&desk, &receipt).pop().unwrap();
    assert_eq!(
        (one.standing, one.new.outcome.as_str()),
        (Standing::Open, "supplement")
    );
    assert!(said(&desk, &one).contains("已定案，待人核定，原判定未改"));
    let admitted = placement::all(desk.reader()).unwrap().len();
    let out = dir.path().join("out");
    let (pages, stopped) = print(&mut desk, &out);
    assert_eq!(stopped, [(receipt.clone(), STOPS.to_owned())]);
    assert_eq!(admitted, pages + stopped.len());
    let left_out = rosters(&mut desk, &fonts::load().unwrap(), None, &out)
        .unwrap()
        .1;
    let left_out: Vec<_> = left_out.iter().map(|one| one.receipt.as_str()).collect();
    assert_eq!(left_out, [receipt.as_str()]);
    // The same again is no further change; the facts as they were end it.
    alter_by(
        &mut desk,
        "clerk",
        &receipt,
        &[(Fact::Guardian1Phone, "13800138000")],
    );
    assert_eq!(refresh(&mut desk).unwrap().unwrap().changed, 0);
    assert_eq!(change::count_open(desk.reader()).unwrap(), 1);
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "有")]);
    refresh(&mut desk).unwrap();
    assert_eq!(change::count_open(desk.reader()).unwrap(), 0);
    assert_eq!(
        changes(&desk, &receipt).pop().unwrap().standing,
        Standing::Lapsed
    );
    assert_eq!(print(&mut desk, &out), (admitted, vec![]));
}

#[test]
fn settling_needs_a_reason_a_role_and_another_person() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    place::place(&mut desk).unwrap();
    let receipt = eligible(&desk, Some(|ground| matches!(ground, Ground::Placed(_))));
    let number = alter_by(&mut desk, "centre2", &receipt, &[(BOOK, "无")]);
    let refused = |desk: &mut Desk, reason: &str| {
        settle(desk, &receipt, Settle::Keep, reason)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(&mut desk, "  ").contains("理由"));
    desk.switch_to("clerk", PASSWORD).unwrap();
    assert!(refused(&mut desk, "原件已核").contains("复核员"));
    desk.switch_to("centre2", PASSWORD).unwrap();
    let own = refused(&mut desk, "原件已核");
    assert!(
        own.contains(&format!("第 {number} 号导入是您本人办理的")),
        "{own}"
    );
    desk.switch_to("lead", PASSWORD).unwrap();
    let all = waiting(&mut desk).unwrap();
    assert_eq!((all.len(), &all[0].change.receipt), (1, &receipt));
    settle(&mut desk, &receipt, Settle::Keep, "原件已核").unwrap();
    assert!(refused(&mut desk, "原件已核").contains("没有待核定"));
    desk.switch_to("auditor", PASSWORD).unwrap();
    let entries = ruxue_desk::store::audit::page(desk.reader(), 0, 1000).unwrap();
    let last = entries
        .iter()
        .rfind(|one| one.entry.contains("\"CHANGE_SETTLE\"") && one.entry.contains("\"kept\""));
    assert!(
        last.is_some_and(|one| one.entry.contains("原件已核") && one.entry.contains("\"lead\""))
    );
}

#[test]
fn a_kept_verdict_stands_until_the_facts_change_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, receipt, old) = flagged(dir.path());
    let settled = settle(&mut desk, &receipt, Settle::Keep, "户口簿原件已核").unwrap();
    assert_eq!(settled, Default::default());
    let out = dir.path().join("out");
    let admitted = placement::all(desk.reader()).unwrap().len();
    assert_eq!(print(&mut desk, &out), (admitted, vec![]));
    // Another child's facts and a table leave it alone.
    let other = eligible(&desk, None);
    alter_by(&mut desk, "clerk", &other, &[(BOOK, "无")]);
    assert_eq!(refresh(&mut desk).unwrap().unwrap().flagged, 0);
    assert_eq!(stored(&desk, &receipt), old);
    // The child's own facts bring it up again, though the verdict is the same as then.
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "")]);
    assert_eq!(refresh(&mut desk).unwrap().unwrap().flagged, 1);
    assert_eq!(stored(&desk, &receipt), old);
    assert_eq!(print(&mut desk, &out).1.len(), 1);
}

#[test]
fn following_takes_the_admission_back_and_voids_the_notice() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    place::place(&mut desk).unwrap();
    let out = dir.path().join("out");
    let admitted = print(&mut desk, &out).0;
    let receipt = eligible(&desk, Some(|ground| matches!(ground, Ground::Notice(_))));
    let school = placement::find(desk.reader(), &receipt)
        .unwrap()
        .unwrap()
        .school;
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "无")]);
    let settled = settle(&mut desk, &receipt, Settle::Follow, "户口簿系借用").unwrap();
    assert_eq!(settled.withdrawn.unwrap().school, school);
    assert_eq!(settled.void.len(), 1);
    assert_eq!(stored(&desk, &receipt).outcome, "supplement");
    assert!(placement::find(desk.reader(), &receipt).unwrap().is_none());
    let ledger = paper::of_kind(desk.reader(), "notice").unwrap();
    let own: Vec<_> = ledger
        .iter()
        .filter(|one| one.receipt.as_ref() == Some(&receipt))
        .collect();
    assert_eq!((own.len(), own[0].state.as_str()), (1, "void"));
    assert!(refresh(&mut desk).unwrap().is_none());
    assert_eq!(print(&mut desk, &out), (admitted - 1, vec![]));
    // With the paper brought after all, the child is placed anew, under a new number.
    assert!(is_decided(desk.reader(), &receipt).unwrap().is_empty());
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "有")]);
    place::place(&mut desk).unwrap();
    assert!(placement::find(desk.reader(), &receipt).unwrap().is_some());
    assert_eq!(print(&mut desk, &out).0, admitted);
    let ledger = paper::of_kind(desk.reader(), "notice").unwrap();
    assert_eq!(
        ledger
            .iter()
            .filter(|one| one.receipt.as_ref() == Some(&receipt))
            .count(),
        2
    );
}

/// Two children of one birth, bound in the first batch to be drawn.
fn twins(desk: &mut Desk) -> [String; 2] {
    let plan = planned(desk).unwrap();
    let rows = &plan.batches[0].rows;
    let fits = |receipt: &str| ["P1", "P2", "P3", "P5"].contains(&&*stored(desk, receipt).category);
    let of_school = |choices: &[String]| -> Vec<String> {
        let rows = rows
            .iter()
            .filter(|row| row.choices == choices && fits(&row.receipt));
        rows.map(|row| row.receipt.clone()).collect()
    };
    let pair = rows
        .iter()
        .map(|row| of_school(&row.choices))
        .find(|all| all.len() > 1)
        .expect("two children chose one school");
    let elder = case(desk, &pair[0]);
    let same = |fact| (fact, elder.get(fact).unwrap().to_owned());
    let facts = [same(Fact::Birth), same(Fact::Guardian1Id)];
    let facts: Vec<_> = facts
        .iter()
        .map(|(fact, text)| (*fact, text.as_str()))
        .collect();
    alter_by(desk, "clerk", &pair[1], &facts);
    let plan = planned(desk).unwrap();
    let bound = plan.batches[0]
        .rows
        .iter()
        .filter(|row| row.unit.is_some())
        .count();
    assert_eq!(bound, 2);
    [pair[0].clone(), pair[1].clone()]
}

#[test]
fn a_change_between_freeze_and_draw_leaves_the_lists_and_flags_one_twin() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let [one, other] = twins(&mut desk);
    let number = freeze_first(&mut desk, Mode::Formal).unwrap().number;
    let frozen = tree(&dir.path().join("ceremonies"));
    let frozen_by = Ground::Frozen(number.to_string());
    assert!(
        is_decided(desk.reader(), &one)
            .unwrap()
            .contains(&frozen_by)
    );
    let changed = alter_by(&mut desk, "clerk", &one, &[(BOOK, "无")]);
    assert_eq!(refresh(&mut desk).unwrap().unwrap().flagged, 1);
    assert!(change::open_of(desk.reader(), &other).unwrap().is_none());
    let early = settle(&mut desk, &one, Settle::Follow, "户口簿系借用")
        .unwrap_err()
        .to_string();
    assert!(early.contains(&number.to_string()), "{early}");
    desk.switch_to("clerk", PASSWORD).unwrap();
    let back = intake::withdraw(&mut desk, changed)
        .unwrap_err()
        .to_string();
    assert!(back.contains("派位名单"), "{back}");
    desk.switch_to("centre", PASSWORD).unwrap();
    draw(&mut desk, number, &digits()).unwrap();
    let after = tree(&dir.path().join("ceremonies"));
    assert!(frozen.iter().all(|(name, bytes)| after[name] == *bytes));
    let drawn = [&one, &other].map(|twin| placement::find(desk.reader(), twin).unwrap());
    assert_eq!(drawn[0].is_some(), drawn[1].is_some());
    let out = dir.path().join("out");
    let (pages, stopped) = print(&mut desk, &out);
    assert_eq!(
        placement::all(desk.reader()).unwrap().len(),
        pages + stopped.len()
    );
    assert_eq!(stopped.len(), usize::from(drawn[0].is_some()));
    let settled = settle(&mut desk, &one, Settle::Follow, "户口簿系借用").unwrap();
    assert_eq!(settled.withdrawn.is_some(), drawn[0].is_some());
    assert_eq!(tree(&dir.path().join("ceremonies")), after);
    assert_eq!(placement::find(desk.reader(), &other).unwrap(), drawn[1]);
    let (pages, stopped) = print(&mut desk, &out);
    assert_eq!(
        (placement::all(desk.reader()).unwrap().len(), stopped.len()),
        (pages, 0)
    );
}

#[test]
fn an_abort_opens_the_case_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = desk_with_district(dir.path());
    let number: Number = freeze_first(&mut desk, Mode::Formal).unwrap().number;
    let receipt = eligible(&desk, Some(|ground| matches!(ground, Ground::Frozen(_))));
    let kept = stored(&desk, &receipt);
    alter_by(&mut desk, "clerk", &receipt, &[(BOOK, "无")]);
    refresh(&mut desk).unwrap();
    assert_eq!(stored(&desk, &receipt), kept);
    let second = desk.second("centre2", PASSWORD, Act::AbortDraw).unwrap();
    abort(&mut desk, number, "停电", &[], Some(&second)).unwrap();
    let judging = refresh(&mut desk).unwrap().unwrap();
    assert_eq!((judging.changed, judging.flagged), (1, 0));
    assert_eq!(stored(&desk, &receipt).outcome, "supplement");
    let all = changes(&desk, &receipt);
    let standings: Vec<_> = all.iter().map(|one| one.standing).collect();
    assert_eq!(standings, [Standing::Lapsed, Standing::Taken]);
    assert!(said(&desk, &all[1]).starts_with(&format!("场次 {number} 中止")));
}
