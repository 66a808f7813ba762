//! Warnings: what they see, and that they leave the verdict alone.

use ruxue_rules::{Case, Fact, World, judge};

use crate::conditions::{base, on};
use crate::district;

fn warned(case: &Case) -> Vec<&'static str> {
    let pack = district::pack();
    let tables = crate::world::tables("小学", 2000);
    let world = World::build(pack, tables, std::slice::from_ref(case));
    let verdict = judge(pack, case, &world, on());
    assert_eq!(verdict.outcome.code(), "eligible");
    verdict
        .warnings
        .iter()
        .map(|warning| warning.code)
        .collect()
}

#[test]
fn a_plain_child_has_none() {
    let numbered = base("P1")
        .with(Fact::IdKind, "港澳台居民居住证")
        .with(Fact::IdNumber, "810000199408230021")
        .with(Fact::Sex, "女");
    assert_eq!(warned(&base("P1")), [""; 0]);
    assert_eq!(warned(&numbered), ["BIRTH_AGAINST_NUMBER"]);
}

#[test]
fn facts_that_sit_oddly_together_are_named() {
    let plain = || {
        base("P1")
            .with(Fact::IdKind, "港澳台居民居住证")
            .with(Fact::Sex, "女")
    };
    let number = plain().with(Fact::IdNumber, "810000201501010021");
    assert_eq!(warned(&number), ["ID_CHECK_DIGIT"]);
    assert_eq!(
        warned(&number.with(Fact::Sex, "男")),
        ["ID_CHECK_DIGIT", "SEX_AGAINST_NUMBER"]
    );
    let passport = plain()
        .with(Fact::IdKind, "护照")
        .with(Fact::IdNumber, "810000201501010021");
    assert_eq!(warned(&passport), [""; 0]);
    assert_eq!(
        warned(&base("P1").with(Fact::Owner, "乙")),
        ["OWNER_NO_GUARDIAN"]
    );
    assert_eq!(warned(&base("P1").with(Fact::Owner, "甲、乙")), [""; 0]);
    assert_eq!(
        warned(&base("P1").with(Fact::OwnerRelation, "母亲")),
        ["OWNER_RELATION_DIFFERS"]
    );
    let old = base("P1").with(Fact::TitleKind, "房屋所有权证");
    assert_eq!(
        warned(&old.with(Fact::TitleDate, "2018-01-01")),
        ["OLD_TITLE_LATE"]
    );
    let elsewhere = base("P1").with(Fact::HomeDistrict, "海淀区");
    assert_eq!(warned(&elsewhere), ["STREET_OUTSIDE"]);
    assert_eq!(
        warned(&base("P1").with(Fact::HomeBuilding, "")),
        ["BUILDING_UNKNOWN"]
    );
    let treated = base("P1").with(Fact::TreatedAs, "随军子女");
    assert_eq!(warned(&treated), ["TREATED_WITH_HUKOU"]);
    let lease = base("P5").with(Fact::LeaseFrom, "2021-05-02");
    assert_eq!(warned(&lease), ["LEASE_REVERSED"]);
    let ids = base("P1")
        .with(Fact::Guardian2Name, "乙")
        .with(Fact::Guardian2Id, "HOME");
    assert_eq!(warned(&ids), ["GUARDIANS_ALIKE"]);
    let future = base("P5")
        .with(Fact::LeaseFrom, "2021-06-02")
        .with(Fact::LeaseTo, "2022-06-02");
    assert_eq!(warned(&future), ["DAY_IN_FUTURE"]);
}

#[test]
fn odd_numbers_never_panic() {
    for number in [
        "八一〇〇〇〇二〇一五〇一〇一〇〇二一",
        "81000020150101002八",
        "X",
        "810000209913990021",
    ] {
        let case = base("P1")
            .with(Fact::IdKind, "居民身份证")
            .with(Fact::IdNumber, number);
        let _ = warned(&case.with(Fact::Sex, "男"));
    }
}
