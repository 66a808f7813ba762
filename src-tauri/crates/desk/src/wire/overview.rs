//! 今日: the season at a glance.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::{Level, Outcome};
use super::session::Screen;

/// The season at a glance.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// Per 学段, the children by where they stand.
    pub levels: Vec<LevelCount>,
    /// What to do next, in order, in sentences.
    pub next: Vec<NextStep>,
    /// The timetable of the season.
    pub timetable: Vec<TimetableRow>,
    /// The next deadline, as a sentence; empty after the last.
    pub deadline: String,
    /// Schools with more direct admissions or applicants than seats, heaviest first, at most 12.
    pub pressure: Vec<Pressure>,
}

/// Counts of one 学段.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelCount {
    /// 小学 or 初中.
    pub level: Level,
    /// All children.
    pub children: u32,
    /// By verdict, in the order of the screen.
    pub verdicts: Vec<VerdictCount>,
    /// Eligible children with a school.
    pub admitted: u32,
    /// Eligible children without a school yet.
    pub unplaced: u32,
    /// Notices made.
    pub notices: u32,
}

/// Children with one verdict.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerdictCount {
    /// The verdict.
    pub outcome: Outcome,
    /// How many.
    pub count: u32,
}

/// Something that waits.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextStep {
    /// 派位：3 所学校报名超过计划，需要派位。
    pub sentence: String,
    /// Where it is done.
    pub screen: Screen,
}

/// A window of the timetable.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimetableRow {
    /// 小学、初中信息采集
    pub work: String,
    /// First day; empty where only the last is stated.
    pub from: String,
    /// Last day.
    pub until: String,
    /// Against the desk's day.
    pub state: WindowState,
}

/// Where the desk's day stands to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum WindowState {
    /// 未到
    Ahead,
    /// 进行中
    Open,
    /// 已过
    Past,
}

/// How a school's applicants stand to its seats.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pressure {
    /// School code.
    pub school: String,
    /// School name.
    pub name: String,
    /// 学段.
    pub level: Level,
    /// Children whose single school it is, and those already admitted.
    pub wanted: u32,
    /// 招生计划.
    pub seats: u32,
}
