//! Seats and families: who used a home before, who claims it now, who is one family, and what the
//! writing of an address may not change.

use ruxue_rules::{Case, EstateAlias, Fact, Tables, World, judge};

use crate::conditions::{base, on};
use crate::district;
use crate::world::tables;

/// Outcome, route, codes and notes of the first child among these.
fn of_first(tables: Tables, cases: &[Case]) -> String {
    let pack = district::pack();
    let world = World::build(pack, tables, cases);
    let verdict = judge(pack, &cases[0], &world, on());
    let codes: Vec<_> = verdict.reasons.iter().map(|reason| reason.code).collect();
    let notes: Vec<_> = verdict.notes.iter().map(|note| note.code).collect();
    let route = verdict.route.map_or("-", |route| route.code());
    let line = [
        verdict.outcome.code(),
        route,
        &codes.join(","),
        &notes.join(","),
    ]
    .join(" ");
    line.trim_end().to_owned()
}

fn of(tables: Tables, case: Case) -> String {
    of_first(tables, &[case])
}

const USED: &str = "eligible POOL  SEAT_USED";
const FREE: &str = "eligible SINGLE";

#[test]
fn a_primary_seat_binds_the_home_for_six_years_from_2017() {
    for (year, want) in [(2020, USED), (2017, USED), (2016, FREE), (2015, FREE)] {
        assert_eq!(of(tables("小学", year), base("P1")), want, "{year}");
    }
    assert_eq!(of(tables("初中", 2020), base("P1")), FREE, "another 学段");
}

#[test]
fn a_junior_seat_binds_the_home_for_three_years() {
    for (year, want) in [
        (2020, "eligible MULTI"),
        (2019, "eligible MULTI"),
        (2018, FREE),
    ] {
        assert_eq!(of(tables("初中", year), base("J1")), want, "{year}");
    }
    assert_eq!(of(tables("小学", 2020), base("J1")), FREE, "another 学段");
}

#[test]
fn one_family_may_use_its_home_again() {
    let with = |ids: &[&str]| {
        let mut tables = tables("小学", 2020);
        tables.seat_records[0].guardian_ids = ids.iter().map(|id| (*id).into()).collect();
        tables
    };
    let child = base("P1").with(Fact::Guardian1Id, "11010519850101001X");
    assert_eq!(
        of(with(&["OTHER", "11010519850101001X"]), child.clone()),
        FREE
    );
    assert_eq!(
        of(with(&["11010519850101001x"]), child.clone()),
        FREE,
        "the case of a letter is no other number"
    );
    let second = child
        .clone()
        .with(Fact::Guardian1Id, "A")
        .with(Fact::Guardian2Id, "B");
    assert_eq!(
        of(with(&["B"]), second.clone()),
        USED,
        "an unnamed guardian"
    );
    assert_eq!(
        of(with(&["B"]), second.with(Fact::Guardian2Name, "乙")),
        FREE
    );
}

#[test]
fn an_empty_number_is_nobodys() {
    let nameless = base("P1").with(Fact::Guardian1Id, "");
    let mut used = tables("小学", 2020);
    used.seat_records[0].guardian_ids = Vec::new();
    assert_eq!(of(used.clone(), nameless.clone()), USED);
    used.seat_records[0].guardian_ids = vec![String::new()];
    assert_eq!(of(used, nameless.clone()), USED);
    let other = nameless.clone().with(Fact::Receipt, "H2");
    let both = [nameless, other];
    assert_eq!(of_first(tables("小学", 2000), &both), CONTESTED);
}

const CONTESTED: &str = "refer - SEAT_CONTESTED";

#[test]
fn twins_in_one_home_are_no_contest() {
    let one = base("P1");
    let twin = one
        .clone()
        .with(Fact::Receipt, "H2")
        .with(Fact::Name, "甲丙");
    assert_eq!(
        of_first(tables("小学", 2000), &[one.clone(), twin.clone()]),
        FREE
    );
    let other_way = twin
        .with(Fact::Guardian1Name, "丁")
        .with(Fact::Guardian1Id, "MOTHER")
        .with(Fact::Guardian2Name, "甲")
        .with(Fact::Guardian2Id, "home");
    assert_eq!(
        of_first(tables("小学", 2000), &[one.clone(), other_way.clone()]),
        FREE,
        "the same guardian as second, its letters written small"
    );
    let strangers = other_way.with(Fact::Guardian2Id, "ANOTHER");
    assert_eq!(of_first(tables("小学", 2000), &[one, strangers]), CONTESTED);
}

#[test]
fn twins_are_held_by_another_familys_claim_both() {
    let one = base("P1");
    let twin = one.clone().with(Fact::Receipt, "H2");
    let other = one
        .clone()
        .with(Fact::Receipt, "H3")
        .with(Fact::Guardian1Id, "OTHER");
    for cases in [
        [one.clone(), twin.clone(), other.clone()],
        [twin, one, other],
    ] {
        assert_eq!(of_first(tables("小学", 2000), &cases), CONTESTED);
    }
}

/// Ways in which the home of the tests, 双井 甲园 5-1-101, is written.
const WRITINGS: &[&str] = &[
    "甲园5号楼1单元101室",
    "北京市朝阳区双井街道甲园五号楼一门101",
    "双井 甲园小区 5#-1-101（电梯房）",
    "朝阳区双井甲公寓５栋１单元1层一〇一号",
];

/// The tables with another name for the estate.
fn with_alias(level: &str, year: i32) -> Tables {
    let mut tables = tables(level, year);
    tables.aliases = vec![EstateAlias {
        street: "双井".into(),
        alias: "甲公寓".into(),
        estate: "甲园".into(),
    }];
    tables
}

fn written(line: &str) -> Case {
    let parts = [
        Fact::HomeEstate,
        Fact::HomeBuilding,
        Fact::HomeEntrance,
        Fact::HomeRoom,
    ];
    let bare = parts
        .iter()
        .fold(base("P1"), |case, part| case.with(*part, ""));
    bare.with(Fact::HomeAddress, line)
}

#[test]
fn writings_of_one_home_meet_in_seat_records() {
    for line in WRITINGS {
        assert_eq!(of(with_alias("小学", 2020), written(line)), USED, "{line}");
    }
    let mut old = with_alias("小学", 2020);
    old.seat_records[0].estate = "甲公寓".into();
    old.seat_records[0].building = "五栋".into();
    old.seat_records[0].entrance = "一门".into();
    assert_eq!(of(old, base("P1")), USED, "a record under another name");
    let next_door = "双井甲园5号楼1单元102室";
    assert_eq!(of(with_alias("小学", 2020), written(next_door)), FREE);
}

#[test]
fn writings_of_one_home_meet_in_contests() {
    for line in WRITINGS {
        let other = written(line)
            .with(Fact::Receipt, "H2")
            .with(Fact::Guardian1Id, "OTHER");
        let cases = [base("P1"), other];
        assert_eq!(
            of_first(with_alias("小学", 2000), &cases),
            CONTESTED,
            "{line}"
        );
    }
    let unknown = |text| {
        let bare = written("").with(Fact::HomeEstate, text);
        let parts = [(Fact::HomeBuilding, "5"), (Fact::HomeRoom, "101")];
        parts
            .iter()
            .fold(bare, |case, (fact, text)| case.with(*fact, text))
    };
    let mut cases = [
        unknown("三十二号院"),
        unknown("32号院").with(Fact::Receipt, "H2"),
    ];
    cases[1] = cases[1].clone().with(Fact::Guardian1Id, "OTHER");
    assert_eq!(
        of_first(with_alias("小学", 2000), &cases),
        "refer - ADDRESS_UNKNOWN,SEAT_CONTESTED",
        "an estate that no table knows"
    );
}

#[test]
fn columns_with_another_name_are_the_same_home() {
    let alias = base("P1").with(Fact::HomeEstate, "甲公寓");
    assert_eq!(of(with_alias("小学", 2020), alias.clone()), USED);
    assert_eq!(of(with_alias("小学", 2000), alias.clone()), FREE);
    let elsewhere = alias.with(Fact::HomeStreet, "劲松");
    assert_eq!(
        of(with_alias("小学", 2000), elsewhere),
        "refer - ADDRESS_UNKNOWN",
        "an alias holds in its street"
    );
}

#[test]
fn household_register_and_home_that_point_to_different_schools_are_referred() {
    let with = |line: &str| {
        let case = base("P1").with(Fact::HukouStreet, "双井");
        of(
            with_alias("小学", 2000),
            case.with(Fact::HukouAddress, line),
        )
    };
    assert_eq!(
        with("双井街道乙园3号楼1单元1室"),
        "refer - HUKOU_HOME_DIFFER"
    );
    assert_eq!(
        with("朝阳区双井，乙园小区 三号楼，一单元，101"),
        "refer - HUKOU_HOME_DIFFER"
    );
    for line in WRITINGS {
        assert_eq!(with(line), FREE, "{line}");
    }
    assert_eq!(
        with("乙园3号楼底商1号"),
        FREE,
        "what is not read does not speak"
    );
    let other_district = base("P2").with(Fact::HukouStreet, "双井");
    let case = other_district.with(Fact::HukouAddress, "双井街道乙园3号楼1单元1室");
    assert_eq!(
        of(with_alias("小学", 2000), case),
        FREE,
        "only 朝阳区 户籍 is compared"
    );
}
