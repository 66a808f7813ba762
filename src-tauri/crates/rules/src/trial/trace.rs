//! From two verdicts on one child to the changed lines between them.
//!
//! A verdict is made of the category that claims the child, the state of each of its conditions
//! with the reasons raised, and, where nothing is raised, the steps of the route. Each of these is
//! put beside its twin under the other pack. Where they differ, the things that the pack states for
//! it (the condition, the dates and months that it names, the seat years …) are needed; a change of
//! a needed thing is a cause.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack::conditions::{ReasonId, Rule};
use crate::pack::diff::{Names, Part};
use crate::pack::routes::LookAt;
use crate::pack::{Category, Change, diff};
use crate::route::{self, Visit};
use crate::{Case, Fact, Pack, Severity, State, World};

/// Traces differences between two packs.
pub(super) struct Tracer<'t> {
    packs: [&'t Pack; 2],
    names: [Names; 2],
    changes: Vec<Change>,
}

/// A thing that a pack states, and which of its keys count.
type Need = (Part, Box<str>, Keys);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Keys {
    All,
    Of(&'static [&'static str]),
    /// That a category or set asks for this condition or set.
    Asks(Box<str>),
}

impl Keys {
    /// Whether a change of this key counts; the coming or going of the whole thing always does.
    fn hold(&self, field: &str) -> bool {
        let asked = field.strip_prefix("conditions/");
        field.is_empty()
            || match self {
                Keys::All => true,
                Keys::Of(keys) => keys.contains(&field),
                Keys::Asks(id) => asked == Some(&**id),
            }
    }
}

/// How a condition stands.
type Stand<'p> = (State, Vec<(&'p str, Severity)>);

/// What a verdict is made of.
struct Footing<'p> {
    category: Option<&'p Category>,
    conditions: BTreeMap<&'p str, Stand<'p>>,
    /// Where nothing was raised before the route.
    visits: Option<Vec<Visit<'p>>>,
}

impl<'t> Tracer<'t> {
    pub fn new(packs: [&'t Pack; 2]) -> Tracer<'t> {
        Tracer {
            packs,
            names: packs.map(Names::of),
            changes: diff(packs[0], packs[1]),
        }
    }

    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }

    /// The changes from which the child's two verdicts differ.
    pub fn causes(&self, worlds: [&World; 2], cases: [&Case; 2]) -> Vec<usize> {
        let sides = [0, 1].map(|side| Footing::of(self.packs[side], cases[side], worlds[side]));
        let mut needs = [BTreeSet::new(), BTreeSet::new()];
        self.category_needs(&sides, cases, &mut needs);
        self.condition_needs(&sides, &mut needs);
        reason_needs(&sides, &mut needs);
        self.route_needs(&sides, &mut needs);
        let caused = |change: &Change| {
            let of = |side: usize| {
                let Some(id) = &change.ids[side] else {
                    return false;
                };
                needs[side].iter().any(|(part, name, keys): &Need| {
                    *part == change.part && name == id && keys.hold(&change.field)
                })
            };
            change.bears() && (of(0) || of(1))
        };
        let all = self.changes.iter().enumerate();
        all.filter(|(_, change)| caused(change))
            .map(|(at, _)| at)
            .collect()
    }

    /// The categories that claim the child under one pack only.
    fn category_needs(
        &self,
        sides: &[Footing<'_>; 2],
        cases: [&Case; 2],
        needs: &mut [BTreeSet<Need>; 2],
    ) {
        const FIELDS: &[&str] = &["who", "before", "level"];
        let codes = sides
            .each_ref()
            .map(|side| side.category.map(|own| &*own.code));
        if codes[0] == codes[1] {
            return;
        }
        let claims = [0, 1].map(|side| -> BTreeSet<&str> {
            let level = cases[side].level();
            let all = self.packs[side].categories().iter();
            let claiming = all.filter(|category| {
                Some(category.level) == level && category.who.holds(cases[side])
            });
            claiming.map(|category| &*category.code).collect()
        });
        let own = codes.into_iter().flatten();
        let differing = claims[0].symmetric_difference(&claims[1]).copied();
        for code in differing.chain(own) {
            both(needs, (Part::Category, code.into(), Keys::Of(FIELDS)));
        }
        both(needs, (Part::Unclaimed, "unclaimed".into(), Keys::All));
    }

    fn condition_needs(&self, sides: &[Footing<'_>; 2], needs: &mut [BTreeSet<Need>; 2]) {
        let [old, new] = sides.each_ref().map(|side| &side.conditions);
        let ids: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for id in ids {
            match (old.get(id), new.get(id)) {
                (Some(one), Some(two)) if one != two => {
                    both(needs, (Part::Condition, id.into(), Keys::All));
                    self.named(Part::Condition, id, [true, true], needs);
                }
                (Some(stand), None) if !stand.1.is_empty() => {
                    self.asked_of_one(sides, id, [true, false], needs);
                }
                (None, Some(stand)) if !stand.1.is_empty() => {
                    self.asked_of_one(sides, id, [false, true], needs);
                }
                _ => {}
            }
        }
    }

    /// A condition that raises something under one pack and is not asked under the other.
    fn asked_of_one(
        &self,
        sides: &[Footing<'_>; 2],
        id: &str,
        on: [bool; 2],
        needs: &mut [BTreeSet<Need>; 2],
    ) {
        both(needs, (Part::Condition, id.into(), Keys::Of(&["when"])));
        if on[1] {
            self.named(Part::Condition, id, [false, true], needs);
        }
        for (side, footing) in sides.iter().enumerate() {
            let Some(category) = footing.category else {
                continue;
            };
            let sets = self.names[side].reach(Part::Category, &category.code);
            let asked = std::iter::once(id).chain(sets.iter().map(|(_, set)| *set));
            let asked: Vec<Keys> = asked.map(|id| Keys::Asks(id.into())).collect();
            let category = (Part::Category, &*category.code);
            for (part, name) in std::iter::once(category).chain(sets.iter().copied()) {
                let own = asked.iter().map(|keys| (part, name.into(), keys.clone()));
                needs[side].extend(own);
            }
        }
    }

    /// What a thing names, under the packs that ask for it.
    fn named(&self, part: Part, id: &str, on: [bool; 2], needs: &mut [BTreeSet<Need>; 2]) {
        for side in [0, 1] {
            let reached = on[side].then(|| self.names[side].reach(part, id));
            for (part, name) in reached.into_iter().flatten() {
                needs[side].insert((part, name.into(), Keys::All));
            }
        }
    }

    fn route_needs(&self, sides: &[Footing<'_>; 2], needs: &mut [BTreeSet<Need>; 2]) {
        let [Some(old), Some(new)] = sides.each_ref().map(|side| side.visits.as_ref()) else {
            return;
        };
        for (side, visits) in [old, new].into_iter().enumerate() {
            for visit in visits.iter().filter(|visit| visit.applies) {
                needs[side].insert((Part::Step, step_id(visit.step), Keys::All));
            }
        }
        let seen = [seen(old), seen(new)];
        for (look, answers) in &seen[0] {
            if seen[1].get(look).is_none_or(|twin| twin == answers) {
                continue;
            }
            match look.0 {
                "seat-used" => {
                    both(needs, (Part::Seat, "seat".into(), Keys::All));
                    both(needs, (Part::Head, "season".into(), Keys::All));
                }
                "good-title" | "contested" => {
                    both(needs, (Part::GoodTitle, "good_title".into(), Keys::All))
                }
                "after" => {
                    for (side, visits) in [old, new].into_iter().enumerate() {
                        self.named_by_steps(side, visits, *look, needs);
                    }
                }
                // Tables decide of the others, and both packs see the same ones.
                _ => {}
            }
        }
    }

    fn named_by_steps(
        &self,
        side: usize,
        visits: &[Visit<'_>],
        look: LookName,
        needs: &mut [BTreeSet<Need>; 2],
    ) {
        let having = visits
            .iter()
            .filter(|visit| visit.looks.iter().any(|(at, _)| name(at) == look));
        for visit in having {
            let mut on = [false, false];
            on[side] = true;
            needs[side].insert((Part::Step, step_id(visit.step), Keys::All));
            self.named(Part::Step, &step_id(visit.step), on, needs);
        }
    }
}

fn both(needs: &mut [BTreeSet<Need>; 2], need: Need) {
    needs.iter_mut().for_each(|side| {
        side.insert(need.clone());
    });
}

/// Codes that came or went, and those that weigh differently.
fn reason_needs(sides: &[Footing<'_>; 2], needs: &mut [BTreeSet<Need>; 2]) {
    let [old, new] = sides.each_ref().map(|side| -> BTreeSet<(&str, Severity)> {
        side.conditions
            .values()
            .flat_map(|stand| stand.1.iter().copied())
            .collect()
    });
    for (code, _) in old.symmetric_difference(&new) {
        both(
            needs,
            (Part::Reason, (*code).into(), Keys::Of(&["severity"])),
        );
    }
    let refers = sides.each_ref().map(|side| -> BTreeSet<(&str, Severity)> {
        let visits = side.visits.iter().flatten();
        visits.filter_map(|visit| visit.refers).collect()
    });
    for (code, _) in refers[0].symmetric_difference(&refers[1]) {
        both(
            needs,
            (Part::Reason, (*code).into(), Keys::Of(&["severity"])),
        );
    }
}

fn step_id(at: usize) -> Box<str> {
    format!("step-{}", at + 1).into()
}

type LookName = (&'static str, Option<Fact>);

fn name(look: &LookAt) -> LookName {
    match look {
        LookAt::GoodTitle => ("good-title", None),
        LookAt::SeatUsed => ("seat-used", None),
        LookAt::Contested => ("contested", None),
        LookAt::After { fact, .. } => ("after", Some(*fact)),
        LookAt::Schools(_) => ("schools", None),
        LookAt::RegisteredSchoolsDiffer => ("registered", None),
        LookAt::NineYear => ("nine-year", None),
        LookAt::PrimaryZone => ("primary-zone", None),
    }
}

/// What each look answered on the way.
fn seen(visits: &[Visit<'_>]) -> BTreeMap<LookName, BTreeSet<bool>> {
    let mut seen: BTreeMap<LookName, BTreeSet<bool>> = BTreeMap::new();
    for (look, answer) in visits.iter().flat_map(|visit| &visit.looks) {
        seen.entry(name(look)).or_default().insert(*answer);
    }
    seen
}

impl<'p> Footing<'p> {
    fn of(pack: &'p Pack, case: &Case, world: &World) -> Footing<'p> {
        let category = pack.category_of(case);
        let mut footing = Footing {
            category,
            conditions: BTreeMap::new(),
            visits: None,
        };
        let Some(category) = category else {
            return footing;
        };
        for used in &category.uses {
            let rule: &Rule = &pack.rules[used.rule];
            if !used.guards(rule).all(|guard| guard.holds(case)) {
                continue;
            }
            let weighed = rule.weigh(case);
            let raised = weighed
                .raised
                .iter()
                .map(|(id, _)| reason(pack, *id))
                .collect();
            footing.conditions.insert(&rule.id, (weighed.state, raised));
        }
        if footing.conditions.values().all(|stand| stand.1.is_empty()) {
            let own = (category.level, &*category.code);
            footing.visits = Some(route::visits(pack, case, world, own));
        }
        footing
    }
}

fn reason(pack: &Pack, id: ReasonId) -> (&str, Severity) {
    let name = &pack.reasons()[id];
    (&name.code, name.severity)
}
