//! Whole seasons of random districts: nobody lost, nobody twice, no seat over plan.

use super::district::{District, child, school};
use proptest::prelude::*;
use ruxue_rules::Level::{Junior, Primary};
use ruxue_rules::{Fact, Ownership, Route, School, SchoolKind};

#[derive(Clone, Debug)]
struct Shape {
    plans: Vec<u32>,
    wishes: Vec<u32>,
    children: Vec<(usize, usize, usize, usize)>,
}

fn shapes() -> impl Strategy<Value = Shape> {
    let children = prop::collection::vec((0..10usize, 0..6usize, 0..64usize, 0..720usize), 0..60);
    (
        prop::collection::vec(0..6u32, 16),
        prop::collection::vec(0..4u32, 4),
        children,
    )
        .prop_map(|(plans, wishes, children)| Shape {
            plans,
            wishes,
            children,
        })
}

/// Six primary schools in three zones, four junior schools in two, one school of every other kind.
fn build(shape: &Shape) -> District {
    let mut district = District::new();
    for at in 0..6 {
        district = district.school(school(
            &format!("P{at}"),
            &format!("Z{}", at / 2),
            shape.plans[at],
        ));
    }
    for at in 0..4 {
        let plan = shape.plans[6 + at] + shape.wishes[at];
        district = district.school(School {
            choice_plan: Some(shape.wishes[at]),
            general_choice: at % 2 == 0,
            ..school(&format!("M{at}"), &format!("Y{}", at / 2), plan)
        });
    }
    for (at, code) in ["V0", "MV"].into_iter().enumerate() {
        let ownership = Ownership::Private;
        district = district.school(School {
            ownership,
            ..school(code, "", shape.plans[10 + at])
        });
    }
    for (at, code) in ["W0", "MW"].into_iter().enumerate() {
        let kind = SchoolKind::Boarding;
        district = district.school(School {
            kind,
            ..school(code, "", shape.plans[12 + at])
        });
    }
    district = district
        .school(School {
            kind: SchoolKind::Special,
            ..school("T0", "", shape.plans[14])
        })
        .school(School {
            kind: SchoolKind::NineYear,
            ..school("MN", "Y0", shape.plans[15])
        })
        .primary_zone("P0", "Y0", &["M0", "M1"])
        .primary_zone("P1", "Y1", &["M2", "M3"]);
    for at in 0..6 {
        let (own, next) = (format!("P{at}"), format!("P{}", at / 2 * 2));
        let (up, other) = (format!("M{}", at % 4), format!("M{}", at % 4 / 2 * 2));
        district = district
            .estate(Primary, &format!("单{at}"), &[&own])
            .estate(Primary, &format!("多{at}"), &[&own, &next])
            .estate(Junior, &format!("单{at}"), &[&up])
            .estate(Junior, &format!("多{at}"), &[&up, &other]);
    }
    shape.children.iter().enumerate().fold(district, add_child)
}

fn add_child(
    district: District,
    (n, (kind, at, wants, order)): (usize, &(usize, usize, usize, usize)),
) -> District {
    let receipt = format!("C{n:03}");
    let (level, route, estate) = match kind {
        0 => (Primary, Route::Special, format!("单{at}")),
        1 | 2 => (Primary, Route::Single, format!("单{at}")),
        3 => (Primary, Route::Multi, format!("多{at}")),
        4 => (Primary, Route::Pool, format!("单{at}")),
        5 => (Junior, Route::Special, "无名".to_owned()),
        6 => (Junior, Route::Direct, format!("多{at}")),
        7 => (Junior, Route::Single, format!("单{at}")),
        _ => (Junior, Route::Multi, format!("多{at}")),
    };
    let (mut case, route) = child(&receipt, level, route, &estate);
    // Every seventh child is a twin of the one before, where that has the same level and route; no
    // birth is of more than two.
    let first = n - n % 7 / 6;
    let birth = format!("2015-{:02}-{:02}", 1 + first / 28 % 12, 1 + first % 28);
    case.set(Fact::Birth, &birth);
    case.set(Fact::Guardian1Name, "某");
    case.set(Fact::Guardian1Id, &birth);
    if order % 9 == 0 && n % 7 < 5 {
        case.set(Fact::Care, "现役军人子女");
    }
    if level == Junior {
        case.set(
            Fact::EnrolledAt,
            if at % 2 == 0 { "朝阳区" } else { "外区" },
        );
        let primary = if route == Route::Direct {
            "MN"
        } else {
            ["P0", "P1"][at % 4 / 2]
        };
        case.set(Fact::PrimarySchool, primary);
    }
    let mut district = district.child((case, route));
    let me = [receipt.as_str()];
    let (private, boarding) = if level == Primary {
        ("V0", "W0")
    } else {
        ("MV", "MW")
    };
    if wants & 1 > 0 {
        district = district.choose(&me, "民办", &[private]);
    }
    if wants & 2 > 0 {
        district = district.choose(&me, "公办寄宿", &[boarding]);
    }
    if level == Junior && wants & 4 > 0 {
        district = district.choose(&me, "全区自愿", &[["M0", "M1", "M2", "M3"][order % 4]]);
    }
    if level == Junior && wants & 8 > 0 {
        district = district.choose(&me, "一般公办", &[["M0", "M2"][order % 2]]);
    }
    if wants & 16 > 0 {
        let own = if level == Primary {
            ["P1", "P0", "P3"]
        } else {
            ["M1", "M0", "M3"]
        };
        district = district.choose(&me, "多校划片", &own[..1 + order % 3]);
    }
    if route == Route::Special && wants & 32 > 0 {
        district = district.choose(&me, "特殊教育", &["T0"]);
    }
    district
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_season_loses_nobody_and_fills_no_seat_twice(shape in shapes()) {
        let mut district = build(&shape);
        // Without `extend` no draw may go over plan either.
        district.settings.groups = ruxue_lottery::Groups::Skip;
        let end = district.run();
        district.check(&end);
        prop_assert!(district.ceremonies <= 6);
    }

    #[test]
    fn twins_go_over_plan_by_one_a_draw_at_most(shape in shapes()) {
        let mut district = build(&shape);
        let end = district.run();
        // A school stands in two draws at most that can extend: 志愿 and its own, or own and zone.
        district.check_with(&end, 2);
    }
}
