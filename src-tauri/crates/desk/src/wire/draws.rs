//! 派位: plan, freeze, run, abort, result.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use zeroize::Zeroize;

use super::children::Level;

/// What the season needs now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DrawPlan {
    /// The ceremonies that can be frozen, each with its schools.
    pub proposals: Vec<Proposal>,
    /// Why nothing can be frozen now, or what stands in the way; empty otherwise.
    pub remarks: Vec<String>,
}

/// A ceremony that could be frozen now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// 学段.
    pub level: Level,
    /// Kinds, as `draw freeze --kind` takes them.
    pub kinds: Vec<String>,
    /// 小学 民办、公办寄宿
    pub title: String,
    /// Its schools.
    pub lines: Vec<PlanLine>,
}

/// A school of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlanLine {
    /// 民办
    pub kind: String,
    /// School code, or 服务片.
    pub school: String,
    /// Its name.
    pub name: String,
    /// Applicants.
    pub applied: u32,
    /// Seats.
    pub seats: u32,
    /// Draw or direct.
    pub needs_draw: bool,
    /// Why, in a sentence.
    pub why: String,
}

/// A witness's slot.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WitnessSlot {
    /// 公证员
    pub label: String,
    /// How its digits come about.
    pub kind: SlotKind,
    /// Digits.
    pub count: u32,
}

/// How a witness's digits come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    /// 密封数
    Sealed,
    /// 现场掷骰
    Dice,
    /// 公开数
    Public,
}

/// A formal draw or a rehearsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// 正式
    Formal,
    /// 演练
    Rehearsal,
}

/// The second person of a formal act.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SecondPerson {
    /// The account.
    pub name: String,
    /// The password; never kept.
    pub password: String,
}

impl Drop for SecondPerson {
    fn drop(&mut self) {
        self.password.zeroize();
    }
}

/// Freezes a ceremony.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FreezeAsk {
    /// 学段.
    pub level: Level,
    /// Kinds of the proposal.
    pub kinds: Vec<String>,
    /// The witnesses in the order of reading.
    pub witnesses: Vec<WitnessSlot>,
    /// Formal or rehearsal.
    pub occasion: Occasion,
    /// Needed for a formal one.
    pub second: Option<SecondPerson>,
}

/// Where a ceremony stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CeremonyState {
    /// 已封存，待读数
    Frozen,
    /// 种子已定，待完成
    Seeded,
    /// 已完成
    Completed,
    /// 已中止
    Aborted,
}

/// A ceremony in the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CeremonyRow {
    /// 2021-0003, R-0001
    pub number: String,
    /// 小学 民办、公办寄宿
    pub title: String,
    /// Formal or rehearsal.
    pub occasion: Occasion,
    /// Where it stands.
    pub state: CeremonyState,
    /// Rows of its roster.
    pub rows: u32,
}

/// Which ceremony.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CeremonyAsk {
    /// 2021-0003
    pub number: String,
}

/// Which ceremony's page is on the screen now. While it stands between freeze and close, the desk
/// does not lock itself.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttendAsk {
    /// 2021-0003; none when the page was left.
    pub number: Option<String>,
}

/// A ceremony's page.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CeremonySheet {
    /// The list's row.
    pub row: CeremonyRow,
    /// Witness slots in the order of reading.
    pub witnesses: Vec<WitnessSlot>,
    /// SHA-256 of freeze.txt.
    pub freeze: String,
    /// SHA-256 of seed.txt; empty before.
    pub seed: String,
    /// SHA-256 of result.csv; empty before.
    pub result: String,
    /// Why it was aborted; empty otherwise.
    pub reason: String,
    /// Per batch and school, what came out; before the draw, applicants and seats.
    pub totals: Vec<SchoolTotal>,
}

/// What a school got from a ceremony.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SchoolTotal {
    /// Batch number.
    pub batch: u32,
    /// Batch title.
    pub title: String,
    /// School code.
    pub school: String,
    /// School name.
    pub name: String,
    /// Seats.
    pub seats: u32,
    /// Rows that name it as a choice.
    pub wanted: u32,
    /// Admitted by choice; 0 before the draw.
    pub admitted: u32,
    /// Placed from the pool; 0 before the draw.
    pub placed: u32,
}

/// A page of a ceremony's result; receipts only.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultAsk {
    /// 2021-0003
    pub number: String,
    /// Beginning of a receipt; empty for all.
    pub search: String,
    /// Rows to skip.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A page of a result.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultPage {
    /// Rows that match, on all pages.
    pub total: u32,
    /// The rows of this page.
    pub rows: Vec<ResultLine>,
}

/// One row of a result.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultLine {
    /// Batch number.
    pub batch: u32,
    /// 受理编号.
    pub receipt: String,
    /// 派位号, 32 hex.
    pub ticket: String,
    /// 名次.
    pub rank: u32,
    /// 录取 …
    pub outcome: String,
    /// School name; empty where none.
    pub school: String,
    /// The reason as a parent understands it.
    pub reason: String,
}

/// Runs a frozen ceremony.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunAsk {
    /// 2021-0003
    pub number: String,
    /// The digits of each slot, in order.
    pub digits: Vec<String>,
    /// Needed for a formal one.
    pub second: Option<SecondPerson>,
}

/// Ends a frozen ceremony the other way.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbortAsk {
    /// 2021-0003
    pub number: String,
    /// One line.
    pub reason: String,
    /// The digits already read out, in order.
    pub digits: Vec<String>,
    /// Needed for a formal one.
    pub second: Option<SecondPerson>,
}

/// What `verify` says of a folder.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Whether all agrees.
    pub agrees: bool,
    /// One sentence a check.
    pub sentences: Vec<String>,
}

/// What placement did.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Placement {
    /// Children admitted by this run, in a sentence.
    pub sentence: String,
    /// Who is still unplaced and why, by reason.
    pub unplaced: Vec<UnplacedCount>,
}

/// Children unplaced for one reason.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnplacedCount {
    /// The reason in words.
    pub why: String,
    /// How many.
    pub count: u32,
}
