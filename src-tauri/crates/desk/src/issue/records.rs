//! 派位过程记录: what the notary signs, made from a ceremony's folder.

use super::{IssueError, imprint};
use crate::access::Act;
use crate::ceremony::{DrawError, ceremonies_dir, read_folder};
use crate::clock::beijing;
use crate::open::Desk;
use crate::store::ceremony::{self, Ceremony};
use crate::store::file::write_file;
use crate::store::{Ask, Mark, StoreError, tables};
use ruxue_lottery as lottery;
use ruxue_lottery::{Close, Digest, Folder, Freeze, Lists, ResultRow, Seed, file};
use ruxue_papers::{
    BatchLine, CeremonyDigests, CeremonyState, DrawRecord, Fonts, Groups, Leftover, Method,
    OverPlan, Register, SchoolLine, Stopped, Witness, WitnessKind,
};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Makes the records of all closed ceremonies, rehearsals included.
///
/// # Errors
/// As [`draw_record`].
pub fn draw_records(
    desk: &mut Desk,
    fonts: &Fonts,
    out: &Path,
) -> Result<Vec<PathBuf>, IssueError> {
    let rows = ceremony::all(desk.reader())?;
    let closed = rows.into_iter().filter(|row| row.close.is_some());
    closed
        .map(|row| Ok(draw_record(desk, fonts, &row.number, out)?.0))
        .collect()
}

/// Makes the record of one closed ceremony, `<ceremony>.pdf`; gives the file, and what was stopped.
///
/// # Errors
/// Where there is no such ceremony, it is not closed, its folder is not what was frozen, or what
/// fonts and disk say.
pub fn draw_record(
    desk: &mut Desk,
    fonts: &Fonts,
    number: &str,
    out: &Path,
) -> Result<(PathBuf, Vec<Stopped>), IssueError> {
    desk.require(Act::PrintDrawRecord)?;
    desk.require_clock()?;
    let refuse = |sentence: String| IssueError::Refused(sentence);
    let row = ceremony::find(desk.reader(), number)?
        .ok_or_else(|| refuse(format!("没有场次 {number}，请核对编号。")))?;
    if row.close.is_none() {
        return Err(refuse(format!(
            "场次 {number} 尚未结束，派位过程记录在它完成或中止之后制作。"
        )));
    }
    let folder = read_folder(&ceremonies_dir(desk.dir()).join(number))?;
    let names: HashMap<String, String> = tables::schools(desk.reader())?
        .into_iter()
        .map(|school| (school.code, school.name))
        .collect();
    let sheet = sheet(&row, &folder, &names)?;
    desk.transact::<_, IssueError>(Ask::to(Act::PrintDrawRecord), |_| {
        Ok(((), Mark::on("ceremony", number).result("record")))
    })?;
    let volume = ruxue_papers::draw_record(fonts, &imprint(desk), &sheet)?;
    std::fs::create_dir_all(out).map_err(|error| StoreError::File(out.to_owned(), error))?;
    let path = out.join(format!("{number}.pdf"));
    write_file(&path, &volume.pdf)?;
    Ok((path, volume.stopped))
}

fn sheet(
    row: &Ceremony,
    folder: &Folder,
    names: &HashMap<String, String>,
) -> Result<DrawRecord, DrawError> {
    let get = |name: &str| folder.get(name).unwrap_or_default();
    let digest = |name: &str| {
        folder
            .get(name)
            .map_or(String::new(), |bytes| Digest::of(bytes).to_string())
    };
    let freeze = Freeze::parse(get(file::FREEZE))?;
    if freeze.digest().to_string() != row.freeze {
        return Err(DrawError::Refused(format!(
            "场次 {} 的封存单与封存时不同，不能据此制作记录。请取回原文件。",
            row.number
        )));
    }
    let close = Close::parse(get(file::CLOSE)).map_err(|finding| vec![finding])?;
    let lists = Lists::parse(get(file::BATCHES), get(file::PLAN), get(file::ROSTER))?;
    let completed = close.abort.is_none();
    let results = match completed {
        true => lottery::allocate(&lists, &Seed::of(get(file::SEED))),
        false => Vec::new(),
    };
    let report = lottery::verify(std::slice::from_ref(folder), None);
    Ok(DrawRecord {
        ceremony: row.number.clone(),
        register: match freeze.mode() {
            lottery::Mode::Formal => Register::Formal,
            lottery::Mode::Rehearsal => Register::Rehearsal,
        },
        state: match &close.abort {
            None => CeremonyState::Completed,
            Some(abort) => CeremonyState::Aborted {
                reason: abort.reason.clone(),
            },
        },
        software: "入学工作站 ruxue".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        digests: CeremonyDigests {
            previous: freeze.prev.to_string(),
            policy: freeze.policy.to_string(),
            batches: digest(file::BATCHES),
            plan: digest(file::PLAN),
            roster: digest(file::ROSTER),
            nonce: freeze.nonce.to_string(),
            freeze: digest(file::FREEZE),
            seed: digest(file::SEED),
            result: digest(file::RESULT),
            close: digest(file::CLOSE),
        },
        // Both ends disclose the nonce: seed.txt, or close.txt of an aborted ceremony.
        nonce: row.nonce.clone(),
        witnesses: witnesses(&freeze, &close, get(file::SEED)),
        batches: lists
            .batches()
            .iter()
            .map(|batch| batch_line(batch, &lists, &results, names))
            .collect(),
        schools: school_lines(&lists, &results, names),
        verification: report.checks.iter().map(ToString::to_string).collect(),
        operator: row.operator.clone(),
        second: row.second.clone().unwrap_or_default(),
        place: String::new(),
        time: row.closed_at.as_deref().map_or(String::new(), beijing),
    })
}

fn witnesses(freeze: &Freeze, close: &Close, seed: &[u8]) -> Vec<Witness> {
    let read: Vec<String> = match &close.abort {
        Some(abort) => abort.digits.clone(),
        None => String::from_utf8_lossy(seed)
            .lines()
            .skip(3)
            .filter_map(|line| Some(line.split_once('=')?.1.to_owned()))
            .collect(),
    };
    let slots = freeze.slots.iter().enumerate();
    slots
        .map(|(at, slot)| Witness {
            label: slot.label.clone(),
            kind: match slot.kind {
                lottery::SlotKind::Sealed => WitnessKind::Sealed,
                lottery::SlotKind::Dice => WitnessKind::Dice,
                lottery::SlotKind::Public => WitnessKind::Public,
            },
            count: slot.count,
            digits: read.get(at).cloned().unwrap_or_default(),
        })
        .collect()
}

fn batch_line(
    batch: &lottery::Batch,
    lists: &Lists,
    results: &[ResultRow],
    names: &HashMap<String, String>,
) -> BatchLine {
    let count = |word: &str| {
        let here = results.iter().filter(|row| row.batch == batch.number);
        here.filter(|row| row.outcome.word() == word).count() as u32
    };
    let plan = lists
        .plan()
        .iter()
        .filter(|line| line.batch == batch.number);
    let over = school_lines(lists, results, names)
        .into_iter()
        .filter(|line| line.batch == batch.number && line.admitted + line.placed > line.seats)
        .map(|line| OverPlan {
            school: if line.name.is_empty() {
                line.code
            } else {
                line.name
            },
            seats: line.admitted + line.placed - line.seats,
        });
    BatchLine {
        number: batch.number,
        title: batch.title.clone(),
        method: match batch.method {
            lottery::Method::Serial => Method::Serial,
            lottery::Method::Rounds => Method::Rounds,
        },
        groups: match batch.groups {
            lottery::Groups::Skip => Groups::Skip,
            lottery::Groups::Extend => Groups::Extend,
        },
        leftover: match batch.leftover {
            lottery::Leftover::None => Leftover::None,
            lottery::Leftover::Pool => Leftover::Pool,
        },
        applied: lists
            .rows()
            .filter(|(_, row)| row.batch == batch.number)
            .count() as u32,
        seats: plan.map(|line| line.seats).sum(),
        admitted: count("admitted"),
        placed: count("placed"),
        waiting: count("waiting"),
        elsewhere: count("elsewhere"),
        over_plan: over.collect(),
    }
}

fn school_lines(
    lists: &Lists,
    results: &[ResultRow],
    names: &HashMap<String, String>,
) -> Vec<SchoolLine> {
    let mut counts: BTreeMap<(u32, lottery::Code), (u32, u32)> = BTreeMap::new();
    for row in results {
        let Some(school) = row.outcome.school() else {
            continue;
        };
        let count = counts.entry((row.batch, school)).or_default();
        match row.outcome.choice() {
            Some(_) => count.0 += 1,
            None => count.1 += 1,
        }
    }
    let line = |line: &lottery::PlanLine| {
        let (admitted, placed) = counts
            .get(&(line.batch, line.school))
            .copied()
            .unwrap_or_default();
        let code = line.school.to_string();
        let name = names.get(&code).cloned().unwrap_or_default();
        SchoolLine {
            batch: line.batch,
            code,
            name,
            seats: line.seats,
            admitted,
            placed,
        }
    };
    lists.plan().iter().map(line).collect()
}
