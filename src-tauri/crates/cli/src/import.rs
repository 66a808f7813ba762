//! `ruxue import` and `ruxue template`.

use crate::args::{Args, ImportArgs, ImportCommand, TemplateArgs};
use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use crate::signin;
use ruxue_desk::Desk;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::clock::beijing;
use ruxue_desk::intake::{
    self, Choice, Entered, Gravity, Intent, Outcome, Source, Staged, Template,
};
use ruxue_desk::leaving;
use ruxue_desk::store::import;
use serde_json::json;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Problems shown on the terminal; the workbook has them all.
const SHOWN: usize = 20;

pub fn run(args: &Args, what: &ImportArgs) -> Result<(), Failure> {
    match &what.command {
        Some(ImportCommand::List) => list(args),
        Some(ImportCommand::Withdraw { number }) => withdraw(args, *number),
        None => {
            let (Some(kind), Some(file)) = (&what.kind, &what.file) else {
                return Err(Failure::Usage(
                    "请写明模板与文件：ruxue import 模板 文件。".into(),
                ));
            };
            enter(args, what, kind_of(kind)?, file)
        }
    }
}

pub fn template(what: &TemplateArgs) -> Result<(), Failure> {
    let template = kind_of(&what.kind)?;
    let bytes = intake::template_book(template)?;
    let out = what
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}.xlsx", template.name())));
    ruxue_desk::store::file::write_file(&out, &bytes)?;
    say!("空白模板（{}）已写入 {}。", template.title(), out.display());
    Ok(())
}

fn kind_of(name: &str) -> Result<Template, Failure> {
    Template::from_name(name).ok_or_else(|| {
        let all: Vec<_> = Template::ALL
            .iter()
            .map(|template| template.name())
            .collect();
        Failure::Usage(format!(
            "没有模板「{name}」。可用的模板：{}。",
            all.join("、")
        ))
    })
}

fn enter(args: &Args, what: &ImportArgs, template: Template, file: &Path) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Centre)?;
    let bar = Bar::new();
    let go_on = |what: &str, rows: usize| {
        bar.at(what, rows as u64, rows as u64);
        ControlFlow::Continue(())
    };
    let staged = intake::read_watched(template, Source::path(file), &mut |rows| {
        go_on("读取", rows)
    })?;
    let choice = if what.all_or_nothing {
        Choice::AllOrNothing
    } else {
        Choice::GoodRows
    };
    let intent = if what.dry_run {
        Intent::DryRun
    } else {
        Intent::Enter
    };
    let outcome = intake::accept_watched(&mut desk, &staged, choice, intent, &mut |rows| {
        go_on("入库", rows)
    })?;
    drop(bar);
    let workbook = problems_beside(&mut desk, &staged, &outcome, file, what.dry_run)?;
    say(args, &outcome, workbook.as_deref());
    if outcome.entered == Entered::Refused {
        return Err(Failure::Refused(format!(
            "有 {} 行不合格，按要求全部没有入库。请按问题清单改好后重新导入。",
            outcome.refused
        )));
    }
    Ok(())
}

fn problems_beside(
    desk: &mut Desk,
    staged: &Staged,
    outcome: &Outcome,
    file: &Path,
    dry_run: bool,
) -> Result<Option<PathBuf>, Failure> {
    if outcome.refused == 0 || dry_run {
        return Ok(None);
    }
    let path = intake::problem_path(file);
    let written = leaving::problem_book(desk, staged, outcome, &path)?;
    Ok((written > 0).then_some(path))
}

fn say(args: &Args, outcome: &Outcome, workbook: Option<&Path>) {
    if args.json {
        say!(
            "{}",
            json!({
                "kind": outcome.kind,
                "import": outcome.number,
                "read": outcome.read,
                "taken": outcome.taken,
                "unchanged": outcome.unchanged,
                "refused": outcome.refused,
                "workbook": workbook.map(|path| path.display().to_string()),
                "unknown_columns": outcome.unknown_columns,
                "refused_columns": outcome.refused_columns,
                "problems": outcome.problems.iter().map(|problem| json!({
                    "row": problem.row,
                    "column": problem.column,
                    "value": problem.value,
                    "message": problem.message,
                })).collect::<Vec<_>>(),
            })
        );
        return;
    }
    let number = outcome
        .number
        .map_or(String::new(), |number| format!("（导入编号 {number}）"));
    say!(
        "读 {} 行，采用 {}，未变 {}，退回 {}{number}",
        outcome.read,
        outcome.taken,
        outcome.unchanged,
        outcome.refused
    );
    if outcome.entered == Entered::DryRun {
        say!("只是检查，没有入库。");
    }
    for (title, columns) in [
        ("不认识而未采用的列", &outcome.unknown_columns),
        ("依规定不得收集、已拒收的列", &outcome.refused_columns),
    ] {
        if !columns.is_empty() {
            say!("{title}：{}", columns.join("、"));
        }
    }
    if !outcome.extra_sheets.is_empty() {
        say!("未读的工作表：{}", outcome.extra_sheets.join("、"));
    }
    for problem in outcome.problems.iter().take(SHOWN) {
        let gravity = if problem.gravity == Gravity::Refuses {
            "✗"
        } else {
            "!"
        };
        say!(
            "{gravity} 第 {} 行 {}：{}",
            problem.row,
            problem.column,
            problem.message
        );
    }
    let more = outcome.problems.len().saturating_sub(SHOWN) + outcome.more_problems;
    if more > 0 {
        say!("另有 {more} 条。");
    }
    if let Some(path) = workbook {
        say!("问题清单：{}", path.display());
    }
}

fn list(args: &Args) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Centre)?;
    desk.require(Act::ImportChildren)?;
    for import in import::all(desk.reader())? {
        if args.json {
            say!(
                "{}",
                json!({
                    "import": import.number, "kind": import.kind, "file": import.file_name,
                    "sha256": import.sha256, "at": import.at, "actor": import.actor,
                    "read": import.rows_read, "taken": import.taken, "unchanged": import.unchanged,
                    "refused": import.refused, "withdrawn": import.withdrawn_at,
                })
            );
            continue;
        }
        say!(
            "{:>4}  {}  {}  {}  {}  采用 {}，未变 {}，退回 {}{}",
            import.number,
            beijing(&import.at),
            import.actor,
            import.kind,
            import.file_name,
            import.taken,
            import.unchanged,
            import.refused,
            if import.withdrawn_at.is_some() {
                "  已撤回"
            } else {
                ""
            }
        );
    }
    Ok(())
}

fn withdraw(args: &Args, number: i64) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Centre)?;
    let done = intake::withdraw(&mut desk, number)?;
    say!(
        "导入 {number} 已撤回：移出 {} 行，恢复原样 {} 行。",
        done.gone,
        done.restored
    );
    Ok(())
}
