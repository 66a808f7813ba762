//! 日志: what was done, by whom, in words; sifted by person, act, day and record.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::MOST_ROWS;
use super::failure::Failure;
use super::window::{Sitting, Turn};
use crate::access::{Act, permit};
use crate::issue::closing;
use crate::journal::told::{Told, act_word};
use crate::journal::{Line, hex};
use crate::open::Desk;
use crate::store::audit::{self, Stored, Wanted, Which};
use crate::store::closing as sheets;

/// What the person may do with the journal, and what its lists are sifted by.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalDesk {
    /// May read it.
    pub may_read: bool,
    /// May export it.
    pub may_export: bool,
    /// May print closing sheets.
    pub may_close: bool,
    /// May read what was printed and exported.
    pub may_ledger: bool,
    /// Entries.
    pub entries: u32,
    /// The last entry's anchor: `SEQ:HEX`.
    pub anchor: String,
    /// The accounts in it.
    pub people: Vec<JournalChoice>,
    /// The acts in it.
    pub acts: Vec<JournalChoice>,
    /// The closing sheets, latest first, at most 60; for those who may print them.
    pub sheets: Vec<SheetRow>,
    /// Whether a day waits for its sheet, a sentence; empty for those who may not print them.
    pub due: String,
    /// It does.
    pub is_due: bool,
}

/// Something to sift by.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalChoice {
    /// Its code.
    pub code: String,
    /// Its words.
    pub title: String,
}

/// A closing sheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetRow {
    /// Its number.
    pub number: u32,
    /// 2021-05-06
    pub day: String,
    /// First entry.
    pub first: u32,
    /// Last entry.
    pub last: u32,
    /// Where it ends: `SEQ:HEX`.
    pub anchor: String,
    /// How often it was printed.
    pub prints: u32,
}

/// Which entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum JournalPart {
    /// All.
    All,
    /// Refusals.
    Refusals,
    /// What was printed or exported: 台账.
    Ledger,
}

/// A page of the journal, latest first. Empty members sift nothing out.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalAsk {
    /// Which entries.
    pub part: JournalPart,
    /// An account.
    pub actor: String,
    /// An act's code.
    pub act: String,
    /// 2021-05-06
    pub day: String,
    /// A part of the record's id: a receipt, a ceremony, a file.
    pub record: String,
    /// Entries to skip.
    pub offset: u32,
    /// Entries wanted, at most 200.
    pub limit: u32,
}

/// A page of the journal.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalPage {
    /// All entries that were asked for.
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
    /// 2021-05-06 10:42
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
    /// Whether it was refused.
    pub refused: bool,
    /// Whether it holds the record's fingerprint before or after.
    pub sealed: bool,
    /// All of it as one sentence.
    pub sentence: String,
    /// The hash, hex.
    pub hash: String,
}

/// Entries that were found, and what for: the next page need not look again.
pub(super) type Found = (Wanted, i64, Vec<i64>);

impl Turn<'_> {
    pub(super) fn journal_desk(&self, (): ()) -> Result<JournalDesk, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let may = |act| permit(desk.session(), act).is_ok();
        let may_read = may(Act::ReadJournal);
        let may_ledger = may(Act::ReadLedger);
        let may_close = may(Act::PrintClosing);
        let (people, acts) = match may_read || may_ledger {
            true => audit::names(desk.reader())?,
            false => Default::default(),
        };
        let person = |name: String| JournalChoice {
            title: match name.as_str() {
                "desk" => "工作台".into(),
                _ => name.clone(),
            },
            code: name,
        };
        let act = |code: String| JournalChoice {
            title: act_word(&code),
            code,
        };
        let due = match may_close {
            true => Some(closing::due(desk)?),
            false => None,
        };
        let head = desk.store().head();
        Ok(JournalDesk {
            may_read,
            may_export: may(Act::ExportJournal),
            may_close,
            may_ledger,
            entries: count(head.seq),
            anchor: head.anchor(),
            people: people.into_iter().map(person).collect(),
            acts: acts.into_iter().map(act).collect(),
            sheets: if may_close {
                sheet_rows(desk)?
            } else {
                Vec::new()
            },
            is_due: due.as_ref().is_some_and(|due| due.due),
            due: due.map_or(String::new(), |due| due.says),
        })
    }

    pub(super) fn journal(&self, ask: JournalAsk) -> Result<JournalPage, Failure> {
        let mut sitting = self.sitting();
        let act = match ask.part {
            JournalPart::Ledger => Act::ReadLedger,
            JournalPart::All | JournalPart::Refusals => Act::ReadJournal,
        };
        sitting.desk()?.require(act)?;
        let wanted = wanted(&ask)?;
        let (offset, limit) = (ask.offset as usize, ask.limit.min(MOST_ROWS) as usize);
        let numbers = numbers(&mut sitting, wanted, offset, limit)?;
        let desk = sitting.desk()?;
        let rows = numbers.1.into_iter().filter_map(|seq| {
            let stored = audit::find(desk.reader(), seq);
            stored.map_err(Failure::from).transpose()
        });
        Ok(JournalPage {
            total: numbers.0,
            rows: rows
                .map(|stored| row(&stored?))
                .collect::<Result<_, Failure>>()?,
        })
    }
}

fn wanted(ask: &JournalAsk) -> Result<Wanted, Failure> {
    let day: Option<NaiveDate> = match ask.day.trim() {
        "" => None,
        day => Some(day.parse().map_err(|_| {
            Failure::invalid(
                format!("“{day}”不是日期。"),
                "请写成 2021-05-06 这样的形式，或留空。",
            )
        })?),
    };
    Ok(Wanted {
        actor: ask.actor.clone(),
        act: ask.act.clone(),
        day,
        record: ask.record.trim().to_owned(),
        which: match ask.part {
            JournalPart::All => Which::All,
            JournalPart::Refusals => Which::Refusals,
            JournalPart::Ledger => Which::Issued,
        },
    })
}

/// How many entries are wanted, and the numbers of a page of them, latest first.
fn numbers(
    sitting: &mut Sitting,
    wanted: Wanted,
    offset: usize,
    limit: usize,
) -> Result<(u32, Vec<i64>), Failure> {
    let desk = sitting.desk()?;
    let head = desk.store().head().seq;
    if wanted == Wanted::default() {
        let last = head - i64::try_from(offset).unwrap_or(i64::MAX);
        let page = (1..=last).rev().take(limit).collect();
        return Ok((count(head), page));
    }
    let known = sitting.entries.as_ref();
    if known.is_none_or(|(of, at, _)| *of != wanted || *at != head) {
        let found = audit::numbers(sitting.desk()?.reader(), &wanted)?;
        sitting.entries = Some((wanted, head, found));
    }
    let found = sitting.entries.as_ref().map_or(&[][..], |known| &known.2);
    let page = found.iter().rev().skip(offset).take(limit);
    Ok((
        u32::try_from(found.len()).unwrap_or(u32::MAX),
        page.copied().collect(),
    ))
}

fn row(stored: &Stored) -> Result<JournalRow, Failure> {
    let line = Line::read(&stored.entry).map_err(|error| Failure::fault("查看日志", &error))?;
    let told = Told::of(&line);
    Ok(JournalRow {
        seq: count(line.seq),
        sentence: told.sentence(),
        at: told.at,
        actor: told.who,
        role: told.role,
        act: told.act,
        subject: told.subject,
        result: told.result,
        reason: told.reason,
        refused: line.is_refusal(),
        sealed: line.before.is_some() || line.after.is_some(),
        hash: hex(&stored.hash),
    })
}

fn sheet_rows(desk: &Desk) -> Result<Vec<SheetRow>, Failure> {
    let all = sheets::all(desk.reader())?;
    let rows = all.into_iter().rev().take(60).map(|one| SheetRow {
        number: count(one.number),
        day: one.day.to_string(),
        first: count(one.first),
        last: count(one.last),
        anchor: format!("{}:{}", one.last, one.hash.get(..16).unwrap_or_default()),
        prints: count(one.prints),
    });
    Ok(rows.collect())
}

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
