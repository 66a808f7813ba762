//! `desk check`: what was looked at, and whether it is in order.

mod site;

use crate::access::Act;
use crate::backup::{duty, own_backups};
use crate::ceremony::{self, ceremonies_dir, read_folder};
use crate::district::trusted;
use crate::journal::hex;
use crate::open::{Desk, DeskError};
use crate::pack::{self, Origin};
use crate::store::{StoreError, audit, ceremony as ceremony_rows, meta};
use ruxue_lottery::verify;
use sha2::{Digest, Sha256};

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whether it is in order.
    pub good: bool,
    /// Whether something is due: in order still, but not for long.
    pub due: bool,
    /// A Chinese sentence: what was looked at and found, and what to do where it is not in order.
    pub says: String,
}

/// Looks at the database, the journal, the policy pack, the ceremonies' files, and the folder and the
/// disk that all lies on.
///
/// # Errors
/// What the disk says.
pub fn inspect(desk: &mut Desk) -> Result<Vec<Look>, DeskError> {
    desk.require(Act::CheckDesk)?;
    let mut looks = vec![database(desk)?, journal(desk)?, policy(desk)?];
    looks.extend(ceremonies(desk)?);
    looks.extend(waiting(desk)?);
    looks.extend(site::site(desk)?);
    looks.extend(duties(desk)?);
    looks.push(closing_sheets(desk)?);
    Ok(looks)
}

fn look(good: bool, says: String) -> Look {
    Look {
        good,
        due: false,
        says,
    }
}

fn due(due: bool, says: String) -> Look {
    Look {
        good: true,
        due,
        says,
    }
}

/// Backups and recovery drills: when the last ones were, and whether new ones are due.
fn duties(desk: &Desk) -> Result<Vec<Look>, StoreError> {
    let duty = duty(desk)?;
    let mut looks = vec![
        due(duty.backup_due, duty.backup),
        due(duty.drill_due, duty.drill),
    ];
    let (files, bytes) = own_backups(desk)?;
    if files > 0 {
        looks.push(look(
            true,
            format!(
                "本机的备份：{files} 份，共 {:.0} MB，办理前自动留存，不自动清理；已另存到介质的旧备份可以手工删去。",
                bytes as f64 / 1e6
            ),
        ));
    }
    Ok(looks)
}

/// Days that wait for their closing sheet.
fn closing_sheets(desk: &Desk) -> Result<Look, StoreError> {
    let found = crate::issue::closing::due(desk)?;
    Ok(due(found.due, found.says))
}

/// Ceremonies frozen after the backup of which the desk was restored.
fn waiting(desk: &Desk) -> Result<Vec<Look>, StoreError> {
    let numbers = ceremony::waiting(desk)?.into_iter();
    let says = |number| {
        format!(
            "派位 {number}：封存于恢复所用的备份之后，本工作台还没有它的记录；请完成它（ruxue draw run {number}）。"
        )
    };
    Ok(numbers.map(|number| due(true, says(number))).collect())
}

fn database(desk: &Desk) -> Result<Look, StoreError> {
    let found = crate::store::integrity(desk.reader())?;
    Ok(match found {
        None => look(true, "数据库：逐页核对完整，外键相符。".into()),
        Some(what) => look(
            false,
            format!("数据库：{what}。请停止使用，用最近的备份恢复。"),
        ),
    })
}

fn journal(desk: &Desk) -> Result<Look, StoreError> {
    let verified = audit::verify(desk.reader(), &[])?;
    Ok(match verified.broken {
        None => look(
            true,
            format!(
                "日志：{} 条，链条完整，末条 {}（没有外部锚点时不能排除末尾被截断）。",
                verified.entries,
                verified.head.anchor()
            ),
        ),
        Some(why) => look(false, format!("日志：{why}")),
    })
}

fn policy(desk: &Desk) -> Result<Look, DeskError> {
    let kept = meta::get(desk.reader(), "policy_digest")?.unwrap_or_default();
    let policy = desk.policy();
    let (name, own) = (&policy.name, policy.plain.digest());
    if kept != own {
        return Ok(look(
            false,
            format!(
                "政策包：启用时摘要为 {kept}，本程序自带的是 {own}。请用当时的程序版本，或由安全管理员重新安装政策包。"
            ),
        ));
    }
    let from = policy.origin.says();
    if let Err(error) = pack::prove(desk.reader()) {
        return Ok(look(false, format!("政策包：{name}，{from}，{error}")));
    }
    if let Origin::Signed(key) = &policy.origin
        && trusted(desk.reader())?.is_none_or(|now| now.key != *key)
    {
        return Ok(look(
            false,
            format!(
                "政策包：{name}，{from}，签名成立，但这把区密钥已经更换。请安全管理员安装用新密钥签的同一政策包。"
            ),
        ));
    }
    Ok(look(
        true,
        format!("政策包：{name}，{from}，摘要 {} 相符。", &own[..16]),
    ))
}

/// Each ceremony's files against the desk's own record, then as any outsider would check them.
fn ceremonies(desk: &Desk) -> Result<Vec<Look>, StoreError> {
    let digest = |path: &std::path::Path| {
        std::fs::read(path)
            .ok()
            .map(|bytes| hex(&Sha256::digest(bytes)))
    };
    let parent = ceremonies_dir(desk.dir());
    let mut looks = Vec::new();
    for held in ceremony_rows::all(desk.reader())? {
        let dir = parent.join(&held.number);
        let expected = [
            ("freeze.txt", Some(&held.freeze)),
            ("seed.txt", held.seed.as_ref()),
            ("close.txt", held.close.as_ref()),
        ];
        let wrong: Vec<&str> = expected
            .iter()
            .filter(|(name, kept)| {
                kept.is_some_and(|kept| digest(&dir.join(name)).as_ref() != Some(kept))
            })
            .map(|(name, _)| *name)
            .collect();
        if !wrong.is_empty() {
            looks.push(look(
                false,
                format!(
                    "派位 {}：{} 缺失或被改动。请用公证处或光盘留存的副本恢复该文件夹，不要重新派位。",
                    held.number,
                    wrong.join("、")
                ),
            ));
            continue;
        }
        let folder = read_folder(&dir)?;
        let report = verify(std::slice::from_ref(&folder), None);
        let failed: Vec<&str> = report.failures().map(|one| one.sentence.as_str()).collect();
        looks.push(if failed.is_empty() {
            look(true, format!("派位 {}：文件与记录相符。", held.number))
        } else {
            look(
                false,
                format!("派位 {}：{}", held.number, failed.join("；")),
            )
        });
    }
    Ok(looks)
}
