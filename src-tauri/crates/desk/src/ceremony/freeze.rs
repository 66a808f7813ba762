//! The freeze: the lists, the sheet, the nonce, and the folder on the disk.

use super::files::{ceremonies_dir, write_folder};
use super::plan::{Plan, PlannedBatch, Weight, plan};
use super::sealed::{Sealing, refuse_former};
use super::season::Season;
use super::{DrawError, Entropy, Kind, place, rehearsal};
use crate::access::{Act, Session};
use crate::backup::{self, Why};
use crate::open::Desk;
use crate::store::ceremony::{self, Ceremony};
use crate::store::{Ask, Mark, StoreError, Tx, placement};
use ruxue_lottery::{
    Batch, Code, Digest, Lists, Mode, Number, PlanLine, Row, Slot, file, freeze as freeze_lists,
};
use ruxue_rules::Level;
use serde_json::json;

/// Digits that a person can read out and another type: 20 are asked for.
const MOST_DIGITS: u32 = 1000;

/// What is to be frozen.
pub struct FreezeOrder<'a> {
    /// 学段.
    pub level: Level,
    /// The kinds of draw; their batches go in the order of the rules.
    pub kinds: &'a [Kind],
    /// The witness slots.
    pub slots: &'a [Slot],
    /// Formal or rehearsal.
    pub mode: Mode,
    /// Where the machine nonce comes from.
    pub entropy: &'a Entropy,
    /// The second person of a formal ceremony, from [`Desk::second`].
    pub second: Option<&'a Session>,
}

/// A frozen ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Its number.
    pub number: Number,
    /// Digest of `freeze.txt`, to be published.
    pub freeze: Digest,
}

/// Freezes the batches that the season needs now.
///
/// A formal freeze enters, in the same act, the admissions of the 学段 that need no draw, so that
/// the lists are made of those who really draw. A rehearsal writes no admission and runs on
/// made-up receipts.
///
/// # Errors
/// Where nothing is to be drawn, an earlier kind comes first, a formal ceremony is still open, a
/// finding must be settled, the second person is missing, or the slots do not fit.
pub fn freeze(desk: &mut Desk, order: &FreezeOrder<'_>) -> Result<Frozen, DrawError> {
    let act = act_of(order.mode, Act::Freeze);
    desk.require(act)?;
    desk.require_clock()?;
    if let Some(slot) = order.slots.iter().find(|slot| slot.count > MOST_DIGITS) {
        return Err(DrawError::Refused(format!(
            "读数人「{}」的 {} 位数字读不出来：每份至多 {MOST_DIGITS} 位，请改少。",
            slot.label, slot.count
        )));
    }
    if *order.entropy != Entropy::System && !desk.is_demo() {
        return Err(DrawError::Refused(
            "只有演示工作台可以用种子代替随机源。".into(),
        ));
    }
    if order.mode == Mode::Formal {
        require_second(desk, order.second)?;
        require_none_open(desk)?;
    }
    let mut season = Season::load(desk)?;
    if order.mode == Mode::Rehearsal {
        season.held.open.clear();
    }
    let plan = plan(&season.situation());
    let batches = chosen(desk, &plan, order)?;
    if order.mode == Mode::Formal {
        refuse_blocked(&plan, order.level)?;
    }
    let rows = ceremony::all(desk.reader())?;
    let number = next_number(desk, &rows, order.mode)?;
    refuse_former(desk, number)?;
    let nonce = order.entropy.nonce(number)?;
    if rows.iter().any(|row| row.nonce == nonce.to_hex()) {
        return Err(DrawError::Refused(
            "机器随机数与以前的场次重复，请重试。".into(),
        ));
    }
    let mut lists = lists(&batches)?;
    if order.mode == Mode::Rehearsal {
        lists = rehearsal::with_other_receipts(&lists, &nonce)?;
    }
    let policy = Digest::from_hex(desk.pack().digest()).unwrap_or(Digest::ZEROS);
    let prev = previous(&rows, order.mode)?;
    let frozen = freeze_lists(number, prev, policy, order.slots, &lists, &nonce)?;
    let digest = frozen.freeze.digest();
    let row = Ceremony {
        number: number.to_string(),
        mode: order.mode.word().into(),
        level: order.level.text().into(),
        kinds: words(order.kinds),
        state: "frozen".into(),
        nonce: nonce.to_hex(),
        freeze: digest.to_string(),
        seed: None,
        close: None,
        frozen_at: String::new(),
        closed_at: None,
        operator: desk.session().name.clone(),
        second: order.second.map(|second| second.name.clone()),
    };
    let kept = kept_batches(&batches);
    let parent = ceremonies_dir(desk.dir());
    let admissions = match order.mode {
        Mode::Formal => place::rows(&plan, order.level),
        Mode::Rehearsal => Vec::new(),
    };
    if order.mode == Mode::Formal {
        backup::before(desk, Why::Draw)?;
    }
    let (sealing, mut folder) = (Sealing::of(desk), frozen.folder);
    desk.transact::<_, DrawError>(Ask::to(act), |tx| {
        let row = Ceremony {
            frozen_at: tx.at.clone(),
            ..row
        };
        enter(tx, &row, &kept, &lists)?;
        placement::add_all(tx, &admissions)?;
        folder.put(file::SEALED, sealing.seal(&row, &kept)?);
        write_folder(&parent, &folder)?;
        let record = json!({ "freeze": row.freeze, "second": row.second });
        Ok((
            (),
            Mark::on("ceremony", row.number.as_str())
                .after(record)
                .result(row.freeze.as_str()),
        ))
    })?;
    Ok(Frozen {
        number,
        freeze: digest,
    })
}

/// The act under which a step of a ceremony stands in the journal.
pub(super) fn act_of(mode: Mode, formal: Act) -> Act {
    match mode {
        Mode::Formal => formal,
        Mode::Rehearsal => Act::Rehearse,
    }
}

/// A formal step needs a second person.
pub(super) fn require_second(desk: &Desk, second: Option<&Session>) -> Result<(), DrawError> {
    match second {
        Some(second) if second.name != desk.session().name => Ok(()),
        _ => Err(DrawError::Refused(
            "正式派位的封存、派位与中止须两人办理：请第二人（--second）输入账户与密码。".into(),
        )),
    }
}

pub(super) fn require_none_open(desk: &Desk) -> Result<(), DrawError> {
    let open = ceremony::all(desk.reader())?
        .into_iter()
        .find(|row| row.mode == "FORMAL" && row.close.is_none());
    match open {
        None => Ok(()),
        Some(row) => Err(DrawError::Refused(format!(
            "场次 {} 已封存、尚未结束。请先完成派位（draw run）或记录中止（draw abort），再封存下一场。",
            row.number
        ))),
    }
}

/// The batches of the order; refuses where there are none or an earlier kind comes first.
fn chosen<'p>(
    desk: &Desk,
    plan: &'p Plan,
    order: &FreezeOrder<'_>,
) -> Result<Vec<&'p PlannedBatch>, DrawError> {
    let level = order.level;
    if let Some(kind) = order
        .kinds
        .iter()
        .find(|kind| !Kind::of(level).contains(kind))
    {
        return Err(DrawError::Refused(format!(
            "{}没有「{}」派位；可选：{}。",
            level.text(),
            kind.code(),
            words(Kind::of(level))
        )));
    }
    let of_level: Vec<&PlannedBatch> = plan
        .batches
        .iter()
        .filter(|batch| batch.level == level)
        .collect();
    let chosen: Vec<&PlannedBatch> = of_level
        .iter()
        .copied()
        .filter(|batch| order.kinds.contains(&batch.kind))
        .collect();
    let Some(last) = chosen.last() else {
        let needed: Vec<&str> = of_level.iter().map(|batch| batch.kind.text()).collect();
        let hint = match needed.first() {
            None => "这一学段现在没有需要派位的批次".to_owned(),
            Some(first) => format!("现在需要的是「{first}」"),
        };
        let hint = match order.kinds {
            [Kind::City] if !desk.is_demo() => {
                "初中多校划片由市级系统派位，请导入市级派位结果；代办只在演示工作台上有".to_owned()
            }
            _ => hint,
        };
        return Err(DrawError::Refused(format!(
            "没有可封存的批次：{}的{}现在不需要派位。{hint}；请先看派位计划（draw plan）。",
            level.text(),
            order
                .kinds
                .iter()
                .map(|kind| kind.text())
                .collect::<Vec<_>>()
                .join("、")
        )));
    };
    let rank = |kind: Kind| Kind::of(level).iter().position(|one| *one == kind);
    let earlier = of_level
        .iter()
        .find(|batch| rank(batch.kind) < rank(last.kind) && !order.kinds.contains(&batch.kind));
    match earlier {
        Some(batch) if order.mode == Mode::Formal => Err(DrawError::Refused(format!(
            "「{}」派位在「{}」之前，且现在需要；请放在同一场，或先办那一场。",
            batch.kind.text(),
            last.kind.text()
        ))),
        _ => Ok(chosen),
    }
}

fn refuse_blocked(plan: &Plan, level: Level) -> Result<(), DrawError> {
    let blocking: Vec<String> = plan
        .findings
        .iter()
        .filter(|finding| finding.weight == Weight::Blocks && finding.level == level)
        .map(|finding| {
            format!(
                "{}受理编号：{}。",
                finding.message,
                finding.receipts.join("、")
            )
        })
        .collect();
    if blocking.is_empty() {
        Ok(())
    } else {
        Err(DrawError::Refused(blocking.join("\n")))
    }
}

pub(super) fn next_number(desk: &Desk, rows: &[Ceremony], mode: Mode) -> Result<Number, DrawError> {
    let order = 1 + rows.iter().filter(|row| row.mode == mode.word()).count() as u16;
    let number = match mode {
        Mode::Formal => Number::formal(super::season_year(desk), order),
        Mode::Rehearsal => Number::rehearsal(order),
    };
    number.ok_or_else(|| DrawError::Refused("本学年的场次编号已经用完。".into()))
}

/// The link of the chain: the close of the ceremony before. A rehearsal that was never ended
/// cannot be followed.
pub(super) fn previous(rows: &[Ceremony], mode: Mode) -> Result<Digest, DrawError> {
    let Some(last) = rows.iter().rfind(|row| row.mode == mode.word()) else {
        return Ok(Digest::ZEROS);
    };
    last.close
        .as_deref()
        .and_then(Digest::from_hex)
        .ok_or_else(|| {
            DrawError::Refused(format!(
                "场次 {} 尚未结束，请先完成它，再封存下一场。",
                last.number
            ))
        })
}

fn words(kinds: &[Kind]) -> String {
    kinds
        .iter()
        .map(|kind| kind.code())
        .collect::<Vec<_>>()
        .join(",")
}

fn kept_batches(batches: &[&PlannedBatch]) -> Vec<ceremony::Batch> {
    let kept = |(number, batch): (i64, &&PlannedBatch)| ceremony::Batch {
        batch: number,
        kind: batch.kind.code().into(),
        zone: batch.zone.clone(),
        school: batch.school.clone(),
        title: batch.title.clone(),
        seats: batch.plan.clone(),
    };
    (1..).zip(batches).map(kept).collect()
}

/// Enters a frozen ceremony: its row and batches, and, of a formal one, who stands in it.
pub(super) fn enter(
    tx: &Tx<'_>,
    row: &Ceremony,
    batches: &[ceremony::Batch],
    lists: &Lists,
) -> Result<(), StoreError> {
    ceremony::put(tx, row)?;
    ceremony::put_batches(tx, &row.number, batches)?;
    if row.mode == Mode::Formal.word() {
        for (_, standing) in lists.rows() {
            ceremony::put_standing(tx, &row.number, [standing.receipt.as_str()])?;
        }
    }
    Ok(())
}

/// The lists of the draw, batches numbered in their order.
pub(super) fn lists(planned: &[&PlannedBatch]) -> Result<Lists, DrawError> {
    let code = |text: &str| {
        Code::new(text).ok_or_else(|| {
            DrawError::Refused(format!(
                "「{text}」不能写入派位名单：受理编号与学校代码只能用 1 至 20 个大写字母和数字。"
            ))
        })
    };
    let (mut batches, mut plan, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for (number, batch) in (1..).zip(planned) {
        batches.push(Batch {
            number,
            title: batch.title.clone(),
            method: batch.method,
            groups: batch.groups,
            leftover: batch.leftover,
        });
        for (school, seats) in &batch.plan {
            plan.push(PlanLine {
                batch: number,
                school: code(school)?,
                seats: *seats,
            });
        }
        for row in &batch.rows {
            rows.push(Row {
                batch: number,
                receipt: code(&row.receipt)?,
                tier: row.tier,
                unit: row.unit.as_deref().map(code).transpose()?,
                choices: row
                    .choices
                    .iter()
                    .map(|c| code(c))
                    .collect::<Result<_, _>>()?,
            });
        }
    }
    Ok(Lists::new(batches, plan, rows)?)
}
