//! 小学, second ceremony: for each 服务片 its single schools over plan, then the zone; after it
//! the seats left anywhere for those whose own zone has none.

use super::home::Over;
use super::seats::serves_homes;
use super::{Kind, Level, Need, Route, Way, Weight, Why, Work};
use ruxue_lottery::Leftover;
use ruxue_rules::pack::switches::DrawKind;
use std::collections::{BTreeMap, HashSet};

/// The 类别 under which families choose within a zone.
pub(super) const ZONE_CHOICE: &str = "多校划片";

#[derive(Default)]
struct Zone<'a> {
    over: Vec<Over<'a>>,
    multi: Vec<usize>,
    pool: Vec<usize>,
}

impl<'a> Work<'_, 'a> {
    /// Lays out the second ceremony of the primary level, or what comes after it.
    pub(super) fn zones(&mut self, over: Vec<Over<'a>>) {
        let level = Level::Primary;
        let held = self.s.held.kinds.contains(&(level, Kind::Zone));
        let mut zones: BTreeMap<&str, Zone<'a>> = BTreeMap::new();
        for at in self.open(level, &[Route::Single, Route::Multi, Route::Pool]) {
            let child = self.child(at);
            let Some(zone) = self.s.world.zone_of(child.case) else {
                self.why[at] = Some(Why::NoZone);
                continue;
            };
            let stood = self.s.held.stood.contains(child.receipt());
            self.why[at] = Some(if stood { Why::Waiting } else { Why::NoSeats });
            match child.route {
                _ if held || stood => {}
                Route::Multi => zones.entry(zone).or_default().multi.push(at),
                Route::Pool => zones.entry(zone).or_default().pool.push(at),
                _ => {}
            }
        }
        for one in over {
            let zone = self
                .seats
                .school(level, one.school)
                .map_or("", |school| &school.zone);
            zones.entry(zone).or_default().over.push(one);
        }
        let before = self.plan.batches.len();
        for (name, zone) in zones {
            self.zone(name, zone);
        }
        let pending = self.plan.batches.len() > before;
        self.supplement(level, pending);
    }

    fn zone(&mut self, name: &str, zone: Zone<'a>) {
        let level = Level::Primary;
        let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for over in zone.over {
            self.overflow(name, &over);
            if self.s.settings.leftover(DrawKind::Overflow) == Leftover::Pool {
                let joining = over.drawing.into_iter().chain(over.yielding);
                rows.extend(joining.map(|at| (at, Vec::new())));
            }
        }
        if name.is_empty() {
            return; // the school is in no zone: there is no pool to join
        }
        let plan = self.zone_plan(name);
        let open: HashSet<&str> = plan.iter().map(|(code, _)| code.as_str()).collect();
        for at in &zone.multi {
            rows.insert(*at, self.zone_choices(level, *at, &open));
        }
        rows.extend(zone.pool.iter().map(|at| (*at, Vec::new())));
        if rows.is_empty() {
            return;
        }
        let seats = plan.iter().map(|(_, seats)| *seats).sum();
        let (applied, zone_name) = (rows.len(), Some(name.to_owned()));
        let way = if seats > 0 { Way::Draw } else { Way::NoSeats };
        let kind = Kind::Zone;
        self.need(Need {
            level,
            kind,
            zone: zone_name.clone(),
            school: None,
            applied,
            seats,
            way,
        });
        if seats == 0 {
            return;
        }
        rows.keys()
            .for_each(|at| self.why[*at] = Some(Why::Waiting));
        let title = format!("{name} 多校划片与统筹");
        let chooses: HashSet<usize> = zone.multi.into_iter().collect();
        let switch = |at: usize| match chooses.contains(&at) {
            true => DrawKind::Multi,
            false => DrawKind::Pool,
        };
        let leftover = self.s.settings.leftover(DrawKind::Pool);
        let mut batch = self.batch(level, kind, title, leftover, plan, rows, switch);
        batch.zone = zone_name;
        self.plan.batches.push(batch);
    }

    /// The batch of one single school over plan.
    fn overflow(&mut self, zone: &str, over: &Over<'a>) {
        let level = Level::Primary;
        self.seats.take(level, over.school, over.seats);
        let members = over.drawing.iter().chain(&over.yielding);
        members.for_each(|at| self.why[*at] = Some(Why::Waiting));
        let (applied, seats) = (over.drawing.len(), over.seats);
        if applied == 0 {
            return;
        }
        let zone = (!zone.is_empty()).then(|| zone.to_owned());
        let school = Some(over.school.to_owned());
        self.need(Need {
            level,
            kind: Kind::Zone,
            zone: zone.clone(),
            school: school.clone(),
            applied,
            seats,
            way: Way::Draw,
        });
        let choice = |at: &usize| (*at, vec![over.school.to_owned()]);
        let rows = over.drawing.iter().map(choice).collect();
        let plan = vec![(over.school.to_owned(), seats)];
        let name = self.school_name(level, over.school);
        let title = format!("{} 单校超额 {name}", zone.as_deref().unwrap_or("无服务片"));
        let tiers = |_: usize| DrawKind::Overflow;
        let mut batch = self.batch(level, Kind::Zone, title, Leftover::None, plan, rows, tiers);
        (batch.zone, batch.school) = (zone, school);
        self.plan.batches.push(batch);
    }

    /// The seats of a zone's schools, also of those that have none left: they may be chosen.
    fn zone_plan(&self, zone: &str) -> Vec<(String, u32)> {
        let level = Level::Primary;
        self.seats
            .of_level(level)
            .filter(|school| school.zone == zone && serves_homes(school))
            .map(|school| (school.code.clone(), self.seats.home(level, &school.code)))
            .collect()
    }

    /// A child's choices, as far as they stand in the batch.
    pub(super) fn zone_choices(
        &mut self,
        level: Level,
        at: usize,
        open: &HashSet<&str>,
    ) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for code in self.choice(at, ZONE_CHOICE) {
            if !open.contains(code.as_str()) {
                let message = format!(
                    "多校划片志愿中的学校 {code} 不在该服务片的派位学校之内，不计此志愿；请核对。"
                );
                self.find("CHOICE_OUTSIDE_ZONE", Weight::Note, level, message, [at]);
            } else if !kept.contains(code) {
                kept.push(code.clone());
            }
        }
        kept
    }

    /// 补录: the seats left in any zone, once no zone draws any more.
    fn supplement(&mut self, level: Level, pending: bool) {
        let plan: Vec<(String, u32)> = self
            .seats
            .of_level(level)
            .filter(|school| !school.zone.is_empty())
            .map(|school| (school.code.clone(), self.seats.home(level, &school.code)))
            .filter(|(_, seats)| *seats > 0)
            .collect();
        let seats = plan.iter().map(|(_, seats)| *seats).sum();
        let waiting: Vec<usize> = self
            .open(level, &[Route::Single, Route::Multi, Route::Pool])
            .into_iter()
            .filter(|at| self.why[*at] != Some(Why::NoZone))
            .filter(|at| !self.s.held.stood_late.contains(self.child(*at).receipt()))
            .collect();
        if waiting.is_empty() || (seats == 0 && !pending) {
            return;
        }
        waiting
            .iter()
            .for_each(|at| self.why[*at] = Some(Why::Waiting));
        if pending {
            return;
        }
        let (kind, applied, way) = (Kind::Supplement, waiting.len(), Way::Draw);
        self.need(Need {
            level,
            kind,
            zone: None,
            school: None,
            applied,
            seats,
            way,
        });
        let rows = waiting.into_iter().map(|at| (at, Vec::new())).collect();
        let title = "小学补录：本片无学位的孩子在各片空余学位中统筹".to_owned();
        let batch = self.batch(level, kind, title, Leftover::Pool, plan, rows, |_| {
            kind.switch()
        });
        self.plan.batches.push(batch);
    }
}
