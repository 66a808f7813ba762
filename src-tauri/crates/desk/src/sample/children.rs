//! The tables about children: applicants, choices, seat records, joint review.

use chrono::{Days, NaiveDate};
use ruxue_rules::{Fact, OFFICES};

use super::SampleError;
use super::dice::{Dice, Purpose};
use super::district::{District, Home};
use super::facts::{Row, Scene, day, receipt};
use super::identity::Sex;
use super::identity::number;
use super::names::{self, NameStyle};
use super::roll::{Roll, Sketch};
use super::sheet::Sheet;
use super::story::{Defect, Feature};

pub(super) const CHOICES: [&str; 10] = [
    "受理编号",
    "类别",
    "志愿1",
    "志愿2",
    "志愿3",
    "志愿4",
    "志愿5",
    "志愿6",
    "志愿7",
    "志愿8",
];
pub(super) const SEAT_RECORDS: [&str; 10] = [
    "年份",
    "学段",
    "街乡",
    "小区",
    "楼号",
    "单元",
    "房号",
    "儿童姓名",
    "儿童证件号码",
    "监护人证件号码",
];
pub(super) const JOINT_REVIEW: [&str; 5] = ["受理编号", "部门", "结果", "事由", "日期"];

/// The rows of the choices table of one child.
pub(super) fn choices(
    sheet: &mut Sheet,
    roll: &Roll,
    district: &District,
    sketch: &Sketch,
) -> Result<u64, SampleError> {
    let choices = roll.choices(district, sketch);
    for (kind, schools) in &choices {
        let mut cells = [const { String::new() }; 10];
        cells[0] = receipt(sketch);
        cells[1] = (*kind).to_owned();
        for (cell, school) in cells[2..].iter_mut().zip(schools) {
            cell.clone_from(&district.schools[*school].code);
        }
        sheet.row(&cells)?;
    }
    Ok(choices.len() as u64)
}

/// Results of the joint review of a family that shows the four papers.
pub(super) fn joint_review(
    sheet: &mut Sheet,
    sketch: &Sketch,
    row: &Row,
) -> Result<(), SampleError> {
    if !sketch.story.category.four_papers() {
        return Ok(());
    }
    let (work, permit) = match sketch.story.defect {
        Defect::SiMonthsMissing | Defect::NoLocalJob => {
            (("不通过", "社保缴费与要求不符"), ("通过", ""))
        }
        Defect::EmployerMismatch | Defect::NoJobProof => (("待核", "参保单位待核实"), ("通过", "")),
        Defect::PermitElsewhere => (("通过", ""), ("不通过", "居住证不在本区")),
        Defect::NoPermit | Defect::PermitExpired => (("通过", ""), ("待核", "未查到有效居住证")),
        _ => (("通过", ""), ("通过", "")),
    };
    let office = if row.get(Fact::Job1License).is_empty() {
        "人社"
    } else {
        "市场监管"
    };
    let date = day(2021, 5, 10)
        .checked_add_days(Days::new(sketch.index % 18))
        .unwrap_or_default()
        .to_string();
    for (office, (result, why)) in [(office, work), ("公安", permit)] {
        sheet.row(&[receipt(sketch).as_str(), office, result, why, &date])?;
    }
    Ok(())
}

/// The seat record at the home of a child, if there is one.
pub(super) fn seat_record(sheet: &mut Sheet, scene: &Scene, row: &Row) -> Result<u64, SampleError> {
    let sketch = scene.sketch;
    let mut dice = Dice::new(scene.roll.seed, Purpose::Record, sketch.index);
    let junior = sketch.level() == super::district::Level::Junior;
    let (year, kin) = match (sketch.story.feature, junior) {
        (Feature::SeatUsed, false) => (dice.between(2017, 2020), false),
        (Feature::SeatKin, false) => (dice.between(2017, 2020), true),
        (Feature::SeatUsed, true) => (dice.between(2019, 2020), false),
        (Feature::SeatFree, true) => (dice.between(2017, 2018), false),
        _ => return Ok(0),
    };
    let guardians = if kin {
        let both = [row.get(Fact::Guardian1Id), row.get(Fact::Guardian2Id)];
        both.into_iter()
            .filter(|id| !id.is_empty())
            .collect::<Vec<_>>()
            .join("、")
    } else {
        stranger(&mut dice, sketch.index)
    };
    let level = sketch.level().text();
    write_record(
        sheet,
        scene.district,
        &sketch.home,
        &mut dice,
        (year, level, &guardians),
    )?;
    Ok(1)
}

/// A record at a home where no child of this season lives.
pub(super) fn old_record(
    sheet: &mut Sheet,
    roll: &Roll,
    district: &District,
    turn: u64,
) -> Result<(), SampleError> {
    let index = roll.children + turn;
    let mut dice = Dice::new(roll.seed, Purpose::Record, index);
    let level = if dice.permille(700) {
        "小学"
    } else {
        "初中"
    };
    let year = dice.between(2017, 2020);
    let guardians = stranger(&mut dice, index);
    write_record(
        sheet,
        district,
        &district.home(index),
        &mut dice,
        (year, level, &guardians),
    )
}

/// The number of a guardian of another family, of an area that this season's families lack.
fn stranger(dice: &mut Dice, index: u64) -> String {
    let born = day(1972, 1, 1)
        .checked_add_days(Days::new(dice.below(2000)))
        .unwrap_or_default();
    number("110221", born, index % 999 + 1)
}

fn write_record(
    sheet: &mut Sheet,
    district: &District,
    home: &Home,
    dice: &mut Dice,
    (year, level, guardians): (u64, &str, &str),
) -> Result<(), SampleError> {
    let sex = if dice.permille(500) {
        Sex::Male
    } else {
        Sex::Female
    };
    let surname = names::surname(dice);
    let name = names::child(dice, sex, NameStyle::Usual, &surname);
    // Born before any child of this season, those over age included.
    let age = if level == "小学" { 8 } else { 14 };
    let born = NaiveDate::from_ymd_opt(year as i32 - age, 9, 1)
        .and_then(|first| first.checked_add_days(Days::new(dice.below(300))))
        .unwrap_or_default();
    let parity = if sex == Sex::Male { 1 } else { 2 };
    let child = number("110221", born, dice.below(498) * 2 + parity);
    sheet.row(&[
        year.to_string(),
        level.to_owned(),
        OFFICES[home.office].name.to_owned(),
        district.estate_name(home).to_owned(),
        home.building.to_string(),
        home.entrance.to_string(),
        home.room.to_string(),
        name,
        child,
        guardians.to_owned(),
    ])
}
