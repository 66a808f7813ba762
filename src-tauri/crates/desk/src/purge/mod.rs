//! Purging (到期清除): two people delete what is due, and a certificate says what went.
//!
//! In one transaction the due rows go, with the salts that tie the journal to them. Then the papers
//! in the desk's folder go, the database is rewritten without its free pages, a new backup is made
//! and the desk's own older ones, which still hold the rows, are removed; backups elsewhere are named
//! for people to destroy. A purge that was broken off after the transaction is finished by the next
//! one.

mod certificate;
pub(crate) mod files;
mod plan;

pub use plan::{Line, Plan, plan};

use crate::access::{Act, Role, Session};
use crate::backup::{self, Elsewhere};
use crate::issue::IssueError;
use crate::journal;
use crate::open::Desk;
use crate::register::{self, Moved};
use crate::retention::Record;
use crate::store::purge::{self as store, Purge};
use crate::store::{Ask, Mark, StoreError, Tx, random};
use chrono::NaiveDate;
use plan::{Going, reckon};
use ruxue_papers::Fonts;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What a purge did, as its row keeps it and its certificate says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    pub day: NaiveDate,
    pub terms: String,
    pub digest: String,
    pub lines: Vec<Line>,
    pub held: i64,
    /// Children concerned.
    pub children: usize,
    /// Salts deleted.
    pub salts: i64,
    /// Key of `list`, hex.
    pub salt: String,
    /// HMAC-SHA-256 of the receipts concerned, ascending, each with a line feed.
    pub list: String,
    /// Papers made before this time go; none where empty.
    pub papers_until: String,
    /// Own backups that hold the rows.
    pub own: Vec<String>,
    pub elsewhere: Vec<Elsewhere>,
}

/// A purge that is through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// Its number.
    pub number: i64,
    /// Children concerned.
    pub children: usize,
    /// What went, by kind of record.
    pub lines: Vec<Line>,
    /// The certificate.
    pub certificate: PathBuf,
    /// SHA-256 of the certificate.
    pub digest: String,
    /// Backups elsewhere that people must destroy.
    pub elsewhere: Vec<Elsewhere>,
    /// Whether it had been broken off, and was now finished.
    pub resumed: Resumed,
}

/// Whether a purge had been broken off before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumed {
    /// It went through in one go.
    No,
    /// Its rows had gone in an earlier sitting.
    Yes,
}

/// Deletes what is due today, or finishes a purge that was broken off. `second` is from
/// [`Desk::second`]; of the two people one is the security administrator, the other a lead or of the
/// centre.
///
/// # Errors
/// Where the two may not, nothing is due, the database is damaged, or what fonts and disk say.
pub fn run(desk: &mut Desk, fonts: &Fonts, second: &Session) -> Result<Purged, IssueError> {
    desk.require(Act::Purge)?;
    desk.require_clock()?;
    require_pair(desk.session(), second)?;
    if let Some(purge) = store::unfinished(desk.reader())? {
        return finish(desk, fonts, &purge, Resumed::Yes);
    }
    let (plan, going) = reckon(desk, desk.clock().today())?;
    if plan.is_empty() {
        return Err(IssueError::Refused(format!(
            "截至 {} 没有到期的记录，没有清除任何内容。各类记录何时到期，见 ruxue purge plan。",
            plan.day
        )));
    }
    if let Some(wrong) = crate::store::integrity(desk.reader())? {
        return Err(StoreError::Damaged(wrong).into());
    }
    let purge = delete(desk, plan, &going, second)?;
    finish(desk, fonts, &purge, Resumed::No)
}

fn require_pair(first: &Session, second: &Session) -> Result<(), IssueError> {
    let administers = |one: &Session| one.is(Role::Secadmin);
    let decides = |one: &Session| one.is(Role::Lead) || one.is(Role::Centre);
    let fits = (administers(first) && decides(second)) || (decides(first) && administers(second));
    if fits && first.name != second.name {
        return Ok(());
    }
    Err(IssueError::Refused(
        "到期清除须两人办理：一人是安全管理员，另一人是复核员或区招考中心。请由另一角色的同事作第二人（--second）。"
            .into(),
    ))
}

/// The one transaction in which the rows go.
fn delete(
    desk: &mut Desk,
    plan: Plan,
    going: &[Going],
    second: &Session,
) -> Result<Purge, IssueError> {
    let (own, elsewhere) = backup::holding(desk, i64::MAX)?;
    let papers = going.iter().find(|one| one.record == Record::Papers);
    let mut report = Report {
        day: plan.day,
        terms: plan.terms,
        digest: plan.digest,
        lines: plan.lines,
        held: plan.held,
        children: 0,
        salts: 0,
        salt: journal::hex(&random::<32>()?),
        list: String::new(),
        papers_until: papers
            .map(|one| one.bound.until.clone())
            .unwrap_or_default(),
        own,
        elsewhere,
    };
    let with = second.name.clone();
    desk.transact::<_, StoreError>(Ask::to(Act::Purge), |tx| {
        delete_rows(tx, going, &mut report)?;
        let number = store::add(tx, &with, &serde_json::to_string(&report)?)?;
        let rows: i64 = report.lines.iter().map(|line| line.due).sum();
        let result = format!(
            "deleted {rows} records of {} children, second {with}, list {}",
            report.children, report.list
        );
        let record = json!({ "second": with, "list": report.list, "terms": report.digest });
        let mark = Mark::on("purge", number.to_string())
            .after(record)
            .result(result);
        Ok(((), mark))
    })?;
    store::unfinished(desk.reader())?
        .ok_or_else(|| StoreError::Damaged("清除记录没有写入".into()).into())
}

fn delete_rows(tx: &Tx<'_>, going: &[Going], report: &mut Report) -> Result<(), StoreError> {
    let mut whose = BTreeSet::new();
    let mut children = BTreeSet::new();
    let mut moved = false;
    for one in going {
        if one.record == Record::Registration {
            children = store::children(tx.reader(), &one.bound)?;
        }
        if one.record == Record::Papers {
            continue;
        }
        let gone = store::delete(tx, one.record, &one.bound, &mut whose)?;
        let words = one.record.chinese();
        if let Some(line) = report.lines.iter_mut().find(|line| line.record == words) {
            line.due = gone;
        }
        let bears = matches!(one.record, Record::Registration | Record::SeatRecords);
        moved |= bears && gone > 0;
    }
    report.salts = store::forget(tx, &children)?;
    if moved {
        register::moved(tx, &Moved::Purge)?;
    }
    report.children = whose.len();
    let list: String = whose.iter().map(|receipt| format!("{receipt}\n")).collect();
    let key = journal::unhex(&report.salt).unwrap_or_default();
    report.list = journal::mac(&key, list.as_bytes());
    Ok(())
}

/// All that comes after the rows are gone. Each step may be done twice.
fn finish(
    desk: &mut Desk,
    fonts: &Fonts,
    purge: &Purge,
    resumed: Resumed,
) -> Result<Purged, IssueError> {
    let report: Report = serde_json::from_str(&purge.report).map_err(StoreError::from)?;
    if !report.papers_until.is_empty() {
        for path in files::due(desk.dir(), &report.papers_until)? {
            files::remove(&path)?;
        }
    }
    store::wipe_free_pages(desk.reader())?;
    backup::after_purge(desk, purge.seq)?;
    let (certificate, digest) = certificate::write(desk, fonts, purge, &report)?;
    let number = purge.number;
    desk.transact::<_, StoreError>(Ask::to(Act::Purge), |tx| {
        store::finish(tx, number, &digest)?;
        let result = format!("done, certificate {digest}");
        Ok(((), Mark::on("purge", number.to_string()).result(result)))
    })?;
    Ok(Purged {
        number,
        children: report.children,
        lines: report.lines,
        certificate,
        digest,
        elsewhere: report.elsewhere,
        resumed,
    })
}
