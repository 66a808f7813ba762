//! The desk's database: one encrypted SQLite file behind one write door.
//!
//! Only this module holds SQL. Everything that changes goes through [`Store::transact`], which asks
//! for permission, runs the work and appends to the journal in one `BEGIN IMMEDIATE` transaction.
//! Other modules get a [`Reader`] or a [`Tx`] and call the functions of the tables below.

pub mod audit;
pub mod backup;
pub mod ceremony;
pub mod change;
pub mod child;
pub mod closing;
mod connect;
pub(crate) mod copy;
pub mod counts;
pub mod decided;
mod door;
pub mod file;
mod footing;
pub mod import;
pub mod intake;
pub mod keys;
#[cfg(feature = "long-journal")]
mod lengthen;
pub mod meta;
mod migrate;
mod opening;
pub mod paper;
pub mod person;
pub mod placement;
pub mod policy;
pub(crate) mod purge;
pub(crate) mod retention;
pub(crate) mod seal;
pub mod tables;
pub mod verdict;
mod wal;

pub(crate) use connect::random;
pub use door::{Ask, Mark, Reader, Store, Tx};
pub(crate) use opening::Found;
#[cfg(test)]
pub(crate) use opening::as_an_older_program_left_it;

use crate::access::Refused;
use rusqlite::OptionalExtension;
use std::path::PathBuf;

/// Checks every page, free ones too, against its checksum, then the tables' structure and every
/// foreign key; says what is wrong, if anything.
///
/// # Errors
/// What the disk says.
pub fn integrity(reader: Reader<'_>) -> Result<Option<String>, StoreError> {
    let sql = reader.sql();
    let mut statement = sql.prepare("PRAGMA cipher_integrity_check")?;
    let pages: Vec<String> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if !pages.is_empty() {
        return Ok(Some(format!("有 {} 个数据页的校验码不符", pages.len())));
    }
    match connect::prove(sql, "PRAGMA integrity_check(1)") {
        Err(StoreError::Damaged(what)) => return Ok(Some(what)),
        proved => proved?,
    }
    let orphan: Option<String> = sql
        .query_row("PRAGMA foreign_key_check", [], |row| row.get(0))
        .optional()?;
    Ok(orphan.map(|table| format!("表 {table} 有无主的记录")))
}

/// The database's pages as they are without encryption, free ones and the unused parts of others
/// included: for tests that look for what should have gone.
///
/// # Errors
/// What the disk says.
#[cfg(feature = "cheap-kdf")]
pub fn pages(desk: &mut crate::Desk) -> Result<Vec<u8>, StoreError> {
    let (store, _) = desk.store_and_clock();
    Ok(store.connection.serialize("main")?.to_vec())
}

/// The database program: `SQLite 3.51.3`.
pub fn engine() -> String {
    format!("SQLite {}", rusqlite::version())
}

/// What can go wrong with the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The person may not.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// SQLite says no.
    #[error("{}", sqlite_sentence(.0))]
    Sqlite(#[from] rusqlite::Error),
    /// A file of the desk could not be read or written.
    #[error("无法读写 {path}：{source}。请检查磁盘、权限与介质后重试；已保存的内容没有丢失。", path = .0.display(), source = disk_says(.1))]
    File(PathBuf, std::io::Error),
    /// Another process sits at the desk.
    #[error("工作台正在被使用（{0}）。请先在那一处退出，再打开。")]
    Busy(String),
    /// There is no desk here, or there is one already.
    #[error("{0}")]
    NoDesk(String),
    /// The folder lies on a network drive.
    #[error(
        "{path} 在网络盘上（{1}），没有在那里建立或打开工作台。网络盘上文件锁与落盘都靠不住，断网会损坏数据：\
         请把工作台放在本机硬盘上，需要共享时用备份或数据包交换。",
        path = .0.display()
    )]
    Network(PathBuf, String),
    /// Name or password are wrong, or the account is locked.
    #[error(transparent)]
    Keys(#[from] keys::KeyError),
    /// The file is of a later program.
    #[error(
        "此工作台由更新版本的入学工作站建立（数据格式 {found}，本程序为 {known}）。请用新版本打开，不要降级。"
    )]
    FromTheFuture {
        /// `user_version` of the file.
        found: i64,
        /// What this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("数据库检查未通过：{0}。为防止扩大损坏，工作台不再写入；请用最近的备份恢复。")]
    Damaged(String),
    /// The clock is behind the last journal entry.
    #[error("本机时钟（{now}）早于最后一条日志（{last}）。请先校准时钟，再办理派位、打印或审批。")]
    ClockBehind {
        /// The clock.
        now: String,
        /// The last entry's time.
        last: String,
    },
    /// The disk failed a commit, and then did not even say what became of it.
    #[error(
        "保存时磁盘出错，数据库暂时打不开，还不能确定本次操作是否已保存（{0}）此前保存的内容都在。\
         请检查磁盘与介质；恢复后先查看本次操作是否已在，不要直接重复办理。"
    )]
    Unknown(Box<StoreError>),
    /// An act of unknown outcome turned out to be done; the one asked for now was not begun.
    #[error(
        "上一次保存时磁盘出错的那项操作，现已查明其实保存成功（日志第 {0} 条）。本次操作没有办理，请先核对，仍需要时再办。"
    )]
    FoundDone(i64),
    /// The act was done before under this id.
    #[error("此项操作已经办理过（日志第 {0} 条），没有重复办理。")]
    AlreadyDone(i64),
    /// A record could not be written as JSON.
    #[error("记录无法写成规范形式：{0}")]
    Json(#[from] serde_json::Error),
}

/// What the system says of a file, in Chinese.
pub fn disk_says(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let known = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已有同名文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::IsADirectory => "这是一个文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "磁盘已满",
        ErrorKind::InvalidFilename => "文件名过长或含有不能用的字符",
        _ => {
            return match error.raw_os_error() {
                Some(code) => format!("系统错误 {code}"),
                None => error.to_string(),
            };
        }
    };
    known.to_owned()
}

fn sqlite_sentence(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "磁盘已满，本次操作没有保存；此前保存的内容都在。请清理出空间后重试。".into()
        }
        Some(ErrorCode::ReadOnly) => {
            "工作台所在的磁盘或文件夹是只读的，本次操作没有保存。请改为可写后重试。".into()
        }
        Some(ErrorCode::SystemIoFailure) => {
            "磁盘读写出错，本次操作没有保存。请检查磁盘或介质是否被拔出，重新打开工作台后再试。"
                .into()
        }
        // Only the empty database that stands in for a closed one lacks a table.
        Some(ErrorCode::Unknown) if error.to_string().contains("no such table") => {
            "数据库因磁盘故障已经关闭，没有再写入任何内容；此前保存的内容都在。请检查磁盘与介质，再退出并重新打开工作台。".into()
        }
        Some(ErrorCode::CannotOpen) => {
            "数据库打不开，本次操作没有保存。请检查磁盘或介质是否被拔出、文件夹是否可以读写，再重新打开工作台。".into()
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            "数据库无法解密或文件已损坏，没有写入任何内容。请用最近的备份恢复。".into()
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "工作台正被另一程序占用，请稍后重试。".into()
        }
        _ => format!("数据库操作失败：{error}"),
    }
}
