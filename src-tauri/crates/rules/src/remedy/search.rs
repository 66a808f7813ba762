//! The search: facts that guards look at are tried out, what is then asked is met condition by
//! condition, and the smallest sets are judged again.

use chrono::NaiveDate;

use crate::fact::FactSet;
use crate::pack::conditions::{Rule, Test};
use crate::pack::{Category, Pack};
use crate::verdict::Severity;
use crate::{Case, Fact, Verdict, World, judge};

use super::asks::Words;
use super::candidates::{Assignment, Candidates};
use super::meet::Permit;
use super::{Advisor, Change, How, MOST, Remedies, Remedy, Then};

/// What may be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Fill and correct.
    Anything,
    /// Fill, and hand in other papers.
    Papers,
}

/// What is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goal {
    /// Every condition is met.
    Met,
    /// Every condition but those that a person answers.
    MetButPerson,
}

pub(super) struct Search<'s> {
    pack: &'s Pack,
    candidates: &'s Candidates,
    case: &'s Case,
    category: Option<&'s Category>,
    /// Facts that some guard looks at.
    guarded: FactSet,
    /// Stated facts that a reason for supplement rests on.
    renewable: FactSet,
}

/// The conditions that concern a child once the facts of guards are set, with what may change.
struct Tried<'s> {
    search: &'s Search<'s>,
    scope: Scope,
    asked: Vec<&'s Rule>,
}

impl<'s> Search<'s> {
    pub fn new(advisor: &'s Advisor<'_>, case: &'s Case, verdict: &Verdict<'_>) -> Search<'s> {
        let pack = advisor.pack;
        let category = verdict.category.and_then(|code| pack.category(code));
        let mut renewable = FactSet::default();
        let reasons = verdict.reasons.iter();
        for reason in reasons.filter(|reason| reason.severity == Severity::Supplement) {
            let stated = reason.facts.iter().filter(|(_, text)| text.is_some());
            renewable.extend(stated.map(|(fact, _)| *fact));
        }
        let mut search = Search {
            pack,
            candidates: &advisor.candidates,
            case,
            category,
            guarded: FactSet::default(),
            renewable,
        };
        search.guarded = search.guarded_facts();
        search
    }

    pub fn remedies(&self, world: &World, on: NaiveDate) -> Remedies {
        let mut goal = Goal::Met;
        let mut found = self.smallest(goal, Scope::Anything);
        if found.is_empty() {
            goal = Goal::MetButPerson;
            found = self.smallest(goal, Scope::Anything);
        }
        let more = found.len().saturating_sub(MOST);
        let tell = |set: &Assignment| self.remedy(set, goal, (world, on));
        let smallest: Vec<Remedy> = found.iter().take(MOST).filter_map(tell).collect();
        let fills = |set: &Assignment| set.facts().all(|fact| self.how(fact) != How::Correct);
        let filling = if found.is_empty() || found.iter().any(fills) {
            None
        } else {
            let sets = self.smallest(goal, Scope::Papers);
            sets.first().and_then(tell)
        };
        Remedies {
            smallest,
            more,
            filling,
        }
    }

    fn how(&self, fact: Fact) -> How {
        match self.case.get(fact) {
            None => How::Fill,
            Some(_) if self.renewable.has(fact) => How::Renew,
            Some(_) => How::Correct,
        }
    }

    fn remedy(
        &self,
        set: &Assignment,
        goal: Goal,
        (world, on): (&World, NaiveDate),
    ) -> Option<Remedy> {
        let cured = set.applied(self.case);
        let verdict = judge(self.pack, &cured, world, on);
        let asked = self.asked_of(&cured)?;
        let words = Words {
            candidates: self.candidates,
            asked: &asked,
            cured: &cured,
        };
        let serves = |fact: Fact, text: &str| self.serves(&cured.clone().with(fact, text), goal);
        let change = |(fact, text): (Fact, &str)| Change {
            fact,
            asks: words.of(fact, self.guarded.has(fact).then_some(&serves)),
            value: text.into(),
            how: self.how(fact),
        };
        let reasons = verdict.reasons.iter().map(|reason| reason.code.into());
        let notes = verdict.notes.iter().map(|note| note.code.into());
        Some(Remedy {
            changes: set.iter().map(change).collect(),
            then: Then {
                outcome: verdict.outcome,
                category: verdict.category.unwrap_or_default().into(),
                route: verdict.route,
                codes: reasons.chain(notes).collect(),
            },
        })
    }

    /// Whether a changed child reaches the goal, in the category that it must keep.
    fn serves(&self, cured: &Case, goal: Goal) -> bool {
        let met = |rule: &&Rule| match rule.test {
            Test::Person { .. } => goal == Goal::MetButPerson,
            _ => rule.is_met(cured),
        };
        let asked = self.asked_of(cured);
        asked.is_some_and(|asked| asked.iter().all(met))
    }

    /// The conditions that concern a changed child; `None` where it leaves its category.
    fn asked_of(&self, case: &Case) -> Option<Vec<&'s Rule>> {
        let category = self.pack.category_of(case)?;
        if self.category.is_some_and(|own| own.code != category.code) {
            return None;
        }
        let rules = category.uses.iter().map(|used| {
            let rule = &self.pack.rules[used.rule];
            (rule, used.guards(rule).all(|guard| guard.holds(case)))
        });
        Some(
            rules
                .filter(|(_, asks)| *asks)
                .map(|(rule, _)| rule)
                .collect(),
        )
    }

    /// The categories that the child may be in.
    fn open(&self) -> impl Iterator<Item = &'s Category> {
        let (own, level) = (self.category, self.case.level());
        let open = move |category: &&Category| match own {
            Some(own) => own.code == category.code,
            None => level.is_none_or(|level| level == category.level),
        };
        self.pack.categories.iter().filter(open)
    }

    fn guarded_facts(&self) -> FactSet {
        let mut facts = FactSet::default();
        facts.add(Fact::Level);
        for category in &self.pack.categories {
            facts.extend(category.who.facts());
        }
        for category in self.open() {
            for used in &category.uses {
                let guards = used.guards(&self.pack.rules[used.rule]);
                guards.for_each(|guard| facts.extend(guard.facts()));
            }
        }
        facts
    }

    /// The facts of guards that are worth trying out: unknown ones that a condition asks for, whose
    /// absence a guard asks for, or that may tell the category; stated ones that break a condition.
    fn pivots(&self, scope: Scope) -> Vec<Fact> {
        let decides = |fact: Fact| {
            let mut all = self.pack.categories.iter();
            fact == Fact::Level || all.any(|category| category.who.looks_at(fact))
        };
        let worth = |fact: &Fact| match self.case.get(*fact) {
            None if self.category.is_none() && decides(*fact) => true,
            None => self.open().any(|category| self.is_asked(category, *fact)),
            Some(_) => !decides(*fact) && self.may_correct(*fact, scope) && self.is_broken(*fact),
        };
        self.guarded.iter().filter(worth).collect()
    }

    fn is_asked(&self, category: &Category, fact: Fact) -> bool {
        category.uses.iter().any(|used| {
            let rule = &self.pack.rules[used.rule];
            let mut guards = used.guards(rule);
            guards.any(|guard| guard.asks_empty(fact)) || rule.test.needs(fact)
        })
    }

    /// Whether a stated fact breaks, by itself, a condition of a category that is open.
    fn is_broken(&self, fact: Fact) -> bool {
        let Some(text) = self.case.get(fact) else {
            return false;
        };
        let mut uses = self.open().flat_map(|category| &category.uses);
        uses.any(|used| !self.pack.rules[used.rule].test.allows(fact, text))
    }

    fn may_correct(&self, fact: Fact, scope: Scope) -> bool {
        scope == Scope::Anything || self.renewable.has(fact)
    }

    /// The smallest sets that reach a goal, one for each set of facts, in the order of the facts.
    fn smallest(&self, goal: Goal, scope: Scope) -> Vec<Assignment> {
        let pivots = self.pivots(scope);
        let mut best = Best::default();
        self.try_pivots(
            &pivots,
            &mut Assignment::default(),
            (goal, scope),
            &mut best,
        );
        best.sets.sort_by(|a, b| a.facts().cmp(b.facts()));
        best.sets
    }

    fn try_pivots(
        &self,
        left: &[Fact],
        set: &mut Assignment,
        (goal, scope): (Goal, Scope),
        best: &mut Best,
    ) {
        if !best.is_open_to(set.len()) {
            return;
        }
        let Some((fact, rest)) = left.split_first() else {
            return self.meet(set, (goal, scope), best);
        };
        self.try_pivots(rest, set, (goal, scope), best);
        for text in self.candidates.of_fact(*fact) {
            set.set(*fact, text);
            self.try_pivots(rest, set, (goal, scope), best);
        }
        set.take_back(*fact);
    }

    /// Meets what is asked of the child once the facts of guards are set.
    fn meet(&self, set: &Assignment, (goal, scope): (Goal, Scope), best: &mut Best) {
        let case = set.applied(self.case);
        let Some(asked) = self.asked_of(&case) else {
            return;
        };
        let tried = Tried {
            search: self,
            scope,
            asked,
        };
        let mut choices: Vec<Vec<Assignment>> = Vec::new();
        for rule in &tried.asked {
            if matches!(rule.test, Test::Person { .. }) {
                match goal {
                    Goal::Met => return,
                    Goal::MetButPerson => continue,
                }
            }
            if !rule.is_met(&case) {
                choices.push(rule.ways_to_meet(&case, &tried));
            }
        }
        for found in combine(choices, set, best.size) {
            if best.is_open_to(found.len()) && self.serves(&found.applied(self.case), goal) {
                best.offer(found);
            }
        }
    }
}

impl Permit for Tried<'_> {
    fn value(&self, fact: Fact, need: &dyn Fn(&str) -> bool) -> Option<&str> {
        if !self.allows(fact) {
            return None;
        }
        let values = self.search.candidates.of_fact(fact).iter();
        // The value serves all that is asked of the fact, not this condition alone.
        let fits = |text: &&str| need(text) && self.asked.iter().all(|r| r.test.allows(fact, text));
        values.map(|text| &**text).find(fits)
    }

    fn allows(&self, fact: Fact) -> bool {
        let stated = self.search.case.get(fact).is_some();
        !self.search.guarded.has(fact) && (!stated || self.search.may_correct(fact, self.scope))
    }
}

/// The smallest sets so far.
#[derive(Default)]
struct Best {
    size: Option<usize>,
    sets: Vec<Assignment>,
}

impl Best {
    fn is_open_to(&self, size: usize) -> bool {
        self.size.is_none_or(|best| size <= best)
    }

    fn offer(&mut self, set: Assignment) {
        if self.size.is_none_or(|best| set.len() < best) {
            self.size = Some(set.len());
            self.sets.clear();
        }
        if !self.sets.iter().any(|known| known.facts().eq(set.facts())) {
            self.sets.push(set);
        }
    }
}

/// One choice of each, joined. Choices that share no fact with another are solved apart: only their
/// smallest are kept.
fn combine(
    mut choices: Vec<Vec<Assignment>>,
    start: &Assignment,
    bound: Option<usize>,
) -> Vec<Assignment> {
    let facts: Vec<FactSet> = choices
        .iter()
        .map(|sets| {
            let mut all = FactSet::default();
            sets.iter().for_each(|set| all.extend(set.facts()));
            all
        })
        .collect();
    for (at, sets) in choices.iter_mut().enumerate() {
        let others = facts.iter().enumerate().filter(|(other, _)| *other != at);
        if others.into_iter().all(|(_, other)| !other.meets(facts[at])) {
            let least = sets.iter().map(Assignment::len).min().unwrap_or(0);
            sets.retain(|set| set.len() == least);
        }
    }
    let mut joined = vec![start.clone()];
    for sets in &choices {
        let pairs = joined
            .iter()
            .flat_map(|set| sets.iter().map(move |more| (set, more)));
        let within = |set: &Assignment| bound.is_none_or(|bound| set.len() <= bound);
        joined = pairs
            .filter_map(|(set, more)| set.joined(more))
            .filter(within)
            .collect();
    }
    joined
}
