//! `ruxue policy`: the pack in force, what is wrong with a pack, what changes between two.

use crate::args::{Args, PolicyCommand};
use crate::district;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::pack::{self, InForce, Origin};
use ruxue_desk::trial::change_json;
use ruxue_rules::Pack;
use ruxue_rules::pack::Switch;
use ruxue_rules::pack::diff::{Kind, diff};
use serde_json::json;
use std::collections::BTreeSet;

pub fn run(args: &Args, what: &PolicyCommand) -> Result<(), Failure> {
    match what {
        PolicyCommand::Show => {
            let mut desk = signin::open(args, Role::Centre)?;
            desk.require(Act::ReadPolicy)?;
            if args.json {
                show_json(desk.policy());
            } else {
                show(desk.policy());
            }
            Ok(())
        }
        PolicyCommand::Check { dir } => {
            let checked = pack::at(dir)?.pack;
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
        PolicyCommand::Diff { old, new } => {
            let (old, new) = (pack::any(old)?.pack, pack::any(new)?.pack);
            show_changes(args, &old, &new);
            Ok(())
        }
        PolicyCommand::Try(what) => crate::trial::run(args, what),
        PolicyCommand::Signing(what) => district::signing(args, what),
    }
}

/// The changes by kind; as JSON one a line.
fn show_changes(args: &Args, old: &Pack, new: &Pack) {
    let changes = diff(old, new);
    if args.json {
        changes
            .iter()
            .for_each(|change| say!("{}", change_json(change)));
        return;
    }
    say!(
        "由 {}（{}）到 {}（{}）：{} 处改动",
        old.id(),
        old.title(),
        new.id(),
        new.title(),
        changes.len()
    );
    let kinds: BTreeSet<Kind> = changes.iter().map(|change| change.kind).collect();
    for kind in kinds {
        say!("\n{}", kind.text());
        for change in changes.iter().filter(|change| change.kind == kind) {
            say!("  {}  [{}]", change.says, change.place());
        }
    }
}

fn show(policy: &InForce) {
    let pack = &policy.pack;
    say!(
        "政策包 {}：{}（{}）",
        pack.id(),
        pack.title(),
        pack.document()
    );
    say!("摘要 {}", pack.digest());
    say!("来源 {}", policy.who_brought());
    if let Origin::Signed(key) = &policy.origin {
        say!("区公钥指纹 {}", key.fingerprint());
    }
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
    say!("\n开关（没有另行注明的由政策包定）");
    for switch in pack.switches().all() {
        show_switch(policy, switch);
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

fn show_switch(policy: &InForce, switch: &Switch) {
    let plain = policy.plain.switches().named(&switch.name);
    let mut others = plain.map(Switch::offered).unwrap_or_default();
    others.retain(|other| *other != switch.value);
    if others.is_empty() {
        others = switch.others.iter().map(AsRef::as_ref).collect();
    }
    say!(
        "  {} = {}  {}（{}；可选 {}）",
        switch.name,
        switch.value,
        switch.says,
        switch.clause,
        others.join("、")
    );
    say!("      即：{}", switch.value_in_words(&switch.value));
    if switch.in_review() {
        say!("      在审核时由人说明事实后起作用，不影响派位");
    }
    for one in policy.settings_of(&switch.name) {
        say!("      {}（原为 {}）", one.says(), one.former);
    }
}

fn show_json(policy: &InForce) {
    let pack = &policy.pack;
    let switches: serde_json::Map<_, _> = pack
        .switches()
        .all()
        .iter()
        .map(|switch| (switch.name.to_string(), json!(switch.value)))
        .collect();
    let settings: Vec<_> = policy
        .settings
        .iter()
        .map(|one| {
            json!({
                "name": one.name, "kind": one.kind, "value": one.value, "former": one.former,
                "by": one.actor, "at": one.at, "reason": one.reason,
            })
        })
        .collect();
    let signer = match &policy.origin {
        Origin::Bundled => None,
        Origin::Signed(key) => Some(key.fingerprint().to_hex()),
    };
    let since = policy.since.as_ref();
    say!(
        "{}",
        json!({
            "id": pack.id(), "title": pack.title(), "season": pack.season(),
            "document": pack.document(), "digest": pack.digest(), "switches": switches,
            "signer": signer, "settings": settings,
            "installed": since.map(|since| json!({ "by": since.actor, "at": since.at, "reason": since.reason })),
        })
    );
}
