//! The draw: seed, result, close, adoption; and the other end, the abort.

use super::files::{FrozenFolder, frozen};
use super::freeze::{act_of, require_second};
use super::sealed::take_up;
use super::season::Season;
use super::{DrawError, Kind};
use crate::access::{Act, Session};
use crate::open::Desk;
use crate::register::{self, Moved};
use crate::store::ceremony::{self, Ceremony, DrawResult};
use crate::store::file::write_file;
use crate::store::placement::{self, Placement};
use crate::store::{Ask, Mark, Tx};
use ruxue_lottery::{
    Digest, Mode, Nonce, Number, Outcome, ResultRow, Seed, allocate, close_aborted,
    close_completed, file, result_csv, seed_text,
};
use std::collections::{BTreeMap, HashSet};

/// What a draw came to, in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The ceremony.
    pub number: Number,
    /// Rows of all batches.
    pub rows: usize,
    /// Seated by a choice.
    pub admitted: usize,
    /// Seated from the pool.
    pub placed: usize,
    /// Not seated.
    pub waiting: usize,
    /// Seated by an earlier batch.
    pub elsewhere: usize,
    /// Children that the desk admitted by it; none in a rehearsal.
    pub adopted: usize,
    /// Digest of `close.txt`.
    pub close: Digest,
}

/// Runs a frozen ceremony with the digits as read out, and adopts a formal result.
///
/// Where `seed.txt` stands already, it is continued with: after a crash between any two steps the
/// same call gives the same bytes.
///
/// # Errors
/// Where the frozen files are not those that were frozen, digits do not fit their slots, the
/// ceremony is closed, or the second person of a formal one is missing.
pub fn run(
    desk: &mut Desk,
    number: Number,
    digits: &[String],
    second: Option<&Session>,
) -> Result<Drawn, DrawError> {
    let act = act_of(number.mode(), Act::ReadOut);
    let (mut row, stage) = open_row(desk, number, act, second)?;
    let closed = |name| stage.folder.get(name).is_some();
    if row.state == "frozen" && closed(file::CLOSE) && !closed(file::SEED) {
        return Err(DrawError::Refused(format!(
            "场次 {number} 的中止已写入 close.txt，而没有记完，不能再派位。\
             请以 close.txt 所记的原因与数字再次中止（draw abort {number}）。"
        )));
    }
    let seed = take_seed(&stage, &row, digits)?;
    let seed_digest = Digest::of(&seed).to_string();
    if row.state == "frozen" {
        row.state = "seeded".into();
        row.seed = Some(seed_digest.clone());
        let result = with_second(&seed_digest, second);
        desk.transact::<_, DrawError>(Ask::to(act), |tx| {
            ceremony::put(tx, &row)?;
            Ok(((), Mark::on("ceremony", row.number.as_str()).result(result)))
        })?;
    } else if row.seed.as_deref() != Some(seed_digest.as_str()) {
        return Err(changed(&stage, file::SEED));
    }
    let rows = allocate(&stage.lists, &Seed::of(&seed));
    let result = result_csv(&rows);
    let close = close_completed(&stage.freeze, &seed, &result);
    settle(&stage, file::RESULT, &result)?;
    settle(&stage, file::CLOSE, &close)?;
    let adopted = finish(desk, &mut row, &close, &rows, second)?;
    let count = |word: &str| rows.iter().filter(|row| row.outcome.word() == word).count();
    Ok(Drawn {
        number,
        rows: rows.len(),
        admitted: count("admitted"),
        placed: count("placed"),
        waiting: count("waiting"),
        elsewhere: count("elsewhere"),
        adopted,
        close: Digest::of(&close),
    })
}

/// Gives up a frozen ceremony, before its last slot has been read out.
///
/// # Errors
/// Where every slot has been read out, `seed.txt` stands, there is no reason, or as [`run`].
pub fn abort(
    desk: &mut Desk,
    number: Number,
    reason: &str,
    digits: &[String],
    second: Option<&Session>,
) -> Result<Digest, DrawError> {
    let act = act_of(number.mode(), Act::AbortDraw);
    let (mut row, stage) = open_row(desk, number, act, second)?;
    if stage.folder.get(file::SEED).is_some() || row.state != "frozen" {
        return Err(DrawError::Refused(format!(
            "场次 {number} 的全部数字已经读出、种子已经形成，不能中止；请完成派位（draw run {number}）。"
        )));
    }
    let close = close_aborted(&stage.freeze, reason, &nonce_of(&row)?, digits)?;
    settle(&stage, file::CLOSE, &close)?;
    let digest = Digest::of(&close);
    row.state = "aborted".into();
    row.close = Some(digest.to_string());
    let result = with_second(&row.state, second);
    desk.transact::<_, DrawError>(Ask::to(act).because(reason), |tx| {
        row.closed_at = Some(tx.at.clone());
        ceremony::put(tx, &row)?;
        if number.mode() == Mode::Formal {
            let ceremony = row.number.as_str();
            register::moved(tx, &Moved::Abort { ceremony })?;
        }
        Ok(((), Mark::on("ceremony", row.number.as_str()).result(result)))
    })?;
    Ok(digest)
}

/// The ceremony's row and proved folder, where it is open and the person may.
fn open_row(
    desk: &mut Desk,
    number: Number,
    act: Act,
    second: Option<&Session>,
) -> Result<(Ceremony, FrozenFolder), DrawError> {
    desk.require(act)?;
    desk.require_clock()?;
    if number.mode() == Mode::Formal {
        require_second(desk, second)?;
    }
    let row = match ceremony::find(desk.reader(), &number.to_string())? {
        Some(row) => row,
        None => take_up(desk, number)?,
    };
    match row.state.as_str() {
        "completed" => Err(DrawError::Refused(format!(
            "场次 {number} 已经完成，不能再派位或中止。"
        ))),
        "aborted" => Err(DrawError::Refused(format!(
            "场次 {number} 已经中止，不能再派位。"
        ))),
        _ => {
            let stage = frozen(desk.dir(), &row)?;
            Ok((row, stage))
        }
    }
}

/// The seed file: the one that stands, or a new one of these digits, on the disk.
fn take_seed(
    stage: &FrozenFolder,
    row: &Ceremony,
    digits: &[String],
) -> Result<Vec<u8>, DrawError> {
    let nonce = nonce_of(row)?;
    let Some(standing) = stage.folder.get(file::SEED) else {
        let seed = seed_text(&stage.freeze, &nonce, digits)?;
        // The seed was formed once and its file is gone: only the same digits bring it back.
        let known = row.seed.as_deref();
        if known.is_some_and(|known| known != Digest::of(&seed).to_string()) {
            return Err(DrawError::Refused(format!(
                "场次 {} 的种子已经形成，seed.txt 缺失，而这次输入的读数与它不符。\
                 请按原来读出的数字输入，或取回原文件。",
                row.number
            )));
        }
        write_file(&stage.path.join(file::SEED), &seed)?;
        return Ok(seed);
    };
    let text = std::str::from_utf8(standing).map_err(|_| changed(stage, file::SEED))?;
    let read: Vec<&str> = text
        .lines()
        .skip(3)
        .filter_map(|line| Some(line.split_once('=')?.1))
        .collect();
    if seed_text(&stage.freeze, &nonce, &read).ok().as_deref() != Some(standing) {
        return Err(changed(stage, file::SEED));
    }
    if !digits.is_empty() && digits != read {
        return Err(DrawError::Refused(format!(
            "{} 已经写成，读数与这次输入的不同。种子不能更换：请不带数字（--digits）再次运行，用已有的种子完成派位。",
            stage.path.join(file::SEED).display()
        )));
    }
    Ok(standing.to_vec())
}

/// Puts a file in its place, or finds the same bytes there.
fn settle(stage: &FrozenFolder, name: &str, bytes: &[u8]) -> Result<(), DrawError> {
    match stage.folder.get(name) {
        Some(standing) if standing == bytes => Ok(()),
        Some(_) => Err(changed(stage, name)),
        None => Ok(write_file(&stage.path.join(name), bytes)?),
    }
}

fn changed(stage: &FrozenFolder, name: &str) -> DrawError {
    DrawError::Refused(format!(
        "{} 与本场次应有的内容不同：文件被改动过。请取回原文件后再次运行。",
        stage.path.join(name).display()
    ))
}

fn nonce_of(row: &Ceremony) -> Result<Nonce, DrawError> {
    Nonce::from_hex(&row.nonce)
        .ok_or_else(|| DrawError::Refused(format!("场次 {} 的机器随机数已损坏。", row.number)))
}

fn with_second(result: &str, second: Option<&Session>) -> String {
    second.map_or_else(
        || result.to_owned(),
        |second| format!("{result} second {}", second.name),
    )
}

/// Closes the row and adopts a formal result, in one act.
fn finish(
    desk: &mut Desk,
    row: &mut Ceremony,
    close: &[u8],
    rows: &[ResultRow],
    second: Option<&Session>,
) -> Result<usize, DrawError> {
    let formal = row.mode == Mode::Formal.word();
    let act = if formal { Act::Adopt } else { Act::Rehearse };
    let (results, placements) = if formal {
        adoption(desk, row, rows)?
    } else {
        Default::default()
    };
    row.state = "completed".into();
    row.close = Some(Digest::of(close).to_string());
    let count = placements.len();
    desk.transact::<_, DrawError>(Ask::to(act), |tx: &Tx<'_>| {
        row.closed_at = Some(tx.at.clone());
        ceremony::put(tx, row)?;
        ceremony::put_results(tx, &row.number, &results)?;
        placement::add_all(tx, &placements)?;
        let result = with_second(&format!("completed, {count} adopted"), second);
        Ok(((), Mark::on("ceremony", row.number.as_str()).result(result)))
    })?;
    Ok(count)
}

/// The rows to keep, and the admissions that they are.
fn adoption(
    desk: &mut Desk,
    row: &Ceremony,
    rows: &[ResultRow],
) -> Result<(Vec<DrawResult>, Vec<Placement>), DrawError> {
    let season = Season::load(desk)?;
    let holders: HashSet<&str> = season
        .placements
        .iter()
        .map(|p| p.receipt.as_str())
        .collect();
    let batches: BTreeMap<i64, ceremony::Batch> = ceremony::batches(desk.reader(), &row.number)?
        .into_iter()
        .map(|batch| (batch.batch, batch))
        .collect();
    let mut placements = Vec::new();
    for drawn in rows {
        let Some(school) = drawn.outcome.school() else {
            continue;
        };
        let receipt = drawn.receipt.as_str();
        if holders.contains(receipt) {
            continue;
        }
        let batch = batches.get(&i64::from(drawn.batch));
        let kind = batch.and_then(|batch| Kind::from_code(&batch.kind));
        let (how, by) = match drawn.outcome {
            Outcome::Admitted { choice, .. } => ("drawn", format!("第 {choice} 志愿录取")),
            _ => ("placed", "统筹录取".to_owned()),
        };
        let title = batch.map_or("", |batch| batch.title.as_str());
        placements.push(Placement {
            receipt: receipt.to_owned(),
            how: how.into(),
            route: route_of(&season, kind, receipt),
            school: school.as_str().to_owned(),
            level: row.level.clone(),
            ceremony: Some(row.number.clone()),
            batch: Some(i64::from(drawn.batch)),
            why: format!(
                "场次 {}「{title}」派位，{by}，名次 {}。",
                row.number, drawn.rank
            ),
            at: String::new(),
        });
    }
    Ok((rows.iter().map(kept).collect(), placements))
}

/// What brings an admission: a 类别 in the first ceremonies, the child's own route later.
fn route_of(season: &Season, kind: Option<Kind>, receipt: &str) -> String {
    match kind {
        Some(kind) if !matches!(kind, Kind::Zone | Kind::City | Kind::Supplement) => {
            kind.text().to_owned()
        }
        _ => season
            .route(receipt)
            .map_or_else(String::new, |route| route.code().to_owned()),
    }
}

fn kept(row: &ResultRow) -> DrawResult {
    DrawResult {
        batch: row.batch.into(),
        index: row.index.into(),
        receipt: row.receipt.to_string(),
        ticket: row.ticket.to_string(),
        rank: row.rank.into(),
        outcome: row.outcome.word().into(),
        school: row.outcome.school().map(|school| school.to_string()),
        choice: row.outcome.choice().map(i64::from),
        reason: row.reason.word().into(),
    }
}
