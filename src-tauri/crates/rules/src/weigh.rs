//! Weighs one condition on one child.

use std::borrow::Cow;

use crate::fact::FactSet;
use crate::pack::conditions::{Ask, Each, Need, PerGuardian, ReasonId, Rule, Test, Way, Work};
use crate::{Case, Fact, State};

/// How a condition stands, the facts that it looked at, and what it raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weighed<'r> {
    pub state: State,
    pub facts: Cow<'r, [Fact]>,
    pub raised: Vec<(ReasonId, Vec<Fact>)>,
}

impl<'r> Weighed<'r> {
    fn met(facts: impl Into<Cow<'r, [Fact]>>) -> Weighed<'r> {
        Weighed {
            state: State::Met,
            facts: facts.into(),
            raised: Vec::new(),
        }
    }

    /// Raises a reason; the state only gets worse.
    fn raise(&mut self, state: State, reason: ReasonId, facts: &[Fact]) {
        self.state = self.state.min(state);
        match self.raised.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, known)) => known.extend_from_slice(facts),
            None => self.raised.push((reason, facts.to_vec())),
        }
    }
}

pub(crate) const GUARDIANS: PerGuardian = [Fact::Guardian1Name, Fact::Guardian2Name];
pub(crate) const GUARDIAN_IDS: PerGuardian = [Fact::Guardian1Id, Fact::Guardian2Id];

/// The guardians who are named: an unnamed one is not looked at.
pub(crate) fn guardians(case: &Case) -> impl Iterator<Item = usize> {
    (0..GUARDIANS.len()).filter(|one| case.has(GUARDIANS[*one]))
}

impl Rule {
    /// Weighs the condition, whether or not its guard holds.
    pub(crate) fn weigh(&self, case: &Case) -> Weighed<'_> {
        match &self.test {
            Test::Given { facts, missing } => {
                let mut weighed = Weighed::met(facts);
                for fact in facts.iter().filter(|fact| !case.has(**fact)) {
                    weighed.raise(State::Unknown, *missing, &[*fact]);
                }
                weighed
            }
            Test::OneOf {
                fact,
                values,
                breach,
                missing,
            } => {
                let fits = case.has(*fact).then(|| values.fit(case, *fact));
                single(fact, fits, *breach, *missing)
            }
            Test::Day {
                fact,
                bound,
                breach,
                missing,
            } => {
                let fits = case.date(*fact).map(|day| bound.allows(day));
                single(fact, fits, *breach, Some(*missing))
            }
            Test::Work(work) => work.weigh(case),
            Test::Each(each) => each.weigh(case),
            Test::Person { facts, refer } => {
                let mut weighed = Weighed::met(facts);
                weighed.raise(State::Unknown, *refer, facts);
                weighed
            }
        }
    }
}

fn single(
    fact: &Fact,
    fits: Option<bool>,
    breach: ReasonId,
    missing: Option<ReasonId>,
) -> Weighed<'_> {
    let facts = std::slice::from_ref(fact);
    let mut weighed = Weighed::met(facts);
    match (fits, missing) {
        (Some(false), _) => weighed.raise(State::NotMet, breach, facts),
        (None, Some(missing)) => weighed.raise(State::Unknown, missing, facts),
        (Some(true), _) | (None, None) => {}
    }
    weighed
}

impl Need {
    /// Whether the guardian's fact is as asked; `None` where it is not given.
    pub(crate) fn fits(&self, case: &Case, guardian: usize) -> Option<bool> {
        let fact = self.fact[guardian];
        match &self.ask {
            Ask::OneOf(values) => case.has(fact).then(|| values.fit(case, fact)),
            Ask::Day(bound) => case.date(fact).map(|day| bound.allows(day)),
            Ask::Given => case.has(fact).then_some(true),
            Ask::Months(months) => case.get(fact).map(|text| months.all_in(text)),
        }
    }
}

impl Ask {
    /// Whether a text is as asked; `None` where it cannot be read.
    pub(crate) fn fits(&self, text: &str) -> Option<bool> {
        match self {
            Ask::Given => Some(true),
            Ask::OneOf(values) => Some(values.fit_text(text)),
            Ask::Day(bound) => text.parse().ok().map(|day| bound.allows(day)),
            Ask::Months(months) => Some(months.all_in(text)),
        }
    }
}

/// How a guardian's work stands.
enum Stand {
    Pass,
    Mismatch(Vec<Fact>),
    Unknown(Vec<Fact>),
    /// With the code of the need that alone breaks it, where it has one.
    Fail(Vec<Fact>, Option<ReasonId>),
}

impl Work {
    fn weigh(&self, case: &Case) -> Weighed<'_> {
        let stands: Vec<Stand> = guardians(case).map(|one| self.stand(case, one)).collect();
        let mut weighed = Weighed::met(self.facts(case));
        if stands.is_empty() {
            weighed.raise(State::Unknown, self.unknown, &[Fact::Guardian1Name]);
            return weighed;
        }
        if stands.iter().any(|stand| matches!(stand, Stand::Pass)) {
            return weighed;
        }
        // The first kind that any guardian gives decides: one code only.
        if let (Some(reason), facts @ [_, ..]) = (
            self.mismatch,
            &*collect(&stands, |stand| match stand {
                Stand::Mismatch(facts) => Some(facts),
                _ => None,
            }),
        ) {
            weighed.raise(State::NotMet, reason, facts);
            return weighed;
        }
        let missing = collect(&stands, |stand| match stand {
            Stand::Unknown(facts) => Some(facts),
            _ => None,
        });
        if !missing.is_empty() {
            weighed.raise(State::Unknown, self.unknown, &missing);
            return weighed;
        }
        let broken = |near: Option<ReasonId>| {
            collect(&stands, |stand| match stand {
                Stand::Fail(facts, code) if near.is_none() || *code == near => Some(facts),
                _ => None,
            })
        };
        let near = stands.iter().find_map(|stand| match stand {
            Stand::Fail(_, code) => *code,
            _ => None,
        });
        weighed.raise(State::NotMet, near.unwrap_or(self.breach), &broken(near));
        weighed
    }

    fn stand(&self, case: &Case, guardian: usize) -> Stand {
        let kind = self.kind[guardian];
        if !case.has(kind) {
            // Where the way of working is not given, only what breaks every way breaks it.
            let mut broken = Vec::new();
            for way in &self.ways {
                match way.stand(case, guardian) {
                    Stand::Fail(facts, _) => broken.extend(facts),
                    _ => return Stand::Unknown(vec![kind]),
                }
            }
            return Stand::Fail(broken, None);
        }
        match self.ways.iter().find(|way| way.kinds.fit(case, kind)) {
            Some(way) => way.stand(case, guardian),
            None => Stand::Fail(vec![kind], None),
        }
    }

    fn facts(&self, case: &Case) -> Vec<Fact> {
        let (mut facts, mut known) = (Vec::with_capacity(24), FactSet::default());
        let mut add = |fact: Fact| {
            if known.insert(fact) {
                facts.push(fact);
            }
        };
        GUARDIANS.into_iter().for_each(&mut add);
        for one in guardians(case) {
            let kind = self.kind[one];
            add(kind);
            let ways = self.ways.iter();
            for way in ways.filter(|way| !case.has(kind) || way.kinds.fit(case, kind)) {
                way.needs.iter().for_each(|need| add(need.fact[one]));
                let same = way.same.iter().flat_map(|(this, that)| [this, that]);
                same.for_each(|fact| add(fact[one]));
            }
        }
        facts
    }
}

impl Way {
    fn stand(&self, case: &Case, guardian: usize) -> Stand {
        let (mut missing, mut broken, mut near) = (Vec::new(), Vec::new(), None);
        for need in &self.needs {
            match need.fits(case, guardian) {
                Some(true) => {}
                None => missing.push(need.fact[guardian]),
                Some(false) => {
                    if missing.is_empty() && broken.is_empty() {
                        near = need.breach;
                    }
                    broken.push(need.fact[guardian]);
                }
            }
        }
        if !broken.is_empty() {
            return Stand::Fail(broken, near);
        }
        if !missing.is_empty() {
            return Stand::Unknown(missing);
        }
        match self.same {
            Some((one, other)) if case.get(one[guardian]) != case.get(other[guardian]) => {
                Stand::Mismatch(vec![one[guardian], other[guardian]])
            }
            _ => Stand::Pass,
        }
    }
}

fn collect<'s>(
    stands: &'s [Stand],
    pick: impl Fn(&'s Stand) -> Option<&'s Vec<Fact>>,
) -> Vec<Fact> {
    stands.iter().filter_map(pick).flatten().copied().collect()
}

impl Each {
    fn weigh(&self, case: &Case) -> Weighed<'_> {
        let (mut weighed, mut facts) = (Weighed::met(Vec::new()), Vec::with_capacity(16));
        facts.extend(GUARDIANS);
        if guardians(case).next().is_none() {
            weighed.raise(State::Unknown, self.missing, &[Fact::Guardian1Name]);
        }
        for one in guardians(case) {
            facts.push(GUARDIAN_IDS[one]);
            let id = case.get(GUARDIAN_IDS[one]).unwrap_or("");
            if self
                .exempt_prefix
                .as_deref()
                .is_some_and(|prefix| id.starts_with(prefix))
            {
                continue;
            }
            for need in &self.needs {
                let fact = need.fact[one];
                facts.push(fact);
                match need.fits(case, one) {
                    Some(true) => {}
                    None => weighed.raise(State::Unknown, self.missing, &[fact]),
                    Some(false) => {
                        weighed.raise(State::NotMet, need.breach.unwrap_or(self.missing), &[fact]);
                    }
                }
            }
        }
        weighed.facts = facts.into();
        weighed
    }
}
