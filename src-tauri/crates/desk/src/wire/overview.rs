//! 今日: the season at a glance.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::{Level, Outcome};
use super::failure::Failure;
use super::session::Screen;
use super::window::Turn;
use crate::access::{Act, permit};
use crate::backup::duty;
use crate::founding::{self, Lack};
use crate::issue::closing;
use crate::open::Desk;
use crate::register;
use crate::store::counts::{self, LevelStand};
use crate::store::{change, tables, verdict};

/// The season at a glance.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// Per 学段, the children by where they stand.
    pub levels: Vec<LevelCount>,
    /// Decided children whose verdict has changed: they wait for a person.
    pub changed: u32,
    /// What to do next, in order, in sentences.
    pub next: Vec<NextStep>,
    /// The timetable of the season.
    pub timetable: Vec<TimetableRow>,
    /// The next deadline, as a sentence; empty after the last.
    pub deadline: String,
    /// The schools whose seats are fullest, at most 12.
    pub pressure: Vec<Pressure>,
    /// Closing sheets that are due; for the system administrator also what a new desk still lacks, the last backup and the last
    /// recovery drill, and whether new ones are due.
    pub upkeep: Vec<Upkeep>,
}

/// A duty besides the day's work.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Upkeep {
    /// 存到移动介质的备份：上次 2021-05-06 09:00。
    pub sentence: String,
    /// Whether it is due.
    pub due: bool,
    /// Where it is done.
    pub screen: Screen,
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

/// How a school's admissions stand to its seats.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pressure {
    /// School code.
    pub school: String,
    /// School name.
    pub name: String,
    /// 学段.
    pub level: Level,
    /// Children admitted so far.
    pub admitted: u32,
    /// 招生计划.
    pub seats: u32,
}

/// Schools that the overview names.
const MOST_SCHOOLS: usize = 12;

impl Turn<'_> {
    pub(super) fn overview(&self, (): ()) -> Result<Overview, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let upkeep = upkeep(desk)?;
        if !upkeep.is_empty() && permit(desk.session(), Act::ReadCounts).is_err() {
            return Ok(Overview {
                changed: 0,
                levels: Vec::new(),
                next: Vec::new(),
                timetable: super::words::timetable(desk.pack(), desk.clock().today()),
                deadline: super::words::deadline(desk.pack(), desk.clock().today()),
                pressure: Vec::new(),
                upkeep,
            });
        }
        desk.require(Act::ReadCounts)?;
        register::refresh(desk)?;
        let stands = counts::by_level(desk.reader())?;
        let judged = verdict::counts(desk.reader())?;
        let levels: Vec<_> = stands
            .iter()
            .filter_map(|stand| level_count(stand, &judged))
            .collect();
        Ok(Overview {
            changed: change::count_open(desk.reader())?,
            next: next_steps(desk, &levels)?,
            timetable: super::words::timetable(desk.pack(), desk.clock().today()),
            deadline: super::words::deadline(desk.pack(), desk.clock().today()),
            pressure: pressure(desk)?,
            levels,
            upkeep,
        })
    }
}

/// What is due besides the day's work: closing sheets, backups, drills, each for who does it.
fn upkeep(desk: &Desk) -> Result<Vec<Upkeep>, Failure> {
    let mut duties = backup_duty(desk)?;
    if permit(desk.session(), Act::PrintClosing).is_ok() {
        let closing = closing::due(desk)?;
        // Whoever has no other duty here hears of it only when it is due.
        if closing.due || !duties.is_empty() {
            duties.push(Upkeep {
                sentence: closing.says,
                due: closing.due,
                screen: Screen::Journal,
            });
        }
    }
    Ok(duties)
}

/// Empty for all but the system administrator.
fn backup_duty(desk: &Desk) -> Result<Vec<Upkeep>, Failure> {
    if permit(desk.session(), Act::Backup).is_err() {
        return Ok(Vec::new());
    }
    let lacks = founding::lacks(desk)?.into_iter().map(|lack| Upkeep {
        due: true,
        screen: match lack {
            Lack::Secadmin | Lack::Auditor => Screen::People,
            Lack::SheetPutAway => Screen::Safekeeping,
        },
        sentence: super::people::sentence(lack),
    });
    let duty = duty(desk)?;
    let monthly = [(duty.backup, duty.backup_due), (duty.drill, duty.drill_due)];
    let monthly = monthly.map(|(sentence, due)| Upkeep {
        sentence,
        due,
        screen: Screen::Safekeeping,
    });
    Ok(lacks.chain(monthly).collect())
}

type Judged = (String, String, Option<String>, i64);

fn level_count(stand: &LevelStand, judged: &[Judged]) -> Option<LevelCount> {
    let verdicts = Outcome::ALL.iter().map(|outcome| {
        let same = |row: &&Judged| row.0 == stand.level && row.1 == outcome.code();
        let count: i64 = judged.iter().filter(same).map(|row| row.3).sum();
        VerdictCount {
            outcome: *outcome,
            count: u32::try_from(count).unwrap_or(u32::MAX),
        }
    });
    Some(LevelCount {
        level: Level::parse(&stand.level)?,
        children: stand.children,
        verdicts: verdicts.collect(),
        admitted: stand.admitted,
        unplaced: stand.unplaced,
        notices: stand.notices,
    })
}

fn next_steps(desk: &Desk, levels: &[LevelCount]) -> Result<Vec<NextStep>, Failure> {
    let mut steps = Vec::new();
    let mut add = |count: u32, sentence: String, screen| {
        if count > 0 {
            steps.push(NextStep { sentence, screen });
        }
    };
    let children: u32 = levels.iter().map(|level| level.children).sum();
    if counts::held(desk.reader(), "schools")? == 0 {
        add(
            1,
            "还没有学校与招生计划，请先导入学校表与服务片对应表。".into(),
            Screen::Import,
        );
    }
    if children == 0 {
        add(1, "还没有孩子，请导入报名表。".into(), Screen::Import);
    }
    for level in levels {
        let name = level.level.text();
        let of = |outcome| {
            level
                .verdicts
                .iter()
                .find(|row| row.outcome == outcome)
                .map_or(0, |row| row.count)
        };
        let (missing, open) = (of(Outcome::Supplement), of(Outcome::Refer));
        add(
            missing,
            format!("{name}有 {missing} 名孩子待补正，要一次告知全部缺项。"),
            Screen::Children,
        );
        add(
            open,
            format!("{name}有 {open} 名孩子要人工核定。"),
            Screen::Children,
        );
        let wait = level.unplaced;
        add(
            wait,
            format!("{name}有 {wait} 名符合的孩子还没有学校。"),
            Screen::Draws,
        );
        let due = level.admitted.saturating_sub(level.notices);
        add(
            due,
            format!("{name}有 {due} 份通知书还没有打印。"),
            Screen::Papers,
        );
    }
    Ok(steps)
}

/// The schools whose seats are fullest.
fn pressure(desk: &Desk) -> Result<Vec<Pressure>, Failure> {
    let stands = counts::by_school(desk.reader())?;
    let schools = tables::schools(desk.reader())?;
    let mut rows: Vec<Pressure> = stands
        .iter()
        .filter_map(|stand| {
            let level = ruxue_rules::Level::parse(&stand.level)?;
            let school = schools
                .iter()
                .find(|one| one.code == stand.school && one.level == level)?;
            Some(Pressure {
                school: school.code.clone(),
                name: school.name.clone(),
                level: Level::parse(&stand.level)?,
                admitted: stand.admitted,
                seats: school.plan,
            })
        })
        .collect();
    let share = |row: &Pressure| u64::from(row.admitted) * 1_000_000 / u64::from(row.seats.max(1));
    rows.sort_by(|a, b| {
        share(b)
            .cmp(&share(a))
            .then_with(|| a.school.cmp(&b.school))
    });
    rows.truncate(MOST_SCHOOLS);
    Ok(rows)
}
