//! After the first ceremony: 对口直升, and single schools.

use super::{Level, Need, Route, Way, Weight, Work};
use crate::ceremony::Kind;
use chrono::NaiveDate;
use ruxue_rules::Fact;
use ruxue_rules::pack::switches::SingleOverflow;
use std::collections::BTreeMap;

/// A single school over plan.
pub(super) struct Over<'a> {
    pub school: &'a str,
    /// Seats to draw for.
    pub seats: u32,
    /// Who draws for them.
    pub drawing: Vec<usize>,
    /// Who yields without drawing.
    pub yielding: Vec<usize>,
}

impl<'a> Work<'_, 'a> {
    /// The 九年一贯 school that a `DIRECT` child goes up in.
    pub(super) fn own_nine_year(&self, at: usize) -> Option<&'a str> {
        self.child(at).case.get(Fact::PrimarySchool)
    }

    /// Admits all `DIRECT` children at their own school; over plan is reported.
    pub(super) fn direct(&mut self, level: Level) {
        let mut by_school: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in self.open(level, &[Route::Direct]) {
            let own = self.own_nine_year(at).unwrap_or("");
            by_school.entry(own).or_default().push(at);
        }
        for (code, members) in by_school {
            if self.seats.school(level, code).is_none() {
                let message = format!(
                    "九年一贯制学校 {code} 在学校表中没有{}一行，对口直升不能办理；请补全学校表。",
                    level.text()
                );
                members
                    .iter()
                    .for_each(|at| self.why[*at] = Some(super::Why::CentreDecides));
                self.find("NO_SCHOOL_ROW", Weight::Note, level, message, members);
                continue;
            }
            let seats = self.seats.rest(level, code);
            if members.len() as u32 > seats {
                let over = members.len() as u32 - seats;
                let message = format!(
                    "学校 {}：对口直升 {} 人，可用学位 {seats} 个，超计划 {over} 人；\
                     全部接收，请核对招生计划并报备。",
                    self.school_name(level, code),
                    members.len()
                );
                self.find(
                    "OVER_PLAN",
                    Weight::Note,
                    level,
                    message,
                    members.iter().copied(),
                );
            }
            self.seats.take(level, code, members.len() as u32);
            for at in members {
                let why = "毕业于九年一贯制学校，对口直升（四(二)2）。".to_owned();
                self.admit(at, code, Route::Direct.code(), why);
            }
        }
    }

    /// Admits the `SINGLE` children of schools within plan; gives the schools over plan.
    pub(super) fn singles(&mut self, level: Level) -> Vec<Over<'a>> {
        let mut by_school: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in self.open(level, &[Route::Single]) {
            let stood = self.s.held.stood.contains(self.child(at).receipt());
            match self.s.world.schools_of(self.child(at).case).first() {
                Some(code) if !stood => by_school.entry(*code).or_default().push(at),
                _ => {}
            }
        }
        let zones_held = self.s.held.kinds.contains(&(level, zones_of(level)));
        let mut over = Vec::new();
        for (school, members) in by_school {
            let seats = self.seats.home(level, school);
            if !self.s.settings.draws(members.len(), seats) {
                let (applied, way) = (members.len(), Way::Direct);
                self.admit_singles(level, school, &members);
                let (kind, zone, school) = (zones_of(level), None, Some(school.to_owned()));
                self.need(Need {
                    level,
                    kind,
                    zone,
                    school,
                    applied,
                    seats,
                    way,
                });
            } else if !zones_held {
                over.push(self.split(level, school, members, seats));
            }
        }
        over
    }

    fn admit_singles(&mut self, level: Level, school: &str, members: &[usize]) {
        let seats = self.seats.home(level, school);
        self.seats.take(level, school, members.len() as u32);
        for at in members {
            let why = format!(
                "居住地对应一所学校，登记 {} 人、可用学位 {seats} 个，直接录取。",
                members.len()
            );
            self.admit(*at, school, Route::Single.code(), why);
        }
    }

    /// Who of a school over plan draws: all, or only those whose registration date is the one on
    /// which the seats run out; who registered earlier is admitted, who later yields.
    fn split(
        &mut self,
        level: Level,
        school: &'a str,
        members: Vec<usize>,
        seats: u32,
    ) -> Over<'a> {
        if self.s.settings.overflow == SingleOverflow::DrawAll || seats == 0 {
            return Over {
                school,
                seats,
                drawing: members,
                yielding: Vec::new(),
            };
        }
        let date = |at: &usize| {
            self.child(*at)
                .case
                .date(Fact::TitleDate)
                .unwrap_or(NaiveDate::MIN)
        };
        let mut dates: Vec<NaiveDate> = members.iter().map(date).collect();
        dates.sort_unstable();
        let last = dates[(seats as usize).min(dates.len()) - 1];
        let (early, rest): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|at| date(at) < last);
        let (tied, late): (Vec<usize>, Vec<usize>) =
            rest.into_iter().partition(|at| date(at) == last);
        self.admit_singles(level, school, &early);
        let seats = seats - early.len() as u32;
        if tied.len() as u32 == seats {
            self.admit_singles(level, school, &tied);
            return Over {
                school,
                seats: 0,
                drawing: Vec::new(),
                yielding: late,
            };
        }
        Over {
            school,
            seats,
            drawing: tied,
            yielding: late,
        }
    }
}

/// The kind of draw in which a 学段's zones are drawn.
pub(super) fn zones_of(level: Level) -> Kind {
    match level {
        Level::Primary => Kind::Zone,
        Level::Junior => Kind::City,
    }
}
