//! What comes before the first ceremony, and the first ceremony: choices on top of the route.

use super::{Draws, Kind, Level, Need, PlannedBatch, PlannedRow, Route, Way, Weight, Work};
use ruxue_lottery::Leftover;
use ruxue_rules::{Ownership, School, SchoolKind};
use std::collections::{BTreeMap, HashSet};

/// The 类别 under which a family chooses a 特殊教育 school.
const SPECIAL_CHOICE: &str = "特殊教育";

impl<'a> Work<'_, 'a> {
    /// Places 残疾 children: the 特殊教育 school that the family chose, else the catchment's.
    pub(super) fn special(&mut self, level: Level) {
        for at in self.open(level, &[Route::Special]) {
            let child = self.child(at);
            let chosen = self.choice(at, SPECIAL_CHOICE).iter().map(String::as_str);
            let is_special = |code: &&str| {
                let school = self.seats.school(level, code);
                school.is_some_and(|school| school.kind == SchoolKind::Special)
            };
            let found = chosen
                .filter(is_special)
                .find(|code| self.seats.rest(level, code) > 0);
            let (code, why) = match found {
                Some(code) => (code, "残疾儿童，所选特殊教育学校有学位"),
                None => {
                    let own = self.s.world.schools_of(child.case);
                    match own
                        .into_iter()
                        .find(|code| self.seats.home(level, code) > 0)
                    {
                        Some(code) => (code, "残疾儿童，居住地服务片学校优先接收，随班就读"),
                        None => continue,
                    }
                }
            };
            self.seats.take(level, code, 1);
            self.admit(
                at,
                code,
                Route::Special.code(),
                format!("{why}（四(二)1(4)）。"),
            );
        }
    }

    /// The first ceremony of a 学段, kind by kind. A child stands in each batch it chose for.
    pub(super) fn first(&mut self, level: Level) -> Draws {
        let mut standing = HashSet::new();
        let mut draws = Draws::Done;
        for kind in Kind::first(level) {
            let applied = self.applicants(level, *kind);
            let held = self.s.held.kinds.contains(&(level, *kind));
            let mut drawn = BTreeMap::new();
            for (code, members) in applied {
                if self.was_drawn(level, *kind, code) {
                    continue;
                }
                let seats = self.choice_seats(level, *kind, code);
                if !self.s.settings.draws(members.len(), seats) {
                    self.admit_choice(level, *kind, code, &members, &standing);
                } else if held {
                    let message = format!(
                        "{}派位已经结束，学校 {} 又有人申请而学位不够；这些孩子另行补录。",
                        kind.text(),
                        self.school_name(level, code)
                    );
                    self.find("LATE_CHOICE", Weight::Note, level, message, members);
                } else {
                    self.take_choice(level, *kind, code, seats);
                    drawn.insert(code, (members, seats));
                }
            }
            if !drawn.is_empty() {
                draws = Draws::Pending;
                standing.extend(drawn.values().flat_map(|(members, _)| members).copied());
                self.batch_of_kind(level, *kind, drawn);
            }
        }
        draws
    }

    /// Who chose which school of a kind: one choice a child.
    fn applicants(&mut self, level: Level, kind: Kind) -> BTreeMap<&'a str, Vec<usize>> {
        let mut applied: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in self.open(level, Route::ALL) {
            let [first, rest @ ..] = self.choice(at, kind.text()) else {
                continue;
            };
            let school = self.seats.school(level, first);
            if !school.is_some_and(|school| is_of(kind, school)) {
                let message = format!(
                    "{}志愿填的学校 {first} 不是这一类学校，此志愿不参加派位；请核对志愿表。",
                    kind.text()
                );
                self.find("CHOICE_OF_OTHER_KIND", Weight::Note, level, message, [at]);
                continue;
            }
            if !rest.is_empty() {
                let message = format!("{}志愿只能填一所学校，只计第一所。", kind.text());
                self.find("CHOICE_TOO_MANY", Weight::Note, level, message, [at]);
            }
            applied.entry(first).or_default().push(at);
        }
        applied
    }

    fn was_drawn(&self, level: Level, kind: Kind, code: &str) -> bool {
        self.s.held.kinds.contains(&(level, kind))
            && self
                .s
                .held
                .schools
                .contains(&(level, kind, code.to_owned()))
    }

    /// Seats of a school for a kind of choice. 对口直升 children keep theirs.
    fn choice_seats(&self, level: Level, kind: Kind, code: &str) -> u32 {
        match kind {
            Kind::WishAll | Kind::WishGeneral => self.seats.wish(level, code),
            _ => {
                let direct = self.open(level, &[Route::Direct]).into_iter();
                let own = direct
                    .filter(|at| self.own_nine_year(*at) == Some(code))
                    .count();
                self.seats.rest(level, code).saturating_sub(own as u32)
            }
        }
    }

    fn take_choice(&mut self, level: Level, kind: Kind, code: &str, seats: u32) {
        match kind {
            Kind::WishAll | Kind::WishGeneral => self.seats.take_wish(level, code, seats),
            _ => self.seats.take(level, code, seats),
        }
    }

    /// Admits all who chose a school that has seats for them. Who stands in a batch of an earlier
    /// kind draws there first; the seat is kept.
    fn admit_choice(
        &mut self,
        level: Level,
        kind: Kind,
        code: &str,
        members: &[usize],
        standing: &HashSet<usize>,
    ) {
        let seats = self.choice_seats(level, kind, code);
        self.take_choice(level, kind, code, members.len() as u32);
        let later = members.iter().any(|at| standing.contains(at));
        let applied = members.len();
        for at in members.iter().filter(|at| !standing.contains(at)) {
            let why = format!(
                "{}志愿，{applied} 人报名、{seats} 个学位，直接录取。",
                kind.text()
            );
            self.admit(*at, code, kind.text(), why);
        }
        let way = if later {
            Way::DirectAfterDraw
        } else {
            Way::Direct
        };
        let school = Some(code.to_owned());
        self.need(Need {
            level,
            kind,
            zone: None,
            school,
            applied,
            seats,
            way,
        });
    }

    fn batch_of_kind(
        &mut self,
        level: Level,
        kind: Kind,
        drawn: BTreeMap<&str, (Vec<usize>, u32)>,
    ) {
        let mut rows = BTreeMap::new();
        let mut plan = Vec::new();
        for (code, (members, seats)) in drawn {
            plan.push((code.to_owned(), seats));
            rows.extend(members.iter().map(|at| (*at, vec![code.to_owned()])));
            let (applied, school) = (members.len(), Some(code.to_owned()));
            let way = Way::Draw;
            self.need(Need {
                level,
                kind,
                zone: None,
                school,
                applied,
                seats,
                way,
            });
        }
        let title = format!("{}{}", level.text(), kind.text());
        let tier = |_: usize| kind.switch();
        let leftover = self.s.settings.leftover(kind.switch());
        let batch = self.batch(level, kind, title, leftover, plan, rows, tier);
        self.plan.batches.push(batch);
    }

    /// Lays out a batch: tiers, units, order.
    #[allow(clippy::too_many_arguments)] // the columns of a batch
    pub(super) fn batch(
        &mut self,
        level: Level,
        kind: Kind,
        title: String,
        leftover: Leftover,
        plan: Vec<(String, u32)>,
        choices: BTreeMap<usize, Vec<String>>,
        switch: impl Fn(usize) -> ruxue_rules::pack::switches::DrawKind,
    ) -> PlannedBatch {
        let members: Vec<usize> = choices.keys().copied().collect();
        let mut rows: Vec<PlannedRow> = choices
            .into_iter()
            .map(|(at, choices)| PlannedRow {
                receipt: self.child(at).receipt().to_owned(),
                tier: self.s.settings.tier(switch(at), self.child(at).has_care()),
                unit: None,
                choices,
            })
            .collect();
        self.bind(level, &members, &mut rows);
        let (method, groups) = (self.s.settings.method, self.s.settings.groups);
        PlannedBatch {
            level,
            kind,
            zone: None,
            school: None,
            title,
            method,
            groups,
            leftover,
            plan,
            rows,
        }
    }
}

/// Whether a school is one of those that a kind of choice names.
fn is_of(kind: Kind, school: &School) -> bool {
    let public = school.ownership == Ownership::Public;
    match kind {
        Kind::Private => !public,
        Kind::Boarding => public && school.kind == SchoolKind::Boarding,
        Kind::WishAll => super::seats::serves_homes(school),
        Kind::WishGeneral => super::seats::serves_homes(school) && school.general_choice,
        Kind::Zone | Kind::City | Kind::Supplement => false,
    }
}
