//! `ruxue backup`, `ruxue restore`, `ruxue recover`.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use crate::signin;
use clap::Args as ClapArgs;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::backup::{self, RestoreOrder};
use ruxue_desk::clock::{Clock, beijing};
use ruxue_desk::demonstration;
use ruxue_desk::store::backup::all;
use serde_json::json;
use std::io::IsTerminal;
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(ClapArgs, Debug)]
pub struct BackupArgs {
    /// 备份写到哪个文件夹（移动介质上）
    #[arg(long, value_name = "文件夹", required_unless_present_any = ["check", "list"])]
    pub out: Option<PathBuf>,
    /// 再核对一份已有的备份
    #[arg(long, value_name = "文件", conflicts_with = "out")]
    pub check: Option<PathBuf>,
    /// 列出做成的备份
    #[arg(long, conflicts_with_all = ["out", "check"])]
    pub list: bool,
}

#[derive(ClapArgs, Debug)]
pub struct RestoreArgs {
    /// 备份文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 密码都已遗失：用两半恢复码打开备份，并为 --user 的系统管理员设新密码（取自 RUXUE_NEW_PASSWORD，或在终端输入）
    #[arg(long)]
    pub recovery: bool,
}

#[derive(ClapArgs, Debug)]
pub struct RecoverArgs {
    /// 只演练：核对恢复码能打开工作台，不改密码
    #[arg(long)]
    pub drill: bool,
    /// 演练时一并用恢复码核对这份备份
    #[arg(long, value_name = "备份文件", requires = "drill")]
    pub file: Option<PathBuf>,
}

pub fn run(args: &Args, what: &BackupArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Sysadmin)?;
    if what.list {
        return list(args, &mut desk);
    }
    let bar = Bar::new();
    let mut watch = |what: &str, done, total| bar.at(what, done, total);
    if let Some(file) = &what.check {
        let manifest = backup::check(&mut desk, file, &mut watch)?;
        drop(bar);
        say!(
            "{}：完整，{} 的状态，日志锚点 {}，文件 {} 个。",
            file.display(),
            beijing(&manifest.at),
            manifest.head.anchor(),
            manifest.members.len()
        );
        return Ok(());
    }
    let out = what.out.clone().unwrap_or_default();
    let made = backup::make(&mut desk, &out, &mut watch)?;
    drop(bar);
    if args.json {
        say!(
            "{}",
            json!({
                "file": made.path.display().to_string(), "bytes": made.size,
                "manifest": made.digest, "seq": made.manifest.head.seq,
                "head": made.manifest.head.hash, "sm3": made.manifest.head.sm3,
                "thinned": made.thinned, "notes": made.notes,
            })
        );
        return Ok(());
    }
    say!(
        "备份已做成并核对无误：{}（{:.1} MB）。",
        made.path.display(),
        made.size as f64 / 1e6
    );
    say!(
        "日志锚点 {}，清单摘要 {}；请记在备份登记簿上。",
        made.manifest.head.anchor(),
        made.digest
    );
    if !made.thinned.is_empty() {
        say!("按留存规则删去旧备份 {} 份。", made.thinned.len());
    }
    for note in &made.notes {
        say!("! {note}");
    }
    Ok(())
}

fn list(args: &Args, desk: &mut ruxue_desk::Desk) -> Result<(), Failure> {
    desk.require(Act::Backup)?;
    for one in all(desk.reader())? {
        if args.json {
            say!(
                "{}",
                json!({
                    "file": one.file, "at": one.at, "why": one.why, "folder": one.folder,
                    "seq": one.seq, "head": one.hash, "manifest": one.manifest, "bytes": one.size,
                })
            );
            continue;
        }
        let folder = match one.folder.as_str() {
            "" => "工作台",
            folder => folder,
        };
        say!("{}  {}  {folder}", beijing(&one.at), one.file);
    }
    Ok(())
}

/// The clock of a desk that is not open: a set day is for demonstrations alone.
fn clock(args: &Args, demo: bool) -> Result<Clock, Failure> {
    match args.today {
        None => Ok(Clock::machine()),
        Some(day) if demo => Ok(Clock::set_to(day)),
        Some(_) => Err(Failure::Usage(
            "只有演示工作台可以设定日期（--today）。".into(),
        )),
    }
}

pub fn restore(args: &Args, what: &RestoreArgs) -> Result<(), Failure> {
    let dir = signin::folder(args)?;
    let person = args.user.clone().ok_or_else(|| {
        Failure::Usage(
            "没有说明由谁恢复：请用 --user 写明系统管理员的账户，或设置环境变量 RUXUE_USER。"
                .into(),
        )
    })?;
    let halves = match what.recovery {
        true => Some(both_halves()?),
        false => None,
    };
    let variable = match halves {
        Some(_) => "RUXUE_NEW_PASSWORD",
        None => "RUXUE_PASSWORD",
    };
    let password = Zeroizing::new(signin::password(variable, &person, false)?);
    let bar = Bar::new();
    let order = RestoreOrder {
        file: &what.file,
        dir: &dir,
        person: &person,
        password: &password,
        today: args.today,
    };
    let mut watch = |what: &str, done, total| bar.at(what, done, total);
    let restored = match &halves {
        None => backup::restore(&order, &mut watch)?,
        Some([first, second]) => backup::restore_with_code(&order, [first, second], &mut watch)?,
    };
    drop(bar);
    say!(
        "工作台已恢复到 {}：{} 的状态，日志锚点 {}。",
        dir.display(),
        beijing(&restored.manifest.at),
        restored.manifest.head.anchor()
    );
    let passwords = match halves {
        None => "口令与账户是备份时的".to_owned(),
        Some(_) => {
            format!("「{person}」用新设的密码登录，其余账户与口令是备份时的，请把恢复单重新封好")
        }
    };
    say!(
        "新的纪元 {}，日志现止于 {}；{passwords}。此后的办理须补做；旧工作台不要再用。",
        restored.epoch,
        restored.anchor
    );
    say!(
        "旧工作台 ceremonies 文件夹里如有备份之后封存的场次，请把场次文件夹拷入 {}，再用 ruxue desk check 查看。",
        dir.join("ceremonies").display()
    );
    Ok(())
}

pub fn recover(args: &Args, what: &RecoverArgs) -> Result<(), Failure> {
    let dir = signin::folder(args)?;
    let clock = clock(args, demonstration(&dir).unwrap_or(false))?;
    let person = args.user.clone();
    if !what.drill && person.is_none() {
        return Err(Failure::Usage(
            "没有说明为谁重设密码：请用 --user 账户，或设置环境变量 RUXUE_USER。".into(),
        ));
    }
    let [first, second] = both_halves()?;
    let halves = [first.as_str(), second.as_str()];
    if what.drill {
        let bar = Bar::new();
        let mut watch = |what: &str, done, total| bar.at(what, done, total);
        let drilled = backup::drill(&dir, halves, what.file.as_deref(), &clock, &mut watch)?;
        drop(bar);
        say!(
            "恢复演练通过：两半恢复码能打开工作台，日志锚点 {}。没有改动密码；请把恢复单重新封好。",
            drilled.anchor
        );
        if let Some(manifest) = drilled.backup {
            say!(
                "备份也能用恢复码打开，内容完整：{} 的状态，日志锚点 {}。",
                beijing(&manifest.at),
                manifest.head.anchor()
            );
        }
        return Ok(());
    }
    let person = person.unwrap_or_default();
    let password = signin::password("RUXUE_NEW_PASSWORD", &person, false)?;
    backup::renew_password(&dir, halves, &person, &password, &clock)?;
    say!("「{person}」的密码已重设，锁定也已解除，并已记入日志。请把恢复单重新封好。");
    Ok(())
}

fn both_halves() -> Result<[Zeroizing<String>; 2], Failure> {
    let first = half("RUXUE_RECOVERY1", "第一半（甲信封）")?;
    let second = half("RUXUE_RECOVERY2", "第二半（乙信封）")?;
    Ok([Zeroizing::new(first), Zeroizing::new(second)])
}

fn half(variable: &str, which: &str) -> Result<String, Failure> {
    if let Ok(half) = std::env::var(variable) {
        return Ok(half);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(format!(
            "没有恢复码{which}：请设置环境变量 {variable}，或在终端中运行以便输入。"
        )));
    }
    Ok(rpassword::prompt_password(format!(
        "恢复码{which}，32 位，空格可省："
    ))?)
}
