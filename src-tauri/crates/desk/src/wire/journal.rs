//! 日志: what was done, by whom, chained.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::MOST_ROWS;
use super::draws::Checked;
use super::failure::Failure;
use super::window::Turn;
use crate::access::{Act, Role};
use crate::clock::beijing;
use crate::journal::{Entry, hex};
use crate::store::audit::{self, Stored};
use crate::store::keys::RECOVERY;

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

impl Turn<'_> {
    pub(super) fn journal(&self, ask: JournalAsk) -> Result<JournalPage, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        desk.require(Act::ReadJournal)?;
        let total = desk.store().head().seq;
        // Latest first: the page that ends `offset` entries before the last.
        let last = total - i64::from(ask.offset);
        let first = (last - i64::from(ask.limit.min(MOST_ROWS))).max(0);
        let mut entries = audit::page(desk.reader(), first, (last - first).max(0))?;
        entries.reverse();
        let rows = entries.iter().map(row).collect::<Result<_, _>>()?;
        Ok(JournalPage {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows,
        })
    }

    pub(super) fn verify_journal(&self, (): ()) -> Result<Checked, Failure> {
        let mut sitting = self.sitting();
        let found = sitting.desk()?.verify_journal(&[])?;
        let mut sentences = vec![format!(
            "第 1 条到第 {} 条逐条相扣，最后一条的摘要是 {}。",
            found.entries,
            found.head.anchor()
        )];
        match &found.broken {
            Some(sentence) => sentences.push(sentence.clone()),
            None => sentences.push(
                "没有外面的锚点可比，末尾是否被整段截去不能排除；请与最近打印的通知书或报告上的日志号对照。".into(),
            ),
        }
        Ok(Checked {
            agrees: found.broken.is_none(),
            sentences,
        })
    }
}

fn row(stored: &Stored) -> Result<JournalRow, Failure> {
    let entry: Entry =
        serde_json::from_str(&stored.entry).map_err(|error| Failure::fault("查看日志", &error))?;
    let act = Act::ALL.iter().find(|act| act.code() == entry.act);
    let role = Role::from_code(&entry.role);
    Ok(JournalRow {
        seq: u32::try_from(entry.seq).unwrap_or(u32::MAX),
        at: beijing(&entry.at),
        role: role.map_or(entry.role, |role| role.chinese().to_owned()),
        act: act.map_or_else(
            || match entry.seq {
                1 => "建立工作台".into(),
                _ if entry.genesis.is_some() => "恢复后续记日志".into(),
                _ => entry.act,
            },
            |act| act.chinese().to_owned(),
        ),
        subject: subject(&entry.kind, &entry.id),
        result: result(&entry.result),
        reason: entry.reason,
        hash: hex(&stored.hash).chars().take(16).collect(),
        actor: match entry.actor.as_str() {
            "desk" => "工作台".into(),
            RECOVERY => "恢复码持有人".into(),
            _ => entry.actor,
        },
    })
}

fn subject(kind: &str, id: &str) -> String {
    let word = match kind {
        "desk" => "工作台",
        "person" => "账户",
        "child" => "孩子",
        "import" => "导入",
        "ceremony" => "派位",
        "verdicts" => return "全部孩子".into(),
        "notice" => "通知书",
        "school" => "学校",
        "policy" => "政策包",
        "switch" => "开关",
        "district" => {
            let short: String = id.chars().take(16).collect();
            return format!("区公钥 {short}…");
        }
        "backup" => "备份",
        other => other,
    };
    format!("{word} {id}").trim_end().to_owned()
}

fn result(word: &str) -> String {
    match word {
        "ok" => "完成".into(),
        "refused" => "未获准许".into(),
        other => other.to_owned(),
    }
}
