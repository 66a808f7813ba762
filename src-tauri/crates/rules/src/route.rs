//! From an otherwise eligible child to its route.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::address::Place;
use crate::fact::FactSet;
use crate::pack::conditions::ReasonId;
use crate::pack::routes::{Count, Look, LookAt, Step, Then};
use crate::weigh::{GUARDIAN_IDS, GUARDIANS};
use crate::world::guardian_ids;
use crate::{Case, Fact, Level, Pack, Route, Severity, World};

/// What the steps say of a child.
#[derive(Debug, Default)]
pub(crate) struct Routed<'a> {
    pub route: Option<Route>,
    /// Positions in the pack's notes, with the facts.
    pub notes: Vec<(usize, Vec<Fact>)>,
    pub refers: Vec<Refer<'a>>,
    /// Every fact that the answer rests on.
    pub rests_on: FactSet,
}

/// A step that leaves the child to a person.
#[derive(Debug)]
pub(crate) struct Refer<'a> {
    pub reason: ReasonId,
    pub clause: &'a str,
    pub facts: Vec<Fact>,
    pub threshold: Cow<'a, str>,
}

const HOME: &[Fact] = &[
    Fact::HomeStreet,
    Fact::HomeAddress,
    Fact::HomeEstate,
    Fact::HomeBuilding,
    Fact::HomeEntrance,
    Fact::HomeRoom,
];

const HOMES: FactSet = FactSet::of(HOME);

const FAMILY: FactSet =
    FactSet::of(&[GUARDIANS[0], GUARDIANS[1], GUARDIAN_IDS[0], GUARDIAN_IDS[1]]);

/// Follows the steps of the child's 学段.
pub(crate) fn route<'a>(
    pack: &'a Pack,
    case: &Case,
    world: &World,
    (level, category): (Level, &str),
) -> Routed<'a> {
    let view = View::new(pack, case, world, level);
    let mut routed = Routed::default();
    for step in &pack.steps {
        if !step.concerns(level, category) {
            continue;
        }
        view.step_rests_on(step, &mut routed.rests_on);
        if !view.applies(step) {
            continue;
        }
        match step.then {
            Then::Route(route, note) => {
                let seen = step.any.iter().filter(|look| view.sees(look));
                let notes = seen.filter_map(|look| Some((look.note?, view.facts(look))));
                routed.notes.extend(notes);
                routed
                    .notes
                    .extend(note.map(|note| (note, view.step_facts(step))));
                routed.route = Some(route);
                break;
            }
            Then::Refer(reason) => {
                routed.refers.push(view.refer(step, reason));
                break;
            }
            Then::ReferAndGoOn(reason) => routed.refers.push(view.refer(step, reason)),
        }
    }
    routed
}

/// A step on a child's way, applied or not, with all that it looks at.
#[derive(Debug)]
pub(crate) struct Visit<'p> {
    /// Position in the pack's steps.
    pub step: usize,
    pub applies: bool,
    pub looks: Vec<(&'p LookAt, bool)>,
    /// The reason that it raises, where it applies.
    pub refers: Option<(&'p str, Severity)>,
}

/// The steps up to the one that ends the child's way.
pub(crate) fn visits<'p>(
    pack: &'p Pack,
    case: &Case,
    world: &World,
    (level, category): (Level, &str),
) -> Vec<Visit<'p>> {
    let view = View::new(pack, case, world, level);
    let mut visits = Vec::new();
    for (at, step) in pack.steps.iter().enumerate() {
        if !step.concerns(level, category) {
            continue;
        }
        let applies = view.applies(step);
        let refers = match step.then {
            Then::Refer(reason) | Then::ReferAndGoOn(reason) if applies => {
                let name = &pack.reasons[reason];
                Some((&*name.code, name.severity))
            }
            _ => None,
        };
        visits.push(Visit {
            step: at,
            applies,
            looks: step
                .looks()
                .map(|look| (&look.at, view.sees(look)))
                .collect(),
            refers,
        });
        if applies && !matches!(step.then, Then::ReferAndGoOn(_)) {
            break;
        }
    }
    visits
}

/// A child in its district; what several steps look at is found once.
struct View<'v> {
    pack: &'v Pack,
    case: &'v Case,
    world: &'v World,
    level: Level,
    home: OnceCell<Place<'v>>,
    good_title: OnceCell<bool>,
    seat_used: OnceCell<bool>,
    schools: OnceCell<Vec<&'v str>>,
    registered: OnceCell<Vec<&'v str>>,
}

impl<'v> View<'v> {
    fn new(pack: &'v Pack, case: &'v Case, world: &'v World, level: Level) -> View<'v> {
        View {
            pack,
            case,
            world,
            level,
            home: OnceCell::new(),
            good_title: OnceCell::new(),
            seat_used: OnceCell::new(),
            schools: OnceCell::new(),
            registered: OnceCell::new(),
        }
    }

    fn applies(&self, step: &Step) -> bool {
        step.when.holds(self.case)
            && step.all.iter().all(|look| self.sees(look))
            && !step.none.iter().any(|look| self.sees(look))
            && (step.any.is_empty() || step.any.iter().any(|look| self.sees(look)))
    }

    fn sees(&self, look: &Look) -> bool {
        match &look.at {
            LookAt::GoodTitle => self.has_good_title(),
            LookAt::SeatUsed => *self.seat_used.get_or_init(|| self.is_seat_used()),
            LookAt::Contested => {
                self.has_good_title() && self.world.is_contested(self.case, self.home())
            }
            LookAt::After { fact, day, when } => {
                when.holds(self.case) && self.case.date(*fact).is_some_and(|given| given > *day)
            }
            LookAt::Schools(Count::None) => self.schools().is_empty(),
            LookAt::Schools(Count::One) => self.schools().len() == 1,
            LookAt::Schools(Count::Some) => !self.schools().is_empty(),
            LookAt::RegisteredSchoolsDiffer => {
                let registered = self.registered_schools();
                !registered.is_empty() && registered != self.schools()
            }
            LookAt::NineYear => self
                .primary()
                .is_some_and(|code| self.world.is_nine_year(code)),
            LookAt::PrimaryZone => self
                .primary()
                .is_some_and(|code| self.world.primary_zone(code).is_some()),
        }
    }

    fn home(&self) -> &Place<'v> {
        self.home.get_or_init(|| self.world.residence(self.case))
    }

    fn has_good_title(&self) -> bool {
        *self
            .good_title
            .get_or_init(|| self.pack.has_good_title(self.case))
    }

    fn primary(&self) -> Option<&str> {
        self.case.get(Fact::PrimarySchool)
    }

    fn schools(&self) -> &[&'v str] {
        self.schools
            .get_or_init(|| self.world.schools_at(self.level, self.home()))
    }

    fn registered_schools(&self) -> &[&'v str] {
        self.registered.get_or_init(|| {
            let home = self.world.registered_home(self.case);
            home.map_or_else(Vec::new, |home| self.world.schools_at(self.level, &home))
        })
    }

    /// A record of the 学段 at the address, within the years, by a family without a common guardian.
    fn is_seat_used(&self) -> bool {
        let years = self.pack.seat_years();
        self.world
            .records_at(self.level, self.home())
            .any(|record| {
                let family = guardian_ids(self.case).any(|id| {
                    record
                        .guardian_ids
                        .iter()
                        .any(|used| used.eq_ignore_ascii_case(id))
                });
                record.year >= years.recorded_from
                    && self.pack.season() - record.year < years.years[self.level as usize]
                    && !family
            })
    }

    /// What the answer of [`View::applies`] rests on: where one part fails, that part alone.
    fn step_rests_on(&self, step: &Step, into: &mut FactSet) {
        if !step.when.holds(self.case) {
            return step.when.rests_on(self.case, into);
        }
        let lacking = step.all.iter().find(|look| !self.sees(look));
        let unwanted = || step.none.iter().find(|look| self.sees(look));
        if let Some(look) = lacking.or_else(unwanted) {
            return self.rests_on(look, into);
        }
        let any = step.any.is_empty() || step.any.iter().any(|look| self.sees(look));
        step.any.iter().for_each(|look| self.rests_on(look, into));
        if any {
            step.when.rests_on(self.case, into);
            let looks = step.all.iter().chain(&step.none);
            looks.for_each(|look| self.rests_on(look, into));
        }
    }

    /// Everything that a look rests on, whichever way it answers.
    fn rests_on(&self, look: &Look, into: &mut FactSet) {
        let title = |into: &mut FactSet| self.pack.good_title().rests_on(self.case, into);
        let family = |into: &mut FactSet| into.join(FAMILY);
        match &look.at {
            LookAt::GoodTitle => title(into),
            LookAt::After { fact, when, .. } => {
                when.rests_on(self.case, into);
                if when.holds(self.case) {
                    into.add(*fact);
                }
            }
            LookAt::Schools(_) => into.join(HOMES),
            LookAt::SeatUsed => {
                into.join(HOMES);
                let mut records = self.world.records_at(self.level, self.home());
                if records.next().is_some() {
                    family(into);
                }
            }
            LookAt::Contested => {
                title(into);
                if self.has_good_title() {
                    into.join(HOMES);
                    if self.world.is_claimed(self.level, self.case, self.home()) {
                        family(into);
                    }
                }
            }
            LookAt::RegisteredSchoolsDiffer => {
                into.extend([Fact::HukouStreet, Fact::HukouAddress]);
                into.join(HOMES);
            }
            LookAt::NineYear | LookAt::PrimaryZone => into.add(Fact::PrimarySchool),
        }
    }

    fn facts(&self, look: &Look) -> Vec<Fact> {
        match &look.at {
            LookAt::GoodTitle if self.has_good_title() => self.pack.good_title().facts(),
            LookAt::GoodTitle => {
                let refuting = self.pack.good_title().refuting(self.case);
                refuting.into_iter().flatten().collect()
            }
            LookAt::After { fact, when, .. } => [when.facts(), vec![*fact]].concat(),
            LookAt::SeatUsed | LookAt::Contested | LookAt::Schools(_) => HOME.to_vec(),
            LookAt::RegisteredSchoolsDiffer => {
                [&[Fact::HukouStreet, Fact::HukouAddress], HOME].concat()
            }
            LookAt::NineYear | LookAt::PrimaryZone => vec![Fact::PrimarySchool],
        }
    }

    fn step_facts(&self, step: &Step) -> Vec<Fact> {
        let looks = step.all.iter().chain(&step.none);
        let mut facts = step.when.facts();
        facts.extend(looks.flat_map(|look| self.facts(look)));
        let mut seen = FactSet::default();
        facts.retain(|fact| seen.insert(*fact));
        facts
    }

    fn refer<'a>(&self, step: &'a Step, reason: ReasonId) -> Refer<'a> {
        let threshold = step.all.iter().map(|look| self.threshold(look)).next_back();
        Refer {
            reason,
            clause: &step.clause,
            facts: self.step_facts(step),
            threshold: threshold.unwrap_or_default(),
        }
    }

    fn threshold(&self, look: &Look) -> Cow<'static, str> {
        match &look.at {
            LookAt::RegisteredSchoolsDiffer => format!(
                "居住地址对应 {}；户籍地址对应 {}",
                self.schools().join("、"),
                self.registered_schools().join("、")
            )
            .into(),
            LookAt::Schools(Count::None) => "服务片对应表列有这处住址".into(),
            LookAt::Contested => "一处住址同一学段只给一个家庭".into(),
            _ => Cow::default(),
        }
    }
}
