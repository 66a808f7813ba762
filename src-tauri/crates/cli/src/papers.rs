//! `ruxue place`, `print`, `report`.

use crate::args::{Args, PrintArgs, ReportArgs};
use crate::draw::tell;
use crate::failure::Failure;
use crate::out::say;
use crate::progress::Bar;
use crate::signin;
use ruxue_desk::access::Role;
use ruxue_desk::ceremony::place;
use ruxue_desk::issue::{self, CaseOrder, NoticeOrder, fonts};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub fn place(args: &Args) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Centre)?;
    let placed = place::place(&mut desk)?;
    if args.json {
        say!(
            "{}",
            json!({
                "entered": placed.entered.len(),
                "unplaced": placed.unplaced.iter().map(|child| json!({
                    "receipt": child.receipt, "why": child.why.code(),
                })).collect::<Vec<_>>(),
            })
        );
        return Ok(());
    }
    say!(
        "新录取 {} 人，尚未安排 {} 人。",
        placed.entered.len(),
        placed.unplaced.len()
    );
    let mut by_why: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for child in &placed.unplaced {
        by_why.entry(child.why).or_default().push(&child.receipt);
    }
    for (why, receipts) in by_why {
        let first: Vec<&str> = receipts.iter().take(5).copied().collect();
        let more = if receipts.len() > first.len() {
            " …"
        } else {
            ""
        };
        say!(
            "  {}（{}）{} 人：{}{more}",
            why.code(),
            why.text(),
            receipts.len(),
            first.join(" ")
        );
    }
    tell(&placed.findings);
    Ok(())
}

pub fn print(args: &Args, what: &PrintArgs) -> Result<(), Failure> {
    match what.kind.as_str() {
        "notice" => notices(args, what),
        "roster" => {
            let mut desk = signin::open(args, Role::Principal)?;
            let (files, stopped) = issue::rosters(
                &mut desk,
                &fonts::load()?,
                what.school.as_deref(),
                &what.out,
            )?;
            say(args, &files, files.len());
            warn(
                stopped
                    .iter()
                    .map(|one| (one.receipt.as_str(), one.message.as_str())),
            );
            Ok(())
        }
        "draw-record" => {
            let mut desk = signin::open(args, Role::Centre)?;
            let fonts = fonts::load()?;
            let files = match &what.ceremony {
                Some(number) => {
                    let (file, stopped) = issue::draw_record(&mut desk, &fonts, number, &what.out)?;
                    warn(
                        stopped
                            .iter()
                            .map(|one| (one.receipt.as_str(), one.message.as_str())),
                    );
                    vec![file]
                }
                None => issue::draw_records(&mut desk, &fonts, &what.out)?,
            };
            say(args, &files, files.len());
            Ok(())
        }
        "case" => cases(args, what),
        "closing" => closing(args, what),
        other => Err(Failure::Usage(format!(
            "不认识纸件「{other}」。可用：notice（入学通知书）、roster（新生花名册）、draw-record（派位过程记录）、case（判定说明）、closing（日终清单）。"
        ))),
    }
}

fn notices(args: &Args, what: &PrintArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Principal)?;
    let bar = std::sync::Mutex::new(Bar::new());
    let order = NoticeOrder {
        school: what.school.as_deref(),
        receipt: what.receipt.as_deref(),
        out: &what.out,
        reason: what.reason.as_deref().unwrap_or_default(),
    };
    let made = issue::notices(&mut desk, &fonts::load()?, &order, &|done, total| {
        if let Ok(bar) = bar.lock() {
            bar.at("排版", done as u64, total as u64);
        }
    })?;
    drop(bar);
    say(args, &made.files, made.pages);
    if made.reprinted > 0 && !args.json {
        say!("其中补打 {} 页，编号不变。", made.reprinted);
    }
    warn(
        made.stopped
            .iter()
            .map(|(receipt, why)| (receipt.as_str(), why.as_str())),
    );
    Ok(())
}

fn cases(args: &Args, what: &PrintArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Reviewer)?;
    let bar = std::sync::Mutex::new(Bar::new());
    let order = CaseOrder {
        school: what.school.as_deref(),
        receipt: what.receipt.as_deref(),
        out: &what.out,
    };
    let made = issue::cases(&mut desk, &fonts::load()?, &order, &|done, total| {
        if let Ok(bar) = bar.lock() {
            bar.at("排版", done as u64, total as u64);
        }
    })?;
    drop(bar);
    say(args, &made.files, made.pages);
    warn(
        made.stopped
            .iter()
            .map(|one| (one.receipt.as_str(), one.message.as_str())),
    );
    Ok(())
}

fn closing(args: &Args, what: &PrintArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Auditor)?;
    let reason = what.reason.as_deref().unwrap_or_default();
    let made = issue::closing::closing(&mut desk, &fonts::load()?, what.day, &what.out, reason)?;
    let sheet = &made.sheet;
    if args.json {
        say!(
            "{}",
            json!({
                "files": [made.file.display().to_string()], "pages": 1, "number": sheet.number,
                "day": sheet.day.to_string(), "first": sheet.first, "last": sheet.last,
                "head": sheet.hash, "sm3": sheet.sm3, "printedBefore": made.printed_before,
            })
        );
        return Ok(());
    }
    say!("{}", made.file.display());
    let again = match made.printed_before {
        0 => "",
        _ => "（补打）",
    };
    say!(
        "第 {} 号日终清单{again}：{}，日志第 {} 条至第 {} 条，锚点 {}:{}。请打印两份，两人签名。",
        sheet.number,
        sheet.day,
        sheet.first,
        sheet.last,
        sheet.last,
        &sheet.hash[..16]
    );
    Ok(())
}

pub fn report(args: &Args, what: &ReportArgs) -> Result<(), Failure> {
    if what.kind != "compliance" {
        return Err(Failure::Usage(format!(
            "不认识报告「{}」。可用：compliance（合规报告）。",
            what.kind
        )));
    }
    let ending = what.out.extension().unwrap_or_default();
    if !ending.eq_ignore_ascii_case("pdf") {
        return Err(Failure::Usage(format!(
            "合规报告是 PDF：--out {} 的文件名须以 .pdf 结尾。",
            what.out.display()
        )));
    }
    let mut desk = signin::open(args, Role::Centre)?;
    let stopped = issue::compliance(&mut desk, &fonts::load()?, &what.out)?;
    say(args, std::slice::from_ref(&what.out), 1);
    warn(
        stopped
            .iter()
            .map(|one| (one.receipt.as_str(), one.message.as_str())),
    );
    Ok(())
}

fn say(args: &Args, files: &[PathBuf], pages: usize) {
    if args.json {
        let files: Vec<_> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        say!("{}", json!({ "files": files, "pages": pages }));
        return;
    }
    for file in files {
        say!("{}", file.display());
    }
}

fn warn<'a>(stopped: impl Iterator<Item = (&'a str, &'a str)>) {
    for (receipt, why) in stopped {
        eprintln!("停印 {receipt}：{why}");
    }
}
