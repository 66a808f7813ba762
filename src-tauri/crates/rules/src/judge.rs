//! From a child to its verdict.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::fact::FactSet;
use crate::pack::Category;
use crate::pack::conditions::ReasonId;
use crate::pack::guard::Guard;
use crate::verdict::{Condition, Excluded, Note, Outcome, Reason, UsedFact, Verdict};
use crate::{Case, Fact, Pack, World, route, warning};

/// Judges a child. Cannot fail: what is not known is unknown.
///
/// `on` is the day of judging; it only bears on warnings (days in the future), never on the
/// verdict, whose days are the pack's.
pub fn judge<'a>(pack: &'a Pack, case: &'a Case, world: &World, on: NaiveDate) -> Verdict<'a> {
    let mut verdict = Verdict {
        outcome: Outcome::Eligible,
        category: None,
        category_facts: Vec::new(),
        route_facts: Vec::new(),
        route: None,
        reasons: Vec::new(),
        notes: Vec::new(),
        conditions: Vec::new(),
        excluded: excluded(pack, case),
        warnings: warning::warnings(case, world, on),
    };
    match pack.category_of(case) {
        Some(category) => {
            verdict.category = Some(&category.code);
            verdict.weigh(pack, case, category);
            if verdict.reasons.is_empty() {
                verdict.follow_route(pack, case, world, category);
            }
        }
        None => verdict.miss_category(pack, case),
    }
    let worst = verdict
        .reasons
        .iter()
        .map(|reason| reason.severity.outcome())
        .min();
    verdict.outcome = worst.unwrap_or(Outcome::Eligible);
    verdict.reasons.sort_by_key(|reason| reason.code);
    verdict
}

impl<'a> Verdict<'a> {
    /// Weighs the conditions of the category that concern the child.
    fn weigh(&mut self, pack: &'a Pack, case: &'a Case, category: &'a Category) {
        self.conditions.reserve(category.uses.len());
        let mut claim = FactSet::default();
        claim.add(Fact::Level);
        category.who.rests_on(case, &mut claim);
        for used in &category.uses {
            let rule = &pack.rules[used.rule];
            if let Some(guard) = used.guards(rule).find(|guard| !guard.holds(case)) {
                guard.rests_on(case, &mut claim);
                continue;
            }
            let weighed = rule.weigh(case);
            let clause = rule.clause.as_deref().unwrap_or(&category.clause);
            for (reason, facts) in &weighed.raised {
                self.raise(
                    pack,
                    case,
                    *reason,
                    clause,
                    facts,
                    Cow::Borrowed(&*rule.threshold),
                );
            }
            self.conditions.push(Condition {
                id: &rule.id,
                clause,
                says: &rule.says,
                threshold: &rule.threshold,
                codes: weighed
                    .raised
                    .iter()
                    .map(|(reason, _)| &*pack.reasons[*reason].code)
                    .collect(),
                state: weighed.state,
                facts: with_guards(case, &weighed.facts, used.guards(rule)),
            });
        }
        self.category_facts = set_facts(case, claim);
    }

    fn follow_route(&mut self, pack: &'a Pack, case: &'a Case, world: &World, own: &'a Category) {
        let routed = route::route(pack, case, world, (own.level, &own.code));
        for refer in routed.refers {
            self.raise(
                pack,
                case,
                refer.reason,
                refer.clause,
                &refer.facts,
                refer.threshold,
            );
        }
        self.route_facts = set_facts(case, routed.rests_on);
        if !self.reasons.is_empty() {
            return;
        }
        self.route = routed.route;
        for (note, facts) in routed.notes {
            let name = &pack.notes[note];
            let facts = used_facts(case, &facts);
            let note = Note {
                code: &name.code,
                clause: &name.clause,
                says: &name.says,
                facts,
            };
            if !self.notes.iter().any(|known| known.code == note.code) {
                self.notes.push(note);
            }
        }
        self.notes.sort_by_key(|note| note.code);
    }

    /// No category claims the child: a fact is missing that tells which.
    fn miss_category(&mut self, pack: &'a Pack, case: &'a Case) {
        let mut facts = vec![Fact::Level];
        let level = case.level();
        let own = pack
            .categories
            .iter()
            .filter(|category| Some(category.level) == level);
        facts.extend(own.flat_map(|category| category.who.facts()));
        facts.sort_unstable();
        facts.dedup();
        facts.retain(|fact| !case.has(*fact));
        self.category_facts = used_facts(case, &[Fact::Level]);
        self.raise(
            pack,
            case,
            pack.unclaimed,
            pack.document(),
            &facts,
            Cow::default(),
        );
    }

    /// Adds a reason, or its facts to the reason that stands already: a code stands once.
    fn raise(
        &mut self,
        pack: &'a Pack,
        case: &'a Case,
        reason: ReasonId,
        clause: &'a str,
        facts: &[Fact],
        threshold: Cow<'a, str>,
    ) {
        let name = &pack.reasons[reason];
        let facts = used_facts(case, facts);
        let at = self
            .reasons
            .iter()
            .position(|known| *known.code == *name.code);
        let known = match at {
            Some(at) => &mut self.reasons[at],
            None => {
                self.reasons.push(Reason {
                    code: &name.code,
                    clause,
                    severity: name.severity,
                    says: &name.says,
                    facts: Vec::new(),
                    threshold,
                    cure: Cow::Borrowed(&name.cure),
                });
                let last = self.reasons.len() - 1;
                &mut self.reasons[last]
            }
        };
        for fact in facts {
            if !known.facts.contains(&fact) {
                known.facts.push(fact);
            }
        }
        known.cure = cure(&name.cure, &known.facts);
    }
}

const MISSING: &str = "{缺}";

/// Names what is missing in a cure.
fn cure<'a>(text: &'a str, facts: &[UsedFact<'_>]) -> Cow<'a, str> {
    if !text.contains(MISSING) {
        return Cow::Borrowed(text);
    }
    let headers = |only_missing: &dyn Fn(&UsedFact<'_>) -> bool| {
        let facts = facts.iter().filter(|fact| only_missing(fact));
        facts
            .map(|(fact, _)| fact.header())
            .collect::<Vec<_>>()
            .join("、")
    };
    let missing = headers(&|(_, text)| text.is_none());
    let named = if missing.is_empty() {
        headers(&|_| true)
    } else {
        missing
    };
    Cow::Owned(text.replace(MISSING, &named))
}

fn used_facts<'a>(case: &'a Case, facts: &[Fact]) -> Vec<UsedFact<'a>> {
    facts.iter().map(|fact| (*fact, case.get(*fact))).collect()
}

fn set_facts(case: &Case, facts: FactSet) -> Vec<UsedFact<'_>> {
    let mut used = Vec::with_capacity(facts.len());
    used.extend(facts.iter().map(|fact| (fact, case.get(fact))));
    used
}

/// What a condition tests, and what makes it concern the child: its guards, which hold.
fn with_guards<'a, 'g>(
    case: &'a Case,
    facts: &[Fact],
    guards: impl Iterator<Item = &'g Guard>,
) -> Vec<UsedFact<'a>> {
    let mut more = FactSet::default();
    guards.for_each(|guard| more.join(guard.all()));
    let mut used = Vec::with_capacity(facts.len() + more.len());
    used.extend(facts.iter().map(|fact| (*fact, case.get(*fact))));
    let more = more.iter().filter(|fact| !facts.contains(fact));
    used.extend(more.map(|fact| (fact, case.get(fact))));
    used
}

/// The categories of the child's 学段 that do not claim it.
fn excluded<'a>(pack: &'a Pack, case: &'a Case) -> Vec<Excluded<'a>> {
    let level = case.level();
    let mut excluded = Vec::with_capacity(pack.categories.len());
    for category in pack
        .categories
        .iter()
        .filter(|category| Some(category.level) == level)
    {
        let Some(refuting) = category.who.refuting(case) else {
            continue;
        };
        excluded.push(Excluded {
            category: &category.code,
            facts: refuting.map(|fact| (fact, case.get(fact))).collect(),
        });
    }
    excluded
}
