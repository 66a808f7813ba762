//! 打印: papers for families, schools and the notary.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::Level;
use super::imports::Output;

/// What can be printed now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperDesk {
    /// Schools with admitted children.
    pub schools: Vec<SchoolPapers>,
    /// Completed ceremonies.
    pub ceremonies: Vec<CeremonyPapers>,
}

/// A school's children and papers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchoolPapers {
    /// Code.
    pub school: String,
    /// Name.
    pub name: String,
    /// 学段.
    pub level: Level,
    /// 招生计划.
    pub seats: u32,
    /// Admitted children.
    pub admitted: u32,
    /// Notices made.
    pub notices: u32,
}

/// A ceremony that has a record.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CeremonyPapers {
    /// 2021-0003
    pub number: String,
    /// Its title.
    pub title: String,
}

/// Which papers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(
    tag = "paper",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum PaperAsk {
    /// 入学通知书 of a school.
    Notices {
        /// School code.
        school: String,
    },
    /// 入学通知书 of one child.
    Notice {
        /// 受理编号.
        receipt: String,
    },
    /// 新生花名册 of a school.
    Roster {
        /// School code.
        school: String,
    },
    /// 派位过程记录.
    DrawRecord {
        /// Ceremony number.
        number: String,
    },
    /// 判定说明 of one child.
    Case {
        /// 受理编号.
        receipt: String,
    },
    /// 合规检查报告.
    Compliance,
}

/// Papers that were made.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// One sentence.
    pub sentence: String,
    /// The files.
    pub files: Vec<Output>,
    /// Pages that were stopped: a character that no bundled font has.
    pub stopped: Vec<Stopped>,
}

/// A page that was stopped.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stopped {
    /// 受理编号.
    pub receipt: String,
    /// Why, and what to do.
    pub why: String,
}
