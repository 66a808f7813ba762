//! Puts a child's defect into its facts.

use chrono::{Days, NaiveDate};
use ruxue_rules::Fact;

use super::dice::Dice;
use super::facts::{Row, Scene, day, day_between};
use super::story::{Category, Defect};
use super::work::{self, FIRST};

pub(super) fn write(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let mut dice = scene.paper_dice();
    match story.defect {
        Defect::NoDwelling => row.clear(Fact::HomeKind),
        Defect::NoHukouBook => no_book(row, &mut dice),
        Defect::NoTitle => no_title(row, &mut dice),
        Defect::OwnerNotParent => {
            let relation = *dice.pick(&["祖父母", "外祖父母", "本人", "其他"]);
            row.set(Fact::OwnerRelation, relation);
        }
        Defect::NotResidential => {
            row.set(
                Fact::HomeUse,
                *dice.pick(&["商业", "办公", "车库", "地下室"]),
            );
        }
        Defect::NoRecognition => row.clear(Fact::RecognitionNumber),
        Defect::TreatedRenting => row.set(Fact::TreatedScope, "外区户籍"),
        Defect::NotGraduating => row.set(Fact::Grade, "五年级"),
        Defect::NoReturn => row.set(Fact::ReturnDone, "未办理"),
        Defect::NoReturnProof => row.clear(Fact::ReturnDone),
        Defect::NoPermit => row.clear(FIRST.permit),
        Defect::PermitElsewhere => {
            row.set(FIRST.permit_district, *dice.pick(&["通州区", "大兴区"]))
        }
        Defect::PermitExpired => {
            row.day(
                FIRST.permit_until,
                day_between(&mut dice, day(2020, 8, 1), day(2021, 5, 31)),
            );
        }
        Defect::LeaseTooShort
        | Defect::LeaseExpired
        | Defect::NoLease
        | Defect::LeaseShared
        | Defect::LeaseNotRegistered => lease(row, &mut dice, story.defect),
        Defect::NoJobProof
        | Defect::JobTooShort
        | Defect::EmployerMismatch
        | Defect::SiMonthsMissing
        | Defect::NoLocalJob => job(row, &mut dice, story.defect, story.category),
        // These were told with the facts themselves.
        Defect::None
        | Defect::AgeTooYoung
        | Defect::AgeOver
        | Defect::NotLivingHere
        | Defect::NoCareProof
        | Defect::AddressUnknown
        | Defect::HukouHomeDiffer
        | Defect::ZoneUnknown
        | Defect::EnrolledElsewhere
        | Defect::OtherStatus => {}
    }
    // Now and then a second paper is missing, so that a notice has to list both.
    // What only the route brings up would then not be seen.
    let asks_book = !matches!(story.category, Category::J1 | Category::J2);
    let of_route = matches!(
        story.defect,
        Defect::AddressUnknown | Defect::HukouHomeDiffer
    );
    if story.defect != Defect::None && asks_book && !of_route && dice.permille(120) {
        row.clear(Fact::HukouBook);
    }
}

fn no_book(row: &mut Row, dice: &mut Dice) {
    if dice.permille(500) {
        row.set(Fact::HukouBook, "无");
    } else {
        row.clear(Fact::HukouBook);
    }
}

fn no_title(row: &mut Row, dice: &mut Dice) {
    match dice.below(4) {
        0 => row.clear(Fact::TitleKind),
        1 => row.clear(Fact::OwnerRelation),
        2 => row.clear(Fact::HomeUse),
        _ => row.clear(Fact::TitleNumber),
    }
}

fn lease(row: &mut Row, dice: &mut Dice, defect: Defect) {
    match defect {
        Defect::LeaseTooShort => {
            row.day(
                Fact::LeaseFrom,
                day_between(dice, day(2018, 5, 2), day(2021, 2, 1)),
            );
        }
        Defect::LeaseExpired => {
            row.day(
                Fact::LeaseTo,
                day_between(dice, day(2020, 6, 1), day(2021, 4, 30)),
            );
        }
        Defect::NoLease => row.clear(Fact::LeaseFrom),
        Defect::LeaseShared => row.set(Fact::LeaseSole, "否"),
        _ => row.clear(Fact::LeaseNumber),
    }
}

fn job(row: &mut Row, dice: &mut Dice, defect: Defect, category: Category) {
    match defect {
        Defect::NoJobProof if category == Category::P3 => row.clear(FIRST.months),
        Defect::NoJobProof => row.clear(FIRST.employer),
        Defect::JobTooShort if dice.permille(500) => {
            row.day(FIRST.from, later(day(2018, 5, 1), dice.between(1, 700)));
        }
        Defect::JobTooShort => row.set(FIRST.months, "2018-05..2020-02,2020-06..2021-04"),
        Defect::EmployerMismatch => row.set(FIRST.insurer, work::firm(dice) + "（代缴）"),
        Defect::SiMonthsMissing => {
            let months = [
                "2020-11,2020-12,2021-02,2021-03",
                "2020-12..2021-03",
                "2020-11..2021-02",
            ];
            row.set(FIRST.months, *dice.pick(&months));
        }
        _ => {
            let district = *dice.pick(&["海淀区", "丰台区", "大兴区"]);
            row.set(FIRST.district, district);
            row.set(FIRST.insured, district);
        }
    }
}

fn later(from: NaiveDate, days: u64) -> NaiveDate {
    from.checked_add_days(Days::new(days)).unwrap_or(from)
}
