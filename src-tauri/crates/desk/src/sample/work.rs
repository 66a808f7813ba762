//! Work, social insurance and residence permits of the guardians.

use ruxue_rules::Fact;

use super::dice::Dice;
use super::facts::{Row, Scene, day, day_between};
use super::story::{Category, Feature};

/// The columns of one guardian's work and permit.
pub(super) struct Columns {
    pub(super) id: Fact,
    pub(super) kind: Fact,
    pub(super) district: Fact,
    pub(super) employer: Fact,
    pub(super) from: Fact,
    pub(super) license: Fact,
    pub(super) insurer: Fact,
    pub(super) insured: Fact,
    pub(super) months: Fact,
    pub(super) permit: Fact,
    pub(super) permit_district: Fact,
    pub(super) permit_until: Fact,
}

pub(super) const FIRST: Columns = Columns {
    id: Fact::Guardian1Id,
    kind: Fact::Job1Kind,
    district: Fact::Job1District,
    employer: Fact::Job1Employer,
    from: Fact::Job1From,
    license: Fact::Job1License,
    insurer: Fact::Job1Insurer,
    insured: Fact::Job1InsuredDistrict,
    months: Fact::Job1Months,
    permit: Fact::Permit1Number,
    permit_district: Fact::Permit1District,
    permit_until: Fact::Permit1Until,
};

pub(super) const SECOND: Columns = Columns {
    id: Fact::Guardian2Id,
    kind: Fact::Job2Kind,
    district: Fact::Job2District,
    employer: Fact::Job2Employer,
    from: Fact::Job2From,
    license: Fact::Job2License,
    insurer: Fact::Job2Insurer,
    insured: Fact::Job2InsuredDistrict,
    months: Fact::Job2Months,
    permit: Fact::Permit2Number,
    permit_district: Fact::Permit2District,
    permit_until: Fact::Permit2Until,
};

const TRADES: [&str; 8] = [
    "科技", "商贸", "餐饮", "物业", "物流", "装饰", "印务", "信息",
];
const FIRMS: [&str; 10] = [
    "云禾", "启岚", "恒序", "瑞澜", "知砚", "博川", "晟桐", "佳沐", "远汀", "汇舟",
];
const DISTRICTS: [&str; 4] = ["海淀区", "东城区", "丰台区", "通州区"];

pub(super) fn write(scene: &Scene, row: &mut Row) {
    let story = scene.sketch.story;
    let mut dice = scene.family_dice(9);
    let second = !row.get(Fact::Guardian2Name).is_empty();
    match story.category {
        Category::P3 => {
            employed(row, &FIRST, &mut dice, &Span::ThreeYears);
            if second {
                other_parent(row, &SECOND, &mut dice);
            }
        }
        category if category.four_papers() => {
            if story.feature == Feature::SelfEmployed {
                self_employed(row, &FIRST, &mut dice, scene.sketch.family);
            } else {
                employed(row, &FIRST, &mut dice, &Span::FiveMonths);
            }
            permit(row, &FIRST, &mut dice);
            if second {
                other_parent(row, &SECOND, &mut dice);
                if !row.get(Fact::Guardian2Id).starts_with("110") {
                    permit(row, &SECOND, &mut dice);
                }
            }
        }
        _ => {}
    }
}

/// How long the insurance reaches back.
enum Span {
    ThreeYears,
    FiveMonths,
}

fn employed(row: &mut Row, at: &Columns, dice: &mut Dice, span: &Span) {
    let firm = firm(dice);
    row.set(at.kind, "受雇");
    row.set(at.district, "朝阳区");
    row.set(at.employer, &firm);
    row.set(at.insurer, &firm);
    row.set(at.insured, "朝阳区");
    row.day(at.from, day_between(dice, day(2012, 3, 1), day(2018, 5, 1)));
    let months = match (span, dice.below(4)) {
        (Span::ThreeYears, 0) => "2018-05..2019-12,2020-01..2021-04",
        (Span::ThreeYears, 1) => "2016-09..2021-04",
        (Span::ThreeYears, _) => "2018-05..2021-04",
        (Span::FiveMonths, 0) => "2020-11,2020-12,2021-01,2021-02,2021-03",
        (Span::FiveMonths, 1) => "2019-06..2021-04",
        (Span::FiveMonths, _) => "2020-11..2021-03",
    };
    row.set(at.months, months);
}

fn self_employed(row: &mut Row, at: &Columns, dice: &mut Dice, family: u64) {
    let kind = *dice.pick(&["个体工商户", "个体工商户", "法定代表人", "股东合伙人"]);
    row.set(at.kind, kind);
    row.set(at.district, "朝阳区");
    row.set(at.employer, firm(dice));
    row.set(at.license, format!("92110105MA{family:08}"));
    if dice.permille(500) {
        row.day(at.from, day_between(dice, day(2012, 3, 1), day(2020, 6, 1)));
    }
}

/// The other parent's work proves nothing here: none, or in another district.
fn other_parent(row: &mut Row, at: &Columns, dice: &mut Dice) {
    if dice.permille(450) {
        row.set(at.kind, "无");
        return;
    }
    let (firm, district) = (firm(dice), *dice.pick(&DISTRICTS));
    row.set(at.kind, "受雇");
    row.set(at.district, district);
    row.set(at.employer, &firm);
    row.set(at.insurer, &firm);
    row.set(at.insured, district);
    row.set(at.months, "2020-11..2021-03");
}

fn permit(row: &mut Row, at: &Columns, dice: &mut Dice) {
    // The permit's number is the holder's identity number.
    let number = row.get(at.id).to_owned();
    row.set(at.permit, number);
    row.set(at.permit_district, "朝阳区");
    row.day(
        at.permit_until,
        day_between(dice, day(2021, 6, 1), day(2022, 5, 31)),
    );
}

pub(super) fn firm(dice: &mut Dice) -> String {
    let (name, trade) = (*dice.pick(&FIRMS), *dice.pick(&TRADES));
    format!("北京{name}{trade}有限公司第{}分部", dice.between(1, 99))
}
