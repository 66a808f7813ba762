//! 居住地对应学校查询: what the table says, and nothing that it does not.

use ruxue_rules::lookup::{Answer, Question, Standing, Unread};
use ruxue_rules::{Level, Route, Tables, World};

use crate::district;
use crate::world::tables;

fn world(tables: Tables) -> World {
    World::build(district::pack(), tables, &[])
}

fn ask<'w>(world: &'w World, text: &str, street: &str, on: Option<&str>) -> Answer<'w> {
    let question = Question {
        text,
        street,
        levels: &[Level::Primary],
        on: on.map(|day| day.parse().expect("a day")),
    };
    world.look_up(district::pack(), &question)
}

#[test]
fn the_rows_that_count_are_quoted_with_why() {
    let world = world(tables("小学", 2000));
    let at = |text: &str| {
        let answer = ask(&world, text, "双井", None);
        let served = &answer.homes[0].levels[0];
        (
            served.standing,
            served.schools.join(" "),
            served.rows.clone(),
        )
    };
    assert_eq!(
        at("甲园12号楼1单元101"),
        (Standing::Range, "P2".into(), vec![3])
    );
    assert_eq!(
        at("甲园甲3号楼101室"),
        (Standing::Building, "P1".into(), vec![5])
    );
    assert_eq!(
        at("甲园13号楼101室"),
        (Standing::Range, "P1 P2".into(), vec![3, 5])
    );
    assert_eq!(
        at("甲园5号楼101室"),
        (Standing::Whole, "P1".into(), vec![0])
    );
    assert_eq!(at("乙园"), (Standing::Whole, "P1 P2".into(), vec![6, 7]));
    let (standing, schools, rows) = at("甲园");
    assert_eq!(
        (standing, schools),
        (Standing::BuildingAsked, String::new())
    );
    assert_eq!(rows, [0, 3, 5], "the rows of the version that may count");
}

#[test]
fn versions_count_by_date() {
    let world = world(tables("小学", 2000));
    let at = |text: &str, on: &str| {
        let answer = ask(&world, text, "双井", Some(on));
        let served = answer.homes[0].levels[0].clone();
        let others: Vec<String> = served
            .others
            .iter()
            .map(|one| {
                format!(
                    "{} {}",
                    one.day.map_or(String::new(), |day| day.to_string()),
                    one.schools.join("、")
                )
            })
            .collect();
        (served.schools.join(" "), served.is_newest, others)
    };
    let (schools, newest, others) = at("甲园99号楼101室", "2021-05-01");
    assert_eq!((&*schools, newest), ("P1", true));
    assert_eq!(others, ["2021-04-30 P2", "2020-05-01 P2"]);
    let (schools, newest, others) = at("甲园99号楼101室", "2021-04-29");
    assert_eq!((&*schools, newest), ("P2", false));
    assert_eq!(others, ["2021-05-01 P1", "2021-04-30 P2"]);
    let (schools, newest, others) = at("甲园99号楼101室", "2020-04-30");
    assert_eq!(
        (&*schools, newest, others.len()),
        ("", false, 3),
        "no version yet"
    );
}

#[test]
fn what_follows_for_a_title_is_what_the_rules_say() {
    let follows = |year: i32, text: &str| {
        let world = world(tables("小学", year));
        let answer = ask(&world, text, "双井", None);
        let served = &answer.homes[0].levels[0];
        let follows = served.follows.iter();
        follows
            .map(|one| (one.registered.to_string(), one.route))
            .collect::<Vec<_>>()
    };
    let (before, after) = ("2017-06-30".to_owned(), "2017-07-01".to_owned());
    let home = "甲园5号楼1单元101室";
    assert_eq!(
        follows(2000, home),
        [
            (before.clone(), Some(Route::Single)),
            (after.clone(), Some(Route::Pool))
        ]
    );
    assert_eq!(
        follows(2000, "乙园5号楼101室"),
        [
            (before.clone(), Some(Route::Multi)),
            (after.clone(), Some(Route::Pool))
        ]
    );
    assert_eq!(
        follows(2020, home),
        [(before, Some(Route::Pool)), (after, Some(Route::Pool))]
    );
    assert!(follows(2000, "甲园").is_empty(), "nothing is settled yet");
}

#[test]
fn seat_records_tell_the_year_and_no_person() {
    let seats = |year: i32| {
        let world = world(tables("小学", year));
        let answer = ask(&world, "甲园五号楼1门101", "双井", None);
        let seats = answer.homes[0].levels[0].seats.iter();
        seats
            .map(|seat| (seat.year, seat.free_from, seat.counts))
            .collect::<Vec<_>>()
    };
    assert_eq!(seats(2019), [(2019, 2025, true)]);
    assert_eq!(seats(2015), [(2015, 2021, false)]);
}

#[test]
fn several_streets_are_all_candidates_and_none_is_the_answer() {
    let mut tables = tables("小学", 2000);
    let mut other = tables.catchments[0].clone();
    other.street = "劲松".into();
    tables.catchments.push(other);
    let world = world(tables);
    let streets = |text: &str, street: &str| {
        let answer = ask(&world, text, street, None);
        let mut streets: Vec<String> = answer
            .homes
            .iter()
            .map(|home| home.place.street.to_string())
            .collect();
        streets.sort();
        (
            streets.join(" "),
            answer
                .homes
                .iter()
                .all(|home| home.levels[0].follows.is_empty()),
        )
    };
    assert_eq!(streets("甲园5号楼101室", ""), ("劲松 双井".into(), true));
    assert_eq!(streets("甲园5号楼101室", "劲松"), ("劲松".into(), false));
    assert_eq!(
        streets("劲松街道甲园5号楼101室", ""),
        ("劲松".into(), false)
    );
    assert_eq!(
        streets("劲松街道甲园5号楼101室", "双井"),
        (String::new(), true)
    );
}

#[test]
fn what_no_row_says_is_not_answered() {
    let world = world(tables("小学", 2000));
    let unread = |text: &str, street: &str| {
        let answer = ask(&world, text, street, None);
        assert!(answer.homes.is_empty(), "{text}");
        (answer.unread, answer.near)
    };
    assert_eq!(unread("甲园3-2", "双井").0, Some(Unread::TwoWays));
    let (why, near) = unread("甲园5号楼101室", "劲松");
    assert_eq!(why, Some(Unread::NotKnown(Some("劲松"))));
    assert_eq!(
        near,
        [("双井", "甲园")],
        "the same name in another street, as a candidate"
    );
    assert_eq!(unread("丙丁里5号楼101室", "双井").1, []);
    assert_eq!(unread("甲园5号楼底商3号", "双井").1, [("双井", "甲园")]);
    assert_eq!(unread("", "").0, Some(Unread::NotKnown(None)));
}
