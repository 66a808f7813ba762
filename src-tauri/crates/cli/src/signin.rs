//! Which desk, who acts, and with what password.

use crate::acts;
use crate::args::Args;
use crate::failure::Failure;
use ruxue_desk::access::Role;
use ruxue_desk::{Desk, demonstration};
use std::io::IsTerminal;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The password of demonstration desks that are made without one; said wherever one is made.
pub const DEMO_PASSWORD: &str = "yanshi-ruxue-2021";

/// The desk's folder.
pub fn folder(args: &Args) -> Result<PathBuf, Failure> {
    args.desk.clone().ok_or_else(|| {
        Failure::Usage(
            "没有说明工作台文件夹：请用 --desk 文件夹，或设置环境变量 RUXUE_DESK。".into(),
        )
    })
}

/// Opens the desk for the person named, or, on a demonstration desk where nobody is named, for the
/// person of the role that the command belongs to. Who may do none of the command's acts is refused
/// here, with an entry in the journal.
pub fn open(args: &Args, role: Role) -> Result<Desk, Failure> {
    let dir = folder(args)?;
    let demo = demonstration(&dir).unwrap_or(false);
    let name = match (&args.user, demo) {
        (Some(name), _) => name.clone(),
        (None, true) => role.code().to_owned(),
        (None, false) => {
            return Err(Failure::Usage(
                "没有说明由谁办理：请用 --user 账户，或设置环境变量 RUXUE_USER。".into(),
            ));
        }
    };
    let acts = acts::of(&args.words).filter(|acts| !acts.is_empty());
    let acts = acts.ok_or_else(|| {
        Failure::Refused(format!(
            "程序有误：命令「{}」没有写明由谁办理。",
            args.words
        ))
    })?;
    let password = Zeroizing::new(password("RUXUE_PASSWORD", &name, demo)?);
    let mut desk = Desk::open(&dir, &name, &password, args.today)?;
    desk.require_any(acts)?;
    Ok(desk)
}

/// A password from its environment variable, or asked for on the terminal; demonstration desks
/// fall back to theirs where there is no terminal.
pub fn password(variable: &str, name: &str, demo: bool) -> Result<String, Failure> {
    if let Ok(password) = std::env::var(variable) {
        return Ok(password);
    }
    let terminal = std::io::stdin().is_terminal();
    if demo && !terminal {
        return Ok(DEMO_PASSWORD.to_owned());
    }
    if !terminal {
        return Err(Failure::Usage(format!(
            "没有「{name}」的密码：请设置环境变量 {variable}，或在终端中运行以便输入。"
        )));
    }
    let typed = rpassword::prompt_password(format!("「{name}」的密码："))?;
    Ok(if demo && typed.is_empty() {
        DEMO_PASSWORD.to_owned()
    } else {
        typed
    })
}

/// The second person's name and password, for acts that need four eyes.
pub fn second(args: &Args, named: Option<&String>) -> Result<Option<(String, String)>, Failure> {
    let demo = demonstration(&folder(args)?).unwrap_or(false);
    match named {
        None if demo => Ok(Some((
            "centre2".to_owned(),
            std::env::var("RUXUE_PASSWORD2")
                .or_else(|_| std::env::var("RUXUE_PASSWORD"))
                .unwrap_or_else(|_| DEMO_PASSWORD.to_owned()),
        ))),
        None => Ok(None),
        Some(name) => {
            let given = std::env::var("RUXUE_PASSWORD2").or_else(|error| {
                if demo {
                    std::env::var("RUXUE_PASSWORD")
                } else {
                    Err(error)
                }
            });
            let password = match given {
                Ok(password) => password,
                Err(_) => password("RUXUE_PASSWORD2", name, demo)?,
            };
            Ok(Some((name.clone(), password)))
        }
    }
}
