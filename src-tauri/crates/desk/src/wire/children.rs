//! 孩子: the list and its filters.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::changes::{self, ChangeNote};
use super::failure::Failure;
use super::imports::Done;
use super::window::Turn;
use super::{masking, words};
use crate::access::{Act, Role};
use crate::open::Desk;
use crate::register;
use crate::store::child::{self, Filter, Line, Waits};
use crate::store::{counts, tables};

/// 学段.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Level {
    /// 小学
    #[serde(rename = "小学")]
    Primary,
    /// 初中
    #[serde(rename = "初中")]
    Junior,
}

impl Level {
    /// 小学 or 初中.
    pub(super) fn text(self) -> &'static str {
        match self {
            Level::Primary => "小学",
            Level::Junior => "初中",
        }
    }

    /// The level of this name.
    pub(super) fn parse(text: &str) -> Option<Level> {
        [Level::Primary, Level::Junior]
            .into_iter()
            .find(|level| level.text() == text)
    }
}

/// 判定, as spec/rules.md names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 符合
    Eligible,
    /// 待补正
    Supplement,
    /// 人工核定
    Refer,
    /// 不符合
    Ineligible,
}

impl Outcome {
    /// All, in the order of the screen.
    pub(super) const ALL: &'static [Outcome] = &[
        Outcome::Eligible,
        Outcome::Supplement,
        Outcome::Refer,
        Outcome::Ineligible,
    ];

    /// The code of spec/rules.md.
    pub(super) fn code(self) -> &'static str {
        self.rule().code()
    }

    /// The outcome of this code.
    pub(super) fn parse(code: &str) -> Option<Outcome> {
        Outcome::ALL
            .iter()
            .copied()
            .find(|outcome| outcome.code() == code)
    }

    /// 符合 and so on.
    pub(super) fn text(self) -> &'static str {
        self.rule().text()
    }

    fn rule(self) -> ruxue_rules::Outcome {
        match self {
            Outcome::Eligible => ruxue_rules::Outcome::Eligible,
            Outcome::Supplement => ruxue_rules::Outcome::Supplement,
            Outcome::Refer => ruxue_rules::Outcome::Refer,
            Outcome::Ineligible => ruxue_rules::Outcome::Ineligible,
        }
    }
}

impl From<ruxue_rules::Outcome> for Outcome {
    fn from(outcome: ruxue_rules::Outcome) -> Outcome {
        match outcome {
            ruxue_rules::Outcome::Eligible => Outcome::Eligible,
            ruxue_rules::Outcome::Supplement => Outcome::Supplement,
            ruxue_rules::Outcome::Refer => Outcome::Refer,
            ruxue_rules::Outcome::Ineligible => Outcome::Ineligible,
        }
    }
}

/// Which children, and which page of them. At most 200 rows are given at once.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildQuery {
    /// Only this 学段.
    pub level: Option<Level>,
    /// Only this 判定.
    pub outcome: Option<Outcome>,
    /// Only this 去向, by its code.
    pub route: Option<String>,
    /// Only children admitted to this school.
    pub school: Option<String>,
    /// Only decided children whose verdict has changed, waiting for a person.
    pub changed: bool,
    /// Part of a name, or the beginning of a receipt; empty for all.
    pub search: String,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted.
    pub limit: u32,
}

/// A page of the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildPage {
    /// Children that match, on all pages.
    pub total: u32,
    /// The rows of this page.
    pub rows: Vec<ChildRow>,
}

/// A child in the list; the name masked.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildRow {
    /// 受理编号.
    pub receipt: String,
    /// 张*三.
    pub name: String,
    /// 学段.
    pub level: Level,
    /// 户籍类别.
    pub hukou: String,
    /// 判定; none before the first check.
    pub outcome: Option<Outcome>,
    /// 去向 in words; empty where there is none.
    pub route: String,
    /// What is missing or wrong, in a few words; empty for an eligible child.
    pub reason: String,
    /// The school it is admitted to; empty where none.
    pub school: String,
    /// The change of its decided verdict that waits for a person.
    pub change: Option<ChangeNote>,
}

/// What the list can be filtered by.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildFilters {
    /// 去向: code and words.
    pub routes: Vec<Choice>,
    /// Schools: code and name.
    pub schools: Vec<Choice>,
}

/// A code with its words.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// The code.
    pub code: String,
    /// What is shown.
    pub title: String,
}

/// Rows that one answer holds at most.
pub(super) const MOST_ROWS: u32 = 200;

impl Turn<'_> {
    pub(super) fn child_filters(&self, (): ()) -> Result<ChildFilters, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ReadChildren)?;
        let route = |route: &ruxue_rules::Route| Choice {
            code: route.code().into(),
            title: words::route(desk.pack(), route.code()),
        };
        let routes = ruxue_rules::Route::ALL.iter().map(route).collect();
        let names = school_names(desk)?;
        let mut schools: Vec<Choice> = counts::by_school(desk.reader())?
            .into_iter()
            .map(|stand| Choice {
                title: names
                    .get(&stand.school)
                    .cloned()
                    .unwrap_or_else(|| stand.school.clone()),
                code: stand.school,
            })
            .collect();
        schools.dedup_by(|a, b| a.code == b.code);
        Ok(ChildFilters { routes, schools })
    }

    pub(super) fn children(&self, ask: ChildQuery) -> Result<ChildPage, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ReadChildren)?;
        register::refresh(desk)?;
        let filter = Filter {
            search: ask.search.trim().to_owned(),
            level: ask.level.map(|level| level.text().into()),
            outcome: ask.outcome.map(|outcome| outcome.code().into()),
            route: ask.route,
            school: own_school(desk).or(ask.school),
            code: None,
            change: ask.changed.then_some(Waits),
            street: desk.own_street()?.map(str::to_owned),
        };
        let (offset, limit) = (i64::from(ask.offset), i64::from(ask.limit.min(MOST_ROWS)));
        let (total, lines) = child::list(desk.reader(), &filter, offset, limit)?;
        let names = school_names(desk)?;
        let mut rows = Vec::with_capacity(lines.len());
        for line in &lines {
            rows.extend(row(desk, line, &names)?);
        }
        Ok(ChildPage {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows,
        })
    }

    pub(super) fn check_all(&self, (): ()) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::Judge)?;
        let judging = register::refresh(desk)?;
        let children = child::count(desk.reader())?;
        let mut sentence = format!("已按政策核验 {children} 名孩子");
        match judging {
            Some(judging) if !judging.is_first() => {
                sentence.push_str(&format!("，{} 人的判定有变", judging.changed));
                if judging.flagged > 0 {
                    sentence.push_str(&format!("，其中 {} 人已定案，待人核定", judging.flagged));
                }
            }
            Some(_) => {}
            None => sentence.push_str("，判定没有变化"),
        }
        Ok(Done { sentence })
    }
}

/// The school that a principal is bound to; `None` for all others. A principal whose school nobody
/// entered is bound to none, except at a demonstration: there to the first that admitted a child.
pub(super) fn own_school(desk: &Desk) -> Option<String> {
    let who = desk.session();
    if !who.is(Role::Principal) {
        return None;
    }
    let shown = || {
        let admitted = counts::by_school(desk.reader()).ok()?;
        Some(admitted.first()?.school.clone())
    };
    let own = who.school.clone();
    Some(
        own.or_else(|| desk.is_demo().then(shown)?)
            .unwrap_or_default(),
    )
}

/// Names of the schools by code.
pub(super) fn school_names(desk: &Desk) -> Result<HashMap<String, String>, Failure> {
    let schools = tables::schools(desk.reader())?;
    Ok(schools
        .into_iter()
        .map(|school| (school.code, school.name))
        .collect())
}

fn row(
    desk: &Desk,
    line: &Line,
    names: &HashMap<String, String>,
) -> Result<Option<ChildRow>, Failure> {
    let Some(level) = Level::parse(&line.level) else {
        return Ok(None);
    };
    let school = line.school.as_deref().unwrap_or_default();
    let change = match line.change {
        None => None,
        Some(_) => changes::of_child(desk, &line.receipt, names)?,
    };
    Ok(Some(ChildRow {
        receipt: line.receipt.clone(),
        name: masking::name(&line.name),
        level,
        hukou: line.hukou.clone().unwrap_or_default(),
        outcome: line.outcome.as_deref().and_then(Outcome::parse),
        route: line
            .route
            .as_deref()
            .map(|code| words::route(desk.pack(), code))
            .unwrap_or_default(),
        reason: words::reasons(desk.pack(), line.codes.as_deref().unwrap_or_default()),
        school: names
            .get(school)
            .cloned()
            .unwrap_or_else(|| school.to_owned()),
        change,
    }))
}
