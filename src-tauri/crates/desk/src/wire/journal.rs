//! 日志: what was done, by whom, chained.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A page of the journal, latest first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalAsk {
    /// Entries to skip.
    pub offset: u32,
    /// Entries wanted, at most 200.
    pub limit: u32,
}

/// A page of the journal.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalPage {
    /// All entries.
    pub total: u32,
    /// The entries of this page.
    pub rows: Vec<JournalRow>,
}

/// One entry.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalRow {
    /// Its number.
    pub seq: u32,
    /// 2021-05-06 10:42:07
    pub at: String,
    /// Who.
    pub actor: String,
    /// 区招考中心
    pub role: String,
    /// What, in words.
    pub act: String,
    /// Of what.
    pub subject: String,
    /// How it ended, in words.
    pub result: String,
    /// Why, where a reason was asked.
    pub reason: String,
    /// First 16 hex of the hash.
    pub hash: String,
}
