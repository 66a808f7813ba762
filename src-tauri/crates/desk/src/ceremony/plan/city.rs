//! 初中多校划片: the city's draw. Its result is adopted; a demonstration desk that is given none
//! holds a stand-in.

use super::home::Over;
use super::seats::serves_homes;
use super::zone::ZONE_CHOICE;
use super::{Admission, City, How, Kind, Level, Need, Route, Way, Weight, Why, Work};
use ruxue_rules::Fact;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[derive(Default)]
struct Zone<'a> {
    schools: BTreeSet<&'a str>,
    multi: Vec<usize>,
    without: Vec<usize>,
}

impl<'a> Work<'_, 'a> {
    /// Lays out the stand-in, or adopts the city's result.
    pub(super) fn city(&mut self, over: Vec<Over<'a>>) {
        let level = Level::Junior;
        for at in self.open(level, &[Route::Single, Route::Multi]) {
            let stood = self.s.held.stood.contains(self.child(at).receipt());
            let held = self.s.held.kinds.contains(&(level, Kind::City));
            self.why[at] = Some(match (stood, held) {
                (true, _) => Why::Waiting,
                (false, true) => Why::NoSeats,
                (false, false) => Why::CityResultPending,
            });
        }
        let situation = self.s;
        match &situation.city {
            City::Awaited => {}
            City::Results(results) => self.adopt_city(results),
            City::StandIn => self.stand_in(over),
        }
    }

    fn adopt_city(&mut self, results: &BTreeMap<String, String>) {
        let level = Level::Junior;
        for at in self.open(level, &[Route::Single, Route::Multi]) {
            self.why[at] = Some(Why::Waiting);
            let child = self.child(at);
            let Some(school) = results.get(child.receipt()) else {
                continue;
            };
            if self.seats.school(level, school).is_none() {
                let message = format!("市级派位结果中的学校 {school} 不在学校表中；请核对。");
                self.find("CITY_SCHOOL_UNKNOWN", Weight::Note, level, message, [at]);
                continue;
            }
            self.placed[at] = true;
            self.seats.take(level, school, 1);
            self.plan.admissions.push(Admission {
                receipt: child.receipt().to_owned(),
                level,
                school: school.clone(),
                how: How::Drawn,
                route: child.route.code().to_owned(),
                why: "市级派位录取。".to_owned(),
            });
        }
    }

    /// The batches of the stand-in, one a zone.
    fn stand_in(&mut self, over: Vec<Over<'a>>) {
        let level = Level::Junior;
        if self.s.held.kinds.contains(&(level, Kind::City)) {
            return;
        }
        let of_school = self.zones_of_schools();
        let mut zones: BTreeMap<&str, Zone<'a>> = BTreeMap::new();
        for at in self.open(level, &[Route::Multi]) {
            match self.city_zone(at) {
                Some(zone) => zones.entry(zone).or_default().multi.push(at),
                None => self.why[at] = Some(Why::NoZone),
            }
        }
        for one in over {
            match of_school.get(one.school) {
                Some((zone, _)) => {
                    let zone = zones.entry(zone).or_default();
                    zone.schools.insert(one.school);
                    zone.without
                        .extend(one.drawing.into_iter().chain(one.yielding));
                }
                None => {
                    let members = one.drawing.into_iter().chain(one.yielding);
                    members.for_each(|at| self.why[at] = Some(Why::NoZone));
                }
            }
        }
        for (code, (zone, listed)) in &of_school {
            if let (true, Some(zone)) = (*listed, zones.get_mut(zone)) {
                zone.schools.insert(code);
            }
        }
        for (name, mut zone) in zones {
            self.add_catchments(name, &mut zone, &of_school);
            self.city_zone_batch(name, zone);
        }
    }

    /// The zone of every junior school, and whether it stands in that zone's batch whoever draws:
    /// where `primary-zones` lists it there, or has no row for the zone at all. A school that several
    /// zones list has its seats in the first of them.
    fn zones_of_schools(&mut self) -> HashMap<&'a str, (&'a str, bool)> {
        let level = Level::Junior;
        let mut zones: HashMap<&str, (&str, bool)> = HashMap::new();
        let world = self.s.world;
        let mut rows: Vec<_> = world.tables().primary_zones.iter().collect();
        rows.sort_by(|a, b| (&a.zone, &a.primary).cmp(&(&b.zone, &b.primary)));
        let listed: HashSet<&str> = rows.iter().map(|row| row.zone.as_str()).collect();
        for row in rows {
            for code in &row.schools {
                let Some(school) = self.seats.school(level, code) else {
                    continue;
                };
                if !serves_homes(school) {
                    continue;
                }
                let first = zones.entry(code).or_insert((&row.zone, true));
                if first.0 != row.zone {
                    let message = format!(
                        "初中 {code} 列在几个统筹分配服务片中，学位只计入第一个（{}）；请核对。",
                        first.0
                    );
                    self.find("SCHOOL_IN_ZONES", Weight::Note, level, message, None);
                }
            }
        }
        for school in self.seats.of_level(level) {
            if serves_homes(school) && !school.zone.is_empty() {
                let stands = !listed.contains(school.zone.as_str());
                zones.entry(&school.code).or_insert((&school.zone, stands));
            }
        }
        zones
    }

    /// The zone of the 毕业小学, or of the residence for those enrolled elsewhere.
    fn city_zone(&self, at: usize) -> Option<&'a str> {
        let case = self.child(at).case;
        let enrolled_here = case.get(Fact::EnrolledAt) == Some("朝阳区");
        let by_school = case
            .get(Fact::PrimarySchool)
            .filter(|_| enrolled_here)
            .and_then(|code| self.s.world.primary_zone(code));
        match by_school {
            Some(row) => Some(&row.zone),
            None => self.s.world.zone_of(case),
        }
    }

    /// Adds the schools of this zone that only its children's own catchments name.
    fn add_catchments(
        &self,
        name: &str,
        zone: &mut Zone<'a>,
        of_school: &HashMap<&'a str, (&'a str, bool)>,
    ) {
        for at in &zone.multi {
            let own = self.s.world.schools_of(self.child(*at).case);
            for code in self.choice(*at, ZONE_CHOICE) {
                let here = of_school
                    .get(code.as_str())
                    .is_some_and(|(zone, _)| *zone == name);
                if here && own.contains(&code.as_str()) {
                    zone.schools.insert(code);
                }
            }
        }
    }

    fn city_zone_batch(&mut self, name: &str, zone: Zone<'a>) {
        let (level, kind) = (Level::Junior, Kind::City);
        let plan: Vec<(String, u32)> = zone
            .schools
            .iter()
            .map(|code| ((*code).to_owned(), self.seats.home(level, code)))
            .collect();
        let open: HashSet<&str> = zone.schools.iter().copied().collect();
        let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for at in &zone.multi {
            rows.insert(*at, self.zone_choices(level, *at, &open));
        }
        rows.extend(zone.without.iter().map(|at| (*at, Vec::new())));
        if rows.is_empty() {
            return;
        }
        let seats = plan.iter().map(|(_, seats)| *seats).sum();
        let (applied, zone) = (rows.len(), Some(name.to_owned()));
        let way = if seats > 0 { Way::Draw } else { Way::NoSeats };
        self.need(Need {
            level,
            kind,
            zone: zone.clone(),
            school: None,
            applied,
            seats,
            way,
        });
        if seats == 0 {
            rows.keys()
                .for_each(|at| self.why[*at] = Some(Why::NoSeats));
            return;
        }
        let title = format!("{} {name} 多校划片", kind.text());
        let leftover = self.s.settings.leftover(kind.switch());
        let mut batch = self.batch(level, kind, title, leftover, plan, rows, |_| kind.switch());
        batch.zone = zone;
        self.plan.batches.push(batch);
    }
}
