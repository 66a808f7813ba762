//! The season as the store holds it, ready for planning.

use super::plan::{BirthDecision, Child, City, Held, Situation};
use super::{DrawError, Kind, Settings};
use crate::open::Desk;
use crate::register::{self, Register};
use crate::store::placement::{self, Placement};
use crate::store::tables::{self, Choice};
use crate::store::{Reader, StoreError, ceremony, verdict};
use ruxue_rules::{Level, Route};
use std::collections::BTreeMap;

/// Everything that placement reads, in memory.
pub struct Season {
    /// Children and tables.
    pub register: Register,
    /// By child of the register: how it is placed, where it is eligible.
    pub routes: Vec<Option<Route>>,
    /// All choices.
    pub choices: Vec<Choice>,
    /// The admissions so far.
    pub placements: Vec<Placement>,
    /// The ceremonies so far.
    pub held: Held,
    births: BTreeMap<String, BirthDecision>,
    city: City,
    settings: Settings,
}

impl Season {
    /// Reads the season, with the verdicts renewed; a decided child has the route it was decided
    /// upon.
    ///
    /// # Errors
    /// What the disk says.
    pub fn load(desk: &mut Desk) -> Result<Season, DrawError> {
        let (register, _) = register::current(desk)?;
        let reader = desk.reader();
        let routes = routes(reader, &register)?;
        let results = tables::city_results(reader)?;
        Ok(Season {
            register,
            routes,
            choices: tables::choices(reader)?,
            placements: placement::all(reader)?,
            held: held(reader)?,
            births: births(reader)?,
            city: match (results.is_empty(), desk.is_demo()) {
                (false, _) => City::Results(results.into_iter().collect()),
                (true, true) => City::StandIn,
                (true, false) => City::Awaited,
            },
            settings: Settings::of(desk.pack().switches()),
        })
    }

    /// The eligible children and what placement knows of them.
    pub fn situation(&self) -> Situation<'_> {
        let eligible = self.register.cases.iter().zip(&self.routes);
        let children = eligible.filter_map(|(case, route)| {
            Some(Child {
                case,
                level: case.level()?,
                route: (*route)?,
            })
        });
        Situation {
            world: &self.register.world,
            settings: self.settings.clone(),
            children: children.collect(),
            choices: &self.choices,
            placements: &self.placements,
            held: self.held.clone(),
            births: self.births.clone(),
            city: self.city.clone(),
        }
    }

    /// The route of a child, by receipt.
    pub fn route(&self, receipt: &str) -> Option<Route> {
        let at = self
            .register
            .cases
            .binary_search_by(|case| case.receipt().cmp(receipt))
            .ok()?;
        self.routes[at]
    }
}

/// The routes of the stored verdicts, in the order of the register's children.
fn routes(reader: Reader<'_>, register: &Register) -> Result<Vec<Option<Route>>, StoreError> {
    let mut routes = vec![None; register.cases.len()];
    verdict::each(reader, |receipt, ruling| {
        let at = register
            .cases
            .binary_search_by(|case| case.receipt().cmp(receipt));
        if let (Ok(at), Some(code)) = (at, &ruling.route) {
            routes[at] = Route::parse(code);
        }
    })?;
    Ok(routes)
}

/// What the formal ceremonies have settled.
fn held(reader: Reader<'_>) -> Result<Held, StoreError> {
    let mut held = Held::default();
    for row in ceremony::all(reader)?
        .into_iter()
        .filter(|row| row.mode == "FORMAL")
    {
        let Some(level) = Level::parse(&row.level) else {
            continue;
        };
        match row.state.as_str() {
            "completed" => {}
            "frozen" | "seeded" => {
                held.open.insert(level, row.number);
                continue;
            }
            _ => continue,
        }
        for batch in ceremony::batches(reader, &row.number)? {
            let Some(kind) = Kind::from_code(&batch.kind) else {
                continue;
            };
            held.kinds.insert((level, kind));
            let schools = batch
                .seats
                .into_iter()
                .map(|(school, _)| (level, kind, school));
            held.schools.extend(schools);
        }
    }
    let zones = [
        Kind::Zone.code(),
        Kind::City.code(),
        Kind::Supplement.code(),
    ];
    held.stood = ceremony::stood_in(reader, &zones)?.into_iter().collect();
    held.stood_late = ceremony::stood_in(reader, &[Kind::Supplement.code()])?
        .into_iter()
        .collect();
    Ok(held)
}

fn births(reader: Reader<'_>) -> Result<BTreeMap<String, BirthDecision>, StoreError> {
    let all = ceremony::birth_decisions(reader)?.into_iter();
    let decided = |tier: Option<u32>| tier.map_or(BirthDecision::Apart, BirthDecision::Together);
    Ok(all.map(|one| (one.receipt, decided(one.tier))).collect())
}
