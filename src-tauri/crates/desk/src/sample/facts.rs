//! Writes out the facts of a child: the row of the applicants table.

use chrono::{Days, NaiveDate};
use ruxue_rules::Fact;

use super::dice::{Dice, Purpose};
use super::district::{District, Level};
use super::identity::Numbers;
use super::roll::{Roll, Sketch};
use super::{home, people, schooling, spoil, work};

/// One row of the applicants table, a text a fact.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
}

impl Row {
    pub(super) fn new() -> Row {
        Row {
            cells: vec![String::new(); Fact::ALL.len()],
        }
    }

    pub(super) fn set(&mut self, fact: Fact, text: impl AsRef<str>) {
        let cell = &mut self.cells[fact as usize];
        cell.clear();
        cell.push_str(text.as_ref());
    }

    pub(super) fn day(&mut self, fact: Fact, day: NaiveDate) {
        self.set(fact, day.format("%Y-%m-%d").to_string());
    }

    pub(super) fn clear(&mut self, fact: Fact) {
        self.cells[fact as usize].clear();
    }

    pub(super) fn get(&self, fact: Fact) -> &str {
        &self.cells[fact as usize]
    }
}

/// What the writers of facts need to know.
pub(super) struct Scene<'a> {
    pub(super) roll: &'a Roll,
    pub(super) district: &'a District,
    pub(super) numbers: &'a Numbers,
    pub(super) sketch: &'a Sketch,
}

impl Scene<'_> {
    /// What the family's children share.
    pub(super) fn family_dice(&self, turn: u64) -> Dice {
        Dice::new(
            self.roll.seed,
            Purpose::Family,
            self.sketch.family * 16 + turn,
        )
    }

    /// What is the child's own.
    pub(super) fn child_dice(&self) -> Dice {
        Dice::new(self.roll.seed, Purpose::Child, self.sketch.index)
    }

    /// What papers a defect touches, and how.
    pub(super) fn paper_dice(&self) -> Dice {
        Dice::new(self.roll.seed, Purpose::Papers, self.sketch.index)
    }

    /// The row of the child.
    pub(super) fn row(&self) -> Row {
        let mut row = Row::new();
        row.set(Fact::Receipt, receipt(self.sketch));
        row.set(Fact::Level, self.sketch.level().text());
        people::write(self, &mut row);
        home::write(self, &mut row);
        work::write(self, &mut row);
        if self.sketch.level() == Level::Junior {
            schooling::write(self, &mut row);
        }
        spoil::write(self, &mut row);
        row
    }
}

/// The 受理编号: 学段, year, number.
pub(super) fn receipt(sketch: &Sketch) -> String {
    let letter = match sketch.level() {
        Level::Primary => 'X',
        Level::Junior => 'C',
    };
    format!("{letter}21{:07}", sketch.index + 1)
}

/// A day of the calendar; the arguments are constants of this module.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// A day of `from..=to`; the ends come up more often than others.
pub(super) fn day_between(dice: &mut Dice, from: NaiveDate, to: NaiveDate) -> NaiveDate {
    if dice.permille(10) {
        return if dice.permille(500) { from } else { to };
    }
    let span = (to - from).num_days().max(0) as u64;
    from.checked_add_days(Days::new(dice.between(0, span)))
        .unwrap_or(from)
}
