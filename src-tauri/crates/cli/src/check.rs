//! `ruxue check`: judges the children against the policy pack.

use crate::args::{Args, CheckArgs};
use crate::failure::Failure;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::register::{self, verdict_json};
use ruxue_desk::store::change::Judging;
use ruxue_rules::{Fact, Outcome};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

pub fn run(args: &Args, what: &CheckArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Reviewer)?;
    desk.require(Act::Judge)?;
    let (register, judging) = register::current(&mut desk)?;
    let asked = |case: &&ruxue_rules::Case| {
        what.receipt
            .as_deref()
            .is_none_or(|receipt| case.receipt() == receipt)
            && what
                .level
                .as_deref()
                .is_none_or(|level| case.get(Fact::Level) == Some(level))
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut counts: BTreeMap<(String, Outcome), usize> = BTreeMap::new();
    let mut judged = 0;
    for case in register.cases.iter().filter(asked) {
        let verdict = register.verdict(desk.pack(), case);
        judged += 1;
        if args.json {
            writeln!(out, "{}", verdict_json(case.receipt(), &verdict))?;
        } else if what.receipt.is_some() {
            writeln!(out, "{} {}", case.receipt(), verdict.outcome.text())?;
            for reason in &verdict.reasons {
                writeln!(
                    out,
                    "  {} {}（{}）{}",
                    reason.code, reason.says, reason.clause, reason.cure
                )?;
            }
        } else {
            let level = case.get(Fact::Level).unwrap_or_default().to_owned();
            *counts.entry((level, verdict.outcome)).or_default() += 1;
        }
    }
    if let (Some(receipt), 0) = (&what.receipt, judged) {
        return Err(Failure::Refused(format!(
            "没有受理编号为 {receipt} 的孩子。请核对编号，或先导入报名数据。"
        )));
    }
    for ((level, outcome), count) in &counts {
        writeln!(out, "{level}  {}  {count}", outcome.text())?;
    }
    if !args.json && what.receipt.is_none() {
        writeln!(out, "共判定 {judged} 人，政策包 {}。", desk.policy_name())?;
        writeln!(out, "{}", changes(judging.as_ref()))?;
    }
    out.flush()?;
    Ok(())
}

/// What the judging changed against the one before, over all children.
fn changes(judging: Option<&Judging>) -> String {
    match judging {
        None => "与上次判定相比没有变化。".into(),
        Some(judging) if judging.is_first() => "这是首次判定。".into(),
        Some(judging) if judging.flagged > 0 => format!(
            "与上次判定相比，{} 人有变化，其中 {} 人已定案，原判定未改，待人核定（ruxue review changes）。",
            judging.changed, judging.flagged
        ),
        Some(judging) => format!("与上次判定相比，{} 人有变化。", judging.changed),
    }
}
