//! `ruxue review changes`, `ruxue review settle`: changes that would flip a decided case.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use clap::Subcommand;
use ruxue_desk::Desk;
use ruxue_desk::access::Role;
use ruxue_desk::clock::beijing;
use ruxue_desk::register::change_in_words;
use ruxue_desk::register::settle::{self, Settle, Waiting};
use ruxue_desk::store::decided::Ground;
use ruxue_desk::store::verdict::Ruling;
use serde_json::{Value, json};

#[derive(Subcommand, Debug)]
pub enum ReviewCommand {
    /// 列出已定案而判定有变、待人核定的孩子
    Changes,
    /// 核定一个孩子的判定变化：维持原判定，或采用新判定
    Settle {
        /// 受理编号
        #[arg(value_name = "受理编号")]
        receipt: String,
        /// 维持原判定，直到报名内容再有变化
        #[arg(long, conflicts_with = "follow", required_unless_present = "follow")]
        keep: bool,
        /// 采用新判定；不再成立的录取同时撤回，已印的通知书作废
        #[arg(long)]
        follow: bool,
        /// 理由，记入日志
        #[arg(long, value_name = "理由")]
        reason: String,
    },
}

pub fn run(args: &Args, what: &ReviewCommand) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Lead)?;
    match what {
        ReviewCommand::Changes => changes(args, &mut desk),
        ReviewCommand::Settle {
            receipt,
            keep,
            reason,
            ..
        } => {
            let how = if *keep { Settle::Keep } else { Settle::Follow };
            decide(args, &mut desk, receipt, how, reason)
        }
    }
}

fn changes(args: &Args, desk: &mut Desk) -> Result<(), Failure> {
    let waiting = settle::waiting(desk)?;
    if args.json {
        for one in &waiting {
            say!("{}", record(one));
        }
        return Ok(());
    }
    for one in &waiting {
        let what = change_in_words(desk.pack(), &one.change.old, &one.change.new);
        say!(
            "{}  {what}（{}，{} 起）",
            one.change.receipt,
            one.cause,
            beijing(&one.change.at)
        );
        let decided: Vec<String> = one.decided.iter().map(ground_in_words).collect();
        say!("  已定案：{}", decided.join("；"));
    }
    match waiting.len() {
        0 => say!("没有待核定的判定变化。"),
        count => say!(
            "共 {count} 人待核定。用 ruxue review settle 受理编号 --keep|--follow --reason 理由 核定。"
        ),
    }
    Ok(())
}

fn decide(
    args: &Args,
    desk: &mut Desk,
    receipt: &str,
    how: Settle,
    reason: &str,
) -> Result<(), Failure> {
    let settled = settle::settle(desk, receipt, how, reason)?;
    let word = match how {
        Settle::Keep => "kept",
        Settle::Follow => "followed",
    };
    if args.json {
        let school = settled.withdrawn.as_ref().map(|placed| &placed.school);
        say!(
            "{}",
            json!({ "receipt": receipt, "settled": word, "withdrawn": school, "void": settled.void })
        );
        return Ok(());
    }
    match how {
        Settle::Keep => say!("{receipt} 维持原判定。"),
        Settle::Follow => say!("{receipt} 已采用新判定。"),
    }
    if let Some(placed) = &settled.withdrawn {
        say!("到学校 {} 的录取已撤回；派位记录不变。", placed.school);
    }
    if !settled.void.is_empty() {
        say!("通知书 {} 作废，请收回。", settled.void.join("、"));
    }
    Ok(())
}

fn record(one: &Waiting) -> Value {
    let ruling = |ruling: &Ruling| {
        let codes = |text: &str| -> Vec<String> {
            let codes = text.split(' ').filter(|code| !code.is_empty());
            codes.map(str::to_owned).collect()
        };
        json!({
            "verdict": ruling.outcome,
            "category": ruling.category,
            "route": ruling.route,
            "codes": codes(&ruling.codes),
            "notes": codes(&ruling.notes),
        })
    };
    let ground = |ground: &Ground| match ground {
        Ground::Frozen(by) => json!({ "by": "frozen", "of": by }),
        Ground::Drawn(by) => json!({ "by": "drawn", "of": by }),
        Ground::Placed(by) => json!({ "by": "placed", "of": by }),
        Ground::Notice(by) => json!({ "by": "notice", "of": by }),
    };
    json!({
        "receipt": one.change.receipt,
        "since": one.change.at,
        "was": ruling(&one.change.old),
        "now": ruling(&one.change.new),
        "cause": one.cause,
        "facts": one.change.facts,
        "decided": one.decided.iter().map(ground).collect::<Vec<_>>(),
    })
}

fn ground_in_words(ground: &Ground) -> String {
    match ground {
        Ground::Frozen(number) => format!("已列入封存的场次 {number}"),
        Ground::Drawn(number) => format!("已在场次 {number} 派位"),
        Ground::Placed(school) => format!("已录取到 {school}"),
        Ground::Notice(number) => format!("已印通知书 {number}"),
    }
}
