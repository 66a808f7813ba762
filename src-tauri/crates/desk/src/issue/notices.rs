//! 入学通知书: a volume a school, one child a page.

use super::numbering::{self, Numbered, Numbers};
use super::schools::{Admitted, Entry};
use super::{IssueError, imprint};
use crate::access::Act;
use crate::open::Desk;
use crate::register;
use crate::store::file::write_file;
use crate::store::placement::{self, withdrawn_by_ceremony};
use crate::store::{StoreError, ceremony};
use ruxue_papers::{Fonts, Graduate, Imprint, Notice, PaperError, Stage, Stopped, Volume};
use ruxue_rules::{Fact, Level};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pages of one PDF; more go to `<school>-2.pdf` and so on, which keeps memory small.
const MOST_PAGES: usize = 1000;

/// Which notices to make.
pub struct NoticeOrder<'a> {
    /// One school; `None` for all that the person may print for.
    pub school: Option<&'a str>,
    /// One child.
    pub receipt: Option<&'a str>,
    /// The folder of the PDFs.
    pub out: &'a Path,
    /// Why pages made before are made again; may be empty.
    pub reason: &'a str,
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// The PDFs.
    pub files: Vec<PathBuf>,
    /// Pages, one a child.
    pub pages: usize,
    /// Pages made before and made again.
    pub reprinted: usize,
    /// Children whose page was stopped, and why.
    pub stopped: Vec<(String, String)>,
}

/// Makes notices. `watch` hears how many of how many pages are done.
///
/// # Errors
/// Where the person may not, the admissions do not agree with a ceremony's result, there is
/// nobody to print for, or what fonts and disk say.
pub fn notices(
    desk: &mut Desk,
    fonts: &Fonts,
    order: &NoticeOrder<'_>,
    watch: &(dyn Fn(usize, usize) + Sync),
) -> Result<Notices, IssueError> {
    desk.require(Act::PrintNotices)?;
    desk.require_clock()?;
    register::refresh(desk)?;
    let admitted = Admitted::load(desk, order.school)?;
    reconcile(desk)?;
    let wanted = |entry: &Entry| order.receipt.is_none_or(|one| one == entry.case.receipt());
    if !admitted.by_school.values().flatten().any(wanted) {
        return Err(IssueError::Refused(match order.receipt {
            Some(receipt) => format!("受理编号 {receipt} 还没有录取学校，不能打印通知书。"),
            None => "没有已录取的孩子，没有通知书可打印。请先安排入学（place）与派位。".into(),
        }));
    }
    let numbers = numbering::number(desk, fonts, &admitted, &wanted, order.reason)?;
    std::fs::create_dir_all(order.out)
        .map_err(|error| StoreError::File(order.out.to_owned(), error))?;
    let press = Press {
        fonts,
        imprint: imprint(desk),
        admitted: &admitted,
        numbers: &numbers,
        order,
    };
    let done = press.run(&wanted, watch)?;
    let printed: Vec<String> = done.printed.iter().map(|one| one.number.clone()).collect();
    numbering::settle(desk, &printed, &done.stopped, order.reason)?;
    let late = done
        .stopped
        .into_iter()
        .map(|(receipt, _, why)| (receipt, why));
    let mut stopped: Vec<(String, String)> = numbers.stopped.into_iter().chain(late).collect();
    stopped.sort();
    Ok(Notices {
        files: done.files.into_values().flatten().collect(),
        pages: done.printed.len(),
        reprinted: done.printed.iter().filter(|one| one.printed_before).count(),
        stopped,
    })
}

/// Holds the drawn children against their ceremonies: closed, completed, formal, and as many.
fn reconcile(desk: &Desk) -> Result<(), IssueError> {
    let mut drawn: BTreeMap<String, i64> = BTreeMap::new();
    for p in placement::all(desk.reader())? {
        if let Some(number) = p.ceremony {
            *drawn.entry(number).or_default() += 1;
        }
    }
    for (number, count) in withdrawn_by_ceremony(desk.reader())? {
        *drawn.entry(number).or_default() += count;
    }
    for (number, count) in drawn {
        let row = ceremony::find(desk.reader(), &number)?;
        let closed = row.is_some_and(|row| row.mode == "FORMAL" && row.state == "completed");
        let seated = ceremony::seated(desk.reader(), &number)?;
        if !closed || seated != count {
            return Err(IssueError::Refused(format!(
                "场次 {number} 的派位结果录取 {seated} 人，台面上由它录取（含经核定撤回）的是 {count} 人，两者不符，\
                 或该场次不是已完成的正式派位；通知书不能打印。请先核对派位结果。"
            )));
        }
    }
    Ok(())
}

struct Press<'a> {
    fonts: &'a Fonts,
    imprint: Imprint,
    admitted: &'a Admitted,
    numbers: &'a Numbers,
    order: &'a NoticeOrder<'a>,
}

#[derive(Default)]
struct Done {
    files: BTreeMap<usize, Vec<PathBuf>>,
    printed: Vec<Numbered>,
    /// Receipt, number, why.
    stopped: Vec<(String, String, String)>,
}

/// One PDF to make.
struct Job<'a> {
    path: PathBuf,
    entries: Vec<&'a Entry>,
}

impl Press<'_> {
    /// Makes all volumes, as many at a time as the machine has cores.
    fn run(
        &self,
        wanted: &dyn Fn(&Entry) -> bool,
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Done, IssueError> {
        let jobs = self.jobs(wanted);
        let all = jobs.iter().map(|job| job.entries.len()).sum();
        let (next, pages) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let done = Mutex::new((Done::default(), None));
        let work = || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(job) = jobs.get(at) else { return };
                let made = self.volume(job);
                let Ok(mut done) = done.lock() else { return };
                match made {
                    Ok((files, printed, stopped)) => {
                        done.0.files.insert(at, files);
                        done.0.printed.extend(printed);
                        done.0.stopped.extend(stopped);
                    }
                    Err(error) => {
                        done.1.get_or_insert(error);
                        next.store(jobs.len(), Ordering::Relaxed);
                        return;
                    }
                }
                let so_far = pages.fetch_add(job.entries.len(), Ordering::Relaxed);
                watch(so_far + job.entries.len(), all);
            }
        };
        let workers = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        std::thread::scope(|scope| {
            (1..workers).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        let (done, failed) = done.into_inner().unwrap_or_default();
        match failed {
            Some(error) => Err(error),
            None => Ok(done),
        }
    }

    fn jobs(&self, wanted: &dyn Fn(&Entry) -> bool) -> Vec<Job<'_>> {
        let mut jobs = Vec::new();
        for (school, entries) in &self.admitted.by_school {
            let entries: Vec<&Entry> = entries
                .iter()
                .filter(|entry| wanted(entry))
                .filter(|entry| self.numbers.by_receipt.contains_key(entry.case.receipt()))
                .collect();
            for (volume, chunk) in (1..).zip(entries.chunks(MOST_PAGES)) {
                let name = match (self.order.receipt, volume) {
                    (Some(receipt), _) => format!("{school}-{receipt}.pdf"),
                    (None, 1) => format!("{school}.pdf"),
                    (None, volume) => format!("{school}-{volume}.pdf"),
                };
                jobs.push(Job {
                    path: self.order.out.join(name),
                    entries: chunk.to_vec(),
                });
            }
        }
        jobs
    }

    /// Makes one PDF. A page that does not come out is left out and its child stopped.
    #[allow(clippy::type_complexity)] // what a volume adds to `Done`
    fn volume(
        &self,
        job: &Job<'_>,
    ) -> Result<(Vec<PathBuf>, Vec<Numbered>, Vec<(String, String, String)>), IssueError> {
        let mut sheets: Vec<Notice> = Vec::with_capacity(job.entries.len());
        sheets.extend(job.entries.iter().filter_map(|entry| self.sheet(entry)));
        let mut stopped = Vec::new();
        let volume = loop {
            match ruxue_papers::notices(self.fonts, &self.imprint, &sheets) {
                Err(PaperError::TooLong { number })
                    if sheets.iter().any(|s| s.number == number) =>
                {
                    let why = PaperError::TooLong {
                        number: number.clone(),
                    }
                    .to_string();
                    let at = sheets
                        .iter()
                        .position(|sheet| sheet.number == number)
                        .unwrap_or(0);
                    stopped.push(self.stop(&sheets.remove(at).receipt, why));
                }
                Err(error) => return Err(error.into()),
                Ok(volume) => break volume,
            }
        };
        let Volume {
            pdf, stopped: late, ..
        } = volume;
        for Stopped {
            receipt, message, ..
        } in late
        {
            sheets.retain(|sheet| sheet.receipt != receipt);
            stopped.push(self.stop(&receipt, message));
        }
        if !pdf.is_empty() {
            write_file(&job.path, &pdf)?;
        }
        let made = sheets
            .iter()
            .filter_map(|sheet| self.numbers.by_receipt.get(&sheet.receipt));
        let files = if pdf.is_empty() {
            Vec::new()
        } else {
            vec![job.path.clone()]
        };
        Ok((files, made.cloned().collect(), stopped))
    }

    fn stop(&self, receipt: &str, why: String) -> (String, String, String) {
        let number = self
            .numbers
            .by_receipt
            .get(receipt)
            .map(|one| one.number.clone());
        (receipt.to_owned(), number.unwrap_or_default(), why)
    }

    fn sheet(&self, entry: &Entry) -> Option<Notice> {
        let numbered = self.numbers.by_receipt.get(entry.case.receipt())?;
        let school = self.admitted.school(entry.level, &entry.placement.school);
        let mark = if numbered.printed_before {
            "（补打）"
        } else {
            ""
        };
        let stage = stage(entry.level);
        Some(Notice {
            receipt: entry.case.receipt().to_owned(),
            number: format!("{}{mark}", numbered.number),
            name: entry.case.get(Fact::Name).unwrap_or_default().to_owned(),
            stage,
            year: chrono::Datelike::year(&self.imprint.date),
            school: self
                .admitted
                .name(entry.level, &entry.placement.school)
                .to_owned(),
            district: "朝阳区".into(),
            graduate: primary_school(self.admitted, entry).map(|school| Graduate {
                school,
                education_id: String::new(),
            }),
            report_time: school.map_or(String::new(), |school| school.report_time.clone()),
            report_place: school.map_or(String::new(), |school| school.report_place.clone()),
            bring: bring(stage).iter().map(|one| (*one).to_owned()).collect(),
            phone: school.map_or(String::new(), |school| school.phone.clone()),
            qr: format!(
                "RUXUE1;{};{};{}",
                numbered.number,
                numbered.mac,
                self.imprint.anchor.text()
            ),
        })
    }
}

/// The name of a junior child's 毕业小学.
pub(super) fn primary_school(admitted: &Admitted, entry: &Entry) -> Option<String> {
    let code = entry
        .case
        .get(Fact::PrimarySchool)
        .filter(|_| entry.level == Level::Junior)?;
    Some(admitted.name(Level::Primary, code).to_owned())
}

pub(super) fn stage(level: Level) -> Stage {
    match level {
        Level::Primary => Stage::Primary,
        Level::Junior => Stage::Junior,
    }
}

fn bring(stage: Stage) -> &'static [&'static str] {
    match stage {
        Stage::Primary => &["本通知书", "居民户口簿（原件）", "预防接种证（原件）"],
        Stage::Junior => &["本通知书", "居民户口簿（原件）", "小学毕业证书（原件）"],
    }
}
