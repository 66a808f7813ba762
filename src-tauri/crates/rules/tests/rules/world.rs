//! Addresses, catchments, seat records, contested homes, zones.

use ruxue_rules::{
    Case, Catchment, Fact, Level, Ownership, PrimaryZone, School, SchoolKind, SeatRecord, Tables,
    World, judge,
};

use crate::conditions::{base, on};
use crate::district;

fn school(code: &str, level: Level, kind: SchoolKind, (street, zone): (&str, &str)) -> School {
    School {
        code: code.into(),
        name: code.into(),
        level,
        ownership: Ownership::Public,
        kind,
        street: street.into(),
        address: String::new(),
        zone: zone.into(),
        plan: 1,
        funding: String::new(),
        size: String::new(),
        fee: String::new(),
        prospectus_number: String::new(),
        report_time: String::new(),
        report_place: String::new(),
        phone: String::new(),
        general_choice: false,
        choice_plan: None,
    }
}

fn row(level: Level, estate: &str, buildings: &str, schools: &[&str], version: &str) -> Catchment {
    Catchment {
        level,
        street: "双井".into(),
        estate: estate.into(),
        buildings: buildings.into(),
        schools: schools.iter().map(|code| (*code).into()).collect(),
        version: version.parse().ok(),
    }
}

/// A district of one street, with a seat record at 甲园 5-1-101.
pub fn tables(level: &str, year: i32) -> Tables {
    use Level::{Junior, Primary};
    let record = SeatRecord {
        year,
        level: Level::parse(level).expect("a level"),
        street: "双井".into(),
        estate: "甲园".into(),
        building: "5号楼".into(),
        entrance: "1单元".into(),
        room: "101室".into(),
        child_name: String::new(),
        child_id: String::new(),
        guardian_ids: vec!["OTHER".into()],
    };
    Tables {
        schools: vec![
            school("P2", Primary, SchoolKind::Regular, ("双井", "Z2")),
            school("P1", Primary, SchoolKind::Regular, ("双井", "Z1")),
            school("B1", Primary, SchoolKind::Boarding, ("双井", "")),
            school("M1", Junior, SchoolKind::Regular, ("双井", "Z1")),
            school("N1", Primary, SchoolKind::NineYear, ("劲松", "Z3")),
            school("N1", Junior, SchoolKind::NineYear, ("劲松", "Z3")),
        ],
        catchments: vec![
            row(Primary, "甲园", "", &["P1"], "2021-05-01"),
            row(Primary, "甲园", "", &["P2"], "2020-05-01"),
            row(Primary, "甲园", "99", &["P2"], "2020-05-01"),
            row(Primary, "甲园", "11-13", &["P2"], "2021-05-01"),
            row(Primary, "甲园", "单", &["P2"], "2021-04-30"),
            row(Primary, "甲园", "13,甲3", &["P1"], "2021-05-01"),
            row(Primary, "乙园", "", &["P2"], "2021-05-01"),
            row(Primary, "乙园", "", &["P1"], "2021-05-01"),
            row(Junior, "甲园", "", &["M1"], ""),
        ],
        primary_zones: vec![PrimaryZone {
            primary: "P1".into(),
            zone: "Z1".into(),
            schools: vec!["M1".into()],
        }],
        seat_records: vec![record],
        aliases: Vec::new(),
    }
}

fn schools(case: &Case) -> String {
    let world = World::build(district::pack(), tables("小学", 2000), &[]);
    world.schools_of(case).join(" ")
}

#[test]
fn rows_of_an_estate_are_chosen_and_united() {
    let at = |building: &str| schools(&base("P1").with(Fact::HomeBuilding, building));
    assert_eq!(at("5"), "P1");
    assert_eq!(
        at("11号楼"),
        "P2",
        "a row that names the building beats the whole estate"
    );
    assert_eq!(at("十三号楼"), "P1 P2", "rows of equal standing unite");
    assert_eq!(at("甲3"), "P1");
    assert_eq!(at("99"), "P1", "an older row no longer counts");
    assert_eq!(at(""), "P1", "no row names an unknown building");
    assert_eq!(schools(&base("P1").with(Fact::HomeEstate, "乙园")), "P1 P2");
    assert_eq!(schools(&base("P1").with(Fact::HomeEstate, "丙园")), "");
    assert_eq!(schools(&base("P1").with(Fact::HomeStreet, "劲松")), "");
    assert_eq!(
        schools(&base("J1")),
        "M1",
        "a row without a day is older than any, but alone"
    );
}

#[test]
fn columns_stand_before_the_line() {
    let line = |line: &str, estate: &str, building: &str| {
        let case = base("P1")
            .with(Fact::HomeAddress, line)
            .with(Fact::HomeEstate, estate);
        schools(&case.with(Fact::HomeBuilding, building))
    };
    assert_eq!(line("双井甲园11号楼1单元101室", "", ""), "P2");
    assert_eq!(line("双井甲园11号楼1单元101室", "甲园", ""), "P2");
    assert_eq!(line("双井甲园11号楼1单元101室", "甲园", "5"), "P1");
    assert_eq!(
        line("双井乙园11号楼1单元101室", "甲园", ""),
        "P1",
        "another estate's building"
    );
    let without = base("P1")
        .with(Fact::HomeStreet, "")
        .with(Fact::HomeEstate, "");
    let without = without.with(Fact::HomeBuilding, "");
    let line = |line: &str| schools(&without.clone().with(Fact::HomeAddress, line));
    assert_eq!(line("北京市朝阳区双井街道甲园11号楼"), "P2");
    assert_eq!(line("甲园11号楼"), "", "which street is not said");
}

#[test]
fn a_home_is_contested_between_families() {
    let pack = district::pack();
    let one = base("P1");
    let answer = |other: Case| {
        let cases = [one.clone(), other.with(Fact::Receipt, "H2")];
        let world = World::build(pack, tables("小学", 2000), &cases);
        let verdict = judge(pack, &cases[0], &world, on());
        verdict
            .reasons
            .iter()
            .any(|reason| reason.code == "SEAT_CONTESTED")
    };
    let other = base("P2").with(Fact::Guardian1Id, "OTHER");
    assert!(answer(other.clone()));
    assert!(
        answer(other.clone().with(Fact::HukouBook, "")),
        "whatever the other's verdict"
    );
    assert!(
        answer(other.clone().with(Fact::TitleDate, "2020-01-01")),
        "whatever the route"
    );
    assert!(answer(other.clone().with(Fact::HomeBuilding, "五号楼")));
    assert!(
        !answer(other.clone().with(Fact::Guardian1Id, "HOME")),
        "one family"
    );
    assert!(
        answer(other.clone().with(Fact::Guardian1Id, "")),
        "no number matches nobody"
    );
    let second = other.clone().with(Fact::Guardian2Id, "HOME");
    assert!(
        answer(second.clone()),
        "an unnamed guardian is not looked at"
    );
    assert!(!answer(second.with(Fact::Guardian2Name, "乙")));
    assert!(
        !answer(other.clone().with(Fact::Level, "初中")),
        "levels are apart"
    );
    assert!(!answer(other.clone().with(Fact::HomeRoom, "102")));
    assert!(
        !answer(other.clone().with(Fact::HomeUse, "办公")),
        "no good title"
    );
    let empty = one.clone().with(Fact::Guardian1Id, "");
    let world = World::build(pack, tables("小学", 2000), std::slice::from_ref(&empty));
    assert!(
        !world.is_contested(&empty, &world.residence(&empty)),
        "nobody contests the own home"
    );
}

#[test]
fn a_home_without_room_is_not_contested_and_its_seat_is_matched_whole() {
    let pack = district::pack();
    let cases = [
        base("P1").with(Fact::HomeRoom, ""),
        base("P2")
            .with(Fact::HomeRoom, "")
            .with(Fact::Guardian1Id, "X")
            .with(Fact::Receipt, "H2"),
    ];
    let world = World::build(pack, tables("小学", 2020), &cases);
    assert!(!world.is_contested(&cases[0], &world.residence(&cases[0])));
    let records = |case: &Case| {
        world
            .records_at(Level::Primary, &world.residence(case))
            .count()
    };
    assert_eq!(records(&cases[0]), 0);
    assert_eq!(records(&base("P1")), 1);
}

#[test]
fn the_registered_address_must_agree_where_it_resolves() {
    let pack = district::pack();
    let route = |street: &str, line: &str| {
        let case = base("P1")
            .with(Fact::HukouStreet, street)
            .with(Fact::HukouAddress, line);
        let world = World::build(pack, tables("小学", 2000), std::slice::from_ref(&case));
        let verdict = judge(pack, &case, &world, on());
        verdict
            .reasons
            .first()
            .map_or("", |reason| reason.code)
            .to_owned()
    };
    assert_eq!(route("双井", "双井甲园3号楼1单元1室"), "");
    assert_eq!(route("双井", "双井乙园3号楼1单元1室"), "HUKOU_HOME_DIFFER");
    assert_eq!(route("双井", "丙园3号楼"), "", "does not resolve");
    assert_eq!(route("劲松", "乙园3号楼"), "", "not in that street");
    assert_eq!(route("", "双井乙园3号楼"), "HUKOU_HOME_DIFFER");
    assert_eq!(route("", "乙园3号楼"), "", "which street is not said");
}

#[test]
fn placement_finds_zones_and_own_schools() {
    let world = World::build(district::pack(), tables("小学", 2000), &[]);
    let home = base("P1");
    assert_eq!(
        (world.zone_of(&home), world.own_school(&home)),
        (Some("Z1"), Some("P1"))
    );
    let unknown = base("P1").with(Fact::HomeEstate, "丙园");
    assert_eq!(
        (world.zone_of(&unknown), world.own_school(&unknown)),
        (Some("Z1"), None)
    );
    let far = unknown.with(Fact::HomeStreet, "管庄");
    assert_eq!(world.zone_of(&far), None);
    assert!(world.is_nine_year("N1") && !world.is_nine_year("P1"));
    assert_eq!(world.primary_zone("P1").map(|row| &*row.zone), Some("Z1"));
    assert_eq!(
        world.school(Level::Junior, "N1").map(|row| row.level),
        Some(Level::Junior)
    );
    assert!(world.school(Level::Junior, "P1").is_none());
}

#[test]
fn the_columns_estate_is_not_a_second_reading_of_the_line() {
    let mut tables = tables("小学", 2000);
    for row in &mut tables.catchments {
        row.street = "六里屯".into();
        row.estate = format!("六里屯{}", row.estate);
    }
    let world = World::build(district::pack(), tables, &[]);
    let case = base("P1")
        .with(Fact::HomeStreet, "")
        .with(Fact::HomeEstate, "六里屯甲园")
        .with(Fact::HomeAddress, "六里屯六里屯甲园5号楼1单元101室");
    assert_eq!(world.schools_of(&case), ["P1"]);
}
