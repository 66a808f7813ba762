//! What crosses to the window when a call is not answered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::backup::BackupError;
use crate::open::DeskError;
use crate::store::StoreError;
use crate::store::keys::KeyError;

/// Why a call was not answered, as far as the window branches on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FailureCode {
    /// What was asked makes no sense as it stands; the person can mend it.
    Invalid,
    /// It is not there (any more).
    NotFound,
    /// Not allowed: role, office, second person. `hint` says who may.
    Refused,
    /// Nobody is signed in (any more): the desk is locked, and signing in is what helps.
    Locked,
    /// A child's data are not shown in full before the sitting's purpose was stated.
    Purpose,
    /// Someone else holds it; trying again later helps.
    Busy,
    /// Broken inside; `incident` finds the line in the log.
    Fault,
}

/// A call that was not answered: a Chinese sentence and the next step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The kind.
    pub code: FailureCode,
    /// What is wrong and where.
    pub message: String,
    /// How to cure it; empty where the message says it all.
    pub hint: String,
    /// A short number of this fault, also on standard error; only with [`FailureCode::Fault`].
    pub incident: Option<String>,
}

impl Failure {
    /// A failure of this kind; `hint` is the next step.
    pub fn new(code: FailureCode, message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure {
            code,
            message: message.into(),
            hint: hint.into(),
            incident: None,
        }
    }

    /// Something asked that makes no sense.
    pub fn invalid(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(FailureCode::Invalid, message, hint)
    }

    /// Something that is not there.
    pub fn not_found(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(FailureCode::NotFound, message, hint)
    }

    /// Something that this person may not do.
    pub fn refused(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(FailureCode::Refused, message, hint)
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Failure {
        Failure::new(
            FailureCode::Locked,
            "工作台已锁定。",
            "请重新登录后再操作。",
        )
    }

    /// A fault that already says in Chinese what happened and what to do.
    fn broken(message: String) -> Failure {
        let incident = incident();
        eprintln!("故障 {incident}: {message}");
        let hint = format!("故障号 {incident}。");
        Failure {
            code: FailureCode::Fault,
            message,
            hint,
            incident: Some(incident),
        }
    }

    /// A fault inside. The cause goes to standard error under a number, which the person can
    /// quote; causes name tables and files, never a person's data.
    pub fn fault(attempt: &str, cause: &dyn std::fmt::Display) -> Failure {
        let incident = incident();
        eprintln!("故障 {incident} {attempt}: {cause}");
        Failure {
            code: FailureCode::Fault,
            message: format!("{attempt}时程序内部出错，没有改动任何数据。"),
            hint: format!("请记下故障号 {incident}，再试一次；仍然出错请联系技术人员。"),
            incident: Some(incident),
        }
    }
}

fn incident() -> String {
    uuid::Uuid::new_v4()
        .simple()
        .to_string()
        .chars()
        .take(8)
        .collect()
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        let message = error.to_string();
        match error {
            StoreError::Refused(_) => Failure::refused(message, ""),
            StoreError::Busy(_) | StoreError::AlreadyDone(_) => {
                Failure::new(FailureCode::Busy, message, "")
            }
            StoreError::NoDesk(_) => Failure::not_found(message, ""),
            StoreError::Keys(KeyError::Wrong | KeyError::Locked { .. } | KeyError::Stopped(_)) => {
                Failure::refused(message, "")
            }
            StoreError::Keys(_) => Failure::invalid(message, ""),
            StoreError::ClockBehind { .. } => Failure::refused(message, ""),
            StoreError::Sqlite(_)
            | StoreError::File(..)
            | StoreError::FromTheFuture { .. }
            | StoreError::Damaged(_)
            | StoreError::Json(_) => Failure::broken(message),
        }
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Failure {
        match error {
            DeskError::Store(error) => error.into(),
            DeskError::Pack(error) => Failure::invalid(error.to_string(), ""),
            DeskError::Backup(BackupError::Store(error)) => error.into(),
            DeskError::Backup(error) => Failure::refused(error.to_string(), ""),
            DeskError::Purpose => Failure::new(FailureCode::Purpose, error.to_string(), ""),
            DeskError::Invalid(sentence) => Failure::invalid(sentence, ""),
        }
    }
}

/// How far long work is; the window shows it as it comes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Rows, pages or children done.
    pub done: u32,
    /// Of how many; 0 where that is not known.
    pub total: u32,
}
