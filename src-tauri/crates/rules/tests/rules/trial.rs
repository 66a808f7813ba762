//! Another pack on the same children: who changes, and because of which lines.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ruxue_rules::trial::{Dates, Trial, compare};
use ruxue_rules::{Case, Outcome, Pack, Route, Tables, World, judge};

use crate::diff::altered;
use crate::district;

fn children() -> (Tables, Vec<Case>) {
    let folder = district::root().join("tests/fixtures/verdicts");
    (district::tables(&folder), district::cases(&folder))
}

fn tried(old: &Pack, new: &Pack, dates: Dates) -> Trial {
    let (tables, cases) = children();
    compare(old, new, &tables, &cases, dates)
}

/// The ids of the changes that bear on a child.
fn causes(trial: &Trial) -> BTreeSet<&str> {
    let all = trial.changed.iter().flat_map(|child| &child.causes);
    all.map(|at| &*trial.changes[*at].id).collect()
}

type Verdicts = Vec<(Outcome, Option<String>, Option<Route>)>;

fn verdicts(pack: &Pack) -> Verdicts {
    let (tables, cases) = children();
    let world = World::build(pack, tables, &cases);
    let on = NaiveDate::from_ymd_opt(2021, 6, 1).expect("a day");
    let place = |case: &Case| {
        let verdict = judge(pack, case, &world, on);
        (
            verdict.outcome,
            verdict.category.map(Into::into),
            verdict.route,
        )
    };
    cases.iter().map(place).collect()
}

#[test]
fn every_changed_child_between_the_years_is_listed_and_traced() {
    let (old, new) = (district::pack(), &district::pack_of("chaoyang-2022"));
    for (old, new) in [(old, new), (new, old)] {
        let trial = tried(old, new, Dates::AsTheyAre);
        let (before, after) = (verdicts(old), verdicts(new));
        let differ = (0..before.len()).filter(|at| before[*at] != after[*at]);
        let listed: Vec<usize> = trial.changed.iter().map(|child| child.at).collect();
        assert_eq!(listed, differ.collect::<Vec<_>>(), "no more and no fewer");
        assert!(listed.len() > 40 && listed.len() < before.len());
        for child in &trial.changed {
            assert!(!child.causes.is_empty(), "untraced: {child:#?}");
        }
        assert_eq!(trial.table().values().sum::<usize>(), trial.changed.len());
    }
}

/// With the calendar moved along, only the rule that went is left.
#[test]
fn moved_dates_show_the_rules_alone() {
    let new = district::pack_of("chaoyang-2022");
    let trial = tried(district::pack(), &new, Dates::Moved);
    assert_eq!(trial.years_moved, 1);
    assert!(!trial.changed.is_empty());
    assert_eq!(
        causes(&trial),
        BTreeSet::from(["primary-gate", "not-over-age", "AGE_OVER"])
    );
    for child in &trial.changed {
        assert_eq!(
            (child.old.outcome, child.went()),
            (Outcome::Refer, vec!["AGE_OVER"])
        );
    }
}

/// The pack with one thing altered: some child changes, and each is traced to that thing alone.
fn alone((file, from, to): (&str, &str, &str), id: &str) {
    let new = altered(file, from, to);
    for (old, new) in [(district::pack(), &new), (&new, district::pack())] {
        let trial = tried(old, new, Dates::AsTheyAre);
        assert_eq!(trial.changes.len(), 1, "{id}: {:#?}", trial.changes);
        assert!(!trial.changed.is_empty(), "{id}: nobody changes");
        assert!(
            trial.changed.len() < trial.children,
            "{id}: everybody changes"
        );
        for child in &trial.changed {
            assert_eq!(child.causes, [0], "{id}: {child:#?}");
        }
        assert_eq!(causes(&trial), BTreeSet::from([id]));
        assert_eq!(trial.weight(), [trial.changed.len()]);
    }
}

#[test]
fn a_pack_with_one_thing_altered_is_traced_to_that_thing() {
    let p = "pack.toml";
    alone((p, "day = 2015-08-31", "day = 2015-03-31"), "birth-latest");
    alone((p, "day = 2021-06-01", "day = 2022-03-01"), "permit-day");
    alone((p, "day = 2021-05-01", "day = 2021-04-28"), "no-home-as-of");
    alone((p, "day = 2017-06-30", "day = 2019-06-30"), "title-cut");
    alone((p, "last = \"2021-03\"", "last = \"2021-06\""), "insurance");
    alone((p, "recorded_from = 2017", "recorded_from = 2021"), "seat");
    alone((p, "season = 2021", "season = 2031"), "season");
    let c = "conditions.toml";
    alone(
        (
            c,
            "values = [\"住宅\"]",
            "values = [\"住宅\", \"商业\", \"办公\", \"车库\"]",
        ),
        "title-use",
    );
    alone(
        (c, "exempt_prefix = \"110\"", "exempt_prefix = \"xyz\""),
        "permits",
    );
    let k = "categories.toml";
    alone(
        (
            k,
            "  \"hukou-book\",\n  \"permits\",\n",
            "  \"hukou-book\",\n",
        ),
        "four-papers",
    );
    alone(
        (
            k,
            "conditions = [\"primary-gate\", \"hukou-book\", \"own-title\"",
            "conditions = [\"primary-gate\", \"own-title\"",
        ),
        "P1",
    );
    alone(
        (
            "reasons.toml",
            "severity = \"supplement\"\nsays = \"没有全家户口簿\"",
            "severity = \"refer\"\nsays = \"没有全家户口簿\"",
        ),
        "NO_HUKOU_BOOK",
    );
}

#[test]
fn the_way_to_a_route_is_traced_too() {
    let r = "routes.toml";
    let single = "all = [{ look = \"good-title\" }, { look = \"one-school\" }]\nroute = \"SINGLE\"";
    alone((r, single, &single.replace("SINGLE", "MULTI")), "step-7");
    let care = "when = { \"照顾类别\" = \"残疾\" }";
    alone(
        (r, care, "when = { \"照顾类别\" = \"烈士子女\" }"),
        "step-2",
    );
    let new = altered(
        r,
        "\"权利人关系\" = [\"父亲\", \"母亲\", \"法定监护人\"]",
        "\"权利人关系\" = [\"父亲\"]",
    );
    let trial = tried(district::pack(), &new, Dates::AsTheyAre);
    assert!(!trial.changed.is_empty());
    assert_eq!(causes(&trial), BTreeSet::from(["good_title"]));
}

#[test]
fn words_and_timetables_change_nobody() {
    for (file, from, to) in [
        (
            "reasons.toml",
            "says = \"没有全家户口簿\"",
            "says = \"缺全家户口簿\"",
        ),
        ("timetable.toml", "from = 2021-05-10", "from = 2021-05-11"),
        (
            "categories.toml",
            "title = \"朝阳区户籍\"",
            "title = \"本区户籍\"",
        ),
        (
            "switches.toml",
            "value = \"draw_all\"",
            "value = \"by_registration_date\"",
        ),
    ] {
        let trial = tried(district::pack(), &altered(file, from, to), Dates::AsTheyAre);
        assert_eq!((trial.changed.len(), trial.other_reasons), (0, 0), "{from}");
        assert_eq!(trial.changes.len(), 1);
    }
}
