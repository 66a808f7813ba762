//! The season's ceremonies: one rehearsal, then the formal ones in their order.

use super::{Edge, Season, SeasonError};
use crate::access::Act;
use crate::ceremony::plan::{Plan, Weight};
use crate::ceremony::{
    DrawError, FreezeOrder, Kind, ceremonies_dir, decide_birth, freeze, place, planned,
    read_folder, run,
};
use crate::store::ceremony;
use ruxue_lottery::{Freeze, Mode, Number, Slot, SlotKind, file};
use ruxue_rules::Level;

/// The formal ceremonies of a season: 学段, kinds, line of the timetable.
const CEREMONIES: [(Level, &[Kind], &str); 5] = [
    (
        Level::Primary,
        &[Kind::Private, Kind::Boarding],
        "first-draw-primary",
    ),
    (
        Level::Junior,
        &[
            Kind::WishAll,
            Kind::WishGeneral,
            Kind::Boarding,
            Kind::Private,
        ],
        "first-draw-junior",
    ),
    (Level::Primary, &[Kind::Zone], "zone-draw-primary"),
    (Level::Primary, &[Kind::Supplement], "zone-draw-primary"),
    (Level::Junior, &[Kind::City], "city-draw"),
];

/// The witnesses of a demonstration: what `draw.md` asks of a formal ceremony.
fn witnesses() -> Vec<Slot> {
    [
        ("公证员", SlotKind::Sealed),
        ("家长代表", SlotKind::Sealed),
        ("现场掷骰", SlotKind::Dice),
    ]
    .map(|(label, kind)| Slot {
        label: label.into(),
        kind,
        count: 20,
    })
    .into()
}

impl Season<'_> {
    /// Holds every ceremony that the season needs, with placement before and after each.
    pub(super) fn hold_all(&mut self) -> Result<(), SeasonError> {
        self.finish_open()?;
        let mut rehearsed = ceremony::all(self.desk.reader())?
            .iter()
            .any(|row| row.mode == Mode::Rehearsal.word());
        for (level, kinds, event) in CEREMONIES {
            self.step("centre", event, Edge::First)?;
            (self.watch)("安排入学", 0, 1);
            place::place(&mut self.desk)?;
            let plan = self.decide_births(level)?;
            let needed = |batch: &crate::ceremony::plan::PlannedBatch| {
                batch.level == level && kinds.contains(&batch.kind)
            };
            if !plan.batches.iter().any(needed) {
                continue;
            }
            if !rehearsed {
                rehearsed = true;
                self.hold(level, kinds, Mode::Rehearsal)?;
            }
            self.hold(level, kinds, Mode::Formal)?;
        }
        Ok(())
    }

    /// Children of one birth in different tiers go to a person; the demonstration's person lets
    /// them draw apart.
    fn decide_births(&mut self, level: Level) -> Result<Plan, DrawError> {
        let plan = planned(&mut self.desk)?;
        let blocking: Vec<String> = plan
            .findings
            .iter()
            .filter(|finding| finding.weight == Weight::Blocks && finding.level == level)
            .flat_map(|finding| finding.receipts.clone())
            .collect();
        if blocking.is_empty() {
            return Ok(plan);
        }
        decide_birth(
            &mut self.desk,
            &blocking,
            None,
            "演示：照顾类别不同，各自派位",
        )?;
        planned(&mut self.desk)
    }

    fn hold(&mut self, level: Level, kinds: &[Kind], mode: Mode) -> Result<(), SeasonError> {
        let what = match mode {
            Mode::Formal => format!("{}派位", level.text()),
            Mode::Rehearsal => format!("{}派位演练", level.text()),
        };
        (self.watch)(&what, 0, 1);
        let second = match mode {
            Mode::Formal => Some(
                self.desk
                    .second("centre2", self.order.password, Act::Freeze)?,
            ),
            Mode::Rehearsal => None,
        };
        let slots = witnesses();
        let frozen = freeze(
            &mut self.desk,
            &FreezeOrder {
                level,
                kinds,
                slots: &slots,
                mode,
                entropy: &self.order.entropy,
                second: second.as_ref(),
            },
        )?;
        let digits = self.digits(frozen.number, &slots)?;
        run(&mut self.desk, frozen.number, &digits, second.as_ref())?;
        (self.watch)(&what, 1, 1);
        Ok(())
    }

    /// Digits that stand for the witnesses'.
    fn digits(&self, number: Number, slots: &[Slot]) -> Result<Vec<String>, DrawError> {
        let slots = (1..).zip(slots);
        slots
            .map(|(w, slot)| self.order.entropy.digits(number, w, slot.count))
            .collect()
    }

    /// Completes what an interrupted season had frozen.
    fn finish_open(&mut self) -> Result<(), SeasonError> {
        let open: Vec<_> = ceremony::all(self.desk.reader())?
            .into_iter()
            .filter(|row| row.close.is_none())
            .filter_map(|row| Some((Number::parse(&row.number)?, row.state)))
            .collect();
        for (number, state) in open {
            self.step("centre", "first-draw-primary", Edge::First)?;
            let second = match number.mode() {
                Mode::Formal => Some(self.desk.second(
                    "centre2",
                    self.order.password,
                    Act::ReadOut,
                )?),
                Mode::Rehearsal => None,
            };
            let path = ceremonies_dir(self.desk.dir()).join(number.to_string());
            let folder = read_folder(&path)?;
            let digits = match state == "seeded" || folder.get(file::SEED).is_some() {
                true => Vec::new(),
                false => {
                    // Whoever froze it may have asked other witnesses than the season does.
                    let sheet = folder.get(file::FREEZE).unwrap_or_default();
                    let frozen = Freeze::parse(sheet).map_err(DrawError::from)?;
                    self.digits(number, &frozen.slots)?
                }
            };
            run(&mut self.desk, number, &digits, second.as_ref())?;
        }
        Ok(())
    }
}
