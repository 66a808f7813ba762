//! `ruxue purge`: the table of retention, what is due, and purging by two people.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use chrono::NaiveDate;
use clap::Subcommand;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::backup::Elsewhere;
use ruxue_desk::issue::fonts;
use ruxue_desk::purge::{self, Plan, Resumed};
use ruxue_desk::retention;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Subcommand, Debug)]
pub enum PurgeCommand {
    /// 正在使用的保存期限表
    Terms,
    /// 换用区里核定的保存期限表（安全管理员）
    Set {
        /// 期限表文件（.toml），格式见 assets/district/110105/retention.toml
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 依据：哪个部门、哪份文号核定（一行）
        #[arg(long, value_name = "依据")]
        reason: String,
    },
    /// 到某日为止到期的记录：各类多少条，不含姓名
    Plan {
        /// 算到哪一天（不写为今天）
        #[arg(long, value_name = "日期")]
        on: Option<NaiveDate>,
    },
    /// 清除今天已到期的记录，出具清除证明；中断后以同样的命令继续
    Run {
        /// 第二人账户（密码取自 RUXUE_PASSWORD2）：两人中一人为安全管理员，另一人为复核员或区招考中心
        #[arg(long, value_name = "账户")]
        second: String,
    },
}

pub fn run(args: &Args, what: &PurgeCommand) -> Result<(), Failure> {
    match what {
        PurgeCommand::Terms => terms(args),
        PurgeCommand::Set { file, reason } => set(args, file, reason),
        PurgeCommand::Plan { on } => plan(args, *on),
        PurgeCommand::Run { second } => purge(args, second),
    }
}

fn terms(args: &Args) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Secadmin)?;
    desk.require(Act::PlanPurge)?;
    let terms = retention::in_force(desk.reader())?;
    say!("{}（{}）摘要 {}", terms.title, terms.district, terms.digest);
    for class in &terms.classes {
        say!("{}  {}", class.name, class.keep.says());
        for record in &class.records {
            say!("    {}  {}", record.code(), record.chinese());
        }
        say!("    依据：{}", class.ground);
    }
    Ok(())
}

fn set(args: &Args, file: &Path, reason: &str) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Secadmin)?;
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::Refused(format!(
            "读不出 {}：{error}。请核对路径，文件应为 UTF-8 文本。",
            file.display()
        ))
    })?;
    let terms = retention::set(&mut desk, &text, reason)?;
    say!(
        "已换用保存期限表「{}」，摘要 {}。",
        terms.title,
        terms.digest
    );
    Ok(())
}

fn plan(args: &Args, on: Option<NaiveDate>) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Secadmin)?;
    let plan = purge::plan(&mut desk, on)?;
    if args.json {
        for line in &plan.lines {
            say!(
                "{}",
                json!({
                    "class": line.class, "record": line.record, "keep": line.keep,
                    "season": line.season, "kept_until": line.kept_until, "due": line.due,
                })
            );
        }
        say!(
            "{}",
            json!({
                "day": plan.day, "terms": plan.digest, "held": plan.held,
                "own_backups": plan.own_backups, "elsewhere": plan.elsewhere.len(),
                "unfinished": plan.unfinished,
            })
        );
        return Ok(());
    }
    show(&plan);
    Ok(())
}

fn show(plan: &Plan) {
    say!("截至 {}，依据「{}」：", plan.day, plan.terms);
    for line in &plan.lines {
        let until = match line.kept_until {
            Some(day) => format!("本季保存至 {day}"),
            None => "不清除".to_owned(),
        };
        say!(
            "  到期 {:>7}  {}  {}  {until}",
            line.due,
            line.record,
            line.keep
        );
    }
    if plan.held > 0 {
        say!("尚在派位或待核定的儿童 {} 名，其记录不清除。", plan.held);
    }
    if let Some(number) = plan.unfinished {
        say!(
            "! 第 {number} 号清除做到一半：记录已删除，旧页、文件或备份可能还在。请两人再运行一次 ruxue purge run。"
        );
    } else if plan.is_empty() {
        say!("没有到期的记录。");
    } else {
        say!("由安全管理员与复核员（或区招考中心）两人办理：ruxue purge run --second 账户");
        say!(
            "清除不能撤销：本工作台 backups 里现有的 {} 份备份含有这些记录，会一并删除。",
            plan.own_backups
        );
        tell(&plan.elsewhere);
    }
}

fn tell(elsewhere: &[Elsewhere]) {
    for one in elsewhere {
        let fate = match one.gone_by {
            Some(day) => format!("按月备份的，至迟 {day} 轮换删去"),
            None => "不会轮换，必须销毁".to_owned(),
        };
        say!(
            "! 别处的备份含有这些记录：{}（{}）：{fate}",
            one.file,
            one.folder
        );
    }
}

fn purge(args: &Args, second: &str) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Secadmin)?;
    desk.require(Act::Purge)?;
    let fonts = fonts::load()?;
    let named = second.to_owned();
    let (name, password) = signin::second(args, Some(&named))?
        .ok_or_else(|| Failure::Usage("没有说明第二人：请写 --second 账户。".into()))?;
    let second = desk.second(&name, &password, Act::Purge)?;
    let purged = purge::run(&mut desk, &fonts, &second)?;
    if args.json {
        say!(
            "{}",
            json!({
                "purge": purged.number, "children": purged.children,
                "certificate": purged.certificate.display().to_string(), "sha256": purged.digest,
                "resumed": purged.resumed == Resumed::Yes,
            })
        );
        return Ok(());
    }
    if purged.resumed == Resumed::Yes {
        say!("接着办完了上次中断的第 {} 号清除。", purged.number);
    }
    say!(
        "第 {} 号清除办结：涉及儿童 {} 名。",
        purged.number,
        purged.children
    );
    for line in purged.lines.iter().filter(|line| line.due > 0) {
        say!("  {:>7}  {}", line.due, line.record);
    }
    say!(
        "清除证明：{}（SHA-256 {}），请两人签字存档。",
        purged.certificate.display(),
        purged.digest
    );
    tell(&purged.elsewhere);
    Ok(())
}
