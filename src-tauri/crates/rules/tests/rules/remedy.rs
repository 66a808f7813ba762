//! What would change a verdict.

use std::time::Instant;

use proptest::prelude::*;
use ruxue_rules::remedy::{How, Remedies};
use ruxue_rules::{Advisor, Case, Fact, Outcome, State, Verdict, World, judge};

use crate::conditions::{base, on};
use crate::district;
use crate::nasty::{child, config, district as any_district, facts};

fn remedies(case: &Case) -> Remedies {
    let pack = district::pack();
    let world = World::build(
        pack,
        crate::world::tables("小学", 2000),
        std::slice::from_ref(case),
    );
    let verdict = judge(pack, case, &world, on());
    Advisor::new(pack).remedies(case, &world, on(), &verdict)
}

/// One line an answer: how, header, what is asked; then what the child would be.
fn show(remedies: &Remedies) -> Vec<String> {
    let line = |remedy: &ruxue_rules::Remedy| {
        let change = |change: &ruxue_rules::remedy::Change| {
            format!(
                "{}{}（{}）",
                change.how.text(),
                change.fact.header(),
                change.asks
            )
        };
        let changes: Vec<_> = remedy.changes.iter().map(change).collect();
        let then = &remedy.then;
        let route = then
            .route
            .map_or_else(String::new, |route| format!(" {}", route.code()));
        format!(
            "{} → {}{route} {}",
            changes.join(" "),
            then.outcome.code(),
            then.codes.join(" ")
        )
        .trim_end()
        .to_owned()
    };
    remedies.all().map(line).collect()
}

fn check(id: &str, changes: &[(&str, &str)], want: &[&str]) {
    let case = changes.iter().fold(base(id), |case, (header, text)| {
        case.with(Fact::from_header(header).expect("a header"), text)
    });
    assert_eq!(show(&remedies(&case)), want, "{id} {changes:?}");
}

#[test]
fn what_is_missing_is_filled() {
    check(
        "P1",
        &[("全家户口簿", "")],
        &["补齐全家户口簿（有） → eligible SINGLE"],
    );
    check(
        "P1",
        &[("全家户口簿", "无")],
        &["补交全家户口簿（有） → eligible SINGLE"],
    );
    check(
        "P3",
        &[("租赁起", ""), ("租赁备案编号", "")],
        &["补齐租赁起（不晚于 2018-05-01） 补齐租赁备案编号（填写） → eligible POOL"],
    );
    check(
        "P1",
        &[("出生日期", "")],
        &["补齐出生日期（不晚于 2015-08-31，不早于 2014-09-01） → eligible SINGLE"],
    );
}

#[test]
fn what_breaks_a_condition_is_corrected() {
    check(
        "P3",
        &[("租赁起", "2019-01-01")],
        &["更正租赁起（不晚于 2018-05-01） → eligible POOL"],
    );
    check(
        "P5",
        &[("就业一社保月份", "2020-12..2021-03")],
        &["更正就业一社保月份（2020-11 至 2021-03 逐月） → eligible POOL"],
    );
    check(
        "J2",
        &[("回区手续", "未办理")],
        &["更正回区手续（已办理） → eligible SINGLE"],
    );
}

/// A name that does not agree is cured on either side, as the reason asks for papers.
#[test]
fn two_facts_that_must_agree() {
    check(
        "P5",
        &[("就业一社保单位", "公司二")],
        &[
            "补交就业一单位（与就业一社保单位一致） → eligible POOL",
            "补交就业一社保单位（与就业一单位一致） → eligible POOL",
        ],
    );
}

/// One guardian is enough: the one who lacks least, and where that is a correction, the papers of
/// the other too.
#[test]
fn one_guardian_is_enough() {
    let two = [
        ("监护人二姓名", "乙"),
        ("监护人二证件号码", "110105198001010011"),
        ("就业一合同起", "2019-01-01"),
    ];
    check(
        "P3",
        &two,
        &[
            "更正就业一合同起（不晚于 2018-05-01） → eligible POOL",
            "补齐就业二方式（受雇 或 个体工商户 或 法定代表人 或 股东合伙人） 补齐就业二区县（朝阳区） \
         补齐就业二合同起（不晚于 2018-05-01） 补齐就业二社保月份（2018-05 至 2021-04 逐月） → eligible POOL",
        ],
    );
}

/// A home outside needs no title of a child of this district: the search finds it.
#[test]
fn facts_that_call_conditions_in_are_tried_out() {
    check(
        "P1",
        &[("居住区县", ""), ("房屋用途", "")],
        &["补齐居住区县（填写（朝阳区以外的）） → eligible POOL HOME_NOT_OWNED"],
    );
    check(
        "P1",
        &[("居住方式", ""), ("产权证号", "")],
        &["补齐居住方式（租住 或 其他） → eligible POOL HOME_NOT_OWNED"],
    );
    // A stated home is not moved away in order to escape the title.
    check(
        "P1",
        &[("房屋用途", ""), ("产权证号", "")],
        &["补齐产权证号（填写） 补齐房屋用途（填写） → eligible SINGLE"],
    );
}

#[test]
fn the_category_may_be_what_is_missing() {
    check(
        "P3",
        &[("户籍类别", "")],
        &["补齐户籍类别（朝阳区 或 本市外区 或 外省市） → eligible POOL HOME_NOT_OWNED"],
    );
}

#[test]
fn what_a_person_decides_stays_with_the_person() {
    check(
        "P1",
        &[("小区", "丙园"), ("全家户口簿", "")],
        &["补齐全家户口簿（有） → refer ADDRESS_UNKNOWN"],
    );
    let foreign = [
        ("户籍类别", "外国籍"),
        ("按京籍对待", ""),
        ("出生日期", "2015-09-02"),
    ];
    check(
        "P4",
        &foreign,
        &["更正出生日期（不晚于 2015-08-31，不早于 2014-09-01） → refer OTHER_STATUS"],
    );
    check("P1", &[], &[]);
}

/// A title that becomes good by the answer meets the one other title at that home.
#[test]
fn an_answer_sees_who_else_claims_the_home() {
    let pack = district::pack();
    let child = base("P1").with(Fact::TitleNumber, "");
    let other = base("P1")
        .with(Fact::Receipt, "H2")
        .with(Fact::Guardian1Id, "OTHER");
    let said = |other: Case| {
        let tables = crate::world::tables("小学", 2000);
        let world = World::build(pack, tables, &[child.clone(), other]);
        let verdict = judge(pack, &child, &world, on());
        show(&Advisor::new(pack).remedies(&child, &world, on(), &verdict))
    };
    let refer = "补齐产权证号（填写） → refer SEAT_CONTESTED";
    assert_eq!(said(other.clone()), [refer]);
    let single = "补齐产权证号（填写） → eligible SINGLE";
    let sibling = other.clone().with(Fact::Guardian1Id, "home");
    assert_eq!(said(sibling), [single], "one family");
    let elsewhere = other.with(Fact::HomeRoom, "102");
    assert_eq!(said(elsewhere), [single], "next door");
}

proptest! {
    #![proptest_config(config())]

    /// (d) Every answer, applied, gives what it says; no part of it does. Without an answer, or with
    /// one, the child keeps its category.
    #[test]
    fn every_answer_gives_what_it_says_and_no_part_of_it_does(case in child(), around in any_district()) {
        let pack = district::pack();
        let advisor = Advisor::new(pack);
        let world = around.around(pack, &case);
        let verdict = judge(pack, &case, &world, on());
        let found = advisor.remedies(&case, &world, on(), &verdict);
        let asks = [Outcome::Supplement, Outcome::Ineligible].contains(&verdict.outcome);
        prop_assert!(asks || found.is_empty());
        for remedy in found.all() {
            let changes = &remedy.changes;
            let with = |mask: u32| changes.iter().enumerate()
                .filter(|(at, _)| mask & (1 << at) != 0)
                .fold(case.clone(), |case, (_, change)| case.with(change.fact, &change.value));
            let all = (1u32 << changes.len()) - 1;
            let cured = with(all);
            let after = judge(pack, &cured, &world, on());
            prop_assert_eq!(after.outcome, remedy.then.outcome, "{} {:?}", facts(&case), remedy);
            prop_assert!(after.outcome == Outcome::Eligible || after.outcome == Outcome::Refer);
            prop_assert_eq!(after.route, remedy.then.route);
            prop_assert_eq!(after.category, Some(&*remedy.then.category));
            prop_assert!(verdict.category.is_none() || verdict.category == after.category);
            let unmet = |verdict: &Verdict<'_>| -> Vec<String> {
                let unmet = verdict.conditions.iter().filter(|one| one.state != State::Met);
                unmet.map(|one| one.id.to_owned()).collect()
            };
            // What a person decides stays; everything else must be met by the whole and by no part.
            let left = unmet(&after);
            for mask in 0..all {
                let part = with(mask);
                let part = judge(pack, &part, &world, on());
                let fits = part.category.is_some()
                    && (verdict.category.is_none() || verdict.category == part.category);
                let does = fits && unmet(&part).iter().all(|id| left.contains(id));
                prop_assert!(!does, "a part of {remedy:?} does for {}", facts(&case));
            }
            for change in changes {
                prop_assert_eq!(change.how == How::Fill, case.get(change.fact).is_none());
            }
        }
        let size = found.smallest.first().map_or(0, |one| one.changes.len());
        prop_assert!(found.smallest.iter().all(|one| one.changes.len() == size));
        if let Some(filling) = &found.filling {
            prop_assert!(filling.changes.len() >= size);
            prop_assert!(filling.changes.iter().all(|one| one.how != How::Correct));
        }
    }
}

/// Ten thousand sheets must not wait for their answers.
#[test]
fn the_search_is_quick() {
    let folder = district::root().join("tests/fixtures/verdicts");
    let (pack, cases) = (district::pack(), district::cases(&folder));
    let world = World::build(pack, district::tables(&folder), &cases);
    let advisor = Advisor::new(pack);
    let (start, mut slowest, mut asked) = (Instant::now(), 0, 0);
    for case in &cases {
        let (one, verdict) = (Instant::now(), judge(pack, case, &world, on()));
        let found = advisor.remedies(case, &world, on(), &verdict);
        slowest = slowest.max(one.elapsed().as_micros());
        asked += usize::from(!found.is_empty());
    }
    let mean = start.elapsed().as_micros() / cases.len() as u128;
    println!(
        "{asked} of {} have answers; mean {mean} µs, slowest {slowest} µs",
        cases.len()
    );
    assert!(mean < 2_000 && asked > 100);
}
