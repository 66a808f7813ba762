//! What is asked of those who leave primary school: 学籍, 毕业小学, 年级, 回区手续.

use ruxue_rules::Fact;

use super::facts::{Row, Scene};
use super::roll::Sketch;
use super::story::{Category, Defect, Feature};

impl Sketch {
    /// Whether the 学籍 is in this district.
    pub(super) fn enrolled_here(&self) -> bool {
        match self.story.category {
            Category::J1 | Category::J3 => true,
            Category::J9 => self.story.defect == Defect::OtherStatus,
            _ => false,
        }
    }
}

pub(super) fn write(scene: &Scene, row: &mut Row) {
    let sketch = scene.sketch;
    let mut dice = scene.child_dice();
    let number = match row.get(Fact::IdKind) {
        "居民身份证" | "港澳台居民居住证" => format!("G{}", row.get(Fact::IdNumber)),
        _ => format!("L110105{:012}", sketch.index),
    };
    row.set(Fact::StudentNumber, number);
    row.set(Fact::Grade, "六年级");
    let outside = match sketch.story.category {
        Category::J2 if dice.permille(700) => "外区",
        Category::J9 => "外区",
        _ => "外省市",
    };
    row.set(
        Fact::EnrolledAt,
        if sketch.enrolled_here() {
            "朝阳区"
        } else {
            outside
        },
    );
    if sketch.story.category == Category::J2 {
        row.set(Fact::ReturnDone, "已办理");
    }
    row.set(Fact::PrimarySchool, primary_school(scene));
}

fn primary_school(scene: &Scene) -> String {
    let sketch = scene.sketch;
    if !sketch.enrolled_here() {
        return format!("外地育禾小学第{}分校", sketch.index % 40 + 1);
    }
    let code = |school: usize| scene.district.schools[school].code.clone();
    // This special school stands in no list of zones.
    if sketch.story.defect == Defect::ZoneUnknown {
        return code(scene.district.special[0][0]);
    }
    let zone = sketch.zone();
    if let (Feature::NineYear, Some((lower, _))) =
        (sketch.story.feature, scene.district.nine_year_of(zone))
    {
        return code(lower);
    }
    let ordinary: Vec<usize> = scene.district.zone_primary[zone]
        .iter()
        .copied()
        .filter(|school| {
            scene
                .district
                .nine_year_of(zone)
                .is_none_or(|(n, _)| n != *school)
        })
        .collect();
    code(ordinary[sketch.family as usize * 7 % ordinary.len()])
}
