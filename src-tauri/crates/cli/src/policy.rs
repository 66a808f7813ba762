//! `ruxue policy`: the pack in force, and what is wrong with a pack.

use crate::args::{Args, PolicyCommand};
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::pack;
use ruxue_rules::Pack;
use serde_json::json;

pub fn run(args: &Args, what: &PolicyCommand) -> Result<(), Failure> {
    match what {
        PolicyCommand::Show => {
            let mut desk = signin::open(args, Role::Centre)?;
            desk.require(Act::ReadPolicy)?;
            if args.json {
                show_json(desk.pack());
            } else {
                show(desk.pack());
            }
            Ok(())
        }
        PolicyCommand::Check { dir } => {
            let checked = pack::from_folder(dir)?;
            let wrong = checked.run_examples();
            if !wrong.is_empty() {
                let lines: Vec<_> = wrong.iter().map(ToString::to_string).collect();
                return Err(Failure::Refused(format!(
                    "政策包的示例不成立：\n{}",
                    lines.join("\n")
                )));
            }
            say!(
                "{}：没有错误，全部示例成立。摘要 {}",
                dir.display(),
                checked.digest()
            );
            Ok(())
        }
    }
}

fn show(pack: &Pack) {
    say!(
        "政策包 {}：{}（{}）",
        pack.id(),
        pack.title(),
        pack.document()
    );
    say!("摘要 {}", pack.digest());
    say!("\n日期与期间");
    for day in pack.days() {
        say!("  {}  {}（{}）", day.day, day.says, day.clause);
    }
    say!("\n类别");
    for category in pack.categories() {
        say!(
            "  {}  {}（{}）",
            category.code,
            category.title,
            category.clause
        );
    }
    say!("\n开关");
    for switch in pack.switches().all() {
        let others: Vec<&str> = switch.others.iter().map(AsRef::as_ref).collect();
        say!(
            "  {} = {}  {}（{}；可选 {}）",
            switch.name,
            switch.value,
            switch.says,
            switch.clause,
            others.join("、")
        );
    }
    say!("\n时间表");
    for event in pack.timetable() {
        let day = |day: Option<chrono::NaiveDate>| day.map_or("…".into(), |day| day.to_string());
        say!(
            "  {} 至 {}  {}",
            day(event.from),
            day(event.to),
            event.title
        );
    }
}

fn show_json(pack: &Pack) {
    let switches: serde_json::Map<_, _> = pack
        .switches()
        .all()
        .iter()
        .map(|switch| (switch.name.to_string(), json!(switch.value)))
        .collect();
    say!(
        "{}",
        json!({
            "id": pack.id(), "title": pack.title(), "season": pack.season(),
            "document": pack.document(), "digest": pack.digest(), "switches": switches,
        })
    );
}
