//! What can go wrong at a desk.

use crate::backup::BackupError;
use crate::pack::PackError;
use crate::store::StoreError;
use crate::store::keys::KeyError;

/// What can go wrong at a desk.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store, the keys, or permission.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The policy pack.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// No purpose was stated in this sitting, and a child was to be shown in full.
    #[error("查看孩子的完整信息前，须先说明用途；每次登录说明一次，并记入日志。")]
    Purpose,
    /// What was asked does not fit; a Chinese sentence.
    #[error("{0}")]
    Invalid(String),
}

impl From<KeyError> for DeskError {
    fn from(error: KeyError) -> DeskError {
        DeskError::Store(error.into())
    }
}
