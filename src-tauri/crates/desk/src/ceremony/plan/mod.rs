//! The plan: who is admitted without a draw, which draws the season needs now, who is left.
//!
//! Pure: a [`Situation`] in, a [`Plan`] out. The same situation gives the same plan, and a plan
//! whose admissions have been entered gives the rest of itself (spec/rules.md, "From route to
//! place").

mod birth;
mod city;
mod first;
mod home;
mod seats;
mod zone;

use super::{Kind, Settings};
use crate::store::placement::Placement;
use crate::store::tables::Choice;
use birth::Births;
use ruxue_lottery::{Groups, Leftover, Method};
use ruxue_rules::{Case, Fact, Level, Route, World};
use seats::Seats;
use std::collections::{BTreeMap, HashMap, HashSet};

/// 引进人才子女: the word under which the centre's own admissions stand.
pub const TALENT: &str = "引进人才";

/// What placement knows when it plans.
pub struct Situation<'a> {
    /// The district.
    pub world: &'a World,
    /// The policy's switches.
    pub settings: Settings,
    /// The eligible children, in ascending order of receipt.
    pub children: Vec<Child<'a>>,
    /// All choices.
    pub choices: &'a [Choice],
    /// The admissions so far.
    pub placements: &'a [Placement],
    /// The ceremonies so far.
    pub held: Held,
    /// What a person decided of children of one birth in different tiers, by receipt.
    pub births: BTreeMap<String, BirthDecision>,
    /// Who draws 初中多校划片.
    pub city: City,
}

/// An eligible child.
#[derive(Clone, Copy)]
pub struct Child<'a> {
    /// The facts.
    pub case: &'a Case,
    /// 学段.
    pub level: Level,
    /// How the child is placed.
    pub route: Route,
}

impl<'a> Child<'a> {
    /// 受理编号.
    pub fn receipt(&self) -> &'a str {
        self.case.receipt()
    }

    fn has_care(&self) -> bool {
        self.case.get(Fact::Care).is_some()
    }
}

/// What completed formal ceremonies have settled, and what stands frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Kinds that were drawn.
    pub kinds: HashSet<(Level, Kind)>,
    /// Schools that stood in a batch of a first kind.
    pub schools: HashSet<(Level, Kind, String)>,
    /// Children who stood in a batch of their zone or of the city.
    pub stood: HashSet<String>,
    /// Children who stood in a 补录.
    pub stood_late: HashSet<String>,
    /// The formal ceremony that is frozen and not closed, by 学段.
    pub open: BTreeMap<Level, String>,
}

/// Who draws 初中多校划片.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum City {
    /// The city, and its result is not here yet.
    Awaited,
    /// A demonstration desk holds a stand-in.
    StandIn,
    /// The city's result: school by receipt.
    Results(BTreeMap<String, String>),
}

/// What a person decided of children of one birth of whom some have a 照顾类别 and some not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthDecision {
    /// They draw apart, each in the own tier.
    Apart,
    /// They draw together, in this tier.
    Together(u32),
}

/// What is to be done now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Admissions that need no draw, or that the city's draw gave.
    pub admissions: Vec<Admission>,
    /// What each school and zone comes to, drawn or not.
    pub needs: Vec<Need>,
    /// The batches to draw, in their order within a 学段.
    pub batches: Vec<PlannedBatch>,
    /// What a person should know, or must settle first.
    pub findings: Vec<Finding>,
    /// Eligible children who have no place after these admissions, by receipt.
    pub unplaced: Vec<Unplaced>,
}

/// How an admission came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Without a draw.
    Direct,
    /// By a choice in a draw.
    Drawn,
    /// From the pool of a draw.
    Placed,
}

impl How {
    /// The word of the store: `direct`.
    pub fn code(self) -> &'static str {
        match self {
            How::Direct => "direct",
            How::Drawn => "drawn",
            How::Placed => "placed",
        }
    }
}

/// One child's school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The child.
    pub receipt: String,
    /// 学段.
    pub level: Level,
    /// The school.
    pub school: String,
    /// How it came about.
    pub how: How,
    /// What brought it: a route code or a 类别.
    pub route: String,
    /// A Chinese sentence for the child's page.
    pub why: String,
}

/// Whether so many applicants for so many seats draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All are admitted.
    Direct,
    /// All are admitted, some of them after the draw of an earlier batch in which they stand.
    DirectAfterDraw,
    /// They draw.
    Draw,
    /// There is no seat to draw for.
    NoSeats,
}

impl Way {
    /// The word of `draw plan --json`.
    pub fn code(self) -> &'static str {
        match self {
            Way::Direct => "direct",
            Way::DirectAfterDraw => "direct-after-draw",
            Way::Draw => "draw",
            Way::NoSeats => "no-seats",
        }
    }

    /// The same in Chinese.
    pub fn text(self) -> &'static str {
        match self {
            Way::Direct => "直接录取",
            Way::DirectAfterDraw => "直接录取（另有志愿先派位的，派位后办理）",
            Way::Draw => "派位",
            Way::NoSeats => "无学位",
        }
    }
}

/// Applicants and seats of one school or zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// 学段.
    pub level: Level,
    /// The kind of draw.
    pub kind: Kind,
    /// 服务片, where one is drawn.
    pub zone: Option<String>,
    /// The school; `None` for a zone as a whole.
    pub school: Option<String>,
    /// Children.
    pub applied: usize,
    /// Seats.
    pub seats: u32,
    /// What follows.
    pub way: Way,
}

/// One batch as it is to be frozen; batches of one ceremony are numbered in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedBatch {
    /// 学段.
    pub level: Level,
    /// The kind of draw.
    pub kind: Kind,
    /// 服务片.
    pub zone: Option<String>,
    /// The school of a 单校超额.
    pub school: Option<String>,
    /// What it is, for people.
    pub title: String,
    /// How turns are taken.
    pub method: Method,
    /// What becomes of units too large.
    pub groups: Groups,
    /// What becomes of those whom no choice seats.
    pub leftover: Leftover,
    /// Seats by school, ascending.
    pub plan: Vec<(String, u32)>,
    /// The children, by receipt.
    pub rows: Vec<PlannedRow>,
}

/// One child in a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// The child.
    pub receipt: String,
    /// 0 is seated first.
    pub tier: u32,
    /// Label of the children of one birth who stand together.
    pub unit: Option<String>,
    /// School codes, first choice first.
    pub choices: Vec<String>,
}

/// How a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// To be known.
    Note,
    /// A person settles it before the freeze.
    Blocks,
}

/// Something that a person should know or must settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `OVER_PLAN` and the like.
    pub code: &'static str,
    /// Whether a freeze waits for it.
    pub weight: Weight,
    /// The 学段 whose draws it is about.
    pub level: Level,
    /// A Chinese sentence: what it is, where, and what to do.
    pub message: String,
    /// The children concerned, by receipt.
    pub receipts: Vec<String>,
}

/// Why an eligible child has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A draw lies ahead, or the child waits after one.
    Waiting,
    /// No zone has a seat left.
    NoSeats,
    /// The residence is in no 服务片.
    NoZone,
    /// The centre decides, with a reason.
    CentreDecides,
    /// The city's draw lies ahead.
    CityResultPending,
}

impl Why {
    /// The code of spec/cli.md.
    pub fn code(self) -> &'static str {
        match self {
            Why::Waiting => "WAITING",
            Why::NoSeats => "NO_SEATS",
            Why::NoZone => "NO_ZONE",
            Why::CentreDecides => "CENTRE_DECIDES",
            Why::CityResultPending => "CITY_RESULT_PENDING",
        }
    }

    /// A sentence for the child's page.
    pub fn text(self) -> &'static str {
        match self {
            Why::Waiting => "等待派位，或派位后候补",
            Why::NoSeats => "所在服务片及全区均已无空余学位",
            Why::NoZone => "居住地不在任何服务片内，请核对居住街乡与学校的服务片",
            Why::CentreDecides => "由区招考中心确定学校并写明理由",
            Why::CityResultPending => "等待市级派位结果",
        }
    }
}

/// An eligible child without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The child.
    pub receipt: String,
    /// Why.
    pub why: Why,
}

/// Plans the season as it stands.
pub fn plan(situation: &Situation<'_>) -> Plan {
    let mut work = Work::new(situation);
    for level in [Level::Primary, Level::Junior] {
        if let Some(number) = situation.held.open.get(&level) {
            let message = format!(
                "{}的场次 {number} 已封存、尚未结束：在它完成或中止之前，不安排这一学段。",
                level.text()
            );
            work.find("CEREMONY_OPEN", Weight::Note, level, message, None);
            continue;
        }
        work.report_seats(level);
        work.report_hints(level);
        work.special(level);
        if work.first(level) == Draws::Pending {
            continue;
        }
        work.direct(level);
        let over = work.singles(level);
        match level {
            Level::Primary => work.zones(over),
            Level::Junior => work.city(over),
        }
    }
    work.finish()
}

/// Seats of a school that the centre may give by its own decision: of 招生计划 without 志愿计划.
pub fn seats_left(situation: &Situation<'_>, level: Level, school: &str) -> u32 {
    Seats::new(situation.world, situation.placements).rest(level, school)
}

/// Whether draws of an earlier step still lie ahead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Draws {
    Pending,
    Done,
}

/// The plan under way. Children are named by their position in the situation.
struct Work<'s, 'a> {
    s: &'s Situation<'a>,
    seats: Seats<'a>,
    choices: HashMap<&'a str, Vec<&'a Choice>>,
    births: Births,
    /// By child: has a place.
    placed: Vec<bool>,
    /// By child: why it has none, where a step has said so.
    why: Vec<Option<Why>>,
    findings: BTreeMap<(Weight, &'static str, Level, String), Vec<String>>,
    plan: Plan,
}

impl<'s, 'a> Work<'s, 'a> {
    fn new(s: &'s Situation<'a>) -> Work<'s, 'a> {
        let mut choices: HashMap<&str, Vec<&Choice>> = HashMap::new();
        for choice in s.choices {
            choices.entry(&choice.receipt).or_default().push(choice);
        }
        let holders: HashSet<&str> = s.placements.iter().map(|p| p.receipt.as_str()).collect();
        Work {
            s,
            seats: Seats::new(s.world, s.placements),
            choices,
            births: Births::new(&s.children),
            placed: s
                .children
                .iter()
                .map(|child| holders.contains(child.receipt()))
                .collect(),
            why: vec![None; s.children.len()],
            findings: BTreeMap::new(),
            plan: Plan::default(),
        }
    }

    fn child(&self, at: usize) -> Child<'a> {
        self.s.children[at]
    }

    /// Children of a 学段 and route without a place.
    fn open(&self, level: Level, routes: &[Route]) -> Vec<usize> {
        let wanted = |at: &usize| {
            let child = &self.s.children[*at];
            child.level == level && !self.placed[*at] && routes.contains(&child.route)
        };
        (0..self.s.children.len()).filter(wanted).collect()
    }

    /// The schools that a child chose under a 类别.
    fn choice(&self, at: usize, kind: &str) -> &'a [String] {
        let all = self.choices.get(self.child(at).receipt());
        let found = all.into_iter().flatten().find(|choice| choice.kind == kind);
        found.map_or(&[], |choice| &choice.schools)
    }

    fn admit(&mut self, at: usize, school: &str, route: &str, why: String) {
        let child = self.child(at);
        self.placed[at] = true;
        self.plan.admissions.push(Admission {
            receipt: child.receipt().to_owned(),
            level: child.level,
            school: school.to_owned(),
            how: How::Direct,
            route: route.to_owned(),
            why,
        });
    }

    fn find(
        &mut self,
        code: &'static str,
        weight: Weight,
        level: Level,
        message: String,
        at: impl IntoIterator<Item = usize>,
    ) {
        let children = &self.s.children;
        let receipts = at.into_iter().map(|at| children[at].receipt().to_owned());
        self.findings
            .entry((weight, code, level, message))
            .or_default()
            .extend(receipts);
    }

    fn need(&mut self, need: Need) {
        self.plan.needs.push(need);
    }

    fn school_name(&self, level: Level, code: &str) -> String {
        match self.seats.school(level, code) {
            Some(school) => format!("{code} {}", school.name),
            None => code.to_owned(),
        }
    }

    fn finish(mut self) -> Plan {
        for (at, child) in self.s.children.iter().enumerate() {
            if !self.placed[at] {
                let why = self.why[at].unwrap_or(match (child.level, child.route) {
                    (_, Route::Special) => Why::CentreDecides,
                    (Level::Junior, Route::Multi) => Why::CityResultPending,
                    _ => Why::Waiting,
                });
                self.plan.unplaced.push(Unplaced {
                    receipt: child.receipt().to_owned(),
                    why,
                });
            }
        }
        self.plan.findings = self
            .findings
            .into_iter()
            .rev()
            .map(|((weight, code, level, message), mut receipts)| {
                receipts.sort();
                receipts.dedup();
                Finding {
                    code,
                    weight,
                    level,
                    message,
                    receipts,
                }
            })
            .collect();
        self.plan
    }
}

#[cfg(test)]
mod tests;
