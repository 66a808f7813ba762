//! A child's page as it crosses to the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::changes::ChangeNote;
use super::children::{Level, Outcome};

/// How much of a child's data a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Names and numbers covered.
    Masked,
    /// Everything; the sitting's purpose must have been stated, and the showing is recorded.
    Full,
}

/// Which child, and how much of it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildAsk {
    /// 受理编号.
    pub receipt: String,
    /// Masked, or in full.
    pub shown: Shown,
}

/// A child's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChildSheet {
    /// 受理编号.
    pub receipt: String,
    /// Name, masked unless `full`.
    pub name: String,
    /// 学段.
    pub level: Level,
    /// Whether the data stand here in full.
    pub full: bool,
    /// 采集 → 核验 → 去向 → 录取 → 通知书, each done or not.
    pub steps: Vec<Step>,
    /// The facts, by paper.
    pub papers: Vec<Paper>,
    /// The verdict that counts; of a decided child the one decided upon. None before the first check.
    pub standing: Option<Outcome>,
    /// What changed it after the case was decided; none where nothing did.
    pub change: Option<ChangeNote>,
    /// What the rules say of the facts as they are.
    pub verdict: Judgement,
    /// Where it is admitted, as a sentence; empty where not.
    pub place: String,
    /// What happened, in sentences, latest first.
    pub history: Vec<Event>,
    /// Whether the person may print the case sheet (判定说明).
    pub may_print_case: bool,
}

/// One step of a child's way.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// 采集
    pub title: String,
    /// Done?
    pub done: bool,
    /// When and by whom, or what is awaited; may be empty.
    pub remark: String,
}

/// The facts of one paper: 户口, 房产 …
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Paper {
    /// 户口
    pub title: String,
    /// Its facts, in the template's order.
    pub facts: Vec<FactLine>,
}

/// One fact.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactLine {
    /// 产权登记日期
    pub header: String,
    /// As taken; empty where nothing was given.
    pub value: String,
    /// Whether `value` is masked.
    pub masked: bool,
    /// The paper that it is read from, who entered it and when; empty on the list of all facts.
    pub source: String,
}

/// The verdict with everything that led to it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// 判定; none before the first check.
    pub outcome: Option<Outcome>,
    /// P1 本区户籍 …, with its clause.
    pub category: String,
    /// The facts that the category rests on.
    pub category_facts: Vec<FactLine>,
    /// 去向 in words.
    pub route: String,
    /// What the route means for the family; empty without one.
    pub meaning: String,
    /// The facts that the route rests on.
    pub route_facts: Vec<FactLine>,
    /// Every condition of the category.
    pub conditions: Vec<ConditionLine>,
    /// Every reason, with its cure.
    pub reasons: Vec<ReasonLine>,
    /// What explains the route.
    pub notes: Vec<String>,
    /// Odd but harmless.
    pub warnings: Vec<String>,
    /// Categories that were looked at and left, in sentences.
    pub excluded: Vec<String>,
    /// What would change it: the smallest sets of facts, one answer a line.
    pub remedies: Vec<String>,
    /// What the document leaves open and how it is read this year.
    pub switches: Vec<String>,
    /// What to do next, in one sentence, to the office.
    pub next: String,
    /// The same to the family: what stands on top of the case sheet.
    pub family: String,
    /// Who entered most of the facts, and when.
    pub entered: String,
    /// The pack and the number of its document.
    pub policy: String,
    /// The pack's digest, hex.
    pub digest: String,
    /// The journal's head now: `SEQ:HEX`.
    pub anchor: String,
}

/// How a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// ✓
    Met,
    /// ✗
    NotMet,
    /// ?
    Unknown,
    /// ◇
    Person,
}

/// A condition of the category.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConditionLine {
    /// How it stands.
    pub standing: Standing,
    /// What it asks, in words.
    pub title: String,
    /// 三(一)1(3)
    pub clause: String,
    /// The facts it read.
    pub facts: Vec<FactLine>,
    /// What it compares with.
    pub threshold: String,
    /// How to cure it; empty where it is met.
    pub cure: String,
}

/// A reason against, or a question.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReasonLine {
    /// LEASE_TOO_SHORT
    pub code: String,
    /// In words.
    pub title: String,
    /// What it gives by itself.
    pub severity: Outcome,
    /// 三(一)1(3)
    pub clause: String,
    /// The facts it read.
    pub facts: Vec<FactLine>,
    /// 租赁起不晚于 2018-05-01
    pub threshold: String,
    /// How to cure it.
    pub cure: String,
}

/// Something that happened to a child.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// 2021-05-06 10:42
    pub at: String,
    /// 收件一 导入了报名（第 3 号文件，第 12 行）。
    pub sentence: String,
}
