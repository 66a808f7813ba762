//! `ruxue audit`: the journal.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use chrono::NaiveDate;
use clap::{Args as ClapArgs, Subcommand};
use ruxue_desk::access::{Act, Role};
use ruxue_desk::journal::told::Told;
use ruxue_desk::journal::{Anchor, Line, hex};
use ruxue_desk::store::audit::{self, Wanted, Which};
use ruxue_desk::{backup, issue};
use serde_json::json;
use std::path::{Path, PathBuf};

const PAGE: i64 = 1000;

#[derive(Subcommand, Debug)]
pub enum AuditCommand {
    /// 列出日志；可按人、事项、日期、对象筛选
    List(ListArgs),
    /// 核验日志链条与锚点
    Verify(VerifyArgs),
    /// 导出：序号、SHA-256、SM3、条目，一行一条
    Export,
}

#[derive(ClapArgs, Debug)]
pub struct ListArgs {
    /// 只看这个账户的
    #[arg(long, value_name = "账户")]
    who: Option<String>,
    /// 只看这一事项：日志里的代码，例如 PRINT_NOTICES
    #[arg(long, value_name = "事项")]
    act: Option<String>,
    /// 只看这一天的
    #[arg(long, value_name = "日期")]
    day: Option<NaiveDate>,
    /// 只看关于这个对象的：受理编号、场次、文件名，可只写一部分
    #[arg(long, value_name = "对象")]
    record: Option<String>,
    /// 只看未获准许的
    #[arg(long)]
    refused: bool,
}

#[derive(ClapArgs, Debug)]
pub struct VerifyArgs {
    /// 纸件或备份上的锚点，可多个
    #[arg(long, value_name = "序号:摘要")]
    anchor: Vec<String>,
    /// 内有锚点的文本文件，可多个：扫出的二维码、日终清单的文字、以前导出的日志
    #[arg(long, value_name = "文件")]
    anchors: Vec<PathBuf>,
    /// 备份文件，用它清单里的锚点，可多个
    #[arg(long, value_name = "备份文件")]
    backup: Vec<PathBuf>,
    /// 只核这份导出的日志，不打开工作台
    #[arg(long, value_name = "文件", conflicts_with = "backup")]
    export: Option<PathBuf>,
}

pub fn run(args: &Args, what: &AuditCommand) -> Result<(), Failure> {
    match what {
        AuditCommand::List(what) => list(args, what),
        AuditCommand::Export => export(args),
        AuditCommand::Verify(what) => verify(args, what),
    }
}

fn list(args: &Args, what: &ListArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Auditor)?;
    desk.require(Act::ReadJournal)?;
    let wanted = Wanted {
        actor: what.who.clone().unwrap_or_default(),
        act: what.act.clone().unwrap_or_default(),
        day: what.day,
        record: what.record.clone().unwrap_or_default(),
        which: match what.refused {
            true => Which::Refusals,
            false => Which::All,
        },
    };
    let mut after = 0;
    loop {
        let page = audit::page(desk.reader(), after, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.seq;
        for stored in &page {
            let line = Line::read(&stored.entry)?;
            if !wanted.takes(&line) {
                continue;
            }
            if args.json {
                say!("{}", stored.entry);
            } else {
                let told = Told::of(&line);
                say!("{:>6}  {}  {}", line.seq, told.at, told.sentence());
            }
        }
    }
}

/// Standard output gets the whole journal, the entry of this export its last.
fn export(args: &Args) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Auditor)?;
    issue::journal(&mut desk, |line| {
        say!("{}", line.line());
        Ok(())
    })?;
    Ok(())
}

fn verify(args: &Args, what: &VerifyArgs) -> Result<(), Failure> {
    let mut anchors = what
        .anchor
        .iter()
        .map(|text| typed(text))
        .collect::<Result<Vec<_>, _>>()?;
    for file in &what.anchors {
        anchors.extend(written(file)?);
    }
    let verified = match &what.export {
        Some(file) => {
            audit::verify_export(&text_of(file)?, &numbers(&anchors)).map_err(Failure::Refused)?
        }
        None => {
            let mut desk = signin::open(args, Role::Auditor)?;
            for file in &what.backup {
                anchors.push(backup::anchor_of(&mut desk, file)?);
            }
            desk.verify_journal(&numbers(&anchors))?
        }
    };
    if let Some(why) = verified.broken {
        return Err(Failure::Refused(why));
    }
    let misfits = verified.misfits(&anchors);
    if !misfits.is_empty() {
        let says: Vec<&str> = misfits.iter().map(|one| one.says.as_str()).collect();
        return Err(Failure::Refused(says.join("\n")));
    }
    let head = hex(&verified.head.hash);
    if args.json {
        say!(
            "{}",
            json!({
                "entries": verified.entries, "head": head, "sm3": verified.sm3,
                "anchors": anchors.len(), "epochs": verified.epochs,
            })
        );
        return Ok(());
    }
    say!(
        "日志 {} 条，链条完整，末条摘要 {head}（SM3 {}）。",
        verified.entries,
        verified.sm3
    );
    say!("{}", verified.reach(&anchors));
    Ok(())
}

fn numbers(anchors: &[Anchor]) -> Vec<i64> {
    anchors.iter().map(|anchor| anchor.seq).collect()
}

fn typed(text: &str) -> Result<Anchor, Failure> {
    Anchor::parse(text).ok_or_else(|| {
        Failure::Usage(format!(
            "锚点「{text}」写法不对：应为 序号:摘要前 16 位，例如 120:0af3c2d1e4b59687。"
        ))
    })
}

fn written(file: &Path) -> Result<Vec<Anchor>, Failure> {
    let found = Anchor::all_in(&text_of(file)?);
    if found.is_empty() {
        return Err(Failure::Refused(format!(
            "{} 里没有锚点（序号:摘要前 16 位）。请给文本文件：扫出的二维码、日终清单的文字，或以前导出的日志。",
            file.display()
        )));
    }
    Ok(found)
}

fn text_of(file: &Path) -> Result<String, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) => Err(Failure::Refused(format!(
            "无法读取 {}：{}。",
            file.display(),
            ruxue_desk::store::disk_says(&error)
        ))),
    }
}
