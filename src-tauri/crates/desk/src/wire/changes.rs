//! 判定变化: changes that would flip a decided case, and their settling.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::children::school_names;
use super::failure::Failure;
use super::imports::Done;
use super::window::Turn;
use crate::access::{Act, permit};
use crate::clock::beijing;
use crate::open::Desk;
use crate::register::settle::{self, Settle, takes_back};
use crate::register::{self, ruling_in_words};
use crate::store::change::{self, Change, Standing};
use crate::store::placement;

/// A change of a decided child's verdict.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeNote {
    /// Whether it waits for a person; otherwise the decided verdict was let stand.
    pub open: bool,
    /// 符合（单校登记）: the verdict decided upon.
    pub was: String,
    /// 不符合: what the rules say now.
    pub now: String,
    /// 第 12 号导入改了 租赁起
    pub cause: String,
    /// Since when, as 2021-05-06 10:42.
    pub since: String,
    /// Whether this person may settle it.
    pub may_settle: bool,
    /// What taking the new verdict takes along, as a sentence; empty where nothing.
    pub takes_along: String,
    /// Who let the verdict stand, when and why; empty while it waits.
    pub settled: String,
}

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeDecision {
    /// 维持原判定
    Keep,
    /// 采用新判定
    Follow,
}

/// Settles the change of a child.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettleAsk {
    /// 受理编号.
    pub receipt: String,
    /// The decision.
    pub decision: ChangeDecision,
    /// Why.
    pub reason: String,
}

impl Turn<'_> {
    pub(super) fn settle_change(&self, ask: SettleAsk) -> Result<Done, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let how = match ask.decision {
            ChangeDecision::Keep => Settle::Keep,
            ChangeDecision::Follow => Settle::Follow,
        };
        let settled = settle::settle(desk, &ask.receipt, how, &ask.reason)?;
        let mut sentence = match how {
            Settle::Keep => format!("{} 维持原判定", ask.receipt),
            Settle::Follow => format!("{} 已采用新判定", ask.receipt),
        };
        if let Some(placed) = &settled.withdrawn {
            let names = school_names(desk)?;
            let school = names.get(&placed.school).unwrap_or(&placed.school);
            sentence.push_str(&format!("，到{school}的录取已撤回"));
        }
        if !settled.void.is_empty() {
            sentence.push_str(&format!("，通知书 {} 作废", settled.void.join("、")));
        }
        Ok(Done { sentence })
    }
}

/// The change of a child that waits for a person, or the last that one let not happen; `schools`
/// are the names of schools by code.
pub(super) fn of_child(
    desk: &Desk,
    receipt: &str,
    schools: &HashMap<String, String>,
) -> Result<Option<ChangeNote>, Failure> {
    let last = change::of_child(desk.reader(), receipt)?.pop();
    last.filter(|one| matches!(one.standing, Standing::Open | Standing::Kept))
        .map(|one| note(desk, &one, schools))
        .transpose()
}

/// The change in words.
fn note(
    desk: &Desk,
    one: &Change,
    schools: &HashMap<String, String>,
) -> Result<ChangeNote, Failure> {
    let open = one.standing == Standing::Open;
    let settled = match open {
        true => String::new(),
        false => format!(
            "{} 于 {} 核定维持，理由：{}",
            one.settled_by,
            beijing(&one.settled_at),
            one.reason
        ),
    };
    Ok(ChangeNote {
        open,
        was: in_words(desk, one, End::Old),
        now: in_words(desk, one, End::New),
        cause: register::cause(desk.reader(), one)?,
        since: beijing(&one.at),
        may_settle: open && permit(desk.session(), Act::SettleChange).is_ok(),
        takes_along: takes_along(desk, one, schools)?,
        settled,
    })
}

#[derive(Clone, Copy)]
enum End {
    Old,
    New,
}

/// One end of the change; with the category where that alone differs.
fn in_words(desk: &Desk, one: &Change, end: End) -> String {
    let pack = desk.pack();
    let ruling = match end {
        End::Old => &one.old,
        End::New => &one.new,
    };
    let words = ruling_in_words(pack, ruling);
    match ruling_in_words(pack, &one.old) == ruling_in_words(pack, &one.new) {
        true => format!("{words} {}", ruling.category),
        false => words,
    }
}

fn takes_along(
    desk: &Desk,
    one: &Change,
    schools: &HashMap<String, String>,
) -> Result<String, Failure> {
    let found = placement::find(desk.reader(), &one.receipt)?;
    let Some(placed) = found.filter(|placed| takes_back(placed, &one.new)) else {
        return Ok(String::new());
    };
    let school = schools.get(&placed.school).unwrap_or(&placed.school);
    Ok(format!(
        "到{school}的录取同时撤回，已印的通知书作废；派位记录不变。"
    ))
}
