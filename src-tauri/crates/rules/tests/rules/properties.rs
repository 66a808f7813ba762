//! Three-valued judging: unknown is never false, and never enough.

use proptest::prelude::*;
use ruxue_rules::{Case, Fact, Outcome, Pack, State, Tables, World, judge};

use crate::conditions::{ELIGIBLE, base, on};
use crate::district;

/// Facts whose absence opens a route question instead of a condition.
const OF_ROUTES: &[Fact] = &[
    Fact::HomeStreet,
    Fact::HomeEstate,
    Fact::HomeBuilding,
    Fact::HomeRoom,
    Fact::PrimarySchool,
];

/// Facts that choose the category: another value is another question.
const OF_CATEGORIES: &[Fact] = &[Fact::Level, Fact::Hukou, Fact::TreatedAs, Fact::EnrolledAt];

fn blanked(case: &Case, blanks: &[Fact]) -> Case {
    blanks
        .iter()
        .fold(case.clone(), |case, fact| case.with(*fact, ""))
}

fn outcome(pack: &Pack, tables: &Tables, case: &Case) -> Outcome {
    let world = World::build(pack, tables.clone(), std::slice::from_ref(case));
    judge(pack, case, &world, on()).outcome
}

fn any_case() -> impl Strategy<Value = (Case, Vec<Fact>)> {
    let facts = prop::collection::vec(0..Fact::ALL.len(), 0..12);
    (prop::sample::select(ELIGIBLE), facts).prop_map(|(id, facts)| {
        let case = base(id);
        let mut blanks: Vec<Fact> = facts.into_iter().map(|at| Fact::ALL[at]).collect();
        blanks.retain(|fact| {
            case.get(*fact).is_some() && !OF_ROUTES.contains(fact) && !OF_CATEGORIES.contains(fact)
        });
        // Where a junior child lives is asked by its route only.
        blanks.retain(|fact| *fact != Fact::HomeDistrict || id.starts_with('P'));
        blanks.dedup();
        (case, blanks)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Of a child that nothing speaks against, an absent fact never makes a refusal, and giving it
    /// back never makes the verdict worse.
    #[test]
    fn filling_an_unknown_never_worsens((case, blanks) in any_case()) {
        let pack = district::pack();
        let tables = crate::world::tables("小学", 2000);
        let before = outcome(pack, &tables, &blanked(&case, &blanks));
        prop_assert!(before >= Outcome::Supplement, "{before:?} {blanks:?}");
        for at in 0..blanks.len() {
            let mut fewer = blanks.clone();
            let filled = fewer.remove(at);
            let after = outcome(pack, &tables, &blanked(&case, &fewer));
            prop_assert!(after >= before, "{filled:?} of {blanks:?}: {before:?} to {after:?}");
        }
    }

    /// An eligible child has every condition met; a refusal names a fact that is given.
    #[test]
    fn verdicts_rest_on_what_is_given(
        (case, blanks) in any_case(),
        wrong in prop::collection::vec((0..Fact::ALL.len(), 0..4usize), 0..4),
    ) {
        let pack = district::pack();
        let case = wrong.into_iter().fold(blanked(&case, &blanks), |case, (at, pick)| {
            let fact = Fact::ALL[at];
            let text = match fact.kind() {
                ruxue_rules::Kind::OneOf(all) | ruxue_rules::Kind::AnyOf(all) => {
                    all[pick % all.len()]
                }
                ruxue_rules::Kind::Date => ["2010-01-01", "2018-05-02", "2021-05-02", "2030-01-01"][pick],
                ruxue_rules::Kind::Months => ["2021-01", "2020-11..2021-03", "x", "2018-05..2021-04"][pick],
                ruxue_rules::Kind::Have => ["有", "无"][pick % 2],
                ruxue_rules::Kind::Yes => ["是", "否"][pick % 2],
                _ => ["朝阳区", "海淀区", "双井", "P1"][pick],
            };
            case.with(fact, text)
        });
        let world = World::build(pack, crate::world::tables("小学", 2020), std::slice::from_ref(&case));
        let verdict = judge(pack, &case, &world, on());
        if verdict.outcome == Outcome::Eligible {
            prop_assert!(verdict.route.is_some());
            prop_assert!(verdict.conditions.iter().all(|one| one.state == State::Met));
        } else {
            prop_assert!(verdict.route.is_none() && verdict.notes.is_empty());
        }
        for reason in &verdict.reasons {
            if reason.severity.outcome() == Outcome::Ineligible {
                prop_assert!(reason.facts.iter().any(|(_, text)| text.is_some()), "{reason:?}");
            }
        }
        prop_assert!(verdict.reasons.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
