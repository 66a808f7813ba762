//! The whole season in one go, on a demonstration desk: import, check, rehearsal, draws,
//! placement, notices, records, report.
//!
//! Every step is done by the person of its role, on its day of the timetable, through the same
//! doors as in an office.

mod draws;
mod figures;

pub use figures::Figures;

use crate::backup::Pins;
use crate::ceremony::{DrawError, Entropy, close_season, place};
use crate::intake::{self, FileRefused, Source, Template};
use crate::issue::{self, IssueError, NoticeOrder, fonts};
use crate::leaving::{self, LeavingError};
use crate::open::{Desk, DeskError, NewDesk, Purpose, demonstration};
use crate::register;
use crate::store::StoreError;
use crate::store::keys::RecoveryCode;
use chrono::{DateTime, Days, NaiveDate};
use ruxue_papers::Fonts;
use std::path::{Path, PathBuf};

/// The office of a desk that the season makes: the district's centre.
const OFFICE: &str = "110105";
/// The policy of a desk that the season makes.
const POLICY: &str = "chaoyang-2021";

/// What can go wrong with a season.
#[derive(Debug, thiserror::Error)]
pub enum SeasonError {
    /// The desk: store, keys, permission.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A file as a whole.
    #[error("{0}：{1}")]
    File(String, FileRefused),
    /// The workbook of a file's problems.
    #[error(transparent)]
    Book(#[from] LeavingError),
    /// A draw or placement.
    #[error(transparent)]
    Draw(#[from] DrawError),
    /// A paper.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// What was asked is refused; a Chinese sentence.
    #[error("{0}")]
    Refused(String),
}

impl From<StoreError> for SeasonError {
    fn from(error: StoreError) -> SeasonError {
        SeasonError::Desk(error.into())
    }
}

/// What a season needs.
pub struct SeasonOrder<'a> {
    /// The desk's folder; made where there is none.
    pub desk: &'a Path,
    /// The folder of the template files, `<kind>.csv` or `<kind>.xlsx`.
    pub from: &'a Path,
    /// The password of all people of the demonstration desk.
    pub password: &'a str,
    /// Where nonces and digits come from.
    pub entropy: Entropy,
}

/// One file that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The file.
    pub file: PathBuf,
    /// Rows with something in them.
    pub read: usize,
    /// Rows that are new or changed.
    pub taken: usize,
    /// Rows that did not enter.
    pub refused: usize,
    /// The workbook of the refused rows, where there are any.
    pub problems: Option<PathBuf>,
}

/// What a season came to.
pub struct SeasonDone {
    /// The figures of `season.json`.
    pub figures: Figures,
    /// The files that were imported.
    pub imported: Vec<Imported>,
    /// The recovery sheet of a desk that was made.
    pub recovery: Option<PathBuf>,
    /// The folder of the papers, `DESK/out`.
    pub out: PathBuf,
}

/// Hears what is being done, and how much of how much of it.
pub type Watch<'w> = &'w (dyn Fn(&str, u64, u64) + Sync);

/// Runs the season.
///
/// # Errors
/// Where the desk is for real work, a file as a whole cannot be taken, fonts are missing, or the
/// disk says no. Bad rows and unplaced children are no errors.
pub fn run(order: &SeasonOrder<'_>, watch: Watch<'_>) -> Result<SeasonDone, SeasonError> {
    let files = files(order.from)?;
    let fonts = fonts::load().map_err(IssueError::from)?;
    let (mut desk, code) = open(order)?;
    desk.set_pins(Pins::SeasonEnd);
    // At once: whatever stops the season later, the code was written down.
    let recovery = code
        .map(|code| issue::recovery_sheet(&desk, &code))
        .transpose()?;
    let mut season = Season {
        desk,
        order,
        watch,
        fonts,
    };
    let mut imported = Vec::new();
    for (template, file) in files {
        imported.push(season.import(template, &file)?);
    }
    season.judge()?;
    season.hold_all()?;
    let out = order.desk.join("out");
    let figures = season.papers(&out)?;
    Ok(SeasonDone {
        figures,
        imported,
        recovery,
        out,
    })
}

/// The template files that are there, in the order in which they are imported.
fn files(from: &Path) -> Result<Vec<(Template, PathBuf)>, SeasonError> {
    let mut files = Vec::new();
    for template in Template::ALL {
        let paths =
            ["csv", "xlsx"].map(|ending| from.join(format!("{}.{ending}", template.name())));
        files.extend(
            paths
                .into_iter()
                .find(|path| path.is_file())
                .map(|path| (template, path)),
        );
    }
    if !files
        .iter()
        .any(|(template, _)| *template == Template::Applicants)
    {
        return Err(SeasonError::Refused(format!(
            "{} 中没有 applicants.csv 或 applicants.xlsx，没有可以办理的报名数据。请核对 --from。",
            from.display()
        )));
    }
    Ok(files)
}

/// The demonstration desk, made where there is none, with the centre signed in.
fn open(order: &SeasonOrder<'_>) -> Result<(Desk, Option<RecoveryCode>), SeasonError> {
    match demonstration(order.desk) {
        Some(false) => Err(SeasonError::Refused(format!(
            "{} 是正式工作台：season 只在演示工作台上运行，没有改动任何内容。请换一个文件夹。",
            order.desk.display()
        ))),
        Some(true) => Ok((
            Desk::open(order.desk, "centre", order.password, None)?,
            None,
        )),
        None => {
            let (desk, code) = Desk::create(&NewDesk {
                dir: order.desk.to_owned(),
                office: OFFICE.into(),
                policy: POLICY.into(),
                person: "sysadmin".into(),
                password: order.password.into(),
                purpose: Purpose::Demonstration {
                    today: NaiveDate::from_ymd_opt(2021, 5, 1),
                },
            })?;
            Ok((desk, Some(code)))
        }
    }
}

struct Season<'a> {
    desk: Desk,
    order: &'a SeasonOrder<'a>,
    watch: Watch<'a>,
    fonts: Fonts,
}

/// The end of a line of the timetable that a step looks at.
#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

impl Season<'_> {
    /// Signs a person in on a day of the timetable; never before the last entry of the journal.
    fn step(&mut self, person: &str, event: &str, edge: Edge) -> Result<(), SeasonError> {
        let day = self.desk.pack().event(event).and_then(|event| match edge {
            Edge::First => event.from.or(event.to),
            Edge::Last => event.to.or(event.from),
        });
        let last = DateTime::parse_from_rfc3339(self.desk.store().last_at()).ok();
        // In Beijing the day begins eight hours before it does in UTC.
        let reached = last.map(|at| (at.to_utc() + chrono::Duration::hours(8)).date_naive());
        let day = day.into_iter().chain(reached).max().unwrap_or_default();
        self.desk.set_today(day)?;
        if self.desk.require_clock().is_err() {
            self.desk
                .set_today(day.checked_add_days(Days::new(1)).unwrap_or(day))?;
        }
        if self.desk.session().name != person {
            self.desk.switch_to(person, self.order.password)?;
        }
        Ok(())
    }

    fn import(&mut self, template: Template, file: &Path) -> Result<Imported, SeasonError> {
        match template {
            Template::Applicants => self.step("clerk", "collection", Edge::Last)?,
            Template::Choices => self.step("clerk", "private-boarding-choices", Edge::Last)?,
            Template::CityResults => self.step("centre", "city-draw", Edge::First)?,
            Template::JointReview => self.step("centre", "non-local-review", Edge::Last)?,
            _ => self.step("centre", "platform-open", Edge::First)?,
        }
        let title = format!("导入{}", template.title());
        let refused = |error| SeasonError::File(file.display().to_string(), error);
        let staged = intake::read_watched(template, Source::path(file), &mut |rows| {
            (self.watch)(&title, rows as u64, 0);
            std::ops::ControlFlow::Continue(())
        })
        .map_err(refused)?;
        let watch = self.watch;
        let outcome = intake::accept_watched(
            &mut self.desk,
            &staged,
            intake::Choice::GoodRows,
            intake::Intent::Enter,
            &mut |rows| {
                watch(&title, rows as u64, staged.read as u64);
                std::ops::ControlFlow::Continue(())
            },
        )?;
        let out = self.order.desk.join("out");
        std::fs::create_dir_all(&out).map_err(|error| StoreError::File(out.clone(), error))?;
        let name = intake::problem_path(file);
        let path = out.join(name.file_name().unwrap_or_default());
        let written = leaving::problem_book(&mut self.desk, &staged, &outcome, &path)?;
        Ok(Imported {
            file: file.to_owned(),
            read: outcome.read,
            taken: outcome.taken,
            refused: outcome.refused,
            problems: (written > 0).then_some(path),
        })
    }

    fn judge(&mut self) -> Result<(), SeasonError> {
        self.step("centre", "non-local-review", Edge::Last)?;
        (self.watch)("按政策判定", 0, 1);
        register::refresh(&mut self.desk)?;
        Ok(())
    }

    /// Notices, records, list of draws, report, figures.
    fn papers(&mut self, out: &Path) -> Result<Figures, SeasonError> {
        self.step("centre", "notices", Edge::Last)?;
        let placed = place::place(&mut self.desk)?;
        let (watch, notices_dir) = (self.watch, out.join("notices"));
        let order = NoticeOrder {
            school: None,
            receipt: None,
            out: &notices_dir,
            reason: "一次走完整个招生季",
        };
        let notices = match issue::admitted(&self.desk)? {
            0 => issue::Notices::default(),
            _ => issue::notices(&mut self.desk, &self.fonts, &order, &|done, all| {
                watch("制作通知书", done as u64, all as u64);
            })?,
        };
        (self.watch)("制作派位过程记录", 0, 1);
        let records = issue::draw_records(&mut self.desk, &self.fonts, &out.join("records"))?;
        if !records.is_empty() {
            close_season(&mut self.desk)?;
        }
        (self.watch)("出具合规报告", 0, 1);
        issue::compliance(&mut self.desk, &self.fonts, &out.join("compliance.pdf"))?;
        register::refresh(&mut self.desk)?;
        let figures = Figures::count(&self.desk, &placed, &notices)?;
        figures.write(&out.join("season.json"))?;
        Ok(figures)
    }
}
