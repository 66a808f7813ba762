//! The table is whole, and `docs/roles.md` says what the two tables say.

use super::COMMANDS;
use crate::args::chinese_command;
use ruxue_desk::access::{Act, Role};
use ruxue_desk::wire::CALLS;
use std::path::Path;

/// The words of every command that can be run.
fn leaves(command: &clap::Command, words: &str, found: &mut Vec<String>) {
    let below: Vec<_> = command.get_subcommands().collect();
    if !words.is_empty() && (below.is_empty() || !command.is_subcommand_required_set()) {
        found.push(words.to_owned());
    }
    for one in below {
        let longer = format!("{words} {}", one.get_name());
        leaves(one, longer.trim(), found);
    }
}

#[test]
fn every_command_stands_in_the_table_once() {
    let mut found = Vec::new();
    leaves(&chinese_command(), "", &mut found);
    let mut known: Vec<_> = COMMANDS.iter().map(|one| one.command.to_owned()).collect();
    found.sort();
    known.sort();
    assert_eq!(found, known);
}

const HEAD: &str = "# 谁可以做什么\n\n\
本页由程序里的三张表生成：角色与办理事项（`access/act.rs`）、窗口的调用（`wire/table.rs`）、命令（`cli/src/acts.rs`）。\
改了表以后用 `RUXUE_WRITE_ROLES=1 cargo test -p ruxue-cli --bin ruxue acts` 重写；测试逐格核对：每个角色试每个调用、每条命令。\n\n\
`●` 可以；`·` 拒绝：不办理，日志记一条“未获准许”。同一个调用里有几件事的（如打印的种类、正式与演练），有一件可以就是 `●`，\
其余的在里面再查一遍。不需登录的，不给出任何孩子的数据；其中恢复与恢复码另凭密码或两半恢复码。\n\n\
`●` 之内还有范围：校长只见录取到本校的孩子；账户属于街乡而工作台是别处的，孩子名单、孩子页和 check 只给居住或户籍在本街乡的孩子（统计、导入、查学校还没有这样限）；名单一律遮盖，看完整信息先说明用途，逐人记入日志。\n\
系统管理员只授得出第一位安全管理员，此后角色由安全管理员授予。系统管理员、安全管理员见不到任何孩子的数据；审计员只看日志与报告，除改自己的密码、登录、锁定、出报告、导出日志以外不写任何东西。\n";

fn row(title: &str, acts: &[Act]) -> String {
    let cell = |role: &Role| match acts.iter().any(|act| act.roles().contains(role)) {
        true => " ● |",
        false => " · |",
    };
    let cells: String = Role::ALL.iter().map(cell).collect();
    format!("| {title} |{cells}\n")
}

fn table(text: &mut String, title: &str, rows: impl Iterator<Item = (String, &'static [Act])>) {
    let roles = Role::ALL
        .iter()
        .map(|role| format!(" {} |", role.chinese()));
    text.push_str(&format!(
        "\n## {title}\n\n| |{}\n",
        roles.collect::<String>()
    ));
    text.push_str(&format!("|---|{}\n", "---|".repeat(Role::ALL.len())));
    let (mut open, mut shut) = (Vec::new(), String::new());
    for (name, acts) in rows {
        match acts {
            [] => open.push(name),
            acts => shut.push_str(&row(&name, acts)),
        }
    }
    text.push_str(&shut);
    text.push_str(&format!("\n不需登录：{}。\n", open.join("、")));
}

fn page() -> String {
    let mut text = HEAD.to_owned();
    let calls = CALLS
        .iter()
        .map(|call| (format!("{} `{}`", call.title, call.name), call.acts));
    table(&mut text, "窗口", calls);
    let commands = COMMANDS
        .iter()
        .map(|one| (format!("`ruxue {}`", one.command), one.acts));
    table(&mut text, "命令行", commands);
    text.push_str("\n## 事项\n\n办理事项在日志里的代号，与可以办理的角色。\n\n");
    for act in Act::ALL {
        let roles: Vec<_> = act.roles().iter().map(|role| role.chinese()).collect();
        let (title, code) = (act.chinese(), act.code());
        text.push_str(&format!("- {title} `{code}`：{}\n", roles.join("、")));
    }
    text
}

#[test]
fn the_published_matrix_is_that_of_the_tables() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3);
    let path = root.unwrap().join("docs/roles.md");
    let made = page();
    if std::env::var_os("RUXUE_WRITE_ROLES").is_some() {
        std::fs::write(&path, &made).expect("docs/roles.md can be written");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == made,
        "docs/roles.md is stale: RUXUE_WRITE_ROLES=1 cargo test -p ruxue-cli --bin ruxue acts"
    );
}
