//! The folder and the disk under it: where it lies, who gets in, what is left of the disk, the clock,
//! and what interrupted work left behind.

use super::{Look, due, look};
use crate::backup::newest_own;
use crate::open::{Desk, FOLDERS, network, synced};
use crate::store::{self, StoreError, disk_says, paper};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Below this the desk may stop at any act.
const LEAST_FREE: u64 = 64 << 20;
/// A desk's own backups take a copy of it each; below so many copies, room is to be made.
const COPIES_FREE: u64 = 5;
/// The write-ahead log is folded in long before this.
const LONG_WAL: u64 = 256 << 20;
/// Names said in full; of more, the number.
const NAMED: usize = 5;

/// Looks at everything that is not in the database.
///
/// # Errors
/// What the disk says.
pub(super) fn site(desk: &Desk) -> Result<Vec<Look>, StoreError> {
    let dir = desk.dir();
    let mut looks = vec![place(dir), whole(dir), private(dir), writable(dir)];
    looks.extend(space(dir));
    looks.push(log(dir));
    looks.push(clock(desk));
    looks.push(look(
        true,
        format!(
            "数据库程序：{}，落盘方式为每次办理都写到磁盘。",
            store::engine()
        ),
    ));
    looks.extend(newest_backup(desk)?);
    looks.extend(leftovers(dir));
    looks.extend(recovery_sheet(dir));
    looks.extend(unprinted(desk)?);
    Ok(looks)
}

fn place(dir: &Path) -> Look {
    let path = dir.display();
    if let Some(kind) = network(dir) {
        return look(
            false,
            format!(
                "位置：{path} 在网络盘上（{kind}），断网会损坏数据。请退出后整个移到本机硬盘。"
            ),
        );
    }
    match synced(dir) {
        Some(program) => due(
            true,
            format!(
                "位置：{path} 在「{program}」的同步文件夹里，同步会在使用中替换文件。请退出后整个移到不同步的文件夹，备份另存到介质。"
            ),
        ),
        None => look(true, format!("位置：{path}，在本机磁盘上。")),
    }
}

fn whole(dir: &Path) -> Look {
    let missing: Vec<&str> = FOLDERS
        .into_iter()
        .filter(|name| !dir.join(name).is_dir())
        .collect();
    match missing.as_slice() {
        [] => look(true, format!("文件夹：{} 齐全。", FOLDERS.join("、"))),
        missing => look(
            false,
            format!(
                "文件夹：缺少 {}。原来有内容的请取回；没有用过的请新建同名空文件夹。",
                missing.join("、")
            ),
        ),
    }
}

/// Whether other accounts of the machine get in.
fn private(dir: &Path) -> Look {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(dir).map_or(0, |found| found.permissions().mode());
        if mode & 0o077 != 0 {
            return due(
                true,
                format!(
                    "权限：本机其他账户可以进入 {}。请收回：chmod 700 该文件夹。",
                    dir.display()
                ),
            );
        }
        look(true, "权限：只有本账户可以进入工作台文件夹。".into())
    }
    #[cfg(not(unix))]
    {
        let _ = dir;
        look(true, "权限：由 Windows 账户管理，本项没有检查。".into())
    }
}

fn writable(dir: &Path) -> Look {
    let probe = dir.join(".check.part");
    let tried = fs::write(&probe, b"ruxue").and_then(|()| fs::remove_file(&probe));
    match tried {
        Ok(()) => look(true, "读写：工作台文件夹可以写入。".into()),
        Err(error) => look(
            false,
            format!(
                "读写：工作台文件夹不能写入（{}）。请改为可写，或检查磁盘与介质；在此之前不能办理。",
                disk_says(&error)
            ),
        ),
    }
}

/// What is left of the disk; nothing where the system does not say.
fn space(dir: &Path) -> Option<Look> {
    let free = free(dir)?;
    let desk = size(&dir.join("desk.db"));
    let left = format!(
        "磁盘：还有 {} MB，数据库 {} MB",
        free >> 20,
        (desk >> 20).max(1)
    );
    Some(if free < LEAST_FREE {
        look(
            false,
            format!("{left}。空间将尽，随时会停办。请立即清理磁盘，不要删工作台文件夹里的文件。"),
        )
    } else if free < desk.saturating_mul(COPIES_FREE) {
        due(
            true,
            format!(
                "{left}。空间不多：办理前的备份每份与数据库一样大。请清理磁盘，或把旧备份移到介质。"
            ),
        )
    } else {
        look(true, format!("{left}。"))
    })
}

#[cfg(unix)]
fn free(dir: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(dir).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

#[cfg(not(unix))]
fn free(_dir: &Path) -> Option<u64> {
    None
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

fn log(dir: &Path) -> Look {
    match size(&dir.join("desk.db-wal")) {
        long if long > LONG_WAL => due(
            true,
            format!(
                "预写日志：{} MB，没有及时并入数据库。请退出工作台再打开一次；仍然这样，请检查磁盘。",
                long >> 20
            ),
        ),
        short => look(true, format!("预写日志：{} KB。", short >> 10)),
    }
}

fn clock(desk: &Desk) -> Look {
    match desk.require_clock() {
        Ok(()) => look(true, "时钟：在最后一条日志之后。".into()),
        Err(error) => look(false, format!("时钟：{error}")),
    }
}

/// The newest backup in the desk's own folder, read back whole.
fn newest_backup(desk: &Desk) -> Result<Option<Look>, StoreError> {
    Ok(newest_own(desk)?.map(|newest| match newest.fault {
        None => look(
            true,
            format!("本机最近的备份：{}，读回核对无误。", newest.file),
        ),
        Some(fault) => look(
            false,
            format!("本机最近的备份：{fault}请尽快另做一份备份到介质上。"),
        ),
    }))
}

/// Half-written files of interrupted work, which count for nothing.
fn leftovers(dir: &Path) -> Option<Look> {
    let mut found = Vec::new();
    for folder in std::iter::once("").chain(FOLDERS) {
        collect(&dir.join(folder), &mut found);
    }
    found.sort();
    let names: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|path| path.strip_prefix(dir).unwrap_or(path).display().to_string())
        .collect();
    let more = match found.len() {
        0 => return None,
        all if all > NAMED => format!(" 等 {all} 个"),
        _ => String::new(),
    };
    Some(due(
        true,
        format!(
            "残留：{}{more}，是中断的操作留下的，不作数。请确认没有正在进行的备份或打印后删去。",
            names.join("、")
        ),
    ))
}

/// `.part` files and folders, and ceremonies' folders that no acknowledged freeze left.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".part") || name.contains(".unfinished-") {
            found.push(entry.path());
        }
    }
}

fn recovery_sheet(dir: &Path) -> Option<Look> {
    let left = ["recovery.pdf", "recovery.txt"]
        .into_iter()
        .find(|name| dir.join(name).exists())?;
    Some(due(
        true,
        format!(
            "恢复码：{left} 还在工作台文件夹里。请打印后分装两个信封，由两人保管，再删除该文件。"
        ),
    ))
}

/// Notices whose number is given and whose page no finished print made.
fn unprinted(desk: &Desk) -> Result<Option<Look>, StoreError> {
    let mut by_school: BTreeMap<String, usize> = BTreeMap::new();
    for one in paper::of_kind(desk.reader(), "notice")? {
        if one.state == "numbered" {
            *by_school.entry(one.school.unwrap_or_default()).or_default() += 1;
        }
    }
    let schools: Vec<String> = by_school
        .iter()
        .take(NAMED)
        .map(|(school, count)| format!("学校 {school} {count} 份"))
        .collect();
    let more = match by_school.len() {
        0 => return Ok(None),
        all if all > NAMED => format!(" 等 {all} 所学校"),
        _ => String::new(),
    };
    Ok(Some(due(
        true,
        format!(
            "通知书：已编号而打印没有完成的：{}{more}。已出的页不要发放，请重新打印（ruxue print notice），编号不变。",
            schools.join("、")
        ),
    )))
}
