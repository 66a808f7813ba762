//! Batches, seats and roster: what a draw is about.

use std::ops::Range;

use crate::choices::Choices;
use crate::finding::Findings;
use crate::words::words;
use crate::{Code, Finding, file};

words! {
    /// How the units of a batch take their turns.
    Method {
        /// 随机号优先: each unit in rank order tries all its choices.
        Serial "serial";
        /// 志愿优先: first choices of all in rank order, then second choices, and so on.
        Rounds "rounds";
    }
}

words! {
    /// What happens to a unit larger than the seats left at a school.
    Groups {
        /// It is passed over there.
        Skip "skip";
        /// It is admitted whole, over plan.
        Extend "extend";
    }
}

words! {
    /// What happens to the seats and units that remain.
    Leftover {
        /// The units wait.
        None "none";
        /// They are placed at random in the seats left in the batch.
        Pool "pool";
    }
}

/// One batch of a ceremony.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// 1, 2, 3 … without gaps.
    pub number: u32,
    /// What the batch is, for people; no control characters.
    pub title: String,
    /// How turns are taken.
    pub method: Method,
    /// What happens to units too large.
    pub groups: Groups,
    /// What happens to what remains.
    pub leftover: Leftover,
}

/// The seats of one school in one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// The batch.
    pub batch: u32,
    /// The school's code.
    pub school: Code,
    /// Seats, may be 0.
    pub seats: u32,
}

/// One child in one batch. Its index is not given but follows from the receipts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The batch.
    pub batch: u32,
    /// The receipt (受理编号), once a batch.
    pub receipt: Code,
    /// 0 is seated first.
    pub tier: u32,
    /// A label that binds rows of one batch (多胞胎捆绑): same tier, same choices.
    pub unit: Option<Code>,
    /// Schools of the batch's plan, first choice first, none twice; may be empty.
    pub choices: Vec<Code>,
}

/// Most seats in one batch, so that a hostile plan cannot ask for more memory than there is: a
/// pool lists its seats one by one.
const MOST_SEATS: u64 = 10_000_000;

/// The three lists of a ceremony: checked, sorted, and every row of the roster with its index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists {
    pub(crate) batches: Vec<Batch>,
    pub(crate) plan: Vec<PlanLine>,
    plan_of: Vec<Range<usize>>,
    entries: Vec<Entry>,
    /// Those of the entries, one by one.
    turns: Vec<Turn>,
    /// By batch: the places of its entries.
    entries_of: Vec<Range<usize>>,
    /// Those of the entries, as positions in the plan of the entry's batch.
    choices: Choices,
}

/// What a row of the roster is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) receipt: Code,
    pub(crate) unit: Option<Code>,
}

/// What decides the turn of a row besides its ticket; apart from [`Entry`], so that the allocation
/// walks over little memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) tier: u32,
    /// The index of the first row of its unit; its own when it stands alone.
    pub(crate) head: u32,
    /// In the first row of a unit: how many rows it binds.
    pub(crate) size: u32,
}

/// One batch with its part of the lists.
#[derive(Clone, Copy)]
pub(crate) struct Hall<'a> {
    pub(crate) batch: &'a Batch,
    /// By school.
    pub(crate) plan: &'a [PlanLine],
    /// By index.
    pub(crate) entries: &'a [Entry],
    /// By index.
    pub(crate) turns: &'a [Turn],
    /// The place of the batch's first row among all.
    first: usize,
    lists: &'a Lists,
}

impl<'a> Hall<'a> {
    /// The choices of the row with this index, as positions in the plan.
    pub(crate) fn choices(&self, index: u32) -> &'a [u32] {
        self.lists.choices.of(self.first + index as usize)
    }

    /// How many choices a row of the ceremony has on average, rounded up.
    pub(crate) fn choices_a_row(&self) -> usize {
        self.lists.choices.average()
    }
}

impl Lists {
    /// Checks and sorts the lists. The order in which they come is irrelevant; rows in findings
    /// count the lists as given, as if each stood below a header line.
    ///
    /// # Errors
    ///
    /// Everything that `spec/draw.md` section 1 refuses, at most some dozens of findings a list.
    pub fn new(
        batches: Vec<Batch>,
        plan: Vec<PlanLine>,
        rows: Vec<Row>,
    ) -> Result<Lists, Vec<Finding>> {
        let batches = sort_batches(batches)?;
        let (plan, plan_of) = sort_plan(plan, batches.len())?;
        let mut lists = Lists {
            batches,
            plan,
            plan_of,
            entries: Vec::with_capacity(rows.len()),
            turns: Vec::with_capacity(rows.len()),
            entries_of: Vec::new(),
            choices: Choices::with_capacity(
                rows.len(),
                rows.iter().map(|row| row.choices.len()).sum(),
            ),
        };
        lists.take_rows(&rows)?;
        Ok(lists)
    }

    /// The batches, ascending.
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// The plan, by batch, then school.
    pub fn plan(&self) -> &[PlanLine] {
        &self.plan
    }

    /// How many rows the roster has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the roster has no row.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The roster by batch, then index, each row with its index.
    pub fn rows(&self) -> impl Iterator<Item = (u32, Row)> + '_ {
        self.halls().flat_map(|hall| {
            let rows = hall.entries.iter().zip(hall.turns).zip(0..);
            rows.map(move |((entry, turn), index)| {
                let schools = hall.choices(index).iter();
                let row = Row {
                    batch: hall.batch.number,
                    receipt: entry.receipt,
                    tier: turn.tier,
                    unit: entry.unit,
                    choices: schools.map(|&s| hall.plan[s as usize].school).collect(),
                };
                (index, row)
            })
        })
    }

    /// The batches with their parts, ascending.
    pub(crate) fn halls(&self) -> impl Iterator<Item = Hall<'_>> {
        self.batches.iter().enumerate().map(|(i, batch)| Hall {
            batch,
            plan: &self.plan[self.plan_of[i].clone()],
            entries: &self.entries[self.entries_of[i].clone()],
            turns: &self.turns[self.entries_of[i].clone()],
            first: self.entries_of[i].start,
            lists: self,
        })
    }

    /// Sorts the rows by batch and receipt, replaces schools by positions, binds units.
    fn take_rows(&mut self, rows: &[Row]) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::of(file::ROSTER);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|&i| (rows[i].batch, rows[i].receipt));
        let mut chosen_by = vec![usize::MAX; self.plan.len()];
        let mut before: Option<&Row> = None;
        for &i in &order {
            let row = &rows[i];
            if self.batch_at(row.batch).is_none() {
                findings.push(i + 2, no_such_batch(row.batch));
                continue;
            }
            if before.is_some_and(|b| (b.batch, b.receipt) == (row.batch, row.receipt)) {
                let receipt = row.receipt;
                findings.push(
                    i + 2,
                    format!("受理编号 {receipt} 在同一批次重复；请只留一行"),
                );
            }
            before = Some(row);
            self.take_choices(row, i, &mut chosen_by, &mut findings);
            self.choices.end();
            self.entries.push(Entry {
                receipt: row.receipt,
                unit: row.unit,
            });
            self.turns.push(Turn {
                tier: row.tier,
                head: 0,
                size: 1,
            });
        }
        findings.or(())?;
        let batch = |entry: usize| rows[order[entry]].batch;
        let mut start = 0;
        for number in 1..=self.batches.len() as u32 {
            let length = (start..self.entries.len())
                .take_while(|&e| batch(e) == number)
                .count();
            self.entries_of.push(start..start + length);
            start += length;
        }
        self.bind_units(&order)
    }

    /// Appends a row's choices as positions in its batch's plan.
    fn take_choices(
        &mut self,
        row: &Row,
        at: usize,
        chosen_by: &mut [usize],
        findings: &mut Findings,
    ) {
        let Some(batch) = self.batch_at(row.batch) else {
            return;
        };
        let range = self.plan_of[batch].clone();
        for school in &row.choices {
            let plan = &self.plan[range.clone()];
            let Ok(position) = plan.binary_search_by(|line| line.school.cmp(school)) else {
                findings.push(
                    at + 2,
                    format!(
                        "志愿学校 {school} 不在第 {} 批的计划中；请改志愿或补计划",
                        row.batch
                    ),
                );
                continue;
            };
            if chosen_by[range.start + position] == at {
                findings.push(at + 2, format!("志愿学校 {school} 填了两次；请只留一次"));
            }
            chosen_by[range.start + position] = at;
            self.choices.push(position as u32);
        }
    }

    /// Gives every row the first row of its unit, refusing units whose rows differ.
    fn bind_units(&mut self, order: &[usize]) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::of(file::ROSTER);
        for range in &self.entries_of {
            let mut bound = Vec::new();
            for index in 0..range.len() {
                self.turns[range.start + index].head = index as u32;
                let unit = self.entries[range.start + index].unit;
                bound.extend(unit.map(|unit| (unit, index)));
            }
            bound.sort_unstable();
            for unit in bound.chunk_by(|a, b| a.0 == b.0) {
                let head = range.start + unit[0].1;
                self.turns[head].size = unit.len() as u32;
                for &(label, index) in &unit[1..] {
                    let at = range.start + index;
                    self.turns[at].head = unit[0].1 as u32;
                    if self.turns[head].tier != self.turns[at].tier
                        || self.choices.of(head) != self.choices.of(at)
                    {
                        findings.push(
                            order[at] + 2,
                            format!(
                                "捆绑 {label} 的各行层级或志愿不同（与受理编号 {} 比较）；\
                                 请改为一致，或不捆绑",
                                self.entries[head].receipt
                            ),
                        );
                    }
                }
            }
        }
        findings.or(())
    }

    fn batch_at(&self, number: u32) -> Option<usize> {
        let at = (number as usize).checked_sub(1)?;
        (at < self.batches.len()).then_some(at)
    }
}

fn no_such_batch(number: u32) -> String {
    format!("第 {number} 批不在 batches.csv 中；请补批次或改批次号")
}

fn sort_batches(batches: Vec<Batch>) -> Result<Vec<Batch>, Vec<Finding>> {
    let mut findings = Findings::of(file::BATCHES);
    let mut numbered: Vec<(usize, Batch)> = batches.into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, batch)| batch.number);
    for ((i, batch), must) in numbered.iter().zip(1u32..) {
        if batch.number != must {
            let number = batch.number;
            findings.push(
                i + 2,
                format!("批次号 {number} 应为 {must}；批次须从 1 起连续、不重复"),
            );
        }
        if batch.title.chars().any(char::is_control) {
            findings.push(i + 2, "批次名称含有控制字符；请删去换行、制表符等");
        }
    }
    findings.or(numbered.into_iter().map(|(_, batch)| batch).collect())
}

type SortedPlan = (Vec<PlanLine>, Vec<Range<usize>>);

fn sort_plan(plan: Vec<PlanLine>, batches: usize) -> Result<SortedPlan, Vec<Finding>> {
    let mut findings = Findings::of(file::PLAN);
    let mut numbered: Vec<(usize, PlanLine)> = plan.into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, line)| (line.batch, line.school));
    let mut before: Option<(u32, Code)> = None;
    let mut seats = vec![0u64; batches];
    for (i, line) in &numbered {
        match seats.get_mut((line.batch as usize).wrapping_sub(1)) {
            None => findings.push(i + 2, no_such_batch(line.batch)),
            Some(seats) => {
                *seats += u64::from(line.seats);
                if *seats > MOST_SEATS {
                    let message = format!("第 {} 批学位总数超过一千万；请核对计划", line.batch);
                    findings.push(i + 2, message);
                }
            }
        }
        if before.replace((line.batch, line.school)) == Some((line.batch, line.school)) {
            let school = line.school;
            findings.push(i + 2, format!("学校 {school} 在同一批次重复；请只留一行"));
        }
    }
    let plan: Vec<PlanLine> = numbered.into_iter().map(|(_, line)| line).collect();
    let mut ranges = Vec::with_capacity(batches);
    let mut start = 0;
    for number in 1..=batches as u32 {
        let length = plan[start..]
            .iter()
            .take_while(|line| line.batch == number)
            .count();
        ranges.push(start..start + length);
        start += length;
    }
    findings.or((plan, ranges))
}
