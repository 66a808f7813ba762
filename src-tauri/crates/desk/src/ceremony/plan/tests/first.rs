//! 残疾 children, and the first ceremonies.

use super::district::{admitted, batches, codes, unplaced};
use super::{District, child, school};
use crate::ceremony::plan::{Way, Why};
use ruxue_rules::Level::{Junior, Primary};
use ruxue_rules::pack::switches::EqualPlan;
use ruxue_rules::{Fact, Ownership, Route, School, SchoolKind};

fn private(code: &str, plan: u32) -> School {
    School {
        ownership: Ownership::Private,
        zone: String::new(),
        ..school(code, "", plan)
    }
}

fn boarding(code: &str, plan: u32) -> School {
    School {
        kind: SchoolKind::Boarding,
        ..school(code, "", plan)
    }
}

#[test]
fn special_children_go_to_the_chosen_school_then_the_catchments_then_to_the_centre() {
    let special = School {
        kind: SchoolKind::Special,
        ..school("T1", "", 1)
    };
    let plan = District::new()
        .school(special)
        .school(school("P1", "Z1", 1))
        .school(school("P2", "Z1", 9))
        .estate(Primary, "甲园", &["P1", "P2"])
        .some("A", 3, Primary, Route::Special, "甲园")
        .child(child("B1", Primary, Route::Special, "无名"))
        .choose(&["A1", "A2"], "特殊教育", &["T1"])
        .plan();
    assert_eq!(
        admitted(&plan),
        [
            ("A1", "T1", "SPECIAL"),
            ("A2", "P1", "SPECIAL"),
            ("A3", "P2", "SPECIAL")
        ]
    );
    assert_eq!(unplaced(&plan), [("B1", Why::CentreDecides)]);
}

#[test]
fn a_school_with_no_more_applicants_than_seats_admits_directly_and_stands_in_no_batch() {
    let mut district = District::new()
        .school(private("V1", 2))
        .school(private("V2", 2))
        .school(school("P1", "Z1", 9))
        .estate(Primary, "甲园", &["P1"])
        .some("A", 5, Primary, Route::Single, "甲园")
        .choose(&["A1", "A2"], "民办", &["V1"])
        .choose(&["A3", "A4", "A5"], "民办", &["V2"]);
    let plan = district.plan();
    assert_eq!(
        admitted(&plan),
        [("A1", "V1", "民办"), ("A2", "V1", "民办")]
    );
    assert_eq!(batches(&plan), ["小学民办: V2=2; A3/0/V2 A4/0/V2 A5/0/V2"]);
    let ways: Vec<_> = plan
        .needs
        .iter()
        .map(|n| (n.school.as_deref(), n.applied, n.way))
        .collect();
    assert_eq!(
        ways,
        [(Some("V1"), 2, Way::Direct), (Some("V2"), 3, Way::Draw)]
    );
    district.settings.equal_plan = EqualPlan::Draw;
    assert_eq!(
        batches(&district.plan()),
        ["小学民办: V1=2,V2=2; A1/0/V1 A2/0/V1 A3/0/V2 A4/0/V2 A5/0/V2"]
    );
}

#[test]
fn a_seat_of_a_later_kind_is_kept_until_the_earlier_draw_is_over() {
    let mut district = District::new()
        .school(private("V1", 1))
        .school(boarding("W1", 2))
        .school(school("P1", "Z1", 9))
        .estate(Primary, "甲园", &["P1"])
        .some("A", 3, Primary, Route::Single, "甲园")
        .choose(&["A1", "A2"], "民办", &["V1"])
        .choose(&["A1", "A3"], "公办寄宿", &["W1"]);
    let plan = district.plan();
    assert_eq!(admitted(&plan), [("A3", "W1", "公办寄宿")]);
    assert_eq!(batches(&plan), ["小学民办: V1=1; A1/0/V1 A2/0/V1"]);
    let end = district.run();
    district.check(&end);
    let of = |receipt: &str| {
        let found = district
            .placements
            .iter()
            .find(|p| p.receipt == receipt)
            .unwrap();
        found.school.as_str()
    };
    let expected = if of("A1") == "V1" {
        ("V1", "P1")
    } else {
        ("W1", "V1")
    };
    assert_eq!((of("A1"), of("A2")), expected);
}

#[test]
fn the_first_ceremony_comes_before_single_schools_are_counted() {
    let mut district = District::new()
        .school(private("V1", 1))
        .school(school("P1", "Z1", 2))
        .estate(Primary, "甲园", &["P1"])
        .some("A", 3, Primary, Route::Single, "甲园")
        .choose(&["A1", "A2"], "民办", &["V1"]);
    let plan = district.plan();
    assert_eq!(admitted(&plan), []);
    assert_eq!(plan.batches.len(), 1);
    let end = district.run();
    assert_eq!(
        (district.ceremonies, end.unplaced.len()),
        (1, 0),
        "two are left for two seats"
    );
}

#[test]
fn a_child_stands_in_each_batch_it_chose_for() {
    let plan = District::new()
        .school(private("V1", 1))
        .school(boarding("W1", 1))
        .some("A", 2, Primary, Route::Pool, "甲园")
        .choose(&["A1", "A2"], "民办", &["V1"])
        .choose(&["A1", "A2"], "公办寄宿", &["W1"])
        .plan();
    assert_eq!(
        batches(&plan),
        [
            "小学民办: V1=1; A1/0/V1 A2/0/V1",
            "小学公办寄宿: W1=1; A1/0/W1 A2/0/W1"
        ]
    );
}

fn wish(code: &str, plan: u32, wish: u32) -> School {
    School {
        choice_plan: Some(wish),
        general_choice: true,
        ..school(code, "Z1", plan)
    }
}

#[test]
fn both_wishes_share_one_plan_in_their_order() {
    let district = || {
        District::new()
            .school(wish("M1", 5, 2))
            .some("A", 3, Junior, Route::Multi, "甲园")
            .some("B", 2, Junior, Route::Multi, "甲园")
    };
    let plan = district()
        .choose(&["A1"], "全区自愿", &["M1"])
        .choose(&["B1", "B2"], "一般公办", &["M1"])
        .plan();
    assert_eq!(admitted(&plan), [("A1", "M1", "全区自愿")]);
    assert_eq!(batches(&plan), ["初中一般公办: M1=1; B1/0/M1 B2/0/M1"]);
    let mut over = district()
        .choose(&["A1", "A2", "A3"], "全区自愿", &["M1"])
        .choose(&["B1", "A3"], "一般公办", &["M1"]);
    assert_eq!(
        batches(&over.plan()),
        [
            "初中全区自愿: M1=2; A1/0/M1 A2/0/M1 A3/0/M1",
            "初中一般公办: M1=0; A3/0/M1 B1/0/M1"
        ]
    );
    let end = over.run();
    over.check(&end);
}

#[test]
fn junior_batches_go_in_the_order_of_the_rules() {
    let mut district = District::new()
        .school(wish("M1", 2, 1))
        .school(wish("M2", 2, 1))
        .school(boarding("M3", 1))
        .school(private("M4", 1))
        .some("A", 2, Junior, Route::Multi, "甲园");
    for (kind, code) in [
        ("民办", "M4"),
        ("公办寄宿", "M3"),
        ("一般公办", "M2"),
        ("全区自愿", "M1"),
    ] {
        district = district.choose(&["A1", "A2"], kind, &[code]);
    }
    let plan = district.plan();
    let titles: Vec<&str> = plan
        .batches
        .iter()
        .map(|batch| batch.title.as_str())
        .collect();
    assert_eq!(
        titles,
        ["初中全区自愿", "初中一般公办", "初中公办寄宿", "初中民办"]
    );
}

#[test]
fn a_choice_of_a_school_of_another_kind_is_reported_and_left_out() {
    let plan = District::new()
        .school(school("P1", "Z1", 0))
        .school(private("V1", 0))
        .some("A", 2, Primary, Route::Pool, "甲园")
        .choose(&["A1"], "民办", &["P1"])
        .choose(&["A2"], "民办", &["V1", "P1"])
        .plan();
    assert_eq!(batches(&plan), ["小学民办: V1=0; A2/0/V1"]);
    let mut found = codes(&plan);
    found.sort_unstable();
    assert_eq!(found, ["CHOICE_OF_OTHER_KIND", "CHOICE_TOO_MANY"]);
}

fn twin(receipt: &str, birth: &str, guardian: &str) -> (ruxue_rules::Case, Route) {
    let (case, route) = child(receipt, Primary, Route::Pool, "甲园");
    let case = case
        .with(Fact::Birth, birth)
        .with(Fact::Guardian1Name, "某")
        .with(Fact::Guardian1Id, guardian);
    (case, route)
}

#[test]
fn children_of_one_birth_are_bound_where_they_choose_alike() {
    let district = || {
        District::new()
            .school(private("V1", 1))
            .school(private("V2", 0))
            .child(twin("A2", "2015-01-01", "G1"))
            .child(twin("A1", "2015-01-01", "G1"))
            .child(twin("A3", "2015-01-01", "G2"))
            .child(twin("A4", "2014-12-31", "G1"))
    };
    let plan = district()
        .choose(&["A1", "A2", "A3", "A4"], "民办", &["V1"])
        .plan();
    assert_eq!(
        batches(&plan),
        ["小学民办: V1=1; A1/0+A1/V1 A2/0+A1/V1 A3/0/V1 A4/0/V1"]
    );
    let apart = district()
        .choose(&["A1", "A3"], "民办", &["V1"])
        .choose(&["A2"], "民办", &["V2"]);
    let plan = apart.plan();
    assert_eq!(
        batches(&plan),
        ["小学民办: V1=1,V2=0; A1/0/V1 A2/0/V2 A3/0/V1"]
    );
    assert_eq!(codes(&plan), ["BIRTH_APART"]);
}

#[test]
fn a_hint_that_the_register_does_not_bear_out_binds_nobody() {
    let hinted = |receipt: &str, guardian: &str| {
        let (case, route) = twin(receipt, "2015-01-01", guardian);
        (case.with(Fact::BirthGroup, "甲"), route)
    };
    let plan = District::new()
        .school(private("V1", 1))
        .child(hinted("A1", "G1"))
        .child(hinted("A2", "G2"))
        .choose(&["A1", "A2"], "民办", &["V1"])
        .plan();
    assert_eq!(batches(&plan), ["小学民办: V1=1; A1/0/V1 A2/0/V1"]);
    assert_eq!(codes(&plan), ["BIRTH_NOT_CONFIRMED"]);
}
