//! `ruxue draw`.

use crate::args::{Args, DrawCommand};
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::Desk;
use ruxue_desk::access::{Act, Role, Session};
use ruxue_desk::ceremony::plan::{Finding, Weight};
use ruxue_desk::ceremony::{self, Entropy, FreezeOrder, Kind};
use ruxue_lottery::{Mode, Number, Seed, Slot, SlotKind, ticket};
use ruxue_rules::Level;
use serde_json::json;
use std::path::PathBuf;

pub fn run(args: &Args, what: &DrawCommand) -> Result<(), Failure> {
    match what {
        DrawCommand::Plan => plan(args),
        DrawCommand::Freeze {
            level,
            kind,
            witness,
            rehearsal,
            second,
        } => {
            let order = Order {
                level,
                kinds: kind,
                witnesses: witness,
                rehearsal: *rehearsal,
            };
            freeze(args, &order, second.as_ref())
        }
        DrawCommand::Run {
            number,
            digits,
            second,
        } => draw(args, number, digits, second.as_ref()),
        DrawCommand::Abort {
            number,
            reason,
            digits,
            second,
        } => {
            let number = number_of(number)?;
            let mut desk = signin::open(args, Role::Centre)?;
            let second = second_person(args, &mut desk, second.as_ref(), number.mode())?;
            let close = ceremony::abort(&mut desk, number, reason, digits, second.as_ref())?;
            say!("场次 {number} 已中止并记录，close.txt 摘要 {close}。");
            Ok(())
        }
        DrawCommand::Season => {
            let mut desk = signin::open(args, Role::Centre)?;
            let (path, digest) = ceremony::close_season(&mut desk)?;
            say!(
                "派位季终清单已写入 {}，摘要 {digest}。请打印、签字、公布。",
                path.display()
            );
            Ok(())
        }
        DrawCommand::Verify { paths } => check(args, paths),
        DrawCommand::Ticket {
            seed,
            stream,
            index,
        } => {
            let seed = Seed::from_hex(seed).ok_or_else(|| {
                Failure::Usage("种子应为 64 位小写十六进制（sha256sum seed.txt 的输出）。".into())
            })?;
            say!("{}", ticket(&seed, *stream, *index));
            Ok(())
        }
    }
}

fn plan(args: &Args) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Centre)?;
    let plan = ceremony::planned(&mut desk)?;
    if args.json {
        for need in &plan.needs {
            say!(
                "{}",
                json!({
                    "level": need.level.text(), "kind": need.kind.code(), "zone": need.zone,
                    "school": need.school, "applied": need.applied, "seats": need.seats,
                    "way": need.way.code(),
                })
            );
        }
        return Ok(());
    }
    for need in &plan.needs {
        let place = [need.zone.as_deref(), need.school.as_deref()];
        say!(
            "{}  {}  {}  报名 {}，学位 {}：{}",
            need.level.text(),
            need.kind.text(),
            place.into_iter().flatten().collect::<Vec<_>>().join(" "),
            need.applied,
            need.seats,
            need.way.text()
        );
    }
    say!("\n需要派位的批次：");
    for batch in &plan.batches {
        let seats: u32 = batch.plan.iter().map(|(_, seats)| seats).sum();
        say!(
            "  {} {}：{} 人，学位 {seats}",
            batch.level.text(),
            batch.title,
            batch.rows.len()
        );
    }
    if plan.batches.is_empty() {
        say!("  没有。");
    }
    tell(&plan.findings);
    Ok(())
}

/// Findings of a plan, one a line.
pub fn tell(findings: &[Finding]) {
    for finding in findings {
        let weight = if finding.weight == Weight::Blocks {
            "✗ 须先处理"
        } else {
            "! 注意"
        };
        say!("{weight} {}{}", finding.message, of(&finding.receipts));
    }
}

/// The first children concerned: `（H1 H2 … 等 12 人）`.
fn of(receipts: &[String]) -> String {
    const SHOWN: usize = 8;
    match receipts.len() {
        0 => String::new(),
        count if count <= SHOWN => format!("（{}）", receipts.join(" ")),
        count => format!("（{} … 等 {count} 人）", receipts[..SHOWN].join(" ")),
    }
}

struct Order<'a> {
    level: &'a str,
    kinds: &'a [String],
    witnesses: &'a [String],
    rehearsal: bool,
}

fn freeze(args: &Args, order: &Order<'_>, second: Option<&String>) -> Result<(), Failure> {
    let level = Level::parse(order.level)
        .ok_or_else(|| Failure::Usage("学段应为 小学 或 初中。".into()))?;
    let kinds = order
        .kinds
        .iter()
        .map(|code| kind_of(code))
        .collect::<Result<Vec<_>, _>>()?;
    let slots = order
        .witnesses
        .iter()
        .map(|text| slot(text))
        .collect::<Result<Vec<_>, _>>()?;
    let mode = if order.rehearsal {
        Mode::Rehearsal
    } else {
        Mode::Formal
    };
    let mut desk = signin::open(args, Role::Centre)?;
    let second = second_person(args, &mut desk, second, mode)?;
    let order = FreezeOrder {
        level,
        kinds: &kinds,
        slots: &slots,
        mode,
        entropy: &Entropy::System,
        second: second.as_ref(),
    };
    let frozen = ceremony::freeze(&mut desk, &order)?;
    if args.json {
        say!(
            "{}",
            json!({ "ceremony": frozen.number.to_string(), "freeze": frozen.freeze.to_string() })
        );
    } else {
        say!(
            "场次 {} 已封存，封存单摘要 {}。",
            frozen.number,
            frozen.freeze
        );
        say!(
            "请打印封存单，签字并在场外公布摘要，然后开始读数（ruxue draw run {}）。",
            frozen.number
        );
    }
    Ok(())
}

fn draw(
    args: &Args,
    number: &str,
    digits: &[String],
    second: Option<&String>,
) -> Result<(), Failure> {
    let number = number_of(number)?;
    let mut desk = signin::open(args, Role::Centre)?;
    let second = second_person(args, &mut desk, second, number.mode())?;
    let drawn = ceremony::run(&mut desk, number, digits, second.as_ref())?;
    if args.json {
        say!(
            "{}",
            json!({
                "ceremony": number.to_string(), "rows": drawn.rows, "admitted": drawn.admitted,
                "placed": drawn.placed, "waiting": drawn.waiting, "elsewhere": drawn.elsewhere,
                "adopted": drawn.adopted,
            })
        );
    } else {
        say!(
            "场次 {number} 派位完成：{} 行，志愿录取 {}，统筹派入 {}，待定 {}，已在前批录取 {}。",
            drawn.rows,
            drawn.admitted,
            drawn.placed,
            drawn.waiting,
            drawn.elsewhere
        );
    }
    Ok(())
}

/// The second person that formal acts need; a rehearsal needs none.
fn second_person(
    args: &Args,
    desk: &mut Desk,
    named: Option<&String>,
    mode: Mode,
) -> Result<Option<Session>, Failure> {
    if mode == Mode::Rehearsal {
        return Ok(None);
    }
    match signin::second(args, named)? {
        None => Ok(None),
        Some((name, password)) => Ok(Some(desk.second(&name, &password, Act::Freeze)?)),
    }
}

fn number_of(text: &str) -> Result<Number, Failure> {
    Number::parse(text).ok_or_else(|| {
        Failure::Usage(format!(
            "派位编号「{text}」写法不对：应如 2021-0003，演练如 R-0001。"
        ))
    })
}

fn kind_of(code: &str) -> Result<Kind, Failure> {
    Kind::from_code(code).ok_or_else(|| {
        let all: Vec<_> = Kind::ALL
            .iter()
            .map(|kind| format!("{}（{}）", kind.code(), kind.text()))
            .collect();
        Failure::Usage(format!(
            "没有派位类别「{code}」。可用的类别：{}。",
            all.join("、")
        ))
    })
}

fn slot(text: &str) -> Result<Slot, Failure> {
    let off = || {
        Failure::Usage(format!(
            "读数人「{text}」写法不对：应为 名称:方式:位数，方式为 sealed、dice 或 public，例如 公证员:sealed:20。"
        ))
    };
    let mut parts = text.splitn(3, ':');
    let (Some(label), Some(kind), Some(count)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(off());
    };
    Ok(Slot {
        label: label.to_owned(),
        kind: SlotKind::from_word(kind).ok_or_else(off)?,
        count: count.parse().map_err(|_| off())?,
    })
}

/// Needs no desk, no user, no network: re-derives everything from the folders.
fn check(args: &Args, paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        let season = path.file_name().is_some_and(|name| name == "season.txt");
        if !path.is_dir() && !season {
            return Err(Failure::Refused(format!(
                "{} 既不是派位文件夹，也不是 season.txt。请核对路径。",
                path.display()
            )));
        }
    }
    let report = ceremony::verify_paths(paths)?;
    for check in &report.checks {
        if args.json {
            say!(
                "{}",
                json!({ "place": check.place, "verdict": check.verdict.word(), "says": check.sentence })
            );
        } else {
            say!("{check}");
        }
    }
    match report.failures().count() {
        0 => Ok(()),
        bad => Err(Failure::Refused(format!("核验不通过：有 {bad} 项不符。"))),
    }
}
