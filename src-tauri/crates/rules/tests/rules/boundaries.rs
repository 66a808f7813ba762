//! Every day and month that a rule compares with: the day before, the day itself, the day after.

use ruxue_rules::{Case, Fact, Pack, Tables, Verdict, World, judge};

use crate::conditions::{base, on};
use crate::district;

/// The reasons and notes of a child alone in an empty district.
fn codes(pack: &Pack, case: &Case) -> Vec<String> {
    let world = World::build(pack, Tables::default(), std::slice::from_ref(case));
    let verdict: Verdict<'_> = judge(pack, case, &world, on());
    let reasons = verdict.reasons.iter().map(|reason| reason.code.to_owned());
    reasons
        .chain(verdict.notes.iter().map(|note| note.code.to_owned()))
        .collect()
}

/// A base, the fact, its three values and whether the code speaks for each, the code.
type Row = (&'static str, Fact, [(&'static str, bool); 3], &'static str);

#[test]
fn days_and_months_bound_where_the_text_says() {
    let pack = district::pack();
    let rows: &[Row] = &[
        (
            "P3",
            Fact::Birth,
            [
                ("2015-08-30", false),
                ("2015-08-31", false),
                ("2015-09-01", true),
            ],
            "AGE_TOO_YOUNG",
        ),
        (
            "P3",
            Fact::Birth,
            [
                ("2014-08-31", true),
                ("2014-09-01", false),
                ("2014-09-02", false),
            ],
            "AGE_OVER",
        ),
        (
            "P3",
            Fact::LeaseFrom,
            [
                ("2018-04-30", false),
                ("2018-05-01", false),
                ("2018-05-02", true),
            ],
            "LEASE_TOO_SHORT",
        ),
        (
            "P3",
            Fact::LeaseTo,
            [
                ("2021-04-30", true),
                ("2021-05-01", false),
                ("2021-05-02", false),
            ],
            "LEASE_EXPIRED",
        ),
        (
            "P3",
            Fact::Job1From,
            [
                ("2018-04-30", false),
                ("2018-05-01", false),
                ("2018-05-02", true),
            ],
            "JOB_TOO_SHORT",
        ),
        (
            "P3",
            Fact::Job1Months,
            [
                ("2018-04..2021-04", false),
                ("2018-05..2021-04", false),
                ("2018-06..2021-04", true),
            ],
            "JOB_TOO_SHORT",
        ),
        (
            "P3",
            Fact::Job1Months,
            [
                ("2018-05..2021-03", true),
                ("2018-05..2021-04", false),
                ("2018-05..2021-05", false),
            ],
            "JOB_TOO_SHORT",
        ),
        (
            "P5",
            Fact::Job1Months,
            [
                ("2020-10..2021-03", false),
                ("2020-11..2021-03", false),
                ("2020-12..2021-03", true),
            ],
            "SI_MONTHS_MISSING",
        ),
        (
            "P5",
            Fact::Job1Months,
            [
                ("2020-11..2021-02", true),
                ("2020-11..2021-03", false),
                ("2020-11..2021-04", false),
            ],
            "SI_MONTHS_MISSING",
        ),
        (
            "P5",
            Fact::Permit1Until,
            [
                ("2021-05-31", true),
                ("2021-06-01", false),
                ("2021-06-02", false),
            ],
            "PERMIT_EXPIRED",
        ),
        (
            "P1",
            Fact::TitleDate,
            [
                ("2017-06-29", false),
                ("2017-06-30", false),
                ("2017-07-01", true),
            ],
            "TITLE_AFTER_630",
        ),
    ];
    for (id, fact, values, code) in rows {
        for (value, speaks) in values {
            let case = base(id).with(*fact, value);
            let found = codes(pack, &case);
            let is = found.iter().any(|one| one == code);
            assert_eq!(is, *speaks, "{id} {} {value}: {found:?}", fact.header());
        }
    }
}

#[test]
fn seats_bind_for_six_and_three_years() {
    let pack = district::pack();
    for (level, year, used) in [
        ("小学", 2014, false),
        ("小学", 2015, false),
        // Within six years, but use is recorded from 2017 only.
        ("小学", 2016, false),
        ("小学", 2017, true),
        ("小学", 2020, true),
        ("初中", 2017, false),
        ("初中", 2018, false),
        ("初中", 2019, true),
        ("初中", 2020, true),
    ] {
        let id = if level == "小学" { "P1" } else { "J1" };
        let case = base(id);
        let tables = crate::world::tables(level, year);
        let world = World::build(pack, tables, std::slice::from_ref(&case));
        let verdict = judge(pack, &case, &world, on());
        let single = verdict.route.map(|route| route.code()) == Some("SINGLE");
        assert_eq!(!single, used, "{level} {year}: {:?}", verdict.route);
    }
}

#[test]
fn every_day_of_the_pack_is_bound_by_a_row_above() {
    let pack = district::pack();
    let days: Vec<_> = pack.days().iter().map(|day| &*day.id).collect();
    let known = [
        "issued",
        "birth-from",
        "birth-latest",
        "title-cut",
        "no-home-as-of",
        "no-home-since",
        "permit-day",
    ];
    assert_eq!(days, known, "a new day needs its three days in this file");
}
