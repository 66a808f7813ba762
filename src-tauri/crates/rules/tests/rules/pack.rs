//! The real pack.

use std::collections::BTreeSet;

use ruxue_rules::pack::switches::{
    ChoicesMethod, DrawKind, EqualPlan, Exception, Leftover, Multiples, OtherAddress,
    SingleOverflow, Tiers, TitleTransfer,
};
use ruxue_rules::{Fact, Level, Pack, Severity, World, judge};

use crate::conditions::{base, on};
use crate::district;

#[test]
fn every_example_of_the_pack_holds() {
    let errors = district::pack().run_examples();
    let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// The codes of spec/rules.md, by what they give.
#[test]
fn every_code_of_the_page_is_there_and_weighs_as_it_says() {
    let pack = district::pack();
    let of = |severity| -> BTreeSet<&str> {
        let reasons = pack
            .reasons()
            .iter()
            .filter(|reason| reason.severity == severity);
        reasons.map(|reason| &*reason.code).collect()
    };
    let ineligible = "AGE_TOO_YOUNG NOT_LIVING_HERE LEASE_TOO_SHORT LEASE_EXPIRED LEASE_SHARED \
        NOT_RESIDENTIAL JOB_TOO_SHORT SI_MONTHS_MISSING NO_LOCAL_JOB PERMIT_ELSEWHERE \
        NOT_GRADUATING NO_RETURN";
    let refer = "AGE_OVER OWNER_NOT_PARENT TREATED_OTHER_DISTRICT_RENTING OTHER_STATUS \
        ENROLLED_IN_OTHER_DISTRICT ADDRESS_UNKNOWN HUKOU_HOME_DIFFER SEAT_CONTESTED ZONE_UNKNOWN";
    // FACT_MISSING is the pack's own, for children typed in by hand: imports always have the facts.
    let supplement = "NO_DWELLING_PROOF NO_HUKOU_BOOK NO_TITLE NO_LEASE LEASE_NOT_REGISTERED \
        NO_RECOGNITION NO_JOB_PROOF EMPLOYER_MISMATCH NO_PERMIT PERMIT_EXPIRED NO_CARE_PROOF \
        NO_RETURN_PROOF FACT_MISSING";
    assert_eq!(
        of(Severity::Ineligible),
        ineligible.split_whitespace().collect()
    );
    assert_eq!(of(Severity::Refer), refer.split_whitespace().collect());
    assert_eq!(
        of(Severity::Supplement),
        supplement.split_whitespace().collect()
    );
    let notes: BTreeSet<&str> = pack.notes().iter().map(|note| &*note.code).collect();
    assert_eq!(
        notes,
        ["HOME_NOT_OWNED", "SEAT_USED", "TITLE_AFTER_630"].into()
    );
    let categories: Vec<_> = pack
        .categories()
        .iter()
        .map(|category| &*category.code)
        .collect();
    assert_eq!(categories.join(" "), "P1 P2 P3 P4 P5 P9 J1 J2 J3 J4 J9");
}

#[test]
fn switches_have_their_values_of_2021() {
    let pack = district::pack();
    let switches = pack.switches();
    assert_eq!(switches.single_overflow(), SingleOverflow::DrawAll);
    assert_eq!(switches.equal_plan(), EqualPlan::Direct);
    assert_eq!(switches.lease_gap_days(), 0);
    assert_eq!(switches.other_address(), OtherAddress::Allowed);
    assert!(!switches.back_payment_counts());
    assert_eq!(switches.title_transfer(), TitleTransfer::Refer);
    assert_eq!(switches.multiples(), Multiples::Extend);
    assert_eq!(switches.choices_method(), ChoicesMethod::Rounds);
    assert_eq!(switches.exception(), Exception::WithApproverAndReason);
    for kind in DrawKind::ALL {
        let pooled = matches!(kind, DrawKind::Overflow | DrawKind::Multi | DrawKind::Pool);
        let (tiers, leftover) = (switches.tiers(*kind), switches.leftover(*kind));
        assert_eq!(tiers == Tiers::CareFirst, pooled, "{kind:?}");
        assert_eq!(leftover == Leftover::Pool, pooled, "{kind:?}");
    }
    assert_eq!(switches.all().len(), 11);
    let printed: Vec<_> = switches
        .of_category("J3")
        .map(|switch| &*switch.name)
        .collect();
    assert!(printed.contains(&"exception_allowed") && printed.contains(&"back_payment_counts"));
}

#[test]
fn the_digest_is_what_sha256sum_prints() {
    let folder = district::root().join("assets/policy/chaoyang-2021");
    let script = "LC_ALL=C sha256sum *.toml | sha256sum | cut -d' ' -f1";
    let shell = std::process::Command::new("sh")
        .arg("-c")
        .arg(script)
        .current_dir(folder)
        .output();
    let printed = String::from_utf8(shell.expect("sha256sum").stdout).expect("text");
    assert_eq!(district::pack().digest(), printed.trim());
    let mut files = district::files();
    files.reverse();
    let again = Pack::load(&files).expect("the pack");
    assert_eq!(
        again.digest(),
        printed.trim(),
        "the order of the files is irrelevant"
    );
}

#[test]
fn papers_timetable_and_words_are_there() {
    let pack = district::pack();
    let case = base("P2");
    let papers: Vec<_> = pack.papers(&case, "P2").map(|paper| &*paper.name).collect();
    assert_eq!(
        papers,
        [
            "全家户口簿",
            "儿童身份证件",
            "父母或其他法定监护人身份证件",
            "房屋所有权证或不动产权证书"
        ]
    );
    let draw = pack.event("first-draw-junior").expect("an event");
    assert_eq!(
        draw.from.map(|day| day.to_string()).as_deref(),
        Some("2021-06-09")
    );
    assert_eq!(draw.level, Some(Level::Junior));
    assert_eq!(pack.words().len(), 9);
    assert_eq!(
        (pack.season(), pack.document()),
        (2021, "朝政办发〔2021〕4号")
    );
}

/// Next year is another pack, not another program.
#[test]
fn another_year_is_data_only() {
    let mut files = district::files();
    for (name, bytes) in &mut files {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let text = match &**name {
            "pack.toml" => text
                .replace("season = 2021", "season = 2022")
                .replace("2014-09-01", "2015-09-01")
                .replace("2015-08-31", "2016-08-31"),
            // Over age is no longer asked, and rented homes stand in a category of their own.
            "categories.toml" => text.replace("\"not-over-age\", ", "").replace("P3", "P31"),
            "routes.toml" | "switches.toml" | "papers.toml" => text.replace("\"P3\"", "\"P31\""),
            "examples.toml" => text.replace("category = \"P3\"", "category = \"P31\""),
            _ => text,
        };
        *bytes = text.into_bytes();
    }
    let pack = Pack::load(&files).expect("the pack of another year");
    let case = base("P3").with(Fact::Birth, "2016-08-31");
    let world = World::build(&pack, ruxue_rules::Tables::default(), &[]);
    let verdict = judge(&pack, &case, &world, on());
    assert_eq!(
        (verdict.outcome.code(), verdict.category),
        ("eligible", Some("P31"))
    );
}

/// The pack of 2022 differs from that of 2021 in data only: a year later, and nobody is over age.
#[test]
fn the_bundled_pack_of_2022_is_a_year_later_and_asks_no_over_age_proof() {
    let pack = district::pack_of("chaoyang-2022");
    let errors: Vec<_> = pack
        .run_examples()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!((pack.season(), pack.id()), (2022, "chaoyang-2022"));
    let judged = |birth: &str| {
        let case = base("P1")
            .with(Fact::Birth, birth)
            .with(Fact::HomeKind, "租住");
        let world = World::build(&pack, ruxue_rules::Tables::default(), &[]);
        let verdict = judge(&pack, &case, &world, on());
        let codes: Vec<_> = verdict
            .reasons
            .iter()
            .map(|reason| reason.code.to_owned())
            .collect();
        (verdict.outcome.code(), codes.join(" "))
    };
    assert_eq!(judged("2016-08-31").0, "eligible");
    assert_eq!(
        judged("2014-08-31").0,
        "eligible",
        "older than the cohort: not asked why"
    );
    assert_eq!(judged("2016-09-01"), ("ineligible", "AGE_TOO_YOUNG".into()));
    assert!(
        pack.reasons()
            .iter()
            .all(|reason| &*reason.code != "AGE_OVER")
    );
    let cut = pack
        .days()
        .iter()
        .find(|day| &*day.id == "title-cut")
        .expect("the cut");
    assert_eq!(
        cut.day.to_string(),
        "2017-06-30",
        "a fixed day of policy, not of the year"
    );
}
