//! Switches set for the season.

use ruxue_rules::pack::switches::{
    ChoicesMethod, DrawKind, EqualPlan, Leftover, Multiples, SingleOverflow, SwitchError, Tiers,
};

use crate::district;

#[test]
fn every_offered_value_can_be_set_and_nothing_else_changes() {
    let pack = district::pack();
    for switch in pack.switches().all() {
        let kinds: Vec<Option<&str>> = if switch.is_by_kind() {
            DrawKind::ALL.iter().map(|kind| Some(kind.text())).collect()
        } else {
            vec![None]
        };
        let mut offered = switch.offered();
        if offered.is_empty() {
            offered = vec!["0", "30", "366"];
        }
        for kind in kinds {
            for value in &offered {
                let set = pack.with_switch(&switch.name, kind, value).unwrap();
                assert_eq!(set.digest(), pack.digest());
                let now = set.switches().named(&switch.name).unwrap();
                match kind.and_then(DrawKind::parse) {
                    None => assert_eq!(now.value, **value),
                    Some(kind) => assert_eq!(now.value_for(kind), Some(*value)),
                }
                let words = now.value_in_words(value);
                assert!(!words.contains('_') && words != "none", "{words}");
                let others = |name: &str| name != &*switch.name;
                let rest = |pack: &ruxue_rules::Pack| -> Vec<_> {
                    let all = pack.switches().all().iter();
                    all.filter(|one| others(&one.name)).cloned().collect()
                };
                assert_eq!(rest(&set), rest(pack), "{}", switch.name);
            }
        }
    }
}

#[test]
fn draws_read_the_value_that_was_set() {
    let pack = district::pack();
    let set = |name, kind, value| pack.with_switch(name, kind, value).unwrap();
    let all = |name, value| set(name, None, value);
    let overflow = all("single_overflow", "by_registration_date");
    assert_eq!(
        overflow.switches().single_overflow(),
        SingleOverflow::ByRegistrationDate
    );
    let equal = all("applications_equal_plan", "draw");
    assert_eq!(equal.switches().equal_plan(), EqualPlan::Draw);
    let multiples = all("multiples", "skip");
    assert_eq!(multiples.switches().multiples(), Multiples::Skip);
    let method = all("choices_method", "serial");
    assert_eq!(method.switches().choices_method(), ChoicesMethod::Serial);
    assert_eq!(all("lease_gap_days", "15").switches().lease_gap_days(), 15);
    assert!(
        all("back_payment_counts", "true")
            .switches()
            .back_payment_counts()
    );
    let tiers = set("tiers", Some("民办"), "care_first");
    assert_eq!(tiers.switches().tiers(DrawKind::Private), Tiers::CareFirst);
    assert_eq!(tiers.switches().tiers(DrawKind::Boarding), Tiers::None);
    let leftover = set("leftover", Some("多校划片"), "none");
    assert_eq!(
        leftover.switches().leftover(DrawKind::Multi),
        Leftover::None
    );
    assert_eq!(leftover.switches().leftover(DrawKind::Pool), Leftover::Pool);
}

#[test]
fn what_the_pack_does_not_offer_is_refused_by_name() {
    let pack = district::pack();
    let refused = |name: &str, kind: Option<&str>, value: &str| {
        let error = pack.with_switch(name, kind, value).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        error
    };
    assert!(matches!(
        refused("tears", None, "none"),
        SwitchError::Unknown(..)
    ));
    assert!(matches!(
        refused("tiers", None, "none"),
        SwitchError::NeedsKind(..)
    ));
    let odd = pack.with_switch("tiers", Some("公办"), "none").unwrap_err();
    assert!(matches!(odd, SwitchError::UnknownKind(..)), "{odd}");
    let one = refused("multiples", Some("民办"), "skip");
    assert!(matches!(one, SwitchError::HasNoKinds(..)));
    for (name, kind, value) in [
        ("single_overflow", None, "draw_none"),
        ("tiers", Some("民办"), "care_last"),
        ("lease_gap_days", None, "-1"),
        ("lease_gap_days", None, "367"),
        ("lease_gap_days", None, "其他天数"),
        ("back_payment_counts", None, "yes"),
    ] {
        let error = refused(name, kind, value);
        assert!(matches!(error, SwitchError::NotOffered { .. }), "{error}");
    }
}

#[test]
fn a_switch_says_where_it_takes_effect() {
    let pack = district::pack();
    let in_review: Vec<&str> = pack
        .switches()
        .all()
        .iter()
        .filter(|one| one.in_review())
        .map(|one| &*one.name)
        .collect();
    assert_eq!(
        in_review.join(" "),
        "lease_gap_days other_address_same_lease back_payment_counts title_transfer exception_allowed"
    );
}
