//! 打印: making papers, and handing made files to the person.

use std::path::PathBuf;

use super::children::{Level, own_school};
use super::failure::Failure;
use super::imports::{Done, OutputAsk};
use super::papers::{CeremonyPapers, Made, PaperAsk, PaperDesk, SchoolPapers, Stopped};
use super::window::{Sitting, Turn};
use super::words;
use crate::access::Act;
use crate::issue::{self, CaseOrder, IssueError, NoticeOrder};
use crate::leaving::{self, List};
use crate::open::Desk;
use crate::store::file::write_file;
use crate::store::{StoreError, ceremony, counts, tables};

impl Turn<'_> {
    pub(super) fn paper_desk(&self, (): ()) -> Result<PaperDesk, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require_any(&[Act::PrintNotices, Act::PrintRosters, Act::Report])?;
        Ok(PaperDesk {
            schools: schools(desk)?,
            ceremonies: records(desk)?,
        })
    }

    pub(super) fn make_papers(&self, ask: PaperAsk) -> Result<Made, Failure> {
        let mut sitting = self.sitting();
        match ask {
            PaperAsk::Notices { school } => self.notices(&mut sitting, Some(&school), None),
            PaperAsk::Notice { receipt } => self.notices(&mut sitting, None, Some(&receipt)),
            PaperAsk::Roster { school } => self.roster(&mut sitting, &school),
            PaperAsk::DrawRecord { number } => self.draw_record(&mut sitting, &number),
            PaperAsk::Case { receipt } => self.case(&mut sitting, &receipt),
            PaperAsk::Compliance => self.compliance(&mut sitting),
        }
    }

    pub(super) fn open_output(&self, ask: OutputAsk) -> Result<(), Failure> {
        self.sitting().desk()?;
        let path = self.path_of(&ask.token)?;
        self.host().open(&path).map_err(|error| {
            Failure::refused(
                format!("打不开 {}：{error}。", path.display()),
                "请用“另存到…”存到别处，再用本机的程序打开。",
            )
        })
    }

    pub(super) fn save_output(&self, ask: OutputAsk) -> Result<Option<Done>, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let path = self.path_of(&ask.token)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let Some(to) = self.host().pick_save(&name.unwrap_or_default()) else {
            return Ok(None);
        };
        if let Some(list) = List::of_file(&path) {
            leaving::enter(desk, list, 1, "copy")?;
        }
        let bytes = std::fs::read(&path).map_err(|error| StoreError::File(path, error))?;
        write_file(&to, &bytes).map_err(Failure::unwritable)?;
        Ok(Some(Done {
            sentence: format!("已另存到 {}", to.display()),
        }))
    }

    fn notices(
        &self,
        sitting: &mut Sitting,
        school: Option<&str>,
        receipt: Option<&str>,
    ) -> Result<Made, Failure> {
        let desk = sitting.desk()?;
        let out = desk.dir().join("out").join("notices");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let order = NoticeOrder {
            school,
            receipt,
            out: &out,
            reason: "",
        };
        let made = issue::notices(desk, &fonts, &order, &|done, all| self.tell(done, all))?;
        let again = match made.reprinted {
            0 => String::new(),
            count => format!("（其中 {count} 份是补打）"),
        };
        let stopped = made
            .stopped
            .into_iter()
            .map(|(receipt, why)| Stopped { receipt, why });
        Ok(Made {
            sentence: format!("已生成通知书 {} 份{again}", made.pages),
            files: self.outputs(desk, made.files),
            stopped: stopped.collect(),
        })
    }

    fn roster(&self, sitting: &mut Sitting, school: &str) -> Result<Made, Failure> {
        let desk = sitting.desk()?;
        let out = desk.dir().join("out").join("rosters");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let (files, stopped) = issue::rosters(desk, &fonts, Some(school), &out)?;
        Ok(Made {
            sentence: "已生成新生花名册".to_owned(),
            files: self.outputs(desk, files),
            stopped: stopped.iter().map(stopped_page).collect(),
        })
    }

    fn draw_record(&self, sitting: &mut Sitting, number: &str) -> Result<Made, Failure> {
        let desk = sitting.desk()?;
        let out = desk.dir().join("out").join("records");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let (file, stopped) = issue::draw_record(desk, &fonts, number, &out)?;
        Ok(Made {
            sentence: format!("已生成派位 {number} 的过程记录"),
            files: self.outputs(desk, vec![file]),
            stopped: stopped.iter().map(stopped_page).collect(),
        })
    }

    fn case(&self, sitting: &mut Sitting, receipt: &str) -> Result<Made, Failure> {
        let desk = sitting.desk()?;
        let out = desk.dir().join("out").join("cases");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let order = CaseOrder {
            school: None,
            receipt: Some(receipt),
            out: &out,
        };
        let made = issue::cases(desk, &fonts, &order, &|done, all| self.tell(done, all))?;
        Ok(Made {
            sentence: format!("已生成判定说明 {} 份", made.pages),
            files: self.outputs(desk, made.files),
            stopped: made.stopped.iter().map(stopped_page).collect(),
        })
    }

    fn compliance(&self, sitting: &mut Sitting) -> Result<Made, Failure> {
        let desk = sitting.desk()?;
        let out = desk.dir().join("out").join("compliance.pdf");
        let fonts = issue::fonts::load().map_err(IssueError::from)?;
        let stopped = issue::compliance(desk, &fonts, &out)?;
        Ok(Made {
            sentence: "已生成合规检查报告".to_owned(),
            files: self.outputs(desk, vec![out]),
            stopped: stopped.iter().map(stopped_page).collect(),
        })
    }

    fn outputs(&self, desk: &Desk, files: Vec<PathBuf>) -> Vec<super::imports::Output> {
        files
            .into_iter()
            .map(|file| self.output(desk.dir(), file, 0))
            .collect()
    }
}

impl From<IssueError> for Failure {
    fn from(error: IssueError) -> Failure {
        match error {
            IssueError::Desk(error) => error.into(),
            IssueError::Draw(error) => error.into(),
            IssueError::Refused(sentence) => Failure::refused(sentence, ""),
            IssueError::Fonts(_) | IssueError::Paper(_) | IssueError::Handed(_) => {
                Failure::refused(error.to_string(), "")
            }
        }
    }
}

fn stopped_page(page: &ruxue_papers::Stopped) -> Stopped {
    Stopped {
        receipt: page.receipt.clone(),
        why: page.message.clone(),
    }
}

fn schools(desk: &Desk) -> Result<Vec<SchoolPapers>, Failure> {
    let own = own_school(desk);
    let schools = tables::schools(desk.reader())?;
    let stands = counts::by_school(desk.reader())?;
    let row = |stand: counts::SchoolStand| {
        let level = Level::parse(&stand.level)?;
        let school = schools
            .iter()
            .find(|one| one.code == stand.school && one.level.text() == stand.level);
        Some(SchoolPapers {
            name: school.map_or_else(|| stand.school.clone(), |one| one.name.clone()),
            seats: school.map_or(0, |one| one.plan),
            school: stand.school,
            level,
            admitted: stand.admitted,
            notices: stand.notices,
        })
    };
    let mine = |stand: &counts::SchoolStand| own.as_ref().is_none_or(|own| *own == stand.school);
    Ok(stands.into_iter().filter(mine).filter_map(row).collect())
}

/// The closed ceremonies that have a record.
fn records(desk: &Desk) -> Result<Vec<CeremonyPapers>, Failure> {
    let rows = ceremony::all(desk.reader())?;
    let title = |row: &ceremony::Ceremony| {
        let rehearsal = if row.mode == "REHEARSAL" {
            "（演练）"
        } else {
            ""
        };
        format!("{}{rehearsal}", words::ceremony(&row.level, &row.kinds))
    };
    Ok(rows
        .iter()
        .filter(|row| row.close.is_some())
        .map(|row| CeremonyPapers {
            number: row.number.clone(),
            title: title(row),
        })
        .collect())
}
