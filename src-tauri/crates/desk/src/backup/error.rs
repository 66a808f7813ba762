//! What can go wrong with a backup.

use crate::store::{StoreError, disk_says};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// What can go wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The desk: store, keys, its own disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The medium does not take it. Nothing that was there before is touched.
    #[error("{}", not_written(.0, .1))]
    Medium(PathBuf, Error),
    /// A backup cannot be read.
    #[error(
        "读不出备份 {path}：{why}。请检查介质是否插好、路径是否正确；仍读不出时换用另一份备份。",
        path = .0.display(),
        why = disk_says(.1)
    )]
    Unreadable(PathBuf, Error),
    /// A backup is not what was written.
    #[error(
        "备份 {path} 没有通过核对：{1}。这份文件不能用于恢复，请换用另一份备份。",
        path = .0.display()
    )]
    Damaged(PathBuf, String),
    /// An act waits for its backup.
    #[error("{what}没有做成，因此没有继续办理，什么都没有改动。{why}")]
    Before {
        /// 导入前的备份 …
        what: &'static str,
        /// Why not.
        why: Box<BackupError>,
    },
    /// What was asked does not fit; a Chinese sentence.
    #[error("{0}")]
    Refused(String),
}

fn not_written(path: &Path, error: &Error) -> String {
    let (what, cure) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => (
            "介质已满".to_owned(),
            "请换一个空间足够的介质，或移走其中不需要的文件，再做一次",
        ),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => (
            "介质是只读的，或没有写入权限".to_owned(),
            "请关闭介质的写保护，或换一个可以写入的介质，再做一次",
        ),
        ErrorKind::NotFound => (
            "介质已不在原处".to_owned(),
            "请重新插好介质、核对路径，再做一次",
        ),
        _ => (
            disk_says(error),
            "介质可能被拔出或已损坏：请插好或更换介质，再做一次",
        ),
    };
    format!(
        "备份没有做成（{}：{what}），原有的备份都没有动。{cure}。",
        path.display()
    )
}
