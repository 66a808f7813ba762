//! The files of a ceremony as the window shows them.

use std::collections::HashMap;

use ruxue_lottery::{self as lottery, Code, Freeze, Lists, file};

use super::draws::{ResultLine, SchoolTotal};
use super::failure::Failure;
use crate::ceremony;
use crate::open::Desk;
use crate::store::ceremony::Ceremony;

/// The files of a ceremony, as far as they stand.
pub(super) struct Files {
    folder: lottery::Folder,
    pub(super) lists: Option<Lists>,
    pub(super) freeze: Option<Freeze>,
}

impl Files {
    pub(super) fn read(desk: &Desk, row: &Ceremony) -> Result<Files, Failure> {
        let path = ceremony::ceremonies_dir(desk.dir()).join(&row.number);
        let folder = ceremony::read_folder(&path)?;
        let lists = match (
            folder.get(file::BATCHES),
            folder.get(file::PLAN),
            folder.get(file::ROSTER),
        ) {
            (Some(batches), Some(plan), Some(roster)) => Lists::parse(batches, plan, roster).ok(),
            _ => None,
        };
        let freeze = folder
            .get(file::FREEZE)
            .and_then(|bytes| Freeze::parse(bytes).ok());
        Ok(Files {
            folder,
            lists,
            freeze,
        })
    }

    pub(super) fn digest(&self, name: &str) -> String {
        self.folder
            .get(name)
            .map(|bytes| lottery::Digest::of(bytes).to_string())
            .unwrap_or_default()
    }

    /// The rows of `result.csv`; none before the draw.
    pub(super) fn outcomes(&self) -> Result<Vec<Outcome>, Failure> {
        let Some(bytes) = self.folder.get(file::RESULT) else {
            return Ok(Vec::new());
        };
        let mut reader = csv::Reader::from_reader(bytes);
        let rows = reader
            .records()
            .map(|record| record.map(|record| Outcome::of(&record)));
        rows.collect::<Result<_, _>>()
            .map_err(|error| Failure::fault("读取派位结果", &error))
    }

    /// Why an aborted ceremony was given up.
    pub(super) fn reason(&self) -> String {
        let close = self
            .folder
            .get(file::CLOSE)
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        let line =
            close.and_then(|text| text.lines().find_map(|line| line.strip_prefix("reason=")));
        line.unwrap_or_default().to_owned()
    }
}

/// One row of `result.csv`, as it is written there.
pub(super) struct Outcome {
    batch: u32,
    pub(super) receipt: String,
    ticket: String,
    rank: u32,
    outcome: String,
    school: String,
    reason: String,
}

impl Outcome {
    fn of(record: &csv::StringRecord) -> Outcome {
        let text = |at: usize| record.get(at).unwrap_or_default().to_owned();
        Outcome {
            batch: text(0).parse().unwrap_or_default(),
            receipt: text(2),
            ticket: text(3),
            rank: text(4).parse().unwrap_or_default(),
            outcome: text(5),
            school: text(6),
            reason: text(8),
        }
    }

    pub(super) fn line(&self, names: &HashMap<String, String>) -> ResultLine {
        let outcome = match self.outcome.as_str() {
            "admitted" => "● 录取",
            "placed" => "● 随机安排",
            "elsewhere" => "○ 已在前批",
            _ => "◐ 候补",
        };
        ResultLine {
            batch: self.batch,
            receipt: self.receipt.clone(),
            ticket: self.ticket.clone(),
            rank: self.rank,
            outcome: outcome.to_owned(),
            school: names.get(&self.school).unwrap_or(&self.school).clone(),
            reason: reason(&self.reason).to_owned(),
        }
    }
}

/// A reason code as a parent understands it.
fn reason(code: &str) -> &str {
    match code {
        "CHOICE" => "轮到时所报学校还有学位",
        "POOL" => "所报学校已满，随机安排到还有学位的学校",
        "ELSEWHERE" => "已被前面的批次录取",
        "NO_CHOICE" => "没有填报学校",
        "EARLIER_ROUND" => "有的孩子派位号更大，但把这所学校填在更前的志愿",
        "TIER_FIRST" => "照顾类别的孩子先安排",
        "UNIT_TOO_LARGE" => "多胞胎一起安排，剩下的学位不够",
        "FULL_BEFORE_TURN" => "轮到时所报学校已满",
        other => other,
    }
}

/// What each school of each batch got.
pub(super) fn totals(
    files: &Files,
    names: &HashMap<String, String>,
) -> Result<Vec<SchoolTotal>, Failure> {
    let Some(lists) = &files.lists else {
        return Ok(Vec::new());
    };
    let mut wanted: HashMap<(u32, Code), u32> = HashMap::new();
    for (_, row) in lists.rows() {
        for school in &row.choices {
            *wanted.entry((row.batch, *school)).or_default() += 1;
        }
    }
    let mut got: HashMap<(u32, String, &str), u32> = HashMap::new();
    for one in files.outcomes()? {
        let how = if one.outcome == "placed" {
            "placed"
        } else {
            "admitted"
        };
        *got.entry((one.batch, one.school, how)).or_default() += 1;
    }
    let count = |batch, school: &str, how| {
        got.get(&(batch, school.to_owned(), how))
            .copied()
            .unwrap_or_default()
    };
    let total = |line: &lottery::PlanLine| {
        let school = line.school.as_str();
        let batch = lists
            .batches()
            .iter()
            .find(|batch| batch.number == line.batch);
        SchoolTotal {
            batch: line.batch,
            title: batch.map(|batch| batch.title.clone()).unwrap_or_default(),
            school: school.to_owned(),
            name: names.get(school).map_or(school, String::as_str).to_owned(),
            seats: line.seats,
            wanted: wanted
                .get(&(line.batch, line.school))
                .copied()
                .unwrap_or_default(),
            admitted: count(line.batch, school, "admitted"),
            placed: count(line.batch, school, "placed"),
        }
    };
    Ok(lists.plan().iter().map(total).collect())
}
