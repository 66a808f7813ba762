//! A small district in memory, and a season run on it without a store.

use crate::ceremony::freeze::lists;
use crate::ceremony::plan::{
    BirthDecision, Child, City, Held, Plan, PlannedBatch, Situation, Why, plan,
};
use crate::ceremony::{Kind, Settings};
use crate::pack::bundled;
use crate::store::placement::Placement;
use crate::store::tables::Choice;
use ruxue_lottery::{Seed, allocate};
use ruxue_rules::{
    Case, Catchment, Fact, Level, Ownership, Pack, PrimaryZone, Route, School, SchoolKind, Tables,
    World,
};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

static PACK: LazyLock<Pack> = LazyLock::new(|| bundled("chaoyang-2021").unwrap());

/// A public day school of a zone; a code that begins with M is a junior school.
pub fn school(code: &str, zone: &str, plan: u32) -> School {
    School {
        code: code.into(),
        name: format!("{code}校"),
        level: if code.starts_with('M') {
            Level::Junior
        } else {
            Level::Primary
        },
        ownership: Ownership::Public,
        kind: SchoolKind::Regular,
        street: "双井".into(),
        address: String::new(),
        zone: zone.into(),
        plan,
        funding: String::new(),
        size: String::new(),
        fee: String::new(),
        prospectus_number: String::new(),
        report_time: String::new(),
        report_place: String::new(),
        phone: String::new(),
        general_choice: false,
        choice_plan: None,
    }
}

/// A child at an estate, with a route.
pub fn child(receipt: &str, level: Level, route: Route, estate: &str) -> (Case, Route) {
    let case = Case::new()
        .with(Fact::Receipt, receipt)
        .with(Fact::Level, level.text())
        .with(Fact::HomeStreet, "双井")
        .with(Fact::HomeEstate, estate)
        .with(Fact::HomeBuilding, "1");
    (case, route)
}

pub struct District {
    pub schools: Vec<School>,
    pub catchments: Vec<Catchment>,
    pub zones: Vec<PrimaryZone>,
    pub children: Vec<(Case, Route)>,
    pub choices: Vec<Choice>,
    pub placements: Vec<Placement>,
    pub held: Held,
    pub births: BTreeMap<String, BirthDecision>,
    pub city: City,
    pub settings: Settings,
    /// Completed ceremonies so far.
    pub ceremonies: usize,
}

impl District {
    pub fn new() -> District {
        District {
            schools: Vec::new(),
            catchments: Vec::new(),
            zones: Vec::new(),
            children: Vec::new(),
            choices: Vec::new(),
            placements: Vec::new(),
            held: Held::default(),
            births: BTreeMap::new(),
            city: City::StandIn,
            settings: Settings::of(PACK.switches()),
            ceremonies: 0,
        }
    }

    pub fn school(mut self, school: School) -> District {
        self.schools.push(school);
        self
    }

    pub fn estate(mut self, level: Level, estate: &str, schools: &[&str]) -> District {
        self.catchments.push(Catchment {
            level,
            street: "双井".into(),
            estate: estate.into(),
            buildings: String::new(),
            schools: schools.iter().map(|code| (*code).into()).collect(),
            version: None,
        });
        self
    }

    pub fn primary_zone(mut self, primary: &str, zone: &str, schools: &[&str]) -> District {
        self.zones.push(PrimaryZone {
            primary: primary.into(),
            zone: zone.into(),
            schools: schools.iter().map(|code| (*code).into()).collect(),
        });
        self
    }

    pub fn child(mut self, child: (Case, Route)) -> District {
        self.children.push(child);
        self
    }

    /// `count` children `<prefix>1` … of one route at one estate.
    pub fn some(
        self,
        prefix: &str,
        count: usize,
        level: Level,
        route: Route,
        estate: &str,
    ) -> District {
        (1..=count).fold(self, |district, n| {
            district.child(child(&format!("{prefix}{n}"), level, route, estate))
        })
    }

    pub fn choose(mut self, receipts: &[&str], kind: &str, schools: &[&str]) -> District {
        self.choices.extend(receipts.iter().map(|receipt| Choice {
            receipt: (*receipt).into(),
            kind: kind.into(),
            schools: schools.iter().map(|code| (*code).into()).collect(),
        }));
        self
    }

    pub fn plan(&self) -> Plan {
        let mut children: Vec<&(Case, Route)> = self.children.iter().collect();
        children.sort_by(|a, b| a.0.receipt().cmp(b.0.receipt()));
        let cases: Vec<Case> = self.children.iter().map(|(case, _)| case.clone()).collect();
        let tables = Tables {
            schools: self.schools.clone(),
            catchments: self.catchments.clone(),
            primary_zones: self.zones.clone(),
            seat_records: Vec::new(),
            aliases: Vec::new(),
        };
        let world = World::build(&PACK, tables, &cases);
        plan(&Situation {
            world: &world,
            settings: self.settings.clone(),
            children: children
                .into_iter()
                .map(|(case, route)| Child {
                    case,
                    level: case.level().unwrap(),
                    route: *route,
                })
                .collect(),
            choices: &self.choices,
            placements: &self.placements,
            held: self.held.clone(),
            births: self.births.clone(),
            city: self.city.clone(),
        })
    }

    /// Enters the plan's admissions.
    pub fn enter(&mut self, plan: &Plan) {
        for a in &plan.admissions {
            self.place(&a.receipt, a.level, &a.school, a.how.code(), &a.route);
        }
    }

    fn place(&mut self, receipt: &str, level: Level, school: &str, how: &str, route: &str) {
        self.placements.push(Placement {
            receipt: receipt.into(),
            how: how.into(),
            route: route.into(),
            school: school.into(),
            level: level.text().into(),
            ceremony: None,
            batch: None,
            why: String::new(),
            at: String::new(),
        });
    }

    /// Draws these batches as one ceremony and adopts the result.
    pub fn draw(&mut self, batches: &[&PlannedBatch]) {
        self.ceremonies += 1;
        let seed = Seed::of(format!("{}", self.ceremonies).as_bytes());
        let result = allocate(&lists(batches).unwrap(), &seed);
        for batch in batches {
            self.held.kinds.insert((batch.level, batch.kind));
            let schools = batch.plan.iter();
            self.held
                .schools
                .extend(schools.map(|(s, _)| (batch.level, batch.kind, s.clone())));
            let stood = batch.rows.iter().map(|row| row.receipt.clone());
            match batch.kind {
                Kind::Zone | Kind::City => self.held.stood.extend(stood),
                Kind::Supplement => self.held.stood_late.extend(stood),
                _ => {}
            }
        }
        for row in result {
            let Some(school) = row.outcome.school() else {
                continue;
            };
            let batch = batches[row.batch as usize - 1];
            let receipt = row.receipt.as_str();
            let route = match batch.kind {
                Kind::Zone | Kind::City | Kind::Supplement => self.route(receipt),
                kind => kind.text().to_owned(),
            };
            let how = if row.outcome.choice().is_some() {
                "drawn"
            } else {
                "placed"
            };
            self.place(receipt, batch.level, school.as_str(), how, &route);
        }
    }

    fn route(&self, receipt: &str) -> String {
        let found = self
            .children
            .iter()
            .find(|(case, _)| case.receipt() == receipt);
        found.unwrap().1.code().to_owned()
    }

    /// Runs the whole season; gives the last plan.
    pub fn run(&mut self) -> Plan {
        for _ in 0..20 {
            let now = self.plan();
            self.enter(&now);
            let again = self.plan();
            assert_eq!(
                again.admissions,
                [],
                "entering a plan leaves nothing to enter"
            );
            assert_eq!(again.batches, now.batches);
            let Some(first) = now.batches.first() else {
                return now;
            };
            let level = first.level;
            let of_level: Vec<&PlannedBatch> = now
                .batches
                .iter()
                .filter(|batch| batch.level == level)
                .collect();
            self.draw(&of_level);
        }
        panic!("the season does not end");
    }

    /// What must hold at the end of any season.
    pub fn check(&self, end: &Plan) {
        self.check_with(end, 0);
    }

    /// The same where `extend` may take so many over plan at one school.
    pub fn check_with(&self, end: &Plan, extended: u32) {
        let mut seen = HashSet::new();
        for p in &self.placements {
            assert!(seen.insert(&p.receipt), "{} twice", p.receipt);
        }
        for (case, _) in &self.children {
            let placed = seen.contains(&case.receipt().to_owned());
            let named = end.unplaced.iter().any(|one| one.receipt == case.receipt());
            assert!(
                placed != named,
                "{} neither placed nor named, or both",
                case.receipt()
            );
        }
        for school in &self.schools {
            let at = |routes: &dyn Fn(&str) -> bool| {
                let here = self.placements.iter().filter(|p| {
                    p.school == school.code && p.level == school.level.text() && routes(&p.route)
                });
                here.count() as u32
            };
            let all = at(&|_| true);
            let direct = at(&|route| route == "DIRECT");
            assert!(
                all <= school.plan.max(direct) + extended,
                "{} takes {all} of {}",
                school.code,
                school.plan
            );
            let wish = school.choice_plan.unwrap_or(0);
            let wishes = at(&|route| route == "全区自愿" || route == "一般公办");
            assert!(
                wishes <= wish + extended,
                "{} takes {wishes} of {wish}",
                school.code
            );
        }
    }
}

pub fn admitted(plan: &Plan) -> Vec<(&str, &str, &str)> {
    let mut all: Vec<_> = plan
        .admissions
        .iter()
        .map(|a| (a.receipt.as_str(), a.school.as_str(), a.route.as_str()))
        .collect();
    all.sort_unstable();
    all
}

/// `title: school=seats,…; receipt/tier/unit/choices …` of every batch.
pub fn batches(plan: &Plan) -> Vec<String> {
    let show = |batch: &PlannedBatch| {
        let seats: Vec<String> = batch.plan.iter().map(|(s, n)| format!("{s}={n}")).collect();
        let rows: Vec<String> = batch
            .rows
            .iter()
            .map(|row| {
                let unit = row
                    .unit
                    .as_deref()
                    .map(|unit| format!("+{unit}"))
                    .unwrap_or_default();
                format!(
                    "{}/{}{unit}/{}",
                    row.receipt,
                    row.tier,
                    row.choices.join(">")
                )
            })
            .collect();
        format!("{}: {}; {}", batch.title, seats.join(","), rows.join(" "))
    };
    plan.batches.iter().map(show).collect()
}

pub fn unplaced(plan: &Plan) -> Vec<(&str, Why)> {
    plan.unplaced
        .iter()
        .map(|one| (one.receipt.as_str(), one.why))
        .collect()
}

pub fn codes(plan: &Plan) -> Vec<&'static str> {
    plan.findings.iter().map(|finding| finding.code).collect()
}
