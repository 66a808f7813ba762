//! `ruxue check`: judges the children against the policy pack.

use crate::args::{Args, CheckArgs};
use crate::failure::Failure;
use crate::signin;
use ruxue_desk::Desk;
use ruxue_desk::access::{Act, PurposeKind, Role, StatedPurpose};
use ruxue_desk::is_of_street;
use ruxue_desk::issue::case::{Explainer, Explanation, Said};
use ruxue_desk::register::{self, Register, remedies_json, verdict_json};
use ruxue_desk::store::change::Judging;
use ruxue_desk::store::child::{self, Child};
use ruxue_desk::store::{Ask, Mark, StoreError};
use ruxue_desk::wire::covered;
use ruxue_rules::{Fact, Outcome, State};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// How much of a child's data is written out.
#[derive(Clone, Copy)]
enum Shown {
    Masked,
    Full,
}

pub fn run(args: &Args, what: &CheckArgs) -> Result<(), Failure> {
    let mut desk = signin::open(args, Role::Reviewer)?;
    desk.require(Act::Judge)?;
    let (register, judging) = register::current(&mut desk)?;
    let street = desk.own_street()?;
    let asked = |case: &&ruxue_rules::Case| {
        is_of_street(case, street)
            && what
                .receipt
                .as_deref()
                .is_none_or(|receipt| case.receipt() == receipt)
            && what
                .level
                .as_deref()
                .is_none_or(|level| case.get(Fact::Level) == Some(level))
    };
    if let Some(words) = &what.purpose {
        desk.state_purpose(StatedPurpose::new(PurposeKind::Other, words)?)?;
        for case in register.cases.iter().filter(asked) {
            desk.show_in_full(case.receipt())?;
        }
    } else if args.json {
        note_display(&mut desk, what, register.cases.iter().filter(asked).count())?;
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut counts: BTreeMap<(String, Outcome), usize> = BTreeMap::new();
    let mut judged = 0;
    let shown = match what.purpose {
        Some(_) => Shown::Full,
        None => Shown::Masked,
    };
    let explainer = match what.explain {
        true => Some(explainer(&desk, &register, shown)?),
        false => None,
    };
    for case in register.cases.iter().filter(asked) {
        let verdict = register.verdict(desk.pack(), case);
        judged += 1;
        if args.json {
            let mut line = verdict_json(desk.pack(), case.receipt(), &verdict);
            if let Some(explainer) = &explainer {
                line["remedies"] = remedies_json(&explainer.remedies(case, &verdict));
            }
            writeln!(out, "{line}")?;
        } else if let Some(explainer) = &explainer {
            if let Some(child) = child::find(desk.reader(), case.receipt())? {
                explain(&mut out, &child, &explainer.explain(&child)?, shown)?;
            }
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
    if !args.json && !what.explain && what.receipt.is_none() {
        writeln!(out, "共判定 {judged} 人，政策包 {}。", desk.policy_name())?;
        writeln!(out, "{}", changes(judging.as_ref()))?;
    }
    out.flush()?;
    Ok(())
}

fn explainer<'d>(
    desk: &'d Desk,
    register: &'d Register,
    shown: Shown,
) -> Result<Explainer<'d>, Failure> {
    let explainer = Explainer::new(desk, register)?;
    Ok(match shown {
        Shown::Full => explainer,
        Shown::Masked => explainer.without_names(),
    })
}

/// What children registered goes out in full with `--json`: that leaves an entry.
fn note_display(desk: &mut Desk, what: &CheckArgs, found: usize) -> Result<(), Failure> {
    if found == 0 {
        return Ok(());
    }
    let mark = match &what.receipt {
        Some(receipt) => Mark::on("child", receipt.as_str()),
        None => Mark::on("child", "all").result(format!("{found} children")),
    };
    let ask = Ask::to(Act::ShowChild).because("命令行输出判定与登记的内容");
    desk.transact::<_, StoreError>(ask, |_| Ok(((), mark)))?;
    Ok(())
}

/// The whole explanation, as the case sheet has it.
fn explain(
    out: &mut impl Write,
    child: &Child,
    told: &Explanation,
    shown: Shown,
) -> std::io::Result<()> {
    let facts = |all: &[Said]| facts(all, shown);
    let name = child.case.get(Fact::Name).unwrap_or_default();
    let name = text(Fact::Name, name, shown);
    writeln!(
        out,
        "{} {name}：{}",
        child.case.receipt(),
        told.outcome.text()
    )?;
    writeln!(out, "{}", told.next)?;
    section(out, "怎样会改变这个结论", &told.remedies)?;
    let category = [told.category.clone(), facts(&told.category_facts)];
    section(out, "按哪一类看", &category)?;
    writeln!(out, "\n逐项条件")?;
    for one in &told.conditions {
        let mark = match one.state {
            State::Met => "✓ 满足",
            State::NotMet => "✕ 不满足",
            State::Unknown if one.by_person => "◇ 由人核定",
            State::Unknown => "？ 缺材料",
        };
        writeln!(out, "  {mark} {}（{}）", one.says, one.clause)?;
        for (label, text) in [
            ("登记", &facts(&one.facts)),
            ("要求", &one.threshold),
            ("补救", &one.cure),
        ] {
            if !text.is_empty() {
                writeln!(out, "      {label}：{text}")?;
            }
        }
    }
    let reasons = told.reasons.iter().map(|one| {
        let facts = facts(&one.facts);
        format!(
            "{} {}（{}）{facts}。{}",
            one.code, one.says, one.clause, one.cure
        )
    });
    section(out, "理由", &reasons.collect::<Vec<_>>())?;
    let mut route = told.notes.clone();
    if !told.route.is_empty() {
        route.insert(0, told.route.clone());
    }
    route.extend(Some(facts(&told.route_facts)).filter(|text| !text.is_empty()));
    section(out, "去向", &route)?;
    section(out, "为什么不按其他类别", &told.excluded)?;
    section(out, "文件没有写死、本年这样掌握的", &told.switches)?;
    section(out, "请留意（不影响结论）", &told.warnings)?;
    let basis = [
        format!("{}，摘要 {}", told.policy, told.digest),
        told.entered.clone(),
    ];
    section(out, "依据", &basis)?;
    writeln!(out)
}

fn section(out: &mut impl Write, title: &str, lines: &[String]) -> std::io::Result<()> {
    if !lines.is_empty() {
        writeln!(out, "\n{title}")?;
    }
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

fn text(fact: Fact, text: &str, shown: Shown) -> String {
    match shown {
        Shown::Full => text.to_owned(),
        Shown::Masked => covered(fact, text),
    }
}

fn facts(all: &[Said], shown: Shown) -> String {
    let one = |said: &Said| {
        let text = match &said.text {
            Some(found) => text(said.fact, found, shown),
            None => "没有填".to_owned(),
        };
        let entry = if said.entry.is_empty() {
            String::new()
        } else {
            format!("，{}", said.entry)
        };
        format!("{} {text}〔{}{entry}〕", said.fact.header(), said.paper)
    };
    all.iter().map(one).collect::<Vec<_>>().join("；")
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
