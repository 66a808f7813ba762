//! 派位: what the season needs, the freeze, the draw, the abort, the check.

use std::collections::{BTreeMap, HashMap};

use ruxue_lottery::{self as lottery, Mode, Number, Slot, file};

use super::ceremony_files::{Files, Outcome, totals};
use super::children::{Level, MOST_ROWS, school_names};
use super::draws::{
    AbortAsk, AttendAsk, CeremonyAsk, CeremonyRow, CeremonySheet, CeremonyState, Checked, DrawPlan,
    FreezeAsk, Occasion, Placement, PlanLine, Proposal, ResultAsk, ResultPage, RunAsk,
    SecondPerson, SlotKind, UnplacedCount, WitnessSlot,
};
use super::failure::Failure;
use super::window::Turn;
use super::words;
use crate::access::{Act, Session};
use crate::ceremony::{self, DrawError, Entropy, FreezeOrder, Kind, plan};
use crate::open::Desk;
use crate::store::ceremony::Ceremony;

impl Turn<'_> {
    pub(super) fn draw_plan(&self, (): ()) -> Result<DrawPlan, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let plan = ceremony::planned(desk)?;
        let names = school_names(desk)?;
        let remarks = plan.findings.iter().map(remark).collect();
        Ok(DrawPlan {
            proposals: proposals(&plan, &names),
            remarks,
        })
    }

    pub(super) fn ceremonies(&self, (): ()) -> Result<Vec<CeremonyRow>, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let rows = ceremony::all(desk)?;
        rows.iter()
            .map(|row| Ok(listed(row, &Files::read(desk, row)?)))
            .collect()
    }

    pub(super) fn ceremony(&self, ask: CeremonyAsk) -> Result<CeremonySheet, Failure> {
        let mut sitting = self.sitting();
        sheet(sitting.desk()?, &ask.number)
    }

    pub(super) fn freeze(&self, ask: FreezeAsk) -> Result<CeremonySheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let kinds = kinds_of(&ask.kinds)?;
        let slots: Vec<Slot> = ask.witnesses.iter().map(slot).collect();
        let act = if ask.occasion == Occasion::Formal {
            Act::Freeze
        } else {
            Act::Rehearse
        };
        let second = second(desk, ask.occasion, ask.second.as_ref(), act)?;
        let order = FreezeOrder {
            level: level(ask.level),
            kinds: &kinds,
            slots: &slots,
            mode: mode(ask.occasion),
            entropy: &Entropy::System,
            second: second.as_ref(),
        };
        let frozen = ceremony::freeze(desk, &order)?;
        sheet(desk, &frozen.number.to_string())
    }

    pub(super) fn run_draw(&self, ask: RunAsk) -> Result<CeremonySheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let number = number_of(&ask.number)?;
        let second = second(desk, occasion(number), ask.second.as_ref(), Act::ReadOut)?;
        ceremony::run(desk, number, &ask.digits, second.as_ref())?;
        sheet(desk, &ask.number)
    }

    pub(super) fn abort_draw(&self, ask: AbortAsk) -> Result<CeremonySheet, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let number = number_of(&ask.number)?;
        let second = second(desk, occasion(number), ask.second.as_ref(), Act::AbortDraw)?;
        ceremony::abort(
            desk,
            number,
            ask.reason.trim(),
            &ask.digits,
            second.as_ref(),
        )?;
        sheet(desk, &ask.number)
    }

    pub(super) fn attend(&self, ask: AttendAsk) -> Result<(), Failure> {
        let mut sitting = self.sitting();
        if let Some(number) = &ask.number {
            row_of(sitting.desk()?, number)?;
        }
        sitting.ceremony = ask.number;
        Ok(())
    }

    pub(super) fn draw_result(&self, ask: ResultAsk) -> Result<ResultPage, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let row = row_of(desk, &ask.number)?;
        let files = Files::read(desk, &row)?;
        let names = school_names(desk)?;
        let found: Vec<Outcome> = files
            .outcomes()?
            .into_iter()
            .filter(|one| one.receipt.starts_with(ask.search.trim()))
            .collect();
        let page = found
            .iter()
            .skip(ask.offset as usize)
            .take(ask.limit.min(MOST_ROWS) as usize);
        Ok(ResultPage {
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
            rows: page.map(|one| one.line(&names)).collect(),
        })
    }

    pub(super) fn verify_draw(&self, ask: CeremonyAsk) -> Result<Checked, Failure> {
        let mut sitting = self.sitting();
        let desk = sitting.desk()?;
        let row = row_of(desk, &ask.number)?;
        let folder = ceremony::ceremonies_dir(desk.dir()).join(&row.number);
        let report = ceremony::verify_paths(&[folder])?;
        Ok(Checked {
            agrees: report.accepted(),
            sentences: report.checks.iter().map(ToString::to_string).collect(),
        })
    }

    pub(super) fn place(&self, (): ()) -> Result<Placement, Failure> {
        let mut sitting = self.sitting();
        let placed = ceremony::place::place(sitting.desk()?)?;
        let mut unplaced: BTreeMap<plan::Why, u32> = BTreeMap::new();
        for one in &placed.unplaced {
            *unplaced.entry(one.why).or_default() += 1;
        }
        let rest: u32 = unplaced.values().sum();
        Ok(Placement {
            sentence: format!(
                "新安排 {} 名不需要派位的孩子；还有 {rest} 名符合的孩子没有学校",
                placed.entered.len()
            ),
            unplaced: unplaced
                .into_iter()
                .map(|(why, count)| UnplacedCount {
                    why: why.text().to_owned(),
                    count,
                })
                .collect(),
        })
    }
}

impl From<DrawError> for Failure {
    fn from(error: DrawError) -> Failure {
        match error {
            DrawError::Desk(error) => error.into(),
            DrawError::Refused(_) | DrawError::Findings(_) => {
                Failure::refused(error.to_string(), "")
            }
        }
    }
}

fn remark(finding: &plan::Finding) -> String {
    let weight = match finding.weight {
        plan::Weight::Blocks => "封存前要先处理：",
        plan::Weight::Note => "",
    };
    format!("{}　{weight}{}", finding.level.text(), finding.message)
}

/// The ceremonies that could be frozen now: of each 学段 the kinds that are drawn together.
fn proposals(plan: &plan::Plan, names: &HashMap<String, String>) -> Vec<Proposal> {
    let mut groups: Vec<(ruxue_rules::Level, Vec<Kind>)> = Vec::new();
    for batch in &plan.batches {
        let together = |kinds: &[Kind]| {
            kinds.contains(&batch.kind)
                || (Kind::first(batch.level).contains(&batch.kind)
                    && Kind::first(batch.level).contains(&kinds[0]))
        };
        match groups
            .iter_mut()
            .find(|(of, kinds)| *of == batch.level && together(kinds))
        {
            Some((_, kinds)) if kinds.contains(&batch.kind) => {}
            Some((_, kinds)) => kinds.push(batch.kind),
            None => groups.push((batch.level, vec![batch.kind])),
        }
    }
    let proposal = |(of, kinds): &(ruxue_rules::Level, Vec<Kind>)| {
        let words: Vec<_> = kinds.iter().map(|kind| kind.text()).collect();
        let lines = plan
            .needs
            .iter()
            .filter(|need| need.level == *of && kinds.contains(&need.kind));
        Some(Proposal {
            level: Level::parse(of.text())?,
            kinds: kinds.iter().map(|kind| kind.code().to_owned()).collect(),
            title: format!("{} {}", of.text(), words.join("、")),
            lines: lines.map(|need| plan_line(need, names)).collect(),
        })
    };
    groups.iter().filter_map(proposal).collect()
}

fn plan_line(need: &plan::Need, names: &HashMap<String, String>) -> PlanLine {
    let (applied, seats) = (need.applied, need.seats);
    let why = match need.way {
        plan::Way::Draw => format!("{applied} 名孩子报名，学位 {seats} 个，超过学位，须派位"),
        plan::Way::Direct => format!("{applied} 名孩子报名，不超过学位 {seats} 个，全部录取"),
        plan::Way::DirectAfterDraw | plan::Way::NoSeats => need.way.text().to_owned(),
    };
    let (school, name) = match (&need.school, &need.zone) {
        (Some(code), _) => (code.clone(), names.get(code).unwrap_or(code).clone()),
        (None, Some(zone)) => (zone.clone(), zone.clone()),
        (None, None) => (String::new(), "全区".to_owned()),
    };
    PlanLine {
        kind: need.kind.text().to_owned(),
        school,
        name,
        applied: u32::try_from(applied).unwrap_or(u32::MAX),
        seats,
        needs_draw: need.way == plan::Way::Draw,
        why,
    }
}

fn level(of: Level) -> ruxue_rules::Level {
    match of {
        Level::Primary => ruxue_rules::Level::Primary,
        Level::Junior => ruxue_rules::Level::Junior,
    }
}

fn mode(occasion: Occasion) -> Mode {
    match occasion {
        Occasion::Formal => Mode::Formal,
        Occasion::Rehearsal => Mode::Rehearsal,
    }
}

fn occasion(number: Number) -> Occasion {
    match number.mode() {
        Mode::Formal => Occasion::Formal,
        Mode::Rehearsal => Occasion::Rehearsal,
    }
}

fn kinds_of(codes: &[String]) -> Result<Vec<Kind>, Failure> {
    let kind = |code: &String| {
        Kind::from_code(code).ok_or_else(|| {
            Failure::invalid(format!("没有名为 {code} 的派位种类。"), "请返回重新选择。")
        })
    };
    codes.iter().map(kind).collect()
}

fn number_of(text: &str) -> Result<Number, Failure> {
    Number::parse(text)
        .ok_or_else(|| Failure::not_found(format!("没有编号为 {text} 的派位。"), "请从列表打开。"))
}

fn slot(slot: &WitnessSlot) -> Slot {
    let kind = match slot.kind {
        SlotKind::Sealed => lottery::SlotKind::Sealed,
        SlotKind::Dice => lottery::SlotKind::Dice,
        SlotKind::Public => lottery::SlotKind::Public,
    };
    Slot {
        label: slot.label.clone(),
        kind,
        count: slot.count,
    }
}

fn witness(slot: &Slot) -> WitnessSlot {
    let kind = match slot.kind {
        lottery::SlotKind::Sealed => SlotKind::Sealed,
        lottery::SlotKind::Dice => SlotKind::Dice,
        lottery::SlotKind::Public => SlotKind::Public,
    };
    WitnessSlot {
        label: slot.label.clone(),
        kind,
        count: slot.count,
    }
}

/// The second person of a formal act, recognised by the own password.
fn second(
    desk: &mut Desk,
    occasion: Occasion,
    person: Option<&SecondPerson>,
    act: Act,
) -> Result<Option<Session>, Failure> {
    match (occasion, person) {
        (Occasion::Formal, Some(person)) => Ok(Some(desk.second(
            person.name.trim(),
            &person.password,
            act,
        )?)),
        _ => Ok(None),
    }
}

fn row_of(desk: &mut Desk, number: &str) -> Result<Ceremony, Failure> {
    ceremony::all(desk)?
        .into_iter()
        .find(|row| row.number == number)
        .ok_or_else(|| {
            Failure::not_found(format!("没有编号为 {number} 的派位。"), "请从列表打开。")
        })
}

fn listed(row: &Ceremony, files: &Files) -> CeremonyRow {
    CeremonyRow {
        number: row.number.clone(),
        title: words::ceremony(&row.level, &row.kinds),
        occasion: if row.mode == "REHEARSAL" {
            Occasion::Rehearsal
        } else {
            Occasion::Formal
        },
        state: match row.state.as_str() {
            "completed" => CeremonyState::Completed,
            "aborted" => CeremonyState::Aborted,
            "seeded" => CeremonyState::Seeded,
            _ => CeremonyState::Frozen,
        },
        rows: files
            .lists
            .as_ref()
            .map_or(0, |lists| u32::try_from(lists.len()).unwrap_or(u32::MAX)),
    }
}

fn sheet(desk: &mut Desk, number: &str) -> Result<CeremonySheet, Failure> {
    let row = row_of(desk, number)?;
    let files = Files::read(desk, &row)?;
    let names = school_names(desk)?;
    let witnesses = files
        .freeze
        .as_ref()
        .map(|sheet| sheet.slots.iter().map(witness).collect());
    Ok(CeremonySheet {
        row: listed(&row, &files),
        witnesses: witnesses.unwrap_or_default(),
        freeze: files.digest(file::FREEZE),
        seed: files.digest(file::SEED),
        result: files.digest(file::RESULT),
        reason: files.reason(),
        totals: totals(&files, &names)?,
    })
}
