//! `ruxue user`: accounts and roles.

use crate::args::Args;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use clap::Subcommand;
use ruxue_desk::Desk;
use ruxue_desk::access::Role;
use ruxue_desk::clock::beijing;
use serde_json::json;

#[derive(Subcommand, Debug)]
pub enum UserCommand {
    /// 建立账户（新密码取自 RUXUE_NEW_PASSWORD，或在终端输入）
    Add {
        /// 账户名
        #[arg(value_name = "账户")]
        name: String,
        /// 单位代码
        #[arg(long, value_name = "代码")]
        office: Option<String>,
        /// 学校代码
        #[arg(long, value_name = "代码")]
        school: Option<String>,
    },
    /// 授予角色
    Role {
        /// 账户名
        #[arg(value_name = "账户")]
        name: String,
        /// clerk reviewer lead centre principal auditor sysadmin secadmin
        #[arg(value_name = "角色")]
        role: String,
    },
    /// 收回角色
    Take {
        /// 账户名
        #[arg(value_name = "账户")]
        name: String,
        /// 角色
        #[arg(value_name = "角色")]
        role: String,
        /// 原因（记入日志）
        #[arg(long, value_name = "原因")]
        reason: String,
    },
    /// 停用账户：密码与角色一并失效，办理记录保留
    Stop {
        /// 账户名
        #[arg(value_name = "账户")]
        name: String,
        /// 原因（记入日志）
        #[arg(long, value_name = "原因")]
        reason: String,
    },
    /// 修改本人密码
    Passwd,
    /// 解除账户锁定
    Unlock {
        /// 账户名
        #[arg(value_name = "账户")]
        name: String,
    },
    /// 列出账户
    List,
}

pub fn run(args: &Args, what: &UserCommand) -> Result<(), Failure> {
    let role = match what {
        UserCommand::Role { .. } | UserCommand::Take { .. } => Role::Secadmin,
        _ => Role::Sysadmin,
    };
    let mut desk = signin::open(args, role)?;
    match what {
        UserCommand::Add {
            name,
            office,
            school,
        } => {
            let password = signin::password("RUXUE_NEW_PASSWORD", name, false)?;
            desk.add_person(name, &password, office.as_deref(), school.as_deref())?;
            say!("账户「{name}」已建立，还没有角色；请安全管理员授予（ruxue user role）。");
        }
        UserCommand::Role { name, role } => {
            let known = role_of(role)?;
            desk.give_role(name, known)?;
            say!("已授予「{name}」{}。", known.chinese());
        }
        UserCommand::Take { name, role, reason } => {
            let known = role_of(role)?;
            desk.take_role(name, known, reason)?;
            say!("已收回「{name}」的{}。", known.chinese());
        }
        UserCommand::Stop { name, reason } => {
            desk.stop_person(name, reason)?;
            say!(
                "账户「{name}」已停用，角色一并收回。此前做的备份里仍有这个账户的旧密码槽：请把备份放在此人拿不到的地方。"
            );
        }
        UserCommand::Passwd => {
            let name = desk.session().name.clone();
            let password = signin::password("RUXUE_NEW_PASSWORD", &name, false)?;
            desk.change_password(&password)?;
            say!("「{name}」的密码已修改。");
        }
        UserCommand::Unlock { name } => {
            desk.unlock_person(name)?;
            say!("账户「{name}」已解除锁定。");
        }
        UserCommand::List => list(args, &mut desk)?,
    }
    Ok(())
}

fn role_of(code: &str) -> Result<Role, Failure> {
    Role::from_code(code).ok_or_else(|| {
        let all: Vec<_> = Role::ALL
            .iter()
            .map(|role| format!("{}（{}）", role.code(), role.chinese()))
            .collect();
        Failure::Usage(format!(
            "没有角色「{code}」。可用的角色：{}。",
            all.join("、")
        ))
    })
}

fn list(args: &Args, desk: &mut Desk) -> Result<(), Failure> {
    for account in desk.accounts()? {
        let person = &account.who;
        if args.json {
            let codes: Vec<_> = person.roles.iter().map(|role| role.code()).collect();
            say!(
                "{}",
                json!({
                    "name": person.name, "office": person.office, "school": person.school,
                    "roles": codes, "stopped": account.stopped.map(|stopped| stopped.at),
                    "failures": account.failures, "locked": account.locked,
                })
            );
            continue;
        }
        let roles: Vec<_> = person.roles.iter().map(|role| role.chinese()).collect();
        let standing = match (&account.stopped, roles.as_slice()) {
            (Some(stopped), _) => format!("{} 停用：{}", beijing(&stopped.at), stopped.reason),
            (None, []) => "尚无角色".into(),
            (None, roles) => roles.join("、"),
        };
        let locked = if account.locked { "  已锁定" } else { "" };
        say!(
            "{}  {}  {}  {standing}{locked}",
            person.name,
            person.office,
            person.school.as_deref().unwrap_or("—"),
        );
    }
    Ok(())
}
