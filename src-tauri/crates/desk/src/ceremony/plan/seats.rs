//! Seats: 志愿计划 for 全区自愿 and 一般公办, the rest for everyone else.

use super::Work;
use super::{Level, Placement, Weight, World};
use crate::ceremony::Kind;
use ruxue_rules::{Ownership, School, SchoolKind};
use std::collections::BTreeMap;

/// The seats left at every school row.
pub(super) struct Seats<'a> {
    /// By 学段, then code.
    lines: [BTreeMap<&'a str, Line<'a>>; 2],
}

struct Line<'a> {
    school: &'a School,
    /// Seats left of 志愿计划.
    wish: i64,
    /// Seats left of the rest of 招生计划. Below 0 where direct admissions went over plan.
    rest: i64,
}

impl<'a> Seats<'a> {
    /// Counts the admissions so far against the plans.
    pub fn new(world: &'a World, placements: &[Placement]) -> Seats<'a> {
        let mut lines: [BTreeMap<&str, Line<'_>>; 2] = Default::default();
        for school in &world.tables().schools {
            let wish = i64::from(wish_plan(school));
            let rest = i64::from(school.plan) - wish;
            lines[school.level as usize]
                .entry(&school.code)
                .or_insert(Line { school, wish, rest });
        }
        let mut seats = Seats { lines };
        for p in placements {
            let Some(level) = Level::parse(&p.level) else {
                continue;
            };
            let wish = [Kind::WishAll, Kind::WishGeneral]
                .iter()
                .any(|kind| kind.text() == p.route);
            match wish {
                true => seats.take_wish(level, &p.school, 1),
                false => seats.take(level, &p.school, 1),
            }
        }
        seats
    }

    /// The school's row.
    pub fn school(&self, level: Level, code: &str) -> Option<&'a School> {
        self.lines[level as usize].get(code).map(|line| line.school)
    }

    /// All rows of a 学段, by code.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &'a School> {
        self.lines[level as usize].values().map(|line| line.school)
    }

    /// Seats left of 志愿计划.
    pub fn wish(&self, level: Level, code: &str) -> u32 {
        self.lines[level as usize]
            .get(code)
            .map_or(0, |line| at_least_none(line.wish))
    }

    /// Seats left of the rest of 招生计划.
    pub fn rest(&self, level: Level, code: &str) -> u32 {
        self.lines[level as usize]
            .get(code)
            .map_or(0, |line| at_least_none(line.rest))
    }

    /// Seats left for children of catchments and zones: none at 民办, 寄宿 and 特殊教育 schools.
    pub fn home(&self, level: Level, code: &str) -> u32 {
        match self.lines[level as usize].get(code) {
            Some(line) if serves_homes(line.school) => at_least_none(line.rest),
            _ => 0,
        }
    }

    pub fn take_wish(&mut self, level: Level, code: &str, seats: u32) {
        if let Some(line) = self.lines[level as usize].get_mut(code) {
            line.wish -= i64::from(seats);
        }
    }

    pub fn take(&mut self, level: Level, code: &str, seats: u32) {
        if let Some(line) = self.lines[level as usize].get_mut(code) {
            line.rest -= i64::from(seats);
        }
    }
}

fn at_least_none(seats: i64) -> u32 {
    u32::try_from(seats.max(0)).unwrap_or(u32::MAX)
}

/// 志愿计划 as far as it is one: of public day schools of the junior level, within 招生计划.
fn wish_plan(school: &School) -> u32 {
    if school.level == Level::Junior && serves_homes(school) {
        school.choice_plan.unwrap_or(0).min(school.plan)
    } else {
        0
    }
}

/// Whether the school takes children of catchments and zones.
pub(super) fn serves_homes(school: &School) -> bool {
    school.ownership == Ownership::Public
        && matches!(school.kind, SchoolKind::Regular | SchoolKind::NineYear)
}

impl Work<'_, '_> {
    /// Says where the plans themselves are odd.
    pub(super) fn report_seats(&mut self, level: Level) {
        let schools: Vec<&School> = self.seats.of_level(level).collect();
        for school in schools {
            if school.choice_plan.is_some_and(|wish| wish > school.plan) {
                let message = format!(
                    "学校 {} 的志愿计划多于招生计划，按招生计划计；请核对学校表。",
                    school.code
                );
                self.find("WISH_PLAN_TOO_LARGE", Weight::Note, level, message, None);
            }
        }
    }
}
