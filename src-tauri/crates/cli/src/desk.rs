//! `ruxue desk`.

use crate::args::{Args, DeskCommand};
use crate::district::typed_fingerprint;
use crate::failure::Failure;
use crate::out::say;
use crate::signin;
use ruxue_desk::access::Role;
use ruxue_desk::district::PublicKey;
use ruxue_desk::{Desk, NewDesk, Purpose, inspect, issue, pack};
use serde_json::json;

pub fn run(args: &Args, what: &DeskCommand) -> Result<(), Failure> {
    match what {
        DeskCommand::Create {
            office,
            policy,
            district,
            compared,
            demo,
        } => {
            let dir = signin::folder(args)?;
            let person = args.user.clone().ok_or_else(|| {
                Failure::Usage(
                    "没有说明第一位系统管理员：请用 --user 账户，或设置环境变量 RUXUE_USER。"
                        .into(),
                )
            })?;
            if args.today.is_some() && !demo {
                return Err(Failure::Usage(
                    "只有演示工作台（--demo）可以设定日期（--today）。".into(),
                ));
            }
            let new = NewDesk {
                dir: dir.clone(),
                office: office.clone(),
                policy: policy.clone(),
                password: signin::password("RUXUE_PASSWORD", &person, *demo)?,
                person,
                purpose: if *demo {
                    Purpose::Demonstration { today: args.today }
                } else {
                    Purpose::Work
                },
            };
            let (desk, code) = match district {
                Some(file) => {
                    let key = PublicKey::read(file)?;
                    pack::create_with(&new, &key, &typed_fingerprint(compared)?)?
                }
                None => Desk::create(&new)?,
            };
            let sheet = issue::recovery_sheet(&desk, &code)?;
            say!(
                "工作台已建立：{}（单位 {office}，政策包 {}）。",
                dir.display(),
                desk.policy_name()
            );
            say!(
                "恢复码已写入 {}：请打印后分装两个信封，由两人保管，再删除该文件。",
                sheet.display()
            );
            Ok(())
        }
        DeskCommand::Check => {
            let mut desk = signin::open(args, Role::Sysadmin)?;
            let looks = inspect::inspect(&mut desk)?;
            for look in &looks {
                if args.json {
                    say!(
                        "{}",
                        json!({ "good": look.good, "due": look.due, "says": look.says })
                    );
                } else {
                    let mark = match (look.good, look.due) {
                        (false, _) => "✗",
                        (true, true) => "!",
                        (true, false) => "✓",
                    };
                    say!("{mark} {}", look.says);
                }
            }
            match looks.iter().filter(|look| !look.good).count() {
                0 => Ok(()),
                bad => Err(Failure::Refused(format!(
                    "有 {bad} 项不符，请按上面的说明处理。"
                ))),
            }
        }
    }
}
