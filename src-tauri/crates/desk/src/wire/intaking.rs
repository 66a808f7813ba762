//! 导入: choosing, previewing, entering and taking back a file.

use std::ops::ControlFlow;
use std::path::Path;

use super::failure::Failure;
use super::imports::{
    AcceptAsk, Accepted, Done, Extent, ImportAsk, ImportKind, ImportRow, Output, PickAsk, PickFor,
    Picked, Preview, PreviewAsk, Problem,
};
use super::window::{Sitting, Turn};
use crate::access::Act;
use crate::clock::beijing;
use crate::intake::{
    self, Choice, Entered, FileRefused, Gravity, Intent, Outcome, Source, Staged, Template,
};
use crate::leaving;
use crate::store::file::write_file;
use crate::store::{counts, import};

/// Problems that one answer holds at most.
const MOST_PROBLEMS: usize = 200;

impl Turn<'_> {
    pub(super) fn pick(&self, ask: PickAsk) -> Result<Option<Picked>, Failure> {
        let act = match ask.purpose {
            PickFor::Table | PickFor::Desk => Act::ImportChildren,
            PickFor::Pack => Act::InstallPolicy,
            PickFor::DistrictKey => Act::TrustDistrict,
            PickFor::Anchors => Act::VerifyJournal,
            PickFor::Backup | PickFor::BackupFolder => Act::Backup,
        };
        self.sitting().desk()?.require(act)?;
        self.pick_any(ask.purpose)
    }

    /// Shows the dialog and keeps what was chosen.
    pub(super) fn pick_any(&self, purpose: PickFor) -> Result<Option<Picked>, Failure> {
        let Some(path) = self.host().pick(purpose) else {
            return Ok(None);
        };
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let file = std::fs::metadata(&path).map_err(|error| {
            Failure::invalid(
                format!("读不了 {name}：{error}。"),
                "请核对文件是否还在，再选一次。",
            )
        })?;
        Ok(Some(Picked {
            token: self.token_for(path),
            name,
            size: size(file.len()),
        }))
    }

    pub(super) fn imports(&self, (): ()) -> Result<Vec<ImportRow>, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ImportChildren)?;
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let row = |one: import::Import| ImportRow {
            number: count(one.number),
            title: title_of(&one.kind),
            file: one.file_name,
            at: beijing(&one.at),
            by: one.actor,
            taken: count(one.taken),
            refused: count(one.refused),
            withdrawn: one.withdrawn_at.is_some(),
        };
        Ok(import::all(desk.reader())?.into_iter().map(row).collect())
    }

    pub(super) fn import_kinds(&self, (): ()) -> Result<Vec<ImportKind>, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ImportChildren)?;
        let own = crate::access::permit(desk.session(), Act::ImportTables).is_ok();
        let mut kinds = Vec::new();
        for template in Template::ALL {
            let of_children = matches!(template, Template::Applicants | Template::Choices);
            if !own && !of_children {
                continue;
            }
            kinds.push(ImportKind {
                code: template.name().to_owned(),
                title: template.title().to_owned(),
                held: counts::held(desk.reader(), template.name())?,
                needs: needs(template).to_owned(),
            });
        }
        Ok(kinds)
    }

    pub(super) fn preview_import(&self, ask: PreviewAsk) -> Result<Preview, Failure> {
        let mut sitting = self.sitting();
        let staged = self.stage(&mut sitting, &ask.token, &ask.kind)?;
        let outcome = self.enter(&mut sitting, &staged, Choice::GoodRows, Intent::DryRun)?;
        let preview = preview(&staged, &outcome);
        sitting.staged = Some((ask.token, staged));
        Ok(preview)
    }

    pub(super) fn accept_import(&self, ask: AcceptAsk) -> Result<Accepted, Failure> {
        let mut sitting = self.sitting();
        let path = self.path_of(&ask.token)?;
        // What was looked at is what enters, whatever became of the file meanwhile.
        let kept = sitting.staged.take();
        let same = |(token, staged): &(String, Staged)| {
            *token == ask.token && staged.template.name() == ask.kind
        };
        let staged = match kept.filter(same) {
            Some((_, staged)) => staged,
            None => self.stage(&mut sitting, &ask.token, &ask.kind)?,
        };
        let choice = match ask.extent {
            Extent::GoodRows => Choice::GoodRows,
            Extent::AllOrNothing => Choice::AllOrNothing,
        };
        let outcome = self.enter(&mut sitting, &staged, choice, Intent::Enter)?;
        let problem_file = self.problem_file(&mut sitting, &staged, &outcome, &path)?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Accepted {
            sentence: sentence(&staged, &outcome),
            taken: count(outcome.taken),
            unchanged: count(outcome.unchanged),
            refused: count(outcome.refused),
            problem_file,
        })
    }

    pub(super) fn withdraw_import(&self, ask: ImportAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let back = intake::withdraw(sitting.desk()?, i64::from(ask.number))?;
        let restored = match back.restored {
            0 => String::new(),
            count => format!("，{count} 名孩子恢复为导入前的内容"),
        };
        Ok(Done {
            sentence: format!(
                "已撤回第 {} 号导入，取出 {} 行{restored}",
                ask.number, back.gone
            ),
        })
    }

    pub(super) fn make_template(&self, ask: PreviewAsk) -> Result<Accepted, Failure> {
        self.sitting().desk()?.require(Act::ImportChildren)?;
        let template = template_of(&ask.kind)?;
        let name = format!("{}-空模板.xlsx", template.title());
        let bytes = intake::template_book(template)
            .map_err(|error| Failure::fault("生成空模板", &error))?;
        let Some(path) = self.host().pick_save(&name) else {
            return Err(Failure::refused("没有选择保存的位置，空模板没有生成。", ""));
        };
        write_file(&path, &bytes).map_err(Failure::unwritable)?;
        Ok(Accepted {
            sentence: format!("{}的空模板已生成", template.title()),
            taken: 0,
            unchanged: 0,
            refused: 0,
            problem_file: Some(self.output(Path::new(""), path, 0)),
        })
    }

    /// Reads a chosen file as a template.
    fn stage(&self, sitting: &mut Sitting, token: &str, kind: &str) -> Result<Staged, Failure> {
        let template = template_of(kind)?;
        sitting.desk()?.require(Act::ImportChildren)?;
        let path = self.path_of(token)?;
        let mut watch = |rows: usize| {
            self.tell(rows, 0);
            ControlFlow::Continue(())
        };
        Ok(intake::read_watched(
            template,
            Source::path(&path),
            &mut watch,
        )?)
    }

    fn enter(
        &self,
        sitting: &mut Sitting,
        staged: &Staged,
        choice: Choice,
        intent: Intent,
    ) -> Result<Outcome, Failure> {
        let mut watch = |rows: usize| {
            self.tell(rows, staged.read);
            ControlFlow::Continue(())
        };
        Ok(intake::accept_watched(
            sitting.desk()?,
            staged,
            choice,
            intent,
            &mut watch,
        )?)
    }

    /// The workbook of the refused rows, beside the file that was imported.
    fn problem_file(
        &self,
        sitting: &mut Sitting,
        staged: &Staged,
        outcome: &Outcome,
        file: &Path,
    ) -> Result<Option<Output>, Failure> {
        if outcome.refused == 0 {
            return Ok(None);
        }
        let path = intake::problem_path(file);
        let desk = sitting.desk()?;
        let written = leaving::problem_book(desk, staged, outcome, &path).map_err(|error| {
            Failure::invalid(
                format!("好的行已经导入，但问题表没有写成：{error}。"),
                "处理后把同一个文件再导入一次即可得到问题表，已有的行不会重复。",
            )
        })?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok((written > 0).then(|| self.output(&folder, path, 0)))
    }
}

impl From<FileRefused> for Failure {
    fn from(error: FileRefused) -> Failure {
        Failure::invalid(format!("这个文件不能导入：{error}。"), "")
    }
}

fn needs(template: Template) -> &'static str {
    match template {
        Template::Catchments | Template::PrimaryZones => "先导入学校表，表中的学校代码才认得。",
        Template::Aliases => "先导入服务片对应表，表中的小区才认得。",
        Template::Choices => "先导入学校表与报名表，受理编号与学校代码才认得。",
        Template::JointReview | Template::CityResults => "先导入报名表，受理编号才认得。",
        _ => "",
    }
}

fn template_of(kind: &str) -> Result<Template, Failure> {
    Template::from_name(kind).ok_or_else(|| {
        Failure::invalid(format!("没有名为 {kind} 的表格种类。"), "请重新选择种类。")
    })
}

fn title_of(kind: &str) -> String {
    Template::from_name(kind).map_or_else(|| kind.to_owned(), |one| one.title().to_owned())
}

fn preview(staged: &Staged, outcome: &Outcome) -> Preview {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let of = |gravity: Gravity| {
        outcome
            .problems
            .iter()
            .filter(move |problem| problem.gravity == gravity)
    };
    let listed = |gravity: Gravity| {
        let shown = of(gravity).take(MOST_PROBLEMS);
        shown.map(|problem| Problem {
            row: problem.row,
            column: problem.column.to_owned(),
            message: problem.message.clone(),
        })
    };
    Preview {
        title: staged.template.title().to_owned(),
        format: format!("文件按“{}”读取。", staged.format.name()),
        rows: count(outcome.read),
        taken: count(outcome.taken),
        unchanged: count(outcome.unchanged),
        refused: count(outcome.refused),
        findings: findings(outcome),
        problems: listed(Gravity::Refuses).collect(),
        problem_count: count(of(Gravity::Refuses).count() + outcome.more_problems),
        warnings: listed(Gravity::Warns).collect(),
    }
}

/// What there is to say of the file as a whole.
fn findings(outcome: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    if !outcome.unknown_columns.is_empty() {
        let columns = outcome.unknown_columns.join("、");
        found.push(format!("模板里没有这些列，不导入：{columns}。"));
    }
    if !outcome.refused_columns.is_empty() {
        let columns = outcome.refused_columns.join("、");
        found.push(format!(
            "依规定不得收集、已拒收的列：{columns}。请以后不要再填写。"
        ));
    }
    if !outcome.extra_sheets.is_empty() {
        found.push(format!(
            "没有读取的工作表：{}。",
            outcome.extra_sheets.join("、")
        ));
    }
    found
}

fn sentence(staged: &Staged, outcome: &Outcome) -> String {
    let title = staged.template.title();
    let bad = match outcome.refused {
        0 => String::new(),
        count => format!("，{count} 行有问题没有导入，见问题表"),
    };
    match outcome.entered {
        Entered::Refused => {
            format!(
                "{title}有 {} 行有问题，按“都不导入”的选择，什么也没有改动",
                outcome.refused
            )
        }
        Entered::NothingNew => format!("{title}没有新的内容，工作台里都已有了{bad}"),
        Entered::Rows | Entered::DryRun => {
            let number = outcome
                .number
                .map_or(String::new(), |number| format!("（第 {number} 号导入）"));
            format!("已导入{title} {} 行{number}{bad}", outcome.taken)
        }
    }
}

/// A file's size as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} 字节"),
        1024..=1_048_575 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!(
            "{}.{} MB",
            bytes / 1_048_576,
            bytes % 1_048_576 * 10 / 1_048_576
        ),
    }
}
