//! How one condition can be met: all ways of changing facts that meet it.

use crate::pack::conditions::{Each, Need, Rule, Test, Way, Work};
use crate::weigh::{GUARDIAN_IDS, GUARDIANS, guardians};
use crate::{Case, Fact};

use super::candidates::Assignment;

/// What a search lets a condition do with a child's facts.
pub(super) trait Permit {
    /// The value that a fact gets where one that fits `need` is wanted; `None` where the fact may
    /// not be changed, or nothing fits.
    fn value(&self, fact: Fact, need: &dyn Fn(&str) -> bool) -> Option<&str>;

    /// Whether the fact may get this value.
    fn allows(&self, fact: Fact) -> bool;
}

impl Rule {
    /// The changes that meet the condition, which is not met now; none where nothing does.
    pub(super) fn ways_to_meet(&self, case: &Case, permit: &dyn Permit) -> Vec<Assignment> {
        let single = |fact: Fact| {
            let text = permit.value(fact, &|_| true)?;
            let mut set = Assignment::default();
            set.set(fact, text);
            Some(set)
        };
        match &self.test {
            Test::Given { facts, .. } => {
                let missing = facts.iter().filter(|fact| case.get(**fact).is_none());
                let all = missing.map(|fact| single(*fact));
                let all: Option<Vec<_>> = all.collect();
                let joined = all.and_then(|all| {
                    all.iter()
                        .try_fold(Assignment::default(), |set, one| set.joined(one))
                });
                joined.into_iter().collect()
            }
            Test::OneOf { fact, .. } | Test::Day { fact, .. } => {
                single(*fact).into_iter().collect()
            }
            Test::Work(work) => work.ways_to_meet(case, permit),
            Test::Each(each) => each.ways_to_meet(case, permit),
            Test::Person { .. } => Vec::new(),
        }
    }
}

/// The guardians that may be looked at: those named, or the first, who is then to be named.
fn who(case: &Case) -> Vec<usize> {
    let named: Vec<usize> = guardians(case).collect();
    if named.is_empty() { vec![0] } else { named }
}

/// Names the guardian where nobody is named.
fn named(case: &Case, guardian: usize, permit: &dyn Permit) -> Option<Assignment> {
    let (fact, mut set) = (GUARDIANS[guardian], Assignment::default());
    if case.get(fact).is_none() {
        set.set(fact, permit.value(fact, &|_| true)?);
    }
    Some(set)
}

fn meet_needs(
    needs: &[Need],
    case: &Case,
    guardian: usize,
    permit: &dyn Permit,
    set: &mut Assignment,
) -> Option<()> {
    for need in needs {
        if need.fits(case, guardian) != Some(true) {
            let fact = need.fact[guardian];
            let text = permit.value(fact, &|text| need.ask.fits(text) == Some(true))?;
            set.set(fact, text);
        }
    }
    Some(())
}

impl Work {
    fn ways_to_meet(&self, case: &Case, permit: &dyn Permit) -> Vec<Assignment> {
        let mut found = Vec::new();
        for guardian in who(case) {
            let kind = self.kind[guardian];
            // A stated way of working stays, unless it is none of those that count.
            let stays = self.ways.iter().any(|way| way.kinds.fit(case, kind));
            for way in &self.ways {
                if stays && !way.kinds.fit(case, kind) {
                    continue;
                }
                let Some(mut set) = named(case, guardian, permit) else {
                    continue;
                };
                if !stays {
                    match permit.value(kind, &|text| way.kinds.fit_text(text)) {
                        Some(text) => set.set(kind, text),
                        None => continue,
                    }
                }
                if meet_needs(&way.needs, case, guardian, permit, &mut set).is_some() {
                    found.extend(way.made_same(case, guardian, permit, set));
                }
            }
        }
        found
    }
}

impl Way {
    /// Makes the two facts that must agree do so: one takes the other's value.
    fn made_same(
        &self,
        case: &Case,
        guardian: usize,
        permit: &dyn Permit,
        set: Assignment,
    ) -> Vec<Assignment> {
        let Some(pair) = self.same else {
            return vec![set];
        };
        let [one, other] = [pair.0[guardian], pair.1[guardian]];
        let now = |fact| set.get(fact).or(case.get(fact));
        if now(one) == now(other) {
            return vec![set];
        }
        let take = |to: Fact, from: Fact| {
            // A value that the search chose gives way to one that is stated.
            let text = case.get(from)?;
            let mut set = set.clone();
            let free = set.get(to).is_some() || permit.allows(to);
            set.set(to, text);
            free.then_some(set)
        };
        [take(other, one), take(one, other)]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Each {
    fn ways_to_meet(&self, case: &Case, permit: &dyn Permit) -> Vec<Assignment> {
        let mut found = vec![Assignment::default()];
        for guardian in who(case) {
            let ways = self.ways_of(case, guardian, permit);
            let pairs = found
                .iter()
                .flat_map(|set| ways.iter().map(move |way| (set, way)));
            found = pairs.filter_map(|(set, way)| set.joined(way)).collect();
        }
        found
    }

    /// A guardian shows the papers, or has a number that needs none.
    fn ways_of(&self, case: &Case, guardian: usize, permit: &dyn Permit) -> Vec<Assignment> {
        let Some(set) = named(case, guardian, permit) else {
            return Vec::new();
        };
        let (id, mut found) = (GUARDIAN_IDS[guardian], Vec::new());
        if let Some(prefix) = self.exempt_prefix.as_deref() {
            match case.get(id) {
                Some(number) if number.starts_with(prefix) => return vec![set],
                None if permit.allows(id) => {
                    let mut exempt = set.clone();
                    exempt.set(id, prefix);
                    found.push(exempt);
                }
                _ => {}
            }
        }
        let mut papers = set;
        if meet_needs(&self.needs, case, guardian, permit, &mut papers).is_some() {
            found.insert(0, papers);
        }
        found
    }
}
