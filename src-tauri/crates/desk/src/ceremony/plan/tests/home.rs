//! After the first ceremonies: 对口直升, single schools, zones, the city.

use super::district::{admitted, batches, codes, unplaced};
use super::{District, child, school};
use crate::ceremony::plan::{BirthDecision, City, Weight, Why};
use ruxue_rules::Level::{Junior, Primary};
use ruxue_rules::pack::switches::SingleOverflow;
use ruxue_rules::{Case, Fact, Ownership, Route, School, SchoolKind};

fn nine_year(code: &str, plan: u32) -> School {
    School {
        kind: SchoolKind::NineYear,
        level: Junior,
        ..school(code, "Z1", plan)
    }
}

fn graduate(receipt: &str, route: Route, primary: &str, estate: &str) -> (Case, Route) {
    let (case, route) = child(receipt, Junior, route, estate);
    (
        case.with(Fact::PrimarySchool, primary)
            .with(Fact::EnrolledAt, "朝阳区"),
        route,
    )
}

#[test]
fn direct_children_all_go_up_and_over_plan_is_reported() {
    let mut district = District::new().school(nine_year("N1", 2));
    for receipt in ["A1", "A2", "A3"] {
        district = district.child(graduate(receipt, Route::Direct, "N1", "甲园"));
    }
    let plan = district.plan();
    assert_eq!(admitted(&plan).len(), 3);
    assert_eq!(codes(&plan), ["OVER_PLAN"]);
    assert!(
        plan.findings[0].message.contains("超计划 1 人"),
        "{}",
        plan.findings[0].message
    );
    let end = district.run();
    district.check(&end);
}

#[test]
fn a_private_nine_year_school_keeps_the_seats_of_its_own_children() {
    let school = School {
        ownership: Ownership::Private,
        ..nine_year("N1", 2)
    };
    let plan = District::new()
        .school(school)
        .child(graduate("A1", Route::Direct, "N1", "甲园"))
        .child(graduate("B1", Route::Multi, "P9", "甲园"))
        .child(graduate("B2", Route::Multi, "P9", "甲园"))
        .choose(&["B1", "B2"], "民办", &["N1"])
        .plan();
    assert_eq!(batches(&plan), ["初中民办: N1=1; B1/0/N1 B2/0/N1"]);
}

#[test]
fn single_children_within_plan_are_admitted_and_over_plan_they_draw_and_join_the_pool() {
    let mut district = District::new()
        .school(school("P1", "Z1", 2))
        .school(school("P2", "Z1", 1))
        .school(school("P3", "Z1", 3))
        .estate(Primary, "甲园", &["P1"])
        .estate(Primary, "乙园", &["P2"])
        .estate(Primary, "丙园", &["P2", "P3"])
        .some("A", 2, Primary, Route::Single, "甲园")
        .some("B", 2, Primary, Route::Single, "乙园")
        .child(child("C1", Primary, Route::Multi, "丙园"))
        .child(child("D1", Primary, Route::Pool, "甲园"))
        .choose(&["C1"], "多校划片", &["P3", "P2", "P9"])
        .choose(&["D1"], "统筹", &["P3"]);
    let plan = district.plan();
    assert_eq!(
        admitted(&plan),
        [("A1", "P1", "SINGLE"), ("A2", "P1", "SINGLE")]
    );
    assert_eq!(
        batches(&plan),
        [
            "Z1 单校超额 P2 P2校: P2=1; B1/1/P2 B2/1/P2",
            "Z1 多校划片与统筹: P1=0,P2=0,P3=3; B1/1/ B2/1/ C1/1/P3>P2 D1/1/",
        ]
    );
    assert_eq!(codes(&plan), ["CHOICE_OUTSIDE_ZONE"]);
    let end = district.run();
    district.check(&end);
    assert_eq!((end.unplaced.len(), district.ceremonies), (0, 1));
    let how = |receipt: &str| {
        let found = district
            .placements
            .iter()
            .find(|p| p.receipt == receipt)
            .unwrap();
        (found.how.as_str(), found.school.as_str())
    };
    assert_eq!((how("C1"), how("D1")), (("drawn", "P3"), ("placed", "P3")));
}

#[test]
fn care_groups_are_seated_first_where_the_kind_has_tiers() {
    let (case, route) = child("A1", Primary, Route::Pool, "甲园");
    let plan = District::new()
        .school(school("P1", "Z1", 1))
        .estate(Primary, "甲园", &["P1"])
        .child((case.with(Fact::Care, "烈士子女"), route))
        .child(child("A2", Primary, Route::Pool, "甲园"))
        .plan();
    assert_eq!(batches(&plan), ["Z1 多校划片与统筹: P1=1; A1/0/ A2/1/"]);
}

#[test]
fn zones_go_in_order_each_after_its_single_schools() {
    let plan = District::new()
        .school(school("P3", "Z2", 1))
        .school(school("P2", "Z1", 0))
        .school(school("P1", "Z1", 1))
        .school(school("P4", "Z1", 2))
        .estate(Primary, "甲园", &["P1"])
        .estate(Primary, "乙园", &["P2"])
        .estate(Primary, "丙园", &["P3"])
        .some("A", 2, Primary, Route::Single, "甲园")
        .some("B", 1, Primary, Route::Single, "乙园")
        .some("C", 2, Primary, Route::Single, "丙园")
        .plan();
    let titles: Vec<&str> = plan
        .batches
        .iter()
        .map(|batch| batch.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Z1 单校超额 P1 P1校",
            "Z1 单校超额 P2 P2校",
            "Z1 多校划片与统筹",
            "Z2 单校超额 P3 P3校"
        ]
    );
}

#[test]
fn a_zone_without_seats_waits_for_the_seats_of_others() {
    let mut district = District::new()
        .school(school("P1", "Z1", 0))
        .school(school("P2", "Z2", 5))
        .estate(Primary, "甲园", &["P1"])
        .estate(Primary, "乙园", &["P2"])
        .some("A", 2, Primary, Route::Pool, "甲园")
        .some("B", 1, Primary, Route::Pool, "乙园");
    let plan = district.plan();
    assert_eq!(batches(&plan), ["Z2 多校划片与统筹: P2=5; B1/1/"]);
    assert_eq!(
        unplaced(&plan),
        [
            ("A1", Why::Waiting),
            ("A2", Why::Waiting),
            ("B1", Why::Waiting)
        ]
    );
    let end = district.run();
    district.check(&end);
    assert_eq!((end.unplaced.len(), district.ceremonies), (0, 2));
}

#[test]
fn who_finds_no_seat_or_no_zone_is_named_so() {
    let plan = District::new()
        .school(school("P1", "Z1", 0))
        .school(School {
            street: "望京".into(),
            zone: String::new(),
            ..school("P2", "", 9)
        })
        .estate(Primary, "甲园", &["P1"])
        .some("A", 1, Primary, Route::Pool, "甲园")
        .child({
            let (case, route) = child("B1", Primary, Route::Pool, "无名");
            (case.with(Fact::HomeStreet, "望京"), route)
        })
        .plan();
    assert_eq!(unplaced(&plan), [("A1", Why::NoSeats), ("B1", Why::NoZone)]);
    assert_eq!(batches(&plan), Vec::<String>::new());
}

#[test]
fn the_latest_registrations_yield_where_the_switch_says_so() {
    let dated = |receipt: &str, date: &str| {
        let (case, route) = child(receipt, Primary, Route::Single, "甲园");
        (case.with(Fact::TitleDate, date), route)
    };
    let mut district = District::new()
        .school(school("P1", "Z1", 2))
        .school(school("P2", "Z1", 5))
        .estate(Primary, "甲园", &["P1"])
        .child(dated("A1", "2016-01-01"))
        .child(dated("A2", "2015-01-01"))
        .child(dated("A3", "2014-01-01"))
        .child(dated("A4", "2015-01-01"));
    district.settings.overflow = SingleOverflow::ByRegistrationDate;
    let plan = district.plan();
    assert_eq!(admitted(&plan), [("A3", "P1", "SINGLE")]);
    assert_eq!(
        batches(&plan),
        [
            "Z1 单校超额 P1 P1校: P1=1; A2/1/P1 A4/1/P1",
            "Z1 多校划片与统筹: P1=0,P2=5; A1/1/ A2/1/ A4/1/",
        ]
    );
    let end = district.run();
    district.check(&end);
    assert_eq!(end.unplaced.len(), 0);
}

#[test]
fn junior_children_join_the_stand_in_of_their_primary_schools_zone() {
    let mut district = District::new()
        .school(school("M1", "Z1", 1))
        .school(school("M2", "Z1", 5))
        .school(nine_year("N1", 40))
        .estate(Junior, "甲园", &["M1"])
        .primary_zone("P1", "Z1", &["M1", "M2"])
        .child(graduate("A1", Route::Single, "P1", "甲园"))
        .child(graduate("A2", Route::Single, "P1", "甲园"))
        .child(graduate("B1", Route::Multi, "P1", "丙园"))
        .choose(&["B1"], "多校划片", &["M2", "M1"]);
    let plan = district.plan();
    assert_eq!(
        batches(&plan),
        ["代市级系统演示 Z1 多校划片: M1=1,M2=5; A1/1/ A2/1/ B1/1/M2>M1"]
    );
    assert!(
        unplaced(&plan)
            .iter()
            .all(|(_, why)| *why == Why::CityResultPending)
    );
    district.city = City::Awaited;
    assert_eq!(district.plan().batches, []);
    district.city = City::Results(
        [
            ("A1".to_owned(), "M2".to_owned()),
            ("B1".to_owned(), "M9".to_owned()),
        ]
        .into(),
    );
    let plan = district.plan();
    assert_eq!(admitted(&plan), [("A1", "M2", "SINGLE")]);
    assert_eq!(
        unplaced(&plan),
        [("A2", Why::Waiting), ("B1", Why::Waiting)]
    );
    assert_eq!(codes(&plan), ["CITY_SCHOOL_UNKNOWN"]);
    district.city = City::StandIn;
    let end = district.run();
    district.check(&end);
    assert_eq!(end.unplaced.len(), 0);
}

#[test]
fn twins_of_whom_one_has_a_care_group_wait_for_a_person() {
    let twin = |receipt: &str| {
        let (case, route) = child(receipt, Primary, Route::Pool, "甲园");
        let case = case
            .with(Fact::Birth, "2015-01-01")
            .with(Fact::Guardian1Name, "某")
            .with(Fact::Guardian1Id, "G1");
        (case, route)
    };
    let (first, route) = twin("A1");
    let mut district = District::new()
        .school(school("P1", "Z1", 2))
        .estate(Primary, "甲园", &["P1"])
        .child((first.with(Fact::Care, "台籍学生"), route))
        .child(twin("A2"));
    let plan = district.plan();
    assert_eq!(plan.findings[0].weight, Weight::Blocks);
    assert_eq!(plan.findings[0].receipts, ["A1", "A2"]);
    assert_eq!(batches(&plan), ["Z1 多校划片与统筹: P1=2; A1/0/ A2/1/"]);
    let both = [
        ("A1".to_owned(), BirthDecision::Together(1)),
        ("A2".to_owned(), BirthDecision::Together(1)),
    ];
    district.births.extend(both);
    let plan = district.plan();
    assert_eq!(codes(&plan), Vec::<&str>::new());
    assert_eq!(
        batches(&plan),
        ["Z1 多校划片与统筹: P1=2; A1/1+A1/ A2/1+A1/"]
    );
}

#[test]
fn an_open_ceremony_holds_its_level_still() {
    let mut district = District::new()
        .school(school("P1", "Z1", 2))
        .estate(Primary, "甲园", &["P1"])
        .some("A", 1, Primary, Route::Single, "甲园");
    district.held.open.insert(Primary, "2021-0001".into());
    let plan = district.plan();
    assert_eq!(
        (admitted(&plan), codes(&plan)),
        (vec![], vec!["CEREMONY_OPEN"])
    );
}
