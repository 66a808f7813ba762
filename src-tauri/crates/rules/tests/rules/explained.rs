//! A verdict names everything that it rests on, and rests on nothing that is not given.

use proptest::prelude::*;
use ruxue_rules::verdict::UsedFact;
use ruxue_rules::{Condition, Fact, Outcome, State, Verdict};

use crate::nasty::{answer, changed, changes, child, config, district, facts, judged, named};

/// Conditions that one of several guardians can meet, or that each guardian has to.
const OF_GUARDIANS: &[&str] = &["three-year-job", "work", "permits"];

/// What the conditions alone say: the codes of a route leave it as it is.
fn of_conditions(verdict: &Verdict<'_>) -> Outcome {
    let met = verdict.conditions.iter().all(|one| one.state == State::Met);
    match verdict.category {
        Some(_) if met => Outcome::Eligible,
        _ => verdict.outcome,
    }
}

fn of<'v>(verdict: &'v Verdict<'_>, id: &str) -> Option<&'v Condition<'v>> {
    verdict.conditions.iter().find(|one| one.id == id)
}

fn names(facts: &[UsedFact<'_>], fact: Fact) -> bool {
    facts.iter().any(|(named, _)| *named == fact)
}

/// Whether a value of a fact that was unknown meets its condition: every condition that names it is
/// met, or lacks other facts only.
fn meets(after: &Verdict<'_>, fact: Fact) -> bool {
    let mut conditions = after
        .conditions
        .iter()
        .filter(|one| names(&one.facts, fact));
    let lacks = after
        .reasons
        .iter()
        .any(|reason| names(&reason.facts, fact));
    conditions.all(|one| one.state != State::NotMet) && !lacks
}

proptest! {
    #![proptest_config(config())]

    /// (c) Whatever the facts are that a verdict does not name: outcome, category, route, codes,
    /// notes and the state of every condition are the same.
    #[test]
    fn facts_that_are_not_named_do_not_matter(
        case in child(), around in district(), others in changes(60),
    ) {
        let verdict = judged(&case, &around);
        let named = named(&verdict);
        let mut others = others;
        others.retain(|(fact, _)| !named.contains(fact));
        let case_after = changed(&case, &others);
        let after = judged(&case_after, &around);
        prop_assert_eq!(answer(&verdict), answer(&after), "{}\nchanged {:?}", facts(&case), others);
    }

    /// (a) Filling an unknown with a value that meets its condition never makes what the conditions
    /// say worse: no condition that is asked before and after stands worse, and the outcome is worse
    /// only where the fact made a condition the child's that was not before (an empty 居住区县 keeps
    /// the title of a home from being asked for), which facts stated earlier break. To name another
    /// guardian fills no condition: it brings in a person of whom papers are asked.
    #[test]
    fn filling_with_what_is_asked_never_worsens(
        case in child(), around in district(), fill in changes(40),
    ) {
        let verdict = judged(&case, &around);
        for (fact, text) in fill.iter().filter(|(fact, _)| case.get(*fact).is_none()) {
            if [Fact::Guardian1Name, Fact::Guardian2Name].contains(fact) {
                continue;
            }
            let case_after = case.clone().with(*fact, text);
            let after = judged(&case_after, &around);
            if after.category != verdict.category || !meets(&after, *fact) {
                continue;
            }
            for one in &verdict.conditions {
                if let Some(now) = of(&after, one.id) {
                    prop_assert!(now.state >= one.state, "{} after {fact:?}={text}: {}", one.id, facts(&case));
                }
            }
            let new = after.conditions.iter().any(|one| of(&verdict, one.id).is_none());
            let (before, now) = (of_conditions(&verdict), of_conditions(&after));
            prop_assert!(new || now >= before, "{before:?} {now:?} {fact:?}={text}: {}", facts(&case));
        }
    }

    /// (b) An eligible child has every condition met, each by facts that are given. Taking away one
    /// that a condition names leaves the child eligible only where the condition goes with it (its
    /// guard asked for the fact) or where guardians meet it: then one has a way of working with all
    /// it needs given, and every one named has a permit with all it needs given, or a number that
    /// needs none.
    #[test]
    fn eligible_never_rests_on_an_unknown_fact(case in child(), around in district()) {
        let verdict = judged(&case, &around);
        if verdict.outcome != Outcome::Eligible {
            return Ok(());
        }
        prop_assert!(verdict.route.is_some());
        let given: Vec<Fact> = named(&verdict).into_iter().filter(|f| case.get(*f).is_some()).collect();
        for fact in given {
            let case_less = case.clone().with(fact, "");
            let less = judged(&case_less, &around);
            if less.outcome != Outcome::Eligible {
                continue;
            }
            for one in verdict.conditions.iter().filter(|one| names(&one.facts, fact)) {
                let stays = of(&less, one.id).is_some();
                prop_assert!(
                    !stays || OF_GUARDIANS.contains(&one.id),
                    "{} without {fact:?}: {}", one.id, facts(&case)
                );
            }
        }
        for one in &verdict.conditions {
            prop_assert_eq!(one.state, State::Met);
            let whole = |prefix: &str| one.facts.iter().filter(|(fact, _)| fact.header().starts_with(prefix))
                .all(|(_, text)| text.is_some());
            let named = |header: &str| Fact::from_header(header).and_then(|fact| case.get(fact));
            if ["work", "three-year-job"].contains(&one.id) {
                let works = |name: &str, job: &str| named(name).is_some() && whole(job);
                prop_assert!(works("监护人一姓名", "就业一") || works("监护人二姓名", "就业二"));
            }
            if one.id == "permits" {
                for (name, id, permit) in [("监护人一姓名", "监护人一证件号码", "居住证一"), ("监护人二姓名", "监护人二证件号码", "居住证二")] {
                    let local = named(id).is_some_and(|number| number.starts_with("110"));
                    prop_assert!(named(name).is_none() || local || whole(permit));
                }
            }
        }
    }
}
